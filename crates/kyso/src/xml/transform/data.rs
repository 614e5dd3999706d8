//! What flows from one transform to the next: nodes or bytes (xmldsig-core1 §4.4.3.2).

use std::io::{ErrorKind, Read};

use super::Budget;
use super::sink::{Collect, write_within};
use super::xpath;
use crate::limits::{
    MAX_TRANSFORM_BYTES, STREAM_CHUNK, XML_NODE_SET_FACTOR, XML_READ_AGAIN_FACTOR,
};
use crate::xml::base64;
use crate::xml::c14n::{
    C14nVersion, Canonicalization, NodeBits, NodeSet, Sink, XNode, canonicalize,
};
use crate::xml::error::{XmlError, XmlFault};
use crate::xml::ids::Ids;
use crate::xml::signature::{
    DSIG, DereferenceFault, Extent, ExternalBytes, Transform, TransformAlgorithm,
};
use crate::xml::tree::{NodeId, NodeKind, ParseOptions, Tree};

/// The document of a node set: the one with the signature, or one that a transform's bytes made.
enum Document<'a> {
    Own(&'a Tree),
    Parsed(Box<Tree>),
}

impl Document<'_> {
    fn tree(&self) -> &Tree {
        match self {
            Self::Own(tree) => tree,
            Self::Parsed(tree) => tree,
        }
    }
}

