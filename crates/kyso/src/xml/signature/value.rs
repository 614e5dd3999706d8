//! The first of the two steps: the signature value over the canonical `SignedInfo`.

use super::{SignatureMethod, ValueError, XmlSignature};
use crate::SignatureAlgorithm;
use crate::crypto::{self, Message, VerifyFault, ecdsa_form};
use crate::limits::{MAX_SIGNED_INFO_BYTES, MAX_SIGNER_CANDIDATES};
use crate::x509::Certificate;
use crate::xml::c14n::{NodeSet, canonicalize};
use crate::xml::transform::Collect;
use crate::xml::tree::Tree;

/// Proof that the signature value holds over `SignedInfo` with the key it was checked with.
/// References are digested through it and in no other way, so that nobody's document makes a
/// verifier work who has not signed it.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct ValueHolds<'a> {
    tree: &'a Tree,
    signature: &'a XmlSignature,
}

impl<'a> ValueHolds<'a> {
    /// The document.
    #[must_use]
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// The signature whose value holds.
    #[must_use]
    pub fn signature(&self) -> &'a XmlSignature {
        self.signature
    }

    /// For tests of references whose signature method is never checked (HMAC, DSA).
    #[cfg(test)]
    pub(crate) fn assumed(tree: &'a Tree, signature: &'a XmlSignature) -> Self {
        Self { tree, signature }
    }
}

/// Checks the value of `signature`, read from `tree`, with the public key `spki_der`
/// (SubjectPublicKeyInfo, DER).
///
/// # Errors
/// [`ValueError`]; everything but `Ok` means not verified.
pub fn check_value<'a>(
    tree: &'a Tree,
    signature: &'a XmlSignature,
    spki_der: &[u8],
) -> Result<ValueHolds<'a>, ValueError> {
    let (algorithm, message) = to_be_verified(tree, signature)?;
    verify(signature, spki_der, algorithm, &message)?;
    Ok(ValueHolds { tree, signature })
}

/// Checks the value with the key of each of `certificates` in turn, at most
/// [`MAX_SIGNER_CANDIDATES`] of them, and says whose it is.
///
/// # Errors
/// [`ValueError`] of the first of them where none made the value.
pub fn check_value_by<'a, 'c>(
    tree: &'a Tree,
    signature: &'a XmlSignature,
    certificates: impl IntoIterator<Item = &'c Certificate>,
) -> Result<(ValueHolds<'a>, &'c Certificate), ValueError> {
    let (algorithm, message) = to_be_verified(tree, signature)?;
    let mut first = None;
    for certificate in certificates.into_iter().take(MAX_SIGNER_CANDIDATES) {
        match verify(signature, certificate.spki_der(), algorithm, &message) {
            Ok(()) => return Ok((ValueHolds { tree, signature }, certificate)),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or(ValueError::NoCandidate))
}

/// What the value is over, and how it was made.
fn to_be_verified(
    tree: &Tree,
    signature: &XmlSignature,
) -> Result<(SignatureAlgorithm, Vec<u8>), ValueError> {
    let algorithm = match &signature.signed_info.method {
        SignatureMethod::Known(algorithm) => *algorithm,
        SignatureMethod::Hmac { uri }
        | SignatureMethod::Dsa { uri }
        | SignatureMethod::Unknown { uri } => return Err(ValueError::Method { uri: uri.clone() }),
    };
    Ok((algorithm, canonical_signed_info(tree, signature)?))
}

/// The bytes that are signed.
pub(in crate::xml) fn canonical_signed_info(
    tree: &Tree,
    signature: &XmlSignature,
) -> Result<Vec<u8>, ValueError> {
    let info = &signature.signed_info;
    let method =
        info.canonicalization.algorithm.as_ref().ok_or_else(|| ValueError::Canonicalization {
            uri: info.canonicalization.uri.clone(),
        })?;
    let set = NodeSet::Subtree { apex: info.node, comments: true, except: Vec::new() };
    let mut bytes = Collect::new(MAX_SIGNED_INFO_BYTES);
    canonicalize(tree, &set, method, &mut bytes)?;
    bytes.finish().ok_or(ValueError::TooLarge { limit: MAX_SIGNED_INFO_BYTES })
}

fn verify(
    signature: &XmlSignature,
    spki_der: &[u8],
    algorithm: SignatureAlgorithm,
    message: &[u8],
) -> Result<(), ValueError> {
    let value = &signature.value.bytes;
    let message = Message::Whole(message);
    if !matches!(algorithm, SignatureAlgorithm::Ecdsa(_)) {
        return Ok(crypto::verify(spki_der, algorithm, message, value)?);
    }
    let key = crypto::key_kind(spki_der)?;
    let Some(expected) = ecdsa_form::fixed_len(key) else {
        return Err(VerifyFault::KeyDoesNotFit { key, algorithm }.into());
    };
    let der = ecdsa_form::fixed_to_der(key, value)
        .ok_or(ValueError::Length { found: value.len(), expected })?;
    Ok(crypto::verify(spki_der, algorithm, message, &der)?)
}
