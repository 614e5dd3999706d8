//! XML-Signature XPath Filter 2.0 (RFC 3653 §3): set operations over whole subtrees, in one walk.

use super::super::{NodeId, NodeSet, Tree, XNode};
use super::error::XPathError;
use super::node::View;
use super::shape::{Selection, Visit, visit};
use super::{Context, Expression, Value, evaluate};
use crate::limits::MAX_XPATH_FILTERS;

/// What a filter does with the subtrees that its expression selects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetOperation {
    /// Nothing else stays.
    Intersect,
    /// They go.
    Subtract,
    /// They come back.
    Union,
}

impl SetOperation {
    /// The value of the attribute `Filter`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "intersect" => Some(Self::Intersect),
            "subtract" => Some(Self::Subtract),
            "union" => Some(Self::Union),
            _ => None,
        }
    }
}

/// One `XPath` element of the transform.
#[derive(Clone, Copy)]
pub struct Filter2<'a> {
    /// Its operation.
    pub operation: SetOperation,
    /// Its expression, which must give a node-set.
    pub expression: &'a Expression,
    /// Its own namespaces and `here()`; tree, Ids and budget are those of all.
    pub context: Context<'a>,
}

/// Applies the filters one after the other, beginning with the whole document, and keeps what the
/// result and `input` have in common. Each expression is evaluated once, for the document node;
/// a node is selected with all that is inside it.
///
/// # Errors
/// As [`evaluate`]; no filters, too many, and a value that is no node-set.
pub fn filter2(filters: &[Filter2<'_>], input: &NodeSet) -> Result<NodeSet, XPathError> {
    let first = filters.first().ok_or(XPathError::NoFilters)?;
    if filters.len() > MAX_XPATH_FILTERS {
        return Err(XPathError::TooManyFilters { count: filters.len() });
    }
    let tree = first.context.tree;
    let view = View::new(tree, first.context.budget);
    let mut marks = Marks::new(tree);
    for filter in filters {
        let nodes = match evaluate(filter.expression, XNode::Tree(tree.root()), &filter.context)? {
            Value::NodeSet(nodes) => nodes,
            _ => return Err(XPathError::ResultNotNodeSet),
        };
        marks.sets.push(nodes);
    }
    if let NodeSet::Subtree { apex, .. } = input {
        marks.enter_from_root(*apex);
    }
    let mut selection = Selection::new(&view, input);
    let leaves = marks.select_leaves() || matches!(input, NodeSet::Nodes(_));
    visit(&view, input, leaves, |met| {
        view.budget.spend_each(filters.len())?;
        match met {
            Visit::Member(node) => selection.put(node, stays(filters, marks.of(node)))?,
            Visit::Other(id) => {
                marks.of(XNode::Tree(id));
                selection.skip();
            }
            Visit::Part(id) => selection.part(id),
        }
        Ok(())
    })?;
    selection.finish()
}

/// Whether a node stays that lies in the subtrees of those filters whose bit is set.
fn stays(filters: &[Filter2<'_>], marks: u64) -> bool {
    let mut stays = true;
    for (index, filter) in filters.iter().enumerate() {
        let selected = marks >> index & 1 == 1;
        stays = match filter.operation {
            SetOperation::Intersect => stays && selected,
            SetOperation::Subtract => stays && !selected,
            SetOperation::Union => stays || selected,
        };
    }
    stays
}

/// Which filters' subtrees a node lies in, one bit each; nodes are asked about in document order.
struct Marks<'a> {
    tree: &'a Tree,
    /// What each expression selected, in document order.
    sets: Vec<Vec<XNode>>,
    /// The node asked about last and its ancestors, with their bits.
    open: Vec<(NodeId, u64)>,
}

impl<'a> Marks<'a> {
    fn new(tree: &'a Tree) -> Self {
        Self { tree, sets: Vec::new(), open: Vec::new() }
    }

    /// Whether an attribute or a namespace was selected by itself.
    fn select_leaves(&self) -> bool {
        self.sets.iter().flatten().any(|node| !matches!(node, XNode::Tree(_)))
    }

    /// Takes the ancestors of a node as asked about.
    fn enter_from_root(&mut self, apex: NodeId) {
        let mut line: Vec<NodeId> = self.tree.ancestors(apex).skip(1).collect();
        line.reverse();
        for id in line {
            self.of(XNode::Tree(id));
        }
    }

    fn of(&mut self, node: XNode) -> u64 {
        let own = self.selected(node);
        let XNode::Tree(id) = node else {
            return own | self.open.last().map_or(0, |(_, marks)| *marks);
        };
        while let Some((last, _)) = self.open.last()
            && !self.tree.is_inclusive_ancestor(*last, id)
        {
            self.open.pop();
        }
        let marks = own | self.open.last().map_or(0, |(_, marks)| *marks);
        self.open.push((id, marks));
        marks
    }

    fn selected(&self, node: XNode) -> u64 {
        let found = |(index, set): (usize, &Vec<XNode>)| {
            u64::from(set.binary_search(&node).is_ok()) << index
        };
        self.sets.iter().enumerate().map(found).fold(0, |all, bit| all | bit)
    }
}
