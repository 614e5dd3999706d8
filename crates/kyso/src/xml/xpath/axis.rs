//! The axes (XPath 1.0 §2.2) as walks over the tree, one node at a time, in the axis' own order.

use super::super::tree::Descendants;
use super::super::{NodeId, Tree, XNode};
use super::ast::Axis;
use super::error::XPathError;
use super::node::View;

/// What is left of a walk.
#[derive(Clone, Debug)]
pub(super) enum Walk {
    Done,
    One(XNode),
    /// This node and its ancestors.
    Up(XNode),
    /// This node and its later siblings.
    Forward(NodeId),
    /// This node and its earlier siblings.
    Backward(NodeId),
    /// A stretch of document order.
    Along(Descendants),
    /// What comes before the first node in document order, without ancestors of the second.
    Before(NodeId, NodeId),
    Attributes(NodeId, u32, u32),
    Namespaces(NodeId, u32, u32),
}

impl Walk {
    /// The axis from `node`.
    pub(super) fn new(view: &View<'_>, axis: Axis, node: XNode) -> Result<Self, XPathError> {
        let tree = view.tree;
        let up = |from: Option<XNode>| from.map_or(Self::Done, Self::Up);
        let forward = |from: Option<NodeId>| from.map_or(Self::Done, Self::Forward);
        Ok(match (axis, node) {
            (Axis::Oneself, _) => Self::One(node),
            (Axis::Parent, _) => parent(tree, node).map_or(Self::Done, Self::One),
            (Axis::Ancestor, _) => up(parent(tree, node)),
            (Axis::AncestorOrSelf, _) => Self::Up(node),
            (Axis::Child, XNode::Tree(id)) => forward(tree.first_child(id)),
            (Axis::Descendant, XNode::Tree(id)) => below(tree, id),
            (Axis::DescendantOrSelf, XNode::Tree(id)) => Self::Along(tree.descendants(id)),
            (Axis::DescendantOrSelf, _) => Self::One(node),
            (Axis::FollowingSibling, XNode::Tree(id)) => forward(tree.next_sibling(id)),
            (Axis::PrecedingSibling, XNode::Tree(id)) => {
                tree.previous_sibling(id).map_or(Self::Done, Self::Backward)
            }
            (Axis::Following, _) => Self::Along(following(tree, node)),
            (Axis::Preceding, _) => Self::Before(node.tree_node(), node.tree_node()),
            (Axis::Attribute, XNode::Tree(id)) => Self::Attributes(id, 0, view.attributes(id)),
            (Axis::Namespace, XNode::Tree(id)) => Self::Namespaces(id, 0, view.namespaces(id)?),
            _ => Self::Done,
        })
    }

    /// The next node.
    pub(super) fn next(&mut self, view: &View<'_>) -> Result<Option<XNode>, XPathError> {
        let tree = view.tree;
        let (found, rest) = match self {
            Self::Done => return Ok(None),
            Self::Along(rest) => return Ok(rest.next().map(XNode::Tree)),
            Self::One(node) => (*node, Self::Done),
            Self::Up(node) => (*node, parent(tree, *node).map_or(Self::Done, Self::Up)),
            Self::Forward(id) => {
                let rest = tree.next_sibling(*id).map_or(Self::Done, Self::Forward);
                (XNode::Tree(*id), rest)
            }
            Self::Backward(id) => {
                let rest = tree.previous_sibling(*id);
                (XNode::Tree(*id), rest.map_or(Self::Done, Self::Backward))
            }
            Self::Before(id, origin) => {
                let mut found = tree.previous(*id);
                while let Some(ancestor) = found
                    && tree.is_inclusive_ancestor(ancestor, *origin)
                {
                    view.budget.spend(1)?;
                    found = tree.previous(ancestor);
                }
                let Some(found) = found else { return Ok(None) };
                (XNode::Tree(found), Self::Before(found, *origin))
            }
            Self::Attributes(id, at, count) if *at < *count => {
                (XNode::Attribute(*id, *at), Self::Attributes(*id, *at + 1, *count))
            }
            Self::Namespaces(id, at, count) if *at < *count => {
                (XNode::Namespace(*id, *at), Self::Namespaces(*id, *at + 1, *count))
            }
            Self::Attributes(..) | Self::Namespaces(..) => return Ok(None),
        };
        *self = rest;
        Ok(Some(found))
    }
}

/// The parent (§5): an attribute's and a namespace's is their element.
pub(super) fn parent(tree: &Tree, node: XNode) -> Option<XNode> {
    match node {
        XNode::Tree(id) => tree.parent(id).map(XNode::Tree),
        XNode::Attribute(id, _) | XNode::Namespace(id, _) => Some(XNode::Tree(id)),
    }
}

fn below(tree: &Tree, id: NodeId) -> Walk {
    let mut rest = tree.descendants(id);
    rest.next();
    Walk::Along(rest)
}

/// The following axis. An element's content follows its attributes.
pub(super) fn following(tree: &Tree, node: XNode) -> Descendants {
    match node {
        XNode::Tree(id) => tree.after(id),
        XNode::Attribute(id, _) | XNode::Namespace(id, _) => tree.after_start(id),
    }
}
