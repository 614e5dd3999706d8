//! What came after a signature in a PDF, and whether every change has an explanation.
//!
//! The rules are a whitelist in small files; what none of them explains is suspicious.

mod before;
mod changes;
mod diff;
mod engine;
mod glyphs;
mod history;
mod ink;
mod inside;
mod letters;
mod locks;
mod look;
mod marks;
mod notes;
mod numbers;
mod permitted;
mod roles;
mod rules;
#[cfg(test)]
mod sample;
mod shown;
mod structure;
#[cfg(test)]
mod tests;
mod turned;

pub(crate) use before::hides_text;
pub(crate) use changes::Changes;
pub(crate) use history::{Filling, History};
pub(crate) use locks::Permissions;
pub(crate) use shown::{Unseen, unseen};

use std::collections::HashMap;

use lopdf::ObjectId;

use self::engine::{Explained, Unexplained};
use super::super::conclude::Refusal;
use super::super::pdf::Found;
use super::Unmodified;
use crate::pdf::{ByteRangeProof, PdfDocument};
use crate::policy::Policy;
use crate::report::{Code, Finding, Modification, SubIndication};

/// Findings named one by one; a rewritten document would list every object it has.
const MAX_FINDINGS: usize = 20;

/// What was found out.
pub(crate) struct Analysis {
    pub(crate) level: Modification,
    pub(crate) unmodified: Result<Unmodified, Refusal>,
    pub(crate) changes: Changes,
}

impl Analysis {
    /// Where nothing can be looked at.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        let (level, unmodified) = (Modification::Suspicious, Err(refusal));
        Self { level, unmodified, changes: Changes::default() }
    }
}

/// Judges every revision after the one that `found` ends.
pub(crate) fn analyse(
    document: &PdfDocument,
    policy: &Policy,
    found: &Found,
    proof: &ByteRangeProof,
    history: &History,
    pages: &HashMap<ObjectId, usize>,
    findings: &mut Vec<Finding>,
) -> Analysis {
    let mut level = Modification::None;
    let mut changes = Changes::default();
    let permissions = found.permissions.clone().under(policy);
    let mut faults = of_file(document, found, proof, history, &mut changes);
    for revision in proof.revision() + 1..document.revisions().len() {
        let Some(outcome) = history.outcome(revision) else {
            faults.push(modified(revision, &NOT_JUDGED));
            continue;
        };
        changes.revision(document, revision, outcome, &permissions, pages);
        match &outcome.explained {
            Ok(explained) => {
                level = level.max(explained.level);
                faults.extend(permissions.refuse(explained, revision));
                faults.extend(permitted::refuse(policy, &permissions, explained, revision));
                faults.extend(locks::refuse_signed(explained, proof.revision(), revision));
                findings.extend(history.later(revision).iter().cloned());
            }
            Err(unexplained) => {
                faults.extend(unexplained.iter().map(|fault| modified(revision, fault)));
            }
        }
    }
    if faults.is_empty() {
        return Analysis { level, unmodified: Ok(Unmodified { level }), changes };
    }
    faults.truncate(MAX_FINDINGS);
    findings.extend(faults);
    let refusal = Refusal::Failed(SubIndication::HashFailure);
    Analysis { changes, ..Analysis::refused(refusal) }
}

/// What is wrong with the file as it stands now.
fn of_file(
    document: &PdfDocument,
    found: &Found,
    proof: &ByteRangeProof,
    history: &History,
    changes: &mut Changes,
) -> Vec<Finding> {
    let mut faults = Vec::new();
    if !found.value.in_latest {
        faults.push(Finding::error(Code::SignatureRemoved));
        changes.file("signature-removed");
    }
    let end = document.revisions().last().map_or(0, |last| last.end);
    let length = document.source().len();
    if end < length {
        let finding = Finding::error(Code::TrailingBytes).with("offset", end);
        faults.push(finding.with("length", length - end));
        changes.file("trailing-bytes");
    }
    let structure = structure::check(document, proof.revision());
    faults.extend(structure.iter().chain(history.ambiguous()).map(|fault| {
        changes.structure(fault);
        Finding::error(Code::ModifiedAfterSigning)
            .with("object", fault.object)
            .with("fault", fault.fault)
    }));
    faults
}

/// What a revision did that people should know of.
fn later(explained: &Explained, revision: usize) -> impl Iterator<Item = Finding> {
    let Explained { signatures, filled, appearances, over_text, .. } = explained;
    let each = move |fields: &[String], finding: fn(Code) -> Finding, code: Code| {
        let of = |field: &String| {
            finding(code).with("field", field.as_str()).with("revision", revision + 1)
        };
        fields.iter().map(of).collect::<Vec<_>>()
    };
    let signatures = each(signatures, Finding::info, Code::LaterSignature);
    let filled = each(filled, Finding::info, Code::LaterFilling);
    let appearances = each(appearances, Finding::warning, Code::LaterAppearance);
    let annotations: Vec<_> = explained
        .annotations
        .iter()
        .take(MAX_FINDINGS)
        .map(|one| {
            Finding::warning(Code::LaterAnnotation)
                .with("kind", one.kind)
                .with("change", one.change.name())
                .with("page", one.page)
                .with("revision", revision + 1)
        })
        .collect();
    let over_text: Vec<_> = over_text
        .iter()
        .take(MAX_FINDINGS)
        .map(|one| {
            let finding = Finding::warning(Code::LaterLookOverText)
                .with("field", one.field.as_str())
                .with("page", one.page)
                .with("sight", one.sight.name())
                .with("lines", one.under.count)
                .with("revision", revision + 1);
            match one.under.lines.join(" / ") {
                text if text.is_empty() => finding,
                text => finding.with("text", text),
            }
        })
        .collect();
    let shown = appearances.into_iter().chain(over_text);
    signatures.into_iter().chain(filled).chain(annotations).chain(shown)
}

/// A revision that nobody looked at.
const NOT_JUDGED: Unexplained = Unexplained { object: 0, fault: "not-judged" };

fn modified(revision: usize, fault: &Unexplained) -> Finding {
    Finding::error(Code::ModifiedAfterSigning)
        .with("object", fault.object)
        .with("revision", revision + 1)
        .with("fault", fault.fault)
}
