//! The signed document on its way out: the original bytes, then what was appended.

use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use super::SignError;
use super::growing::Growing;
use crate::file;
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::source::Source;

/// The bytes that were there before, wherever they stand.
#[derive(Clone, Debug)]
pub(super) struct Original {
    source: Source,
    range: Range<u64>,
}

impl Original {
    pub(super) fn whole(source: Source) -> Self {
        let range = 0..source.len();
        Self { source, range }
    }

    /// A part of `source`, which the caller has checked to lie inside it.
    pub(super) fn part(source: Source, range: Range<u64>) -> Self {
        Self { source, range }
    }

    pub(super) fn len(&self) -> u64 {
        self.range.end.saturating_sub(self.range.start)
    }

    /// As a source of its own. A part of a larger file, such as a prepared state, is read into
    /// memory; the levels that need this ask for the document's structure again.
    pub(super) fn to_source(&self) -> Result<Source, SignError> {
        if self.range == (0..self.source.len()) {
            return Ok(self.source.clone());
        }
        Ok(Source::from_bytes(self.source.read_range(self.range.clone())?))
    }

    pub(super) fn stream(&self, sink: &mut dyn FnMut(&[u8])) -> Result<(), SignError> {
        Ok(self.source.stream(self.range.clone(), sink)?)
    }

    pub(super) fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        let mut written = Ok(());
        self.stream(&mut |chunk| {
            if written.is_ok() {
                written = out.write_all(chunk);
            }
        })?;
        Ok(written?)
    }

    /// Copies inside the system where both sides are files.
    fn copy_to(&self, out: &mut File) -> Result<(), SignError> {
        if let Some(from) = self.source.file()
            && file::copy_range(from, self.range.clone(), out)?
        {
            return Ok(());
        }
        self.write_to(out)
    }
}

/// A signed document. Nothing stands on disk until it is saved.
#[derive(Debug)]
#[must_use]
pub struct Signed {
    original: Original,
    tail: Vec<u8>,
    field_name: String,
    evidence: Evidence,
    level: Option<FoundLevel>,
    shortfall: Option<SignError>,
}

impl Signed {
    pub(super) fn new(original: Original, tail: Vec<u8>, field_name: String) -> Self {
        let evidence = Evidence::new();
        Self { original, tail, field_name, evidence, level: None, shortfall: None }
    }

    pub(super) fn grown(growing: Growing, field_name: String) -> Self {
        let Growing { original, tail, used: evidence, .. } = growing;
        Self { evidence, ..Self::new(original, tail, field_name) }
    }

    pub(super) fn at_level(mut self, level: FoundLevel) -> Self {
        self.level = Some(level);
        self
    }

    pub(super) fn short_of(mut self, shortfall: Option<SignError>) -> Self {
        self.shortfall = shortfall;
        self
    }

    /// The level reached; `None` for a document time-stamp alone. A signature in the form
    /// `adbe.pkcs7.detached` has what the level asks for, though it is none of PAdES.
    #[must_use]
    pub fn level(&self) -> Option<FoundLevel> {
        self.level
    }

    /// Why the level asked for was not reached, where a lower one was allowed.
    #[must_use]
    pub fn shortfall(&self) -> Option<&SignError> {
        self.shortfall.as_ref()
    }

    /// The certificates and revocation data that were relied on: what B-LT keeps in the document.
    /// None below B-LT.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Whether nothing was added: an extension found everything there.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.tail.is_empty()
    }

    /// The name of the field that holds the signature, or the document time-stamp that was added
    /// last; empty where none was added.
    #[must_use]
    pub fn field_name(&self) -> &str {
        &self.field_name
    }

    /// What was appended to the document: one increment or several.
    #[must_use]
    pub fn tail(&self) -> &[u8] {
        &self.tail
    }

    /// Length of the signed document in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.original.len() + self.tail.len() as u64
    }

    /// Never: no document is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the whole document.
    ///
    /// # Errors
    ///
    /// Where the original can no longer be read or `out` refuses.
    pub fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        self.original.write_to(out)?;
        Ok(out.write_all(&self.tail)?)
    }

    /// The whole document in memory.
    ///
    /// # Errors
    ///
    /// Where the original can no longer be read.
    pub fn to_bytes(&self) -> Result<Vec<u8>, SignError> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.len()).unwrap_or(0));
        self.write_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes a file that must not exist yet, whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`file::write_new`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), SignError> {
        file::write_new(path.as_ref(), |out| self.write_file(out))
    }

    /// Writes a file, replacing what stands there in one step; it may be the original itself.
    ///
    /// # Errors
    ///
    /// As [`file::replace`].
    pub fn save_replacing(&self, path: impl AsRef<Path>) -> Result<(), SignError> {
        file::replace(path.as_ref(), |out| self.write_file(out))
    }

    fn write_file(&self, out: &mut File) -> Result<(), SignError> {
        self.original.copy_to(out)?;
        Ok(out.write_all(&self.tail)?)
    }
}
