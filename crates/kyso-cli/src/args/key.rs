//! Options that name the key, its secret and the algorithm.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use kyso_pkcs11::{Pkcs11Uri, UriError};

use super::key_command::KeyCommandArgs;

/// Where the key is.
#[derive(Args, Clone, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("certified").args(["key", "key_command"])))]
pub(crate) struct KeyArgs {
    #[arg(long, value_name = "FILE")]
    #[arg(conflicts_with_all = ["key", "key_command", "cert", "chain"])]
    pub(crate) p12: Option<PathBuf>,
    #[arg(long, value_name = "PEM", requires = "cert")]
    pub(crate) key: Option<PathBuf>,
    #[arg(long, value_name = "PEM", requires = "certified")]
    pub(crate) cert: Option<PathBuf>,
    #[arg(long, value_name = "PEM")]
    pub(crate) chain: Option<PathBuf>,
    #[arg(long, value_name = "URI", value_parser = pkcs11_uri)]
    #[arg(conflicts_with_all = ["p12", "key", "key_command", "cert"])]
    pub(crate) pkcs11: Option<Pkcs11Uri>,
    #[arg(long, value_name = "HEX", requires = "pkcs11", value_parser = serial)]
    pub(crate) cert_serial: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "pkcs11")]
    pub(crate) cert_subject: Option<String>,
    #[arg(long, requires = "pkcs11")]
    pub(crate) last_try: bool,
    #[command(flatten)]
    pub(crate) command: KeyCommandArgs,
    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// A serial number in hex, as certificates' viewers write it: with colons or spaces, and `0x`. The
/// error is a word for clap only.
pub(super) fn serial(text: &str) -> Result<String, &'static str> {
    let digits = text.strip_prefix("0x").or(text.strip_prefix("0X")).unwrap_or(text);
    let plain: String = digits.chars().filter(|c| !matches!(c, ':' | ' ' | '-')).collect();
    let is_hex = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex { Ok(plain) } else { Err("serial") }
}

/// The error is a word for clap only; `usage.rs` explains without repeating the value, which may
/// hold a PIN.
pub(super) fn pkcs11_uri(text: &str) -> Result<Pkcs11Uri, UriError> {
    text.parse()
}

/// A key that a remote service holds.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct RemoteArgs {
    /// The name of a shipped profile, or a file.
    #[arg(long, value_name = "NAME|FILE", conflicts_with_all = ["p12", "key", "key_command", "cert", "chain", "pkcs11"])]
    pub(crate) remote: Option<String>,
    #[arg(long, value_name = "ID", requires = "remote")]
    pub(crate) remote_credential: Option<String>,
    #[arg(long, value_name = "FILE", requires = "remote")]
    pub(crate) otp_file: Option<PathBuf>,
}

/// Where the secret of the key comes from; without any of these, the terminal is asked.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct PassphraseArgs {
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub(crate) passphrase_fd: Option<u32>,
    #[arg(long, value_name = "NAME")]
    pub(crate) passphrase_env: Option<String>,
}

/// What comes of a signer whose revocation cannot be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(crate) enum RevocationCheck {
    /// A warning.
    #[default]
    Warn,
    /// A refusal.
    Require,
    /// Nobody is asked.
    Off,
}

/// Which algorithm; without these, what the key prefers.
#[derive(Args, Clone, Debug)]
pub(crate) struct AlgorithmArgs {
    #[arg(long, value_name = "sha256|sha384|sha512", hide_possible_values = true)]
    pub(crate) digest: Option<Digest>,
    #[arg(long, value_name = "pkcs1|pss", hide_possible_values = true)]
    pub(crate) scheme: Option<Scheme>,
}

impl AlgorithmArgs {
    /// Whether the call says anything of the algorithm.
    pub(crate) fn is_given(&self) -> bool {
        self.digest.is_some() || self.scheme.is_some()
    }
}

/// Hashes to sign with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl From<Digest> for kyso::DigestAlgorithm {
    fn from(digest: Digest) -> Self {
        match digest {
            Digest::Sha256 => Self::Sha256,
            Digest::Sha384 => Self::Sha384,
            Digest::Sha512 => Self::Sha512,
        }
    }
}

/// RSA schemes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Scheme {
    Pkcs1,
    Pss,
}
