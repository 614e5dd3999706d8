//! References: from URI and transforms to bytes, a digest, and what is covered.

use super::manifest::Manifests;
use super::{DereferenceFault, Reference, ReferenceError, Resolver, SignatureError, ValueHolds};
use crate::DigestAlgorithm;
use crate::crypto::{Digest, Hasher};
use crate::limits::MAX_XML_DIGESTS;
use crate::xml::c14n::{Canonicalization, NodeSet, Sink};
use crate::xml::ids::Ids;
use crate::xml::transform::{Budget, Data, Input, Written};
use crate::xml::tree::{NodeId, Tree};

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
    /// Where it covers a `ds:Manifest`, or a `ds:Object` with some: what these list. Nothing in one
    /// counts as covered unless every entry holds.
    pub manifests: Vec<ManifestResult>,
}

/// The references of a `ds:Manifest`, or why it has no readable shape.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ManifestResult {
    /// The `ds:Manifest` element.
    pub node: NodeId,
    /// One for each of its references; manifests that these cover are followed, each once.
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
    /// `enveloped-signature` transform, or signatures and nothing else, by a filter.
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

impl ValueHolds<'_> {
    /// Digests every reference of the signature, and those of the manifests that it covers.
    pub fn digest_references(&self, ids: &Ids, options: &DigestOptions<'_>) -> ReferenceDigests {
        let references = &self.signature().signed_info.references;
        let mut checked = check_all(self.tree(), ids, references, options);
        let mut manifests = Manifests::new(self.tree(), ids, options);
        for one in &mut checked {
            one.manifests = manifests.check(one, references, 0);
        }
        ReferenceDigests(checked)
    }

    /// Writes what the reference number `index` digests, for archive time-stamps, which are over
    /// these bytes (EN 319 132-1 §5.5.2), whether or not the digest holds. Nodes that no transform
    /// made bytes are made canonical by `method`. Says how many bytes there were.
    ///
    /// # Errors
    /// [`DereferenceFault`]; [`DereferenceFault::NoReference`] for an index that there is not.
    pub fn write_reference(
        &self,
        index: usize,
        ids: &Ids,
        options: &DigestOptions<'_>,
        method: &Canonicalization,
        sink: &mut dyn Sink,
    ) -> Result<u64, DereferenceFault> {
        let references = &self.signature().signed_info.references;
        let reference = references.get(index).ok_or(DereferenceFault::NoReference { index })?;
        Ok(process(self.tree(), ids, reference, options, Some(method), sink)?.1.bytes)
    }
}

impl ReferenceDigests {
    /// One for each reference, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, CheckedReference> {
        self.0.iter()
    }

    /// Whether every reference of the signature holds. Manifests are not asked.
    #[must_use]
    pub fn all_hold(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|one| one.outcome.is_ok())
    }

    /// What the references that hold cover.
    pub fn covered(&self) -> impl Iterator<Item = &Covered> {
        self.0.iter().filter_map(|one| one.outcome.as_ref().ok())
    }
}

impl<'a> IntoIterator for &'a ReferenceDigests {
    type Item = &'a CheckedReference;
    type IntoIter = std::slice::Iter<'a, CheckedReference>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl ManifestResult {
    /// Whether every reference of the manifest holds, and of those that it lists.
    #[must_use]
    pub fn all_hold(&self) -> bool {
        let holds = |one: &CheckedReference| {
            one.outcome.is_ok() && one.manifests.iter().all(Self::all_hold)
        };
        self.references.as_ref().is_ok_and(|all| !all.is_empty() && all.iter().all(holds))
    }
}

/// Digests each of `references`.
pub(super) fn check_all(
    tree: &Tree,
    ids: &Ids,
    references: &[Reference],
    options: &DigestOptions<'_>,
) -> Vec<CheckedReference> {
    let check = |(index, reference)| CheckedReference {
        index,
        outcome: check(tree, ids, reference, options),
        manifests: Vec::new(),
    };
    references.iter().enumerate().map(check).collect()
}

fn check(
    tree: &Tree,
    ids: &Ids,
    reference: &Reference,
    options: &DigestOptions<'_>,
) -> Result<Covered, ReferenceError> {
    let (digest, covered) = digest(tree, ids, reference, options)?;
    if digest.as_bytes() != reference.digest_value {
        let stated = reference.digest_value.clone();
        return Err(ReferenceError::DigestMismatch { computed: digest, stated });
    }
    Ok(covered)
}

