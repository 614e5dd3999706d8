//! Whether two certificates are one person's.

use crate::x509::{Certificate, Name};

/// Whether both are one signer's: the same key, the same name whatever the order of its parts, or
/// the same UID. A renewed certificate makes nobody another one.
pub(super) fn same_person(one: &Certificate, other: &Certificate) -> bool {
    let (mine, theirs) = (one.subject(), other.subject());
    let same_uid = match (mine.uid(), theirs.uid()) {
        (Some(mine), Some(theirs)) => mine.trim().eq_ignore_ascii_case(theirs.trim()),
        _ => false,
    };
    same_uid || one.spki_der() == other.spki_der() || same_parts(mine, theirs)
}

fn same_parts(one: &Name, other: &Name) -> bool {
    one.parts() == other.parts()
}

/// How many different persons these are.
pub(super) fn count<'c>(certificates: impl Iterator<Item = &'c Certificate>) -> usize {
    let mut known: Vec<&Certificate> = Vec::new();
    for certificate in certificates {
        if !known.iter().any(|one| same_person(one, certificate)) {
            known.push(certificate);
        }
    }
    known.len()
}
