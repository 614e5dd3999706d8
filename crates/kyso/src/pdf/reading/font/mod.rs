//! What reading text needs of a font: how codes are told apart, for which characters they stand
//! and how wide they are (ISO 32000-2 §9.6, §9.7, §9.10).

mod encoding;
mod standard;
mod to_unicode;

use lopdf::{Dictionary, Object, Stream};

use self::encoding::Table;
use self::standard::Standard;
use self::to_unicode::{CharacterMap, code, utf16};
use crate::limits::MAX_CHARACTER_MAP_BYTES;
use crate::pdf::content::{GlyphWidths, decoded, glyph_widths, numbers};
use crate::pdf::{PdfError, View};

/// Width of a glyph of which nothing is said, in ems.
const USUAL_WIDTH: f32 = 0.5;

/// A font as far as reading goes.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CharacterMap>,
    widths: Widths,
    /// How far letters reach above and below the line, in ems.
    pub(super) above: f32,
    pub(super) below: f32,
    /// Written downwards.
    pub(super) vertical: bool,
}

/// How a string falls apart into codes, and for what they stand.
#[derive(Debug)]
enum Codes {
    /// One byte each.
    Simple(Table),
    /// Two bytes each.
    Pairs,
    /// UTF-16BE.
    Utf16,
    /// As a map says.
    Mapped(CharacterMap),
    /// As the map to characters says; one byte each where it does not.
    Unknown,
}

#[derive(Debug)]
enum Widths {
    /// By code from a first one on, in ems.
    Listed {
        first: i64,
        widths: Vec<f32>,
        missing: f32,
    },
    /// Of a font that every reader has.
    Standard(&'static Standard),
    /// By glyph number.
    Glyphs(GlyphWidths),
    Unknown,
}

/// One code of a string.
pub(super) struct Shown {
    /// `None` where nothing says for which characters it stands.
    pub(super) text: Option<String>,
    /// In ems.
    pub(super) width: f32,
    /// Word spacing counts for it.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font. What it does not say is guessed as readers do.
    ///
    /// # Errors
    /// An object of it cannot be read.
    pub(super) fn load(view: &View<'_>, font: &Dictionary) -> Result<Self, PdfError> {
        let subtype = view.get(font, b"Subtype")?;
        let subtype = subtype.as_name().unwrap_or_default();
        let to_unicode = match view.get(font, b"ToUnicode")? {
            Object::Stream(map) => read_map(&map),
            _ => None,
        };
        if subtype == b"Type0" {
            return Self::composite(view, font, to_unicode);
        }
        let descriptor = view.get_dict(font, b"FontDescriptor")?.unwrap_or_default();
        // Type 3 glyphs have a space of their own.
        let unit = match numbers(view, &view.get(font, b"FontMatrix")?)?.as_deref() {
            Some([scale, ..]) if subtype == b"Type3" => scale.abs(),
            _ => 0.001,
        };
        let widths = Widths::simple(view, font, &descriptor, unit)?;
        let codes = Codes::Simple(encoding::table(view, font)?);
        let (above, below) = reach(view, &descriptor)?;
        Ok(Self { codes, to_unicode, widths, above, below, vertical: false })
    }

    fn composite(
        view: &View<'_>,
        font: &Dictionary,
        to_unicode: Option<CharacterMap>,
    ) -> Result<Self, PdfError> {
        let below = match view.get(font, b"DescendantFonts")? {
            Object::Array(fonts) => match fonts.first() {
                Some(first) => view.resolve(first)?,
                None => Object::Null,
            },
            other => other,
        };
        let below = below.as_dict().cloned().unwrap_or_default();
        let (codes, vertical) = match view.get(font, b"Encoding")? {
            Object::Name(name) => (predefined(&name), name.ends_with(b"V")),
            Object::Stream(map) => {
                let mode = view.get(&map.dict, b"WMode")?;
                let codes = read_map(&map).filter(CharacterMap::has_spaces);
                (codes.map_or(Codes::Unknown, Codes::Mapped), mode.as_i64().ok() == Some(1))
            }
            _ => (Codes::Pairs, false),
        };
        let by_glyph = matches!(codes, Codes::Pairs | Codes::Mapped(_));
        let widths = match glyph_widths(view, &below)? {
            Some(widths) if by_glyph => Widths::Glyphs(widths),
            _ => Widths::Unknown,
        };
        let descriptor = view.get_dict(&below, b"FontDescriptor")?.unwrap_or_default();
        let (above, below) = reach(view, &descriptor)?;
        Ok(Self { codes, to_unicode, widths, above, below, vertical })
    }

