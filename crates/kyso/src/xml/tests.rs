//! What the tree says about documents, and which documents it refuses.

use super::*;
use crate::Source;
use crate::xml::event::Stretch;

fn parse(text: &str) -> Result<Tree, XmlError> {
    Tree::parse(text.as_bytes(), &ParseOptions::default())
}

const SAMPLE: &str = "<?xml version=\"1.0\"?>\r\n<!--c\r\nd--><a xmlns='urn:d' xmlns:p=\"urn:p\" b='1' p:c=\"x&amp;y\tz\">\r\nt&lt;<![CDATA[<&]]>u<p:e/><?go now ?></a>\n";

#[test]
fn the_tree_says_what_the_document_says() {
    let text = SAMPLE;
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
}

#[test]
fn the_tree_says_where_things_stand() {
    let text = SAMPLE;
    let tree = parse(text).unwrap();
    let root = tree.document_element();
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
}

#[test]
fn the_tree_is_walked_in_every_direction() {
    let tree = parse(SAMPLE).unwrap();
    let root = tree.document_element();
    let e = tree.elements(root).next().unwrap();
    let pi = NodeKind::ProcessingInstruction { target: "go", data: "now " };
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

/// A document read in pieces of `piece` bytes, kept sparsely.
fn sparse(text: &str, piece: usize, options: &ParseOptions) -> Result<Tree, XmlError> {
    let source = Source::from_bytes(text.as_bytes().to_vec());
    let mut stretch = Stretch::all(&source, 0);
    stretch.piece = piece;
    Tree::sparse_by(stretch, Encoding::Utf8 { bom: false }, options)
}

fn canonical(tree: &Tree, set: &NodeSet, method: &Canonicalization) -> Vec<u8> {
    let mut bytes = Vec::new();
    canonicalize(tree, set, method, &mut bytes).unwrap();
    bytes
}

fn methods() -> Vec<Canonicalization> {
    let all = [C14nVersion::V10, C14nVersion::V11, C14nVersion::Exclusive];
    let plain = all.map(|version| Canonicalization::new(version, true));
    let listed =
        Canonicalization::new(C14nVersion::Exclusive, false).with_prefix_list("#default p");
    [plain.to_vec(), vec![listed]].concat()
}

const ENVELOPE: &str = "<?xml version=\"1.0\"?>\r\n<!--before\r\nit--><?go  now\r\n?>
<r xmlns='urn:d' xmlns:p='urn:p' xml:lang='vi' xml:base='a/'>\r\n <p:x Id='one' a='&#13;&lt;&amp;\"\t'>ế]]<![CDATA[<&]]]]>&gt;\r</p:x>
 <y/><y xmlns=''><z p:q='1' xml:base='b' id='two'><!--c--><w xmlns:p='urn:o'/>\u{10FFFF}</z></y>
 <ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><ds:SignedInfo>s<!--i--><?p d?></ds:SignedInfo>
  <ds:Object Id='three'>o<p:in/></ds:Object></ds:Signature><y/></r>\r\n<!--after-->\n";

