//! The document without its encryption: what its pages are drawn from, by whoever has no password.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use lopdf::{Dictionary, Object, ObjectId};

use super::document::PdfDocument;
use super::error::PdfError;
use super::increment::serialized;
use crate::limits::MAX_PLAIN_BYTES;

impl PdfDocument {
    /// The newest revision anew, all that its catalog leads to and nothing else, not encrypted: to
    /// be drawn, and never to be stored or sent. Signatures in it mean nothing.
    ///
    /// # Errors
    /// An object cannot be read; [`PdfError::PlainTooLarge`].
    pub fn plain_copy(&self) -> Result<Vec<u8>, PdfError> {
        let view = self.latest();
        let root = view.catalog_id()?;
        let mut bytes = b"%PDF-2.0\n".to_vec();
        let mut places: BTreeMap<u32, (u16, usize)> = BTreeMap::new();
        let mut seen = BTreeSet::from([root.0]);
        let mut waiting = VecDeque::from([root]);
        while let Some(id) = waiting.pop_front() {
            let object = view.object(id)?;
            note_references(&object, &mut |id| {
                if seen.insert(id.0) {
                    waiting.push_back(id);
                }
            });
            places.insert(id.0, (id.1, bytes.len()));
            bytes.extend_from_slice(format!("{} {} obj\n", id.0, id.1).as_bytes());
            bytes.extend(serialized(&object));
            bytes.extend_from_slice(b"\nendobj\n");
            if bytes.len() as u64 > MAX_PLAIN_BYTES {
                return Err(PdfError::PlainTooLarge { limit: MAX_PLAIN_BYTES });
            }
        }
        let (start, size) = (bytes.len(), places.keys().last().map_or(1, |last| last + 1));
        bytes.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
        for (number, (generation, offset)) in places {
            let row = format!("{number} 1\n{offset:010} {generation:05} n \n");
            bytes.extend_from_slice(row.as_bytes());
        }
        let mut trailer = Dictionary::new();
        trailer.set("Size", i64::from(size));
        trailer.set("Root", root);
        bytes.extend_from_slice(b"trailer\n");
        bytes.extend(serialized(&Object::Dictionary(trailer)));
        bytes.extend_from_slice(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes());
        Ok(bytes)
    }
}

/// Every reference in an object; what is read nests no deeper than `limits::MAX_NESTING`.
fn note_references(object: &Object, note: &mut impl FnMut(ObjectId)) {
    let mut parts = vec![object];
    while let Some(part) = parts.pop() {
        match part {
            Object::Reference(id) => note(*id),
            Object::Array(values) => parts.extend(values),
            Object::Dictionary(dictionary) => {
                parts.extend(dictionary.iter().map(|(_, value)| value));
            }
            Object::Stream(stream) => parts.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}
