//! What the library refused, in the reader's language: its typed facts put into texts.

use kyso::key::KeyError;
use kyso::pdf::PdfError;
use kyso::x509::CertificateError;
use kyso::{Error, SignError};

use crate::i18n::{Arg, Message, msg};

/// The text for an error about `file`.
pub(crate) fn explain(error: &Error, file: &str) -> Message {
    match error {
        Error::Io(error) => msg::error_read(error.to_string(), file),
        Error::Pdf(error) => pdf(error, file),
        Error::Key(error) => key(error, file),
        Error::Certificate(error) => certificate(error, file),
        Error::Sign(error) => sign(error, file),
        other => msg::error_other(other.to_string(), file),
    }
}

fn sign(error: &SignError, file: &str) -> Message {
    match error {
        SignError::CertificateExpired { subject, not_after } => {
            msg::core_certificate_expired(subject, *not_after)
        }
        SignError::CertificateNotYetValid { subject, not_before } => {
            msg::core_certificate_not_yet_valid(subject, *not_before)
        }
        SignError::UsageForbidden { extension } => msg::core_usage_forbidden(*extension),
        SignError::CertificationForbids { field } => msg::core_certification_forbids(field, file),
        SignError::ValueMismatch => msg::core_value_mismatch(file),
        SignError::StateInvalid { fault } => msg::core_state_invalid(*fault, file),
        SignError::Pdf(error) => pdf(error, file),
        SignError::Key(error) => key(error, file),
        SignError::Io(error) => msg::error_read(error.to_string(), file),
        other => msg::error_other(other.to_string(), file),
    }
}

fn pdf(error: &PdfError, file: &str) -> Message {
    match error {
        PdfError::NotPdf => msg::core_not_pdf(file),
        PdfError::Empty => msg::core_empty(file),
        PdfError::Encrypted => msg::core_encrypted(file),
        PdfError::Io { kind, .. } => msg::error_read(kind.to_string(), file),
        PdfError::Truncated { offset }
        | PdfError::MissingStartXref { from: offset }
        | PdfError::Shrank { offset, .. } => msg::core_truncated(file, *offset),
        PdfError::FieldSigned { name } => msg::core_field_signed(name, file),
        PdfError::NotASignatureField { name } => msg::core_not_a_signature_field(name, file),
        PdfError::BadFieldName { name } => msg::core_bad_field_name(name),
        PdfError::ContentsTooSmall { needed, room } => msg::core_contents_too_small(*needed, *room),
        PdfError::NestedTooDeep { .. }
        | PdfError::ObjectTooLarge { .. }
        | PdfError::InflatesTooLarge { .. }
        | PdfError::TooManySections { .. }
        | PdfError::TooManyPages { .. }
        | PdfError::TooManyFields { .. }
        | PdfError::FieldsTooDeep { .. }
        | PdfError::FieldNameTooLong { .. }
        | PdfError::FormTooLarge { .. }
        | PdfError::TooMuchWork { .. }
        | PdfError::TooManySignatures { .. }
        | PdfError::SignaturesTooLarge { .. }
        | PdfError::NumbersExhausted { .. }
        | PdfError::OffsetTooLarge { .. } => msg::core_beyond_limits(error.to_string(), file),
        other => damaged(other, file),
    }
}

fn damaged(error: &PdfError, file: &str) -> Message {
    let fault: Arg = match error {
        PdfError::Syntax { fault, .. } => fault.to_string().into(),
        PdfError::BadXref { fault, .. } => fault.to_string().into(),
        other => other.to_string().into(),
    };
    match error.offset() {
        Some(offset) => msg::core_damaged(fault, file, offset),
        None => msg::core_damaged_somewhere(fault, file),
    }
}

fn key(error: &KeyError, file: &str) -> Message {
    match error {
        KeyError::TooLarge { .. } => msg::error_key_file_too_large(file),
        KeyError::Malformed { .. } => msg::core_key_malformed(file),
        KeyError::UnsupportedEncryption { .. } => {
            msg::core_key_encryption_unsupported(error.to_string(), file)
        }
        KeyError::TooExpensive { .. } => msg::core_key_too_expensive(error.to_string(), file),
        KeyError::PassphraseNeeded => msg::core_passphrase_needed(file),
        KeyError::WrongPassphrase => msg::core_wrong_passphrase(file),
        KeyError::NoKey => msg::core_no_key(file),
        KeyError::NoCertificate { .. } => msg::core_no_certificate_for_key(file),
        KeyError::SeveralKeys { keys } => {
            let list = keys.iter().map(|key| format!("{} ({})", key.subject, key.serial));
            msg::core_several_keys(file, list.collect::<Vec<_>>().join("; "))
        }
        KeyError::CertificateMismatch { subject, .. } => {
            msg::core_certificate_mismatch(file, subject.to_string())
        }
        KeyError::Certificate(error) => certificate(error, file),
        other => msg::core_key_refused(other.to_string(), file),
    }
}

fn certificate(error: &CertificateError, file: &str) -> Message {
    match error {
        CertificateError::NoCertificate => msg::error_no_certificate(file),
        other => msg::core_certificate_unreadable(other.to_string(), file),
    }
}
