//! What is referred to from inside the places that rules speak of: the form, evidence, metadata and
//! the annotation lists of pages. An object of theirs may stand in one such place only.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::numbers::{Numbers, Walked};
use super::roles::collect;
use crate::limits::MAX_WALKED_OBJECTS;
use crate::pdf::{PdfError, View};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Inside {
    /// Object numbers, whether they exist or not. The places themselves are not among them, unless
    /// something in a place refers to another place, or one object is two of them.
    pub(super) referred: Numbers,
    /// An object that two readers read differently.
    pub(super) ambiguous: Option<u32>,
}

/// Keys of a place that lead to places inside it.
type Nested = &'static [&'static [u8]];

/// The catalog's places. What lists hold is referred to, the list itself is a place.
const PLACES: [(&[u8], Nested); 3] = [
    (b"AcroForm", &[b"Fields"]),
    (b"DSS", &[b"Certs", b"CRLs", b"OCSPs", b"VRI"]),
    (b"Metadata", &[]),
];

/// Walks the places of a view, but for the objects that were `walked` already.
///
/// # Errors
/// An object that does not read, or more than [`MAX_WALKED_OBJECTS`].
pub(super) fn walk(
    view: &View<'_>,
    annotation_lists: &BTreeSet<u32>,
    mut walked: Walked,
) -> Result<Inside, PdfError> {
    let mut walk =
        Walk { view, inside: Inside::default(), waiting: Vec::new(), places: Numbers::default() };
    let catalog = view.catalog().unwrap_or_default();
    for (key, nested) in PLACES {
        if let Ok(place) = catalog.get(key) {
            walk.place(place, nested)?;
        }
    }
    // Whatever two readers make of the notes is not drawn.
    if let Ok(notes) = view.trailer().get(b"Info") {
        let ambiguous = walk.inside.ambiguous;
        walk.place(notes, &[])?;
        walk.inside.ambiguous = ambiguous;
    }
    for list in annotation_lists {
        walk.place(&Object::Reference((*list, 0)), &[])?;
    }
    while let Some(id) = walk.waiting.pop() {
        walk.inside.referred.insert(id.0);
        match walked.new_one(id) {
            None => continue,
            Some(count) if count > MAX_WALKED_OBJECTS => {
                return Err(PdfError::ReferenceLoop { object: id });
            }
            Some(_) if view.skim(id, &mut walk.waiting).is_some() => continue,
            Some(_) => {}
        }
        let value = walk.read(id)?;
        collect(&value, &mut walk.waiting);
    }
    Ok(walk.inside)
}

struct Walk<'w, 'd> {
    view: &'w View<'d>,
    inside: Inside,
    waiting: Vec<ObjectId>,
    /// The objects that are places: one that is two places belongs to neither.
    places: Numbers,
}

impl Walk<'_, '_> {
    /// What a place holds, the places inside it aside.
    fn place(&mut self, value: &Object, nested: Nested) -> Result<(), PdfError> {
        let mut value = match value {
            Object::Reference(id) => {
                if !self.places.insert(id.0) {
                    self.inside.referred.insert(id.0);
                }
                self.read(*id)?
            }
            direct => direct.clone(),
        };
        if let Object::Dictionary(dictionary) = &mut value {
            for inner in nested.iter().filter_map(|key| dictionary.remove(key)) {
                self.place(&inner, &[])?;
            }
        }
        collect(&value, &mut self.waiting);
        Ok(())
    }

    /// An object; of a stream its dictionary.
    fn read(&mut self, id: ObjectId) -> Result<Object, PdfError> {
        let Some(raw) = self.view.raw_object(id)? else { return Ok(Dictionary::new().into()) };
        if raw.ambiguous {
            self.inside.ambiguous.get_or_insert(id.0);
        }
        Ok(raw.value)
    }
}
