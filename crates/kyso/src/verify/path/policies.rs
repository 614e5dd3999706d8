//! The policies that hold along a path (RFC 5280 §6.1, as the graph of RFC 9618).
//!
//! RFC 5280 draws a tree that doubles with every level when each policy is mapped to several
//! others. What decides is less: which policies the next certificate may claim, and for each of
//! them by which policies, as the anchor's side calls them, it came to be there. One level is kept,
//! with one node a policy.

use std::collections::BTreeMap;

use const_oid::ObjectIdentifier;

use crate::x509::{ANY_POLICY, PolicyMapping};

/// A set of origins, by their numbers.
#[derive(Clone, Default, Debug)]
struct Origins(Vec<u64>);

impl Origins {
    fn insert(&mut self, number: usize) {
        let (word, bit) = (number / 64, number % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    fn extend(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, others) in self.0.iter_mut().zip(&other.0) {
            *mine |= others;
        }
    }

    fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & 1 << (number % 64) != 0)
    }
}

/// Nodes of one level.
type Level = BTreeMap<ObjectIdentifier, Origins>;

/// The policies that are valid as far down a path as it was walked.
#[derive(Debug)]
pub(super) struct ValidPolicies {
    /// The nodes of this level; once mapped, the policies that they expect below.
    level: Level,
    /// Whether a node anyPolicy stands at this level.
    any: bool,
    /// Policies that came in under anyPolicy, by their numbers.
    origins: BTreeMap<ObjectIdentifier, usize>,
}

impl ValidPolicies {
    /// At the anchor: anyPolicy (RFC 5280 §6.1.2 a).
    pub(super) fn new() -> Self {
        Self { level: Level::new(), any: true, origins: BTreeMap::new() }
    }

    /// Whether none is left.
    pub(super) fn is_empty(&self) -> bool {
        self.level.is_empty() && !self.any
    }

    /// Goes on by one certificate (RFC 5280 §6.1.3 d, e): the policies it claims, `None` where it
    /// claims none, and whether anyPolicy among them counts.
    pub(super) fn claim(&mut self, claimed: Option<&[ObjectIdentifier]>, any_counts: bool) {
        let expected = std::mem::take(&mut self.level);
        let claimed = claimed.unwrap_or_default();
        for policy in claimed.iter().filter(|policy| **policy != ANY_POLICY) {
            if let Some(origins) = expected.get(policy) {
                self.level.insert(*policy, origins.clone());
            } else if self.any {
                let origin = self.origin(*policy);
                self.level.insert(*policy, origin);
            }
        }
        if any_counts && claimed.contains(&ANY_POLICY) {
            for (policy, origins) in expected {
                self.level.entry(policy).or_insert(origins);
            }
        } else {
            self.any = false;
        }
    }

    /// Policies as those below call them (RFC 5280 §6.1.4 b); where mapping is not `allowed`, one
    /// that would be mapped is dropped.
    pub(super) fn map(&mut self, mappings: &[PolicyMapping], allowed: bool) {
        let mut nodes = std::mem::take(&mut self.level);
        for mapping in mappings.iter().filter(|_| allowed) {
            let policy = mapping.issuer_domain;
            if self.any && !nodes.contains_key(&policy) {
                let origin = self.origin(policy);
                nodes.insert(policy, origin);
            }
            if let Some(origins) = nodes.get(&policy) {
                self.level.entry(mapping.subject_domain).or_default().extend(origins);
            }
        }
        for mapping in mappings {
            nodes.remove(&mapping.issuer_domain);
        }
        for (policy, origins) in nodes {
            self.level.entry(policy).or_default().extend(&origins);
        }
    }

    /// A policy that stands directly under anyPolicy.
    fn origin(&mut self, policy: ObjectIdentifier) -> Origins {
        let next = self.origins.len();
        let number = *self.origins.entry(policy).or_insert(next);
        let mut out = Origins::default();
        out.insert(number);
        out
    }

    /// The policies under which the path holds, as the anchor's side calls them, cut with those
    /// that the caller asks for; `None` asks for any (RFC 5280 §6.1.5 g, §6.1.6).
    pub(super) fn constrained(&self, asked: Option<&[ObjectIdentifier]>) -> Vec<ObjectIdentifier> {
        let mut held = Origins::default();
        self.level.values().for_each(|origins| held.extend(origins));
        let origins = self.origins.iter().filter(|(_, number)| held.contains(**number));
        let mut out: Vec<_> = origins.map(|(policy, _)| *policy).collect();
        match asked.filter(|asked| !asked.contains(&ANY_POLICY)) {
            Some(asked) if self.any => out = asked.to_vec(),
            Some(asked) => out.retain(|policy| asked.contains(policy)),
            None if self.any => out.push(ANY_POLICY),
            None => {}
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

#[cfg(test)]
mod tests;
