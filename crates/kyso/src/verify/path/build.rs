//! Finds the paths that could be: depth first over names and key identifiers, with a budget.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::limits::{
    MAX_DOCUMENT_PATH_CHECKS, MAX_DOCUMENT_PATH_STEPS, MAX_PATH_CHECKS, MAX_PATH_LENGTH,
};
use crate::x509::Certificate;

/// Fingerprints of a certificate and of the one that may have issued it.
type Pair = ([u8; 32], [u8; 32]);

/// What looking for paths may still cost in one document, and what it has shown so far.
pub(crate) struct Checks {
    steps: Cell<usize>,
    checks: Cell<usize>,
    /// Whether the first is signed with the key of the second.
    known: RefCell<HashMap<Pair, bool>>,
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            steps: Cell::new(MAX_DOCUMENT_PATH_STEPS),
            checks: Cell::new(MAX_DOCUMENT_PATH_CHECKS),
            known: RefCell::default(),
        }
    }
}

impl Checks {
    /// Whether `subject` is signed with the key of `issuer`; `None` when the budget is spent.
    fn signed_by(&self, subject: &Certificate, issuer: &Certificate) -> Option<bool> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        let pair = (subject.fingerprint_sha256(), issuer.fingerprint_sha256());
        if let Some(&known) = self.known.borrow().get(&pair) {
            return Some(known);
        }
        self.checks.set(self.checks.get().checked_sub(1)?);
        let holds = subject.verify_signed_by(issuer).is_ok();
        self.known.borrow_mut().insert(pair, holds);
        Some(holds)
    }
}

/// Where issuers are looked for.
pub(super) struct Candidates<'a> {
    anchors: &'a [Certificate],
    pool: &'a [Certificate],
    checks: &'a Checks,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(
        anchors: &'a [Certificate],
        pool: &'a [Certificate],
        checks: &'a Checks,
    ) -> Self {
        Self { anchors, pool, checks }
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

    /// Recursion is bounded by [`MAX_PATH_LENGTH`], work by `budget`, counted in issuers tried, and
    /// by what the document has left.
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
            match self.checks.signed_by(&subject, issuer) {
                Some(true) => {}
                Some(false) => continue,
                None => return false,
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

#[cfg(test)]
mod tests {
    use kyso_testkit::{KeyKind, Pki};

    use super::{Candidates, Cell, Checks};
    use crate::limits::{MAX_DOCUMENT_PATH_CHECKS, MAX_DOCUMENT_PATH_STEPS};
    use crate::x509::Certificate;

    #[test]
    fn a_pair_is_checked_once_for_all_signatures_of_a_document() {
        let pki = Pki::new(KeyKind::P256);
        let read = |der: &Vec<u8>| Certificate::from_der(der).unwrap();
        let chain: Vec<_> = pki.signer.chain_der.iter().map(read).collect();
        let anchors = Certificate::from_pem_or_der(pki.root_pem().as_bytes()).unwrap();
        let checks = Checks::default();
        let find = |checks| {
            Candidates::new(&anchors, &chain, checks).search(&chain[0], &mut |_| true).is_some()
        };
        assert!(find(&checks));
        let spent = MAX_DOCUMENT_PATH_CHECKS - checks.checks.get();
        assert!(spent > 0);
        for _ in 0..10 {
            assert!(find(&checks));
        }
        assert_eq!(MAX_DOCUMENT_PATH_CHECKS - checks.checks.get(), spent);
        assert_eq!(MAX_DOCUMENT_PATH_STEPS - checks.steps.get(), 11 * spent);
    }

    #[test]
    fn nothing_is_found_once_the_budget_of_the_document_is_spent() {
        let pki = Pki::new(KeyKind::P256);
        let read = |der: &Vec<u8>| Certificate::from_der(der).unwrap();
        let chain: Vec<_> = pki.signer.chain_der.iter().map(read).collect();
        let anchors = Certificate::from_pem_or_der(pki.root_pem().as_bytes()).unwrap();
        for spent in [
            Checks { steps: Cell::new(0), ..Checks::default() },
            Checks { checks: Cell::new(0), ..Checks::default() },
        ] {
            let candidates = Candidates::new(&anchors, &chain, &spent);
            assert_eq!(candidates.search(&chain[0], &mut |_| true), None);
        }
    }
}
