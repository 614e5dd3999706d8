//! Path and revocation together: where a path holds and one of its authorities was revoked, or
//! cannot be shown good, another path may do (EN 319 102-1 §5.2.6.4: choose another chain).

use super::conclude::Refusal;
use super::context::Context;
use super::existence::Control;
use super::path::ChainTrusted;
use super::revocation::{self, NotRevoked};
use crate::limits::MAX_PATHS_JUDGED;
use crate::policy::PathUse;
use crate::report::{Finding, RevocationStatus, SubIndication};
use crate::revocation::Freshness;
use crate::time::Time;
use crate::x509::Certificate;

/// What the two stages gave.
pub(crate) struct Certified {
    pub(crate) chain: Result<ChainTrusted, Refusal>,
    pub(crate) not_revoked: Result<NotRevoked, Refusal>,
    pub(crate) revocation: RevocationStatus,
}

impl Certified {
    fn refused(refusal: Refusal) -> Self {
        let revocation = RevocationStatus::Unknown;
        Self { chain: Err(refusal), not_revoked: Err(refusal), revocation }
    }

    /// Whether another path could say better: not where it is the signer that was revoked.
    fn is_final(&self) -> bool {
        let signer = [
            Refusal::Indeterminate(SubIndication::RevokedNoPoe),
            Refusal::Failed(SubIndication::Revoked),
        ];
        self.not_revoked.as_ref().err().is_none_or(|refusal| signer.contains(refusal))
    }
}

/// Whose path is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) used: PathUse,
    /// The time at which the path must hold, where that is not the control time: one that is
    /// claimed and that a widened policy believes.
    pub(crate) believed: Option<Time>,
}

impl<'a> Wanted<'a> {
    /// As of the control time.
    pub(crate) fn new(certificate: &'a Certificate, used: PathUse) -> Self {
        Self { certificate, used, believed: None }
    }

    /// As of when revocation is judged: never as of a time that is merely claimed, or whoever
    /// claims one from before a revocation brings the evidence of that time along. What expired
    /// since then must have been good to its end.
    fn control(&self, chain: &ChainTrusted, control: Control) -> Control {
        let below = chain.path().split_last().map_or(&[][..], |(_, below)| below);
        match self.believed.and_then(|_| below.iter().map(Certificate::not_after).min()) {
            Some(end) => Control { time: control.time.min(end), ..control },
            None => control,
        }
    }
}

/// Judges a certificate as of `control`: by the first path of which nothing is revoked, else by
/// the first that holds. `freshness` is for evidence about the certificate itself.
pub(crate) fn certify(
    context: &mut Context<'_>,
    wanted: Wanted<'_>,
    control: Control,
    freshness: Freshness,
    findings: &mut Vec<Finding>,
) -> Certified {
    let mut first: Option<(Certified, Vec<Finding>)> = None;
    let mut refused = Vec::new();
    for _ in 0..MAX_PATHS_JUDGED {
        let mut own = Vec::new();
        let (certificate, used) = (wanted.certificate, wanted.used);
        let time = wanted.believed.unwrap_or(control.time);
        let chain = match context.chain(certificate, used, time, &refused, &mut own) {
            Ok(chain) => chain,
            Err(refusal) => {
                first.get_or_insert((Certified::refused(refusal), own));
                break;
            }
        };
        let control = wanted.control(&chain, control);
        context.fetch(&chain, control.time, freshness, &mut own);
        let (revocation, not_revoked) =
            revocation::check(context, &chain, control, freshness, &mut own);
        refused.push(chain.path().to_vec());
        let judged = Certified { chain: Ok(chain), not_revoked, revocation };
        if judged.not_revoked.is_ok() {
            first = Some((judged, own));
            break;
        }
        let done = judged.is_final();
        first.get_or_insert((judged, own));
        if done {
            break;
        }
    }
    let Some((judged, own)) = first else {
        return Certified::refused(Refusal::Indeterminate(SubIndication::Generic));
    };
    findings.extend(own);
    judged
}
