//! The rules of RFC 5280 §6.1 for one path whose signatures hold already: the walk from the anchor
//! down to the signer.

use const_oid::ObjectIdentifier;

use super::PathFault;
use super::build::Checks;
use super::names::{NameFault, Subtrees};
use super::policies::ValidPolicies;
use crate::policy::{PathConstraints, Policy, has_other_purpose};
use crate::report::{Code, Finding, SubIndication};
use crate::time::Time;
use crate::x509::{ANY_POLICY, Certificate, ExtensionFault};

/// Checks a path, signer first, anchor last, and gives the policies that it holds under (RFC 5280
/// §6.1.6). The anchor itself is judged only where it acts as an issuer: it is trusted by the
/// caller's word, whatever its dates (RFC 5280 §6.1.1 d).
pub(super) fn path(
    path: &[Certificate],
    policy: &Policy,
    time: Time,
    checks: &Checks,
) -> Result<Vec<ObjectIdentifier>, PathFault> {
    let withdrawn = |(position, one): &(usize, &Certificate)| {
        policy.anchors().is_withdrawn(one, position + 1 == path.len(), time)
    };
    if let Some((_, one)) = path.iter().enumerate().find(withdrawn) {
        let fault = violated(one, "trust-withdrawn");
        return Err(PathFault { sub_indication: SubIndication::ChainConstraintsFailure, ..fault });
    }
    for (position, certificate) in path.iter().enumerate() {
        let is_anchor = position + 1 == path.len();
        if !is_anchor {
            algorithms(certificate, policy, time)?;
            extensions(certificate)?;
        }
        if position > 0 {
            issuer(certificate, is_anchor)?;
            key(certificate, policy, time)?;
        }
    }
    let policies = walk(path, policy.path_constraints(), checks)?;
    // Dates last: a path that breaks a rule is no path at any time.
    let judged = if path.len() > 1 { &path[..path.len() - 1] } else { path };
    judged.iter().try_for_each(|certificate| validity(certificate, policy, time))?;
    Ok(policies)
}

/// Names, policies and lengths under the caller's constraints. A path that breaks them, and would
/// hold without, fails the caller's rules and not the certificates' (EN 319 102-1 §5.2.6.4).
fn walk(
    path: &[Certificate],
    constraints: &PathConstraints,
    checks: &Checks,
) -> Result<Vec<ObjectIdentifier>, PathFault> {
    let walked = Walk::new(path, constraints, checks).run();
    let Err(fault) = walked else { return walked };
    let unconstrained = PathConstraints::default();
    if *constraints != unconstrained && Walk::new(path, &unconstrained, checks).run().is_ok() {
        return Err(PathFault { sub_indication: SubIndication::ChainConstraintsFailure, ..fault });
    }
    Err(fault)
}

/// State of the walk (RFC 5280 §6.1.2), all of it as of the next certificate.
struct Walk<'a> {
    path: &'a [Certificate],
    constraints: &'a PathConstraints,
    subtrees: Subtrees<'a>,
    policies: ValidPolicies,
    /// Certificates until a policy must be there; 0 is "now", as for those below.
    explicit_policy: u32,
    /// Certificates until none may map policies.
    policy_mapping: u32,
    /// Certificates until anyPolicy counts no more.
    inhibit_any: u32,
    /// Certificates that may follow, self-issued ones not counted.
    max_path_length: usize,
}

impl<'a> Walk<'a> {
    fn new(path: &'a [Certificate], constraints: &'a PathConstraints, checks: &'a Checks) -> Self {
        let start = |now: bool| if now { 0 } else { u32::MAX };
        Self {
            path,
            constraints,
            subtrees: Subtrees::new(checks.name_comparisons()),
            policies: ValidPolicies::new(),
            explicit_policy: start(constraints.require_explicit_policy),
            policy_mapping: start(constraints.inhibit_policy_mapping),
            inhibit_any: start(constraints.inhibit_any_policy),
            max_path_length: constraints.max_path_length.unwrap_or(usize::MAX),
        }
    }

