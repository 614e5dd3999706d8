//! Signature values and algorithms as services write them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso::crypto::KeyKind;
use kyso::x509::Certificate;
use kyso::{DigestAlgorithm, SignatureAlgorithm};

/// What a remote key signs with, known by its certificate, the usual one first.
pub(crate) fn algorithms(certificate: &Certificate) -> Vec<SignatureAlgorithm> {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    match certificate.key_kind() {
        Ok(KeyKind::Rsa { bits }) if (2048..=8192).contains(&bits) => {
            [SignatureAlgorithm::RsaPkcs1, SignatureAlgorithm::rsa_pss]
                .into_iter()
                .flat_map(|scheme: fn(DigestAlgorithm) -> _| [Sha256, Sha384, Sha512].map(scheme))
                .collect()
        }
        Ok(KeyKind::P256) => vec![SignatureAlgorithm::Ecdsa(Sha256)],
        Ok(KeyKind::P384) => vec![SignatureAlgorithm::Ecdsa(Sha384)],
        Ok(KeyKind::P521) => vec![SignatureAlgorithm::Ecdsa(Sha512)],
        _ => Vec::new(),
    }
}

const RSA: &str = "1.2.840.113549.1.1.1";
const PSS: &str = "1.2.840.113549.1.1.10";
const EC: &str = "1.2.840.10045.2.1";

/// The OID of the signature algorithm, and the base64 of its parameters where it has some.
pub(crate) fn oids(algorithm: SignatureAlgorithm) -> Option<(&'static str, Option<String>)> {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(Sha256) => ("1.2.840.113549.1.1.11", None),
        SignatureAlgorithm::RsaPkcs1(Sha384) => ("1.2.840.113549.1.1.12", None),
        SignatureAlgorithm::RsaPkcs1(Sha512) => ("1.2.840.113549.1.1.13", None),
        SignatureAlgorithm::Ecdsa(Sha256) => ("1.2.840.10045.4.3.2", None),
        SignatureAlgorithm::Ecdsa(Sha384) => ("1.2.840.10045.4.3.3", None),
        SignatureAlgorithm::Ecdsa(Sha512) => ("1.2.840.10045.4.3.4", None),
        SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_len } if digest == mgf_digest => {
            (PSS, Some(STANDARD.encode(pss_parameters(digest, salt_len)?)))
        }
        _ => return None,
    })
}

/// RSASSA-PSS-params (RFC 4055 §3.1), DER.
fn pss_parameters(digest: DigestAlgorithm, salt_len: usize) -> Option<Vec<u8>> {
    const MGF1: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 8];
    let oid = digest.oid();
    let hash = tagged(0x30, &[&tagged(6, &[oid.as_bytes()])?, &[5, 0]])?;
    let mgf = tagged(0x30, &[&MGF1, &hash])?;
    let salt = tagged(2, &[&[u8::try_from(salt_len).ok().filter(|len| *len < 0x80)?]])?;
    tagged(0x30, &[&tagged(0xa0, &[&hash])?, &tagged(0xa1, &[&mgf])?, &tagged(0xa2, &[&salt])?])
}

fn tagged(tag: u8, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let content = parts.concat();
    let len = u8::try_from(content.len()).ok().filter(|len| *len < 0x80)?;
    Some([[tag, len].as_slice(), &content].concat())
}

/// The algorithms that `key/algo` of a credential leaves; what it does not speak of stays.
pub(crate) fn allowed(all: Vec<SignatureAlgorithm>, named: &[String]) -> Vec<SignatureAlgorithm> {
    if named.is_empty() {
        return all;
    }
    let fits = |algorithm: &SignatureAlgorithm| {
        let general = match algorithm {
            SignatureAlgorithm::RsaPkcs1(_) => RSA,
            SignatureAlgorithm::Ecdsa(_) => EC,
            _ => "",
        };
        let own = oids(*algorithm).map_or("", |(oid, _)| oid);
        named.iter().any(|name| name == general || name == own)
    };
    all.into_iter().filter(fits).collect()
}

/// The value as CMS has it: some services give r and s of ECDSA one after the other.
pub(crate) fn as_cms(value: Vec<u8>, algorithm: SignatureAlgorithm) -> Vec<u8> {
    let SignatureAlgorithm::Ecdsa(_) = algorithm else { return value };
    let is_der = matches!(value.as_slice(), [0x30, len, rest @ ..] if usize::from(*len) == rest.len())
        || matches!(value.as_slice(), [0x30, 0x81, len, rest @ ..] if usize::from(*len) == rest.len());
    if is_der || ![64, 96, 132].contains(&value.len()) {
        return value;
    }
    let (r, s) = value.split_at(value.len() / 2);
    let content = [integer(r), integer(s)].concat();
    let len = u8::try_from(content.len()).unwrap_or(u8::MAX);
    let head: &[u8] = if len < 0x80 { &[0x30, len] } else { &[0x30, 0x81, len] };
    [head, &content].concat()
}

/// An INTEGER of at most 67 bytes, DER.
fn integer(big_endian: &[u8]) -> Vec<u8> {
    let zeros = big_endian.iter().take_while(|byte| **byte == 0).count();
    let digits = big_endian.get(zeros..).unwrap_or_default();
    let sign: &[u8] = if digits.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
    let len = u8::try_from(sign.len() + digits.len()).unwrap_or(u8::MAX);
    [&[2, len], sign, digits].concat()
}

#[cfg(test)]
mod tests {
    use kyso::{DigestAlgorithm, SignatureAlgorithm};

    use super::{as_cms, pss_parameters};

    #[test]
    fn raw_values_of_ecdsa_become_der() {
        let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
        let mut raw = [0; 64];
        (raw[0], raw[63]) = (0x80, 1);
        let der = as_cms(raw.to_vec(), algorithm);
        assert_eq!(der[..5], [0x30, 38, 2, 33, 0]);
        assert_eq!(der[37..], [2, 1, 1]);
        assert_eq!(as_cms(der.clone(), algorithm), der);
    }

    #[test]
    fn parameters_of_pss_are_those_of_the_standard() {
        let der = pss_parameters(DigestAlgorithm::Sha256, 32).expect("short");
        assert_eq!((der.len(), der[..2].to_vec()), (54, vec![0x30, 52]));
        assert_eq!(der[49..], [0xa2, 3, 2, 1, 32]);
    }
}
