//! How much of what is under a picture its own mask leaves to be seen (ISO 32000-2 §8.9.6, §11.6.5).

use std::cell::Cell;

use lopdf::{Object, Stream};

use crate::limits::MAX_MARKED_BYTES;
use crate::pdf::content::{decoded, numbers};
use crate::pdf::{PdfError, View};

/// Whether more than half of a picture is seen through. One whose mask is not read here is opaque.
///
/// # Errors
/// As [`View::get`].
pub(super) fn is_sheer(
    view: &View<'_>,
    picture: &Stream,
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
    let get = |key: &[u8]| view.get(&picture.dict, key);
    if get(b"ImageMask")? == Object::Boolean(true) {
        return paints_little(view, picture, 1, budget);
    }
    if let Object::Stream(mask) = get(b"SMask")? {
        return paints_little(view, &mask, 8, budget);
    }
    match get(b"Mask")? {
        Object::Stream(mask) => paints_little(view, &mask, 1, budget),
        _ => Ok(false),
    }
}

/// Whether less than half of the samples of a mask paint: those of one bit where it is 0, those of
/// eight from half on.
fn paints_little(
    view: &View<'_>,
    mask: &Stream,
    bits: i64,
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
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
        row.checked_mul(height).filter(|size| (1..=MAX_MARKED_BYTES).contains(size))
    });
    let (Some(turned), Some(size)) = (turned, size) else { return Ok(false) };
    let left = budget.get().checked_sub(size as u64);
    let (Some(left), true) = (left, own_bits == bits) else { return Ok(false) };
    budget.set(left);
    let Some(samples) = decoded(mask, size.saturating_add(1)) else { return Ok(false) };
    if samples.len() != size {
        return Ok(false);
    }
    let (painted, all) = if bits == 1 {
        // What fills up a row counts as painted.
        let ones: usize = samples.iter().map(|byte| byte.count_ones() as usize).sum();
        let all = size.saturating_mul(8);
        (if turned { ones } else { all.saturating_sub(ones) }, all)
    } else {
        let light = samples.iter().filter(|sample| **sample >= 128).count();
        (if turned { size.saturating_sub(light) } else { light }, size)
    };
    Ok(painted.saturating_mul(2) < all)
}
