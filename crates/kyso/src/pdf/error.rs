//! What can be wrong with a PDF file, as facts: where, which object, which bound.

use std::fmt;
use std::io;

use lopdf::ObjectId;

use super::appearance::LookError;
use super::archival::{Breach, Level};
use super::crypt::Permission;
use crate::source::SourceError;

/// Why a PDF file could not be read or extended.
///
/// Offsets count bytes from the start of the file. Offsets inside an object stream count from
/// the start of its decoded data; the variant then names the object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// Reading failed.
    #[error("reading at byte {offset}: {kind}")]
    Io {
        /// Where the read started.
        offset: u64,
        /// The operating system's answer.
        kind: io::ErrorKind,
    },
    /// The file has become shorter than it was when it was opened.
    #[error("the file ended at byte {offset} although it had {len} bytes when opened")]
    Shrank {
        /// The first byte that could not be read.
        offset: u64,
        /// The length when opened.
        len: u64,
    },
    /// The caller gave up while it was read.
    #[error("cancelled at byte {offset}")]
    Cancelled {
        /// The first byte that was not read.
        offset: u64,
    },
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// No `%PDF-` in the first 1,024 bytes (ISO 32000-1 Annex H.3, note 13).
    #[error("no %PDF- header in the first 1024 bytes")]
    NotPdf,
    /// No `startxref` near the end: the file is cut off, or it is no whole PDF file.
    #[error("no startxref between byte {from} and the end of the file")]
    MissingStartXref {
        /// Where the search began.
        from: u64,
    },
    /// The bytes end inside something.
    #[error("the file ends at byte {offset}, in the middle of an object or table")]
    Truncated {
        /// Where the bytes end.
        offset: u64,
    },
    /// The bytes are no PDF syntax (ISO 32000-1 §7.2, §7.3).
    #[error("bad syntax at byte {offset}: {fault}")]
    Syntax {
        /// The offending byte.
        offset: u64,
        /// What is wrong with it.
        fault: SyntaxFault,
    },
    /// Arrays and dictionaries nest deeper than [`crate::limits::MAX_NESTING`].
    #[error("arrays or dictionaries nest too deep at byte {offset}")]
    NestedTooDeep {
        /// The bracket that is one too many.
        offset: u64,
    },
    /// One object is larger than the bounds on bytes or values.
    #[error("the object at byte {offset} exceeds the limit of {limit}")]
    ObjectTooLarge {
        /// Where the object starts.
        offset: u64,
        /// The bound, in bytes or values.
        limit: u64,
    },
    /// A cross-reference section does not read (ISO 32000-1 §7.5.4, §7.5.8).
    #[error("bad cross-reference data at byte {offset}: {fault}")]
    BadXref {
        /// Where.
        offset: u64,
        /// What is wrong.
        fault: XrefFault,
    },
    /// A `/Prev` leads back to a section that was read before.
    #[error("the cross-reference sections form a loop at byte {offset}")]
    XrefLoop {
        /// The section that came up twice.
        offset: u64,
    },
    /// More sections than [`crate::limits::MAX_XREF_SECTIONS`].
    #[error("more than {limit} cross-reference sections")]
    TooManySections {
        /// The bound.
        limit: usize,
    },
    /// An object is not what its cross-reference entry or its user says.
    #[error("object {} {}: {fault}", object.0, object.1)]
    BadObject {
        /// The object that was asked for.
        object: ObjectId,
        /// Where it lies in the file, when it lies there directly.
        offset: Option<u64>,
        /// What is wrong.
        fault: ObjectFault,
    },
    /// A stream inflates to more than the bound.
    #[error("object {object} inflates to more than {limit} bytes")]
    InflatesTooLarge {
        /// The stream's object number.
        object: u32,
        /// The bound in bytes.
        limit: usize,
    },
    /// The document claims a level of PDF/A that does not allow what would be written.
    #[error("PDF/A-{level} does not allow this: {breach:?}")]
    Archival {
        /// The level.
        level: Level,
        /// What it does not allow.
        breach: Breach,
    },
    /// References lead on to references without end.
    #[error("references loop at object {} {}", object.0, object.1)]
    ReferenceLoop {
        /// An object on the loop.
        object: ObjectId,
    },
    /// A page tree node is its own ancestor.
    #[error("the page tree loops at object {} {}", object.0, object.1)]
    PageTreeLoop {
        /// The node.
        object: ObjectId,
    },
    /// More page tree nodes than [`crate::limits::MAX_PAGES`] visited.
    #[error("more than {limit} pages")]
    TooManyPages {
        /// The bound.
        limit: usize,
    },
    /// The page tree has no page.
    #[error("the document has no page")]
    NoPage,
    /// More form fields than [`crate::limits::MAX_FIELDS`].
    #[error("more than {limit} form fields")]
    TooManyFields {
        /// The bound.
        limit: usize,
    },
    /// Form fields nest deeper than [`crate::limits::MAX_FIELD_DEPTH`].
    #[error("form fields nest deeper than {limit}")]
    FieldsTooDeep {
        /// The bound.
        limit: usize,
    },
    /// The full name of a form field is longer than [`crate::limits::MAX_FIELD_NAME_BYTES`].
    #[error("a form field's name has more than {limit} bytes")]
    FieldNameTooLong {
        /// The bound in bytes of UTF-8.
        limit: usize,
    },
    /// The fields of the form hold more than [`crate::limits::MAX_FORM_BYTES`], what they inherit
    /// included.
    #[error("the form fields' names and values take more than {limit} bytes")]
    FormTooLarge {
        /// The bound in bytes.
        limit: usize,
    },
    /// More signatures than [`crate::limits::MAX_SIGNATURES`].
    #[error("more than {limit} signatures")]
    TooManySignatures {
        /// The bound.
        limit: usize,
    },
    /// The signatures' `/Contents` take more than [`crate::limits::MAX_RETAINED_CONTENTS`].
    #[error("the signatures take more than {limit} bytes")]
    SignaturesTooLarge {
        /// The bound in bytes, decoded.
        limit: usize,
    },
    /// One question made more bytes be read than [`crate::limits::MAX_WORK_BYTES`]: the file makes
    /// large objects be read again and again.
    #[error("more than {limit} bytes had to be read")]
    TooMuchWork {
        /// The bound in bytes.
        limit: u64,
    },
    /// More objects than [`crate::limits::MAX_RECOVERED_OBJECTS`] in a damaged file.
    #[error("more than {limit} objects in a damaged file")]
    TooManyObjects {
        /// The bound.
        limit: usize,
    },
    /// The file is damaged, and signed: no repair could tell what was signed.
    #[error("the damaged file bears a signature at byte {offset}")]
    RepairSigned {
        /// Where the first trace of one stands; 0 where that is not known.
        offset: u64,
    },
    /// The file is encrypted (ISO 32000-2 §7.6), the empty password does not open it, and no other
    /// was given.
    #[error("the file is encrypted and needs a password")]
    PasswordNeeded,
    /// The password opens the encrypted file neither as its user nor as its owner.
    #[error("the password does not open the encrypted file")]
    PasswordWrong,
    /// The file is encrypted in a way that is not read here.
    #[error("the file's encryption cannot be undone: {0}")]
    Encryption(#[from] EncryptionFault),
    /// What is to be seen of a signature cannot be drawn.
    #[error(transparent)]
    Look(#[from] LookError),
    /// The permissions of the encrypted file forbid it (ISO 32000-2 table 22).
    #[error("the file's permissions forbid it: {}", .permission.name())]
    NotPermitted {
        /// What would be needed.
        permission: Permission,
    },
    /// The field to sign already carries a signature.
    #[error("field {name:?} is already signed")]
    FieldSigned {
        /// The full field name.
        name: String,
    },
    /// The field to sign exists and is no signature field.
    #[error("field {name:?} is not a signature field")]
    NotASignatureField {
        /// The full field name.
        name: String,
    },
    /// A field cannot be filled in: it is none of text or not there, is filled in already, read-only
    /// or a password, or no one widget of its own shows it.
    #[error("field {name:?} cannot be filled in")]
    NotFillable {
        /// The full field name.
        name: String,
    },
    /// The size of a field's text is none that people read: 1 to 200 points.
    #[error("the text of a field is 1 to 200 points high")]
    BadFontSize,
    /// A new field cannot be called this: empty, or with a `.` (ISO 32000-1 §12.7.3.2).
    #[error("{name:?} cannot name a new field")]
    BadFieldName {
        /// The name asked for.
        name: String,
    },
    /// Two fields have the name of the one to sign: readers differ in which they take.
    #[error("several fields are called {name:?}")]
    DuplicateField {
        /// The full field name.
        name: String,
    },
    /// There are several empty signature fields, and none was named.
    #[error("several signature fields are empty: {}", names.join(", "))]
    SeveralEmptyFields {
        /// Their full names, the first [`crate::limits::MAX_LISTED_FIELDS`].
        names: Vec<String>,
    },
    /// The field to sign does not exist, and others are ready to be signed.
    #[error("there is no field {name:?}; empty signature fields: {}", empty.join(", "))]
    NoSuchField {
        /// The full field name asked for.
        name: String,
        /// Full names of empty ones, the first [`crate::limits::MAX_LISTED_FIELDS`].
        empty: Vec<String>,
    },
    /// The new field's name is taken.
    #[error("there is a field {name:?} already")]
    FieldExists {
        /// The full field name.
        name: String,
    },
    /// The new field's page does not exist.
    #[error("there is no page {page}, the document has {pages}")]
    NoSuchPage {
        /// The page asked for, counted from 1.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// The new field's rectangle has no area, or nothing of it lies on the page.
    #[error("the rectangle lies outside of page {page}")]
    OffPage {
        /// The page, counted from 1.
        page: usize,
    },
    /// The field to sign is written inside another object and cannot be changed alone.
    #[error("field {name:?} is not an indirect object")]
    DirectField {
        /// The full field name.
        name: String,
    },
    /// The signature does not fit in the room left for `/Contents`.
    #[error("the signature takes {needed} bytes, {room} are reserved")]
    ContentsTooSmall {
        /// Bytes of the signature.
        needed: usize,
        /// Bytes reserved.
        room: usize,
    },
    /// More room was asked for than any signature needs.
    #[error("{room} bytes were asked for the signature, and at most {limit} can be kept")]
    RoomTooLarge {
        /// Bytes asked for.
        room: usize,
        /// [`crate::limits::MAX_CONTENTS_ROOM`].
        limit: usize,
    },
    /// Without its encryption the document is larger than is written anew.
    #[error("without its encryption the document has more than {limit} bytes")]
    PlainTooLarge {
        /// The bound.
        limit: u64,
    },
    /// No object number is left below [`crate::limits::MAX_OBJECT_NUMBER`].
    #[error("no object number is left below {limit}")]
    NumbersExhausted {
        /// The bound.
        limit: u32,
    },
    /// The file has grown past what its cross-reference form can address.
    #[error("byte {offset} cannot be addressed by a cross-reference table")]
    OffsetTooLarge {
        /// The offset that needs more than ten digits.
        offset: u64,
    },
}

impl PdfError {
    /// Whether a form is beyond what is looked at: what it holds is unknown, not absent.
    pub(super) fn is_form_bound(&self) -> bool {
        matches!(
            self,
            Self::TooManyFields { .. }
                | Self::FieldsTooDeep { .. }
                | Self::FieldNameTooLong { .. }
                | Self::FormTooLarge { .. }
                | Self::TooMuchWork { .. }
        )
    }

    /// Whether the structure of the file is damaged, so that scanning it may help: see
    /// [`PdfDocument::repaired`](super::PdfDocument::repaired).
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::MissingStartXref { .. }
                | Self::Truncated { .. }
                | Self::Syntax { .. }
                | Self::BadXref { .. }
                | Self::XrefLoop { .. }
                | Self::BadObject { .. }
        )
    }

    /// Whether the file is encrypted and closed to whoever asks, not broken.
    pub(crate) fn is_closed(&self) -> bool {
        use EncryptionFault::{Handler, Method, Version};
        matches!(
            self,
            Self::PasswordNeeded
                | Self::PasswordWrong
                | Self::Encryption(Handler(_) | Method(_) | Version { .. })
        )
    }

    /// The place in the file, where there is one.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match *self {
            Self::Io { offset, .. }
            | Self::Shrank { offset, .. }
            | Self::Cancelled { offset }
            | Self::Truncated { offset }
            | Self::Syntax { offset, .. }
            | Self::NestedTooDeep { offset }
            | Self::ObjectTooLarge { offset, .. }
            | Self::BadXref { offset, .. }
            | Self::XrefLoop { offset }
            | Self::MissingStartXref { from: offset }
            | Self::RepairSigned { offset }
            | Self::OffsetTooLarge { offset } => Some(offset),
            Self::BadObject { offset, .. } => offset,
            Self::Empty | Self::NotPdf => Some(0),
            _ => None,
        }
    }
}

