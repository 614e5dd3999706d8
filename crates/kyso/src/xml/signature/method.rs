//! `ds:SignatureMethod` and its parameters (xmldsig-core1 §4.4.2, RFC 9231 §2.3.9).

use super::children::Children;
use super::read::{algorithm_attribute, digest_method};
use super::{DSIG, SignatureError, SignatureMethod};
use crate::xml::algorithm::{MGF1, PSS_NAMESPACE, RSA_PSS, is_dsa, is_hmac};
use crate::xml::tree::{NodeId, Tree};
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Reads the element `node`. A known algorithm has exactly the parameters that it knows.
pub(super) fn read(tree: &Tree, node: NodeId) -> Result<SignatureMethod, SignatureError> {
    let uri = algorithm_attribute(tree, node, "SignatureMethod")?.to_owned();
    if uri == RSA_PSS {
        return pss(tree, node).map(SignatureMethod::Known);
    }
    if let Some(algorithm) = SignatureAlgorithm::from_xml_uri(&uri) {
        Children::new(tree, node, "SignatureMethod").finish()?;
        return Ok(SignatureMethod::Known(algorithm));
    }
    Ok(if is_hmac(&uri) {
        SignatureMethod::Hmac { uri }
    } else if is_dsa(&uri) {
        SignatureMethod::Dsa { uri }
    } else {
        SignatureMethod::Unknown { uri }
    })
}

/// Parameters left out are SHA-256, MGF1 with SHA-256, a salt as long as the digest. A digest
/// without a mask generation function is refused: the two defaults disagree then.
fn pss(tree: &Tree, node: NodeId) -> Result<SignatureAlgorithm, SignatureError> {
    let malformed =
        || SignatureError::Parameters { algorithm: RSA_PSS.into(), span: tree.span(node) };
    let mut outer = Children::new(tree, node, "SignatureMethod");
    let parameters = outer.optional(PSS_NAMESPACE, "RSAPSSParams")?;
    outer.finish()?;
    let Some(parameters) = parameters else {
        return Ok(SignatureAlgorithm::rsa_pss(DigestAlgorithm::Sha256));
    };
    let mut inner = Children::new(tree, parameters, "RSAPSSParams");
    let digest = match inner.optional(DSIG, "DigestMethod")? {
        Some(method) => known_digest(tree, method)?.ok_or_else(malformed)?,
        None => DigestAlgorithm::Sha256,
    };
    let mgf_digest = match inner.optional(PSS_NAMESPACE, "MaskGenerationFunction")? {
        Some(function) => mask_digest(tree, function)?.ok_or_else(malformed)?,
        None if digest == DigestAlgorithm::Sha256 => digest,
        None => return Err(malformed()),
    };
    let salt_len = match inner.optional(PSS_NAMESPACE, "SaltLength")? {
        Some(salt) => number(tree, salt)?.ok_or_else(malformed)?,
        None => digest.output_len(),
    };
    if let Some(trailer) = inner.optional(PSS_NAMESPACE, "TrailerField")?
        && number(tree, trailer)? != Some(1)
    {
        return Err(malformed());
    }
    inner.finish()?;
    Ok(SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_len })
}

fn mask_digest(tree: &Tree, node: NodeId) -> Result<Option<DigestAlgorithm>, SignatureError> {
    if tree.attribute(node, "", "Algorithm").is_some_and(|uri| uri != MGF1) {
        return Ok(None);
    }
    let mut children = Children::new(tree, node, "MaskGenerationFunction");
    let digest = match children.optional(DSIG, "DigestMethod")? {
        Some(method) => known_digest(tree, method)?,
        None => Some(DigestAlgorithm::Sha256),
    };
    children.finish()?;
    Ok(digest)
}

fn known_digest(tree: &Tree, node: NodeId) -> Result<Option<DigestAlgorithm>, SignatureError> {
    Ok(digest_method(tree, node)?.algorithm)
}

/// A number of at most four digits: no salt is longer than a modulus.
fn number(tree: &Tree, node: NodeId) -> Result<Option<usize>, SignatureError> {
    let text = tree.text(node)?;
    let digits = text.trim_matches([' ', '\t', '\r', '\n']);
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    Ok(plain.then(|| digits.parse().ok()).flatten())
}
