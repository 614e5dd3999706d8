//! What stands for options that a call leaves out: variables, and below them the configuration
//! file. It is put into the call at one place, before any verb sees it.

mod edit;
mod entry;
mod file;
mod given;
mod keys;
mod layers;
mod merge;
mod template;
mod variables;
#[cfg(unix)]
mod way;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::ValueEnum;

pub(crate) use edit::{Edited, set, unset};
pub(crate) use entry::{Entry, Origin, Value};
pub(crate) use file::{place, read, unknown_key};
pub(crate) use given::{given, is_missing};
pub(crate) use keys::{KEYS, Key, Kind, named};
pub(crate) use layers::Outcome;
pub(crate) use merge::{Refusal, parse};
pub(crate) use template::template;

use crate::error::Failure;
use crate::i18n::Lang;

/// What became of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum FileState {
    /// It was not looked at: the call says so, or nobody's home is known.
    #[default]
    Off,
    /// There is none.
    Absent,
    /// It was read, with faults or without.
    Read,
}

/// What the layers below the options say.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Where the file is, or would be.
    pub(crate) place: Option<PathBuf>,
    pub(crate) state: FileState,
    /// By layer, the highest first.
    pub(crate) entries: Vec<Entry>,
    /// What is wrong in any layer: no call goes on with half of what was meant.
    pub(crate) faults: Vec<Failure>,
}

impl Settings {
    /// Reads the variables, and the file unless the call says `--no-config`.
    pub(crate) fn load(arguments: &[OsString]) -> Self {
        let (entries, faults) = variables::read(|name| std::env::var_os(name));
        let mut settings = Self { entries, faults, ..Self::default() };
        if is_switched_off(arguments) {
            return settings;
        }
        settings.place = place();
        let Some(path) = &settings.place else { return settings };
        settings.state = FileState::Read;
        match file::read(path) {
            Ok(None) => settings.state = FileState::Absent,
            Ok(Some(text)) => {
                let (entries, faults) = file::understand(&text, path);
                settings.entries.extend(entries);
                settings.faults.extend(faults);
            }
            Err(fault) => settings.faults.push(fault),
        }
        settings
    }

    /// The language that a layer names.
    pub(crate) fn lang(&self) -> Option<Lang> {
        let lang = self.entries.iter().find(|entry| entry.key.name == "lang")?;
        Lang::from_str(lang.text()?, false).ok()
    }

    /// What holds for a call without options, and what is said in vain.
    pub(crate) fn outcomes(&self) -> Vec<(&Entry, Outcome)> {
        layers::judge(&self.entries, &layers::Call::default())
    }
}

/// Whether the call says `--no-config`: known before the call is parsed, for the file says in which
/// language a wrong call is explained.
fn is_switched_off(arguments: &[OsString]) -> bool {
    let options = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    options.into_iter().any(|argument| argument == OsStr::new("--no-config"))
}

#[cfg(test)]
mod tests {
    use super::is_switched_off;

    #[test]
    fn the_file_is_switched_off_before_the_dashes() {
        let is = |text: &str| {
            let arguments: Vec<_> = text.split(' ').map(Into::into).collect();
            is_switched_off(&arguments)
        };
        assert!(is("kyso sign --no-config a.pdf") && is("kyso --no-config verify"));
        assert!(!is("kyso sign a.pdf") && !is("kyso verify -- --no-config"));
    }
}
