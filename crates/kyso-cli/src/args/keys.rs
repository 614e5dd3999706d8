//! The verb that lists keys.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use kyso_pkcs11::Pkcs11Uri;

use super::key::pkcs11_uri;
use super::{NetworkArgs, PassphraseArgs};

/// `kyso keys`
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("passphrase")
    .args(["passphrase_file", "passphrase_fd", "passphrase_env"])))]
pub(crate) struct KeysArgs {
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pkcs11", "remote"])]
    pub(crate) p12: Option<PathBuf>,
    #[arg(long, value_name = "URI", value_parser = pkcs11_uri)]
    pub(crate) pkcs11: Option<Pkcs11Uri>,
    /// The name of a shipped profile, or a file.
    #[arg(long, value_name = "NAME|FILE", conflicts_with = "pkcs11")]
    pub(crate) remote: Option<String>,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[arg(long)]
    pub(crate) json: bool,
}
