//! Trust domains, and anchors that were retired.

use kyso::report::SubIndication;
use kyso::trust::AnchorTerms;
use kyso::x509::Certificate;
use kyso::{Level, Policy, Time, TrustAnchors};
use kyso_testkit::server::Services;
use kyso_testkit::{KeyKind, Pki};

use crate::common::{credential, now, pki, verify};
use crate::services::{Client, long_lived};
use crate::{anchors, assert_passed, assert_undecided, findings, found, signed_by};

fn within(text: &str, anchors: TrustAnchors) -> Policy {
    Policy::from_toml(&format!("name = \"test\"\n{text}"), anchors).unwrap()
}

#[test]
fn a_path_ends_in_a_domain_that_the_policy_takes() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    let inside = anchors(&pki).in_domain(&"cong-vu".parse().unwrap());
    let only = "[trust]\ndomains = [\"cong-vu\"]";
    let report = verify(&signed, &within(only, inside.clone()));
    assert_passed(&report);
    assert_eq!(report.signatures[0].trust_domain.as_deref(), Some("cong-vu"));
    assert!(found(&report, "policy-narrowed", "trust-domains"), "{report:#?}");
    // Another domain, or none, is not that one.
    let other = "[trust]\ndomains = [\"cong-cong\", \"cong-vu-2\"]";
    let report = verify(&signed, &within(other, inside));
    assert_undecided(&report, SubIndication::ChainConstraintsFailure);
    assert!(found(&report, "trust-domain-refused", "cong-vu"), "{report:#?}");
    let report = verify(&signed, &within(only, anchors(&pki)));
    assert_undecided(&report, SubIndication::ChainConstraintsFailure);
    let report = verify(&signed, &within("", anchors(&pki)));
    assert_passed(&report);
    assert_eq!(report.signatures[0].trust_domain, None);
}

#[test]
fn an_anchor_that_was_retired_holds_what_is_older_and_nothing_else() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    let until = |time: Time| {
        let mut terms = AnchorTerms::default();
        terms.until = Some(time);
        let mut retired = TrustAnchors::new();
        for root in anchors(&pki).certificates() {
            retired.add_under(root.clone(), terms.clone());
        }
        Policy::baseline(retired)
    };
    assert_passed(&verify(&signed, &until(now())));
    let report = verify(&signed, &until(now().plus(-1)));
    assert_undecided(&report, SubIndication::NoCertificateChainFoundNoPoe);
    assert!(found(&report, "anchor-retired", &now().to_string()), "{report:#?}");
}

#[test]
fn a_root_that_expired_was_not_withdrawn() {
    let pki = Pki::builder(KeyKind::P256).root(|t| *t = t.clone().expired()).build();
    let report = verify(&signed_by(&pki.signer), &Policy::baseline(anchors(&pki)));
    assert_passed(&report);
    let root = &anchors(&pki).certificates()[0].clone();
    assert!(found(&report, "anchor-expired", &root.not_after().to_string()), "{report:#?}");
    // Said once, and of what expired alone.
    assert_eq!(findings(&report).filter(|one| one.code.name() == "anchor-expired").count(), 1);
    let pki = Pki::new(KeyKind::P256);
    let report = verify(&signed_by(&pki.signer), &Policy::baseline(anchors(&pki)));
    assert!(findings(&report).all(|one| one.code.name() != "anchor-expired"), "{report:#?}");
}

#[test]
fn time_stamps_have_domains_of_their_own() {
    let services = Services::start().unwrap();
    let pki = long_lived(&services);
    let client = Client::new(services.urls().tsa());
    let signer = credential(&pki.signer);
    let document = kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic);
    let document = kyso::Document::from_bytes(document).unwrap();
    let clock = Time::from(std::time::SystemTime::now());
    let signed = document.sign(&signer, clock).level(Level::T { tsa: &client }).finish().unwrap();
    let signed = kyso::Document::from_bytes(signed.to_bytes().unwrap()).unwrap();
    let tsa = Certificate::from_der(&services.tsa().cert_der).unwrap();
    let mut trusted = anchors(&pki).in_domain(&"signers".parse().unwrap());
    trusted.add_under(tsa, AnchorTerms::of_domain("stamps".parse().unwrap()));
    let proven = |rules: &str| {
        let policy = within(rules, trusted.clone());
        let verifier = kyso::Verifier::new(&policy).source(&client);
        let report = verifier.verify(&signed, clock.plus(60));
        assert_passed(&report);
        report.signatures[0].signing_time.proven.is_some()
    };
    assert!(proven(""));
    assert!(proven("[trust]\ndomains = [\"signers\"]\ntimestamp-domains = [\"stamps\"]"));
    assert!(!proven("[trust]\ndomains = [\"signers\"]\ntimestamp-domains = [\"other\"]"));
    assert!(!proven("[trust]\ntimestamp-domains = [\"other\"]"));
}
