//! What earlier signatures forbid, found before signing and not by the next verifier (ISO 32000-2
//! §12.8.2).

use super::SignError;
use crate::pdf::{LookError, PdfError, SignatureValue};

/// That signing is allowed at all: a certification, or the lock of a signed field, may allow
/// nothing more. A number that the standard does not know allows nothing.
pub(super) fn may_be_signed(before: &[SignatureValue]) -> Result<(), SignError> {
    let forbids = |one: &&SignatureValue| one.permitted().is_some_and(|p| !matches!(p, 2 | 3));
    match before.iter().find(forbids) {
        Some(found) => Err(SignError::CertificationForbids { field: found.field.clone() }),
        None => Ok(()),
    }
}

/// That no signature locks the field, there or new.
pub(super) fn is_unlocked(before: &[SignatureValue], field: &str) -> Result<(), SignError> {
    let locks = |one: &&SignatureValue| one.field_locks().iter().any(|lock| lock.covers(field));
    match before.iter().find(locks) {
        Some(found) => {
            let (field, by) = (field.to_owned(), found.field.clone());
            Err(SignError::FieldLocked { field, by })
        }
        None => Ok(()),
    }
}

/// That stamps on other pages leave earlier signatures as they are: a certification that allows
/// annotations does (ISO 32000-2 table 257, P = 3).
pub(super) fn may_be_stamped(before: &[SignatureValue]) -> Result<(), SignError> {
    let allowed = before.iter().filter_map(SignatureValue::permitted).min() == Some(3);
    match before.first() {
        Some(first) if !allowed => {
            let field = first.field.clone();
            Err(PdfError::from(LookError::StampsAfterSignature { field }).into())
        }
        _ => Ok(()),
    }
}

/// That nothing was signed before: so a certification asks, and so does a new empty field, which
/// no earlier signature can tell from an attack.
pub(super) fn first_signed(before: &[SignatureValue]) -> Option<String> {
    before.first().map(|first| first.field.clone())
}
