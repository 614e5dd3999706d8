//! The edge: bytes in UTF-8 or UTF-16 to text, and what the declaration may say about them.

use std::borrow::Cow;

use super::error::{Limited, XmlError, XmlFault};
use crate::limits::MAX_XML_TREE_BYTES;

/// How a document's bytes spell its text (XML 1.0 §4.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, also where nothing is declared.
    Utf8 {
        /// Whether a byte order mark comes first.
        bom: bool,
    },
    /// UTF-16, little-endian, with a byte order mark.
    Utf16Le,
    /// UTF-16, big-endian, with a byte order mark.
    Utf16Be,
    /// Declared as a single-byte encoding, but every byte is ASCII.
    Ascii,
}

/// Encodings whose ASCII bytes mean ASCII: documents that declare one and hold nothing else are
/// read.
const ASCII_SUPERSETS: [&str; 5] =
    ["us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"];

impl Encoding {
    /// What the first bytes say; UTF-16 without a byte order mark is refused as bad UTF-8 later.
    pub(crate) fn detect(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Self::Utf8 { bom: true },
            [0xFF, 0xFE, ..] => Self::Utf16Le,
            [0xFE, 0xFF, ..] => Self::Utf16Be,
            _ => Self::Utf8 { bom: false },
        }
    }

    /// Length of the byte order mark.
    pub(crate) fn bom_len(self) -> usize {
        match self {
            Self::Utf8 { bom: true } => 3,
            Self::Utf8 { bom: false } | Self::Ascii => 0,
            Self::Utf16Le | Self::Utf16Be => 2,
        }
    }

    /// The text of `bytes`, without the byte order mark.
    pub(crate) fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
        if bytes.len() > MAX_XML_TREE_BYTES {
            return Err(Limited::Bytes.at(MAX_XML_TREE_BYTES as u64, MAX_XML_TREE_BYTES));
        }
        let bytes = bytes.get(self.bom_len()..).unwrap_or_default();
        match self {
            Self::Utf8 { .. } | Self::Ascii => std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|error| XmlError::new(error.valid_up_to() as u64, XmlFault::Encoding)),
            Self::Utf16Le => decode_utf16(bytes, u16::from_le_bytes).map(Cow::Owned),
            Self::Utf16Be => decode_utf16(bytes, u16::from_be_bytes).map(Cow::Owned),
        }
    }

    /// `text` in this encoding, byte order mark included; `None` where it has no such characters.
    #[must_use]
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Ascii if !text.is_ascii() => None,
            Self::Utf8 { bom: false } | Self::Ascii => Some(text.as_bytes().to_vec()),
            Self::Utf8 { bom: true } => Some([b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            Self::Utf16Le => {
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                Some(units.flat_map(u16::to_le_bytes).collect())
            }
            Self::Utf16Be => {
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                Some(units.flat_map(u16::to_be_bytes).collect())
            }
        }
    }

    /// The encoding once the declaration has named one; `None` where it disagrees with the bytes
    /// or is not read.
    pub(crate) fn declared(self, name: &str, ascii: impl FnOnce() -> bool) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match self {
            Self::Utf16Le if name == "utf-16" || name == "utf-16le" => Some(self),
            Self::Utf16Be if name == "utf-16" || name == "utf-16be" => Some(self),
            Self::Utf8 { .. } if name == "utf-8" || name == "utf8" => Some(self),
            Self::Utf8 { bom: false } if ASCII_SUPERSETS.contains(&name.as_str()) && ascii() => {
                Some(Self::Ascii)
            }
            _ => None,
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, XmlError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 8);
    let units = pairs.iter().map(|pair| unit(*pair));
    for c in char::decode_utf16(units) {
        let fault = |_| XmlError::new(text.len() as u64, XmlFault::Encoding);
        text.push(c.map_err(fault)?);
    }
    if !rest.is_empty() {
        return Err(XmlError::new(text.len() as u64, XmlFault::Encoding));
    }
    if text.len() > MAX_XML_TREE_BYTES {
        return Err(Limited::Bytes.at(MAX_XML_TREE_BYTES as u64, MAX_XML_TREE_BYTES));
    }
    Ok(text)
}
