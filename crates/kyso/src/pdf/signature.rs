//! Signature dictionaries of every revision, read with the spans that prove what they cover.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::document::PdfDocument;
use super::error::{EncryptionFault, PdfError};
use super::field::{Field, FieldKind, Walk};
use super::object::RawObject;
use super::text::decode_text;
use super::transform::{followed_lock, references};
use super::view::View;
use super::xref::XrefEntry;
use crate::Time;
use crate::limits::{
    MAX_CMS_BYTES, MAX_FIELD_VISITS, MAX_FIELDS, MAX_REFERENCE_HOPS, MAX_RETAINED_CONTENTS,
    MAX_SIGNATURES,
};

/// What a signature dictionary says it is (`/Type`, ISO 32000-2 table 255).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureKind {
    /// `/Sig`, or no `/Type`.
    Signature,
    /// `/DocTimeStamp`
    DocTimeStamp,
}

/// What is wrong with a signature dictionary before anything is hashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureFault {
    /// `/V` leads to no dictionary.
    #[error("the signature is no dictionary")]
    NotADictionary,
    /// The dictionary lies in an object stream: no byte range can leave its `/Contents` out.
    #[error("the signature stands in an object stream")]
    InObjectStream,
    /// A key stands twice; readers differ in which one they take.
    #[error("the key {0} stands twice")]
    DuplicateKey(String),
    /// `/Contents` is missing.
    #[error("no /Contents")]
    NoContents,
    /// `/Contents` is a reference or no string.
    #[error("/Contents is no string")]
    ContentsNotAString,
    /// `/Contents` is longer than [`MAX_CMS_BYTES`]; it was not kept.
    #[error("/Contents is too large")]
    ContentsTooLarge,
    /// Another field has the same dictionary for its value, and it is judged there. One of the two
    /// was never signed.
    #[error("the field {field} has the same signature")]
    SharedValue {
        /// Full name of the other field.
        field: String,
    },
    /// `/ByteRange` is missing.
    #[error("no /ByteRange")]
    NoByteRange,
    /// `/ByteRange` is no array of integers written in the dictionary itself.
    #[error("/ByteRange is no list of integers")]
    ByteRangeNotIntegers,
    /// The object does not read.
    #[error(transparent)]
    Unreadable(PdfError),
}

/// The value of a signature field as it is written; nothing in it is proved.
///
/// A dictionary that is malformed is reported with [`Self::faults`] and whatever could be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignatureValue {
    /// Full name of the field.
    pub field: String,
    /// The field, unless written inside its parent.
    pub field_id: Option<ObjectId>,
    /// The signature dictionary's object; `None` when it is written inside the field.
    pub object: Option<ObjectId>,
    /// File span of the dictionary, `<<` to `>>`; `None` in an object stream.
    pub span: Option<Range<u64>>,
    /// Signature or document time-stamp.
    pub kind: SignatureKind,
    /// `/Filter`
    pub filter: Option<String>,
    /// `/SubFilter`
    pub sub_filter: Option<String>,
    /// `/ByteRange`, as many integers as stand there.
    pub byte_range: Option<Vec<i64>>,
    /// `/Contents`, decoded, with its zero padding.
    pub contents: Vec<u8>,
    /// How `/Contents` is written.
    pub contents_format: StringFormat,
    /// File span of the `/Contents` string, its brackets included.
    pub contents_span: Option<Range<u64>>,
    /// `/M`, the claimed time, when it reads as a date.
    pub m: Option<Time>,
    /// `/M` as written.
    pub m_raw: Option<Vec<u8>>,
    /// `/Name`
    pub name: Option<String>,
    /// `/Reason`
    pub reason: Option<String>,
    /// `/Location`
    pub location: Option<String>,
    /// `/ContactInfo`
    pub contact_info: Option<String>,
    /// `/Reference`: signature reference dictionaries (ISO 32000-1 table 253) with their
    /// transform methods; what matters in them is followed.
    pub reference: Vec<Dictionary>,
    /// The dictionary without `/Contents`.
    pub dictionary: Dictionary,
    /// `/Lock` of the field as it was when first seen.
    pub lock: Option<Dictionary>,
    /// The oldest revision in which the field has this value.
    pub revision: usize,
    /// Whether the field still has this value, at the same place, in the latest revision.
    pub in_latest: bool,
    /// The first widget of the field, in the latest revision that has this value.
    pub widget: Option<ObjectId>,
    /// `/Rect` of that widget: two corners in points.
    pub rect: Option<[f32; 4]>,
    /// What is wrong with it.
    pub faults: Vec<SignatureFault>,
}

