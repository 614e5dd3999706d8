//! What is wrong with XML and its signatures, in the reader's language.

use kyso::xml::sign::XmlSignError;
use kyso::xml::xades::RaiseError;
use kyso::xml::{XmlError, XmlFault};

use crate::detail_words;
use crate::i18n::{Arg, Message, msg};

/// An option of the library as the command spells it.
pub(crate) fn option(name: &str) -> String {
    match name {
        "part" => "--element".to_owned(),
        "packaging" => "--attached".to_owned(),
        "container-form" => "--asic-signature".to_owned(),
        "content-description" => "--content-hint".to_owned(),
        other => format!("--{other}"),
    }
}

/// XML that is not well-formed, or not as strict as it must be.
pub(crate) fn damaged(error: &XmlError, file: &str) -> Message {
    match &error.fault {
        XmlFault::UnsupportedEncoding(_) => {
            msg::core_xml_encoding_declared(fault(&error.fault), file)
        }
        other => msg::core_xml_damaged(fault(other), file, error.offset),
    }
}

/// What is wrong. What has no words yet is told in the library's.
pub(crate) fn fault(fault: &XmlFault) -> Arg {
    let message = match fault {
        XmlFault::Encoding => msg::xml_fault_encoding(),
        XmlFault::UnsupportedEncoding(name) => msg::xml_fault_encoding_unsupported(name),
        XmlFault::Character(_) => msg::xml_fault_character(),
        XmlFault::UnexpectedEnd => msg::xml_fault_unexpected_end(),
        XmlFault::Syntax(_) => msg::xml_fault_syntax(),
        XmlFault::EndTagMismatch(name) => msg::xml_fault_end_tag(name),
        XmlFault::DuplicateAttribute(name) => msg::xml_fault_duplicate_attribute(name),
        XmlFault::Entity(name) => msg::xml_fault_entity(name),
        XmlFault::Doctype => msg::xml_fault_doctype(),
        XmlFault::UndeclaredPrefix(name) => msg::xml_fault_undeclared_prefix(name),
        XmlFault::ReservedNamespace(name) => msg::xml_fault_reserved_namespace(name),
        XmlFault::RelativeNamespace(name) => msg::xml_fault_relative_namespace(name),
        XmlFault::TooMany { bound, .. } => msg::xml_fault_too_many(*bound),
        XmlFault::Elided => msg::xml_fault_elided(),
        other => return crate::library_words::told(other),
    };
    message.into()
}

/// A signature that cannot be made.
pub(crate) fn sign(error: &XmlSignError, file: &str) -> Message {
    match error {
        XmlSignError::Encoding => msg::core_xml_encoding(file),
        XmlSignError::Algorithm { algorithm } => msg::core_xml_algorithm(algorithm.name(), file),
        XmlSignError::Id { id, .. } => msg::core_xml_id(file, id),
        XmlSignError::BreaksOther { path, .. } => msg::core_xml_breaks_other(file, path),
        XmlSignError::Xml(error) => damaged(error, file),
        XmlSignError::Value(_) => msg::core_value_mismatch(file),
        other => msg::core_xml_refused(detail_words::sign(other), file),
    }
}

/// A signature that cannot be raised.
pub(crate) fn raise(error: &RaiseError, file: &str) -> Message {
    match error {
        RaiseError::Encoding => msg::core_xml_encoding(file),
        RaiseError::NoSignature => msg::core_not_signed(file),
        RaiseError::NotXades { path } => msg::core_xml_raise_plain(file, path),
        RaiseError::WouldBreak { path } => msg::core_xml_breaks_other(file, path),
        RaiseError::Xml(error) => damaged(error, file),
        other => msg::core_xml_raise_refused(detail_words::raise(other), file),
    }
}
