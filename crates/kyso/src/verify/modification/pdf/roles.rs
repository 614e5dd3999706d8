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
    /// Whether anything but the trailer's `/Root` refers to the catalog: then what stands in its
    /// places may serve as something else too.
    catalog_shared: bool,
    /// The pages of the page tree. Others may call themselves pages.
    pages: Numbers,
    /// What is referred to from inside the places that rules speak of.
    inside: Numbers,
    /// An object that two readers read differently.
    ambiguous: Option<u32>,
    /// Annotations that a later revision brought, with what draws them, by the revision.
    annotations: BTreeMap<u32, usize>,
    /// Bytes of content left to be read for them.
    content: Cell<u64>,
    /// Bytes of pictures' masks left to be read.
    masks: Cell<u64>,
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
        roles.masks.set(MAX_DOCUMENT_MARKED_BYTES);
        roles.comparisons.set(MAX_DOCUMENT_MARK_COMPARISONS);
        // Where the tree cannot be read there are none: the rest is looked at all the same.
        for page in view.pages().into_iter().flatten().map_while(Result::ok) {
            roles.pages.insert(page.0);
        }
        let mut trailer = view.trailer().clone();
        trailer.remove(b"Info");
        let mut waiting = Vec::new();
        collect(&Object::Dictionary(trailer), &mut waiting);
        let mut walked = Walked::default();
        while let Some(id) = waiting.pop() {
            roles.elsewhere.insert(id.0);
            let is_catalog = roles.catalog.is_some_and(|catalog| catalog.0 == id.0);
            let Some(count) = walked.new_one(id) else {
                roles.catalog_shared |= is_catalog;
                continue;
            };
            if count > MAX_WALKED_OBJECTS {
                return Err(PdfError::ReferenceLoop { object: id });
            }
            roles.catalog_shared |= is_catalog && roles.catalog != Some(id);
            // The catalog has places of its own.
            if !is_catalog && view.skim(id, &mut waiting).is_some() {
                continue;
            }
            if let Some(raw) = view.raw_object(id)? {
                roles.note_ambiguous(id, raw.ambiguous);
                let place = roles.annotations_place(view, id, &raw.value)?;
                roles.references(id, &raw.value, place, &mut waiting);
            }
        }
        // It was met twice, which may be for the sake of a signature's transform alone.
        if let Some(catalog) = roles.shared_catalog() {
            roles.catalog_shared = is_used(view, catalog)?;
        }
        let inside = inside::walk(view, &roles.annotation_lists, walked)?;
        roles.inside = inside.referred;
        roles.ambiguous = roles.ambiguous.or(inside.ambiguous);
        Ok(roles)
    }

    /// Whether `/Annots` of an object is the place for the annotations of a page: it is a page of
    /// the tree, and a list is what stands there.
    fn annotations_place(
        &self,
        view: &View<'_>,
        id: ObjectId,
        value: &Object,
    ) -> Result<bool, PdfError> {
        let Object::Dictionary(page) = value else { return Ok(false) };
        let Ok(Object::Reference(list)) = page.get(b"Annots") else { return Ok(true) };
        if !self.pages.contains(id.0) || list.1 != 0 {
            return Ok(false);
        }
        Ok(view.raw_object(*list)?.is_none_or(|raw| matches!(raw.value, Object::Array(_))))
    }

    /// Whether something besides the trailer refers to the catalog.
    pub(super) fn shared_catalog(&self) -> Option<u32> {
        self.catalog.filter(|_| self.catalog_shared).map(|catalog| catalog.0)
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
        let arrays: BTreeSet<u32> = objects
            .clone()
            .filter(|(_, object)| matches!(object, Object::Array(_)))
            .map(|(number, _)| number)
            .collect();
        let mut places = BTreeSet::new();
        for (number, object) in objects.clone() {
            if let Object::Dictionary(page) = object
                && self.pages.contains(number)
            {
                match page.get(b"Annots") {
                    Ok(Object::Reference(list))
                        if list.1 != 0
                            || !(arrays.contains(&list.0)
                                || self.annotation_lists.contains(&list.0)) => {}
                    Ok(Object::Reference(list)) => {
                        self.annotation_lists.insert(list.0);
                        places.insert(number);
                    }
                    _ => {
                        places.insert(number);
                    }
                }
            }
        }
        for (number, object) in objects {
            let place = places.contains(&number);
            self.catalog_shared |= self.catalog.is_some_and(|catalog| uses(object, catalog.0));
            self.references((number, 0), object, place, &mut found);
        }
        for id in found {
            self.elsewhere.insert(id.0);
        }
    }

    /// The references of one object but for those in a rule's own place; `place` says whether its
    /// `/Annots` is one.
    fn references(&mut self, id: ObjectId, value: &Object, place: bool, found: &mut Vec<ObjectId>) {
        let start = found.len();
        match value {
            Object::Dictionary(dictionary) => self.outside_places(id, dictionary, place, found),
            Object::Array(list) if self.annotation_lists.contains(&id.0) => {
                collect_all(self.without_later(list), found);
            }
            other => collect(other, found),
        }
        // Where annotations of later revisions lead among themselves is a place of its own.
        if self.annotations.contains_key(&id.0) {
            let outwards = found.split_off(start);
            let leaves = |to: &ObjectId| !self.annotations.contains_key(&to.0);
            found.extend(outwards.into_iter().filter(leaves));
        }
    }

    /// A list without the annotations of later revisions.
    fn without_later<'o>(&self, list: &'o [Object]) -> Vec<&'o Object> {
        let later =
            |one: &&Object| one.as_reference().is_ok_and(|id| self.annotations.contains_key(&id.0));
        list.iter().filter(|one| !later(one)).collect()
    }

    /// The references of a dictionary but for those in its places.
    fn outside_places(
        &mut self,
        id: ObjectId,
        dictionary: &Dictionary,
        place: bool,
        found: &mut Vec<ObjectId>,
    ) {
        let is_catalog = self.catalog.is_some_and(|catalog| catalog.0 == id.0);
        let is_page = place && dictionary.has_type(b"Page");
        let mut values = Vec::new();
        for (key, value) in dictionary.iter() {
            if is_catalog && OF_THE_CATALOG.contains(&key.as_slice()) {
                continue;
            }
            match value {
                Object::Reference(list) if is_page && key == b"Annots" => {
                    self.annotation_lists.insert(list.0);
                }
                // The annotations of a list inside the page are objects like any other.
                Object::Array(list) if is_page && key == b"Annots" => {
                    values.extend(self.without_later(list));
                }
                _ if is_page && key == b"Annots" => {}
                value => values.push(value),
            }
        }
        collect_all(values, found);
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

    /// Bytes of pictures' masks that may still be read to look at signatures.
    pub(super) fn masks(&self) -> &Cell<u64> {
        &self.masks
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

/// How many references to each of these objects can be reached in a view, whatever they stand in.
///
/// # Errors
/// As [`Roles::of`].
pub(super) fn referrers(
    view: &View<'_>,
    numbers: impl Iterator<Item = u32>,
) -> Result<BTreeMap<u32, usize>, PdfError> {
    let mut counted: BTreeMap<u32, usize> = numbers.map(|number| (number, 0)).collect();
    let mut waiting = Vec::new();
    collect(&Object::Dictionary(view.trailer().clone()), &mut waiting);
    let mut walked = Walked::default();
    while let Some(id) = waiting.pop() {
        if let Some(count) = counted.get_mut(&id.0) {
            *count += 1;
        }
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
    Ok(counted)
}

/// Whether something that can be reached in a view, the trailer aside, uses the catalog.
fn is_used(view: &View<'_>, catalog: u32) -> Result<bool, PdfError> {
    let mut trailer = view.trailer().clone();
    trailer.remove(b"Root");
    let trailer = Object::Dictionary(trailer);
    if uses(&trailer, catalog) {
        return Ok(true);
    }
    let mut ids = vec![view.catalog_id()?];
    collect(&trailer, &mut ids);
    let mut walked = Walked::default();
    while let Some(id) = ids.pop() {
        if walked.new_one(id).is_none() {
            continue;
        }
        let known = ids.len();
        let skimmed = view.skim(id, &mut ids).is_some();
        if skimmed && ids.get(known..).unwrap_or_default().iter().all(|to| to.0 != catalog) {
            continue;
        }
        ids.truncate(known);
        if let Some(raw) = view.raw_object(id)? {
            if uses(&raw.value, catalog) {
                return Ok(true);
            }
            collect(&raw.value, &mut ids);
        }
    }
    Ok(false)
}

/// Whether a value refers to the catalog other than as what a signature's transform is about
/// (`/Data`, ISO 32000-2 table 256), or as a cross-reference stream does.
fn uses(value: &Object, catalog: u32) -> bool {
    let mut waiting: Vec<(&[u8], &Object)> = vec![(b"", value)];
    while let Some((key, value)) = waiting.pop() {
        let entries = match value {
            Object::Reference(id) if id.0 == catalog && key != b"Data" => return true,
            Object::Array(values) => {
                waiting.extend(values.iter().map(|value| (&b""[..], value)));
                continue;
            }
            Object::Dictionary(entries) => entries,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        let section = entries.has_type(b"XRef");
        let others = entries.iter().filter(|(key, _)| !(section && key.as_slice() == b"Root"));
        waiting.extend(others.map(|(key, value)| (key.as_slice(), value)));
    }
    false
}

/// Every reference in a value.
pub(super) fn collect(value: &Object, found: &mut Vec<ObjectId>) {
    collect_all(vec![value], found);
}

/// Every reference in some values.
fn collect_all(mut waiting: Vec<&Object>, found: &mut Vec<ObjectId>) {
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

#[cfg(test)]
mod tests;
