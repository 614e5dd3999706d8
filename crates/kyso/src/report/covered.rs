//! What a signature covers, where a format lets it cover parts: the references of XML signatures.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::algorithm::DigestAlgorithm;
use crate::crypto::Digest;
use crate::x509::hex;
use crate::xml::{NodeId, Tree};

/// One thing that a signature covers.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Covered {
    /// The URI of the reference, as written; of the content of a CMS the name that the caller gave.
    pub uri: Option<String>,
    /// Its `Type`, as written; of the content of a CMS its media type.
    pub kind: Option<String>,
    /// What that names.
    pub target: CoveredTarget,
    /// How much of it.
    pub extent: Extent,
    /// Elements inside that are left out: the signature itself.
    pub except: Vec<CoveredElement>,
    /// Whether comments inside are covered too.
    pub comments: bool,
    /// The URIs of the transforms, in order.
    pub transforms: Vec<String>,
    /// The hash function.
    pub digest: DigestAlgorithm,
    /// What that gave, where the report says it.
    pub value: Option<Digest>,
    /// Bytes that were digested.
    pub bytes: u64,
    /// Whether a manifest lists it, which the signature covers in its turn.
    pub in_manifest: bool,
}

/// What a reference names.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum CoveredTarget {
    /// The whole document.
    Document {
        /// Its document element.
        node: NodeId,
    },
    /// An element with what is in it.
    Element(CoveredElement),
    /// Bytes outside the document, which the caller gave.
    External,
    /// The bytes that a CMS holds.
    Content,
    /// The value of another signature.
    Signature {
        /// Its identifier in the report.
        id: String,
    },
}

/// An element of the tree that was judged.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CoveredElement {
    /// The element.
    pub node: NodeId,
    /// Its path, as [`crate::xml::Tree::path`] writes it.
    pub path: String,
    /// Its namespace; empty for none.
    pub namespace: String,
    /// Its local name.
    pub local: String,
}

impl CoveredElement {
    pub(crate) fn new(tree: &Tree, node: NodeId) -> Self {
        let (namespace, local) = match tree.name(node) {
            Some(name) => (name.namespace.to_owned(), name.local.to_owned()),
            None => (String::new(), String::new()),
        };
        Self { node, path: tree.path(node), namespace, local }
    }
}

/// How much of a target is covered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Extent {
    /// All of it but what is said to be left out.
    Whole,
    /// What a filter left of it.
    Filtered,
    /// The bytes that its text encodes.
    Decoded,
}

impl Covered {
    /// Whether all of an element is covered.
    pub(crate) fn covers(&self, tree: &Tree, node: NodeId) -> bool {
        let within = |outer: NodeId| tree.is_inclusive_ancestor(outer, node);
        self.whole_element().is_some_and(within)
            && !self.except.iter().any(|element| within(element.node))
    }

    /// The element that is covered whole, but for the signature inside.
    #[must_use]
    pub fn whole_element(&self) -> Option<NodeId> {
        match &self.target {
            _ if self.extent != Extent::Whole => None,
            CoveredTarget::Document { node } => Some(*node),
            CoveredTarget::Element(element) => Some(element.node),
            CoveredTarget::External | CoveredTarget::Content | CoveredTarget::Signature { .. } => {
                None
            }
        }
    }

    /// The path of what is covered; none for what lies outside.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.target {
            CoveredTarget::Document { .. } => Some("/"),
            CoveredTarget::Element(element) => Some(&element.path),
            CoveredTarget::External | CoveredTarget::Content | CoveredTarget::Signature { .. } => {
                None
            }
        }
    }
}

impl Serialize for Covered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let element = match &self.target {
            CoveredTarget::Element(element) => Some(element),
            _ => None,
        };
        let except: Vec<&str> = self.except.iter().map(|element| element.path.as_str()).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("uri", &self.uri)?;
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("path", &self.path())?;
        map.serialize_entry("namespace", &element.map(|element| &element.namespace))?;
        map.serialize_entry("name", &element.map(|element| &element.local))?;
        map.serialize_entry("extent", &self.extent)?;
        map.serialize_entry("except", &except)?;
        map.serialize_entry("comments", &self.comments)?;
        map.serialize_entry("transforms", &self.transforms)?;
        map.serialize_entry("digest_algorithm", self.digest.name())?;
        let value = self.value.as_ref().map(|value| hex(value.as_bytes()));
        map.serialize_entry("digest", &value)?;
        map.serialize_entry("bytes", &self.bytes)?;
        map.serialize_entry("in_manifest", &self.in_manifest)?;
        map.end()
    }
}
