//! What a process that loaded a module tells of it.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso::x509::Certificate;
use kyso_pkcs11::{LoadFault, Search, Token, TokenError, TokenKeyInfo, Tries};
use serde::{Deserialize, Serialize};

use crate::i18n::{Message, msg};
use crate::token_words;

/// What one module reaches.
#[derive(Clone, Default, Serialize, Deserialize, Debug)]
pub(crate) struct Probed {
    /// The keys that fit the URI.
    pub(crate) keys: Vec<KeyFacts>,
    /// The tokens that fit it.
    pub(crate) tokens: Vec<TokenFacts>,
    /// Labels of the tokens that do not.
    pub(crate) other_tokens: Vec<String>,
    /// Readers without a token.
    pub(crate) empty_readers: usize,
    /// What went wrong with the module or a token.
    pub(crate) faults: Vec<ModuleFault>,
}

/// A token, as far as it shows without a PIN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub(crate) struct TokenFacts {
    pub(crate) label: String,
    pub(crate) manufacturer: String,
    pub(crate) model: String,
    pub(crate) serial: String,
    pub(crate) slot_id: u64,
    pub(crate) module: PathBuf,
    pub(crate) pin: Pin,
    pub(crate) pin_on_reader: bool,
    pub(crate) needs_login: bool,
}

/// How the PIN of a token stands.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Pin {
    Enough,
    Low,
    Last,
    Locked,
    /// It must be set or changed first.
    Unset,
}

impl Pin {
    /// What the token says of the tries left, as `keys --json` names it.
    pub(crate) fn tries(self) -> &'static str {
        match self {
            Self::Enough | Self::Unset => "enough",
            Self::Low => "low",
            Self::Last => "last",
            Self::Locked => "locked",
        }
    }
}

/// A key on a token, as far as it shows without a PIN.
#[derive(Clone, Serialize, Deserialize, Debug)]
pub(crate) struct KeyFacts {
    /// The URI that names it alone on this machine.
    pub(crate) uri: String,
    pub(crate) token: TokenFacts,
    /// The DER of its certificate, base64.
    certificate: String,
    /// Names of what it signs with.
    pub(crate) algorithms: Vec<String>,
}

/// Why a module or a token is of no use.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub(crate) enum ModuleFault {
    Missing,
    Bits {
        library: u8,
        program: u8,
    },
    NotAModule,
    Static,
    Loader(String),
    Initialize(String),
    Refused(String),
    /// It did not answer in this many seconds.
    Hangs(u64),
    /// It took its process with it: the status.
    Crashes(String),
}

impl From<&Token> for TokenFacts {
    fn from(token: &Token) -> Self {
        let unset = token.pin_must_change || !token.has_pin && !token.pin_on_reader;
        Self {
            label: token.label.clone(),
            manufacturer: token.manufacturer.clone(),
            model: token.model.clone(),
            serial: token.serial.clone(),
            slot_id: token.slot_id,
            module: token.module.clone(),
            pin: match token.tries {
                Tries::Locked => Pin::Locked,
                _ if token.needs_login && unset => Pin::Unset,
                Tries::Last => Pin::Last,
                Tries::Low => Pin::Low,
                Tries::Enough => Pin::Enough,
            },
            pin_on_reader: token.pin_on_reader,
            needs_login: token.needs_login,
        }
    }
}

impl From<&TokenKeyInfo> for KeyFacts {
    fn from(info: &TokenKeyInfo) -> Self {
        Self {
            uri: info.uri(),
            token: TokenFacts::from(&info.token),
            certificate: STANDARD.encode(info.certificate.der()),
            algorithms: info.algorithms.iter().map(|algorithm| algorithm.name()).collect(),
        }
    }
}

impl KeyFacts {
    /// `None` where another process told nonsense.
    pub(crate) fn certificate(&self) -> Option<Certificate> {
        Certificate::from_der(&STANDARD.decode(&self.certificate).ok()?).ok()
    }

    /// Whether it is the same key of the same token, seen by another module.
    pub(crate) fn is_again(&self, other: &Self) -> bool {
        let (one, two) = (&self.token, &other.token);
        self.certificate == other.certificate
            && !one.serial.is_empty()
            && (&one.serial, &one.label) == (&two.serial, &two.label)
    }
}

impl From<Search> for Probed {
    fn from(found: Search) -> Self {
        Self {
            keys: found.keys.iter().map(|key| KeyFacts::from(key.info())).collect(),
            tokens: found.tokens.iter().map(TokenFacts::from).collect(),
            other_tokens: found.other_tokens,
            empty_readers: found.empty_readers,
            faults: found.faults.iter().map(ModuleFault::from).collect(),
        }
    }
}

impl From<&TokenError> for ModuleFault {
    fn from(error: &TokenError) -> Self {
        match error {
            TokenError::Module { fault, .. } => match fault {
                LoadFault::Unreadable(std::io::ErrorKind::NotFound) => Self::Missing,
                LoadFault::Bits { library, program } => {
                    Self::Bits { library: *library, program: *program }
                }
                LoadFault::NotAModule => Self::NotAModule,
                LoadFault::Static => Self::Static,
                LoadFault::Initialize(code) => Self::Initialize(code.clone()),
                LoadFault::Loader(words) => Self::Loader(words.clone()),
                other => Self::Loader(other.to_string()),
            },
            other => Self::Refused(other.to_string()),
        }
    }
}

impl ModuleFault {
    /// In the reader's language; `path` is the module.
    pub(crate) fn words(&self, path: &str) -> Message {
        match self {
            Self::Missing => msg::token_module_missing(path),
            Self::Bits { library, program } => {
                msg::token_module_bits(path, u64::from(*library), u64::from(*program))
            }
            Self::NotAModule => msg::token_module_none(path),
            Self::Static => msg::token_module_static(path),
            Self::Loader(words) => token_words::loader(path, words),
            Self::Initialize(code) => msg::token_module_fails(msg::detail_initialize(code), path),
            Self::Refused(words) => msg::token_refused(words),
            Self::Hangs(seconds) => msg::token_module_hangs(path, *seconds),
            Self::Crashes(status) => msg::token_module_crashes(path, status),
        }
    }
}
