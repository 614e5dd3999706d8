//! Changes to single entries of an object, every other byte kept as it is written.
//!
//! A page rewritten from parsed values would lose what parsing loses: 595.275590551 becomes
//! 595.2756, comments and order vanish, and a signer's diff shows changes that nobody made.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Object, ObjectId};

use super::crypt::Crypt;
use super::error::{ObjectFault, PdfError};
use super::increment::Value;
use super::object::RawObject;
use super::view::{View, wrong_type};
use crate::limits::MAX_REFERENCE_HOPS;

/// A dictionary or array inside an indirect object.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) raw: RawObject,
    /// Where `raw.bytes` start in the indirect object's value.
    shift: usize,
}

impl Place {
    /// A whole indirect object; `None` when it is null or missing.
    pub(super) fn object(view: &View<'_>, mut id: ObjectId) -> Result<Option<Self>, PdfError> {
        for _ in 0..MAX_REFERENCE_HOPS {
            match view.raw_object(id)? {
                Some(RawObject { value: Object::Reference(next), .. }) => id = next,
                Some(RawObject { value: Object::Null, .. }) | None => return Ok(None),
                Some(raw) => return Ok(Some(Self { raw, shift: 0 })),
            }
        }
        Err(PdfError::ReferenceLoop { object: id })
    }

    /// A dictionary that must exist.
    pub(super) fn dictionary(view: &View<'_>, id: ObjectId) -> Result<Self, PdfError> {
        let place = Self::object(view, id)?.ok_or(wrong_type(id, "dictionary", &Object::Null))?;
        place.expect_dictionary()
    }

    fn expect_dictionary(self) -> Result<Self, PdfError> {
        match self.raw.value {
            Object::Dictionary(_) => Ok(self),
            ref other => Err(wrong_type(self.raw.id, "dictionary", other)),
        }
    }

    /// The value under a key, where it is written: nested here, or an object of its own.
    pub(super) fn get(&self, view: &View<'_>, key: &[u8]) -> Result<Option<Self>, PdfError> {
        let Some(entry) = self.raw.entry(key) else { return Ok(None) };
        let span = &entry.value_span;
        let raw = self.raw.nested(span)?;
        match raw.value {
            Object::Reference(id) => Self::object(view, id),
            Object::Null => Ok(None),
            _ => Ok(Some(Self { raw, shift: self.shift.saturating_add(span.start) })),
        }
    }

    /// Whether a dictionary has a key.
    pub(super) fn has(&self, key: &[u8]) -> bool {
        self.raw.entry(key).is_some()
    }

    /// As [`Self::get`], for a value that must be a dictionary.
    pub(super) fn get_dictionary(
        &self,
        view: &View<'_>,
        key: &[u8],
    ) -> Result<Option<Self>, PdfError> {
        self.get(view, key)?.map(Self::expect_dictionary).transpose()
    }

    fn shifted(&self, span: &Range<usize>) -> Range<usize> {
        self.shift.saturating_add(span.start)..self.shift.saturating_add(span.end)
    }

    /// Before the closing bracket, which is `width` bytes wide.
    fn before_close(&self, width: usize) -> Range<usize> {
        let at = self.raw.bytes.len().saturating_sub(width);
        self.shifted(&(at..at))
    }
}

/// A span of an object's value and what takes its place.
type Edit = (Range<usize>, Vec<u8>);

/// The objects changed so far.
#[derive(Debug, Default)]
pub(super) struct Edits {
    objects: BTreeMap<ObjectId, Vec<Edit>>,
}

impl Edits {
    /// Gives a key of a dictionary a new value.
    pub(super) fn set(&mut self, dictionary: &Place, key: &str, value: &str) {
        let edit = match dictionary.raw.entry(key.as_bytes()) {
            // The space keeps a value apart from its key where the old one began with a bracket.
            Some(entry) => (dictionary.shifted(&entry.value_span), format!(" {value}")),
            None => (dictionary.before_close(2), format!("/{key} {value}")),
        };
        self.add(dictionary, edit);
    }

    /// Appends to an array.
    ///
    /// # Errors
    /// The place holds no array.
    pub(super) fn append(&mut self, array: &Place, value: &str) -> Result<(), PdfError> {
        if !matches!(array.raw.value, Object::Array(_)) {
            return Err(wrong_type(array.raw.id, "array", &array.raw.value));
        }
        self.add(array, (array.before_close(1), format!(" {value}")));
        Ok(())
    }

    fn add(&mut self, place: &Place, (span, text): (Range<usize>, String)) {
        self.objects.entry(place.raw.id).or_default().push((span, text.into_bytes()));
    }

    /// The changed objects' values, in the order of their numbers. Of an encrypted document what
    /// stood in the file stays, and what is new, or was in an object stream, is encrypted.
    pub(super) fn apply(self, view: &View<'_>) -> Result<Vec<(ObjectId, Value)>, PdfError> {
        let sealer = view.document().crypt.as_deref().map(Crypt::sealer);
        let mut changed = Vec::new();
        for (id, mut edits) in self.objects {
            let fault = ObjectFault::NoHeader;
            let missing = PdfError::BadObject { object: id, offset: None, fault };
            let raw = view.raw_object(id)?.ok_or(missing)?;
            // Stable: two insertions at one place stay in the order in which they were made.
            edits.sort_by_key(|(span, _)| span.start);
            let new = |text: &[u8]| match sealer {
                Some(sealer) => sealer.seal_text(id, text),
                None => Ok(text.to_vec()),
            };
            let kept = |span: Range<usize>| {
                let text = raw.bytes.get(span).unwrap_or_default();
                if raw.offset.is_some() { Ok(text.to_vec()) } else { new(text) }
            };
            let mut bytes = Vec::with_capacity(raw.bytes.len().saturating_add(64));
            let mut at = 0;
            for (span, text) in edits {
                bytes.extend(kept(at..span.start)?);
                bytes.extend(new(&text)?);
                at = span.end.max(at);
            }
            bytes.extend(kept(at..raw.bytes.len())?);
            changed.push((id, Value::Sealed(bytes)));
        }
        Ok(changed)
    }
}
