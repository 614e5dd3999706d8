//! The stages that are alike for every format: time-stamps over the value as proofs of existence →
//! signer → path → revocation, each as of the proven time.

use super::conclude::Refusal;
use super::context::Context;
use super::existence::Control;
use super::path::ChainTrusted;
use super::revocation::{self, NotRevoked};
use super::signer::{self, Acceptable, Signatory};
use super::timestamp::{self, Stamp};
use crate::report::{Finding, RevocationStatus};
use crate::time::Time;
use crate::x509::Certificate;

/// What they gave for one signature.
pub(crate) struct Staged {
    pub(crate) acceptable: Result<Acceptable, Refusal>,
    pub(crate) chain: Result<ChainTrusted, Refusal>,
    pub(crate) not_revoked: Result<NotRevoked, Refusal>,
    pub(crate) revocation: RevocationStatus,
    /// When a time-stamp proves it to have existed.
    pub(crate) proven: Option<Time>,
}

/// Runs them for a signature that existed at `control`.
pub(crate) fn run(
    context: &mut Context<'_>,
    signatory: &Signatory<'_>,
    stamps: &[Stamp<'_>],
    control: Control,
    findings: &mut Vec<Finding>,
) -> Staged {
    let proof = timestamp::of_signature(context, stamps, control, findings);
    let at = proof.control;
    let acceptable = signer::check(signatory, context.policy, findings)
        .and_then(|acceptable| proof.order.map(|()| acceptable));
    let (chain, not_revoked, revocation) = path(context, signatory.certificate, at, findings);
    let proven = at.proven.then_some(at.time);
    Staged { acceptable, chain, not_revoked, revocation, proven }
}

/// A path for a certificate as of `at`, and whether anybody on it was revoked.
pub(crate) fn path(
    context: &mut Context<'_>,
    certificate: &Certificate,
    at: Control,
    findings: &mut Vec<Finding>,
) -> (Result<ChainTrusted, Refusal>, Result<NotRevoked, Refusal>, RevocationStatus) {
    let chain = match context.chain(certificate, at.time, findings) {
        Ok(chain) => chain,
        Err(refusal) => return (Err(refusal), Err(refusal), RevocationStatus::Unknown),
    };
    context.fetch(&chain, at.time, findings);
    let (status, not_revoked) = revocation::check(context, &chain, at.time, at.proven, findings);
    (Ok(chain), not_revoked, status)
}