#[test]
fn what_is_read_in_pieces_says_the_same() {
    let options = ParseOptions::default();
    let whole = parse(ENVELOPE).unwrap();
    let ids = Ids::collect(&whole, &options.ids);
    let signature = |tree: &Tree| {
        let is = |id: &NodeId| tree.is(*id, "http://www.w3.org/2000/09/xmldsig#", "Signature");
        tree.descendants(tree.root()).find(is).unwrap()
    };
    for piece in (1..=32).chain([1000]) {
        let tree = sparse(ENVELOPE, piece, &options).unwrap();
        let kept = Ids::collect(&tree, &options.ids);
        assert!(tree.is_sparse() && tree.is_elided(tree.root()));
        assert!(!tree.is_elided(signature(&tree)));
        assert!(tree.len() < whole.len());
        let mut pairs = vec![
            (tree.root(), whole.root()),
            (tree.document_element(), whole.document_element()),
            (signature(&tree), signature(&whole)),
        ];
        for id in ["one", "two", "three"] {
            pairs.push((kept.element(id).unwrap(), ids.element(id).unwrap()));
        }
        for (a, b) in pairs {
            assert_eq!(tree.span(a).start, whole.span(b).start);
            assert_eq!(tree.span(a).end, whole.span(b).end);
            assert_eq!(tree.inner_span(a), whole.inner_span(b));
            assert_eq!(tree.path(a), whole.path(b));
            assert_eq!(tree.in_scope(a), whole.in_scope(b));
            let attributes = |tree: &Tree, id| {
                tree.attributes(id).map(|a| (a.offset, a.value.to_owned())).collect::<Vec<_>>()
            };
            assert_eq!(attributes(&tree, a), attributes(&whole, b));
            for method in methods() {
                for (x, y) in [(vec![], vec![]), (vec![signature(&tree)], vec![signature(&whole)])]
                {
                    let of = |apex, except| NodeSet::Subtree { apex, comments: true, except };
                    let (x, y) = (of(a, x), of(b, y));
                    let text = |bytes| String::from_utf8(bytes).unwrap();
                    let from_pieces = text(canonical(&tree, &x, &method));
                    assert_eq!(
                        from_pieces,
                        text(canonical(&whole, &y, &method)),
                        "{piece} {method:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn identifiers_are_unique_across_all_names() {
    let text = "<r Id='a'><x id='b'/><x ID='b'/><x xml:id='c'/><x Id='d' id='d'/><x ref='e'/></r>";
    for tree in [parse(text).unwrap(), sparse(text, 8, &ParseOptions::default()).unwrap()] {
        let ids = Ids::collect(&tree, &IdNames::default());
        assert_eq!(ids.element("a"), Ok(tree.document_element()));
        assert!(
            matches!(ids.element("b"), Err(IdError::Duplicate { first, second }) if first < second)
        );
        assert!(tree.attribute(ids.element("c").unwrap(), XML_NAMESPACE, "id").is_some());
        assert!(matches!(ids.element("d"), Err(IdError::Duplicate { .. })));
        assert_eq!(ids.element("e"), Err(IdError::Missing));
    }
    let names = IdNames::default().with("ref");
    assert!(Ids::collect(&parse(text).unwrap(), &names).element("e").is_ok());
    // A sparse tree that was made for other names cannot say that an identifier is unique.
    let tree = sparse(text, 8, &ParseOptions::default()).unwrap();
    assert_eq!(Ids::collect(&tree, &names).element("a"), Err(IdError::NotKept));
    let options = ParseOptions { ids: names.clone(), ..ParseOptions::default() };
    assert!(Ids::collect(&sparse(text, 8, &options).unwrap(), &names).element("e").is_ok());
}

#[test]
fn a_sparse_tree_says_what_it_does_not_know() {
    let text = "<r><x>t</x><y><k>u</k></y><y Id='i'><z/>v</y></r>";
    let options = ParseOptions { keep: vec!["k".into()], ..ParseOptions::default() };
    let tree = sparse(text, 5, &options).unwrap();
    let root = tree.document_element();
    let kept: Vec<_> = tree.descendants(root).map(|id| tree.path(id)).collect();
    assert_eq!(kept, ["/r", "/r/y[1]", "/r/y[1]/k", "/r/y[2]"]);
    let elided = |id| tree.text(id).unwrap_err().fault == XmlFault::Elided;
    assert!(tree.descendants(root).all(elided));
    let span = tree.span(tree.last_child(root).unwrap());
    assert_eq!(tree.source_text(span).unwrap(), "<y Id='i'><z/>v</y>");
    let set = NodeSet::Nodes(NodeBits::new());
    let method = Canonicalization::new(C14nVersion::V10, false);
    let error = canonicalize(&tree, &set, &method, &mut Vec::new()).unwrap_err();
    assert_eq!(error.fault, XmlFault::Elided);
}

#[test]
fn a_long_text_in_a_signature_is_left_out_and_read_again() {
    let long = "QUJD\n".repeat(6 << 20);
    let text = format!(
        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><Object Id='o'>{long}</Object>\
         <KeyInfo>k</KeyInfo></Signature>"
    );
    let source = Source::from_bytes(text.into_bytes());
    let tree = Tree::open(&source, &ParseOptions::default()).unwrap();
    assert!(tree.is_sparse());
    let mut children = tree.elements(tree.document_element());
    let (object, key_info) = (children.next().unwrap(), children.next().unwrap());
    assert_eq!(tree.text(object).unwrap_err().fault, XmlFault::Elided);
    assert_eq!(tree.text(key_info).unwrap(), "k");
    let method = Canonicalization::new(C14nVersion::Exclusive, false);
    let found = canonical(&tree, &NodeSet::subtree(object), &method);
    let head = "<Object xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"o\">";
    assert!(found == [head, &long, "</Object>"].concat().into_bytes());
}