/// The signatures of all revisions, in the order in which they were made: also those that a later
/// revision removed or replaced.
///
/// # Errors
/// The form of the latest revision does not read, only later revisions are encrypted, or a bound on fields or
/// signatures is passed. Earlier revisions that do not read are passed over.
pub fn signatures(doc: &PdfDocument) -> Result<Vec<SignatureValue>, PdfError> {
    all(doc, Found::default())
}

/// The same, each field of each revision looked at anew.
#[cfg(test)]
pub(super) fn signatures_apart(doc: &PdfDocument) -> Result<Vec<SignatureValue>, PdfError> {
    all(doc, Found { apart: true, ..Found::default() })
}

fn all(doc: &PdfDocument, mut found: Found) -> Result<Vec<SignatureValue>, PdfError> {
    doc.cache.start();
    let mut visits_left = MAX_FIELD_VISITS;
    let latest = doc.revisions().len().saturating_sub(1);
    let mut walk = Walk::run(&doc.latest(), MAX_FIELDS)?;
    let mut current = found.add(&doc.latest(), &walk.fields)?;
    walk.hand_over();
    for &at in &current {
        if let Some(value) = found.values.get_mut(at) {
            value.in_latest = true;
        }
    }
    for revision in (0..latest).rev() {
        // What the later revision did not touch reads the same in this one.
        if walk.may_differ_before(revision + 1) {
            visits_left = visits_left.saturating_sub(walk.visits);
            match walk.before(revision + 1, visits_left.min(MAX_FIELDS)) {
                Ok(earlier) => {
                    current = found.add(&earlier.view, &earlier.fields)?;
                    walk = earlier;
                    walk.hand_over();
                }
                Err(error) if error.is_form_bound() => return Err(error),
                Err(_) => {
                    current.clear();
                    walk.lose();
                }
            }
        }
        for &at in &current {
            if let Some(value) = found.values.get_mut(at) {
                value.revision = revision;
            }
        }
    }
    let mut values = found.values;
    // A file that was encrypted only after it was signed is a changed one; of an encrypted form
    // without any signature nothing can be told.
    if values.is_empty() && doc.is_encrypted() && doc.crypt.is_none() {
        return Err(EncryptionFault::Changed.into());
    }
    values.sort_by_key(|value| (value.revision, value.span.as_ref().map(|span| span.start)));
    Ok(values)
}

#[derive(Default)]
struct Found {
    values: Vec<SignatureValue>,
    /// One value, however long it stays and however many fields lead to it.
    known: HashMap<Key, usize>,
    /// For a value that has more than one field, the place of the one that stands for the others.
    shared: HashMap<usize, usize>,
    /// Bytes of `/Contents` kept.
    retained: usize,
    /// The fields of the revision looked at last that have a value of their own, and its place.
    met: BTreeMap<*const Field, (Arc<Field>, usize)>,
    /// Whether nothing is taken from there.
    #[cfg(test)]
    apart: bool,
}

/// The value, where it lies in the file, and the name of the field when only that tells it apart.
type Key = (Value, Option<XrefEntry>, Option<String>);

impl Found {
    /// Adds the signed fields' values that are new; gives the places of all.
    fn add(&mut self, view: &View<'_>, fields: &[Arc<Field>]) -> Result<Vec<usize>, PdfError> {
        let mut places = Vec::new();
        let mut led = HashMap::new();
        let mut met = BTreeMap::new();
        for field in fields.iter().filter(|field| field.kind == FieldKind::Signature) {
            if let Some(place) = self.met_before(field) {
                places.push(place);
                met.insert(Arc::as_ptr(field), (Arc::clone(field), place));
                continue;
            }
            let Some(value) = Value::of(view, field, &mut led)? else { continue };
            let entry = match value.holder() {
                Some(id) => view.entry(id.0)?,
                None => None,
            };
            let name = value.holder().is_none().then(|| field.name.clone());
            let key = (value, entry, name);
            let (place, own) = match self.known.get(&key) {
                Some(&place) => (self.again(place, view, field)?, place),
                None => {
                    let place = self.push(key.0.read(view, field))?;
                    self.known.insert(key, place);
                    (place, place)
                }
            };
            if place == own {
                met.insert(Arc::as_ptr(field), (Arc::clone(field), place));
            }
            places.push(place);
        }
        self.met = met;
        Ok(places)
    }

