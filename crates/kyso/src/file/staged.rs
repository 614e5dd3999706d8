//! Files that are written and wait for their names: many are synced at once and then appear.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Draft, folder_of, inherit};

/// A file whose content is written, but neither synced nor under its name. Dropped, it is gone.
#[must_use]
pub struct Staged {
    /// `None` for a device or a pipe, which has its bytes already.
    draft: Option<Draft>,
    target: PathBuf,
    overwrite: bool,
}

impl std::fmt::Debug for Staged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staged").field("target", &self.target).finish_non_exhaustive()
    }
}

/// Writes the content of a file that must not exist yet; [`put_all`] gives it its name.
///
/// # Errors
///
/// As [`write_new`](super::write_new).
pub fn stage_new<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<Staged, E> {
    stage(path, false, write)
}

/// Writes the content of a file that takes the place of what stands at `path`; [`put_all`] puts
/// it there.
///
/// # Errors
///
/// As [`replace`](super::replace).
pub fn stage_replacing<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<Staged, E> {
    stage(path, true, write)
}

fn stage<E: From<io::Error>>(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<Staged, E> {
    let existing = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    match &existing {
        Some(there) if there.is_dir() => {
            return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
        }
        Some(there) if !there.is_file() => {
            let mut device = OpenOptions::new().write(true).open(path)?;
            write(&mut device)?;
            device.flush()?;
            return Ok(Staged { draft: None, target: path.to_owned(), overwrite });
        }
        Some(_) if !overwrite => return Err(io::Error::from(io::ErrorKind::AlreadyExists).into()),
        _ => {}
    }
    let target = if existing.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let mut draft = Draft::in_folder(folder_of(&target))?;
    if let Some(there) = &existing {
        // Before the content: what only its owner could read is never readable to others.
        inherit(draft.file(), there)?;
    }
    write(draft.file())?;
    Ok(Staged { draft: Some(draft), target, overwrite })
}

/// Syncs one file and puts it under its name.
pub(super) fn put(mut staged: Staged) -> io::Result<()> {
    if let Some(draft) = &mut staged.draft {
        draft.file().sync_all()?;
    }
    let target = staged.target.clone();
    name(staged)?;
    sync_folder(folder_of(&target));
    Ok(())
}

/// Syncs files and puts each under its name; says how each ended, in their order. Where there are
/// many the file system is synced once for all of them, which takes about as long as for one.
///
/// A file stands under its name only when its content is on the disk.
///
/// # Errors
///
/// For each: what the file system returns, `AlreadyExists` where something stands there by now
/// that was not to be replaced. Of a file that failed nothing is left.
pub fn put_all(mut staged: Vec<Staged>) -> Vec<io::Result<()>> {
    let synced = sync(&mut staged);
    let folders: BTreeSet<PathBuf> =
        staged.iter().map(|one| folder_of(&one.target).to_owned()).collect();
    let put = |(one, synced): (Staged, io::Result<()>)| synced.and_then(|()| name(one));
    let outcomes = staged.into_iter().zip(synced).map(put).collect();
    folders.iter().for_each(|folder| sync_folder(folder));
    outcomes
}

fn name(staged: Staged) -> io::Result<()> {
    staged.draft.map_or(Ok(()), |draft| draft.put(&staged.target, staged.overwrite))
}

/// The name itself is durable only once the folder is; some file systems cannot sync one.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Up to so many are synced one by one: a whole file system may have much else to write.
#[cfg(target_os = "linux")]
const FEW: usize = 4;

fn sync(staged: &mut [Staged]) -> Vec<io::Result<()>> {
    #[cfg(target_os = "linux")]
    if staged.len() > FEW {
        return sync_systems(staged);
    }
    staged
        .iter_mut()
        .map(|one| one.draft.as_mut().map_or(Ok(()), |draft| draft.file().sync_all()))
        .collect()
}

/// Syncs each file system that holds one of the files once.
#[cfg(target_os = "linux")]
fn sync_systems(staged: &mut [Staged]) -> Vec<io::Result<()>> {
    use std::collections::BTreeMap;
    use std::os::unix::fs::MetadataExt;
    let mut systems: BTreeMap<u64, Result<(), rustix::io::Errno>> = BTreeMap::new();
    let mut one = |staged: &mut Staged| {
        let Some(draft) = staged.draft.as_mut() else { return Ok(()) };
        let file = draft.file();
        let system = file.metadata()?.dev();
        Ok((*systems.entry(system).or_insert_with(|| rustix::fs::syncfs(&*file)))?)
    };
    staged.iter_mut().map(&mut one).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, Write};

    use super::{Staged, put_all, stage_new, stage_replacing};

    #[test]
    fn nothing_stands_under_a_name_before_all_are_put() {
        let folder = tempfile::tempdir().unwrap();
        let path = |i: usize| folder.path().join(format!("{i}.pdf"));
        let stage = |i: usize| stage_new::<io::Error>(&path(i), |out| out.write_all(b"signed"));
        let staged: Vec<Staged> = (0..9).map(|i| stage(i).unwrap()).collect();
        assert!((0..9).all(|i| !path(i).exists()));
        fs::write(path(3), b"somebody else's").unwrap();
        let outcomes = put_all(staged);
        for (i, outcome) in outcomes.iter().enumerate() {
            let expected: &[u8] = if i == 3 { b"somebody else's" } else { b"signed" };
            assert_eq!(outcome.is_ok(), i != 3, "{outcome:?}");
            assert_eq!(fs::read(path(i)).unwrap(), expected);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 9);
    }

    #[test]
    fn what_is_dropped_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, b"old").unwrap();
        let staged = stage_replacing::<io::Error>(&path, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(staged);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let again = stage_replacing::<io::Error>(&path, |out| out.write_all(b"new")).unwrap();
        assert!(put_all(vec![again]).iter().all(Result::is_ok));
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
