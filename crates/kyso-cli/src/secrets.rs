//! Passphrases: from a file, a descriptor, a variable or the terminal; never from an argument.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::args::PassphraseArgs;
use crate::detail_words;
use crate::error::Failure;
use crate::i18n::{Message, msg};
use crate::progress;
use crate::ui::Ui;

/// A passphrase longer than this is the wrong file.
const MAX_PASSPHRASE_BYTES: usize = 4096;

/// How often a person may type it wrong.
pub(crate) const ATTEMPTS: u32 = 3;

/// Where the passphrase comes from.
pub(crate) enum Source {
    /// The first line of nothing: the whole file but one newline at its end.
    File(PathBuf),
    /// An open descriptor of this process.
    Descriptor(u32),
    /// An environment variable.
    Variable(String),
    /// A person at the terminal.
    Terminal,
}

impl Source {
    /// As the options say.
    pub(crate) fn from_args(args: &PassphraseArgs) -> Self {
        if let Some(path) = &args.passphrase_file {
            Self::File(path.clone())
        } else if let Some(number) = args.passphrase_fd {
            Self::Descriptor(number)
        } else if let Some(name) = &args.passphrase_env {
            Self::Variable(name.clone())
        } else {
            Self::Terminal
        }
    }

    /// Whether asking again may give another answer.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal)
    }

    /// Fetches the passphrase of the key in `key_file`.
    pub(crate) fn fetch(&self, key_file: &Path, ui: &Ui) -> Result<Zeroizing<String>, Failure> {
        self.answer(&msg::prompt_passphrase(key_file), ui)
            .unwrap_or_else(|| Err(Failure::key(msg::error_no_terminal(key_file))))
    }

    /// Fetches a secret, asking `question` at the terminal; `None` where there is no terminal.
    pub(crate) fn answer(
        &self,
        question: &Message,
        ui: &Ui,
    ) -> Option<Result<Zeroizing<String>, Failure>> {
        Some(match self {
            Self::Terminal => {
                let question = ui.text(question);
                let asked = || rpassword::prompt_password(format!("{question} "));
                Ok(progress::aside(asked).map(Zeroizing::new).ok()?)
            }
            other => other.read(),
        })
    }

    /// Reads a secret from where it is kept.
    fn read(&self) -> Result<Zeroizing<String>, Failure> {
        match self {
            Self::File(path) => of_file(path),
            Self::Descriptor(number) => {
                let failed = |e: io::Error| {
                    let detail = detail_words::io(e.kind(), e.raw_os_error());
                    Failure::io(msg::error_passphrase_fd(detail, u64::from(*number)))
                };
                descriptor(*number).and_then(passphrase).map_err(failed)
            }
            Self::Variable(name) => match std::env::var(name) {
                Ok(value) => Ok(Zeroizing::new(value)),
                Err(_) => Err(Failure::io(msg::error_passphrase_env(name))),
            },
            Self::Terminal => Err(Failure::key(msg::error_no_terminal(Path::new("")))),
        }
    }
}

/// The secret in a file.
pub(crate) fn of_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    of_open(File::open(path).map_err(|e| Failure::reading(path, &e))?, path)
}

fn of_open(file: File, path: &Path) -> Result<Zeroizing<String>, Failure> {
    passphrase(file).map_err(|e| match e.kind() {
        io::ErrorKind::InvalidData => Failure::io(msg::error_passphrase_not_text(path)),
        _ => Failure::reading(path, &e),
    })
}

/// The secret in a file that nobody else may read.
pub(crate) fn of_private_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let file = File::open(path).map_err(|e| Failure::reading(path, &e))?;
    // Of the file that is read, whatever its name leads to by then.
    if may_others_read(&file).map_err(|e| Failure::reading(path, &e))? {
        return Err(Failure::key(msg::error_remote_input_open(path)));
    }
    of_open(file, path)
}

#[cfg(unix)]
fn may_others_read(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let about = file.metadata()?;
    Ok(about.is_file() && about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn may_others_read(_: &File) -> io::Result<bool> {
    Ok(false)
}

/// The descriptor opened by its path: taking it by number would need unsafe code.
fn descriptor(number: u32) -> io::Result<Box<dyn Read>> {
    if number == 0 {
        return Ok(Box::new(io::stdin()));
    }
    Ok(Box::new(File::open(format!("/dev/fd/{number}"))?))
}

fn passphrase(mut source: impl Read) -> io::Result<Zeroizing<String>> {
    // One allocation of full size: a vector that grew would leave copies behind.
    let mut bytes = Zeroizing::new(vec![0; MAX_PASSPHRASE_BYTES + 1]);
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let read = bytes.get(..filled).unwrap_or_default();
    if read.len() > MAX_PASSPHRASE_BYTES {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    let line = read.strip_suffix(b"\r\n").or_else(|| read.strip_suffix(b"\n")).unwrap_or(read);
    let text = std::str::from_utf8(line)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// A crash must not write the secret to a core file.
pub(crate) fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // Where the system refuses, signing goes on: it is a second line of defence.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        // A core that is piped to a program has no limit, and a debugger asks for none.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let _ =
            rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PASSPHRASE_BYTES, passphrase};

    #[test]
    fn one_newline_at_the_end_is_not_part_of_it() {
        let read = |text: &str| passphrase(text.as_bytes()).map(|p| p.to_string()).unwrap();
        assert_eq!(read("mật khẩu\n"), "mật khẩu");
        assert_eq!(read("a b \r\n"), "a b ");
        assert_eq!(read("a\n\n"), "a\n");
        assert_eq!(read(""), "");
    }

    #[test]
    fn what_cannot_be_a_passphrase_is_refused() {
        assert!(passphrase([0xff, 0xfe].as_slice()).is_err());
        assert!(passphrase(vec![b'a'; MAX_PASSPHRASE_BYTES].as_slice()).is_ok());
        assert!(passphrase(vec![b'a'; MAX_PASSPHRASE_BYTES + 1].as_slice()).is_err());
    }
}
