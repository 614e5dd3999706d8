//! One table of algorithms: OID ↔ XML URI ↔ name ↔ strength.

use std::fmt;

use const_oid::ObjectIdentifier;

/// A hash function. SHA-1 and SHA-224 are read and reported, never used to sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// SHA-1 (FIPS 180-4), broken for signatures since 2017.
    Sha1,
    /// SHA-224 (FIPS 180-4).
    Sha224,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// SHA3-256 (FIPS 202).
    Sha3_256,
    /// SHA3-384 (FIPS 202).
    Sha3_384,
    /// SHA3-512 (FIPS 202).
    Sha3_512,
}

/// Everything about a hash function that is data.
struct DigestRow {
    algorithm: DigestAlgorithm,
    oid: ObjectIdentifier,
    name: &'static str,
    output_len: usize,
    xml: &'static str,
}

/// Every hash function with its OID, its name in reports, its output in bytes and its identifier
/// in XML (xmldsig-core1 §6.2, RFC 9231 §2.1).
const DIGESTS: [DigestRow; 8] = {
    use DigestAlgorithm as D;
    const fn row(
        algorithm: D,
        oid: &'static str,
        name: &'static str,
        output_len: usize,
        xml: &'static str,
    ) -> DigestRow {
        DigestRow { algorithm, oid: ObjectIdentifier::new_unwrap(oid), name, output_len, xml }
    }
    [
        row(D::Sha1, "1.3.14.3.2.26", "sha1", 20, "http://www.w3.org/2000/09/xmldsig#sha1"),
        row(
            D::Sha224,
            "2.16.840.1.101.3.4.2.4",
            "sha224",
            28,
            "http://www.w3.org/2001/04/xmldsig-more#sha224",
        ),
        row(
            D::Sha256,
            "2.16.840.1.101.3.4.2.1",
            "sha256",
            32,
            "http://www.w3.org/2001/04/xmlenc#sha256",
        ),
        row(
            D::Sha384,
            "2.16.840.1.101.3.4.2.2",
            "sha384",
            48,
            "http://www.w3.org/2001/04/xmldsig-more#sha384",
        ),
        row(
            D::Sha512,
            "2.16.840.1.101.3.4.2.3",
            "sha512",
            64,
            "http://www.w3.org/2001/04/xmlenc#sha512",
        ),
        row(
            D::Sha3_256,
            "2.16.840.1.101.3.4.2.8",
            "sha3-256",
            32,
            "http://www.w3.org/2007/05/xmldsig-more#sha3-256",
        ),
        row(
            D::Sha3_384,
            "2.16.840.1.101.3.4.2.9",
            "sha3-384",
            48,
            "http://www.w3.org/2007/05/xmldsig-more#sha3-384",
        ),
        row(
            D::Sha3_512,
            "2.16.840.1.101.3.4.2.10",
            "sha3-512",
            64,
            "http://www.w3.org/2007/05/xmldsig-more#sha3-512",
        ),
    ]
};

