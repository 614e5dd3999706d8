//! What came after a signature, as the report lists it: what the rules explained, what the
//! signature's own permissions forbid of that, and what nothing explains.

use std::collections::HashMap;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::engine::{Outcome, Unexplained};
use super::locks::Permissions;
use super::notes::Noted;
use crate::limits::MAX_CHANGES;
use crate::pdf::{PdfDocument, View, XrefEntry};
use crate::report::{Change, ChangeKind};

/// The list for one signature.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) list: Vec<Change>,
    pub(crate) omitted: usize,
}

impl Changes {
    /// Adds a change; where there are too many, one that is allowed makes room for one that is
    /// not.
    pub(super) fn push(&mut self, change: Change) {
        if self.list.len() < MAX_CHANGES {
            self.list.push(change);
            return;
        }
        self.omitted += 1;
        if !change.allowed
            && let Some(place) = self.list.iter().rposition(|other| other.allowed)
        {
            self.list.remove(place);
            self.list.push(change);
        }
    }

    /// Adds what is wrong with the file rather than with a revision.
    pub(super) fn file(&mut self, fault: &'static str) {
        self.push(change(None, ChangeKind::FileStructure, false, fault));
    }

    /// Adds what is wrong with how a later revision is written.
    pub(super) fn structure(&mut self, fault: &Unexplained) {
        let change = change(None, ChangeKind::FileStructure, false, fault.fault);
        self.push(with_object(change, fault.object));
    }

    /// Adds what one revision (counted from 0) did.
    pub(super) fn revision(
        &mut self,
        document: &PdfDocument,
        revision: usize,
        outcome: &Outcome,
        permissions: &Permissions,
        pages: &HashMap<ObjectId, usize>,
    ) {
        for note in &outcome.notes {
            let of_widget = || note.about.widget.and_then(|widget| pages.get(&widget).copied());
            let page = note.about.page.or_else(of_widget);
            self.push(Change { page, ..explained(revision, note, permissions) });
        }
        for fault in outcome.explained.as_ref().err().into_iter().flatten() {
            let kind = kind_of(document, revision, fault.object);
            let page = pages.get(&fault.place()).copied();
            let change = Change { page, ..change(Some(revision + 1), kind, false, fault.fault) };
            self.push(with_object(change, fault.object));
        }
    }
}

fn change(revision: Option<usize>, kind: ChangeKind, allowed: bool, rule: &'static str) -> Change {
    let objects = Arc::default();
    Change { revision, kind, objects, object_count: 0, field: None, page: None, allowed, rule }
}

fn with_object(change: Change, number: u32) -> Change {
    match number {
        0 => change,
        _ => Change { objects: Arc::new([number]), object_count: 1, ..change },
    }
}

fn explained(revision: usize, note: &Noted, permissions: &Permissions) -> Change {
    let about = &note.about;
    let forbidden = permissions.forbids(note.level, about.field.as_deref());
    Change {
        objects: Arc::clone(&note.objects),
        object_count: note.count,
        field: about.field.clone(),
        ..change(
            Some(revision + 1),
            about.kind,
            forbidden.is_none(),
            forbidden.unwrap_or(about.rule),
        )
    }
}

/// What an object that nothing explains is, by itself; before the revision where it is gone.
fn kind_of(document: &PdfDocument, revision: usize, number: u32) -> ChangeKind {
    let object = |view: View<'_>| {
        let generation = match view.entry(number).ok()?? {
            XrefEntry::Offset { generation, .. } => generation,
            XrefEntry::InStream { .. } => 0,
            XrefEntry::Free => return None,
        };
        view.object((number, generation)).ok()
    };
    let before = || object(document.at_revision(revision.checked_sub(1)?));
    let latest = document.at_revision(revision);
    if number == 0 {
        return ChangeKind::FileStructure;
    }
    if latest.catalog_id().is_ok_and(|catalog| catalog.0 == number) {
        return ChangeKind::Catalog;
    }
    match object(latest).or_else(before) {
        Some(Object::Dictionary(dictionary)) => of_dictionary(&dictionary),
        Some(Object::Stream(stream)) if stream.dict.has_type(b"Metadata") => ChangeKind::Metadata,
        Some(Object::Stream(stream))
            if stream.dict.has_type(b"XRef") || stream.dict.has_type(b"ObjStm") =>
        {
            ChangeKind::FileStructure
        }
        Some(Object::Stream(_)) => ChangeKind::Content,
        _ => ChangeKind::Other,
    }
}

fn of_dictionary(dictionary: &Dictionary) -> ChangeKind {
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
    let has = |key: &[u8]| dictionary.has(key);
    if dictionary.has_type(b"Page") || dictionary.has_type(b"Pages") {
        ChangeKind::Page
    } else if dictionary.has_type(b"Sig") || dictionary.has_type(b"DocTimeStamp") {
        ChangeKind::Signature
    } else if has(b"FT") || subtype == b"Widget" {
        ChangeKind::FormField
    } else if has(b"Rect") && has(b"Subtype") {
        ChangeKind::Annotation
    } else if dictionary.has_type(b"Font") || dictionary.has_type(b"FontDescriptor") {
        ChangeKind::Content
    } else if has(b"Fields") {
        ChangeKind::Form
    } else {
        ChangeKind::Other
    }
}
