//! What a call names: files, folders, stdin.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use kyso::Source;
use kyso::file::FileId;

use crate::error::Failure;
use crate::globs;
use crate::i18n::{Message, msg};
use crate::pack::Pack;

/// What a stream (stdin, a named pipe) may hold: it must be kept in memory, while a file of any
/// size is read in place.
const MAX_STREAM_BYTES: u64 = 1 << 30;

/// One document to work on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Input {
    /// A file, by the name that the call gives.
    File(PathBuf),
    /// `-`
    Stdin,
    /// Files that are put into one container.
    Packed(Pack),
}

impl Input {
    /// `-` is stdin.
    pub(crate) fn from_path(path: &Path) -> Self {
        if path == Path::new("-") { Self::Stdin } else { Self::File(path.to_owned()) }
    }

    /// The name in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
            Self::Packed(pack) => pack.name(),
        }
    }

    /// Looks whether there is anything under the name; nothing is opened, since a pipe would be
    /// emptied.
    pub(crate) fn is_there(&self) -> Result<(), Failure> {
        match self {
            // Each file of a container is named when it is read.
            Self::Stdin | Self::Packed(_) => Ok(()),
            Self::File(path) => {
                fs::metadata(path).map(drop).map_err(|e| Failure::reading(path, &e))
            }
        }
    }

    /// The bytes of the document, wherever they are. A file is read in place, never as a whole.
    pub(crate) fn source(&self) -> Result<Source, Failure> {
        let name = self.name();
        match self {
            Self::Stdin => Ok(Source::from_bytes(stream(std::io::stdin().lock(), &name)?)),
            Self::Packed(pack) => pack.source(),
            Self::File(path) => {
                let metadata = fs::metadata(path).map_err(|e| Failure::reading(path, &e))?;
                if metadata.is_dir() {
                    return Err(Failure::io(msg::error_is_folder(path.as_path())));
                }
                let file = fs::File::open(path).map_err(|e| Failure::reading(path, &e))?;
                if metadata.is_file() {
                    Source::from_file(file).map_err(|e| Failure::reading(path, &e))
                } else {
                    Ok(Source::from_bytes(stream(file, &name)?))
                }
            }
        }
    }

    /// Reads the whole input, which is no document, into memory.
    pub(crate) fn read_stream(&self) -> Result<Vec<u8>, Failure> {
        self.read(MAX_STREAM_BYTES)
    }

    /// Reads the whole input, at most `limit` bytes.
    pub(crate) fn read(&self, limit: u64) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Stdin => bounded(std::io::stdin().lock(), "-", limit),
            Self::Packed(_) => Err(Failure::usage(msg::call_pack_stdin())),
            Self::File(path) => {
                let file = fs::File::open(path).map_err(|e| Failure::reading(path, &e))?;
                bounded(file, &self.name(), limit)
            }
        }
    }
}

fn stream(source: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    bounded(source, name, MAX_STREAM_BYTES)
}

fn bounded(source: impl Read, name: &str, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::reading(Path::new(name), &e))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::io(msg::error_stream_too_large(name, limit)));
    }
    Ok(bytes)
}

/// Endings of the files that a folder stands for.
pub(crate) const DOCUMENTS: &[&str] = &["pdf", "xml", "asice", "sce", "asics", "scs"];

/// The same for a verb that judges: signatures beside their documents too.
pub(crate) const SIGNED: &[&str] = &["pdf", "xml", "p7s", "p7m"];

/// Every file but signatures.
pub(crate) const ANYTHING: &[&str] = &[];

/// Names of files that a note lists one by one.
const MAX_NAMED: usize = 5;

/// Whether one file under two names in a folder is two documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Links {
    /// It is: each name is reported on.
    Count,
    /// It is not: who signs signs it once.
    PassOver,
}

/// What a call names.
#[derive(Debug)]
pub(crate) struct Named {
    /// The documents, in the order of the call.
    pub(crate) items: Vec<Result<Input, Failure>>,
    /// What of its folders is none of them, to be told.
    pub(crate) passed_over: Vec<Message>,
}

/// The documents that a call names, in its order. A pattern stands for what fits it, a folder for
/// the files right inside it that end in one of `endings`, by name; what is called so and cannot be
/// read, a folder that cannot be read or holds none, and a pattern that nothing fits, is a failure
/// in its place, and the rest of the batch goes on.
pub(crate) fn expand(paths: &[PathBuf], endings: &[&str], links: Links) -> Result<Named, Failure> {
    let mut named = Named { items: Vec::new(), passed_over: Vec::new() };
    for path in paths {
        match globs::matching(path) {
            None => named.one(path, endings, links),
            Some(Err(failure)) => named.items.push(Err(failure)),
            Some(Ok(found)) => {
                let again = if links == Links::PassOver { again(&found) } else { BTreeSet::new() };
                for path in &found {
                    match again.contains(path) {
                        true => named.passed_over.push(msg::note_same_inside(path.as_path())),
                        false => named.one(path, endings, links),
                    }
                }
            }
        }
    }
    if named.items.iter().filter(|item| matches!(item, Ok(Input::Stdin))).count() > 1 {
        return Err(Failure::usage(msg::call_stdin_twice()));
    }
    Ok(named)
}

