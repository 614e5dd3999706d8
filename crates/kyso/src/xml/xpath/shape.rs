//! What a filter leaves, told as simply as it can be: one subtree without some of its parts, or
//! else every node by itself.

use super::super::{NodeBits, NodeId, NodeKind, NodeSet, Tree, XNode};
use super::error::XPathError;
use super::node::View;

/// Parts left out of a subtree that are still listed one by one: signatures number tens.
const MAX_PARTS: usize = 1_000;

/// What is met on the way through a node-set.
#[derive(Clone, Copy)]
pub(super) enum Visit {
    /// A node of the set.
    Member(XNode),
    /// A node of the tree that is not in the set, though nodes inside it may be.
    Other(NodeId),
    /// A node that is left out with all inside it.
    Part(NodeId),
}

/// Goes through a node-set in document order.
pub(super) fn visit(
    view: &View<'_>,
    set: &NodeSet,
    mut each: impl FnMut(Visit) -> Result<(), XPathError>,
) -> Result<(), XPathError> {
    let tree = view.tree;
    let apex = match set {
        NodeSet::Subtree { apex, .. } => *apex,
        NodeSet::Nodes(_) => tree.root(),
    };
    let parts: std::collections::HashSet<NodeId> = match set {
        NodeSet::Subtree { except, .. } => except.iter().copied().collect(),
        NodeSet::Nodes(_) => [].into(),
    };
    let is_member = |node: XNode| match set {
        NodeSet::Nodes(bits) => bits.contains(node),
        NodeSet::Subtree { comments, .. } => {
            *comments
                || !matches!(node, XNode::Tree(id) if matches!(tree.kind(id), NodeKind::Comment(_)))
        }
    };
    let mut left: Option<NodeId> = None;
    for id in tree.descendants(apex) {
        view.budget.spend(1)?;
        if left.is_some_and(|left| tree.is_inclusive_ancestor(left, id)) {
            continue;
        }
        if parts.contains(&id) {
            left = Some(id);
            each(Visit::Part(id))?;
            continue;
        }
        let node = XNode::Tree(id);
        each(if is_member(node) { Visit::Member(node) } else { Visit::Other(id) })?;
        let namespaces = (0..view.namespaces(id)?).map(|at| XNode::Namespace(id, at));
        let attributes = (0..view.attributes(id)).map(|at| XNode::Attribute(id, at));
        for node in namespaces.chain(attributes).filter(|node| is_member(*node)) {
            view.budget.spend(1)?;
            each(Visit::Member(node))?;
        }
    }
    Ok(())
}

/// A node-set in the making: told of every node of the input, in document order, whether it stays.
pub(super) struct Selection<'a> {
    tree: &'a Tree,
    bits: NodeBits,
    /// The first node that stays.
    apex: Option<NodeId>,
    /// Whole subtrees that go from it, in document order.
    parts: Vec<NodeId>,
    /// Whether `apex` without `parts` says it all.
    simple: bool,
    /// Whether the node of the tree told of last stays.
    stays: bool,
}

impl<'a> Selection<'a> {
    pub(super) fn new(tree: &'a Tree, input: &NodeSet) -> Self {
        Self {
            tree,
            bits: NodeBits::new(),
            apex: None,
            parts: Vec::new(),
            simple: matches!(input, NodeSet::Subtree { .. }),
            stays: false,
        }
    }

    /// A node of the input and whether it stays.
    pub(super) fn put(&mut self, node: XNode, stays: bool) {
        if stays {
            self.bits.insert(node);
        }
        match node {
            XNode::Tree(id) => {
                self.stays = stays;
                if !stays {
                    self.part(id);
                } else if self.apex.is_none() {
                    self.apex = Some(id);
                } else {
                    self.simple &= self.is_open(id);
                }
            }
            XNode::Attribute(..) | XNode::Namespace(..) => self.simple &= stays == self.stays,
        }
    }

    /// A subtree that goes as a whole, or at least its topmost node.
    pub(super) fn part(&mut self, id: NodeId) {
        if self.is_open(id) {
            self.simple &= self.parts.len() < MAX_PARTS;
            if self.simple {
                self.parts.push(id);
            }
        }
    }

    /// Whether a node, next in document order, stands in the apex and in no part that has gone.
    fn is_open(&self, id: NodeId) -> bool {
        let inside = |of: &NodeId| self.tree.is_inclusive_ancestor(*of, id);
        self.apex.as_ref().is_some_and(inside) && !self.parts.last().is_some_and(inside)
    }

    /// What stays. `comments` says whether comments were in the input.
    pub(super) fn finish(self, input: &NodeSet) -> NodeSet {
        match (input, self.apex) {
            (NodeSet::Subtree { comments, .. }, Some(apex))
                if self.simple && (apex == self.tree.root() || self.tree.is_element(apex)) =>
            {
                NodeSet::Subtree { apex, comments: *comments, except: self.parts }
            }
            _ => NodeSet::Nodes(self.bits),
        }
    }
}
