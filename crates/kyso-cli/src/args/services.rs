//! Options that name outside services, and the evidence that is at hand or to be kept.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{ArgGroup, Args};
use const_oid::ObjectIdentifier;
use kyso::revocation::Freshness;

use super::PassphraseArgs;

/// A longer wait than a day is a mistake in the call.
const MAX_TIMEOUT_SECONDS: u64 = 24 * 3600;

/// Who stamps the time.
#[derive(Args, Clone, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("tsa_passphrase").requires("tsa_user").args(TSA_PASSPHRASES)))]
#[command(group(ArgGroup::new("tsa_key_passphrase").requires("tsa_key").args(TSA_KEY_PASSPHRASES)))]
pub(crate) struct TsaArgs {
    #[arg(long, value_name = "URL")]
    pub(crate) tsa: Vec<String>,
    #[arg(long, value_name = "NAME", requires = "tsa", requires = "tsa_passphrase")]
    pub(crate) tsa_user: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) tsa_passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub(crate) tsa_passphrase_fd: Option<u32>,
    #[arg(long, value_name = "NAME")]
    pub(crate) tsa_passphrase_env: Option<String>,
    #[arg(long, value_name = "PEM", requires = "tsa", requires = "tsa_key")]
    pub(crate) tsa_cert: Option<PathBuf>,
    #[arg(long, value_name = "PEM", requires = "tsa_cert")]
    pub(crate) tsa_key: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) tsa_key_passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub(crate) tsa_key_passphrase_fd: Option<u32>,
    #[arg(long, value_name = "NAME")]
    pub(crate) tsa_key_passphrase_env: Option<String>,
    #[arg(long, value_name = "OID", value_parser = oid, requires = "tsa")]
    pub(crate) tsa_policy: Option<ObjectIdentifier>,
}

/// The ways to the passphrase of the time-stamp authority.
const TSA_PASSPHRASES: [&str; 3] =
    ["tsa_passphrase_file", "tsa_passphrase_fd", "tsa_passphrase_env"];

/// The ways to the passphrase of the key that TLS shows it.
const TSA_KEY_PASSPHRASES: [&str; 3] =
    ["tsa_key_passphrase_file", "tsa_key_passphrase_fd", "tsa_key_passphrase_env"];

impl TsaArgs {
    /// Where the passphrase of the key comes from.
    pub(crate) fn key_passphrase(&self) -> PassphraseArgs {
        PassphraseArgs {
            passphrase_file: self.tsa_key_passphrase_file.clone(),
            passphrase_fd: self.tsa_key_passphrase_fd,
            passphrase_env: self.tsa_key_passphrase_env.clone(),
        }
    }

    /// The files that are read: none of them may be an output.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        let passphrases = [&self.tsa_passphrase_file, &self.tsa_key_passphrase_file];
        passphrases.into_iter().chain([&self.tsa_cert, &self.tsa_key]).flatten()
    }

    /// Where the passphrase comes from.
    pub(crate) fn passphrase(&self) -> PassphraseArgs {
        PassphraseArgs {
            passphrase_file: self.tsa_passphrase_file.clone(),
            passphrase_fd: self.tsa_passphrase_fd,
            passphrase_env: self.tsa_passphrase_env.clone(),
        }
    }
}

/// Certificates and revocation data: given, kept, and whether more may be fetched.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct EvidenceArgs {
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) evidence: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(crate) evidence_out: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", default_value_t = 0, hide_default_value = true)]
    pub(crate) grace: u32,
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_age: Option<u32>,
    #[arg(long, value_name = "DIR", conflicts_with = "grace")]
    pub(crate) cache: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

impl EvidenceArgs {
    /// The files and folders that are read: none of them may be an output.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.evidence.iter().chain(&self.cache).chain(&self.network.tls_ca)
    }

    /// How recent evidence must be.
    pub(crate) fn freshness(&self) -> Freshness {
        let mut freshness = Freshness::default();
        freshness.grace = self.grace;
        freshness.max_age = self.max_age;
        freshness
    }
}

/// How the network is used.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct NetworkArgs {
    #[arg(long)]
    pub(crate) offline: bool,
    #[arg(long, value_name = "SECONDS")]
    #[arg(value_parser = RangedU64ValueParser::<u64>::new().range(1..=MAX_TIMEOUT_SECONDS))]
    pub(crate) timeout: Option<u64>,
    #[arg(long, value_name = "PEM")]
    pub(crate) tls_ca: Option<PathBuf>,
}

/// The error is a word for clap only; `usage.rs` explains.
fn oid(text: &str) -> Result<ObjectIdentifier, &'static str> {
    ObjectIdentifier::new(text).map_err(|_| "oid")
}
