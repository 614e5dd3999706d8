//! Containers of files with signatures over them: ASiC (EN 319 162-1), which are zip files under
//! strict rules.
//!
//! The zip structure decides what is signed, so it is read by our own code: the central directory
//! and the local headers must say the same, every byte belongs to one entry or record, and no two
//! names can be taken for one. Inflating is flate2's.

mod detect;
mod directory;
mod end;
mod entry;
mod error;
mod extra;
mod fields;
mod file_list;
mod layout;
mod manifest;
mod name;
mod read;
mod role;
#[cfg(test)]
mod tests;
mod uri;
mod write;

pub(crate) use detect::{detect, has_traces};
pub use entry::{Entry, Method};
pub use error::{ContainerError, ContainerFault, EntryFault};
pub(crate) use manifest::{Listed, Manifest};
pub use read::EntryReader;
pub use role::Role;
pub(crate) use write::put;

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;

use crate::limits::{MAX_CONTAINER_BYTES, MAX_CONTAINER_META_BYTES};
use crate::source::{Source, SourceError};
use crate::xml::signature::{ExternalBytes, Resolver};

/// The namespace of manifests, and of what stands around XML signatures (EN 319 162-1 §A.4, §A.5).
pub(crate) const ASIC: &str = "http://uri.etsi.org/02918/v1.2.1#";

/// The kind of container.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// ASiC-S: one file, and what is said of it (EN 319 162-1 §4.3).
    Simple,
    /// ASiC-E: any number of files (EN 319 162-1 §4.4).
    Extended,
}

impl Kind {
    /// The media type, which the entry `mimetype` says (EN 319 162-1 §4.3.3.1, §4.4.3.1).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Simple => "application/vnd.etsi.asic-s+zip",
            Self::Extended => "application/vnd.etsi.asic-e+zip",
        }
    }

    fn of_media_type(text: &[u8]) -> Option<Self> {
        [Self::Simple, Self::Extended].into_iter().find(|kind| text == kind.media_type().as_bytes())
    }
}

/// A container that was read strictly: its structure, not yet its content.
#[derive(Debug)]
pub struct Container {
    source: Source,
    kind: Kind,
    /// In the order of the file.
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    directory: Range<u64>,
    comment: Vec<u8>,
}

impl Container {
    /// Reads the structure.
    ///
    /// # Errors
    ///
    /// [`ContainerError`] with the offset of the first rule that it breaks.
    pub fn parse(source: Source) -> Result<Self, ContainerError> {
        let end = end::read(&source)?;
        let records = directory::read(&source, &end)?;
        let entries = layout::check(&source, records, end.directory.start)?;
        let by_name = distinct(&entries)?;
        let total = entries.iter().fold(0_u64, |total, one| total.saturating_add(one.size));
        if total > MAX_CONTAINER_BYTES {
            let limit = MAX_CONTAINER_BYTES;
            let fault = ContainerFault::TooMany { what: "bytes", limit };
            return Err(ContainerError::new(end.directory.start, fault));
        }
        let kind = kind_of(&source, entries.first())?;
        let (directory, comment) = (end.directory, end.comment);
        Ok(Self { source, kind, entries, by_name, directory, comment })
    }

    /// A container of these files, by the names that they get in it, unsigned: as a source that
    /// reads them where they are. They are stored as they are.
    ///
    /// # Errors
    ///
    /// [`ContainerError`]: there is no file, or more than one in [`Kind::Simple`]; a name is not
    /// allowed or is there twice; a file cannot be read.
    pub fn pack(kind: Kind, files: &[(String, Source)]) -> Result<Self, ContainerError> {
        Self::parse(write::pack(kind, files)?)
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The bytes.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Every entry, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What signatures are there for: every file that is neither `mimetype` nor in `META-INF`.
    pub fn data(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_data())
    }

