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
use crate::output::{Reads, Target};
use crate::ui::Ui;
use crate::{services, trust};

pub(super) fn run(args: &TimestampArgs, ui: &Ui) -> Result<Status, Failure> {
    let batch = Batch::plan_for(&["pdf"], &args.inputs, &args.output, args.json)?;
    let pdf = args.unlock.password.passphrase();
    let secrets = [&pdf, &args.tsa.passphrase(), &args.tsa.key_passphrase()];
    batch::stdin_once(batch.inputs(), batch::from_stdin(secrets))?;
    let others =
        args.tsa.files().chain(&args.network.tls_ca).chain(&pdf.passphrase_file).map(AsRef::as_ref);
    let reads = Reads::new(batch.inputs(), others.chain(args.trust.files()), true);
    let network = services::network(&args.network)?;
    let tsa = services::needed_tsa(&args.tsa, &network, ui)?;
    let anchors = trust::load(&args.trust, now(), &network, ui)?;
    let trust = Some(&anchors).filter(|_| args.trust.is_given());
    let opener = Opener::to_write(&args.unlock, ui)?;
    batch.run(ui, |input, target| {
        target.check(&reads)?;
        let stamped = opener.open(input)?.timestamp(&tsa, trust);
        let signed = stamped.map_err(|error| Failure::core(error, &input.name()))?;
        batch::put(&args.output, target, &signed, &[], None)?;
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
