//! Fetches what is missing: the certificates above one, and evidence for each of a path.

use std::collections::BTreeSet;

use super::{
    Evidence, Freshness, Question, RevocationAnswer, RevocationError, RevocationFault,
    RevocationSource, obtain_certificates, obtain_crl, obtain_ocsp, status,
};
use crate::Time;
use crate::limits::MAX_PATH_LENGTH;
use crate::x509::{Certificate, CrlDistributionPoint, RevocationReason};

/// Asks a source for what a path lacks, and the same thing never twice.
#[derive(Debug)]
pub struct Collector<'a> {
    source: &'a dyn RevocationSource,
    /// URLs of services that gave no answer: asking again would cost the same time again.
    dead: BTreeSet<String>,
    /// Files that were fetched already.
    fetched: BTreeSet<String>,
    /// Responders asked, and about which certificate.
    asked: BTreeSet<(String, [u8; 32])>,
}

/// The question that a path is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The path, each certificate followed by its issuer.
    pub path: &'a [Certificate],
    /// The time judged.
    pub at: Time,
    /// Now, not before `at`.
    pub now: Time,
    /// Certificates among which CRL signers and OCSP responders are looked for.
    pub pool: &'a [Certificate],
    /// How recent evidence about the first of the path must be; about those above it,
    /// [`Freshness::of_authorities`].
    pub freshness: Freshness,
}

impl Wanted<'_> {
    /// What `evidence` says of a certificate of the path. CRL signers other than the issuer
    /// must be certified by a member of the path.
    #[must_use]
    pub fn answer(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        evidence: &Evidence,
    ) -> RevocationAnswer {
        let trusted = |signer: &Certificate| {
            let mut above = self.path.iter();
            above.any(|ca| {
                signer.issuer().matches(ca.subject()) && signer.verify_signed_by(ca).is_ok()
            })
        };
        let mut question = Question::new(certificate, issuer, self.at, self.now);
        question.pool = self.pool;
        question.trusted = &trusted;
        question.freshness = match self.path.first() {
            Some(first) if first == certificate => self.freshness,
            _ => self.freshness.of_authorities(),
        };
        status(&question, evidence)
    }

    /// Whether nothing newer needs to be asked for: what was good before the time judged says
    /// nothing of a revocation since, and documents may bring an old answer to hide one.
    fn is_beyond_doubt(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        e: &Evidence,
    ) -> bool {
        match self.answer(certificate, issuer, e) {
            RevocationAnswer::Good { sources } => {
                sources.iter().all(|source| source.issued() >= self.at)
            }
            _ => self.is_settled(certificate, issuer, e),
        }
    }

    fn is_settled(&self, certificate: &Certificate, issuer: &Certificate, e: &Evidence) -> bool {
        match self.answer(certificate, issuer, e) {
            RevocationAnswer::Good { .. } => true,
            // A hold may have been lifted since.
            RevocationAnswer::Revoked { reason, .. } => {
                reason != Some(RevocationReason::CertificateHold)
            }
            RevocationAnswer::Unknown { .. } => false,
        }
    }
}

impl<'a> Collector<'a> {
    /// Asks `source`.
    #[must_use]
    pub fn new(source: &'a dyn RevocationSource) -> Self {
        let (dead, fetched, asked) = Default::default();
        Self { source, dead, fetched, asked }
    }

    /// For each certificate of the path that no `evidence` issued since the time judged settles:
    /// its OCSP responders, then its CRLs, until one settles it. What comes is added to `evidence`; why something did
    /// not come is handed back.
    pub fn collect(
        &mut self,
        wanted: &Wanted<'_>,
        evidence: &mut Evidence,
    ) -> Vec<RevocationError> {
        let mut errors = Vec::new();
        for pair in wanted.path.windows(2) {
            let [certificate, issuer] = pair else { continue };
            if wanted.is_beyond_doubt(certificate, issuer, evidence) {
                continue;
            }
            for place in places(certificate) {
                if let Err(error) = self.fetch(&place, certificate, issuer, evidence) {
                    errors.extend(self.note(error));
                    continue;
                }
                if wanted.is_settled(certificate, issuer, evidence) {
                    break;
                }
                let more = self.about_responders(wanted, pair, evidence);
                errors.extend(more);
                if wanted.is_settled(certificate, issuer, evidence) {
                    break;
                }
            }
        }
        errors
    }

    /// What is said of the delegated responders that answered about a certificate and that want
    /// to be asked about themselves (RFC 6960 §4.2.2.2.1).
    fn about_responders(
        &mut self,
        wanted: &Wanted<'_>,
        pair: &[Certificate],
        evidence: &mut Evidence,
    ) -> Vec<RevocationError> {
        let [certificate, issuer] = pair else { return Vec::new() };
        let answers = evidence.ocsp.iter();
        let answers = answers.filter(|ocsp| ocsp.response_for(certificate, issuer).is_some());
        let responders: Vec<_> = answers
            .flat_map(|ocsp| ocsp.responders(issuer, wanted.pool))
            .filter(|responder| responder.delegated && !responder.certificate.ocsp_nocheck())
            .collect();
        let mut errors = Vec::new();
        for responder in responders {
            for place in places(&responder.certificate) {
                if let Err(error) = self.fetch(&place, &responder.certificate, issuer, evidence) {
                    errors.extend(self.note(error));
                }
            }
        }
        errors
    }

