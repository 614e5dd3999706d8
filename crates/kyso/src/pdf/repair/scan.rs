//! What stands in a file whose cross-reference cannot be used: the definitions of its objects, and
//! the trailers that name a catalog.

use std::collections::VecDeque;

use lopdf::{Dictionary, Object, ObjectId};

use super::super::error::PdfError;
use super::super::lex::lex_at;
use super::super::object::Indirect;
use super::definitions::Definitions;
use super::marks::{Mark, Marks};
use super::streams::{Ended, Streams};
use crate::limits::{MAX_OBJECT_BYTES, MAX_RECOVERY_WASTE};
use crate::source::Source;

/// Trailers and catalogs kept, the last ones: one of them is the right one.
const KEPT: usize = 16;

/// What a trailer says of the whole file.
const TRAILER_KEYS: [&[u8]; 3] = [b"Root", b"Info", b"ID"];

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// Every definition of every number.
    pub(super) definitions: Definitions,
    /// The object streams that were whole.
    pub(super) containers: Vec<Container>,
    /// The last trailers with a `/Root`, in the order of the file.
    pub(super) trailers: VecDeque<Dictionary>,
    /// The last catalogs.
    pub(super) catalogs: VecDeque<ObjectId>,
    /// Where the first thing stands that looks like a signature.
    pub(super) signed: Option<u64>,
    /// Whether a trailer has `/Encrypt`.
    pub(super) encrypted: bool,
}

/// An object stream.
pub(super) struct Container {
    pub(super) id: ObjectId,
    pub(super) offset: u64,
    pub(super) data: u64,
    pub(super) length: u64,
}

impl Found {
    pub(super) fn keep_catalog(&mut self, id: ObjectId) {
        keep(&mut self.catalogs, id);
    }
}

fn keep<T>(kept: &mut VecDeque<T>, new: T) {
    if kept.len() >= KEPT {
        kept.pop_front();
    }
    kept.push_back(new);
}

struct Scanner<'s> {
    source: &'s Source,
    marks: Marks<'s>,
    streams: Streams<'s>,
    found: Found,
    /// Bytes that may still be read in vain.
    waste: u64,
}

/// Reads through the whole file.
pub(super) fn scan(source: &Source) -> Result<Found, PdfError> {
    let (marks, streams) = (Marks::new(source), Streams::new(source));
    let found = Found::default();
    let mut scanner = Scanner { source, marks, streams, found, waste: MAX_RECOVERY_WASTE };
    let mut at = 0;
    while let Some(mark) = scanner.marks.next(at)? {
        let next = match mark {
            Mark::Header { offset, .. } => scanner.object(offset)?,
            Mark::Trailer(after) => scanner.plain_trailer(after)?,
            Mark::ByteRange(after) => {
                scanner.found.signed.get_or_insert(after);
                None
            }
        };
        at = next.unwrap_or_default().max(mark.after());
    }
    Ok(scanner.found)
}

impl Scanner<'_> {
    /// The object whose header stands at `offset`; the offset after it where it is whole.
    fn object(&mut self, offset: u64) -> Result<Option<u64>, PdfError> {
        let read = lex_at(self.source, offset, self.source.len(), |lexer| {
            lexer.values = 0;
            match lexer.header()? {
                Some(id) => lexer.body(id).map(Some),
                None => Ok(None),
            }
        });
        let Some(Some(indirect)) = self.unless_broken(read, offset)? else { return Ok(None) };
        let Indirect { id, written, data, .. } = indirect;
        let ended = match (data, &written.value) {
            (Some(data), Object::Dictionary(dict)) => {
                match self.streams.end(dict, data, &self.marks)? {
                    Some(ended) => ended,
                    // Its end was cut off, or lies in what follows: that is looked through too.
                    None => return Ok(None),
                }
            }
            _ => Ended { at: written.span.end, length: None },
        };
        if is_signature(&written.value) {
            self.found.signed.get_or_insert(offset);
        }
        if let Object::Dictionary(dict) = written.value {
            if dict.has_type(b"XRef") {
                self.trailer(dict);
                return Ok(Some(ended.at));
            }
            if dict.has_type(b"ObjStm")
                && let (Some(data), Some(length)) = (data, ended.length)
            {
                self.found.containers.push(Container { id, offset, data, length });
            }
            if dict.has_type(b"Catalog") {
                self.found.keep_catalog(id);
            }
        }
        self.found.definitions.add(id.0, offset, id.1)?;
        Ok(Some(ended.at))
    }

    /// `None` where something is no syntax; what was read for nothing is counted.
    fn unless_broken<T>(
        &mut self,
        read: Result<T, PdfError>,
        from: u64,
    ) -> Result<Option<T>, PdfError> {
        let wasted = match read {
            Ok(value) => return Ok(Some(value)),
            Err(PdfError::ObjectTooLarge { .. }) => MAX_OBJECT_BYTES,
            Err(
                error @ (PdfError::Syntax { .. }
                | PdfError::Truncated { .. }
                | PdfError::NestedTooDeep { .. }),
            ) => error.offset().unwrap_or(from).saturating_sub(from),
            Err(error) => return Err(error),
        };
        let limit = MAX_RECOVERY_WASTE;
        self.waste = self.waste.checked_sub(wasted).ok_or(PdfError::TooMuchWork { limit })?;
        Ok(None)
    }

    fn plain_trailer(&mut self, after: u64) -> Result<Option<u64>, PdfError> {
        let read = lex_at(self.source, after, self.source.len(), |lexer| {
            lexer.values = 0;
            lexer.written()
        });
        let Some(written) = self.unless_broken(read, after)? else { return Ok(None) };
        let Object::Dictionary(dict) = written.value else { return Ok(None) };
        self.trailer(dict);
        Ok(Some(written.span.end))
    }

    fn trailer(&mut self, mut dict: Dictionary) {
        self.found.encrypted |= dict.has(b"Encrypt");
        if !matches!(dict.as_hashmap().get(&b"Root"[..]), Some(Object::Reference(_))) {
            return;
        }
        let mut kept = Dictionary::new();
        for key in TRAILER_KEYS {
            if let Some(value) = dict.remove(key) {
                kept.set(key, value);
            }
        }
        keep(&mut self.found.trailers, kept);
    }
}

/// Whether a dictionary at any depth is, by its look, that of a signature.
fn is_signature(value: &Object) -> bool {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Object::Array(values) => open.extend(values),
            Object::Dictionary(dict) => {
                let typed = dict.has_type(b"Sig") || dict.has_type(b"DocTimeStamp");
                let filled = dict.has(b"SubFilter") && dict.has(b"Contents");
                if typed || filled || dict.has(b"ByteRange") {
                    return true;
                }
                open.extend(dict.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    false
}
