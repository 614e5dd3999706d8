//! scratch
use kyso::xml::xpath::*;
use kyso::xml::*;
use std::time::Instant;
fn main() {
    let row = "<DSHHDVu><HHDVu><STT>1</STT><THHDVu>Bút bi</THHDVu><DVTinh>Cái</DVTinh><SLuong>10</SLuong><DGia k=\"1\">5000</DGia></HHDVu></DSHHDVu>\n";
    let n = 1_000_000 / row.len();
    let sig = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:X/></ds:SignedInfo></ds:Signature>";
    let one = format!("<r xmlns:ds=\"urn:x\">{}{sig}</r>", row.repeat(n));
    let mb16 = format!("<r>{}{sig}</r>", row.repeat(16 * n));
    let ns: String = (0..200).map(|i| format!(" xmlns:p{i}=\"urn:n{i}\"")).collect();
    let heavy = format!("<r{ns}>{}{sig}</r>", "<p1:a p2:b=\"1\">x</p1:a>".repeat(20_000));
    let deep = format!(
        "<r>{}{}{}{sig}</r>",
        "<a>".repeat(1000),
        "<b/>".repeat(50_000),
        "</a>".repeat(1000)
    );
    let bound = [("dsig", "http://www.w3.org/2000/09/xmldsig#")];
    for (name, xml) in [("1MB", &one), ("16MB", &mb16), ("ns-heavy", &heavy), ("deep", &deep)] {
        let t = Instant::now();
        let tree = Tree::parse(xml.as_bytes(), &ParseOptions::default()).unwrap();
        println!("{name}: {} bytes {} nodes parse {:?}", xml.len(), tree.len(), t.elapsed());
        let ids = Ids::collect(&tree, &IdNames::default());
        let here = tree.descendants(tree.root()).find(|n| tree.is(*n, bound[0].1, "X")).unwrap();
        for e in [
            "not(ancestor-or-self::dsig:Signature)",
            "ancestor-or-self::dsig:Signature",
            "count(ancestor-or-self::dsig:Signature | here()/ancestor::dsig:Signature[1]) > count(ancestor-or-self::dsig:Signature)",
            "self::text()",
            "count(ancestor-or-self::node() | /r/dsig:Signature) = count(ancestor-or-self::node())",
        ] {
            let budget = Budget::default();
            let c = Context {
                tree: &tree,
                namespaces: Namespaces::Bindings(&bound),
                here: Some(XNode::Tree(here)),
                ids: Some(&ids),
                budget: &budget,
            };
            let t = Instant::now();
            let x = Expression::parse(e).unwrap();
            let r = filter(&x, &NodeSet::subtree(tree.root()), &c);
            let d = t.elapsed();
            let t = Instant::now();
            let mut out = Vec::new();
            let s = match &r {
                Ok(s) => {
                    canonicalize(
                        &tree,
                        s,
                        &Canonicalization::new(C14nVersion::V10, false),
                        &mut out,
                    )
                    .unwrap();
                    match s {
                        NodeSet::Subtree { except, .. } => format!("subtree -{}", except.len()),
                        NodeSet::Nodes(b) => format!("nodes {}", b.len()),
                    }
                }
                Err(e) => format!("{e:?}"),
            };
            println!(
                "  {e:.60} {d:?} steps {} -> {s}; c14n {:?} {}",
                Budget::default().left() - budget.left(),
                t.elapsed(),
                out.len()
            );
        }
        for (op, e) in
            [(SetOperation::Subtract, "//dsig:Signature"), (SetOperation::Intersect, "//STT")]
        {
            let budget = Budget::default();
            let c = Context {
                tree: &tree,
                namespaces: Namespaces::Bindings(&bound),
                here: None,
                ids: Some(&ids),
                budget: &budget,
            };
            let x = Expression::parse(e).unwrap();
            let t = Instant::now();
            let r = filter2(
                &[Filter2 { operation: op, expression: &x, context: c }],
                &NodeSet::subtree(tree.root()),
            )
            .unwrap();
            println!(
                "  filter2 {op:?} {e} {:?} steps {} {}",
                t.elapsed(),
                Budget::default().left() - budget.left(),
                matches!(r, NodeSet::Subtree { .. })
            );
        }
    }
}
