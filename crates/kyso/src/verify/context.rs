//! What every stage may draw on: the policy, the certificates and evidence at hand, and now.

use super::conclude::Refusal;
use super::path::{self, ChainTrusted, PathFault};
use crate::pdf::{self, PdfDocument};
use crate::policy::Policy;
use crate::report::Finding;
use crate::revocation::Evidence;
use crate::time::Time;
use crate::x509::{Certificate, Crl, OcspResponse};

/// Gathered once for a document.
pub(crate) struct Context<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) now: Time,
    /// Out of the document, given by the caller, or fetched. Nothing in it is trusted by itself.
    pub(crate) evidence: Evidence,
    /// Certificates that may help to build a path. Not trusted.
    pub(crate) pool: Vec<Certificate>,
}

impl<'a> Context<'a> {
    /// With what stands in the document's security store and what the caller gave.
    pub(crate) fn new(
        document: &PdfDocument,
        policy: &'a Policy,
        given: Option<&Evidence>,
        now: Time,
    ) -> Self {
        let mut evidence = given.cloned().unwrap_or_default();
        if let Ok(store) = pdf::security_store(&document.latest()) {
            for der in &store.certificates {
                if let Ok(certificate) = Certificate::from_der(der) {
                    evidence.add_certificate(certificate);
                }
            }
            for der in store.crls {
                if let Ok(crl) = Crl::parse(der) {
                    evidence.add_crl(crl);
                }
            }
            for der in &store.ocsp {
                if let Ok(response) = OcspResponse::parse(der) {
                    evidence.add_ocsp(response);
                }
            }
        }
        let mut context = Self { policy, now, evidence, pool: policy.certificates.clone() };
        context.pool.extend(context.evidence.certificates.iter().cloned());
        context
    }

    /// Adds certificates that came with a signature or a time-stamp.
    pub(crate) fn add(&mut self, certificates: &[Certificate]) {
        for certificate in certificates {
            if !self.pool.contains(certificate) {
                self.pool.push(certificate.clone());
            }
        }
    }

    /// A path from `certificate` to an anchor that holds at `time`.
    pub(crate) fn path_to(
        &self,
        certificate: &Certificate,
        time: Time,
    ) -> Result<ChainTrusted, PathFault> {
        path::validate(certificate, &self.pool, self.policy, time)
    }

    /// The same, with the fault as a finding.
    pub(crate) fn chain(
        &self,
        certificate: &Certificate,
        time: Time,
        findings: &mut Vec<Finding>,
    ) -> Result<ChainTrusted, Refusal> {
        self.path_to(certificate, time).map_err(|fault| {
            findings.push(fault.finding);
            Refusal::Indeterminate(fault.sub_indication)
        })
    }
}
