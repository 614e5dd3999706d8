//! Attributes in canonical order, and those of the `xml` namespace that an element inherits when
//! its parent is left out (Canonical XML 1.0 §2.4, 1.1 §2.4).

use std::borrow::Cow;

use super::output::Output;
use super::xml_base;
use super::{C14nVersion, Canonicalization};
use crate::xml::event::names::Symbol;
use crate::xml::tree::AttributeRow;
use crate::xml::{NodeId, Tree, XML_NAMESPACE};

/// An attribute on its way out.
pub(super) struct Item<'t> {
    pub(super) namespace: &'t str,
    pub(super) local: &'t str,
    /// As written.
    pub(super) name: &'t str,
    pub(super) value: Cow<'t, str>,
}

impl<'t> Item<'t> {
    pub(super) fn of(tree: &'t Tree, row: &AttributeRow) -> Self {
        let names = tree.names();
        let parts = names.parts(row.name);
        Self {
            namespace: names.str(row.namespace),
            local: names.str(parts.local),
            name: names.str(parts.text),
            value: Cow::Borrowed(tree.value(row)),
        }
    }
}

/// Writes attributes: by namespace name, then by local name (§2.2).
pub(super) fn write(items: &mut [Item<'_>], output: &mut Output<'_>) {
    if items.len() > 1 {
        items.sort_unstable_by(|a, b| (a.namespace, a.local).cmp(&(b.namespace, b.local)));
    }
    for item in items {
        output.attribute(item.name, &item.value);
    }
}

/// Adds what an element inherits whose parent is not in the set.
///
/// `is_left_out` says which ancestors are not in it; `items` are the element's own attributes in
/// the set.
pub(super) fn inherit<'t>(
    tree: &'t Tree,
    element: NodeId,
    method: &Canonicalization,
    is_left_out: &dyn Fn(NodeId) -> bool,
    items: &mut Vec<Item<'t>>,
) {
    if method.version == C14nVersion::Exclusive {
        return;
    }
    let is_v11 = method.version == C14nVersion::V11;
    let mut seen: Vec<&str> = xml_rows(tree, element).map(|row| local(tree, row)).collect();
    // 1.1: an ancestor in the set passes its attributes on in the output already, and what is
    // above it does not count. Both Santuario and libxml2 read its §2.4 so.
    let above = tree.ancestors(element).skip(1).take_while(|id| !is_v11 || is_left_out(*id));
    for ancestor in above {
        for row in xml_rows(tree, ancestor) {
            let local = local(tree, row);
            let passes = !is_v11 || matches!(local, "lang" | "space");
            if passes && !seen.contains(&local) {
                seen.push(local);
                items.push(Item::of(tree, row));
            }
        }
    }
    if is_v11 {
        fix_base(tree, element, is_left_out, items);
    }
}

fn xml_rows(tree: &Tree, element: NodeId) -> impl Iterator<Item = &AttributeRow> {
    tree.attribute_rows(element).iter().filter(|row| row.namespace == Symbol::XML_NAMESPACE)
}

fn local<'t>(tree: &'t Tree, row: &AttributeRow) -> &'t str {
    tree.names().str(tree.names().parts(row.name).local)
}

/// Canonical XML 1.1: the inheritable attributes of an element in the set count whether or not
/// they are in the set themselves. The W3C's interoperability tests have it so (c14n11spec3-102),
/// and Santuario and libxml2.
pub(super) fn own<'t>(tree: &'t Tree, element: NodeId, items: &mut Vec<Item<'t>>) {
    for row in xml_rows(tree, element) {
        let local = local(tree, row);
        let is_same = |item: &Item<'_>| item.namespace == XML_NAMESPACE && item.local == local;
        if matches!(local, "base" | "lang" | "space") && !items.iter().any(is_same) {
            items.push(Item::of(tree, row));
        }
    }
}

/// Joins the `xml:base` of the ancestors that are left out, up to the first that is not.
fn fix_base<'t>(
    tree: &'t Tree,
    element: NodeId,
    is_left_out: &dyn Fn(NodeId) -> bool,
    items: &mut Vec<Item<'t>>,
) {
    let base = |id: NodeId| xml_rows(tree, id).find(|row| local(tree, row) == "base");
    let left_out = tree.ancestors(element).skip(1).take_while(|id| is_left_out(*id));
    let mut above = left_out.filter_map(base).peekable();
    let Some(first) = above.peek().copied() else { return };
    let is_base = |item: &Item<'_>| item.namespace == XML_NAMESPACE && item.local == "base";
    let own = items.iter().position(is_base).map(|at| items.swap_remove(at));
    let (name, mut joined) = match own {
        Some(item) => (item.name, item.value.into_owned()),
        None => (Item::of(tree, first).name, String::new()),
    };
    let mut is_first = joined.is_empty();
    for row in above {
        let value = tree.value(row);
        joined = if is_first { value.to_owned() } else { xml_base::join(value, &joined) };
        is_first = false;
    }
    if !joined.is_empty() {
        let value = Cow::Owned(joined);
        items.push(Item { namespace: XML_NAMESPACE, local: "base", name, value });
    }
}
