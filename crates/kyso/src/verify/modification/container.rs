//! Whether a signature in a container covers every file that is there: what it leaves out may have
//! come, or changed, at any time.

use std::collections::HashSet;

use super::super::conclude::Refusal;
use super::Unmodified;
use crate::container::Container;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{
    Code, Coverage, Covered, CoveredTarget, Extent, Finding, Modification, SubIndication,
};

/// Judges what of the container is covered. A file is only as it stands: by name, all its bytes, no
/// transform before the digest.
pub(crate) fn contained(
    container: &Container,
    covers: &[Covered],
    findings: &mut Vec<Finding>,
) -> (Coverage, Result<Unmodified, Refusal>) {
    let covered: HashSet<&str> = files(covers).collect();
    let mut open = container.data().filter(|entry| !covered.contains(entry.name())).peekable();
    if container.data().next().is_none() {
        findings.push(Finding::error(Code::CoversNothing));
        return (Coverage::Partial, Err(Refusal::Failed(SubIndication::FormatFailure)));
    }
    if open.peek().is_none() {
        return (Coverage::WholeFile, Ok(Unmodified { level: Modification::None }));
    }
    for entry in open.take(MAX_FINDINGS_PER_EXPECTATION) {
        findings.push(Finding::error(Code::FileNotCovered).with("name", entry.name()));
    }
    let refusal = Refusal::Indeterminate(SubIndication::SigConstraintsFailure);
    (Coverage::Partial, Err(refusal))
}

/// The names of the files among these.
pub(crate) fn files(covers: &[Covered]) -> impl Iterator<Item = &str> {
    covers.iter().filter_map(|one| match &one.target {
        CoveredTarget::File { name } => Some(name.as_str()),
        _ => None,
    })
}

/// Makes files of the container out of what they are: references to all of a file as it stands.
pub(crate) fn name_files(container: &Container, covers: &mut [Covered]) {
    for one in covers {
        let plain = one.target == CoveredTarget::External
            && one.extent == Extent::Whole
            && one.transforms.is_empty()
            && !one.in_manifest;
        let entry = one.uri.as_deref().filter(|_| plain).and_then(|uri| container.referred(uri));
        if let Some(entry) = entry {
            one.target = CoveredTarget::File { name: entry.name().to_owned() };
        }
    }
}
