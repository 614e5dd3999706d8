//! How far text reaches: widths of glyphs, never taken smaller than they are (ISO 32000-2 §9.2.4,
//! §9.6, §9.7).

use lopdf::{Dictionary, Object};

use crate::pdf::content::{GlyphWidths, glyph_widths, numbers};
use crate::pdf::{PdfError, View};

/// How far glyphs reach above and below the line where a font says nothing, in ems: capitals with
/// two accents, and tails.
const ABOVE: f32 = 1.15;
const BELOW: f32 = -0.35;

/// Widest glyph of a font that says nothing, in ems.
const WIDEST: f32 = 1.1;

/// What placing text needs of a font.
#[derive(Debug)]
pub(in super::super) struct Font {
    pub(super) above: f32,
    pub(super) below: f32,
    widths: Widths,
    of_signs: bool,
}

/// Fonts of signs, squares and stars among them.
const OF_SIGNS: [&[u8]; 3] = [b"Symbol", b"Dingbats", b"Wingdings"];

#[derive(Debug)]
enum Widths {
    /// By code from a first one on.
    Listed { first: i64, widths: Vec<f32>, missing: f32 },
    /// Of the fonts that every reader has.
    Known(Known),
    /// Of two-byte codes that are glyph numbers.
    Glyphs(GlyphWidths),
    /// No code has a wider one.
    AtMost(f32),
}

#[derive(Clone, Copy, Debug)]
enum Known {
    /// Helvetica and Times, whichever is wider.
    Letters,
    /// Courier.
    Fixed,
}

impl Font {
    /// Reads a font; `None` where it cannot be told where its glyphs go: drawn by procedures
    /// (Type 3), or written downwards.
    pub(in super::super) fn load(
        view: &View<'_>,
        font: &Dictionary,
    ) -> Result<Option<Self>, PdfError> {
        let subtype = view.get(font, b"Subtype")?;
        let mut loaded = match subtype.as_name().unwrap_or_default() {
            b"Type1" | b"TrueType" | b"MMType1" => Some(Self::simple(view, font)?),
            b"Type0" => Self::composite(view, font)?,
            _ => None,
        };
        let base = view.get(font, b"BaseFont")?;
        let base = base.as_name().unwrap_or_default();
        if let Some(font) = &mut loaded {
            font.of_signs =
                OF_SIGNS.iter().any(|name| base.windows(name.len()).any(|at| at == *name));
        }
        Ok(loaded)
    }

    /// Whether its glyphs are no letters.
    pub(super) fn is_of_signs(&self) -> bool {
        self.of_signs
    }

    fn simple(view: &View<'_>, font: &Dictionary) -> Result<Self, PdfError> {
        let descriptor = view.get_dict(font, b"FontDescriptor")?.unwrap_or_default();
        let first = view.get(font, b"FirstChar")?.as_i64();
        let listed = numbers(view, &view.get(font, b"Widths")?)?;
        let widths = match (first, listed) {
            (Ok(first), Some(widths)) => {
                let missing = view.get(&descriptor, b"MissingWidth")?.as_float().unwrap_or(0.0);
                // A reader that substitutes a glyph takes its width.
                let missing = missing.max(WIDEST * 1000.0);
                Widths::Listed { first, widths, missing }
            }
            _ => match known(view, font)? {
                Some(known) => Widths::Known(known),
                None => Widths::AtMost(WIDEST),
            },
        };
        Self::new(view, &descriptor, widths)
    }

    fn composite(view: &View<'_>, font: &Dictionary) -> Result<Option<Self>, PdfError> {
        let Object::Array(below) = view.get(font, b"DescendantFonts")? else { return Ok(None) };
        let [below] = below.as_slice() else { return Ok(None) };
        let Object::Dictionary(below) = view.resolve(below)? else { return Ok(None) };
        let encoding = view.get(font, b"Encoding")?;
        let downwards = match &encoding {
            Object::Name(name) => name.ends_with(b"V"),
            Object::Stream(map) => {
                !matches!(view.get(&map.dict, b"WMode")?, Object::Null | Object::Integer(0))
            }
            _ => return Ok(None),
        };
        let Some(glyphs) = glyph_widths(view, &below)? else { return Ok(None) };
        if downwards {
            return Ok(None);
        }
        let widths = if encoding.as_name().is_ok_and(|name| name == b"Identity-H") {
            Widths::Glyphs(glyphs)
        } else {
            let widths = glyphs.widths.values();
            Widths::AtMost(widths.fold(glyphs.other, |most, width| most.max(*width)) / 1000.0)
        };
        let descriptor = view.get_dict(&below, b"FontDescriptor")?.unwrap_or_default();
        Self::new(view, &descriptor, widths).map(Some)
    }

