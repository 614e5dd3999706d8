//! What certificates say of policies (RFC 5280 §4.2.1.4, .5, .11, .14).

use const_oid::ObjectIdentifier;

use crate::cms::BerError;
use crate::cms::ber::{Element, INEXPRESSIBLE_OID, Reader, id, sequence_of};
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
    let out = sequence_of(der, MAX_CERTIFICATE_POLICIES, |member| {
        let mut fields = member_fields(member)?;
        let policy = fields.expect(id::OID)?.any_oid()?;
        fields.optional(id::SEQUENCE)?;
        fields.finish()?;
        Ok(policy)
    })?;
    let mut out = not_empty(der, out)?;
    out.retain(|policy| *policy != INEXPRESSIBLE_OID);
    Ok(out)
}

fn member_fields<'a>(member: &Element<'a>) -> Result<Reader<'a>, BerError> {
    if member.id == id::SEQUENCE { Ok(member.reader()) } else { Err(member.malformed()) }
}

/// RFC 5280 gives these lists at least one member.
fn not_empty<T>(der: &[u8], out: Vec<T>) -> Result<Vec<T>, BerError> {
    if out.is_empty() {
        return Err(Reader::new(der).expect(id::SEQUENCE)?.malformed());
    }
    Ok(out)
}

/// Reads policyMappings, DER.
pub(super) fn read_mappings(der: &[u8]) -> Result<Vec<PolicyMapping>, BerError> {
    let out = sequence_of(der, MAX_CERTIFICATE_POLICIES, |member| {
        let mut fields = member_fields(member)?;
        let issuer_domain = fields.expect(id::OID)?.any_oid()?;
        let subject_domain = fields.expect(id::OID)?.any_oid()?;
        fields.finish()?;
        Ok(PolicyMapping { issuer_domain, subject_domain })
    })?;
    not_empty(der, out)
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
