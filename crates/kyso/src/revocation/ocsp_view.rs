//! What OCSP responses say of a certificate (RFC 6960 §3.2), and whether who signed them may still
//! be believed (§4.2.2.2.1).

use super::freshness::{self, Times};
use super::status::{Findings, Question, Revocation, Source, Statement, Why, status_within};
use super::{Evidence, EvidenceKind, RevocationAnswer};
use crate::x509::{
    CertStatus, Certificate, OcspResponse, Reasons, Responder, RevocationReason, SingleResponse,
};

/// Asks every response in which the certificate is named.
pub(super) fn judge(question: &Question<'_>, evidence: &Evidence, findings: &mut Findings) {
    let pool: Vec<Certificate> =
        evidence.certificates.iter().chain(question.pool).cloned().collect();
    for response in &evidence.ocsp {
        let Some(single) = response.response_for(question.certificate, question.issuer) else {
            continue;
        };
        match ask(question, evidence, response, single, &pool, findings) {
            Ok(statement) => findings.say(statement),
            Err(why) => findings.reject(EvidenceKind::Ocsp, response.fingerprint_sha256(), why),
        }
    }
}

fn ask(
    question: &Question<'_>,
    evidence: &Evidence,
    response: &OcspResponse,
    single: &SingleResponse,
    pool: &[Certificate],
    findings: &mut Findings,
) -> Result<Statement, Why> {
    let unknown = response.critical_unknown().into_iter().chain(single.critical_unknown.clone());
    if let Some(oid) = unknown.into_iter().next() {
        return Err(Why::CriticalExtension { oid });
    }
    let responder = signer(question, response, pool, findings)?;
    let mut source = Source {
        kind: EvidenceKind::Ocsp,
        digest: response.fingerprint_sha256(),
        delta_digest: None,
        this_update: single.this_update,
        next_update: single.next_update,
        produced_at: Some(response.produced_at()),
        signer: responder.certificate.clone(),
        signature_algorithm: response.signature_algorithm()?,
        of_signer: Vec::new(),
    };
    let times = Times {
        issued: source.issued(),
        next_update: single.next_update,
        expired_from: single.archive_cutoff,
    };
    let believed = believe(question, evidence, response, &responder, findings);
    match single.status {
        CertStatus::Unknown => Err(Why::Unknown),
        CertStatus::Revoked { time, reason } => {
            // A later answer may tell of an earlier revocation.
            if time > question.now {
                freshness::not_from_the_future(times, question)?;
            }
            // Doubt about who says so makes nothing good that was said to be revoked.
            if let Err(why @ Why::ResponderRevoked { .. }) = believed {
                return Err(why);
            }
            Ok(Statement::Revoked(Revocation { time, reason, invalidity_date: None, source }))
        }
        CertStatus::Good => {
            freshness::not_from_the_future(times, question)?;
            freshness::good_for(times, question)?;
            question.is_strong(source.signature_algorithm, &source.signer)?;
            source.of_signer = believed?;
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
) -> Result<Responder, Why> {
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
        return Ok(responder);
    }
    Err(why)
}

/// Whether the delegated responder was good when it answered, and what shows it. Its certificate
/// says by id-pkix-ocsp-nocheck that nobody need ask, or names where to ask, and then it is asked;
/// where it says neither, RFC 6960 §4.2.2.2.1 leaves it to the caller, as for any certificate that
/// names no source.
fn believe(
    question: &Question<'_>,
    evidence: &Evidence,
    response: &OcspResponse,
    responder: &Responder,
    findings: &mut Findings,
) -> Result<Vec<Source>, Why> {
    let certificate = &responder.certificate;
    if !responder.delegated || certificate.ocsp_nocheck() || !certificate.names_revocation_source()
    {
        return Ok(Vec::new());
    }
    // A responder does not vouch for itself, nor two for each other.
    if question.of_responder {
        return Err(Why::ResponderNotChecked);
    }
    let at = response.produced_at();
    let freshness = question.freshness.of_authorities();
    let about = Question { certificate, at, freshness, of_responder: true, ..*question };
    match status_within(&about, evidence, &mut findings.checks_left) {
        RevocationAnswer::Good { sources } => Ok(sources),
        // Who has its key can date an answer back; only an orderly end leaves old ones standing.
        RevocationAnswer::Revoked { time, reason, source, .. } => {
            if time > at && reason.is_some_and(RevocationReason::is_orderly) {
                Ok(vec![source])
            } else {
                Err(Why::ResponderRevoked { time })
            }
        }
        RevocationAnswer::Unknown { .. } => Err(Why::ResponderNotChecked),
    }
}