    fn fetch(
        &mut self,
        place: &Place,
        certificate: &Certificate,
        issuer: &Certificate,
        evidence: &mut Evidence,
    ) -> Result<(), RevocationError> {
        if self.dead.contains(place.url()) {
            return Ok(());
        }
        match place {
            Place::Ocsp(url) => {
                if !self.asked.insert((url.clone(), certificate.fingerprint_sha256())) {
                    return Ok(());
                }
                evidence.add_ocsp(obtain_ocsp(self.source, url, certificate, issuer)?);
            }
            Place::Crl(url) => self.fetch_crl(url, evidence)?,
        }
        Ok(())
    }

    /// A CRL, and the deltas that it names.
    fn fetch_crl(&mut self, url: &str, evidence: &mut Evidence) -> Result<(), RevocationError> {
        if !self.fetched.insert(url.to_owned()) {
            return Ok(());
        }
        let crl = obtain_crl(self.source, url)?;
        let deltas = urls(&crl.freshest_crl().ok().flatten().unwrap_or_default());
        evidence.add_crl(crl);
        for url in deltas {
            if self.fetched.insert(url.clone()) {
                evidence.add_crl(obtain_crl(self.source, &url)?);
            }
        }
        Ok(())
    }

    /// The issuers above `path`, as far as `pool` has them or the certificates say where they
    /// are, up to one that is self-issued. What is fetched is added to `pool`.
    pub fn complete(
        &mut self,
        path: &mut Vec<Certificate>,
        pool: &mut Vec<Certificate>,
    ) -> Vec<RevocationError> {
        let mut errors = Vec::new();
        loop {
            climb(path, pool);
            let Some(top) = path.last().cloned() else { return errors };
            // An issuer that is known and was not climbed to is one that the path has already.
            let known = issuer_in(&top, pool).is_some();
            if known || top.is_self_issued() || path.len() >= MAX_PATH_LENGTH {
                return errors;
            }
            let access = top.authority_info_access().ok().flatten().unwrap_or_default();
            for url in access.ca_issuers {
                if self.dead.contains(&url) || !self.fetched.insert(url.clone()) {
                    continue;
                }
                match obtain_certificates(self.source, &url) {
                    Ok(certificates) => pool.extend(certificates),
                    Err(error) => errors.extend(self.note(error)),
                }
            }
            if issuer_in(&top, pool).is_none() {
                return errors;
            }
        }
    }

    fn note(&mut self, error: RevocationError) -> Option<RevocationError> {
        if matches!(error.fault, RevocationFault::Service(_)) {
            self.dead.insert(error.service.clone());
        }
        Some(error)
    }
}

/// Puts onto `path` the issuers that `pool` has, up to one that is self-issued.
fn climb(path: &mut Vec<Certificate>, pool: &[Certificate]) {
    while let Some(top) = path.last()
        && !top.is_self_issued()
        && path.len() < MAX_PATH_LENGTH
        && let Some(issuer) = issuer_in(top, pool)
        && !path.contains(issuer)
    {
        path.push(issuer.clone());
    }
}

fn issuer_in<'p>(certificate: &Certificate, pool: &'p [Certificate]) -> Option<&'p Certificate> {
    pool.iter().find(|candidate| {
        candidate.subject().matches(certificate.issuer())
            && *candidate != certificate
            && certificate.verify_signed_by(candidate).is_ok()
    })
}

/// Where evidence about a certificate is.
enum Place {
    Ocsp(String),
    Crl(String),
}

impl Place {
    fn url(&self) -> &str {
        match self {
            Self::Ocsp(url) | Self::Crl(url) => url,
        }
    }
}

/// OCSP first: it is small and says more than that a serial number is on no list.
fn places(certificate: &Certificate) -> Vec<Place> {
    let access = certificate.authority_info_access().ok().flatten().unwrap_or_default();
    let points = certificate.crl_distribution_points().ok().flatten().unwrap_or_default();
    let crls = urls(&points).into_iter().map(Place::Crl);
    access.ocsp.into_iter().map(Place::Ocsp).chain(crls).collect()
}

/// The services that a certificate names for its revocation.
pub(crate) fn services(certificate: &Certificate) -> Vec<String> {
    places(certificate).iter().map(|place| place.url().to_owned()).collect()
}

fn urls(points: &[CrlDistributionPoint]) -> Vec<String> {
    points.iter().flat_map(|point| point.urls.iter().cloned()).collect()
}
