//! Incremental updates: new and changed objects with a section in the file's own form, to append
//! (ISO 32000-1 §7.5.6).

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, Writer};
use sha2::{Digest, Sha256};

use super::archival::{self, Level};
use super::crypt::{Crypt, Permission};
use super::document::PdfDocument;
use super::error::{ObjectFault, PdfError};
use super::lex::Lexer;
use super::xref::XrefKind;
use crate::limits::MAX_OBJECT_NUMBER;

/// Trailer keys that describe one section and are not handed on: those of cross-reference
/// streams, of any stream (ISO 32000-1 tables 5, 15, 17, 19), and what is written anew.
const SECTION_KEYS: [&[u8]; 13] = [
    b"Size",
    b"Prev",
    b"XRefStm",
    b"Type",
    b"Index",
    b"W",
    b"Length",
    b"Filter",
    b"DecodeParms",
    b"F",
    b"FFilter",
    b"FDecodeParms",
    b"DL",
];

/// What a classic row can address: ten digits.
const MAX_ROW_OFFSET: u64 = 9_999_999_999;

/// An incremental update being put together.
#[derive(Debug)]
pub struct Increment<'a> {
    doc: &'a PdfDocument,
    next: u32,
    objects: BTreeMap<ObjectId, Value>,
    /// The level of PDF/A that the update keeps.
    pub(super) level: Option<Level>,
}

/// The value of an object to be written.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Its text; its strings are encrypted when it is written, where the document is.
    Text(Vec<u8>),
    /// The object; as above, and a stream's data.
    Object(Object),
    /// Its text as it comes to stand in the file.
    Sealed(Vec<u8>),
}

impl From<Vec<u8>> for Value {
    fn from(text: Vec<u8>) -> Self {
        Self::Text(text)
    }
}

/// Bytes to append to the file as it was parsed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FinishedIncrement {
    /// What to append.
    pub bytes: Vec<u8>,
    /// Where they go: the length of the file.
    pub start: u64,
    /// File span of each object's value.
    pub values: BTreeMap<ObjectId, Range<u64>>,
}

impl<'a> Increment<'a> {
    /// An update without objects.
    ///
    /// # Errors
    /// [`PdfError::NotPermitted`] where an encrypted document forbids even to sign what is there;
    /// [`EncryptionFault::Changed`](super::EncryptionFault::Changed) where its revisions are not
    /// encrypted alike.
    pub fn new(doc: &'a PdfDocument) -> Result<Self, PdfError> {
        doc.not_repaired_over_signature()?;
        doc.permit(Permission::SignField)?;
        let size = match doc.latest().trailer().as_hashmap().get(&b"Size"[..]) {
            Some(Object::Integer(size)) => u32::try_from(*size).unwrap_or(u32::MAX),
            _ => 0,
        };
        // Never below a number in use, whatever `/Size` says.
        let next = size.max(doc.index.past()).max(1);
        Ok(Self { doc, next, objects: BTreeMap::new(), level: doc.archival_level() })
    }

    /// A number that no object of the file has.
    ///
    /// # Errors
    /// [`PdfError::NumbersExhausted`]
    pub fn alloc(&mut self) -> Result<ObjectId, PdfError> {
        let number = self.next;
        if number >= MAX_OBJECT_NUMBER {
            return Err(PdfError::NumbersExhausted { limit: MAX_OBJECT_NUMBER });
        }
        self.next = number + 1;
        Ok((number, 0))
    }

    /// Adds or replaces an object by the bytes of its value, without `obj` and `endobj`.
    #[allow(private_bounds, reason = "sealed values are of this module alone")]
    pub fn put(&mut self, id: ObjectId, value: impl Into<Value>) {
        self.objects.insert(id, value.into());
    }

    /// Adds or replaces an object.
    pub fn put_object(&mut self, id: ObjectId, value: &Object) {
        self.put(id, Value::Object(value.clone()));
    }

