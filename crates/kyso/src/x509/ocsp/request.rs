//! Builds an OCSP request for one certificate (RFC 6960 §4.1).

use super::CertId;
use crate::DigestAlgorithm;
use crate::cms::ber::id;
use crate::cms::encode;
use crate::x509::Certificate;
use crate::x509::extension::oids;

/// An unsigned OCSPRequest for one certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OcspRequest {
    der: Vec<u8>,
}

impl OcspRequest {
    /// Asks about `certificate`, issued by `issuer`, with SHA-1 in the CertID: it names, it does
    /// not protect, and many responders know no other (RFC 5019 §2.1.1). `nonce` is 1 to 32 bytes
    /// (RFC 8954 §2.1).
    #[must_use]
    pub fn for_certificate(
        certificate: &Certificate,
        issuer: &Certificate,
        nonce: Option<&[u8]>,
    ) -> Self {
        Self::with_digest(certificate, issuer, DigestAlgorithm::Sha1, nonce)
    }

    /// The same with another hash function in the CertID.
    #[must_use]
    pub fn with_digest(
        certificate: &Certificate,
        issuer: &Certificate,
        digest: DigestAlgorithm,
        nonce: Option<&[u8]>,
    ) -> Self {
        let cert_id = CertId::of(certificate, issuer, digest).encode();
        let requests = encode::sequence(&[&encode::sequence(&[&cert_id])]);
        let extensions = nonce.map(|nonce| {
            let value = encode::octet_string(&encode::octet_string(nonce));
            let extension = encode::sequence(&[&encode::oid(oids::OCSP_NONCE), &value]);
            encode::tlv(id::context_constructed(2), &[&encode::sequence(&[&extension])])
        });
        let tbs = encode::sequence(&[&requests, &extensions.unwrap_or_default()]);
        Self { der: encode::sequence(&[&tbs]) }
    }

    /// The request, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}
