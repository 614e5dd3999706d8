//! Gathers what a later judge needs: for each who signed or stamped, the path up to its root and
//! evidence that nobody on it was revoked.

use super::SignError;
use super::survey::{Subject, Survey};
use crate::pdf::SecurityStore;
use crate::revocation::{
    Collector, Evidence, Freshness, Rejection, RevocationAnswer, RevocationError, RevocationSource,
    Wanted, Why, services,
};
use crate::time::Time;
use crate::trust::TrustAnchors;
use crate::x509::Certificate;

/// Finds evidence for every subject of a survey and gives back what was relied on.
///
/// `known` is what is at hand; what is fetched is added to it.
pub(crate) fn gather(
    survey: &Survey,
    source: &dyn RevocationSource,
    known: &mut Evidence,
    anchors: &TrustAnchors,
    freshness: Freshness,
    now: Time,
) -> Result<Evidence, SignError> {
    let mut gathering = Gathering {
        collector: Collector::new(source),
        pool: survey
            .pool
            .iter()
            .chain(&known.certificates)
            .chain(anchors.certificates())
            .cloned()
            .collect(),
        anchors,
        freshness,
        known,
        // The clock of an authority may be ahead of the caller's.
        now: survey.latest.map_or(now, |latest| latest.max(now)),
        used: Evidence::new(),
    };
    for subject in &survey.subjects {
        gathering.subject(subject)?;
    }
    Ok(gathering.used)
}

struct Gathering<'a> {
    collector: Collector<'a>,
    pool: Vec<Certificate>,
    anchors: &'a TrustAnchors,
    freshness: Freshness,
    known: &'a mut Evidence,
    now: Time,
    used: Evidence,
}

impl Gathering<'_> {
    fn subject(&mut self, subject: &Subject) -> Result<(), SignError> {
        let mut path = vec![subject.certificate.clone()];
        let mut errors = self.collector.complete(&mut path, &mut self.pool);
        let at = subject.proven.unwrap_or(self.now);
        // The grace period begins with the proof that the signature existed.
        let freshness = match subject.proven {
            Some(_) if subject.signed => self.freshness,
            _ => self.freshness.without_grace(),
        };
        let wanted = Wanted { path: &path, at, now: self.now, pool: &self.pool, freshness };
        errors.extend(self.collector.collect(&wanted, self.known));
        for pair in path.windows(2) {
            let [certificate, issuer] = pair else { continue };
            match wanted.answer(certificate, issuer, self.known) {
                RevocationAnswer::Good { sources } => {
                    sources.iter().for_each(|source| self.used.add_source(source, self.known));
                }
                RevocationAnswer::Revoked { time, source, .. }
                    if subject.proven.is_some() && time > at =>
                {
                    self.used.add_source(&source, self.known);
                }
                RevocationAnswer::Revoked { time, .. } => {
                    let subject = certificate.subject().to_string();
                    return Err(SignError::CertificateRevoked { subject, time });
                }
                RevocationAnswer::Unknown { rejected } => {
                    return Err(too_early(certificate, &rejected)
                        .unwrap_or_else(|| missing(certificate, errors)));
                }
            }
        }
        // The root is trusted or not, and only the caller can tell; whatever stands below it
        // needs evidence, and so does the last one that could be found.
        let ends =
            |top: &Certificate| top.is_self_issued() || self.anchors.certificates().contains(top);
        match path.last() {
            Some(top) if path.len() < 2 || !ends(top) => Err(without_issuer(top, errors)),
            _ => {
                path.into_iter().for_each(|member| {
                    self.used.add_certificate(member);
                });
                Ok(())
            }
        }
    }
}

/// Where evidence will do once the grace period is over.
fn too_early(certificate: &Certificate, rejected: &[Rejection]) -> Option<SignError> {
    let needed = rejected.iter().filter_map(|rejection| match rejection.why {
        Why::WithinGrace { needed, .. } => Some(needed),
        _ => None,
    });
    let subject = certificate.subject().to_string();
    Some(SignError::GracePeriod { subject, until: needed.min()? })
}

/// Without the issuer nobody can be asked about a certificate: who has the issuer's is to blame.
fn without_issuer(certificate: &Certificate, errors: Vec<RevocationError>) -> SignError {
    let access = certificate.authority_info_access().ok().flatten().unwrap_or_default();
    let subject = certificate.subject().to_string();
    SignError::EvidenceMissing { subject, services: access.ca_issuers, errors }
}

fn missing(certificate: &Certificate, errors: Vec<RevocationError>) -> SignError {
    let subject = certificate.subject().to_string();
    SignError::EvidenceMissing { subject, services: services(certificate), errors }
}

/// Evidence as the document keeps it.
pub(super) fn to_store(evidence: &Evidence) -> SecurityStore {
    SecurityStore {
        certificates: evidence.certificates.iter().map(|c| c.der().to_vec()).collect(),
        crls: evidence.crls.iter().map(|crl| crl.der().to_vec()).collect(),
        ocsp: evidence.ocsp.iter().map(|response| response.der().to_vec()).collect(),
    }
}
