//! XML signatures: found, read strictly, and checked in two steps that cannot change places.
//!
//! [`XmlSignature::read`] proves the shape, [`check_value`] the signature value over the canonical
//! `SignedInfo`; only the [`ValueHolds`] it gives can digest the references.

pub(super) mod children;
mod error;
mod find;
mod manifest;
mod method;
mod model;
mod read;
mod reference;
mod resolve;
mod value;

pub use error::{DereferenceFault, ReferenceError, SignatureError, ValueError};
pub use find::find;
pub use model::{
    CanonicalizationMethod, DigestMethod, FilterStep, Object, Reference, SignatureMethod,
    SignedInfo, Transform, TransformAlgorithm, ValueElement, XmlSignature,
};
pub(super) use reference::digest as digest_reference;
pub use reference::{
    CheckedReference, Covered, DigestOptions, Extent, ManifestResult, ReferenceDigests, Target,
};
pub use resolve::{ExternalBytes, Resolver};
pub(super) use value::canonical_signed_info;
pub use value::{ValueHolds, check_value, check_value_by};

/// The namespace of XML Signature (xmldsig-core1 §1.3).
pub const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The namespace of what XML Signature 1.1 added.
pub const DSIG11: &str = "http://www.w3.org/2009/xmldsig11#";

/// The `Type` of a reference to a Manifest (xmldsig-core1 §5.1).
pub const MANIFEST_TYPE: &str = "http://www.w3.org/2000/09/xmldsig#Manifest";

#[cfg(test)]
mod tests;
