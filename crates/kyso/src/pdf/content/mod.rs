//! Content streams (ISO 32000-2 §7.8.2): what every walk through them needs.

mod matrix;
mod widths;

use lopdf::{Dictionary, Object, Stream};

pub(crate) use matrix::{IDENTITY, Matrix, joined, moved};
pub(crate) use widths::{GlyphWidths, glyph_widths};

use super::{PdfError, View};

/// The content of a page, its streams one after the other; `None` where one cannot be inflated,
/// or where there is more than `limit` of it.
///
/// # Errors
/// An object of the page cannot be read.
pub(crate) fn content_of(
    view: &View<'_>,
    page: &Dictionary,
    limit: usize,
) -> Result<Option<Vec<u8>>, PdfError> {
    let streams = match view.get(page, b"Contents")? {
        Object::Null => Vec::new(),
        Object::Array(streams) => streams,
        one => vec![one],
    };
    let mut content = Vec::new();
    for stream in &streams {
        match view.resolve(stream)? {
            Object::Stream(stream) => {
                let Some(part) = decoded(&stream, limit) else { return Ok(None) };
                content.extend(part);
                content.push(b'\n');
            }
            Object::Null => {}
            _ => return Ok(None),
        }
        if content.len() > limit {
            return Ok(None);
        }
    }
    Ok(Some(content))
}

/// A stream without its filters; `None` where that cannot be done within `limit` bytes.
pub(crate) fn decoded(stream: &Stream, limit: usize) -> Option<Vec<u8>> {
    match stream.filters() {
        Ok(_) => stream.decompressed_content_with_limit(limit).ok(),
        Err(_) => (!stream.dict.has(b"Filter")).then(|| stream.content.clone()),
    }
}

/// `/Matrix` of a form; the identity where there is none.
///
/// # Errors
/// As [`View::get`].
pub(crate) fn matrix_of(view: &View<'_>, form: &Dictionary) -> Result<Option<Matrix>, PdfError> {
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
pub(crate) fn numbers(view: &View<'_>, value: &Object) -> Result<Option<Vec<f32>>, PdfError> {
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
