//! Whether people see what a filled field of text says: on a page, under nothing else, in letters
//! that say the same.

use std::cell::Cell;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::glyphs::Place;
use super::look;
use super::marks::{self, Kind, Mark};
use super::rules::{fill_flags, look_is_untold, shown_look};
use super::turned;
use crate::limits::{MAX_ANNOTATIONS, MAX_DOCUMENT_MARKED_BYTES};
use crate::pdf::{Field, FieldKind, PdfDocument, PdfError, View, inherited};

/// Points at the edge of a field that a neighbour may reach into, and that it may reach over the
/// edge of its page.
const EDGE: f32 = 1.0;

/// The icon of a note where readers draw their own, in points.
const ICON: f32 = 24.0;

/// The widest border of a link, in points, that leaves what is inside it to be seen.
const LINK_BORDER: f32 = 2.0;

/// The widest line of a page under a field, in points: a wider one is a ground.
const WIDEST_RULE: f32 = 3.0;

/// Least difference of lightness between letters and the page under them.
const CONTRAST: f32 = 0.2;

/// How small a look may be drawn, as a part of the size that it says.
const SMALLEST: f32 = 0.5;

/// Why people do not see what a field says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unseen {
    /// No page lists it, it is hidden, or it has no size.
    NotShown,
    /// It lies, if only in part, outside of the page.
    OffPage,
    /// Something else is painted there.
    Covered {
        /// The number of the annotation; 0 where it is written inside the list of the page.
        by: u32,
    },
    /// It has no look of its own: what is drawn is the reader's choice.
    NoLook,
    /// Its look says something else.
    LookDiffers,
}

/// Why `field` is not seen, if it is not, as the document stands now.
///
/// # Errors
/// The form, a page or one of its annotations cannot be read.
pub(crate) fn unseen(
    document: &PdfDocument,
    field: &Field,
    value: &str,
) -> Result<Option<Unseen>, PdfError> {
    let view = document.latest();
    let form = view.get_dict(&view.catalog()?, b"AcroForm")?.unwrap_or_default();
    // Readers draw every look anew, in colours that nobody judged.
    if !matches!(view.get(&form, b"NeedAppearances")?, Object::Null | Object::Boolean(false)) {
        return Ok(Some(Unseen::NoLook));
    }
    let forbidden = fill_flags::PASSWORD | fill_flags::FILE_SELECT | fill_flags::RICH_TEXT;
    if field.widgets.is_empty() || field.kind != FieldKind::Text || field.flags & forbidden != 0 {
        return Ok(Some(Unseen::NotShown));
    }
    for id in &field.widgets {
        let Object::Dictionary(widget) = view.object(*id)? else {
            return Ok(Some(Unseen::NotShown));
        };
        let fault = match says(&view, (*id, &widget), value)? {
            None => stands(&view, *id, &widget)?,
            fault => fault,
        };
        if fault.is_some() {
            return Ok(fault);
        }
    }
    Ok(None)
}

/// Whether the look of a widget says the value, in letters that keep their size.
fn says(
    view: &View<'_>,
    (id, widget): (ObjectId, &Dictionary),
    value: &str,
) -> Result<Option<Unseen>, PdfError> {
    let Some(rect) = marks::rectangle(view, widget, b"Rect")? else {
        return Ok(Some(Unseen::NotShown));
    };
    let looks = view.get_dict(widget, b"AP")?.unwrap_or_default();
    let Object::Stream(stream) = view.get(&looks, b"N")? else { return Ok(Some(Unseen::NoLook)) };
    let Some(drawn) = marks::rectangle(view, &stream.dict, b"BBox")? else {
        return Ok(Some(Unseen::LookDiffers));
    };
    let Some(turns) = turned::turns(view, &stream.dict, id)? else {
        return Ok(Some(Unseen::LookDiffers));
    };
    let drawn = if turns % 2 == 1 { drawn.turned() } else { drawn };
    let is_small = |rect: f32, drawn: f32| !(rect > 0.0 && rect >= drawn * SMALLEST);
    let small = is_small(rect.right - rect.left, drawn.right - drawn.left)
        || is_small(rect.top - rect.bottom, drawn.top - drawn.bottom);
    if small {
        return Ok(Some(Unseen::NotShown));
    }
    // Its background was signed or filled under the eyes of whoever seals.
    let shows = look::shows(view, &stream, &[value.to_owned()], (id, true), Some(&rect))?;
    Ok((!shows).then_some(Unseen::LookDiffers))
}

