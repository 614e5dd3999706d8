//! Path stage: from the signer's certificate to a trust anchor (RFC 5280 §6.1).

mod build;
mod check;

pub(crate) use build::Checks;

use crate::policy::Policy;
use crate::report::{Code, Finding, SubIndication};
use crate::time::Time;
use crate::x509::Certificate;

/// The proof that a path from the signer to an anchor holds. Made in this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainTrusted {
    path: Vec<Certificate>,
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
}

/// Why a path does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PathFault {
    pub(crate) sub_indication: SubIndication,
    pub(crate) finding: Finding,
}

impl PathFault {
    fn new(sub_indication: SubIndication, finding: Finding) -> Self {
        Self { sub_indication, finding }
    }

    fn not_found(looked_for: &Certificate) -> Self {
        let finding =
            Finding::warning(Code::NoTrustedPath).with("issuer", looked_for.issuer().to_string());
        Self::new(SubIndication::NoCertificateChainFound, finding)
    }

    /// A path to an anchor that breaks a rule says more than no path at all.
    fn weight(&self) -> u8 {
        match self.sub_indication {
            SubIndication::NoCertificateChainFound => 0,
            SubIndication::CertificateChainGeneralFailure => 1,
            _ => 2,
        }
    }
}

/// Looks for a path that holds at `time`, among the anchors of the policy and `pool`.
pub(crate) fn validate(
    signer: &Certificate,
    pool: &[Certificate],
    policy: &Policy,
    time: Time,
    checks: &Checks,
) -> Result<ChainTrusted, PathFault> {
    let mut best = PathFault::not_found(signer);
    let candidates = build::Candidates::new(policy.anchors().certificates(), pool, checks);
    let found = candidates.search(signer, &mut |path| match check::path(path, policy, time) {
        Ok(()) => true,
        Err(fault) => {
            if fault.weight() > best.weight() {
                best = fault;
            }
            false
        }
    });
    found.map(|path| ChainTrusted { path }).ok_or(best)
}
