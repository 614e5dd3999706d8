//! The folder of the demonstration: only its own files are ever replaced.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use kyso::file;

use crate::error::Failure;
use crate::i18n::msg;
use crate::output::NewFolders;

/// Names the files that are ours, one a line, so that the demonstration may run here again.
const MARK: &str = ".kyso-demo";

/// Every file that the demonstration leaves.
const OURS: [&str; 12] = [
    "ca.pem",
    "leader.cert.pem",
    "leader.key.pem",
    "page-1.png",
    "report.json",
    "report.xml.json",
    "sample.altered.pdf",
    "sample.altered.xml",
    "sample.pdf",
    "sample.xml",
    "sample.signed.pdf",
    "sample.signed.xml",
];

/// No file of the demonstration is larger.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// The folder of the demonstration.
pub(super) struct Folder {
    path: PathBuf,
    made: NewFolders,
    new_files: RefCell<Vec<PathBuf>>,
}

impl Folder {
    /// A new folder, an empty one, or one that the demonstration made before.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let made = NewFolders::make(path)?;
        let folder = Self { path: path.to_owned(), made, new_files: RefCell::default() };
        let entries = fs::read_dir(path).map_err(|error| Failure::writing(path, &error))?;
        if entries.count() > 0 && !folder.is_ours() {
            return Err(Failure::io(msg::error_demo_folder_in_use(path)));
        }
        let names: String = OURS.iter().map(|name| format!("{name}\n")).collect();
        folder.put(MARK, names.as_bytes()).inspect_err(|_| folder.take_back())?;
        Ok(folder)
    }

    /// Whether the mark stands here and everything that will be replaced is a plain file: a link
    /// may lead to somebody's own document.
    fn is_ours(&self) -> bool {
        let plain = |name: &str| {
            fs::symlink_metadata(self.path(name)).map_or(true, |there| there.is_file())
        };
        let names: String = OURS.iter().map(|name| format!("{name}\n")).collect();
        let mark = self.path(MARK);
        fs::symlink_metadata(&mark).is_ok_and(|there| there.is_file())
            && file::read_bounded(&mark, MAX_FILE_BYTES)
                .is_ok_and(|found| found == names.as_bytes())
            && OURS.iter().all(|name| plain(name))
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

    /// Where a file may be written: nothing or a plain file stands there.
    pub(super) fn place(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.path(name);
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_file() => Ok(path),
            Ok(_) => Err(Failure::io(msg::error_demo_folder_in_use(self.name()))),
            Err(_) => {
                self.new_files.borrow_mut().push(path.clone());
                Ok(path)
            }
        }
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.place(name)?;
        file::replace(&path, |out| out.write_all(bytes)).map_err(|e| Failure::writing(&path, &e))
    }

    /// Writes a file that only its owner may read.
    pub(super) fn put_secret(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.place(name)?;
        let write = || -> io::Result<()> {
            if path.exists() {
                fs::remove_file(&path)?;
            }
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt;
                options.mode(0o600);
            }
            let mut file = options.open(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| Failure::writing(&path, &error))
    }

    /// Takes back what this call has made.
    pub(super) fn take_back(&self) {
        for path in self.new_files.borrow().iter() {
            let _ = fs::remove_file(path);
        }
        self.made.take_back();
    }
}
