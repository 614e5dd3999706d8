//! Fields of text filled in by the increment that signs: the value, and a look that shows it (ISO
//! 32000-2 §12.7.4.3).

use std::sync::Arc;

use lopdf::{Object, ObjectId};

use super::appearance::{self, Existing};
use super::error::PdfError;
use super::field::{Field, FieldKind};
use super::field_choice::with_name;
use super::increment::Increment;
use super::placeholder::reference;
use super::splice::{Edits, Place};
use super::text::{decode_text, encode_text};
use super::view::View;

/// Flags of fields that nobody fills in so: read-only, a password, a file, rich text (ISO 32000-2
/// tables 227 and 231).
const OTHERS: i64 = 1 | 1 << 13 | 1 << 20 | 1 << 25;

/// Text for a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fill {
    /// The field's full name.
    pub(crate) field: String,
    pub(crate) text: String,
}

/// Fills an empty field.
///
/// # Errors
/// [`PdfError::NotFillable`], or the text cannot be drawn.
pub(super) fn fill(
    view: &View<'_>,
    fields: &[Arc<Field>],
    fill: &Fill,
    increment: &mut Increment<'_>,
    edits: &mut Edits,
) -> Result<(), PdfError> {
    let refused = || PdfError::NotFillable { name: fill.field.clone() };
    // The value is what is seen, so that no reader finds that the two differ.
    let text: Vec<String> = fill.text.lines().map(appearance::clean).collect();
    let text = text.join("\n");
    let field = with_name(fields, &fill.field)?.ok_or_else(refused)?;
    let fillable = field.kind == FieldKind::Text && field.flags & OTHERS == 0;
    let (Some(id), [widget], true) = (field.id, field.widgets.as_slice(), fillable) else {
        return Err(refused());
    };
    let is_empty = match view.resolve(&field.value)? {
        Object::Null => true,
        Object::String(bytes, _) => decode_text(&bytes).trim().is_empty(),
        _ => false,
    };
    // What somebody has filled in stands, and was perhaps signed.
    if !is_empty {
        return Err(refused());
    }
    let existing = Existing { field: &field.name, widget: *widget, rect: field.rect };
    let size = font_size(view, id, *widget)?;
    let look = appearance::filled(view, &existing, &text, size, increment)?;
    let id = Place::dictionary(view, id)?;
    // Every byte in hexadecimal: no bracket or escape of the value meets the file's.
    let value: String = encode_text(&text).iter().map(|byte| format!("{byte:02X}")).collect();
    edits.set(&id, "V", &format!("<{value}>"));
    let widget = Place::dictionary(view, *widget)?;
    edits.set(&widget, "AP", &format!("<</N {}>>", reference(look)));
    Ok(())
}

/// The size that the field's default look names, where it names one.
fn font_size(view: &View<'_>, field: ObjectId, widget: ObjectId) -> Result<Option<f32>, PdfError> {
    for id in [widget, field] {
        let Object::Dictionary(part) = view.object(id)? else { continue };
        if let Object::String(look, _) = view.get(&part, b"DA")? {
            let look = String::from_utf8_lossy(&look).into_owned();
            let words: Vec<&str> = look.split_ascii_whitespace().collect();
            let font = words.iter().position(|word| *word == "Tf");
            let size = font.and_then(|at| words.get(at.checked_sub(1)?)?.parse::<f32>().ok());
            return Ok(size.filter(|size| *size > 0.0));
        }
    }
    Ok(None)
}
