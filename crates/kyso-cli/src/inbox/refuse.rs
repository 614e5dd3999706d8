//! Refuses a paper: moves it aside and records why. Nothing is ever written over.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use kyso::DigestAlgorithm;
use kyso::crypto::Hasher;
use serde_json::json;

use crate::commands::now;
use crate::error::Failure;
use crate::hex::hex;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::stamp::Stamp;

/// The folder for refused papers, in the folder of papers; the same in every language.
pub(super) const FOLDER: &str = "refused";

/// The record in it: one JSON object a line.
const RECORD: &str = "refusals.jsonl";

/// Characters of a reason: more is a letter of its own.
pub(super) const MOST_REASON: usize = 500;

/// Papers of one name that may be refused.
const MOST_OF_A_NAME: u32 = 10_000;

/// A paper to be refused.
pub(super) struct Refusal<'a> {
    pub(super) folder: &'a Path,
    pub(super) path: &'a Path,
    pub(super) reason: &'a str,
    /// As it was when somebody looked at it.
    pub(super) shown: Option<&'a Stamp>,
}

impl Refusal<'_> {
    /// Records and moves the paper; says where it stands now. The line is on the disk before the
    /// paper moves, and taken back where it does not.
    pub(super) fn act(&self) -> Result<PathBuf, Failure> {
        let reason = self.reason.trim();
        if reason.is_empty() || reason.chars().count() > MOST_REASON {
            return Err(Failure::usage(msg::call_refuse_reason(MOST_REASON)));
        }
        let input = Input::File(self.path.to_owned());
        let stamp = Stamp::of(&input);
        self.shown.map_or(Ok(()), |shown| shown.still_its_file(&input))?;
        let (sha256, bytes) = digest(self.path)?;
        stamp.still(&input)?;
        let aside = self.folder.join(FOLDER);
        folder_itself(&aside).map_err(|error| Failure::writing(&aside, &error))?;
        let record = aside.join(RECORD);
        let failed = |error: io::Error| Failure::writing(&record, &error);
        let mut lines = open(&record).map_err(failed)?;
        lines.lock().map_err(failed)?;
        for number in 1..MOST_OF_A_NAME {
            let to = named(&aside, self.path, number);
            if to.symlink_metadata().is_ok() {
                continue;
            }
            let line = json!({
                "schema": 1,
                "time": now(),
                "file": file_name(self.path),
                "moved_to": format!("{FOLDER}/{}", file_name(&to)),
                "bytes": bytes,
                "sha256": sha256,
                "reason": reason,
            });
            let before = append(&mut lines, &format!("{line}\n")).map_err(failed)?;
            stamp.still(&input).inspect_err(|_| take_back(&lines, before))?;
            match move_new(self.path, &to) {
                Ok(()) => return Ok(to),
                Err(error) => {
                    take_back(&lines, before);
                    if error.kind() != io::ErrorKind::AlreadyExists {
                        return Err(Failure::writing(&to, &error));
                    }
                }
            }
        }
        Err(Failure::io(msg::error_exists(aside.join(file_name(self.path)).as_path())))
    }
}

/// The SHA-256 of a file and its length.
pub(super) fn digest(path: &Path) -> Result<(String, u64), Failure> {
    let failed = |error: io::Error| Failure::reading(path, &error);
    let mut file = open_file(path).map_err(failed)?;
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    let (mut piece, mut length) = (vec![0; 1 << 16], 0_u64);
    loop {
        let count = file.read(&mut piece).map_err(failed)?;
        let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else { break };
        hasher.update(read);
        length += count as u64;
    }
    Ok((hex(hasher.finish().as_ref()), length))
}

