//! A whole subtree, in one pass over its rows.

use super::Canonicalization;
use super::attributes::{self, Item};
use super::namespaces::{Declarations, Rule};
use super::output::Output;
use crate::xml::event::names::Symbol;
use crate::xml::{NodeId, NodeKind, Tree};

/// An element whose end tag is to come.
struct Open<'t> {
    end: usize,
    name: &'t str,
    mark: usize,
}

struct Walk<'t, 'o, 's> {
    tree: &'t Tree,
    method: &'o Canonicalization,
    output: &'o mut Output<'s>,
    declarations: Declarations,
    open: Vec<Open<'t>>,
    items: Vec<Item<'t>>,
}

/// Writes `apex` and everything in it but what is in `except`.
pub(super) fn write(
    tree: &Tree,
    (apex, comments): (NodeId, bool),
    except: &[NodeId],
    method: &Canonicalization,
    output: &mut Output<'_>,
) {
    let mut except = except.to_vec();
    except.sort_unstable();
    let mut except = except.into_iter().peekable();
    let mut walk = Walk {
        tree,
        method,
        output,
        declarations: Declarations::new(Rule::new(method, tree.names())),
        open: Vec::new(),
        items: Vec::new(),
    };
    let end = tree.end(apex);
    let mut next = apex.index();
    while let Some(id) = NodeId::from_index(next).filter(|_| next < end) {
        walk.close(next);
        while except.next_if(|left_out| *left_out < id).is_some() {}
        if except.peek() == Some(&id) {
            next = tree.end(id);
            continue;
        }
        walk.node(id, id == apex, comments && method.comments);
        next += 1;
    }
    walk.close(end);
}

impl<'t> Walk<'t, '_, '_> {
    /// Writes the end tags of elements that end before the node `next`.
    fn close(&mut self, next: usize) {
        while let Some(open) = self.open.pop_if(|open| open.end <= next) {
            self.output.raw(b"</");
            self.output.str(open.name);
            self.output.raw(b">");
            self.declarations.rendered.undo(open.mark);
        }
    }

    fn node(&mut self, id: NodeId, is_apex: bool, comments: bool) {
        match self.tree.kind(id) {
            NodeKind::Document => {}
            NodeKind::Element => self.start(id, is_apex),
            NodeKind::Text(text) => self.output.text(text),
            NodeKind::Comment(text) if comments => {
                outside(self.tree, id, self.output, |output| output.comment(text));
            }
            NodeKind::Comment(_) => {}
            NodeKind::ProcessingInstruction { target, data } => {
                outside(self.tree, id, self.output, |output| output.instruction(target, data));
            }
        }
    }

    fn start(&mut self, id: NodeId, is_apex: bool) {
        let tree = self.tree;
        let names = tree.names();
        let Some((name, namespace)) = tree.element_name(id) else { return };
        let parts = names.parts(name);
        let mark = self.declarations.rendered.mark();
        let rows = tree.attribute_rows(id);
        let used = rows.iter().map(|row| (names.parts(row.name).prefix, row.namespace));
        let used = used.filter(|(prefix, _)| *prefix != Symbol::EMPTY);
        let used = std::iter::once((parts.prefix, namespace)).chain(used);
        let all;
        let declared = if is_apex {
            all = tree.in_scope_symbols(id);
            &all
        } else {
            tree.declaration_rows(id)
        };
        self.output.raw(b"<");
        let written = names.str(parts.text);
        self.output.str(written);
        for (prefix, uri) in self.declarations.of(declared.iter().copied(), used, names) {
            self.output.declaration(names.str(*prefix), names.str(*uri));
        }
        self.items.clear();
        self.items.extend(rows.iter().map(|row| Item::of(tree, row)));
        if is_apex {
            attributes::inherit(tree, id, self.method, &|_| true, &mut self.items);
        }
        attributes::write(&mut self.items, self.output);
        self.output.raw(b">");
        self.open.push(Open { end: tree.end(id), name: written, mark });
    }
}

/// Writes a comment or an instruction, with the line feed that parts it from the document element
/// where it is outside of that (Canonical XML 1.0 §2.3).
pub(super) fn outside(
    tree: &Tree,
    id: NodeId,
    output: &mut Output<'_>,
    write: impl FnOnce(&mut Output<'_>),
) {
    let is_outside = tree.parent(id) == Some(tree.root());
    if is_outside && id > tree.document_element() {
        output.raw(b"\n");
    }
    write(output);
    if is_outside && id < tree.document_element() {
        output.raw(b"\n");
    }
}
