//! What is under a look: all that a page and its annotations show but blank ground and long lines.

use std::cell::Cell;

use lopdf::{Dictionary, Object};

use super::super::glyphs::Place;
use super::super::marks::{self, Kind, LIGHT, Mark, luminance};
use super::cover::{Cover, LINE, WIDEST_INK, hide_letters, is_seen_through, is_untold, look};
use crate::pdf::{PdfError, View, inherited};

/// Lines from this length on, in points, are rules of tables and forms: looks lie over them.
const RULE: f32 = 36.0;

/// What is lighter than this is as paper is.
const WHITE: f32 = 0.95;

/// Shapes of this size, in points, are a ground that white letters are seen on.
const GROUND: f32 = 10.0;

/// The flag of an annotation that is neither shown nor printed (ISO 32000-2 table 167).
const HIDDEN: i64 = 1 << 1;

/// What can be hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Text,
    /// A shape: a letter drawn as a path is one.
    Shape,
    /// A dark rectangle: what lies inside of it hides nothing of it.
    Bar,
    /// A piece of a drawn line.
    Line,
    Picture,
}

/// What an annotation shows.
pub(super) enum Shown {
    /// What is read as a part of the page.
    Parts(Vec<(Part, Place)>),
    /// The look of a signature, which a seal may be stamped over.
    Signature(Vec<(Part, Place)>),
}

/// The parts among marks that can be hidden.
pub(super) fn parts(marks: &[Mark]) -> Vec<(Part, Place)> {
    let light = |mark: &Mark| mark.paint.colour.map(|colour| luminance(&colour));
    let is_white = |mark: &Mark| light(mark).is_some_and(|light| light > WHITE);
    let is_ground = |mark: &Mark| match mark.kind {
        Kind::Picture | Kind::SheerPicture => true,
        Kind::Fill { .. } => {
            !is_white(mark) && mark.place.width().min(mark.place.height()) > GROUND
        }
        _ => false,
    };
    let white_is_seen = marks.iter().any(is_ground);
    let part = |mark: &Mark| {
        let (width, height) = (mark.place.width(), mark.place.height());
        let is_rule = width.min(height) <= LINE && width.max(height) >= RULE;
        let is_paper = is_white(mark) && !white_is_seen;
        let part = match mark.kind {
            Kind::Text => Part::Text,
            Kind::Picture | Kind::SheerPicture => Part::Picture,
            // What is multiplied tints what is there.
            Kind::Fill { rectangle: true } if is_seen_through(mark) => return None,
            Kind::Fill { rectangle: true } => {
                let is_light = light(mark).is_some_and(|light| light > LIGHT);
                return (!is_rule && !is_light).then_some((Part::Bar, mark.place));
            }
            Kind::Fill { rectangle: false } if !is_paper => Part::Shape,
            Kind::Stroke { width, length } => {
                let is_rule = length >= RULE && width <= WIDEST_INK;
                return (!is_rule && !is_paper).then_some((Part::Line, mark.place));
            }
            Kind::Fill { .. } | Kind::Patch | Kind::Veil | Kind::Ink => return None,
        };
        Some((part, mark.place))
    };
    marks.iter().filter_map(part).collect()
}

/// What an annotation of a page's list shows where something reaches it; where it has no look of its own or one that
/// cannot be told, all of its place.
pub(super) fn shown(
    view: &View<'_>,
    one: &Object,
    reaches: &dyn Fn(&Place) -> bool,
    budget: &Cell<u64>,
) -> Result<Shown, PdfError> {
    let nothing = || Ok(Shown::Parts(Vec::new()));
    let Object::Dictionary(annotation) = view.resolve(one)? else { return nothing() };
    let Some(rect) = marks::rectangle(view, &annotation, b"Rect")?.filter(reaches) else {
        return nothing();
    };
    let subtype = view.get(&annotation, b"Subtype")?;
    let subtype = subtype.as_name().unwrap_or_default();
    let flags = view.get(&annotation, b"F")?.as_i64().unwrap_or_default();
    // A popup is closed, and a link is seen only while the pointer is on it.
    if flags & HIDDEN != 0 || subtype == b"Popup" || subtype == b"Link" {
        return nothing();
    }
    let kind = inherited(view, &annotation, b"FT")?;
    let is_signature = subtype == b"Widget" && kind.as_name().is_ok_and(|kind| kind == b"Sig");
    let found = match look(view, &annotation)? {
        Some(look) => {
            let marks = marks::content_of_appearance(view, &look, &rect, budget)?;
            marks.map_or_else(|| vec![(Part::Text, rect)], |marks| parts(&marks))
        }
        None if shows_itself(view, &annotation, subtype)? => vec![(Part::Text, rect)],
        None => Vec::new(),
    };
    Ok(if is_signature { Shown::Signature(found) } else { Shown::Parts(found) })
}

/// Whether readers draw an annotation that has no look, or draw one of several looks.
fn shows_itself(
    view: &View<'_>,
    annotation: &Dictionary,
    subtype: &[u8],
) -> Result<bool, PdfError> {
    if subtype != b"Widget" || is_untold(view, annotation)? {
        return Ok(true);
    }
    let value = inherited(view, annotation, b"V")?;
    let is_empty = match &value {
        Object::Null => true,
        Object::String(value, _) => value.is_empty(),
        Object::Array(values) => values.is_empty(),
        Object::Name(state) => state == b"Off",
        // A signature without a look is not seen.
        Object::Dictionary(_) => true,
        _ => false,
    };
    let caption = view.get_dict(annotation, b"MK")?.is_some_and(|looks| looks.has(b"CA"));
    let state = view.get(annotation, b"AS")?;
    let is_off = state.as_name().is_ok_and(|state| state == b"Off");
    Ok((!is_empty || caption) && !is_off)
}

/// Whether covers hide a shape, a bar or a line; of lines, those of signatures do.
pub(super) fn hide_drawn(
    (part, place): &(Part, Place),
    covers: &[Cover],
    by_signatures: &[Cover],
) -> bool {
    match part {
        Part::Shape => hide_letters(covers, place),
        Part::Line => hide_letters(by_signatures, place),
        Part::Bar => {
            let across = covers.iter().filter(|cover| !place.holds(&cover.place));
            hide_letters(&across.copied().collect::<Vec<_>>(), place)
        }
        Part::Text | Part::Picture => false,
    }
}
