//! Rule: a further signature, in a field of its own or in one that was empty (ISO 32000-2
//! §12.7.5.5), and a document time-stamp likewise.

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::super::diff;
use super::super::engine::{Replaced, Step};
use super::{fill, resources, widget};
use crate::limits::MAX_REFERENCE_HOPS;
use crate::pdf::{Field, FieldKind, PdfError, View, shared_fields};
use crate::report::{ChangeKind, Modification};

/// What signing changes in a field that was empty.
const WHEN_SIGNED: [&[u8]; 5] = [b"V", b"AP", b"AS", b"M", b"F"];

/// What signing changes in the form (ISO 32000-2 §12.7.3).
const OF_THE_FORM: [&[u8]; 2] = [b"Fields", b"SigFlags"];

/// Resources and a default look, which signers add beside; no field may take its look from them.
const LOOKS: [&[u8]; 2] = [b"DR", b"DA"];

/// References that lead back out of a field.
const OUTWARDS: [&[u8]; 2] = [b"P", b"Parent"];

/// What may stand in lists from now on.
#[derive(Default)]
pub(super) struct Gained {
    /// Widgets, for the annotation lists of pages.
    pub(super) widgets: BTreeSet<u32>,
    /// Fields and the nodes above them, for the lists of the form.
    fields: BTreeSet<u32>,
}

/// Explains new and newly signed fields; returns what lists may gain by them.
pub(super) fn apply(step: &mut Step<'_>) -> Result<Gained, PdfError> {
    let mut gained = Gained::default();
    let before = shared_fields(&step.old)?;
    let after = shared_fields(&step.new)?;
    for (at, field) in after.iter().enumerate() {
        // One entry for both revisions: signed before, and nothing of it changed.
        let same = before.get(at).is_some_and(|before| Arc::ptr_eq(before, field));
        if field.kind != FieldKind::Signature || (same && field.settled) {
            continue;
        }
        let Some(id) = field.id else { continue };
        if step.new.is_null(&field.value)? {
            continue;
        }
        match before.iter().find(|before| before.id == field.id) {
            Some(known) if step.old.is_null(&known.value)? => {
                newly_signed(step, id, field)?;
            }
            Some(_) => {}
            // A second field of one name would answer for the first.
            None if before.iter().any(|before| before.name == field.name) => {}
            None if step.added.contains(&id.0) => new_field(step, id, field, &mut gained)?,
            None => {}
        }
    }
    fill::apply(step, &before, &after)?;
    step.notes.begin(ChangeKind::Form, "form");
    form(step, &gained, &before, &after)?;
    Ok(gained)
}

/// A signed field that did not exist, with its widgets and the nodes above it.
fn new_field(
    step: &mut Step<'_>,
    id: ObjectId,
    field: &Field,
    gained: &mut Gained,
) -> Result<(), PdfError> {
    let Some(parts) = widget::parts(step, id, field)? else { return Ok(()) };
    let shows = parts.iter().any(|(_, part)| widget::shows(part));
    let level = accept_value(step, field, shows)?;
    step.notes.begin_field(kind(level), "further-signature", field);
    if shows {
        step.result.appearances.push(field.name.clone());
        if parts.iter().any(|(_, part)| covers_a_page(part)) {
            step.refuse("signature-covers-page");
        }
    }
    let parent = step.new.object(id)?.as_dict().ok().and_then(|f| f.get(b"Parent").ok().cloned());
    for (id, part) in parts {
        step.explain(id.0, level);
        look_of_signature(step, id, field);
        gained.widgets.insert(id.0);
        step.explain_closure(&Object::Dictionary(part), &OUTWARDS, level)?;
    }
    gained.fields.insert(id.0);
    ancestors(step, parent, gained, level)?;
    step.result.fields.push(field.name.clone());
    Ok(())
}

/// Whether a look of a signature is as large as a page's content (ISO 32000-2 §12.7.5.5): nobody
/// signs in half a page, and what was signed before would be hidden.
fn covers_a_page(part: &Dictionary) -> bool {
    /// Points: the width of A4 across, and a third of its height.
    const LARGEST: [f32; 2] = [842.0, 280.0];
    /// The same upright.
    const UPRIGHT: [f32; 2] = [280.0, 842.0];
    part.has(b"AP")
        && widget::is_larger_than(part, LARGEST)
        && widget::is_larger_than(part, UPRIGHT)
}

/// Nodes of the field tree above a new field: new ones that hold nothing but names and new
/// fields, or old ones that gained them.
fn ancestors(
    step: &mut Step<'_>,
    mut parent: Option<Object>,
    gained: &mut Gained,
    level: Modification,
) -> Result<(), PdfError> {
    const OF_A_NODE: [&[u8]; 4] = [b"T", b"TU", b"Kids", b"Parent"];
    for _ in 0..MAX_REFERENCE_HOPS {
        let Some(Object::Reference(id)) = parent else { return Ok(()) };
        let Object::Dictionary(node) = step.new.object(id)? else { return Ok(()) };
        let kids = as_array(step.new.get(&node, b"Kids")?);
        if step.added.contains(&id.0) {
            if !widget::only(&node, &OF_A_NODE) || !all_in(&kids, &gained.fields) {
                return Ok(());
            }
        } else {
            let Some(Replaced { old: Object::Dictionary(old), .. }) = step.replacement(id) else {
                return Ok(());
            };
            let before = as_array(step.old.get(&old, b"Kids")?);
            let added = diff::appended(&before, &kids);
            let only_new =
                added.is_some_and(|ids| ids.iter().all(|id| gained.fields.contains(&id.0)));
            if !only_new || diff::keys(&old, &node).iter().any(|key| *key != b"Kids") {
                return Ok(());
            }
        }
        step.explain(id.0, level);
        gained.fields.insert(id.0);
        parent = node.get(b"Parent").ok().cloned();
    }
    Ok(())
}

