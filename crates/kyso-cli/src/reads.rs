//! The files of a call that are written over by nothing: those that it reads, and those that it
//! has written itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kyso::file::FileId;

use crate::args::{PassphraseArgs, StoreArgs};
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::store;

/// Endings of what is read out of a folder of certificates or evidence.
const READ: [&str; 9] = ["pem", "crt", "cer", "der", "p7b", "p7c", "crl", "ocsp", "ors"];

/// The files of a call, whatever they are called in it: by what they are, so that a link or
/// another spelling makes no difference.
pub(crate) struct Reads {
    documents: BTreeSet<FileId>,
    others: BTreeSet<FileId>,
    /// Folders with the endings of the files that count; none stands for all.
    folders: Vec<(PathBuf, &'static [&'static str])>,
    written: Mutex<BTreeSet<FileId>>,
    in_place: bool,
}

impl Reads {
    /// `documents` are what is worked on; `in_place` says whether the verb offers `--in-place`.
    /// Where a shell has put files in the place of stdout and stderr, they are written already.
    pub(crate) fn new<'a>(documents: impl IntoIterator<Item = &'a Input>, in_place: bool) -> Self {
        let place = |input: &'a Input| match input {
            Input::File(path) => vec![path.as_path()],
            // Leads to the file that a shell has put there, where the system has such names.
            Input::Stdin => vec![Path::new("/dev/stdin")],
            Input::Packed(pack) => pack.paths().collect(),
        };
        let is_file = |path: &&Path| path.is_file();
        let streams = [Path::new("/dev/stdout"), Path::new("/dev/stderr")];
        Self {
            documents: ids(documents.into_iter().flat_map(place)),
            others: BTreeSet::new(),
            folders: Vec::new(),
            written: Mutex::new(ids(streams.into_iter().filter(is_file))),
            in_place,
        }
    }

    /// Files, or folders of certificates and evidence, that are read beside the documents. What is
    /// no file, such as a URL or the name of something shipped, is none.
    pub(crate) fn also<P: AsRef<Path>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        for path in paths {
            let path = path.as_ref();
            if path.is_dir() {
                self.folders.push((path.to_owned(), &READ));
            } else {
                self.others.extend(FileId::of(path));
            }
        }
        self
    }

    /// What passphrases are read from.
    pub(crate) fn secrets<'a>(self, secrets: impl IntoIterator<Item = &'a PassphraseArgs>) -> Self {
        let place = |secret: &PassphraseArgs| {
            let descriptor = secret.passphrase_fd.map(|n| PathBuf::from(format!("/dev/fd/{n}")));
            secret.passphrase_file.clone().or(descriptor)
        };
        let places: Vec<PathBuf> = secrets.into_iter().filter_map(place).collect();
        self.also(places)
    }

    /// The records and certificates of the trust store.
    pub(crate) fn store(mut self, args: &StoreArgs) -> Self {
        if let Some(folder) = store::folder(&args.folder).filter(|_| !args.no_store) {
            let parts = kyso::trust::TrustStore::FOLDERS.iter();
            self.folders.extend(parts.map(|part| (folder.join(part), [].as_slice())));
        }
        self
    }

    /// Refuses to write over a file of the call.
    pub(crate) fn forbid(&self, path: &Path) -> Result<(), Failure> {
        let Ok(id) = FileId::of(path) else { return Ok(()) };
        if self.documents.contains(&id) && self.in_place {
            return Err(Failure::io(msg::error_output_is_input(path)));
        }
        if self.documents.contains(&id) {
            return Err(Failure::io(msg::error_output_is_read(path)));
        }
        self.forbid_but_documents(path)
    }

    /// The same for a document that the call wants replaced.
    pub(crate) fn forbid_but_documents(&self, path: &Path) -> Result<(), Failure> {
        let Ok(id) = FileId::of(path) else { return Ok(()) };
        if self.others.contains(&id) || self.folders.iter().any(|(at, of)| holds(at, of, &id)) {
            return Err(Failure::io(msg::error_output_is_read(path)));
        }
        if self.written().contains(&id) {
            return Err(Failure::io(msg::error_output_is_written(path)));
        }
        Ok(())
    }

    fn written(&self) -> MutexGuard<'_, BTreeSet<FileId>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what was written, so that no later result takes its place.
    pub(crate) fn wrote(&self, path: &Path) {
        if path.is_file() {
            self.written().extend(FileId::of(path));
        }
    }
}

/// Whether a file is right inside a folder, under one of the endings.
fn holds(folder: &Path, endings: &[&str], id: &FileId) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.any(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        (endings.is_empty() || endings.iter().any(|one| one.eq_ignore_ascii_case(ending)))
            && FileId::of(&path).is_ok_and(|found| found == *id)
    })
}

fn ids<'a>(paths: impl IntoIterator<Item = &'a Path>) -> BTreeSet<FileId> {
    paths.into_iter().filter_map(|path| FileId::of(path).ok()).collect()
}
