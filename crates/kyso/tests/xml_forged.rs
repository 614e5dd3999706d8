//! XML altered, wrapped and damaged after signing: nothing of it passes for what was signed.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, now, pki, policy, sign, verify};
use kyso::report::{Code, Report, SubIndication};
use kyso::xml::ElementPath;
use kyso::{Conclusion, Document, Policy, Source, Verifier, XmlForm, XmlPart};
use kyso_testkit::Pki;
use kyso_testkit::attacks::flip;
use kyso_testkit::xml::{BadXml, Wrapping, XmlKind, bad_xml, wrap, xml};

fn path(text: &str) -> ElementPath {
    text.parse().unwrap()
}

fn has(report: &Report, code: Code) -> bool {
    let own = report.signatures.iter().flat_map(|signature| &signature.findings);
    own.chain(&report.findings).any(|finding| finding.code == code)
}

fn passed(report: &Report) -> bool {
    matches!(report.conclusion(), Conclusion::Passed(_))
}

/// An invoice whose `DLHDon` is signed by its `Id`.
fn signed_part(pki: &Pki, form: XmlForm) -> String {
    let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
    let signed = document
        .sign(&credential(&pki.signer), now())
        .form(form)
        .part(XmlPart::Element(path("/HDon/DLHDon")))
        .finish()
        .unwrap();
    String::from_utf8(signed.to_bytes().unwrap()).unwrap()
}

/// The text between two marks, as a range.
fn between(text: &str, from: &str, to: &str) -> std::ops::Range<usize> {
    let start = text.find(from).unwrap();
    start..start + text[start..].find(to).unwrap()
}

#[test]
fn a_flipped_byte_of_what_is_covered_never_passes() {
    let pki = pki();
    let policy = policy(&pki);
    let signed = sign(&xml(XmlKind::Invoice), &pki);
    let text = String::from_utf8(signed.clone()).unwrap();
    for range in [
        between(&text, "<HDon", "<ds:Signature"),
        between(&text, "<ds:SignedInfo", "</ds:SignedInfo"),
        // Its Id is nobody's concern, so the text alone.
        between(&text, "-value\">", "</ds:SignatureValue").start + 8
            ..between(&text, "<ds:SignatureValue", "</ds:SignatureValue").end,
        between(&text, "<xades:SignedProperties", "</xades:SignedProperties"),
    ] {
        for position in range {
            let source = Source::from_bytes(flip(&signed, position));
            let Ok(report) = Verifier::new(&policy).verify_source(&source, now()) else {
                panic!("byte {position}: a damaged signature is failed and not unreadable");
            };
            assert!(!passed(&report), "byte {position}");
        }
    }
}

#[test]
fn an_altered_document_and_an_altered_value_are_told_apart() {
    let pki = pki();
    let text = signed_part(&pki, XmlForm::Xades);
    let report = verify(text.replace("18656000", "156000").as_bytes(), &policy(&pki));
    assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::HashFailure));
    assert!(has(&report, Code::ReferenceMismatch));
    let value = between(&text, "<ds:SignatureValue", "</ds:SignatureValue");
    let start = value.start + text[value].find('>').unwrap() + 1;
    let other = if &text[start..=start] == "A" { "B" } else { "A" };
    let forged = format!("{}{other}{}", &text[..start], &text[start + 1..]);
    let report = verify(forged.as_bytes(), &policy(&pki));
    assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::SigCryptoFailure));
    assert!(has(&report, Code::SignatureMismatch));
}

#[test]
fn wrapping_is_refused_or_the_report_names_what_is_really_signed() {
    let pki = pki();
    let policy = policy(&pki);
    for form in [XmlForm::Xades, XmlForm::XmlDsig] {
        let signed = signed_part(&pki, form);
        for how in Wrapping::ALL {
            let wrapped = wrap(&signed, "DLHDon", "18656000", "1", how);
            let report = verify(wrapped.as_bytes(), &policy);
            let document = Document::from_bytes(wrapped.as_bytes()).unwrap();
            let tree = document.xml().unwrap().tree();
            for signature in &report.signatures {
                for node in signature.signed_elements() {
                    let text = tree.string_value(node);
                    let forged =
                        tree.name(node).unwrap().local == "DLHDon" && !text.contains("18656000");
                    assert!(!forged, "{how:?}: a forged element is said to be signed");
                }
            }
            // Whoever says what must be signed is never taken in.
            for expected in ["/HDon/DLHDon", "DLHDon"] {
                let verifier = Verifier::new(&policy).expect_element(path(expected));
                let report = verifier.verify(&document, now());
                assert!(!passed(&report), "{how:?} passes for {expected}: {report:#?}");
            }
        }
    }
}

