//! CMS SignedData (RFC 5652 §5) around a content, as time-stamp tokens and bundles need it.

use super::{directory_names, signature};
use crate::der::read::CertificateParts;
use crate::der::{self, explicit, int, octets, oid, seq, set_of};
use crate::pki::{Hash, Identity, SigAlg};

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";

/// What the signing-certificate attribute names (RFC 2634 §5.4, RFC 5035 §5.4.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EssCertificate {
    /// signing-certificate-v2 with the signer's certificate under this hash.
    V2(Hash),
    /// signing-certificate with the signer's certificate under SHA-1.
    V1,
    /// signing-certificate-v2 with this other certificate, DER.
    Other(Vec<u8>),
    /// No such attribute.
    Absent,
}

impl EssCertificate {
    fn to_attribute(&self, signer: &[u8]) -> Option<Vec<u8>> {
        let (version, hash, certificate) = match self {
            Self::Absent => return None,
            Self::V1 => (12, Hash::Sha1, signer),
            Self::V2(hash) => (47, *hash, signer),
            Self::Other(other) => (47, Hash::Sha256, other.as_slice()),
        };
        let parts = CertificateParts::of(certificate).expect("a certificate");
        let mut id = Vec::new();
        if version == 47 && hash != Hash::Sha256 {
            id.push(hash.algorithm_identifier()); // SHA-256 is the default and not written
        }
        id.push(octets(&hash.of(certificate)));
        id.push(seq(&[directory_names(parts.issuer), der::integer(parts.serial)]));
        let value = seq(&[seq(&[seq(&id)])]);
        Some(attribute(&format!("1.2.840.113549.1.9.16.2.{version}"), value))
    }
}

fn attribute(id: &str, value: Vec<u8>) -> Vec<u8> {
    seq(&[oid(id), set_of(&[value])])
}

/// A SignedData to be, with one signer.
#[derive(Clone, Debug)]
pub struct SignedData {
    /// eContentType, dotted.
    pub content_type: String,
    /// eContent.
    pub content: Vec<u8>,
    /// The signing-certificate attribute.
    pub ess: EssCertificate,
    /// certificates, DER each; the field is absent when empty.
    pub certificates: Vec<Vec<u8>>,
    /// What it is signed with; the key's usual algorithm when `None`.
    pub algorithm: Option<SigAlg>,
    /// The signature value is altered.
    pub wrong_signature: bool,
}

impl SignedData {
    /// ContentInfo, DER.
    ///
    /// # Panics
    /// When the signer's certificate cannot be read.
    #[must_use]
    pub fn sign(&self, signer: &Identity) -> Vec<u8> {
        let algorithm = self.algorithm.unwrap_or(signer.key.kind().default_algorithm());
        let hash = algorithm.hash();
        let parts = CertificateParts::of(&signer.cert_der).expect("the signer's certificate");
        let mut attributes = vec![
            attribute("1.2.840.113549.1.9.3", oid(&self.content_type)),
            attribute("1.2.840.113549.1.9.4", octets(&hash.of(&self.content))),
        ];
        attributes.extend(self.ess.to_attribute(&signer.cert_der));
        let attributes = set_of(&attributes);
        let value = signature(&attributes, &signer.key, algorithm, self.wrong_signature);
        let signer_info = seq(&[
            int(1),
            seq(&[parts.issuer.to_vec(), der::integer(parts.serial)]),
            hash.algorithm_identifier(),
            // The signature is over the SET; inside SignerInfo it carries [0] (§5.4).
            [&[0xa0], &attributes[1..]].concat(),
            algorithm.algorithm_identifier(),
            octets(&value),
        ]);
        let content = seq(&[oid(&self.content_type), explicit(0, &octets(&self.content))]);
        let digests = set_of(&[hash.algorithm_identifier()]);
        content_info(3, digests, content, &self.certificates, &[signer_info])
    }
}

/// ContentInfo with certificates and no signer, DER (RFC 5751 §3.7): `.p7c`.
#[must_use]
pub fn certificates_only(certificates: &[Vec<u8>]) -> Vec<u8> {
    let content = seq(&[oid("1.2.840.113549.1.7.1")]);
    content_info(1, set_of(&[]), content, certificates, &[])
}

fn content_info(
    version: u32,
    digests: Vec<u8>,
    content: Vec<u8>,
    certificates: &[Vec<u8>],
    signers: &[Vec<u8>],
) -> Vec<u8> {
    let mut fields = vec![int(version), digests, content];
    if !certificates.is_empty() {
        let mut set = set_of(certificates);
        set[0] = 0xa0;
        fields.push(set);
    }
    fields.push(set_of(signers));
    seq(&[oid(SIGNED_DATA), explicit(0, &seq(&fields))])
}
