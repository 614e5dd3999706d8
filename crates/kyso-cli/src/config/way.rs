//! Whether the way to the configuration file is the user's own: every folder and every link on it.

use std::collections::VecDeque;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::i18n::msg;

const OTHERS_WRITE: u32 = 0o022;
const STICKY: u32 = 0o1000;

/// Links on the way: as many as systems follow.
const MOST_LINKS: usize = 40;

/// Refuses the file `about` is of where somebody else than the user and root may change what is
/// found at `path`.
pub(super) fn check(path: &Path, about: &Metadata) -> Result<(), Failure> {
    if !is_own(about) {
        return Err(Failure::io(msg::error_config_owner(path)));
    }
    if about.mode() & OTHERS_WRITE != 0 {
        return Err(Failure::io(msg::error_config_open(path)));
    }
    let absolute = std::path::absolute(path).map_err(|error| Failure::reading(path, &error))?;
    let mut ways = VecDeque::from([absolute]);
    let mut seen = 0;
    while let Some(way) = ways.pop_front() {
        seen += 1;
        if seen > MOST_LINKS {
            return Err(Failure::io(msg::error_config_owner(path)));
        }
        for step in way.ancestors() {
            ways.extend(step_is_own(path, step)?);
        }
    }
    Ok(())
}

/// Looks at one step of the way; of a link, the way that it leads.
fn step_is_own(path: &Path, step: &Path) -> Result<Option<PathBuf>, Failure> {
    let unread = |error| Failure::reading(step, &error);
    let about = fs::symlink_metadata(step).map_err(unread)?;
    if !is_own(&about) {
        return Err(Failure::io(msg::error_config_owner(step)));
    }
    if about.is_symlink() {
        let target = fs::read_link(step).map_err(unread)?;
        let folder = step.parent().unwrap_or(step);
        return Ok(Some(folder.join(target)));
    }
    // In a sticky folder nobody takes away what is another's.
    if about.is_dir() && about.mode() & OTHERS_WRITE != 0 && about.mode() & STICKY == 0 {
        return Err(Failure::io(msg::error_config_folder_open(path, step)));
    }
    Ok(None)
}

fn is_own(about: &Metadata) -> bool {
    [0, rustix::process::geteuid().as_raw()].contains(&about.uid())
}
