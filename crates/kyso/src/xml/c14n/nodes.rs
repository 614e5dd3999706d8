//! Any node-set: namespaces and attributes may be in it or not, each by itself.

use super::attributes::{self, Item};
use super::namespaces::{Rendered, Rule};
use super::output::Output;
use super::subtree::outside;
use super::{C14nVersion, Canonicalization, NodeBits, XNode};
use crate::xml::event::names::Symbol;
use crate::xml::{NodeId, NodeKind, Tree};

/// Prefix and namespace, one for each prefix.
type Axis = Vec<(Symbol, Symbol)>;

/// An element that is not over, in the set or not.
struct Open<'t> {
    end: usize,
    /// The name for the end tag of an element in the set.
    name: Option<&'t str>,
    mark: usize,
    /// The nearest element, itself or above, that declares namespaces.
    declaring: NodeId,
}

struct Walk<'t, 'o, 's> {
    tree: &'t Tree,
    bits: &'o NodeBits,
    method: &'o Canonicalization,
    output: &'o mut Output<'s>,
    rule: Rule,
    /// Exclusive: what the nearest ancestor in the output that uses a prefix had for it.
    rendered: Rendered,
    /// Inclusive: the namespaces in the set of each open element in the set, sorted by symbol.
    axes: Vec<Axis>,
    open: Vec<Open<'t>>,
    /// All namespaces in scope at `in_scope_of` and the elements that share them.
    in_scope: Axis,
    in_scope_of: Option<NodeId>,
}

/// Writes the nodes of `bits`.
pub(super) fn write(
    tree: &Tree,
    bits: &NodeBits,
    method: &Canonicalization,
    output: &mut Output<'_>,
) {
    let mut walk = Walk {
        tree,
        bits,
        method,
        output,
        rule: Rule::new(method, tree.names()),
        rendered: Rendered::new(),
        axes: Vec::new(),
        open: Vec::new(),
        in_scope: Vec::new(),
        in_scope_of: None,
    };
    for id in tree.descendants(tree.root()) {
        walk.close(id.index());
        walk.node(id);
    }
    walk.close(tree.end(tree.root()));
}

impl<'t> Walk<'t, '_, '_> {
    fn close(&mut self, next: usize) {
        while let Some(open) = self.open.pop_if(|open| open.end <= next) {
            self.rendered.undo(open.mark);
            if let Some(name) = open.name {
                self.axes.pop();
                self.output.raw(b"</");
                self.output.str(name);
                self.output.raw(b">");
            }
        }
    }

    fn node(&mut self, id: NodeId) {
        let is_in = self.bits.contains(XNode::Tree(id));
        match self.tree.kind(id) {
            NodeKind::Element => self.element(id, is_in),
            _ if !is_in => {}
            NodeKind::Document => {}
            NodeKind::Text(text) => self.output.text(text),
            NodeKind::Comment(text) => {
                if self.method.comments {
                    outside(self.tree, id, self.output, |output| output.comment(text));
                }
            }
            NodeKind::ProcessingInstruction { target, data } => {
                outside(self.tree, id, self.output, |output| output.instruction(target, data));
            }
        }
    }

    fn element(&mut self, id: NodeId, is_in: bool) {
        let tree = self.tree;
        let Some((name, namespace)) = tree.element_name(id) else { return };
        let parts = tree.names().parts(name);
        let declaring = match self.open.last() {
            Some(open) if tree.declaration_rows(id).is_empty() => open.declaring,
            _ => id,
        };
        let written = is_in.then(|| tree.names().str(parts.text));
        let mark = self.rendered.mark();
        if let Some(name) = written {
            self.output.raw(b"<");
            self.output.str(name);
        }
        let axis = self.axis(id, declaring);
        let mut list = self.inclusive(&axis, is_in);
        if is_in && self.rule.is_exclusive() {
            self.exclusive((id, declaring), (parts.prefix, namespace), &mut list);
        }
        list.sort_unstable_by(|a, b| tree.names().str(a.0).cmp(tree.names().str(b.0)));
        for (prefix, uri) in list {
            self.output.declaration(tree.names().str(prefix), tree.names().str(uri));
        }
        self.attributes(id, is_in);
        if is_in {
            self.output.raw(b">");
            self.axes.push(axis);
        }
        self.open.push(Open { end: tree.end(id), name: written, mark, declaring });
    }

    /// What is in scope at an element, by prefix.
    fn scope(&mut self, declaring: NodeId) -> &[(Symbol, Symbol)] {
        if self.in_scope_of != Some(declaring) {
            self.in_scope = self.tree.in_scope_symbols(declaring);
            self.in_scope_of = Some(declaring);
        }
        &self.in_scope
    }

