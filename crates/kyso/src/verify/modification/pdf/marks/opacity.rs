//! How much of what is under a picture its own mask leaves to be seen (ISO 32000-2 §8.9.6, §11.6.5).

use std::cell::Cell;

use lopdf::{Object, Stream};

use super::super::glyphs::Place;
use crate::limits::MAX_MARKED_BYTES;
use crate::pdf::content::{decoded, numbers};
use crate::pdf::{PdfError, View};

/// Cells along each side of a picture that it is told apart by.
const CELLS: usize = 32;

/// The parts of a sheer picture that are not seen through, in its unit square.
pub(super) type Cells = Vec<Place>;

/// The parts that paint of a picture more than half of which is seen through; `None` for any other
/// and for one whose mask is not read here.
///
/// # Errors
/// As [`View::get`].
pub(super) fn sheer(
    view: &View<'_>,
    picture: &Stream,
    budget: &Cell<u64>,
) -> Result<Option<Cells>, PdfError> {
    let get = |key: &[u8]| view.get(&picture.dict, key);
    if get(b"ImageMask")? == Object::Boolean(true) {
        return paints_little(view, picture, 1, budget);
    }
    if let Object::Stream(mask) = get(b"SMask")? {
        return paints_little(view, &mask, 8, budget);
    }
    match get(b"Mask")? {
        Object::Stream(mask) => paints_little(view, &mask, 1, budget),
        _ => Ok(None),
    }
}

/// Where a mask paints if less than half of its samples do: those of one bit where it is 0, those
/// of eight from half on.
fn paints_little(
    view: &View<'_>,
    mask: &Stream,
    bits: i64,
    budget: &Cell<u64>,
) -> Result<Option<Cells>, PdfError> {
    let number = |key: &[u8]| view.get(&mask.dict, key).map(|value| value.as_i64().ok());
    let own_bits = number(b"BitsPerComponent")?.unwrap_or(1);
    let (width, height) = (number(b"Width")?, number(b"Height")?);
    let decode = view.get(&mask.dict, b"Decode")?;
    let turned = match numbers(view, &decode)?.as_deref() {
        None if decode.is_null() => Some(false),
        Some([0.0, 1.0]) => Some(false),
        Some([1.0, 0.0]) => Some(true),
        _ => None,
    };
    let size = width.zip(height).and_then(|(width, height)| {
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        let row = if bits == 1 { width.div_ceil(8) } else { width };
        let size = row.checked_mul(height).filter(|size| (1..=MAX_MARKED_BYTES).contains(size))?;
        Some((width, row, size))
    });
    let (Some(turned), Some((width, row, size))) = (turned, size) else { return Ok(None) };
    let left = budget.get().checked_sub(size as u64);
    let (Some(left), true) = (left, own_bits == bits) else { return Ok(None) };
    budget.set(left);
    let Some(samples) = decoded(mask, size.saturating_add(1)) else { return Ok(None) };
    if samples.len() != size {
        return Ok(None);
    }
    let is_painted = |row: &[u8], at: usize| {
        let on = if bits == 1 {
            row.get(at / 8).is_none_or(|byte| byte >> (7 - at % 8) & 1 == 0)
        } else {
            row.get(at).is_none_or(|sample| *sample >= 128)
        };
        on != turned
    };
    Ok(cells(samples.chunks(row), width, size / row, is_painted))
}

/// The cells most of which is painted, if most of all of them is not.
fn cells<'s>(
    rows: impl Iterator<Item = &'s [u8]>,
    width: usize,
    height: usize,
    is_painted: impl Fn(&[u8], usize) -> bool,
) -> Option<Cells> {
    let (across, down) = (width.min(CELLS), height.min(CELLS));
    let mut counts = vec![(0_usize, 0_usize); across.checked_mul(down)?];
    let (mut painted, mut all) = (0_usize, 0_usize);
    for (y, row) in rows.enumerate() {
        for x in 0..width {
            let on = usize::from(is_painted(row, x));
            (painted, all) = (painted + on, all + 1);
            let cell = y * down / height * across + x * across / width;
            if let Some(count) = counts.get_mut(cell) {
                *count = (count.0 + on, count.1 + 1);
            }
        }
    }
    if painted * 2 >= all {
        return None;
    }
    let opaque = counts.iter().enumerate().filter(|(_, (painted, all))| painted * 2 >= *all);
    Some(opaque.map(|(at, _)| place(at % across, at / across, across, down)).collect())
}

/// A cell, the rows counted from the top.
fn place(x: usize, y: usize, across: usize, down: usize) -> Place {
    let part = |at: usize, of: usize| at as f32 / of as f32;
    Place {
        left: part(x, across),
        bottom: 1.0 - part(y + 1, down),
        right: part(x + 1, across),
        top: 1.0 - part(y, down),
    }
}
