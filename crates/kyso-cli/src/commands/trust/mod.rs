//! `kyso trust`: the certificates that this user trusts, with the history of what was decided.

mod add;
mod list;
mod remove;

use kyso::trust::{StoreState, StoredRole};
use kyso::x509::Certificate;

use super::now;
use crate::args::TrustAction;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::{Message, msg, printable};
use crate::render::Lines;
use crate::ui::Ui;

pub(super) fn run(action: &TrustAction, ui: &Ui) -> Result<Status, Failure> {
    match action {
        TrustAction::List(args) => list::run(args, ui),
        TrustAction::Add(args) => add::run(args, ui),
        TrustAction::Remove(args) => remove::run(args, ui),
    }
}

/// Whose a certificate is, in a line.
fn subject(certificate: &Certificate) -> String {
    printable(&certificate.subject().to_string())
}

/// What a certificate says of itself.
fn describe(certificate: &Certificate, lines: &mut Lines<'_>, ui: &Ui) {
    if !certificate.is_self_issued() {
        lines.add(&msg::label_issuer(), printable(&certificate.issuer().to_string()));
    }
    let (from, to) = (certificate.not_before(), certificate.not_after());
    let validity = match now() {
        now if now > to => msg::validity_over(from, to),
        now if now < from => msg::validity_yet_to_come(from, to),
        _ => msg::validity(from, to),
    };
    lines.add(&msg::label_validity(), ui.text(&validity));
    let fingerprint = kyso::trust::Fingerprint::of(certificate);
    lines.add(&msg::label_fingerprint(), fingerprint.to_string());
}

fn role(role: StoredRole) -> Message {
    match role {
        StoredRole::Anchor => msg::trust_role_anchor(),
        StoredRole::Intermediate => msg::trust_role_intermediate(),
    }
}

/// How a certificate stands in the store.
fn state(role_of: StoredRole, state: StoreState) -> Message {
    match state {
        StoreState::Trusted => role(role_of),
        StoreState::Retired { until } => msg::trust_state_retired(until),
        StoreState::Removed => msg::trust_state_removed(),
    }
}
