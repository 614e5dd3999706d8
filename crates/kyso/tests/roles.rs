//! The roles that a paper is signed in: what stands in the signatures, and whose turn it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod common;

use common::{credential, now, pki, policy};
use kyso::pdf::{AllowedChanges, NewField};
use kyso::report::{Conclusion, SignatureReport, SubIndication};
use kyso::role::{Ask, Breach, BreachFault, LeaderChoice, RoleRule, RoleRules};
use kyso::{Credential, Document, Report, Role, SignError, SubFilter, Time, Verifier};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{Dn, KeyKind, Pki, Template};

/// The agency's key, of the same CA as the leader's.
fn agency(pki: &Pki) -> Credential {
    let name = Dn::new().cn("Vụ Công nghệ số").o("Bộ Mẫu");
    let template = Template { serial: vec![0x42, 7], ..Template::signer(name) };
    credential(&pki.issue(KeyKind::P256, &template))
}

fn draft() -> Document {
    Document::from_bytes(pdf(PdfKind::Classic)).unwrap()
}

fn signed(document: &Document, credential: &Credential, role: Role) -> Document {
    let signed = document.sign(credential, now()).role(role).finish().unwrap();
    Document::from_bytes(signed.to_bytes().unwrap()).unwrap()
}

fn plain(document: &Document, credential: &Credential) -> Document {
    let signed = document.sign(credential, now()).finish().unwrap();
    Document::from_bytes(signed.to_bytes().unwrap()).unwrap()
}

fn report(document: &Document, pki: &Pki) -> Report {
    Verifier::new(&policy(pki)).verify(document, now())
}

fn breaches(document: &Document, pki: &Pki, role: Role) -> Vec<Breach> {
    let rule = RoleRule::shipped(role);
    rule.breaches(&report(document, pki), &LeaderChoice::default(), None)
}

fn roles(report: &Report) -> Vec<Option<Role>> {
    report.signatures.iter().map(|one| one.role).collect()
}

#[test]
fn a_role_stands_in_the_signed_attributes_of_every_format() {
    let pki = pki();
    let leader = credential(&pki.signer);
    let plain = b"m\xe1\xbb\x99t t\xe1\xbb\x87p".to_vec();
    let beside = Document::file(kyso::Source::from_bytes(plain));
    for (document, format) in [
        (draft(), "PDF"),
        (Document::from_bytes(xml(XmlKind::Plain)).unwrap(), "XML"),
        (beside, "CMS"),
    ] {
        let builder = document.sign(&leader, now()).role(Role::Leader).claimed_role("Bộ trưởng");
        let builder =
            if format == "CMS" { builder.packaging(kyso::Packaging::Attached) } else { builder };
        let signed = builder.finish().unwrap().to_bytes().unwrap();
        let report = common::assert_passes(&signed, &policy(&pki), 1);
        assert_eq!(roles(&report), [Some(Role::Leader)], "{format}");
        assert_eq!(report.signatures[0].roles, ["Bộ trưởng"], "{format}");
        let json = report.to_json("x");
        assert_eq!(json["signatures"][0]["role"], "leader", "{format}");
        assert!(report.to_etsi("x").contains("kyso-role:leader"), "{format}");
    }
    let old = draft();
    let old = old.sign(&leader, now()).role(Role::Copy).sub_filter(SubFilter::AdbePkcs7Detached);
    let old = common::verify(&old.finish().unwrap().to_bytes().unwrap(), &policy(&pki));
    assert_eq!(roles(&old), [Some(Role::Copy)]);
    assert!(
        common::assert_passes(&common::sign(&pdf(PdfKind::Classic), &pki), &policy(&pki), 1)
            .to_json("x")["signatures"][0]["role"]
            .is_null()
    );
}

