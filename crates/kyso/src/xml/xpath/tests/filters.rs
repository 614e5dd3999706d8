//! The two transforms against their definitions, followed node by node.

use std::collections::BTreeSet;

use super::super::shape::{Visit, visit};
use super::*;
use crate::xml::{NodeBits, NodeSet};

const DOC: &str = concat!(
    "<?pi one?><!--top--><r xmlns='urn:d' xmlns:p='urn:p'><a Id='A' k='1'>x<!--in--><s Id='S'>",
    "<b k='2'/><a>y</a></s></a><s Id='T' xmlns:q='urn:q'><a k='3'>z</a></s><b>w<a/></b>",
    "</r><!--end-->",
);

const SUBTREES: [(&str, bool); 5] =
    [("/", true), ("/", false), ("//d:a", true), ("//d:s", false), ("//d:b", true)];

/// Inputs of all shapes: of each subtree, all, all without the elements `s`, and every other node.
fn inputs(context: &Context<'_>) -> Vec<NodeSet> {
    let mut inputs = Vec::new();
    for (path, comments) in SUBTREES {
        let apex = nodes(path, context)[0].tree_node();
        let tree = context.tree;
        let inside = |node: &XNode| tree.is_inclusive_ancestor(apex, node.tree_node());
        let except = nodes("//d:s", context).into_iter().filter(inside);
        let except = except.map(XNode::tree_node).filter(|id| *id != apex).collect();
        let all = NodeSet::Subtree { apex, comments, except: Vec::new() };
        let every_other: NodeBits = members(&all, context).into_iter().step_by(2).collect();
        inputs.push(all);
        inputs.push(NodeSet::Subtree { apex, comments, except });
        inputs.push(NodeSet::Nodes(every_other));
    }
    inputs
}

fn nodes(expression: &str, context: &Context<'_>) -> Vec<XNode> {
    let root = XNode::Tree(context.tree.root());
    match evaluate(&Expression::parse(expression).unwrap(), root, context) {
        Ok(Value::NodeSet(nodes)) => nodes,
        other => panic!("{expression}: {other:?}"),
    }
}

/// Every node of a set.
fn members(set: &NodeSet, context: &Context<'_>) -> BTreeSet<XNode> {
    if let NodeSet::Nodes(bits) = set {
        return bits.iter().collect();
    }
    let mut members = BTreeSet::new();
    let view = super::super::node::View::new(context.tree, context.budget);
    visit(&view, set, true, |met| {
        if let Visit::Member(node) = met {
            assert!(members.insert(node));
        }
        Ok(())
    })
    .unwrap();
    members
}

