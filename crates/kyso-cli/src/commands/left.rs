//! A request that a remote service took, kept with its prepared documents for the same call.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use kyso::crypto::digest;
use kyso::{DigestAlgorithm, Prepared, SignError};
use serde_json::{Value, json};

use super::batch::Item;
use super::sign::Session;
use super::together::Work;
use crate::hex::hex;
use crate::remote::Remote;
use crate::state;

/// Where a request waits to be taken up: a folder that is its call's own.
pub(super) struct Left(PathBuf);

/// Nobody is asked for longer: services forget a request after some minutes, and whole documents
/// lie here.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// Folders looked at when old ones are cleared away.
const MOST_LOOKED_AT: usize = 1_000;

/// Bytes of the note: a name and a count.
const MAX_NOTE: u64 = 64 << 10;

impl Left {
    /// The place for these documents, signed so, with this key.
    pub(super) fn of(
        session: &Session<'_>,
        remote: &Remote<'_>,
        items: &[Item<Work<'_>>],
    ) -> Option<Self> {
        let folder = state::folder("remote")?;
        clear(&folder);
        let args = session.args;
        let mut call = format!(
            "{}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0",
            remote.identity, args.claims, args.xml, args.look, args.algorithm, args.level
        );
        // What is drawn of a file, and what a profile says, is part of the call too.
        let profile = args.xml.profile.as_ref().map(PathBuf::from);
        for path in args.look.files().chain(profile.as_ref()) {
            let bytes = fs::read(path).unwrap_or_default();
            call.push_str(&hex(digest(DigestAlgorithm::Sha256, &bytes).as_ref()));
        }
        for item in items {
            call.push_str(&hex(&item.work.document));
            call.push_str(session.row(&item.input).unwrap_or_default());
        }
        let name = hex(digest(DigestAlgorithm::Sha256, call.as_bytes()).as_ref());
        Some(Self(folder.join(name)))
    }

    /// Keeps the prepared documents and the name of the request. Where that fails, signing goes
    /// on: it is a help for the next call only.
    pub(super) fn leave(&self, transaction: &str, items: &[Item<Work<'_>>]) {
        let note = json!({"version": 1, "transaction": transaction, "count": items.len()});
        let keep = || -> Result<(), SignError> {
            let io = |error: std::io::Error| SignError::Io(error);
            self.forget();
            private_folder(&self.0).map_err(io)?;
            for (index, item) in items.iter().enumerate() {
                let place = self.0.join(format!("{index}.state"));
                item.work.prepared.save(&place)?;
                private_file(&place).map_err(io)?;
            }
            // Last, so that what is there is whole.
            let write = |out: &mut fs::File| -> std::io::Result<()> {
                std::io::Write::write_all(out, note.to_string().as_bytes())
            };
            let place = self.0.join(NOTE);
            kyso::file::write_new(&place, write).and_then(|()| private_file(&place)).map_err(io)
        };
        if keep().is_err() {
            self.forget();
        }
    }

    /// Puts the prepared documents of a request that was left in the place of these; its name.
    pub(super) fn take_up(&self, items: &mut [Item<Work<'_>>]) -> Option<String> {
        let note = kyso::file::read_bounded(&self.0.join(NOTE), MAX_NOTE).ok()?;
        let note: Value = serde_json::from_slice(&note).ok()?;
        let transaction = note["transaction"].as_str()?.to_owned();
        if note["version"] != 1 || note["count"] != items.len() {
            return None;
        }
        let mut all = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let state = Prepared::open(self.0.join(format!("{index}.state"))).ok()?;
            let fits = state.certificate() == item.work.prepared.certificate()
                && state.algorithm() == item.work.prepared.algorithm()
                && state.format() == item.work.prepared.format()
                && item.work.builder.is_of(&state).ok()?;
            all.push(fits.then_some(state)?);
        }
        for (item, state) in items.iter_mut().zip(all) {
            item.work.prepared = state;
        }
        Some(transaction)
    }

    pub(super) fn forget(&self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What tells of the request.
const NOTE: &str = "request.json";

/// Takes away what nobody came back for. What is not called like a request is left alone.
fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.take(MOST_LOOKED_AT).flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| {
            name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        // Not through a link.
        let about = entry.metadata().ok().filter(|about| is_ours && about.is_dir());
        let age = about.and_then(|about| about.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| age > KEPT) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A new folder that nobody else looks into: whole documents lie there.
fn private_folder(path: &Path) -> std::io::Result<()> {
    if let Some(above) = path.parent() {
        state::private_folders(above)?;
    }
    state::private().create(path)
}

/// Takes the others' rights to a file away.
fn private_file(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    let _ = path;
    Ok(())
}
