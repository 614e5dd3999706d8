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

use crate::detail_words;
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
    /// What the row of a manifest asked for, as a digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    /// The document as it was signed.
    input: Whole,
    /// The result.
    result: Whole,
    /// Where in the result the bytes that are new stand, as offset and length.
    pieces: Vec<(u64, u64)>,
    /// SHA-256 of these bytes, one piece after the other.
    sha256: String,
}

/// The last line of a call that came to its end.
#[derive(Serialize, Deserialize)]
struct Complete {
    complete: bool,
}

/// The length and the SHA-256 of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Whole {
    len: u64,
    sha256: String,
}

/// What an earlier call did with a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Earlier {
    /// It signed it, and the result stands there.
    Signed,
    /// It signed it in place, and the document is another now.
    Changed,
    /// It signed it as a row of the manifest asked that asks for something else now.
    Otherwise,
    Nothing,
}

impl Journal {
    /// The journal of a call with this key and these options that writes to these targets. Where
    /// none can be kept signing goes on without, which is said, unless the call asks to `resume`.
    /// What a call left that came to its end is forgotten but to resume.
    pub(super) fn open(
        call: &str,
        targets: &[Target],
        resume: bool,
        ui: &Ui,
    ) -> Result<Option<Self>, Failure> {
        let mut folders: Vec<PathBuf> = targets.iter().filter_map(folder_of).collect();
        folders.sort();
        folders.dedup();
        let Some(folder) = state::folder("batch").filter(|_| !folders.is_empty()) else {
            return Ok(None);
        };
        let named = format!("{call}\0{folders:?}");
        let name = hex(digest(DigestAlgorithm::Sha256, named.as_bytes()).as_ref());
        let path = folder.join(name);
        let opened = state::private_folders(&folder).and_then(|()| {
            sweep(&folder);
            private_file(&path)
        });
        let file = match opened {
            Ok(file) => file,
            Err(error) if resume => {
                let detail = detail_words::io(error.kind(), error.raw_os_error());
                return Err(Failure::io(msg::error_no_journal(detail, path.as_path())));
            }
            Err(error) => {
                ui.warn(&msg::warn_no_journal(
                    detail_words::io(error.kind(), error.raw_os_error()),
                    path.as_path(),
                ));
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
        let records = read(&file, resume).map_err(|error| Failure::reading(&path, &error))?;
        Ok(Some(Self { path, lines: Mutex::new(file), records }))
    }

    /// Whether nothing is known of an earlier call.
    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// What an earlier call did with this document.
    pub(super) fn earlier(&self, input: &Input, target: &Target, row: Option<&str>) -> Earlier {
        let (Some(path), Some(result)) = (path_digest(input), target.path()) else {
            return Earlier::Nothing;
        };
        let in_place = matches!(target, Target::InPlace(_));
        let mut changed = false;
        for record in self.records.iter().filter(|record| record.path == path) {
            let stands = Whole::of(result, Some(record.result.len));
            let is_same = |input: &Input| match input {
                Input::File(path) => Whole::of(path, None).is_ok_and(|now| now == record.input),
                Input::Stdin | Input::Packed(_) => false,
            };
            // What came behind it is somebody else's.
            if stands.is_ok_and(|stands| stands == record.result) && (in_place || is_same(input)) {
                return match record.row.as_deref() == row {
                    true => Earlier::Signed,
                    false => Earlier::Otherwise,
                };
            }
            changed |= in_place && record.stands(result).unwrap_or(false);
        }
        if changed { Earlier::Changed } else { Earlier::Nothing }
    }

    /// Forgets what earlier calls did.
    pub(super) fn clear(&mut self) -> Result<(), Failure> {
        self.records.clear();
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        file.set_len(0).map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Notes what will stand under the name of the result.
    pub(super) fn intend(
        &self,
        input: &Input,
        signed: &Signed,
        row: Option<&str>,
    ) -> Result<(), Failure> {
        let Some(mut record) = Record::of(input, signed)? else { return Ok(()) };
        record.row = row.map(str::to_owned);
        self.note(&record).map_err(|error| Failure::writing(&self.path, &error))
    }

    fn note(&self, line: &impl Serialize) -> io::Result<()> {
        let line = serde_json::to_string(line)? + "\n";
        let mut file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
    }

    /// Once this returns, what was noted outlives a crash.
    pub(super) fn sync(&self) -> Result<(), Failure> {
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        file.sync_data().map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Ends it: everything was signed, or there is something to go on with.
    pub(super) fn end(self, complete: bool) {
        if complete {
            // Without the mark the next call is asked whether it is to go on: no harm.
            let _ = self.note(&Complete { complete });
        }
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if file.metadata().is_ok_and(|there| there.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The records of earlier calls.
fn read(mut file: &File, resume: bool) -> io::Result<Vec<Record>> {
    let mut text = String::new();
    file.take(MAX_BYTES).read_to_string(&mut text)?;
    let last = text.lines().last().and_then(|line| serde_json::from_str::<Complete>(line).ok());
    if last.is_some_and(|last| last.complete) && !resume {
        file.set_len(0)?;
        return Ok(Vec::new());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        // A line that a crash cut off was about a result that has no name yet.
        file.write_all(b"\n")?;
    }
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

impl Whole {
    /// Of a file, or of its first bytes.
    fn of(path: &Path, len: Option<u64>) -> io::Result<Self> {
        let file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut hashing = Hashing::new();
        io::copy(&mut file.take(len.unwrap_or(u64::MAX)), &mut hashing)?;
        Ok(hashing.end())
    }
}

/// Hashes what is written to it.
struct Hashing(Hasher, u64);

impl Hashing {
    fn new() -> Self {
        Self(Hasher::new(DigestAlgorithm::Sha256), 0)
    }

    fn end(self) -> Whole {
        Whole { len: self.1, sha256: hex(self.0.finish().as_ref()) }
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        self.1 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Record {
    fn of(input: &Input, signed: &Signed) -> Result<Option<Self>, Failure> {
        let (Input::File(file), Some(path)) = (input, path_digest(input)) else { return Ok(None) };
        let mut result = Hashing::new();
        let core = |error| Failure::core(kyso::Error::from(error), &input.name());
        signed.write_to(&mut result).map_err(core)?;
        let whole = Whole::of(file, None).map_err(|error| Failure::reading(file, &error))?;
        let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
        let (mut pieces, mut at, mut from) = (Vec::new(), 0_u64, 0_u64);
        for (range, bytes) in signed.edits() {
            at += range.start.saturating_sub(from);
            from = range.end;
            pieces.push((at, bytes.len() as u64));
            hasher.update(bytes);
            at += bytes.len() as u64;
        }
        Ok(Some(Self {
            document: input.name(),
            path,
            row: None,
            input: whole,
            result: result.end(),
            pieces,
            sha256: hex(hasher.finish().as_ref()),
        }))
    }

    /// Whether the bytes that were new stand in the result, whatever else changed.
    fn stands(&self, result: &Path) -> io::Result<bool> {
        let mut file = File::open(result)?;
        let mut hashing = Hashing::new();
        for (at, len) in &self.pieces {
            file.seek(SeekFrom::Start(*at))?;
            io::copy(&mut (&file).take(*len), &mut hashing)?;
        }
        Ok(!self.pieces.is_empty() && hashing.end().sha256 == self.sha256)
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
