//! CertID: how OCSP names a certificate (RFC 6960 §4.1.1).

use crate::DigestAlgorithm;
use crate::cms::algorithm_id::AlgorithmId;
use crate::cms::ber::{Element, Reader, id};
use crate::cms::{AlgorithmFault, BerError, encode};
use crate::crypto;
use crate::x509::{Certificate, shortest};

/// CertID (RFC 6960 §4.1.1): the issuer by hashes of its name and key, and a serial number.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CertId {
    /// The hash function.
    pub digest: Result<DigestAlgorithm, AlgorithmFault>,
    /// Hash of the issuer's Name, DER.
    pub issuer_name_hash: Vec<u8>,
    /// Hash of the issuer's public key: the contents of the BIT STRING.
    pub issuer_key_hash: Vec<u8>,
    /// Serial number: contents of the INTEGER.
    pub serial: Vec<u8>,
}

impl CertId {
    /// The one of `certificate`, issued by `issuer`.
    #[must_use]
    pub fn of(certificate: &Certificate, issuer: &Certificate, digest: DigestAlgorithm) -> Self {
        let hash = |bytes: &[u8]| crypto::digest(digest, bytes).as_bytes().to_vec();
        Self {
            digest: Ok(digest),
            issuer_name_hash: hash(certificate.issuer().der()),
            issuer_key_hash: hash(key_bits(issuer)),
            serial: certificate.serial().to_vec(),
        }
    }

    /// Whether it names `certificate`, issued by `issuer`; hashed anew with its own hash function.
    #[must_use]
    pub fn matches(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let Ok(digest) = self.digest else { return false };
        let hashes_to =
            |bytes: &[u8], hash: &[u8]| crypto::digest(digest, bytes).as_bytes() == hash;
        // The name is written twice, and not always with the same string types.
        let names = [certificate.issuer(), issuer.subject()];
        shortest(&self.serial) == shortest(certificate.serial())
            && names.iter().any(|name| hashes_to(name.der(), &self.issuer_name_hash))
            && hashes_to(key_bits(issuer), &self.issuer_key_hash)
    }

    /// Reads the SEQUENCE.
    pub(super) fn read(element: &Element<'_>) -> Result<Self, BerError> {
        let mut fields = element.reader();
        let digest = AlgorithmId::read(&fields.expect(id::SEQUENCE)?)?.digest();
        let issuer_name_hash = fields.octet_string()?.into_owned();
        let issuer_key_hash = fields.octet_string()?.into_owned();
        let serial = fields.expect(id::INTEGER)?.content.to_vec();
        fields.finish()?;
        Ok(Self { digest, issuer_name_hash, issuer_key_hash, serial })
    }

    /// DER. The hash function carries NULL parameters as OpenSSL writes them: responders that
    /// answer from a table of ready responses compare the bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let digest = self.digest.as_ref().copied().unwrap_or(DigestAlgorithm::Sha1);
        encode::sequence(&[
            &encode::sequence(&[&encode::oid(digest.oid()), &encode::NULL]),
            &encode::octet_string(&self.issuer_name_hash),
            &encode::octet_string(&self.issuer_key_hash),
            &encode::tlv(id::INTEGER, &[&self.serial]),
        ])
    }
}

/// The contents of subjectPublicKey without the count of unused bits.
pub(super) fn key_bits(certificate: &Certificate) -> &[u8] {
    let read = || -> Result<&[u8], BerError> {
        let mut spki = Reader::new(certificate.spki_der()).expect(id::SEQUENCE)?.reader();
        spki.expect(id::SEQUENCE)?;
        spki.expect(id::BIT_STRING)?.whole_bits()
    };
    read().unwrap_or_default()
}
