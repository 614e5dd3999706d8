//! `kyso completions`: the script that teaches a shell the verbs and options.

use crate::args::{CompletionsArgs, grammar, in_language};
use crate::error::Failure;
use crate::exit::Status;
use crate::ui::Ui;

pub(super) fn run(args: &CompletionsArgs, ui: &Ui) -> Result<Status, Failure> {
    let mut script = Vec::new();
    let mut grammar = in_language(grammar(), &ui.catalog);
    clap_complete::generate(args.shell, &mut grammar, "kyso", &mut script);
    ui.print(&script)?;
    Ok(Status::Done)
}