/// Whether a widget stands free on every page that lists it: nothing in it says not to show it
/// (ISO 32000-2 table 167: invisible, hidden, no view; or `/OC`), and nothing is painted there.
fn stands(view: &View<'_>, id: ObjectId, widget: &Dictionary) -> Result<Option<Unseen>, PdfError> {
    const UNSEEN: i64 = 1 | 2 | 32;
    const NO_ROTATE: i64 = 16;
    let flags = match view.get(widget, b"F")? {
        Object::Null => 0,
        Object::Integer(flags) => flags,
        _ => UNSEEN,
    };
    let Some(rect) = marks::rectangle(view, widget, b"Rect")? else {
        return Ok(Some(Unseen::NotShown));
    };
    if flags & UNSEEN != 0 || !view.get(widget, b"OC")?.is_null() {
        return Ok(Some(Unseen::NotShown));
    }
    let budget = Cell::new(MAX_DOCUMENT_MARKED_BYTES);
    let mut listed = false;
    for page in view.pages()? {
        let Object::Dictionary(page) = view.object(page?)? else { continue };
        let Object::Array(annotations) = view.get(&page, b"Annots")? else { continue };
        let is_own = |one: &Object| one.as_reference().is_ok_and(|one| one == id);
        if !annotations.iter().any(is_own) {
            continue;
        }
        listed = true;
        let turned = flags & NO_ROTATE != 0
            && !matches!(inherited(view, &page, b"Rotate")?, Object::Null | Object::Integer(0));
        let place = if turned { around_corner(&rect) } else { rect };
        if !sheet(view, &page)?.is_some_and(|sheet| sheet.grown(EDGE).holds(&place)) {
            return Ok(Some(Unseen::OffPage));
        }
        if !is_ground(view, &page, widget, &place.grown(-EDGE), &rect, &budget)? {
            return Ok(Some(Unseen::Covered { by: 0 }));
        }
        let others = annotations.iter().filter(|one| !is_own(one));
        for (count, other) in others.enumerate() {
            let by = other.as_reference().map_or(0, |id| id.0);
            let covered = Some(Unseen::Covered { by });
            let Object::Dictionary(other) = view.resolve(other)? else { continue };
            if count >= MAX_ANNOTATIONS || paints_on(view, &other, &place.grown(-EDGE), &budget)? {
                return Ok(covered);
            }
        }
    }
    Ok((!listed).then_some(Unseen::NotShown))
}

/// Whether the letters of a look stand out from what its page itself paints under them: the look
/// has a ground of its own, or nothing there is nearly as light or dark as the letters. Lines and
/// text of the page are no ground. What cannot be told is none.
fn is_ground(
    view: &View<'_>,
    page: &Dictionary,
    widget: &Dictionary,
    place: &Place,
    rect: &Place,
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
    let Some(look) = shown_look(view, widget)? else { return Ok(false) };
    let Some(own) = marks::of_appearance(view, &look, rect, budget)? else { return Ok(false) };
    let fills_all = |mark: &Mark| {
        let filled = mark.kind == Kind::Fill { rectangle: true };
        filled && mark.paint.alpha >= 1.0 && !mark.paint.multiplied && mark.place.holds(place)
    };
    let first_text = own.iter().position(|mark| mark.kind == Kind::Text).unwrap_or(own.len());
    if own.iter().take(first_text).any(fills_all) {
        return Ok(true);
    }
    let Some(under) = marks::of_page(view, page, budget)? else { return Ok(false) };
    let from = under.iter().rposition(fills_all).unwrap_or(0);
    let mut texts = own.iter().filter(|mark| mark.kind == Kind::Text);
    let grounds: Vec<_> = under
        .iter()
        .skip(from)
        .filter(|mark| match mark.kind {
            Kind::Text => false,
            Kind::Stroke { width, .. } => width.is_nan() || width > WIDEST_RULE,
            Kind::Fill { .. } => {
                mark.place.right - mark.place.left > WIDEST_RULE
                    && mark.place.top - mark.place.bottom > WIDEST_RULE
            }
            Kind::Picture | Kind::SheerPicture | Kind::Patch | Kind::Veil | Kind::Ink => true,
        })
        .filter(|mark| mark.paint.alpha > 0.0 && mark.place.common(place).is_some())
        .map(lightness)
        .collect();
    Ok(grounds.is_empty()
        || texts.all(|text| {
            let text = lightness(text);
            let differs = |ground: f32| text.is_some_and(|text| (text - ground).abs() >= CONTRAST);
            grounds.iter().all(|ground| ground.is_some_and(differs))
        }))
}

/// How light a mark is on white paper; `None` where it cannot be told.
fn lightness(mark: &Mark) -> Option<f32> {
    let [r, g, b] =
        mark.paint.colour.filter(|_| !matches!(mark.kind, Kind::Picture | Kind::SheerPicture))?;
    Some(1.0 - (1.0 - (0.3 * r + 0.59 * g + 0.11 * b)) * mark.paint.alpha)
}