#[test]
fn an_id_that_occurs_twice_names_nothing() {
    let pki = pki();
    let signed = signed_part(&pki, XmlForm::XmlDsig);
    for (from, to) in [
        ("<DSCKS>", "<DSCKS Id=\"HD-C26TKS-00000015\">"),
        ("<DSCKS>", "<DSCKS id=\"HD-C26TKS-00000015\">"),
        ("<DSCKS>", "<DSCKS xml:id=\"HD-C26TKS-00000015\">"),
        ("<DSCKS>", "<DSCKS ID=\"HD-C26TKS-0000001&#53;\">"),
    ] {
        let report = verify(signed.replacen(from, to, 1).as_bytes(), &policy(&pki));
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{to}: {report:#?}");
        assert!(has(&report, Code::ReferenceUnusable), "{to}");
    }
}

#[test]
fn comments_do_not_hide_what_is_read() {
    let pki = pki();
    let policy = policy(&pki);
    // The classic: a comment splits a text, the canonical form leaves it out, readers stop there.
    let signed = signed_part(&pki, XmlForm::Xades);
    let split = signed.replacen("<MST>0000000002</MST>", "<MST>0000<!---->000002</MST>", 1);
    let report = verify(split.as_bytes(), &policy);
    let document = Document::from_bytes(split).unwrap();
    let tree = document.xml().unwrap().tree();
    let node =
        tree.descendants(tree.document_element()).find(|node| tree.is(*node, "", "MST")).unwrap();
    // It still says what was signed, and the library does not hand out half of it.
    assert!(passed(&report));
    assert!(tree.text(node).is_err());
    // In the values of a signature it is refused.
    for element in ["DigestValue", "SignatureValue", "X509Certificate"] {
        let tag = between(&signed, &format!("<ds:{element}"), ">");
        let inside = tag.end + 5;
        let split = format!("{}<!---->{}", &signed[..inside], &signed[inside..]);
        let report = verify(split.as_bytes(), &policy);
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{element}");
    }
}

#[test]
fn shapes_that_are_not_the_fixed_one_are_failed() {
    let pki = pki();
    let policy = policy(&pki);
    let signed = signed_part(&pki, XmlForm::XmlDsig);
    let info = &signed[between(&signed, "<ds:SignedInfo", "<ds:SignatureValue")];
    for altered in [
        // Two SignedInfo: one to check, one to read.
        signed.replacen(info, &format!("{info}{info}"), 1),
        signed.replacen(
            "<ds:KeyInfo>",
            "<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>",
            1,
        ),
        signed.replacen("<ds:SignedInfo>", "<x/><ds:SignedInfo>", 1),
        signed.replacen("<ds:SignedInfo>", "text<ds:SignedInfo>", 1),
        signed.replacen("</ds:Signature>", "<ds:Other/></ds:Signature>", 1),
    ] {
        assert_ne!(altered, signed);
        let report = verify(altered.as_bytes(), &policy);
        assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::FormatFailure));
        assert!(has(&report, Code::SignatureShapeInvalid));
    }
}

#[test]
fn an_object_that_nobody_signed_is_said() {
    let pki = pki();
    let signed = sign(&xml(XmlKind::Plain), &pki);
    let text = String::from_utf8(signed).unwrap();
    let object = "<ds:Object><lenh>Chi 5 tỷ</lenh></ds:Object></ds:Signature>";
    let report = verify(text.replacen("</ds:Signature>", object, 1).as_bytes(), &policy(&pki));
    assert!(has(&report, Code::ObjectNotCovered));
}

#[test]
fn signed_properties_of_somebody_else_are_failed() {
    let pki = pki();
    let text = String::from_utf8(sign(&xml(XmlKind::Plain), &pki)).unwrap();
    let object = text[between(&text, "<ds:Object>", "</ds:Object>")].to_owned() + "</ds:Object>";
    for altered in [
        // Doubled, with Ids of their own; for another signature; not signed at all.
        text.replacen(
            &object,
            &format!("{object}{}", object.replace("-SignedProperties", "-Other")),
            1,
        ),
        text.replacen("Target=\"#S-", "Target=\"#T-", 1),
        text.replacen(" Id=\"S-", " x=\"S-", 1),
    ] {
        assert_ne!(altered, text);
        let report = verify(altered.as_bytes(), &policy(&pki));
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    }
}

