//! What is wrong inside a PDF, a certificate or a key, in the reader's language.

use kyso::cms::BerError;
use kyso::key::KeyFormat;
use kyso::pdf::archival::Breach;
use kyso::pdf::{EncryptionFault, ObjectFault, PdfError, SyntaxFault, XrefFault};
use kyso::x509::CertificateError;

use crate::i18n::{Arg, msg};
use crate::library_words;

/// The fault of a damaged PDF; its place is told beside it. What has no words yet is told in
/// the library's.
pub(crate) fn pdf(error: &PdfError) -> Arg {
    let message = match error {
        PdfError::Syntax { fault, .. } => return syntax(*fault),
        PdfError::BadXref { fault, .. } => return xref(*fault),
        PdfError::BadObject { object, fault, .. } => {
            msg::fault_object(object_fault(*fault), u64::from(object.0))
        }
        PdfError::XrefLoop { .. } => msg::fault_xref_loop(),
        PdfError::ReferenceLoop { object } => msg::fault_reference_loop(u64::from(object.0)),
        PdfError::PageTreeLoop { object } => msg::fault_page_tree_loop(u64::from(object.0)),
        PdfError::NoPage => msg::fault_no_page(),
        PdfError::DirectField { name } => msg::fault_direct_field(name),
        PdfError::NestedTooDeep { offset } => msg::fault_nested_too_deep(*offset),
        PdfError::ObjectTooLarge { offset, limit } => msg::fault_object_too_large(*limit, *offset),
        PdfError::InflatesTooLarge { object, limit } => {
            msg::fault_inflates_too_large(*limit, u64::from(*object))
        }
        PdfError::TooManySections { limit } => msg::fault_too_many_sections(*limit),
        PdfError::TooManyPages { limit } => msg::fault_too_many_pages(*limit),
        PdfError::TooManyFields { limit } => msg::fault_too_many_fields(*limit),
        PdfError::TooManySignatures { limit } => msg::fault_too_many_signatures(*limit),
        PdfError::TooMuchWork { limit } => msg::fault_too_much_work(*limit),
        PdfError::NumbersExhausted { limit } => msg::fault_numbers_exhausted(u64::from(*limit)),
        PdfError::OffsetTooLarge { offset } => msg::fault_offset_too_large(*offset),
        other => return library_words::told(other),
    };
    message.into()
}

/// What a level of PDF/A does not allow.
pub(crate) fn breach(breach: &Breach) -> Arg {
    match *breach {
        Breach::Integer { value } => msg::fault_breach_integer(value.to_string()).into(),
        Breach::String { length, limit } => msg::fault_breach_string(length, limit).into(),
        Breach::Array { length, limit } => msg::fault_breach_array(length, limit).into(),
        Breach::Transparency => msg::fault_breach_transparency().into(),
        Breach::Font => msg::fault_breach_font().into(),
        Breach::NoOutputIntent => msg::fault_breach_no_output_intent().into(),
        ref other => format!("{other:?}").into(),
    }
}

/// Why an encryption cannot be undone.
pub(crate) fn encryption(fault: &EncryptionFault) -> Arg {
    match fault {
        EncryptionFault::Version { version, revision } => {
            msg::fault_encryption_version(revision.to_string(), version.to_string()).into()
        }
        EncryptionFault::Method(name) => msg::fault_encryption_method(name).into(),
        EncryptionFault::Entry(key) => msg::fault_encryption_entry(*key).into(),
        EncryptionFault::NoDictionary => msg::fault_encryption_missing().into(),
        EncryptionFault::Perms => msg::fault_encryption_perms().into(),
        EncryptionFault::Random => msg::fault_no_random().into(),
        other => library_words::told(other),
    }
}

fn syntax(fault: SyntaxFault) -> Arg {
    let hex = |byte: u8| format!("0x{byte:02X}");
    match fault {
        SyntaxFault::Byte(byte) => msg::fault_byte(hex(byte)).into(),
        SyntaxFault::HexDigit(byte) => msg::fault_hex_digit(hex(byte)).into(),
        SyntaxFault::Keyword => msg::fault_keyword().into(),
        SyntaxFault::Unbalanced => msg::fault_unbalanced().into(),
        SyntaxFault::KeyNotName => msg::fault_key_not_name().into(),
        SyntaxFault::MissingValue => msg::fault_missing_value().into(),
        SyntaxFault::Expected(what) => msg::fault_expected(what).into(),
        other => library_words::told(&other),
    }
}

fn xref(fault: XrefFault) -> Arg {
    match fault {
        XrefFault::NotASection => msg::fault_not_a_section().into(),
        XrefFault::OutsideFile => msg::fault_outside_file().into(),
        XrefFault::Row => msg::fault_row().into(),
        XrefFault::Subsection => msg::fault_subsection().into(),
        XrefFault::StreamShape => msg::fault_stream_shape().into(),
        XrefFault::StreamData => msg::fault_stream_data().into(),
        XrefFault::InflatesTooLarge => msg::fault_xref_inflates().into(),
        XrefFault::NoRoot => msg::fault_no_root().into(),
        XrefFault::Link => msg::fault_link().into(),
        XrefFault::MissingEof => msg::fault_missing_eof().into(),
        other => library_words::told(&other),
    }
}

fn object_fault(fault: ObjectFault) -> Arg {
    match fault {
        ObjectFault::NoHeader => msg::fault_no_header().into(),
        ObjectFault::OtherObject(id) => msg::fault_other_object(u64::from(id.0)).into(),
        ObjectFault::Length => msg::fault_length().into(),
        ObjectFault::EndStream => msg::fault_end_stream().into(),
        ObjectFault::Filter => msg::fault_filter().into(),
        ObjectFault::Encryption => msg::fault_decryption().into(),
        ObjectFault::ObjectStream => msg::fault_object_stream().into(),
        ObjectFault::Type { expected, found } => msg::fault_type(expected, found).into(),
        other => library_words::told(&other),
    }
}

/// Why a certificate cannot be read.
pub(crate) fn certificate(error: &CertificateError) -> Arg {
    match error {
        CertificateError::Asn1(error) => ber(error),
        CertificateError::TooMany => msg::fault_too_many_certificates().into(),
        other => library_words::told(other),
    }
}

fn ber(error: &BerError) -> Arg {
    let offset = error.offset();
    match error {
        BerError::Truncated { .. } => msg::fault_ber_truncated(offset).into(),
        BerError::Unexpected { found: None, .. } => msg::fault_ber_truncated(offset).into(),
        BerError::Unexpected { .. } => msg::fault_ber_unexpected(offset).into(),
        BerError::LeftOver { .. } => msg::fault_ber_left_over(offset).into(),
        BerError::TooDeep { .. } => msg::fault_nested_too_deep(offset).into(),
        _ => msg::fault_ber_malformed(offset).into(),
    }
}

/// A form of key files, as people call it.
pub(crate) fn key_format(format: KeyFormat) -> &'static str {
    match format {
        KeyFormat::Pkcs12 => "PKCS#12",
        KeyFormat::Pkcs8 => "PKCS#8",
        KeyFormat::LegacyPem => "PEM, DEK-Info",
        _ => "PEM",
    }
}