#[test]
fn a_role_brings_its_field_and_its_reason_and_never_certifies() {
    let pki = pki();
    let leader = credential(&pki.signer);
    let signed = draft().sign(&leader, now()).role(Role::Initials).finish().unwrap();
    assert_eq!(signed.field_name(), "Initials1");
    let twice = Document::from_bytes(signed.to_bytes().unwrap()).unwrap();
    let twice = twice.sign(&leader, now()).role(Role::Initials).reason("Đã soát").finish().unwrap();
    assert_eq!(twice.field_name(), "Initials2");
    let report = common::assert_passes(&twice.to_bytes().unwrap(), &policy(&pki), 2);
    let reasons: Vec<_> = report.signatures.iter().map(|one| one.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("Ký nháy"), Some("Đã soát")]);
    let named = draft().sign(&leader, now()).role(Role::Leader).field("Ký").finish().unwrap();
    assert_eq!(named.field_name(), "Ký");
    let certified = draft().sign(&leader, now()).role(Role::Leader).certify(AllowedChanges::Forms);
    let refused = certified.finish().unwrap_err();
    assert!(matches!(refused, SignError::RoleCertifies { role: Role::Leader }), "{refused}");
}

#[test]
fn a_field_that_is_ready_for_the_role_is_taken_and_no_other() {
    let pki = pki();
    let leader = credential(&pki.signer);
    let with = |names: &[&str]| {
        names.iter().fold(draft(), |document, name| {
            let field = NewField { name: (*name).into(), page: 1, rect: None, lock: None };
            let added = document.add_signature_field(&field).unwrap();
            Document::from_bytes(added.to_bytes().unwrap()).unwrap()
        })
    };
    let ready = with(&["Agency", "Leader"]);
    let done = ready.sign(&leader, now()).role(Role::Leader).finish().unwrap();
    assert!(done.is_in_existing_field());
    assert_eq!(done.field_name(), "Leader");
    // The only empty field is somebody else's.
    let other = with(&["Agency"]);
    let done = other.sign(&leader, now()).role(Role::Comment).finish().unwrap();
    assert!(!done.is_in_existing_field());
    assert_eq!(done.field_name(), "Comment1");
}

#[test]
fn the_seal_waits_for_the_leaders_signature() {
    let pki = pki();
    let (leader, agency) = (credential(&pki.signer), agency(&pki));
    let fault = |document: &Document| {
        let found = breaches(document, &pki, Role::Agency);
        assert!(found.iter().all(|one| one.is_refusal() && one.may_be_overridden()), "{found:?}");
        found.into_iter().map(|one| one.fault).collect::<Vec<_>>()
    };
    let none = |unclaimed: &[&str]| {
        let unclaimed = unclaimed.iter().map(|id| (*id).to_owned()).collect();
        vec![BreachFault::NoLeader { unclaimed }]
    };
    assert_eq!(fault(&draft()), none(&[]));
    // Initials are no leader's signature, whoever made them and whatever their field is called.
    assert_eq!(fault(&signed(&draft(), &leader, Role::Initials)), none(&[]));
    let posing = draft();
    let posing =
        posing.sign(&leader, now()).role(Role::Initials).field("Leader").reason("Phê duyệt");
    let posing = Document::from_bytes(posing.finish().unwrap().to_bytes().unwrap()).unwrap();
    assert_eq!(fault(&posing), none(&[]));
    // A reason says nothing, nor does an empty field.
    let reason = draft();
    let reason = reason.sign(&leader, now()).field("Leader").reason("Phê duyệt").finish().unwrap();
    let reason = Document::from_bytes(reason.to_bytes().unwrap()).unwrap();
    assert_eq!(fault(&reason), none(&["Leader"]));
    let field = NewField { name: "Leader".into(), page: 1, rect: None, lock: None };
    let empty = draft().add_signature_field(&field).unwrap();
    assert_eq!(fault(&Document::from_bytes(empty.to_bytes().unwrap()).unwrap()), none(&[]));
    let led = signed(&draft(), &leader, Role::Leader);
    assert_eq!(fault(&led), []);
    assert_eq!(fault(&signed(&led, &agency, Role::Number)), []);
}

