//! What somebody was shown is what is signed: the state of each file then, and its digest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kyso::Document;

use crate::commands::together::document_digest;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::stamp::Stamp;

/// What was shown; nothing where nobody was there to see it.
#[derive(Default)]
pub(in crate::commands) struct Shown {
    stamps: BTreeMap<PathBuf, Stamp>,
    digests: BTreeMap<PathBuf, Vec<u8>>,
}

impl Shown {
    /// The files as they are now.
    pub(super) fn of<'a>(inputs: impl Iterator<Item = &'a Input>) -> Self {
        let stamps = inputs.map(|input| (key(input).to_owned(), Stamp::of(input))).collect();
        Self { stamps, digests: BTreeMap::new() }
    }

    /// This digest was shown.
    pub(super) fn digest_is(&mut self, input: &Input, digest: Vec<u8>) {
        self.digests.insert(key(input).to_owned(), digest);
    }

    /// The file as it was when it was shown.
    pub(in crate::commands) fn stamp(&self, input: &Input) -> Option<Stamp> {
        self.stamps.get(key(input)).cloned()
    }

    /// Refuses a document that is not the one whose digest was shown.
    pub(in crate::commands) fn same(
        &self,
        document: &Document,
        input: &Input,
    ) -> Result<(), Failure> {
        match self.digests.get(key(input)) {
            Some(shown) if document_digest(document, input)? != *shown => {
                Err(Failure::io(msg::error_changed_meanwhile(input.name())))
            }
            _ => Ok(()),
        }
    }
}

/// A call has one container to be at the most, and a file is called something.
fn key(input: &Input) -> &Path {
    match input {
        Input::File(path) => path,
        Input::Stdin | Input::Packed(_) => Path::new(""),
    }
}