#[test]
fn another_certificate_of_the_same_name_does_not_pass() {
    let (one, other) = (pki(), pki());
    let text = String::from_utf8(sign(&xml(XmlKind::Plain), &one)).unwrap();
    let certificates = |text: &str| text[between(text, "<ds:KeyInfo>", "</ds:KeyInfo>")].to_owned();
    let foreign = String::from_utf8(sign(&xml(XmlKind::Plain), &other)).unwrap();
    let swapped = text.replacen(&certificates(&text), &certificates(&foreign), 1);
    let policies: [Policy; 2] = [policy(&one), policy(&other)];
    for policy in &policies {
        let report = verify(swapped.as_bytes(), policy);
        assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::SigCryptoFailure));
    }
}

#[test]
fn without_a_certificate_nobody_signed() {
    let pki = pki();
    let text = String::from_utf8(sign(&xml(XmlKind::Plain), &pki)).unwrap();
    let info = text[between(&text, "<ds:KeyInfo>", "</ds:KeyInfo>")].to_owned() + "</ds:KeyInfo>";
    let report = verify(text.replacen(&info, "", 1).as_bytes(), &policy(&pki));
    let expected = Conclusion::Indeterminate(SubIndication::NoSigningCertificateFound);
    assert_eq!(*report.conclusion(), expected);
}

#[test]
fn a_damaged_document_is_failed_where_it_was_signed_and_unreadable_where_not() {
    let pki = pki();
    let policy = policy(&pki);
    let signed = String::from_utf8(sign(&xml(XmlKind::Plain), &pki)).unwrap();
    let signature = &signed[between(&signed, "<ds:Signature ", "</thu>")];
    for fault in BadXml::ALL {
        let verify = |inside: &str| {
            let source = Source::from_bytes(bad_xml(fault, inside));
            Verifier::new(&policy).verify_source(&source, now())
        };
        let report = verify(signature).unwrap();
        assert_eq!(*report.conclusion(), Conclusion::Failed(SubIndication::FormatFailure));
        assert!(has(&report, Code::DocumentUnreadable), "{fault:?}");
        assert!(matches!(verify(""), Err(kyso::Error::Xml(_))), "{fault:?}");
    }
}

#[test]
fn what_the_caller_expects_is_held_against_the_report() {
    let pki = pki();
    let policy = policy(&pki);
    let part = signed_part(&pki, XmlForm::Xades);
    let whole = String::from_utf8(sign(&xml(XmlKind::Invoice), &pki)).unwrap();
    let judge = |text: &str, root: Option<&str>, elements: &[&str]| {
        let mut verifier = Verifier::new(&policy);
        if let Some(root) = root {
            verifier = verifier.expect_root(root.parse().unwrap());
        }
        for element in elements {
            verifier = verifier.expect_element(path(element));
        }
        passed(&verifier.verify(&Document::from_bytes(text).unwrap(), now()))
    };
    for (text, root, elements, expected) in [
        (&whole, Some("HDon"), &["/HDon/DLHDon"][..], true),
        (&whole, Some("{}HDon"), &[][..], true),
        (&whole, Some("{urn:x}HDon"), &[][..], false),
        (&whole, Some("DLHDon"), &[][..], false),
        (&whole, None, &["/HDon", "DSCKS"][..], true),
        (&whole, None, &["Khong"][..], false),
        (&part, Some("HDon"), &[][..], false),
        (&part, None, &["/HDon/DLHDon"][..], true),
        (&part, None, &["/HDon/DLHDon/NDHDon"][..], true),
        (&part, None, &["/HDon/DLHDon", "/HDon/DSCKS"][..], false),
        // The seller's data is signed, the place of the seller's signature of the same name not.
        (&part, None, &["NBan"][..], false),
    ] {
        assert_eq!(judge(text, root, elements), expected, "{root:?} {elements:?}");
    }
    let unsigned = String::from_utf8(xml(XmlKind::Invoice)).unwrap();
    assert!(!judge(&unsigned, Some("HDon"), &[]));
}

#[test]
fn what_hides_in_a_signature_beside_parallel_ones_is_judged_too() {
    let pki = pki();
    let document = Document::from_bytes(xml(XmlKind::Invoice)).unwrap();
    let credential = credential(&pki.signer);
    let signed = document.sign(&credential, now()).finish().unwrap();
    let signed = String::from_utf8(signed.to_bytes().unwrap()).unwrap();
    let ours = &signed[between(&signed, "<ds:Signature ", "</HDon>")];
    let fake = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:Object>\
                <DLHDon>1</DLHDon></ds:Object></ds:Signature>";
    let hidden = signed.replacen(ours, &format!("{ours}{fake}"), 1);
    let report = verify(hidden.as_bytes(), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    let verifier_policy = policy(&pki);
    let verifier = Verifier::new(&verifier_policy).expect_element(path("DLHDon"));
    assert!(!passed(&verifier.verify(&Document::from_bytes(hidden).unwrap(), now())));
}
