//! What one layer says for one key, and where it says so.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use kyso_pkcs11::Pkcs11Uri;

use super::keys::{Key, Kind};
use crate::error::Failure;
use crate::i18n::{Arg, Message, msg};
use crate::token_words;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// An option of the call.
    Option,
    /// `kyso config set`.
    Set,
    /// This variable.
    Variable(String),
    /// This line of the configuration file, counted from 1.
    File { file: String, line: usize },
}

impl Origin {
    /// As people find it: the variable's name, or file and line.
    pub(crate) fn place(&self, key: &Key) -> String {
        match self {
            Self::Option => format!("--{}", key.name),
            Self::Set => "kyso config set".to_owned(),
            Self::Variable(name) => name.clone(),
            Self::File { file, line } => format!("{file}:{line}"),
        }
    }
}

/// What is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    /// Texts, numbers, paths: one, or for a list any number.
    Texts(Vec<OsString>),
    /// On or off.
    Switch(bool),
}

/// What one layer says for one key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) key: &'static Key,
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

impl Entry {
    /// Whether something else reads the variable that this was said in.
    pub(super) fn is_read_elsewhere(&self) -> bool {
        self.key.is_read_elsewhere() && matches!(self.origin, Origin::Variable(_))
    }

    /// As options of a call; nothing for a switch that is off, and for what is read elsewhere.
    pub(super) fn options(&self) -> Vec<OsString> {
        if self.is_read_elsewhere() {
            return Vec::new();
        }
        let name = format!("--{}", self.key.name);
        match &self.value {
            Value::Switch(true) => vec![name.into()],
            Value::Switch(false) => Vec::new(),
            Value::Texts(texts) => {
                let option = |text: &OsString| {
                    let mut option = OsString::from(format!("{name}="));
                    option.push(text);
                    option
                };
                texts.iter().map(option).collect()
            }
        }
    }

    /// The first text as UTF-8; `None` for a switch.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Texts(texts) => texts.first().and_then(|text| text.to_str()),
            Value::Switch(_) => None,
        }
    }

    /// What is wrong with the value, as far as that is seen without a verb.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let Value::Texts(texts) = &self.value else { return Ok(()) };
        texts.iter().try_for_each(|text| self.check_text(text))
    }

    fn check_text(&self, text: &OsStr) -> Result<(), Failure> {
        let place = || self.origin.place(self.key);
        if text.is_empty() {
            return Err(self.fault(msg::error_config_empty(self.key.name, place())));
        }
        let plain = text.to_str().unwrap_or_default();
        match self.key.kind {
            Kind::Choice(words) if !words.contains(&plain) => {
                Err(self.fault(msg::error_config_choice(self.key.name, place(), words.join(", "))))
            }
            // Neither is repeated: there may be a secret in it.
            Kind::Pkcs11 => match plain.parse::<Pkcs11Uri>() {
                Ok(_) => Ok(()),
                Err(fault) => {
                    let fault: Arg = token_words::uri(&fault).into();
                    Err(self.fault(msg::error_config_pkcs11(fault, place())))
                }
            },
            Kind::Url | Kind::PathOrUrl if has_login(plain) => {
                Err(self.fault(msg::error_config_login(self.key.name, place())))
            }
            Kind::Number if plain.parse::<u32>().is_err() => {
                Err(self.fault(msg::error_config_number(self.key.name, place())))
            }
            _ => Ok(()),
        }
    }

    /// A variable is a part of the call, a file is not.
    pub(super) fn fault(&self, message: Message) -> Failure {
        fault(&self.origin, message)
    }
}

/// The failure that a fault in this layer is.
pub(super) fn fault(origin: &Origin, message: Message) -> Failure {
    match origin {
        Origin::File { .. } => Failure::io(message),
        Origin::Option | Origin::Set | Origin::Variable(_) => Failure::usage(message),
    }
}

/// Whether a URL carries a user, and with it often a password.
fn has_login(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('@')
}

/// A value of a file as the options take it: relative paths start at `folder`, `~/` at the home
/// of the user.
pub(super) fn located(kind: Kind, text: &str, folder: &Path) -> OsString {
    let is_path = match kind {
        Kind::Path => true,
        Kind::Program => text.contains('/'),
        Kind::Named => text.contains('/') || has_ending(text, "toml"),
        Kind::PathOrUrl => !text.contains("://"),
        _ => false,
    };
    if !is_path || text.is_empty() {
        return text.into();
    }
    if let (Some(rest), Ok(home)) = (text.strip_prefix("~/"), etcetera::home_dir()) {
        return home.join(rest).into_os_string();
    }
    folder.join(text).into_os_string()
}

fn has_ending(text: &str, ending: &str) -> bool {
    Path::new(text).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Kind, has_login, located};

    #[test]
    fn relative_paths_start_at_the_files_folder() {
        let at = |kind, text| located(kind, text, Path::new("/etc/kyso")).into_string().unwrap();
        assert_eq!(at(Kind::Path, "an.p12"), "/etc/kyso/an.p12");
        assert_eq!(at(Kind::Path, "/x/an.p12"), "/x/an.p12");
        assert_eq!(at(Kind::Named, "cong-vu"), "cong-vu");
        assert_eq!(at(Kind::Named, "own.toml"), "/etc/kyso/own.toml");
        assert_eq!(at(Kind::Program, "hsm-sign"), "hsm-sign");
        assert_eq!(at(Kind::Program, "./hsm-sign"), "/etc/kyso/./hsm-sign");
        assert_eq!(at(Kind::PathOrUrl, "https://tl.example/l.xml"), "https://tl.example/l.xml");
        assert_eq!(at(Kind::PathOrUrl, "l.xml"), "/etc/kyso/l.xml");
        assert_eq!(at(Kind::Text, "a/b"), "a/b");
    }

    #[test]
    fn a_login_in_a_url_is_seen() {
        assert!(has_login("https://an:secret@tsa.example/x"));
        assert!(!has_login("https://tsa.example/a@b") && !has_login("an@tsa.example"));
    }
}
