//! The levels against the tree as RFC 5280 §6.1 draws it, over random chains.

use const_oid::ObjectIdentifier;

use super::ValidPolicies;
use crate::x509::{ANY_POLICY, PolicyMapping};

/// A node of the tree.
#[derive(Clone, Debug)]
struct Node {
    policy: ObjectIdentifier,
    expected: Vec<ObjectIdentifier>,
    parent: usize,
}

/// The tree, by depth; a node that was deleted is `None`.
struct Tree(Vec<Vec<Option<Node>>>);

impl Tree {
    fn new() -> Self {
        let root = Node { policy: ANY_POLICY, expected: vec![ANY_POLICY], parent: 0 };
        Self(vec![vec![Some(root)]])
    }

    fn last(&self) -> Vec<(usize, Node)> {
        let level = self.0.last().unwrap().iter().enumerate();
        level.filter_map(|(place, node)| Some((place, node.clone()?))).collect()
    }

    /// §6.1.3 d, e.
    fn claim(&mut self, claimed: Option<&[ObjectIdentifier]>, any_counts: bool) {
        let above = self.last();
        let mut below: Vec<Option<Node>> = Vec::new();
        let child = |policy, parent| Some(Node { policy, expected: vec![policy], parent });
        let claimed = claimed.unwrap_or_default();
        for policy in claimed.iter().filter(|policy| **policy != ANY_POLICY) {
            let mut matched = false;
            for (place, _) in above.iter().filter(|(_, node)| node.expected.contains(policy)) {
                below.push(child(*policy, *place));
                matched = true;
            }
            let any = above.iter().find(|(_, node)| node.policy == ANY_POLICY);
            if let Some((place, _)) = any.filter(|_| !matched) {
                below.push(child(*policy, *place));
            }
        }
        if claimed.contains(&ANY_POLICY) && any_counts {
            for (place, node) in &above {
                for policy in &node.expected {
                    let has = |n: &Node| n.parent == *place && n.policy == *policy;
                    if !below.iter().flatten().any(has) {
                        below.push(child(*policy, *place));
                    }
                }
            }
        }
        self.0.push(below);
        self.prune();
    }

    /// §6.1.4 b.
    fn map(&mut self, mappings: &[PolicyMapping], allowed: bool) {
        for mapping in mappings {
            let from = mapping.issuer_domain;
            let same = mappings.iter().filter(|other| other.issuer_domain == from);
            let to: Vec<_> = same.map(|other| other.subject_domain).collect();
            let level = self.0.last_mut().unwrap();
            let found = level.iter().flatten().any(|node| node.policy == from);
            if !allowed {
                for slot in level.iter_mut() {
                    slot.take_if(|node| node.policy == from);
                }
            } else if found {
                level.iter_mut().flatten().filter(|node| node.policy == from).for_each(|node| {
                    node.expected.clone_from(&to);
                });
            } else if let Some(any) = level.iter().flatten().find(|n| n.policy == ANY_POLICY) {
                let parent = any.parent;
                level.push(Some(Node { policy: from, expected: to, parent }));
            }
        }
        self.prune();
    }

    /// §6.1.3 d 3.
    fn prune(&mut self) {
        for depth in (1..self.0.len()).rev() {
            let parents: Vec<_> = self.0[depth].iter().flatten().map(|node| node.parent).collect();
            for (place, slot) in self.0[depth - 1].iter_mut().enumerate() {
                slot.take_if(|_| !parents.contains(&place));
            }
        }
    }

    /// §6.1.5 g: the policies right under anyPolicy that are left, and anyPolicy where it stands
    /// at the end.
    fn constrained(mut self, asked: Option<&[ObjectIdentifier]>) -> Vec<ObjectIdentifier> {
        let mut out = Vec::new();
        for depth in 1..self.0.len() {
            for place in 0..self.0[depth].len() {
                let Some(node) = self.0[depth][place].clone() else { continue };
                let Some(parent) = &self.0[depth - 1][node.parent] else {
                    self.0[depth][place] = None;
                    continue;
                };
                if parent.policy == ANY_POLICY && node.policy != ANY_POLICY {
                    if asked.is_none_or(|asked| asked.contains(&node.policy)) {
                        out.push(node.policy);
                    } else {
                        self.0[depth][place] = None;
                    }
                }
            }
        }
        if self.last().iter().any(|(_, node)| node.policy == ANY_POLICY) {
            out.extend(asked.unwrap_or(&[ANY_POLICY]));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// A generator that gives the same numbers every time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn policy(&mut self) -> ObjectIdentifier {
        format!("1.2.3.{}", self.below(4)).parse().unwrap()
    }

    fn claimed(&mut self) -> Option<Vec<ObjectIdentifier>> {
        if self.below(20) == 0 {
            return None;
        }
        let mut out: Vec<_> = (0..=self.below(3)).map(|_| self.policy()).collect();
        if self.below(3) == 0 {
            out.push(ANY_POLICY);
        }
        out.sort_unstable();
        out.dedup();
        Some(out)
    }

    fn mappings(&mut self) -> Vec<PolicyMapping> {
        let count = self.below(4);
        let pair =
            |_| PolicyMapping { issuer_domain: self.policy(), subject_domain: self.policy() };
        (0..count).map(pair).collect()
    }
}

#[test]
fn one_level_says_what_the_whole_tree_says() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut empty, mut left) = (0, 0);
    for _ in 0..20_000 {
        let (mut tree, mut levels) = (Tree::new(), ValidPolicies::new());
        let length = 1 + random.below(4);
        for depth in 0..length {
            let (claimed, any_counts) = (random.claimed(), random.below(4) > 0);
            tree.claim(claimed.as_deref(), any_counts);
            levels.claim(claimed.as_deref(), any_counts);
            assert_eq!(levels.is_empty(), tree.last().is_empty());
            if depth + 1 < length {
                let (mappings, allowed) = (random.mappings(), random.below(4) > 0);
                tree.map(&mappings, allowed);
                levels.map(&mappings, allowed);
                assert_eq!(levels.is_empty(), tree.last().is_empty());
            }
        }
        let asked = (random.below(2) == 0).then(|| vec![random.policy(), random.policy()]);
        let held = levels.constrained(asked.as_deref());
        if held.is_empty() {
            empty += 1
        } else {
            left += 1
        }
        assert_eq!(held, tree.constrained(asked.as_deref()));
    }
    assert!(empty > 1_000 && left > 1_000, "{empty} {left}");
}
