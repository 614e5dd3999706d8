//! Errors: a code, an English text, a byte offset where there is one.

use std::ffi::{CString, c_char};
use std::io;

use kyso::key::KeyError;
use kyso::pdf::PdfError;
use kyso::revocation::EvidenceError;
use kyso::x509::CertificateError;
use kyso::xml::profile::ProfileError;
use kyso::{Error, SignError, SourceError};

use crate::call::{free, output};
use crate::code::*;
use crate::text::c_string;

/// Why a call failed. Whoever got it frees it with kyso_error_free.
///
/// It never changes: any number of threads may read it at once.
pub struct kyso_error {
    code: u32,
    text: CString,
    offset: Option<u64>,
}

impl kyso_error {
    /// Gives the caller an error.
    pub(crate) fn give(fault: Fault) -> *mut Self {
        let Fault { code, text, offset } = fault;
        Box::into_raw(Box::new(Self { code, text: c_string(&text), offset }))
    }
}

/// The code of an error, KYSO_OK for NULL: no error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_error_code(error: *const kyso_error) -> u32 {
    // SAFETY: NULL, or an error that was not freed.
    unsafe { error.as_ref() }.map_or(KYSO_OK, |error| error.code)
}

/// What happened, in English and UTF-8; NULL for NULL. The text is the error's: it lives until
/// kyso_error_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_error_text(error: *const kyso_error) -> *const c_char {
    // SAFETY: NULL, or an error that was not freed.
    unsafe { error.as_ref() }.map_or(std::ptr::null(), |error| error.text.as_ptr())
}

/// Where in the input, in bytes from its start, is written to `offset`. KYSO_ABSENT where the error
/// has no place; KYSO_NULL_POINTER where a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_error_offset(error: *const kyso_error, offset: *mut u64) -> u32 {
    // SAFETY: NULL, or an error that was not freed and a place for a number.
    let (error, place) = unsafe { (error.as_ref(), output(offset, "offset")) };
    match (error, place) {
        (Some(kyso_error { offset: Some(offset), .. }), Ok(place)) => {
            place.put(*offset);
            KYSO_OK
        }
        (Some(_), Ok(_)) => KYSO_ABSENT,
        _ => KYSO_NULL_POINTER,
    }
}

/// Frees an error. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_error_free(error: *mut kyso_error) {
    // SAFETY: NULL, or an error that was not freed.
    unsafe { free(error) };
}

/// Why a call fails, before the caller is told.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: u32,
    pub(crate) text: String,
    pub(crate) offset: Option<u64>,
}

impl Fault {
    pub(crate) fn new(code: u32, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), offset: None }
    }

    /// With the byte where it is.
    pub(crate) fn at(self, offset: u64) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// There is none, and nothing is wrong with that.
    pub(crate) fn absent(what: &str) -> Self {
        Self::new(KYSO_ABSENT, format!("there is no {what}"))
    }

    /// As the text of `error`, under `code`.
    pub(crate) fn of(code: u32, error: &impl std::fmt::Display) -> Self {
        Self::new(code, error.to_string())
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let fault = match &error {
            Error::Io(error) => Self::of(of_io(error.kind()), error),
            Error::Source(error) => Self::of(of_source(error), error),
            Error::Empty => Self::of(KYSO_EMPTY, &error),
            Error::UnknownFormat => Self::of(KYSO_UNKNOWN_FORMAT, &error),
            Error::Pdf(error) => Self::of(of_pdf(error), error),
            Error::Xml(error) => Self::of(KYSO_XML, error),
            Error::Container(error) => Self::of(KYSO_CONTAINER, error),
            Error::Key(error) => Self::of(of_key(error), error),
            Error::Certificate(error) => Self::of(KYSO_CERTIFICATE, error),
            Error::Cms(error) => Self::of(KYSO_CMS, error),
            Error::Sign(error) => Self::of(of_sign(error), error),
            error => Self::of(KYSO_INVALID_ARGUMENT, error),
        };
        Self { offset: error.offset(), ..fault }
    }
}

/// Every other error of the library goes the same way.
macro_rules! through_error {
    ($($kind:ty),+) => {
        $(impl From<$kind> for Fault {
            fn from(error: $kind) -> Self {
                Error::from(error).into()
            }
        })+
    };
}

through_error!(SignError, KeyError, PdfError, CertificateError, io::Error);

impl From<EvidenceError> for Fault {
    fn from(error: EvidenceError) -> Self {
        Self::of(KYSO_EVIDENCE, &error)
    }
}

impl From<ProfileError> for Fault {
    fn from(error: ProfileError) -> Self {
        Self::of(KYSO_PROFILE, &error)
    }
}

pub(crate) fn of_io(kind: io::ErrorKind) -> u32 {
    match kind {
        io::ErrorKind::NotFound => KYSO_NOT_FOUND,
        io::ErrorKind::AlreadyExists => KYSO_ALREADY_EXISTS,
        io::ErrorKind::PermissionDenied => KYSO_PERMISSION_DENIED,
        _ => KYSO_IO,
    }
}

pub(crate) fn of_source(error: &SourceError) -> u32 {
    match error {
        SourceError::Cancelled { .. } => KYSO_CANCELLED,
        SourceError::Io { kind, .. } => of_io(*kind),
        _ => KYSO_SOURCE,
    }
}