fn with_ids<T>(xml: &str, with: impl FnOnce(Context<'_>) -> T) -> T {
    on(xml, with)
}

#[test]
fn a_set_has_the_members_that_its_description_says() {
    with_ids(DOC, |context| {
        let all: BTreeSet<_> = nodes("//. | //@* | //namespace::*", &context).into_iter().collect();
        let root = context.tree.root();
        let whole = |comments| NodeSet::Subtree { apex: root, comments, except: Vec::new() };
        assert_eq!(members(&whole(true), &context), all);
        let comments: BTreeSet<_> = nodes("//comment()", &context).into_iter().collect();
        let without: BTreeSet<_> = all.difference(&comments).copied().collect();
        assert_eq!(members(&whole(false), &context), without);
        let s = nodes("//d:s", &context).iter().map(|node| node.tree_node()).collect();
        let except = NodeSet::Subtree { apex: root, comments: true, except: s };
        let inside = "self::node()[not(ancestor-or-self::d:s)]";
        let outside = format!("//{inside} | //@*/{inside} | //namespace::*/{inside}");
        assert_eq!(members(&except, &context), nodes(&outside, &context).into_iter().collect());
    });
}

#[test]
fn the_xpath_transform_asks_every_node_of_its_input() {
    with_ids(DOC, |context| {
        for expression in [
            "true()",
            "false()",
            "not(ancestor-or-self::d:s)",
            "ancestor-or-self::d:s",
            "ancestor-or-self::d:a",
            "ancestor::d:a",
            "ancestor-or-self::d:a[@k > 1]",
            "ancestor-or-self::d:a[ancestor::d:s]",
            "ancestor-or-self::d:s/@Id = 'T'",
            "count(ancestor-or-self::d:s | id('S')) > count(ancestor-or-self::d:s)",
            "not(ancestor-or-self::d:s[position() = last()])",
            "ancestor-or-self::d:a[2]",
            "self::text()",
            "not(self::comment())",
            "not(self::processing-instruction())",
            "not(self::d:b or parent::d:b)",
            "self::node()[name() != 'k']",
            "name() != 'p'",
            "count(../namespace::* | .) != count(../namespace::*)",
            "following::d:b",
            "string-length() > 1",
            "//d:b",
            "position() = 1 and last() = 1",
            "count(. | //d:s//node()) > count(//d:s//node())",
            "ancestor-or-self::d:b[not(@k)]",
        ] {
            let parsed = Expression::parse(expression).unwrap();
            for input in inputs(&context) {
                let expected: BTreeSet<_> = members(&input, &context)
                    .into_iter()
                    .filter(|node| evaluate(&parsed, *node, &context).unwrap().to_boolean())
                    .collect();
                let found = filter(&parsed, &input, &context).unwrap();
                assert_eq!(members(&found, &context), expected, "{expression} of {input:?}");
            }
        }
    });
}

#[test]
fn filter_2_works_on_whole_subtrees() {
    use SetOperation::{Intersect as I, Subtract as S, Union as U};
    let cases: [&[(SetOperation, &str)]; 15] = [
        &[(I, "/")],
        &[(I, "//d:s")],
        &[(I, "//d:s[1]")],
        &[(I, "id('T')")],
        &[(S, "//d:s")],
        &[(S, "/")],
        &[(S, "//@k | //d:b/namespace::p")],
        &[(S, "//text() | //comment()")],
        &[(U, "//d:s")],
        &[(S, "//d:a"), (U, "//d:s")],
        &[(I, "//d:a"), (S, "//d:s"), (U, "//d:s//d:a")],
        &[(S, "/"), (U, "//@Id | //d:b")],
        &[(I, "//d:s | //d:b"), (I, "//d:a")],
        &[(I, "//nothing")],
        &[(I, "//d:s"), (I, "/"), (S, "//nothing")],
    ];
    with_ids(DOC, |context| {
        let all = nodes("//. | //@* | //namespace::*", &context);
        for case in cases {
            let parsed: Vec<_> = case
                .iter()
                .map(|(operation, text)| (*operation, Expression::parse(text).unwrap()))
                .collect();
            let filters: Vec<_> = parsed
                .iter()
                .map(|(operation, expression)| Filter2 {
                    operation: *operation,
                    expression,
                    context,
                })
                .collect();
            let mut kept: BTreeSet<_> = all.iter().copied().collect();
            for (operation, text) in case {
                let subtrees = format!("({text}) | ({text})//node()");
                let subtrees = format!("{subtrees} | ({subtrees})/@* | ({subtrees})/namespace::*");
                let selected: BTreeSet<_> = nodes(&subtrees, &context).into_iter().collect();
                kept = match operation {
                    I => kept.intersection(&selected).copied().collect(),
                    S => kept.difference(&selected).copied().collect(),
                    U => kept.union(&selected).copied().collect(),
                };
            }
            for input in inputs(&context) {
                let expected = members(&input, &context).intersection(&kept).copied().collect();
                let found = filter2(&filters, &input).unwrap();
                assert_eq!(members(&found, &context), expected, "{case:?} of {input:?}");
            }
        }
    });
}

#[test]
fn filter_2_refuses_what_is_no_node_set_and_what_is_no_list() {
    with_ids(DOC, |context| {
        let whole = NodeSet::subtree(context.tree.root());
        assert_eq!(filter2(&[], &whole), Err(XPathError::NoFilters));
        for text in ["1", "'a'", "true()", "count(//d:a)"] {
            let expression = &Expression::parse(text).unwrap();
            let one = Filter2 { operation: SetOperation::Union, expression, context };
            assert_eq!(filter2(&[one], &whole), Err(XPathError::ResultNotNodeSet), "{text}");
        }
        let expression = &Expression::parse("/").unwrap();
        let one = Filter2 { operation: SetOperation::Union, expression, context };
        let count = crate::limits::MAX_XPATH_FILTERS + 1;
        let many = vec![one; count];
        assert_eq!(filter2(&many, &whole), Err(XPathError::TooManyFilters { count }));
        assert!(filter2(&many[1..], &whole).is_ok());
    });
}

#[test]
fn a_document_without_some_subtrees_is_told_as_that() {
    with_ids(DOC, |context| {
        let tree = context.tree;
        let whole = NodeSet::subtree(tree.root());
        let s: Vec<_> = nodes("//d:s", &context).iter().map(|node| node.tree_node()).collect();
        let without = |apex, except: &[NodeId]| NodeSet::Subtree {
            apex,
            comments: false,
            except: except.to_vec(),
        };
        let filtered = |text: &str, input: &NodeSet| {
            filter(&Expression::parse(text).unwrap(), input, &context).unwrap()
        };
        let not_s = "not(ancestor-or-self::d:s)";
        assert_eq!(filtered(not_s, &whole), without(tree.root(), &s));
        assert_eq!(filtered("true()", &filtered(not_s, &whole)), without(tree.root(), &s));
        assert_eq!(filtered("ancestor-or-self::*[@Id = 'T']", &whole), without(s[1], &[]));
        assert_eq!(filtered(not_s, &without(s[0], &[])), NodeSet::Nodes(NodeBits::new()));
        assert!(matches!(filtered("ancestor-or-self::d:s", &whole), NodeSet::Nodes(_)));
        assert!(matches!(filtered("not(self::d:s)", &whole), NodeSet::Nodes(_)));
        assert!(matches!(filtered("name() != 'k'", &whole), NodeSet::Nodes(_)));
        let expression = &Expression::parse("//d:s").unwrap();
        let one = |operation| filter2(&[Filter2 { operation, expression, context }], &whole);
        assert_eq!(one(SetOperation::Subtract), Ok(without(tree.root(), &s)));
        let expression = &Expression::parse("id('T')").unwrap();
        let one = |operation| filter2(&[Filter2 { operation, expression, context }], &whole);
        assert_eq!(one(SetOperation::Intersect), Ok(without(s[1], &[])));
    });
}

/// Steps for one node, in a document as deep as it may be and in one twice as long.
#[test]
fn common_filters_cost_the_same_for_every_node() {
    let depth = crate::limits::MAX_XML_DEPTH / 2;
    let deep = |width: usize| {
        let leaves = "<b k='1'/>".repeat(width);
        format!("<r xmlns:d='urn:d'>{}{leaves}{}</r>", "<a>".repeat(depth), "</a>".repeat(depth))
    };
    for text in [
        "not(ancestor-or-self::d:Signature)",
        "ancestor-or-self::d:Signature",
        "ancestor-or-self::a[@k] or not(ancestor::d:Signature[b])",
        "count(//b) > 1 and not(ancestor::d:Signature)",
    ] {
        let cost = |width: usize| {
            with_ids(&deep(width), |context| {
                let expression = Expression::parse(text).unwrap();
                let whole = NodeSet::subtree(context.tree.root());
                let before = context.budget.left();
                filter(&expression, &whole, &context).unwrap();
                before - context.budget.left()
            })
        };
        let more = cost(8_000) - cost(4_000);
        assert!(more < 4_000 * 60, "{text}: {more}");
    }
}
