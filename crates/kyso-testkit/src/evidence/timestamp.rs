//! Time-stamp tokens and responses (RFC 3161), sound or wrong in one field.

use super::{EssCertificate, Moment, SignedData};
use crate::der::read::{CertificateParts, Reader};
use crate::der::{self, boolean, explicit, implicit, int, octets, oid, seq, tlv};
use crate::pki::{Hash, Identity, SigAlg};

/// The policy of the testkit's authority.
const POLICY: &str = "2.999.3161.1";

/// TimeStampReq (RFC 3161 §2.4.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimestampRequest {
    /// messageImprint, DER.
    pub imprint: Vec<u8>,
    /// reqPolicy, DER.
    pub policy: Option<Vec<u8>>,
    /// Content octets of nonce.
    pub nonce: Option<Vec<u8>>,
    /// certReq.
    pub cert_req: bool,
}

impl TimestampRequest {
    /// Reads a request; `None` when it is malformed.
    #[must_use]
    pub fn parse(request: &[u8]) -> Option<Self> {
        let mut fields = Reader::sequence(request)?;
        if fields.expect(0x02)?.content != [1] {
            return None;
        }
        let imprint = fields.expect(0x30)?;
        let mut parts = Reader::new(imprint.content);
        parts.expect(0x30)?;
        parts.expect(0x04)?;
        Some(Self {
            imprint: imprint.whole.to_vec(),
            policy: fields.optional(0x06).map(|e| e.whole.to_vec()),
            nonce: fields.optional(0x02).map(|e| e.content.to_vec()),
            cert_req: fields.optional(0x01).is_some_and(|e| e.content != [0]),
        })
    }

    /// The hash of the imprint, when it is one that the testkit knows and of the right length.
    #[must_use]
    pub fn hash(&self) -> Option<Hash> {
        let mut parts = Reader::sequence(&self.imprint)?;
        let algorithm = Reader::new(parts.expect(0x30)?.content).expect(0x06)?.whole;
        let hash = super::ocsp::hash_of(algorithm)?;
        (parts.expect(0x04)?.content.len() == hash.output_len()).then_some(hash)
    }

    /// TimeStampReq, DER, for tests of servers.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        seq(&[
            int(1),
            self.imprint.clone(),
            self.policy.clone().unwrap_or_default(),
            self.nonce.as_ref().map_or_else(Vec::new, |n| der::integer(n)),
            if self.cert_req { boolean(true) } else { Vec::new() },
        ])
    }
}

/// MessageImprint, DER (RFC 3161 §2.4.1).
fn imprint(hash: Hash, digest: &[u8]) -> Vec<u8> {
    let algorithm = seq(&[der::content(&hash.algorithm_identifier()).to_vec(), der::null()]);
    seq(&[algorithm, octets(digest)])
}

/// genTime's text with digits of a second: `tst_time(t, "25")` is `20261122080000.25Z`.
#[must_use]
pub fn tst_time(at: Moment, fraction: &str) -> String {
    at.generalized().replace('Z', &format!(".{fraction}Z"))
}

/// The fields of a time-stamp token to be. Change any before it is signed.
#[derive(Clone, Debug)]
pub struct TokenTemplate {
    /// policy, dotted.
    pub policy: String,
    /// messageImprint, DER.
    pub imprint: Vec<u8>,
    /// Content octets of serialNumber.
    pub serial: Vec<u8>,
    /// genTime as it is written, fractions of a second included: [`tst_time`].
    pub gen_time: String,
    /// accuracy: seconds, milliseconds, microseconds; those that are 0 are not written.
    pub accuracy: Option<(u32, u32, u32)>,
    /// ordering.
    pub ordering: bool,
    /// Content octets of nonce.
    pub nonce: Option<Vec<u8>>,
    /// tsa holds the authority's subject.
    pub names_tsa: bool,
    /// certificates of the token; `None` is the authority's chain without its root.
    pub certificates: Option<Vec<Vec<u8>>>,
    /// The signing-certificate attribute.
    pub ess: EssCertificate,
    /// eContentType, dotted: id-ct-TSTInfo.
    pub content_type: String,
    /// What it is signed with; the key's usual algorithm when `None`.
    pub algorithm: Option<SigAlg>,
    /// The signature value is altered.
    pub wrong_signature: bool,
}

