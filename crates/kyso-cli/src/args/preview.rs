//! Options of `kyso preview`.

use std::path::PathBuf;

use clap::Args;

use kyso::pdf::PageRange;

use super::{ClaimArgs, LookArgs, RoleArgs, UnlockArgs};

/// `kyso preview`
#[derive(Args, Debug)]
pub(crate) struct PreviewArgs {
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    #[arg(long, short, value_name = "PNG")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long, value_name = "N", default_value_t = 144, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(10..=600))]
    pub(crate) dpi: u16,
    #[arg(long, value_name = "all|FIRST-LAST", value_parser = super::look::pages)]
    pub(crate) show: Vec<PageRange>,
    #[arg(long, value_name = "PEM")]
    pub(crate) cert: Option<PathBuf>,
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) role: RoleArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) claims: ClaimArgs,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
}
