//! Small documents, written by hand for the tests of this folder.

use std::fmt::Write as _;

use lopdf::ObjectId;

use crate::Source;
use crate::pdf::PdfDocument;

/// A stream of these entries and this data.
pub(super) fn stream(entries: &str, data: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{data}\nendstream", data.len())
}

/// A file in the making, a classic cross-reference table to each revision.
pub(super) struct Sample {
    text: String,
    /// Where the last table begins.
    last: Option<usize>,
    size: u32,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self { text: "%PDF-1.7\n".into(), last: None, size: 1 }
    }

    /// A revision that writes objects, each by number and body; no body is a free one. What else
    /// the trailer says, `/Root` among it, is `trailer`.
    pub(super) fn revision(self, objects: &[(u32, &str)], trailer: &str) -> Self {
        let objects: Vec<_> = objects.iter().map(|(number, body)| ((*number, 0), *body)).collect();
        self.revision_of(&objects, trailer)
    }

    /// The same with generations.
    pub(super) fn revision_of(mut self, objects: &[(ObjectId, &str)], trailer: &str) -> Self {
        let mut rows = String::new();
        if self.last.is_none() {
            rows += "0 1\n0000000000 65535 f \n";
        }
        for ((number, generation), body) in objects {
            let at = self.text.len();
            if body.is_empty() {
                write!(rows, "{number} 1\n0000000000 00001 f \n").unwrap();
            } else {
                write!(rows, "{number} 1\n{at:010} {generation:05} n \n").unwrap();
                write!(self.text, "{number} {generation} obj\n{body}\nendobj\n").unwrap();
            }
            self.size = self.size.max(number + 1);
        }
        let before = self.last.map(|last| format!("/Prev {last}")).unwrap_or_default();
        let start = self.text.len();
        let size = self.size;
        self.text += &format!("xref\n{rows}trailer\n<</Size {size}{before}{trailer}>>\n");
        self.text += &format!("startxref\n{start}\n%%EOF\n");
        self.last = Some(start);
        self
    }

    pub(super) fn read(self) -> PdfDocument {
        PdfDocument::parse(Source::from_bytes(self.text.into_bytes())).unwrap()
    }
}

/// One revision of objects numbered from 1 on, the first of them the catalog.
pub(super) fn document(objects: &[&str]) -> PdfDocument {
    let numbered: Vec<_> = (1..).zip(objects.iter().copied()).collect();
    Sample::new().revision(&numbered, "/Root 1 0 R").read()
}
