//! Takes out of a batch what an earlier call like it has signed.

use serde_json::json;

use super::batch::Batch;
use super::journal::Journal;
use crate::args::SignArgs;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::output::Target;
use crate::ui::Ui;

/// The journal of this call. What it says was signed is taken out of the batch, on request; without
/// the request nothing is signed, for it would be signed twice.
pub(super) fn journal(
    args: &SignArgs,
    batch: &mut Batch,
    ui: &Ui,
) -> Result<Option<Journal>, Failure> {
    let Some(journal) = Journal::open(&call(args), &batch.targets, ui)? else {
        return Ok(None);
    };
    if args.batch.restart {
        journal.clear()?;
        return Ok(Some(journal));
    }
    let all = batch.items.len();
    let signed = signed_before(batch, &journal);
    // Other targets exist by now, or are replaced because the call says so.
    let twice = signed.iter().filter(|(_, target)| matches!(target, Target::InPlace(_))).count();
    if !args.batch.resume && twice > 0 {
        return Err(Failure::usage(msg::call_batch_interrupted(all, twice)));
    }
    if !args.batch.resume || signed.is_empty() {
        return Ok(Some(journal));
    }
    batch.leave_out(&signed);
    ui.note(&msg::note_batch_resumed(all, signed.len()));
    if args.json {
        for (input, target) in &signed {
            ui.print_json(&json!({
                "schema": 1,
                "kyso": env!("CARGO_PKG_VERSION"),
                "file": input.name(),
                "output": target.name(),
                "signed_before": true,
            }))?;
        }
    }
    Ok(Some(journal))
}

/// The documents of the batch that an earlier call signed.
fn signed_before(batch: &Batch, journal: &Journal) -> Vec<(Input, Target)> {
    let pairs = batch.inputs().zip(&batch.targets);
    let signed = pairs.filter(|(input, target)| journal.is_signed(input, target));
    signed.map(|(input, target)| (input.clone(), target.clone())).collect()
}

/// What makes two calls the same: the key, and what the signatures say and show.
fn call(args: &SignArgs) -> String {
    let key = &args.key;
    let uri = key.pkcs11.as_ref().map(|uri| format!("{uri:?}"));
    format!(
        "{:?}\0{:?}\0{uri:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}",
        key.p12,
        key.key,
        key.cert,
        key.command,
        key.remote.remote,
        args.claims,
        args.xml,
        args.look,
        args.level
    )
}
