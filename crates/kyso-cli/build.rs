//! Reads the texts in `locales/` and turns their ids into functions, so that code cannot name a
//! text that does not exist, cannot forget a variable, and no language can lack a text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::parser;

const LANGUAGES: [&str; 2] = ["en", "vi"];

/// Texts that are looked up by a name known only at run time; they get no function.
const DYNAMIC: [&str; 8] =
    ["change-", "fact-", "finding-", "help-", "permission-", "said-", "sub-", "value-"];

/// Texts whose English is a sentence of the library, found again by its pieces.
const SAID: &str = "said-";

/// What a text needs: its variables, and whether it says what to do (the attribute `fix`).
#[derive(PartialEq, Eq, Debug, Default)]
struct Shape {
    variables: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

/// The text of a sentence of the library between its values, and the values' names, in order.
type Sentence = (Vec<String>, Vec<String>);

fn main() {
    let mut shapes: Vec<BTreeMap<String, Shape>> = Vec::new();
    let mut sentences: BTreeMap<String, Sentence> = BTreeMap::new();
    for language in LANGUAGES {
        let path = format!("locales/{language}.ftl");
        println!("cargo:rerun-if-changed={path}");
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let resource = parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{path}: {:?}", errors));
        shapes.push(read(&path, &resource));
        if language == LANGUAGES[0] {
            sentences = said(&resource);
        }
    }
    let [reference, others @ ..] = shapes.as_slice() else { return };
    for (language, other) in LANGUAGES[1..].iter().zip(others) {
        compare(LANGUAGES[0], reference, language, other);
    }
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join("messages.rs"), generate(reference, &sentences))
        .expect("the build folder is writable");
}

fn read(path: &str, resource: &Resource<&str>) -> BTreeMap<String, Shape> {
    let mut shapes = BTreeMap::new();
    for entry in &resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            Entry::Term(term) => panic!("{path}: term -{}: use messages only", term.id.name),
            Entry::Junk { content } => panic!("{path}: not understood: {content}"),
        };
        let mut shape = Shape::default();
        let Some(value) = &message.value else { panic!("{path}: {} is empty", message.id.name) };
        variables(value, &mut shape.variables);
        for attribute in &message.attributes {
            variables(&attribute.value, &mut shape.variables);
            shape.attributes.insert(attribute.id.name.to_owned());
        }
        let earlier = shapes.insert(message.id.name.to_owned(), shape);
        assert!(earlier.is_none(), "{path}: {} stands there twice", message.id.name);
    }
    shapes
}

/// The sentences of the library among the texts.
fn said(resource: &Resource<&str>) -> BTreeMap<String, Sentence> {
    let mut sentences = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let (true, Some(pattern)) = (message.id.name.starts_with(SAID), &message.value) else {
            continue;
        };
        let (mut pieces, mut names) = (vec![String::new()], Vec::new());
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    pieces.last_mut().expect("one").push_str(value);
                }
                PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::VariableReference { id }),
                } => {
                    names.push(id.name.to_owned());
                    pieces.push(String::new());
                }
                other @ PatternElement::Placeable { .. } => {
                    panic!("{}: {other:?}", message.id.name)
                }
            }
        }
        sentences.insert(message.id.name.to_owned(), (pieces, names));
    }
    sentences
}

fn compare(a_name: &str, a: &BTreeMap<String, Shape>, b_name: &str, b: &BTreeMap<String, Shape>) {
    for id in a.keys().chain(b.keys()) {
        match (a.get(id), b.get(id)) {
            (Some(one), Some(two)) => {
                assert_eq!(one, two, "{id}: {a_name}.ftl and {b_name}.ftl use other variables");
            }
            (None, _) => panic!("{id} is in {b_name}.ftl and not in {a_name}.ftl"),
            (_, None) => panic!("{id} is in {a_name}.ftl and not in {b_name}.ftl"),
        }
    }
}

fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                variables(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("only variables and literals are used in the texts, not {other:?}"),
    }
}

fn generate(shapes: &BTreeMap<String, Shape>, sentences: &BTreeMap<String, Sentence>) -> String {
    let mut code = String::from("// Written by build.rs out of locales/*.ftl.\n");
    let mut dynamic = String::new();
    for (id, shape) in shapes {
        let variables: Vec<&String> = shape.variables.iter().collect();
        if DYNAMIC.iter().any(|prefix| id.starts_with(prefix)) {
            let _ = writeln!(dynamic, "    ({id:?}, &{variables:?}),");
            continue;
        }
        let name = id.replace('-', "_");
        let parameters: Vec<String> =
            variables.iter().map(|v| format!("{}: impl Into<Arg>", v.replace('-', "_"))).collect();
        let values: Vec<String> =
            variables.iter().map(|v| format!("({v:?}, {}.into())", v.replace('-', "_"))).collect();
        let _ = writeln!(
            code,
            "pub(crate) fn {name}({}) -> Message {{\n    Message::new({id:?}, vec![{}])\n}}",
            parameters.join(", "),
            values.join(", ")
        );
    }
    let _ = writeln!(
        code,
        "/// Texts looked up by name, with the variables they use.\n\
         pub(crate) const DYNAMIC: &[(&str, &[&str])] = &[\n{dynamic}];"
    );
    let rows = sentences
        .iter()
        .map(|(id, (pieces, names))| format!("    ({id:?}, &{pieces:?}, &{names:?}),\n"));
    let _ = writeln!(
        code,
        "/// Sentences of the library: id, the text between its values, their names.\n\
         pub(crate) const SAID: &[(&str, &[&str], &[&str])] = &[\n{}];",
        rows.collect::<String>()
    );
    code
}
