//! A font to draw with: which glyph a character has, how wide it is, and whether it may be
//! embedded.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::error::LookError;
use crate::limits::MAX_FONT_BYTES;

/// Liberation Serif 2.1.5 Regular (OFL-1.1, `fonts/LICENSE`): the widths of Times New Roman, and
/// all letters of Vietnamese.
static LIBERATION_SERIF: &[u8] = include_bytes!("../../../fonts/LiberationSerif-Regular.ttf");

/// Embedding restricted, and where one of the next two is set beside it, not (OpenType, `OS/2`).
const RESTRICTED: u16 = 0x0002;
const PREVIEW_OR_EDITABLE: u16 = 0x000C;

/// No subset may be embedded; bitmaps alone may be.
const NO_SUBSET: u16 = 0x0100;
const BITMAPS_ONLY: u16 = 0x0200;

/// A TrueType or OpenType font; of a collection, its first.
#[derive(Clone)]
pub struct Font {
    data: Data,
}

#[derive(Clone)]
enum Data {
    Shipped,
    Own(Arc<[u8]>),
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font").field("bytes", &self.data().len()).finish_non_exhaustive()
    }
}

impl Default for Font {
    /// Liberation Serif.
    fn default() -> Self {
        Self { data: Data::Shipped }
    }
}

impl Font {
    /// Reads a font: a file of the kinds TTF, OTF or TTC.
    ///
    /// # Errors
    /// It cannot be read, or forbids to be embedded.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, LookError> {
        let bytes: Vec<u8> = bytes.into();
        if bytes.len() > MAX_FONT_BYTES {
            return Err(LookError::FontUnreadable);
        }
        let font = Self { data: Data::Own(bytes.into()) };
        let face = font.face()?;
        if face.head().is_err() || face.hmtx().is_err() {
            return Err(LookError::FontUnreadable);
        }
        let fs_type = face.os2().map_or(0, |table| table.fs_type());
        let restricted = fs_type & RESTRICTED != 0 && fs_type & PREVIEW_OR_EDITABLE == 0;
        if restricted || fs_type & (NO_SUBSET | BITMAPS_ONLY) != 0 {
            return Err(LookError::FontForbidsEmbedding { fs_type });
        }
        Ok(font)
    }

    pub(super) fn data(&self) -> &[u8] {
        match &self.data {
            Data::Shipped => LIBERATION_SERIF,
            Data::Own(bytes) => bytes,
        }
    }

    pub(super) fn face(&self) -> Result<FontRef<'_>, LookError> {
        FontRef::from_index(self.data(), 0).map_err(|_| LookError::FontUnreadable)
    }
}

/// A glyph of a font: its number there, and its width in parts of the size of the text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Glyph {
    pub(super) id: u16,
    pub(super) width: f32,
}

/// What a PDF must be told of a font, in thousandths of the size (ISO 32000-2 table 120).
#[derive(Clone, PartialEq, Debug)]
pub(super) struct FontMetrics {
    pub(super) name: String,
    pub(super) bounds: [f32; 4],
    pub(super) ascent: f32,
    pub(super) descent: f32,
    pub(super) cap_height: f32,
    pub(super) italic_angle: f32,
}

/// The glyphs of the characters of a text.
#[derive(Clone, Debug)]
pub(super) struct Glyphs {
    of: BTreeMap<char, Glyph>,
    pub(super) metrics: FontMetrics,
}

impl Glyphs {
    /// Of all characters in `text`.
    pub(super) fn of(font: &Font, text: &str) -> Result<Self, LookError> {
        if let Some(character) = text.chars().find(|c| needs_shaping(*c)) {
            return Err(LookError::ScriptUnsupported { character });
        }
        let face = font.face()?;
        let widths = face.glyph_metrics(Size::unscaled(), LocationRef::default());
        let metrics = metrics(&face);
        let em = face.head().map_or(1000.0, |head| f32::from(head.units_per_em().max(1)));
        let (charmap, mut of, mut missing) = (face.charmap(), BTreeMap::new(), Vec::new());
        for character in text.chars() {
            let id = charmap.map(character).and_then(|id| u16::try_from(id.to_u32()).ok());
            match id.filter(|id| *id != 0) {
                Some(id) => {
                    let width = widths.advance_width(u32::from(id).into()).unwrap_or(0.0) / em;
                    of.insert(character, Glyph { id, width });
                }
                None if missing.contains(&character) => {}
                None => missing.push(character),
            }
        }
        if missing.is_empty() {
            Ok(Self { of, metrics })
        } else {
            Err(LookError::CharactersMissing { characters: missing })
        }
    }

