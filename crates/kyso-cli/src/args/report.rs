//! Options that ask `verify` for a report in a file.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Which report, and where it goes.
#[derive(Args, Debug)]
#[group(skip)]
#[command(group = clap::ArgGroup::new("kept").args(["report", "export_signed"]).multiple(true))]
pub(crate) struct ReportArgs {
    #[arg(long, value_name = "html|etsi", requires = "output", hide_possible_values = true)]
    pub(crate) report: Option<ReportKind>,
    #[arg(long, short, value_name = "FILE|DIR/", requires = "report")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub(crate) export_signed: Option<PathBuf>,
    #[arg(long, requires = "kept")]
    pub(crate) force: bool,
}

/// The form of a report in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ReportKind {
    /// One page to look at and to print.
    Html,
    /// ETSI TS 119 102-2, for archives and programs.
    Etsi,
}
