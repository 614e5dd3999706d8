//! Whether a signer's certificate, or one above it, is revoked: to be asked before a secret is.

use crate::revocation::{
    Collector, Evidence, Freshness, RevocationAnswer, RevocationError, RevocationSource, Wanted,
    services,
};
use crate::time::Time;
use crate::trust::TrustAnchors;
use crate::x509::{Certificate, RevocationReason};

/// What is known of a signer before anything is signed. It proves nothing to others: whoever
/// verifies the signature asks again.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SignerStatus {
    /// Nobody on the path is revoked, as far as its certificates name somebody to ask.
    Good,
    /// No certificate of the path names a CRL or an OCSP responder, and nothing was given.
    NotPublished,
    /// Whether this certificate of the path is revoked cannot be told.
    Unknown {
        /// Whose certificate.
        subject: String,
        /// The OCSP responders and CRLs that it names, or where its issuer is not known, the URLs
        /// of that one's certificate; maybe none.
        services: Vec<String>,
        /// What was asked in vain, and why it did not help.
        errors: Vec<RevocationError>,
    },
    /// A certificate of the path is revoked or on hold.
    Revoked {
        /// Whose certificate.
        subject: String,
        /// Since when.
        time: Time,
        /// Why; missing means unspecified.
        reason: Option<RevocationReason>,
    },
}

/// Asks whether `certificate`, or one of its issuers up to one of `anchors` or to a root, is
/// revoked at `now` (TT 15/2025/TT-BKHCN Đ5 k1a; NĐ 23/2025/NĐ-CP Đ15).
///
/// Issuers are looked for in `pool`, in `evidence` and where certificates say that they are.
/// `evidence` is what is at hand; what `source` gives is added to it. It asks the network as far
/// as `source` does, so that the caller decides how long this may take.
pub fn signer_status(
    certificate: &Certificate,
    pool: &[Certificate],
    anchors: &TrustAnchors,
    source: &dyn RevocationSource,
    evidence: &mut Evidence,
    now: Time,
) -> SignerStatus {
    let mut pool: Vec<Certificate> =
        pool.iter().chain(&evidence.certificates).chain(anchors.certificates()).cloned().collect();
    let mut collector = Collector::new(source);
    let mut path = vec![certificate.clone()];
    let mut errors = collector.complete(&mut path, &mut pool);
    // What stands above an anchor is nobody's concern; the signer itself always is one.
    let is_anchor = |one: &Certificate| anchors.certificates().contains(one);
    if let Some(end) = path.iter().skip(1).position(is_anchor) {
        path.truncate(end.saturating_add(2));
    }
    let freshness = Freshness::default();
    let wanted = Wanted { path: &path, at: now, now, pool: &pool, freshness };
    errors.extend(collector.collect(&wanted, evidence));
    let mut status = SignerStatus::NotPublished;
    for pair in path.windows(2) {
        let [certificate, issuer] = pair else { continue };
        let subject = certificate.subject().to_string();
        match wanted.answer(certificate, issuer, evidence) {
            RevocationAnswer::Revoked { time, reason, .. } => {
                return SignerStatus::Revoked { subject, time, reason };
            }
            RevocationAnswer::Good { .. } => status.settle(SignerStatus::Good),
            RevocationAnswer::Unknown { .. } => {
                let services = services(certificate);
                if !services.is_empty() {
                    let errors = of_services(&errors, &services);
                    status.settle(SignerStatus::Unknown { subject, services, errors });
                }
            }
        }
    }
    if let Some(top) = path.last()
        && !top.is_self_issued()
        && !is_anchor(top)
        && !services(top).is_empty()
    {
        let access = top.authority_info_access().ok().flatten().unwrap_or_default();
        let (subject, services) = (top.subject().to_string(), access.ca_issuers);
        let errors = of_services(&errors, &services);
        status.settle(SignerStatus::Unknown { subject, services, errors });
    }
    status
}

/// What went wrong at these, one error each: a responder may be asked about several certificates.
fn of_services(errors: &[RevocationError], services: &[String]) -> Vec<RevocationError> {
    let first = |url: &String| errors.iter().find(|error| error.service == *url).cloned();
    services.iter().filter_map(first).collect()
}

impl SignerStatus {
    /// A doubt stays, whatever is good beside it.
    fn settle(&mut self, other: Self) {
        if !matches!(self, Self::Unknown { .. }) {
            *self = other;
        }
    }
}
