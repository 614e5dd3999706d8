//! `kyso inspect`: what stands in the document, judged by nobody.

pub(crate) mod cades;
mod cms;
mod container;
pub(crate) mod container_model;
pub(crate) mod model;
mod pdf;
mod xml;
pub(crate) mod xml_model;

use serde::Serialize;
use serde_json::Value;

use super::batch;
use crate::args::InspectArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::inputs::Input;
use crate::opener::Opener;
use crate::render::{inspect_cades_text, inspect_container_text, inspect_text, inspect_xml_text};
use crate::repair;
use crate::ui::Ui;

pub(super) fn run(args: &InspectArgs, ui: &Ui) -> Result<Status, Failure> {
    let input = Input::from_path(&args.input);
    let password = args.password.passphrase();
    batch::stdin_once([&input], batch::from_stdin([&password]))?;
    let opened = Opener::to_read(&args.password, ui)?.open(&input);
    let document = opened.or_else(|failure| repair::open_damaged(&input).ok_or(failure))?;
    if let Some(found) = document.pdf() {
        let found = pdf::inspect(found, input.name());
        show(args, ui, &found, inspect_text::render)?;
    } else if let Some(found) = document.xml() {
        let found = xml::inspect(found, input.name());
        show(args, ui, &found, inspect_xml_text::render)?;
    } else if let Some(found) = document.container() {
        let found = container::inspect(found, input.name());
        show(args, ui, &found, inspect_container_text::render)?;
    } else if let Some(found) = document.cades() {
        let found = cades::inspect(found, input.name());
        show(args, ui, &found, inspect_cades_text::render)?;
    }
    Ok(Status::Done)
}

fn show<T: Serialize>(
    args: &InspectArgs,
    ui: &Ui,
    found: &T,
    render: fn(&T, &Ui) -> String,
) -> Result<(), Failure> {
    if args.json {
        // Plain data with text keys always serializes.
        ui.print_json(&serde_json::to_value(found).unwrap_or(Value::Null))
    } else {
        ui.print(render(found, ui).as_bytes())
    }
}
