//! `kyso complete`: puts the value that another machine computed into a prepared signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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

/// A value of RSA with 16,384 bits has 2,048 bytes; twice that in base64 with line ends.
const MAX_SIGNATURE_BYTES: u64 = 8192;

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

/// The value as bytes: services hand it out raw or as base64 text. A raw value is never all
/// base64 letters: RSA and Ed25519 give 64 or more arbitrary bytes, and ECDSA has the tag 2 of an
/// INTEGER in it.
fn signature_bytes(file: Vec<u8>) -> Vec<u8> {
    let text: Vec<u8> = file.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    match STANDARD.decode(&text) {
        Ok(value) if !value.is_empty() => value,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::signature_bytes;

    #[test]
    fn raw_and_base64_values_are_told_apart() {
        let raw = vec![0x30, 0x45, 0x02, 0x21, 0x00, 0xff];
        assert_eq!(signature_bytes(raw.clone()), raw);
        assert_eq!(signature_bytes(b"MEUC\nIQD/\n".to_vec()), raw);
    }
}
