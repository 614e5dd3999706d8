//! What a look would hide on its page, before it is drawn there.

use super::appearance::{self, Existing, Opaque, Visible};
use super::document::PdfDocument;
use super::error::PdfError;
use super::field::Walk;
use super::field_choice::with_name;
use crate::limits::MAX_FIELDS;

/// Places that a look in a field, there or new, would hide; `None` where it hides nothing.
///
/// # Errors
/// The look cannot be drawn, or there is no such place.
pub(crate) fn hidden_by(
    document: &PdfDocument,
    field: &str,
    visible: &Visible,
) -> Result<Option<Opaque>, PdfError> {
    let view = document.latest();
    let walk = Walk::run(&view, MAX_FIELDS)?;
    let found = with_name(&walk.fields, field)?;
    let existing = found.and_then(|field| {
        let widget = field.widgets.first().copied().or(field.id)?;
        Some(Existing { field: &field.name, widget, rect: field.rect })
    });
    appearance::opaque(&view, visible, existing.as_ref())
}
