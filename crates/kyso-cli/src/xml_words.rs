//! What is wrong with XML and its signatures, in the reader's language.

use kyso::xml::XmlError;
use kyso::xml::sign::XmlSignError;
use kyso::xml::xades::RaiseError;

use crate::i18n::{Message, msg};

/// An option of the library as the command spells it.
pub(crate) fn option(name: &str) -> String {
    match name {
        "part" => "--element".to_owned(),
        other => format!("--{other}"),
    }
}

/// XML that is not well-formed, or not as strict as it must be.
pub(crate) fn damaged(error: &XmlError, file: &str) -> Message {
    msg::core_xml_damaged(error.fault.to_string(), file, error.offset)
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
        other => msg::core_xml_refused(other.to_string(), file),
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
        other => msg::core_xml_raise_refused(other.to_string(), file),
    }
}