    /// The place of the value of a field that a later revision has, too: the same entry, settled,
    /// leads to the same object in both.
    fn met_before(&self, field: &Arc<Field>) -> Option<usize> {
        #[cfg(test)]
        if self.apart {
            return None;
        }
        let (_, place) = self.met.get(&Arc::as_ptr(field)).filter(|_| field.settled)?;
        // Under another name it may stand for several fields.
        let value = self.values.get(*place).filter(|value| value.field == field.name);
        value.map(|_| *place)
    }

    fn push(&mut self, value: SignatureValue) -> Result<usize, PdfError> {
        if self.values.len() >= MAX_SIGNATURES {
            return Err(PdfError::TooManySignatures { limit: MAX_SIGNATURES });
        }
        self.retained = self.retained.saturating_add(value.contents.len());
        if self.retained > MAX_RETAINED_CONTENTS {
            return Err(PdfError::SignaturesTooLarge { limit: MAX_RETAINED_CONTENTS });
        }
        self.values.push(value);
        Ok(self.values.len() - 1)
    }

    /// A value met again. Under another field's name it is reported once more for all of these
    /// fields, without its contents; the oldest field keeps it, for that one was signed.
    fn again(&mut self, place: usize, view: &View<'_>, field: &Field) -> Result<usize, PdfError> {
        let Some(judged) = self.values.get_mut(place) else { return Ok(place) };
        if judged.field == field.name {
            return Ok(place);
        }
        let mut other = describe(view, field, Dictionary::new());
        other.object = judged.object;
        other.kind = judged.kind;
        other.sub_filter.clone_from(&judged.sub_filter);
        let older = view.revision() < judged.revision;
        if older {
            std::mem::swap(&mut judged.field, &mut other.field);
            std::mem::swap(&mut judged.field_id, &mut other.field_id);
            std::mem::swap(&mut judged.lock, &mut other.lock);
            std::mem::swap(&mut judged.widget, &mut other.widget);
            std::mem::swap(&mut judged.rect, &mut other.rect);
            std::mem::swap(&mut judged.in_latest, &mut other.in_latest);
            std::mem::swap(&mut judged.revision, &mut other.revision);
        }
        let fault = SignatureFault::SharedValue { field: judged.field.clone() };
        let shared = match self.shared.get(&place) {
            Some(&shared) => shared,
            None => {
                let shared = self.push(other)?;
                self.shared.insert(place, shared);
                shared
            }
        };
        if let Some(value) = self.values.get_mut(shared) {
            value.faults = vec![fault];
        }
        Ok(if older { place } else { shared })
    }
}

/// Where a signed field's value is written.
#[derive(PartialEq, Eq, Hash)]
enum Value {
    /// An object of its own.
    Object(ObjectId),
    /// Inside the field or its ancestor; `None` when that is no object of its own either.
    Direct(Option<ObjectId>),
}

impl Value {
    /// `None` when the field is not signed. `led` remembers where references led: a thousand
    /// fields may lead to one large dictionary.
    fn of(
        view: &View<'_>,
        field: &Field,
        led: &mut HashMap<ObjectId, ObjectId>,
    ) -> Result<Option<Self>, PdfError> {
        let Object::Reference(first) = field.value else {
            let signed = !field.value.is_null();
            return Ok(signed.then_some(Self::Direct(field.value_holder)));
        };
        if let Some(&known) = led.get(&first) {
            return Ok(Some(Self::Object(known)));
        }
        let mut id = first;
        for _ in 0..MAX_REFERENCE_HOPS {
            match view.look(id, |value| value.as_reference().ok()) {
                Ok(Some(next)) => id = next,
                // An unreadable value is a signature with a fault, not a file with one. So is a
                // reference to nothing: one bit in it would otherwise make a signature vanish.
                Ok(_) | Err(_) => {
                    led.insert(first, id);
                    return Ok(Some(Self::Object(id)));
                }
            }
        }
        Err(PdfError::ReferenceLoop { object: id })
    }

    fn holder(&self) -> Option<ObjectId> {
        match *self {
            Self::Object(id) => Some(id),
            Self::Direct(holder) => holder,
        }
    }

    fn raw(&self, view: &View<'_>) -> Result<Option<RawObject>, PdfError> {
        match *self {
            Self::Object(id) => view.raw_object(id),
            Self::Direct(None) => Ok(None),
            Self::Direct(Some(holder)) => {
                let Some(holder) = view.raw_object(holder)? else { return Ok(None) };
                holder.entry(b"V").map(|entry| holder.nested(&entry.value_span)).transpose()
            }
        }
    }

