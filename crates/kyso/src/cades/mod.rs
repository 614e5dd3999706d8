//! Files with CMS signatures beside or around them: CAdES (EN 319 122-1), CMS (RFC 5652) and
//! PKCS#7.

mod archive;
mod attributes;
mod content;
mod document;
mod file;
pub(crate) mod oids;
mod parts;

pub(crate) use archive::{HashIndex, MemberHashes, attribute as archive_attribute, hash_of_value};
pub(crate) use attributes::{Claimed, Claims, claimed_roles};
pub use attributes::{Commitment, PolicyId};
pub(crate) use content::Content;
pub use document::CadesDocument;
pub(crate) use document::Given;
pub(crate) use file::{CmsFile, is_cms, is_pem};
pub(crate) use parts::{Holding, Parts, SignerParts};

use crate::DigestAlgorithm;
use crate::cms::SignerInfo;
use crate::crypto;

/// What a signature is called in reports: out of what was signed, so that it stays the same
/// whatever comes beside it.
pub(crate) fn id_of(to_be_signed: &[u8]) -> String {
    let digest = crypto::digest(DigestAlgorithm::Sha256, to_be_signed);
    let digits = crate::x509::hex(digest.as_bytes());
    format!("S-{}", digits.get(..16).unwrap_or_default())
}

/// The same of one that is there; out of its value where nothing else was signed by itself.
pub(crate) fn signature_id(signer: &SignerInfo) -> String {
    match &signer.signed_attrs {
        Some(attributes) => id_of(attributes.to_be_signed()),
        None => id_of(&signer.signature),
    }
}

#[cfg(test)]
mod tests;