    /// The codes of a string, one after the other.
    pub(super) fn shown<'f>(&'f self, text: &'f [u8]) -> impl Iterator<Item = Shown> + 'f {
        let mut rest = text;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let length = self.code_length(rest).clamp(1, rest.len());
            let (bytes, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(self.one(bytes))
        })
    }

    fn code_length(&self, rest: &[u8]) -> usize {
        match (&self.codes, &self.to_unicode) {
            (Codes::Simple(_), _) | (Codes::Unknown, None) => 1,
            (Codes::Pairs, _) => 2,
            (Codes::Utf16, _) => match rest {
                [0xD8..=0xDB, _, 0xDC..=0xDF, ..] => 4,
                _ => 2,
            },
            (Codes::Mapped(map), _) | (Codes::Unknown, Some(map)) => map.code_length(rest),
        }
    }

    fn one(&self, bytes: &[u8]) -> Shown {
        let code = code(bytes);
        let told = self.to_unicode.as_ref().and_then(|map| map.text(code));
        let text = told.or_else(|| match &self.codes {
            Codes::Simple(table) => {
                usize::try_from(code).ok().and_then(|code| table.get(code)).cloned().flatten()
            }
            Codes::Utf16 => {
                let unit = |pair: &[u8]| match pair {
                    [high, low] => u16::from_be_bytes([*high, *low]),
                    _ => 0,
                };
                Some(utf16(&bytes.chunks(2).map(unit).collect::<Vec<_>>()))
            }
            _ => None,
        });
        let width = match &self.widths {
            Widths::Listed { first, widths, missing } => {
                let place = usize::try_from(i64::from(code) - first).ok();
                place.and_then(|place| widths.get(place)).copied().unwrap_or(*missing)
            }
            Widths::Standard(font) => {
                let character = text.as_ref().and_then(|text| text.chars().next());
                character.map_or(USUAL_WIDTH, |character| font.width(character))
            }
            Widths::Glyphs(GlyphWidths { widths, other }) => {
                let glyph = match &self.codes {
                    Codes::Mapped(map) => map.glyph(code),
                    _ => u16::try_from(code).ok(),
                };
                let width = glyph.and_then(|glyph| widths.get(&glyph)).unwrap_or(other);
                width / 1000.0
            }
            Widths::Unknown => USUAL_WIDTH,
        };
        Shown { text, width, is_space: bytes == b" " }
    }
}

impl Widths {
    fn simple(
        view: &View<'_>,
        font: &Dictionary,
        descriptor: &Dictionary,
        unit: f32,
    ) -> Result<Self, PdfError> {
        let first = view.get(font, b"FirstChar")?.as_i64();
        let listed = numbers(view, &view.get(font, b"Widths")?)?;
        if let (Ok(first), Some(widths)) = (first, listed) {
            let missing = view.get(descriptor, b"MissingWidth")?.as_float().unwrap_or(0.0);
            let widths = widths.iter().map(|width| width * unit).collect();
            return Ok(Self::Listed { first, widths, missing: missing * unit });
        }
        let name = view.get(font, b"BaseFont")?;
        let standard = Standard::named(name.as_name().unwrap_or_default());
        Ok(standard.map_or(Self::Unknown, Self::Standard))
    }
}

/// The predefined maps that need no table: glyph numbers as they are, and Unicode. Of the others
/// only what `/ToUnicode` says is known.
fn predefined(name: &[u8]) -> Codes {
    match name {
        b"Identity-H" | b"Identity-V" => Codes::Pairs,
        _ if name.starts_with(b"Uni")
            && name.windows(4).any(|part| matches!(part, b"UCS2" | b"UTF1")) =>
        {
            Codes::Utf16
        }
        _ => Codes::Unknown,
    }
}

fn read_map(map: &Stream) -> Option<CharacterMap> {
    decoded(map, MAX_CHARACTER_MAP_BYTES).map(|map| CharacterMap::read(&map))
}

/// How far the letters of a font reach above and below the line, in ems; within what letters do,
/// whatever it says.
fn reach(view: &View<'_>, descriptor: &Dictionary) -> Result<(f32, f32), PdfError> {
    let said = |key: &[u8]| -> Result<f32, PdfError> {
        Ok(view.get(descriptor, key)?.as_float().unwrap_or(0.0) / 1000.0)
    };
    let (above, below) = (said(b"Ascent")?, said(b"Descent")?);
    let above = if above > 0.0 { above.clamp(0.6, 1.0) } else { 0.8 };
    let below = if below < 0.0 { below.clamp(-0.4, -0.1) } else { -0.22 };
    Ok((above, below))
}
