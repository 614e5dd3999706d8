//! Several files that are signed as one: put into a container, each by its name.

use std::fs;
use std::path::{Path, PathBuf};

use kyso::container::Kind;
use kyso::{Document, Error, Source};

use crate::args::FormatName;
use crate::error::Failure;
use crate::globs;
use crate::i18n::msg;
use crate::inputs::{self, Input};
use crate::ui::Ui;

/// The files of a container to be, each with its name in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pack {
    kind: Kind,
    files: Vec<(String, PathBuf)>,
}

impl Pack {
    /// What it is called in messages: all names, or how many there are.
    pub(crate) fn name(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|(name, _)| name.as_str()).collect();
        match names.as_slice() {
            [first, .., last] if names.len() > 3 => format!("{first}, …, {last}"),
            names => names.join(", "),
        }
    }

    /// The files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(_, path)| path.as_path())
    }

    /// The container, unsigned; the files are read where they are.
    pub(crate) fn source(&self) -> Result<Source, Failure> {
        let open = |(name, path): &(String, PathBuf)| {
            let source = Source::open(path).map_err(|error| Failure::reading(path, &error))?;
            Ok((name.clone(), source))
        };
        let files: Vec<(String, Source)> =
            self.files.iter().map(open).collect::<Result<_, Failure>>()?;
        let packed = Document::pack(self.kind, &files);
        let packed = packed.map_err(|error| Failure::core(error, &self.name()))?;
        packed.container().map(|container| container.source().clone()).ok_or_else(|| {
            // What is packed is a container.
            Failure::core(Error::UnknownFormat, &self.name())
        })
    }
}

/// The kind of container that is asked for: by name, else by the ending of the output.
pub(crate) fn kind(format: Option<FormatName>, output: Option<&Path>) -> Option<Kind> {
    let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str());
    match format {
        Some(FormatName::AsicE) => Some(Kind::Extended),
        Some(FormatName::AsicS) => Some(Kind::Simple),
        Some(FormatName::Cades) => None,
        None => match ending?.to_ascii_lowercase().as_str() {
            "asice" | "sce" => Some(Kind::Extended),
            "asics" | "scs" => Some(Kind::Simple),
            _ => None,
        },
    }
}

/// The files of a call as one container of this kind; nothing where no container is asked for, or
/// what is named is one already and gets a further signature.
pub(crate) fn of(paths: &[PathBuf], kind: Option<Kind>, ui: &Ui) -> Result<Option<Input>, Failure> {
    let Some(kind) = kind else { return Ok(None) };
    let paths = &globs::all(paths)?[..];
    if let [one] = paths
        && is_container(one)
    {
        return Ok(None);
    }
    let mut files = Vec::new();
    for path in paths {
        match Input::from_path(path) {
            Input::File(path) if path.is_dir() => folder(&path, &mut files, ui)?,
            Input::File(path) => {
                let name = path.file_name().and_then(|name| name.to_str());
                let name = name.ok_or_else(|| unnamed(&path))?;
                files.push((name.to_owned(), path.clone()));
            }
            _ => return Err(Failure::usage(msg::call_pack_stdin())),
        }
    }
    Ok(Some(Input::Packed(Pack { kind, files })))
}

fn is_container(path: &Path) -> bool {
    match Document::open(path) {
        Ok(document) => document.format().is_container(),
        Err(error) => matches!(error, Error::Container(_)),
    }
}

/// Every file under a folder, by its path in there. What begins with a dot, and links, are not
/// taken along.
fn folder(root: &Path, files: &mut Vec<(String, PathBuf)>, ui: &Ui) -> Result<(), Failure> {
    let mut folders = vec![root.to_owned()];
    let before = files.len();
    while let Some(folder) = folders.pop() {
        for path in inputs::entries(&folder)? {
            let hidden =
                path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if hidden {
                continue;
            }
            let there = fs::symlink_metadata(&path).map_err(|e| Failure::reading(&path, &e))?;
            if there.is_dir() {
                folders.push(path);
            } else if there.is_file() {
                let name = path.strip_prefix(root).ok().and_then(in_container);
                let name = name.ok_or_else(|| unnamed(&path))?;
                files.push((name, path));
            } else {
                ui.note(&msg::note_special_inside(path.as_path()));
            }
        }
    }
    if files.len() == before {
        return Err(Failure::io(msg::error_no_document_in_folder(root)));
    }
    files.get_mut(before..).unwrap_or_default().sort();
    Ok(())
}

/// A path as a name in a container: with slashes, whatever the system has.
fn in_container(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn unnamed(path: &Path) -> Failure {
    Failure::io(msg::error_pack_name(path))
}
