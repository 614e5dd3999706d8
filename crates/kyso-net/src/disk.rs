//! Answers kept in a folder, one file each, named by the digest of what was asked.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cache::Key;
use crate::limits::KEEP_FILES;
use crate::validity::Kind;

/// The folder.
#[derive(Clone, Debug)]
pub(crate) struct Disk(PathBuf);

impl Disk {
    /// Makes the folder where there is none, and removes files of ours that are old.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)?.flatten() {
            let path = entry.path();
            let age = entry.metadata().and_then(|m| m.modified()).map(|time| time.elapsed());
            let old = matches!(age, Ok(Ok(age)) if age > KEEP_FILES);
            if old && is_ours(&path) {
                // Another process may have been faster.
                drop(fs::remove_file(path));
            }
        }
        Ok(Self(folder.to_owned()))
    }

    /// The answer and when it came, where there is one of at most `limit` bytes.
    pub(crate) fn read(&self, kind: Kind, key: &Key, limit: u64) -> Option<(Vec<u8>, SystemTime)> {
        let file = File::open(self.path(kind, key)).ok()?;
        let since = file.metadata().ok()?.modified().ok()?;
        let mut answer = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut answer).ok()?;
        (u64::try_from(answer.len()).ok()? <= limit).then_some((answer, since))
    }

    /// Keeps an answer. A folder that cannot be written is slower, and nothing worse.
    pub(crate) fn write(&self, kind: Kind, key: &Key, answer: &[u8]) {
        drop(kyso::file::replace(&self.path(kind, key), |file| file.write_all(answer)));
    }

    fn path(&self, kind: Kind, key: &Key) -> PathBuf {
        let name: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.0.join(format!("{name}.{}", extension(kind)))
    }
}

fn extension(kind: Kind) -> &'static str {
    match kind {
        Kind::Ocsp => "ocsp",
        Kind::Crl => "crl",
        Kind::Certificates => "certs",
    }
}

fn is_ours(path: &Path) -> bool {
    let text = |part: Option<&std::ffi::OsStr>| part.and_then(|s| s.to_str()).map(str::to_owned);
    let hex = |name: String| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let kinds = [Kind::Ocsp, Kind::Crl, Kind::Certificates].map(extension);
    text(path.file_stem()).is_some_and(hex)
        && text(path.extension()).is_some_and(|found| kinds.contains(&found.as_str()))
}
