//! Identifiers of signature algorithms in XML (xmldsig-core1 §6.4, RFC 9231 §2.3).

use crate::{DigestAlgorithm, SignatureAlgorithm};

/// RSASSA-PSS whose parameters stand in an element of their own (RFC 9231 §2.3.9).
pub(crate) const RSA_PSS: &str = "http://www.w3.org/2007/05/xmldsig-more#rsa-pss";

/// The namespace of those parameters.
pub(crate) const PSS_NAMESPACE: &str = "http://www.w3.org/2007/05/xmldsig-more#";

/// MGF1 inside those parameters (RFC 9231 §2.3.9).
pub(crate) const MGF1: &str = "http://www.w3.org/2007/05/xmldsig-more#MGF1";

/// Every identifier that fixes the scheme and the hash.
const NAMED: [(&str, SignatureAlgorithm); 22] = {
    use DigestAlgorithm as D;
    use SignatureAlgorithm::{Ecdsa, Ed25519, RsaPkcs1};
    [
        ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", RsaPkcs1(D::Sha1)),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha224", RsaPkcs1(D::Sha224)),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", RsaPkcs1(D::Sha256)),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", RsaPkcs1(D::Sha384)),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", RsaPkcs1(D::Sha512)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1", pss(D::Sha1, 20)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha224-rsa-MGF1", pss(D::Sha224, 28)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", pss(D::Sha256, 32)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", pss(D::Sha384, 48)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", pss(D::Sha512, 64)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha3-256-rsa-MGF1", pss(D::Sha3_256, 32)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha3-384-rsa-MGF1", pss(D::Sha3_384, 48)),
        ("http://www.w3.org/2007/05/xmldsig-more#sha3-512-rsa-MGF1", pss(D::Sha3_512, 64)),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", Ecdsa(D::Sha1)),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224", Ecdsa(D::Sha224)),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", Ecdsa(D::Sha256)),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", Ecdsa(D::Sha384)),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", Ecdsa(D::Sha512)),
        ("http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-256", Ecdsa(D::Sha3_256)),
        ("http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-384", Ecdsa(D::Sha3_384)),
        ("http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-512", Ecdsa(D::Sha3_512)),
        ("http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519", Ed25519),
    ]
};

const fn pss(digest: DigestAlgorithm, salt_len: usize) -> SignatureAlgorithm {
    SignatureAlgorithm::RsaPss { digest, mgf_digest: digest, salt_len }
}

impl SignatureAlgorithm {
    /// The algorithm that an XML identifier names by itself. [`Self::RsaPss`] with unusual
    /// parameters has no such identifier.
    #[must_use]
    pub fn from_xml_uri(uri: &str) -> Option<Self> {
        NAMED.iter().find(|row| row.0 == uri).map(|row| row.1)
    }

    /// Its identifier in XML signatures; `None` for unusual parameters of RSASSA-PSS and for
    /// combinations that have none.
    #[must_use]
    pub fn xml_uri(self) -> Option<&'static str> {
        NAMED.iter().find(|row| row.1 == self).map(|row| row.0)
    }
}

/// Whether the identifier is one of HMAC, which is keyed with a shared secret.
pub(crate) fn is_hmac(uri: &str) -> bool {
    ["http://www.w3.org/2000/09/xmldsig#hmac-", "http://www.w3.org/2001/04/xmldsig-more#hmac-"]
        .iter()
        .any(|prefix| uri.starts_with(prefix))
}

/// Whether the identifier is one of DSA.
pub(crate) fn is_dsa(uri: &str) -> bool {
    matches!(
        uri,
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1"
            | "http://www.w3.org/2009/xmldsig11#dsa-sha256"
    )
}

#[cfg(test)]
mod tests {
    use super::{NAMED, is_dsa, is_hmac};
    use crate::{DigestAlgorithm as D, SignatureAlgorithm as S};

    #[test]
    fn what_is_named_is_found_again() {
        for (uri, algorithm) in NAMED {
            assert_eq!(S::from_xml_uri(uri), Some(algorithm));
            assert!(!is_hmac(uri) && !is_dsa(uri));
            assert_eq!(algorithm.xml_uri().and_then(S::from_xml_uri), Some(algorithm));
        }
    }

    #[test]
    fn the_named_pss_is_the_one_this_library_signs_with() {
        for digest in [D::Sha256, D::Sha384, D::Sha512, D::Sha3_256] {
            assert!(S::rsa_pss(digest).xml_uri().is_some());
        }
        let odd = S::RsaPss { digest: D::Sha256, mgf_digest: D::Sha1, salt_len: 20 };
        assert_eq!(odd.xml_uri(), None);
    }
}
