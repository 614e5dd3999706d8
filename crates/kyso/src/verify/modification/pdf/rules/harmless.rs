//! Entries of a filled field that writers put in or rewrite without any change to what is shown or
//! may be filled.

use lopdf::content::Content;
use lopdf::{Dictionary, Object};

use crate::pdf::FieldKind;

/// Whether `key` of a field or widget says after filling what it said before.
pub(super) fn is(key: &[u8], old: &Dictionary, new: &Dictionary, kind: FieldKind) -> bool {
    let (before, after) = (old.get(key).ok(), new.get(key).ok());
    match (key, before, after) {
        (b"DA", Some(Object::String(before, _)), Some(Object::String(after, _))) => {
            same_text(before, after)
        }
        // How a button would write its caption: its looks are there and are judged.
        (b"DA", None, Some(Object::String(..))) => kind == FieldKind::Button,
        (b"Ff", None, Some(flags)) => flags.as_i64().is_ok_and(|flags| flags == 0),
        (b"BS", None, Some(Object::Dictionary(style))) => {
            !old.has(b"Border") && is_default(style)
        }
        // The state of a look that has no states.
        (b"AS", None, Some(Object::Name(_))) => kind != FieldKind::Button,
        // How far a list is scrolled.
        (b"TI", _, Some(Object::Integer(first))) => kind == FieldKind::Choice && *first >= 0,
        _ => false,
    }
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

/// Whether two default appearances choose the same font, size and colour, in whatever order;
/// black is the colour where none is chosen.
fn same_text(before: &[u8], after: &[u8]) -> bool {
    let (Some(before), Some(after)) = (operations(before), operations(after)) else { return false };
    before == after
}

fn operations(text: &[u8]) -> Option<Vec<String>> {
    let content = Content::decode_strict(text).ok()?;
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
                said.push(format!("Tf {font:?} {}", size.as_float().ok()?));
            }
            _ => return None,
        }
    }
    said.sort_unstable();
    Some(said)
}