    fn run(mut self) -> Result<Vec<ObjectIdentifier>, PathFault> {
        let Some((anchor, below)) = self.path.split_last() else { return Ok(Vec::new()) };
        self.subtrees.add(&self.constraints.names);
        if !below.is_empty() {
            // What an anchor demands of those below holds as if a certificate above had said it
            // (RFC 5937 §3.2); what it claims for itself needs nobody's leave.
            self.descend(anchor)?;
        }
        let judged = if below.is_empty() { self.path } else { below };
        for (position, certificate) in judged.iter().enumerate().rev() {
            let last = position == 0;
            self.enter(certificate, last)?;
            if !last {
                self.leave(certificate)?;
            }
        }
        let signer = judged.first().unwrap_or(anchor);
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if constraints_of(signer)?.0 == Some(0) {
            self.explicit_policy = 0;
        }
        self.conclude(signer)
    }

    /// RFC 5280 §6.1.3 b to f, §6.1.4 a, b.
    fn enter(&mut self, certificate: &'a Certificate, last: bool) -> Result<(), PathFault> {
        let self_issued = certificate.is_self_issued();
        if last || !self_issued {
            self.subtrees.allow(certificate, last).map_err(|fault| misnamed(certificate, fault))?;
        }
        let malformed = |fault| unreadable(certificate, fault);
        let claimed = certificate.certificate_policies().map_err(malformed)?;
        let mappings = certificate.policy_mappings().map_err(malformed)?.unwrap_or_default();
        let maps_any = |oid: ObjectIdentifier| oid == ANY_POLICY;
        if mappings.iter().any(|m| maps_any(m.issuer_domain) || maps_any(m.subject_domain)) {
            return Err(violated(certificate, "any-policy-mapped"));
        }
        let any_counts = self.inhibit_any > 0 || !last && self_issued;
        self.policies.claim(claimed, any_counts);
        if self.explicit_policy == 0 && self.policies.is_empty() {
            return Err(violated(certificate, "policy-required"));
        }
        if !last {
            self.policies.map(mappings, self.policy_mapping > 0);
        }
        Ok(())
    }

    /// RFC 5280 §6.1.4 g to m, of a CA of the path.
    fn leave(&mut self, certificate: &'a Certificate) -> Result<(), PathFault> {
        if !certificate.is_self_issued() {
            for counter in
                [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any]
            {
                *counter = counter.saturating_sub(1);
            }
            let left = self.max_path_length.checked_sub(1);
            self.max_path_length = left.ok_or(violated(certificate, "path-length-exceeded"))?;
        }
        self.descend(certificate)
    }

    /// What a certificate demands of those below it.
    fn descend(&mut self, certificate: &'a Certificate) -> Result<(), PathFault> {
        let malformed = |fault| unreadable(certificate, fault);
        if let Some(names) = certificate.name_constraints().map_err(malformed)? {
            if names.with_distances {
                return Err(violated(certificate, "name-constraints-not-processed"));
            }
            self.subtrees.add(names);
        }
        let (explicit, mapping) = constraints_of(certificate)?;
        let inhibit_any = certificate.inhibit_any_policy().map_err(malformed)?;
        let least = |counter: &mut u32, limit: Option<u32>| {
            *counter = (*counter).min(limit.unwrap_or(u32::MAX));
        };
        least(&mut self.explicit_policy, explicit);
        least(&mut self.policy_mapping, mapping);
        least(&mut self.inhibit_any, inhibit_any);
        let basic = certificate.basic_constraints().map_err(malformed)?;
        if let Some(allowed) = basic.and_then(|basic| basic.path_len) {
            self.max_path_length = self.max_path_length.min(usize::from(allowed));
        }
        Ok(())
    }

    /// RFC 5280 §6.1.5 g.
    fn conclude(self, signer: &Certificate) -> Result<Vec<ObjectIdentifier>, PathFault> {
        let held = self.policies.constrained(self.constraints.policies.as_deref());
        if self.explicit_policy == 0 && held.is_empty() {
            return Err(violated(signer, "policy-required"));
        }
        Ok(held)
    }
}

/// requireExplicitPolicy and inhibitPolicyMapping.
fn constraints_of(certificate: &Certificate) -> Result<(Option<u32>, Option<u32>), PathFault> {
    let found = certificate.policy_constraints().map_err(|fault| unreadable(certificate, fault))?;
    Ok(found.map_or((None, None), |c| (c.require_explicit_policy, c.inhibit_policy_mapping)))
}

