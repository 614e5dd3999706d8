//! Names other than the subject: subjectAltName and the bases of name constraints (RFC 5280
//! §4.2.1.6, §4.2.1.10).

use const_oid::ObjectIdentifier;

use super::Name;
use crate::cms::BerError;
use crate::cms::ber::{Element, id, sequence_of};
use crate::limits::MAX_GENERAL_NAMES;

/// One GeneralName (RFC 5280 §4.2.1.6).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum GeneralName {
    /// rfc822Name: a mailbox, in constraints also a host or a domain.
    Rfc822(String),
    /// dNSName.
    Dns(String),
    /// uniformResourceIdentifier; in constraints a host or a domain.
    Uri(String),
    /// directoryName.
    Directory(Name),
    /// iPAddress: 4 or 16 bytes, in constraints twice as many, address and mask.
    Ip(Vec<u8>),
    /// otherName: its type. The value is not looked at.
    Other(ObjectIdentifier),
    /// A kind that nothing here compares, or a value that its kind does not allow, such as letters
    /// beyond ASCII in an IA5String.
    Unprocessed(NameForm),
}

/// The kinds of GeneralName.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are the standard's own")]
pub enum NameForm {
    OtherName,
    Rfc822Name,
    DnsName,
    X400Address,
    DirectoryName,
    EdiPartyName,
    UniformResourceIdentifier,
    IpAddress,
    RegisteredId,
}

impl NameForm {
    /// The kind of a tag number of GeneralName.
    fn of_tag(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::OtherName,
            1 => Self::Rfc822Name,
            2 => Self::DnsName,
            3 => Self::X400Address,
            4 => Self::DirectoryName,
            5 => Self::EdiPartyName,
            6 => Self::UniformResourceIdentifier,
            7 => Self::IpAddress,
            8 => Self::RegisteredId,
            _ => return None,
        })
    }
}

impl GeneralName {
    /// Reads one name. A tag that is none of a GeneralName is malformed; a value that its kind
    /// does not allow is kept as [`Self::Unprocessed`], because it still is a name of that kind.
    pub(super) fn read(element: &Element<'_>) -> Result<Self, BerError> {
        let number = element.id & 0x1f;
        let form = NameForm::of_tag(number).ok_or(element.malformed())?;
        let expected = match form {
            NameForm::OtherName
            | NameForm::X400Address
            | NameForm::DirectoryName
            | NameForm::EdiPartyName => id::context_constructed(number),
            _ => id::context(number),
        };
        if element.id != expected {
            return Err(element.malformed());
        }
        let ascii = |make: fn(String) -> Self| match std::str::from_utf8(element.content) {
            Ok(text) if text.is_ascii() => make(text.to_owned()),
            _ => Self::Unprocessed(form),
        };
        Ok(match form {
            NameForm::Rfc822Name => ascii(Self::Rfc822),
            NameForm::DnsName => ascii(Self::Dns),
            NameForm::UniformResourceIdentifier => ascii(Self::Uri),
            NameForm::IpAddress => Self::Ip(element.content.to_vec()),
            NameForm::OtherName => Self::Other(element.reader().expect(id::OID)?.any_oid()?),
            NameForm::DirectoryName => {
                let mut explicit = element.reader();
                let name = Name::read(&explicit.expect(id::SEQUENCE)?)?;
                explicit.finish()?;
                Self::Directory(name)
            }
            _ => Self::Unprocessed(form),
        })
    }

    /// Its kind.
    #[must_use]
    pub fn form(&self) -> NameForm {
        match self {
            Self::Rfc822(_) => NameForm::Rfc822Name,
            Self::Dns(_) => NameForm::DnsName,
            Self::Uri(_) => NameForm::UniformResourceIdentifier,
            Self::Directory(_) => NameForm::DirectoryName,
            Self::Ip(_) => NameForm::IpAddress,
            Self::Other(_) => NameForm::OtherName,
            Self::Unprocessed(form) => *form,
        }
    }
}

/// Reads GeneralNames, DER.
pub(super) fn read_names(der: &[u8]) -> Result<Vec<GeneralName>, BerError> {
    sequence_of(der, MAX_GENERAL_NAMES, GeneralName::read)
}
