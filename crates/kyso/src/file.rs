//! Output that is whole or absent: written beside its place, synced, then put there in one step.

mod extents;
mod staged;

use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
#[cfg(not(unix))]
use std::path::PathBuf;

pub(crate) use extents::{Extent, extents, leave_hole};
pub use staged::{Staged, put_all, stage_new, stage_replacing};

/// Writes a file that must not exist yet.
///
/// A device or pipe is written directly. Otherwise the content goes to a file without a name in
/// the same folder (or a temporary one where the file system has no such files), is synced, and
/// appears under its name only when `write` has succeeded; on any failure nothing is left.
///
/// # Errors
///
/// `AlreadyExists` where there is a file, whatever `write` and the file system return otherwise.
pub fn write_new<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    Ok(staged::put(staged::stage_new(path, write)?)?)
}

/// Writes a file, replacing what stands there in one step and keeping its permissions, and its
/// owner and group where this process may. The set-user-id, set-group-id and sticky bits are not
/// kept: they were given to other content. A symbolic link is followed: its target is replaced.
///
/// # Errors
///
/// Whatever `write` and the file system return; the old file is then untouched.
pub fn replace<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    Ok(staged::put(staged::stage_replacing(path, write)?)?)
}

/// Gives a new file the owner, group and permissions of the one that it replaces.
#[cfg(unix)]
fn inherit(file: &File, from: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let now = file.metadata()?;
    // Only root may give a file away, and a group only to its members: where that is refused the
    // file stays ours.
    if now.gid() != from.gid() {
        let _ = fchown(file, None, Some(from.gid()));
    }
    if now.uid() != from.uid() {
        let _ = fchown(file, Some(from.uid()), None);
    }
    // Set-user-id on another owner's file would lend that owner's rights: it is always dropped.
    file.set_permissions(fs::Permissions::from_mode(from.permissions().mode() & 0o777))
}

#[cfg(not(unix))]
fn inherit(file: &File, from: &fs::Metadata) -> io::Result<()> {
    file.set_permissions(from.permissions())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A file on its way to a name.
enum Draft {
    /// Without a name: gone with the process, even when it is killed.
    #[cfg(target_os = "linux")]
    Nameless(File),
    /// Under a temporary name, deleted when dropped.
    Named(tempfile::NamedTempFile),
}

impl Draft {
    fn in_folder(folder: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = linux::nameless(folder)? {
            return Ok(Self::Nameless(file));
        }
        Ok(Self::Named(named(folder)?))
    }

    fn file(&mut self) -> &mut File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => file,
            Self::Named(file) => file.as_file_mut(),
        }
    }

    fn put(self, target: &Path, overwrite: bool) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => linux::put(&file, target, overwrite),
            Self::Named(file) if overwrite => file.persist(target).map(drop).map_err(|e| e.error),
            Self::Named(file) => file.persist_noclobber(target).map(drop).map_err(|e| e.error),
        }
    }
}

