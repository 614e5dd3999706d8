//! OCSP responses (RFC 6960), sound or wrong in one field, and what a request asks.

use super::{Moment, signed};
use crate::der::read::{CertificateParts, Reader};
use crate::der::{self, explicit, octets, oid, seq, tlv};
use crate::pki::{Authority, Extension, Hash, Identity, Key, SigAlg, key_identifier};

const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";
const ARCHIVE_CUTOFF: &str = "1.3.6.1.5.5.7.48.1.6";

/// certStatus (RFC 6960 §4.2.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CertStatus {
    /// good.
    Good,
    /// revoked.
    Revoked {
        /// revocationTime.
        at: Moment,
        /// revocationReason.
        reason: Option<super::Reason>,
    },
    /// unknown.
    Unknown,
}

/// responseStatus other than successful (RFC 6960 §4.2.1); its number is the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum OcspStatus {
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SigRequired = 5,
    Unauthorized = 6,
}

/// How the responder is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResponderId {
    /// byName: its subject.
    Name,
    /// byKey: SHA-1 of its key.
    Key,
}

/// CertID of a certificate, DER (RFC 6960 §4.1.1), by the issuer that it claims.
///
/// # Panics
/// When a certificate cannot be read.
#[must_use]
pub fn cert_id(hash: Hash, certificate: &[u8], issuer_certificate: &[u8]) -> Vec<u8> {
    let parts = CertificateParts::of(certificate).expect("a certificate");
    let issuer = CertificateParts::of(issuer_certificate).expect("the issuer's certificate");
    let algorithm = seq(&[der::content(&hash.algorithm_identifier()).to_vec(), der::null()]);
    seq(&[
        algorithm,
        octets(&hash.of(parts.issuer)),
        octets(&hash.of(key_bits(issuer.spki))),
        der::integer(parts.serial),
    ])
}

/// The subjectPublicKey bits without their count of unused bits: what issuerKeyHash is over.
fn key_bits(spki: &[u8]) -> &[u8] {
    let bits = || {
        let mut fields = Reader::sequence(spki)?;
        fields.expect(0x30)?;
        fields.expect(0x03)?.content.get(1..)
    };
    bits().expect("a public key")
}

/// SingleResponse (RFC 6960 §4.2.1).
#[derive(Clone, Debug)]
pub struct SingleResponse {
    /// certID, DER: from [`cert_id`] or from a request.
    pub cert_id: Vec<u8>,
    /// certStatus.
    pub status: CertStatus,
    /// thisUpdate.
    pub this_update: Moment,
    /// nextUpdate.
    pub next_update: Option<Moment>,
    /// archiveCutoff (§4.4.4).
    pub archive_cutoff: Option<Moment>,
    /// Any other of singleExtensions.
    pub extensions: Vec<Extension>,
}

impl SingleResponse {
    fn to_der(&self) -> Vec<u8> {
        let status = match self.status {
            CertStatus::Good => vec![0x80, 0],
            CertStatus::Unknown => vec![0x82, 0],
            CertStatus::Revoked { at, reason } => {
                let reason = reason.map(|r| explicit(0, &der::enumerated(r as u8)));
                tlv(0xa1, &[at.generalized_der(), reason.unwrap_or_default()].concat())
            }
        };
        let next = self.next_update.map(|t| explicit(0, &t.generalized_der()));
        let mut extensions = self.extensions.clone();
        if let Some(cutoff) = self.archive_cutoff {
            extensions.push(Extension::new(ARCHIVE_CUTOFF, false, cutoff.generalized_der()));
        }
        seq(&[
            self.cert_id.clone(),
            status,
            self.this_update.generalized_der(),
            next.unwrap_or_default(),
            wrapped(1, &extensions),
        ])
    }
}

fn wrapped(number: u8, extensions: &[Extension]) -> Vec<u8> {
    if extensions.is_empty() {
        return Vec::new();
    }
    explicit(number, &seq(&extensions.iter().map(Extension::to_der).collect::<Vec<_>>()))
}

