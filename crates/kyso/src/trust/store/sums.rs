//! The digests of the records, in a folder of their own: by them the loss or change of a record
//! shows, that of the last one too.
//!
//! `sums/000001.sha256` holds the SHA-256 of `history/000001.json` in hexadecimal digits. A digest is
//! written after its record and never before, so that one without a record means a loss; a writer
//! that was stopped in between leaves it to the next one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::algorithm::DigestAlgorithm;
use crate::limits::MAX_STORE_SUM_BYTES;
use crate::{crypto, file};

/// The folder of the digests.
pub(super) const FOLDER: &str = "sums";

/// The digests of a store, as many as there were when it was looked at.
pub(super) struct Sums {
    folder: PathBuf,
    highest: usize,
    /// Of the records that have none yet, in their order.
    missing: Vec<String>,
}

impl Sums {
    /// Looks how many there are: before the records are read, since these come first.
    pub(super) fn of(store: &Path) -> Result<Self, StoreError> {
        let folder = store.join(FOLDER);
        let highest = highest(&folder, ".sha256")?;
        Ok(Self { folder, highest, missing: Vec::new() })
    }

    /// The highest number that has one.
    pub(super) fn highest(&self) -> usize {
        self.highest
    }

    /// Compares record `number`, in the file `path`, with its digest, where it has to have one.
    pub(super) fn check(
        &mut self,
        number: usize,
        path: &Path,
        text: &[u8],
    ) -> Result<(), StoreError> {
        let found = digest(text);
        if number > self.highest {
            self.missing.push(found);
            return Ok(());
        }
        let place = self.place(number);
        let Some(sum) = read(&place, MAX_STORE_SUM_BYTES)? else {
            return Err(StoreError::RecordMissing { path: place });
        };
        if sum.trim_ascii() == found.as_bytes() {
            Ok(())
        } else {
            Err(StoreError::RecordChanged { path: path.to_owned() })
        }
    }

    /// Writes the digests that are missing, in their order. What fails is left to the next
    /// writer: the records stand.
    pub(super) fn complete(&self) {
        if fs::create_dir_all(&self.folder).is_err() {
            return;
        }
        for (index, digest) in self.missing.iter().enumerate() {
            let place = self.place(self.highest + index + 1);
            let put = |file: &mut fs::File| file.write_all(format!("{digest}\n").as_bytes());
            match file::write_new::<io::Error>(&place, put) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return,
                _ => {}
            }
        }
    }

    fn place(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number:06}.sha256"))
    }
}

fn digest(text: &[u8]) -> String {
    let digest = crypto::digest(DigestAlgorithm::Sha256, text);
    digest.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The highest number that a file in `folder` has before `ending`. Other files, such as what an
/// editor leaves behind, are none of the store's.
pub(super) fn highest(folder: &Path, ending: &str) -> Result<usize, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(StoreError::reading(folder, error)),
    };
    let mut highest = 0;
    for entry in entries {
        let name = entry.map_err(|error| StoreError::reading(folder, error))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(ending));
        let number = number.and_then(|digits| digits.parse().ok());
        highest = highest.max(number.unwrap_or(0));
    }
    Ok(highest)
}

/// A file of the store, as a whole; `None` where there is none.
pub(super) fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
    match file::read_regular(path, limit) {
        Ok(Some(bytes)) => Ok(Some(bytes)),
        Ok(None) => Err(StoreError::NotAFile { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::reading(path, error)),
    }
}