fn named(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kyso-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets; the process's umask takes its part off.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(target_os = "linux")]
mod linux {
    //! Files without a name (`O_TMPFILE`).

    use std::fs::File;
    use std::io;
    use std::ops::Range;
    use std::os::fd::AsRawFd;
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, copy_file_range, linkat, open, rename, unlink};
    use rustix::io::Errno;

    /// `None` where the file system or the system has no nameless files.
    pub(super) fn nameless(folder: &Path) -> io::Result<Option<File>> {
        if !Path::new("/proc/self/fd").exists() {
            return Ok(None);
        }
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        match open(folder, flags, Mode::from_raw_mode(0o666)) {
            Ok(fd) => Ok(Some(File::from(fd))),
            Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn copy_range(from: &File, range: Range<u64>, to: &File) -> io::Result<bool> {
        let mut offset = range.start;
        while offset < range.end {
            let left = usize::try_from(range.end - offset).unwrap_or(usize::MAX);
            match copy_file_range(from, Some(&mut offset), to, None, left.min(1 << 30)) {
                Ok(0) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
                Ok(_) | Err(Errno::INTR) => {}
                // Across file systems, or one that does not know the call: only ever at first.
                Err(Errno::XDEV | Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP)
                    if offset == range.start =>
                {
                    return Ok(false);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    pub(super) fn put(file: &File, target: &Path, overwrite: bool) -> io::Result<()> {
        let source = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
        let link = |name: &Path| linkat(CWD, &source, CWD, name, AtFlags::SYMLINK_FOLLOW);
        match link(target) {
            Err(Errno::EXIST) if overwrite => {}
            other => return Ok(other?),
        }
        // linkat never replaces: a short-lived second name, then a rename.
        let folder = super::folder_of(target);
        let (_, name) = super::named(folder)?.into_parts();
        unlink(&*name)?;
        link(&name)?;
        rename(&*name, target)?;
        // Nothing stands under that name any more.
        let _ = name.keep();
        Ok(())
    }
}

/// Reads a whole file of at most `limit` bytes.
///
/// # Errors
///
/// What the file system returns, and `FileTooLarge` over the limit.
pub fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    bounded(File::open(path)?, limit)
}

fn bounded(file: File, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(bytes)
}

/// Reads a whole file of at most `limit` bytes that is a file and nothing else: a pipe is not
/// waited for and a device not opened. `None` where it is no file.
///
/// # Errors
///
/// As [`read_bounded`].
pub(crate) fn read_regular(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    if !fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let file = open_at_once(path)?;
    // Something else may stand there by now.
    if !file.metadata()?.is_file() {
        return Ok(None);
    }
    bounded(file, limit).map(Some)
}

/// Opens without waiting for whoever writes into a pipe.
fn open_at_once(path: &Path) -> io::Result<File> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Mode, OFlags, open};
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(File::from(open(path, flags, Mode::empty())?))
    }
    #[cfg(not(target_os = "linux"))]
    File::open(path)
}

/// Copies a range of one file to the end of another inside the system, without passing the bytes
/// through this process and without moving the cursor of `from`.
///
/// # Errors
///
/// What the file system returns. `Ok(false)` where the system cannot do it and nothing was
/// copied.
pub(crate) fn copy_range(from: &File, range: Range<u64>, to: &mut File) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    return linux::copy_range(from, range, to);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (from, range, to);
        Ok(false)
    }
}

/// Which file a path leads to, through links and other spellings: equal for equal files.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FileId(Id);

#[cfg(unix)]
type Id = (u64, u64);
#[cfg(not(unix))]
type Id = PathBuf;

impl FileId {
    /// The file that `path` leads to. Nothing is opened, so a pipe does not wait.
    ///
    /// # Errors
    ///
    /// What the file system returns, `NotFound` for a dangling link.
    pub fn of(path: &Path) -> io::Result<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let metadata = fs::metadata(path)?;
            Ok(Self((metadata.dev(), metadata.ino())))
        }
        #[cfg(not(unix))]
        Ok(Self(fs::canonicalize(path)?))
    }
}

/// Whether two paths lead to the same file, through links and other spellings.
#[must_use]
pub fn same_file(a: &Path, b: &Path) -> bool {
    matches!((FileId::of(a), FileId::of(b)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, Write};

    use super::{replace, same_file, write_new};

    fn entries(folder: &std::path::Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_new_file_appears_whole_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.pdf");
        write_new(&path, |file| file.write_all(b"one")).unwrap();
        let error = write_new(&path, |file| file.write_all(b"two")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(entries(folder.path()), 1);
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.pdf");
        let fail = |file: &mut fs::File| {
            file.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        write_new(&path, fail).unwrap_err();
        assert_eq!(entries(folder.path()), 0);
        fs::write(&path, b"old").unwrap();
        replace(&path, fail).unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(entries(folder.path()), 1);
    }

    #[test]
    fn replacing_keeps_permissions_and_leaves_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.pdf");
        fs::write(&path, b"old").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        }
        replace(&path, |file| file.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(entries(folder.path()), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        }
    }

    #[cfg(unix)]
    #[test]
    fn replacing_drops_the_bits_that_lend_rights() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.pdf");
        fs::write(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o6755)).unwrap();
        replace(&path, |file| file.write_all(b"new")).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o755);
    }

    /// Only root can give files away; elsewhere the test has nothing to look at.
    #[cfg(unix)]
    #[test]
    fn replacing_keeps_the_owner() {
        use std::os::unix::fs::{MetadataExt, chown};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.pdf");
        fs::write(&path, b"old").unwrap();
        if chown(&path, Some(4242), Some(4243)).is_err() {
            return;
        }
        replace(&path, |file| file.write_all(b"new")).unwrap();
        let there = fs::metadata(&path).unwrap();
        assert_eq!((there.uid(), there.gid()), (4242, 4243));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target.pdf");
        let link = folder.path().join("link.pdf");
        fs::write(&target, b"old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(same_file(&target, &link));
        replace(&link, |file| file.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_directly() {
        write_new(std::path::Path::new("/dev/null"), |file| file.write_all(b"x")).unwrap();
    }
}
