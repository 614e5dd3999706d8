//! What can be wrong with a container, as facts: where, and which rule.

use crate::source::SourceError;

/// Why a container cannot be read or made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("container at byte {offset}: {fault}")]
pub struct ContainerError {
    /// Byte from the start of the file where the fault is.
    pub offset: u64,
    /// What is wrong there.
    pub fault: ContainerFault,
}

impl ContainerError {
    pub(super) fn new(offset: u64, fault: ContainerFault) -> Self {
        Self { offset, fault }
    }

    /// The fault of one entry.
    pub(super) fn of(offset: u64, name: &str, fault: EntryFault) -> Self {
        Self::new(offset, ContainerFault::Entry { name: name.to_owned(), fault })
    }
}

impl From<SourceError> for ContainerError {
    fn from(error: SourceError) -> Self {
        Self::new(error.offset(), ContainerFault::Source(error))
    }
}

/// Which rule a container breaks. Sections without a document are of APPNOTE.TXT 6.3.10.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerFault {
    /// The bytes cannot be had.
    #[error(transparent)]
    Source(SourceError),
    /// The file does not end with exactly one end of central directory record (§4.3.16).
    #[error("the file does not end with its end record")]
    EndRecord,
    /// What the records for large files say is not what the others say (§4.3.14, §4.3.15).
    #[error("the records for large files contradict the others")]
    Zip64,
    /// The container is split over several files (§8).
    #[error("the container is split over several files")]
    Split,
    /// The central directory is not what the end record says (§4.3.12).
    #[error("the central directory is not what the end record says")]
    Directory,
    /// Bytes that belong to no entry, or to two.
    #[error("bytes that belong to no entry, or to two")]
    Stray,
    /// There is nothing in it.
    #[error("there is no file in it")]
    Empty,
    /// A rule about one entry.
    #[error("{name}: {fault}")]
    Entry {
        /// Its name, as far as it can be shown.
        name: String,
        /// What is wrong with it.
        fault: EntryFault,
    },
    /// The first entry is not `mimetype` as EN 319 162-1 §A.1 wants it: stored, without extra
    /// fields, with the media type of a container.
    #[error("the first entry does not say what kind of container it is")]
    Mimetype,
    /// More of something than [`crate::limits`] allows.
    #[error("more than {limit} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The bound.
        limit: u64,
    },
}

/// What is wrong with one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum EntryFault {
    /// The name is empty or too long, leads elsewhere (`..`, `/`, a drive), or has characters
    /// that no name has.
    #[error("the name is not allowed")]
    Name,
    /// The name is not in UTF-8, or not said to be (§4.4.4, bit 11).
    #[error("the name is not in UTF-8")]
    NameEncoding,
    /// The name is that of another entry, or differs from one in nothing but case, Unicode form or
    /// trailing dots; or it is a file and a folder.
    #[error("another entry has this name")]
    Duplicate,
    /// The name is one that the standard has a meaning for, in another spelling.
    #[error("the name is reserved in another spelling")]
    Reserved,
    /// The content is encrypted, or is in a form that is not read (§4.4.4).
    #[error("the content is encrypted or patched")]
    Flags,
    /// Neither stored nor deflated (§4.4.5).
    #[error("the compression method is not stored or deflated")]
    Method,
    /// An extra field is malformed or says another name (§4.5).
    #[error("an extra field is malformed or contradicts")]
    Extra,
    /// The local header is not what the central directory says (§4.3.7).
    #[error("the local header differs from the central directory")]
    LocalHeader,
    /// The data descriptor is not what the central directory says (§4.3.9).
    #[error("the data descriptor differs from the central directory")]
    Descriptor,
    /// It is a link, a device or the like.
    #[error("it is no regular file")]
    NotRegular,
    /// The sizes cannot be: a folder with content, a stored file with two sizes.
    #[error("its sizes cannot be")]
    Size,
    /// It inflates to far more than it takes in the container.
    #[error("it inflates to too much")]
    Bomb,
    /// The content does not inflate to what the directory says: its length or checksum.
    #[error("the content is not what the directory says")]
    Content,
}

impl EntryFault {
    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "zip-name",
            Self::NameEncoding => "zip-name-encoding",
            Self::Duplicate => "zip-duplicate",
            Self::Reserved => "zip-reserved",
            Self::Flags => "zip-flags",
            Self::Method => "zip-method",
            Self::Extra => "zip-extra",
            Self::LocalHeader => "zip-local-header",
            Self::Descriptor => "zip-descriptor",
            Self::NotRegular => "zip-not-regular",
            Self::Size => "zip-size",
            Self::Bomb => "zip-bomb",
            Self::Content => "zip-content",
        }
    }
}

impl ContainerFault {
    /// In a word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Source(_) => "zip-unreadable",
            Self::EndRecord => "zip-end-record",
            Self::Zip64 => "zip-large-records",
            Self::Split => "zip-split",
            Self::Directory => "zip-directory",
            Self::Stray => "zip-stray-bytes",
            Self::Empty => "zip-empty",
            Self::Entry { fault, .. } => fault.name(),
            Self::Mimetype => "zip-mimetype",
            Self::TooMany { .. } => "zip-too-many",
        }
    }
}