/// Makes a folder where there is none; a link in its place leads elsewhere and is refused.
fn folder_itself(aside: &Path) -> io::Result<()> {
    fs::create_dir_all(aside)?;
    let is_folder = aside.symlink_metadata()?.is_dir();
    if is_folder { Ok(()) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

/// Opens a plain file to read; a pipe is not waited for, and a link not followed.
fn open_file(path: &Path) -> io::Result<File> {
    let file = not_followed(OpenOptions::new().read(true)).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

#[cfg(unix)]
fn not_followed(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
}

#[cfg(not(unix))]
fn not_followed(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn open(record: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = not_followed(options.create(true).read(true).append(true)).open(record)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::AlreadyExists.into()) }
}

/// Adds a line and waits until the disk has it; says where the file ended before.
fn append(lines: &mut File, line: &str) -> io::Result<u64> {
    let before = lines.seek(SeekFrom::End(0))?;
    let written = lines.write_all(line.as_bytes()).and_then(|()| lines.sync_data());
    written.inspect_err(|_| take_back(lines, before))?;
    Ok(before)
}

fn take_back(lines: &File, before: u64) {
    // Where that fails too, a line too many is said of a paper that is still there.
    let _ = lines.set_len(before);
}

/// `a.pdf`, `a-2.pdf`, and so on.
fn named(folder: &Path, path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    if number > 1 {
        name.push(format!("-{number}"));
    }
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    folder.join(name)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Moves a file to a name that nobody has, in one step where the file system has one.
fn move_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            outcome => return outcome.map_err(io::Error::from),
        }
    }
    fs::hard_link(from, to)?;
    fs::remove_file(from).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FOLDER, MOST_REASON, Refusal};
    use crate::inputs::Input;
    use crate::stamp::Stamp;

    fn refuse(folder: &std::path::Path, name: &str, reason: &str) -> Result<String, String> {
        let path = folder.join(name);
        let refusal = Refusal { folder, path: &path, reason, shown: None };
        let to = refusal.act().map_err(|failure| failure.code().to_owned())?;
        Ok(to.file_name().unwrap().to_string_lossy().into_owned())
    }

    #[test]
    fn a_refused_paper_is_moved_and_recorded_and_none_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        for (content, name) in [("one", "a.pdf"), ("two", "a-2.pdf"), ("three", "a-3.pdf")] {
            fs::write(at.join("a.pdf"), content).unwrap();
            assert_eq!(refuse(at, "a.pdf", " thiếu\nphụ lục ").as_deref(), Ok(name));
            assert!(!at.join("a.pdf").exists());
            assert_eq!(fs::read_to_string(at.join(FOLDER).join(name)).unwrap(), content);
        }
        let record = fs::read_to_string(at.join(FOLDER).join("refusals.jsonl")).unwrap();
        let lines: Vec<serde_json::Value> =
            record.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(
            (&lines[0]["reason"], &lines[0]["file"]),
            (&"thiếu\nphụ lục".into(), &"a.pdf".into())
        );
        assert_eq!(lines[2]["moved_to"], "refused/a-3.pdf");
        // SHA-256 of "one".
        let one = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
        assert_eq!((&lines[0]["sha256"], &lines[0]["bytes"]), (&one.into(), &3.into()));
    }

    #[test]
    fn what_cannot_be_refused_stays_and_is_not_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::write(at.join("a.pdf"), "one").unwrap();
        assert_eq!(refuse(at, "a.pdf", "  ").unwrap_err(), "refuse-reason");
        let long = "ă".repeat(MOST_REASON + 1);
        assert_eq!(refuse(at, "a.pdf", &long).unwrap_err(), "refuse-reason");
        let path = at.join("a.pdf");
        let stamp = Stamp::of(&Input::File(path.clone()));
        fs::write(&path, "longer").unwrap();
        let refusal = Refusal { folder: at, path: &path, reason: "x", shown: Some(&stamp) };
        assert_eq!(refusal.act().unwrap_err().code(), "changed-meanwhile");
        assert_eq!(refuse(at, "none.pdf", "x").unwrap_err(), "not-found");
        assert!(path.exists() && !at.join(FOLDER).exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (at, elsewhere) = (folder.path(), other.path().join("kept"));
        fs::write(at.join("a.pdf"), "one").unwrap();
        fs::write(&elsewhere, "kept").unwrap();
        symlink(&elsewhere, at.join("l.pdf")).unwrap();
        assert!(refuse(at, "l.pdf", "x").is_err());
        assert!(at.join("l.pdf").is_symlink() && !at.join(FOLDER).exists());
        symlink(other.path(), at.join(FOLDER)).unwrap();
        assert!(refuse(at, "a.pdf", "x").is_err());
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
        fs::remove_file(at.join(FOLDER)).unwrap();
        fs::create_dir(at.join(FOLDER)).unwrap();
        symlink(&elsewhere, at.join(FOLDER).join("refusals.jsonl")).unwrap();
        assert!(refuse(at, "a.pdf", "x").is_err());
        assert_eq!(fs::read(&elsewhere).unwrap(), b"kept");
        assert_eq!(fs::read(at.join("a.pdf")).unwrap(), b"one");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_has_no_digest_and_is_not_waited_for() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(super::digest(&path).is_err());
    }
}
