//! Path stage: from the signer's certificate to a trust anchor (RFC 5280 §6.1).

mod build;
mod check;
mod names;
mod policies;
mod subtree;

use const_oid::ObjectIdentifier;

pub(crate) use build::Checks;

use crate::policy::{AnchorRefused, PathUse, Policy};
use crate::report::{Code, Finding, SubIndication};
use crate::time::Time;
use crate::x509::Certificate;

/// The proof that a path from the signer to an anchor holds. Made in this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainTrusted {
    path: Vec<Certificate>,
    policies: Vec<ObjectIdentifier>,
}

impl ChainTrusted {
    /// The path: the signer's certificate first, the anchor last. One certificate where the
    /// signer's own is the anchor.
    #[must_use]
    pub fn path(&self) -> &[Certificate] {
        &self.path
    }

    /// The anchor.
    #[must_use]
    pub fn anchor(&self) -> Option<&Certificate> {
        self.path.last()
    }

    /// A word on an anchor that expired before `time`: its dates do not bind who trusts it
    /// (RFC 5280 §6.1.1 d), and who trusts it should know.
    pub(crate) fn expired_anchor(&self, time: Time) -> Option<Finding> {
        let anchor = self.anchor().filter(|anchor| time > anchor.not_after())?;
        let finding = Finding::warning(Code::AnchorExpired).with("time", time);
        let finding = finding.with("not-after", anchor.not_after());
        Some(finding.with("subject", anchor.subject().to_string()))
    }

    /// The certificate policies that the path holds under, as the anchor's side calls them, cut
    /// with those that the caller asked for: the user-constrained-policy-set of RFC 5280 §6.1.6.
    /// anyPolicy stands for every policy; none at all means that the path claims none.
    #[must_use]
    pub fn policies(&self) -> &[ObjectIdentifier] {
        &self.policies
    }
}

/// Why a path does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PathFault {
    pub(crate) sub_indication: SubIndication,
    pub(crate) finding: Finding,
    /// What the search was cut off by, where it was.
    pub(crate) cut_off: Option<Finding>,
}

impl PathFault {
    fn new(sub_indication: SubIndication, finding: Finding) -> Self {
        Self { sub_indication, finding, cut_off: None }
    }

    fn not_found(looked_for: &Certificate) -> Self {
        let finding =
            Finding::warning(Code::NoTrustedPath).with("issuer", looked_for.issuer().to_string());
        Self::new(SubIndication::NoCertificateChainFound, finding)
    }

    /// The search ended before every path was tried: that there is none is not known.
    fn cut_off(self, looked_for: &Certificate) -> Self {
        let finding = Finding::warning(Code::PathSearchCutOff)
            .with("issuer", looked_for.issuer().to_string());
        match self.weight() {
            0 => Self { finding, ..self },
            _ => Self { cut_off: Some(finding), ..self },
        }
    }

    /// A path to an anchor that breaks a rule says more than no path at all, and one that breaks
    /// none but the caller's or time's says more than that.
    fn weight(&self) -> u8 {
        match self.sub_indication {
            SubIndication::NoCertificateChainFound => 0,
            SubIndication::CertificateChainGeneralFailure => 1,
            _ => 2,
        }
    }

    /// What to report.
    pub(crate) fn findings(self) -> impl Iterator<Item = Finding> {
        [Some(self.finding), self.cut_off].into_iter().flatten()
    }
}

/// What a path is looked for by: for what use, by whose rules.
#[derive(Clone, Copy)]
pub(crate) struct Rule<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) used: PathUse,
}

impl Rule<'_> {
    /// Whether a path that holds may end at `anchor`.
    fn admits(self, anchor: Option<&Certificate>, time: Time) -> Result<(), PathFault> {
        let Some(anchor) = anchor else { return Ok(()) };
        let terms = self.policy.anchors().terms_of(anchor).cloned().unwrap_or_default();
        let Err(refused) = self.policy.admits(&terms, self.used, time) else { return Ok(()) };
        let (finding, sub_indication) = match refused {
            AnchorRefused::Domain => {
                let domain = terms.domain.as_ref().map_or("-", |domain| domain.as_str());
                let finding = Finding::warning(Code::TrustDomainRefused).with("domain", domain);
                (finding, SubIndication::ChainConstraintsFailure)
            }
            // What ended is the trust in it, and nothing proves the signature older.
            AnchorRefused::Retired { until } => {
                let finding = Finding::warning(Code::AnchorRetired).with("until", until);
                (finding.with("time", time), SubIndication::NoCertificateChainFoundNoPoe)
            }
        };
        let finding = finding.with("subject", anchor.subject().to_string());
        Err(PathFault::new(sub_indication, finding))
    }
}

/// Looks for a path that holds at `time`, among the anchors of the policy and `pool`, and is none
/// of those `refused` already.
pub(crate) fn validate(
    signer: &Certificate,
    pool: &[Certificate],
    rule: Rule<'_>,
    time: Time,
    checks: &Checks,
    refused: &[Vec<Certificate>],
) -> Result<ChainTrusted, PathFault> {
    let mut best = PathFault::not_found(signer);
    let mut policies = Vec::new();
    let candidates = build::Candidates::new(rule.policy.anchors().certificates(), pool, checks);
    let policy = rule.policy;
    let admitted = |path: &[Certificate]| {
        let held = check::path(path, policy, time, checks)?;
        rule.admits(path.last(), time).map(|()| held)
    };
    let mut accept = |path: &[Certificate]| match admitted(path) {
        Ok(_) if refused.iter().any(|other| other == path) => false,
        Ok(held) => {
            policies = held;
            true
        }
        Err(fault) => {
            if fault.weight() > best.weight() {
                best = fault;
            }
            false
        }
    };
    match candidates.search(signer, &mut accept) {
        build::Search::Found(path) => Ok(ChainTrusted { path, policies }),
        build::Search::Exhausted => Err(best),
        build::Search::CutOff => Err(best.cut_off(signer)),
    }
}
