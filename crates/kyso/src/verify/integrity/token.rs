//! Integrity of a time-stamp token: it stamps what it must, and its own signature holds.

use super::super::conclude::Refusal;
use super::Intact;
use crate::crypto::{Digest, VerifyFault};
use crate::report::{Code, Finding, SubIndication};
use crate::timestamp::{TimestampToken, TokenChecked, TokenFault};
use crate::x509::Certificate;

/// Checks a time-stamp token by itself: it stamps `imprint`, and its signature holds under a
/// certificate, from inside or from `pool`, that is for time-stamps.
pub(crate) fn check_token(
    token: &TimestampToken,
    imprint: &Digest,
    pool: &[Certificate],
    findings: &mut Vec<Finding>,
) -> Result<(Intact, TokenChecked), Refusal> {
    token.check(imprint, pool).map(|checked| (Intact(()), checked)).map_err(|fault| {
        let (code, refusal) = weigh(&fault);
        let finding = match refusal {
            Refusal::Failed(_) => Finding::error(code),
            Refusal::Indeterminate(_) => Finding::warning(code),
        };
        findings.push(finding.with("fault", fault.to_string()));
        refusal
    })
}

fn weigh(fault: &TokenFault) -> (Code, Refusal) {
    use Refusal::{Failed, Indeterminate};
    match fault {
        TokenFault::Imprint { .. } => (Code::DigestMismatch, Failed(SubIndication::HashFailure)),
        TokenFault::Algorithm(_) | TokenFault::Signature(VerifyFault::Unsupported { .. }) => {
            (Code::TimestampInvalid, Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe))
        }
        TokenFault::MessageDigest | TokenFault::Signature(_) => {
            (Code::SignatureMismatch, Failed(SubIndication::SigCryptoFailure))
        }
        TokenFault::NoCertificate => (
            Code::SignerCertificateMissing,
            Indeterminate(SubIndication::NoSigningCertificateFound),
        ),
        TokenFault::SigningCertificate(_) => {
            (Code::SigningCertificateMismatch, Failed(SubIndication::NoSigningCertificateFound))
        }
        TokenFault::KeyPurpose { .. } => {
            (Code::TimestampInvalid, Failed(SubIndication::ChainConstraintsFailure))
        }
        TokenFault::CertificateNotValid { .. } => {
            (Code::TimestampInvalid, Indeterminate(SubIndication::OutOfBoundsNoPoe))
        }
        TokenFault::CriticalExtension { .. } => {
            (Code::TimestampInvalid, Indeterminate(SubIndication::Generic))
        }
        _ => (Code::TimestampInvalid, Failed(SubIndication::FormatFailure)),
    }
}
