//! What `inspect --json` says of an XML document: schema 1. Fields may be added, none is renamed.

use kyso::{Role, Time};
use serde::Serialize;

use super::model::Certificate;

/// An XML document.
#[derive(Debug, Serialize)]
pub(crate) struct Inspection {
    pub(crate) schema: u32,
    pub(crate) kyso: &'static str,
    pub(crate) file: String,
    pub(crate) format: &'static str,
    /// In bytes.
    pub(crate) length: u64,
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE` or `US-ASCII`.
    pub(crate) encoding: &'static str,
    /// The document element.
    pub(crate) root: Name,
    pub(crate) signatures: Vec<Signature>,
}

/// The name of an element.
#[derive(Debug, Serialize)]
pub(crate) struct Name {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// A `ds:Signature` as it stands.
#[derive(Debug, Serialize)]
pub(crate) struct Signature {
    pub(crate) path: String,
    pub(crate) id: Option<String>,
    /// Of its start tag, in the document as UTF-8.
    pub(crate) offset: usize,
    /// Why its shape cannot be read; nothing else is said then.
    pub(crate) fault: Option<String>,
    pub(crate) canonicalization: Option<String>,
    pub(crate) signature_algorithm: Option<String>,
    /// In bytes.
    pub(crate) value_length: Option<usize>,
    pub(crate) references: Vec<Reference>,
    /// What `ds:KeyInfo` has beside certificates.
    pub(crate) key_info: Vec<String>,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) unreadable_certificates: usize,
    pub(crate) objects: usize,
    pub(crate) properties: Properties,
}

/// A `ds:Reference`.
#[derive(Debug, Serialize)]
pub(crate) struct Reference {
    pub(crate) id: Option<String>,
    pub(crate) uri: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) transforms: Vec<String>,
    /// By name; the URI where it has none here.
    pub(crate) digest_algorithm: String,
    /// Hexadecimal.
    pub(crate) digest: String,
}

/// The qualifying properties.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Properties {
    /// `XAdES`, `older`, `elsewhere`; null where there are none.
    pub(crate) form: Option<&'static str>,
    pub(crate) fault: Option<String>,
    /// As written.
    pub(crate) signing_time: Option<String>,
    pub(crate) claimed_time: Option<Time>,
    pub(crate) place: Option<String>,
    /// What the signature is for, as the signer claims.
    pub(crate) role: Option<Role>,
    pub(crate) roles: Vec<String>,
    pub(crate) policy: Option<String>,
    /// Names of the unsigned properties, in their order.
    pub(crate) unsigned: Vec<String>,
}
