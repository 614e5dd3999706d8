//! `kyso complete`: puts the value that another machine computed into a prepared signature.

use kyso::key::SignatureValue;
use kyso::{Prepared, SignError};
use serde_json::json;

use super::claims::{holder, signer};
use crate::args::CompleteArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::output::Target;
use crate::reads::Reads;
use crate::ui::Ui;
use crate::value::{MAX_SIGNATURE_BYTES, signature_bytes};

pub(super) fn run(args: &CompleteArgs, ui: &Ui) -> Result<Status, Failure> {
    let target = Target::from_option(&args.output, args.force);
    if args.json && target == Target::Stdout {
        return Err(Failure::usage(msg::call_json_and_stdout()));
    }
    let state = Input::from_path(&args.state);
    let signature = Input::from_path(&args.signature);
    if state == Input::Stdin && signature == Input::Stdin {
        return Err(Failure::usage(msg::call_stdin_twice()));
    }
    let reads = Reads::new([&state, &signature], false);
    target.check(&reads)?;
    let value = signature_bytes(signature.read(MAX_SIGNATURE_BYTES)?);
    let failed = |error: SignError| Failure::core(error, &state.name());
    let prepared = match &state {
        Input::File(path) if path.is_file() => Prepared::open(path).map_err(failed)?,
        other => Prepared::from_bytes(&other.read_stream()?).map_err(failed)?,
    };
    let algorithm = prepared.algorithm();
    let certificate = prepared.certificate().clone();
    let format = prepared.format();
    let signed = prepared
        .complete(SignatureValue::new(value))
        .map_err(|error| Failure::core(error, &signature.name()))?;
    target.put(&signed, &reads)?;
    if args.json {
        ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": state.name(),
            "output": target.name(),
            "format": format.name(),
            "field": signed.field_name(),
            "signer": signer(&certificate),
            "digest_algorithm": algorithm.digest().name(),
            "algorithm": algorithm.name(),
        }))?;
        return Ok(Status::Done);
    }
    let message = msg::completed(
        algorithm.name(),
        signed.field_name(),
        format.name(),
        target.name(),
        holder(&certificate),
    );
    if target == Target::Stdout {
        ui.note(&message);
    } else if !ui.quiet {
        ui.print_line(&ui.text(&message))?;
    }
    Ok(Status::Done)
}
