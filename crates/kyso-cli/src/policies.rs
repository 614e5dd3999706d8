//! Policies to judge by: shipped ones by name, others out of files.

use std::path::Path;

use kyso::{Policy, TrustAnchors, file, limits};

use kyso_net::Network;

use crate::args::{EvidenceArgs, SignArgs};
use crate::commands::now;
use crate::error::Failure;
use crate::i18n::{Arg, msg};
use crate::profile_words;
use crate::trust::{self, Trusted};
use crate::ui::Ui;

/// The rules to judge signatures by, with whom the call trusts.
pub(crate) fn to_judge(
    name: Option<&str>,
    trusted: Trusted,
    evidence: &EvidenceArgs,
    ui: &Ui,
) -> Result<Policy, Failure> {
    let policy = load(name, trusted.anchors)?;
    warn_of_empty_domains(&policy, ui);
    let mut policy = policy.with_certificates(trusted.intermediates);
    if evidence.grace > 0 {
        policy = policy.with_grace(evidence.grace);
    }
    if let Some(seconds) = evidence.max_age {
        policy = policy.with_max_evidence_age(seconds);
    }
    Ok(policy)
}

/// The rules by which a signing call judges what stands on a paper already: those of
/// `kyso verify`, out of the same layers.
pub(crate) fn to_judge_signed(
    args: &SignArgs,
    network: &Network,
    ui: &Ui,
) -> Result<Policy, Failure> {
    let layers = args.order.layers.as_deref();
    let trusted = match layers.and_then(|layers| layers.trust.as_ref()) {
        Some((trust, store, domain)) => {
            trust::all(trust, store, domain.trust_domain.as_ref(), now(), network, ui)
        }
        None => trust::all(&args.trust, &args.store, None, now(), network, ui),
    };
    let configured = layers.and_then(|layers| layers.policy.as_deref());
    let asked = args.order.policy.as_deref().or(configured);
    to_judge(asked, trusted?, &args.evidence, ui)
}

/// What a policy that stands in a file widens; nothing where it cannot be read, which whoever
/// judges by it says.
pub(crate) fn widens(name: &str) -> Vec<&'static str> {
    let policy = load(Some(name), TrustAnchors::new()).ok();
    policy.map(|policy| policy.widened().collect()).unwrap_or_default()
}

/// A policy that takes domains in which nobody is trusted can pass nothing.
fn warn_of_empty_domains(policy: &Policy, ui: &Ui) {
    let Some(domains) = policy.trust_domains() else { return };
    let anchors = policy.anchors();
    let mut terms = anchors.certificates().iter().filter_map(|one| anchors.terms_of(one));
    if !terms.any(|terms| terms.domain.as_ref().is_some_and(|domain| domains.contains(domain))) {
        let names: Vec<_> = domains.iter().map(|domain| domain.as_str()).collect();
        ui.warn(&msg::warn_domain_empty(names.join(", "), policy.name()));
    }
}

/// The shipped policy of this name, else the one in this file; `baseline` where none is named.
fn load(name: Option<&str>, anchors: TrustAnchors) -> Result<Policy, Failure> {
    let Some(name) = name else { return Ok(Policy::baseline(anchors)) };
    if let Some(policy) = Policy::preset(name, anchors.clone()) {
        return Ok(policy);
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<_> = Policy::preset_names().collect();
        return Err(Failure::usage(msg::call_rules_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_POLICY_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: Arg| Failure::usage(msg::call_rules_invalid(detail, name));
    let text =
        std::str::from_utf8(&bytes).map_err(|_| invalid(msg::detail_io_not_text().into()))?;
    Policy::from_toml(text, anchors).map_err(|error| invalid(profile_words::policy(&error)))
}
