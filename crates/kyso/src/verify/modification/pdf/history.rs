//! Every later revision of a document, explained or not: worked out once for all its signatures.

use lopdf::ObjectId;

use super::engine::{self, Outcome, Unexplained};
use super::roles::Roles;
use crate::pdf::PdfDocument;
use crate::report::Finding;

/// A field that was filled after a signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Filling {
    pub(crate) field: String,
    /// The revision that filled it, counted from 1.
    pub(crate) revision: usize,
}

/// The outcome for each revision after the first signed one.
pub(crate) struct History {
    first: usize,
    outcomes: Vec<Outcome>,
    /// What each did that people should know of.
    later: Vec<Vec<Finding>>,
    /// What readers differ about in the first signed revision.
    ambiguous: Vec<Unexplained>,
}

impl History {
    /// Explains every revision after `signed`, the index of the first one that a signature ends.
    pub(crate) fn after(document: &PdfDocument, signed: usize) -> Self {
        let first = signed + 1;
        let mut outcomes = Vec::new();
        let mut ambiguous = Vec::new();
        let fault = |fault| move |object| Unexplained { object, fault };
        ambiguous.extend(document.disagreeing_row(signed).map(fault("hybrid-row")));
        let roles = Roles::of(&document.at_revision(signed));
        if let Ok(roles) = &roles {
            ambiguous.extend(roles.ambiguous().map(fault("ambiguous-value")));
        }
        if first < document.revisions().len() {
            match roles {
                Ok(mut roles) => {
                    for revision in first..document.revisions().len() {
                        outcomes.push(engine::explain(document, revision, &mut roles));
                    }
                }
                Err(_) => {
                    let fault = Unexplained { object: 0, fault: "unreadable" };
                    let unreadable =
                        || Outcome { explained: Err(vec![fault.clone()]), notes: Vec::new() };
                    outcomes.resize_with(document.revisions().len() - first, unreadable);
                }
            }
        }
        let later = outcomes.iter().enumerate().map(|(index, outcome)| {
            let explained = outcome.explained.iter();
            explained.flat_map(|explained| super::later(explained, first + index)).collect()
        });
        Self { first, later: later.collect(), outcomes, ambiguous }
    }

    /// What two readers read differently in what every signature covers.
    pub(super) fn ambiguous(&self) -> &[Unexplained] {
        &self.ambiguous
    }

    /// The outcome for one revision; `None` where it was not worked out.
    pub(super) fn outcome(&self, revision: usize) -> Option<&Outcome> {
        self.outcomes.get(revision.checked_sub(self.first)?)
    }

    /// What one revision did that people should know of; nothing where it is not explained.
    pub(super) fn later(&self, revision: usize) -> &[Finding] {
        let later = revision.checked_sub(self.first).and_then(|index| self.later.get(index));
        later.map(Vec::as_slice).unwrap_or_default()
    }

    /// Every field that a later revision filled, in the order of the revisions.
    pub(crate) fn fillings(&self) -> Vec<Filling> {
        let mut fillings = Vec::new();
        for (index, outcome) in self.outcomes.iter().enumerate() {
            let filled = outcome.explained.iter().flat_map(|explained| &explained.filled);
            let revision = self.first + index + 1;
            fillings.extend(filled.map(|field| Filling { field: field.clone(), revision }));
        }
        fillings
    }

    /// The widgets of the fields that later revisions added or filled, and what may be an
    /// annotation that nothing explains.
    pub(crate) fn widgets(&self) -> impl Iterator<Item = ObjectId> {
        let notes = self.outcomes.iter().flat_map(|outcome| &outcome.notes);
        let faults = self.outcomes.iter().filter_map(|outcome| outcome.explained.as_ref().err());
        let unexplained = faults.flatten().filter(|fault| fault.object != 0);
        notes.filter_map(|note| note.about.widget).chain(unexplained.map(Unexplained::place))
    }
}
