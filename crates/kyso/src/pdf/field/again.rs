//! The form of an earlier revision, walked with what the walk of a later one found: a field whose
//! objects were not written in between reads the same.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use lopdf::{Object, ObjectId};

use super::{Field, Walk};
use crate::pdf::document::PdfDocument;
use crate::pdf::error::PdfError;
use crate::pdf::view::{Lent, View};

/// Objects that a field was read from.
#[derive(Default)]
pub(super) struct Trail {
    numbers: Vec<u32>,
    /// Past the last byte that was looked at.
    reach: u64,
}

impl Trail {
    pub(super) fn number(trail: &mut Option<Self>, number: u32) {
        if let Some(trail) = trail {
            trail.numbers.push(number);
        }
    }

    /// Notes how far a reader looked, and gives it; of what is not kept as it is written that
    /// cannot be told.
    pub(super) fn value(trail: &mut Option<Self>, value: &Lent<'_>) -> u64 {
        let Lent::Kept(kept) = value else {
            *trail = None;
            // Where a stream ends may be said by an object that is none of the walk's own.
            return if matches!(**value, Object::Stream(_)) { u64::MAX } else { 0 };
        };
        if let Some(trail) = trail {
            trail.reach = trail.reach.max(kept.looked);
        }
        kept.looked
    }
}

/// A terminal field in the form's own list, with no kids: an earlier revision in which none of its
/// trail was another, and which sees all of it, has the same.
pub(super) struct Leaf {
    trail: Trail,
    field: Arc<Field>,
    /// Bytes it copied.
    copied: usize,
}

/// The walk of a later revision, and every number that was written since.
#[derive(Clone, Copy)]
pub(super) struct Later<'w, 'a> {
    walk: &'w Walk<'a>,
    changed: &'w BTreeSet<u32>,
}

/// What was found before a field was read.
#[derive(Clone, Copy)]
pub(super) struct Before {
    visits: usize,
    fields: usize,
    copied: usize,
}

impl<'a> Walk<'a> {
    /// Whether a reader of what came before `revision`, whose fields these are, may find others.
    pub(in crate::pdf) fn may_differ_before(&self, revision: usize) -> bool {
        let doc = self.view.document();
        let root = |at: usize| doc.at_revision(at).catalog_id().ok();
        self.unreadable
            || self.reach >= doc.at_revision(revision.saturating_sub(1)).end
            || root(revision) != root(revision.saturating_sub(1))
            || doc.changes_any(revision, &self.touched)
    }

    /// Says that the walk of an earlier revision failed: these fields are none of a neighbour.
    pub(in crate::pdf) fn lose(&mut self) {
        self.touched.clear();
        self.unreadable = true;
    }

    /// Walks the form of the revision before `revision`, as [`Self::run`] would.
    pub(in crate::pdf) fn before(&self, revision: usize, limit: usize) -> Result<Self, PdfError> {
        let doc: &'a PdfDocument = self.view.document();
        let view: View<'a> = doc.at_revision(revision.saturating_sub(1));
        let changed = doc.few_changed(revision).filter(|_| !self.unreadable);
        let later = changed.as_ref().map(|changed| Later { walk: self, changed });
        Self::run_after(&view, limit, later)
    }

    pub(super) fn so_far(&self) -> Before {
        Before { visits: self.visits, fields: self.fields.len(), copied: self.copied }
    }

    /// Remembers what was read since `before` by the reference `id`, where that was one field.
    pub(super) fn remember(&mut self, id: ObjectId, before: Before) {
        let Some(trail) = self.trail.take() else { return };
        if self.visits == before.visits + 1 && self.fields.len() == before.fields + 1 {
            let copied = self.copied.saturating_sub(before.copied);
            let Some(field) = self.fields.last().map(Arc::clone) else { return };
            self.leaves.insert(id, Rc::new(Leaf { trail, field, copied }));
        }
    }

    /// Takes a field over from a later revision, where it is the same in this one.
    pub(super) fn take_over(
        &mut self,
        id: ObjectId,
        later: Later<'_, 'a>,
    ) -> Result<bool, PdfError> {
        let Some(leaf) = later.walk.leaves.get(&id) else { return Ok(false) };
        let Trail { numbers, reach } = &leaf.trail;
        let same = *reach < self.view.end && !numbers.iter().any(|one| later.changed.contains(one));
        // One that was met already is passed over, as ever.
        if !same || !self.seen.insert(id) {
            return Ok(false);
        }
        self.visit()?;
        self.copy(leaf.copied)?;
        self.touched.extend(numbers);
        self.reach = self.reach.max(*reach);
        self.fields.push(Arc::clone(&leaf.field));
        self.leaves.insert(id, Rc::clone(leaf));
        #[cfg(test)]
        {
            self.taken += 1;
        }
        Ok(true)
    }
}
