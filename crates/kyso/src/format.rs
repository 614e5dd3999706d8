//! The kinds of document, told apart by their first bytes.

use serde::Serialize;

use crate::cades;
use crate::source::{Source, SourceError};

/// A kind of document that is signed and verified here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// ISO 32000.
    Pdf,
    /// XML 1.0.
    Xml,
    /// A file of any kind signed by CMS, or the CMS (RFC 5652, EN 319 122-1).
    Cades,
}

/// Where readers look for the header of a PDF (ISO 32000-1 Annex H.3, note 13), and its mark.
const PDF_HEADER: (usize, &[u8]) = (1024, b"%PDF-");

/// `<` as the first character in each encoding that XML is read in, byte order mark included.
const XML_STARTS: [&[u8]; 5] = [b"<", b"\xEF\xBB\xBF<", b"\xFE\xFF\0<", b"\xFF\xFE<\0", b"<\0"];

impl Format {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Cades => "cades",
        }
    }

    /// What kind of document the first bytes are of; `None` for any other file, which CMS alone can
    /// sign.
    ///
    /// # Errors
    /// What reading says.
    pub fn detect(source: &Source) -> Result<Option<Self>, SourceError> {
        Self::of(source)
    }

    /// What the first bytes say. A file that readers of PDF would open is a PDF, whatever stands
    /// before its header.
    pub(crate) fn of(source: &Source) -> Result<Option<Self>, SourceError> {
        let (within, mark) = PDF_HEADER;
        let head = source.window(0..source.len().min((within + mark.len()) as u64))?;
        // A CMS may hold a PDF, whose header is then among the first bytes too.
        if cades::is_cms(&head) {
            return Ok(Some(Self::Cades));
        }
        if head.windows(mark.len()).any(|window| window == mark) {
            return Ok(Some(Self::Pdf));
        }
        if cades::is_pem(&head) {
            return Ok(Some(Self::Cades));
        }
        // White space before an XML document is a fault, and one to be named as such.
        let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
        let start = head.get(start..).unwrap_or_default();
        Ok(XML_STARTS.iter().any(|mark| start.starts_with(mark)).then_some(Self::Xml))
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use crate::source::Source;

    #[test]
    fn the_first_bytes_tell() {
        let padded = [vec![b'x'; 1024], b"%PDF-1.7".to_vec()].concat();
        let too_late = [vec![b'x'; 1025], b"%PDF-1.7".to_vec()].concat();
        let utf16 = |text: &str| -> Vec<u8> {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        };
        for (bytes, format) in [
            (b"%PDF-1.7\n".to_vec(), Some(Format::Pdf)),
            (padded, Some(Format::Pdf)),
            (too_late, None),
            (b"<!-- junk -->%PDF-1.4".to_vec(), Some(Format::Pdf)),
            (b"<a/>".to_vec(), Some(Format::Xml)),
            (b"\xEF\xBB\xBF<?xml version='1.0'?><a/>".to_vec(), Some(Format::Xml)),
            (utf16("<a/>"), Some(Format::Xml)),
            (b"\n <a/>".to_vec(), Some(Format::Xml)),
            (
                b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02%PDF-1.7".to_vec(),
                Some(Format::Cades),
            ),
            (
                b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02".to_vec(),
                Some(Format::Cades),
            ),
            (b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03".to_vec(), None),
            (b"\n-----BEGIN PKCS7-----\nMIIB".to_vec(), Some(Format::Cades)),
            (b"-----BEGIN CERTIFICATE-----\nMIIB".to_vec(), None),
            (b"no document".to_vec(), None),
            (b" ".to_vec(), None),
            (Vec::new(), None),
        ] {
            let found = Format::of(&Source::from_bytes(bytes.clone())).unwrap();
            assert_eq!(found, format, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
}
