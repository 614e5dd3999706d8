//! Steps through the children of one element in the order that a schema gives them.

use super::SignatureError;
use crate::xml::tree::{NodeId, NodeKind, Tree};

/// The element children of `parent` that are left. White space, comments and processing
/// instructions between them mean nothing; other text is refused.
pub(in crate::xml) struct Children<'t> {
    tree: &'t Tree,
    parent: NodeId,
    name: &'static str,
    next: Option<NodeId>,
}

impl<'t> Children<'t> {
    /// Before the first child of `parent`, whose local name is `name`.
    pub(in crate::xml) fn new(tree: &'t Tree, parent: NodeId, name: &'static str) -> Self {
        Self { tree, parent, name, next: tree.first_child(parent) }
    }

    /// The next element, left where it is.
    fn peek(&mut self) -> Result<Option<NodeId>, SignatureError> {
        while let Some(node) = self.next {
            match self.tree.kind(node) {
                NodeKind::Element => return Ok(Some(node)),
                NodeKind::Text(text) if !text.bytes().all(|b| b.is_ascii_whitespace()) => {
                    return Err(self.unexpected(node));
                }
                _ => self.next = self.tree.next_sibling(node),
            }
        }
        Ok(None)
    }

    /// The next element whatever it is.
    pub(in crate::xml) fn any(&mut self) -> Result<Option<NodeId>, SignatureError> {
        let found = self.peek()?;
        self.next = found.and_then(|node| self.tree.next_sibling(node));
        Ok(found)
    }

    /// The next element if it has this name.
    pub(in crate::xml) fn optional(
        &mut self,
        namespace: &str,
        local: &str,
    ) -> Result<Option<NodeId>, SignatureError> {
        match self.peek()? {
            Some(node) if self.tree.is(node, namespace, local) => self.any(),
            _ => Ok(None),
        }
    }

    /// The next element, which must have this name.
    pub(in crate::xml) fn required(
        &mut self,
        namespace: &str,
        local: &'static str,
    ) -> Result<NodeId, SignatureError> {
        if let Some(node) = self.optional(namespace, local)? {
            return Ok(node);
        }
        Err(match self.peek()? {
            Some(node) => self.unexpected(node),
            None => SignatureError::MissingChild {
                parent: self.name,
                expected: local,
                span: self.tree.span(self.parent),
            },
        })
    }

    /// No element is left.
    pub(in crate::xml) fn finish(mut self) -> Result<(), SignatureError> {
        match self.peek()? {
            Some(node) => Err(self.unexpected(node)),
            None => Ok(()),
        }
    }

    fn unexpected(&self, node: NodeId) -> SignatureError {
        let found = self.tree.name(node).map_or_else(|| "#text".into(), |name| name.local.into());
        SignatureError::UnexpectedChild { parent: self.name, found, span: self.tree.span(node) }
    }
}
