//! Signer stage: the certificate is the one that was signed for, may sign documents, and neither
//! its key nor the signature's algorithms are too weak for the time judged.

use super::conclude::Refusal;
use super::existence::Control;
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
    /// When it says that it was made.
    pub(crate) claimed: Option<Time>,
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

/// Judges the signer of a signature that was read, as of `control`.
pub(crate) fn check(
    signatory: &Signatory<'_>,
    policy: &Policy,
    control: Control,
    findings: &mut Vec<Finding>,
) -> Result<Acceptable, Refusal> {
    quirks::weak_digests(&signatory.content, signatory.signature, findings);
    let results = [
        binding(signatory.binding, policy, findings),
        usage(signatory.certificate, policy, findings),
        asked_of(signatory.certificate, policy, findings),
        algorithms(signatory, policy, control, findings),
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
            if policy.rules.signer.signing_certificate {
                return Err(unmet("signing-certificate", findings));
            }
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
fn usage(
    certificate: &Certificate,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    let Err(extension) = may_sign_documents(certificate) else { return Ok(()) };
    let widened = policy.dangerous.other_purposes;
    let weigh = if widened { Finding::warning } else { Finding::error };
    findings.push(weigh(Code::KeyUsageForbidsSigning).with("extension", extension));
    if widened { Ok(()) } else { Err(Refusal::Failed(SubIndication::ChainConstraintsFailure)) }
}

/// The certificate says what the policy asks for.
fn asked_of(
    certificate: &Certificate,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    let rules = &policy.rules.signer;
    let usage = certificate.key_usage();
    if rules.non_repudiation && !usage.is_ok_and(|usage| usage.is_some_and(|u| u.non_repudiation()))
    {
        return Err(unmet("key-usage", findings));
    }
    let purposes = certificate.extended_key_usage().ok().flatten().unwrap_or_default();
    if !rules.purposes.is_empty() && !purposes.iter().any(|one| rules.purposes.contains(one)) {
        return Err(unmet("extended-key-usage", findings));
    }
    Ok(())
}

/// A rule of the policy that is not met, which leaves the verdict open: what was signed holds.
pub(crate) fn unmet(rule: &'static str, findings: &mut Vec<Finding>) -> Refusal {
    findings.push(Finding::warning(Code::PolicyUnmet).with("rule", rule));
    Refusal::Indeterminate(SubIndication::SigConstraintsFailure)
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
    used.judge(policy, Control::new(time, false), findings).map(|()| Acceptable(()))
}

fn algorithms(
    signatory: &Signatory<'_>,
    policy: &Policy,
    control: Control,
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    let used = Used {
        content: &signatory.content,
        signature: signatory.signature,
        certificate: signatory.certificate,
    };
    used.judge(policy, control, findings)
}

/// The algorithms under a signature.
struct Used<'a> {
    content: &'a [DigestAlgorithm],
    signature: SignatureAlgorithm,
    certificate: &'a Certificate,
}

impl Used<'_> {
    /// What the tables that a policy goes by do not list.
    fn not_advised(&self, policy: &Policy, time: Time) -> Vec<Finding> {
        let mut missing = Vec::new();
        for table in &policy.rules.advised {
            let mut note = |algorithm: String, place: &'static str| {
                let finding = Finding::warning(Code::AlgorithmNotAdvised);
                let finding = finding.with("algorithm", algorithm).with("where", place);
                missing.push(finding.with("table", table.name()));
            };
            let content = self.content.iter().find(|digest| !table.allows_digest(**digest, time));
            if let Some(digest) = content {
                note(digest.name().to_owned(), "document");
            }
            if !table.allows_signature(self.signature, time) {
                note(self.signature.name(), "signature");
            }
            if let Ok(key) = self.certificate.key_kind()
                && !table.allows_key(key, time)
            {
                note(key.to_string(), "key");
            }
        }
        missing
    }

    /// What the policy does not accept at a time, and where it stands.
    fn weak(&self, policy: &Policy, time: Time) -> Vec<(Fact, &'static str)> {
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
        weak
    }

    /// By the policy, as of the time that is proven, else now; age alone leaves the verdict open.
    fn judge(
        &self,
        policy: &Policy,
        control: Control,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Refusal> {
        let weak = self.weak(policy, control.time);
        if weak.is_empty() {
            findings.extend(self.not_advised(policy, control.time));
            return Ok(());
        }
        // A content time-stamp shows whether it was too late already when this was signed
        // (EN 319 102-1 §5.3.4).
        let late = control.after.is_some_and(|after| !self.weak(policy, after).is_empty());
        let sub_indication = match late {
            true => SubIndication::CryptoConstraintsFailure,
            false => SubIndication::CryptoConstraintsFailureNoPoe,
        };
        findings.extend(weak.into_iter().map(|(algorithm, place)| {
            Finding::warning(Code::AlgorithmTooWeak)
                .with("algorithm", algorithm)
                .with("where", place)
        }));
        Err(Refusal::Indeterminate(sub_indication))
    }
}

#[cfg(test)]
mod tests {
    use kyso_testkit::pki::purpose;
    use kyso_testkit::{KeyKind, Pki};

    use super::{Refusal, usage};
    use crate::policy::Policy;
    use crate::report::{Severity, SubIndication};
    use crate::trust::TrustAnchors;
    use crate::x509::Certificate;

    /// The library signs with no such certificate, so that no file could show it.
    #[test]
    fn a_certificate_for_servers_signs_where_the_policy_was_widened() {
        let pki = Pki::builder(KeyKind::P256)
            .signer(|t| t.extended_key_usage = vec![purpose::SERVER_AUTH.to_owned()])
            .build();
        let certificate = Certificate::from_der(&pki.signer.cert_der).unwrap();
        let mut policy = Policy::baseline(TrustAnchors::new());
        let mut findings = Vec::new();
        let refused = Err(Refusal::Failed(SubIndication::ChainConstraintsFailure));
        assert_eq!(usage(&certificate, &policy, &mut findings), refused);
        policy.dangerous().accept_other_purposes();
        assert_eq!(usage(&certificate, &policy, &mut findings), Ok(()));
        let weights: Vec<_> = findings.iter().map(|finding| finding.severity).collect();
        assert_eq!(weights, [Severity::Error, Severity::Warning]);
    }
}
