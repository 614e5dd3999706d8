//! Expressions with the values that XPath 1.0 gives them, by section.

mod filters;

use super::super::{IdNames, Ids, ParseOptions, Tree, XNode};
use super::*;

const DOC: &str = concat!(
    "<?pi one?><!--top--><r xmlns=\"urn:d\" xmlns:p=\"urn:p\" xml:lang=\"vi-VN\">",
    "<p:a Id=\"A\" p:k=\"1\" k=\"2\">một</p:a><b k=\"3\"> hai  <![CDATA[<ba>]]> </b>",
    "<!--giữa--><c xmlns=\"\" xml:lang=\"en\" Id=\"C\"><d/>x<d k=\"4\"><e>5</e></d>y<d>6</d></c>",
    "<?pi two?></r><!--end-->",
);

const BOUND: &[(&str, &str)] = &[("d", "urn:d"), ("p", "urn:p"), ("q", "urn:d")];

fn on<T>(xml: &str, with: impl FnOnce(Context<'_>) -> T) -> T {
    let tree = Tree::parse(xml.as_bytes(), &ParseOptions::default()).unwrap();
    let ids = Ids::collect(&tree, &IdNames::default());
    with(Context {
        tree: &tree,
        namespaces: Namespaces::Bindings(BOUND),
        here: None,
        ids: Some(&ids),
        budget: &Budget::default(),
    })
}

/// The value at the document node, as the function `string()` has it.
fn at_root(expression: &str, context: &Context<'_>) -> Result<String, XPathError> {
    let text = format!("string({expression})");
    let node = XNode::Tree(context.tree.root());
    match evaluate(&Expression::parse(&text)?, node, context)? {
        Value::String(text) => Ok(text),
        other => panic!("string() gave {other:?}"),
    }
}

fn check(cases: &[(&str, &str)]) {
    on(DOC, |context| {
        for (expression, expected) in cases {
            let got = at_root(expression, &context);
            assert_eq!(got.as_deref(), Ok(*expected), "{expression}");
        }
    });
}

#[test]
fn axes_lead_where_section_2_2_says() {
    check(&[
        ("count(/node())", "4"),
        ("count(//node())", "19"),
        ("count(/descendant::*)", "8"),
        ("name(/*)", "r"),
        ("name(//d[2]/..)", "c"),
        ("count(//e/ancestor::node())", "4"),
        ("count(//e/ancestor-or-self::*)", "4"),
        ("name(//e/ancestor::*[1])", "d"),
        ("name(//e/ancestor::*[last()])", "r"),
        ("name((//e/ancestor::*)[1])", "r"),
        ("count(//d[2]/preceding-sibling::node())", "2"),
        ("//d[2]/preceding-sibling::text()", "x"),
        ("//d[1]/following-sibling::text()[2]", "y"),
        ("name(//d[2]/preceding::*[1])", "d"),
        ("name(//d[2]/preceding::*[2])", "b"),
        ("count(//c/preceding::node())", "7"),
        ("count(//d:b/following::node())", "12"),
        ("count(//@k)", "3"),
        ("count(//@p:k)", "1"),
        ("count(//@*)", "8"),
        ("//d:b/@k/..", " hai  <ba> "),
        ("count(//@k/following::*)", "6"),
        ("count(//d:b/@k/following::node())", "13"),
        ("count(//d:b/@k/preceding::node())", "4"),
        ("count(//@k/following-sibling::node() | //@k/child::node())", "0"),
        ("count(//@k/descendant-or-self::node())", "3"),
        ("count(/self::node())", "1"),
        ("count(/self::*)", "0"),
        ("count(/..)", "0"),
        ("count(//e/self::e)", "1"),
        ("count(//@k/self::k)", "0"),
        ("count(//@k/self::node())", "3"),
    ]);
}

#[test]
fn namespace_nodes_are_those_in_scope() {
    check(&[
        ("count(/*/namespace::*)", "3"),
        ("count(//c/namespace::*)", "2"),
        ("count(//c/namespace::node())", "2"),
        ("//d:b/namespace::p", "urn:p"),
        ("//e/namespace::xml", "http://www.w3.org/XML/1998/namespace"),
        ("count(//e/namespace::p:p)", "0"),
        ("name(/*/namespace::*[1])", ""),
        ("name(/*/namespace::*[2])", "p"),
        ("namespace-uri(/*/namespace::p)", ""),
        ("name(//d:b/namespace::p/..)", "b"),
        ("count(//namespace::*)", "19"),
        ("count(/namespace::* | //text()/namespace::*)", "0"),
        ("count(//d:b/namespace::*/self::*)", "0"),
        ("count(//d:b/namespace::p/ancestor::*)", "2"),
        // An element's namespaces come before its attributes, and both before its content.
        ("count((//c | //c/@* | //c/namespace::* | //c/node())[2] | //c/namespace::*)", "2"),
        ("name((//c/node() | //c/@* | //c/namespace::*)[3])", "xml:lang"),
    ]);
}

#[test]
fn node_tests_know_names_and_kinds() {
    check(&[
        ("count(//r)", "0"),
        ("count(//d:r)", "1"),
        ("count(//q:*)", "2"),
        ("count(//p:*)", "1"),
        ("count(//text())", "6"),
        ("count(//comment())", "3"),
        ("//comment()[2]", "end"),
        ("(//comment())[2]", "giữa"),
        ("count(//processing-instruction())", "2"),
        ("count(//processing-instruction('pi'))", "2"),
        ("count(//processing-instruction('po'))", "0"),
        ("/processing-instruction()", "one"),
        ("name(/processing-instruction())", "pi"),
        ("namespace-uri(/processing-instruction())", ""),
        ("count(//d:b/text())", "1"),
        ("count(//xml:x)", "0"),
    ]);
}

#[test]
fn predicates_count_along_the_axis() {
    check(&[
        ("//d[3]", "6"),
        ("count(//d[position() = last()])", "1"),
        ("count(//d[last()])", "1"),
        ("//c/node()[4]", "y"),
        ("//c/node()[2.5]", ""),
        ("count(//d[@k][1])", "1"),
        ("count(//d[1][@k])", "0"),
        ("count(//d[true()])", "3"),
        ("count(//d['x'][''])", "0"),
        ("count((//d)[2] | (//d)[2])", "1"),
        ("(//d | //e)[3]", "5"),
        ("(//d/preceding-sibling::text())[1]", "x"),
        ("//d[3]/preceding-sibling::text()[1]", "y"),
        ("count(//d[e or self::d = 6])", "2"),
        ("count(//*[ancestor::c][not(node())])", "1"),
        ("//c/d[last() - 1]/e", "5"),
        ("count(//*[count(node()) = position()])", "2"),
    ]);
}

#[test]
fn operators_compare_as_section_3_4_says() {
    check(&[
        ("1 = 1 = 1", "true"),
        ("3 > 2 > 1", "false"),
        ("2 = '2'", "true"),
        ("'2.0' = 2", "true"),
        ("'2.0' = '2'", "false"),
        ("true() = 'x'", "true"),
        ("false() = ''", "true"),
        ("true() != 'false'", "false"),
        ("true() > false()", "true"),
        ("'b' > 'a'", "false"),
        ("'10' > '9'", "true"),
        ("//d = 6", "true"),
        ("//d = '5'", "true"),
        ("//d != '5'", "true"),
        ("not(//d != '5')", "false"),
        ("//d > 5", "true"),
        ("5 < //d", "true"),
        ("6 < //d", "false"),
        ("//d = //e", "true"),
        ("//d = //@k", "false"),
        ("//@k != //@k", "true"),
        ("//e != //e", "false"),
        ("//@k < //e", "true"),
        ("//e < //@k", "false"),
        ("//e <= //d", "true"),
        ("//d >= //e", "true"),
        ("//d:nothing = //d:nothing", "false"),
        ("//d:nothing != 1", "false"),
        ("//d:nothing = false()", "true"),
        ("//d = true()", "true"),
        ("//d != true()", "false"),
        ("true() > //d:nothing", "true"),
        ("number('x') = number('x')", "false"),
        ("number('x') != number('x')", "true"),
        ("0 = -0", "true"),
    ]);
}

#[test]
fn operators_calculate_and_combine() {
    check(&[
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("5 mod 2", "1"),
        ("-5 mod 2", "-1"),
        ("5 mod -2", "1"),
        ("1.5 mod 0.5", "0"),
        ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"),
        ("0 div 0", "NaN"),
        ("--3", "3"),
        ("---3", "-3"),
        ("- - //e", "5"),
        ("10 - 2 - 3", "5"),
        ("2 - -2", "4"),
        ("//d[3]-1", "5"),
        ("1 or 0 div 0", "true"),
        ("false() or 0", "false"),
        ("1 and 'x' and //d", "true"),
        ("1 = 2 or 3 = 3 and 0", "false"),
        ("count(//d | //e | //d)", "4"),
        ("//d[2]/e | /none", "5"),
        ("0.1 + 0.2", "0.30000000000000004"),
    ]);
}

#[test]
fn node_set_functions() {
    check(&[
        ("name(id('C'))", "c"),
        ("count(id('A C A nobody'))", "2"),
        ("count(id(//@Id))", "2"),
        ("id('C')/d[3]", "6"),
        ("count(id('nobody'))", "0"),
        ("local-name(//p:a)", "a"),
        ("name(//p:a)", "p:a"),
        ("namespace-uri(//p:a)", "urn:p"),
        ("namespace-uri(//@p:k)", "urn:p"),
        ("namespace-uri(//c)", ""),
        ("name(//@xml:lang)", "xml:lang"),
        ("name(//d:nothing)", ""),
        ("name(/)", ""),
        ("name(//text())", ""),
        ("count(//*[local-name() = 'd'])", "3"),
        ("last()", "1"),
        ("position()", "1"),
        ("sum(//@k)", "9"),
        ("sum(//text())", "NaN"),
        ("sum(//d:nothing)", "0"),
    ]);
}

#[test]
fn string_functions() {
    check(&[
        ("string(//d:nothing)", ""),
        ("//d:b", " hai  <ba> "),
        ("normalize-space(//d:b)", "hai <ba>"),
        ("normalize-space(' \t\r\n')", ""),
        ("string-length('ký số')", "5"),
        ("string-length()", "18"),
        ("concat('a', 1, true(), //e)", "a1true5"),
        ("starts-with('abc', 'ab')", "true"),
        ("starts-with('abc', '')", "true"),
        ("contains('abc', 'bc')", "true"),
        ("contains('abc', 'd')", "false"),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-after('1999/04/01', '')", "1999/04/01"),
        ("substring-before('abc', 'x')", ""),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', 1, 0 div 0)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        ("substring('số ký', 2, 1)", "ố"),
        ("translate('bar', 'abc', 'ABC')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("translate('aa', 'aa', 'xy')", "xx"),
        ("translate('a', '', 'x')", "a"),
    ]);
}

#[test]
fn boolean_and_number_functions() {
    check(&[
        ("boolean(0 div 0)", "false"),
        ("boolean(-0)", "false"),
        ("boolean('false')", "true"),
        ("boolean(//d)", "true"),
        ("boolean(//d:nothing)", "false"),
        ("not(1)", "false"),
        ("not(//d | //d:nothing)", "false"),
        ("count(//*[lang('en')])", "5"),
        ("count(//*[lang('VI')])", "3"),
        ("count(//*[lang('vi-vn')])", "3"),
        ("count(//*[lang('v')])", "0"),
        ("count(//*[lang('vi-VN-x')])", "0"),
        ("count(//@k[lang('en')])", "1"),
        ("lang('vi')", "false"),
        ("number(' 12 ')", "12"),
        ("number('1e3')", "NaN"),
        ("number(true())", "1"),
        ("number(//e)", "5"),
        ("number()", "NaN"),
        ("floor(-1.5)", "-2"),
        ("ceiling(-1.5)", "-1"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("1 div round(-0.2)", "-Infinity"),
        ("round(0 div 0)", "NaN"),
    ]);
}

#[test]
fn here_is_the_element_that_bears_the_expression() {
    on(DOC, |context| {
        assert_eq!(at_root("here()", &context), Err(XPathError::NoHere));
        let bearer = context.tree.descendants(context.tree.root());
        let bearer = bearer.filter(|id| context.tree.is(*id, "", "e")).last();
        let context = Context { here: bearer.map(XNode::Tree), ..context };
        assert_eq!(at_root("name(here()/ancestor::c)", &context).as_deref(), Ok("c"));
        assert_eq!(at_root("here()", &context).as_deref(), Ok("5"));
    });
}

#[test]
fn a_document_that_is_not_all_there_is_not_evaluated() {
    let source = crate::source::Source::from_bytes(b"<a><b/><c Id='x'/></a>".to_vec());
    let tree = Tree::parse_sparse(&source, &ParseOptions::default()).unwrap();
    let (ids, budget) = (Ids::default(), Budget::default());
    let context = Context::at(&tree, tree.document_element(), &ids, &budget);
    assert_eq!(at_root("count(//b)", &context), Err(XPathError::Sparse));
    let expression = Expression::parse("true()").unwrap();
    let whole = crate::xml::NodeSet::subtree(tree.root());
    assert_eq!(filter(&expression, &whole, &context), Err(XPathError::Sparse));
}

#[test]
fn an_id_that_is_not_unique_is_refused() {
    on("<a><b Id='x'/><c Id='x'/><d Id='y'/></a>", |context| {
        assert_eq!(at_root("id('x')", &context), Err(XPathError::DuplicateId));
        assert_eq!(at_root("count(id('y'))", &context).as_deref(), Ok("1"));
        let context = Context { ids: None, ..context };
        assert_eq!(at_root("id('y')", &context), Err(XPathError::NoIds));
    });
}

#[test]
fn prefixes_are_those_of_the_element_that_carries_the_expression() {
    on("<a xmlns:x='urn:1'><b xmlns:x='urn:2'/><x:c/></a>", |context| {
        let tree = context.tree;
        let outer = tree.document_element();
        let inner = tree.first_child(outer).unwrap();
        let count = |element| {
            let ids = Ids::default();
            let context = Context::at(tree, element, &ids, context.budget);
            at_root("count(//x:c)", &context)
        };
        assert_eq!(count(outer).as_deref(), Ok("1"));
        assert_eq!(count(inner).as_deref(), Ok("0"));
        let unbound = XPathError::UnboundPrefix { prefix: "z".into() };
        let context = Context::at(tree, outer, context.ids.unwrap(), context.budget);
        assert_eq!(at_root("false() and //z:c", &context), Err(unbound));
    });
}

#[test]
fn what_the_grammar_does_not_allow_is_refused_with_its_place() {
    use XPathError as E;
    let syntax = |at| E::Syntax { at };
    let cases = [
        ("", syntax(0)),
        ("a[", syntax(2)),
        ("a]", syntax(1)),
        ("(a", syntax(2)),
        ("a/", syntax(2)),
        ("//", syntax(2)),
        ("/ /a", syntax(2)),
        ("a b", syntax(2)),
        ("1 +", syntax(3)),
        (".[1]", syntax(1)),
        ("..[1]", syntax(2)),
        ("@", syntax(1)),
        ("child::", syntax(7)),
        ("node", syntax(99)),
        ("text('x')", syntax(5)),
        ("a = = b", syntax(4)),
        ("f:x()", E::Function { at: 0, name: "f:x".into() }),
        ("document('x')", E::Function { at: 0, name: "document".into() }),
        ("up::a", E::Axis { at: 0, name: "up".into() }),
        ("p:child::a", E::Axis { at: 0, name: "child".into() }),
        ("a = $v", E::Variable { at: 4 }),
        ("count()", E::Arguments { at: 0 }),
        ("1 + not(1, 2)", E::Arguments { at: 4 }),
        ("concat('a')", E::Arguments { at: 0 }),
        ("substring('a')", E::Arguments { at: 0 }),
        ("here(1)", E::Arguments { at: 0 }),
        ("count('a')", E::NotNodeSet { at: 0 }),
        ("sum(1)", E::NotNodeSet { at: 0 }),
        ("name('a')", E::NotNodeSet { at: 0 }),
        ("a | 1", E::NotNodeSet { at: 5 }),
        ("1 | a", E::NotNodeSet { at: 2 }),
        ("'a'/b", E::NotNodeSet { at: 3 }),
        ("'a'[1]", E::NotNodeSet { at: 3 }),
        ("(1 + 1)//a", E::NotNodeSet { at: 7 }),
    ];
    for (text, expected) in cases {
        let got = Expression::parse(text).map(|_| ());
        match expected {
            // A name by itself is a step.
            E::Syntax { at: 99 } => assert_eq!(got, Ok(()), "{text}"),
            expected => assert_eq!(got, Err(expected), "{text}"),
        }
    }
}

#[test]
fn length_terms_and_nesting_are_bounded() {
    use crate::limits::{MAX_XPATH_BYTES, MAX_XPATH_NESTING, MAX_XPATH_TERMS};
    let parse = |text: &str| Expression::parse(text).map(|_| ());
    let long = " ".repeat(MAX_XPATH_BYTES);
    assert_eq!(
        parse(&format!("a{long}")),
        Err(XPathError::TooLong { length: MAX_XPATH_BYTES + 1 })
    );
    let steps = |n: usize| vec!["a"; n].join("/");
    assert_eq!(parse(&steps(MAX_XPATH_TERMS)), Ok(()));
    let at = 2 * MAX_XPATH_TERMS;
    assert_eq!(parse(&steps(MAX_XPATH_TERMS + 1)), Err(XPathError::TooManyTerms { at }));
    for many in ["1+", "a or ", "a|", "-", "a[1]/", "a=", "a//"] {
        let text = format!("{}a", many.repeat(MAX_XPATH_TERMS));
        let got = parse(&text);
        assert!(matches!(got, Err(XPathError::TooManyTerms { .. })), "{many} {got:?}");
    }
    let nested = |open: &str, close: &str, n: usize| {
        parse(&format!("{}a{}", open.repeat(n), close.repeat(n)))
    };
    for (open, close) in [("(", ")"), ("a[", "]"), ("not(", ")"), ("a[not((", "))]")] {
        let levels = open.matches(['(', '[']).count();
        let fits = (MAX_XPATH_NESTING - 1) / levels;
        assert_eq!(nested(open, close, fits), Ok(()), "{open}");
        let got = nested(open, close, fits + 1);
        assert!(matches!(got, Err(XPathError::TooDeep { .. })), "{open} {got:?}");
    }
}

/// The deepest recursion that the bounds allow, in half of the stack that a thread has.
#[test]
fn the_deepest_expression_fits_the_stack() {
    use crate::limits::{MAX_XPATH_NESTING, MAX_XPATH_TERMS};
    let levels = MAX_XPATH_NESTING - 3;
    let steps = MAX_XPATH_TERMS / levels - 3;
    let path = vec!["self::*"; steps].join("/");
    let open = format!("{path}/ancestor-or-self::*[");
    let text = format!("boolean({}*{})", open.repeat(levels), "]".repeat(levels));
    let run = move || {
        on("<a/>", |context| {
            let element = XNode::Tree(context.tree.document_element());
            evaluate(&Expression::parse(&text)?, element, &context)
        })
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap();
    assert_eq!(thread.join().unwrap(), Ok(Value::Boolean(false)));
}

#[test]
fn work_is_bounded() {
    let many = format!("<r>{}</r>", "<a><b/></a>".repeat(2_000));
    on(&many, |context| {
        for bomb in [
            "count(//*[count(preceding::*) > count(following::*)])",
            "count(//*[../*[preceding::*[last()] = 1]])",
            "count(//a[. != ../a/b/../preceding-sibling::*/b])",
            "count(//b[../following-sibling::*[3000]])",
            "count(//*[sum(../*[string-length(name(..)) = 1]) = 1])",
        ] {
            let budget = Budget::new(1_000_000);
            let context = Context { budget: &budget, ..context };
            assert_eq!(at_root(bomb, &context), Err(XPathError::BudgetSpent), "{bomb}");
            assert_eq!(budget.left(), 0);
        }
    });
    on("<r/>", |context| {
        let mut text = "'0123456789abcdef'".to_owned();
        for _ in 0..8 {
            text = format!("concat({text}, {text})");
        }
        assert!(matches!(Expression::parse(&text), Err(XPathError::TooManyTerms { .. })));
        let ten = |of: &str| format!("concat({})", [of; 10].join(","));
        let text = ten(&ten("name(//*)"));
        assert_eq!(at_root(&format!("string-length({text})"), &context).as_deref(), Ok("100"));
    });
}
