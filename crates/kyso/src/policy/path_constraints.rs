//! What the caller asks of paths beside what their certificates ask: the inputs of RFC 5280 §6.1.1,
//! which EN 319 102-1 §A.4.2.1 calls X.509 validation constraints.

use const_oid::ObjectIdentifier;

use crate::x509::NameConstraints;

/// Inputs to path validation (RFC 5280 §6.1.1 c to i). The default asks for nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct PathConstraints {
    /// user-initial-policy-set: the policies that are acceptable; `None` for any. By itself it
    /// only narrows the policies that a path is said to hold under: with
    /// [`require_explicit_policy`](Self::require_explicit_policy), or where a CA requires a
    /// policy, a path that holds under none of them is refused.
    pub policies: Option<Vec<ObjectIdentifier>>,
    /// initial-explicit-policy: the path must hold under a policy, one of
    /// [`policies`](Self::policies) where these are given.
    pub require_explicit_policy: bool,
    /// initial-policy-mapping-inhibit: no CA may map policies.
    pub inhibit_policy_mapping: bool,
    /// initial-any-policy-inhibit: anyPolicy in a certificate stands for no other policy.
    pub inhibit_any_policy: bool,
    /// initial-permitted-subtrees and initial-excluded-subtrees.
    pub names: NameConstraints,
    /// How many certificates may stand between the signer's and the anchor, self-issued ones not
    /// counted; `None` for as many as are looked at.
    pub max_path_length: Option<usize>,
}
