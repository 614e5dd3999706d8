//! An XML document as it is opened: its bytes, its tree, its identifiers.

use super::error::{XmlError, XmlFault};
use super::signature::DSIG;
use super::transform;
use super::{Encoding, IdNames, Ids, NodeId, ParseOptions, Tree};
use crate::source::Source;

/// An XML document that was read strictly. What is verified, what is signed and what a caller
/// reads is this one tree.
#[derive(Debug)]
pub struct XmlDocument {
    source: Source,
    tree: Tree,
    ids: Ids,
}

impl XmlDocument {
    /// Reads a document. Attributes called `xml:id`, `Id`, `ID` and `id` are taken for
    /// identifiers.
    ///
    /// # Errors
    ///
    /// [`XmlError`] with the offset of the first rule that it breaks, or where it cannot be read.
    pub fn parse(source: Source) -> Result<Self, XmlError> {
        let tree = Tree::whole(&source, &ParseOptions::default())?;
        let ids = Ids::collect(&tree, &IdNames::default());
        Ok(Self { source, tree, ids })
    }

    /// Reads a document to sign or verify it: one of more than [`crate::limits::MAX_XML_WHOLE_BYTES`] is
    /// kept sparsely ([`Tree::parse_sparse`]), in memory that does not grow with it, unless a
    /// signature in it needs more. Nothing is found by path in a sparse document.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn parse_sparing(source: Source) -> Result<Self, XmlError> {
        let tree = match Tree::open(&source, &ParseOptions::default()) {
            Ok(tree) if !needs_all(&tree) => tree,
            Ok(_) => return Self::parse(source),
            Err(error) if matches!(error.fault, XmlFault::TooMany { .. }) => {
                return Self::parse(source);
            }
            Err(error) => return Err(error),
        };
        let ids = Ids::collect(&tree, &IdNames::default());
        Ok(Self { source, tree, ids })
    }

    /// The bytes.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The tree. Its spans count bytes of the document as UTF-8, which are those of
    /// [`Self::source`] where [`Tree::encoding`] is UTF-8 without a byte order mark.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Its identifiers.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// How its bytes spell its text.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.tree.encoding()
    }
}

/// The namespaces of XAdES, all versions, begin so.
const XADES: &str = "http://uri.etsi.org/01903/";

/// Whether a sparse tree is not enough for its signatures.
fn needs_all(tree: &Tree) -> bool {
    let needs = |node: NodeId| {
        let is_property = || tree.name(node).is_some_and(|name| name.namespace.starts_with(XADES));
        (tree.is(node, DSIG, "Transform") && transform::needs_all(tree, node))
            || (tree.is_elided(node) && is_property())
    };
    tree.is_sparse() && tree.descendants(tree.root()).any(needs)
}
