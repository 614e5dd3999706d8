//! Options of `kyso man`.

use std::path::PathBuf;

use clap::Args;

/// `kyso man`
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
    #[arg(long, requires = "out_dir")]
    pub(crate) force: bool,
}
