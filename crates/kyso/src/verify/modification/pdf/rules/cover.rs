//! Rule: the look of a field that was signed or filled hides no text of the page: a signature may
//! lie over a line or another stamp, but it does not paint letters over.

use std::cell::Cell;
use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::engine::Step;
use super::super::glyphs::Place;
use super::super::marks::{self, Kind, Mark};
use crate::pdf::{PdfError, View};

/// Paint that lets less through than this hides what is under it.
const OPAQUE: f32 = 0.5;

/// Every part of a colour at least this: paper, which hides whatever its shape.
const LIGHT: f32 = 0.8;

/// Part of a text's height, and as much of its width, that is a letter.
const LETTER: [f32; 2] = [0.6, 0.4];

/// Looks at the widgets that got another look in this revision.
pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    if step.looked.is_empty() {
        return Ok(());
    }
    let looked = std::mem::take(&mut step.looked);
    if hides_on_a_page(step, &looked)? {
        step.refuse("look-hides-text");
    }
    Ok(())
}

/// Whether a look hides text anywhere; where the pages cannot be listed, that cannot be told.
fn hides_on_a_page(step: &Step<'_>, looked: &BTreeSet<u32>) -> Result<bool, PdfError> {
    let Ok(pages) = step.new.pages() else { return Ok(true) };
    for page in pages {
        let Ok(page) = page else { return Ok(true) };
        let hides = step.new.look(page, |page| match page {
            Object::Dictionary(page) => hides(step, page, looked),
            _ => Ok(false),
        });
        if hides?? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a look of `looked` hides text of a page. A page whose text cannot be told may have some
/// anywhere, and a look that cannot be told hides all that it lies over.
fn hides(step: &Step<'_>, page: &Dictionary, looked: &BTreeSet<u32>) -> Result<bool, PdfError> {
    let Object::Array(list) = step.new.get(page, b"Annots")? else { return Ok(false) };
    let widgets = list.iter().filter_map(|one| one.as_reference().ok());
    let mut covers = Vec::new();
    for id in widgets.filter(|id| looked.contains(&id.0)) {
        let before = painted(step, &step.old, id)?.unwrap_or_default();
        let after = painted(step, &step.new, id)?;
        let mut after = after.map_or_else(|| whole(&step.new, id), Ok)?;
        if let Some(ground) = own_ground(&step.old, id)? {
            after.retain(|place| !ground.grown(1.0).holds(place));
        }
        covers.extend(after.into_iter().filter(|place| !before.contains(place)));
    }
    if covers.is_empty() {
        return Ok(false);
    }
    hides_text(&step.old, page, &covers, step.roles.budget())
}

/// Whether something in these places hides text of a page; where its text cannot be told, it does.
pub(in super::super) fn hides_text(
    view: &View<'_>,
    page: &Dictionary,
    covers: &[Place],
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
    let Some(marks) = marks::of_page(view, page, budget)? else { return Ok(true) };
    let mut texts = marks.iter().filter(|mark| mark.kind == Kind::Text);
    Ok(texts.any(|text| covers.iter().any(|cover| hides_letter(cover, &text.place))))
}

/// Where readers painted a field's background themselves before: the form asked them to.
fn own_ground(view: &View<'_>, id: ObjectId) -> Result<Option<Place>, PdfError> {
    let form = view.get_dict(&view.catalog()?, b"AcroForm")?.unwrap_or_default();
    let asked = matches!(view.get(&form, b"NeedAppearances")?, Object::Boolean(true));
    let Object::Dictionary(widget) = view.object(id)? else { return Ok(None) };
    let looks = view.get_dict(&widget, b"MK")?.unwrap_or_default();
    if !asked || !looks.has(b"BG") {
        return Ok(None);
    }
    marks::rectangle(view, &widget, b"Rect")
}

fn hides_letter(cover: &Place, text: &Place) -> bool {
    let size = text.top - text.bottom;
    cover.common(text).is_some_and(|both| {
        let [height, width] = LETTER;
        both.top - both.bottom >= size * height && both.right - both.left >= size * width
    })
}

/// All that a widget lies over.
fn whole(view: &View<'_>, id: ObjectId) -> Result<Vec<Place>, PdfError> {
    let Object::Dictionary(widget) = view.object(id)? else { return Ok(Vec::new()) };
    Ok(marks::rectangle(view, &widget, b"Rect")?.into_iter().collect())
}

/// Where a widget's look paints so that nothing is seen through; `None` where it cannot be told.
fn painted(step: &Step<'_>, view: &View<'_>, id: ObjectId) -> Result<Option<Vec<Place>>, PdfError> {
    let none = || Ok(Some(Vec::new()));
    let Object::Dictionary(widget) = view.object(id)? else { return none() };
    let Some(rect) = marks::rectangle(view, &widget, b"Rect")? else { return none() };
    let Some(look) = look(view, &widget)? else { return none() };
    let marks = marks::of_appearance(view, &look, &rect, step.roles.budget())?;
    let hidden = |mark: Mark| hides_ground(&mark).then_some(mark.place);
    Ok(marks.map(|marks| marks.into_iter().filter_map(hidden).collect()))
}

/// The look that is shown: of several the one that the widget's state names.
pub(in super::super) fn look(
    view: &View<'_>,
    widget: &Dictionary,
) -> Result<Option<Stream>, PdfError> {
    let looks = view.get_dict(widget, b"AP")?.unwrap_or_default();
    Ok(match view.get(&looks, b"N")? {
        Object::Stream(look) => Some(look),
        Object::Dictionary(states) => match view.get(widget, b"AS")? {
            Object::Name(state) => match view.get(&states, &state)? {
                Object::Stream(look) => Some(look),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}

/// Whether nothing is seen through a mark: rectangles, and paper of any shape. A seal of many
/// strokes and a picture leave most of what is under them.
fn hides_ground(mark: &Mark) -> bool {
    let Kind::Fill { rectangle } = mark.kind else { return false };
    let light = mark.paint.colour.is_some_and(|colour| colour.iter().all(|part| *part >= LIGHT));
    !mark.paint.multiplied && mark.paint.alpha >= OPAQUE && (rectangle || light)
}
