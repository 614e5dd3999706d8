//! Which objects of a signed document are reached from where: an object may change only in the
//! place that a rule speaks of, and one that did not exist may not fill a place that waited for it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::inside;
use super::numbers::{Numbers, Walked};
use crate::limits::{
    MAX_DOCUMENT_MARK_COMPARISONS, MAX_DOCUMENT_MARKED_BYTES, MAX_UNPACKED_BYTES,
    MAX_WALKED_OBJECTS,
};
use crate::pdf::{PdfError, View};

/// References of a document outside the places that rules speak of: the catalog's form, evidence
/// and metadata, the trailer's notes, and the annotation lists of pages.
#[derive(Debug, Default)]
pub(super) struct Roles {
    /// Bytes that may still be unpacked to compare streams.
    pub(super) unpacking: Cell<u64>,
    /// Object numbers referred to from elsewhere, whether they exist or not.
    elsewhere: Numbers,
    /// Annotation lists of pages that are objects of their own.
    annotation_lists: BTreeSet<u32>,
    catalog: Option<ObjectId>,
    /// What is referred to from inside the places that rules speak of.
    inside: Numbers,
    /// An object that two readers read differently.
    ambiguous: Option<u32>,
    /// Annotations that a later revision brought, with what draws them, by the revision.
    annotations: BTreeMap<u32, usize>,
    /// Bytes of content left to be read for them.
    content: Cell<u64>,
    /// Things left to be compared for them.
    comparisons: Cell<u64>,
}

/// Keys of the catalog that lead to what later revisions may change.
const OF_THE_CATALOG: [&[u8]; 3] = [b"AcroForm", b"DSS", b"Metadata"];

impl Roles {
    /// Walks everything that can be reached in a view.
    ///
    /// # Errors
    /// An object that does not read, or more than [`MAX_WALKED_OBJECTS`].
    pub(super) fn of(view: &View<'_>) -> Result<Self, PdfError> {
        let mut roles = Self { catalog: view.catalog_id().ok(), ..Self::default() };
        roles.unpacking.set(MAX_UNPACKED_BYTES);
        roles.content.set(MAX_DOCUMENT_MARKED_BYTES);
        roles.comparisons.set(MAX_DOCUMENT_MARK_COMPARISONS);
        let mut trailer = view.trailer().clone();
        trailer.remove(b"Info");
        let mut waiting = Vec::new();
        collect(&Object::Dictionary(trailer), &mut waiting);
        let mut walked = Walked::default();
        while let Some(id) = waiting.pop() {
            roles.elsewhere.insert(id.0);
            let Some(count) = walked.new_one(id) else { continue };
            if count > MAX_WALKED_OBJECTS {
                return Err(PdfError::ReferenceLoop { object: id });
            }
            // The catalog has places of its own.
            let plain = roles.catalog.is_none_or(|catalog| catalog.0 != id.0);
            if plain && view.skim(id, &mut waiting).is_some() {
                continue;
            }
            if let Some(raw) = view.raw_object(id)? {
                roles.note_ambiguous(id, raw.ambiguous);
                roles.references(id, raw.value, &mut waiting);
            }
        }
        let inside = inside::walk(view, &roles.annotation_lists, &roles.elsewhere)?;
        roles.inside = inside.referred;
        roles.ambiguous = roles.ambiguous.or(inside.ambiguous);
        Ok(roles)
    }

    /// Forgets the places of objects that are gone together with the one reference to each.
    pub(super) fn forget(&mut self, gone: &BTreeSet<u32>) {
        gone.iter().for_each(|number| {
            self.elsewhere.remove(*number);
        });
    }

    fn note_ambiguous(&mut self, id: ObjectId, ambiguous: bool) {
        if ambiguous {
            self.ambiguous.get_or_insert(id.0);
        }
    }

    /// An object that is drawn or filled and that two readers read differently.
    pub(super) fn ambiguous(&self) -> Option<u32> {
        self.ambiguous
    }

