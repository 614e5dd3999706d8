//! XML: one strict tree, identifiers, canonical forms.
//!
//! The tree that is verified is the tree that a caller reads. It keeps the document's own bytes
//! and the place of every node in them, so that signing can splice and changes nothing else.

mod algorithm;
pub(crate) mod base64;
pub mod c14n;
mod chars;
mod document;
mod element_path;
mod encoding;
mod error;
mod event;
pub mod ids;
pub mod key_info;
pub mod profile;
#[cfg(test)]
mod refusals;
pub mod sign;
pub mod signature;
#[cfg(test)]
mod tests;
pub mod transform;
pub mod tree;
pub mod xades;
pub mod xpath;

pub use c14n::{C14nVersion, Canonicalization, NodeBits, NodeSet, Sink, XNode, canonicalize};
pub use document::XmlDocument;
pub use element_path::{ElementName, ElementPath, ElementPathError};
pub use encoding::Encoding;
pub use error::{Limited, Location, Syntax, XmlError, XmlFault};
pub use ids::{IdError, IdNames, Ids};
pub use tree::{Attribute, Doctype, Name, NodeId, NodeKind, ParseOptions, Tree};

/// The namespace that the prefix `xml` is bound to (Namespaces in XML 1.0 §3).
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace of namespace declarations themselves (Namespaces in XML 1.0 §3).
pub const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";
