//! Rule: the look of a field that was signed or filled hides no text of the page: a signature may
//! lie over a line or another stamp, but it does not paint letters over.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::engine::{OverText, Step};
use super::super::glyphs::Place;
use super::super::marks::{self, Kind, Mark};
use super::over::Lying;
use crate::pdf::{PdfError, View};

/// Paint that lets less through than this hides what is under it.
pub(super) const OPAQUE: f32 = 0.5;

/// Every part of a colour at least this: paper, which hides whatever its shape.
const LIGHT: f32 = 0.8;

/// Part of a text's height, and as much of its width, that is a letter.
const LETTER: [f32; 2] = [0.6, 0.4];

/// Looks at the widgets that got another look in this revision.
pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    if step.looked.is_empty() {
        return Ok(());
    }
    let mut looked = std::mem::take(&mut step.looked);
    let mut unseen = BTreeSet::new();
    for number in &looked {
        if step.new.look((*number, 0), has_no_area)? {
            unseen.insert(*number);
        }
    }
    // Whatever is fitted into nothing hides nothing.
    looked.retain(|number| !unseen.contains(number));
    if looked.is_empty() {
        return Ok(());
    }
    let mut over_text = Vec::new();
    let hides = hides_on_a_page(step, &looked, &mut over_text)?;
    step.result.over_text = over_text;
    if hides {
        step.refuse("look-hides-text");
    }
    Ok(())
}

fn has_no_area(widget: &Object) -> bool {
    matches!(widget, Object::Dictionary(widget) if super::widget::has_no_area(widget))
}

/// Whether a look hides text anywhere; where the pages cannot be listed, that cannot be told.
fn hides_on_a_page(
    step: &Step<'_>,
    looked: &BTreeSet<u32>,
    over_text: &mut Vec<OverText>,
) -> Result<bool, PdfError> {
    let Ok(pages) = step.new.pages() else { return Ok(true) };
    for (index, id) in pages.enumerate() {
        let Ok(id) = id else { return Ok(true) };
        let hides = step.new.look(id, |page| match page {
            Object::Dictionary(page) => hides(step, (id, index + 1), page, looked, over_text),
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
fn hides(
    step: &Step<'_>,
    (page_id, number): (ObjectId, usize),
    page: &Dictionary,
    looked: &BTreeSet<u32>,
    over_text: &mut Vec<OverText>,
) -> Result<bool, PdfError> {
    let Object::Array(list) = step.new.get(page, b"Annots")? else { return Ok(false) };
    let widgets = list.iter().filter_map(|one| one.as_reference().ok());
    let mut covers = Vec::new();
    let mut lying = Lying::default();
    for id in widgets.filter(|id| looked.contains(&id.0)) {
        let before = painted(step, &step.old, id)?.unwrap_or_default();
        let after = painted(step, &step.new, id)?;
        let mut grounds = match &after {
            Some(marks) => grounds_of(marks),
            None => whole(&step.new, id)?,
        };
        if let Some(ground) = own_ground(&step.old, id)? {
            grounds.retain(|place| !ground.grown(1.0).holds(place));
        }
        let grounds_before = grounds_of(&before);
        covers.extend(grounds.into_iter().filter(|place| !grounds_before.contains(place)));
        if let Some(field) = step.signed_looks.get(&id.0) {
            lying.add(field, after.into_iter().flatten());
        }
    }
    if covers.is_empty() && lying.is_empty() {
        return Ok(false);
    }
    let Some(marks) = marks::of_page(&step.old, page, step.roles.budget())? else {
        over_text.extend(lying.untold(number));
        return Ok(!covers.is_empty());
    };
    let texts: Vec<Place> =
        marks.iter().filter(|mark| mark.kind == Kind::Text).map(|mark| mark.place).collect();
    let hidden = texts.iter().any(|text| covers.iter().any(|cover| hides_letter(cover, text)));
    Ok(hidden || lying.over(step, (page_id, number), &texts, over_text))
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

pub(super) fn hides_letter(cover: &Place, text: &Place) -> bool {
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

/// What a widget's look paints; `None` where it cannot be told.
fn painted(step: &Step<'_>, view: &View<'_>, id: ObjectId) -> Result<Option<Vec<Mark>>, PdfError> {
    let none = || Ok(Some(Vec::new()));
    let Object::Dictionary(widget) = view.object(id)? else { return none() };
    let Some(rect) = marks::rectangle(view, &widget, b"Rect")? else { return none() };
    let Some(look) = look(view, &widget)? else { return none() };
    marks::of_look(view, &look, &rect, step.roles.budget(), Some(step.roles.masks()))
}

/// Where marks leave nothing to be seen through, for sure.
fn grounds_of(marks: &[Mark]) -> Vec<Place> {
    marks.iter().filter(|mark| hides_ground(mark)).map(|mark| mark.place).collect()
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