    /// Adds what a later revision's objects refer to.
    pub(super) fn absorb<'o>(&mut self, objects: impl Iterator<Item = (u32, &'o Object)> + Clone) {
        let mut found = Vec::new();
        for (_, object) in objects.clone() {
            if let Object::Dictionary(page) = object
                && page.has_type(b"Page")
                && let Ok(Object::Reference(list)) = page.get(b"Annots")
            {
                self.annotation_lists.insert(list.0);
            }
        }
        for (number, object) in objects {
            self.references((number, 0), object.clone(), &mut found);
        }
        for id in found {
            self.elsewhere.insert(id.0);
        }
    }

    /// The references of one object but for those in a rule's own place.
    fn references(&mut self, id: ObjectId, value: Object, found: &mut Vec<ObjectId>) {
        let value = match value {
            Object::Dictionary(dictionary) => self.without_places(id, dictionary),
            Object::Stream(stream) => Object::Dictionary(stream.dict),
            Object::Array(list) if self.annotation_lists.contains(&id.0) => {
                self.without_later(list)
            }
            other => other,
        };
        let start = found.len();
        collect(&value, found);
        // Where annotations of later revisions lead among themselves is a place of its own.
        if self.annotations.contains_key(&id.0) {
            let outwards = found.split_off(start);
            let leaves = |to: &ObjectId| !self.annotations.contains_key(&to.0);
            found.extend(outwards.into_iter().filter(leaves));
        }
    }

    /// A list without the annotations of later revisions.
    fn without_later(&self, mut list: Vec<Object>) -> Object {
        list.retain(|one| !one.as_reference().is_ok_and(|id| self.annotations.contains_key(&id.0)));
        Object::Array(list)
    }

    fn without_places(&mut self, id: ObjectId, mut dictionary: Dictionary) -> Object {
        if self.catalog.is_some_and(|catalog| catalog.0 == id.0) {
            OF_THE_CATALOG.iter().for_each(|key| {
                dictionary.remove(key);
            });
        }
        if dictionary.has_type(b"Page") {
            match dictionary.remove(b"Annots") {
                Some(Object::Reference(list)) => {
                    self.annotation_lists.insert(list.0);
                }
                // The annotations of a list inside the page are objects like any other.
                Some(Object::Array(list)) => dictionary.set("Annots", self.without_later(list)),
                _ => {}
            }
        }
        Object::Dictionary(dictionary)
    }

    /// Notes annotations that `revision` brought, and what draws them.
    pub(super) fn remember(&mut self, numbers: &BTreeSet<u32>, revision: usize) {
        for number in numbers {
            self.annotations.entry(*number).or_insert(revision);
        }
    }

    /// The revision that brought an annotation, or a part of one, which nothing else uses; `None`
    /// where it was there from the first signature on.
    pub(super) fn annotation_since(&self, number: u32) -> Option<usize> {
        self.annotations.get(&number).copied().filter(|_| !self.elsewhere(number))
    }

    /// Bytes of content that may still be read to look at annotations.
    pub(super) fn budget(&self) -> &Cell<u64> {
        &self.content
    }

    /// Takes so many comparisons of what is left of them; `false` where there are fewer.
    pub(super) fn may_compare(&self, count: usize) -> bool {
        let left = self.comparisons.get().checked_sub(count as u64);
        self.comparisons.set(left.unwrap_or_default());
        left.is_some()
    }

    /// Whether something refers to an object besides the places that rules speak of.
    pub(super) fn elsewhere(&self, number: u32) -> bool {
        self.elsewhere.contains(number) || self.inside.contains(number)
    }

    /// Whether an object is the annotation list of a page, and nothing else.
    pub(super) fn is_annotation_list(&self, number: u32) -> bool {
        self.annotation_lists.contains(&number) && !self.elsewhere(number)
    }
}

/// How many references to an object can be reached in a view, whatever they stand in.
///
/// # Errors
/// As [`Roles::of`].
pub(super) fn referrers(view: &View<'_>, number: u32) -> Result<usize, PdfError> {
    let mut waiting = Vec::new();
    collect(&Object::Dictionary(view.trailer().clone()), &mut waiting);
    let mut walked = Walked::default();
    let mut count = 0;
    while let Some(id) = waiting.pop() {
        count += usize::from(id.0 == number);
        match walked.new_one(id) {
            None => continue,
            Some(count) if count > MAX_WALKED_OBJECTS => {
                return Err(PdfError::ReferenceLoop { object: id });
            }
            Some(_) => {}
        }
        if view.skim(id, &mut waiting).is_some() {
            continue;
        }
        if let Some(raw) = view.raw_object(id)? {
            collect(&raw.value, &mut waiting);
        }
    }
    Ok(count)
}

/// Every reference in a value.
pub(super) fn collect(value: &Object, found: &mut Vec<ObjectId>) {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Object::Reference(id) => found.push(*id),
            Object::Array(values) => waiting.extend(values),
            Object::Dictionary(dictionary) => {
                waiting.extend(dictionary.iter().map(|(_, value)| value));
            }
            Object::Stream(stream) => waiting.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}