impl DigestAlgorithm {
    fn row(self) -> &'static DigestRow {
        DIGESTS.iter().find(|row| row.algorithm == self).unwrap_or(&DIGESTS[2])
    }

    /// Its OID.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        self.row().oid
    }

    /// The hash function an OID names, if this library knows it.
    #[must_use]
    pub fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        let row = DIGESTS.iter().find(|row| row.oid == oid)?;
        Some(row.algorithm)
    }

    /// Its name in reports and options: `sha256`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The hash function of a name as [`Self::name`] writes it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        DIGESTS.iter().find(|row| row.name == name).map(|row| row.algorithm)
    }

    /// Its identifier in XML signatures: `http://www.w3.org/2001/04/xmlenc#sha256`.
    #[must_use]
    pub fn xml_uri(self) -> &'static str {
        self.row().xml
    }

    /// The hash function an XML identifier names, if this library knows it.
    #[must_use]
    pub fn from_xml_uri(uri: &str) -> Option<Self> {
        DIGESTS.iter().find(|row| row.xml == uri).map(|row| row.algorithm)
    }

    /// Output length in bytes.
    #[must_use]
    pub fn output_len(self) -> usize {
        self.row().output_len
    }

    /// Whether collisions are out of reach today: neither SHA-1 nor SHA-224.
    #[must_use]
    pub fn is_strong(self) -> bool {
        !matches!(self, Self::Sha1 | Self::Sha224)
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A signature algorithm together with its hash function.
///
/// The curve of an ECDSA key is part of the key (RFC 5480), not of the algorithm.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS (RFC 8017 §8.1), the mask generation function being MGF1.
    RsaPss {
        /// Hash of the message.
        digest: DigestAlgorithm,
        /// Hash inside MGF1; the same as `digest` in all but odd signatures.
        mgf_digest: DigestAlgorithm,
        /// Length of the salt in bytes; the output length of `digest` when signing.
        salt_len: usize,
    },
    /// ECDSA (FIPS 186-5 §6) with the signature as the DER sequence of r and s.
    Ecdsa(DigestAlgorithm),
    /// Ed25519 (RFC 8032 §5.1), pure: the message is not hashed before.
    Ed25519,
}

impl SignatureAlgorithm {
    /// RSASSA-PSS as this library signs: MGF1 with the same hash, the salt as long as its output.
    #[must_use]
    pub fn rsa_pss(digest: DigestAlgorithm) -> Self {
        Self::RsaPss { digest, mgf_digest: digest, salt_len: digest.output_len() }
    }

    /// The hash of the message. Ed25519 has SHA-512 inside, and RFC 8419 §2.3 asks for SHA-512 as
    /// the digest beside it.
    #[must_use]
    pub fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss { digest, .. } | Self::Ecdsa(digest) => digest,
            Self::Ed25519 => DigestAlgorithm::Sha512,
        }
    }

    /// Its name in reports: `rsa-pkcs1-sha256`, `rsa-pss-sha384`, `ecdsa-sha256`, `ed25519`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::RsaPkcs1(digest) => format!("rsa-pkcs1-{digest}"),
            Self::RsaPss { digest, .. } => format!("rsa-pss-{digest}"),
            Self::Ecdsa(digest) => format!("ecdsa-{digest}"),
            Self::Ed25519 => "ed25519".into(),
        }
    }

    /// The algorithm of a name as [`Self::name`] writes it; PSS with its usual parameters.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "ed25519" {
            return Some(Self::Ed25519);
        }
        let (family, digest) = name.rsplit_once("-sha")?;
        let digest = DigestAlgorithm::from_name(&format!("sha{digest}"))?;
        match family {
            "rsa-pkcs1" => Some(Self::RsaPkcs1(digest)),
            "rsa-pss" => Some(Self::rsa_pss(digest)),
            "ecdsa" => Some(Self::Ecdsa(digest)),
            _ => None,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{DIGESTS, DigestAlgorithm, SignatureAlgorithm};

    #[test]
    fn digests_are_found_by_oid_by_name_and_by_uri() {
        for digest in DIGESTS.map(|row| row.algorithm) {
            assert_eq!(DigestAlgorithm::from_xml_uri(digest.xml_uri()), Some(digest));
            assert_eq!(DigestAlgorithm::from_oid(digest.oid()), Some(digest));
            assert_eq!(DigestAlgorithm::from_name(digest.name()), Some(digest));
        }
    }

    #[test]
    fn signature_names_round_trip() {
        for algorithm in [
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
            SignatureAlgorithm::rsa_pss(DigestAlgorithm::Sha384),
            SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512),
            SignatureAlgorithm::Ed25519,
        ] {
            assert_eq!(SignatureAlgorithm::from_name(&algorithm.name()), Some(algorithm));
        }
    }
}
