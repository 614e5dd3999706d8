//! AlgorithmIdentifier ↔ the algorithms of this library (RFC 3370, 4055, 5754, 5758, 8419).

use const_oid::ObjectIdentifier;

use super::ber::{BerError, Element, Reader, id};
use super::encode;
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Why an AlgorithmIdentifier names nothing that can be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AlgorithmFault {
    /// A hash function that this library does not know.
    #[error("unknown digest algorithm {oid}")]
    UnknownDigest {
        /// Its object identifier.
        oid: ObjectIdentifier,
    },
    /// A signature algorithm that this library does not know.
    #[error("unknown signature algorithm {oid}")]
    UnknownSignature {
        /// Its object identifier.
        oid: ObjectIdentifier,
    },
    /// Parameters that the algorithm does not allow.
    #[error("parameters of algorithm {oid} malformed")]
    Parameters {
        /// The object identifier of the algorithm.
        oid: ObjectIdentifier,
    },
    /// A signature algorithm that leaves the hash to a digest algorithm which is unknown or, in a
    /// certificate, has no place (`rsaEncryption`, `id-ecPublicKey`).
    #[error("algorithm {oid} leaves the digest open")]
    NoDigest {
        /// The object identifier of the algorithm.
        oid: ObjectIdentifier,
    },
    /// The two places of a certificate that name the signature algorithm differ (RFC 5280
    /// §4.1.1.2).
    #[error("the certificate names two different signature algorithms")]
    InnerOuterDiffer,
}

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-RSASSA-PSS, of signatures and of keys.
pub(crate) const RSASSA_PSS: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Identifiers that fix both the scheme and the hash.
const NAMED: [(ObjectIdentifier, SignatureAlgorithm); 17] = {
    use DigestAlgorithm as D;
    use SignatureAlgorithm::{Ecdsa, RsaPkcs1};
    [
        (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), RsaPkcs1(D::Sha256)),
        (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), RsaPkcs1(D::Sha384)),
        (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), RsaPkcs1(D::Sha512)),
        (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.14"), RsaPkcs1(D::Sha224)),
        (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"), RsaPkcs1(D::Sha1)),
        // OIW sha1WithRSASignature, still in certificates of old Windows servers.
        (ObjectIdentifier::new_unwrap("1.3.14.3.2.29"), RsaPkcs1(D::Sha1)),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.14"), RsaPkcs1(D::Sha3_256)),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.15"), RsaPkcs1(D::Sha3_384)),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.16"), RsaPkcs1(D::Sha3_512)),
        (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), Ecdsa(D::Sha256)),
        (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), Ecdsa(D::Sha384)),
        (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"), Ecdsa(D::Sha512)),
        (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.1"), Ecdsa(D::Sha224)),
        (ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"), Ecdsa(D::Sha1)),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.10"), Ecdsa(D::Sha3_256)),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.11"), Ecdsa(D::Sha3_384)),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.12"), Ecdsa(D::Sha3_512)),
    ]
};

/// An AlgorithmIdentifier as it stands (RFC 5280 §4.1.1.2): OID and raw parameters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AlgorithmId<'a> {
    pub(crate) oid: ObjectIdentifier,
    pub(crate) parameters: Option<Element<'a>>,
}

impl<'a> AlgorithmId<'a> {
    /// Reads the SEQUENCE `element`.
    pub(crate) fn read(element: &Element<'a>) -> Result<Self, BerError> {
        let mut reader = element.reader();
        let oid = reader.expect(id::OID)?.oid()?;
        let parameters = reader.next()?;
        reader.finish()?;
        Ok(Self { oid, parameters })
    }

    fn parameters_absent_or_null(&self) -> bool {
        self.parameters.is_none_or(|p| p.id == id::NULL && p.content.is_empty())
    }

