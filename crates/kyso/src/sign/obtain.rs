//! Obtains a time-stamp from somebody whom the caller trusts.

use super::SignError;
use crate::crypto::Digest;
use crate::policy::{PathUse, Policy};
use crate::revocation::Evidence;
use crate::timestamp::{self, TimestampAuthority, TimestampError, TimestampToken};
use crate::trust::TrustAnchors;
use crate::verify::{PathChecks, PathRule, validate_path};

/// Asks for a time-stamp over `imprint`, and whether a path leads from its authority to one of
/// `trust`; whoever made it will do where the caller does not say.
pub(crate) fn obtain(
    tsa: &dyn TimestampAuthority,
    imprint: &Digest,
    trust: Option<&TrustAnchors>,
    evidence: &Evidence,
) -> Result<TimestampToken, SignError> {
    let token = timestamp::obtain(tsa, imprint)?;
    let Some(trust) = trust else { return Ok(token) };
    let mut pool = token.certificates().to_vec();
    pool.extend_from_slice(&evidence.certificates);
    let policy = Policy::baseline(trust.clone());
    let service = || tsa.name().to_owned();
    let invalid = |fault| TimestampError { service: service(), fault, others: Vec::new() };
    let checked = token.check(imprint, &[]).map_err(|fault| invalid(fault.into()))?;
    let certificate = checked.certificate();
    let checks = PathChecks::default();
    let rule = PathRule { policy: &policy, used: PathUse::Timestamp };
    validate_path(certificate, &pool, rule, checked.time(), &checks, &[]).map_err(|_| {
        let subject = certificate.subject().to_string();
        SignError::TimestampUntrusted { service: service(), subject }
    })?;
    Ok(token)
}
