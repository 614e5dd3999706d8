//! For which characters the codes of simple fonts stand (ISO 32000-2 §9.6.5). The tables of the
//! named encodings and of glyph names are lopdf's.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::to_unicode::utf16;
use crate::pdf::{PdfError, View};

/// The text of each of the 256 codes, as far as it is known.
pub(super) type Table = Vec<Option<String>>;

/// The table of a simple font.
pub(super) fn table(view: &View<'_>, font: &Dictionary) -> Result<Table, PdfError> {
    let encoding = view.get(font, b"Encoding")?;
    let (base, differences) = match &encoding {
        Object::Name(name) => (name.clone(), BTreeMap::new()),
        Object::Dictionary(encoding) => {
            let base = view.get(encoding, b"BaseEncoding")?;
            (base.as_name().unwrap_or_default().to_vec(), differences(view, encoding)?)
        }
        _ => (Vec::new(), BTreeMap::new()),
    };
    let base: &[u8] = match base.as_slice() {
        b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding" => &base,
        // TrueType fonts without one are those of old Windows printer drivers.
        _ if is_true_type(view, font)? => b"WinAnsiEncoding",
        _ => b"StandardEncoding",
    };
    let mut table = named_table(base);
    for (code, name) in differences {
        if let Some(place) = table.get_mut(usize::from(code)) {
            *place = glyph_text(&name);
        }
    }
    Ok(table)
}

fn is_true_type(view: &View<'_>, font: &Dictionary) -> Result<bool, PdfError> {
    Ok(view.get(font, b"Subtype")?.as_name().is_ok_and(|subtype| subtype == b"TrueType"))
}

fn differences(view: &View<'_>, encoding: &Dictionary) -> Result<BTreeMap<u8, Vec<u8>>, PdfError> {
    let mut found = BTreeMap::new();
    let Object::Array(list) = view.get(encoding, b"Differences")? else { return Ok(found) };
    let mut code = 0_i64;
    for entry in &list {
        match view.resolve(entry)? {
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    found.insert(code, name);
                }
                code = code.saturating_add(1);
            }
            other => code = other.as_i64().unwrap_or(code),
        }
    }
    Ok(found)
}

fn named_table(name: &[u8]) -> Table {
    told(Object::Name(name.to_vec()), &(0..=u8::MAX).collect::<Vec<_>>())
}

/// What lopdf's tables say of codes.
fn told(encoding: Object, codes: &[u8]) -> Table {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", encoding);
    let none = lopdf::Document::new();
    let encoding = font.get_font_encoding(&none).ok();
    let text = |code: &u8| {
        let text = encoding.as_ref()?.bytes_to_string(&[*code]).ok();
        text.filter(|text| !text.is_empty())
    };
    codes.iter().map(text).collect()
}

/// The text of a glyph's name, by the rules of the Adobe Glyph List: what follows a full stop says
/// nothing, an underscore joins several, `uniXXXX` and `uXXXX` are numbers.
fn glyph_text(name: &[u8]) -> Option<String> {
    let name = name.split(|byte| *byte == b'.').next().filter(|name| !name.is_empty())?;
    let parts: Option<Vec<_>> = name.split(|byte| *byte == b'_').map(part_text).collect();
    parts.map(|parts| parts.concat())
}

fn part_text(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok().filter(|name| name.is_ascii())?;
    let hex = |digits: &str| {
        let upper = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
        upper.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.len().is_multiple_of(4)
    {
        let units = digits.as_bytes().chunks(4).map(|unit| {
            let unit = std::str::from_utf8(unit).ok().and_then(hex)?;
            u16::try_from(unit).ok()
        });
        if let Some(units) = units.collect::<Option<Vec<_>>>() {
            return Some(utf16(&units));
        }
    }
    if let Some(digits) = name.strip_prefix('u')
        && (4..=6).contains(&digits.len())
        && let Some(character) = hex(digits).and_then(char::from_u32)
    {
        return Some(character.to_string());
    }
    let mut encoding = Dictionary::new();
    let names = vec![Object::Integer(0), Object::Name(name.as_bytes().to_vec())];
    encoding.set("Differences", Object::Array(names));
    told(Object::Dictionary(encoding), &[0]).pop().flatten()
}

#[cfg(test)]
mod tests {
    use super::{glyph_text, named_table};

    #[test]
    fn glyph_names_are_read_as_the_list_says() {
        let cases = [
            (&b"Abreveacute"[..], "Ắ"),
            (b"dcroat", "đ"),
            (b"uni1EA0", "Ạ"),
            (b"uni00660069", "fi"),
            (b"u1D50E", "𝔎"),
            (b"f_i.alt", "fi"),
            (b"one.oldstyle", "1"),
            (b"ohorndotbelow", "ợ"),
        ];
        for (name, text) in cases {
            assert_eq!(glyph_text(name).as_deref(), Some(text), "{name:?}");
        }
        for name in [&b".notdef"[..], b"g123", b"", b"uniXYZW", b"\xFF"] {
            assert_eq!(glyph_text(name), None, "{name:?}");
        }
    }

    #[test]
    fn named_encodings_have_their_characters() {
        let table = named_table(b"WinAnsiEncoding");
        assert_eq!(table.len(), 256);
        assert_eq!(table[0xFD].as_deref(), Some("ý"));
        assert_eq!(table[0x80].as_deref(), Some("€"));
        let table = named_table(b"MacRomanEncoding");
        assert_eq!(table[0x8E].as_deref(), Some("é"));
        let table = named_table(b"StandardEncoding");
        assert_eq!(table[0xAE].as_deref(), Some("ﬁ"));
    }
}
