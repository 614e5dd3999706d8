//! What a policy, a certification and a lock each forbid, of what a revision was found to do.

use super::super::engine::{Annotated, Change, Explained};
use super::super::locks::{Permissions, refuse_signed};
use super::refuse;
use crate::pdf::FieldLock;
use crate::policy::{Filling, Policy};
use crate::report::{Fact, Finding, Modification};
use crate::trust::TrustAnchors;

fn did(level: Modification) -> Explained {
    Explained {
        level,
        evidence: level == Modification::LtaUpdate,
        signatures: vec!["seal".into()],
        fields: vec!["seal".into(), "number".into()],
        filled: vec!["number".into()],
        appearances: Vec::new(),
        over_text: Vec::new(),
        notes: false,
        annotations: Vec::new(),
    }
}

fn faults(findings: &[Finding]) -> Vec<&Fact> {
    findings.iter().map(|finding| &finding.facts["fault"]).collect()
}

fn policy() -> Policy {
    Policy::baseline(TrustAnchors::default())
}

const ALL: [Modification; 4] = [
    Modification::None,
    Modification::LtaUpdate,
    Modification::FormFilling,
    Modification::Annotation,
];

/// What is refused at each level, without a certification and with one that allows annotations.
#[track_caller]
fn assert_refuses(policy: &Policy, fault: &str, plain: [bool; 4], certified: [bool; 4]) {
    let all = Permissions { doc_mdp: Some(3), certified: true, locks: Vec::new() };
    for (permissions, expected) in [(Permissions::default(), plain), (all, certified)] {
        let found = ALL.map(|level| {
            let found = refuse(policy, &permissions, &did(level), 1);
            faults(&found).contains(&&Fact::from(fault))
        });
        assert_eq!(found, expected, "{permissions:?}");
    }
}

#[test]
fn a_policy_forbids_each_kind_by_itself() {
    let with = |change: fn(&mut crate::policy::LaterChanges)| {
        let mut later = policy().later_changes().clone();
        change(&mut later);
        policy().with_later_changes(later)
    };
    let (none, yes, no) = ([false; 4], true, false);
    for fault in ["timestamps", "signatures", "filling"] {
        assert_refuses(&policy(), &format!("policy-forbids-{fault}"), none, none);
    }
    let timestamps = with(|later| later.timestamps = false);
    let expected = [no, yes, no, no];
    assert_refuses(&timestamps, "policy-forbids-timestamps", expected, expected);
    let signatures = with(|later| later.signatures = false);
    let expected = [no, no, yes, yes];
    assert_refuses(&signatures, "policy-forbids-signatures", expected, expected);
    let filling = with(|later| later.filling = Filling::Only(vec!["seal".into()]));
    assert_refuses(&filling, "policy-forbids-filling", [yes; 4], [yes; 4]);
    let filling = with(|later| later.filling = Filling::Only(vec!["number".into()]));
    assert_refuses(&filling, "policy-forbids-filling", none, none);
    let annotations = "policy-forbids-annotations";
    assert_refuses(&policy(), annotations, [no, no, no, yes], none);
    let expected = [no, no, no, yes];
    assert_refuses(&with(|later| later.annotations = false), annotations, expected, expected);
    let mut widened = with(|later| later.annotations = false);
    widened.dangerous().accept_annotations();
    assert_refuses(&widened, annotations, none, none);
    for (doc_mdp, certified) in [(Some(3), false), (None, true), (Some(2), true)] {
        let permissions = Permissions { doc_mdp, certified, locks: Vec::new() };
        let found = refuse(&policy(), &permissions, &did(Modification::Annotation), 1);
        assert_eq!(faults(&found), [&Fact::from(annotations)]);
    }
}

#[test]
fn a_policy_widens_what_nobody_certified_and_nothing_stricter() {
    let mut widened = policy();
    widened.dangerous().accept_annotations();
    let of = |doc_mdp, policy: &Policy| {
        let permissions = Permissions { doc_mdp, ..Permissions::default() }.under(policy);
        permissions.refuse(&did(Modification::Annotation), 1).is_empty()
    };
    assert!(of(None, &widened) && of(Some(3), &widened));
    assert!(!of(Some(2), &widened) && !of(Some(1), &widened) && !of(Some(9), &widened));
    assert!(!of(None, &policy()) && !of(Some(3), &policy()));
}

#[test]
fn evidence_stands_outside_the_locks() {
    let lock = FieldLock::All;
    let permissions = Permissions { locks: vec![lock], ..Permissions::default() };
    let locked = |level| permissions.refuse(&did(level), 1).len();
    assert_eq!(ALL.map(locked), [0, 0, 2, 3]);
}

#[test]
fn annotations_that_were_signed_stay() {
    let one = |change, since| {
        let annotated = Annotated { object: 9, kind: "text", page: 1, change, since };
        let annotations = vec![annotated];
        let explained = Explained { annotations, ..did(Modification::Annotation) };
        refuse_signed(&explained, 2, 3).len()
    };
    assert_eq!([one(Change::Changed, 2), one(Change::Removed, 1)], [1, 1]);
    assert_eq!([one(Change::Changed, 3), one(Change::Removed, 3), one(Change::Added, 1)], [0; 3]);
}
