//! What OCSP responses say of a certificate (RFC 6960 §3.2).

use super::freshness::{self, Times};
use super::status::{Findings, Question, Revocation, Source, Statement, Why};
use super::{Evidence, EvidenceKind};
use crate::x509::{CertStatus, Certificate, OcspResponse, Reasons, SingleResponse};

/// Asks every response in which the certificate is named.
pub(super) fn judge(question: &Question<'_>, evidence: &Evidence, findings: &mut Findings) {
    let pool: Vec<Certificate> =
        evidence.certificates.iter().chain(question.pool).cloned().collect();
    for response in &evidence.ocsp {
        let Some(single) = response.response_for(question.certificate, question.issuer) else {
            continue;
        };
        match ask(question, response, single, &pool, findings) {
            Ok(statement) => findings.say(statement),
            Err(why) => findings.reject(EvidenceKind::Ocsp, response.fingerprint_sha256(), why),
        }
    }
}

fn ask(
    question: &Question<'_>,
    response: &OcspResponse,
    single: &SingleResponse,
    pool: &[Certificate],
    findings: &mut Findings,
) -> Result<Statement, Why> {
    let unknown = response.critical_unknown().into_iter().chain(single.critical_unknown.clone());
    if let Some(oid) = unknown.into_iter().next() {
        return Err(Why::CriticalExtension { oid });
    }
    let source = Source {
        kind: EvidenceKind::Ocsp,
        digest: response.fingerprint_sha256(),
        delta_digest: None,
        this_update: single.this_update,
        next_update: single.next_update,
        produced_at: Some(response.produced_at()),
        signer: signer(question, response, pool, findings)?,
        signature_algorithm: response.signature_algorithm()?,
    };
    let times = Times {
        issued: source.issued(),
        next_update: single.next_update,
        expired_from: single.archive_cutoff,
    };
    freshness::not_from_the_future(times, question)?;
    match single.status {
        CertStatus::Unknown => Err(Why::Unknown),
        CertStatus::Revoked { time, reason } => {
            Ok(Statement::Revoked(Revocation { time, reason, invalidity_date: None, source }))
        }
        CertStatus::Good => {
            freshness::good_for(times, question)?;
            Ok(Statement::Good { source, reasons: Reasons::ALL })
        }
    }
}

/// The certificate that signed it: the issuer, or one the issuer delegated, valid when it signed.
fn signer(
    question: &Question<'_>,
    response: &OcspResponse,
    pool: &[Certificate],
    findings: &mut Findings,
) -> Result<Certificate, Why> {
    let mut why = Why::NoSigner;
    for responder in response.responders(question.issuer, pool) {
        findings.spend()?;
        if let Err(fault) = response.verify_signed_by(&responder.certificate) {
            why = fault.into();
            continue;
        }
        let time = response.produced_at();
        if responder.delegated && !responder.certificate.is_valid_at(time) {
            why = Why::ResponderNotValid { time };
            continue;
        }
        return Ok(responder.certificate);
    }
    Err(why)
}
