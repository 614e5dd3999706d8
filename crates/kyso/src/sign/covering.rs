//! That a look hides nothing which somebody signed: the earlier signatures would fail, or say
//! what nobody can read.

use super::SignError;
use super::plan::PdfPlan;
use crate::pdf::{self, LookError, PdfError, Visible};
use crate::verify::hides_text;

/// Refuses a look that hides something of a document that is signed already.
pub(super) fn hides_nothing_signed(plan: &PdfPlan, visible: &Visible) -> Result<(), SignError> {
    if !plan.is_signed_before() {
        return Ok(());
    }
    let Some(opaque) = pdf::hidden_by(&plan.document, &plan.field, visible)? else { return Ok(()) };
    let view = plan.document.latest();
    if hides_text(&view, opaque.page, &opaque.places, &opaque.inks)? {
        let fault = LookError::HidesSignedText { page: opaque.number };
        return Err(PdfError::from(fault).into());
    }
    Ok(())
}