/// Bytes or nodes on their way; canonical bytes are made when they are asked for.
enum State<'a> {
    Nodes(Document<'a>, NodeSet),
    Canonical(Document<'a>, NodeSet, Canonicalization),
    Bytes(Vec<u8>),
    Stream(ExternalBytes<'a>),
}

/// What a reference names, before its transforms.
pub(in crate::xml) enum Input<'a> {
    /// Nodes of the document.
    Nodes(NodeSet),
    /// Bytes from outside, with their URI for messages.
    External(ExternalBytes<'a>),
}

/// What has become of a target so far.
pub(in crate::xml) struct Data<'a> {
    tree: &'a Tree,
    ids: &'a Ids,
    budget: &'a Budget,
    state: State<'a>,
    /// How much of the target is left.
    pub(in crate::xml) extent: Extent,
    /// Subtrees of the target that were left out.
    pub(in crate::xml) excluded: Vec<NodeId>,
    /// Whether its comments are still there.
    pub(in crate::xml) comments: bool,
    /// Whether the legacy name of exclusive canonicalization was met.
    pub(in crate::xml) legacy_exclusive: bool,
}

impl<'a> Data<'a> {
    /// What a reference of `tree` names.
    pub(in crate::xml) fn new(
        tree: &'a Tree,
        ids: &'a Ids,
        input: Input<'a>,
        budget: &'a Budget,
    ) -> Self {
        let (state, comments) = match input {
            Input::Nodes(set) => {
                let comments = matches!(set, NodeSet::Subtree { comments: true, .. });
                (State::Nodes(Document::Own(tree), set), comments)
            }
            Input::External(bytes) => (State::Stream(bytes), true),
        };
        Self {
            tree,
            ids,
            budget,
            state,
            extent: Extent::Whole,
            excluded: Vec::new(),
            comments,
            legacy_exclusive: false,
        }
    }

    /// Applies one transform. `legacy_exclusive` allows the legacy name of exclusive
    /// canonicalization.
    pub(in crate::xml) fn apply(
        mut self,
        transform: &Transform,
        legacy_exclusive: bool,
    ) -> Result<Self, DereferenceFault> {
        match &transform.algorithm {
            TransformAlgorithm::Canonicalization(method) => self.canonical(method.clone()),
            TransformAlgorithm::LegacyExclusive if legacy_exclusive => {
                self.legacy_exclusive = true;
                self.canonical(Canonicalization::new(C14nVersion::Exclusive, false))
            }
            TransformAlgorithm::Enveloped => self.enveloped(transform),
            TransformAlgorithm::Base64 => self.base64(),
            TransformAlgorithm::XPath { .. } | TransformAlgorithm::Filter2(_) => {
                let (document, set) = self.take_nodes()?;
                let scope = xpath::Scope {
                    tree: document.tree(),
                    own: self.tree,
                    same: matches!(document, Document::Own(_)),
                    ids: self.ids,
                    budget: self.budget,
                };
                let left = xpath::apply(&scope, &set, transform)?.unwrap_or_else(|| set.clone());
                match without_signatures(document.tree(), &set, &left).filter(|_| scope.same) {
                    Some(signatures) => self.excluded.extend(signatures),
                    None => self.extent = Extent::Filtered,
                }
                self.state = State::Nodes(document, left);
                Ok(self)
            }
            TransformAlgorithm::LegacyExclusive
            | TransformAlgorithm::Xslt
            | TransformAlgorithm::Unknown => {
                Err(DereferenceFault::Transform { uri: transform.uri.clone() })
            }
        }
    }

    fn canonical(mut self, method: Canonicalization) -> Result<Self, DereferenceFault> {
        let (document, set) = self.take_nodes()?;
        self.comments &= method.comments;
        self.state = State::Canonical(document, set, method);
        Ok(self)
    }

    /// Leaves out the signature that the transform stands in. On a target that does not hold the
    /// signature it changes nothing (§6.6.4 as an XPath expression).
    fn enveloped(mut self, transform: &Transform) -> Result<Self, DereferenceFault> {
        let misplaced = || DereferenceFault::Misplaced { uri: transform.uri.clone() };
        let State::Nodes(Document::Own(tree), set) = &mut self.state else {
            return Err(misplaced());
        };
        let signature = tree
            .ancestors(transform.node)
            .find(|node| tree.is(*node, DSIG, "Signature"))
            .ok_or_else(misplaced)?;
        match set {
            NodeSet::Subtree { apex, except, .. } => {
                if tree.is_inclusive_ancestor(signature, *apex) {
                    return Err(DereferenceFault::Empty);
                }
                if tree.is_inclusive_ancestor(*apex, signature) && !except.contains(&signature) {
                    except.push(signature);
                    self.excluded.push(signature);
                }
            }
            NodeSet::Nodes(nodes) => {
                let inside = |node: &XNode| tree.is_inclusive_ancestor(signature, node.tree_node());
                let kept: NodeBits = nodes.iter().filter(|node| !inside(node)).collect();
                if kept.len() < nodes.len() {
                    self.excluded.push(signature);
                }
                *nodes = kept;
            }
        }
        Ok(self)
    }

    fn base64(mut self) -> Result<Self, DereferenceFault> {
        let text = match self.take() {
            State::Nodes(document, set) => {
                whole(document.tree(), &set)?;
                let spent = DereferenceFault::Budget { what: "bytes", limit: self.budget.limit() };
                self.budget.take(extent_of(document.tree(), &set)).ok_or(spent)?;
                if lacks_text(document.tree(), &set) {
                    return Err(XmlError::new(0, XmlFault::Elided).into());
                }
                text_of(document.tree(), &set)
            }
            state => {
                let bytes = self.collect(state)?;
                String::from_utf8(bytes).map_err(|_| DereferenceFault::Base64)?
            }
        };
        let bytes = base64::decode(&text).ok_or(DereferenceFault::Base64)?;
        self.state = State::Bytes(bytes);
        self.comments = false;
        if self.extent == Extent::Whole {
            self.extent = Extent::Decoded;
        }
        Ok(self)
    }

    /// Writes the bytes to be digested and says how many. Nodes that no transform made bytes are
    /// made canonical by `method`; by Canonical XML 1.0 without comments where there is none
    /// (§4.4.3.2).
    pub(in crate::xml) fn write(
        mut self,
        method: Option<&Canonicalization>,
        sink: &mut dyn Sink,
    ) -> Result<Written, DereferenceFault> {
        let state = match self.take() {
            State::Nodes(document, set) => {
                let method = method.cloned().unwrap_or_else(default_method);
                self.comments &= method.comments;
                State::Canonical(document, set, method)
            }
            state => state,
        };
        let bytes = self.pour(state, sink)?;
        Ok(Written {
            bytes,
            extent: self.extent,
            excluded: self.excluded,
            comments: self.comments,
            legacy_exclusive: self.legacy_exclusive,
        })
    }

    fn take(&mut self) -> State<'a> {
        std::mem::replace(&mut self.state, State::Bytes(Vec::new()))
    }

    /// The nodes; bytes are parsed by the same strict rules as the document.
    fn take_nodes(&mut self) -> Result<(Document<'a>, NodeSet), DereferenceFault> {
        let state = match self.take() {
            State::Nodes(document, set) => return Ok((document, set)),
            state => state,
        };
        let bytes = self.collect(state)?;
        let spent = DereferenceFault::Budget { what: "bytes", limit: self.budget.limit() };
        self.budget
            .take((bytes.len() as u64).saturating_mul(XML_READ_AGAIN_FACTOR))
            .ok_or(spent)?;
        let tree = Tree::parse(&bytes, &ParseOptions::default())?;
        let set = NodeSet::Subtree { apex: tree.root(), comments: true, except: Vec::new() };
        Ok((Document::Parsed(Box::new(tree)), set))
    }

    /// Bytes for the next transform, in memory.
    fn collect(&self, state: State<'a>) -> Result<Vec<u8>, DereferenceFault> {
        if let State::Bytes(bytes) = state {
            return Ok(bytes);
        }
        let mut bytes = Collect::new(MAX_TRANSFORM_BYTES);
        self.pour(state, &mut bytes)?;
        let limit = MAX_TRANSFORM_BYTES as u64;
        bytes.finish().ok_or(DereferenceFault::Budget { what: "bytes between transforms", limit })
    }

    /// Writes bytes out against the budget.
    fn pour(&self, state: State<'a>, sink: &mut dyn Sink) -> Result<u64, DereferenceFault> {
        let spent = DereferenceFault::Budget { what: "bytes", limit: self.budget.limit() };
        let walked = match state {
            State::Stream(stream) => return self.stream(stream, sink),
            State::Bytes(_) => 0,
            State::Nodes(ref document, ref set) | State::Canonical(ref document, ref set, _) => {
                extent_of(document.tree(), set)
            }
        };
        let written = write_within(self.budget, walked, sink, |sink| match state {
            State::Bytes(bytes) => {
                sink.write(&bytes);
                Ok(())
            }
            State::Canonical(document, set, method) => {
                canonicalize(document.tree(), &set, &method, sink)
            }
            State::Nodes(document, set) => {
                canonicalize(document.tree(), &set, &default_method(), sink)
            }
            State::Stream(_) => Ok(()),
        })?;
        written.ok_or(spent)
    }

    fn stream(
        &self,
        mut stream: ExternalBytes<'a>,
        sink: &mut dyn Sink,
    ) -> Result<u64, DereferenceFault> {
        let mut buffer = vec![0; STREAM_CHUNK];
        let mut total = 0_u64;
        loop {
            let read = match stream.read(&mut buffer) {
                Ok(0) => return Ok(total),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(DereferenceFault::Read { kind: error.kind() }),
            };
            self.budget.take_external(read as u64).ok_or(DereferenceFault::Budget {
                what: "external bytes",
                limit: crate::limits::MAX_EXTERNAL_BYTES,
            })?;
            sink.write(buffer.get(..read).unwrap_or_default());
            total = total.saturating_add(read as u64);
        }
    }
}

