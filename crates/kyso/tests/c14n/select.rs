//! The XPath selections of the vectors, by hand.

use kyso::xml::{NodeBits, NodeId, NodeKind, NodeSet, Tree, XNode};
use libtest_mimic::Failed;

pub fn select(tree: &Tree, selection: &Tree) -> Result<NodeSet, Failed> {
    let text = selection.string_value(selection.document_element());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let predicate = text.split_once('[').unwrap().1.rsplit_once(']').unwrap().0.trim().to_owned();
    let mut all = Vec::new();
    for id in tree.descendants(tree.root()) {
        all.push(XNode::Tree(id));
        if tree.is_element(id) {
            all.extend((0..tree.in_scope(id).len()).map(|i| XNode::Namespace(id, i as u32)));
            all.extend((0..tree.attributes(id).count()).map(|i| XNode::Attribute(id, i as u32)));
        }
    }
    Ok(NodeSet::Nodes(all.into_iter().filter(|n| keep(tree, *n, &predicate)).collect::<NodeBits>()))
}

fn parent(t: &Tree, n: XNode) -> Option<NodeId> {
    match n {
        XNode::Tree(id) => t.parent(id),
        _ => Some(n.tree_node()),
    }
}
fn anc(t: &Tree, n: XNode, local: &str) -> bool {
    let from = match n {
        XNode::Tree(id) => Some(id),
        _ => parent(t, n),
    };
    from.is_some_and(|from| t.ancestors(from).any(|a| t.name(a).is_some_and(|x| x.local == local)))
}
fn is(t: &Tree, n: Option<NodeId>, local: &str) -> bool {
    n.and_then(|n| t.name(n)).is_some_and(|x| x.local == local)
}
fn own(n: XNode) -> Option<NodeId> {
    match n {
        XNode::Tree(id) => Some(id),
        _ => None,
    }
}
fn name(t: &Tree, n: XNode) -> String {
    match n {
        XNode::Tree(id) => t
            .name(id)
            .map(|x| {
                if x.prefix.is_empty() {
                    x.local.into()
                } else {
                    format!("{}:{}", x.prefix, x.local)
                }
            })
            .unwrap_or_default(),
        XNode::Attribute(id, i) => {
            let x = t.attributes(id).nth(i as usize).unwrap().name;
            format!("{}:{}", x.prefix, x.local)
        }
        XNode::Namespace(id, i) => t.in_scope(id)[i as usize].0.into(),
    }
}
fn uri(t: &Tree, n: XNode) -> String {
    match n {
        XNode::Tree(id) => t.name(id).map(|x| x.namespace.to_owned()).unwrap_or_default(),
        XNode::Attribute(id, i) => t.attributes(id).nth(i as usize).unwrap().name.namespace.into(),
        XNode::Namespace(..) => String::new(),
    }
}
fn string(t: &Tree, n: XNode) -> String {
    match n {
        XNode::Tree(id) => t.string_value(id),
        XNode::Attribute(id, i) => t.attributes(id).nth(i as usize).unwrap().value.into(),
        XNode::Namespace(id, i) => t.in_scope(id)[i as usize].1.into(),
    }
}

fn keep(t: &Tree, n: XNode, p: &str) -> bool {
    let something = |n: XNode, prefix: &str| {
        let from = match n {
            XNode::Tree(id) => Some(id),
            _ => parent(t, n),
        };
        from.is_some_and(|from| {
            t.ancestors(from)
                .any(|a| t.name(a).is_some_and(|x| x.local == "Something" && x.prefix == prefix))
        })
    };
    let is_text = || own(n).is_some_and(|id| matches!(t.kind(id), NodeKind::Text(_)));
    let is_ns = matches!(n, XNode::Namespace(..));
    let q = |id: Option<NodeId>, prefix: &str| {
        id.and_then(|id| t.name(id)).is_some_and(|x| x.local == "Something" && x.prefix == prefix)
    };
    if let Some(rest) = p.strip_prefix("ancestor-or-self::bar:Something") {
        if !something(n, "bar") {
            return false;
        }
        let rest = rest.trim().strip_prefix("and").unwrap_or("").trim();
        let parent_uri = || parent(t, n).map(|p| uri(t, XNode::Tree(p))).unwrap_or_default();
        let depth = || t.ancestors(parent(t, n).unwrap()).count() + 1;
        let base = is_text() || !uri(t, n).is_empty();
        return match rest {
            "" => true,
            r if r.starts_with("((name() != \"bar\")") => {
                let nm = name(t, n);
                ["bar", "foo", "baz"].iter().all(|x| nm != *x || q(parent(t, n), x))
                    && (!nm.is_empty() || is_text())
            }
            r if r.starts_with("(self::text() or (namespace-uri() != \"\") or (string") => {
                base || string(t, n) == parent_uri()
            }
            r if r.starts_with("not (self::foo:Something)") => {
                !q(own(n), "foo") && (base || string(t, n) == parent_uri())
            }
            r if r.contains("!= count") => !is_ns,
            "(self::text() or (namespace-uri() != \"\"))" => base,
            r if r.contains(" = count") => is_ns,
            r if r.starts_with("(string(self") => string(t, n) == parent_uri(),
            r if r.contains("mod 2") => base || (name(t, n).is_empty() && depth() % 2 == 1),
            other => panic!("{other}"),
        };
    }
    if p.starts_with("self::ietf:e1 or (parent::ietf:e1") {
        let pe1 = is(t, parent(t, n), "e1");
        return is(t, own(n), "e1")
            || (pe1 && !(is_text() || is(t, own(n), "e2")))
            || anc(t, n, "e3");
    }
    match p {
        "self::text()" => return is_text(),
        "self::a or ancestor-or-self::d" => return is(t, own(n), "a") || anc(t, n, "d"),
        _ => {}
    }
    let (positive, negative) = p.split_once("and not(").unwrap_or((p, ""));
    let local = |part: &str| {
        part.trim().trim_end_matches(')').rsplit(':').next().unwrap().trim().to_owned()
    };
    positive.split(" or ").any(|part| anc(t, n, &local(part)))
        && !negative
            .split(" or ")
            .filter(|part| !part.is_empty())
            .any(|part| anc(t, n, &local(part)))
}
