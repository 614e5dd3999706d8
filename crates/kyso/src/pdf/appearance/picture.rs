//! A picture: PNG, whose transparency becomes a soft mask, or JPEG, whose bytes are kept.

use std::fmt;
use std::io::Cursor;
use std::sync::Arc;

use png::{ColorType, Decoder, Limits, Transformations};

use super::error::{LookError, PictureFault};
use super::exif::Orientation;
use crate::limits::MAX_PICTURE_POINTS;
use crate::pdf::patches::{Patch, Point, patches};

/// A picture that was read.
#[derive(Clone)]
pub struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) orientation: Orientation,
    pub(super) pixels: Arc<Pixels>,
}

/// What is painted, eight bits a part.
pub(super) enum Pixels {
    /// Parts of each point: 1 or 3; and where something is seen through, how much each covers.
    Plain { parts: u8, data: Vec<u8>, alpha: Option<Vec<u8>> },
    /// A JPEG file of so many parts.
    Jpeg { parts: u8, file: Vec<u8> },
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, .. } = self;
        f.debug_struct("Picture")
            .field("width", width)
            .field("height", height)
            .finish_non_exhaustive()
    }
}

impl Picture {
    /// Reads a PNG or a JPEG file: colours, grey or a palette, of any depth, interlaced or not; a
    /// photograph is turned as the camera was held. Profiles of colours in a PNG are passed over.
    ///
    /// # Errors
    /// It is neither, is too large, or is a JPEG in the colours of print (CMYK).
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, LookError> {
        let bytes: Vec<u8> = bytes.into();
        match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => from_png(&bytes),
            [0xFF, 0xD8, 0xFF, ..] => from_jpeg(bytes),
            _ => Err(unreadable(PictureFault::UnknownKind)),
        }
    }

    /// Whether something is seen through it.
    #[must_use]
    pub fn is_transparent(&self) -> bool {
        matches!(*self.pixels, Pixels::Plain { alpha: Some(_), .. })
    }

    /// Whether what lies under it is hidden: a scan with its paper, and no seal or handwriting
    /// with nothing around it.
    pub(super) fn hides(&self) -> bool {
        let Pixels::Plain { alpha: Some(alpha), .. } = &*self.pixels else { return true };
        let covered = alpha.iter().filter(|covered| **covered >= HALF_COVERED).count();
        covered as f32 >= alpha.len() as f32 * MOSTLY
    }

    /// Of a picture that is seen through, the parts that are not.
    pub(super) fn patches(&self) -> Vec<Patch> {
        let Pixels::Plain { parts, data, alpha: Some(alpha) } = &*self.pixels else {
            return Vec::new();
        };
        let [width, height] =
            [self.width, self.height].map(|side| usize::try_from(side).unwrap_or(usize::MAX));
        let parts = usize::from(*parts);
        patches(width, height, |x, y| {
            let at = y * width + x;
            if alpha.get(at).is_none_or(|covered| *covered < HALF_COVERED) {
                return Point::Clear;
            }
            let colour = match data.get(at * parts..(at + 1) * parts) {
                Some([grey]) => Some([*grey; 3]),
                Some([red, green, blue]) => Some([*red, *green, *blue]),
                _ => None,
            };
            Point::Painted(colour.map(|colour| colour.map(|part| f32::from(part) / 255.0)))
        })
    }

    /// Width to height, as it is seen.
    pub(super) fn aspect(&self) -> f32 {
        let aspect = self.width.max(1) as f32 / self.height.max(1) as f32;
        if self.orientation.is_on_its_side() { 1.0 / aspect } else { aspect }
    }
}

/// A point that covers more than it lets through, and the share of such points that makes a
/// picture a sheet of paper.
const HALF_COVERED: u8 = 128;
const MOSTLY: f32 = 0.5;

fn unreadable(fault: PictureFault) -> LookError {
    LookError::PictureUnreadable { fault }
}

