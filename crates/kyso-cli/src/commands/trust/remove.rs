//! `kyso trust remove`: withdraws trust. The certificate and the decision stay in the store.

use kyso::trust::{Fingerprint, StoreState};

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
    for given in &args.fingerprints {
        let digits = given.chars().filter(char::is_ascii_hexdigit).count();
        if digits < FEWEST_DIGITS {
            return Err(Failure::usage(msg::call_fingerprint_short(given)));
        }
        match store.matching(given).as_slice() {
            [one] => meant.push(one.fingerprint),
            [] => return Err(Failure::usage(msg::call_fingerprint_unknown(given))),
            _ => return Err(Failure::usage(msg::call_fingerprint_short(given))),
        }
    }
    let removed = store.remove(&meant, args.until, args.reason.as_deref(), now());
    let removed = removed.map_err(|error| store::failure(&error))?;
    let stored =
        |fingerprint| store.certificates().iter().find(|one| one.fingerprint == fingerprint);
    let states = meant.into_iter().filter_map(stored);
    let mut said = false;
    for one in states {
        let name = subject(&one.certificate);
        // What the store holds now: it keeps an end that is earlier than the one asked for.
        ui.note(&match (one.state, args.until) {
            (StoreState::Retired { until }, Some(asked)) if until < asked => {
                msg::trust_ends_already(until, name)
            }
            _ if removed == 0 => continue,
            (StoreState::Retired { until }, _) => msg::trust_retired(name, until),
            _ => msg::trust_removed(name),
        });
        said = true;
    }
    if !said {
        ui.note(&msg::trust_nothing_new());
    }
    Ok(Status::Done)
}
