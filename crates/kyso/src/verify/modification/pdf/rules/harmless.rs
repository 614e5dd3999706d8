//! Entries of a filled field that writers put in or rewrite without any change to what is shown or
//! may be filled.

use lopdf::content::Content;
use lopdf::{Dictionary, Object};

use super::super::diff;
use crate::pdf::FieldKind;

/// What else is known where an entry is judged.
pub(super) struct Around<'r> {
    pub(super) kind: FieldKind,
    /// The default appearance that the field or widget took over where it had none.
    pub(super) inherited: Option<Vec<u8>>,
    /// Fonts of the form's default resources, before and after.
    pub(super) fonts: [&'r Dictionary; 2],
}

/// Whether `key` of a field or widget says after filling what it said before.
pub(super) fn is(key: &[u8], old: &Dictionary, new: &Dictionary, around: &Around<'_>) -> bool {
    let is_button = around.kind == FieldKind::Button;
    match (key, old.get(key).ok(), new.get(key).ok()) {
        // How a button would write its caption: its looks are there and are judged.
        (b"DA", None, Some(Object::String(..))) if is_button => true,
        (b"DA", before, Some(Object::String(after, _))) => {
            let before = before.and_then(|before| before.as_str().ok());
            let before = before.or(around.inherited.as_deref());
            before.is_some_and(|before| same_text(before, after, around))
        }
        (b"Ff", None, Some(flags)) => flags.as_i64().is_ok_and(|flags| flags == 0),
        (b"BS", before, Some(Object::Dictionary(style))) => {
            (is_default(style) && before.is_none() && !old.has(b"Border"))
                || (is_solid(style) && !has_border(new))
                || before.is_some_and(|before| near(before, &Object::Dictionary(style.clone())))
        }
        (b"Rect" | b"MK" | b"Border", Some(before), Some(after)) => near(before, after),
        // The state of a look that has no states.
        (b"AS", None, Some(Object::Name(_))) => !is_button,
        // How far a list is scrolled.
        (b"TI", _, Some(Object::Integer(first))) => around.kind == FieldKind::Choice && *first >= 0,
        _ => false,
    }
}

/// Whether two values differ in the last digits of their numbers at most: some writers round to
/// hundredths.
fn near(before: &Object, after: &Object) -> bool {
    match (before, after) {
        (Object::Array(before), Object::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(b, a)| near(b, a))
        }
        (Object::Dictionary(before), Object::Dictionary(after)) => {
            before.len() == after.len()
                && before.iter().all(|(key, b)| after.get(key).is_ok_and(|a| near(b, a)))
        }
        (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
            match (before.as_float(), after.as_float()) {
                (Ok(before), Ok(after)) => (before - after).abs() <= ROUNDED,
                _ => false,
            }
        }
        _ => diff::equal(before, after),
    }
}

/// How far rounding to hundredths moves a number, and a float's own error.
pub(super) const ROUNDED: f32 = 0.006;

/// Whether a border would be drawn: it has a colour of its own (ISO 32000-2 table 192).
fn has_border(widget: &Dictionary) -> bool {
    match widget.get(b"MK") {
        Ok(Object::Dictionary(looks)) => looks.has(b"BC"),
        Ok(_) => true,
        Err(_) => false,
    }
}

/// A solid border of usual width.
fn is_solid(style: &Dictionary) -> bool {
    style.iter().all(|(key, value)| match key.as_slice() {
        b"W" => value.as_float().is_ok_and(|width| (0.0..=3.0).contains(&width)),
        b"Type" => value.as_name().is_ok_and(|name| name == b"Border"),
        b"S" => value.as_name().is_ok_and(|name| name == b"S"),
        _ => false,
    })
}

/// A solid border one point wide is what there is without an entry (ISO 32000-2 table 168).
fn is_default(style: &Dictionary) -> bool {
    style.iter().all(|(key, value)| match key.as_slice() {
        b"Type" => value.as_name().is_ok_and(|name| name == b"Border"),
        b"S" => value.as_name().is_ok_and(|name| name == b"S"),
        b"W" => value.as_float().is_ok_and(|width| width.total_cmp(&1.0).is_eq()),
        _ => false,
    })
}

/// Whether two default appearances choose the same size and colour, in whatever order, and the
/// same font or one that the form does not have; black is the colour where none is chosen.
fn same_text(before: &[u8], after: &[u8], around: &Around<'_>) -> bool {
    let (Some(before), Some(after)) = (choices(before), choices(after)) else { return false };
    let unknown = || !around.fonts.iter().any(|fonts| fonts.has(&after.font));
    before.said == after.said && (before.font == after.font || unknown())
}

/// What a default appearance chooses.
struct Choices {
    font: Vec<u8>,
    said: Vec<String>,
}

fn choices(text: &[u8]) -> Option<Choices> {
    let content = Content::decode_strict(text).ok()?;
    let mut chosen = None;
    let mut said = Vec::new();
    for operation in content.operations {
        let numbers: Option<Vec<f32>> =
            operation.operands.iter().map(|operand| operand.as_float().ok()).collect();
        let black = numbers.as_ref().is_some_and(|n| n.iter().all(|n| *n == 0.0));
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("g", [_]) | ("rg", [_, _, _]) if black => {}
            ("g", [_]) | ("rg", [_, _, _]) | ("k", [_, _, _, _]) => {
                said.push(format!("{} {:?}", operation.operator, numbers?));
            }
            ("Tf", [Object::Name(font), size]) => {
                said.push(format!("Tf {}", size.as_float().ok()?));
                chosen = Some(font.clone());
            }
            _ => return None,
        }
    }
    said.sort_unstable();
    Some(Choices { font: chosen?, said })
}
