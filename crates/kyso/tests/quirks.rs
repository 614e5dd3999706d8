//! Habits of signing software: told, and never the reason of a verdict.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;
#[path = "common/services.rs"]
mod services;

use common::{credential, now, pki, policy, verify};
use kyso::report::{Code, Fact, Report};
use kyso::x509::Certificate;
use kyso::{Conclusion, Credential, Document, Level, Verifier};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::Services;
use services::{Client, generalized, long_lived};

fn has(report: &Report, code: Code) -> bool {
    report.signatures[0].findings.iter().any(|finding| finding.code == code)
}

#[test]
fn a_signature_that_embeds_only_its_leaf_passes_and_says_so() {
    let pki = pki();
    let key = pki.signer.key_pem();
    let leaf = pki.signer.cert_pem();
    let alone = Credential::from_pem(key.as_bytes(), leaf.as_bytes(), None).unwrap();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let signed = document.sign(&alone, now()).finish().unwrap().to_bytes().unwrap();
    let between = Certificate::from_pem_or_der(pki.signer.chain_pem().as_bytes()).unwrap();
    let helped = policy(&pki).with_certificates(between);
    let report = verify(&signed, &helped);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    assert!(has(&report, Code::OnlyLeafEmbedded));
    let whole = document.sign(&credential(&pki.signer), now()).finish().unwrap();
    assert!(!has(&verify(&whole.to_bytes().unwrap(), &helped), Code::OnlyLeafEmbedded));
}

#[test]
fn local_time_written_as_utc_is_told_and_not_corrected() {
    let services = Services::start().unwrap();
    let pki = long_lived(&services);
    let client = Client::new(services.urls().tsa());
    services.set_time(generalized(now()).as_str());
    let credential = credential(&pki.signer);
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let policy = policy(&pki);
    for (hours, expected) in [(7, Some(7)), (0, None)] {
        let claimed = now().plus(hours * 3600);
        let builder = document.sign(&credential, now()).claimed_time(claimed);
        let signed = builder.level(Level::T { tsa: &client }).finish().unwrap();
        let signed = Document::from_bytes(signed.to_bytes().unwrap()).unwrap();
        let verifier = Verifier::new(&policy).source(&client);
        let report = verifier.verify(&signed, now().plus(10 * 3600));
        let signature = &report.signatures[0];
        assert_eq!(signature.signing_time.claimed, Some(claimed));
        assert_eq!(signature.signing_time.proven, Some(now()));
        let mut findings = signature.findings.iter();
        let found = findings.find(|finding| finding.code == Code::LocalTimeAsUtc);
        let found = found.map(|finding| finding.facts["hours"].clone());
        assert_eq!(found, expected.map(Fact::Number));
    }
}
