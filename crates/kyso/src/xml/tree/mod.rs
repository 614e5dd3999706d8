//! The tree: nodes in document order, names kept once, text where it stands in the source.

mod build;
mod path;
mod sparse;
mod walk;

use std::ops::Range;

use super::encoding::Encoding;
use super::event::names::{Names, QName, Symbol};
use super::{IdNames, XmlError, XmlFault};
use crate::Source;

pub use walk::{Attributes, Children, Declarations, Descendants};

/// A node of one tree. The order is document order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Its number in document order; the document node has 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn from_index(index: usize) -> Option<Self> {
        u32::try_from(index).ok().map(Self)
    }
}

/// What a document may hold beyond the default.
#[derive(Clone, Debug, Default)]
pub struct ParseOptions {
    /// Whether a document type declaration is read.
    pub doctype: Doctype,
    /// Whether relative namespace names are taken. Canonical forms are not defined for them.
    pub relative_namespaces: bool,
    /// Sparse trees keep the elements that have one of these attributes.
    pub ids: IdNames,
    /// Sparse trees keep the elements with one of these local names, without what is in them.
    pub keep: Vec<String>,
}

/// What becomes of a document type declaration.
#[derive(Clone, Debug, Default)]
pub enum Doctype {
    /// It is an error.
    #[default]
    Refuse,
    /// Its internal subset is read, within bounds; nothing is fetched. For test vectors.
    Bounded {
        /// Texts of external entities by system identifier; others are unknown.
        external: Vec<(String, String)>,
    },
}

/// What a node is (XPath 1.0 §5). Attributes and namespaces are reached from their element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind<'t> {
    /// The document itself.
    Document,
    /// An element; see [`Tree::name`].
    Element,
    /// Text with references and line ends resolved, CDATA sections joined to what is beside them.
    Text(&'t str),
    /// A comment, without its hyphens.
    Comment(&'t str),
    /// A processing instruction.
    ProcessingInstruction {
        /// Its name.
        target: &'t str,
        /// What follows the white space after the name.
        data: &'t str,
    },
}

/// A name with its namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name<'t> {
    /// As written; empty for none.
    pub prefix: &'t str,
    /// The local part.
    pub local: &'t str,
    /// The namespace name; empty for none.
    pub namespace: &'t str,
}

/// An attribute that is no namespace declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'t> {
    /// Its name.
    pub name: Name<'t>,
    /// Its value, normalised (XML 1.0 §3.3.3).
    pub value: &'t str,
    /// Where its name begins in [`Tree::source`].
    pub offset: usize,
}

/// A document, parsed strictly. It keeps its source.
pub struct Tree {
    source: String,
    encoding: Encoding,
    names: Names,
    rows: Rows,
    document_element: NodeId,
    /// Where a document that is not kept whole is read from again.
    remote: Option<Remote>,
    /// Positions of elements among their namesakes, once a path has asked for them.
    positions: path::Positions,
}

/// What the nodes are, in document order.
#[derive(Default)]
struct Rows {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    attributes: Vec<AttributeRow>,
    declarations: Vec<(Symbol, Symbol)>,
    texts: Vec<Slice>,
    instructions: Vec<Instruction>,
    /// Text that does not stand in the source as it is.
    pool: String,
}

/// The source of a sparse tree.
struct Remote {
    source: Source,
    bom: u64,
    ids: IdNames,
    relative_namespaces: bool,
}

#[derive(Clone, Copy)]
struct Node {
    parent: u32,
    /// The first node in document order that is not in this one.
    end: u32,
    /// Bytes in the source.
    from: u32,
    to: u32,
    /// By kind: an index; for text and comments [`IN_PLACE`] where the source says it as it is.
    data: u32,
    kind: Kind,
}

const IN_PLACE: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Document,
    Element,
    Text,
    Comment,
    ProcessingInstruction,
}

struct Element {
    name: QName,
    namespace: Symbol,
    /// Where the start tag ends and where the end tag begins.
    inner_from: u32,
    inner_to: u32,
    /// The first row; the next element's first row ends it.
    attributes: u32,
    declarations: u32,
    /// Something in it, at any depth, is not kept.
    elided: bool,
    /// Sparse only: its number among the elements of the same written name beside it, and whether
    /// there are others. Zero elsewhere.
    ordinal: u32,
    has_namesakes: bool,
}

#[derive(Clone, Copy)]
struct Slice {
    from: u32,
    to: u32,
    pooled: bool,
}

pub(crate) struct AttributeRow {
    pub(crate) name: QName,
    pub(crate) namespace: Symbol,
    at: u32,
    value: Slice,
}

struct Instruction {
    target: Slice,
    data: Slice,
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tree({} nodes, {} bytes)", self.rows.nodes.len(), self.source.len())
    }
}

