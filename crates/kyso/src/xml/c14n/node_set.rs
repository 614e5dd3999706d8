//! Node-sets: a whole subtree, or any nodes of the XPath data model.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::xml::NodeId;

/// A node of the XPath 1.0 data model (its §5). The order is document order: an element, its
/// namespaces, its attributes, its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum XNode {
    /// A node of the tree.
    Tree(NodeId),
    /// The attribute with that index in [`crate::xml::Tree::attributes`].
    Attribute(NodeId, u32),
    /// The namespace with that index in [`crate::xml::Tree::in_scope`].
    Namespace(NodeId, u32),
}

impl XNode {
    fn key(self) -> (NodeId, u8, u32) {
        match self {
            Self::Tree(node) => (node, 0, 0),
            Self::Namespace(node, index) => (node, 1, index),
            Self::Attribute(node, index) => (node, 2, index),
        }
    }

    /// The node itself, or the element that it belongs to.
    #[must_use]
    pub fn tree_node(self) -> NodeId {
        self.key().0
    }
}

impl Ord for XNode {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for XNode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is canonicalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeSet {
    /// A node with everything in it: the document node for all of the document.
    Subtree {
        /// The document node or an element.
        apex: NodeId,
        /// Whether comments are in the set (XML Signature 1.1 §4.4.3.3).
        comments: bool,
        /// Nodes that are left out with everything in them.
        except: Vec<NodeId>,
    },
    /// These nodes alone.
    Nodes(NodeBits),
}

impl NodeSet {
    /// A node with everything in it and without comments: what a same-document reference means.
    #[must_use]
    pub fn subtree(apex: NodeId) -> Self {
        Self::Subtree { apex, comments: false, except: Vec::new() }
    }
}

/// A few bits: most elements have fewer than 64 attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bits {
    first: u64,
    more: Vec<u64>,
}

impl Bits {
    fn word(&mut self, index: u32) -> Option<&mut u64> {
        let word = (index / 64) as usize;
        if word == 0 {
            return Some(&mut self.first);
        }
        if self.more.len() < word {
            self.more.resize(word, 0);
        }
        self.more.get_mut(word - 1)
    }

    fn get(&self, index: u32) -> bool {
        let word = match (index / 64) as usize {
            0 => Some(&self.first),
            word => self.more.get(word - 1),
        };
        word.is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let bits = |(word, bits): (u32, u64)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
        };
        (0..).zip(std::iter::once(self.first).chain(self.more.iter().copied())).flat_map(bits)
    }
}

/// A set of nodes of one tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeBits {
    nodes: Vec<u64>,
    attributes: BTreeMap<NodeId, Bits>,
    namespaces: BTreeMap<NodeId, Bits>,
    len: usize,
}

impl NodeBits {
    /// The empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many nodes it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a node; whether it is new.
    pub fn insert(&mut self, node: XNode) -> bool {
        let (word, bit) = match node {
            XNode::Tree(id) => {
                let word = id.index() / 64;
                if self.nodes.len() <= word {
                    self.nodes.resize(word + 1, 0);
                }
                (self.nodes.get_mut(word), id.index() % 64)
            }
            XNode::Attribute(id, index) => {
                (self.attributes.entry(id).or_default().word(index), (index % 64) as usize)
            }
            XNode::Namespace(id, index) => {
                (self.namespaces.entry(id).or_default().word(index), (index % 64) as usize)
            }
        };
        let Some(word) = word else { return false };
        let is_new = *word >> bit & 1 == 0;
        *word |= 1 << bit;
        self.len += usize::from(is_new);
        is_new
    }

    /// Whether the node is in the set.
    #[must_use]
    pub fn contains(&self, node: XNode) -> bool {
        match node {
            XNode::Tree(id) => {
                let word = self.nodes.get(id.index() / 64);
                word.is_some_and(|word| word >> (id.index() % 64) & 1 == 1)
            }
            XNode::Attribute(id, index) => {
                self.attributes.get(&id).is_some_and(|bits| bits.get(index))
            }
            XNode::Namespace(id, index) => {
                self.namespaces.get(&id).is_some_and(|bits| bits.get(index))
            }
        }
    }

    /// The indices of the element's namespaces in the set, in order.
    pub(super) fn namespaces(&self, id: NodeId) -> impl Iterator<Item = u32> + '_ {
        self.namespaces.get(&id).into_iter().flat_map(Bits::iter)
    }

    /// The indices of the element's attributes in the set, in order.
    pub(super) fn attributes(&self, id: NodeId) -> impl Iterator<Item = u32> + '_ {
        self.attributes.get(&id).into_iter().flat_map(Bits::iter)
    }

    /// The nodes in document order.
    pub fn iter(&self) -> impl Iterator<Item = XNode> + '_ {
        let tree = self.nodes.iter().enumerate().flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
        });
        let tree = tree.filter_map(NodeId::from_index).map(XNode::Tree);
        let with = |map: &'_ BTreeMap<NodeId, Bits>, make: fn(NodeId, u32) -> XNode| {
            let pairs = map.iter().map(|(id, bits)| (*id, bits.clone()));
            let nodes = pairs.flat_map(move |(id, bits)| {
                bits.iter().map(|index| make(id, index)).collect::<Vec<_>>()
            });
            nodes.collect::<Vec<_>>()
        };
        let namespaces = with(&self.namespaces, XNode::Namespace);
        let attributes = with(&self.attributes, XNode::Attribute);
        merge(merge(tree, namespaces.into_iter()), attributes.into_iter())
    }
}

/// Two ascending sequences as one.
fn merge(
    a: impl Iterator<Item = XNode>,
    b: impl Iterator<Item = XNode>,
) -> impl Iterator<Item = XNode> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(x), Some(y)) if x > y => b.next(),
        (None, Some(_)) => b.next(),
        _ => a.next(),
    })
}

impl FromIterator<XNode> for NodeBits {
    fn from_iter<I: IntoIterator<Item = XNode>>(nodes: I) -> Self {
        let mut set = Self::new();
        set.extend(nodes);
        set
    }
}

impl Extend<XNode> for NodeBits {
    fn extend<I: IntoIterator<Item = XNode>>(&mut self, nodes: I) {
        for node in nodes {
            self.insert(node);
        }
    }
}
