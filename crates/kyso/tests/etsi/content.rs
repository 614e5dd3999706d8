//! Content time-stamps (EN 319 122-1 §5.2.8): a signature that carries one was made after it. They
//! turn what is merely not proven into what is known, and never into a pass.

use kyso::pdf::{Dictionary, Object};
use kyso::policy::AlgorithmAges;
use kyso::report::{Severity, StampKind, SubIndication};
use kyso::{Conclusion, Credential, Policy};
use kyso_testkit::der::seq;
use kyso_testkit::evidence::{Reason, TokenTemplate};
use kyso_testkit::{Dn, Identity, KeyKind, Pki, Template};

use crate::common::credential;
use crate::services::generalized;
use crate::world::{World, assert_passed, at, first, found, stamps};

const INDETERMINATE: fn(SubIndication) -> Conclusion = Conclusion::Indeterminate;

/// An authority that nobody trusts.
fn stranger() -> Identity {
    let name = Dn::new().cn("Stranger");
    let template = Template::tsa(name).valid("20200101000000Z", "20990101000000Z");
    Pki::new(KeyKind::P256).issue(KeyKind::P256, &template)
}

#[test]
fn a_good_one_is_reported_and_proves_no_time_of_the_signature() {
    let world = World::new();
    let report = world.verify(&world.stamped(at(2025)), at(2026));
    assert_passed(&report);
    assert_eq!(stamps(&report), [(StampKind::Content, true)]);
    assert_eq!(report.signatures[0].signing_time.proven, None);
    let json = report.to_json("a.pdf");
    assert_eq!(json["signatures"][0]["timestamps"][0]["kind"], "content");
    let etsi = report.to_etsi("a.pdf");
    assert!(etsi.contains("<AllDataObjectsTimeStamp Signed=\"true\">"), "{etsi}");
}

#[test]
fn made_after_a_revocation_is_revoked_and_not_merely_unproven() {
    let world = World::new();
    let stranger = stranger();
    let revoked = at(2026).plus(-3_600);
    let same = |template: TokenTemplate| template;
    let tsa = world.services.tsa();
    let after = revoked.plus(1);
    let files = [
        ("after", world.stamped(after), Conclusion::Failed(SubIndication::Revoked)),
        ("at", world.stamped(revoked), INDETERMINATE(SubIndication::RevokedNoPoe)),
        ("before", world.stamped(at(2025)), INDETERMINATE(SubIndication::RevokedNoPoe)),
        (
            "another imprint",
            world.stamped_by(&tsa, after, TokenTemplate::wrong_imprint),
            INDETERMINATE(SubIndication::RevokedNoPoe),
        ),
        (
            "untrusted",
            world.stamped_by(&stranger, after, same),
            INDETERMINATE(SubIndication::RevokedNoPoe),
        ),
    ];
    world.revoke_signer(revoked);
    for (name, bytes, expected) in files {
        assert_eq!(*first(&world.verify(&bytes, at(2026))), expected, "{name}");
    }
}

#[test]
fn the_latest_of_several_counts() {
    let world = World::new();
    let revoked = at(2026).plus(-3_600);
    let both =
        |hash: &[u8]| [revoked.plus(60), at(2025)].map(|time| world.token(hash, time)).to_vec();
    let bytes = world.signed_with(&world.signer, &|_| {}, both);
    world.revoke_signer(revoked);
    let report = world.verify(&bytes, at(2026));
    assert_eq!(*first(&report), Conclusion::Failed(SubIndication::Revoked), "{report:#?}");
    assert_eq!(stamps(&report), [(StampKind::Content, true); 2]);
}

#[test]
fn a_suspension_may_end_whenever_it_was_signed() {
    let world = World::new();
    let held = at(2026).plus(-3_600);
    let bytes = world.stamped(held.plus(60));
    let (time, reason) = (generalized(held), Some(Reason::CertificateHold));
    world.services.revoke(&world.pki.signer.cert_der, time.as_str(), reason);
    let report = world.verify(&bytes, at(2026));
    assert_eq!(*first(&report), INDETERMINATE(SubIndication::TryLater), "{report:#?}");
}

#[test]
fn made_after_the_end_of_the_certificate_is_expired() {
    let world = World::new();
    let (late, early) = (world.stamped(at(2028)), world.stamped(at(2026)));
    let expired = Conclusion::Failed(SubIndication::Expired);
    assert_eq!(*first(&world.verify(&late, at(2030))), expired);
    let report = world.verify(&early, at(2030));
    assert_eq!(*first(&report), INDETERMINATE(SubIndication::OutOfBoundsNoPoe), "{report:#?}");
}

