//! `kyso trust remove`: withdraws trust. The certificate and the decision stay in the store.

use kyso::trust::Fingerprint;

use super::{now, subject};
use crate::args::TrustRemoveArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::store;
use crate::ui::Ui;

/// Digits below which a fingerprint may well be that of another certificate.
const FEWEST_DIGITS: usize = 8;

pub(super) fn run(args: &TrustRemoveArgs, ui: &Ui) -> Result<Status, Failure> {
    let mut store = store::open(&args.folder)?;
    let mut meant: Vec<Fingerprint> = Vec::new();
    let mut names = Vec::new();
    for given in &args.fingerprints {
        let digits = given.chars().filter(char::is_ascii_hexdigit).count();
        if digits < FEWEST_DIGITS {
            return Err(Failure::usage(msg::call_fingerprint_short(given)));
        }
        match store.matching(given).as_slice() {
            [one] => {
                meant.push(one.fingerprint);
                names.push(subject(&one.certificate));
            }
            [] => return Err(Failure::usage(msg::call_fingerprint_unknown(given))),
            _ => return Err(Failure::usage(msg::call_fingerprint_short(given))),
        }
    }
    let removed = store.remove(&meant, args.until, args.reason.as_deref(), now());
    match removed.map_err(|error| store::failure(&error))? {
        0 => ui.note(&msg::trust_nothing_new()),
        _ => {
            for name in names {
                ui.note(&match args.until {
                    Some(until) => msg::trust_retired(name, until),
                    None => msg::trust_removed(name),
                });
            }
        }
    }
    Ok(Status::Done)
}
