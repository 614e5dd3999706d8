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
mod ink;
mod metadata;
mod over;
mod pages;
mod resources;
mod seal;
mod together;
pub(super) mod trailer;
mod under;
mod veils;
mod widget;

pub(super) use cover::{hides_text, is_untold as look_is_untold, look as shown_look};
pub(super) use fill::flag as fill_flags;

use super::engine::Step;
use crate::pdf::PdfError;
use crate::report::ChangeKind;

/// Runs every rule. Those for pages come last: they allow only widgets that the form explains.
pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    step.notes.begin(ChangeKind::FileStructure, "housekeeping");
    housekeeping::apply(step)?;
    step.notes.begin(ChangeKind::Metadata, "metadata");
    metadata::apply(step)?;
    let gained = form::apply(step)?;
    catalog::apply(step)?;
    step.notes.begin(ChangeKind::Page, "cover");
    cover::apply(step)?;
    step.notes.begin(ChangeKind::Annotation, "annotation");
    let annotations = annotation::apply(step, &gained.widgets)?;
    step.notes.begin(ChangeKind::Page, "annotation-list");
    pages::apply(step, &gained.widgets, &annotations)
}
