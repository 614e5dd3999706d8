//! What a signature itself, or a certification before it, forbids later revisions to do:
//! DocMDP and FieldMDP (ISO 32000-2 §12.8.2.2 and §12.8.2.4).

use super::engine::{Annotated, Change, Explained};
use crate::pdf::FieldLock;
use crate::policy::Policy;
use crate::report::{Code, Finding, Modification};

/// What may come after a signature.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Permissions {
    /// DocMDP `P`: 1 nothing but evidence, 2 filling forms, 3 annotations too. Of several the
    /// strictest holds.
    pub(crate) doc_mdp: Option<i64>,
    /// Whether it is a certification that says so, the signature itself or one before it.
    pub(crate) certified: bool,
    /// FieldMDP transforms.
    pub(crate) locks: Vec<FieldLock>,
}

impl Permissions {
    /// As a policy widens it: annotations as if a certification allowed them, where nothing
    /// stricter was said.
    pub(super) fn under(self, policy: &Policy) -> Self {
        match self.doc_mdp {
            None | Some(3) if policy.dangerous.annotations => {
                Self { doc_mdp: Some(3), certified: true, ..self }
            }
            _ => self,
        }
    }

    /// What `explained` did that is not allowed.
    pub(super) fn refuse(&self, explained: &Explained, revision: usize) -> Vec<Finding> {
        let mut faults = Vec::new();
        let finding = |fault: &'static str| {
            Finding::error(Code::ModifiedAfterSigning)
                .with("revision", revision + 1)
                .with("fault", fault)
        };
        let most = self.most();
        // Notes and metadata may go with evidence; alone they are a change like any other.
        let notes_alone = explained.notes && explained.level == Modification::None;
        if explained.level > most || (notes_alone && most < Modification::FormFilling) {
            faults.push(finding("doc-mdp-forbids"));
        }
        // Document time-stamps and evidence stand outside the form's locks.
        if explained.level > Modification::LtaUpdate {
            let locked = |field: &&String| self.locks.iter().any(|lock| lock.covers(field));
            let locked = explained.fields.iter().filter(locked);
            faults.extend(locked.map(|name| finding("field-locked").with("field", name.as_str())));
        }
        faults
    }

    /// The most far-reaching change that a certification allows.
    fn most(&self) -> Modification {
        match self.doc_mdp {
            Some(1) => Modification::LtaUpdate,
            Some(2) => Modification::FormFilling,
            Some(3) if self.certified => Modification::Annotation,
            // Only who certifies opens a document to annotations.
            Some(3) | None => Modification::FormFilling,
            // A value the standard does not know allows nothing.
            Some(_) => Modification::None,
        }
    }

    /// What forbids a single change, where something does.
    pub(super) fn forbids(&self, level: Modification, field: Option<&str>) -> Option<&'static str> {
        let locked = |field| self.locks.iter().any(|lock| lock.covers(field));
        if level > self.most() {
            Some("doc-mdp-forbids")
        } else if level > Modification::LtaUpdate && field.is_some_and(locked) {
            Some("field-locked")
        } else {
            None
        }
    }
}

/// Annotations that the signature, which ends `signed`, covers: they stay as they were.
pub(super) fn refuse_signed(explained: &Explained, signed: usize, revision: usize) -> Vec<Finding> {
    let covered = explained
        .annotations
        .iter()
        .filter(|one| one.change != Change::Added && one.since <= signed);
    let fault = |one: &Annotated| {
        Finding::error(Code::ModifiedAfterSigning)
            .with("object", one.object)
            .with("revision", revision + 1)
            .with("fault", "signed-annotation")
    };
    covered.map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::Permissions;
    use crate::pdf::FieldLock;
    use crate::report::Modification;

    #[test]
    fn a_certification_forbids_what_goes_beyond_it() {
        let certified =
            |level| Permissions { doc_mdp: Some(level), certified: true, locks: Vec::new() };
        let filling = Modification::FormFilling;
        assert_eq!(certified(1).forbids(filling, Some("a")), Some("doc-mdp-forbids"));
        assert_eq!(certified(1).forbids(Modification::LtaUpdate, None), None);
        assert_eq!(certified(2).forbids(filling, Some("a")), None);
        let locked = Permissions { locks: vec![FieldLock::All], ..certified(2) };
        assert_eq!(locked.forbids(filling, Some("a")), Some("field-locked"));
        assert_eq!(locked.forbids(filling, None), None);
        assert_eq!(locked.forbids(Modification::LtaUpdate, Some("a")), None);
        assert_eq!(certified(7).forbids(Modification::LtaUpdate, None), Some("doc-mdp-forbids"));
    }
}