fn of_pdf(error: &PdfError) -> u32 {
    match error {
        PdfError::Cancelled { .. } => KYSO_CANCELLED,
        PdfError::Io { kind, .. } => of_io(*kind),
        PdfError::Shrank { .. } => KYSO_SOURCE,
        PdfError::Empty => KYSO_EMPTY,
        PdfError::RoomTooLarge { .. } => KYSO_TOO_LARGE,
        PdfError::Encryption(_) => KYSO_PDF_ENCRYPTED,
        PdfError::PasswordNeeded => KYSO_PASSWORD_NEEDED,
        PdfError::PasswordWrong => KYSO_WRONG_PASSWORD,
        PdfError::NotPermitted { .. } => KYSO_NOT_PERMITTED,
        PdfError::FieldSigned { .. }
        | PdfError::NotASignatureField { .. }
        | PdfError::NotFillable { .. }
        | PdfError::BadFontSize
        | PdfError::BadFieldName { .. }
        | PdfError::DuplicateField { .. }
        | PdfError::SeveralEmptyFields { .. }
        | PdfError::NoSuchField { .. }
        | PdfError::FieldExists { .. }
        | PdfError::NoSuchPage { .. }
        | PdfError::OffPage { .. } => KYSO_FIELD,
        PdfError::Look(_) => KYSO_LOOK,
        _ => KYSO_PDF,
    }
}

pub(crate) fn of_key(error: &KeyError) -> u32 {
    match error {
        KeyError::WrongPassphrase => KYSO_WRONG_PASSPHRASE,
        KeyError::PassphraseNeeded => KYSO_PASSPHRASE_NEEDED,
        KeyError::NoKey => KYSO_NO_KEY,
        KeyError::SeveralKeys { .. } => KYSO_SEVERAL_KEYS,
        KeyError::CertificateMismatch { .. } | KeyError::NoCertificate { .. } => KYSO_KEY_MISMATCH,
        KeyError::Malformed { .. } => KYSO_KEY_MALFORMED,
        KeyError::Certificate(_) => KYSO_CERTIFICATE,
        KeyError::Algorithm { .. } => KYSO_ALGORITHM_UNSUPPORTED,
        KeyError::Provider(provider) => of_provider(&**provider),
        _ => KYSO_KEY,
    }
}

/// Of what holds the key.
fn of_provider(provider: &(dyn std::error::Error + Send + Sync + 'static)) -> u32 {
    #[cfg(feature = "pkcs11")]
    if let Some(error) = provider.downcast_ref() {
        return crate::token::of_token(error);
    }
    #[cfg(feature = "net")]
    if let Some(error) = provider.downcast_ref() {
        return crate::remote::of_remote(error);
    }
    let _ = provider;
    KYSO_KEY_REFUSED
}

fn of_sign(error: &SignError) -> u32 {
    match error {
        SignError::CertificateExpired { .. } => KYSO_CERTIFICATE_EXPIRED,
        SignError::CertificateNotYetValid { .. } => KYSO_CERTIFICATE_NOT_YET_VALID,
        SignError::UsageForbidden { .. } => KYSO_USAGE_FORBIDDEN,
        SignError::AlgorithmUnsupported { .. } => KYSO_ALGORITHM_UNSUPPORTED,
        SignError::NoCertificate => KYSO_NO_CERTIFICATE,
        SignError::Container(_)
        | SignError::SignatureFile { .. }
        | SignError::ContainerUnsound { .. } => KYSO_CONTAINER,
        SignError::OptionMisplaced { .. } | SignError::OperationMisplaced { .. } => KYSO_MISPLACED,
        SignError::ClaimedRoleReserved { .. } => KYSO_INVALID_ARGUMENT,
        SignError::ElementCount { .. } | SignError::NoIdentifier { .. } => KYSO_ELEMENT,
        SignError::ProfileVerifies { .. }
        | SignError::ProfileLevel { .. }
        | SignError::ProfileFixes { .. } => KYSO_PROFILE_CONFLICT,
        SignError::CertificationForbids { .. } => KYSO_CERTIFICATION_FORBIDS,
        SignError::FieldLocked { .. }
        | SignError::NotFirst { .. }
        | SignError::SignedBefore { .. }
        | SignError::RoleCertifies { .. }
        | SignError::LockMisplaced { .. } => KYSO_SIGNED_BEFORE,
        SignError::SeedValue { .. } | SignError::SeedUnreadable { .. } => KYSO_SEED_VALUE,
        SignError::ValueMismatch => KYSO_VALUE_MISMATCH,
        SignError::StateInvalid { .. } => KYSO_STATE_INVALID,
        other => of_raising(other),
    }
}

/// Of what goes beyond the signature alone.
fn of_raising(error: &SignError) -> u32 {
    match error {
        SignError::CertificateRevoked { .. } => KYSO_CERTIFICATE_REVOKED,
        SignError::EvidenceMissing { .. } => KYSO_EVIDENCE_MISSING,
        SignError::GracePeriod { .. } => KYSO_GRACE_PERIOD,
        SignError::SignerUnknown { .. } | SignError::SignatureBroken { .. } => {
            KYSO_SIGNATURE_BROKEN
        }
        SignError::NotSigned => KYSO_NOT_SIGNED,
        SignError::TimestampUntrusted { .. } => KYSO_TIMESTAMP_UNTRUSTED,
        SignError::Timestamp(_) => KYSO_TIMESTAMP,
        SignError::Source(error) => of_source(error),
        SignError::Pdf(error) => of_pdf(error),
        SignError::Cms(_) => KYSO_CMS,
        SignError::Key(error) => of_key(error),
        SignError::Io(error) => of_io(error.kind()),
        _ => KYSO_SIGN,
    }
}
