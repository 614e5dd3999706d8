//! A signer's certificate judged outside of its validity: what more can be said than that nothing
//! proves the signature to be of a better time (EN 319 102-1 §5.5.4, §5.2.6.4).

use super::certified::Certified;
use super::conclude::Refusal;
use super::context::Context;
use super::existence::{CLOCK_SKEW, Control};
use super::revocation;
use crate::report::{RevocationStatus, SubIndication};
use crate::revocation::Freshness;
use crate::x509::Certificate;

/// Says it where it can be said. A verdict never gets better by it.
pub(super) fn refine(
    context: &mut Context<'_>,
    certificate: &Certificate,
    control: Control,
    freshness: Freshness,
    certified: Certified,
) -> Certified {
    let doubt = Refusal::Indeterminate(SubIndication::OutOfBoundsNoPoe);
    if certified.chain.as_ref().err() != Some(&doubt) {
        return certified;
    }
    if control.proven && control.time.plus(CLOCK_SKEW) < certificate.not_before() {
        // It existed before anybody could have been bound to the key.
        let refusal = Refusal::Failed(SubIndication::NotYetValid);
        return Certified { chain: Err(refusal), not_revoked: Err(refusal), ..certified };
    }
    if control.is_after(certificate.not_after()) {
        // A content time-stamp in it is of a time when the certificate was over (EN 319 102-1
        // §5.3.4).
        let refusal = Refusal::Failed(SubIndication::Expired);
        return Certified { chain: Err(refusal), not_revoked: Err(refusal), ..certified };
    }
    if control.time > certificate.not_after() && was_good(context, certificate, freshness) {
        let refusal = Refusal::Indeterminate(SubIndication::OutOfBoundsNotRevoked);
        return Certified { chain: Err(refusal), not_revoked: Err(refusal), ..certified };
    }
    certified
}

/// Whether evidence at hand shows it good up to its end, on a path that held then.
fn was_good(context: &mut Context<'_>, certificate: &Certificate, freshness: Freshness) -> bool {
    let end = Control::new(certificate.not_after(), false);
    let Ok(chain) = context.path_to(certificate, end.time) else { return false };
    let (status, result) =
        revocation::check(context, &chain, end, freshness.without_grace(), &mut Vec::new());
    status == RevocationStatus::Good && result.is_ok()
}
