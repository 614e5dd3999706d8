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
    }
}
