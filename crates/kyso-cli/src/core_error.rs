//! What the library refused, in the reader's language: its typed facts put into texts.

use kyso::container::{ContainerError, ContainerFault};
use kyso::crypto::{PrivateKeyFault, VerifyFault};
use kyso::key::KeyError;
use kyso::pdf::{EncryptionFault, PdfError, Permission};
use kyso::report::Finding;
use kyso::timestamp::TimestampError;
use kyso::x509::CertificateError;
use kyso::{Error, Format, SignError, SourceError};

use crate::i18n::{Arg, Message, msg};
use crate::key_command::KeyCommandError;
use crate::library_words::told;
use crate::render::words::finding_message;
use crate::{
    detail_words, fault_words, look_words, role_words, service_words, token_words, xml_words,
};

/// The text for an error about `file`.
pub(crate) fn explain(error: &Error, file: &str) -> Message {
    match error {
        Error::Io(error) => msg::error_read(io(error), file),
        Error::Source(error) => source(error, file),
        Error::UnknownFormat => msg::core_unknown_format(file),
        Error::Pdf(error) => pdf(error, file),
        Error::Cms(error) => msg::core_cms_damaged(told(error), file),
        Error::Mime => msg::core_mime(file),
        Error::Empty => msg::core_empty(file),
        Error::Xml(error) => xml_words::damaged(error, file),
        Error::Container(error) => container(error, file),
        Error::Key(error) => key(error, file),
        Error::Certificate(error) => certificate(error, file),
        Error::Sign(error) => sign(error, file),
        other => msg::error_other(told(other), file),
    }
}

/// The text for a signature that cannot be made.
pub(crate) fn sign(error: &SignError, file: &str) -> Message {
    match error {
        SignError::CertificateExpired { subject, not_after } => {
            msg::core_certificate_expired(subject, *not_after)
        }
        SignError::CertificateNotYetValid { subject, not_before } => {
            msg::core_certificate_not_yet_valid(subject, *not_before)
        }
        SignError::UsageForbidden { extension } => {
            msg::core_usage_forbidden(extension_name(extension), file)
        }
        SignError::CertificationForbids { field } => msg::core_certification_forbids(field, file),
        SignError::FieldLocked { field, by } => msg::core_field_locked(by, field, file),
        SignError::NotFirst { field } => msg::core_not_first(field, file),
        SignError::SignedBefore { field } => msg::core_signed_before(field, file),
        SignError::LockMisplaced { field } => msg::core_lock_misplaced(field, file),
        SignError::SeedValue { field, entry, wanted } => {
            msg::core_seed_value(*entry, field, file, wanted)
        }
        SignError::SeedUnreadable { field, entry } => msg::core_seed_unreadable(entry, field, file),
        SignError::ValueMismatch => msg::core_value_mismatch(file),
        SignError::AlgorithmUnsupported { algorithm } => {
            msg::core_key_algorithm(algorithm.name(), file)
        }
        SignError::OptionMisplaced { option, format } => {
            msg::core_option_misplaced(file, format_name(*format), xml_words::option(option))
        }
        SignError::RoleCertifies { role } => {
            msg::core_role_certifies(file, role_words::role(*role))
        }
        SignError::ClaimedRoleReserved { text } => msg::call_claimed_role_reserved(text),
        SignError::ElementCount { path, found } => msg::core_xml_element_count(file, *found, path),
        SignError::ProfileVerifies { profile } => msg::core_profile_verifies(file, profile),
        SignError::ProfileLevel { profile, level } => {
            msg::core_profile_level(file, *level, profile)
        }
        SignError::ProfileFixes { option } => {
            msg::core_profile_fixes(file, xml_words::option(option))
        }
        SignError::Attachments(error) => {
            msg::core_attachments(detail_words::attachments(error), file)
        }
        SignError::NoIdentifier { path } => msg::core_xml_no_identifier(file, path),
        SignError::Properties(error) => {
            msg::core_xml_properties(detail_words::properties(error), file)
        }
        SignError::Xml(error) => xml_words::sign(error, file),
        SignError::Raise(error) => xml_words::raise(error, file),
        SignError::OperationMisplaced { operation, format } => {
            msg::core_operation_misplaced(file, format_name(*format), told(operation))
        }
        SignError::NoCertificate => msg::error_no_certificate(file),
        SignError::ContentMissing => msg::core_content_missing(file),
        SignError::ContentDiffers => msg::core_content_differs(file),
        SignError::NoSuchSignature { id } => msg::core_no_such_signature(file, id),
        SignError::OldArchive { field } => msg::core_old_archive(field, file),
        SignError::NotSigned => msg::core_not_signed(file),
        SignError::SignatureBroken { field } => msg::core_signature_broken(field, file),
        SignError::SignerUnknown { field } => msg::core_signer_unknown(field, file),
        SignError::CertificateRevoked { subject, time } => {
            msg::core_certificate_revoked(file, subject, *time)
        }
        SignError::EvidenceMissing { subject, services, errors } => {
            match service_words::evidence(services, errors) {
                Some(detail) => msg::core_evidence_missing(detail, file, subject),
                None => msg::core_evidence_not_published(file, subject),
            }
        }
        SignError::GracePeriod { subject, until } => msg::core_grace_period(file, subject, *until),
        SignError::TimestampUntrusted { service, subject } => {
            msg::core_timestamp_untrusted(file, service, subject)
        }
        SignError::Timestamp(error) => timestamp(error, file),
        other => sign_state(other, file),
    }
}

