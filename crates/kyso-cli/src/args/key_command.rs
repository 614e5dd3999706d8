//! Options of a key that another program uses.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// A program that signs digests.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct KeyCommandArgs {
    #[arg(long, value_name = "PROGRAM", requires = "cert")]
    #[arg(conflicts_with_all = ["passphrase_file", "passphrase_fd", "passphrase_env"])]
    pub(crate) key_command: Option<PathBuf>,
    /// One argument each time, as it is: no shell takes it apart.
    #[arg(long, value_name = "ARG", requires = "key_command", allow_hyphen_values = true)]
    pub(crate) key_command_arg: Vec<OsString>,
}
