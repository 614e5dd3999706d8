//! `kyso fields`: lists the signature fields of a PDF, and adds empty ones.

use kyso::pdf::{NewField, NewTextField, PageChoice, PdfError, SignatureField};
use kyso::{Document, SignError, Signed};
use serde_json::json;

use super::batch::{self, Batch};
use crate::args::{AddFieldArgs, FieldKindName, FieldsAction, FieldsArgs};
use crate::at_text;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;
use crate::reads::Reads;
use crate::render::fields_text;
use crate::stamp::Stamp;
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
    let unlock = add.unlock.or_password(&args.password);
    let secret = unlock.password.passphrase();
    batch::stdin_once(batch.inputs(), batch::from_stdin([&secret]))?;
    let reads = Reads::new(batch.inputs(), true).secrets([&secret]);
    let opener = Opener::to_write(&unlock, ui)?;
    let nowhere = add.rect.is_none() && add.at_text.at_text.is_none();
    if add.kind == Some(FieldKindName::Text) && nowhere {
        return Err(Failure::usage(msg::call_argument_missing("--rect, --at-text")));
    }
    let placement =
        add.at_text.placement(add.page.map(PageChoice::Number), add.size.map(|size| size.0));
    batch.run(ui, |input, target| {
        target.check(&reads)?;
        let stamp = Stamp::of(input);
        let document = opener.open(input)?;
        let mut at = (add.page.unwrap_or(1), add.rect.map(|rect| rect.0));
        if let Some(placement) = &placement {
            let place = at_text::place(&document, placement, &input.name(), ui)?;
            at = (place.page, Some(place.rect.map(|edge| edge as f32)));
        }
        let grown = self::new_field(&document, add, at);
        let grown = grown.map_err(|error| Failure::core(error, &input.name()))?;
        batch::put(&add.output, target, &grown, &[], None, &reads, (input, &stamp))?;
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

/// The size of a field's text where none is given: that of number and date on official papers.
const FONT_SIZE: f32 = 13.0;

fn new_field(
    document: &Document,
    add: &AddFieldArgs,
    (page, rect): (usize, Option<[f32; 4]>),
) -> Result<Signed, SignError> {
    let name = add.name.clone();
    match (add.kind, rect) {
        (Some(FieldKindName::Text), Some(rect)) => {
            let font_size = add.font_size.unwrap_or(FONT_SIZE);
            document.add_text_field(&NewTextField { name, page, rect, font_size })
        }
        (Some(FieldKindName::Text), None) => Err(PdfError::OffPage { page }.into()),
        _ => document.add_signature_field(&NewField { name, page, rect, lock: add.lock.lock() }),
    }
}
