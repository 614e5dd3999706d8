//! The stages that are alike for every format: time-stamps over the value as proofs of existence →
//! signer → path → revocation, each as of the proven time.

use super::bounds;
use super::certified::{self, Certified};
use super::conclude::Refusal;
use super::context::Context;
use super::existence::Control;
use super::path::ChainTrusted;
use super::revocation::NotRevoked;
use super::signer::{self, Acceptable, Signatory};
use super::timestamp::{self, Stamp};
use crate::report::{Finding, RevocationStatus};
use crate::time::Time;

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
    let acceptable = signer::check(signatory, context.policy, at.time, findings)
        .and_then(|acceptable| proof.order.map(|()| acceptable));
    let freshness = context.policy.freshness_of_signer(at.proven);
    let certified = certified::certify(context, signatory.certificate, at, freshness, findings);
    let certified = bounds::refine(context, signatory.certificate, at, freshness, certified);
    let Certified { chain, not_revoked, revocation } = certified;
    let proven = at.proven.then_some(at.time);
    Staged { acceptable, chain, not_revoked, revocation, proven }
}
