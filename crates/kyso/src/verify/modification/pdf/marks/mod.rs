//! Where a page or an appearance paints, by boxes that are never smaller than what is painted:
//! enough to tell whether an annotation hides something.

pub(super) mod font;
mod paint;
mod path;
mod run;

pub(super) use paint::{Colour, Paint};

use std::cell::Cell;

use lopdf::{Dictionary, Object, Stream};

use self::paint::State;
use self::run::Painter;
use super::glyphs::Place;
use crate::limits::MAX_MARKED_BYTES;
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
}

/// A matrix as in ISO 32000-2 §8.3.3: `a b c d e f`.
pub(super) type Matrix = [f32; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `second`.
pub(super) fn joined(first: &Matrix, second: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [g, h, i, j, k, l] = *second;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

pub(super) fn moved(matrix: &Matrix, x: f32, y: f32) -> (f32, f32) {
    let [a, b, c, d, e, f] = *matrix;
    (a * x + c * y + e, b * x + d * y + f)
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
    page: &Dictionary,
    budget: &Cell<u64>,
) -> Result<Option<Vec<Mark>>, PdfError> {
    if budget.get() == 0 {
        return Ok(None);
    }
    let Some(content) = content_of(view, page)? else { return Ok(None) };
    let resources = inherited(view, page, b"Resources")?;
    let resources = resources.as_dict().cloned().unwrap_or_default();
    let mut painter = Painter::new(view, budget);
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
    if budget.get() == 0 {
        return Ok(None);
    }
    let matrix = matrix(view, &look.dict)?;
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
    let mut painter = Painter::new(view, budget);
    let told = painter.form(look, &State::of_appearance(fitted, *rect), 0)?;
    Ok(told.then_some(painter.marks))
}

/// The content of a page, its streams one after the other.
fn content_of(view: &View<'_>, page: &Dictionary) -> Result<Option<Vec<u8>>, PdfError> {
    let streams = match view.get(page, b"Contents")? {
        Object::Null => Vec::new(),
        Object::Array(streams) => streams,
        one => vec![one],
    };
    let mut content = Vec::new();
    for stream in &streams {
        match view.resolve(stream)? {
            Object::Stream(stream) => {
                let Some(part) = decoded(&stream) else { return Ok(None) };
                content.extend(part);
                content.push(b'\n');
            }
            Object::Null => {}
            _ => return Ok(None),
        }
        if content.len() > MAX_MARKED_BYTES {
            return Ok(None);
        }
    }
    Ok(Some(content))
}

fn decoded(stream: &Stream) -> Option<Vec<u8>> {
    match stream.filters() {
        Ok(_) => stream.decompressed_content_with_limit(MAX_MARKED_BYTES).ok(),
        Err(_) => (!stream.dict.has(b"Filter")).then(|| stream.content.clone()),
    }
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

/// `/Matrix` of a form; the identity where there is none.
fn matrix(view: &View<'_>, form: &Dictionary) -> Result<Option<Matrix>, PdfError> {
    let value = view.get(form, b"Matrix")?;
    if value.is_null() {
        return Ok(Some(IDENTITY));
    }
    Ok(numbers(view, &value)?.and_then(|values| values.try_into().ok()))
}

/// An array of finite numbers, references followed.
///
/// # Errors
/// As [`View::resolve`].
pub(super) fn numbers(view: &View<'_>, value: &Object) -> Result<Option<Vec<f32>>, PdfError> {
    let Object::Array(values) = value else { return Ok(None) };
    let mut found = Vec::with_capacity(values.len());
    for value in values {
        match view.resolve(value)?.as_float() {
            Ok(number) if number.is_finite() => found.push(number),
            _ => return Ok(None),
        }
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests;
