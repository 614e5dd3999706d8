//! The stages that are alike for every format: time-stamps over the value as proofs of existence →
//! signer → path → revocation, each as of the proven time.

use super::certified::{self, Certified};
use super::conclude::Refusal;
use super::context::Context;
use super::existence::Control;
use super::path::ChainTrusted;
use super::revocation::NotRevoked;
use super::signer::{self, Acceptable, Signatory};
use super::timestamp::{self, Stamp};
use crate::policy::{PathUse, Policy};
use crate::report::{Finding, RevocationStatus, SubIndication};
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

/// As of when certificates and algorithms are judged: where nothing proves a time, and the policy
/// was widened so, at the time that the signer claims, unless that is yet to come.
fn as_claimed(control: Control, signatory: &Signatory<'_>, policy: &Policy) -> Control {
    match signatory.claimed {
        Some(time) if policy.dangerous.claimed_time && !control.proven && time < control.time => {
            Control { time, proven: false }
        }
        _ => control,
    }
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
    let at = as_claimed(proof.control, signatory, context.policy);
    let acceptable = signer::check(signatory, context.policy, at.time, findings)
        .and_then(|acceptable| proof.order.map(|()| acceptable))
        .and_then(|acceptable| match context.policy.rules.proven_time && !at.proven {
            true => Err(Refusal::Indeterminate(SubIndication::NoPoe)),
            false => Ok(acceptable),
        });
    if context.policy.rules.proven_time && !at.proven {
        signer::unmet("proven-time", findings);
    }
    let freshness = context.policy.freshness_of_signer(at.proven);
    let certified = certified::certify(
        context,
        (signatory.certificate, PathUse::Signer),
        at,
        freshness,
        findings,
    );
    let Certified { chain, not_revoked, revocation } = certified;
    let proven = proof.control.proven.then_some(proof.control.time);
    Staged { acceptable, chain, not_revoked, revocation, proven }
}