/// What of a page is shown: `/MediaBox` as far as `/CropBox` leaves it (ISO 32000-2 §14.11.2).
fn sheet(view: &View<'_>, page: &Dictionary) -> Result<Option<Place>, PdfError> {
    let corners = |key: &[u8]| -> Result<Option<Option<Place>>, PdfError> {
        let value = inherited(view, page, key)?;
        if value.is_null() {
            return Ok(None);
        }
        Ok(Some(match marks::numbers(view, &value)?.as_deref() {
            Some([a, b, c, d]) => Some(Place::around(&[(*a, *b), (*c, *d)])),
            _ => None,
        }))
    };
    let Some(Some(media)) = corners(b"MediaBox")? else { return Ok(None) };
    Ok(match corners(b"CropBox")? {
        None => Some(media),
        Some(crop) => crop.and_then(|crop| media.common(&crop)),
    })
}

/// Turned about its upper left corner, a rectangle reaches as far to every side.
fn around_corner(rect: &Place) -> Place {
    let far = (rect.right - rect.left).max(rect.top - rect.bottom);
    Place::around(&[(rect.left, rect.top)]).grown(far)
}

/// Whether another annotation paints on a place, whichever of the two readers draw first. What
/// cannot be told counts as painted.
fn paints_on(
    view: &View<'_>,
    other: &Dictionary,
    place: &Place,
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
    const HIDDEN: i64 = 2;
    if matches!(view.get(other, b"F")?, Object::Integer(flags) if flags & HIDDEN != 0) {
        return Ok(false);
    }
    let on = |one: &Place| one.common(place).is_some();
    let Some(rect) = marks::rectangle(view, other, b"Rect")? else { return Ok(true) };
    if view.get(other, b"AP")?.is_null() {
        return Ok(drawn_by_readers(view, other, rect)?.is_some_and(|drawn| on(&drawn)));
    }
    // A look is fitted into the rectangle and cut off there.
    if !on(&rect) {
        return Ok(false);
    }
    let painted = match look_now(view, other)? {
        Some(Some(look)) => marks::of_appearance(view, &look, &rect, budget)?,
        Some(None) => Some(Vec::new()),
        None => None,
    };
    Ok(painted.is_none_or(|marks| marks.iter().any(|mark| on(&mark.place))))
}

/// The look of another annotation: none where its state has none; `None` where it cannot be told.
#[expect(clippy::option_option, reason = "nothing is drawn, or nobody can tell")]
fn look_now(view: &View<'_>, other: &Dictionary) -> Result<Option<Option<Stream>>, PdfError> {
    if let Some(look) = shown_look(view, other)? {
        return Ok(Some(Some(look)));
    }
    let looks = view.get_dict(other, b"AP")?.unwrap_or_default();
    let states = matches!(view.get(&looks, b"N")?, Object::Dictionary(_));
    Ok((states && !look_is_untold(view, other)?).then_some(None))
}

/// Where readers draw an annotation that has no look; `None` where they draw nothing.
fn drawn_by_readers(
    view: &View<'_>,
    other: &Dictionary,
    rect: Place,
) -> Result<Option<Place>, PdfError> {
    let subtype = view.get(other, b"Subtype")?;
    match subtype.as_name().unwrap_or_default() {
        b"Popup" => return Ok(None),
        b"Link" => return Ok((border(view, other)? > LINK_BORDER).then_some(rect)),
        b"Widget" => {
            let kind = inherited(view, other, b"FT")?;
            let is_signature = kind.as_name().is_ok_and(|kind| kind == b"Sig");
            return Ok((!is_signature).then_some(rect));
        }
        _ => {}
    }
    let mut place = rect;
    for key in [b"L".as_slice(), b"Vertices", b"QuadPoints", b"CL", b"InkList"] {
        let lines = match view.get(other, key)? {
            Object::Array(parts) if key == b"InkList" => parts,
            one => vec![one],
        };
        for line in lines {
            let numbers = marks::numbers(view, &view.resolve(&line)?)?.unwrap_or_default();
            let points: Vec<_> =
                numbers.chunks_exact(2).filter_map(|p| Some((*p.first()?, *p.last()?))).collect();
            if !points.is_empty() {
                place = place.with(&Place::around(&points));
            }
        }
    }
    Ok(Some(place.grown(ICON.max(border(view, other)? * 10.0))))
}

/// The width of an annotation's border (ISO 32000-2 §12.5.4), in points.
fn border(view: &View<'_>, annotation: &Dictionary) -> Result<f32, PdfError> {
    let style = view.get_dict(annotation, b"BS")?.unwrap_or_default();
    if let Ok(width) = view.get(&style, b"W")?.as_float() {
        return Ok(width);
    }
    let border = marks::numbers(view, &view.get(annotation, b"Border")?)?.unwrap_or_default();
    Ok(border.get(2).copied().unwrap_or(1.0))
}

#[cfg(test)]
mod tests;