    /// An object as its text comes to stand in the file: encrypted, where the document is.
    pub(super) fn sealed(&self, id: ObjectId, value: Value) -> Result<Vec<u8>, PdfError> {
        let sealer = self.doc.crypt.as_deref().map(Crypt::sealer);
        match (value, sealer) {
            (Value::Object(object), Some(sealer)) => {
                Ok(serialized(&sealer.seal_object(id, object)?))
            }
            (Value::Text(text), Some(sealer)) => match stream_of(id, &text)? {
                Some(stream) => Ok(serialized(&sealer.seal_object(id, Object::Stream(stream))?)),
                None => sealer.seal_text(id, &text),
            },
            (Value::Object(object), None) => Ok(serialized(&object)),
            (Value::Text(text) | Value::Sealed(text), _) => Ok(text),
        }
    }

    /// Writes the objects, the section and the trailer.
    ///
    /// # Errors
    /// [`PdfError::OffsetTooLarge`] in a table past 10 GB; [`PdfError::Archival`] for what the level
    /// of PDF/A that the document claims does not allow; a source that does not read.
    pub fn finish(mut self) -> Result<FinishedIncrement, PdfError> {
        let source = self.doc.source();
        let start = source.len();
        let mut out = Output { bytes: Vec::new(), start };
        let mut last = [b'\n'];
        if let Some(at) = start.checked_sub(1) {
            source.read_exact_at(at, &mut last)?;
        }
        if !matches!(last, [b'\n' | b'\r']) {
            out.bytes.push(b'\n');
        }
        let kind = self.doc.revisions().last().map_or(XrefKind::Table, |latest| latest.kind);
        // A cross-reference stream is an object of its own, listed in itself.
        let section_id = if kind == XrefKind::Stream { Some(self.alloc()?) } else { None };
        let mut rows = BTreeMap::new();
        let mut values = BTreeMap::new();
        for (id, value) in std::mem::take(&mut self.objects) {
            let value = self.sealed(id, value)?;
            if let Some(level) = self.level {
                archival::check(level, &object_of(id, &value)?)?;
            }
            rows.insert(id.0, (out.offset(), id.1));
            out.text(&format!("{} {} obj\n", id.0, id.1));
            let from = out.offset();
            out.bytes.extend_from_slice(&value);
            values.insert(id, from..out.offset());
            out.text("\nendobj\n");
        }
        let trailer = self.trailer(&out.bytes);
        let section = out.offset();
        match section_id {
            Some(id) => self.write_stream(&mut out, id, rows, trailer),
            None => self.write_table(&mut out, &rows, &trailer)?,
        }
        out.text(&format!("startxref\n{}\n%%EOF\n", section.saturating_sub(self.doc.base)));
        if let Some(level) = self.level {
            archival::check_end(level, out.offset())?;
        }
        Ok(FinishedIncrement { bytes: out.bytes, start, values })
    }

    /// The latest trailer's entries that hold for the whole file, with `/Size` and `/Prev`.
    fn trailer(&self, written: &[u8]) -> Dictionary {
        let mut trailer = Dictionary::new();
        trailer.set("Size", i64::from(self.next));
        let previous = self.doc.revisions().last().map_or(0, |latest| latest.xref_offset);
        let previous = previous.saturating_sub(self.doc.base);
        trailer.set("Prev", i64::try_from(previous).unwrap_or(i64::MAX));
        for (key, value) in self.doc.latest().trailer().iter() {
            if !SECTION_KEYS.contains(&key.as_slice()) {
                trailer.set(key.clone(), value.clone());
            }
        }
        if let Ok(Object::Array(id)) = trailer.get_mut(b"ID")
            && let [_, Object::String(second, format)] = id.as_mut_slice()
        {
            *second = self.changed_id(second, written);
            *format = StringFormat::Hexadecimal;
        }
        trailer
    }

    /// The second file identifier (ISO 32000-1 §14.4), changed with every update: 16 bytes that
    /// depend on nothing but the file and the update, so that the same call gives the same bytes.
    fn changed_id(&self, old: &[u8], written: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(old);
        hash.update(self.doc.source().len().to_be_bytes());
        hash.update(written);
        hash.finalize().iter().take(16).copied().collect()
    }

