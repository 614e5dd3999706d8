//! Options that say where the result goes.

use std::path::PathBuf;

use clap::Args;

/// Where the result goes. That exactly one is given is checked by `output.rs`, which can say
/// what to do for the files at hand.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct OutputArgs {
    #[arg(long, short, value_name = "OUT", conflicts_with_all = ["out_dir", "in_place"])]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, value_name = "DIR", conflicts_with = "in_place")]
    pub(crate) out_dir: Option<PathBuf>,
    #[arg(long)]
    pub(crate) in_place: bool,
    #[arg(long)]
    pub(crate) force: bool,
}
