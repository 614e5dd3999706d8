//! Walking the tree. Nothing here recurses.

use super::{Attribute, AttributeRow, NodeId, Symbol, Tree};

impl Tree {
    /// The parent; none for the document node.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).filter(|_| id.0 != 0).map(|node| NodeId(node.parent))
    }

    /// The first child.
    #[must_use]
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        let node = self.node(id)?;
        let next = id.0.saturating_add(1);
        (next < node.end).then_some(NodeId(next))
    }

    /// The last child.
    #[must_use]
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        let last = NodeId(self.node(id)?.end.checked_sub(1)?);
        self.child_above(last, id)
    }

    /// The ancestor of `node`, or itself, that is a child of `parent`.
    fn child_above(&self, mut node: NodeId, parent: NodeId) -> Option<NodeId> {
        while node > parent {
            let above = self.parent(node)?;
            if above == parent {
                return Some(node);
            }
            node = above;
        }
        None
    }

    /// The next node with the same parent.
    #[must_use]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        let next = self.node(id)?.end;
        (next < self.node(parent)?.end).then_some(NodeId(next))
    }

    /// The node before with the same parent.
    #[must_use]
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        self.child_above(NodeId(id.0.checked_sub(1)?), parent)
    }

    /// The children, in document order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        let node = self.node(id);
        let next = id.0.saturating_add(1);
        Children { tree: self, next, end: node.map_or(next, |node| node.end) }
    }

    /// The child elements, in document order.
    pub fn elements(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(id).filter(|child| self.is_element(*child))
    }

    /// The node and everything in it, in document order; without attributes and namespaces.
    #[must_use]
    pub fn descendants(&self, id: NodeId) -> Descendants {
        let end = self.node(id).map_or(id.0, |node| node.end);
        Descendants { next: id.0, end }
    }

    /// What follows the start of a node in document order, its own content included.
    pub(crate) fn after_start(&self, id: NodeId) -> Descendants {
        Descendants { next: id.0.saturating_add(1), end: self.end_of_all() }
    }

    /// What follows a node and its content in document order.
    pub(crate) fn after(&self, id: NodeId) -> Descendants {
        let next = self.node(id).map_or(id.0, |node| node.end);
        Descendants { next, end: self.end_of_all() }
    }

    fn end_of_all(&self) -> u32 {
        self.node(self.root()).map_or(0, |node| node.end)
    }

    /// The node before in document order.
    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        id.0.checked_sub(1).map(NodeId)
    }

    /// The node, its parent, and so on up to the document node.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).map(|_| id), |id| self.parent(*id))
    }

    /// Whether `node` is `ancestor` or stands in it.
    #[must_use]
    pub fn is_inclusive_ancestor(&self, ancestor: NodeId, node: NodeId) -> bool {
        self.node(ancestor).is_some_and(|row| ancestor <= node && node.0 < row.end)
    }

    /// The attributes of an element in the order of the source, without declarations.
    pub fn attributes(&self, id: NodeId) -> Attributes<'_> {
        Attributes { tree: self, rows: self.attribute_rows(id).iter() }
    }

    /// Prefix (empty for the default) and namespace name of the declarations on this element.
    pub fn declarations(&self, id: NodeId) -> Declarations<'_> {
        Declarations { tree: self, rows: self.declaration_rows(id).iter() }
    }
}

/// See [`Tree::children`].
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = NodeId(self.next);
        let node = self.tree.node(id).filter(|_| self.next < self.end)?;
        self.next = node.end;
        Some(id)
    }
}

/// See [`Tree::descendants`].
#[derive(Clone, Debug)]
pub struct Descendants {
    next: u32,
    end: u32,
}

impl ExactSizeIterator for Descendants {}

impl Iterator for Descendants {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = NodeId(self.next);
        (self.next < self.end).then(|| {
            self.next += 1;
            id
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = self.end.saturating_sub(self.next) as usize;
        (length, Some(length))
    }
}

/// See [`Tree::attributes`].
#[derive(Clone)]
pub struct Attributes<'t> {
    tree: &'t Tree,
    rows: std::slice::Iter<'t, AttributeRow>,
}

impl<'t> Attributes<'t> {
    fn attribute(&self, row: &'t AttributeRow) -> Attribute<'t> {
        Attribute {
            name: self.tree.qualified(row.name, row.namespace),
            value: self.tree.slice(row.value),
            offset: row.at as usize,
        }
    }
}

impl ExactSizeIterator for Attributes<'_> {}

impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;

    fn next(&mut self) -> Option<Attribute<'t>> {
        let row = self.rows.next()?;
        Some(self.attribute(row))
    }

    fn nth(&mut self, index: usize) -> Option<Attribute<'t>> {
        let row = self.rows.nth(index)?;
        Some(self.attribute(row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

/// See [`Tree::declarations`].
#[derive(Clone)]
pub struct Declarations<'t> {
    tree: &'t Tree,
    rows: std::slice::Iter<'t, (Symbol, Symbol)>,
}

impl<'t> Iterator for Declarations<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<(&'t str, &'t str)> {
        let (prefix, uri) = self.rows.next()?;
        Some((self.tree.names.str(*prefix), self.tree.names.str(*uri)))
    }
}
