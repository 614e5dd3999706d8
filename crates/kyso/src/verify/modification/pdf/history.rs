//! Every later revision of a document, explained or not: worked out once for all its signatures.

use super::engine::{self, Explained, Unexplained};
use super::roles::Roles;
use crate::pdf::PdfDocument;

/// The outcome for each revision after the first signed one.
pub(crate) struct History {
    first: usize,
    outcomes: Vec<Result<Explained, Vec<Unexplained>>>,
}

impl History {
    /// Explains every revision after `signed`, the index of the first one that a signature ends.
    pub(crate) fn after(document: &PdfDocument, signed: usize) -> Self {
        let first = signed + 1;
        let mut outcomes = Vec::new();
        if first < document.revisions().len() {
            match Roles::of(&document.at_revision(signed)) {
                Ok(mut roles) => {
                    for revision in first..document.revisions().len() {
                        outcomes.push(engine::explain(document, revision, &mut roles));
                    }
                }
                Err(_) => {
                    let fault = Unexplained { object: 0, fault: "unreadable" };
                    outcomes.resize(document.revisions().len() - first, Err(vec![fault]));
                }
            }
        }
        Self { first, outcomes }
    }

    /// The outcome for one revision; `None` where it was not worked out.
    pub(super) fn outcome(&self, revision: usize) -> Option<&Result<Explained, Vec<Unexplained>>> {
        self.outcomes.get(revision.checked_sub(self.first)?)
    }
}
