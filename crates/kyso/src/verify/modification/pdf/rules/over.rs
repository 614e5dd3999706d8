//! What lies over text of a page without hiding it for sure: pictures and strokes of a later
//! signature. A seal stands over a signature lawfully, so that it is said and not refused, unless
//! little of the page's text is left.

use std::collections::BTreeSet;

use lopdf::{Object, ObjectId};

use super::super::engine::{OverText, Sight, Step};
use super::super::glyphs::Place;
use super::super::marks::{Kind, Mark};
use super::cover::{OPAQUE, hides_letter, is_seen_through};
use super::together::{Shape, hides_most, other_shapes, shapes};
use crate::pdf::{LinesUnder, PdfError, lines_under};

/// Letters of a look higher than this may hide what is under them, in points.
const LARGE_LETTERS: f32 = 30.0;

/// What the looks of signatures paint on one page, by the field.
#[derive(Default)]
pub(super) struct Lying {
    by_field: Vec<(String, Vec<Mark>)>,
    /// What of it fills its box.
    shapes: Vec<Shape>,
    widgets: BTreeSet<u32>,
}

impl Lying {
    pub(super) fn add(&mut self, field: &str, widget: u32, mut marks: Vec<Mark>) {
        self.widgets.insert(widget);
        self.shapes.extend(shapes(&marks));
        marks.retain(may_hide);
        if !marks.is_empty() {
            self.by_field.push((field.to_owned(), marks));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_field.is_empty() && self.shapes.is_empty()
    }

    /// What is said where nobody knows which text the page has.
    pub(super) fn untold(self, page: usize) -> impl Iterator<Item = OverText> {
        let under = LinesUnder::default();
        self.by_field.into_iter().map(move |(field, _)| OverText {
            field,
            page,
            sight: Sight::Untold,
            under: under.clone(),
        })
    }

    /// Notes what lies over the texts of a page; whether most of them are hidden by it.
    pub(super) fn over(
        self,
        step: &Step<'_>,
        (page, number): (ObjectId, usize),
        list: &[Object],
        texts: &[Place],
        found: &mut Vec<OverText>,
    ) -> Result<bool, PdfError> {
        for (field, marks) in self.by_field {
            let around = marks.iter().map(|mark| mark.place).reduce(|a, b| a.with(&b));
            let near = |text: &&Place| around.is_some_and(|around| around.common(text).is_some());
            let near: Vec<&Place> = texts.iter().filter(near).collect();
            if near.is_empty() {
                continue;
            }
            // Where there is too much to compare, all that is near counts as hidden.
            let compares = step.roles.may_compare(near.len().saturating_mul(marks.len()));
            let lies =
                |mark: &&Mark| !compares || near.iter().any(|text| hides_letter(&mark.place, text));
            let lying: Vec<&Mark> = marks.iter().filter(lies).collect();
            let Some(sight) = lying.iter().map(|mark| sight(mark)).max() else { continue };
            let boxes: Vec<_> = lying
                .iter()
                .map(|Mark { place, .. }| [place.left, place.bottom, place.right, place.top])
                .collect();
            let mut under = lines_under(&step.old, page, &boxes);
            under.count = under.count.max(1);
            found.push(OverText { field, page: number, sight, under });
        }
        let Some(around) = texts.iter().copied().reduce(|a, b| a.with(&b)) else {
            return Ok(false);
        };
        let mut shapes = self.shapes;
        if !step.roles.may_compare(texts.len().saturating_mul(shapes.len())) {
            return Ok(true);
        }
        shapes.retain(|(place, _)| texts.iter().any(|text| place.common(text).is_some()));
        if shapes.is_empty() {
            return Ok(false);
        }
        shapes.extend(other_shapes(step, list, &around, &self.widgets)?);
        Ok(hides_most(step, texts, &shapes))
    }
}

/// Whether a mark may hide what is under it: none that is light and multiplied with it does, and
/// small letters do not.
fn may_hide(mark: &Mark) -> bool {
    let is_large = match mark.kind {
        Kind::Text => mark.place.top - mark.place.bottom > LARGE_LETTERS,
        // What it belongs to is told already.
        Kind::Ink | Kind::Veil => false,
        _ => true,
    };
    is_large && !is_seen_through(mark) && mark.paint.alpha >= OPAQUE
}

fn sight(mark: &Mark) -> Sight {
    match mark.kind {
        Kind::Stroke { .. } | Kind::SheerPicture | Kind::Ink | Kind::Veil => Sight::Sheer,
        Kind::Text | Kind::Fill { .. } | Kind::Picture | Kind::Patch => Sight::Opaque,
    }
}
