//! Verifies with the RustCrypto crates what the backend cannot: old hashes, RSA under 2048 or
//! over 8192 bits, unusual PSS parameters, more curves, and digests in the place of messages.
//!
//! Public values only: no private key ever comes here (RUSTSEC-2023-0071).

use rsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPublicKey as Key};

use super::public_key::{KeyKind, PublicKey, RsaPublicKey};
use super::{Digest, VerifyFault, pss};
use crate::limits::MAX_RSA_BITS;
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// RSA keys under this prove nothing at all; 1024 is what the oldest archives hold.
const MIN_RSA_BITS: usize = 1024;

/// Verifies `signature` over a message with this digest.
pub(super) fn verify(
    key: &PublicKey<'_>,
    algorithm: SignatureAlgorithm,
    digest: &Digest,
    signature: &[u8],
) -> Result<(), VerifyFault> {
    let unsupported = VerifyFault::Unsupported { key: key.kind(), algorithm };
    match (key, algorithm) {
        (PublicKey::Rsa(rsa), SignatureAlgorithm::RsaPkcs1(hash)) => {
            let key = rsa_key(rsa).ok_or(unsupported)?;
            key.verify(pkcs1(hash), digest.as_bytes(), signature).map_err(|_| VerifyFault::Mismatch)
        }
        (
            PublicKey::Rsa(rsa),
            SignatureAlgorithm::RsaPss { digest: hash, mgf_digest, salt_len },
        ) => {
            let key = rsa_key(rsa).ok_or(unsupported)?;
            let verified = if hash == mgf_digest {
                verify_pss(&key, hash, salt_len, digest.as_bytes(), signature)
            } else {
                pss::verify_with_other_mgf(&key, digest, mgf_digest, salt_len, signature)
            };
            verified.ok_or(VerifyFault::Mismatch)
        }
        (PublicKey::Ec { kind, point }, SignatureAlgorithm::Ecdsa(_)) => {
            ecdsa(*kind, point, digest.as_bytes(), signature).ok_or(unsupported)?
        }
        _ => Err(unsupported),
    }
}

/// Whether the key is one at all: its point on its curve, its modulus within bounds.
pub(super) fn is_valid(key: &PublicKey<'_>) -> bool {
    match key {
        PublicKey::Rsa(rsa) => rsa_key(rsa).is_some(),
        // The digest and the value are of no matter when the point is refused first.
        PublicKey::Ec { kind, point } => {
            ecdsa(*kind, point, &[0; 32], &[]) != Some(Err(VerifyFault::BadKey))
        }
        PublicKey::Ed25519(_) | PublicKey::Unknown(_) => true,
    }
}

fn rsa_key(rsa: &RsaPublicKey<'_>) -> Option<Key> {
    let number = |digits: &[u8]| {
        let bits = u32::try_from(digits.len().checked_mul(8)?).ok()?;
        BoxedUint::from_be_slice(digits, bits).ok()
    };
    // A public exponent may be as long as the modulus, and then costs what a private operation
    // does: as elsewhere, 33 bits are the limit.
    rsa.small_exponent()?;
    let (n, e) = (number(rsa.modulus)?, number(rsa.exponent)?);
    Key::new_with_size_limits(n, e, MIN_RSA_BITS..=MAX_RSA_BITS).ok()
}

fn pkcs1(digest: DigestAlgorithm) -> Pkcs1v15Sign {
    match digest {
        DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<sha1::Sha1>(),
        DigestAlgorithm::Sha224 => Pkcs1v15Sign::new::<sha2::Sha224>(),
        DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
        DigestAlgorithm::Sha3_256 => Pkcs1v15Sign::new::<sha3::Sha3_256>(),
        DigestAlgorithm::Sha3_384 => Pkcs1v15Sign::new::<sha3::Sha3_384>(),
        DigestAlgorithm::Sha3_512 => Pkcs1v15Sign::new::<sha3::Sha3_512>(),
    }
}

fn verify_pss(
    key: &Key,
    hash: DigestAlgorithm,
    salt_len: usize,
    digest: &[u8],
    signature: &[u8],
) -> Option<()> {
    // The crate subtracts without checking when hash and salt do not fit the modulus.
    let room = rsa::traits::PublicKeyParts::size(key);
    if hash.output_len().checked_add(salt_len)?.checked_add(2)? > room {
        return None;
    }
    macro_rules! with {
        ($hash:ty) => {
            key.verify(Pss::<$hash>::new_with_salt(salt_len), digest, signature)
        };
    }
    match hash {
        DigestAlgorithm::Sha1 => with!(sha1::Sha1),
        DigestAlgorithm::Sha224 => with!(sha2::Sha224),
        DigestAlgorithm::Sha256 => with!(sha2::Sha256),
        DigestAlgorithm::Sha384 => with!(sha2::Sha384),
        DigestAlgorithm::Sha512 => with!(sha2::Sha512),
        DigestAlgorithm::Sha3_256 => with!(sha3::Sha3_256),
        DigestAlgorithm::Sha3_384 => with!(sha3::Sha3_384),
        DigestAlgorithm::Sha3_512 => with!(sha3::Sha3_512),
    }
    .ok()
}

/// `None` for a curve that nothing here knows.
fn ecdsa(
    kind: KeyKind,
    point: &[u8],
    digest: &[u8],
    signature: &[u8],
) -> Option<Result<(), VerifyFault>> {
    macro_rules! with {
        ($curve:ty) => {{
            let Ok(key) = ecdsa::VerifyingKey::<$curve>::from_sec1_bytes(point) else {
                return Some(Err(VerifyFault::BadKey));
            };
            ecdsa::Signature::<$curve>::from_der(signature)
                .and_then(|value| key.verify_prehash(digest, &value))
                .map_err(|_| VerifyFault::Mismatch)
        }};
    }
    Some(match kind {
        KeyKind::P256 => with!(p256::NistP256),
        KeyKind::P384 => with!(p384::NistP384),
        KeyKind::P521 => with!(p521::NistP521),
        KeyKind::BrainpoolP256r1 => with!(bp256::BrainpoolP256r1),
        KeyKind::BrainpoolP384r1 => with!(bp384::BrainpoolP384r1),
        _ => return None,
    })
}
