//! What the strings of a look say, by the fonts that it names (ISO 32000-2 §9.6, §9.10).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::glyphs::Advance;
use super::marks::font;
use crate::limits::MAX_LOOK_BYTES;
use crate::pdf::{PdfError, View};

/// Fonts by the names that a look uses.
pub(super) struct Fonts<'v, 'd> {
    view: &'v View<'d>,
    own: Dictionary,
    known: BTreeMap<Vec<u8>, Option<Font>>,
}

/// A font with everything that decoding needs inside.
struct Font {
    whole: Dictionary,
    /// Without its map to Unicode, where its encoding says by itself what its codes are.
    by_encoding: Option<Dictionary>,
    /// How far its glyphs move the pen.
    widths: font::Font,
}

/// Ticks, crosses, a star, a circle, a square and a diamond (ISO 32000-2 annex D.6).
const MARKS: &[u8; 10] = b"345678Hlnu";

/// Fonts of signs, of which every reader has its own: their codes are not letters.
const OF_SIGNS: [&[u8]; 3] = [b"Symbol", b"Dingbats", b"Wingdings"];

impl<'v, 'd> Fonts<'v, 'd> {
    pub(super) fn new(view: &'v View<'d>, own: Dictionary) -> Self {
        Self { view, own, known: BTreeMap::new() }
    }

    /// What a string of glyph codes says; `None` where that cannot be told, or where the font's
    /// encoding and its map to Unicode say two things: one is what is drawn.
    pub(super) fn text(&mut self, font: &[u8], codes: &[u8]) -> Result<Option<String>, PdfError> {
        if !self.known.contains_key(font) {
            let loaded = self.load(font)?;
            self.known.insert(font.to_vec(), loaded);
        }
        let Some(Some(font)) = self.known.get(font) else { return Ok(None) };
        let text = decoded(&font.whole, codes);
        let drawn = font.by_encoding.as_ref().and_then(|font| decoded(font, codes));
        let same = match (&text, &drawn) {
            (Some(text), Some(drawn)) => text == drawn || !is_plain(drawn),
            _ => true,
        };
        Ok(text.filter(|_| same))
    }

    /// How far the glyphs of a string move the pen; `None` where a font says widths that no such
    /// letters have, so that they would stand upon or in front of each other.
    pub(super) fn advances(&self, font: &[u8], codes: &[u8], text: &str) -> Option<Vec<Advance>> {
        let Some(Some(font)) = self.known.get(font) else { return None };
        let widths = font.widths.widths(codes);
        let exact = font.widths.is_listed();
        // A ligature is several letters to one code: which is whose cannot be told.
        let alike = widths.len() == text.chars().count();
        let letters = text.chars().map(Some).chain(std::iter::repeat(None));
        let advance = |((width, space), letter): ((f32, bool), Option<char>)| {
            let letter = letter.filter(|_| alike);
            let width = match letter {
                Some(_) if exact => width,
                Some(letter) if letter.is_ascii() => {
                    u8::try_from(letter).map_or(OTHER, font::letter)
                }
                Some(_) => OTHER,
                None => width,
            };
            let usual = match letter {
                _ if exact => width,
                Some('0'..='9') => DIGIT,
                _ => width * USUAL,
            };
            let least = match letter {
                _ if exact => width,
                Some('0'..='9') => NARROW_DIGIT,
                _ => width * LEAST,
            };
            let blank = letter.is_some_and(char::is_whitespace);
            is_usual(letter, width).then_some(Advance { least, usual, space, blank })
        };
        widths.into_iter().zip(letters).map(advance).collect()
    }

    /// Marks of a button in the standard font ZapfDingbats, a `*` each; `None` for anything else.
    pub(super) fn marks(&self, font: &[u8], codes: &[u8]) -> Result<Option<String>, PdfError> {
        let Some(font) = self.view.get_dict(&self.own, font)? else { return Ok(None) };
        let is = |key: &[u8], name: &[u8]| {
            font.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
        };
        // With a program or glyph names of its own it could show anything.
        let own = font.has(b"FontDescriptor")
            || !matches!(self.view.get(&font, b"Encoding")?, Object::Null | Object::Name(_));
        let standard = is(b"BaseFont", b"ZapfDingbats") && is(b"Subtype", b"Type1") && !own;
        let marks = codes.iter().all(|code| MARKS.contains(code));
        Ok((standard && marks).then(|| "*".repeat(codes.len())))
    }

    /// A font with its encoding and its map to Unicode written inside.
    fn load(&self, name: &[u8]) -> Result<Option<Font>, PdfError> {
        let Some(font) = self.view.get_dict(&self.own, name)? else { return Ok(None) };
        let mut whole = Dictionary::new();
        for key in [b"Type".as_slice(), b"Subtype", b"Encoding", b"ToUnicode"] {
            let mut value = self.view.get(&font, key)?;
            if let Object::Dictionary(encoding) = &mut value {
                let differences = self.view.get(encoding, b"Differences")?;
                if !differences.is_null() {
                    encoding.set("Differences", differences);
                }
            }
            if !value.is_null() {
                whole.set(key, value);
            }
        }
        let kind = whole.get(b"Subtype").and_then(Object::as_name).unwrap_or_default().to_vec();
        let base = self.view.get(&font, b"BaseFont")?;
        let base = base.as_name().unwrap_or_default();
        let of_signs = OF_SIGNS.iter().any(|name| base.windows(name.len()).any(|at| at == *name));
        // Glyphs that procedures draw could be anything.
        if kind == b"Type3" || of_signs {
            return Ok(None);
        }
        let mut by_encoding = None;
        if kind != b"Type0" && whole.has(b"Encoding") && whole.has(b"ToUnicode") {
            let mut without = whole.clone();
            without.remove(b"ToUnicode");
            by_encoding = Some(without);
        }
        let Some(widths) = font::Font::load(self.view, &font)? else { return Ok(None) };
        Ok(Some(Font { whole, by_encoding, widths }))
    }
}

/// Width of digits in fonts that list none, in ems, and the parts of the widest letters that
/// letters there usually and at the least have.
const DIGIT: f32 = 0.5;
const OTHER: f32 = 0.75;
const NARROW_DIGIT: f32 = 0.4;
const USUAL: f32 = 0.6;
const LEAST: f32 = 0.3;

/// Whether a letter may be as wide as its font says, in ems.
fn is_usual(letter: Option<char>, width: f32) -> bool {
    match letter {
        Some('0'..='9') => (0.3..=1.15).contains(&width),
        Some(letter) if letter.is_ascii_graphic() || letter.is_alphabetic() => {
            (0.1..=1.6).contains(&width)
        }
        _ => (0.0..=3.0).contains(&width),
    }
}

fn decoded(font: &Dictionary, codes: &[u8]) -> Option<String> {
    let nothing_else = Document::new();
    let encoding = font.get_font_encoding_with_limit(&nothing_else, MAX_LOOK_BYTES).ok()?;
    encoding.bytes_to_string(codes).ok()
}

/// Whether a text is of letters, digits and signs that everybody has. Subsets name their glyphs as
/// they like, and what an encoding makes of such names is none.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ')
}

#[cfg(test)]
mod tests;
