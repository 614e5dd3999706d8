//! One revision's view of a document: objects looked up and read as its reader would.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::document::PdfDocument;
use super::error::{ObjectFault, PdfError};
use super::lex::lex_at;
use super::object::{Indirect, RawObject};
use super::object_stream::ObjectStream;
use super::page::Pages;
use super::revision::Revision;
use super::xref::XrefEntry;
use crate::limits::{MAX_OBJECT_BYTES, MAX_REFERENCE_HOPS};

/// A document as it was at one of its revisions; see [`PdfDocument::at_revision`].
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(super) doc: &'a PdfDocument,
    revision: usize,
    /// Bytes from here on do not exist for this view.
    pub(super) end: u64,
}

/// What an indirect object takes up in the file.
pub(super) struct Extent {
    /// After `endobj`.
    pub(super) end: u64,
    /// Whether a key stands twice in it.
    pub(super) doubled: bool,
    /// As in [`RawObject::ambiguous`].
    pub(super) ambiguous: bool,
    /// Its `/Type`.
    pub(super) kind: Option<Vec<u8>>,
}

/// An object where it stands, or one of one's own.
pub(crate) enum Lent<'o> {
    /// In another object.
    Here(&'o Object),
    /// Kept for all; no stream, whose data would be missing.
    Kept(Arc<Indirect>),
    /// Read for who asked.
    Own(Object),
}

impl std::ops::Deref for Lent<'_> {
    type Target = Object;

    fn deref(&self) -> &Object {
        match self {
            Self::Here(object) => object,
            Self::Own(object) => object,
            Self::Kept(indirect) => &indirect.written.value,
        }
    }
}

static EMPTY: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::new);

impl<'a> View<'a> {
    pub(super) fn new(doc: &'a PdfDocument, revision: usize) -> Self {
        let end = match doc.revisions().get(revision) {
            Some(found) if revision + 1 < doc.revisions().len() => found.end,
            _ => doc.source.len(),
        };
        Self { doc, revision, end }
    }

