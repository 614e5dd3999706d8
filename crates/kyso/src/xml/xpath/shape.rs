//! What a filter leaves, told as simply as it can be: one subtree without some of its parts, or
//! else every node by itself.

use std::collections::HashSet;

use super::error::XPathError;
use super::node::View;
use crate::xml::{NodeBits, NodeId, NodeKind, NodeSet, XNode};

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

/// Goes through a node-set in document order; with `leaves`, through attributes and namespaces too.
pub(super) fn visit(
    view: &View<'_>,
    set: &NodeSet,
    leaves: bool,
    mut each: impl FnMut(Visit) -> Result<(), XPathError>,
) -> Result<(), XPathError> {
    let tree = view.tree;
    let (apex, except, comments) = match set {
        NodeSet::Subtree { apex, except, comments } => (*apex, except.as_slice(), *comments),
        NodeSet::Nodes(_) => (tree.root(), [].as_slice(), true),
    };
    let parts: HashSet<NodeId> = except.iter().copied().collect();
    let is_comment = |id| matches!(tree.kind(id), NodeKind::Comment(_));
    let is_member = |node: XNode| match set {
        NodeSet::Nodes(bits) => bits.contains(node),
        NodeSet::Subtree { .. } => comments || !matches!(node, XNode::Tree(id) if is_comment(id)),
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
        if !leaves || !tree.is_element(id) {
            continue;
        }
        for leaf in view.leaves(id)?.filter(|leaf| is_member(*leaf)) {
            view.budget.spend(1)?;
            each(Visit::Member(leaf))?;
        }
    }
    Ok(())
}

/// A node-set in the making: told of every node of the input, in document order, whether it stays.
pub(super) struct Selection<'v, 'a> {
    view: &'v View<'a>,
    input: &'v NodeSet,
    /// What stays. As long as leaves are like their elements, it holds no leaves.
    bits: NodeBits,
    /// Whether each attribute and namespace of the input went the way of its element.
    leaves_follow: bool,
    /// The first node that stays.
    apex: Option<NodeId>,
    /// Whole subtrees that go from it, in document order.
    parts: Vec<NodeId>,
    /// Whether `apex` without `parts` says it all.
    simple: bool,
    /// Whether the node of the tree told of last stays.
    stays: bool,
}

impl<'v, 'a> Selection<'v, 'a> {
    pub(super) fn new(view: &'v View<'a>, input: &'v NodeSet) -> Self {
        Self {
            view,
            input,
            bits: NodeBits::new(),
            leaves_follow: true,
            apex: None,
            parts: Vec::new(),
            simple: matches!(input, NodeSet::Subtree { .. }),
            stays: false,
        }
    }

    /// A node of the input and whether it stays.
    pub(super) fn put(&mut self, node: XNode, stays: bool) -> Result<(), XPathError> {
        let XNode::Tree(id) = node else {
            if self.leaves_follow && stays != self.stays {
                self.simple = false;
                self.leaves_follow = false;
                self.add_leaves(Some(node))?;
            }
            if stays && !self.leaves_follow {
                self.bits.insert(node);
            }
            return Ok(());
        };
        self.stays = stays;
        if !stays {
            self.part(id);
            return Ok(());
        }
        self.bits.insert(node);
        match self.apex {
            None => self.apex = Some(id),
            Some(_) => self.simple &= self.is_open(id),
        }
        Ok(())
    }

    /// A node that is not in the input; its attributes and namespaces may be.
    pub(super) fn skip(&mut self) {
        self.stays = false;
    }

    /// A subtree that goes as a whole, or at least its topmost node.
    pub(super) fn part(&mut self, id: NodeId) {
        if self.simple && self.is_open(id) {
            self.simple = self.parts.len() < MAX_PARTS;
            self.parts.push(id);
        }
    }

    /// Whether a node, next in document order, stands in the apex and in no part that has gone.
    fn is_open(&self, id: NodeId) -> bool {
        let inside = |of: &NodeId| self.view.tree.is_inclusive_ancestor(*of, id);
        self.apex.as_ref().is_some_and(inside) && !self.parts.last().is_some_and(inside)
    }

    /// Adds the leaves of all elements that stay, up to that node.
    fn add_leaves(&mut self, end: Option<XNode>) -> Result<(), XPathError> {
        let Self { view, input, bits, .. } = self;
        visit(view, input, true, |met| {
            match met {
                Visit::Member(XNode::Tree(_)) | Visit::Other(_) | Visit::Part(_) => {}
                Visit::Member(leaf) => {
                    let owner = XNode::Tree(leaf.tree_node());
                    if end.is_none_or(|end| leaf < end) && bits.contains(owner) {
                        bits.insert(leaf);
                    }
                }
            }
            Ok(())
        })
    }

    /// What stays.
    pub(super) fn finish(mut self) -> Result<NodeSet, XPathError> {
        let tree = self.view.tree;
        let apex = self.apex.filter(|apex| *apex == tree.root() || tree.is_element(*apex));
        if let (NodeSet::Subtree { comments, .. }, Some(apex), true) =
            (self.input, apex, self.simple)
        {
            return Ok(NodeSet::Subtree { apex, comments: *comments, except: self.parts });
        }
        if self.leaves_follow {
            self.add_leaves(None)?;
        }
        Ok(NodeSet::Nodes(self.bits))
    }
}