    fn read(&self, view: &View<'_>, field: &Field) -> SignatureValue {
        let mut faults = Vec::new();
        let raw = self.raw(view).unwrap_or_else(|error| {
            faults.push(SignatureFault::Unreadable(error));
            None
        });
        let dictionary = match raw.as_ref().map(|raw| &raw.value) {
            Some(Object::Dictionary(dictionary)) => dictionary.clone(),
            _ => {
                faults.push(SignatureFault::NotADictionary);
                Dictionary::new()
            }
        };
        let mut value = describe(view, field, dictionary);
        value.faults = faults;
        value.object = match *self {
            Self::Object(id) => Some(id),
            Self::Direct(_) => None,
        };
        if let Some(raw) = raw.filter(|raw| matches!(raw.value, Object::Dictionary(_))) {
            value.spans(&raw);
            value.read_byte_range();
        }
        value
    }
}

/// What the dictionary says, without the parts that need spans.
fn describe(view: &View<'_>, field: &Field, dictionary: Dictionary) -> SignatureValue {
    let get = |key: &[u8]| view.get(&dictionary, key).unwrap_or(Object::Null);
    let name = |key: &[u8]| match get(key) {
        Object::Name(name) => Some(String::from_utf8_lossy(&name).into_owned()),
        _ => None,
    };
    let text = |key: &[u8]| match get(key) {
        Object::String(bytes, _) => Some(decode_text(&bytes)),
        _ => None,
    };
    let m_raw = match get(b"M") {
        Object::String(bytes, _) => Some(bytes),
        _ => None,
    };
    let kind = match name(b"Type").as_deref() {
        Some("DocTimeStamp") => SignatureKind::DocTimeStamp,
        _ => SignatureKind::Signature,
    };
    SignatureValue {
        field: field.name.clone(),
        field_id: field.id,
        object: None,
        span: None,
        kind,
        filter: name(b"Filter"),
        sub_filter: name(b"SubFilter"),
        byte_range: None,
        contents: Vec::new(),
        contents_format: StringFormat::Hexadecimal,
        contents_span: None,
        m: m_raw.as_ref().and_then(|m| Time::parse_pdf_date(decode_text(m).as_bytes())),
        m_raw,
        name: text(b"Name"),
        reason: text(b"Reason"),
        location: text(b"Location"),
        contact_info: text(b"ContactInfo"),
        reference: references(view, &dictionary),
        lock: field
            .lock
            .clone()
            .map(|lock| followed_lock(view, &Object::Dictionary(lock)).unwrap_or_default()),
        revision: view.revision(),
        in_latest: false,
        widget: field.widgets.first().copied(),
        rect: field.rect,
        faults: Vec::new(),
        dictionary,
    }
}

impl SignatureValue {
    /// Takes `/Contents` and the spans from the bytes as written.
    fn spans(&mut self, raw: &RawObject) {
        self.span = raw.file_span(&(0..raw.bytes.len()));
        if raw.offset.is_none() {
            self.faults.push(SignatureFault::InObjectStream);
        }
        let mut keys: Vec<&[u8]> = raw.entries.iter().map(|entry| entry.key.as_slice()).collect();
        keys.sort_unstable();
        keys.dedup_by(|next, key| {
            let same = next == key;
            if same {
                let key = String::from_utf8_lossy(key).into_owned();
                self.faults.push(SignatureFault::DuplicateKey(key));
            }
            same
        });
        match (self.dictionary.remove(b"Contents"), raw.entry(b"Contents")) {
            (Some(Object::String(contents, format)), Some(entry)) => {
                self.contents_span = raw.file_span(&entry.value_span);
                self.contents_format = format;
                if contents.len() > MAX_CMS_BYTES {
                    self.faults.push(SignatureFault::ContentsTooLarge);
                } else {
                    self.contents = contents;
                }
            }
            (None, _) => self.faults.push(SignatureFault::NoContents),
            _ => self.faults.push(SignatureFault::ContentsNotAString),
        }
    }

    fn read_byte_range(&mut self) {
        match self.dictionary.as_hashmap().get(&b"ByteRange"[..]) {
            Some(Object::Array(array)) => {
                let integers: Option<Vec<i64>> =
                    array.iter().map(|object| object.as_i64().ok()).collect();
                match integers {
                    Some(integers) => self.byte_range = Some(integers),
                    None => self.faults.push(SignatureFault::ByteRangeNotIntegers),
                }
            }
            None => self.faults.push(SignatureFault::NoByteRange),
            Some(_) => self.faults.push(SignatureFault::ByteRangeNotIntegers),
        }
    }
}
