//! Sample files: every kind of cross-reference, with and without what signing has to change.

mod archival;
mod bad;
mod broken;
mod large;
mod office;
mod paged;
mod paper;
mod shape;
mod variants;
pub mod writer;

pub use archival::{ARCHIVAL, archival, archival_with_intent};
pub use bad::{Bad, bad};
pub use broken::{BROKEN, broken};
pub use large::{crowded_pdf, large_pdf, sparse_pdf, write_large_pdf};
pub use office::{Office, office_object};
pub use paged::paged_pdf;
pub use paper::Paper;
pub use shape::{AcroForm, Annots, Field, Shape, object};
pub use variants::{VARIANTS, variant};

/// The kinds of file by their cross-reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PdfKind {
    /// A cross-reference table.
    Classic,
    /// A cross-reference stream, the objects in an object stream.
    XrefStream,
    /// A table and a stream (/XRefStm).
    Hybrid,
    /// Linearized with tables, made by qpdf from [`PdfKind::Classic`].
    Linearized,
    /// Linearized with cross-reference streams and object streams, made by qpdf.
    LinearizedXrefStream,
    /// Bytes before `%PDF-`, offsets counted from `%PDF-` (ISO 32000-2 §7.5.2 allows 1024 of them).
    LeadingBytes,
    /// Bytes before `%PDF-`, offsets counted from the start of the file.
    LeadingBytesAbsolute,
}

impl PdfKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Classic,
        Self::XrefStream,
        Self::Hybrid,
        Self::Linearized,
        Self::LinearizedXrefStream,
        Self::LeadingBytes,
        Self::LeadingBytesAbsolute,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::XrefStream => "xref-stream",
            Self::Hybrid => "hybrid",
            Self::Linearized => "linearized",
            Self::LinearizedXrefStream => "linearized-xref-stream",
            Self::LeadingBytes => "leading-bytes",
            Self::LeadingBytesAbsolute => "leading-bytes-absolute",
        }
    }
}

/// A two-page sample of this kind: no form, an indirect array of annotations.
#[must_use]
pub fn pdf(kind: PdfKind) -> Vec<u8> {
    Shape { kind, ..Shape::default() }.build()
}

#[cfg(test)]
mod tests {
    use super::{PdfKind, pdf};

    #[test]
    fn startxref_points_at_a_cross_reference() {
        for kind in PdfKind::ALL {
            let file = pdf(kind);
            let header = file.windows(5).position(|w| w == b"%PDF-").unwrap();
            let text = String::from_utf8_lossy(&file[file.len() - 40..]).into_owned();
            let number = text.split("startxref").nth(1).unwrap().split_whitespace().next().unwrap();
            let base = if kind == PdfKind::LeadingBytes { header } else { 0 };
            let section = &file[base + number.parse::<usize>().unwrap()..];
            let stream = section.windows(10).take(80).any(|w| w == b"/Type /XRe");
            assert!(section.starts_with(b"xref") || stream, "{kind:?}");
        }
    }
}
