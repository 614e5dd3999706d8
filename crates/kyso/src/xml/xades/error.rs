//! What can be wrong with qualifying properties.

use crate::DigestAlgorithm;
use crate::x509::CertificateError;
use crate::xml::{NodeId, XmlError};

/// Why signed properties cannot be written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PropertiesError {
    /// A text has a character that XML cannot say (XML 1.0 §2.2).
    #[error("character U+{code:04X} cannot stand in XML")]
    Character {
        /// Its code point.
        code: u32,
    },
    /// An Id or a prefix is no plain name.
    #[error("{name:?} cannot be an Id or a prefix")]
    Name {
        /// The name.
        name: String,
    },
}

/// Why the qualifying properties of a signature cannot be relied on (EN 319 132-1 §4.3, §4.4).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum XadesError {
    /// An element that may stand once stands several times.
    #[error("{element} stands {count} times")]
    Repeated {
        /// Its local name.
        element: &'static str,
        /// How often.
        count: usize,
    },
    /// An element that must be there is not.
    #[error("{parent} has no {element}")]
    Missing {
        /// Its local name.
        element: &'static str,
        /// The local name of the element that should hold it.
        parent: &'static str,
    },
    /// An attribute or a text says what it cannot say.
    #[error("{element} is malformed")]
    Malformed {
        /// Local name of the element.
        element: &'static str,
        /// Where it is.
        node: NodeId,
    },
    /// `Target` does not name the signature that the properties stand in.
    #[error("the qualifying properties are for {target:?}, not for this signature")]
    Target {
        /// What it names.
        target: String,
    },
    /// No reference signs the signed properties, so that nobody vouches for them.
    #[error("no reference of the signature covers its signed properties")]
    NotSigned,
    /// A reference says to sign the signed properties and signs something else, or a part.
    #[error("the reference to the signed properties leads elsewhere")]
    WrongReference {
        /// Its URI.
        uri: String,
    },
    /// More items than [`crate::limits`] allows.
    #[error("more than {limit} {element} elements")]
    TooMany {
        /// Local name of the element.
        element: &'static str,
        /// The bound.
        limit: usize,
    },
    /// An element that must be text has something else in it, or the like.
    #[error(transparent)]
    Xml(#[from] XmlError),
}

/// Why the signing-certificate property does not name a certificate (EN 319 132-1 §5.2.2).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateRefFault {
    /// Neither form of the property is there.
    #[error("no signing-certificate property")]
    Missing,
    /// The hash function is unknown.
    #[error("digest algorithm {uri:?} is unknown")]
    Algorithm {
        /// Its URI.
        uri: String,
    },
    /// None of its digests is that of the certificate.
    #[error("the signing-certificate property names another certificate")]
    Mismatch {
        /// The hash function of the first.
        digest: DigestAlgorithm,
        /// The hash in the property, the first where there are several.
        expected: Vec<u8>,
        /// The hash of the certificate.
        found: Vec<u8>,
    },
    /// A digest is right and issuer or serial number beside it is not.
    #[error("issuer and serial number in the signing-certificate property are another's")]
    IssuerSerialMismatch,
}

/// Why the bytes that a time-stamp is over cannot be told.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImprintFault {
    /// Its canonicalization method is unknown.
    #[error("canonicalization method {uri:?} is unknown")]
    Canonicalization {
        /// The URI.
        uri: String,
    },
    /// It says by `Include` elements what it is over, as only properties kept apart do; or, over
    /// single data objects, not in the way that it must.
    #[error("a time-stamp over these listed parts is not supported")]
    Includes,
    /// A form of time-stamp whose rule this library does not follow.
    #[error("a time-stamp of this form is not supported")]
    Unsupported,
    /// A reference cannot be processed.
    #[error("reference {index}: {fault}")]
    Reference {
        /// Which one, counted from 0.
        index: usize,
        /// What is wrong, as the reference's processing says.
        fault: String,
    },
    /// The parts come to more bytes than the budget of the document has left.
    #[error("the budget of {limit} bytes for this document is spent")]
    Budget {
        /// The budget.
        limit: u64,
    },
    /// Something cannot be canonicalized.
    #[error(transparent)]
    Xml(#[from] XmlError),
}

/// Why an encapsulated certificate, CRL, OCSP response or time-stamp cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncapsulatedFault {
    /// It is not base64 text alone.
    #[error("no base64")]
    Base64,
    /// `Encoding` is neither DER nor BER.
    #[error("encoding {uri:?} is not supported")]
    Encoding {
        /// The URI.
        uri: String,
    },
    /// What it holds is no such thing.
    #[error("unreadable: {0}")]
    Content(String),
}

impl From<CertificateError> for EncapsulatedFault {
    fn from(error: CertificateError) -> Self {
        Self::Content(error.to_string())
    }
}
