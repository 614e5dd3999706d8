//! Options of `kyso inbox`: those of `kyso sign`, and what is done with a folder of papers.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Args};

use super::SignArgs;

// It signs by the code of `sign`, so that it takes the same options; by the policy it judges the
// papers too, with or without a role. The one input is the folder,
// a key is needed only to sign, and results have a folder.
/// `kyso inbox`
#[derive(Args, Clone, Debug)]
#[command(mut_arg("inputs", |arg| arg.value_name("DIR").num_args(1).action(ArgAction::Set)))]
#[command(mut_arg("output", |arg| arg.hide(true)))]
#[command(mut_arg("manifest", |arg| arg.hide(true)))]
#[command(mut_arg("policy", |_| Arg::new("policy").long("policy").value_name("NAME|FILE")))]
#[command(mut_group("credential", |group| group.required(false)))]
pub(crate) struct InboxArgs {
    #[command(flatten)]
    pub(crate) sign: SignArgs,
    #[arg(long)]
    pub(crate) list: bool,
    #[arg(long, value_name = "FILE", requires = "reason", conflicts_with = "list")]
    pub(crate) refuse: Option<PathBuf>,
}
