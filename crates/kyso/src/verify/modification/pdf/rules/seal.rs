//! A seal stands over a part of an earlier signature's look, as it does on paper: pictures may hide
//! less than half of it and of each of its texts, and nothing is painted over it. A picture that is
//! not seen through is none over its letters.

use std::collections::BTreeSet;

use lopdf::Object;

use super::super::engine::Step;
use super::super::glyphs::Place;
use super::cover::{Cover, hide_letters};
use super::together::{Shape, hidden_points, other_shapes};
use super::under::{Part, hide_drawn};
use crate::pdf::PdfError;

/// Points along each side of a look that are looked at.
const POINTS: u8 = 24;

/// The same for a piece of its text.
const TEXT_POINTS: u8 = 12;

/// The look of a signature that was there, by its widget.
pub(super) struct Signed {
    pub(super) widget: u32,
    pub(super) parts: Vec<(Part, Place)>,
}

/// Whether covers and what is stamped hide an earlier signature.
pub(super) fn hide_a_signature(
    step: &Step<'_>,
    (list, looked): (&[Object], &BTreeSet<u32>),
    signed: &[Signed],
    covers: &[Cover],
    stamped: &[Shape],
) -> Result<bool, PdfError> {
    let painted: Vec<Cover> = covers.iter().filter(|cover| !cover.is_picture).copied().collect();
    let sheets: Vec<Cover> =
        covers.iter().filter(|cover| !cover.is_picture || cover.is_sheet).copied().collect();
    for Signed { widget, parts } in signed {
        let each = painted.len() + sheets.len() + stamped.len();
        if !step.roles.may_compare(parts.len().saturating_mul(each)) {
            return Ok(true);
        }
        let over = |part: &(Part, Place)| match part.0 {
            Part::Text => hide_letters(&sheets, &part.1) || !keeps_half(step, stamped, &part.1),
            Part::Picture => hide_letters(&painted, &part.1),
            _ => hide_drawn(part, &painted, &painted),
        };
        if parts.iter().any(over) {
            return Ok(true);
        }
        let around = parts.iter().map(|(_, place)| *place).reduce(|one, two| one.with(&two));
        let Some(around) = around else { continue };
        let mut shapes: Vec<Shape> = stamped.to_vec();
        shapes.retain(|(place, _)| place.common(&around).is_some());
        if shapes.is_empty() {
            continue;
        }
        let mut others = looked.clone();
        others.insert(*widget);
        shapes.extend(other_shapes(step, list, &around, &others)?);
        let points = usize::from(POINTS) * usize::from(POINTS);
        if !step.roles.may_compare(points.saturating_mul(shapes.len()))
            || hidden_points(&around, &shapes, POINTS) * 2 > points
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether less than half of a piece of text lies under shapes.
fn keeps_half(step: &Step<'_>, shapes: &[Shape], text: &Place) -> bool {
    let near = shapes.iter().filter(|(place, _)| place.common(text).is_some());
    let near: Vec<Shape> = near.copied().collect();
    let points = usize::from(TEXT_POINTS) * usize::from(TEXT_POINTS);
    step.roles.may_compare(points.saturating_mul(near.len()))
        && hidden_points(text, &near, TEXT_POINTS) * 2 <= points
}
