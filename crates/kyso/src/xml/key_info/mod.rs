//! `ds:KeyInfo`: what the signer says about the key. Hints, none of them signed by themselves.

mod error;
mod read;
mod value;

pub use error::KeyInfoError;
pub(super) use value::{KeyParts, parts_of};

use crate::x509::{Certificate, CertificateError};
use crate::xml::tree::NodeId;

/// `ds:KeyInfo` (xmldsig-core1 §4.5).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeyInfo {
    /// The element.
    pub node: NodeId,
    /// Its `Id`.
    pub id: Option<String>,
    /// Its children, in document order.
    pub items: Vec<KeyInfoItem>,
}

/// One child of `ds:KeyInfo`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum KeyInfoItem {
    /// `ds:KeyName`, as text.
    Name(String),
    /// `ds:KeyValue` or `dsig11:DEREncodedKeyValue`: a bare key. It proves that the value was made
    /// with it and nothing about whose it is.
    Value(KeyValue),
    /// `ds:X509Data`.
    X509(X509Data),
    /// `ds:RetrievalMethod` or `dsig11:KeyInfoReference`: never followed.
    Elsewhere {
        /// Its `URI`.
        uri: String,
    },
    /// Anything else, passed over.
    Other {
        /// Its namespace.
        namespace: String,
        /// Its local name.
        local: String,
    },
}

/// A public key in XML.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct KeyValue {
    /// The element.
    pub node: NodeId,
    /// The key as SubjectPublicKeyInfo, DER; `None` for a kind of key that is not known here.
    pub spki: Option<Vec<u8>>,
}

/// `ds:X509Data` (§4.5.4).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct X509Data {
    /// The certificates, in document order.
    pub certificates: Vec<X509Certificate>,
    /// `X509SubjectName`, as text.
    pub subject_names: Vec<String>,
    /// `X509IssuerSerial`, as text.
    pub issuer_serials: Vec<IssuerSerial>,
    /// `X509SKI`, decoded: the subject key identifier without its DER.
    pub key_identifiers: Vec<Vec<u8>>,
    /// `X509CRL`, decoded, not read.
    pub crls: Vec<Vec<u8>>,
}

/// `ds:X509Certificate`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct X509Certificate {
    /// The element.
    pub node: NodeId,
    /// Its decoded content.
    pub der: Vec<u8>,
    /// The certificate, or why it is none: one unreadable certificate spoils no other.
    pub certificate: Result<Certificate, CertificateError>,
}

/// `ds:X509IssuerSerial`: deprecated, because names are written in many ways.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct IssuerSerial {
    /// `X509IssuerName`.
    pub issuer: String,
    /// `X509SerialNumber`: decimal digits.
    pub serial: String,
}
