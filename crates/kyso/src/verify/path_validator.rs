//! Validates the path of one certificate by itself (RFC 5280 §6), for who has no document to judge.

use super::certified::{self, Certified, Wanted};
use super::conclude::Refusal;
use super::context::Context;
use super::existence::Control;
use super::path::ChainTrusted;
use super::revocation::NotRevoked;
use crate::policy::{PathUse, Policy};
use crate::report::{Finding, RevocationStatus, SubIndication};
use crate::revocation::{Evidence, RevocationSource};
use crate::time::Time;
use crate::x509::Certificate;

/// Validates certificates by one policy: a path to an anchor that holds (RFC 5280 §6.1), and none
/// of its certificates revoked (§6.3, RFC 6960). What a certificate may be used for, but to issue
/// others, is not asked.
///
/// ```
/// # use kyso::{Evidence, Policy, Time, TrustAnchors, verify::PathValidator, x509::Certificate};
/// # fn f(anchors: TrustAnchors, certificate: Certificate, evidence: Evidence, now: Time) {
/// let policy = Policy::baseline(anchors).with_revocation_required();
/// let report = PathValidator::new(&policy).evidence(&evidence).validate(&certificate, now, now);
/// match report.conclusion {
///     Ok(valid) => println!("trusted by {:?}", valid.chain.anchor()),
///     Err(why) => println!("{why:?}: {:?}", report.findings),
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PathValidator<'p> {
    policy: &'p Policy,
    evidence: Option<&'p Evidence>,
    source: Option<&'p dyn RevocationSource>,
}

/// A certificate whose path holds and of which nothing is revoked.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ValidPath {
    /// The path, and the certificate policies that it holds under.
    pub chain: ChainTrusted,
    /// That none of its certificates was revoked.
    pub not_revoked: NotRevoked,
}

/// What was found of one certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PathReport {
    /// The path, or why none is valid, by the names of EN 319 102-1 §5.2.6. That there is no path,
    /// or that nothing is known of revocation, never says that a certificate is bad: further
    /// certificates or evidence may change it.
    pub conclusion: Result<ValidPath, SubIndication>,
    /// What evidence says of revocation.
    pub revocation: RevocationStatus,
    /// What was noticed on the way.
    pub findings: Vec<Finding>,
    /// What was relied on: the certificates of paths that held, CRLs and OCSP responses.
    pub evidence: Evidence,
}

impl<'p> PathValidator<'p> {
    /// A validator that judges by `policy`: its anchors, its
    /// [path constraints](crate::policy::PathConstraints), and whether revocation must be shown.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, evidence: None, source: None }
    }

    /// Certificates that paths may lead through, CRLs and OCSP responses. Nothing in it is trusted
    /// by itself.
    #[must_use]
    pub fn evidence(mut self, evidence: &'p Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// Where issuers and revocation data that are missing are fetched.
    #[must_use]
    pub fn source(mut self, source: &'p dyn RevocationSource) -> Self {
        self.source = Some(source);
        self
    }

    /// Judges `certificate` as of `at`, seen from `now`: with an `at` before `now`, what was
    /// revoked or expired since then still stood.
    #[must_use]
    pub fn validate(&self, certificate: &Certificate, at: Time, now: Time) -> PathReport {
        let mut context =
            Context::new(Evidence::new(), self.policy, self.evidence, self.source, now);
        let mut findings = Vec::new();
        let control = Control::new(at, at < now);
        let freshness = self.policy.freshness_of_signer(control.proven);
        let Certified { chain, not_revoked, revocation } = certified::certify(
            &mut context,
            Wanted::new(certificate, PathUse::Signer),
            control,
            freshness,
            &mut findings,
        );
        let judged = chain.and_then(|chain| Ok(ValidPath { chain, not_revoked: not_revoked? }));
        let conclusion = judged.map_err(|refusal| match refusal {
            Refusal::Failed(sub) | Refusal::Indeterminate(sub) => sub,
        });
        PathReport { conclusion, revocation, findings, evidence: context.used }
    }
}