    pub(super) fn get(&self, character: char) -> Option<Glyph> {
        self.of.get(&character).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (char, Glyph)> + '_ {
        self.of.iter().map(|(character, glyph)| (*character, *glyph))
    }

    /// The width of a text at size 1.
    pub(super) fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|c| self.get(c)).map(|glyph| glyph.width).sum()
    }
}

fn metrics(face: &FontRef<'_>) -> FontMetrics {
    let of_face = face.metrics(Size::unscaled(), LocationRef::default());
    let scale = 1000.0 / f32::from(of_face.units_per_em.max(1));
    let bounds = of_face.bounds.map_or([0.0, 0.0, 1000.0, 1000.0], |bounds| {
        [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|side| (side * scale).round())
    });
    let name = face.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
    let name: String =
        name.map(|name| name.chars().filter(is_plain).take(60).collect()).unwrap_or_default();
    FontMetrics {
        name: if name.is_empty() { "Font".to_owned() } else { name },
        bounds,
        ascent: (of_face.ascent * scale).round(),
        descent: (of_face.descent * scale).round(),
        cap_height: (of_face.cap_height.unwrap_or(of_face.ascent) * scale).round(),
        italic_angle: of_face.italic_angle,
    }
}

fn is_plain(c: &char) -> bool {
    c.is_ascii_alphanumeric() || *c == '-'
}

/// Blocks whose letters join, change places or run from right to left, and marks of direction: one
/// glyph a character, from left to right, would be wrong.
const SHAPED: [(u32, u32); 9] = [
    (0x0590, 0x08FF),
    (0x0900, 0x0DFF),
    (0x0F00, 0x109F),
    (0x1780, 0x18AF),
    (0x1A00, 0x1BFF),
    (0x200E, 0x200F),
    (0x202A, 0x202E),
    (0xFB1D, 0xFDFF),
    (0x1_0800, 0x1_0FFF),
];

fn needs_shaping(character: char) -> bool {
    let code = u32::from(character);
    SHAPED.iter().any(|(first, last)| (*first..=*last).contains(&code))
        || (0xFE70..=0xFEFE).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_font_lacks_is_named() {
        let font = Font::default();
        let error = Glyphs::of(&font, "a漢b字漢").unwrap_err();
        assert_eq!(error, LookError::CharactersMissing { characters: vec!['漢', '字'] });
        let shaped = Glyphs::of(&font, "שלום").unwrap_err();
        assert_eq!(shaped, LookError::ScriptUnsupported { character: 'ש' });
    }

    #[test]
    fn licence_bits_are_obeyed() {
        let with = |fs_type: u16| {
            let mut bytes = LIBERATION_SERIF.to_vec();
            let tables = u16::from_be_bytes([bytes[4], bytes[5]]);
            let row = (0..usize::from(tables)).map(|i| 12 + 16 * i);
            let row = row.into_iter().find(|at| &bytes[*at..*at + 4] == b"OS/2").unwrap();
            let at = u32::from_be_bytes(bytes[row + 8..row + 12].try_into().unwrap()) as usize + 8;
            bytes[at..at + 2].copy_from_slice(&fs_type.to_be_bytes());
            Font::from_bytes(bytes)
        };
        for allowed in [0, 4, 8, 6] {
            assert!(with(allowed).is_ok(), "{allowed:#x}");
        }
        for fs_type in [2, 0x100, 0x204] {
            let error = with(fs_type).unwrap_err();
            assert_eq!(error, LookError::FontForbidsEmbedding { fs_type });
        }
        assert_eq!(Font::from_bytes(*b"no font").unwrap_err(), LookError::FontUnreadable);
    }
}