impl From<SourceError> for PdfError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Io { offset, kind } => Self::Io { offset, kind },
            SourceError::Shrank { offset, len } => Self::Shrank { offset, len },
            SourceError::Outside { offset } => Self::Truncated { offset },
            SourceError::Cancelled { offset } => Self::Cancelled { offset },
        }
    }
}

/// What is wrong with a run of bytes that should be PDF syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxFault {
    /// This byte starts no token, or continues none.
    Byte(u8),
    /// This byte stands in a hexadecimal string.
    HexDigit(u8),
    /// A word that is no value stands where a value must.
    Keyword,
    /// A closing bracket that closes nothing, or the wrong kind.
    Unbalanced,
    /// A dictionary key that is no name.
    KeyNotName,
    /// A dictionary key without a value.
    MissingValue,
    /// A particular word or token had to stand here.
    Expected(&'static str),
}

impl fmt::Display for SyntaxFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "unexpected byte 0x{byte:02X}"),
            Self::HexDigit(byte) => write!(f, "0x{byte:02X} in a hexadecimal string"),
            Self::Keyword => f.write_str("unknown word in place of a value"),
            Self::Unbalanced => f.write_str("unbalanced bracket"),
            Self::KeyNotName => f.write_str("dictionary key is no name"),
            Self::MissingValue => f.write_str("dictionary key without a value"),
            Self::Expected(what) => write!(f, "{what} expected"),
        }
    }
}