/// What was written, and what of the target that is.
pub(in crate::xml) struct Written {
    /// Bytes written.
    pub(in crate::xml) bytes: u64,
    /// How much of the target they are.
    pub(in crate::xml) extent: Extent,
    /// Subtrees of the target that were left out.
    pub(in crate::xml) excluded: Vec<NodeId>,
    /// Whether comments are among them.
    pub(in crate::xml) comments: bool,
    /// Whether the legacy name of exclusive canonicalization was met.
    pub(in crate::xml) legacy_exclusive: bool,
}

/// The signatures that a filter took out of `before`, where it took nothing else: what is left is
/// then as well known as after the `enveloped-signature` transform.
fn without_signatures(tree: &Tree, before: &NodeSet, left: &NodeSet) -> Option<Vec<NodeId>> {
    let (
        NodeSet::Subtree { apex, comments, except },
        NodeSet::Subtree { apex: now, comments: kept, except: out },
    ) = (before, left)
    else {
        return None;
    };
    let signatures: Vec<_> = out.iter().copied().filter(|node| !except.contains(node)).collect();
    let alone = signatures.iter().all(|node| tree.is(*node, DSIG, "Signature"));
    (alone && apex == now && comments == kept).then_some(signatures)
}

fn default_method() -> Canonicalization {
    Canonicalization::new(C14nVersion::V10, false)
}

/// Whether all of the set is there to be read. Of a large document only a part is kept: what the
/// rest says would be missing without a trace.
fn whole(tree: &Tree, set: &NodeSet) -> Result<(), XmlError> {
    let apex = match set {
        NodeSet::Subtree { apex, .. } => *apex,
        NodeSet::Nodes(_) => tree.root(),
    };
    if tree.is_elided(apex) {
        return Err(XmlError::new(tree.span(apex).start as u64, XmlFault::Elided));
    }
    Ok(())
}

/// What going over this set costs, in bytes of the document.
fn extent_of(tree: &Tree, set: &NodeSet) -> u64 {
    let bytes = match set {
        NodeSet::Subtree { apex, .. } => tree.span(*apex).len(),
        NodeSet::Nodes(_) => {
            return (tree.source().len() as u64).saturating_mul(XML_NODE_SET_FACTOR);
        }
    };
    bytes as u64
}

/// Whether a part of the set was not kept when a large document was read.
fn lacks_text(tree: &Tree, set: &NodeSet) -> bool {
    match set {
        NodeSet::Subtree { apex, .. } => tree.is_elided(*apex),
        NodeSet::Nodes(_) => tree.is_sparse(),
    }
}

/// The text nodes of the set, joined (§6.6.2).
fn text_of(tree: &Tree, set: &NodeSet) -> String {
    let mut joined = String::new();
    let mut push = |node| {
        if let NodeKind::Text(text) = tree.kind(node) {
            joined.push_str(text);
        }
    };
    match set {
        NodeSet::Subtree { apex, except, .. } => tree
            .descendants(*apex)
            .filter(|node| !except.iter().any(|out| tree.is_inclusive_ancestor(*out, *node)))
            .for_each(&mut push),
        NodeSet::Nodes(nodes) => nodes.iter().for_each(|node| {
            if let XNode::Tree(node) = node {
                push(node);
            }
        }),
    }
    joined
}