    /// The entries of one role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.role() == role)
    }

    /// The entry of this name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(*self.by_name.get(name)?)
    }

    /// The comment of the file. Nobody signs it.
    #[must_use]
    pub fn comment(&self) -> &[u8] {
        &self.comment
    }

    /// Whether its comment is the one that EN 319 162-1 §A.1 allows: `mimetype=`, and its type.
    pub(crate) fn says_its_type_alone(&self) -> bool {
        self.comment.strip_prefix(b"mimetype=") == Some(self.kind.media_type().as_bytes())
    }

    /// The content of an entry, in a stream.
    #[must_use]
    pub fn read(&self, entry: &Entry) -> EntryReader {
        EntryReader::new(&self.source, entry)
    }

    /// The content of an entry that is kept as it is, where it is.
    pub(crate) fn stored(&self, entry: &Entry) -> Option<Source> {
        (entry.method == Method::Stored).then(|| self.source.part(entry.data.clone()))
    }

    /// The content of an entry of `META-INF`, in memory.
    ///
    /// # Errors
    ///
    /// [`ContainerError`] where it is more than [`MAX_CONTAINER_META_BYTES`], or is not what the
    /// directory says.
    pub fn read_meta(&self, entry: &Entry) -> Result<Vec<u8>, ContainerError> {
        let at = entry.place.start;
        if entry.size > MAX_CONTAINER_META_BYTES {
            let limit = MAX_CONTAINER_META_BYTES;
            let fault = ContainerFault::TooMany { what: "bytes of signatures", limit };
            return Err(ContainerError::new(at, fault));
        }
        let mut bytes = Vec::new();
        let content = |_| ContainerError::of(at, &entry.name, EntryFault::Content);
        self.read(entry).read_to_end(&mut bytes).map_err(content)?;
        Ok(bytes)
    }

    /// The entry that a reference means: a relative URI, percent-encoded. `None` where it is none,
    /// or where readers that do not decode it would take it for another entry.
    #[must_use]
    pub fn referred(&self, uri: &str) -> Option<&Entry> {
        let entry = self.entry(&uri::to_name(uri)?).filter(|entry| !entry.is_folder())?;
        let literal = self.entry(uri).is_none_or(|literal| literal.name == entry.name);
        literal.then_some(entry)
    }

    /// The reference to an entry.
    #[must_use]
    pub fn uri_of(entry: &Entry) -> String {
        uri::of_name(&entry.name)
    }

    /// Whether readers of PDF could take it for one, of what is in none of its files.
    pub(crate) fn is_disguised(&self) -> Result<bool, SourceError> {
        detect::is_disguised(&self.source, &self.entries)
    }

    /// What `META-INF/manifest.xml` lists, where there is one; that entry where it is no list.
    pub(crate) fn file_list(&self) -> Option<Result<Vec<String>, &Entry>> {
        let entry = self.with_role(Role::FileList).next()?;
        let listed = self.read_meta(entry).ok().and_then(|bytes| file_list::read(&bytes));
        Some(listed.ok_or(entry))
    }
}

impl Resolver for Container {
    fn resolve(&self, uri: Option<&str>, _kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        let entry = self.referred(uri?)?;
        Some(Box::new(self.read(entry)))
    }
}

/// No name stands for two entries, for any file system; and no file is a folder too.
fn distinct(entries: &[Entry]) -> Result<HashMap<String, usize>, ContainerError> {
    let mut by_name = HashMap::with_capacity(entries.len());
    // Whether each folded name is that of a folder.
    let mut folded: HashMap<String, bool> = HashMap::with_capacity(entries.len());
    let fault =
        |entry: &Entry| ContainerError::of(entry.place.start, &entry.name, EntryFault::Duplicate);
    for (index, entry) in entries.iter().enumerate() {
        if folded.insert(name::fold(&entry.name), entry.is_folder()).is_some() {
            return Err(fault(entry));
        }
        by_name.insert(entry.name.clone(), index);
    }
    for entry in entries {
        let key = name::fold(&entry.name);
        let above = key.match_indices('/').filter_map(|(at, _)| key.get(..at));
        for folder in above {
            if folded.get(folder) == Some(&false) {
                return Err(fault(entry));
            }
        }
    }
    Ok(by_name)
}

/// What the first entry says (EN 319 162-1 §A.1).
fn kind_of(source: &Source, first: Option<&Entry>) -> Result<Kind, ContainerError> {
    let fault = || ContainerError::new(0, ContainerFault::Mimetype);
    let entry = first.filter(|entry| entry.name == name::MIMETYPE).ok_or_else(fault)?;
    let header = (fields::LOCAL_LEN + name::MIMETYPE.len()) as u64;
    let plain = entry.method == Method::Stored && entry.data.start == header;
    if !plain || entry.size > 100 {
        return Err(fault());
    }
    let mut text = Vec::new();
    let read = EntryReader::new(source, entry).read_to_end(&mut text);
    read.ok().and_then(|_| Kind::of_media_type(&text)).ok_or_else(fault)
}
