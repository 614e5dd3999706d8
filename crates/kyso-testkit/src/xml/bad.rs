//! XML that must be refused whole, whoever signed it.

/// What is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BadXml {
    /// An end tag that does not match.
    EndTag,
    /// It ends too early.
    Truncated,
    /// A document type declaration with an entity that grows.
    Doctype,
    /// The same attribute twice, by expanded name.
    DuplicateAttribute,
    /// A prefix that nobody declares.
    UndeclaredPrefix,
    /// A relative namespace name, of which no canonical form is defined.
    RelativeNamespace,
    /// A byte that UTF-8 does not have.
    Encoding,
    /// A second document element.
    TwoRoots,
}

impl BadXml {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::EndTag,
        Self::Truncated,
        Self::Doctype,
        Self::DuplicateAttribute,
        Self::UndeclaredPrefix,
        Self::RelativeNamespace,
        Self::Encoding,
        Self::TwoRoots,
    ];
}

/// A document with this fault, `inside` standing in it where there is a place.
#[must_use]
pub fn bad_xml(fault: BadXml, inside: &str) -> Vec<u8> {
    let text = match fault {
        BadXml::EndTag => format!("<a>{inside}<b></a></b>"),
        BadXml::Truncated => format!("<a>{inside}<b>"),
        BadXml::Doctype => {
            format!("<!DOCTYPE a [<!ENTITY e 'eeeeeeee'>]><a>{inside}&e;&e;</a>")
        }
        BadXml::DuplicateAttribute => {
            format!("<a xmlns:p='urn:x' xmlns:q='urn:x' p:i='1' q:i='2'>{inside}</a>")
        }
        BadXml::UndeclaredPrefix => format!("<a>{inside}<p:b/></a>"),
        BadXml::RelativeNamespace => format!("<a xmlns='x'>{inside}</a>"),
        BadXml::Encoding => {
            let mut bytes = format!("<a>{inside}").into_bytes();
            bytes.extend_from_slice(b"\xC3(</a>");
            return bytes;
        }
        BadXml::TwoRoots => format!("<a>{inside}</a><a/>"),
    };
    text.into_bytes()
}
