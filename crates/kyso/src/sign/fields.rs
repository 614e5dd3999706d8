//! Adds an empty field, to sign or to fill in, to a PDF that nobody has signed yet.

use super::permission::first_signed;
use super::plan::names_are_fields;
use super::signed::{Original, Signed};
use super::{SignError, pdf_of};
use crate::document::Document;
use crate::pdf::{self, NewField, NewTextField};

pub(crate) fn add_field(document: &Document, new: &NewField) -> Result<Signed, SignError> {
    let pdf = pdf_of(document, "signature field")?;
    if let Some(field) = first_signed(&pdf::signatures(pdf)?) {
        return Err(SignError::SignedBefore { field });
    }
    names_are_fields(pdf, new.lock.as_ref(), &[&new.name])?;
    let increment = pdf::field_increment(pdf, new)?;
    let original = Original::whole(pdf.source().clone());
    Ok(Signed::new(original, increment.bytes, new.name.clone()))
}

pub(crate) fn add_text_field(document: &Document, new: &NewTextField) -> Result<Signed, SignError> {
    let pdf = pdf_of(document, "text field")?;
    if let Some(field) = first_signed(&pdf::signatures(pdf)?) {
        return Err(SignError::SignedBefore { field });
    }
    let increment = pdf::text_field_increment(pdf, new)?;
    let original = Original::whole(pdf.source().clone());
    Ok(Signed::new(original, increment.bytes, new.name.clone()))
}
