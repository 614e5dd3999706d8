//! The folder of the demonstration: only its own files are ever replaced.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use kyso::file;

use crate::error::Failure;
use crate::i18n::msg;

/// Says that the folder is ours, so that the demonstration may run in it again.
const MARK: &str = ".kyso-demo";

/// No file of the demonstration is larger.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// The folder of the demonstration.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new folder, an empty one, or one that the demonstration made before.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::writing(path, &error);
        match fs::read_dir(path) {
            Ok(mut entries) => {
                if entries.next().is_some() && !path.join(MARK).is_file() {
                    return Err(Failure::io(msg::error_demo_folder_in_use(path)));
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                fs::create_dir_all(path).map_err(failed)?;
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                return Err(Failure::io(msg::error_demo_folder_in_use(path)));
            }
            Err(error) => return Err(failed(error)),
        }
        let folder = Self { path: path.to_owned() };
        folder.put(MARK, b"")?;
        Ok(folder)
    }

    pub(super) fn name(&self) -> &Path {
        &self.path
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let path = self.path(name);
        file::read_bounded(&path, MAX_FILE_BYTES).map_err(|error| Failure::reading(&path, &error))
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.path(name);
        file::replace(&path, |out| out.write_all(bytes)).map_err(|e| Failure::writing(&path, &e))
    }

    /// Writes a file that only its owner may read.
    pub(super) fn put_secret(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.path(name);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        // `put` keeps the permissions of what stands there.
        options.open(&path).map_err(|error| Failure::writing(&path, &error))?;
        self.put(name, bytes)
    }
}
