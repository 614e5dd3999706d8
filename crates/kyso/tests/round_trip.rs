//! Every kind of PDF signed with every algorithm, and what the verdict says of the result.

mod common;

use common::{assert_passes, credential, now, pki, policy, sign, verify};
use kyso::report::{Code, Coverage, Integrity, Modification, SubIndication};
use kyso::{Conclusion, Document, Policy, SubFilter, TrustAnchors};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::{Dn, Key, KeyKind, Pki, Template};

#[test]
fn every_kind_of_pdf_keeps_its_bytes_and_passes() {
    let pki = pki();
    for kind in PdfKind::ALL {
        let original = pdf(kind);
        let signed = sign(&original, &pki);
        assert!(signed.starts_with(&original), "{kind:?}");
        let report = assert_passes(&signed, &policy(&pki), 1);
        let signature = &report.signatures[0];
        assert_eq!(signature.integrity, Integrity::Intact, "{kind:?}");
        assert_eq!(signature.coverage, Coverage::WholeFile, "{kind:?}");
        assert_eq!(signature.modification, Modification::None, "{kind:?}");
    }
}

#[test]
fn every_algorithm_of_every_key_signs_and_verifies() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let credential = credential(&pki.signer);
        for algorithm in credential.algorithms().to_vec() {
            let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
            let builder = document.sign(&credential, now()).algorithm(algorithm);
            let signed = builder.finish().unwrap().to_bytes().unwrap();
            let report = assert_passes(&signed, &policy(&pki), 1);
            let name = report.signatures[0].signature_algorithm.clone();
            assert_eq!(name, Some(algorithm.name()));
        }
    }
}

#[test]
fn a_second_and_a_third_signature_leave_the_earlier_ones_valid() {
    let pki = pki();
    for kind in PdfKind::ALL {
        let mut bytes = pdf(kind);
        for _ in 0..3 {
            bytes = sign(&bytes, &pki);
        }
        let report = assert_passes(&bytes, &policy(&pki), 3);
        assert_eq!(report.signatures[0].modification, Modification::FormFilling, "{kind:?}");
        assert_eq!(report.signatures[0].coverage, Coverage::WholeRevision);
        assert_eq!(report.signatures[2].coverage, Coverage::WholeFile);
        let names: Vec<_> = report.signatures.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(names, ["Signature1", "Signature2", "Signature3"], "{kind:?}");
    }
}

#[test]
fn what_the_signer_said_is_reported_in_his_own_letters() {
    let pki = pki();
    let document = Document::from_bytes(pdf(PdfKind::XrefStream)).unwrap();
    let signed = document
        .sign(&credential(&pki.signer), now())
        .reason("Đồng ý ban hành")
        .location("Hà Nội")
        .contact("văn thư")
        .field("Lãnh đạo")
        .finish()
        .unwrap();
    let report = assert_passes(&signed.to_bytes().unwrap(), &policy(&pki), 1);
    let signature = &report.signatures[0];
    assert_eq!(signature.reason.as_deref(), Some("Đồng ý ban hành"));
    assert_eq!(signature.location.as_deref(), Some("Hà Nội"));
    assert_eq!(signature.contact.as_deref(), Some("văn thư"));
    assert_eq!(signature.id, "Lãnh đạo");
    assert_eq!(signature.signing_time.claimed, Some(now()));
    assert_eq!(signature.signing_time.proven, None);
}

#[test]
fn the_older_form_of_the_cms_passes_and_is_named() {
    let pki = pki();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let credential = credential(&pki.signer);
    let builder = document.sign(&credential, now());
    let signed = builder.sub_filter(SubFilter::AdbePkcs7Detached).finish().unwrap();
    let report = assert_passes(&signed.to_bytes().unwrap(), &policy(&pki), 1);
    assert_eq!(report.signatures[0].level.name(), "PKCS7");
}

#[test]
fn no_signature_is_unsigned_and_no_success() {
    let report = verify(&pdf(PdfKind::Classic), &policy(&pki()));
    assert_eq!(*report.conclusion(), Conclusion::Unsigned);
}

#[test]
fn without_an_anchor_there_is_no_chain() {
    let report =
        verify(&sign(&pdf(PdfKind::Classic), &pki()), &Policy::baseline(TrustAnchors::new()));
    let expected = Conclusion::Indeterminate(SubIndication::NoCertificateChainFound);
    assert_eq!(*report.conclusion(), expected);
    assert_eq!(report.signatures[0].integrity, Integrity::Intact);
}

#[test]
fn a_certificate_that_names_a_revocation_source_is_not_passed_unchecked() {
    let url = "http://crl.invalid/ca.crl".to_owned();
    let pki = Pki::builder(KeyKind::P256).signer(|t| t.crl_urls.push(url)).build();
    let report = verify(&sign(&pdf(PdfKind::Classic), &pki), &policy(&pki));
    assert_eq!(*report.conclusion(), Conclusion::Indeterminate(SubIndication::TryLater));
    assert!(report.signatures[0].findings.iter().any(|f| f.code == Code::RevocationNotChecked));
}

#[test]
fn an_expired_certificate_is_out_of_bounds() {
    let pki = Pki::builder(KeyKind::P256).signer(|t| *t = t.clone().expired()).build();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let credential = credential(&pki.signer);
    let refused = document.sign(&credential, now()).finish().unwrap_err();
    assert!(matches!(refused, kyso::SignError::CertificateExpired { .. }), "{refused}");
    let signed = document.sign(&credential, now()).allow_expired().finish().unwrap();
    let report = verify(&signed.to_bytes().unwrap(), &policy(&pki));
    assert_eq!(*report.conclusion(), Conclusion::Indeterminate(SubIndication::OutOfBoundsNoPoe));
}

#[test]
fn a_flipped_byte_anywhere_in_the_covered_ranges_never_passes() {
    let pki = pki();
    let policy = policy(&pki);
    let signed = sign(&sign(&pdf(PdfKind::XrefStream), &pki), &pki);
    for position in kyso_testkit::attacks::flips(&signed, 400) {
        let altered = kyso_testkit::attacks::flip(&signed, position);
        // A file that no longer parses is refused before any verdict.
        let Ok(document) = Document::from_bytes(altered) else { continue };
        let report = kyso::Verifier::new(&policy).verify(&document, now());
        assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "byte {position}");
    }
}

#[test]
fn too_little_room_for_the_cms_is_mended_once() {
    let pki = pki();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let credential = credential(&pki.signer);
    let signed = document.sign(&credential, now()).contents_room(100).finish().unwrap();
    assert_passes(&signed.to_bytes().unwrap(), &policy(&pki), 1);
}

#[test]
fn a_version_1_certificate_of_a_trusted_ca_is_no_ca() {
    let pki = Pki::new(KeyKind::P256);
    // Without any extension it is of version 1.
    let bare = Template { key_identifiers: false, ..Template::bare(Dn::new().cn("Mallory")) };
    let mallory = pki.root.subordinate(Key::generate(KeyKind::P256), &bare);
    let forged =
        mallory.issue(Key::generate(KeyKind::P256), &Template::signer(Dn::new().cn("CEO")));
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let signed = document.sign(&credential(&forged), now()).finish().unwrap();
    let report = verify(&signed.to_bytes().unwrap(), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
}
