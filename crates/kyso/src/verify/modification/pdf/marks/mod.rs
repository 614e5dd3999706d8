//! Where a page or an appearance paints, by boxes that are never smaller than what is painted:
//! enough to tell whether an annotation hides something.

pub(super) mod font;
pub(super) mod opacity;
mod paint;
mod path;
mod run;
mod samples;
mod solid;

pub(super) use crate::pdf::{LIGHT, luminance};
pub(super) use paint::{Colour, Paint};

use std::cell::Cell;

use lopdf::{Dictionary, Stream};

use self::paint::State;
use self::run::Painter;
use super::glyphs::Place;
use crate::limits::MAX_MARKED_BYTES;
pub(super) use crate::pdf::content::numbers;
use crate::pdf::content::{Matrix, content_of, matrix_of, moved};
use crate::pdf::{PdfError, View, inherited};

/// One thing painted.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Where, in default user space; all of it lies inside.
    pub(super) place: Place,
    pub(super) kind: Kind,
    pub(super) paint: Paint,
}

/// What was painted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Kind {
    /// Glyphs.
    Text,
    /// The inside of a path; whether it is one upright rectangle.
    Fill { rectangle: bool },
    /// A piece of a line, by its width and length.
    Stroke { width: f32, length: f32 },
    /// A picture, a shading, or what an existing annotation shows.
    Picture,
    /// A picture in a look whose own mask leaves most of what is under it to be seen.
    SheerPicture,
    /// In a look: a part of a sheer picture or of a shape that nothing is seen through.
    Patch,
    /// In a look: a part of a sheer picture that takes some of what is under it, as its alpha says.
    Veil,
    /// In a look: a piece of a line as it is drawn, without the room for its corners.
    Ink,
}

/// The upright box around a rectangle that was moved by a matrix.
pub(super) fn moved_box(matrix: &Matrix, from: &Place) -> Place {
    let corners = [
        moved(matrix, from.left, from.bottom),
        moved(matrix, from.right, from.bottom),
        moved(matrix, from.left, from.top),
        moved(matrix, from.right, from.top),
    ];
    Place::around(&corners)
}

/// What a page's own content paints; `None` where that cannot be told, or where no bytes of
/// `budget` are left to read it.
///
/// # Errors
/// An object of the page cannot be read.
pub(super) fn of_page(
    view: &View<'_>,
    page_of: &Dictionary,
    budget: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    page(view, page_of, Painter::new(view, budget), budget)
}

/// The same as what later looks may hide: of large shapes the edges beside the whole, and what
/// clips as what is painted through it.
///
/// # Errors
/// As [`of_page`].
pub(super) fn content_of_page(
    view: &View<'_>,
    page_of: &Dictionary,
    budget: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    page(view, page_of, Painter::outlining(view, budget), budget)
}

fn page(
    view: &View<'_>,
    page: &Dictionary,
    mut painter: Painter<'_, '_>,
    budget: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    if budget.get() == 0 {
        return Ok(None);
    }
    let Some(content) = content_of(view, page, MAX_MARKED_BYTES)? else { return Ok(None) };
    let resources = inherited(view, page, b"Resources")?;
    let resources = resources.as_dict().cloned().unwrap_or_default();
    let told = painter.run(&content, &resources, State::of_page(), 0)?;
    Ok(told.then_some(painter.marks))
}

/// What an appearance paints when it is fitted into `rect` (ISO 32000-2 §12.5.5, algorithm 8);
/// `None` where that cannot be told.
///
/// # Errors
/// An object of the appearance cannot be read.
pub(super) fn of_appearance(
    view: &View<'_>,
    look: &Stream,
    rect: &Place,
    budget: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    fitted(view, look, rect, Painter::new(view, budget))
}

/// The same as what later looks may hide, see [`content_of_page`].
///
/// # Errors
/// As [`of_appearance`].
pub(super) fn content_of_appearance(
    view: &View<'_>,
    look: &Stream,
    rect: &Place,
    budget: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    fitted(view, look, rect, Painter::outlining(view, budget))
}

/// The same as what hides what is under it: parts of shapes that are filled, and sheer pictures
/// told from others as far as `masks` bytes of masks go.
///
/// # Errors
/// As [`of_appearance`].
pub(super) fn of_look(
    view: &View<'_>,
    look: &Stream,
    rect: &Place,
    budget: &Cell<u64>,
    masks: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    let mut painter = Painter::new(view, budget);
    painter.masks = Some(masks);
    fitted(view, look, rect, painter)
}

fn fitted(
    view: &View<'_>,
    look: &Stream,
    rect: &Place,
    mut painter: Painter<'_, '_>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    if painter.budget.get() == 0 {
        return Ok(None);
    }
    let matrix = matrix_of(view, &look.dict)?;
    let bounds = rectangle(view, &look.dict, b"BBox")?;
    let (Some(matrix), Some(bounds)) = (matrix, bounds) else { return Ok(None) };
    let from = moved_box(&matrix, &bounds);
    let (width, height) = (from.right - from.left, from.top - from.bottom);
    // Readers differ in what they do with a box that has no area.
    if !(width > 0.0 && height > 0.0) {
        return Ok(None);
    }
    let (x, y) = ((rect.right - rect.left) / width, (rect.top - rect.bottom) / height);
    let fitted = [x, 0.0, 0.0, y, rect.left - from.left * x, rect.bottom - from.bottom * y];
    let told = painter.form(look, &State::of_appearance(fitted, *rect), 0)?;
    Ok(told.then_some(painter.marks))
}

/// A rectangle under a key; `None` where there is none that can be read.
///
/// # Errors
/// As [`View::get`].
pub(super) fn rectangle(
    view: &View<'_>,
    dictionary: &Dictionary,
    key: &[u8],
) -> Result<Option<Place>, PdfError> {
    Ok(match numbers(view, &view.get(dictionary, key)?)?.as_deref() {
        Some([a, b, c, d]) => Some(Place::around(&[(*a, *b), (*c, *d)])),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