#[test]
fn a_leaders_signature_counts_only_where_it_passes() {
    let pki = pki();
    let leader = credential(&pki.signer);
    let led = signed(&draft(), &leader, Role::Leader);
    let bytes = led.pdf().unwrap().source().slice().unwrap().to_vec();
    let not_passed = |found: Vec<Breach>, failed: bool| {
        let [one] = found.as_slice() else { panic!("{found:?}") };
        let BreachFault::LeaderNotPassed { id, failed: did, .. } = &one.fault else {
            panic!("{one:?}")
        };
        assert_eq!((id.as_str(), *did), ("Leader", failed));
        assert!(one.is_refusal());
        assert_eq!(one.may_be_overridden(), !failed);
    };
    // Signed bytes changed.
    let mut broken = bytes.clone();
    broken[12] ^= 1;
    let broken = Document::from_bytes(broken).unwrap();
    not_passed(breaches(&broken, &pki, Role::Agency), true);
    // Nobody trusted.
    let nobody =
        Verifier::new(&kyso::Policy::baseline(kyso::TrustAnchors::new())).verify(&led, now());
    let rule = RoleRule::shipped(Role::Agency);
    not_passed(rule.breaches(&nobody, &LeaderChoice::default(), None), false);
    // The leader's certificate has ended, with no proof of an earlier time.
    let later = Time::from_utc(2090, 1, 1, 0, 0, 0).unwrap();
    let late = Verifier::new(&policy(&pki)).verify(&led, later);
    not_passed(rule.breaches(&late, &LeaderChoice::default(), None), false);
    // A later revision that changes the page: the attacks of the testkit are signed plainly, so
    // that the caller names the leader's.
    let named = LeaderChoice { field: Some("Signature1".into()), serial: None };
    let attacks = kyso_testkit::pdf_attacks::attacks(&pki);
    let modified = attacks.iter().filter(|one| one.must == kyso_testkit::pdf_attacks::Must::Fail);
    let mut judged = 0;
    for attack in modified.step_by(97) {
        let Ok(document) = Document::from_bytes(attack.bytes.clone()) else { continue };
        let report = report(&document, &pki);
        if report.signatures.iter().all(|one| one.id != "Signature1") {
            continue;
        }
        judged += 1;
        let found = rule.breaches(&report, &named, None);
        let is_never = |one: &Breach| !one.may_be_overridden();
        let passed = report.signatures.iter().filter(|one| one.id == "Signature1").all(passes);
        assert!(passed || found.iter().any(is_never), "{}: {found:?}", attack.name);
    }
    assert!(judged > 5, "{judged}");
}

fn passes(one: &SignatureReport) -> bool {
    matches!(one.conclusion, kyso::Conclusion::Passed(_))
}

#[test]
fn of_two_leaders_both_must_hold() {
    let pki = pki();
    let stranger = Pki::new(KeyKind::P256);
    let led = signed(&draft(), &credential(&pki.signer), Role::Leader);
    let both = signed(&led, &credential(&stranger.signer), Role::Leader);
    let found = breaches(&both, &pki, Role::Agency);
    assert!(
        matches!(found.as_slice(), [Breach { fault: BreachFault::LeaderNotPassed { id, .. }, .. }] if id == "Leader2"),
        "{found:?}"
    );
}

#[test]
fn a_leader_with_other_software_is_named_by_field_or_certificate() {
    let pki = pki();
    let leader = credential(&pki.signer);
    let serial = leader.certificate().serial_hex();
    let other = plain(&draft(), &leader);
    let rule = RoleRule::shipped(Role::Agency);
    let faults = |document: &Document, field: Option<&str>, serial: Option<&str>| {
        let choice =
            LeaderChoice { field: field.map(str::to_owned), serial: serial.map(str::to_owned) };
        let found = rule.breaches(&report(document, &pki), &choice, None);
        found.into_iter().map(|one| one.fault).collect::<Vec<_>>()
    };
    assert_eq!(faults(&other, Some("Signature1"), None), []);
    assert_eq!(faults(&other, None, Some(&serial.to_uppercase())), []);
    assert_eq!(faults(&other, Some("Signature1"), Some(&format!("00{serial}"))), []);
    let missing = faults(&other, Some("Signature1"), Some("00ff"));
    assert!(matches!(missing.as_slice(), [BreachFault::NoSuchLeader { .. }]), "{missing:?}");
    // Naming initials does not make them the leader's.
    let initials = signed(&draft(), &leader, Role::Initials);
    let named = faults(&initials, Some("Initials1"), None);
    let role = Role::Initials;
    assert_eq!(named, [BreachFault::LeaderOtherRole { id: "Initials1".into(), role }]);
}