fn in_bounds(width: u32, height: u32) -> Result<(), LookError> {
    if width == 0 || height == 0 {
        return Err(unreadable(PictureFault::NoPoints));
    }
    if u64::from(width) * u64::from(height) > MAX_PICTURE_POINTS {
        return Err(LookError::PictureTooLarge { width, height, limit: MAX_PICTURE_POINTS });
    }
    Ok(())
}

/// Bytes for a point of what the decoder hands out: four parts.
const MOST_PARTS: u64 = 4;

fn from_png(bytes: &[u8]) -> Result<Picture, LookError> {
    let limits = Limits {
        bytes: usize::try_from(MAX_PICTURE_POINTS * MOST_PARTS * 2).unwrap_or(usize::MAX),
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Both may inflate to hundreds of megabytes that nobody looks at.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let damaged = |_| unreadable(PictureFault::DamagedPng);
    let info = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (info.width, info.height);
    in_bounds(width, height)?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let size = reader.output_buffer_size().ok_or_else(|| unreadable(PictureFault::DamagedPng))?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(damaged)?;
    data.truncate(frame.buffer_size());
    let (parts, with_alpha) = match frame.color_type {
        ColorType::Grayscale => (1, false),
        ColorType::GrayscaleAlpha => (1, true),
        ColorType::Rgb => (3, false),
        ColorType::Rgba => (3, true),
        ColorType::Indexed => return Err(unreadable(PictureFault::DamagedPng)),
    };
    let (data, alpha) = if with_alpha { parted(&data, parts) } else { (data, None) };
    let pixels = Arc::new(Pixels::Plain { parts, data, alpha });
    Ok(Picture { width, height, orientation: Orientation::default(), pixels })
}

/// Colours and coverage apart; no coverage where everything is covered.
fn parted(data: &[u8], parts: u8) -> (Vec<u8>, Option<Vec<u8>>) {
    let step = usize::from(parts) + 1;
    let mut colours = Vec::with_capacity(data.len());
    let mut alpha = Vec::with_capacity(data.len() / step);
    for point in data.chunks_exact(step) {
        if let Some((covered, colour)) = point.split_last() {
            colours.extend_from_slice(colour);
            alpha.push(*covered);
        }
    }
    let opaque = alpha.iter().all(|covered| *covered == u8::MAX);
    (colours, (!opaque).then_some(alpha))
}

/// Baseline, extended and progressive, Huffman coded (ITU-T T.81 table B.1): what PDF readers take.
const FRAMES: [u8; 3] = [0xC0, 0xC1, 0xC2];

/// The other frames; 0xC4, 0xC8 and 0xCC are none.
const OTHER_FRAMES: [u8; 10] = [0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF];

fn from_jpeg(file: Vec<u8>) -> Result<Picture, LookError> {
    let damaged = || unreadable(PictureFault::DamagedJpeg);
    let mut rest = file.get(2..).unwrap_or_default();
    let mut frame = None;
    let mut orientation = Orientation::default();
    loop {
        let (kind, after) = match rest {
            // Fill bytes may stand before any marker.
            [0xFF, 0xFF, ..] => {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            [0xFF, kind, after @ ..] => (*kind, after),
            _ => return Err(damaged()),
        };
        let [high, low, ..] = after else { return Err(damaged()) };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let segment = after.get(2..length).ok_or_else(damaged)?;
        rest = after.get(length..).unwrap_or_default();
        match (kind, frame) {
            (APP1, _) => orientation = Orientation::of_segment(segment).unwrap_or(orientation),
            (kind, _) if OTHER_FRAMES.contains(&kind) => {
                return Err(unreadable(PictureFault::JpegKind));
            }
            (kind, None) if FRAMES.contains(&kind) => frame = Some(in_frame(segment)?),
            // A scan begins, and has something in it.
            (0xDA, Some((width, height, parts))) if !rest.is_empty() => {
                let pixels = Arc::new(Pixels::Jpeg { parts, file });
                return Ok(Picture { width, height, orientation, pixels });
            }
            // A second frame; scan data, or the end, before any.
            (0xC0..=0xC2 | 0xD9 | 0xDA | 0x00 | 0xD0..=0xD7, _) => return Err(damaged()),
            _ => {}
        }
    }
}

/// Where a camera says how it was held.
const APP1: u8 = 0xE1;

/// Width, height and parts of a point.
fn in_frame(segment: &[u8]) -> Result<(u32, u32, u8), LookError> {
    let &[depth, a, b, c, d, parts, ..] = segment else {
        return Err(unreadable(PictureFault::DamagedJpeg));
    };
    let (height, width) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    let (width, height) = (u32::from(width), u32::from(height));
    in_bounds(width, height)?;
    if depth != 8 {
        return Err(unreadable(PictureFault::JpegDepth));
    }
    if parts != 1 && parts != 3 {
        return Err(unreadable(PictureFault::Cmyk));
    }
    Ok((width, height, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(color: ColorType, depth: png::BitDepth, size: (u32, u32), data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, size.0, size.1);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette(vec![255, 0, 0, 0, 0, 255]);
            encoder.set_trns(vec![255, 0]);
        }
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        out
    }

    fn plain(picture: &Picture) -> (u8, &[u8], Option<&[u8]>) {
        match &*picture.pixels {
            Pixels::Plain { parts, data, alpha } => (*parts, data, alpha.as_deref()),
            Pixels::Jpeg { .. } => panic!("a JPEG"),
        }
    }

    #[test]
    fn colours_and_coverage_come_apart() {
        use png::BitDepth::{Eight, One, Sixteen};
        let read = |file: Vec<u8>| Picture::from_bytes(file).unwrap();
        let rgba = read(png(ColorType::Rgba, Eight, (2, 1), &[1, 2, 3, 4, 5, 6, 7, 255]));
        assert_eq!(plain(&rgba), (3, &[1, 2, 3, 5, 6, 7][..], Some(&[4, 255][..])));
        assert!(rgba.is_transparent());
        let opaque = read(png(ColorType::Rgba, Eight, (1, 1), &[1, 2, 3, 255]));
        assert_eq!(plain(&opaque), (3, &[1, 2, 3][..], None));
        let deep = read(png(ColorType::GrayscaleAlpha, Sixteen, (1, 1), &[9, 99, 128, 0]));
        assert_eq!(plain(&deep), (1, &[9][..], Some(&[128][..])));
        // Two points of a palette, the second seen through.
        let palette = read(png(ColorType::Indexed, One, (2, 1), &[0b0100_0000]));
        assert_eq!(plain(&palette), (3, &[255, 0, 0, 0, 0, 255][..], Some(&[255, 0][..])));
    }

    #[test]
    fn jpeg_is_kept_or_refused() {
        let frame = |kind: u8, parts: u8| {
            let mut file =
                vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, kind, 0, 11, 8, 0, 5, 0, 7, parts];
            file.extend([0; 3]);
            file.extend([0xFF, 0xDA, 0, 2, 9]);
            file
        };
        let good = Picture::from_bytes(frame(0xC2, 3)).unwrap();
        assert_eq!((good.width, good.height, good.is_transparent()), (7, 5, false));
        let cut = frame(0xC0, 3)[..21].to_vec();
        for bad in [frame(0xC0, 4), frame(0xC3, 3), frame(0xDA, 3), vec![0xFF, 0xD8, 0xFF], cut] {
            assert!(matches!(Picture::from_bytes(bad), Err(LookError::PictureUnreadable { .. })));
        }
    }

    #[test]
    fn a_damaged_or_huge_png_is_refused() {
        let mut cut = png(ColorType::Rgb, png::BitDepth::Eight, (9, 9), &[7; 243]);
        cut.truncate(60);
        assert!(matches!(Picture::from_bytes(cut), Err(LookError::PictureUnreadable { .. })));
        let mut huge = png(ColorType::Rgb, png::BitDepth::Eight, (1, 1), &[7; 3]);
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(Picture::from_bytes(huge).is_err());
    }
}