/// A signer with a key of its own kind, and a policy that takes it until the middle of 2025.
fn weakening(world: &World) -> (Credential, Policy) {
    let name = Dn::new().c("VN").cn("Nguyễn Văn A");
    let template = Template::signer(name).valid("20200101000000Z", "20990101000000Z");
    let signer = credential(&world.pki.issue(KeyKind::P384, &template));
    let table = r#"{"name": "t", "source": "", "schemes": {"ecdsa": null}, "rsa_bits": {},
        "digests": {"sha256": null, "sha384": null},
        "curves": {"p-256": null, "p-384": "2025-06-01T00:00:00Z"}}"#;
    let table = AlgorithmAges::from_json(table.as_bytes()).unwrap();
    (signer, world.policy.clone().with_algorithms(table))
}

#[test]
fn made_after_the_end_of_an_algorithm_is_no_matter_of_proof_any_more() {
    let world = World::new();
    let (signer, policy) = weakening(&world);
    let verdict = |years: &[i16]| {
        let tokens = |hash: &[u8]| years.iter().map(|year| world.token(hash, at(*year))).collect();
        let bytes = world.signed_with(&signer, &|_| {}, tokens);
        let report = world.verify_by(&bytes, at(2026), &policy);
        // SHA-256 in the token, SHA-384 in the signature.
        assert_eq!(stamps(&report), vec![(StampKind::Content, true); years.len()]);
        first(&report).clone()
    };
    use SubIndication::{CryptoConstraintsFailure, CryptoConstraintsFailureNoPoe};
    assert_eq!(verdict(&[]), INDETERMINATE(CryptoConstraintsFailureNoPoe));
    assert_eq!(verdict(&[2024]), INDETERMINATE(CryptoConstraintsFailureNoPoe));
    assert_eq!(verdict(&[2025]), INDETERMINATE(CryptoConstraintsFailure));
}

#[test]
fn a_claimed_time_before_it_is_not_believed() {
    let world = World::new();
    let (signer, mut policy) = weakening(&world);
    policy.dangerous().accept_claimed_time();
    let claims = |dictionary: &mut Dictionary| {
        dictionary.set("M", Object::string_literal("D:20241122080000Z"));
    };
    for (years, passes) in [(vec![], true), (vec![2023], true), (vec![2025], false)] {
        let tokens = |hash: &[u8]| years.iter().map(|year| world.token(hash, at(*year))).collect();
        let bytes = world.signed_with(&signer, &claims, tokens);
        let report = world.verify_by(&bytes, at(2026), &policy);
        let passed = matches!(first(&report), Conclusion::Passed(_));
        assert_eq!(passed, passes, "{years:?}: {report:#?}");
    }
}

#[test]
fn one_that_contradicts_the_proven_time_leaves_the_order_open() {
    let world = World::new();
    let stamped = world.stamped(at(2026));
    let bytes = world.proven(&stamped, at(2025));
    let report = world.verify(&bytes, at(2027));
    let order = INDETERMINATE(SubIndication::TimestampOrderFailure);
    assert_eq!(*first(&report), order, "{report:#?}");
    assert_eq!(found(&report, "timestamp-order").len(), 1);
    // Two clocks may differ a little.
    let bytes = world.proven(&stamped, at(2026).plus(-120));
    assert_passed(&world.verify(&bytes, at(2027)));
}

#[test]
fn what_is_wrong_with_one_is_said_and_takes_nothing_away() {
    let world = World::new();
    let tsa = world.services.tsa();
    let wrong = world.stamped_by(&tsa, at(2025), TokenTemplate::wrong_imprint);
    let broken = world.signed_with(&world.signer, &|_| {}, |_| vec![seq(&[])]);
    for (bytes, expected) in [(wrong, vec![(StampKind::Content, false)]), (broken, vec![])] {
        let report = world.verify(&bytes, at(2026));
        assert_passed(&report);
        assert_eq!(stamps(&report), expected);
        let invalid = found(&report, "timestamp-invalid");
        assert_eq!(invalid.len(), 1, "{report:#?}");
        assert_eq!(invalid[0].severity, Severity::Warning);
        // The document itself is what was signed.
        assert!(found(&report, "digest-mismatch").is_empty(), "{report:#?}");
    }
}
