//! Rule: the look of a field that was signed or filled hides no text of the page or of its fields: a
//! signature may lie over a line or another stamp, but it does not paint letters over.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::engine::Step;
use super::super::glyphs::Place;
use super::super::marks::{self, Kind, Mark};
use crate::pdf::{PdfError, View, inherited};

/// Paint of this alpha hides what is under it.
const OPAQUE: f32 = 0.5;

/// Every part of a colour at least this: paper, which hides whatever its shape.
const LIGHT: f32 = 0.8;

/// Ink is drawn no wider than this, in points; a wider line paints over.
const WIDEST_INK: f32 = 5.0;

/// The widest rectangle that is a line, in points, and how many of these may cross a text.
const LINE: f32 = 1.5;
const MOST_LINES: usize = 4;

/// Parts of the smaller side of a text's box that are left and right, and above and below what is
/// drawn of the letters.
const MARGINS: [f32; 2] = [0.1, 0.2];

/// A place that a look paints over.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Cover {
    place: Place,
    alpha: f32,
    /// A rectangle as thin as a line of a table, and dark: it crosses letters and leaves them.
    is_line: bool,
}

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
        if let Object::Dictionary(page) = step.new.object(page)?
            && hides(step, &page, looked)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a look of `looked` hides text of a page, of its fields among it. A page whose text cannot be told may have some
/// anywhere, and a look that cannot be told hides all that it lies over.
fn hides(step: &Step<'_>, page: &Dictionary, looked: &BTreeSet<u32>) -> Result<bool, PdfError> {
    let Object::Array(list) = step.new.get(page, b"Annots")? else { return Ok(false) };
    let widgets = list.iter().filter_map(|one| one.as_reference().ok());
    let mut covers = Vec::new();
    for id in widgets.filter(|id| looked.contains(&id.0)) {
        let mut before = painted(step, &step.old, id)?.unwrap_or_default();
        let after = painted(step, &step.new, id)?;
        let mut after = after.map_or_else(|| whole(&step.new, id), Ok)?;
        if let Some(ground) = own_ground(&step.old, id)? {
            after.retain(|cover| !ground.grown(1.0).holds(&cover.place));
        }
        if !step.roles.may_compare(before.len().saturating_mul(after.len())) {
            before.clear();
        }
        covers.extend(after.into_iter().filter(|cover| !before.contains(cover)));
    }
    if covers.is_empty() {
        return Ok(false);
    }
    let Some(mut texts) = marks::of_page(&step.old, page, step.roles.budget())? else {
        return Ok(true);
    };
    texts.retain(|mark| mark.kind == Kind::Text);
    let mut texts: Vec<_> = texts.into_iter().map(|text| text.place).collect();
    for id in list.iter().filter_map(|one| one.as_reference().ok()) {
        if !looked.contains(&id.0) && !step.added.contains(&id.0) {
            texts.extend(written(step, id, &covers)?);
        }
    }
    if !step.roles.may_compare(texts.len().saturating_mul(covers.len())) {
        return Ok(true);
    }
    Ok(texts.iter().any(|text| hide_letters(&covers, text)))
}

/// The text of an annotation that is read as a part of the page, if one of `covers` lies over it:
/// of a field of text or of choices, and free text. Seals are stamped over signatures.
fn written(step: &Step<'_>, id: ObjectId, covers: &[Cover]) -> Result<Vec<Place>, PdfError> {
    let view = &step.old;
    let Object::Dictionary(annotation) = view.object(id)? else { return Ok(Vec::new()) };
    let kind = inherited(view, &annotation, b"FT")?;
    let is_read = kind.as_name().is_ok_and(|kind| kind == b"Tx" || kind == b"Ch")
        || view.get(&annotation, b"Subtype")?.as_name().is_ok_and(|kind| kind == b"FreeText");
    let Some(rect) = marks::rectangle(view, &annotation, b"Rect")?.filter(|_| is_read) else {
        return Ok(Vec::new());
    };
    if !covers.iter().any(|cover| cover.place.common(&rect).is_some()) {
        return Ok(Vec::new());
    }
    let Some(look) = look(view, &annotation)? else { return Ok(Vec::new()) };
    let Some(marks) = marks::of_appearance(view, &look, &rect, step.roles.budget())? else {
        return Ok(vec![rect]);
    };
    let texts = marks.iter().filter(|mark| mark.kind == Kind::Text);
    Ok(texts.map(|text| text.place).collect())
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

/// Whether covers, all together, paint over letters: one digit is enough, and many small or
/// translucent ones hide as a large one does.
fn hide_letters(covers: &[Cover], text: &Place) -> bool {
    let [beside, above] = MARGINS.map(|part| part * text.width().min(text.height()));
    let letters = Place {
        left: text.left + beside,
        bottom: text.bottom + above,
        right: text.right - beside,
        top: text.top - above,
    };
    let (mut through, mut lines) = (1.0, 0);
    for cover in covers.iter().filter(|cover| cover.place.common(&letters).is_some()) {
        if cover.is_line {
            lines += 1;
        } else {
            through *= 1.0 - cover.alpha;
        }
    }
    through <= 1.0 - OPAQUE || lines > MOST_LINES
}

/// All that a widget lies over.
fn whole(view: &View<'_>, id: ObjectId) -> Result<Vec<Cover>, PdfError> {
    let Object::Dictionary(widget) = view.object(id)? else { return Ok(Vec::new()) };
    let rect = marks::rectangle(view, &widget, b"Rect")?;
    let all = |place| Cover { place, alpha: 1.0, is_line: false };
    Ok(rect.map(all).into_iter().collect())
}

/// Where a widget's look paints over what is under it; `None` where it cannot be told.
fn painted(step: &Step<'_>, view: &View<'_>, id: ObjectId) -> Result<Option<Vec<Cover>>, PdfError> {
    let none = || Ok(Some(Vec::new()));
    let Object::Dictionary(widget) = view.object(id)? else { return none() };
    let Some(rect) = marks::rectangle(view, &widget, b"Rect")? else { return none() };
    let Some(look) = look(view, &widget)? else { return none() };
    let marks = marks::of_appearance(view, &look, &rect, step.roles.budget())?;
    Ok(marks.map(|marks| marks.iter().filter_map(cover).collect()))
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

/// What a mark covers: rectangles, bars, and paper of any shape, letters and lines among it, as
/// what has no colour of its own takes something away. A seal of many strokes and a picture leave
/// most of what is under them.
fn cover(mark: &Mark) -> Option<Cover> {
    let Mark { place, kind, paint } = *mark;
    // What cannot be told may be paper.
    let light = paint.colour.is_none_or(|colour| colour.iter().all(|part| *part >= LIGHT));
    let covers = match kind {
        Kind::Fill { rectangle } => rectangle || light,
        Kind::Stroke { width, .. } => light || width > WIDEST_INK,
        Kind::Text => light,
        Kind::Picture => false,
    };
    let is_line = !light && place.width().min(place.height()) <= LINE;
    (covers && !paint.multiplied).then_some(Cover { place, alpha: paint.alpha, is_line })
}
