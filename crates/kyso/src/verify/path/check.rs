//! The rules of RFC 5280 §6.1 for one path whose signatures hold already.

use super::PathFault;
use crate::algorithm::SignatureAlgorithm;
use crate::crypto::KeyKind;
use crate::policy::{Policy, has_other_purpose};
use crate::report::{Code, Finding, SubIndication};
use crate::time::Time;
use crate::x509::{Certificate, ExtensionFault};

/// Checks a path, signer first, anchor last. The anchor itself is judged only where it acts as an
/// issuer: it is trusted by the caller's word, whatever its dates (RFC 5280 §6.1.1 d).
pub(super) fn path(path: &[Certificate], policy: &Policy, time: Time) -> Result<(), PathFault> {
    for (position, certificate) in path.iter().enumerate() {
        let is_anchor = position + 1 == path.len();
        if !is_anchor {
            algorithms(certificate, policy)?;
            extensions(certificate)?;
        }
        if certificate.has_name_constraints() {
            return Err(violated(certificate, "name-constraints-not-processed"));
        }
        if position > 0 {
            issuer(certificate, is_anchor, intermediates_below(&path[..position]))?;
            key(certificate, policy)?;
        }
    }
    // Dates last: a path that breaks a rule is no path at any time.
    let judged = if path.len() > 1 { &path[..path.len() - 1] } else { path };
    judged.iter().try_for_each(|certificate| validity(certificate, time))
}

/// Certificates under an issuer that count against its path length: not the last one of the
/// path, and not the self-issued ones (RFC 5280 §4.2.1.9).
fn intermediates_below(below: &[Certificate]) -> usize {
    below.iter().skip(1).filter(|certificate| !certificate.is_self_issued()).count()
}

fn violated(certificate: &Certificate, fault: &'static str) -> PathFault {
    let finding = Finding::warning(Code::PathConstraintViolated)
        .with("subject", certificate.subject().to_string())
        .with("fault", fault);
    PathFault::new(SubIndication::CertificateChainGeneralFailure, finding)
}

fn issuer(
    certificate: &Certificate,
    is_anchor: bool,
    intermediates: usize,
) -> Result<(), PathFault> {
    let malformed = |_: ExtensionFault| violated(certificate, "extension-malformed");
    match certificate.basic_constraints().map_err(malformed)? {
        Some(constraints) if !constraints.ca => return Err(violated(certificate, "not-a-ca")),
        Some(constraints) => {
            let allowed = constraints.path_len.map_or(usize::MAX, usize::from);
            if intermediates > allowed {
                return Err(violated(certificate, "path-length-exceeded"));
            }
        }
        // Roots of version 1 exist, and only the caller's word can make one an issuer (RFC 5280
        // §6.1.4 k).
        None if is_anchor && certificate.version() < 3 => {}
        None => return Err(violated(certificate, "not-a-ca")),
    }
    if has_other_purpose(certificate) {
        return Err(violated(certificate, "extended-key-usage"));
    }
    match certificate.key_usage().map_err(malformed)? {
        Some(usage) if !usage.key_cert_sign() => {
            Err(violated(certificate, "key-usage-forbids-certificates"))
        }
        _ => Ok(()),
    }
}

/// Until name constraints and policies are processed, a path that depends on them does not hold.
fn extensions(certificate: &Certificate) -> Result<(), PathFault> {
    if certificate.has_policy_constraints() {
        return Err(violated(certificate, "policy-constraints-not-processed"));
    }
    if !certificate.critical_unknown().is_empty() {
        return Err(violated(certificate, "critical-extension-unknown"));
    }
    Ok(())
}

fn algorithms(certificate: &Certificate, policy: &Policy) -> Result<(), PathFault> {
    match certificate.signature_algorithm() {
        Ok(algorithm) if !policy.accepts_digest(algorithm.digest()) => {
            Err(too_weak(certificate, algorithm.name()))
        }
        Ok(SignatureAlgorithm::RsaPss { mgf_digest, .. }) if !policy.accepts_digest(mgf_digest) => {
            Err(too_weak(certificate, mgf_digest.name()))
        }
        _ => Ok(()),
    }
}

fn key(certificate: &Certificate, policy: &Policy) -> Result<(), PathFault> {
    match certificate.key_kind() {
        Ok(KeyKind::Rsa { bits }) if bits < policy.min_rsa_bits => {
            Err(too_weak(certificate, format!("rsa-{bits}")))
        }
        _ => Ok(()),
    }
}

fn too_weak(certificate: &Certificate, algorithm: impl Into<crate::report::Fact>) -> PathFault {
    let finding = Finding::warning(Code::AlgorithmTooWeak)
        .with("algorithm", algorithm)
        .with("where", certificate.subject().to_string());
    PathFault::new(SubIndication::CryptoConstraintsFailureNoPoe, finding)
}

fn validity(certificate: &Certificate, time: Time) -> Result<(), PathFault> {
    let subject = certificate.subject().to_string();
    let finding = if time > certificate.not_after() {
        Finding::warning(Code::CertificateExpired).with("not-after", certificate.not_after())
    } else if time < certificate.not_before() {
        Finding::warning(Code::CertificateNotYetValid).with("not-before", certificate.not_before())
    } else {
        return Ok(());
    };
    let finding = finding.with("subject", subject).with("time", time);
    Err(PathFault::new(SubIndication::OutOfBoundsNoPoe, finding))
}
