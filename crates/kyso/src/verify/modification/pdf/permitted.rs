//! What the policy lets come after a signature, beside what the signature itself allows.

use super::engine::Explained;
use super::locks::Permissions;
use crate::policy::{Filling, Policy};
use crate::report::{Code, Finding, Modification};

/// What `explained` did that the policy does not take.
pub(super) fn refuse(
    policy: &Policy,
    permissions: &Permissions,
    explained: &Explained,
    revision: usize,
) -> Vec<Finding> {
    let later = policy.later_changes();
    let mut faults = Vec::new();
    let finding = |fault: &'static str| {
        Finding::error(Code::ModifiedAfterSigning)
            .with("revision", revision + 1)
            .with("fault", fault)
    };
    if explained.evidence && !later.timestamps {
        faults.push(finding("policy-forbids-timestamps"));
    }
    if explained.level > Modification::LtaUpdate && !later.signatures {
        let signatures = explained.signatures.iter();
        faults.extend(
            signatures
                .map(|name| finding("policy-forbids-signatures").with("field", name.as_str())),
        );
    }
    if let Filling::Only(fields) = &later.filling {
        let others = explained.filled.iter().filter(|name| !fields.contains(name));
        faults.extend(
            others.map(|name| finding("policy-forbids-filling").with("field", name.as_str())),
        );
    }
    if explained.level == Modification::Annotation {
        let certified = permissions.certified && permissions.doc_mdp == Some(3);
        if !(later.annotations && certified || policy.dangerous.annotations) {
            faults.push(finding("policy-forbids-annotations"));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
