//! The two verbs of a signature whose key is on another machine.

use std::path::PathBuf;

use clap::Args;

use super::verbs::ClaimArgs;
use super::xml::XmlArgs;
use super::{AlgorithmArgs, CadesArgs, LookArgs, UnlockArgs};

/// `kyso prepare`
#[derive(Args, Debug)]
pub(crate) struct PrepareArgs {
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[arg(long, value_name = "CHAIN")]
    pub(crate) cert: PathBuf,
    #[arg(long, value_name = "PEM")]
    pub(crate) chain: Option<PathBuf>,
    #[arg(long, short, value_name = "STATE")]
    pub(crate) output: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) tbs: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) algorithm: AlgorithmArgs,
    #[command(flatten)]
    pub(crate) claims: ClaimArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) xml: XmlArgs,
    #[command(flatten)]
    pub(crate) cades: CadesArgs,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `kyso complete`
#[derive(Args, Debug)]
pub(crate) struct CompleteArgs {
    #[arg(value_name = "STATE")]
    pub(crate) state: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) signature: PathBuf,
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: PathBuf,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long)]
    pub(crate) json: bool,
}
