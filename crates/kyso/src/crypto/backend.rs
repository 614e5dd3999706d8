//! What ring and aws-lc-rs share: which of their verifiers takes a key, and what a refusal means.

use super::imp;
use super::public_key::{KeyKind, PublicKey};
use super::{VerifyFault, fallback};
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Verifies with the backend; `None` when this combination is left to the fallback.
pub(super) fn verify(
    key: &PublicKey<'_>,
    algorithm: SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Option<Result<(), VerifyFault>> {
    let (verifier, bytes) = choose(key, algorithm)?;
    Some(imp::verify(verifier, bytes, message, signature).map_err(|()| {
        // The backends do not say why; a key that is no key is another fault than a wrong value.
        if fallback::is_valid(key) { VerifyFault::Mismatch } else { VerifyFault::BadKey }
    }))
}

fn choose<'a>(
    key: &PublicKey<'a>,
    algorithm: SignatureAlgorithm,
) -> Option<(imp::Verifier, &'a [u8])> {
    use SignatureAlgorithm as S;
    match (key, algorithm) {
        (PublicKey::Rsa(rsa), S::RsaPkcs1(_) | S::RsaPss { .. }) => {
            let sizes = 2048..=8192;
            // The backends round the modulus up to bytes; odd sizes go to the fallback.
            if !sizes.contains(&rsa.bits) || rsa.bits % 8 != 0 || rsa.small_exponent()? < 3 {
                return None;
            }
            Some((imp::rsa_verifier(algorithm)?, rsa.pkcs1))
        }
        (PublicKey::Ec { kind, point }, S::Ecdsa(digest)) if point.first() == Some(&4) => {
            Some((imp::ecdsa_verifier(*kind, digest)?, point))
        }
        (PublicKey::Ed25519(bytes), S::Ed25519) => Some((imp::ed25519_verifier(), bytes)),
        _ => None,
    }
}

/// RSA algorithms that both backends sign, preferred first: PKCS#1 v1.5 is what every reader of
/// the last twenty years verifies.
pub(super) fn rsa_algorithms() -> Vec<SignatureAlgorithm> {
    let digests = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512];
    let pkcs1 = digests.iter().map(|d| SignatureAlgorithm::RsaPkcs1(*d));
    pkcs1.chain(digests.iter().map(|d| SignatureAlgorithm::rsa_pss(*d))).collect()
}

/// The one ECDSA algorithm a backend signs with on a curve.
pub(super) fn ecdsa_algorithm(kind: KeyKind) -> Option<SignatureAlgorithm> {
    match kind {
        KeyKind::P256 => Some(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)),
        KeyKind::P384 => Some(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)),
        KeyKind::P521 => Some(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512)),
        _ => None,
    }
}
