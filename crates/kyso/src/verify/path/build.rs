//! Finds the paths that could be: depth first over names and key identifiers, with a budget.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::limits::{
    MAX_DOCUMENT_NAME_COMPARISONS, MAX_DOCUMENT_PATH_CHECKS, MAX_DOCUMENT_PATH_STEPS,
    MAX_PATH_CHECKS, MAX_PATH_LENGTH,
};
use crate::x509::Certificate;

/// Fingerprints of a certificate and of the one that may have issued it.
type Pair = ([u8; 32], [u8; 32]);

/// What looking for paths may still cost in one document, and what it has shown so far: under one
/// set of anchors, with certificates that only ever become more.
pub(crate) struct Checks {
    steps: Cell<usize>,
    checks: Cell<usize>,
    /// Names that may still be compared with subtrees.
    names: Cell<usize>,
    /// Whether the first is signed with the key of the second.
    known: RefCell<HashMap<Pair, bool>>,
    /// Who may have issued what, of so many certificates beside the anchors.
    index: RefCell<(usize, Rc<Index>)>,
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            steps: Cell::new(MAX_DOCUMENT_PATH_STEPS),
            checks: Cell::new(MAX_DOCUMENT_PATH_CHECKS),
            names: Cell::new(MAX_DOCUMENT_NAME_COMPARISONS),
            known: RefCell::default(),
            index: RefCell::default(),
        }
    }
}

impl Checks {
    /// What comparing names may still cost.
    pub(super) fn name_comparisons(&self) -> &Cell<usize> {
        &self.names
    }

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

/// What a search came to.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Search {
    /// A path that was accepted.
    Found(Vec<Certificate>),
    /// Every path was tried.
    Exhausted,
    /// The budget was spent before that.
    CutOff,
}

/// Every certificate from which names lead to an anchor, by its subject.
type Index = HashMap<[u8; 32], Vec<Candidate>>;

/// Where issuers are looked for.
pub(super) struct Candidates<'a> {
    anchors: &'a [Certificate],
    checks: &'a Checks,
    index: Rc<Index>,
}

/// A certificate that may be the issuer of another.
#[derive(Clone)]
struct Candidate {
    certificate: Certificate,
    /// How many certificates stand above it on the shortest way that names tell; 0 for an anchor.
    distance: usize,
    is_ca: bool,
}

/// One search.
struct Searching<'s> {
    path: Vec<Certificate>,
    /// Issuers that may still be tried.
    budget: usize,
    cut_off: bool,
    accept: &'s mut dyn FnMut(&[Certificate]) -> bool,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(
        anchors: &'a [Certificate],
        pool: &'a [Certificate],
        checks: &'a Checks,
    ) -> Self {
        let mut known = checks.index.borrow_mut();
        if known.1.is_empty() || known.0 != pool.len() {
            *known = (pool.len(), Rc::new(index(anchors, pool)));
        }
        Self { anchors, checks, index: known.1.clone() }
    }

    /// The first path from `signer` to an anchor, whose signatures all hold, that `accept` takes.
    pub(super) fn search(
        &self,
        signer: &Certificate,
        accept: &mut dyn FnMut(&[Certificate]) -> bool,
    ) -> Search {
        let path = vec![signer.clone()];
        if self.anchors.contains(signer) && accept(&path) {
            return Search::Found(path);
        }
        let mut searching = Searching { path, budget: MAX_PATH_CHECKS, cut_off: false, accept };
        if self.extend(&mut searching) {
            return Search::Found(searching.path);
        }
        if searching.cut_off { Search::CutOff } else { Search::Exhausted }
    }

    /// Recursion is bounded by [`MAX_PATH_LENGTH`], work by the budget, counted in issuers tried,
    /// and by what the document has left.
    fn extend(&self, searching: &mut Searching<'_>) -> bool {
        let Some(subject) = searching.path.last().cloned() else { return false };
        for issuer in self.issuers_of(&subject) {
            let Candidate { certificate, distance, .. } = &issuer;
            // Too far away, or a way back to a key that the path has been at.
            if searching.path.len() + *distance >= MAX_PATH_LENGTH
                || searching.path.iter().any(|below| same_holder(below, certificate))
            {
                continue;
            }
            let Some(left) = searching.budget.checked_sub(1) else {
                searching.cut_off = true;
                return false;
            };
            searching.budget = left;
            match self.checks.signed_by(&subject, certificate) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    searching.cut_off = true;
                    return false;
                }
            }
            searching.path.push(certificate.clone());
            // An anchor that may not end this path can still be a CA under another one that may.
            let ends = *distance == 0 && (searching.accept)(&searching.path);
            let done = ends || self.extend(searching);
            if done || searching.cut_off {
                return done;
            }
            searching.path.pop();
        }
        false
    }

    /// The most likely first: key identifiers and nearness are hints and rule nothing out
    /// (RFC 5280 §4.2.1.1).
    fn issuers_of(&self, subject: &Certificate) -> Vec<Candidate> {
        let found = self.index.get(&subject.issuer().key());
        let mut issuers = found.cloned().unwrap_or_default();
        let wanted = subject.authority_key_id().ok().flatten().and_then(|id| id.key_id);
        let other_key = |issuer: &Certificate| match (&wanted, issuer.subject_key_id()) {
            (Some(wanted), Ok(Some(has))) => *wanted != has,
            _ => false,
        };
        issuers.sort_by_cached_key(|issuer| {
            (other_key(&issuer.certificate), !issuer.is_ca, issuer.distance)
        });
        issuers
    }
}

fn index(anchors: &[Certificate], pool: &[Certificate]) -> Index {
    let mut found = Index::new();
    if anchors.is_empty() {
        return found;
    }
    let mut reached = add(&mut found, anchors.iter(), 0);
    let mut by_issuer: HashMap<[u8; 32], Vec<&Certificate>> = HashMap::new();
    for certificate in pool.iter().filter(|certificate| !anchors.contains(certificate)) {
        by_issuer.entry(certificate.issuer().key()).or_default().push(certificate);
    }
    // Outwards from the anchors: a web that leads to none of them costs nothing.
    for distance in 1..MAX_PATH_LENGTH {
        let below: Vec<_> =
            reached.iter().filter_map(|name| by_issuer.remove(name)).flatten().collect();
        reached = add(&mut found, below.into_iter(), distance);
    }
    found
}

/// Takes certificates in and gives their names.
fn add<'c>(
    index: &mut Index,
    certificates: impl Iterator<Item = &'c Certificate>,
    distance: usize,
) -> Vec<[u8; 32]> {
    let mut names = Vec::new();
    for certificate in certificates {
        let basic = certificate.basic_constraints().ok().flatten();
        let is_ca = distance == 0 || basic.is_some_and(|basic| basic.ca);
        let name = certificate.subject().key();
        names.push(name);
        let certificate = certificate.clone();
        index.entry(name).or_default().push(Candidate { certificate, distance, is_ca });
    }
    names
}

/// Whether both certify the same key for the same name: a path that comes back to it goes round.
fn same_holder(one: &Certificate, other: &Certificate) -> bool {
    one.spki_der() == other.spki_der() && one.subject().matches(other.subject())
}

#[cfg(test)]
mod tests {
    use kyso_testkit::{KeyKind, Pki};

    use super::{Candidates, Cell, Checks, Search};
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
            Candidates::new(&anchors, &chain, checks).search(&chain[0], &mut |_| true)
                != Search::Exhausted
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
            assert_eq!(candidates.search(&chain[0], &mut |_| true), Search::CutOff);
        }
    }
}
