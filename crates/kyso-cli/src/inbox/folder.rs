//! The papers of a folder, and the thread that reads them while somebody looks at the list.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use kyso::file::FileId;

use super::paper::{Paper, Reading};
use super::read::Reader;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::{self, DOCUMENTS};
use crate::stamp::{Stamp, is_its_file};

/// Papers of one folder at the most: nobody looks through more.
const MOST: usize = 20_000;

/// The documents right inside a folder, by name; a folder with none is no failure here.
pub(super) fn papers(folder: &Path) -> Result<Vec<Paper>, Failure> {
    match fs::metadata(folder) {
        Ok(there) if !there.is_dir() => {
            return Err(Failure::io(msg::error_inbox_no_folder(folder)));
        }
        Ok(_) => {}
        Err(error) => return Err(Failure::reading(folder, &error)),
    }
    // One file by two names is one paper.
    let mut seen = BTreeSet::new();
    let mut files = inputs::files_in(folder, DOCUMENTS)?;
    let mut is_new = |path: &Path| FileId::of(path).map_or(true, |id| seen.insert(id));
    files.retain(|path| path.is_symlink() || is_new(path));
    if files.len() > MOST {
        return Err(Failure::io(msg::error_inbox_too_many(files.len(), folder, MOST)));
    }
    Ok(files.into_iter().map(Paper::new).collect())
}

/// Reads a paper; its stamp is of the time before.
pub(super) fn read(paper: &mut Paper, reader: &Reader) {
    let input = paper.input();
    let stamp = Stamp::of(&input);
    // A link would show, and let be replaced, what stands elsewhere; a pipe is waited for.
    paper.reading = match is_its_file(&input) {
        true => reader.read(&paper.path),
        false => Reading::Fault(Failure::io(msg::error_inbox_not_its_file(input.name()))),
    };
    paper.stamp = Some(stamp);
}

/// A paper that was read.
pub(super) struct Told {
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
    pub(super) reading: Reading,
}

/// Reads papers in a thread of its own, in the order asked. Dropping it ends the thread after the
/// paper in work.
pub(super) struct Background {
    ask: Sender<PathBuf>,
    told: Receiver<Told>,
}

impl Background {
    pub(super) fn new(reader: Arc<Reader>) -> Self {
        let (ask, asked) = channel::<PathBuf>();
        let (tell, told) = channel();
        thread::spawn(move || {
            for path in asked {
                let mut paper = Paper::new(path);
                read(&mut paper, &reader);
                let Paper { path, stamp: Some(stamp), reading, .. } = paper else { continue };
                if tell.send(Told { path, stamp, reading }).is_err() {
                    return;
                }
            }
        });
        Self { ask, told }
    }

    pub(super) fn read(&self, path: &Path) {
        // The thread ends only when this does.
        let _ = self.ask.send(path.to_owned());
    }

    /// What was read since.
    pub(super) fn told(&self) -> impl Iterator<Item = Told> + '_ {
        self.told.try_iter()
    }
}
