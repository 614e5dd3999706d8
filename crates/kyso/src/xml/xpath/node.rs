//! The data model of XPath 1.0 §5 over the tree: names, string-values, counts, node tests.

use std::borrow::Cow;

use super::super::{NodeId, NodeKind, Tree, XNode};
use super::ast::{Axis, NodeTest};
use super::axis::{Walk, parent};
use super::budget::Budget;
use super::error::XPathError;
use super::scope::Scopes;
use crate::limits::MAX_XPATH_STRING_BYTES;

/// The tree as XPath sees it.
pub(super) struct View<'a> {
    pub(super) tree: &'a Tree,
    pub(super) budget: &'a Budget,
    scopes: Scopes<'a>,
}

/// The name of a node (§5): what `name()`, `local-name()` and `namespace-uri()` give.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct NodeName<'a> {
    pub(super) prefix: &'a str,
    pub(super) local: &'a str,
    pub(super) namespace: &'a str,
}

impl<'a> View<'a> {
    pub(super) fn new(tree: &'a Tree, budget: &'a Budget) -> Self {
        Self { tree, budget, scopes: Scopes::new(tree) }
    }

    /// How many namespace nodes an element has.
    pub(super) fn namespaces(&self, id: NodeId) -> Result<u32, XPathError> {
        match self.tree.kind(id) {
            NodeKind::Element => {
                Ok(u32::try_from(self.scopes.of(id, self.budget)?.len()).unwrap_or(u32::MAX))
            }
            _ => Ok(0),
        }
    }

    /// How many attributes an element has.
    pub(super) fn attributes(&self, id: NodeId) -> u32 {
        u32::try_from(self.tree.attributes(id).len()).unwrap_or(u32::MAX)
    }

    /// The namespaces and attributes of an element, in document order.
    pub(super) fn leaves(
        &self,
        id: NodeId,
    ) -> Result<impl Iterator<Item = XNode> + use<>, XPathError> {
        let namespaces = (0..self.namespaces(id)?).map(move |at| XNode::Namespace(id, at));
        let attributes = (0..self.attributes(id)).map(move |at| XNode::Attribute(id, at));
        Ok(namespaces.chain(attributes))
    }

    /// A namespace node: prefix and namespace.
    fn namespace(&self, element: NodeId, index: u32) -> Result<(&'a str, &'a str), XPathError> {
        let scope = self.scopes.of(element, self.budget)?;
        Ok(scope.get(index as usize).copied().unwrap_or(("", "")))
    }

    /// The name; without parts for nodes that have none.
    pub(super) fn name(&self, node: XNode) -> Result<NodeName<'a>, XPathError> {
        Ok(match node {
            XNode::Tree(id) => match self.tree.kind(id) {
                NodeKind::Element => self.tree.name(id).map_or_else(NodeName::default, |n| {
                    NodeName { prefix: n.prefix, local: n.local, namespace: n.namespace }
                }),
                NodeKind::ProcessingInstruction { target, .. } => {
                    NodeName { local: target, ..NodeName::default() }
                }
                _ => NodeName::default(),
            },
            XNode::Attribute(id, index) => {
                let attribute = self.tree.attributes(id).nth(index as usize);
                attribute.map_or_else(NodeName::default, |a| NodeName {
                    prefix: a.name.prefix,
                    local: a.name.local,
                    namespace: a.name.namespace,
                })
            }
            XNode::Namespace(id, index) => {
                NodeName { local: self.namespace(id, index)?.0, ..NodeName::default() }
            }
        })
    }

    /// The string-value (§5), its length taken from the budget.
    pub(super) fn string_value(&self, node: XNode) -> Result<Cow<'a, str>, XPathError> {
        let value = match node {
            XNode::Tree(id) => match self.tree.kind(id) {
                NodeKind::Text(text) | NodeKind::Comment(text) => Cow::Borrowed(text),
                NodeKind::ProcessingInstruction { data, .. } => Cow::Borrowed(data),
                NodeKind::Document | NodeKind::Element => self.text_below(id)?,
            },
            XNode::Attribute(id, index) => {
                let attribute = self.tree.attributes(id).nth(index as usize);
                Cow::Borrowed(attribute.map_or("", |a| a.value))
            }
            XNode::Namespace(id, index) => Cow::Borrowed(self.namespace(id, index)?.1),
        };
        self.budget.spend_bytes(value.len())?;
        Ok(value)
    }

    /// All text below a node, joined.
    fn text_below(&self, id: NodeId) -> Result<Cow<'a, str>, XPathError> {
        let mut joined = Cow::Borrowed("");
        let mut walk = Walk::new(self, Axis::Descendant, XNode::Tree(id))?;
        while let Some(node) = walk.next(self)? {
            self.budget.spend(1)?;
            let XNode::Tree(id) = node else { continue };
            let NodeKind::Text(text) = self.tree.kind(id) else {
                continue;
            };
            if joined.is_empty() {
                joined = Cow::Borrowed(text);
                continue;
            }
            self.budget.spend_bytes(text.len())?;
            if joined.len() + text.len() > MAX_XPATH_STRING_BYTES {
                return Err(XPathError::TooLongString);
            }
            joined.to_mut().push_str(text);
        }
        Ok(joined)
    }

    /// Whether the node, met on that axis, passes the test (§2.3). `bound` are the namespaces of
    /// the expression's prefixes.
    pub(super) fn passes(
        &self,
        node: XNode,
        axis: Axis,
        test: &NodeTest,
        bound: &[&'a str],
    ) -> Result<bool, XPathError> {
        let namespace = |index: &usize| bound.get(*index).copied().unwrap_or("");
        Ok(match test {
            NodeTest::Any => true,
            NodeTest::Text => matches!(self.tree_kind(node), Some(NodeKind::Text(_))),
            NodeTest::Comment => matches!(self.tree_kind(node), Some(NodeKind::Comment(_))),
            NodeTest::ProcessingInstruction(wanted) => match self.tree_kind(node) {
                Some(NodeKind::ProcessingInstruction { target, .. }) => {
                    wanted.as_deref().is_none_or(|w| w == target)
                }
                _ => false,
            },
            NodeTest::Principal => self.is_principal(node, axis),
            NodeTest::Namespace(index) => {
                self.is_principal(node, axis) && self.name(node)?.namespace == namespace(index)
            }
            NodeTest::Name(prefix, local) => {
                self.is_principal(node, axis) && {
                    let name = self.name(node)?;
                    name.local == local && name.namespace == prefix.as_ref().map_or("", namespace)
                }
            }
        })
    }

    fn tree_kind(&self, node: XNode) -> Option<NodeKind<'a>> {
        match node {
            XNode::Tree(id) => Some(self.tree.kind(id)),
            _ => None,
        }
    }

    /// Whether the node is of the axis' principal kind (§2.3).
    fn is_principal(&self, node: XNode, axis: Axis) -> bool {
        match node {
            XNode::Attribute(..) => axis == Axis::Attribute,
            XNode::Namespace(..) => axis == Axis::Namespace,
            XNode::Tree(id) => matches!(self.tree.kind(id), NodeKind::Element),
        }
    }

    /// The `xml:lang` that holds for a node (§4.3).
    pub(super) fn language(&self, node: XNode) -> Result<Option<&'a str>, XPathError> {
        let mut at = Some(node);
        while let Some(node) = at {
            self.budget.spend(1)?;
            if let XNode::Tree(id) = node
                && let Some(lang) = self.tree.attribute(id, super::super::XML_NAMESPACE, "lang")
            {
                return Ok(Some(lang));
            }
            at = parent(self.tree, node);
        }
        Ok(None)
    }
}