#[test]
fn one_person_is_not_leader_and_agency() {
    let pki = pki();
    let (leader, agency) = (credential(&pki.signer), agency(&pki));
    let led = signed(&draft(), &leader, Role::Leader);
    let rule = RoleRule::shipped(Role::Agency);
    let by = |signer: &Credential| {
        let choice = LeaderChoice::default();
        rule.breaches(&report(&led, &pki), &choice, Some(signer.certificate()))
    };
    assert!(by(&agency).is_empty());
    let [same] = <[Breach; 1]>::try_from(by(&leader)).unwrap();
    assert!(matches!(same.fault, BreachFault::SamePerson { .. }) && same.is_refusal());
}

#[test]
fn practice_is_a_warning_and_law_a_refusal() {
    let pki = pki();
    let (leader, agency) = (credential(&pki.signer), agency(&pki));
    let weight = |document: &Document, role| {
        let found = breaches(document, &pki, role);
        found.iter().map(|one| (one.fault.clone(), one.is_refusal())).collect::<Vec<_>>()
    };
    let led = signed(&draft(), &leader, Role::Leader);
    let after = |id: &str, role| BreachFault::After { id: id.into(), role };
    assert_eq!(weight(&led, Role::Initials), [(after("Leader", Role::Leader), false)]);
    let sealed = signed(&led, &agency, Role::Agency);
    assert_eq!(weight(&sealed, Role::Number), [(after("Agency", Role::Agency), true)]);
    assert_eq!(weight(&sealed, Role::Leader), [(after("Agency", Role::Agency), false)]);
    assert_eq!(
        weight(&draft(), Role::Number),
        [(BreachFault::NoLeader { unclaimed: vec![] }, false)]
    );
    assert_eq!(weight(&draft(), Role::Incoming), [(BreachFault::Unsigned, true)]);
    assert_eq!(weight(&sealed, Role::Incoming), []);
    assert_eq!(weight(&sealed, Role::Copy), []);
    assert_eq!(weight(&draft(), Role::Copy), []);
    assert_eq!(weight(&sealed, Role::Comment), []);
    // What comes in and does not hold is returned.
    let mut broken = sealed.pdf().unwrap().source().slice().unwrap().to_vec();
    broken[12] ^= 1;
    let broken = Document::from_bytes(broken).unwrap();
    let found = breaches(&broken, &pki, Role::Incoming);
    assert!(!found.is_empty());
    assert!(found.iter().all(|one| one.is_refusal() && !one.may_be_overridden()), "{found:?}");
}

#[test]
fn an_office_has_rules_of_its_own() {
    let own = RoleRules::toml().replace("field = \"Agency\"", "field = \"Con dau\"");
    let own = own.replacen("mark = \"B2\"", "mark = \"C\"", 1);
    let rules = RoleRules::from_toml(&own).unwrap();
    let rule = rules.of(Role::Agency).unwrap().clone();
    assert!(rule.order.iter().any(|one| one.ask == Ask::LeaderPassed));
    let pki = pki();
    let led = signed(&draft(), &credential(&pki.signer), Role::Leader);
    let sealed = led.sign(&agency(&pki), now()).role_by(rule).finish().unwrap();
    assert_eq!(sealed.field_name(), "Con dau");
}

