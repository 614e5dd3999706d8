//! `kyso fields`: lists the signature fields of a PDF, and adds empty ones.

use kyso::pdf::{NewField, PageChoice, SignatureField};
use serde_json::json;

use super::batch::{self, Batch};
use crate::args::{AddFieldArgs, FieldsAction, FieldsArgs};
use crate::at_text;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;
use crate::reads::Reads;
use crate::render::fields_text;
use crate::ui::Ui;

pub(super) fn run(args: &FieldsArgs, ui: &Ui) -> Result<Status, Failure> {
    match &args.action {
        None => list(args, ui),
        Some(FieldsAction::Add(add)) => self::add(args, add, ui),
    }
}

fn list(args: &FieldsArgs, ui: &Ui) -> Result<Status, Failure> {
    let input = Input::from_path(&args.input);
    batch::stdin_once([&input], batch::from_stdin([&args.password.passphrase()]))?;
    let document = Opener::to_read(&args.password, ui)?.open(&input)?;
    if document.pdf().is_none() {
        return Err(Failure::io(msg::error_fields_pdf_only(input.name())));
    }
    let fields =
        document.signature_fields().map_err(|error| Failure::core(error, &input.name()))?;
    if args.json {
        ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": input.name(),
            "format": "pdf",
            "fields": fields.iter().map(SignatureField::to_json).collect::<Vec<_>>(),
        }))?;
    } else {
        ui.print(fields_text::render(&fields, &input.name(), ui).as_bytes())?;
    }
    Ok(Status::Done)
}

fn add(args: &FieldsArgs, add: &AddFieldArgs, ui: &Ui) -> Result<Status, Failure> {
    let json = args.json || add.json;
    let batch = Batch::plan_for(&["pdf"], std::slice::from_ref(&args.input), &add.output, json)?;
    let password = add.unlock.password.passphrase();
    batch::stdin_once(batch.inputs(), batch::from_stdin([&password]))?;
    let reads = Reads::new(batch.inputs(), true).secrets([&password]);
    let opener = Opener::to_write(&add.unlock, ui)?;
    let placement =
        add.at_text.placement(add.page.map(PageChoice::Number), add.size.map(|size| size.0));
    let field = NewField {
        name: add.name.clone(),
        page: add.page.unwrap_or(1),
        rect: add.rect.map(|rect| rect.0),
        lock: add.lock.lock(),
    };
    batch.run(ui, |input, target| {
        target.check(&reads)?;
        let document = opener.open(input)?;
        let mut field = field.clone();
        if let Some(placement) = &placement {
            let place = at_text::place(&document, placement, &input.name(), ui)?;
            (field.page, field.rect) = (place.page, Some(place.rect.map(|edge| edge as f32)));
        }
        let grown = document.add_signature_field(&field);
        let grown = grown.map_err(|error| Failure::core(error, &input.name()))?;
        batch::put(&add.output, target, &grown, &[], None, &reads)?;
        if json {
            return ui.print_json(&json!({
                "schema": 1,
                "kyso": env!("CARGO_PKG_VERSION"),
                "file": input.name(),
                "output": target.name(),
                "format": "pdf",
                "field": grown.field_name(),
            }));
        }
        batch::tell(ui, target, &msg::field_added(grown.field_name(), input.name(), target.name()))
    })
}