    /// The hash function it names (RFC 5754 §2: parameters absent or NULL).
    pub(crate) fn digest(&self) -> Result<DigestAlgorithm, AlgorithmFault> {
        let digest = DigestAlgorithm::from_oid(self.oid)
            .ok_or(AlgorithmFault::UnknownDigest { oid: self.oid })?;
        if !self.parameters_absent_or_null() {
            return Err(AlgorithmFault::Parameters { oid: self.oid });
        }
        Ok(digest)
    }

    /// The signature algorithm it names. `digest` is that of the place beside it, for
    /// identifiers that leave the hash open (RFC 3370 §3.2 `rsaEncryption`).
    pub(crate) fn signature(
        &self,
        digest: Option<DigestAlgorithm>,
    ) -> Result<SignatureAlgorithm, AlgorithmFault> {
        let oid = self.oid;
        let bad = AlgorithmFault::Parameters { oid };
        if oid == RSASSA_PSS {
            let parameters = self.parameters.ok_or(AlgorithmFault::Parameters { oid })?;
            return pss_parameters(&parameters).map_err(|_| bad);
        }
        let found = if oid == ED25519 {
            // RFC 8410 §3: parameters must be absent.
            return if self.parameters.is_none() {
                Ok(SignatureAlgorithm::Ed25519)
            } else {
                Err(bad)
            };
        } else if oid == RSA_ENCRYPTION {
            SignatureAlgorithm::RsaPkcs1(digest.ok_or(AlgorithmFault::NoDigest { oid })?)
        } else if oid == EC_PUBLIC_KEY {
            // Not allowed by RFC 5753, written by some smart-card software, at times with the
            // curve as parameters.
            return digest.map(SignatureAlgorithm::Ecdsa).ok_or(AlgorithmFault::NoDigest { oid });
        } else {
            NAMED
                .iter()
                .find(|row| row.0 == oid)
                .map(|row| row.1)
                .ok_or(AlgorithmFault::UnknownSignature { oid })?
        };
        if self.parameters_absent_or_null() { Ok(found) } else { Err(bad) }
    }
}

/// Reads RSASSA-PSS-params (RFC 4055 §3.1): fields left out are SHA-1, MGF1 with SHA-1, 20.
pub(crate) fn pss_parameters(element: &Element<'_>) -> Result<SignatureAlgorithm, BerError> {
    if element.id != id::SEQUENCE {
        return Err(element.malformed());
    }
    let (mut digest, mut mgf_digest) = (DigestAlgorithm::Sha1, DigestAlgorithm::Sha1);
    let mut salt_len = 20;
    let mut reader = element.reader();
    if let Some(field) = reader.optional(id::context_constructed(0))? {
        digest = digest_of(&mut field.reader())?;
    }
    if let Some(field) = reader.optional(id::context_constructed(1))? {
        let sequence = field.reader().expect(id::SEQUENCE)?;
        let mut mgf = sequence.reader();
        if mgf.expect(id::OID)?.oid()? != MGF1 {
            return Err(sequence.malformed());
        }
        mgf_digest = digest_of(&mut mgf)?;
    }
    if let Some(field) = reader.optional(id::context_constructed(2))? {
        let value = field.reader().expect(id::INTEGER)?.unsigned()?;
        salt_len = usize::try_from(value).map_err(|_| field.malformed())?;
    }
    if let Some(field) = reader.optional(id::context_constructed(3))?
        && field.reader().expect(id::INTEGER)?.unsigned()? != 1
    {
        return Err(field.malformed());
    }
    reader.finish()?;
    Ok(SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_len })
}

fn digest_of(reader: &mut Reader<'_>) -> Result<DigestAlgorithm, BerError> {
    let element = reader.expect(id::SEQUENCE)?;
    AlgorithmId::read(&element)?.digest().map_err(|_| element.malformed())
}

/// The AlgorithmIdentifier of a hash function, parameters absent (RFC 5754 §2).
pub(crate) fn encode_digest(digest: DigestAlgorithm) -> Vec<u8> {
    encode::sequence(&[&encode::oid(digest.oid())])
}

