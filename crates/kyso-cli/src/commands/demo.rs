//! `kyso demo`
use crate::args::DemoArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::ui::Ui;

pub(super) fn run(_args: &DemoArgs, _ui: &Ui) -> Result<Status, Failure> {
    Ok(Status::Done)
}
