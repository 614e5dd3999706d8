//! What came after a signature in a PDF, and whether every change has an explanation.
//!
//! The rules are a whitelist in small files; what none of them explains is suspicious.

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
mod roles;
mod rules;
mod structure;

pub(crate) use history::History;
pub(crate) use locks::Permissions;

use self::engine::Unexplained;
use super::super::conclude::Refusal;
use super::super::pdf::Found;
use super::Unmodified;
use crate::pdf::{ByteRangeProof, PdfDocument};
use crate::report::{Code, Finding, Modification, SubIndication};

/// Findings named one by one; a rewritten document would list every object it has.
const MAX_FINDINGS: usize = 20;

/// Judges every revision after the one that `found` ends.
pub(crate) fn analyse(
    document: &PdfDocument,
    found: &Found,
    proof: &ByteRangeProof,
    history: &History,
    findings: &mut Vec<Finding>,
) -> (Modification, Result<Unmodified, Refusal>) {
    let mut level = Modification::None;
    let mut faults = Vec::new();
    if !found.value.in_latest {
        faults.push(Finding::error(Code::SignatureRemoved));
    }
    let end = document.revisions().last().map_or(0, |last| last.end);
    let length = document.source().len();
    if end < length {
        let finding = Finding::error(Code::TrailingBytes).with("offset", end);
        faults.push(finding.with("length", length - end));
    }
    let structure = structure::check(document, proof.revision());
    faults.extend(structure.iter().chain(history.ambiguous()).map(|fault| {
        Finding::error(Code::ModifiedAfterSigning)
            .with("object", fault.object)
            .with("fault", fault.fault)
    }));
    for revision in proof.revision() + 1..document.revisions().len() {
        match history.outcome(revision) {
            Some(Ok(explained)) => {
                level = level.max(explained.level);
                faults.extend(found.permissions.refuse(explained, revision));
                findings.extend(explained.signatures.iter().map(|field| {
                    Finding::info(Code::LaterSignature)
                        .with("field", field.as_str())
                        .with("revision", revision + 1)
                }));
                findings.extend(explained.filled.iter().map(|field| {
                    Finding::info(Code::LaterFilling)
                        .with("field", field.as_str())
                        .with("revision", revision + 1)
                }));
                faults.extend(locks::refuse_signed(explained, proof.revision(), revision));
                findings.extend(explained.annotations.iter().take(MAX_FINDINGS).map(|one| {
                    Finding::warning(Code::LaterAnnotation)
                        .with("kind", one.kind)
                        .with("change", one.change.name())
                        .with("page", one.page)
                        .with("revision", revision + 1)
                }));
                findings.extend(explained.appearances.iter().map(|field| {
                    Finding::warning(Code::LaterAppearance)
                        .with("field", field.as_str())
                        .with("revision", revision + 1)
                }));
            }
            Some(Err(unexplained)) => {
                faults.extend(unexplained.iter().map(|fault| modified(revision, fault)));
            }
            None => faults.push(modified(revision, &NOT_JUDGED)),
        }
    }
    if faults.is_empty() {
        return (level, Ok(Unmodified { level }));
    }
    faults.truncate(MAX_FINDINGS);
    findings.extend(faults);
    (Modification::Suspicious, Err(Refusal::Failed(SubIndication::HashFailure)))
}

/// A revision that nobody looked at.
const NOT_JUDGED: Unexplained = Unexplained { object: 0, fault: "not-judged" };

fn modified(revision: usize, fault: &Unexplained) -> Finding {
    Finding::error(Code::ModifiedAfterSigning)
        .with("object", fault.object)
        .with("revision", revision + 1)
        .with("fault", fault.fault)
}
