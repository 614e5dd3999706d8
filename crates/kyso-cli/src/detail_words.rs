//! Why XML or the system refused something, in the reader's language: the detail of a longer text.

use std::io;

use kyso::xml::IdError;
use kyso::xml::profile::AttachmentFault;
use kyso::xml::sign::XmlSignError;
use kyso::xml::signature::{DereferenceFault, ReferenceError};
use kyso::xml::xades::{PropertiesError, RaiseError};

use crate::i18n::{Arg, Message, msg};
use crate::{library_words, xml_words};

/// Why a signature cannot be put into XML.
pub(crate) fn sign(error: &XmlSignError) -> Arg {
    match error {
        XmlSignError::Placement => msg::detail_place().into(),
        XmlSignError::NoReference => msg::detail_no_reference().into(),
        XmlSignError::CoversItself { .. } => msg::detail_covers_itself().into(),
        XmlSignError::Reference { index, error } => {
            msg::detail_reference(reference(error), index + 1).into()
        }
        XmlSignError::Shape(_) | XmlSignError::SignedInfo(_) => msg::detail_shape().into(),
        other => library_words::told(other),
    }
}

/// Why a signature in XML cannot be raised.
pub(crate) fn raise(error: &RaiseError) -> Arg {
    let at = |detail: Arg, path: &String| msg::detail_at(detail, path).into();
    match error {
        RaiseError::Signature { path, .. } => at(msg::detail_shape().into(), path),
        RaiseError::Properties { path, .. } => at(msg::detail_properties().into(), path),
        RaiseError::SignerUnknown { path } => at(msg::detail_signer_unknown().into(), path),
        RaiseError::Value { path, .. } => at(msg::detail_value().into(), path),
        RaiseError::Reference { path, index, error } => {
            at(msg::detail_reference(reference(error), index + 1).into(), path)
        }
        RaiseError::Sealed { path } => at(msg::detail_sealed().into(), path),
        RaiseError::NoValueId { path } => at(msg::detail_no_value_id().into(), path),
        RaiseError::Prepare(error) => sign(error),
        RaiseError::Imprint(_) => msg::detail_imprint().into(),
        RaiseError::Write(error) => properties(error),
        other => library_words::told(other),
    }
}

/// Why what the signature is to say cannot be written.
pub(crate) fn properties(error: &PropertiesError) -> Arg {
    match error {
        PropertiesError::Character { code } => msg::detail_character(format!("{code:04X}")).into(),
        PropertiesError::Name { name } => msg::detail_name(name).into(),
        other => library_words::told(other),
    }
}

/// Why the attachments of a message cannot be told apart or read.
pub(crate) fn attachments(error: &AttachmentFault) -> Arg {
    match error {
        AttachmentFault::Id { path, count } => msg::detail_attachment_id(*count, path).into(),
        AttachmentFault::Content { path, count } => {
            msg::detail_attachment_content(*count, path).into()
        }
        AttachmentFault::Repeated { id } => msg::detail_attachment_repeated(id).into(),
        AttachmentFault::Encoding { path } => msg::detail_attachment_encoding(path).into(),
        AttachmentFault::TooMany { limit } => msg::detail_attachment_too_many(*limit).into(),
        AttachmentFault::Xml(error) => xml_words::fault(&error.fault),
        other => library_words::told(other),
    }
}

/// What the system says.
pub(crate) fn io(kind: io::ErrorKind, code: Option<i32>) -> Arg {
    use io::ErrorKind as Kind;
    let message = match kind {
        Kind::NotFound => msg::detail_io_missing(),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => msg::detail_io_denied(),
        Kind::IsADirectory => msg::detail_io_folder(),
        Kind::UnexpectedEof => msg::detail_io_cut(),
        Kind::StorageFull | Kind::QuotaExceeded => msg::detail_io_full(),
        Kind::ResourceBusy | Kind::ExecutableFileBusy => msg::detail_io_busy(),
        Kind::InvalidData => msg::detail_io_not_text(),
        Kind::FileTooLarge => msg::detail_io_too_long(),
        Kind::TimedOut => msg::detail_io_slow(),
        Kind::BrokenPipe | Kind::ConnectionReset | Kind::ConnectionAborted => msg::detail_io_link(),
        _ => match code {
            Some(code) => msg::detail_io_other(code.to_string()),
            None => return kind.to_string().into(),
        },
    };
    message.into()
}

/// Why a reference does not hold, in the words of a report.
fn reference(error: &ReferenceError) -> Arg {
    use DereferenceFault as Fault;
    let name = match error {
        ReferenceError::DigestMismatch { .. } => "digest-differs",
        ReferenceError::DigestMethod { .. } => "digest-unknown",
        ReferenceError::Dereference(fault) => match fault {
            Fault::Id(IdError::Missing) => "id-missing",
            Fault::Id(_) => "id-duplicate",
            Fault::Uri { .. } => "uri-not-understood",
            Fault::External { .. } => "entry-external",
            Fault::Read { .. } => "external-unreadable",
            Fault::Transform { .. } => "transform-unsupported",
            Fault::Misplaced { .. } => "transform-misplaced",
            Fault::Empty => "nothing-left",
            Fault::Base64 => "not-base64",
            Fault::Budget { .. } => "over-budget",
            Fault::Xml(_) => "xml-malformed",
            _ => "xpath-malformed",
        },
        _ => "",
    };
    let text = Message::named(&format!("fact-{name}"), |_| None);
    text.map_or_else(|| error.to_string().into(), Arg::from)
}
