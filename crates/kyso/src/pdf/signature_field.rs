//! The signature fields of a document: where they are, who may sign them how, and who did.

use std::collections::HashMap;

use lopdf::ObjectId;

use super::document::PdfDocument;
use super::error::PdfError;
use super::field::{FieldKind, shared_fields};
use super::page_number::page_numbers;
use super::seed_value::SeedValues;
use super::signature::{SignatureValue, signatures};
use super::transform::SignatureLock;

/// A signature field as it stands in the latest revision; nothing of it is judged.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignatureField {
    /// Its full name.
    pub name: String,
    /// The page whose annotations list it, counted from 1; `None` where none does.
    pub page: Option<usize>,
    /// Left, bottom, right, top of its first widget, in points.
    pub rect: Option<[f32; 4]>,
    /// What its signature locks, or is to lock.
    pub lock: Option<SignatureLock>,
    /// What it asks of its signature.
    pub seed: SeedValues,
    /// Its value; `None` where it is empty.
    pub signature: Option<SignatureValue>,
    /// The signed field whose signature locks this one, where one does: an empty field that is
    /// locked cannot be signed any more.
    pub locked_by: Option<String>,
}

impl SignatureField {
    /// Whether it is seen on a page: its rectangle has an area.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.rect.is_some_and(|[left, bottom, right, top]| left < right && bottom < top)
    }
}

/// The signature fields, in the order of the form.
///
/// # Errors
/// As [`signatures`].
pub fn signature_fields(doc: &PdfDocument) -> Result<Vec<SignatureField>, PdfError> {
    let mut values = signatures(doc)?;
    let locks: Vec<_> =
        values.iter().map(|value| (value.field.clone(), value.field_locks())).collect();
    let mut by_field: HashMap<(String, Option<ObjectId>), SignatureValue> = HashMap::new();
    for value in values.drain(..).filter(|value| value.in_latest) {
        by_field.insert((value.field.clone(), value.field_id), value);
    }
    let view = doc.latest();
    let fields = shared_fields(&view)?;
    let of_signatures = || fields.iter().filter(|field| field.kind == FieldKind::Signature);
    let pages = page_numbers(&view, of_signatures().filter_map(|f| f.widgets.first().copied()));
    let describe = |field: &std::sync::Arc<super::Field>| {
        let by = |(by, locks): &(String, Vec<super::FieldLock>)| {
            *by != field.name && locks.iter().any(|lock| lock.covers(&field.name))
        };
        SignatureField {
            name: field.name.clone(),
            page: field.widgets.first().and_then(|widget| pages.get(widget)).copied(),
            rect: field.rect.map(|[a, b, c, d]| [a.min(c), b.min(d), a.max(c), b.max(d)]),
            lock: field.lock.as_ref().map(|lock| SignatureLock::read(&view, lock)),
            seed: SeedValues::of(&view, field),
            signature: by_field.remove(&(field.name.clone(), field.id)),
            locked_by: locks.iter().find(|one| by(one)).map(|(by, _)| by.clone()),
        }
    };
    Ok(of_signatures().map(describe).collect())
}
