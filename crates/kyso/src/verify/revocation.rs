//! Revocation stage: is every certificate of the path shown good at the time judged?

use super::path::ChainTrusted;
use crate::report::{Code, Finding, RevocationStatus, SubIndication};

/// The proof that no certificate of the path was revoked, as far as its CA publishes that at all.
/// Made in this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotRevoked(());

/// What the stage found.
pub(crate) struct Outcome {
    pub(crate) status: RevocationStatus,
    pub(crate) findings: Vec<Finding>,
    pub(crate) proof: Result<NotRevoked, SubIndication>,
}

/// Checks each certificate of the path but the anchor, which only the caller can revoke.
///
/// A certificate that names no source passes with a warning; one that names a source needs
/// evidence, and without it the answer is `TRY_LATER`, never a silent pass.
pub(crate) fn check(chain: &ChainTrusted) -> Outcome {
    let path = chain.path();
    let judged = path.get(..path.len().saturating_sub(1)).unwrap_or_default();
    let mut findings = Vec::new();
    let mut unchecked = false;
    for certificate in judged {
        let published = certificate.names_revocation_source();
        let code =
            if published { Code::RevocationNotChecked } else { Code::RevocationNotPublished };
        unchecked |= published;
        findings.push(Finding::warning(code).with("subject", certificate.subject().to_string()));
    }
    let proof = if unchecked { Err(SubIndication::TryLater) } else { Ok(NotRevoked(())) };
    Outcome { status: RevocationStatus::Unknown, findings, proof }
}
