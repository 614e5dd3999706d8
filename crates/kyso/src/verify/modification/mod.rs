//! Modification stage: what came after a signature, and whether every change has an explanation.
//!
//! The rules are a whitelist in small files; what none of them explains is suspicious.

mod diff;
mod engine;
mod locks;
mod rules;
mod structure;

pub(crate) use locks::Permissions;

use super::conclude::Refusal;
use super::discover::Found;
use crate::pdf::{ByteRangeProof, PdfDocument};
use crate::report::{Code, Finding, Modification, SubIndication};

/// The proof that nothing came after a signature but what is allowed. Made in this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unmodified {
    level: Modification,
}

impl Unmodified {
    /// The most far-reaching change that was allowed.
    #[must_use]
    pub fn level(&self) -> Modification {
        self.level
    }
}

/// Findings named one by one; a rewritten document would list every object it has.
const MAX_FINDINGS: usize = 20;

/// Judges every revision after the one that `found` ends.
pub(crate) fn analyse(
    document: &PdfDocument,
    found: &Found,
    proof: &ByteRangeProof,
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
    faults.extend(structure::check(document, proof.revision()).into_iter().map(|fault| {
        Finding::error(Code::ModifiedAfterSigning)
            .with("object", fault.object)
            .with("fault", fault.fault)
    }));
    for revision in proof.revision() + 1..document.revisions().len() {
        match engine::explain(document, revision) {
            Ok(explained) => {
                level = level.max(explained.level);
                faults.extend(found.permissions.refuse(&explained, revision));
                findings.extend(explained.signatures.iter().map(|field| {
                    Finding::info(Code::LaterSignature)
                        .with("field", field.as_str())
                        .with("revision", revision + 1)
                }));
            }
            Err(unexplained) => {
                level = Modification::Suspicious;
                faults.extend(unexplained.into_iter().map(|fault| {
                    Finding::error(Code::ModifiedAfterSigning)
                        .with("object", fault.object)
                        .with("revision", revision + 1)
                        .with("fault", fault.fault)
                }));
            }
        }
    }
    if faults.is_empty() {
        return (level, Ok(Unmodified { level }));
    }
    faults.truncate(MAX_FINDINGS);
    findings.extend(faults);
    (Modification::Suspicious, Err(Refusal::Failed(SubIndication::HashFailure)))
}