fn violated(certificate: &Certificate, fault: &'static str) -> PathFault {
    let finding = Finding::warning(Code::PathConstraintViolated)
        .with("subject", certificate.subject().to_string())
        .with("fault", fault);
    PathFault::new(SubIndication::CertificateChainGeneralFailure, finding)
}

fn unreadable(certificate: &Certificate, _: ExtensionFault) -> PathFault {
    violated(certificate, "extension-malformed")
}

fn misnamed(certificate: &Certificate, fault: NameFault) -> PathFault {
    let fault = match fault {
        NameFault::NotPermitted => "name-not-permitted",
        NameFault::Excluded => "name-excluded",
        NameFault::Undecidable => "name-undecidable",
        NameFault::Malformed => "extension-malformed",
        NameFault::Budget => "too-many-names",
    };
    violated(certificate, fault)
}

fn issuer(certificate: &Certificate, is_anchor: bool) -> Result<(), PathFault> {
    let malformed = |fault| unreadable(certificate, fault);
    match certificate.basic_constraints().map_err(malformed)? {
        Some(constraints) if !constraints.ca => return Err(violated(certificate, "not-a-ca")),
        // Only version 3 has extensions (RFC 5280 §4.1.2.1).
        Some(_) if !is_anchor && certificate.version() < 3 => {
            return Err(violated(certificate, "not-a-ca"));
        }
        Some(_) => {}
        // Roots of version 1 exist, and only the caller's word can make one an issuer (RFC 5280
        // §6.1.4 k).
        None if is_anchor && certificate.version() < 3 => {}
        None => return Err(violated(certificate, "not-a-ca")),
    }
    if has_other_purpose(certificate) {
        return Err(violated(certificate, "extended-key-usage"));
    }
    match certificate.key_usage().map_err(malformed)? {
        Some(usage) if !usage.key_cert_sign() => {
            Err(violated(certificate, "key-usage-forbids-certificates"))
        }
        _ => Ok(()),
    }
}

/// Nothing critical that is not processed, and nothing said twice.
fn extensions(certificate: &Certificate) -> Result<(), PathFault> {
    if certificate.repeated_extension().is_some() {
        return Err(violated(certificate, "extension-repeated"));
    }
    if !certificate.critical_unknown().is_empty() {
        return Err(violated(certificate, "critical-extension-unknown"));
    }
    Ok(())
}

fn algorithms(certificate: &Certificate, policy: &Policy, time: Time) -> Result<(), PathFault> {
    match certificate.signature_algorithm() {
        Ok(algorithm) if !policy.accepts_signature(algorithm, time) => {
            Err(too_weak(certificate, algorithm.name()))
        }
        _ => Ok(()),
    }
}

fn key(certificate: &Certificate, policy: &Policy, time: Time) -> Result<(), PathFault> {
    match certificate.key_kind() {
        Ok(key) if !policy.accepts_key(key, time) => Err(too_weak(certificate, key.to_string())),
        _ => Ok(()),
    }
}

fn too_weak(certificate: &Certificate, algorithm: impl Into<crate::report::Fact>) -> PathFault {
    let finding = Finding::warning(Code::AlgorithmTooWeak)
        .with("algorithm", algorithm)
        .with("where", certificate.subject().to_string());
    PathFault::new(SubIndication::CryptoConstraintsFailureNoPoe, finding)
}

fn validity(certificate: &Certificate, policy: &Policy, time: Time) -> Result<(), PathFault> {
    let subject = certificate.subject().to_string();
    let overdue = i64::from(policy.dangerous.expired_certificates);
    let finding = if time > certificate.not_after().plus(overdue) {
        Finding::warning(Code::CertificateExpired).with("not-after", certificate.not_after())
    } else if time < certificate.not_before() {
        Finding::warning(Code::CertificateNotYetValid).with("not-before", certificate.not_before())
    } else {
        return Ok(());
    };
    let finding = finding.with("subject", subject).with("time", time);
    Err(PathFault::new(SubIndication::OutOfBoundsNoPoe, finding))
}