/// The AlgorithmIdentifier of a signature algorithm. Hash functions inside PSS parameters carry
/// NULL as RFC 4055 §2.1 asks.
///
/// `None` for a hash that has no identifier together with this scheme.
pub(crate) fn encode_signature(algorithm: SignatureAlgorithm) -> Option<Vec<u8>> {
    let hash =
        |digest: DigestAlgorithm| encode::sequence(&[&encode::oid(digest.oid()), &encode::NULL]);
    let explicit = |n: u8, value: &[u8]| encode::tlv(id::context_constructed(n), &[value]);
    match algorithm {
        SignatureAlgorithm::Ed25519 => Some(encode::sequence(&[&encode::oid(ED25519)])),
        SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_len } => {
            let mgf = encode::sequence(&[&encode::oid(MGF1), &hash(mgf_digest)]);
            let salt_len = u64::try_from(salt_len).ok()?;
            // DER leaves out what equals its default (X.690 §11.5).
            let mut parts = Vec::new();
            if digest != DigestAlgorithm::Sha1 {
                parts.extend(explicit(0, &hash(digest)));
            }
            if mgf_digest != DigestAlgorithm::Sha1 {
                parts.extend(explicit(1, &mgf));
            }
            if salt_len != 20 {
                parts.extend(explicit(2, &encode::unsigned(salt_len)));
            }
            Some(encode::sequence(&[&encode::oid(RSASSA_PSS), &encode::sequence(&[&parts])]))
        }
        _ => {
            let row = NAMED.iter().find(|row| row.1 == algorithm)?;
            let oid = encode::oid(row.0);
            // RFC 4055 §5: NULL with RSA; RFC 5758 §3.2: absent with ECDSA.
            Some(match algorithm {
                SignatureAlgorithm::RsaPkcs1(_) => encode::sequence(&[&oid, &encode::NULL]),
                _ => encode::sequence(&[&oid]),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AlgorithmFault, AlgorithmId, NAMED, Reader, encode, encode_signature, id};
    use crate::{DigestAlgorithm as D, SignatureAlgorithm as S};

    fn read(der: &[u8], digest: Option<D>) -> Result<S, AlgorithmFault> {
        let element = Reader::new(der).expect(id::SEQUENCE).unwrap();
        AlgorithmId::read(&element).unwrap().signature(digest)
    }

    #[test]
    fn what_is_written_is_read() {
        let odd = S::RsaPss { digest: D::Sha256, mgf_digest: D::Sha1, salt_len: 20 };
        let named = NAMED.iter().map(|row| row.1);
        for algorithm in named.chain([S::Ed25519, S::rsa_pss(D::Sha384), S::rsa_pss(D::Sha1), odd])
        {
            assert_eq!(read(&encode_signature(algorithm).unwrap(), None), Ok(algorithm));
        }
    }

    #[test]
    fn rsa_encryption_takes_the_digest_beside_it() {
        let der = encode::sequence(&[&encode::oid(super::RSA_ENCRYPTION), &encode::NULL]);
        assert_eq!(read(&der, Some(D::Sha384)), Ok(S::RsaPkcs1(D::Sha384)));
        let oid = super::RSA_ENCRYPTION;
        assert_eq!(read(&der, None), Err(AlgorithmFault::NoDigest { oid }));
    }

    #[test]
    fn parameters_that_do_not_belong_are_refused() {
        let oid = super::ED25519;
        let der = encode::sequence(&[&encode::oid(oid), &encode::NULL]);
        assert_eq!(read(&der, None), Err(AlgorithmFault::Parameters { oid }));
        let oid = super::RSASSA_PSS;
        let der = encode::sequence(&[&encode::oid(oid)]);
        assert_eq!(read(&der, None), Err(AlgorithmFault::Parameters { oid }));
    }
}
