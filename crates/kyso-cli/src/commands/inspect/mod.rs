//! `kyso inspect`: what stands in the document, judged by nobody.

mod cms;
mod document;
pub(crate) mod model;

use serde_json::Value;

use crate::args::InspectArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::inputs::Input;
use crate::render::inspect_text;
use crate::ui::Ui;

pub(super) fn run(args: &InspectArgs, ui: &Ui) -> Result<Status, Failure> {
    let input = Input::from_path(&args.input);
    let inspection = document::inspect(&input.open()?, input.name());
    if args.json {
        // Plain data with text keys always serializes.
        ui.print_json(&serde_json::to_value(&inspection).unwrap_or(Value::Null))?;
    } else {
        ui.print(inspect_text::render(&inspection, ui).as_bytes())?;
    }
    Ok(Status::Done)
}