/// The fields of a response to be. Change any before it is signed.
#[derive(Clone, Debug)]
pub struct OcspTemplate {
    /// producedAt.
    pub produced_at: Moment,
    /// responses.
    pub singles: Vec<SingleResponse>,
    /// responderID.
    pub responder_id: ResponderId,
    /// The nonce extension's octets; `None` leaves it out.
    pub nonce: Option<Vec<u8>>,
    /// certs, DER each, after the delegated responder's own.
    pub certificates: Vec<Vec<u8>>,
    /// Any other of responseExtensions.
    pub extensions: Vec<Extension>,
    /// What it is signed with; the key's usual algorithm when `None`.
    pub algorithm: Option<SigAlg>,
    /// The signature value is altered.
    pub wrong_signature: bool,
}

impl OcspTemplate {
    /// No certificate yet, the responder by key, no nonce.
    #[must_use]
    pub fn new(produced_at: impl Into<Moment>) -> Self {
        Self {
            produced_at: produced_at.into(),
            singles: Vec::new(),
            responder_id: ResponderId::Key,
            nonce: None,
            certificates: Vec::new(),
            extensions: Vec::new(),
            algorithm: None,
            wrong_signature: false,
        }
    }

    /// Adds a certificate with an SHA-1 CertID, thisUpdate = producedAt, nextUpdate a day later.
    #[must_use]
    pub fn status(self, certificate: &[u8], issuer: &Authority, status: CertStatus) -> Self {
        let id = cert_id(Hash::Sha1, certificate, issuer.cert_der());
        self.single(id, status)
    }

    /// The same for a CertID made before.
    #[must_use]
    pub fn single(mut self, cert_id: Vec<u8>, status: CertStatus) -> Self {
        self.singles.push(SingleResponse {
            cert_id,
            status,
            this_update: self.produced_at,
            next_update: Some(self.produced_at.plus_days(1)),
            archive_cutoff: None,
            extensions: Vec::new(),
        });
        self
    }

    /// OCSPResponse, DER, signed by the certificates' own issuer; its certificate is not added.
    #[must_use]
    pub fn by_issuer(&self, issuer: &Authority) -> Vec<u8> {
        self.sign(&issuer.key, issuer.cert_der(), &[])
    }

    /// OCSPResponse, DER, signed by a delegated responder whose certificate is added.
    #[must_use]
    pub fn by_delegate(&self, responder: &Identity) -> Vec<u8> {
        let own = std::slice::from_ref(&responder.cert_der);
        self.sign(&responder.key, &responder.cert_der, own)
    }

    /// OCSPResponse, DER: the name or key hash of `certificate`, any key, these certificates first.
    #[must_use]
    pub fn sign(&self, key: &Key, certificate: &[u8], own: &[Vec<u8>]) -> Vec<u8> {
        let basic = octets(&self.basic(key, certificate, own));
        let bytes = seq(&[oid("1.3.6.1.5.5.7.48.1.1"), basic]);
        seq(&[der::enumerated(0), explicit(0, &bytes)])
    }

    /// BasicOCSPResponse alone, DER, as CMS and DSS writers sometimes carry it.
    ///
    /// # Panics
    /// When the certificate cannot be read.
    #[must_use]
    pub fn basic(&self, key: &Key, certificate: &[u8], own: &[Vec<u8>]) -> Vec<u8> {
        let responder = CertificateParts::of(certificate).expect("the responder's certificate");
        let id = match self.responder_id {
            ResponderId::Name => explicit(1, responder.subject),
            ResponderId::Key => explicit(2, &octets(&key_identifier(responder.spki))),
        };
        let mut extensions = self.extensions.clone();
        extensions.extend(self.nonce.iter().map(|n| Extension::new(NONCE, false, octets(n))));
        let tbs = seq(&[
            id,
            self.produced_at.generalized_der(),
            seq(&self.singles.iter().map(SingleResponse::to_der).collect::<Vec<_>>()),
            wrapped(1, &extensions),
        ]);
        let mut parts = signed(tbs, key, self.algorithm, self.wrong_signature);
        let certificates = [own, &self.certificates].concat();
        if !certificates.is_empty() {
            parts.push(explicit(0, &seq(&certificates)));
        }
        seq(&parts)
    }
}

