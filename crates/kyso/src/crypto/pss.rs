//! EMSA-PSS verification where MGF1 hashes with another function than the message (RFC 8017
//! §9.1.2). The `rsa` crate has one function for both; old Java signers write SHA-256 with
//! MGF1-SHA-1.

use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPublicKey};

use super::{Digest, Hasher, digest};
use crate::DigestAlgorithm;

/// `Some` when the value is a signature over the message with this digest.
pub(super) fn verify_with_other_mgf(
    key: &RsaPublicKey,
    message: &Digest,
    mgf: DigestAlgorithm,
    salt_len: usize,
    signature: &[u8],
) -> Option<()> {
    // RFC 8017 §8.1.2, steps 1 and 2.
    if signature.len() != key.size() {
        return None;
    }
    let bits = usize::try_from(key.n().bits()).ok()?;
    let value = BoxedUint::from_be_slice(signature, key.n_bits_precision()).ok()?;
    if value >= *key.n().as_ref() {
        return None;
    }
    let number = rsa::hazmat::rsa_encrypt(key, &value).ok()?.to_be_bytes();
    let em_bits = bits.checked_sub(1)?;
    let em_len = em_bits.div_ceil(8);
    let (excess, encoded) = number.split_at_checked(number.len().checked_sub(em_len)?)?;
    if excess.iter().any(|byte| *byte != 0) {
        return None;
    }
    check_encoding(encoded, em_bits, message, mgf, salt_len)
}

/// RFC 8017 §9.1.2, steps 3 to 14.
fn check_encoding(
    encoded: &[u8],
    em_bits: usize,
    message: &Digest,
    mgf: DigestAlgorithm,
    salt_len: usize,
) -> Option<()> {
    let hash_len = message.as_bytes().len();
    let (trailer, rest) = encoded.split_last()?;
    let (masked, hash) = rest.split_at_checked(rest.len().checked_sub(hash_len)?)?;
    let unused = 8 * encoded.len() - em_bits;
    let top = 0xff_u8.checked_shr(u32::try_from(unused).ok()?)?;
    if *trailer != 0xbc || masked.first()? & !top != 0 {
        return None;
    }
    let mask = mgf1(mgf, hash, masked.len());
    let mut block: Vec<u8> = masked.iter().zip(&mask).map(|(a, b)| a ^ b).collect();
    *block.first_mut()? &= top;
    let (padding, salt) = block.split_at_checked(block.len().checked_sub(salt_len)?)?;
    let (one, zeros) = padding.split_last()?;
    if *one != 1 || zeros.iter().any(|byte| *byte != 0) {
        return None;
    }
    let mut hasher = Hasher::new(message.algorithm());
    hasher.update(&[0; 8]);
    hasher.update(message.as_bytes());
    hasher.update(salt);
    (hasher.finish().as_bytes() == hash).then_some(())
}

/// MGF1 (RFC 8017 §B.2.1).
fn mgf1(algorithm: DigestAlgorithm, seed: &[u8], len: usize) -> Vec<u8> {
    let mut mask = Vec::with_capacity(len + algorithm.output_len());
    let mut counter = 0_u32;
    while mask.len() < len {
        let block = digest(algorithm, &[seed, &counter.to_be_bytes()].concat());
        mask.extend_from_slice(block.as_bytes());
        counter += 1;
    }
    mask.truncate(len);
    mask
}
