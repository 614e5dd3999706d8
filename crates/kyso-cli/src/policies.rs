//! Policies to judge by: shipped ones by name, others out of files.

use std::path::Path;

use kyso::{Policy, TrustAnchors, file, limits};

use crate::args::EvidenceArgs;
use crate::error::Failure;
use crate::i18n::{Arg, msg};
use crate::profile_words;
use crate::trust::Trusted;
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
