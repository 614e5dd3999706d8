//! Options of `kyso doctor`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use kyso_pkcs11::Pkcs11Uri;

use super::key::pkcs11_uri;
use super::{NetworkArgs, PassphraseArgs, StoreFolder, TsaArgs};

/// `kyso doctor`
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("passphrase")
    .args(["passphrase_file", "passphrase_fd", "passphrase_env"])))]
pub(crate) struct DoctorArgs {
    #[arg(long, value_name = "URI", value_parser = pkcs11_uri)]
    pub(crate) pkcs11: Option<Pkcs11Uri>,
    #[arg(long, value_name = "FILE")]
    pub(crate) p12: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Vec<PathBuf>,
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) trust: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) folder: StoreFolder,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
    #[command(flatten)]
    pub(crate) tsa: TsaArgs,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[arg(long)]
    pub(crate) json: bool,
}
