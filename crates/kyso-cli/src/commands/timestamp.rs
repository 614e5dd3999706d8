//! `kyso timestamp`: a document time-stamp alone, on a document signed or not.

use kyso::Signed;
use serde_json::json;

use super::batch::{self, Batch};
use super::now;
use crate::args::TimestampArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;
use crate::output::Target;
use crate::reads::Reads;
use crate::stamp::Stamp;
use crate::ui::Ui;
use crate::{repair, services, trust};

pub(super) fn run(args: &TimestampArgs, ui: &Ui) -> Result<Status, Failure> {
    let batch = Batch::plan_for(&["pdf"], &args.inputs, &args.output, args.json)?;
    let pdf = args.unlock.password.passphrase();
    let secrets = [&pdf, &args.tsa.passphrase(), &args.tsa.key_passphrase()];
    batch::stdin_once(batch.inputs(), batch::from_stdin(secrets))?;
    let reads = Reads::new(batch.inputs(), true).also(args.tsa.files()).also(&args.network.tls_ca);
    let reads = reads.also(args.trust.files()).secrets(secrets).store(&args.store);
    let network = services::network(&args.network)?;
    let tsa = services::needed_tsa(&args.tsa, &network, ui)?;
    let trusted = trust::all(&args.trust, &args.store, None, now(), &network, ui)?;
    let opener = Opener::to_write(&args.unlock, ui)?;
    batch.run(ui, |input, target| {
        target.check(&reads)?;
        let stamp = Stamp::of(input);
        let document = if args.repair { repair::open(input)? } else { opener.open(input)? };
        repair::warn(&document, input, ui);
        let stamped = document.timestamp(&tsa, trusted.given());
        let signed = stamped.map_err(|error| Failure::core(error, &input.name()))?;
        batch::put(&args.output, target, &signed, &[], None, &reads, (input, &stamp))?;
        tell(args, ui, input, target, &signed)
    })
}

fn tell(
    args: &TimestampArgs,
    ui: &Ui,
    input: &Input,
    target: &Target,
    signed: &Signed,
) -> Result<(), Failure> {
    if args.json {
        return ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": input.name(),
            "output": target.name(),
            "format": "pdf",
            "field": signed.field_name(),
        }));
    }
    batch::tell(ui, target, &msg::timestamped(signed.field_name(), input.name(), target.name()))
}
