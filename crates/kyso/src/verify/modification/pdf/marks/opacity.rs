//! How much of what is under a picture its own mask leaves to be seen (ISO 32000-2 §8.9.6, §11.6.5).

use std::cell::Cell;

use lopdf::{Object, Stream};

use super::paint::Colour;
use super::samples::Samples;
use crate::limits::MAX_MARKED_BYTES;
use crate::pdf::content::{decoded, numbers};
use crate::pdf::{Patch, PdfError, Point, View, luminance, patches_and_veils};

/// What is darker than this hides even where it is multiplied with what is under it.
pub(in super::super) const DARK: f32 = 0.15;

/// Makes paint that is multiplied by `DARK` take half of what is under it.
const TINT: f32 = 0.365;

/// The parts of a picture that paint, and those that do so a little, with what they take.
pub(super) type Parts = (Vec<Patch>, Vec<(Patch, f32)>);

/// What paint takes of what is under it that leaves so much of its light.
pub(in super::super) fn taken_by_tint(left: f32) -> f32 {
    1.0 - left.clamp(0.0, 1.0).powf(TINT)
}

/// The parts of a picture that is multiplied with what is under it and leaves most of that; `None`
/// for any other and where its colours cannot be told.
///
/// # Errors
/// As [`View::get`].
pub(super) fn tinting(
    view: &View<'_>,
    picture: &Stream,
    budget: &Cell<u64>,
) -> Result<Option<Parts>, PdfError> {
    let Some(samples) = Samples::read(view, picture, budget)? else { return Ok(None) };
    let (width, height) = samples.size();
    let point = |x: usize, y: usize| {
        let Some(colour) = samples.colour(x, y) else { return Point::Painted(None) };
        let light = luminance(&colour);
        // Whatever is multiplied is ink, and never paper.
        let ink = Some([0.0; 3]);
        if light < DARK { Point::Painted(ink) } else { Point::Faint(taken_by_tint(light), ink) }
    };
    let dark = |y: usize| (0..width).filter(|x| matches!(point(*x, y), Point::Painted(_))).count();
    let sheer = (0..height).map(dark).sum::<usize>() * 2 < width * height;
    Ok(sheer.then(|| patches_and_veils(width, height, point)))
}

/// The parts that paint of a picture more than half of which is seen through; `None` for any other
/// and for one whose mask is not read here. A stencil is painted in `ink`.
///
/// # Errors
/// As [`View::get`].
pub(super) fn sheer(
    view: &View<'_>,
    picture: &Stream,
    ink: Option<Colour>,
    budget: &Cell<u64>,
) -> Result<Option<Parts>, PdfError> {
    let get = |key: &[u8]| view.get(&picture.dict, key);
    if get(b"ImageMask")? == Object::Boolean(true) {
        let mask = Mask::read(view, picture, 1, budget)?.filter(Mask::is_sheer);
        return Ok(mask.map(|mask| mask.parts(|_, _| ink)));
    }
    let mask = match (get(b"SMask")?, get(b"Mask")?) {
        (Object::Stream(mask), _) => Mask::read(view, &mask, 8, budget)?,
        (_, Object::Stream(mask)) => Mask::read(view, &mask, 1, budget)?,
        _ => None,
    };
    let Some(mask) = mask.filter(Mask::is_sheer) else { return Ok(None) };
    let samples = Samples::read(view, picture, budget)?;
    let samples = samples.filter(|samples| samples.is_of(mask.width, mask.height));
    Ok(Some(mask.parts(|x, y| samples.as_ref().and_then(|all| all.colour(x, y)))))
}

/// A mask of a picture.
struct Mask {
    samples: Vec<u8>,
    width: usize,
    height: usize,
    /// Bytes of a row.
    row: usize,
    /// One or eight.
    bits: i64,
    /// Whether its values mean the opposite.
    turned: bool,
}

impl Mask {
    /// Reads one of so many bits; `None` where it is none or `budget` does not reach.
    fn read(
        view: &View<'_>,
        mask: &Stream,
        bits: i64,
        budget: &Cell<u64>,
    ) -> Result<Option<Self>, PdfError> {
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
            let size =
                row.checked_mul(height).filter(|size| (1..=MAX_MARKED_BYTES).contains(size))?;
            Some((width, height, row, size))
        });
        let (Some(turned), Some((width, height, row, size))) = (turned, size) else {
            return Ok(None);
        };
        let left = budget.get().checked_sub(size as u64);
        let (Some(left), true) = (left, own_bits == bits) else { return Ok(None) };
        budget.set(left);
        let samples = decoded(mask, size.saturating_add(1)).filter(|found| found.len() == size);
        Ok(samples.map(|samples| Self { samples, width, height, row, bits, turned }))
    }

    /// Whether a point is painted: of one bit where it is 0, of eight from half on.
    fn paints(&self, x: usize, y: usize) -> bool {
        let start = y * self.row;
        let on = if self.bits == 1 {
            let byte = self.samples.get(start + x / 8);
            byte.is_none_or(|byte| byte >> (7 - x % 8) & 1 == 0)
        } else {
            self.samples.get(start + x).is_none_or(|sample| *sample >= 128)
        };
        on != self.turned
    }

    /// How much of what is under it a point takes.
    fn share(&self, x: usize, y: usize) -> f32 {
        if self.bits == 1 {
            return if self.paints(x, y) { 1.0 } else { 0.0 };
        }
        let share = self.samples.get(y * self.row + x).map_or(1.0, |one| f32::from(*one) / 255.0);
        if self.turned { 1.0 - share } else { share }
    }

    /// Whether less than half of it is painted.
    fn is_sheer(&self) -> bool {
        let row = |y: usize| (0..self.width).filter(|x| self.paints(*x, y)).count();
        (0..self.height).map(row).sum::<usize>() * 2 < self.width * self.height
    }

    fn parts(&self, colour: impl Fn(usize, usize) -> Option<Colour>) -> Parts {
        patches_and_veils(self.width, self.height, |x, y| match self.share(x, y) {
            _ if self.paints(x, y) => Point::Painted(colour(x, y)),
            share if share > 0.0 => Point::Faint(share, colour(x, y)),
            _ => Point::Clear,
        })
    }
}

#[cfg(test)]
mod tests;
