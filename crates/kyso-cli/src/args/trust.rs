//! Options that say whom to trust, and the verb that remembers it.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use kyso::Time;
use kyso::trust::{Fingerprint, TrustDomain};

use super::time::point_in_time;

/// Anchors in files, and trusted lists with who signs them.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct TrustArgs {
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) trust: Vec<PathBuf>,
    #[arg(long, value_name = "FILE|URL", requires = "trust_list_signer")]
    pub(crate) trust_list: Vec<String>,
    #[arg(long, value_name = "FILE", requires = "trust_list")]
    pub(crate) trust_list_signer: Vec<PathBuf>,
    #[arg(long, value_name = "CODE", requires = "trust_list")]
    pub(crate) trust_list_territory: Vec<String>,
}

impl TrustArgs {
    /// Whether the call says whom to trust.
    pub(crate) fn is_given(&self) -> bool {
        !self.trust.is_empty() || !self.trust_list.is_empty()
    }

    /// The files that are read: none of them may be an output.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        let certificates = self.trust.iter().chain(&self.trust_list_signer);
        certificates.map(PathBuf::as_path).chain(self.trust_list.iter().map(Path::new))
    }
}

/// What of the user's and the system's trust counts.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct StoreArgs {
    #[command(flatten)]
    pub(crate) folder: StoreFolder,
    #[arg(long, conflicts_with = "store")]
    pub(crate) no_store: bool,
    #[arg(long)]
    pub(crate) system_trust: bool,
}

/// The domain of what the call itself trusts: a policy may take some domains only.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct DomainArgs {
    #[arg(long, value_name = "NAME", value_parser = domain, requires = "trusted")]
    pub(crate) trust_domain: Option<TrustDomain>,
}

/// Where the trust store is.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct StoreFolder {
    #[arg(long, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
}

/// `kyso trust`
#[derive(Args, Debug)]
#[command(disable_help_subcommand = true)]
pub(crate) struct TrustVerb {
    #[command(subcommand)]
    pub(crate) action: TrustAction,
}

/// What is done with the trust store.
#[derive(Subcommand, Debug)]
pub(crate) enum TrustAction {
    List(TrustListArgs),
    Add(TrustAddArgs),
    Remove(TrustRemoveArgs),
}

/// `kyso trust list`
#[derive(Args, Debug)]
pub(crate) struct TrustListArgs {
    #[arg(long, value_name = "NAME", value_parser = domain)]
    pub(crate) domain: Option<TrustDomain>,
    #[arg(long)]
    pub(crate) history: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) folder: StoreFolder,
}

/// `kyso trust add`
#[derive(Args, Debug)]
pub(crate) struct TrustAddArgs {
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<PathBuf>,
    #[arg(long, value_name = "NAME", value_parser = domain, default_value = "own")]
    #[arg(hide_default_value = true)]
    pub(crate) domain: TrustDomain,
    #[arg(long, value_name = "HEX", value_parser = fingerprint)]
    pub(crate) fingerprint: Vec<Fingerprint>,
    #[arg(long)]
    pub(crate) yes: bool,
    #[arg(long)]
    pub(crate) as_anchor: bool,
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    pub(crate) until: Option<Time>,
    #[command(flatten)]
    pub(crate) folder: StoreFolder,
}

/// `kyso trust remove`
#[derive(Args, Debug)]
pub(crate) struct TrustRemoveArgs {
    #[arg(required = true, value_name = "HEX")]
    pub(crate) fingerprints: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    pub(crate) until: Option<Time>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) folder: StoreFolder,
}

/// The error is a word for clap only; `usage.rs` explains.
fn domain(text: &str) -> Result<TrustDomain, &'static str> {
    text.parse().map_err(|_| "domain")
}

/// As above.
fn fingerprint(text: &str) -> Result<Fingerprint, &'static str> {
    text.parse().map_err(|_| "fingerprint")
}
