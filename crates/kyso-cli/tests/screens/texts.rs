//! The texts in `locales/`: what each looks like with any values in it, and with samples.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use unic_langid::LanguageIdentifier;

use crate::case::Lang;

/// A text as it can look: pieces that stand there, with anything between them.
pub(crate) type Shape = Vec<String>;

/// A text of one language.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// One for each way that its choices can come out.
    pub(crate) value: Vec<Shape>,
    /// What to do.
    pub(crate) fix: Option<Vec<Shape>>,
}

fn source(lang: Lang) -> String {
    let name = format!("locales/{}.ftl", lang.code());
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The texts that somebody is shown when something is not as it should be.
pub(crate) fn is_told(id: &str, text: &Text) -> bool {
    text.fix.is_some() || id.starts_with("warn-") || id.starts_with("note-")
}

/// Every text of the language.
pub(crate) fn all(lang: Lang) -> BTreeMap<String, Text> {
    let source = source(lang);
    let resource = parser::parse(source.as_str()).unwrap();
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    let shapes = |pattern: &Pattern<&str>| {
        let mut shapes = Vec::new();
        for parts in parts(pattern) {
            let mut shape = vec![String::new()];
            for part in parts {
                match part {
                    Some(text) => shape.last_mut().unwrap().push_str(&text),
                    None => shape.push(String::new()),
                }
            }
            shapes.push(shape);
        }
        shapes
    };
    messages
        .map(|message| {
            let value = shapes(message.value.as_ref().unwrap());
            let fix = message.attributes.iter().find(|a| a.id.name == "fix");
            let fix = fix.map(|fix| shapes(&fix.value));
            (message.id.name.to_owned(), Text { value, fix })
        })
        .collect()
}

/// Every way that a pattern can come out: texts, and `None` where a value stands.
fn parts(pattern: &Pattern<&str>) -> Vec<Vec<Option<String>>> {
    let mut all = vec![Vec::new()];
    for element in &pattern.elements {
        let ways = match element {
            PatternElement::TextElement { value } => vec![vec![Some((*value).to_owned())]],
            PatternElement::Placeable { expression } => of_expression(expression),
        };
        all = all
            .iter()
            .flat_map(|before: &Vec<_>| ways.iter().map(|way| [&before[..], way].concat()))
            .collect();
    }
    all
}

fn of_expression(expression: &Expression<&str>) -> Vec<Vec<Option<String>>> {
    match expression {
        Expression::Select { variants, .. } => {
            variants.iter().flat_map(|variant| parts(&variant.value)).collect()
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            vec![vec![Some((*value).to_owned())]]
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => of_expression(expression),
        Expression::Inline(_) => vec![vec![None]],
    }
}

/// Whether `line` is the text in one of its shapes; how many letters of it are the text's own.
pub(crate) fn fits(line: &str, shapes: &[Shape]) -> Option<usize> {
    let own = |shape: &&Shape| shape.iter().map(|piece| piece.chars().count()).sum();
    shapes.iter().filter(|shape| fits_one(line, shape)).map(|shape| own(&shape)).max()
}

fn fits_one(line: &str, shape: &Shape) -> bool {
    let Some((first, rest)) = shape.split_first() else { return false };
    let Some(mut left) = line.strip_prefix(first.as_str()) else { return false };
    let Some((last, middle)) = rest.split_last() else { return left.is_empty() };
    for piece in middle {
        let Some(at) = left.find(piece.as_str()) else { return false };
        left = &left[at + piece.len()..];
    }
    left.ends_with(last.as_str())
}

/// Values as they may stand in a text, by the variable's name.
fn sample(name: &str, lang: Lang) -> FluentValue<'static> {
    let vi = lang == Lang::Vi;
    let text = match name {
        "file" | "path" | "output" | "name_file" => "contract.pdf",
        "folder" => "signed",
        "token" | "tokens" => "Office",
        "service" => "https://tsa.example",
        "url" => "https://ca.example",
        "subject" | "signer" | "holder" => "Nguyễn Thị Ánh",
        "time" | "until" | "now" if vi => "08:00:00 ngày 22/11/2026 (+07:00)",
        "time" | "until" | "now" => "2026-11-22 08:00:00 +07:00",
        "reason" | "why" | "fault" | "detail" | "words" if vi => "không được phép truy cập",
        "reason" | "why" | "fault" | "detail" | "words" => "access is denied",
        "device" => "ePass2003",
        "field" => "Signature1",
        "level" => "B-T",
        "version" => "0.1.0",
        "program" => return 64.into(),
        "library" => return 32.into(),
        "count" | "seconds" | "days" | "limit" | "min" | "signed" | "done" | "errors"
        | "warnings" | "number" | "waited" | "left" | "failed" => return 3.into(),
        "max" | "all" | "allowed" | "bits" => return 8.into(),
        other => return format!("‹{other}›").into(),
    };
    text.to_owned().into()
}

/// The texts of a language with samples in them: the message, and what to do.
pub(crate) struct Samples(Lang, FluentBundle<FluentResource>);

impl Samples {
    pub(crate) fn new(lang: Lang) -> Self {
        let resource = FluentResource::try_new(source(lang)).unwrap();
        let language: LanguageIdentifier = lang.code().parse().unwrap();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap();
        Self(lang, bundle)
    }

    pub(crate) fn of(&self, id: &str, names: &[String]) -> Option<(String, Option<String>)> {
        let mut values = FluentArgs::new();
        for name in names {
            values.set(name.clone(), sample(name, self.0));
        }
        let message = self.1.get_message(id)?;
        let show = |pattern| {
            let mut errors = Vec::new();
            let text = self.1.format_pattern(pattern, Some(&values), &mut errors).into_owned();
            assert!(errors.is_empty(), "{id}: {errors:?}");
            text
        };
        let fix = message.get_attribute("fix").map(|fix| show(fix.value()));
        Some((show(message.value()?), fix))
    }
}

/// The variables of each text, of its `.fix` too.
pub(crate) fn variables() -> BTreeMap<String, Vec<String>> {
    let source = source(Lang::En);
    let resource = parser::parse(source.as_str()).unwrap();
    let mut all = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let patterns = message.value.iter().chain(message.attributes.iter().map(|a| &a.value));
        let mut names = Vec::new();
        patterns.for_each(|pattern| of_pattern(pattern, &mut names));
        names.sort();
        names.dedup();
        all.insert(message.id.name.to_owned(), names);
    }
    all
}

fn of_pattern(pattern: &Pattern<&str>, names: &mut Vec<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            named_in(expression, names);
        }
    }
}

fn named_in(expression: &Expression<&str>, names: &mut Vec<String>) {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            variants.iter().for_each(|variant| of_pattern(&variant.value, names));
            selector
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => names.push(id.name.to_owned()),
        InlineExpression::Placeable { expression } => named_in(expression, names),
        _ => {}
    }
}
