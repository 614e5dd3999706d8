//! XML signed and judged: every kind of document, every algorithm, every way to cover a part.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, credential, now, pki, policy, sign, verify};
use kyso::report::{
    Code, Coverage, FoundLevel, Integrity, Modification, SignatureReport, SubIndication,
};
use kyso::xml::ElementPath;
use kyso::{Conclusion, Document, Format, Role, SignError, SubFilter, XmlForm, XmlPart};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{KeyKind, Pki};

fn path(text: &str) -> ElementPath {
    text.parse().unwrap()
}

fn has(signature: &SignatureReport, code: Code) -> bool {
    signature.findings.iter().any(|finding| finding.code == code)
}

/// The signed document, without what signing put in, is the original to the byte.
#[track_caller]
fn assert_only_added(original: &[u8], signed: &[u8]) {
    let same = original.iter().zip(signed).take_while(|(a, b)| a == b).count();
    let rest = original.len() - same;
    assert!(signed.ends_with(&original[original.len() - rest..]));
}

#[test]
fn every_kind_of_xml_keeps_its_bytes_and_passes() {
    let pki = pki();
    for kind in XmlKind::ALL {
        let original = xml(kind);
        let signed = sign(&original, &pki);
        if kind != XmlKind::Empty {
            assert_only_added(&original, &signed);
        }
        let report = assert_passes(&signed, &policy(&pki), 1);
        assert_eq!(report.format, Format::Xml);
        let signature = &report.signatures[0];
        assert_eq!(signature.integrity, Integrity::Intact, "{kind:?}");
        assert_eq!(signature.coverage, Coverage::WholeFile, "{kind:?}");
        assert_eq!(signature.modification, Modification::None, "{kind:?}");
        assert_eq!(signature.level, FoundLevel::BB, "{kind:?}");
        assert_eq!(signature.signing_time.claimed, Some(now()), "{kind:?}");
        let document = Document::from_bytes(signed).unwrap();
        let root = document.xml().unwrap().tree().document_element();
        assert_eq!(signature.signed_elements().next(), Some(root), "{kind:?}");
    }
}

#[test]
fn every_algorithm_of_every_key_signs_and_verifies() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let credential = credential(&pki.signer);
        for algorithm in credential.algorithms().to_vec() {
            let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
            let builder = document.sign(&credential, now()).algorithm(algorithm);
            let signed = builder.finish().unwrap().to_bytes().unwrap();
            let report = assert_passes(&signed, &policy(&pki), 1);
            let name = report.signatures[0].signature_algorithm.clone();
            assert_eq!(name, Some(algorithm.name()));
        }
    }
}

#[test]
fn one_element_is_covered_and_named() {
    let pki = pki();
    let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
    let signed = document
        .sign(&credential(&pki.signer), now())
        .part(XmlPart::Element(path("/HDon/DLHDon")))
        .inside(path("/HDon/DSCKS/NBan"))
        .finish()
        .unwrap()
        .to_bytes()
        .unwrap();
    let report = assert_passes(&signed, &policy(&pki), 1);
    let signature = &report.signatures[0];
    assert_eq!(signature.coverage, Coverage::Partial);
    assert!(has(signature, Code::CoversPart));
    assert_eq!(signature.covers[0].path(), Some("/HDon/DLHDon"));
    assert_eq!(signature.covers[0].uri.as_deref(), Some("#HD-C26TKS-00000015"));
    let document = Document::from_bytes(signed).unwrap();
    let tree = document.xml().unwrap().tree();
    let elements: Vec<_> = signature.signed_elements().map(|node| tree.path(node)).collect();
    assert_eq!(elements[0], "/HDon/DLHDon");
}

