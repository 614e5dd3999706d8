//! What the tree says about documents, and which documents it refuses.

use super::*;

fn parse(text: &str) -> Result<Tree, XmlError> {
    Tree::parse(text.as_bytes(), &ParseOptions::default())
}

#[test]
fn the_tree_says_what_the_document_says() {
    let text = "<?xml version=\"1.0\"?>\r\n<!--c\r\nd--><a xmlns='urn:d' xmlns:p=\"urn:p\" b='1' p:c=\"x&amp;y\tz\">\r\nt&lt;<![CDATA[<&]]>u<p:e/><?go now ?></a>\n";
    let tree = parse(text).unwrap();
    let root = tree.document_element();
    assert_eq!(tree.source(), text);
    assert_eq!(tree.path(root), "/a");
    assert_eq!(tree.name(root).unwrap(), Name { prefix: "", local: "a", namespace: "urn:d" });
    let attributes: Vec<_> = tree.attributes(root).map(|a| (a.name.local, a.value)).collect();
    assert_eq!(attributes, [("b", "1"), ("c", "x&y z")]);
    assert_eq!(tree.attribute(root, "urn:p", "c"), Some("x&y z"));
    assert_eq!(tree.attribute(root, "", "c"), None);
    let children: Vec<_> = tree.children(root).map(|child| tree.kind(child)).collect();
    let pi = NodeKind::ProcessingInstruction { target: "go", data: "now " };
    assert_eq!(children, [NodeKind::Text("\nt<<&u"), NodeKind::Element, pi]);
    assert_eq!(tree.string_value(root), "\nt<<&u");
    let e = tree.elements(root).next().unwrap();
    assert!(tree.is(e, "urn:p", "e"));
    assert_eq!(tree.path(e), "/a/p:e");
    assert_eq!(&text[tree.span(e)], "<p:e/>");
    assert_eq!(tree.inner_span(e).len(), 0);
    assert_eq!(&text[tree.span(root)], text.split_once("-->").unwrap().1.trim_end());
    assert!(text[tree.inner_span(root)].starts_with("\r\nt&lt;"));
    assert!(text[tree.inner_span(root)].ends_with("<?go now ?>"));
    let xml = ("xml", XML_NAMESPACE);
    assert_eq!(tree.in_scope(e), [("", "urn:d"), ("p", "urn:p"), xml]);
    assert_eq!(tree.resolve_prefix(e, "p"), Some("urn:p"));
    assert_eq!(tree.resolve_prefix(e, "q"), None);
    let comment = tree.first_child(tree.root()).unwrap();
    assert_eq!(tree.kind(comment), NodeKind::Comment("c\nd"));
    assert_eq!(tree.next_sibling(comment), Some(root));
    assert_eq!(tree.previous_sibling(root), Some(comment));
    assert_eq!(tree.last_child(root).map(|n| tree.kind(n)), Some(pi));
    assert_eq!(tree.previous_sibling(tree.last_child(root).unwrap()), Some(e));
    assert_eq!(tree.parent(tree.root()), None);
    assert!(tree.is_inclusive_ancestor(root, e) && !tree.is_inclusive_ancestor(e, root));
    assert_eq!(tree.text(root).unwrap_err().fault, XmlFault::NotTextOnly);
    assert_eq!(tree.text(e).unwrap(), "");
}
