//! PDF text strings (ISO 32000-2 §7.9.2.2): UTF-16BE, UTF-8 and `PDFDocEncoding` to and from `String`.

/// `PDFDocEncoding` 0x18 to 0x1F (ISO 32000-1 Annex D.2).
const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];

/// `PDFDocEncoding` 0x80 to 0xA0.
const UPPER: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
];

/// Reads a text string. What cannot be decoded becomes U+FFFD.
///
/// ```
/// assert_eq!(kyso::pdf::decode_text(b"\xFE\xFF\x1E\xCD"), "ọ");
/// ```
#[must_use]
pub fn decode_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Against the standard, but written by real producers.
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| pdf_doc(byte)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks(2).map(|pair| match *pair {
        [a, b] => unit([a, b]),
        _ => 0xFFFD,
    });
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn pdf_doc(byte: u8) -> char {
    let from = |table: &[char], first: u8| {
        table.get(usize::from(byte.wrapping_sub(first))).copied().unwrap_or('\u{FFFD}')
    };
    match byte {
        0x18..=0x1F => from(&ACCENTS, 0x18),
        0x80..=0xA0 => from(&UPPER, 0x80),
        0x7F | 0xAD => '\u{FFFD}',
        _ => char::from(byte),
    }
}

/// Writes a text string: ASCII as it is, anything else as UTF-16BE with its mark, which readers of
/// every version take (UTF-8 is new in PDF 2.0).
#[must_use]
pub fn encode_text(text: &str) -> Vec<u8> {
    if text.bytes().all(|b| matches!(b, 9 | 10 | 13 | 0x20..=0x7E)) {
        return text.as_bytes().to_vec();
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

/// A text in `PDFDocEncoding`, as passwords were before AES-256; `None` where it has no such form.
pub(super) fn pdf_doc_encoded(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|wanted| (0..=u8::MAX).find(|&byte| pdf_doc(byte) == wanted)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_reads() {
        assert_eq!(decode_text(b"\xFE\xFF\0K\0\xFD\x20\xAC"), "Ký€");
        assert_eq!(decode_text(b"\xFF\xFEK\0"), "K");
        assert_eq!(decode_text("\u{FEFF}Ký số".as_bytes()), "Ký số");
        assert_eq!(decode_text(b"K\xFD \x84\x18\xA0\x9F"), "Ký —˘€\u{FFFD}");
        assert_eq!(decode_text(b"\xFE\xFF\xD8\x00\0a\0"), "\u{FFFD}a\u{FFFD}");
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["", "Signature1", "Nguyễn Văn Đức\n(Giám đốc)", "𝔎", "€"] {
            assert_eq!(decode_text(&encode_text(text)), text);
        }
        assert_eq!(encode_text("plain"), b"plain");
        assert_eq!(pdf_doc_encoded("Ký —€").unwrap(), b"K\xFD \x84\xA0");
        assert_eq!(pdf_doc_encoded("số"), None);
    }
}
