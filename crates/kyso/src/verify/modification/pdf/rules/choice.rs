//! Rule: what the look of a list box says (ISO 32000-2 §12.7.5.4).

use lopdf::{Object, ObjectId, Stream};

use super::super::engine::Step;
use super::super::look;
use super::fill;
use crate::pdf::{Field, FieldKind, PdfError, decode_text};

/// Whether a look shows the options of a list box, and the one that is the value apart from the
/// others.
pub(super) fn shows_list(
    step: &Step<'_>,
    id: ObjectId,
    field: &Field,
    stream: &Stream,
) -> Result<bool, PdfError> {
    if field.kind != FieldKind::Choice || field.flags & fill::flag::COMBO != 0 {
        return Ok(false);
    }
    let Object::Dictionary(dictionary) = step.new.object(id)? else { return Ok(false) };
    let Object::Array(options) = step.new.get(&dictionary, b"Opt")? else { return Ok(false) };
    let Object::String(value, _) = step.new.resolve(&field.value)? else { return Ok(false) };
    let value = decode_text(&value);
    let (mut shown, mut chosen) = (Vec::new(), None);
    for option in &options {
        let (export, text) = match step.new.resolve(option)? {
            Object::Array(pair) => match pair.as_slice() {
                [Object::String(export, _), Object::String(text, _)] => {
                    (decode_text(export), decode_text(text))
                }
                _ => return Ok(false),
            },
            Object::String(text, _) => (decode_text(&text), decode_text(&text)),
            _ => return Ok(false),
        };
        if export == value && chosen.replace(shown.len()).is_some() {
            return Ok(false);
        }
        shown.push(text);
    }
    let Some(chosen) = chosen else { return Ok(false) };
    look::shows_list(&step.new, stream, &shown, chosen)
}