/// What is wrong with what is signed, or with what signs it.
fn sign_state(error: &SignError, file: &str) -> Message {
    match error {
        SignError::Cms(error) => msg::core_cms(told(error), file),
        SignError::StateInvalid { fault } => msg::core_state_invalid(state_fault(fault), file),
        SignError::Source(error) => source(error, file),
        SignError::Pdf(error) => pdf(error, file),
        SignError::Container(error) => container(error, file),
        SignError::ContainerUnsound { finding } => unsound(finding, file),
        SignError::SignatureFile { name, .. } => msg::core_signature_file(file, name),
        SignError::Key(error) => key(error, file),
        SignError::Io(error) => msg::error_read(io(error), file),
        other => msg::error_other(told(other), file),
    }
}

fn timestamp(error: &TimestampError, file: &str) -> Message {
    let detail = service_words::timestamp(error);
    if service_words::is_about_credentials(error) {
        msg::core_timestamp_login(detail, file)
    } else {
        msg::core_timestamp_failed(detail, file)
    }
}

/// An extension of a certificate, as a report calls it.
pub(crate) fn extension_name(extension: &str) -> Arg {
    let words = Message::named(&format!("fact-{extension}"), |_| None);
    words.map_or_else(|| Arg::from(extension), Arg::from)
}

/// What is wrong with a prepared signature.
fn state_fault(fault: &str) -> Arg {
    let name = match fault {
        "not-a-state" => "fact-state-none",
        "document-altered" => "fact-state-altered",
        _ => "fact-state-malformed",
    };
    Message::named(name, |_| None).map_or_else(|| Arg::from(fault), Arg::from)
}

fn io(error: &std::io::Error) -> Arg {
    detail_words::io(error.kind(), error.raw_os_error())
}

pub(crate) fn format_name(format: Format) -> &'static str {
    match format {
        Format::Xml => "XML",
        Format::AsicS => "ASiC-S",
        Format::AsicE => "ASiC-E",
        Format::Cades => "CMS",
        _ => "PDF",
    }
}

fn source(error: &SourceError, file: &str) -> Message {
    match error {
        SourceError::Io { kind, .. } => msg::error_read(detail_words::io(*kind, None), file),
        other => msg::core_truncated(file, other.offset()),
    }
}

fn pdf(error: &PdfError, file: &str) -> Message {
    match error {
        PdfError::NotPdf => msg::core_unknown_format(file),
        PdfError::Empty => msg::core_empty(file),
        PdfError::PasswordNeeded => msg::core_pdf_password_needed(file),
        PdfError::PasswordWrong => msg::core_pdf_password_wrong(file),
        PdfError::Encryption(fault) => encryption(fault, file),
        PdfError::NotPermitted { permission } => match permission {
            Permission::AddField => msg::core_permissions_add_field(file),
            _ => msg::core_permissions_sign(file),
        },
        PdfError::Io { kind, .. } => msg::error_read(detail_words::io(*kind, None), file),
        PdfError::Truncated { offset }
        | PdfError::MissingStartXref { from: offset }
        | PdfError::Shrank { offset, .. } => msg::core_truncated(file, *offset),
        PdfError::RepairSigned { offset } => msg::core_repair_signed(file, *offset),
        PdfError::FieldSigned { name } => msg::core_field_signed(name, file),
        PdfError::NotFillable { name } => msg::core_not_fillable(name, file),
        PdfError::BadFontSize => msg::core_bad_font_size(file),
        PdfError::NotASignatureField { name } => msg::core_not_a_signature_field(name, file),
        PdfError::DuplicateField { name } => msg::core_duplicate_field(name, file),
        PdfError::SeveralEmptyFields { names } => {
            msg::core_several_empty_fields(names.join(", "), file)
        }
        PdfError::NoSuchField { name, empty } if empty.is_empty() => {
            msg::core_no_such_field(name, file)
        }
        PdfError::NoSuchField { name, empty } => {
            msg::core_no_such_empty_field(name, empty.join(", "), file)
        }
        PdfError::FieldExists { name } => msg::core_field_exists(name, file),
        PdfError::NoSuchPage { page, pages } => msg::core_no_such_page(file, *page, *pages),
        PdfError::Look(fault) => look_words::explain(fault, file),
        PdfError::OffPage { page } => msg::core_off_page(file, *page),
        PdfError::BadFieldName { name } => msg::core_bad_field_name(name),
        PdfError::ContentsTooSmall { needed, room } => msg::core_contents_too_small(*needed, *room),
        PdfError::RoomTooLarge { room, limit } => msg::core_room_too_large(*room, *limit),
        PdfError::Archival { level, breach } => {
            msg::core_archival(level.to_string(), fault_words::breach(breach), file)
        }
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
        | PdfError::TooManyObjects { .. }
        | PdfError::PlainTooLarge { .. }
        | PdfError::NumbersExhausted { .. }
        | PdfError::OffsetTooLarge { .. } => msg::core_beyond_limits(fault_words::pdf(error), file),
        other => damaged(other, file),
    }
}