#[test]
fn an_element_that_cannot_be_meant_is_an_error() {
    let pki = pki();
    let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
    let credential = credential(&pki.signer);
    let part = |text: &str| {
        let builder = document.sign(&credential, now()).part(XmlPart::Element(path(text)));
        builder.finish().unwrap_err()
    };
    assert!(matches!(part("/HDon/Khong"), SignError::ElementCount { found: 0, .. }));
    assert!(matches!(part("NBan"), SignError::ElementCount { found: 2, .. }));
    assert!(matches!(part("/HDon/DSCKS"), SignError::NoIdentifier { .. }));
}

#[test]
fn what_goes_with_the_other_format_alone_is_an_error() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let xml = Document::from_bytes(xml(XmlKind::Plain)).unwrap();
    let pdf = kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic);
    let pdf = Document::from_bytes(pdf).unwrap();
    let on = |document: &Document| document.sign(&credential, now());
    for (builder, option, format) in [
        (on(&xml).reason("x"), "reason", Format::Xml),
        (on(&xml).contact("x"), "contact", Format::Xml),
        (on(&xml).field("x"), "field", Format::Xml),
        (on(&xml).sub_filter(SubFilter::AdbePkcs7Detached), "subfilter", Format::Xml),
        (on(&pdf).signature_id("x"), "signature-id", Format::Pdf),
        (on(&pdf).last(), "last", Format::Pdf),
        (on(&pdf).form(XmlForm::XmlDsig), "form", Format::Pdf),
        (on(&pdf).inside(path("a")), "inside", Format::Pdf),
        (on(&pdf).part(XmlPart::Element(path("a"))), "part", Format::Pdf),
        (on(&xml).form(XmlForm::XmlDsig).claimed_role("x"), "claimed-role", Format::Xml),
        (on(&xml).form(XmlForm::XmlDsig).role(Role::Leader), "role", Format::Xml),
    ] {
        match builder.finish().unwrap_err() {
            SignError::OptionMisplaced { option: found, format: of } => {
                assert_eq!((found, of), (option, format));
            }
            other => panic!("{option}: {other}"),
        }
    }
}

#[test]
fn what_the_signer_says_is_reported() {
    let pki = pki();
    let document = Document::from_bytes(xml(XmlKind::Plain)).unwrap();
    let signed = document
        .sign(&credential(&pki.signer), now())
        .location("Hà Nội")
        .claimed_role("Vụ trưởng & người phát ngôn")
        .signature_id("lanh-dao")
        .finish()
        .unwrap();
    assert_eq!(signed.field_name(), "lanh-dao");
    let report = assert_passes(&signed.to_bytes().unwrap(), &policy(&pki), 1);
    let signature = &report.signatures[0];
    assert_eq!(signature.id, "lanh-dao");
    assert_eq!(signature.location.as_deref(), Some("Hà Nội"));
    assert_eq!(signature.roles, ["Vụ trưởng & người phát ngôn"]);
}

#[test]
fn plain_xml_signature_passes_with_a_warning() {
    let pki = pki();
    let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
    let credential = credential(&pki.signer);
    let builder = document.sign(&credential, now()).form(XmlForm::XmlDsig);
    let signed = builder.finish().unwrap().to_bytes().unwrap();
    let report = assert_passes(&signed, &policy(&pki), 1);
    assert_eq!(report.signatures[0].level.name(), "XMLDSig");
    assert!(has(&report.signatures[0], Code::SigningCertificateMissing));
}

#[test]
fn nobody_signs_after_the_last() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let first = sign(&xml(XmlKind::Plain), &pki);
    let document = Document::from_bytes(first).unwrap();
    for form in [XmlForm::Xades, XmlForm::XmlDsig] {
        let last = document.sign(&credential, now()).form(form).last().finish().unwrap();
        let last = last.to_bytes().unwrap();
        assert_passes(&last, &policy(&pki), 2);
        let document = Document::from_bytes(last).unwrap();
        let refused = document.sign(&credential, now()).finish().unwrap_err();
        assert!(matches!(refused, SignError::Xml(_)), "{refused}");
    }
}

