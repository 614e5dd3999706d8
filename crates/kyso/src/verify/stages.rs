//! The stages that are alike for every format: time-stamps over the value as proofs of existence →
//! signer → path → revocation, each as of the proven time.

use super::bounds;
use super::certified::{self, Certified, Wanted};
use super::conclude::Refusal;
use super::context::Context;
use super::existence::Control;
use super::path::ChainTrusted;
use super::revocation::NotRevoked;
use super::signer::{self, Acceptable, Signatory};
use super::timestamp::{self, Stamp};
use crate::policy::{PathUse, Policy};
use crate::report::{Finding, RevocationStatus, StampReport, SubIndication};
use crate::time::Time;

/// What they gave for one signature.
pub(crate) struct Staged {
    pub(crate) acceptable: Result<Acceptable, Refusal>,
    pub(crate) chain: Result<ChainTrusted, Refusal>,
    pub(crate) not_revoked: Result<NotRevoked, Refusal>,
    pub(crate) revocation: RevocationStatus,
    /// When a time-stamp proves it to have existed.
    pub(crate) proven: Option<Time>,
    /// The time-stamps that can be read.
    pub(crate) stamps: Vec<StampReport>,
}

/// The time that the signer claims, where nothing proves one and the policy was widened to believe
/// it, unless it is yet to come or a content time-stamp shows it to be false.
fn believed(control: Control, signatory: &Signatory<'_>, policy: &Policy) -> Option<Time> {
    let asked = policy.dangerous.claimed_time && !control.proven;
    let claimed = signatory.claimed.filter(|time| asked && *time < control.time);
    claimed.filter(|time| !control.is_after(*time))
}

/// The time-stamps in a signature.
pub(crate) struct Stamps<'s> {
    /// Over its value: it existed then.
    pub(crate) value: &'s [Stamp<'s>],
    /// Signed by it, over its content: it was made after them.
    pub(crate) content: &'s [Stamp<'s>],
}

/// Runs them for a signature that existed at `control`.
pub(crate) fn run(
    context: &mut Context<'_>,
    signatory: &Signatory<'_>,
    stamps: &Stamps<'_>,
    control: Control,
    findings: &mut Vec<Finding>,
) -> Staged {
    let proof = timestamp::of_signature(context, stamps.value, control, findings);
    let before = timestamp::of_content(context, stamps.content, proof.control, findings);
    let at = before.control;
    let believed = believed(at, signatory, context.policy);
    let time = believed.unwrap_or(at.time);
    let judged = Control { time, ..at };
    let acceptable = signer::check(signatory, context.policy, judged, findings)
        .and_then(|acceptable| proof.order.and(before.order).map(|()| acceptable))
        .and_then(|acceptable| match context.policy.rules.proven_time && !at.proven {
            true => Err(Refusal::Indeterminate(SubIndication::NoPoe)),
            false => Ok(acceptable),
        });
    if context.policy.rules.proven_time && !at.proven {
        signer::unmet("proven-time", findings);
    }
    let freshness = context.policy.freshness_of_signer(at.proven);
    let wanted = Wanted { believed, ..Wanted::new(signatory.certificate, PathUse::Signer) };
    let certified = certified::certify(context, wanted, at, freshness, findings);
    let certified = bounds::refine(context, signatory.certificate, at, freshness, certified);
    let Certified { chain, not_revoked, revocation } = certified;
    let proven = at.proven.then_some(at.time);
    let stamps = [before.stamps, proof.stamps].concat();
    Staged { acceptable, chain, not_revoked, revocation, proven, stamps }
}
