//! A filling profile held against a report: what was filled in after a signature is what the
//! profile names, and somebody else signed over it.

use std::collections::{BTreeMap, BTreeSet};

use super::person::{self, same_person};
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::pdf::profile::{FieldRole, FillingProfile};
use crate::pdf::{Field, FieldKind, Object, PdfDocument, PdfError, decode_text, fields};
use crate::report::{Code, Conclusion, Fact, Finding, Kind, Report, SignatureReport};
use crate::x509::Certificate;

/// One field filled after a signature.
struct Filling {
    field: String,
    /// Counted from 1.
    revision: usize,
}

/// What the profile asks for and the document does not have; nothing where all is as it should
/// be. What was filled is noted in either case.
pub(super) fn unmet(
    profile: &FillingProfile,
    document: Option<&PdfDocument>,
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
    for filling in fillings(report) {
        let fault = match profile.role_of(&filling.field) {
            None => Some("field-not-named"),
            Some(role) if filled.insert(role, filling.revision).is_some() => Some("filled-twice"),
            Some(_) if !from_empty(document, &filling).unwrap_or(false) => Some("was-not-empty"),
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
                    note = note.with(shape.role.name(), value);
                    if !is_shown(document, field).unwrap_or(false) {
                        faults.push(unmet("not-shown").with("field", field.name.as_str()));
                    }
                }
                _ => faults.push(unmet("not-filled").with("field", field.name.as_str())),
            },
            // Which of several is meant nobody can tell.
            [field, ..] => faults.push(unmet("several-fields").with("field", field.name.as_str())),
        }
    }
    let signers = person::count(passed(report).filter_map(signer));
    if signers < profile.signers {
        faults.push(unmet("too-few-signers").with("signers", signers));
    }
    notes.push(note);
    faults.truncate(MAX_FINDINGS_PER_EXPECTATION);
    faults
}

/// Everything that the modification analysis explained as filling, each once.
fn fillings(report: &Report) -> Vec<Filling> {
    let findings = report.signatures.iter().flat_map(|signature| &signature.findings);
    let filling =
        |finding: &Finding| match (finding.facts.get("field")?, finding.facts.get("revision")?) {
            (Fact::Text(field), Fact::Number(revision)) => {
                Some((usize::try_from(*revision).ok()?, field.clone()))
            }
            _ => None,
        };
    let later = findings.filter(|finding| finding.code == Code::LaterFilling);
    let each: BTreeSet<_> = later.filter_map(filling).collect();
    each.into_iter().map(|(revision, field)| Filling { field, revision }).collect()
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

/// Whether somebody who had not signed before a filling signed over it.
fn is_sealed(report: &Report, revision: usize) -> bool {
    let ends = |one: &&SignatureReport| one.revision.is_some_and(|end| end >= revision);
    let before: Vec<_> =
        report.signatures.iter().filter(|one| !ends(one)).filter_map(signer).collect();
    let is_new = |signer| !before.iter().any(|known| same_person(known, signer));
    passed(report).filter(ends).filter_map(signer).any(is_new)
}

/// The signatures that passed; time-stamps are nobody's.
fn passed(report: &Report) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(|one| {
        one.kind != Kind::DocumentTimestamp && matches!(one.conclusion, Conclusion::Passed(_))
    })
}

/// Whose signature it is.
fn signer(signature: &SignatureReport) -> Option<&Certificate> {
    signature.material.chain.first()
}

/// Whether each widget of a field stands on a page and nothing in it says not to show it: `/F`
/// invisible, hidden or no view (ISO 32000-2 table 167), or `/OC`.
fn is_shown(document: &PdfDocument, field: &Field) -> Result<bool, PdfError> {
    const UNSEEN: i64 = 1 | 2 | 32;
    let view = document.latest();
    let mut listed = BTreeSet::new();
    for page in view.pages()? {
        let Object::Dictionary(page) = view.object(page?)? else { continue };
        if let Object::Array(annotations) = view.get(&page, b"Annots")? {
            listed.extend(annotations.iter().filter_map(|one| one.as_reference().ok()));
        }
    }
    for id in &field.widgets {
        let Object::Dictionary(widget) = view.object(*id)? else { return Ok(false) };
        let seen = match view.get(&widget, b"F")? {
            Object::Null => true,
            Object::Integer(flags) => flags & UNSEEN == 0,
            _ => false,
        };
        if !seen || !listed.contains(id) || !view.get(&widget, b"OC")?.is_null() {
            return Ok(false);
        }
    }
    Ok(!field.widgets.is_empty())
}

fn text_of(document: &PdfDocument, field: &Field) -> Option<String> {
    match document.latest().resolve(&field.value) {
        Ok(Object::String(bytes, _)) => Some(decode_text(&bytes)),
        _ => None,
    }
}
