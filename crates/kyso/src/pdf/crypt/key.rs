//! The file's key: which password it was, and in which of the encodings that programs use.

use zeroize::Zeroizing;

use super::Access;
use super::algorithms::{self, Secret};
use super::dictionary::Standard;
use crate::pdf::error::{EncryptionFault, PdfError};
use crate::pdf::text::pdf_doc_encoded;

/// Finds the key. Without a password the empty one is tried, as the user's alone: a document that
/// everybody may open is nobody's own. One that was given must be right.
pub(super) fn unlock(
    standard: &Standard,
    id: &[u8],
    password: Option<&str>,
) -> Result<(Secret, Access), PdfError> {
    let aes = standard.version == 5;
    let user = |password: &[u8]| {
        if aes {
            algorithms::with_user_aes(standard, password)
        } else {
            algorithms::with_user(standard, id, password)
        }
    };
    let owner = |password: &[u8]| {
        if aes {
            algorithms::with_owner_aes(standard, password)
        } else {
            algorithms::with_owner(standard, id, password)
        }
    };
    let found = match password {
        None => user(&[]).map(|key| (key, Access::User)),
        Some(password) => encodings(password, aes).into_iter().find_map(|password| {
            let opened = owner(&password).map(|key| (key, Access::Owner));
            opened.or_else(|| user(&password).map(|key| (key, Access::User)))
        }),
    };
    let missing =
        if password.is_some() { PdfError::PasswordWrong } else { PdfError::PasswordNeeded };
    let (key, access) = found.ok_or(missing)?;
    if aes && !algorithms::perms_hold(standard, &key) {
        return Err(EncryptionFault::Perms.into());
    }
    Ok((key, access))
}

/// A password as bytes: for AES-256 UTF-8, prepared as the standard asks (RFC 4013) and as typed;
/// before it PDFDocEncoding, and UTF-8, which many programs took all the same.
fn encodings(password: &str, aes: bool) -> Vec<Secret> {
    let typed = Zeroizing::new(password.as_bytes().to_vec());
    let proper = if aes {
        stringprep::saslprep(password).ok().map(|text| text.as_bytes().to_vec())
    } else {
        pdf_doc_encoded(password)
    };
    let mut found: Vec<Secret> = proper.map(Zeroizing::new).into_iter().collect();
    if !found.contains(&typed) {
        found.push(typed);
    }
    found
}
