//! Identifiers: which element a same-document reference means, and when that is unclear.

use std::collections::HashMap;

use super::XML_NAMESPACE;
use super::tree::{Name, NodeId, Tree};

/// Which attributes are identifiers. `xml:id` always is; others by local name, in no namespace.
#[derive(Clone, Debug)]
pub struct IdNames(Vec<String>);

impl Default for IdNames {
    /// `Id`, `ID` and `id`.
    fn default() -> Self {
        Self(["Id", "ID", "id"].map(String::from).to_vec())
    }
}

impl IdNames {
    /// These names, and one more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>) -> Self {
        self.0.push(name.into());
        self
    }

    /// Whether the attribute is an identifier.
    #[must_use]
    pub fn is_id(&self, name: Name<'_>) -> bool {
        self.is_id_named(name.namespace, name.local)
    }

    pub(crate) fn is_id_named(&self, namespace: &str, local: &str) -> bool {
        match namespace {
            "" => self.0.iter().any(|known| known == local),
            XML_NAMESPACE => local == "id",
            _ => false,
        }
    }
}

/// Why an identifier names no element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// No attribute has that value.
    #[error("no element has this identifier")]
    Missing,
    /// The document was read sparsely, and not for these attributes: what is not kept may have
    /// it.
    #[error("identifiers of this kind were not kept when the document was read")]
    NotKept,
    /// More than one has it, on one element or two: readers would disagree on which is meant.
    #[error("nodes {} and {} have this identifier", first.index(), second.index())]
    Duplicate {
        /// The first element in document order.
        first: NodeId,
        /// The next one.
        second: NodeId,
    },
}

/// Every identifier of a document.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    found: HashMap<String, (NodeId, Option<NodeId>)>,
    not_kept: bool,
}

impl Ids {
    /// Reads the identifiers of all elements.
    #[must_use]
    pub fn collect(tree: &Tree, names: &IdNames) -> Self {
        let is_kept = |kept: &IdNames| names.0.iter().all(|name| kept.0.contains(name));
        let not_kept = !tree.kept_ids().is_none_or(is_kept);
        let mut ids = Self { found: HashMap::new(), not_kept };
        for node in tree.descendants(tree.root()) {
            for attribute in tree.attributes(node).filter(|attribute| names.is_id(attribute.name)) {
                ids.add(attribute.value, node);
            }
        }
        ids
    }

    fn add(&mut self, value: &str, node: NodeId) {
        match self.found.get_mut(value) {
            Some((_, second)) => *second = second.or(Some(node)),
            None => {
                self.found.insert(value.to_owned(), (node, None));
            }
        }
    }

    /// The one element with this identifier.
    ///
    /// # Errors
    /// There is none, or the value occurs twice.
    pub fn element(&self, id: &str) -> Result<NodeId, IdError> {
        match self.found.get(id) {
            _ if self.not_kept => Err(IdError::NotKept),
            Some((node, None)) => Ok(*node),
            Some((first, Some(second))) => {
                Err(IdError::Duplicate { first: *first, second: *second })
            }
            None => Err(IdError::Missing),
        }
    }
}
