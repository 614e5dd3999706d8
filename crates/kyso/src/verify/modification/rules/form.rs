//! Rule: a further signature, in a field of its own or in one that was empty (ISO 32000-2
//! §12.7.5.5), and a document time-stamp likewise.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::super::diff;
use super::super::engine::{Replaced, Step};
use crate::pdf::{Field, FieldKind, PdfError, fields};
use crate::report::Modification;

/// What a new signature field and its widget may say. Actions (`/A`, `/AA`) are not among it.
const OF_A_FIELD: [&[u8]; 24] = [
    b"Type", b"Subtype", b"FT", b"T", b"TU", b"TM", b"Ff", b"V", b"F", b"Rect", b"P", b"AP", b"AS",
    b"MK", b"BS", b"Border", b"DA", b"Q", b"M", b"NM", b"Parent", b"Kids", b"Lock", b"SV",
];

/// What signing changes in a field that was empty.
const WHEN_SIGNED: [&[u8]; 5] = [b"V", b"AP", b"AS", b"M", b"F"];

/// What signing changes in the form (ISO 32000-2 §12.7.3).
const OF_THE_FORM: [&[u8]; 2] = [b"Fields", b"SigFlags"];

/// References that lead back out of a field.
const OUTWARDS: [&[u8]; 2] = [b"P", b"Parent"];

/// Explains new and newly signed fields; returns the widgets that pages may gain.
pub(super) fn apply(step: &mut Step<'_>) -> Result<BTreeSet<u32>, PdfError> {
    let mut widgets = BTreeSet::new();
    let before = fields(&step.old)?;
    let after = fields(&step.new)?;
    for field in after.iter().filter(|field| field.kind == FieldKind::Signature) {
        let Some(id) = field.id else { continue };
        match before.iter().find(|before| before.id == field.id) {
            Some(empty) if empty.value.is_null() && !field.value.is_null() => {
                newly_signed(step, id, field)?;
            }
            Some(_) => {}
            // A second field of one name would answer for the first.
            None if before.iter().any(|before| before.name == field.name) => {}
            None if step.added.contains(&id.0) => new_field(step, id, field, &mut widgets)?,
            None => {}
        }
    }
    form(step, &widgets)?;
    Ok(widgets)
}

/// A field that did not exist: it must be signed.
fn new_field(
    step: &mut Step<'_>,
    id: ObjectId,
    field: &Field,
    widgets: &mut BTreeSet<u32>,
) -> Result<(), PdfError> {
    let mut parts = Vec::new();
    for id in field.widgets.iter().copied().chain([id]) {
        match step.new.object(id)? {
            Object::Dictionary(part) if step.added.contains(&id.0) && only(&part, &OF_A_FIELD) => {
                parts.push((id, part));
            }
            _ => return Ok(()),
        }
    }
    if step.new.resolve(&field.value)?.is_null() {
        return Ok(());
    }
    let level = accept_value(step, field)?;
    for (id, part) in parts {
        step.explain(id.0, level);
        widgets.insert(id.0);
        step.explain_closure(&Object::Dictionary(part), &OUTWARDS, level)?;
    }
    step.result.fields.push(field.name.clone());
    Ok(())
}

/// A field that was empty and is signed now, with its widgets.
fn newly_signed(step: &mut Step<'_>, id: ObjectId, field: &Field) -> Result<(), PdfError> {
    let level = accept_value(step, field)?;
    for id in field.widgets.iter().copied().chain([id]) {
        let Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) }) =
            step.replacement(id)
        else {
            continue;
        };
        if diff::keys(&old, &new).iter().all(|key| WHEN_SIGNED.contains(key)) {
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

/// Notes who signed, and tells a document time-stamp from a signature.
fn accept_value(step: &mut Step<'_>, field: &Field) -> Result<Modification, PdfError> {
    step.result.signatures.push(field.name.clone());
    Ok(match step.new.resolve(&field.value)? {
        Object::Dictionary(value) if value.has_type(b"DocTimeStamp") => Modification::LtaUpdate,
        _ => Modification::FormFilling,
    })
}

/// The interactive form itself: direct in the catalog or an object, and its list of fields.
fn form(step: &mut Step<'_>, widgets: &BTreeSet<u32>) -> Result<(), PdfError> {
    let (old_catalog, new_catalog) = (step.old.catalog()?, step.new.catalog()?);
    let old = as_dictionary(step.old.get(&old_catalog, b"AcroForm")?);
    let new = as_dictionary(step.new.get(&new_catalog, b"AcroForm")?);
    let was_there = old_catalog.has(b"AcroForm");
    let allowed = |key: &&[u8]| OF_THE_FORM.contains(key) || (!was_there && *key != b"XFA");
    let fields_before = as_array(step.old.get(&old, b"Fields")?);
    let fields_after = as_array(step.new.get(&new, b"Fields")?);
    let gained = diff::appended(&fields_before, &fields_after);
    let only_explained = gained.is_some_and(|ids| ids.iter().all(|id| widgets.contains(&id.0)));
    if !diff::keys(&old, &new).iter().all(allowed) || !only_explained {
        step.refuse("form-changed");
        return Ok(());
    }
    let places = [
        (new_catalog.get(b"AcroForm").ok(), old_catalog.get(b"AcroForm").ok()),
        (new.get(b"Fields").ok(), old.get(b"Fields").ok()),
    ];
    for (after, before) in places {
        if let Some(Object::Reference(id)) = after
            && step.is_own(*id, before)
        {
            step.explain(id.0, Modification::None);
        }
    }
    if !was_there {
        step.explain_closure(&Object::Dictionary(new), &[b"Fields"], Modification::None)?;
    }
    Ok(())
}

fn only(dictionary: &Dictionary, allowed: &[&[u8]]) -> bool {
    dictionary.iter().all(|(key, _)| allowed.contains(&key.as_slice()))
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
