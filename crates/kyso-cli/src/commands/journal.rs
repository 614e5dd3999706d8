//! What a batch has signed, so that the same call can go on after a crash and signs nothing twice.
//!
//! Before a result gets its name, a line says what it will be. Whether it then came to stand there
//! is seen at the result itself: by the bytes that the signature added.

use std::collections::{BTreeMap, BTreeSet};
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
    records: Records,
    /// The documents of the call, as digests of their paths.
    documents: BTreeSet<String>,
}

/// What earlier calls were about to put under its name, by the digest of the document's path.
type Records = BTreeMap<String, Vec<Record>>;

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
    /// Where the result goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    /// The document as it was signed.
    input: Whole,
    /// The result.
    result: Whole,
    /// Where in the result the bytes that are new stand, as offset and length.
    pieces: Vec<(u64, u64)>,
    /// SHA-256 of these bytes, one piece after the other.
    sha256: String,
    /// Whether the result got its name.
    #[serde(skip)]
    is_put: bool,
    /// Whether the call came to its end.
    #[serde(skip)]
    is_ended: bool,
}

/// A line about the lines above it.
#[derive(Default, Serialize, Deserialize)]
struct Mark {
    /// The result of this document, by the digest of its path, got its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    put: Option<String>,
    /// A call came to its end.
    #[serde(default, skip_serializing_if = "is_false")]
    complete: bool,
    /// Which documents were its own; all of them in a line that does not say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<BTreeSet<String>>,
    /// What came to its end is of no interest any more.
    #[serde(default, skip_serializing_if = "is_false")]
    forget: bool,
}

// serde hands over a reference.
#[expect(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
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
    /// It signed it, and the result stands there no more.
    Gone,
    Nothing,
}

impl Journal {
    /// The journal of a call with this key and these options for these documents that writes to
    /// these targets. Where none can be kept signing goes on without, which is said, unless the
    /// call asks to `resume`. What a call left that came to its end is forgotten but to resume.
    /// One that `begins` none is held against what there is.
    pub(super) fn open(
        call: &str,
        (inputs, targets): (Vec<&Input>, &[Target]),
        (begins, resume): (bool, bool),
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
        if !begins && !path.exists() {
            return Ok(None);
        }
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
        let documents = inputs.into_iter().filter_map(path_digest).collect();
        Ok(Some(Self { path, lines: Mutex::new(file), records, documents }))
    }

    /// Whether no earlier call is known to have begun with any of these documents.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.iter().all(|document| !self.records.contains_key(document))
    }

    /// What an earlier call did with this document.
    pub(super) fn earlier(&self, input: &Input, target: &Target, row: Option<&str>) -> Earlier {
        let (Some(path), Some(result)) = (path_digest(input), target.path()) else {
            return Earlier::Nothing;
        };
        let in_place = matches!(target, Target::InPlace(_));
        let is_same = |record: &Record| match input {
            Input::File(path) => Whole::of(path, None).is_ok_and(|now| now == record.input),
            Input::Stdin | Input::Packed(_) => false,
        };
        let (mut changed, mut gone) = (false, None);
        for record in self.records.get(&path).into_iter().flatten() {
            let as_asked = record.row.as_deref() == row;
            // What came behind it is somebody else's.
            if record.is_at(result) && (in_place || is_same(record)) {
                return if as_asked { Earlier::Signed } else { Earlier::Otherwise };
            }
            changed |= in_place && record.stands(result).unwrap_or(false);
            let elsewhere = record.output.as_deref().map(Path::new);
            let elsewhere = || elsewhere.is_some_and(|path| path != result && record.is_at(path));
            if !in_place && is_same(record) && (record.is_put || elsewhere()) {
                gone = Some(if as_asked { Earlier::Gone } else { Earlier::Otherwise });
            }
        }
        if changed { Earlier::Changed } else { gone.unwrap_or(Earlier::Nothing) }
    }

    /// Forgets what earlier calls did with these documents.
    pub(super) fn clear(&mut self) -> Result<(), Failure> {
        self.records.retain(|document, _| !self.documents.contains(document));
        let forgotten = match self.records.is_empty() {
            true => self.lines.lock().unwrap_or_else(PoisonError::into_inner).set_len(0),
            false => {
                let of = Some(self.documents.clone());
                self.note(&Mark { complete: true, of, forget: true, ..Mark::default() })
            }
        };
        forgotten.map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Notes what will stand under the name of the result.
    pub(super) fn intend(
        &self,
        input: &Input,
        target: &Target,
        signed: &Signed,
        row: Option<&str>,
    ) -> Result<(), Failure> {
        let Some(mut record) = Record::of(input, signed)? else { return Ok(()) };
        record.row = row.map(str::to_owned);
        let output = target.path().and_then(|path| std::path::absolute(path).ok());
        record.output = output.and_then(|path| path.to_str().map(str::to_owned));
        self.note(&record).map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Notes that the result got its name. Where that is lost, the result itself still tells it.
    pub(super) fn put(&self, input: &Input) {
        if let Some(document) = path_digest(input) {
            let _ = self.note(&Mark { put: Some(document), ..Mark::default() });
        }
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
            let of = Some(self.documents.clone());
            let _ = self.note(&Mark { complete, of, ..Mark::default() });
        }
        let file = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if file.metadata().is_ok_and(|there| there.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The records of earlier calls.
fn read(mut file: &File, resume: bool) -> io::Result<Records> {
    let mut text = String::new();
    file.take(MAX_BYTES).read_to_string(&mut text)?;
    if !text.is_empty() && !text.ends_with('\n') {
        // A line that a crash cut off was about a result that has no name yet.
        file.write_all(b"\n")?;
    }
    let mut records = Records::new();
    for line in text.lines() {
        if let Ok(record) = serde_json::from_str::<Record>(line) {
            records.entry(record.path.clone()).or_default().push(record);
        } else if let Ok(mark) = serde_json::from_str(line) {
            apply(&mark, &mut records);
        }
    }
    if !resume && records.values().flatten().any(|record| record.is_ended) {
        forget(&mut records);
        if records.is_empty() {
            file.set_len(0)?;
        } else {
            let mark = serde_json::to_string(&Mark { forget: true, ..Mark::default() })? + "\n";
            file.write_all(mark.as_bytes())?;
        }
    }
    Ok(records)
}

fn apply(mark: &Mark, records: &mut Records) {
    if let Some(last) = mark.put.as_ref().and_then(|put| records.get_mut(put)?.last_mut()) {
        last.is_put = true;
    }
    if mark.complete {
        let is_own = |document: &String| mark.of.as_ref().is_none_or(|of| of.contains(document));
        let own = records.iter_mut().filter(|(document, _)| is_own(document));
        own.flat_map(|(_, records)| records).for_each(|record| record.is_ended = true);
    }
    if mark.forget {
        forget(records);
    }
}

/// Takes out what came to its end.
fn forget(records: &mut Records) {
    for one in records.values_mut() {
        one.retain(|record| !record.is_ended);
    }
    records.retain(|_, one| !one.is_empty());
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
            output: None,
            input: whole,
            result: result.end(),
            pieces,
            sha256: hex(hasher.finish().as_ref()),
            is_put: false,
            is_ended: false,
        }))
    }

    /// Whether a file begins with the result.
    fn is_at(&self, path: &Path) -> bool {
        Whole::of(path, Some(self.result.len)).is_ok_and(|stands| stands == self.result)
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
