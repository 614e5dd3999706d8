//! Whom a caller trusts and by what rules: the trust store, trust domains, policies as files.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod ca;
#[path = "../common/mod.rs"]
mod common;
mod domains;
mod file;
mod narrowing;
#[path = "../common/services.rs"]
mod services;
mod store;
mod widening;

use kyso::report::{Finding, Report, SubIndication};
use kyso::{Conclusion, Policy, TrustAnchors};
use kyso_testkit::{Identity, Pki};

/// Signs the sample PDF as `identity`.
fn signed_by(identity: &Identity) -> Vec<u8> {
    signed_again(&kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic), identity)
}

/// Adds a signature of `identity`.
fn signed_again(bytes: &[u8], identity: &Identity) -> Vec<u8> {
    let document = kyso::Document::from_bytes(bytes).unwrap();
    let credential = common::credential(identity);
    let builder = document.sign(&credential, common::now()).allow_expired();
    builder.finish().unwrap().to_bytes().unwrap()
}

fn anchors(pki: &Pki) -> TrustAnchors {
    TrustAnchors::from_bytes(pki.root_pem().as_bytes()).unwrap()
}

/// A policy of these rules that trusts the root of `pki`.
fn rules(text: &str, pki: &Pki) -> Policy {
    Policy::from_toml(&format!("name = \"test\"\n{text}"), anchors(pki)).unwrap()
}

#[track_caller]
fn assert_undecided(report: &Report, why: SubIndication) {
    assert_eq!(report.conclusion(), &Conclusion::Indeterminate(why), "{report:#?}");
}

#[track_caller]
fn assert_passed(report: &Report) {
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

/// The findings on the document and its signatures.
fn findings(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings.iter().chain(report.signatures.iter().flat_map(|one| &one.findings))
}

/// Whether something was found with this code and this fact in it.
fn found(report: &Report, code: &str, fact: &str) -> bool {
    findings(report).any(|one| {
        one.code.name() == code && one.facts.values().any(|value| value.to_string() == fact)
    })
}