    /// The document it looks at.
    #[must_use]
    pub fn document(&self) -> &'a PdfDocument {
        self.doc
    }

    /// Index of its revision.
    #[must_use]
    pub fn revision(&self) -> usize {
        self.revision
    }

    fn record(&self) -> Option<&'a Revision> {
        self.doc.revisions().get(self.revision)
    }

    /// The trailer dictionary; of a cross-reference stream, its dictionary.
    #[must_use]
    pub fn trailer(&self) -> &'a Dictionary {
        self.record().map_or(&EMPTY, |revision| &revision.trailer)
    }

    /// The cross-reference entry of an object number; `None` when no section has one.
    ///
    /// # Errors
    /// A table's row that is malformed.
    pub fn entry(&self, number: u32) -> Result<Option<XrefEntry>, PdfError> {
        let doc = self.doc;
        let past = self.record().map_or(0, |revision| revision.sections.end);
        let Some(newest) = doc.index.section(number) else { return Ok(None) };
        // Most objects are as they were: their newest section is old enough for this view.
        let newest = if newest < past { newest + 1 } else { past };
        for section in doc.sections.get(..newest).unwrap_or_default().iter().rev() {
            if let Some(entry) = section.entry(&doc.source, doc.base, number)? {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// An object; `Null` when it is free, missing, or of another generation (ISO 32000-1
    /// §7.3.10). A stream comes with its data as stored, filters not undone.
    ///
    /// # Errors
    /// The object does not read, or another one stands in its place.
    pub fn object(&self, id: ObjectId) -> Result<Object, PdfError> {
        match self.entry(id.0)? {
            Some(XrefEntry::Offset { offset, generation }) if generation == id.1 => {
                self.load(self.indirect(id, offset)?)
            }
            Some(XrefEntry::InStream { stream, index }) if id.1 == 0 => {
                Ok(self.compressed(id.0, stream, index)?.value)
            }
            _ => Ok(Object::Null),
        }
    }

    /// An object as it is written; `None` when [`Self::object`] gives `Null` for want of one.
    ///
    /// # Errors
    /// As [`Self::object`].
    pub fn raw_object(&self, id: ObjectId) -> Result<Option<RawObject>, PdfError> {
        match self.entry(id.0)? {
            Some(XrefEntry::Offset { offset, generation }) if generation == id.1 => {
                let indirect = Arc::unwrap_or_clone(self.indirect(id, offset)?);
                let span = indirect.written.span.clone();
                let raw = self.doc.source.look(span.clone(), |bytes| {
                    indirect.written.into_raw(id, bytes, span.start, Some(span.start))
                })?;
                Ok(Some(RawObject { crypt: self.doc.crypt.clone(), ..raw }))
            }
            Some(XrefEntry::InStream { stream, index }) if id.1 == 0 => {
                self.compressed(id.0, stream, index).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Follows references until a value stands there.
    ///
    /// # Errors
    /// As [`Self::object`]; a chain of more than [`MAX_REFERENCE_HOPS`] references.
    pub fn resolve(&self, object: &Object) -> Result<Object, PdfError> {
        let Object::Reference(mut id) = *object else { return Ok(object.clone()) };
        for _ in 0..MAX_REFERENCE_HOPS {
            match self.object(id)? {
                Object::Reference(next) => id = next,
                value => return Ok(value),
            }
        }
        Err(PdfError::ReferenceLoop { object: id })
    }

    /// An object, lent by what keeps it where that is the object as it is: a form of fifty fields
    /// is walked once for each of fifty revisions.
    ///
    /// # Errors
    /// As [`Self::object`].
    pub(crate) fn lent(&self, id: ObjectId) -> Result<Lent<'static>, PdfError> {
        if let Some(XrefEntry::Offset { offset, generation }) = self.entry(id.0)?
            && generation == id.1
        {
            let indirect = self.indirect(id, offset)?;
            return Ok(match indirect.data {
                None => Lent::Kept(indirect),
                Some(_) => Lent::Own(self.load(indirect)?),
            });
        }
        Ok(Lent::Own(self.object(id)?))
    }

    /// An object without what it may have of a stream's data, lent likewise: a stream is its
    /// dictionary. `None` as [`Self::raw_object`].
    ///
    /// # Errors
    /// As [`Self::object`].
    pub(crate) fn bare(&self, id: ObjectId) -> Result<Option<Lent<'static>>, PdfError> {
        match self.entry(id.0)? {
            Some(XrefEntry::Offset { offset, generation }) if generation == id.1 => {
                Ok(Some(Lent::Kept(self.indirect(id, offset)?)))
            }
            Some(XrefEntry::InStream { stream, index }) if id.1 == 0 => {
                let raw = self.compressed(id.0, stream, index)?;
                Ok(Some(Lent::Own(raw.value)))
            }
            _ => Ok(None),
        }
    }

    /// Looks at an object where it is kept: signatures have thousands of bytes.
    ///
    /// # Errors
    /// As [`Self::object`].
    pub(crate) fn look<T>(
        &self,
        id: ObjectId,
        look: impl FnOnce(&Object) -> T,
    ) -> Result<T, PdfError> {
        Ok(look(&*self.lent(id)?))
    }

    /// Whether a value is null, or references that lead to nothing.
    ///
    /// # Errors
    /// As [`Self::resolve`].
    pub fn is_null(&self, object: &Object) -> Result<bool, PdfError> {
        let Object::Reference(mut id) = *object else { return Ok(object.is_null()) };
        for _ in 0..MAX_REFERENCE_HOPS {
            match self.look(id, |value| value.as_reference().map_err(|_| value.is_null()))? {
                Ok(next) => id = next,
                Err(is_null) => return Ok(is_null),
            }
        }
        Err(PdfError::ReferenceLoop { object: id })
    }

    /// The value of a dictionary's key, references followed; `Null` when absent.
    ///
    /// # Errors
    /// As [`Self::resolve`].
    pub fn get(&self, dict: &Dictionary, key: &[u8]) -> Result<Object, PdfError> {
        dict.as_hashmap().get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The dictionary under a key; `None` when absent or null.
    ///
    /// # Errors
    /// As [`Self::resolve`]; the value is no dictionary.
    pub fn get_dict(&self, dict: &Dictionary, key: &[u8]) -> Result<Option<Dictionary>, PdfError> {
        match self.get(dict, key)? {
            Object::Dictionary(found) => Ok(Some(found)),
            Object::Null => Ok(None),
            other => {
                let reference = dict.as_hashmap().get(key).and_then(|v| v.as_reference().ok());
                Err(wrong_type(reference.unwrap_or_default(), "dictionary", &other))
            }
        }
    }

    /// Object number of the catalog.
    ///
    /// # Errors
    /// The trailer's `/Root` is no reference.
    pub fn catalog_id(&self) -> Result<ObjectId, PdfError> {
        match self.trailer().as_hashmap().get(&b"Root"[..]) {
            Some(Object::Reference(id)) => Ok(*id),
            other => Err(wrong_type((0, 0), "reference", other.unwrap_or(&Object::Null))),
        }
    }

    /// The catalog (ISO 32000-1 §7.7.2).
    ///
    /// # Errors
    /// As [`Self::object`]; there is none.
    pub fn catalog(&self) -> Result<Dictionary, PdfError> {
        let id = self.catalog_id()?;
        match self.object(id)? {
            Object::Dictionary(catalog) => Ok(catalog),
            other => Err(wrong_type(id, "dictionary", &other)),
        }
    }

    /// The value of a key of the catalog as written, a reference not followed; `None` when absent.
    ///
    /// # Errors
    /// As [`Self::catalog`].
    pub(crate) fn of_catalog(&self, key: &[u8]) -> Result<Option<Object>, PdfError> {
        let id = self.catalog_id()?;
        match &*self.lent(id)? {
            Object::Dictionary(catalog) => Ok(catalog.as_hashmap().get(key).cloned()),
            other => Err(wrong_type(id, "dictionary", other)),
        }
    }

    /// The pages in order, found as the iterator goes.
    ///
    /// # Errors
    /// The catalog does not read.
    pub fn pages(&self) -> Result<Pages<'a>, PdfError> {
        Pages::new(*self, &self.catalog()?)
    }

    /// The object whose header stands at `offset`.
    fn indirect(&self, id: ObjectId, offset: u64) -> Result<Arc<Indirect>, PdfError> {
        let bad = |fault| PdfError::BadObject { object: id, offset: Some(offset), fault };
        if offset >= self.end {
            return Err(bad(ObjectFault::NoHeader));
        }
        if let Some(known) = self.doc.recent.get(offset, self.end).filter(|known| known.id == id) {
            // Taken as often as one likes, it costs as reading does.
            self.doc.cache.spend(known.written.span.end.saturating_sub(offset))?;
            return Ok(known);
        }
        let indirect = lex_at(&self.doc.source, offset, self.end, |lexer| {
            lexer.values = 0;
            match lexer.header()? {
                Some(found) if found == id => lexer.body(id),
                Some(found) => Err(bad(ObjectFault::OtherObject(found)).into()),
                None => Err(bad(ObjectFault::NoHeader).into()),
            }
        });
        let reached = match &indirect {
            Ok(indirect) => indirect.written.span.end,
            Err(error) => error.offset().unwrap_or_default(),
        };
        self.doc.cache.spend(reached.saturating_sub(offset))?;
        let mut indirect = indirect?;
        if let Some(crypt) = &self.doc.crypt {
            crypt.open_value(id, &mut indirect.written.value).map_err(bad)?;
        }
        let indirect = Arc::new(indirect);
        self.doc.recent.keep(offset, self.end, &indirect);
        Ok(indirect)
    }

    /// How far the object whose header stands at `offset` reaches, to its `endobj`.
    ///
    /// # Errors
    /// It is not whole: no header, no value, no `endstream`, no `endobj`.
    pub(super) fn extent(&self, id: ObjectId, offset: u64) -> Result<Extent, PdfError> {
        let bad = |fault| PdfError::BadObject { object: id, offset: Some(offset), fault };
        let indirect = self.indirect(id, offset)?;
        let written = &indirect.written;
        let dict = written.value.as_dict().ok();
        let kind = match dict.map(|dict| self.get(dict, b"Type")).transpose()? {
            Some(Object::Name(name)) => Some(name),
            _ => None,
        };
        let mut end = written.span.end;
        if let (Some(data), Some(dict)) = (indirect.data, dict) {
            let length = self.stream_length(id, dict)?.ok_or(bad(ObjectFault::Length))?;
            end = self.expect(data.saturating_add(length), "endstream")?;
        }
        end = self.expect(end, "endobj")?;
        Ok(Extent { end, doubled: written.doubled, ambiguous: written.ambiguous, kind })
    }

    /// The offset after a word that stands at `at` or after white space.
    fn expect(&self, at: u64, word: &'static str) -> Result<u64, PdfError> {
        if at >= self.end {
            return Err(PdfError::Truncated { offset: self.end });
        }
        lex_at(&self.doc.source, at, self.end, |lexer| Ok(lexer.expect(word)?.end))
    }

    /// The object numbers that an object stream holds, in its order.
    pub(super) fn numbers_in(&self, stream: u32) -> Result<Vec<u32>, PdfError> {
        Ok(self.object_stream(stream)?.numbers().collect())
    }

    fn load(&self, indirect: Arc<Indirect>) -> Result<Object, PdfError> {
        let (id, data) = (indirect.id, indirect.data);
        // Of one that is kept for others, only the value is copied.
        let value = match Arc::try_unwrap(indirect) {
            Ok(own) => own.written.value,
            Err(kept) => kept.written.value.clone(),
        };
        match (value, data) {
            (Object::Dictionary(dict), Some(data)) => {
                Ok(Object::Stream(self.stream(id, dict, data)?))
            }
            (value, _) => Ok(value),
        }
    }

    /// Reads a stream's data and checks that it ends where `/Length` says.
    fn stream(&self, id: ObjectId, dict: Dictionary, data: u64) -> Result<Stream, PdfError> {
        let bad = |fault| PdfError::BadObject { object: id, offset: Some(data), fault };
        let length = self.stream_length(id, &dict)?.ok_or(bad(ObjectFault::Length))?;
        if length > MAX_OBJECT_BYTES {
            return Err(PdfError::ObjectTooLarge { offset: data, limit: MAX_OBJECT_BYTES });
        }
        let end = data.saturating_add(length);
        if end > self.end {
            return Err(bad(ObjectFault::Length));
        }
        let content = self.doc.source.read_range(data..end)?;
        let ended = lex_at(&self.doc.source, end, self.end, |lexer| {
            lexer.skip_blank();
            lexer.eat(b"endstream")
        });
        if !ended? {
            return Err(bad(ObjectFault::EndStream));
        }
        let start_position = usize::try_from(data).ok();
        let mut stream = Stream { dict, content, allows_compression: false, start_position };
        if let Some(crypt) = &self.doc.crypt {
            self.doc.cache.spend(length)?;
            crypt.open_stream(id, &mut stream).map_err(bad)?;
        }
        Ok(stream)
    }

    /// `/Length`, direct or in an object of its own. That object may not lie in an object stream:
    /// to read that stream one would need its length first.
    fn stream_length(&self, id: ObjectId, dict: &Dictionary) -> Result<Option<u64>, PdfError> {
        let value = match dict.as_hashmap().get(&b"Length"[..]) {
            Some(Object::Reference(at)) if *at != id => match self.entry(at.0)? {
                Some(XrefEntry::Offset { offset, generation }) if generation == at.1 => {
                    self.indirect(*at, offset)?.written.value.clone()
                }
                _ => Object::Null,
            },
            Some(value) => value.clone(),
            None => Object::Null,
        };
        match value {
            Object::Integer(length) => Ok(u64::try_from(length).ok()),
            _ => Ok(None),
        }
    }

    fn compressed(&self, number: u32, stream: u32, index: u32) -> Result<RawObject, PdfError> {
        let raw = self.object_stream(stream)?.object(number, index)?;
        self.doc.cache.spend(raw.bytes.len() as u64)?;
        Ok(raw)
    }

    fn object_stream(&self, number: u32) -> Result<Arc<ObjectStream>, PdfError> {
        let id = (number, 0);
        let fault = ObjectFault::ObjectStream;
        let bad = PdfError::BadObject { object: id, offset: None, fault };
        let Some(XrefEntry::Offset { offset, generation: 0 }) = self.entry(number)? else {
            return Err(bad);
        };
        if offset >= self.end {
            return Err(bad);
        }
        self.doc.cache.get(offset, || match self.load(self.indirect(id, offset)?)? {
            Object::Stream(stream) if stream.dict.has_type(b"ObjStm") => {
                ObjectStream::decode(id, &stream)
            }
            _ => Err(bad),
        })
    }
}

/// The error for an object of another type than its place requires.
pub(super) fn wrong_type(object: ObjectId, expected: &'static str, found: &Object) -> PdfError {
    let fault = ObjectFault::Type { expected, found: found.enum_variant() };
    PdfError::BadObject { object, offset: None, fault }
}
