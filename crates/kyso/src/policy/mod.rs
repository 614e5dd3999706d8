//! What is asked of a signature: plain data, strict by default. Widening is under [`Policy::dangerous`].

mod algorithm_age;
mod dangerous;
mod file;
mod path_constraints;
mod rules;
mod usage;

pub use algorithm_age::{AlgorithmAges, AlgorithmAgesError};
pub use dangerous::Dangerous;
pub use file::PolicyError;
pub use path_constraints::PathConstraints;
use rules::Rules;
pub(crate) use rules::{AnchorRefused, PathUse};
pub use rules::{Filling, LaterChanges, PolicyNote, SignerRules};
pub(crate) use usage::{has_other_purpose, may_sign_documents};

use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::crypto::KeyKind;
use crate::revocation::Freshness;
use crate::time::Time;
use crate::trust::TrustAnchors;
use crate::x509::Certificate;

/// The rules a signature is judged by.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) name: String,
    pub(crate) anchors: TrustAnchors,
    pub(crate) certificates: Vec<Certificate>,
    algorithms: Vec<AlgorithmAges>,
    pub(crate) path_constraints: PathConstraints,
    pub(crate) revocation_required: bool,
    pub(crate) grace: u32,
    pub(crate) max_evidence_age: Option<u32>,
    pub(crate) rules: Rules,
    pub(crate) dangerous: Dangerous,
}

impl Policy {
    /// The default policy `baseline`: only `anchors` are trusted, algorithms by
    /// [`AlgorithmAges::baseline`].
    #[must_use]
    pub fn baseline(anchors: TrustAnchors) -> Self {
        Self {
            name: "baseline".to_owned(),
            anchors,
            certificates: Vec::new(),
            algorithms: vec![AlgorithmAges::baseline()],
            path_constraints: PathConstraints::default(),
            revocation_required: false,
            grace: 0,
            max_evidence_age: None,
            rules: Rules::default(),
            dangerous: Dangerous::default(),
        }
    }

    /// Certificates that may help to build a path, such as intermediates that a signer left out.
    /// They are not trusted.
    #[must_use]
    pub fn with_certificates(mut self, certificates: Vec<Certificate>) -> Self {
        self.certificates.extend(certificates);
        self
    }

    /// Asks for more of paths than their certificates do.
    #[must_use]
    pub fn with_path_constraints(mut self, constraints: PathConstraints) -> Self {
        self.path_constraints = constraints;
        self
    }

    /// What is asked of paths.
    #[must_use]
    pub fn path_constraints(&self) -> &PathConstraints {
        &self.path_constraints
    }

    /// Asks that every certificate but the anchor is shown not to be revoked, even one that names
    /// no place where that would be published. Without it such a certificate passes with a
    /// warning.
    #[must_use]
    pub fn with_revocation_required(mut self) -> Self {
        self.revocation_required = true;
        self
    }

    /// The grace period in seconds (EN 319 102-1 §5.2.5.4): evidence about the signer's
    /// certificate counts only when it is issued this long after the time that proves the
    /// signature, so that a revocation asked for by then has been processed. Where nothing proves
    /// a time there is nothing to count from.
    #[must_use]
    pub fn with_grace(mut self, seconds: u32) -> Self {
        self.grace = seconds;
        self
    }

    /// How old evidence about the certificates of signers and time-stamp authorities may be at
    /// the time judged, in seconds; its nextUpdate ends it too, where it has one. What is published
    /// about the authorities above them is left to its nextUpdate.
    #[must_use]
    pub fn with_max_evidence_age(mut self, seconds: u32) -> Self {
        self.max_evidence_age = Some(seconds);
        self
    }

    /// How recent evidence must be.
    pub(crate) fn freshness_of_signer(&self, proven: bool) -> Freshness {
        Freshness {
            grace: if proven { self.grace } else { 0 },
            max_age: self.max_evidence_age,
            overdue: self.dangerous.overdue_evidence,
            ..Freshness::default()
        }
    }

    /// What widens the policy. Every widening used is echoed in the report.
    pub fn dangerous(&mut self) -> &mut Dangerous {
        &mut self.dangerous
    }

    /// The names of the widenings in force: each is a finding `policy-widened` in reports.
    pub fn widened(&self) -> impl Iterator<Item = &'static str> {
        self.dangerous.in_force()
    }

    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The anchors.
    #[must_use]
    pub fn anchors(&self) -> &TrustAnchors {
        &self.anchors
    }

    /// Asks that algorithms also stand by this table; what [`AlgorithmAges::baseline`] refuses
    /// stays refused.
    #[must_use]
    pub fn with_algorithms(mut self, ages: AlgorithmAges) -> Self {
        self.algorithms.push(ages);
        self
    }

    /// Whether it has tables beside the one of `baseline`.
    fn has_own_algorithms(&self) -> bool {
        self.algorithms.len() > 1
    }

    /// The tables that an algorithm must stand by, every one of them.
    fn algorithms(&self) -> impl Iterator<Item = &AlgorithmAges> {
        let wider = self.dangerous.algorithms.as_ref();
        let narrower = self.algorithms.iter().skip(usize::from(wider.is_some()));
        wider.into_iter().chain(narrower)
    }

    /// Whether a hash may stand under what existed at `time`.
    pub(crate) fn accepts_digest(&self, digest: DigestAlgorithm, time: Time) -> bool {
        self.algorithms().all(|ages| ages.allows_digest(digest, time))
    }

    /// Whether a signature algorithm may.
    pub(crate) fn accepts_signature(&self, algorithm: SignatureAlgorithm, time: Time) -> bool {
        self.algorithms().all(|ages| ages.allows_signature(algorithm, time))
    }

    /// Whether the key of a certificate may. A kind that this library does not know verifies
    /// nothing, which says more than that it is not listed.
    pub(crate) fn accepts_key(&self, key: KeyKind, time: Time) -> bool {
        matches!(key, KeyKind::Unknown { .. })
            || self.algorithms().all(|ages| ages.allows_key(key, time))
    }
}
