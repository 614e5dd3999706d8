//! Finds every signature of a document.

use super::DSIG;
use crate::xml::tree::{NodeId, Tree};

/// Every `ds:Signature` element, in document order: parallel ones, countersignatures inside
/// others, and those that some attack hides where nobody looks.
#[must_use]
pub fn find(tree: &Tree) -> Vec<NodeId> {
    tree.descendants(tree.root()).filter(|node| tree.is(*node, DSIG, "Signature")).collect()
}
