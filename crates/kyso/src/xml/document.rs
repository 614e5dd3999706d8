//! An XML document as it is opened: its bytes, its tree, its identifiers.

use super::error::Limited;
use super::{Encoding, IdNames, Ids, ParseOptions, Tree};
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
