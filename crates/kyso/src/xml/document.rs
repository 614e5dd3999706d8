//! An XML document as it is opened: its bytes, its tree, its identifiers.

use super::{Encoding, IdNames, Ids, ParseOptions, Tree, XmlError};
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
    /// identifiers. Of a large document only a part is kept, see [`Tree::open`].
    ///
    /// # Errors
    ///
    /// [`XmlError`] with the offset of the first rule that it breaks, or where it cannot be read.
    pub fn parse(source: Source) -> Result<Self, XmlError> {
        let tree = Tree::open(&source, &ParseOptions::default())?;
        let ids = Ids::collect(&tree, &IdNames::default());
        Ok(Self { source, tree, ids })
    }

    /// The same tree, in which all elements of these names are kept. Nodes differ, spans do not.
    pub(crate) fn tree_with(&self, names: Vec<String>) -> Result<Kept<'_>, XmlError> {
        if !self.tree.is_sparse() {
            return Ok(Kept::Own(&self.tree));
        }
        let options = ParseOptions { keep: names, ..ParseOptions::default() };
        Tree::open(&self.source, &options).map(|tree| Kept::Another(Box::new(tree)))
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

/// A tree that has the elements asked for: the document's own, or one read anew.
pub(crate) enum Kept<'a> {
    Own(&'a Tree),
    Another(Box<Tree>),
}

impl Kept<'_> {
    pub(crate) fn tree(&self) -> &Tree {
        match self {
            Self::Own(tree) => tree,
            Self::Another(tree) => tree,
        }
    }
}
