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
        match name.namespace {
            "" => self.0.iter().any(|known| known == name.local),
            XML_NAMESPACE => name.local == "id",
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
pub struct Ids(HashMap<String, (NodeId, Option<NodeId>)>);

impl Ids {
    /// Reads the identifiers of all elements.
    #[must_use]
    pub fn collect(tree: &Tree, names: &IdNames) -> Self {
        let mut ids = Self::default();
        for node in tree.descendants(tree.root()) {
            for attribute in tree.attributes(node).filter(|attribute| names.is_id(attribute.name)) {
                ids.add(attribute.value, node);
            }
        }
        ids
    }

    fn add(&mut self, value: &str, node: NodeId) {
        match self.0.get_mut(value) {
            Some((_, second)) => *second = second.or(Some(node)),
            None => {
                self.0.insert(value.to_owned(), (node, None));
            }
        }
    }

    /// The one element with this identifier.
    ///
    /// # Errors
    /// There is none, or the value occurs twice.
    pub fn element(&self, id: &str) -> Result<NodeId, IdError> {
        match self.0.get(id) {
            Some((node, None)) => Ok(*node),
            Some((first, Some(second))) => {
                Err(IdError::Duplicate { first: *first, second: *second })
            }
            None => Err(IdError::Missing),
        }
    }
}
