//! Which field a signature goes into: one that is there and empty, or a new one.

use std::collections::HashSet;
use std::sync::Arc;

use super::document::PdfDocument;
use super::error::PdfError;
use super::field::{Field, FieldKind, shared_fields};
use super::view::View;
use crate::limits::MAX_LISTED_FIELDS;
use crate::limits::MAX_NEW_FIELD_NAME;
use crate::role::{RoleField, RoleRule};

/// Which field to sign.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum FieldChoice {
    /// The one empty signature field that there is, else a new one. With several empty ones it
    /// must be said which.
    #[default]
    Free,
    /// By its full name: an empty one, or a new one in a document that has none empty.
    Named(String),
    /// A new one, of this name or of the first free one such as `Signature1`.
    New(Option<String>),
}

/// The field that a signature goes into.
#[derive(Clone, Debug)]
pub(crate) struct ChosenField {
    /// Its full name.
    pub(crate) name: String,
    /// The field, where it is there already.
    pub(crate) field: Option<Field>,
}

/// Finds the field of a choice.
pub(crate) fn choose_field(
    doc: &PdfDocument,
    choice: &FieldChoice,
) -> Result<ChosenField, PdfError> {
    let view = doc.latest();
    let fields = shared_fields(&view)?;
    let new = |name: String| Ok(ChosenField { name, field: None });
    match choice {
        FieldChoice::Free => match empty(&view, &fields)?.as_slice() {
            [] => new(free_name(&fields)),
            [only] => Ok(ChosenField { name: only.name.clone(), field: Some((*only).clone()) }),
            several => Err(PdfError::SeveralEmptyFields { names: names(several) }),
        },
        FieldChoice::Named(name) => match with_name(&fields, name)? {
            Some(field) => {
                unsigned(&view, field)?;
                Ok(ChosenField { name: name.clone(), field: Some(field.clone()) })
            }
            None => {
                can_be_new(&fields, name)?;
                match empty(&view, &fields)?.as_slice() {
                    [] => new(name.clone()),
                    // Whoever names a field where some are ready means one of them.
                    ready => {
                        let (name, empty) = (name.clone(), names(ready));
                        Err(PdfError::NoSuchField { name, empty })
                    }
                }
            }
        },
        FieldChoice::New(None) => new(free_name(&fields)),
        FieldChoice::New(Some(name)) => {
            new_name(&fields, name)?;
            new(name.clone())
        }
    }
}

/// The field of a role: its own where that is empty, else a new one.
pub(crate) fn field_of_role(doc: &PdfDocument, rule: &RoleRule) -> Result<RoleField, PdfError> {
    let view = doc.latest();
    let fields = shared_fields(&view)?;
    let mut all = Vec::with_capacity(fields.len());
    for field in fields.iter() {
        let is_empty = field.kind == FieldKind::Signature && view.is_null(&field.value)?;
        all.push((field.name.as_str(), is_empty));
    }
    Ok(rule.field_among(&all))
}

/// That a new field can have this name.
pub(super) fn new_name(fields: &[Arc<Field>], name: &str) -> Result<(), PdfError> {
    if fields.iter().any(|field| field.name == name) {
        return Err(PdfError::FieldExists { name: name.to_owned() });
    }
    can_be_new(fields, name)
}

/// No field of this name is there; one whose name goes on below it would be in the way.
fn can_be_new(fields: &[Arc<Field>], name: &str) -> Result<(), PdfError> {
    let name = || name.to_owned();
    let is_node = |field: &Arc<Field>| {
        field.name.strip_prefix(name().as_str()).is_some_and(|rest| rest.starts_with('.'))
    };
    let unfit = |c: char| c == '.' || c.is_control();
    if name().is_empty() || name().contains(unfit) || name().chars().count() > MAX_NEW_FIELD_NAME {
        Err(PdfError::BadFieldName { name: name() })
    } else if fields.iter().any(is_node) {
        Err(PdfError::NotASignatureField { name: name() })
    } else {
        Ok(())
    }
}

/// The one field of a name. Of two, each reader would take another.
pub(super) fn with_name<'f>(
    fields: &'f [Arc<Field>],
    name: &str,
) -> Result<Option<&'f Field>, PdfError> {
    let mut found = fields.iter().map(AsRef::as_ref).filter(|field: &&Field| field.name == name);
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(PdfError::DuplicateField { name: name.to_owned() }),
        (first, None) => Ok(first),
    }
}

/// That a field can be signed.
pub(super) fn unsigned(view: &View<'_>, field: &Field) -> Result<lopdf::ObjectId, PdfError> {
    let name = || field.name.clone();
    if field.kind != FieldKind::Signature {
        return Err(PdfError::NotASignatureField { name: name() });
    }
    if !view.is_null(&field.value)? {
        return Err(PdfError::FieldSigned { name: name() });
    }
    field.id.ok_or_else(|| PdfError::DirectField { name: name() })
}

fn empty<'f>(view: &View<'_>, fields: &'f [Arc<Field>]) -> Result<Vec<&'f Field>, PdfError> {
    let mut found = Vec::new();
    for field in fields.iter().filter(|field| field.kind == FieldKind::Signature) {
        if view.is_null(&field.value)? {
            found.push(field.as_ref());
        }
    }
    Ok(found)
}

fn names(fields: &[&Field]) -> Vec<String> {
    fields.iter().take(MAX_LISTED_FIELDS).map(|field| field.name.clone()).collect()
}

/// `Signature1`, or the next number that is free.
pub(super) fn free_name(fields: &[Arc<Field>]) -> String {
    let first = |field: &Arc<Field>| field.name.split('.').next().map(str::to_owned);
    let taken: HashSet<String> = fields.iter().filter_map(first).collect();
    let free = (1_u32..).map(|n| format!("Signature{n}")).find(|name| !taken.contains(name));
    free.unwrap_or_default()
}
