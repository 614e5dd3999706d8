//! `kyso trust add`: shows what is about to be trusted, and trusts it once that is confirmed.

use std::io::{self, IsTerminal};

use kyso::trust::{Addition, Fingerprint, StoreEvent, StoreState, StoredRole, TrustStore};
use kyso::x509::{Certificate, CertificateError};
use kyso::{Time, limits};

use super::{describe, now, role, state as state_of, subject};
use crate::args::TrustAddArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::{Message, msg, printable};
use crate::inputs::Input;
use crate::render::Lines;
use crate::store;
use crate::ui::Ui;

pub(super) fn run(args: &TrustAddArgs, ui: &Ui) -> Result<Status, Failure> {
    let mut store = store::open(&args.folder)?;
    let additions = read(args)?;
    let asks = !args.yes && args.fingerprint.is_empty();
    if asks || !ui.quiet {
        additions.iter().for_each(|addition| show(addition, ui));
    }
    let withdrawn = withdrawn(&store, &additions);
    for (subject, at, reason) in &withdrawn {
        ui.warn(&msg::warn_trust_again(reason, subject, *at));
    }
    changed(&store, &additions).iter().for_each(|message| ui.warn(message));
    confirm(args, &additions, !withdrawn.is_empty(), ui)?;
    let domain = args.domain.as_str();
    match store.add(&additions, now()).map_err(|error| store::failure(&error))? {
        0 => ui.note(&msg::trust_nothing_new()),
        count => ui.note(&msg::trust_added(count, domain, store.folder())),
    }
    Ok(Status::Done)
}

/// The certificates of the files, each once, with what they are to be used for.
fn read(args: &TrustAddArgs) -> Result<Vec<Addition>, Failure> {
    let mut additions: Vec<Addition> = Vec::new();
    for path in &args.inputs {
        let input = Input::from_path(path);
        let name = input.name();
        let found = Certificate::from_pem_or_der(&input.read(limits::MAX_KEY_FILE_BYTES)?);
        let found = found.map_err(|error| match error {
            CertificateError::NoCertificate => Failure::io(msg::error_no_anchor(path.as_path())),
            other => Failure::core(other, &name),
        })?;
        for certificate in found {
            let role = role_of(&certificate, args.as_anchor);
            let role = role.ok_or_else(|| {
                Failure::io(msg::error_not_an_authority(&name, subject(&certificate)))
            })?;
            if !additions.iter().any(|known| known.certificate == certificate) {
                let (domain, until) = (args.domain.clone(), args.until);
                additions.push(Addition { certificate, role, domain, until });
            }
        }
    }
    Ok(additions)
}

/// A root is an anchor; a CA under another one helps to build paths and is trusted only on
/// request, as is a certificate that is no CA's.
fn role_of(certificate: &Certificate, as_anchor: bool) -> Option<StoredRole> {
    let is_ca = matches!(certificate.basic_constraints(), Ok(Some(found)) if found.ca);
    let is_root = certificate.is_self_issued() && certificate.verify_signed_by(certificate).is_ok();
    match (is_ca, is_root) {
        _ if as_anchor => Some(StoredRole::Anchor),
        (true, true) => Some(StoredRole::Anchor),
        (true, false) => Some(StoredRole::Intermediate),
        (false, _) => None,
    }
}

fn show(addition: &Addition, ui: &Ui) {
    let mut lines = Lines::new(ui, 2);
    lines.add(&msg::label_domain(), addition.domain.as_str());
    let state = addition.until.map_or(StoreState::Trusted, |until| StoreState::Retired { until });
    lines.add(&msg::label_use(), ui.text(&state_of(addition.role, state)));
    describe(&addition.certificate, &mut lines, ui);
    ui.show(&format!("{}\n{}", subject(&addition.certificate), lines.finish()));
}

