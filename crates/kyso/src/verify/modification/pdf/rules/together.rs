//! What the looks of several revisions hide together: each of them leaves text to be seen, all of
//! them do not.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Object, ObjectId};

use super::super::engine::Step;
use super::super::glyphs::Place;
use super::super::marks::{self, Kind, Mark};
use super::cover::{Cover, OPAQUE, grounds_of, hide_letters, painted, taken, whole};
use crate::pdf::PdfError;

/// A shape that fills its box, and its alpha.
pub(super) type Shape = (Place, f32);

/// Shapes and pictures among marks that leave nothing of what is under them, as far as their alpha
/// goes.
pub(super) fn shapes(marks: &[Mark]) -> impl Iterator<Item = Shape> {
    marks.iter().filter(|mark| fills(mark)).map(|mark| (mark.place, taken(mark)))
}

fn fills(mark: &Mark) -> bool {
    let kinds = Kind::Fill { rectangle: true };
    matches!(mark.kind, Kind::Picture | Kind::Patch | Kind::Veil) || mark.kind == kinds
}

/// How many points of a place, so many along each side, `shapes` hide.
pub(super) fn hidden_points(place: &Place, shapes: &[Shape], side: u8) -> usize {
    let part = |at: u8| (f32::from(at) + 0.5) / f32::from(side);
    let at = |x: u8, y: u8| {
        let x = place.left + place.width() * part(x);
        let y = place.bottom + place.height() * part(y);
        Place { left: x, bottom: y, right: x, top: y }
    };
    let points = (0..side).flat_map(|x| (0..side).map(move |y| at(x, y)));
    points
        .filter(|point| {
            let over = shapes.iter().filter(|(place, _)| place.holds(point));
            over.fold(1.0, |through, (_, alpha)| through * (1.0 - alpha)) <= 1.0 - OPAQUE
        })
        .count()
}

/// Whether new covers and those that were there already hide a text that the new ones meet. A
/// text is none that its own annotation hides.
pub(super) fn hide_together(
    step: &Step<'_>,
    list: &[Object],
    covers: &[Cover],
    texts: &[(u32, Place)],
) -> Result<bool, PdfError> {
    let meets = |text: &Place| covers.iter().any(|cover| cover.place.common(text).is_some());
    let met: Vec<&(u32, Place)> = texts.iter().filter(|(_, text)| meets(text)).collect();
    let around = met.iter().map(|(_, text)| *text).reduce(|a, b| a.with(&b));
    let Some(around) = around else { return Ok(false) };
    let mut all: BTreeMap<u32, Vec<Cover>> = BTreeMap::new();
    for id in widgets(step, list, &around, &BTreeSet::new())? {
        let grounds = match painted(step, &step.new, id)? {
            Some(marks) => grounds_of(&marks),
            None => whole(&step.new, id)?,
        };
        let near = grounds.into_iter().filter(|cover| cover.place.common(&around).is_some());
        all.entry(id.0).or_default().extend(near);
    }
    let count: usize = all.values().map(Vec::len).sum();
    if !step.roles.may_compare(count.saturating_mul(met.len())) {
        return Ok(true);
    }
    Ok(met.iter().any(|(owner, text)| {
        let others = all.iter().filter(|(id, _)| *id != owner).flat_map(|(_, covers)| covers);
        let here: Vec<Cover> =
            others.filter(|cover| cover.place.common(text).is_some()).copied().collect();
        hide_letters(&here, text) && covers.iter().any(|cover| hides_some(cover, text))
    }))
}

/// Whether a cover takes something of a text's letters.
fn hides_some(cover: &Cover, text: &Place) -> bool {
    cover.alpha > 0.0 && hide_letters(&[Cover::whole(cover.place)], text)
}

/// Shapes of the widgets of a page but some, where they lie in a place.
pub(super) fn other_shapes(
    step: &Step<'_>,
    list: &[Object],
    around: &Place,
    but: &BTreeSet<u32>,
) -> Result<Vec<Shape>, PdfError> {
    let mut all = Vec::new();
    for id in widgets(step, list, around, but)? {
        match painted(step, &step.new, id)? {
            Some(marks) => all.extend(shapes(&marks)),
            None => all.extend(whole(&step.new, id)?.iter().map(|cover| (cover.place, 1.0))),
        }
    }
    Ok(all)
}

