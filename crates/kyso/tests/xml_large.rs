//! XML too large to be kept whole: judged like any other.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, now, pki, policy, sign};
use kyso::report::{Coverage, SubIndication};
use kyso::{Conclusion, Document, Report, Source, Verifier, XmlPart};
use kyso_testkit::Pki;

/// A little more than is kept whole.
fn large() -> Vec<u8> {
    let name = "Công ty TNHH ".repeat(500);
    let record =
        format!("<record no='1'><name>{name}</name><amount>1000</amount>&amp;</record>\r\n");
    let records = record.repeat((9 << 20) / record.len());
    format!("<doc xmlns='urn:x'><part Id='p'>{records}</part><part/></doc>").into_bytes()
}

fn verify(bytes: &[u8], pki: &Pki) -> Report {
    let policy = policy(pki);
    let source = Source::from_bytes(bytes.to_vec());
    assert!(Document::sparing(source.clone()).unwrap().xml().unwrap().tree().is_sparse());
    Verifier::new(&policy).verify_source(&source, now()).unwrap()
}

fn changed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).rposition(|window| window == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn a_large_document_passes_and_a_changed_one_fails() {
    let pki = pki();
    let signed = sign(&large(), &pki);
    let report = verify(&signed, &pki);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:?}");
    assert_eq!(report.signatures[0].coverage, Coverage::WholeFile);
    let report = verify(&changed(&signed, b"1000", b"9000"), &pki);
    assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::HashFailure));
}

#[test]
fn a_part_of_a_large_document_is_named() {
    let pki = pki();
    let one = String::from_utf8(large()).unwrap().replace("<part/>", "<other/>");
    let signed = Document::from_bytes(one)
        .unwrap()
        .sign(&credential(&pki.signer), now())
        .part(XmlPart::Element("/doc/part".parse().unwrap()))
        .finish()
        .unwrap()
        .to_bytes()
        .unwrap();
    let report = verify(&signed, &pki);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:?}");
    assert_eq!(report.signatures[0].covers[0].path(), Some("/doc/part"));
    let policy = policy(&pki);
    let expecting = Verifier::new(&policy).expect_element("/doc/other".parse().unwrap());
    let report = expecting.verify_source(&Source::from_bytes(signed.clone()), now()).unwrap();
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)));
    let expecting = Verifier::new(&policy).expect_element("/doc/part/record".parse().unwrap());
    let report = expecting.verify_source(&Source::from_bytes(signed), now()).unwrap();
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:?}");
}

#[test]
fn a_document_that_is_not_kept_whole_is_signed_in_whole_and_in_part() {
    let pki = pki();
    let text = String::from_utf8(large()).unwrap().replace("<part/>", "<other/>");
    let document = Document::sparing(Source::from_bytes(text.into_bytes())).unwrap();
    assert!(document.xml().unwrap().tree().is_sparse());
    let credential = credential(&pki.signer);
    let part = XmlPart::Element("/doc/part".parse().unwrap());
    for signature in
        [document.sign(&credential, now()), document.sign(&credential, now()).part(part)]
    {
        let signed = signature.finish().unwrap().to_bytes().unwrap();
        assert!(matches!(verify(&signed, &pki).conclusion(), Conclusion::Passed(_)));
    }
}

#[test]
fn several_sign_a_large_document_side_by_side() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let mut bytes = format!("\u{feff}{}", String::from_utf8(large()).unwrap()).into_bytes();
    for _ in 0..2 {
        let document = Document::sparing(Source::from_bytes(bytes)).unwrap();
        let signature = document.sign(&credential, now());
        bytes = signature.finish().unwrap().to_bytes().unwrap();
    }
    let report = verify(&bytes, &pki);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:?}");
    for signature in &report.signatures {
        assert_eq!(signature.coverage, Coverage::WholeFile);
        assert_eq!(signature.covers[0].except.len(), 2);
    }
    assert_eq!(report.signatures.len(), 2);
    let report = verify(&changed(&bytes, b"1000", b"9000"), &pki);
    assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::HashFailure));
}

#[test]
fn a_large_document_that_declares_ascii_is_read_like_a_small_one() {
    let pki = pki();
    let rows = "<record>1000</record>".repeat(9 << 16);
    let text = format!("<?xml version='1.0' encoding='ASCII'?>\n<doc>{rows}</doc>");
    assert!(text.len() as u64 > kyso::limits::MAX_XML_WHOLE_BYTES);
    let signed = sign(text.as_bytes(), &pki);
    let source = Source::from_bytes(signed.clone());
    let policy = policy(&pki);
    let report = Verifier::new(&policy).verify_source(&source, now()).unwrap();
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:?}");
    // What is not ASCII is not read as if it were.
    let other = changed(&signed, b"1000", "một".as_bytes());
    assert!(Document::sparing(Source::from_bytes(other)).is_err());
}
