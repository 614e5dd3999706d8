//! scratch
use kyso::xml::xpath::*;
use kyso::xml::*;
use std::io::BufRead;
fn main() {
    let bound = [("p", "urn:p"), ("q", "urn:q"), ("d", "urn:d")];
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let tree =
            Tree::parse(v["xml"].as_str().unwrap().as_bytes(), &ParseOptions::default()).unwrap();
        let ids = Ids::collect(&tree, &IdNames::default());
        let mut out = vec![];
        for e in v["exprs"].as_array().unwrap() {
            let budget = Budget::default();
            let c = Context {
                tree: &tree,
                namespaces: Namespaces::Bindings(&bound),
                here: None,
                ids: Some(&ids),
                budget: &budget,
            };
            let r = Expression::parse(e.as_str().unwrap())
                .and_then(|x| evaluate(&x, XNode::Tree(tree.document_element()), &c));
            out.push(match r {
                Ok(Value::String(s)) => s,
                Ok(Value::Number(n)) => format!("{n}"),
                Ok(Value::Boolean(b)) => format!("{b}"),
                Ok(Value::NodeSet(n)) => format!("{}", n.len()),
                Err(e) => format!("ERR {e:?}"),
            });
        }
        println!("{}", serde_json::to_string(&out).unwrap());
    }
}
