//! The node-sets that the vectors select by XPath, found twice: by evaluating the expression, and
//! as the XPath transform of a signature would find them.

use kyso::xml::xpath::{Budget, Context, Expression, Namespaces, Value, evaluate, filter};
use kyso::xml::{IdNames, Ids, NodeSet, Tree, XNode};
use libtest_mimic::Failed;

/// Two node-sets that must have the same canonical form. `selection` is the file with the
/// expression: its element's content, prefixes as declared there.
pub(crate) fn select(tree: &Tree, selection: &Tree) -> Result<[NodeSet; 2], Failed> {
    let element = selection.document_element();
    let ids = Ids::collect(tree, &IdNames::default());
    let budget = Budget::default();
    let context = Context {
        tree,
        namespaces: Namespaces::Element(selection, element),
        here: None,
        ids: Some(&ids),
        budget: &budget,
    };
    let text = selection.string_value(element);
    let expression = Expression::parse(&text).map_err(|error| error.to_string())?;
    let root = XNode::Tree(tree.root());
    let value = evaluate(&expression, root, &context).map_err(|error| error.to_string())?;
    let Value::NodeSet(nodes) = value else {
        return Err(format!("no node-set: {value:?}").into());
    };
    // All of them say `(//. | //@* | //namespace::*)[predicate]`.
    let (all, predicate) = text.split_once('[').ok_or("no predicate")?;
    let all: String = all.split_whitespace().collect();
    let predicate = predicate.trim_end().strip_suffix(']').ok_or("no end of the predicate")?;
    if all != "(//.|//@*|//namespace::*)" {
        return Err(format!("not every node is asked about: {all}").into());
    }
    let predicate = Expression::parse(predicate).map_err(|error| error.to_string())?;
    let whole = NodeSet::Subtree { apex: tree.root(), comments: true, except: Vec::new() };
    let filtered = filter(&predicate, &whole, &context).map_err(|error| error.to_string())?;
    Ok([NodeSet::Nodes(nodes.into_iter().collect()), filtered])
}