#[test]
fn signatures_over_the_whole_document_stand_side_by_side() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let mut bytes = xml(XmlKind::Odd);
    for _ in 0..3 {
        let document = Document::from_bytes(bytes).unwrap();
        let signed = document.sign(&credential, now()).finish().unwrap();
        bytes = signed.to_bytes().unwrap();
    }
    let report = assert_passes(&bytes, &policy(&pki), 3);
    assert!(report.signatures.iter().all(|one| one.coverage == Coverage::WholeFile));
    let altered = String::from_utf8(bytes).unwrap().replace("BM&#x2D;VP", "BM&#x2D;XX");
    let report = verify(altered.as_bytes(), &policy(&pki));
    assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::HashFailure));
}

#[test]
fn signers_of_different_elements_do_not_disturb_each_other() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let text = "<ho><a Id='a'>1</a><b Id='b'>2</b></ho>";
    let mut bytes = text.as_bytes().to_vec();
    for name in ["a", "b"] {
        let document = Document::from_bytes(bytes).unwrap();
        let builder = document.sign(&credential, now()).part(XmlPart::Element(path(name)));
        bytes = builder.finish().unwrap().to_bytes().unwrap();
    }
    let report = assert_passes(&bytes, &policy(&pki), 2);
    let paths: Vec<_> = report.signatures.iter().map(|s| s.covers[0].path().unwrap()).collect();
    assert_eq!(paths, ["/ho/a", "/ho/b"]);
}

#[test]
fn no_signature_is_unsigned_and_no_success() {
    for kind in XmlKind::ALL {
        let report = verify(&xml(kind), &policy(&pki()));
        assert_eq!(*report.conclusion(), Conclusion::Unsigned, "{kind:?}");
    }
}

#[test]
fn a_document_time_stamp_is_for_pdf_alone() {
    #[derive(Debug)]
    struct Nobody;
    impl kyso::TimestampAuthority for Nobody {
        fn request(&self, _: &[u8]) -> Result<Vec<u8>, kyso::ServiceError> {
            panic!("nobody is asked");
        }
        fn name(&self) -> &str {
            "nobody"
        }
    }
    let document = Document::from_bytes(xml(XmlKind::Plain)).unwrap();
    let refused = document.timestamp(&Nobody, None).unwrap_err();
    assert!(matches!(refused, SignError::OperationMisplaced { .. }), "{refused}");
}

#[test]
fn a_prepared_state_is_bound_to_its_document() {
    use kyso::Prepared;
    use kyso::key::SignatureValue;
    let pki = pki();
    let credential = credential(&pki.signer);
    for form in [XmlForm::Xades, XmlForm::XmlDsig] {
        let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
        let prepared = document.sign(&credential, now()).form(form).prepare().unwrap();
        let state = prepared.to_bytes().unwrap();
        let value = credential.key().sign(prepared.to_be_signed()).unwrap();
        let again = Prepared::from_bytes(&state).unwrap();
        assert_eq!(again.to_be_signed(), prepared.to_be_signed());
        assert_eq!((again.format(), again.field_name()), (Format::Xml, prepared.field_name()));
        let signed = again.complete(value.clone()).unwrap().to_bytes().unwrap();
        assert_passes(&signed, &policy(&pki), 1);
        let wrong = SignatureValue::new(vec![0x5a; value.as_bytes().len()]);
        let again = Prepared::from_bytes(&state).unwrap();
        assert!(matches!(again.complete(wrong), Err(SignError::ValueMismatch)));
        // The document stands at the end of the state.
        let position = state.len() - 200;
        for position in [position, 60, 20] {
            let altered = kyso_testkit::attacks::flip(&state, position);
            let refused = Prepared::from_bytes(&altered).unwrap_err();
            assert!(matches!(refused, SignError::StateInvalid { .. }), "{position}: {refused}");
        }
    }
}