impl Tree {
    /// Parses a document in UTF-8 or UTF-16.
    ///
    /// # Errors
    /// The first rule it breaks, with the byte in the document as UTF-8.
    pub fn parse(bytes: &[u8], options: &ParseOptions) -> Result<Self, XmlError> {
        build::parse(bytes, options)
    }

    /// The document as UTF-8, without a byte order mark. Spans count bytes of it. Empty for a
    /// sparse tree; see [`Self::source_text`].
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How the document's bytes spelt its text.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The document node.
    #[must_use]
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The document element.
    #[must_use]
    pub fn document_element(&self) -> NodeId {
        self.document_element
    }

    /// How many nodes there are, without attributes and namespaces.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.nodes.len()
    }

    /// Never: there is a document element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.nodes.is_empty()
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.rows.nodes.get(id.index())
    }

    fn element_index(&self, id: NodeId) -> Option<usize> {
        self.node(id).filter(|node| node.kind == Kind::Element).map(|node| node.data as usize)
    }

    fn element_row(&self, id: NodeId) -> Option<&Element> {
        self.rows.elements.get(self.element_index(id)?)
    }

    fn slice(&self, slice: Slice) -> &str {
        let text = if slice.pooled { &self.rows.pool } else { &self.source };
        text.get(slice.from as usize..slice.to as usize).unwrap_or_default()
    }

    fn qualified(&self, name: QName, namespace: Symbol) -> Name<'_> {
        let parts = self.names.parts(name);
        Name {
            prefix: self.names.str(parts.prefix),
            local: self.names.str(parts.local),
            namespace: self.names.str(namespace),
        }
    }

    /// What the node is. A node of another tree, where there is none such, is an empty text.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> NodeKind<'_> {
        let Some(node) = self.node(id) else { return NodeKind::Text("") };
        match node.kind {
            Kind::Document => NodeKind::Document,
            Kind::Element => NodeKind::Element,
            Kind::Text => NodeKind::Text(self.character_data(node, 0, 0)),
            Kind::Comment => NodeKind::Comment(self.character_data(node, 4, 3)),
            Kind::ProcessingInstruction => match self.rows.instructions.get(node.data as usize) {
                Some(pi) => NodeKind::ProcessingInstruction {
                    target: self.slice(pi.target),
                    data: self.slice(pi.data),
                },
                None => NodeKind::Text(""),
            },
        }
    }

    /// The text of a node: in place between `head` and `tail` bytes of markup, or elsewhere.
    fn character_data(&self, node: &Node, head: u32, tail: u32) -> &str {
        let in_place = Slice {
            from: node.from.saturating_add(head),
            to: node.to.saturating_sub(tail),
            pooled: false,
        };
        let slice = if node.data == IN_PLACE {
            Some(in_place)
        } else {
            self.rows.texts.get(node.data as usize).copied()
        };
        slice.map_or("", |slice| self.slice(slice))
    }

    /// The name of an element.
    #[must_use]
    pub fn name(&self, id: NodeId) -> Option<Name<'_>> {
        self.element_row(id).map(|element| self.qualified(element.name, element.namespace))
    }

    /// Whether it is an element.
    #[must_use]
    pub fn is_element(&self, id: NodeId) -> bool {
        self.node(id).is_some_and(|node| node.kind == Kind::Element)
    }

    /// Whether it is an element with that expanded name.
    #[must_use]
    pub fn is(&self, id: NodeId, namespace: &str, local: &str) -> bool {
        self.name(id).is_some_and(|name| name.local == local && name.namespace == namespace)
    }

    /// The value of the attribute with that expanded name.
    #[must_use]
    pub fn attribute(&self, id: NodeId, namespace: &str, local: &str) -> Option<&str> {
        let is = |name: Name<'_>| name.local == local && name.namespace == namespace;
        self.attributes(id).find(|attribute| is(attribute.name)).map(|attribute| attribute.value)
    }

    /// All namespaces in scope, `xml` among them, sorted by prefix: the namespace nodes of XPath
    /// 1.0 §5.4. The default namespace has the empty prefix.
    #[must_use]
    pub fn in_scope(&self, id: NodeId) -> Vec<(&str, &str)> {
        let pairs = self.in_scope_symbols(id).into_iter();
        pairs.map(|(prefix, uri)| (self.names.str(prefix), self.names.str(uri))).collect()
    }

    /// As [`Self::in_scope`].
    pub(crate) fn in_scope_symbols(&self, id: NodeId) -> Vec<(Symbol, Symbol)> {
        let mut found = vec![(Symbol::XML, Symbol::XML_NAMESPACE)];
        for ancestor in self.ancestors(id) {
            found.extend(self.declaration_rows(ancestor));
        }
        // Stable, so that the nearest declaration of a prefix stays first.
        found.sort_by(|a, b| self.names.str(a.0).cmp(self.names.str(b.0)));
        found.dedup_by_key(|(prefix, _)| *prefix);
        found.retain(|(_, uri)| *uri != Symbol::EMPTY);
        found
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn element_name(&self, id: NodeId) -> Option<(QName, Symbol)> {
        self.element_row(id).map(|element| (element.name, element.namespace))
    }

    pub(crate) fn value(&self, row: &AttributeRow) -> &str {
        self.slice(row.value)
    }

    /// The index of the first node in document order that is not in this one.
    pub(crate) fn end(&self, id: NodeId) -> usize {
        self.node(id).map_or(id.index(), |node| node.end as usize)
    }

    /// What `prefix` is bound to at an element; for the empty prefix, the default namespace.
    #[must_use]
    pub fn resolve_prefix(&self, id: NodeId, prefix: &str) -> Option<&str> {
        if prefix == "xml" {
            return Some(self.names.str(Symbol::XML_NAMESPACE));
        }
        let prefix = self.names.find(prefix)?;
        for ancestor in self.ancestors(id) {
            let rows = self.declaration_rows(ancestor);
            if let Some((_, uri)) = rows.iter().find(|(declared, _)| *declared == prefix) {
                return Some(self.names.str(*uri)).filter(|uri| !uri.is_empty());
            }
        }
        None
    }

    pub(crate) fn declaration_rows(&self, id: NodeId) -> &[(Symbol, Symbol)] {
        let Some(index) = self.element_index(id) else { return &[] };
        let from = self.rows.elements.get(index).map(|element| element.declarations as usize);
        let to = self.rows.elements.get(index + 1).map(|element| element.declarations as usize);
        let to = to.unwrap_or(self.rows.declarations.len());
        from.and_then(|from| self.rows.declarations.get(from..to)).unwrap_or_default()
    }

    pub(crate) fn attribute_rows(&self, id: NodeId) -> &[AttributeRow] {
        let Some(index) = self.element_index(id) else { return &[] };
        let from = self.rows.elements.get(index).map(|element| element.attributes as usize);
        let to = self.rows.elements.get(index + 1).map(|element| element.attributes as usize);
        let to = to.unwrap_or(self.rows.attributes.len());
        from.and_then(|from| self.rows.attributes.get(from..to)).unwrap_or_default()
    }

    /// The content of an element that must hold text alone; empty where it holds nothing.
    ///
    /// # Errors
    /// [`XmlFault::NotTextOnly`] where it holds an element, a comment or a processing instruction:
    /// readers that stop at the first text would see another value than the one that was signed.
    /// [`XmlFault::Elided`] where a sparse tree does not keep it.
    pub fn text(&self, id: NodeId) -> Result<&str, XmlError> {
        if self.is_elided(id) {
            return Err(XmlError::new(self.span(id).start as u64, XmlFault::Elided));
        }
        let mut text = "";
        for child in self.children(id) {
            match self.kind(child) {
                NodeKind::Text(found) if text.is_empty() => text = found,
                _ => {
                    let at = self.node(child).map_or(0, |node| node.from);
                    return Err(XmlError::new(at.into(), XmlFault::NotTextOnly));
                }
            }
        }
        Ok(text)
    }

    /// The string-value (XPath 1.0 §5): all text inside, or what the node says. Meaningless for a
    /// node that is elided ([`Self::is_elided`]).
    #[must_use]
    pub fn string_value(&self, id: NodeId) -> String {
        match self.kind(id) {
            NodeKind::Text(text) | NodeKind::Comment(text) => text.to_owned(),
            NodeKind::ProcessingInstruction { data, .. } => data.to_owned(),
            NodeKind::Document | NodeKind::Element => {
                let mut value = String::new();
                for node in self.descendants(id) {
                    if let NodeKind::Text(text) = self.kind(node) {
                        value.push_str(text);
                    }
                }
                value
            }
        }
    }

    /// All bytes of a node in [`Self::source`].
    #[must_use]
    pub fn span(&self, id: NodeId) -> Range<usize> {
        self.node(id).map_or(0..0, |node| node.from as usize..node.to as usize)
    }

    /// The bytes of an element's start tag (all of it for `<a/>`); empty for other nodes.
    #[must_use]
    pub fn start_tag_span(&self, id: NodeId) -> Range<usize> {
        let from = self.span(id).start;
        self.element_row(id).map_or(from..from, |element| from..element.inner_from as usize)
    }

    /// The bytes between an element's tags; empty, at its end, for `<a/>`.
    #[must_use]
    pub fn inner_span(&self, id: NodeId) -> Range<usize> {
        match (self.element_row(id), self.node(id)) {
            (Some(element), _) => element.inner_from as usize..element.inner_to as usize,
            (None, Some(node)) => node.from as usize..node.to as usize,
            (None, None) => 0..0,
        }
    }
}
