//! The verb that lists keys.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use kyso_pkcs11::Pkcs11Uri;

use super::PassphraseArgs;
use super::key::pkcs11_uri;

/// `kyso keys`
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("passphrase")
    .args(["passphrase_file", "passphrase_fd", "passphrase_env"])))]
pub(crate) struct KeysArgs {
    #[arg(long, value_name = "FILE", conflicts_with = "pkcs11")]
    pub(crate) p12: Option<PathBuf>,
    #[arg(long, value_name = "URI", value_parser = pkcs11_uri)]
    pub(crate) pkcs11: Option<Pkcs11Uri>,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
    #[arg(long)]
    pub(crate) json: bool,
}
