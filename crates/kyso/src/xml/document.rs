//! An XML document as it is opened: its bytes, its tree, its identifiers.

use super::error::{Limited, XmlFault};
use super::signature::DSIG;
use super::{Encoding, IdNames, Ids, NodeId, ParseOptions, Tree};
use crate::error::Error;
use crate::limits::MAX_XML_TREE_BYTES;
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
    /// [`Error::Source`] where the bytes cannot be had, [`Error::Xml`] with the offset of the first
    /// rule that they break.
    pub fn parse(source: Source) -> Result<Self, Error> {
        let tree = match source.slice() {
            Some(bytes) => Tree::parse(bytes, &ParseOptions::default())?,
            None => {
                let limit = MAX_XML_TREE_BYTES as u64;
                if source.len() > limit {
                    return Err(Limited::Bytes.at(limit, MAX_XML_TREE_BYTES).into());
                }
                Tree::parse(&source.read_range(0..source.len())?, &ParseOptions::default())?
            }
        };
        let ids = Ids::collect(&tree, &IdNames::default());
        Ok(Self { source, tree, ids })
    }

    /// Reads a document to verify it: one of more than [`crate::limits::MAX_XML_WHOLE_BYTES`] is
    /// kept sparsely ([`Tree::parse_sparse`]), in memory that does not grow with it, unless a
    /// signature in it needs more. Nothing is found by path in a sparse document.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn parse_for_verifying(source: Source) -> Result<Self, Error> {
        let tree = match Tree::open(&source, &ParseOptions::default()) {
            Ok(tree) if !needs_all(&tree) => tree,
            Ok(_) => return Self::parse(source),
            Err(error) if matches!(error.fault, XmlFault::TooMany { .. }) => {
                return Self::parse(source);
            }
            Err(error) => return Err(error.into()),
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

/// Transforms that ask for nodes or text which a sparse tree may not keep.
const NEED_ALL: [&str; 3] = [
    "http://www.w3.org/TR/1999/REC-xpath-19991116",
    "http://www.w3.org/2002/06/xmldsig-filter2",
    "http://www.w3.org/2000/09/xmldsig#base64",
];

/// The namespaces of XAdES, all versions, begin so.
const XADES: &str = "http://uri.etsi.org/01903/";

/// Whether a sparse tree is not enough for its signatures.
fn needs_all(tree: &Tree) -> bool {
    let needs = |node: NodeId| {
        let algorithm = || tree.attribute(node, "", "Algorithm");
        let is_property = || tree.name(node).is_some_and(|name| name.namespace.starts_with(XADES));
        (tree.is(node, DSIG, "Transform") && algorithm().is_some_and(|uri| NEED_ALL.contains(&uri)))
            || (tree.is_elided(node) && is_property())
    };
    tree.is_sparse() && tree.descendants(tree.root()).any(needs)
}
