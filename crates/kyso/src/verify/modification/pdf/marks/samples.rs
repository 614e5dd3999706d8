//! The samples of a picture, where they say its colours by themselves (ISO 32000-2 §8.9.5).

use std::cell::Cell;

use lopdf::Stream;

use super::paint::Colour;
use crate::pdf::content::decoded;
use crate::pdf::{PdfError, View};

/// Samples of eight bits, grey or RGB of the device.
pub(super) struct Samples {
    data: Vec<u8>,
    width: usize,
    height: usize,
    parts: usize,
}

impl Samples {
    /// Reads a picture; `None` where its colours cannot be told within `budget` bytes.
    ///
    /// # Errors
    /// As [`View::get`].
    pub(super) fn read(
        view: &View<'_>,
        picture: &Stream,
        budget: &Cell<u64>,
    ) -> Result<Option<Self>, PdfError> {
        let get = |key: &[u8]| view.get(&picture.dict, key);
        let number = |key: &[u8]| {
            get(key).map(|value| value.as_i64().ok().and_then(|n| usize::try_from(n).ok()))
        };
        let parts = match get(b"ColorSpace")?.as_name() {
            Ok(b"DeviceGray") => 1,
            Ok(b"DeviceRGB") => 3,
            _ => return Ok(None),
        };
        let plain = number(b"BitsPerComponent")? == Some(8) && get(b"Decode")?.is_null();
        let (Some(width), Some(height), true) = (number(b"Width")?, number(b"Height")?, plain)
        else {
            return Ok(None);
        };
        let size = width.checked_mul(height).and_then(|size| size.checked_mul(parts));
        let left = size.and_then(|size| budget.get().checked_sub(size as u64));
        let (Some(size), Some(left)) = (size, left) else { return Ok(None) };
        budget.set(left);
        let data = decoded(picture, size.saturating_add(1)).filter(|data| data.len() == size);
        Ok(data.map(|data| Self { data, width, height, parts }))
    }

    /// Whether it has so many points in so many rows.
    pub(super) fn is_of(&self, width: usize, height: usize) -> bool {
        (self.width, self.height) == (width, height)
    }

    /// Points across and down.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The colour of a point, rows counted from the top.
    pub(super) fn colour(&self, x: usize, y: usize) -> Option<Colour> {
        let at = (y * self.width + x) * self.parts;
        let bytes = match self.data.get(at..at + self.parts)? {
            [grey] => [*grey; 3],
            [red, green, blue] => [*red, *green, *blue],
            _ => return None,
        };
        Some(bytes.map(|part| f32::from(part) / 255.0))
    }
}
