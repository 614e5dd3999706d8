//! What can go wrong outside a verdict: typed facts, a code to match on, a place where there is one.

use std::io;

use crate::cms::CmsError;
use crate::container::ContainerError;
use crate::key::KeyError;
use crate::pdf::PdfError;
use crate::sign::SignError;
use crate::source::SourceError;
use crate::x509::CertificateError;
use crate::xml::XmlError;
use crate::xml::sign::XmlSignError;
use crate::xml::xades::RaiseError;

/// Whatever stops a call. A bad signature is never an error: it is a finding in a report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused to read or write.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The bytes of the document can no longer be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// There are no bytes.
    #[error("the document is empty")]
    Empty,
    /// The bytes are of no kind of document that is known here.
    #[error("neither a PDF nor an XML document nor a CMS signature nor a container")]
    UnknownFormat,
    /// A mail message: what is signed in it is a part of it, which mail programs keep apart.
    #[error("a mail message (S/MIME), not the signature in it")]
    Mime,
    /// A PDF that is broken.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// An XML document that is broken.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// A container that is broken, or breaks a rule.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A certificate cannot be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A CMS structure cannot be read or built.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// The signature cannot be made.
    #[error(transparent)]
    Sign(#[from] SignError),
}

/// Who has to do something about an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorClass {
    /// The caller asked for what cannot be.
    Usage,
    /// Something could not be read, written or parsed.
    Input,
    /// The key or an outside service refused.
    Key,
}

impl Error {
    /// Who has to do something about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Io(_)
            | Self::Source(_)
            | Self::Empty
            | Self::UnknownFormat
            | Self::Mime
            | Self::Xml(_)
            | Self::Pdf(_)
            | Self::Container(_)
            | Self::Certificate(_)
            | Self::Cms(_) => ErrorClass::Input,
            Self::Key(_) => ErrorClass::Key,
            Self::Sign(error) => error.class(),
        }
    }

    /// Where in the input, in bytes from its start.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match self {
            Self::Source(error) | Self::Sign(SignError::Source(error)) => Some(error.offset()),
            Self::Xml(error) => Some(error.offset),
            Self::Pdf(error) | Self::Sign(SignError::Pdf(error)) => error.offset(),
            Self::Container(error) | Self::Sign(SignError::Container(error)) => Some(error.offset),
            Self::Cms(error) | Self::Sign(SignError::Cms(error)) => error.offset(),
            Self::Sign(SignError::Xml(error)) => xml_offset(error),
            Self::Sign(SignError::Raise(error)) => match error.as_ref() {
                RaiseError::Xml(error) => Some(error.offset),
                RaiseError::Prepare(error) => xml_offset(error),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Where in the document a signature cannot be put.
fn xml_offset(error: &XmlSignError) -> Option<u64> {
    match error {
        XmlSignError::Xml(error) => Some(error.offset),
        _ => None,
    }
}
