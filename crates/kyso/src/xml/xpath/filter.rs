//! The XPath transform of XMLDSig (xmldsig-core1 §6.6.3): of a node-set, what the expression holds for.

use super::super::NodeSet;
use super::error::XPathError;
use super::eval::Run;
use super::shape::{Selection, Visit, visit};
use super::{Context, Expression};

/// Evaluates the expression once for every node of `input`, attributes and namespaces included, and
/// keeps the nodes for which its value is true as `boolean()` has it. The whole document can be
/// looked at, not `input` alone.
///
/// # Errors
/// As [`super::evaluate`].
pub fn filter(
    expression: &Expression,
    input: &NodeSet,
    context: &Context<'_>,
) -> Result<NodeSet, XPathError> {
    let run = Run::new(&expression.parsed, *context)?;
    let mut selection = Selection::new(&run.view, input);
    // Where attributes and namespaces must go the way of their element, only that is asked.
    let leaves = expression.parsed.tells_leaves || matches!(input, NodeSet::Nodes(_));
    visit(&run.view, input, leaves, |met| {
        match met {
            Visit::Member(node) => selection.put(node, run.holds(node)?)?,
            Visit::Part(id) => selection.part(id),
            Visit::Other(_) => selection.skip(),
        }
        Ok(())
    })?;
    selection.finish()
}
