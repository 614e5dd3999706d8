//! References: from URI and transforms to bytes, a digest, and what is covered.

use crate::DigestAlgorithm;
use crate::xml::tree::NodeId;

use super::{ReferenceError, Resolver, SignatureError};
use crate::xml::transform::Budget;

/// What checking references needs beside the document.
#[derive(Clone, Copy)]
pub struct DigestOptions<'a> {
    /// Gives what lies outside the document; without one, every such reference fails.
    pub resolver: Option<&'a dyn Resolver>,
    /// Whether [`crate::xml::signature::TransformAlgorithm::LegacyExclusive`] is taken for
    /// exclusive canonicalization.
    pub legacy_exclusive: bool,
    /// What all references of a document may cost together.
    pub budget: &'a Budget,
}

/// What the references of a signature came to, one result for each, in order.
#[derive(Clone, Debug)]
#[must_use]
pub struct ReferenceDigests(pub(super) Vec<CheckedReference>);

/// One reference, checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckedReference {
    /// Its place in `SignedInfo` or `Manifest`, from 0.
    pub index: usize,
    /// What it covers, or why it does not hold.
    pub outcome: Result<Covered, ReferenceError>,
    /// Where it covers a whole `ds:Manifest`: what that lists. Nothing in it counts as covered
    /// unless every entry holds.
    pub manifest: Option<ManifestResult>,
}

/// The references of a `ds:Manifest`, or why it has no readable shape.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ManifestResult {
    /// The `ds:Manifest` element.
    pub node: NodeId,
    /// One for each of its references; manifests in manifests are not followed.
    pub references: Result<Vec<CheckedReference>, SignatureError>,
}

/// What a reference that holds covers.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Covered {
    /// Its `URI`, as written.
    pub uri: Option<String>,
    /// Its `Type`.
    pub kind: Option<String>,
    /// What the URI names.
    pub target: Target,
    /// How much of the target was digested.
    pub extent: Extent,
    /// Subtrees of the target that were left out: the signature itself, by the
    /// `enveloped-signature` transform.
    pub excluded: Vec<NodeId>,
    /// Whether comments in the target are covered too.
    pub comments: bool,
    /// The URIs of the transforms, in order.
    pub transforms: Vec<String>,
    /// Whether a legacy name for exclusive canonicalization was taken for the right one.
    pub legacy_exclusive: bool,
    /// The hash function.
    pub digest: DigestAlgorithm,
    /// Bytes digested.
    pub bytes: u64,
}

/// What the URI of a reference names.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Target {
    /// The whole document, prolog included.
    Document,
    /// An element with its content.
    Element {
        /// The element.
        node: NodeId,
        /// Its path in the document, for people.
        path: String,
    },
    /// Bytes that the caller gave.
    External,
}

/// How much of a target was digested.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Extent {
    /// All of it but [`Covered::excluded`].
    Whole,
    /// What an XPath or Filter 2.0 transform left; it may be anything.
    Filtered,
    /// The bytes that its text encodes in base64: no markup, no attributes.
    Decoded,
}