    /// The namespaces of an element that are in the set, by symbol, without `xml`.
    fn axis(&mut self, id: NodeId, declaring: NodeId) -> Axis {
        let bits = self.bits;
        let mut indices = bits.namespaces(id).peekable();
        if indices.peek().is_none() {
            return Vec::new();
        }
        let scope = self.scope(declaring);
        let mut axis: Axis = indices.filter_map(|i| scope.get(i as usize).copied()).collect();
        axis.retain(|(prefix, _)| *prefix != Symbol::XML);
        axis.sort_unstable();
        axis
    }

    /// Declarations by the inclusive rule: what the nearest element above in the set did not have
    /// just so (Canonical XML 1.0 §2.3).
    fn inclusive(&self, axis: &Axis, is_in: bool) -> Axis {
        static NONE: Axis = Vec::new();
        let above = self.axes.last().unwrap_or(&NONE);
        let get = |axis: &Axis, prefix: Symbol| {
            let at = axis.binary_search_by_key(&prefix, |(prefix, _)| *prefix).ok()?;
            axis.get(at).map(|(_, uri)| *uri)
        };
        let is_new = |(prefix, uri): &&(Symbol, Symbol)| {
            self.rule.is_inclusive(*prefix) && get(above, *prefix) != Some(*uri)
        };
        let mut list: Axis = axis.iter().filter(is_new).copied().collect();
        let default = Symbol::EMPTY;
        let undeclares = is_in
            && self.rule.is_inclusive(default)
            && get(axis, default).is_none()
            && get(above, default).is_some();
        if undeclares {
            list.push((default, Symbol::EMPTY));
        }
        list
    }

    /// Declarations by the exclusive rule: prefixes that the element and its attributes in the
    /// set use (Exclusive XML Canonicalization 1.0 §3).
    fn exclusive(
        &mut self,
        (id, declaring): (NodeId, NodeId),
        own: (Symbol, Symbol),
        list: &mut Axis,
    ) {
        let tree = self.tree;
        let rows = tree.attribute_rows(id);
        let indices = self.bits.attributes(id);
        let used = indices
            .filter_map(|index| rows.get(index as usize))
            .map(|row| (tree.names().parts(row.name).prefix, row.namespace));
        let used = used.filter(|(prefix, _)| *prefix != Symbol::EMPTY);
        let used: Axis = std::iter::once(own).chain(used).collect();
        let mut done: Vec<Symbol> = Vec::new();
        for (prefix, uri) in used {
            if prefix == Symbol::XML || self.rule.is_inclusive(prefix) || done.contains(&prefix) {
                continue;
            }
            done.push(prefix);
            let wanted = self.in_set(id, declaring, prefix).then_some(uri);
            if self.rendered.get(prefix) == wanted.map(Symbol::index) {
                continue;
            }
            self.rendered.set(prefix, wanted);
            match wanted {
                Some(uri) => list.push((prefix, uri)),
                None if prefix == Symbol::EMPTY => list.push((prefix, Symbol::EMPTY)),
                None => {}
            }
        }
    }

    /// Whether the namespace node of a prefix is in the set.
    fn in_set(&mut self, id: NodeId, declaring: NodeId, prefix: Symbol) -> bool {
        let names = self.tree.names();
        let text = names.str(prefix);
        let scope = self.scope(declaring);
        let at = scope.binary_search_by(|(other, _)| names.str(*other).cmp(text));
        let index = at.ok().and_then(|at| u32::try_from(at).ok());
        index.is_some_and(|index| self.bits.contains(XNode::Namespace(id, index)))
    }

    fn attributes(&mut self, id: NodeId, is_in: bool) {
        let (tree, bits) = (self.tree, self.bits);
        let rows = tree.attribute_rows(id);
        let indices = bits.attributes(id);
        let mut items: Vec<Item<'_>> = indices
            .filter_map(|index| rows.get(index as usize))
            .map(|row| Item::of(tree, row))
            .collect();
        if is_in && self.method.version == C14nVersion::V11 {
            attributes::own(tree, id, &mut items);
        }
        let is_left_out = |id: NodeId| tree.is_element(id) && !bits.contains(XNode::Tree(id));
        let orphan = is_in && tree.parent(id).is_some_and(is_left_out);
        if orphan && self.method.version != C14nVersion::Exclusive {
            attributes::inherit(tree, id, self.method, &is_left_out, &mut items);
        }
        attributes::write(&mut items, self.output);
    }
}
