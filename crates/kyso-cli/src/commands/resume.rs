//! Takes out of a batch what an earlier call like it has signed.

use std::fs;
use std::path::PathBuf;

use kyso::DigestAlgorithm;
use kyso::crypto::digest;
use serde_json::json;
use zeroize::Zeroizing;

use super::batch::Batch;
use super::journal::{Earlier, Journal};
use super::rows::Rows;
use crate::args::SignArgs;
use crate::error::Failure;
use crate::hex::hex;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::output::Target;
use crate::ui::Ui;

/// The journal of this call. What it says was signed is taken out of the batch, on request; without
/// the request nothing is signed, for it would be signed twice.
pub(super) fn journal(
    args: &SignArgs,
    batch: &mut Batch,
    rows: &Rows,
    ui: &Ui,
) -> Result<Option<Journal>, Failure> {
    let resume = args.batch.resume;
    let in_place = batch.targets.iter().any(|target| matches!(target, Target::InPlace(_)));
    // One document is not cut off in the middle; it may be one of those of a batch that was.
    let begins = resume || batch.items.len() > 1;
    if !begins && !in_place {
        return Ok(None);
    }
    // A row that was mended may name another folder: it is the same call all the same.
    let of_manifest = args.manifest.as_ref().map(|path| [Target::InPlace(path.clone())]);
    let targets = of_manifest.as_ref().map_or(batch.targets.as_slice(), |one| one.as_slice());
    let these = (batch.inputs().collect(), targets);
    let Some(mut journal) = Journal::open(&call(args), these, (begins, resume), ui)? else {
        return if resume && in_place { unknown() } else { Ok(None) };
    };
    if args.batch.restart {
        journal.clear()?;
        return Ok(Some(journal));
    }
    if resume && in_place && journal.is_empty() {
        return unknown();
    }
    let known = known(batch, &journal, rows);
    if resume {
        go_on(args, batch, known, ui)?;
        return Ok(Some(journal));
    }
    // Other targets exist by now, or are replaced because the call says so.
    let twice = known.iter().filter(|(_, earlier, _, target)| match earlier {
        Earlier::Signed | Earlier::Otherwise => matches!(target, Target::InPlace(_)),
        Earlier::Changed => true,
        Earlier::Gone | Earlier::Nothing => false,
    });
    match twice.count() {
        0 => Ok(Some(journal)),
        twice => Err(Failure::usage(msg::call_batch_interrupted(batch.items.len(), twice))),
    }
}

/// Leaves what is not signed. What was signed, and cannot be told to be what the call asks for, is
/// a failure of its own.
fn go_on(args: &SignArgs, batch: &mut Batch, known: Vec<Known>, ui: &Ui) -> Result<(), Failure> {
    let all = batch.items.len();
    batch.leave_out(&known.iter().map(|(at, ..)| *at).collect());
    let mut signed = Vec::new();
    for (_, earlier, input, target) in known {
        let name = input.name();
        let why = match earlier {
            Earlier::Changed => msg::error_resume_changed(name),
            Earlier::Otherwise => msg::error_resume_row(name),
            Earlier::Gone => msg::error_resume_gone(name, target.name()),
            Earlier::Signed | Earlier::Nothing => {
                signed.push((input, target));
                continue;
            }
        };
        batch.items.push(Err(Failure::io(why)));
    }
    if signed.is_empty() {
        return Ok(());
    }
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
    Ok(())
}

/// To go on from nothing would sign in place what may be signed already.
fn unknown<T>() -> Result<T, Failure> {
    Err(Failure::usage(msg::call_resume_unknown()))
}

/// A document by its place in the batch, with what an earlier call did with it.
type Known = (usize, Earlier, Input, Target);

/// The documents that an earlier call did something with.
fn known(batch: &Batch, journal: &Journal, rows: &Rows) -> Vec<Known> {
    let of = |(at, (input, target)): (usize, (&Input, &Target))| {
        let row = match input {
            Input::File(path) => rows.get(path).map(|wish| wish.digest.as_str()),
            Input::Stdin | Input::Packed(_) => None,
        };
        let earlier = journal.earlier(input, target, row);
        (earlier != Earlier::Nothing).then(|| (at, earlier, input.clone(), target.clone()))
    };
    batch.inputs().zip(&batch.targets).enumerate().filter_map(of).collect()
}

/// What makes two calls the same: the key, and what the signatures say and show. Files count by
/// what is in them, so that another spelling is the same and another key under one name is not.
fn call(args: &SignArgs) -> String {
    let key = &args.key;
    let uri = key.pkcs11.as_ref().map(|uri| format!("{uri:?}"));
    let mut call = format!(
        "{uri:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}",
        key.cert_serial,
        key.cert_subject,
        key.command,
        key.remote,
        args.claims,
        args.role,
        args.xml,
        args.look,
        args.cades,
        args.algorithm,
        args.level
    );
    if let Some(path) = &args.manifest {
        // By its place: what its rows ask for is held against what they asked for then.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        call.push_str(&format!("\0{place:?}"));
    }
    let profile = args.xml.profile.as_ref().map(PathBuf::from);
    let of_key = [&key.p12, &key.key, &key.cert].into_iter().flatten();
    for path in of_key.chain(args.look.files()).chain(profile.as_ref()).chain(&args.role.roles) {
        let bytes = Zeroizing::new(fs::read(path).unwrap_or_default());
        call.push_str(&hex(digest(DigestAlgorithm::Sha256, &bytes).as_ref()));
    }
    call
}