/// Whatever role asks, and whatever its rules are worth.
#[test]
fn what_failed_or_was_revoked_is_signed_in_no_role() {
    let pki = pki();
    let (leader, agency) = (credential(&pki.signer), agency(&pki));
    let both = plain(&signed(&draft(), &leader, Role::Leader), &agency);
    let choice = LeaderChoice::default();
    let found = |role: Role, id: &str, conclusion: Conclusion| {
        let mut report = report(&both, &pki);
        let one = report.signatures.iter_mut().find(|one| one.id == id).unwrap();
        one.conclusion = conclusion;
        RoleRule::shipped(role).breaches(&report, &choice, None)
    };
    let is_never = |one: &Breach| one.is_refusal() && !one.may_be_overridden();
    for role in Role::ALL {
        for id in ["Leader", "Signature1"] {
            for broken in [
                Conclusion::Failed(SubIndication::HashFailure),
                Conclusion::Failed(SubIndication::Revoked),
                Conclusion::Indeterminate(SubIndication::RevokedNoPoe),
                Conclusion::Indeterminate(SubIndication::RevokedCaNoPoe),
                Conclusion::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe),
                Conclusion::Indeterminate(SubIndication::SigConstraintsFailure),
                Conclusion::Indeterminate(SubIndication::Generic),
            ] {
                let found = found(role, id, broken.clone());
                let of_it = |one: &&Breach| one.fault.signature() == Some(id);
                assert!(found.iter().filter(of_it).any(is_never), "{role} {id} {broken:?}");
            }
            let open = Conclusion::Indeterminate(SubIndication::TryLater);
            assert!(!found(role, id, open).iter().any(is_never), "{role} {id}");
        }
    }
    // Bytes, and no report made by hand.
    let mut bytes = both.pdf().unwrap().source().slice().unwrap().to_vec();
    bytes[12] ^= 1;
    let broken = Document::from_bytes(bytes).unwrap();
    for role in Role::ALL {
        assert!(breaches(&broken, &pki, role).iter().any(is_never), "{role}");
    }
}

#[test]
fn who_claims_two_roles_is_not_the_leader() {
    let pki = pki();
    let led = signed(&draft(), &credential(&pki.signer), Role::Leader);
    let mut report = report(&led, &pki);
    let serial = report.signatures[0].signer.as_ref().unwrap().serial.clone();
    let field = Some("Leader".to_owned());
    for claimed in [&["kyso-role:initials", "kyso-role:leader"][..], &["kyso-role:boss"]] {
        let claimed: Vec<String> = claimed.iter().map(ToString::to_string).collect();
        report.signatures[0].role = None;
        report.signatures[0].roles.clone_from(&claimed);
        for choice in [
            LeaderChoice::default(),
            LeaderChoice { field: field.clone(), serial: None },
            LeaderChoice { field: None, serial: Some(serial.clone()) },
        ] {
            let found = RoleRule::shipped(Role::Agency).breaches(&report, &choice, None);
            let [one] = found.as_slice() else { panic!("{found:?}") };
            let id = "Leader".to_owned();
            assert_eq!(one.fault, BreachFault::UnclearRole { id, claimed: claimed.clone() });
            assert!(one.is_refusal() && !one.may_be_overridden());
        }
    }
}

/// What stands for a role is written by [`kyso::sign::SignatureBuilder::role`] alone.
#[test]
fn no_free_text_is_written_as_a_role() {
    let pki = pki();
    let leader = credential(&pki.signer);
    for document in [draft(), Document::from_bytes(xml(XmlKind::Plain)).unwrap()] {
        for text in ["kyso-role:leader", " kyso-role:boss"] {
            let refused = document.sign(&leader, now()).claimed_role(text).finish().unwrap_err();
            assert!(
                matches!(&refused, SignError::ClaimedRoleReserved { text: said } if said == text)
            );
        }
    }
}

#[test]
fn nobody_answers_for_one_person_in_two_places() {
    let pki = pki();
    let leader = credential(&pki.signer);
    let led = signed(&draft(), &leader, Role::Leader);
    let rule = RoleRule::shipped(Role::Agency);
    let choice = LeaderChoice::default();
    let found = rule.breaches(&report(&led, &pki), &choice, Some(leader.certificate()));
    assert!(found.iter().all(|one| !one.may_be_overridden()), "{found:?}");
    assert!(!found.is_empty());
}