impl TokenTemplate {
    /// A sound token for the hash value of some message.
    #[must_use]
    pub fn new(hash: Hash, digest: &[u8], gen_time: impl Into<Moment>) -> Self {
        let mut serial = rand::random::<[u8; 8]>();
        serial[0] = serial[0] & 0x7f | 0x40;
        Self {
            policy: POLICY.into(),
            imprint: imprint(hash, digest),
            serial: serial.to_vec(),
            gen_time: gen_time.into().generalized(),
            accuracy: Some((1, 0, 0)),
            ordering: false,
            nonce: None,
            names_tsa: true,
            certificates: None,
            ess: EssCertificate::V2(Hash::Sha256),
            content_type: "1.2.840.113549.1.9.16.1.4".into(),
            algorithm: None,
            wrong_signature: false,
        }
    }

    /// The token that a request asks for: its imprint, its nonce, certificates only on demand.
    #[must_use]
    pub fn answer(request: &TimestampRequest, gen_time: impl Into<Moment>) -> Self {
        let mut token = Self::new(Hash::Sha256, &[], gen_time);
        token.imprint.clone_from(&request.imprint);
        token.nonce.clone_from(&request.nonce);
        token.certificates = (!request.cert_req).then(Vec::new);
        token
    }

    /// Alters the last bit of the hash value in the imprint.
    #[must_use]
    pub fn wrong_imprint(mut self) -> Self {
        if let Some(last) = self.imprint.last_mut() {
            *last ^= 1;
        }
        self
    }

    /// TSTInfo, DER (RFC 3161 §2.4.2).
    ///
    /// # Panics
    /// When the authority's certificate cannot be read.
    #[must_use]
    pub fn tst_info(&self, tsa: &Identity) -> Vec<u8> {
        let parts = CertificateParts::of(&tsa.cert_der).expect("the authority's certificate");
        let accuracy = self.accuracy.map(|(seconds, millis, micros)| {
            let part = |number: u8, value: u32| match value {
                0 => Vec::new(),
                value => implicit(number, der::content(&int(value))),
            };
            let seconds = if seconds == 0 { Vec::new() } else { int(seconds) };
            seq(&[seconds, part(0, millis), part(1, micros)])
        });
        seq(&[
            int(1),
            oid(&self.policy),
            self.imprint.clone(),
            der::integer(&self.serial),
            tlv(0x18, self.gen_time.as_bytes()),
            accuracy.unwrap_or_default(),
            if self.ordering { boolean(true) } else { Vec::new() },
            self.nonce.as_ref().map_or_else(Vec::new, |n| der::integer(n)),
            if self.names_tsa { explicit(0, &explicit(4, parts.subject)) } else { Vec::new() },
        ])
    }

    /// TimeStampToken, DER: a ContentInfo signed by the authority.
    #[must_use]
    pub fn sign(&self, tsa: &Identity) -> Vec<u8> {
        let chain = || {
            let above_leaf = tsa.chain_der.len().saturating_sub(1).max(1);
            tsa.chain_der.iter().take(above_leaf).cloned().collect()
        };
        SignedData {
            content_type: self.content_type.clone(),
            content: self.tst_info(tsa),
            ess: self.ess.clone(),
            certificates: self.certificates.clone().unwrap_or_else(chain),
            algorithm: self.algorithm,
            wrong_signature: self.wrong_signature,
        }
        .sign(tsa)
    }
}

/// PKIFailureInfo (RFC 3161 §2.4.2); its number is the bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum FailInfo {
    BadAlg = 0,
    BadRequest = 2,
    BadDataFormat = 5,
    TimeNotAvailable = 14,
    UnacceptedPolicy = 15,
    UnacceptedExtension = 16,
    AddInfoNotAvailable = 17,
    SystemFailure = 25,
}

/// TimeStampResp with status granted, DER.
#[must_use]
pub fn granted(token: &[u8]) -> Vec<u8> {
    seq(&[seq(&[int(0)]), token.to_vec()])
}

/// TimeStampResp with a status (2 is rejection) and no token, DER.
#[must_use]
pub fn rejected(status: u32, text: &str, why: FailInfo) -> Vec<u8> {
    let bit = why as usize;
    let mut octets = vec![0; bit / 8 + 2];
    octets[0] = 7 - why as u8 % 8; // unused bits
    octets[bit / 8 + 1] = 0x80 >> (bit % 8);
    seq(&[seq(&[int(status), seq(&[der::utf8(text)]), tlv(0x03, &octets)])])
}