    fn write_table(
        &self,
        out: &mut Output,
        rows: &BTreeMap<u32, (u64, u16)>,
        trailer: &Dictionary,
    ) -> Result<(), PdfError> {
        out.text("xref\n");
        for run in runs(rows) {
            out.text(&format!("{} {}\n", run.start, run.len()));
            for (_, &(offset, generation)) in rows.range(run) {
                let relative = offset.saturating_sub(self.doc.base);
                if relative > MAX_ROW_OFFSET {
                    return Err(PdfError::OffsetTooLarge { offset });
                }
                out.text(&format!("{relative:010} {generation:05} n \n"));
            }
        }
        out.text("trailer\n");
        out.bytes.extend(serialized(&Object::Dictionary(trailer.clone())));
        out.text("\n");
        Ok(())
    }

    fn write_stream(
        &self,
        out: &mut Output,
        id: ObjectId,
        mut rows: BTreeMap<u32, (u64, u16)>,
        mut trailer: Dictionary,
    ) {
        let section = out.offset();
        rows.insert(id.0, (section, id.1));
        // As many bytes as the largest offset takes: this section comes last.
        let relative = |offset: u64| offset.saturating_sub(self.doc.base);
        let unused = relative(section).leading_zeros() / 8;
        let width = usize::try_from(8 - unused.min(7)).unwrap_or(8);
        let mut data = Vec::new();
        for &(offset, generation) in rows.values() {
            data.push(1);
            data.extend(relative(offset).to_be_bytes().iter().skip(8 - width));
            data.extend(generation.to_be_bytes());
        }
        let index = runs(&rows).into_iter().flat_map(|run| {
            [Object::Integer(i64::from(run.start)), Object::Integer(run.len() as i64)]
        });
        trailer.set("Type", Object::Name(b"XRef".to_vec()));
        trailer.set("Index", Object::Array(index.collect()));
        trailer.set("W", Object::Array([1, width as i64, 2].map(Object::Integer).to_vec()));
        trailer.set("Length", data.len() as i64);
        out.text(&format!("{} {} obj\n", id.0, id.1));
        out.bytes.extend(serialized(&Object::Dictionary(trailer)));
        out.text("\nstream\n");
        out.bytes.extend(data);
        out.text("\nendstream\nendobj\n");
    }
}

/// Bytes that will lie at `start` in the file.
struct Output {
    bytes: Vec<u8>,
    start: u64,
}

impl Output {
    fn offset(&self) -> u64 {
        self.start.saturating_add(self.bytes.len() as u64)
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Consecutive numbers.
fn runs(rows: &BTreeMap<u32, (u64, u16)>) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for &number in rows.keys() {
        match runs.last_mut() {
            Some(run) if run.end == number => run.end = number.saturating_add(1),
            _ => runs.push(number..number.saturating_add(1)),
        }
    }
    runs
}

/// The value that a text is; of a stream its dictionary.
fn object_of(id: ObjectId, text: &[u8]) -> Result<Object, PdfError> {
    let body = Lexer::new(text, 0, true).body(id).map_err(|stop| stop.at(0))?;
    Ok(body.written.value)
}

/// The stream that a text is; `None` for any other object.
fn stream_of(id: ObjectId, text: &[u8]) -> Result<Option<Stream>, PdfError> {
    let body = Lexer::new(text, 0, true).body(id).map_err(|stop| stop.at(0))?;
    let (Some(data), Object::Dictionary(dict)) = (body.data, body.written.value) else {
        return Ok(None);
    };
    let length = match dict.as_hashmap().get(&b"Length"[..]) {
        Some(Object::Integer(length)) => usize::try_from(*length).ok(),
        _ => None,
    };
    let content = usize::try_from(data)
        .ok()
        .zip(length)
        .and_then(|(data, length)| text.get(data..data.checked_add(length)?));
    let fault = ObjectFault::Length;
    let content = content.ok_or(PdfError::BadObject { object: id, offset: None, fault })?;
    Ok(Some(Stream::new(dict, content.to_vec())))
}

/// A value as PDF syntax.
pub(super) fn serialized(value: &Object) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = Writer::write_object(&mut bytes, value);
    bytes
}
