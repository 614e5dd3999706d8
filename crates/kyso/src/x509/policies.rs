//! What certificates say of policies (RFC 5280 §4.2.1.4, .5, .11, .14).

use const_oid::ObjectIdentifier;

use crate::cms::BerError;
use crate::cms::ber::{INEXPRESSIBLE_OID, Reader, id};
use crate::limits::MAX_CERTIFICATE_POLICIES;

/// anyPolicy (RFC 5280 §4.2.1.4).
pub(crate) const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");

/// One pair of policyMappings (RFC 5280 §4.2.1.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PolicyMapping {
    /// issuerDomainPolicy: what the policy is called above the CA.
    pub issuer_domain: ObjectIdentifier,
    /// subjectDomainPolicy: what it is called below.
    pub subject_domain: ObjectIdentifier,
}

/// PolicyConstraints (RFC 5280 §4.2.1.11). Numbers beyond 32 bits are their greatest value: no
/// path is that long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PolicyConstraints {
    /// requireExplicitPolicy: after how many certificates a policy must be there.
    pub require_explicit_policy: Option<u32>,
    /// inhibitPolicyMapping: after how many certificates none is mapped any more.
    pub inhibit_policy_mapping: Option<u32>,
}

/// Reads certificatePolicies, DER; qualifiers are passed over. A policy whose identifier cannot be
/// expressed is left out: it is then a policy that the certificate does not claim.
pub(super) fn read_policies(der: &[u8]) -> Result<Vec<ObjectIdentifier>, BerError> {
    let mut reader = Reader::new(der);
    let sequence = reader.expect(id::SEQUENCE)?;
    reader.finish()?;
    let mut out = Vec::new();
    let mut members = sequence.reader();
    let mut count = 0;
    while let Some(member) = members.next()? {
        sequence.room(count, MAX_CERTIFICATE_POLICIES)?;
        count += 1;
        if member.id != id::SEQUENCE {
            return Err(member.malformed());
        }
        let mut fields = member.reader();
        let policy = fields.expect(id::OID)?.any_oid()?;
        fields.optional(id::SEQUENCE)?;
        fields.finish()?;
        if policy != INEXPRESSIBLE_OID {
            out.push(policy);
        }
    }
    if count == 0 { Err(sequence.malformed()) } else { Ok(out) }
}

/// Reads policyMappings, DER.
pub(super) fn read_mappings(der: &[u8]) -> Result<Vec<PolicyMapping>, BerError> {
    let mut reader = Reader::new(der);
    let sequence = reader.expect(id::SEQUENCE)?;
    reader.finish()?;
    let mut out = Vec::new();
    let mut members = sequence.reader();
    while let Some(member) = members.next()? {
        sequence.room(out.len(), MAX_CERTIFICATE_POLICIES)?;
        if member.id != id::SEQUENCE {
            return Err(member.malformed());
        }
        let mut fields = member.reader();
        let issuer_domain = fields.expect(id::OID)?.any_oid()?;
        let subject_domain = fields.expect(id::OID)?.any_oid()?;
        fields.finish()?;
        out.push(PolicyMapping { issuer_domain, subject_domain });
    }
    if out.is_empty() { Err(sequence.malformed()) } else { Ok(out) }
}

/// Reads policyConstraints, DER.
pub(super) fn read_constraints(der: &[u8]) -> Result<PolicyConstraints, BerError> {
    let mut reader = Reader::new(der);
    let sequence = reader.expect(id::SEQUENCE)?;
    reader.finish()?;
    let mut fields = sequence.reader();
    let mut number = |n: u8| -> Result<Option<u32>, BerError> {
        match fields.optional(id::context(n))? {
            Some(element) => Ok(Some(saturated(element.magnitude()?))),
            None => Ok(None),
        }
    };
    let require_explicit_policy = number(0)?;
    let inhibit_policy_mapping = number(1)?;
    fields.finish()?;
    if require_explicit_policy.is_none() && inhibit_policy_mapping.is_none() {
        return Err(sequence.malformed());
    }
    Ok(PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
}

/// Reads inhibitAnyPolicy, DER.
pub(super) fn read_inhibit_any(der: &[u8]) -> Result<u32, BerError> {
    let mut reader = Reader::new(der);
    let number = reader.expect(id::INTEGER)?.unsigned()?;
    reader.finish()?;
    Ok(saturated(number))
}

fn saturated(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
