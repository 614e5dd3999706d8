//! Who may sign an OCSP response for a CA (RFC 6960 §4.2.2.2).

use const_oid::ObjectIdentifier;

use super::cert_id::key_bits;
use super::{OcspResponse, ResponderId};
use crate::DigestAlgorithm;
use crate::crypto;
use crate::limits::MAX_RESPONDERS;
use crate::x509::Certificate;

/// id-kp-OCSPSigning (RFC 6960 §4.2.2.2).
const OCSP_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");

/// A certificate that may have signed a response.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Responder {
    /// Its certificate.
    pub certificate: Certificate,
    /// Whether the CA delegated it; otherwise it is the CA itself.
    pub delegated: bool,
}

impl ResponderId {
    /// Whether it names this certificate.
    #[must_use]
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Name(name) => name.matches(certificate.subject()),
            // Always SHA-1 (RFC 6960 §4.2.1).
            Self::KeyHash(hash) => {
                crypto::digest(DigestAlgorithm::Sha1, key_bits(certificate)).as_bytes() == hash
            }
        }
    }
}

impl OcspResponse {
    /// The certificates that the responder id names and that may answer for `issuer`: the issuer
    /// itself, or one that it signed directly for OCSP, from the response or from `pool`
    /// (RFC 6960 §4.2.2.2). Whether one of them signed the response, when it is valid and whether
    /// it is revoked is for the caller.
    #[must_use]
    pub fn responders(&self, issuer: &Certificate, pool: &[Certificate]) -> Vec<Responder> {
        let mut found = Vec::new();
        if self.responder_id().names(issuer) {
            found.push(Responder { certificate: issuer.clone(), delegated: false });
        }
        // Cheap questions first; each signature of the issuer costs public-key work.
        let mut named: Vec<&Certificate> = Vec::new();
        for certificate in self.certificates().iter().chain(pool) {
            if certificate != issuer
                && !named.contains(&certificate)
                && self.responder_id().names(certificate)
                && may_answer_for(certificate, issuer)
            {
                named.push(certificate);
            }
        }
        let delegated = named
            .into_iter()
            .take(MAX_RESPONDERS)
            .filter(|certificate| certificate.verify_signed_by(issuer).is_ok())
            .map(|certificate| Responder { certificate: certificate.clone(), delegated: true });
        found.extend(delegated);
        found
    }
}

/// Whether it says that `issuer` issued it for OCSP, with a key that may sign.
fn may_answer_for(certificate: &Certificate, issuer: &Certificate) -> bool {
    let for_ocsp = certificate
        .extended_key_usage()
        .is_ok_and(|usage| usage.is_some_and(|purposes| purposes.contains(&OCSP_SIGNING)));
    let may_sign = certificate.key_usage().is_ok_and(|usage| {
        usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation())
    });
    for_ocsp && may_sign && certificate.issuer().matches(issuer.subject())
}