    fn new(view: &View<'_>, descriptor: &Dictionary, widths: Widths) -> Result<Self, PdfError> {
        let bounds = numbers(view, &view.get(descriptor, b"FontBBox")?)?;
        let (below, above) = match bounds.as_deref() {
            Some([_, below, _, above]) => (below / 1000.0, above / 1000.0),
            _ => (BELOW, ABOVE),
        };
        Ok(Self { above: above.max(1.0), below: below.min(BELOW), widths, of_signs: false })
    }

    /// Whether the widths are the font's own, not what they are at the most.
    pub(in super::super) fn is_listed(&self) -> bool {
        matches!(
            self.widths,
            Widths::Listed { .. } | Widths::Glyphs(_) | Widths::Known(Known::Fixed)
        )
    }

    /// The widths of the codes in a string, in ems, and whether each is a single-byte space.
    pub(in super::super) fn widths(&self, text: &[u8]) -> Vec<(f32, bool)> {
        match &self.widths {
            Widths::Glyphs(GlyphWidths { widths, other }) => {
                let glyph = |pair: &[u8]| match pair {
                    [high, low] => u16::from_be_bytes([*high, *low]),
                    _ => 0,
                };
                let width = |glyph| widths.get(&glyph).copied().unwrap_or(*other) / 1000.0;
                text.chunks(2).map(|pair| (width(glyph(pair)), false)).collect()
            }
            of_bytes => text.iter().map(|code| (of_bytes.of(*code), *code == b' ')).collect(),
        }
    }
}

impl Widths {
    fn of(&self, code: u8) -> f32 {
        match self {
            Self::Listed { first, widths, missing } => {
                let place = usize::try_from(i64::from(code) - first).ok();
                place.and_then(|place| widths.get(place)).unwrap_or(missing) / 1000.0
            }
            Self::Known(Known::Fixed) => 0.6,
            Self::Known(Known::Letters) => letter(code),
            Self::AtMost(most) => *most,
            Self::Glyphs(GlyphWidths { other, .. }) => other / 1000.0,
        }
    }
}

/// The fonts that every reader has, by their names; not where codes stand for other glyphs.
fn known(view: &View<'_>, font: &Dictionary) -> Result<Option<Known>, PdfError> {
    if matches!(view.get(font, b"Encoding")?, Object::Dictionary(_)) {
        return Ok(None);
    }
    let name = view.get(font, b"BaseFont")?;
    let name = name.as_name().unwrap_or_default();
    let is = |family: &[u8]| name.starts_with(family);
    Ok(if is(b"Helvetica") || is(b"Times") {
        Some(Known::Letters)
    } else {
        is(b"Courier").then_some(Known::Fixed)
    })
}

/// The wider of Helvetica-Bold and Times-Bold, in ems.
pub(in super::super) fn letter(code: u8) -> f32 {
    match code {
        b' ' => 0.278,
        b'!' | b'\'' | b'(' | b')' | b',' | b'-' | b'.' | b'/' | b':' | b';' | b'I' | b'['
        | b']' | b'`' | b'f' | b'i' | b'j' | b'l' | b't' | b'|' => 0.389,
        b'0'..=b'9' => 0.556,
        b'r' | b'{' | b'}' => 0.444,
        b'm' => 0.889,
        b'w' => 0.778,
        b'a'..=b'z' => 0.611,
        b'M' | b'W' | b'%' | b'@' | b'&' => 1.0,
        b'A'..=b'Z' => 0.778,
        b'"'..=b'~' => 0.611,
        _ => WIDEST,
    }
}