/// What is wrong with a cross-reference section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum XrefFault {
    /// Neither `xref` nor a cross-reference stream stands here.
    NotASection,
    /// `startxref` or `/Prev` points outside the file.
    OutsideFile,
    /// A row of a table is not `nnnnnnnnnn ggggg n` with an end of line.
    Row,
    /// A subsection header is out of range, or two subsections overlap.
    Subsection,
    /// `/Size`, `/W` or `/Index` of a cross-reference stream.
    StreamShape,
    /// The stream's data cannot be decoded.
    StreamData,
    /// All cross-reference streams together inflate to more than the bound.
    InflatesTooLarge,
    /// The trailer has no usable `/Root`.
    NoRoot,
    /// `/Prev` or `/XRefStm` is no offset.
    Link,
    /// `startxref` is not followed by a number and `%%EOF`.
    MissingEof,
}

impl fmt::Display for XrefFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotASection => "no cross-reference section stands here",
            Self::OutsideFile => "points outside the file",
            Self::Row => "a row is malformed",
            Self::Subsection => "a subsection is out of range or overlaps another",
            Self::StreamShape => "/Size, /W or /Index is malformed",
            Self::StreamData => "the stream cannot be decoded",
            Self::InflatesTooLarge => "the streams inflate to too much",
            Self::NoRoot => "the trailer has no /Root",
            Self::Link => "/Prev or /XRefStm is no offset",
            Self::MissingEof => "no %%EOF after startxref",
        })
    }
}