/// OCSPResponse that says why there is none, DER.
#[must_use]
pub fn ocsp_error(status: OcspStatus) -> Vec<u8> {
    seq(&[der::enumerated(status as u8)])
}

/// One certificate that is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestedCert {
    /// CertID as it came, DER.
    pub cert_id: Vec<u8>,
    /// The hash of the two that follow.
    pub hash: Hash,
    /// issuerNameHash.
    pub issuer_name_hash: Vec<u8>,
    /// issuerKeyHash.
    pub issuer_key_hash: Vec<u8>,
    /// Content octets of serialNumber.
    pub serial: Vec<u8>,
}

impl RequestedCert {
    /// The authority of this certificate is the one that is meant.
    #[must_use]
    pub fn issued_by(&self, issuer_certificate: &[u8]) -> bool {
        let Some(issuer) = CertificateParts::of(issuer_certificate) else { return false };
        self.issuer_name_hash == self.hash.of(issuer.subject)
            && self.issuer_key_hash == self.hash.of(key_bits(issuer.spki))
    }
}

/// OCSPRequest (RFC 6960 §4.1.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OcspRequest {
    /// requestList.
    pub certificates: Vec<RequestedCert>,
    /// The nonce extension's octets.
    pub nonce: Option<Vec<u8>>,
}

impl OcspRequest {
    /// Reads a request; `None` when it is malformed or hashes with what is not known here.
    #[must_use]
    pub fn parse(request: &[u8]) -> Option<Self> {
        let mut tbs = Reader::new(Reader::sequence(request)?.expect(0x30)?.content);
        tbs.optional(0xa0);
        tbs.optional(0xa1);
        let mut list = Reader::new(tbs.expect(0x30)?.content);
        let mut certificates = Vec::new();
        while !list.is_empty() {
            let id = Reader::new(list.expect(0x30)?.content).expect(0x30)?;
            let mut fields = Reader::new(id.content);
            let algorithm = Reader::new(fields.expect(0x30)?.content).expect(0x06)?.whole;
            certificates.push(RequestedCert {
                cert_id: id.whole.to_vec(),
                hash: hash_of(algorithm)?,
                issuer_name_hash: fields.expect(0x04)?.content.to_vec(),
                issuer_key_hash: fields.expect(0x04)?.content.to_vec(),
                serial: fields.expect(0x02)?.content.to_vec(),
            });
        }
        let nonce = tbs.optional(0xa2).and_then(|wrapped| find_nonce(wrapped.content));
        Some(Self { certificates, nonce })
    }
}

/// The hash that an OBJECT IDENTIFIER, DER, names.
pub(super) fn hash_of(oid: &[u8]) -> Option<Hash> {
    let all = [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512];
    all.into_iter().find(|hash| der::content(&hash.algorithm_identifier()) == oid)
}

fn find_nonce(extensions: &[u8]) -> Option<Vec<u8>> {
    let mut list = Reader::sequence(extensions)?;
    while !list.is_empty() {
        let mut extension = Reader::new(list.expect(0x30)?.content);
        let id = extension.expect(0x06)?.whole;
        extension.optional(0x01);
        let value = extension.expect(0x04)?.content;
        if id == oid(NONCE) {
            // RFC 8954 wants an OCTET STRING inside; older clients put the octets there bare.
            let inner = Reader::new(value).optional(0x04).map(|e| e.content);
            return Some(inner.unwrap_or(value).to_vec());
        }
    }
    None
}
