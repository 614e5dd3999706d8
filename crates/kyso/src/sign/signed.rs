//! The signed document on its way out: the original bytes, then the increment.

use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use super::SignError;
use crate::file;
use crate::pdf::Source;

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
    increment: Vec<u8>,
    field_name: String,
}

impl Signed {
    pub(super) fn new(original: Original, increment: Vec<u8>, field_name: String) -> Self {
        Self { original, increment, field_name }
    }

    /// The name of the field that holds the signature.
    #[must_use]
    pub fn field_name(&self) -> &str {
        &self.field_name
    }

    /// What was appended to the document.
    #[must_use]
    pub fn increment(&self) -> &[u8] {
        &self.increment
    }

    /// Length of the signed document in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.original.len() + self.increment.len() as u64
    }

    /// Never: there is always an increment.
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
        Ok(out.write_all(&self.increment)?)
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
        Ok(out.write_all(&self.increment)?)
    }
}