/// The digest of what a reference names, whatever it states.
pub(in crate::xml) fn digest(
    tree: &Tree,
    ids: &Ids,
    reference: &Reference,
    options: &DigestOptions<'_>,
) -> Result<(Digest, Covered), ReferenceError> {
    let algorithm = reference
        .digest_method
        .algorithm
        .ok_or_else(|| ReferenceError::DigestMethod { uri: reference.digest_method.uri.clone() })?;
    let mut hasher = Hasher::new(algorithm);
    let (target, written) = process(tree, ids, reference, options, None, &mut hasher)?;
    let covered = Covered {
        uri: reference.uri.clone(),
        kind: reference.kind.clone(),
        target,
        extent: written.extent,
        excluded: written.excluded,
        comments: written.comments,
        transforms: reference.transforms.iter().map(|one| one.uri.clone()).collect(),
        legacy_exclusive: written.legacy_exclusive,
        digest: algorithm,
        bytes: written.bytes,
    };
    Ok((hasher.finish(), covered))
}

/// Writes the bytes that a reference digests.
fn process<'a>(
    tree: &'a Tree,
    ids: &'a Ids,
    reference: &Reference,
    options: &DigestOptions<'a>,
    method: Option<&Canonicalization>,
    sink: &mut dyn Sink,
) -> Result<(Target, Written), DereferenceFault> {
    let spent = DereferenceFault::Budget { what: "references", limit: MAX_XML_DIGESTS };
    options.budget.take_reference().ok_or(spent)?;
    let (target, input) = dereference(tree, ids, reference, options)?;
    let external = target == Target::External;
    if !external && options.budget.left() == 0 {
        let limit = options.budget.limit();
        return Err(DereferenceFault::Budget { what: "bytes", limit });
    }
    let mut data = Data::new(tree, ids, input, options.budget);
    for transform in &reference.transforms {
        data = data.apply(transform, options.legacy_exclusive)?;
    }
    let written = data.write(method, sink)?;
    // A file of no bytes can be signed as it is; nothing else that is nothing.
    if written.bytes == 0 && !(external && reference.transforms.is_empty()) {
        return Err(DereferenceFault::Empty);
    }
    Ok((target, written))
}

/// What the URI names (xmldsig-core1 §4.4.3.1): `""` and `#id` without comments, the two XPointers
/// with them, anything else from the caller.
fn dereference<'a>(
    tree: &'a Tree,
    ids: &Ids,
    reference: &Reference,
    options: &DigestOptions<'a>,
) -> Result<(Target, Input<'a>), DereferenceFault> {
    let nodes =
        |apex, comments| Input::Nodes(NodeSet::Subtree { apex, comments, except: Vec::new() });
    let element = |id, comments| {
        let node = ids.element(id)?;
        let target = Target::Element { node, path: tree.path(node) };
        Ok((target, nodes(node, comments)))
    };
    let uri = reference.uri.as_deref();
    match uri.map(|uri| (uri, uri.strip_prefix('#'))) {
        Some(("", _)) => Ok((Target::Document, nodes(tree.root(), false))),
        Some((_, Some("xpointer(/)"))) => Ok((Target::Document, nodes(tree.root(), true))),
        Some((uri, Some(fragment))) => match pointed_id(fragment) {
            Some(id) => element(id, true),
            None if is_ncname_like(fragment) => element(fragment, false),
            None => Err(DereferenceFault::Uri { uri: uri.into() }),
        },
        Some((_, None)) | None => options
            .resolver
            .and_then(|resolver| resolver.resolve(uri, reference.kind.as_deref()))
            .map(|bytes| (Target::External, Input::External(bytes)))
            .ok_or_else(|| DereferenceFault::External { uri: uri.map(str::to_owned) }),
    }
}

/// The Id in `xpointer(id('ID'))`.
fn pointed_id(fragment: &str) -> Option<&str> {
    let inner = fragment.strip_prefix("xpointer(id(")?.strip_suffix("))")?;
    let id =
        ['\'', '"'].into_iter().find_map(|quote| inner.strip_prefix(quote)?.strip_suffix(quote))?;
    is_ncname_like(id).then_some(id)
}

/// Whether a fragment can be nothing but an Id: no other XPointer, nothing to decode.
fn is_ncname_like(fragment: &str) -> bool {
    !fragment.is_empty()
        && !fragment.contains(['(', ')', '\'', '"', '%', '#', '&', ' ', '\t', '\r', '\n'])
}
