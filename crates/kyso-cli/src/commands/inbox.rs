//! `kyso inbox`: the papers waiting in a folder, to be looked at, signed and refused.

use crate::args::InboxArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::inbox;
use crate::ui::Ui;

pub(super) fn run(args: &InboxArgs, ui: &Ui) -> Result<Status, Failure> {
    inbox::run(args, ui)
}
