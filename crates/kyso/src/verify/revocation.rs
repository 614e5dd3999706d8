//! Revocation stage: is every certificate of the path shown good at the time judged?

use super::conclude::Refusal;
use super::context::Context;
use super::crl_signer::Asking;
use super::existence::Control;
use super::path::ChainTrusted;
use crate::report::{Code, Finding, RevocationStatus, SubIndication};
use crate::revocation::{EvidenceKind, Freshness, RevocationAnswer, Source};
use crate::time::Time;
use crate::x509::{Certificate, RevocationReason};

/// The proof that no certificate of the path was revoked, as far as its CA publishes that at all.
/// Made in this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotRevoked(());

/// Checks each certificate of the path but the anchor, which only the caller can revoke, as of
/// `control`: where that proves that the signature existed then, a later revocation does not touch
/// it. `freshness` is for evidence about the first of the path.
///
/// A certificate that names no source passes with a warning; one that names a source needs
/// evidence, and without it the answer is `TRY_LATER`, never a silent pass.
pub(crate) fn check(
    context: &mut Context<'_>,
    chain: &ChainTrusted,
    control: Control,
    freshness: Freshness,
    findings: &mut Vec<Finding>,
) -> (RevocationStatus, Result<NotRevoked, Refusal>) {
    let mut worst = RevocationStatus::Good;
    let mut refusal = None;
    let path = chain.path();
    for (position, pair) in path.windows(2).enumerate() {
        let [certificate, issuer] = pair else { continue };
        let required = context.policy.revocation_required;
        let unchecked = context.policy.dangerous.unchecked_revocation;
        let is_signer = position == 0;
        let subject = Subject { certificate, issuer, is_signer, required, unchecked, control };
        let freshness = if is_signer { freshness } else { freshness.of_authorities() };
        let asking = Asking::new(context, chain.anchor(), control.time, freshness);
        let answer = asking.answer(certificate, issuer);
        let relied_on = asking.relied_on();
        context.rely_on(answer.sources());
        context.rely_on(&relied_on);
        let (state, result) = subject.judge(answer, findings);
        worst = worse(worst, state);
        if let Err(fault) = result {
            refusal.get_or_insert(fault);
        }
    }
    let status = if path.len() > 1 { worst } else { RevocationStatus::Unknown };
    (status, refusal.map_or(Ok(NotRevoked(())), Err))
}

fn worse(a: RevocationStatus, b: RevocationStatus) -> RevocationStatus {
    match (a, b) {
        (RevocationStatus::Revoked, _) | (_, RevocationStatus::Revoked) => {
            RevocationStatus::Revoked
        }
        (RevocationStatus::Unknown, _) | (_, RevocationStatus::Unknown) => {
            RevocationStatus::Unknown
        }
        _ => RevocationStatus::Good,
    }
}

/// One certificate of the path, and the time that it is judged at.
struct Subject<'a> {
    certificate: &'a Certificate,
    issuer: &'a Certificate,
    is_signer: bool,
    /// Whether it must be shown good though it names no source.
    required: bool,
    /// Whether it may go unshown, by a widened policy.
    unchecked: bool,
    control: Control,
}

impl Subject<'_> {
    fn judge(
        &self,
        answer: RevocationAnswer,
        findings: &mut Vec<Finding>,
    ) -> (RevocationStatus, Result<(), Refusal>) {
        match answer {
            RevocationAnswer::Good { sources } => {
                findings.extend(sources.iter().filter_map(|source| self.of_responder(source)));
                (RevocationStatus::Good, Ok(()))
            }
            RevocationAnswer::Revoked { time, reason, .. } => self.revoked(time, reason, findings),
            RevocationAnswer::Unknown { rejected }
                if !self.required
                    && !self.certificate.names_revocation_source()
                    && !rejected.iter().any(|one| one.why.leaves_doubt()) =>
            {
                findings.push(self.note(Finding::warning(Code::RevocationNotPublished)));
                (RevocationStatus::Unknown, Ok(()))
            }
            RevocationAnswer::Unknown { rejected } => {
                let mut finding = self.note(Finding::warning(Code::RevocationNotChecked));
                if let Some(last) = rejected.last() {
                    finding = finding.with("fault", last.why.to_string());
                }
                findings.push(finding);
                let doubt = rejected.iter().any(|one| one.why.leaves_doubt());
                let let_pass = self.unchecked && !doubt;
                let refusal = Refusal::Indeterminate(SubIndication::TryLater);
                let result = if let_pass { Ok(()) } else { Err(refusal) };
                (RevocationStatus::Unknown, result)
            }
        }
    }

    fn revoked(
        &self,
        time: Time,
        reason: Option<RevocationReason>,
        findings: &mut Vec<Finding>,
    ) -> (RevocationStatus, Result<(), Refusal>) {
        if self.control.proven && time > self.control.time {
            let finding = self.note(Finding::info(Code::RevokedAfterSigning));
            findings.push(finding.with("time", time));
            return (RevocationStatus::Good, Ok(()));
        }
        let mut finding = self.note(Finding::error(Code::CertificateRevoked)).with("time", time);
        if let Some(reason) = reason {
            finding = finding.with("reason", reason.name());
        }
        findings.push(finding);
        use Refusal::{Failed, Indeterminate};
        let refusal = match reason {
            // A suspension may end (EN 319 102-1 §5.2.6.4).
            Some(RevocationReason::CertificateHold) => Indeterminate(SubIndication::TryLater),
            // A content time-stamp is of a time after the revocation (EN 319 102-1 §5.3.4).
            _ if self.is_signer && self.control.is_after(time) => Failed(SubIndication::Revoked),
            // That the signature came after the revocation cannot be shown either.
            _ if self.is_signer => Indeterminate(SubIndication::RevokedNoPoe),
            _ => Indeterminate(SubIndication::RevokedCaNoPoe),
        };
        (RevocationStatus::Revoked, Err(refusal))
    }

    /// A delegated responder about whom nothing is published is believed, as any certificate is
    /// that names no source, and with the same warning (RFC 6960 §4.2.2.2.1 leaves it to the
    /// caller).
    fn of_responder(&self, source: &Source) -> Option<Finding> {
        let signer = &source.signer;
        let unchecked = source.kind == EvidenceKind::Ocsp
            && signer != self.issuer
            && !signer.ocsp_nocheck()
            && !signer.names_revocation_source();
        let finding = Finding::warning(Code::RevocationNotPublished);
        unchecked.then(|| finding.with("subject", signer.subject().to_string()))
    }

    fn note(&self, finding: Finding) -> Finding {
        finding.with("subject", self.certificate.subject().to_string())
    }
}
