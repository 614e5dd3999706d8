//! Finds the paths that could be: depth first over names and key identifiers, with a budget.

use crate::limits::{MAX_PATH_CHECKS, MAX_PATH_LENGTH};
use crate::x509::Certificate;

/// Where issuers are looked for.
pub(super) struct Candidates<'a> {
    anchors: &'a [Certificate],
    pool: &'a [Certificate],
}

impl<'a> Candidates<'a> {
    pub(super) fn new(anchors: &'a [Certificate], pool: &'a [Certificate]) -> Self {
        Self { anchors, pool }
    }

    /// The first path from `signer` to an anchor, whose signatures all hold, that `accept` takes.
    pub(super) fn search(
        &self,
        signer: &Certificate,
        accept: &mut dyn FnMut(&[Certificate]) -> bool,
    ) -> Option<Vec<Certificate>> {
        let mut path = vec![signer.clone()];
        if self.anchors.contains(signer) && accept(&path) {
            return Some(path);
        }
        let mut budget = MAX_PATH_CHECKS;
        self.extend(&mut path, &mut budget, accept).then_some(path)
    }

    /// Recursion is bounded by [`MAX_PATH_LENGTH`], work by `budget`, counted in signature checks.
    fn extend(
        &self,
        path: &mut Vec<Certificate>,
        budget: &mut usize,
        accept: &mut dyn FnMut(&[Certificate]) -> bool,
    ) -> bool {
        let Some(subject) = path.last().cloned() else { return false };
        if path.len() >= MAX_PATH_LENGTH {
            return false;
        }
        for (issuer, is_anchor) in self.issuers_of(&subject) {
            if path.contains(issuer) {
                continue;
            }
            if *budget == 0 {
                return false;
            }
            *budget -= 1;
            if subject.verify_signed_by(issuer).is_err() {
                continue;
            }
            path.push(issuer.clone());
            let done = if is_anchor { accept(path) } else { self.extend(path, budget, accept) };
            if done {
                return true;
            }
            path.pop();
        }
        false
    }

    /// Anchors first; those whose key identifier contradicts the one asked for are left out.
    fn issuers_of(&self, subject: &Certificate) -> Vec<(&'a Certificate, bool)> {
        let wanted = subject.authority_key_id().ok().flatten().and_then(|id| id.key_id);
        let fits = |issuer: &Certificate| {
            if !issuer.subject().matches(subject.issuer()) {
                return false;
            }
            match (&wanted, issuer.subject_key_id().ok().flatten()) {
                (Some(wanted), Some(has)) => *wanted == has,
                _ => true,
            }
        };
        let anchors = self.anchors.iter().filter(|c| fits(c)).map(|c| (c, true));
        let others =
            self.pool.iter().filter(|c| fits(c) && !self.anchors.contains(c)).map(|c| (c, false));
        anchors.chain(others).collect()
    }
}
