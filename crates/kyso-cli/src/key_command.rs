//! A key that another program uses: digest on stdin, signature value on stdout
//! (docs/key-command.md).

use std::ffi::OsString;
use std::fmt;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kyso::crypto::KeyKind;
use kyso::key::{KeyError, SignatureValue, SigningKey, ToBeSigned};
use kyso::{Credential, SignatureAlgorithm};

use crate::args::KeyArgs;
use crate::child::{self, Ended, Fault};
use crate::commands::{algorithms_for, certificates, signer_first};
use crate::credential;
use crate::detail_words;
use crate::error::Failure;
use crate::i18n::{Message, msg, printable};
use crate::ui::{Ui, say_now};
use crate::value::{MAX_SIGNATURE_BYTES, signature_bytes};

/// How long the program may take for one signature: somebody may have to confirm it on a device.
const PATIENCE: Duration = Duration::from_secs(300);

/// The key that the program has, with the certificates of the call. The program is not run yet.
pub(crate) fn open(
    key: &KeyArgs,
    program: &Path,
    seconds: Option<u64>,
    allow_expired: bool,
    ui: &Ui,
) -> Result<Credential, Failure> {
    let Some(cert) = &key.cert else {
        // clap asks for it; this is its message in our words.
        return Err(Failure::usage(msg::call_argument_missing("--cert")));
    };
    let mut chain = certificates(cert)?;
    signer_first(&mut chain);
    if let Some(path) = &key.chain {
        chain.extend(certificates(path)?);
    }
    let name = cert.display().to_string();
    let Some(leaf) = chain.first() else {
        return Err(Failure::io(msg::error_no_certificate(cert.as_path())));
    };
    credential::may_sign(leaf, &name, allow_expired)?;
    let command = KeyCommand {
        program: program.to_owned(),
        arguments: key.command.key_command_arg.clone(),
        patience: seconds.map_or(PATIENCE, Duration::from_secs),
        kind: leaf.key_kind().map_err(|fault| Failure::core(KeyError::from(fault), &name))?,
        algorithms: algorithms_for(leaf, &name)?,
        public_key: leaf.spki_der().to_vec(),
        is_heard: !ui.quiet && std::io::stderr().is_terminal(),
        turn: Mutex::new(()),
    };
    Credential::from_key(Box::new(command), &chain).map_err(|error| Failure::core(error, &name))
}

/// A program that signs.
#[derive(Debug)]
struct KeyCommand {
    program: PathBuf,
    arguments: Vec<OsString>,
    patience: Duration,
    kind: KeyKind,
    algorithms: Vec<SignatureAlgorithm>,
    public_key: Vec<u8>,
    /// Whether somebody is there to see what it says.
    is_heard: bool,
    /// It runs once at a time: a device behind it has one user.
    turn: Mutex<()>,
}

impl SigningKey for KeyCommand {
    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&self, tbs: &ToBeSigned) -> Result<SignatureValue, KeyError> {
        let algorithm = tbs.algorithm();
        if !self.algorithms.contains(&algorithm) {
            return Err(KeyError::Algorithm { algorithm });
        }
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let value = self.ask(tbs).map_err(|why| {
            KeyError::Provider(Box::new(KeyCommandError { program: self.name(), why }))
        })?;
        drop(turn);
        Ok(match algorithm {
            SignatureAlgorithm::Ecdsa(_) if !is_der(&value) => {
                SignatureValue::from_fixed_ecdsa(self.kind, &value)
                    .unwrap_or_else(|| SignatureValue::new(value))
            }
            _ => SignatureValue::new(value),
        })
    }
}

impl KeyCommand {
    fn name(&self) -> String {
        self.program.display().to_string()
    }

    fn ask(&self, tbs: &ToBeSigned) -> Result<Vec<u8>, Why> {
        let algorithm = tbs.algorithm();
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.env("KYSO_SIGNATURE_ALGORITHM", algorithm.name());
        // Ed25519 signs the message itself (RFC 8032 §5.1): no digest stands for it.
        let input = if algorithm == SignatureAlgorithm::Ed25519 {
            command.env("KYSO_DIGEST", "none");
            tbs.message().to_vec()
        } else {
            command.env("KYSO_DIGEST", algorithm.digest().name());
            tbs.digest().as_ref().to_vec()
        };
        let (heard, name) = (self.is_heard, printable(&self.name()));
        let hear = move |line: &str| {
            if heard {
                say_now(&format!("{name}: {}\n", printable(line)));
            }
        };
        let most = usize::try_from(MAX_SIGNATURE_BYTES).unwrap_or(usize::MAX);
        let ended = child::run(&mut command, input, most, self.patience, hear);
        let Ended { status, out, last_words } = ended.map_err(|fault| match fault {
            Fault::NotStarted(kind, code) => Why::NotStarted(kind, code),
            Fault::TimedOut => Why::TimedOut { seconds: self.patience.as_secs() },
            Fault::TooLong => Why::TooLong,
        })?;
        if !status.success() {
            return Err(Why::Failed { status: child::status(status), last_words });
        }
        if out.is_empty() {
            return Err(Why::Empty);
        }
        Ok(signature_bytes(out))
    }
}

/// SEQUENCE of exactly the rest that begins with an INTEGER: r and s of ECDSA (RFC 3279 §2.2.3).
fn is_der(value: &[u8]) -> bool {
    match value {
        [0x30, len @ 0..=0x7f, rest @ ..] | [0x30, 0x81, len, rest @ ..] => {
            rest.len() == usize::from(*len) && rest.first() == Some(&2)
        }
        _ => false,
    }
}

/// Why a program gave no signature.
#[derive(Debug)]
pub(crate) struct KeyCommandError {
    program: String,
    why: Why,
}

#[derive(Debug)]
enum Why {
    NotStarted(std::io::ErrorKind, Option<i32>),
    TimedOut { seconds: u64 },
    TooLong,
    Failed { status: String, last_words: String },
    Empty,
}

impl fmt::Display for KeyCommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.program, self.why)
    }
}

impl std::error::Error for KeyCommandError {}

impl KeyCommandError {
    /// What a program did, where it is one that a key error comes from.
    pub(crate) fn of(error: &KeyError) -> Option<&Self> {
        match error {
            KeyError::Provider(provider) => provider.downcast_ref(),
            _ => None,
        }
    }

    /// In the reader's language.
    pub(crate) fn words(&self) -> Message {
        let program = self.program.as_str();
        match &self.why {
            Why::NotStarted(kind, code) => {
                msg::error_key_command_start(detail_words::io(*kind, *code), program)
            }
            Why::TimedOut { seconds } => msg::error_key_command_slow(program, *seconds),
            Why::TooLong => msg::error_key_command_long(MAX_SIGNATURE_BYTES, program),
            Why::Failed { status, last_words } if last_words.is_empty() => {
                msg::error_key_command_silent(program, status)
            }
            Why::Failed { status, last_words } => {
                msg::error_key_command_failed(program, status, last_words)
            }
            Why::Empty => msg::error_key_command_empty(program),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_der;

    #[test]
    fn the_two_forms_of_ecdsa_are_told_apart() {
        assert!(is_der(&[0x30, 6, 2, 1, 1, 2, 1, 1]));
        assert!(!is_der(&[0x30, 7, 2, 1, 1, 2, 1, 1]));
        assert!(!is_der(&[0x30; 64]));
        assert!(!is_der(&[]));
    }
}