/// What adding changes of decisions that hold now: the domain, the end, the use.
fn changed(store: &TrustStore, additions: &[Addition]) -> Vec<Message> {
    let mut found = Vec::new();
    for addition in additions {
        let of = Fingerprint::of(&addition.certificate);
        let stored = store.certificates().iter().find(|one| one.fingerprint == of);
        let Some(stored) = stored.filter(|one| one.state != StoreState::Removed) else { continue };
        let subject = || subject(&addition.certificate);
        if stored.domain != addition.domain {
            let (from, to) = (stored.domain.as_str(), addition.domain.as_str());
            found.push(msg::warn_trust_moved(from, subject(), to));
        }
        if stored.role != addition.role {
            let (from, to) = (role(stored.role), role(addition.role));
            found.push(msg::warn_trust_role(from, subject(), to));
        }
        let until = match stored.state {
            StoreState::Retired { until } => Some(until),
            _ => None,
        };
        match (until, addition.until) {
            (Some(from), None) => found.push(msg::warn_trust_endless(from, subject())),
            (Some(from), Some(to)) if from != to => {
                found.push(msg::warn_trust_end_moved(from, subject(), to));
            }
            (None, Some(to)) => found.push(msg::warn_trust_end_set(subject(), to)),
            _ => {}
        }
    }
    found
}

/// Those from which trust was withdrawn before: whose, when, and why, where that was said.
fn withdrawn(store: &TrustStore, additions: &[Addition]) -> Vec<(String, Time, String)> {
    let mut found = Vec::new();
    for addition in additions {
        let of = Fingerprint::of(&addition.certificate);
        let stored = store.certificates().iter().find(|one| one.fingerprint == of);
        let Some(at) = stored.and_then(|stored| stored.withdrawn) else { continue };
        let reasons = store.history().iter().rev().find_map(|event| match event {
            StoreEvent::Remove { reason, certificates, .. } => {
                certificates.iter().any(|one| one.sha256 == of).then(|| reason.clone())
            }
            _ => None,
        });
        let reason = reasons.flatten().map(|reason| format!(" ({})", printable(&reason)));
        let reason = reason.unwrap_or_default();
        found.push((subject(&addition.certificate), at, reason));
    }
    found
}

/// Asks whether the fingerprints are those that the authority publishes, unless the call says so;
/// and whether what was withdrawn is to be trusted `again`.
fn confirm(
    args: &TrustAddArgs,
    additions: &[Addition],
    again: bool,
    ui: &Ui,
) -> Result<(), Failure> {
    let anchors = additions.iter().filter(|one| one.role == StoredRole::Anchor);
    let anchors: Vec<Fingerprint> = anchors.map(|one| Fingerprint::of(&one.certificate)).collect();
    if !args.fingerprint.is_empty() {
        let all: Vec<_> = additions.iter().map(|one| Fingerprint::of(&one.certificate)).collect();
        let other = anchors.iter().find(|one| !args.fingerprint.contains(one));
        if let Some(other) = other {
            return Err(Failure::io(msg::error_fingerprint_other(other.to_string())));
        }
        let absent = args.fingerprint.iter().find(|one| !all.contains(one));
        if let Some(absent) = absent {
            return Err(Failure::io(msg::error_fingerprint_absent(absent.to_string())));
        }
        return Ok(());
    }
    // What helps to build paths and nothing more needs nobody's word, unless it was withdrawn.
    if args.yes || (anchors.is_empty() && !again) {
        return Ok(());
    }
    let reads_stdin = args.inputs.iter().any(|path| path.as_os_str() == "-");
    if reads_stdin || !io::stdin().is_terminal() {
        return Err(Failure::usage(msg::call_trust_unconfirmed()));
    }
    ui.ask(&if again { msg::prompt_trust_again() } else { msg::prompt_trust(anchors.len()) });
    let mut answer = String::new();
    // What cannot be read is no consent.
    let _ = io::stdin().read_line(&mut answer);
    let consents = ["y", "yes", "c", "có", "co"];
    if consents.contains(&answer.trim().to_lowercase().as_str()) {
        Ok(())
    } else {
        Err(Failure::usage(msg::call_trust_declined()))
    }
}
