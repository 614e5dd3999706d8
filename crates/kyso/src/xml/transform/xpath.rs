//! The hook for XPath and XPath Filter 2.0.

use super::Budget;
use crate::xml::c14n::NodeSet;
use crate::xml::signature::{DereferenceFault, Transform};
use crate::xml::tree::Tree;

/// What the transform leaves of `set`.
pub(super) fn filter(
    _tree: &Tree,
    _set: &NodeSet,
    transform: &Transform,
    _own: &Tree,
    _here: Option<&Tree>,
    _budget: &Budget,
) -> Result<NodeSet, DereferenceFault> {
    Err(DereferenceFault::Transform { uri: transform.uri.clone() })
}