/// A container that nobody can sign so that it passes.
fn unsound(finding: &Finding, file: &str) -> Message {
    let words = finding_message(finding).map(Arg::from);
    let fault = words.unwrap_or_else(|| Arg::from(finding.code.to_string()));
    msg::core_container_unsound(fault, file)
}

/// A container that is not sound, or files that cannot be put into one.
fn container(error: &ContainerError, file: &str) -> Message {
    let fault = error.fault.name();
    let words = Message::named(&format!("fact-{fault}"), |_| None);
    let fault = words.map_or_else(|| Arg::from(fault), Arg::from);
    match &error.fault {
        ContainerFault::Source(error) => source(error, file),
        ContainerFault::Entry { name, .. } => msg::core_container_entry(fault, file, name),
        _ => msg::core_container(fault, file),
    }
}

fn encryption(fault: &EncryptionFault, file: &str) -> Message {
    match fault {
        EncryptionFault::Handler(name) => msg::core_encryption_handler(file, name),
        EncryptionFault::Changed => msg::core_encryption_changed(file),
        other => msg::core_encryption(fault_words::encryption(other), file),
    }
}

fn damaged(error: &PdfError, file: &str) -> Message {
    let fault = fault_words::pdf(error);
    match error.offset() {
        Some(offset) => msg::core_damaged(fault, file, offset),
        None => msg::core_damaged_somewhere(fault, file),
    }
}

/// Why a key cannot be had or does not sign; `file` is where it is.
pub(crate) fn key(error: &KeyError, file: &str) -> Message {
    match error {
        KeyError::TooLarge { .. } => msg::error_key_file_too_large(file),
        KeyError::Malformed { .. } => msg::core_key_malformed(file),
        KeyError::UnsupportedEncryption { format, oid } => {
            let format = fault_words::key_format(*format);
            let detail = oid.map_or(format.to_owned(), |oid| format!("{format}, OID {oid}"));
            msg::core_key_encryption_unsupported(detail, file)
        }
        KeyError::TooExpensive { iterations, bytes } => {
            msg::core_key_too_expensive(msg::fault_work(*bytes, *iterations), file)
        }
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
        KeyError::PrivateKey(PrivateKeyFault::Malformed)
        | KeyError::PublicKey(VerifyFault::BadKey) => msg::core_key_malformed(file),
        KeyError::PrivateKey(PrivateKeyFault::RsaSize { bits }) => msg::core_key_size(*bits, file),
        KeyError::PrivateKey(PrivateKeyFault::Unsupported { kind }) => {
            msg::error_key_kind(file, kind.to_string())
        }
        KeyError::Algorithm { algorithm } => msg::core_key_algorithm(algorithm.name(), file),
        KeyError::Backend => msg::core_key_backend(file),
        KeyError::Provider(_) => {
            match (kyso_pkcs11::token_error(error), KeyCommandError::of(error)) {
                (Some(error), _) => token_words::refused(error),
                (_, Some(error)) => error.words(),
                (None, None) => msg::core_key_refused(told(error), file),
            }
        }
        other => msg::core_key_refused(told(other), file),
    }
}

fn certificate(error: &CertificateError, file: &str) -> Message {
    match error {
        CertificateError::NoCertificate => msg::error_no_certificate(file),
        other => msg::core_certificate_unreadable(fault_words::certificate(other), file),
    }
}
