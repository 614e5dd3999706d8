//! Signer stage: the certificate is the one that was signed for, may sign documents, and neither
//! its key nor the signature's algorithms are too weak for the time judged.

use super::conclude::Refusal;
use super::quirks;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::policy::{Policy, may_sign_documents};
use crate::report::{Code, Fact, Finding, SubIndication};
use crate::time::Time;
use crate::timestamp::TokenChecked;
use crate::x509::Certificate;

/// The proof that the signer's certificate and algorithms may stand under a document. Made in
/// this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptable(());

/// What a signature says of its signer and its algorithms, whatever its format.
pub(crate) struct Signatory<'a> {
    pub(crate) certificate: &'a Certificate,
    /// Whether what was signed names this certificate.
    pub(crate) binding: Result<(), Unbound>,
    /// The hashes of what is covered.
    pub(crate) content: Vec<DigestAlgorithm>,
    pub(crate) signature: SignatureAlgorithm,
}

/// Why a signature is not bound to its certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unbound {
    /// Nothing that was signed names a certificate, and the format has no place for it.
    Impossible,
    /// Nothing that was signed names a certificate, and the format does not ask for it.
    Absent,
    /// The same, where the format asks for it.
    Missing,
    /// Another certificate is named.
    Other,
}

/// Judges the signer of a signature that was read, as of `time`.
pub(crate) fn check(
    signatory: &Signatory<'_>,
    policy: &Policy,
    time: Time,
    findings: &mut Vec<Finding>,
) -> Result<Acceptable, Refusal> {
    quirks::weak_digests(&signatory.content, signatory.signature, findings);
    let results = [
        binding(signatory.binding, policy, findings),
        usage(signatory.certificate, findings),
        algorithms(signatory, policy, time, findings),
    ];
    let rank = |refusal: &Refusal| u8::from(matches!(refusal, Refusal::Indeterminate(_)));
    match results.into_iter().filter_map(Result::err).min_by_key(rank) {
        Some(refusal) => Err(refusal),
        None => Ok(Acceptable(())),
    }
}

/// What was signed names this certificate.
fn binding(
    bound: Result<(), Unbound>,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    match bound {
        Ok(()) => Ok(()),
        Err(Unbound::Impossible) => {
            // XML Signature without XAdES: the path decides, as for every peer.
            findings.push(Finding::warning(Code::SigningCertificateMissing));
            Ok(())
        }
        Err(Unbound::Absent) => {
            // Forms older than AdES ask for none, so it is a gap rather than a fault.
            findings.push(Finding::warning(Code::SigningCertificateMissing));
            if policy.dangerous.missing_signing_certificate {
                Ok(())
            } else {
                Err(Refusal::Indeterminate(SubIndication::SigConstraintsFailure))
            }
        }
        Err(Unbound::Missing) => {
            findings.push(Finding::error(Code::SigningCertificateMissing));
            Err(Refusal::Failed(SubIndication::FormatFailure))
        }
        Err(Unbound::Other) => {
            findings.push(Finding::error(Code::SigningCertificateMismatch));
            Err(Refusal::Failed(SubIndication::NoSigningCertificateFound))
        }
    }
}

/// The certificate may sign documents.
fn usage(certificate: &Certificate, findings: &mut Vec<Finding>) -> Result<(), Refusal> {
    may_sign_documents(certificate).map_err(|extension| {
        findings.push(Finding::error(Code::KeyUsageForbidsSigning).with("extension", extension));
        Refusal::Failed(SubIndication::ChainConstraintsFailure)
    })
}

/// Judges the algorithms of a time-stamp; its binding and the purpose of its key are part of the
/// token's own check.
pub(crate) fn check_token(
    checked: &TokenChecked,
    imprint: DigestAlgorithm,
    policy: &Policy,
    time: Time,
    findings: &mut Vec<Finding>,
) -> Result<Acceptable, Refusal> {
    let used = Used {
        content: &[imprint, checked.digest_algorithm()],
        signature: checked.signature_algorithm(),
        certificate: checked.certificate(),
    };
    used.judge(policy, time, findings).map(|()| Acceptable(()))
}

fn algorithms(
    signatory: &Signatory<'_>,
    policy: &Policy,
    time: Time,
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    let used = Used {
        content: &signatory.content,
        signature: signatory.signature,
        certificate: signatory.certificate,
    };
    used.judge(policy, time, findings)
}

/// The algorithms under a signature.
struct Used<'a> {
    content: &'a [DigestAlgorithm],
    signature: SignatureAlgorithm,
    certificate: &'a Certificate,
}

impl Used<'_> {
    /// By the policy, as of the time that is proven, else now; age alone leaves the verdict open.
    fn judge(
        &self,
        policy: &Policy,
        time: Time,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Refusal> {
        let mut weak: Vec<(Fact, &'static str)> = Vec::new();
        let content = self.content.iter().find(|digest| !policy.accepts_digest(**digest, time));
        weak.extend(content.map(|digest| (digest.name().into(), "document")));
        if !policy.accepts_signature(self.signature, time) {
            weak.push((self.signature.name().into(), "signature"));
        }
        if let Ok(key) = self.certificate.key_kind()
            && !policy.accepts_key(key, time)
        {
            weak.push((key.to_string().into(), "key"));
        }
        if weak.is_empty() {
            return Ok(());
        }
        findings.extend(weak.into_iter().map(|(algorithm, place)| {
            Finding::warning(Code::AlgorithmTooWeak)
                .with("algorithm", algorithm)
                .with("where", place)
        }));
        Err(Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe))
    }
}
