//! The only module that touches a crypto library: hashing, verifying, signing.
//!
//! ring does the everyday work, aws-lc-rs instead of it with the feature of that name, and the
//! RustCrypto crates verify what the backend cannot: old hashes, unusual curves and parameters,
//! and signatures over a digest that was computed while streaming.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
mod backend;
mod digest;
pub(crate) mod ecdsa_form;
mod fallback;
mod private_key;
mod pss;
mod public_key;
#[cfg(not(feature = "aws-lc-rs"))]
mod ring;
pub(crate) mod symmetric;

#[cfg(feature = "aws-lc-rs")]
use aws_lc as imp;
#[cfg(not(feature = "aws-lc-rs"))]
use ring as imp;

pub use digest::{Digest, Hasher, digest};
pub(crate) use imp::random;
pub use private_key::PrivateKeyFault;
pub(crate) use private_key::{EcPrivateKey, PrivateKey};
pub use public_key::KeyKind;
pub(crate) use public_key::PublicKey;

use crate::SignatureAlgorithm;
use crate::cms::AlgorithmFault;

/// What a signature is checked against.
#[derive(Clone, Copy, Debug)]
pub enum Message<'a> {
    /// The message itself.
    Whole(&'a [u8]),
    /// Its digest: signatures without signed attributes, over a document that was streamed.
    Digest(&'a Digest),
}

/// Why a signature value was not accepted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyFault {
    /// The public key is malformed or no point of its curve.
    #[error("the public key is malformed")]
    BadKey,
    /// The key is not one for this algorithm.
    #[error("a {key} key does not fit {algorithm}")]
    KeyDoesNotFit {
        /// The kind of the key.
        key: KeyKind,
        /// The algorithm that was asked for.
        algorithm: SignatureAlgorithm,
    },
    /// Nothing here can verify this combination.
    #[error("{algorithm} with a {key} key is not supported")]
    Unsupported {
        /// The kind of the key.
        key: KeyKind,
        /// The algorithm that was asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The algorithm could not be told.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmFault),
    /// The value is no signature of this message by this key.
    #[error("the signature value does not match")]
    Mismatch,
}

/// Verifies `signature` over `message` with the public key `spki_der` (SubjectPublicKeyInfo,
/// RFC 5280 §4.1.2.7, DER). ECDSA signatures are the strict DER of ECDSA-Sig-Value (RFC 3279
/// §2.2.3).
///
/// # Errors
/// [`VerifyFault`]; everything but `Ok` means not verified.
pub fn verify(
    spki_der: &[u8],
    algorithm: SignatureAlgorithm,
    message: Message<'_>,
    signature: &[u8],
) -> Result<(), VerifyFault> {
    let key = PublicKey::parse(spki_der)?;
    key.fits(algorithm)?;
    if let Message::Whole(bytes) = message
        && let Some(verified) = backend::verify(&key, algorithm, bytes, signature)
    {
        return verified;
    }
    let digest = match message {
        _ if algorithm == SignatureAlgorithm::Ed25519 => {
            return Err(VerifyFault::Unsupported { key: key.kind(), algorithm });
        }
        Message::Whole(bytes) => digest(algorithm.digest(), bytes),
        Message::Digest(digest) => *digest,
    };
    if digest.algorithm() != algorithm.digest() {
        return Err(VerifyFault::Mismatch);
    }
    fallback::verify(&key, algorithm, &digest, signature)
}

/// The kind of the public key `spki_der` (SubjectPublicKeyInfo, DER), for reports.
///
/// # Errors
/// [`VerifyFault::BadKey`] when it is malformed.
pub fn key_kind(spki_der: &[u8]) -> Result<KeyKind, VerifyFault> {
    PublicKey::parse(spki_der).map(|key| key.kind())
}

/// Whether a signature by that algorithm can come of the key `spki_der` at all.
///
/// # Errors
/// [`VerifyFault::BadKey`] or [`VerifyFault::Unsupported`].
pub(crate) fn fits(spki_der: &[u8], algorithm: SignatureAlgorithm) -> Result<(), VerifyFault> {
    PublicKey::parse(spki_der)?.fits(algorithm)
}

#[cfg(test)]
mod tests;
