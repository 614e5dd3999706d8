//! What stands under `[dangerous]`: it lets pass what it says, says so in the report, and lets pass
//! nothing else.

use kyso::report::{Report, SubIndication};
use kyso::{Conclusion, Document, Time};
use kyso_testkit::attacks::flip;
use kyso_testkit::server::Services;
use kyso_testkit::{Dn, KeyKind, Pki, Template};

use crate::common::{credential, now, pki, verify};
use crate::services::{Client, long_lived};
use crate::{assert_passed, assert_undecided, found, rules, signed_again, signed_by};

/// Passes under this widening and no other way; an altered document fails all the same.
#[track_caller]
fn assert_widens(bytes: &[u8], pki: &Pki, entry: &str, option: &str) -> Report {
    let strict = verify(bytes, &rules("", pki));
    assert!(!matches!(strict.conclusion(), Conclusion::Passed(_)), "{strict:#?}");
    let policy = rules(&format!("[dangerous]\n{entry}"), pki);
    let report = verify(bytes, &policy);
    assert_passed(&report);
    assert!(found(&report, "policy-widened", option), "{report:#?}");
    let altered = verify(&flip(bytes, 100), &policy);
    assert!(matches!(altered.conclusion(), Conclusion::Failed(_)), "{altered:#?}");
    report
}

#[test]
fn an_expired_certificate_for_so_long_or_at_the_time_that_is_claimed() {
    let pki = Pki::builder(KeyKind::P256)
        .signer(|t| *t = t.clone().valid("20200101000000Z", "20261122070000Z"))
        .build();
    let signed = signed_by(&pki.signer);
    // It expired an hour ago.
    assert_widens(&signed, &pki, "expired-certificates = 3600", "expired-certificates");
    let short = verify(&signed, &rules("[dangerous]\nexpired-certificates = 3599", &pki));
    assert!(matches!(short.conclusion(), Conclusion::Indeterminate(_)), "{short:#?}");
    // What is claimed is now, when it had expired; then a day before.
    let claimed = rules("[dangerous]\nclaimed-time = true", &pki);
    let report = verify(&signed, &claimed);
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
    let document = kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic);
    let document = Document::from_bytes(document).unwrap();
    let signer = credential(&pki.signer);
    let before = document.sign(&signer, now().plus(-86_400)).finish().unwrap();
    let before = before.to_bytes().unwrap();
    let report = assert_widens(&before, &pki, "claimed-time = true", "claimed-time");
    assert_eq!(report.signatures[0].signing_time.proven, None);
    // A time yet to come is nobody's.
    let later = document.sign(&signer, now().plus(86_400)).allow_expired().finish().unwrap();
    let report = verify(&later.to_bytes().unwrap(), &claimed);
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
}

#[test]
fn revocation_of_which_nothing_is_known() {
    let pki = Pki::builder(KeyKind::P256)
        .signer(|t| t.crl_urls = vec!["http://crl.invalid/x".to_owned()])
        .build();
    let signed = signed_by(&pki.signer);
    let entry = "unchecked-revocation = true";
    let report = assert_widens(&signed, &pki, entry, "unchecked-revocation");
    assert!(
        report.signatures[0].findings.iter().any(|f| f.code.name() == "revocation-not-checked")
    );
}

#[test]
fn undecided_signatures_beside_one_that_holds() {
    let (pki, stranger) = (pki(), Pki::new(KeyKind::P384));
    let both = signed_again(&signed_by(&pki.signer), &stranger.signer);
    let entry = "undecided-signatures = true";
    assert_widens(&both, &pki, entry, "undecided-signatures");
    // Alone it stays undecided, and one that failed fails.
    let policy = rules(&format!("[dangerous]\n{entry}"), &pki);
    let alone = verify(&signed_by(&stranger.signer), &policy);
    let why = SubIndication::NoCertificateChainFound;
    assert_eq!(alone.conclusion(), &Conclusion::Indeterminate(why));
}

#[test]
fn algorithms_that_nobody_takes_any_more() {
    let pki = Pki::new(KeyKind::Rsa2048);
    let signed = signed_by(&pki.signer);
    let wide = "[algorithms.schemes]\nrsa-pkcs1 = \"never\"\n";
    // What the same file narrows stays narrow.
    let both =
        rules(&format!("{wide}[dangerous.algorithms.schemes]\nrsa-pkcs1 = \"always\""), &pki);
    let report = verify(&signed, &both);
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
    assert!(found(&report, "policy-widened", "other-algorithms"), "{report:#?}");
    let ended = rules("[dangerous.algorithms.rsa-bits]\n2048 = \"2020-01-01T00:00:00Z\"", &pki);
    let report = verify(&signed, &ended);
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
}

#[test]
fn revocation_counts_whatever_time_is_claimed() {
    let services = Services::start().unwrap();
    let pki = long_lived(&services);
    let client = Client::new(services.urls().tsa());
    let clock = Time::from(std::time::SystemTime::now());
    let document = kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic);
    let document = Document::from_bytes(document).unwrap();
    let signer = credential(&pki.signer);
    let signed = document.sign(&signer, clock.plus(-7 * 86_400)).finish().unwrap();
    let signed = Document::from_bytes(signed.to_bytes().unwrap()).unwrap();
    let policy = rules("[dangerous]\nclaimed-time = true", &pki);
    let verifier = kyso::Verifier::new(&policy).source(&client);
    let before = verifier.verify(&signed, clock);
    assert_passed(&before);
    // Evidence from the time that is claimed, kept until all of it is out of date.
    let old = kyso::Verifier::new(&policy).evidence(&before.evidence);
    assert_passed(&old.verify(&signed, clock.plus(60)));
    let report = old.verify(&signed, clock.plus(300 * 86_400));
    assert_undecided(&report, SubIndication::TryLater);
    services.revoke(&pki.signer.cert_der, kyso_testkit::evidence::Moment::now(), None);
    let report = verifier.verify(&signed, clock.plus(120));
    assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[test]
fn a_revoked_signer_counts_beside_one_that_holds() {
    let services = Services::start().unwrap();
    let pki = long_lived(&services);
    let client = Client::new(services.urls().tsa());
    let mut template = Template::signer(Dn::new().cn("Văn thư"));
    services.urls().issuing(&mut template);
    let other = pki.issue(KeyKind::P256, &template);
    let clock = Time::from(std::time::SystemTime::now());
    let both = signed_again(&signed_by(&pki.signer), &other);
    let both = Document::from_bytes(both).unwrap();
    let policy = rules("[dangerous]\nundecided-signatures = true", &pki);
    let verifier = kyso::Verifier::new(&policy).source(&client);
    assert_passed(&verifier.verify(&both, clock));
    services.revoke(&other.cert_der, kyso_testkit::evidence::Moment::now(), None);
    let report = verifier.verify(&both, clock.plus(120));
    assert!(matches!(report.signatures[0].conclusion, Conclusion::Passed(_)), "{report:#?}");
    assert_undecided(&report, SubIndication::RevokedNoPoe);
}