/// Why an encrypted file cannot be opened, or nothing can be added to it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionFault {
    /// Another security handler than the standard one made it: certificates (`Adobe.PubSec`), or a
    /// product of its own.
    #[error("security handler {0:?}")]
    Handler(String),
    /// A version and revision of the standard handler that no standard describes.
    #[error("version {version}, revision {revision} of the standard security handler")]
    Version {
        /// `/V`
        version: i64,
        /// `/R`
        revision: i64,
    },
    /// A crypt filter of another method (`/CFM`).
    #[error("crypt filter method {0:?}")]
    Method(String),
    /// An entry of the encryption dictionary is missing or malformed.
    #[error("the encryption dictionary's /{0} is missing or malformed")]
    Entry(&'static str),
    /// The trailer's `/Encrypt` leads to no dictionary that every reader finds: it is missing, or
    /// lies in an object stream.
    #[error("no encryption dictionary where the trailer says")]
    NoDictionary,
    /// `/Perms` does not say what the dictionary says: whoever opens the file with another password
    /// may see another document.
    #[error("/Perms contradicts the encryption dictionary")]
    Perms,
    /// Not every revision is encrypted, or not in the same way.
    #[error("its revisions are not encrypted alike")]
    Changed,
    /// The system has no random numbers to give.
    #[error("no random numbers")]
    Random,
}

/// What is wrong with an indirect object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObjectFault {
    /// The place named by the cross-reference entry does not start with `N G obj`.
    NoHeader,
    /// It starts with the header of another object.
    OtherObject(ObjectId),
    /// A stream's `/Length` is missing, negative or no number.
    Length,
    /// `endstream` does not stand where `/Length` says.
    EndStream,
    /// A stream's filters cannot be undone.
    Filter,
    /// A string or a stream cannot be decrypted.
    Encryption,
    /// The containing object stream is malformed, or does not hold the object at that index.
    ObjectStream,
    /// The object has another type than its place requires.
    Type {
        /// What its place requires.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
}

impl fmt::Display for ObjectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeader => f.write_str("no object header where the cross-reference points"),
            Self::OtherObject(id) => write!(f, "object {} {} stands in its place", id.0, id.1),
            Self::Length => f.write_str("stream /Length is unusable"),
            Self::EndStream => f.write_str("no endstream where /Length says"),
            Self::Filter => f.write_str("the stream's filters cannot be undone"),
            Self::Encryption => f.write_str("a string or stream cannot be decrypted"),
            Self::ObjectStream => f.write_str("its object stream does not hold it"),
            Self::Type { expected, found } => write!(f, "{expected} expected, {found} found"),
        }
    }
}
