//! A filling profile held against a report: what was filled in after a signature is what the
//! profile names, and somebody else signed over it.

use std::collections::BTreeMap;

use super::conclude::signer;
use super::modification::{Filling, Unseen, unseen};
use super::person::{self, same_person};
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::pdf::profile::{FieldRole, FillingProfile};
use crate::pdf::{Field, FieldKind, Object, PdfDocument, PdfError, decode_text, fields};
use crate::report::{Code, Finding, Report, SignatureReport};

/// What the profile asks for and the document does not have; nothing where all is as it should
/// be. What was filled is noted in either case.
pub(super) fn unmet(
    profile: &FillingProfile,
    document: Option<&PdfDocument>,
    fillings: &[Filling],
    report: &Report,
    notes: &mut Vec<Finding>,
) -> Vec<Finding> {
    let unmet = |fault: &'static str| {
        let finding = Finding::error(Code::ProfileUnmet).with("profile", profile.name.as_str());
        finding.with("fault", fault)
    };
    let Some(document) = document else { return vec![unmet("not-pdf")] };
    let Ok(latest) = fields(&document.latest()) else { return vec![unmet("form-unreadable")] };
    let mut faults = Vec::new();
    let mut filled: BTreeMap<FieldRole, usize> = BTreeMap::new();
    for filling in fillings {
        let fault = match profile.role_of(&filling.field) {
            None => Some("field-not-named"),
            Some(role) if filled.insert(role, filling.revision).is_some() => Some("filled-twice"),
            Some(_) if !from_empty(document, filling).unwrap_or(false) => Some("was-not-empty"),
            Some(_) if !is_sealed(report, filling.revision) => Some("not-sealed"),
            Some(_) => None,
        };
        faults.extend(fault.map(|fault| {
            let finding = unmet(fault).with("field", filling.field.as_str());
            finding.with("revision", filling.revision)
        }));
    }
    let mut note = Finding::info(Code::NumberAndDateFilled)
        .with(FieldRole::Number.name(), "")
        .with(FieldRole::Date.name(), "");
    for shape in &profile.fields {
        let own = |field: &&Field| profile.role_of(&field.name) == Some(shape.role);
        match latest.iter().filter(own).collect::<Vec<_>>().as_slice() {
            [] => faults.push(unmet("no-such-field").with("role", shape.role.name())),
            [field] => match text_of(document, field) {
                Some(value) if !value.trim().is_empty() => {
                    if let Some((fault, by)) = not_seen(document, field, &value) {
                        let finding = unmet(fault).with("field", field.name.as_str());
                        faults.push(match by {
                            Some(object) => finding.with("object", object),
                            None => finding,
                        });
                    }
                    note = note.with(shape.role.name(), value);
                }
                _ => faults.push(unmet("not-filled").with("field", field.name.as_str())),
            },
            // Which of several is meant nobody can tell.
            [field, ..] => faults.push(unmet("several-fields").with("field", field.name.as_str())),
        }
    }
    let signers = person::count(report.signatures.iter().filter_map(signer));
    if signers < profile.signers {
        faults.push(unmet("too-few-signers").with("signers", signers));
    }
    notes.push(note);
    faults.truncate(MAX_FINDINGS_PER_EXPECTATION);
    faults
}

/// Whether a field of text held nothing before it was filled, and something after.
fn from_empty(document: &PdfDocument, filling: &Filling) -> Result<bool, PdfError> {
    let Some(before) = filling.revision.checked_sub(2) else { return Ok(false) };
    let value = |revision: usize| -> Result<Option<String>, PdfError> {
        let view = document.at_revision(revision);
        let all = fields(&view)?;
        let field = all.iter().find(|field| field.name == filling.field);
        let Some(field) = field.filter(|field| field.kind == FieldKind::Text) else {
            return Ok(None);
        };
        Ok(match view.resolve(&field.value)? {
            Object::String(bytes, _) => Some(decode_text(&bytes)),
            Object::Null => Some(String::new()),
            _ => None,
        })
    };
    let is_empty = |text: &String| text.trim().is_empty();
    let emptied = value(before)?.is_some_and(|text| is_empty(&text));
    Ok(emptied && value(before + 1)?.is_some_and(|text| !is_empty(&text)))
}

/// Whether somebody who had not signed before a filling signed over it, and passed. Whoever signed
/// before counts whether that passed or not.
fn is_sealed<'r>(report: &'r Report, revision: usize) -> bool {
    let ends = |one: &&SignatureReport| one.revision.is_some_and(|end| end >= revision);
    let before = report.signatures.iter().filter(|one| !ends(one));
    let named = |one: &'r SignatureReport| signer(one).or(one.material.chain.first());
    let before: Vec<_> = before.filter_map(named).collect();
    let is_new = |signer| !before.iter().any(|known| same_person(known, signer));
    report.signatures.iter().filter(ends).filter_map(signer).any(is_new)
}

/// Why people do not see what a field says, and what covers it, if that is why.
fn not_seen(
    document: &PdfDocument,
    field: &Field,
    value: &str,
) -> Option<(&'static str, Option<u32>)> {
    Some(match unseen(document, field, value) {
        Ok(None) => return None,
        Ok(Some(Unseen::NotShown)) | Err(_) => ("not-shown", None),
        Ok(Some(Unseen::OffPage)) => ("off-page", None),
        Ok(Some(Unseen::Covered { by })) => ("covered", Some(by)),
        Ok(Some(Unseen::NoLook)) => ("no-look", None),
        Ok(Some(Unseen::LookDiffers)) => ("look-differs", None),
    })
}

fn text_of(document: &PdfDocument, field: &Field) -> Option<String> {
    match document.latest().resolve(&field.value) {
        Ok(Object::String(bytes, _)) => Some(decode_text(&bytes)),
        _ => None,
    }
}
