//! What every stage may draw on: the policy, the certificates and evidence at hand, and now.

use super::conclude::Refusal;
use super::path::{self, ChainTrusted, PathFault, Rule};
use crate::cms::SignedData;
use crate::limits::{MAX_DOCUMENT_CERTIFICATES, MAX_STORED_ITEMS};
use crate::policy::{PathUse, Policy};
use crate::report::{Code, Finding, SubIndication};
use crate::revocation::{
    Collector, Evidence, Freshness, RevocationError, RevocationSource, Source, Wanted,
};
use crate::time::Time;
use crate::x509::Certificate;

/// Gathered once for a document.
pub(crate) struct Context<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) now: Time,
    /// Out of the document, given by the caller, or fetched. Nothing in it is trusted by itself.
    pub(crate) evidence: Evidence,
    /// What of it was relied on, and the certificates of the paths that hold.
    pub(crate) used: Evidence,
    /// What of it the document itself keeps for judges.
    pub(crate) stored: Evidence,
    /// Certificates that may help to build a path. Not trusted.
    pub(crate) pool: Vec<Certificate>,
    collector: Option<Collector<'a>>,
    /// What looking for paths may still cost.
    checks: path::Checks,
}

impl<'a> Context<'a> {
    /// With what the document itself keeps for judges and what the caller gave.
    pub(crate) fn new(
        stored: Evidence,
        policy: &'a Policy,
        given: Option<&Evidence>,
        source: Option<&'a dyn RevocationSource>,
        now: Time,
    ) -> Self {
        let mut evidence = given.cloned().unwrap_or_default();
        evidence.merge(stored.clone());
        let mut pool = policy.certificates.clone();
        pool.extend(evidence.certificates.iter().cloned());
        let collector = source.map(Collector::new);
        let checks = path::Checks::default();
        Self { policy, now, evidence, used: Evidence::new(), stored, pool, collector, checks }
    }

    /// Adds certificates that came with a signature or a time-stamp, as long as there are not too
    /// many: without one of them a path may not be found, and nothing passes for it.
    pub(crate) fn add(&mut self, certificates: &[Certificate]) {
        for certificate in certificates {
            if self.pool.len() < MAX_DOCUMENT_CERTIFICATES && !self.pool.contains(certificate) {
                self.pool.push(certificate.clone());
            }
        }
    }

    /// Adds what a signature in XML carries, as long as all of them together hold no more than one
    /// security store may.
    pub(crate) fn add_evidence(&mut self, carried: &Evidence) {
        let there = &self.evidence;
        let there = there.certificates.len() + there.crls.len() + there.ocsp.len();
        if there < MAX_STORED_ITEMS {
            self.evidence.merge(carried.clone());
            self.add(&carried.certificates);
        }
    }

    /// Adds the certificates and the revocation data of a CMS.
    pub(crate) fn add_cms(&mut self, cms: &SignedData) {
        self.evidence.add_cms(cms);
        self.add(&cms.certificates);
    }

    /// A path from the signer of evidence to an anchor that holds at `time`.
    pub(crate) fn path_to(
        &self,
        certificate: &Certificate,
        time: Time,
    ) -> Result<ChainTrusted, PathFault> {
        self.another_path_to(certificate, PathUse::Evidence, time, &[])
    }

    fn another_path_to(
        &self,
        certificate: &Certificate,
        used: PathUse,
        time: Time,
        refused: &[Vec<Certificate>],
    ) -> Result<ChainTrusted, PathFault> {
        let rule = Rule { policy: self.policy, used };
        path::validate(certificate, &self.pool, rule, time, &self.checks, refused)
    }

    /// The same, none of those `refused`, with the fault as a finding, and with certificates
    /// fetched where none led on.
    pub(crate) fn chain(
        &mut self,
        certificate: &Certificate,
        used: PathUse,
        time: Time,
        refused: &[Vec<Certificate>],
        findings: &mut Vec<Finding>,
    ) -> Result<ChainTrusted, Refusal> {
        let mut found = self.another_path_to(certificate, used, time, refused);
        if let Err(fault) = &found
            && fault.sub_indication == SubIndication::NoCertificateChainFound
            && let Some(collector) = &mut self.collector
        {
            let errors = collector.complete(&mut vec![certificate.clone()], &mut self.pool);
            note(errors, findings);
            found = self.another_path_to(certificate, used, time, refused);
        }
        if let Ok(chain) = &found {
            for member in chain.path() {
                self.used.add_certificate(member.clone());
            }
            findings.extend(chain.expired_anchor(time));
        }
        found.map_err(|fault| {
            let sub_indication = fault.sub_indication;
            findings.extend(fault.findings());
            Refusal::Indeterminate(sub_indication)
        })
    }

    /// Notes what was relied on.
    pub(crate) fn rely_on(&mut self, sources: &[Source]) {
        for source in sources {
            self.used.add_source(source, &self.evidence);
        }
    }

    /// Fetches the evidence that a path lacks at `at`, where the caller gave a source.
    pub(crate) fn fetch(
        &mut self,
        chain: &ChainTrusted,
        at: Time,
        freshness: Freshness,
        findings: &mut Vec<Finding>,
    ) {
        if let Some(collector) = &mut self.collector {
            let (path, now, pool) = (chain.path(), self.now, &self.pool);
            let wanted = Wanted { path, at, now, pool, freshness };
            note(collector.collect(&wanted, &mut self.evidence), findings);
        }
    }
}

/// Services that did not help; whether that matters is for the stages to say.
fn note(errors: Vec<RevocationError>, findings: &mut Vec<Finding>) {
    findings.extend(errors.into_iter().map(|error| {
        Finding::info(Code::ServiceFailed)
            .with("service", error.service)
            .with("fault", error.fault.to_string())
    }));
}