/// The widgets of a list that reach into a place, but some.
fn widgets(
    step: &Step<'_>,
    list: &[Object],
    around: &Place,
    but: &BTreeSet<u32>,
) -> Result<Vec<ObjectId>, PdfError> {
    let ids: BTreeSet<ObjectId> = list.iter().filter_map(|one| one.as_reference().ok()).collect();
    let mut found = Vec::new();
    for id in ids.into_iter().filter(|id| !but.contains(&id.0)) {
        let Object::Dictionary(one) = step.new.object(id)? else { continue };
        let rect = marks::rectangle(&step.new, &one, b"Rect")?;
        let reaches = rect.is_some_and(|rect| rect.common(around).is_some());
        let subtype = step.new.get(&one, b"Subtype")?;
        if reaches && subtype.as_name().is_ok_and(|name| name == b"Widget") {
            found.push(id);
        }
    }
    Ok(found)
}

/// Squares that a piece of text is cut into, to tell how much of it is hidden.
const MOST_SQUARES: f32 = 200.0;

/// Whether more than half of the text of a page lies under `shapes`.
pub(super) fn hides_most(step: &Step<'_>, texts: &[Place], shapes: &[Shape]) -> bool {
    if !step.roles.may_compare(texts.len().saturating_mul(shapes.len())) {
        return true;
    }
    let (mut hidden, mut all) = (0_usize, 0_usize);
    for text in texts {
        let (width, height) = (text.right - text.left, text.top - text.bottom);
        // Half as wide as high, as letters are.
        let [along, across] = if width >= height { [width, height] } else { [height, width] };
        let squares = (along / (across * 0.5).max(f32::MIN_POSITIVE)).clamp(1.0, MOST_SQUARES);
        let squares = squares as usize;
        let near: Vec<&Shape> =
            shapes.iter().filter(|(place, _)| place.common(text).is_some()).collect();
        if !step.roles.may_compare(squares.saturating_mul(near.len())) {
            return true;
        }
        all += squares;
        hidden += (0..squares)
            .filter(|at| {
                let part = (*at as f32 + 0.5) / squares as f32;
                let (x, y) = if width >= height {
                    (text.left + width * part, (text.bottom + text.top) / 2.0)
                } else {
                    ((text.left + text.right) / 2.0, text.bottom + height * part)
                };
                let point = Place { left: x, bottom: y, right: x, top: y };
                let over = near.iter().filter(|(place, _)| place.holds(&point));
                over.fold(1.0, |through, (_, alpha)| through * (1.0 - alpha)) <= 1.0 - OPAQUE
            })
            .count();
    }
    hidden * 2 > all
}

#[cfg(test)]
mod tests {
    use super::{Place, hidden_points};

    #[test]
    fn points_are_looked_at_in_the_middle_of_their_parts() {
        let place = Place::of(10.0, 20.0, 4.0, 8.0);
        let hidden = |x, y, width, height, alpha| {
            hidden_points(&place, &[(Place::of(x, y, width, height), alpha)], 4)
        };
        assert_eq!(hidden(10.0, 20.0, 4.0, 8.0, 1.0), 16);
        assert_eq!(hidden(10.0, 20.0, 0.6, 8.0, 1.0), 4);
        assert_eq!(hidden(13.4, 20.0, 9.0, 8.0, 1.0), 4);
        assert_eq!(hidden(10.0, 26.9, 4.0, 0.2, 1.0), 4);
        assert_eq!(hidden(10.6, 20.0, 0.8, 8.0, 1.0), 0);
        assert_eq!(hidden(10.0, 20.0, 4.0, 8.0, 0.4), 0);
        let half = [(place, 0.3), (place, 0.3)];
        assert_eq!(
            (hidden_points(&place, &half[..1], 4), hidden_points(&place, &half, 4)),
            (0, 16)
        );
    }
}