impl Named {
    fn one(&mut self, path: &Path, endings: &[&str], links: Links) {
        match Input::from_path(path) {
            Input::File(path) if path.is_dir() => {
                if let Err(failure) = self.folder(&path, endings, links) {
                    self.items.push(Err(failure));
                }
            }
            input => self.items.push(Ok(input)),
        }
    }

    fn folder(&mut self, folder: &Path, endings: &[&str], links: Links) -> Result<(), Failure> {
        let before = self.items.len();
        let mut others = Vec::new();
        let paths = entries(folder)?;
        let again = if links == Links::PassOver { again(&paths) } else { BTreeSet::new() };
        for path in paths {
            let is_document = ends_in(&path, endings);
            match fs::metadata(&path) {
                Ok(there) if there.is_dir() => {
                    self.passed_over.push(msg::note_folder_inside(path.as_path()));
                }
                Ok(there) if is_document && there.is_file() && again.contains(&path) => {
                    self.passed_over.push(msg::note_same_inside(path.as_path()));
                }
                Ok(there) if is_document && there.is_file() => {
                    self.items.push(Ok(Input::File(path)));
                }
                Ok(there) if !there.is_file() => {
                    self.passed_over.push(msg::note_special_inside(path.as_path()));
                }
                Err(error) if is_document => {
                    self.items.push(Err(Failure::reading(&path, &error)));
                }
                _ => {
                    others.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()))
                }
            }
        }
        // What begins with a dot is not meant to be seen.
        others.retain(|name| !name.starts_with('.'));
        if !others.is_empty() {
            let more = if others.len() > MAX_NAMED { ", …" } else { "" };
            let names = others.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>();
            let names = format!("{}{more}", names.join(", "));
            self.passed_over.push(msg::note_no_documents_inside(others.len(), folder, names));
        }
        if self.items.len() == before {
            return Err(Failure::io(msg::error_no_document_in_folder(folder)));
        }
        Ok(())
    }
}

/// Those that are another one of these files by a second name; of a link and its file, the link.
fn again(paths: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut paths: Vec<&PathBuf> = paths.iter().filter(|path| path.is_file()).collect();
    paths.sort_by_key(|path| path.is_symlink());
    let mut seen = BTreeSet::new();
    let again = |path: &&PathBuf| FileId::of(path).is_ok_and(|id| !seen.insert(id));
    paths.into_iter().filter(again).cloned().collect()
}

/// Everything right inside a folder, sorted by name.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |e: std::io::Error| Failure::reading(folder, &e);
    let entries = fs::read_dir(folder).map_err(failed)?;
    let paths = entries.map(|entry| Ok(entry.map_err(failed)?.path()));
    let mut paths: Vec<PathBuf> = paths.collect::<Result<_, Failure>>()?;
    paths.sort();
    Ok(paths)
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if endings.is_empty() {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        return !hidden && !["p7s", "p7m"].iter().any(|one| ending.eq_ignore_ascii_case(one));
    }
    endings.iter().any(|one| ending.eq_ignore_ascii_case(one))
}

/// The files right inside a folder that end in one of `extensions`, sorted by name.
pub(crate) fn files_in(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = entries(folder)?;
    files.retain(|path| ends_in(path, extensions) && path.is_file());
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{DOCUMENTS, Input, Links, expand};

    #[test]
    fn a_folder_stands_for_its_documents_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.pdf", "a.PDF", "c.txt", "ba.xml"] {
            fs::write(folder.path().join(name), b"").unwrap();
        }
        fs::create_dir(folder.path().join("d.pdf")).unwrap();
        let named =
            expand(&[folder.path().to_owned(), PathBuf::from("-")], DOCUMENTS, Links::Count)
                .unwrap();
        let inputs: Vec<Input> = named.items.into_iter().map(Result::unwrap).collect();
        let expected = [
            Input::File(folder.path().join("a.PDF")),
            Input::File(folder.path().join("b.pdf")),
            Input::File(folder.path().join("ba.xml")),
            Input::Stdin,
        ];
        assert_eq!(inputs, expected);
    }

    #[test]
    fn an_empty_folder_is_no_success() {
        let folder = tempfile::tempdir().unwrap();
        let items = expand(&[folder.path().to_owned()], DOCUMENTS, Links::Count).unwrap().items;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].as_ref().unwrap_err().code(), "no-document-in-folder");
    }

    #[test]
    fn stdin_can_be_named_once() {
        assert!(
            expand(&[PathBuf::from("-"), PathBuf::from("-")], DOCUMENTS, Links::Count).is_err()
        );
    }
}