fn all_in(references: &[Object], known: &BTreeSet<u32>) -> bool {
    references.iter().all(|one| one.as_reference().is_ok_and(|id| known.contains(&id.0)))
}

/// A field that was empty and is signed now, with its widgets.
fn newly_signed(step: &mut Step<'_>, id: ObjectId, field: &Field) -> Result<(), PdfError> {
    let level = accept_value(step, field, true)?;
    step.notes.begin_field(kind(level), "empty-field-signed", field);
    for id in field.widgets.iter().copied().chain([id]) {
        let Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) }) =
            step.replacement(id)
        else {
            continue;
        };
        let honest = |key: &&[u8]| {
            WHEN_SIGNED.contains(key) || (*key == b"Rect" && widget::hides_nothing(&old, &new))
        };
        if diff::keys(&old, &new).iter().all(honest) {
            look_of_signature(step, id, field);
            if covers_a_page(&new) {
                step.refuse("signature-covers-page");
            }
            step.explain(id.0, level);
            for key in [b"V".as_slice(), b"AP"] {
                if let Ok(value) = new.get(key) {
                    step.explain_closure(value, &OUTWARDS, level)?;
                }
            }
        }
    }
    step.result.fields.push(field.name.clone());
    Ok(())
}

/// Notes a widget of a signature for what looks at looks.
fn look_of_signature(step: &mut Step<'_>, widget: ObjectId, field: &Field) {
    step.looked.insert(widget.0);
    step.signed_looks.insert(widget.0, field.name.clone());
}

fn kind(level: Modification) -> ChangeKind {
    match level {
        Modification::LtaUpdate => ChangeKind::DocumentTimestamp,
        _ => ChangeKind::Signature,
    }
}

/// Notes who signed, and tells a document time-stamp, which shows nothing (EN 319 142-1 §5.4.3),
/// from a signature.
fn accept_value(step: &mut Step<'_>, field: &Field, shows: bool) -> Result<Modification, PdfError> {
    step.result.signatures.push(field.name.clone());
    let Object::Dictionary(value) = step.new.resolve(&field.value)? else {
        return Ok(Modification::FormFilling);
    };
    let sub_filter = step.new.get(&value, b"SubFilter")?;
    let stamp = value.has_type(b"DocTimeStamp")
        && sub_filter.as_name().is_ok_and(|name| name == b"ETSI.RFC3161");
    Ok(if stamp && !shows { Modification::LtaUpdate } else { Modification::FormFilling })
}

/// The interactive form itself: direct in the catalog or an object, and its list of fields.
fn form(
    step: &mut Step<'_>,
    gained: &Gained,
    before: &[Arc<Field>],
    after: &[Arc<Field>],
) -> Result<(), PdfError> {
    let (held_before, held) =
        (step.old.of_catalog(b"AcroForm")?, step.new.of_catalog(b"AcroForm")?);
    let value = |view: &View<'_>, held: &Option<Object>| match held {
        Some(held) => view.resolve(held).map(as_dictionary),
        None => Ok(Dictionary::new()),
    };
    let (old, new) = (value(&step.old, &held_before)?, value(&step.new, &held)?);
    let no_looks_taken = before.iter().all(|field| field.kind == FieldKind::Signature);
    let drawn_anew = fill::may_draw_anew(step, &new, after)?;
    let asked = |form: &Dictionary| match form.get(b"NeedAppearances") {
        Err(_) | Ok(Object::Boolean(false)) => Some(false),
        Ok(Object::Boolean(true)) => Some(true),
        Ok(_) => None,
    };
    let not_asked = match (asked(&old), asked(&new)) {
        (Some(false), Some(false)) => true,
        (Some(true), Some(false)) => fill::looks_agree(step, after)?,
        _ => false,
    };
    let unused_names = resources::gains_unused(step, &old, &new, before)?;
    let allowed = |key: &&[u8]| {
        OF_THE_FORM.contains(key)
            || (no_looks_taken && LOOKS.contains(key) && !old.has(key))
            || (unused_names && *key == b"DR")
            || ((drawn_anew || not_asked) && *key == b"NeedAppearances")
    };
    let flags = new.get(b"SigFlags").map_or(true, |flags| flags.as_i64().is_ok());
    let fields_before = as_array(step.old.get(&old, b"Fields")?);
    let fields_after = as_array(step.new.get(&new, b"Fields")?);
    let added = diff::appended(&fields_before, &fields_after);
    let only_explained =
        added.is_some_and(|ids| ids.iter().all(|id| gained.fields.contains(&id.0)));
    if !flags || !diff::keys(&old, &new).iter().all(allowed) || !only_explained {
        step.refuse("form-changed");
        return Ok(());
    }
    let places =
        [(held.as_ref(), held_before.as_ref()), (new.get(b"Fields").ok(), old.get(b"Fields").ok())];
    for (after, before) in places {
        if let Some(Object::Reference(id)) = after
            && step.is_own(*id, before)
        {
            step.explain(id.0, Modification::None);
        }
    }
    for look in LOOKS {
        if let (true, Ok(value)) = (!old.has(look) || unused_names, new.get(look)) {
            step.explain_closure(value, &[], Modification::None)?;
        }
    }
    Ok(())
}

fn as_dictionary(value: Object) -> Dictionary {
    match value {
        Object::Dictionary(dictionary) => dictionary,
        _ => Dictionary::new(),
    }
}

fn as_array(value: Object) -> Vec<Object> {
    match value {
        Object::Array(values) => values,
        _ => Vec::new(),
    }
}
