//! What a batch has signed, so that the same call can go on after a crash and signs nothing twice.
//!
//! Before a result gets its name, a line says what it will be. Whether it then came to stand there
//! is seen at the result itself: by the bytes that the signature added.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kyso::crypto::{Hasher, digest};
use kyso::{DigestAlgorithm, Signed};
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::hex::hex;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::output::Target;
use crate::state;
use crate::ui::Ui;

/// Who is not back for so long begins anew.
const KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

/// All lines of a journal: a batch of a million documents has some 300 MB.
const MAX_BYTES: u64 = 1 << 30;

/// The journal of a call.
pub(super) struct Journal {
    path: PathBuf,
    lines: Mutex<File>,
    records: Vec<Record>,
}

/// A result that was about to be put under its name.
#[derive(Serialize, Deserialize)]
struct Record {
    /// For people; the digest of the path decides.
    document: String,
    /// SHA-256 of the absolute path of the document.
    path: String,
    /// Where in the result the bytes that are new stand, as offset and length.
    pieces: Vec<(u64, u64)>,
    /// SHA-256 of these bytes, one piece after the other.
    sha256: String,
}

impl Journal {
    /// The journal of a call with this key and these options that writes to these targets.
    /// Where none can be kept signing goes on without, which is said.
    pub(super) fn open(call: &str, targets: &[Target], ui: &Ui) -> Result<Option<Self>, Failure> {
        let Some(folder) = state::folder("batch") else { return Ok(None) };
        let mut folders: Vec<PathBuf> = targets.iter().filter_map(folder_of).collect();
        folders.sort();
        folders.dedup();
        if folders.is_empty() {
            return Ok(None);
        }
        let named = format!("{call}\0{folders:?}");
        let name = hex(digest(DigestAlgorithm::Sha256, named.as_bytes()).as_ref());
        let path = folder.join(name);
        let opened = private_folders(&folder).and_then(|()| {
            sweep(&folder);
            private_file(&path)
        });
        let file = match opened {
            Ok(file) => file,
            Err(error) => {
                ui.warn(&msg::warn_no_journal(error.to_string(), path.as_path()));
                return Ok(None);
            }
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Failure::io(msg::error_batch_running()));
            }
            // A file system without locks: two calls at once are the caller's care.
            Err(fs::TryLockError::Error(_)) => {}
        }
        let mut text = String::new();
        (&file)
            .take(MAX_BYTES)
            .read_to_string(&mut text)
            .map_err(|error| Failure::reading(&path, &error))?;
        // A line that a crash cut off was about a result that has no name yet.
        let records = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        Ok(Some(Self { path, lines: Mutex::new(file), records }))
    }

    /// Whether an earlier call signed this document: its result stands there.
    pub(super) fn is_signed(&self, input: &Input, target: &Target) -> bool {
        let (Some(path), Some(result)) = (path_digest(input), target.path()) else { return false };
        let mut of_it = self.records.iter().filter(|record| record.path == path);
        of_it.any(|record| record.stands(result).unwrap_or(false))
    }

    /// Forgets what earlier calls did.
    pub(super) fn clear(&self) -> Result<(), Failure> {
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        file.set_len(0).map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Notes what will stand under the name of the result.
    pub(super) fn intend(&self, input: &Input, signed: &Signed) -> Result<(), Failure> {
        let Some(record) = Record::of(input, signed) else { return Ok(()) };
        let line = serde_json::to_string(&record).unwrap_or_default() + "\n";
        let mut file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes()).map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Once this returns, what was noted outlives a crash.
    pub(super) fn sync(&self) -> Result<(), Failure> {
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        file.sync_data().map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Ends it: everything was signed, or there is nothing to go on from.
    pub(super) fn end(self, complete: bool) {
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if complete || file.metadata().is_ok_and(|there| there.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Record {
    fn of(input: &Input, signed: &Signed) -> Option<Self> {
        let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
        let (mut pieces, mut at, mut from) = (Vec::new(), 0_u64, 0_u64);
        for (range, bytes) in signed.edits() {
            at += range.start.saturating_sub(from);
            from = range.end;
            pieces.push((at, bytes.len() as u64));
            hasher.update(bytes);
            at += bytes.len() as u64;
        }
        Some(Self {
            document: input.name(),
            path: path_digest(input)?,
            pieces,
            sha256: hex(hasher.finish().as_ref()),
        })
    }

    /// Whether the bytes stand in the result, whatever came after them.
    fn stands(&self, result: &Path) -> io::Result<bool> {
        let mut file = File::open(result)?;
        let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
        for (at, len) in &self.pieces {
            file.seek(SeekFrom::Start(*at))?;
            let mut piece = (&file).take(*len);
            let mut buffer = [0; 1 << 14];
            loop {
                let read = piece.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                hasher.update(buffer.get(..read).unwrap_or_default());
            }
        }
        Ok(!self.pieces.is_empty() && hex(hasher.finish().as_ref()) == self.sha256)
    }
}

fn path_digest(input: &Input) -> Option<String> {
    let Input::File(path) = input else { return None };
    let path = fs::canonicalize(path).ok()?;
    Some(hex(digest(DigestAlgorithm::Sha256, path.as_os_str().as_encoded_bytes()).as_ref()))
}

/// The folder that a result goes to, which need not be there yet.
fn folder_of(target: &Target) -> Option<PathBuf> {
    let folder = match target.path()?.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).ok()
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// What lies there names documents.
fn private_folders(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Deletes journals that nobody came back for.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let changed = entry.metadata().and_then(|there| there.modified());
        let age = changed.ok().and_then(|then| then.elapsed().ok());
        if age.is_some_and(|age| age > KEPT) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
