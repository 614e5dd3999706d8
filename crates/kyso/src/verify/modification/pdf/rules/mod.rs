//! The whitelist: each rule explains one honest kind of change.

mod annotation;
mod button;
mod catalog;
mod choice;
mod cover;
mod fill;
mod form;
mod harmless;
mod housekeeping;
mod metadata;
mod pages;
mod resources;
pub(super) mod trailer;
mod widget;

use super::engine::Step;
use crate::pdf::PdfError;

/// Runs every rule. Those for pages come last: they allow only widgets that the form explains.
pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    housekeeping::apply(step)?;
    metadata::apply(step)?;
    let gained = form::apply(step)?;
    catalog::apply(step)?;
    cover::apply(step)?;
    let annotations = annotation::apply(step, &gained.widgets)?;
    pages::apply(step, &gained.widgets, &annotations)
}
