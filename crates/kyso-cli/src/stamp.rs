//! Whether a document is still the one that was opened: somebody may save it again while a key
//! signs, and neither their work nor another's signature may be lost.

use std::fs::Metadata;
use std::time::SystemTime;

use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;

/// What tells one state of a file from another. `None` for a stream, and for what is not there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stamp(Option<State>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct State {
    file: (u64, u64),
    len: u64,
    modified: Option<SystemTime>,
    changed: (i64, i64),
}

impl Stamp {
    /// As it is now; taken before a document is opened.
    pub(crate) fn of(input: &Input) -> Self {
        let Input::File(path) = input else { return Self(None) };
        let there = std::fs::metadata(path).ok().filter(Metadata::is_file);
        Self(there.map(|there| State::of(&there)))
    }

    /// Refuses to go on with a document that is not the one any more.
    pub(crate) fn still(&self, input: &Input) -> Result<(), Failure> {
        if Self::of(input) == *self {
            return Ok(());
        }
        Err(Failure::io(msg::error_changed_meanwhile(input.name())))
    }

    /// The same for a file that stands under its name itself, and is no link, pipe or folder.
    /// Nothing is opened.
    pub(crate) fn still_its_file(&self, input: &Input) -> Result<(), Failure> {
        if self.0.is_some() && is_its_file(input) {
            return self.still(input);
        }
        Err(Failure::io(msg::error_changed_meanwhile(input.name())))
    }
}

/// Whether a plain file stands there under its own name, which leads nowhere else.
pub(crate) fn is_its_file(input: &Input) -> bool {
    let Input::File(path) = input else { return false };
    path.symlink_metadata().is_ok_and(|there| there.is_file())
}

impl State {
    #[cfg(unix)]
    fn of(there: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            file: (there.dev(), there.ino()),
            len: there.len(),
            modified: there.modified().ok(),
            // A clock that was put back does not reach this one.
            changed: (there.ctime(), there.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(there: &Metadata) -> Self {
        let modified = there.modified().ok();
        Self { file: (0, 0), len: there.len(), modified, changed: (0, 0) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Stamp;
    use crate::inputs::Input;

    #[test]
    fn what_somebody_saves_meanwhile_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, "one").unwrap();
        let input = Input::File(path.clone());
        let stamp = Stamp::of(&input);
        assert!(stamp.still(&input).is_ok());
        fs::write(folder.path().join("b.pdf"), "one").unwrap();
        fs::rename(folder.path().join("b.pdf"), &path).unwrap();
        assert!(stamp.still(&input).is_err());
        let stamp = Stamp::of(&input);
        fs::write(&path, "longer").unwrap();
        assert!(stamp.still(&input).is_err());
        let stamp = Stamp::of(&input);
        fs::remove_file(&path).unwrap();
        assert!(stamp.still(&input).is_err());
        assert!(Stamp::of(&Input::Stdin).still(&Input::Stdin).is_ok());
        assert!(Stamp::of(&Input::Stdin).still_its_file(&Input::Stdin).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_the_file_that_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
        fs::write(&path, "one").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let (file, link) = (Input::File(path), Input::File(link));
        let stamp = Stamp::of(&file);
        assert!(stamp.still(&link).is_ok() && stamp.still_its_file(&link).is_err());
        assert!(stamp.still_its_file(&file).is_ok());
        // What was no file when it was looked at is none later.
        let none = Stamp::of(&Input::File(folder.path().to_owned()));
        assert!(none.still_its_file(&Input::File(folder.path().to_owned())).is_err());
    }
}
