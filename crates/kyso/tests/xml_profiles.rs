//! Every shipped profile signs the sample it is made for, and what it signed is what is reported.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, now, pki, verify};
use kyso::report::{Code, Fact};
use kyso::xml::profile::Profile;
use kyso::xml::sign::{PrepareOptions, ReferenceTemplate, Template, TransformTemplate, prepare};
use kyso::{Conclusion, Document, Policy, Report, SignError, Source, TrustAnchors, Verifier};
use kyso_testkit::Pki;
use kyso_testkit::xml::{ATTACHMENTS, XmlKind, xml_text as xml};

fn signed(text: &str, profile: &str, pki: &Pki) -> Result<String, SignError> {
    let document = Document::from_bytes(text.as_bytes()).unwrap();
    let profile = Profile::named(profile).unwrap();
    let signed = document.sign(&credential(&pki.signer), now()).profile(profile).finish()?;
    Ok(String::from_utf8(signed.to_bytes().unwrap()).unwrap())
}

/// These layouts carry the signer's certificate alone: whoever judges knows the issuer's.
fn policy(pki: &Pki) -> Policy {
    Policy::baseline(TrustAnchors::from_bytes(pki.intermediate.cert_pem().as_bytes()).unwrap())
}

/// The paths that the signatures of a passed report cover.
fn covers(report: &Report) -> Vec<&str> {
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let all = report.signatures.iter().flat_map(|signature| &signature.covers);
    all.map(|covered| covered.path().unwrap_or("outside")).collect()
}

/// Everything but the signature is as it was, byte for byte.
fn only_adds(before: &str, after: &str) {
    let start = after.find("<Signature").or(after.find("<ds:Signature")).unwrap();
    let end = after.rfind("Signature>").unwrap() + "Signature>".len();
    let rest = format!("{}{}", &after[..start], &after[end..]);
    let opened = |name: &str| before.replace(&format!("<{name}/>"), &format!("<{name}></{name}>"));
    let wanted = [
        before.to_owned(),
        opened("NBan"),
        before.replace("<CHUKYDONVI />", "<CHUKYDONVI ></CHUKYDONVI>"),
    ];
    assert!(wanted.contains(&rest), "{rest}");
}

#[test]
fn profiles_of_one_signature_cover_what_their_layout_says() {
    let pki = pki();
    for (kind, profile, expected) in [
        (
            XmlKind::Invoice,
            "einvoice-seller",
            &["/HDon/DLHDon", "/HDon/DSCKS/NBan/Signature/Object"][..],
        ),
        (XmlKind::TaxDeclaration, "tax-declaration", &["/HSoThueDTu/HSoKhaiThue"]),
        (XmlKind::SocialInsurance, "social-insurance", &["/"]),
    ] {
        let before = xml(kind);
        let after = signed(&before, profile, &pki).unwrap();
        only_adds(&before, &after);
        assert_eq!(covers(&verify(after.as_bytes(), &policy(&pki))), expected, "{profile}");
    }
}

#[test]
fn seller_and_buyer_sign_one_invoice_in_turn() {
    let pki = pki();
    let seller = signed(&xml(XmlKind::Invoice), "einvoice-seller", &pki).unwrap();
    assert!(
        seller.contains(
            "<NBan><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"seller\">"
        )
    );
    assert!(seller.contains(
        "<SignatureProperty Target=\"#seller\"><SigningTime>2026-11-22T15:00:00</SigningTime>"
    ));
    assert!(seller.contains("<X509SubjectName>"));
    let both = signed(&seller, "einvoice-buyer", &pki).unwrap();
    let report = verify(both.as_bytes(), &policy(&pki));
    assert_eq!(report.signatures.len(), 2);
    let paths = covers(&report);
    assert_eq!(paths.iter().filter(|path| **path == "/HDon/DLHDon").count(), 2);
    // What nobody signed may change, what both signed may not.
    let other_code = both.replace("00MAU", "00KHA");
    assert_eq!(covers(&verify(other_code.as_bytes(), &policy(&pki))), paths);
    let other_number = both.replace("<SHDon>15<", "<SHDon>16<");
    let report = verify(other_number.as_bytes(), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)));
}

#[test]
fn an_edxml_message_is_signed_with_its_attachments() {
    let pki = pki();
    let policy = policy(&pki);
    let text = signed(&xml(XmlKind::EdXml), "edxml", &pki).unwrap();
    assert!(text.contains("<ds:Signature"));
    let judged = |text: &str| {
        let document = Document::from_bytes(text.as_bytes()).unwrap();
        let profile = Profile::named("edxml").unwrap();
        let attachments = profile.attachments_in(document.xml().unwrap().tree()).unwrap();
        assert_eq!(attachments.ids().count(), ATTACHMENTS.len());
        Verifier::new(&policy).resolver(&attachments).verify(&document, now())
    };
    assert_eq!(covers(&judged(&text)), ["/", "outside", "outside"]);
    for (id, _) in ATTACHMENTS {
        assert!(text.contains(&format!("URI=\"cid:{id}\"")));
    }
    // Without the attachments nobody can tell.
    let report = verify(text.as_bytes(), &policy);
    assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let report = judged(&text.replacen(
        "<ContentTransferEncoded>JVBERi",
        "<ContentTransferEncoded>JVBERj",
        1,
    ));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

#[test]
fn a_profile_is_refused_where_it_does_not_fit() {
    let pki = pki();
    let refused = |kind, profile| signed(&xml(kind), profile, &pki).unwrap_err();
    assert!(matches!(refused(XmlKind::EdXml, "einvoice-seller"), SignError::ElementCount { .. }));
    assert!(matches!(refused(XmlKind::Invoice, "einvoice-tax"), SignError::ProfileVerifies { .. }));
    let SignError::ProfileLevel { level, .. } = refused(XmlKind::Dossier, "dossier") else {
        panic!("a dossier is signed at a level that does not last");
    };
    assert_eq!(level, "B-LT");
    let without_id = xml(XmlKind::Invoice).replace("<DLHDon Id=", "<DLHDon So=");
    let refused = signed(&without_id, "einvoice-seller", &pki).unwrap_err();
    assert!(matches!(refused, SignError::NoIdentifier { .. }), "{refused}");
    let seller = signed(&xml(XmlKind::Invoice), "einvoice-seller", &pki).unwrap();
    assert!(signed(&seller, "einvoice-seller", &pki).is_err(), "the Id seller stands twice");
}

#[test]
fn options_beside_a_profile_are_refused() {
    let pki = pki();
    let document = Document::from_bytes(xml(XmlKind::Invoice).as_bytes()).unwrap();
    let credential = credential(&pki.signer);
    let builder = document.sign(&credential, now());
    let builder = builder.profile(Profile::named("einvoice-seller").unwrap());
    let refused = builder.last().finish().unwrap_err();
    assert!(matches!(refused, SignError::ProfileFixes { option: "last" }), "{refused}");
}

#[test]
fn two_attachments_of_one_name_are_refused() {
    let pki = pki();
    let text = xml(XmlKind::EdXml).replace("phu-luc.xml", "15-CV-MAU.pdf");
    let refused = signed(&text, "edxml", &pki).unwrap_err();
    assert!(matches!(refused, SignError::Attachments(_)), "{refused}");
}

#[test]
fn a_profile_judges_where_the_signature_stands_and_what_it_covers() {
    let pki = pki();
    let policy = policy(&pki);
    let judged = |text: &str, profile: &str| {
        let verifier = Verifier::new(&policy).profile(Profile::named(profile).unwrap());
        let report = verifier.verify(&Document::from_bytes(text.as_bytes()).unwrap(), now());
        matches!(report.conclusion(), Conclusion::Passed(_))
    };
    let seller = signed(&xml(XmlKind::Invoice), "einvoice-seller", &pki).unwrap();
    assert!(judged(&seller, "einvoice-seller"));
    // Sound as it is, it is neither the buyer's nor the tax office's.
    assert!(!judged(&seller, "einvoice-buyer"));
    assert!(!judged(&seller, "einvoice-tax"));
    assert!(!judged(&seller, "edxml"));
    let signature = &seller[seller.find("<Signature").unwrap()..];
    let signature = &signature[..signature.find("</NBan>").unwrap()];
    let moved =
        seller.replace(signature, "").replace("<NMua/>", &format!("<NMua>{signature}</NMua>"));
    assert!(!judged(&moved, "einvoice-seller"));
    assert!(judged(&moved, "einvoice-buyer"));
    let message = signed(&xml(XmlKind::EdXml), "edxml", &pki).unwrap();
    assert!(judged(&message, "edxml"), "attachments are found in the message");
}

/// Signs the message with these transforms of its XML attachment, in the profile's place.
fn signed_attachment(pki: &Pki, transforms: &[TransformTemplate]) -> String {
    let text = xml(XmlKind::EdXml);
    let document = Document::from_bytes(text.as_bytes()).unwrap();
    let tree = document.xml().unwrap().tree();
    let profile = Profile::named("edxml").unwrap();
    let attachments = profile.attachments_in(tree).unwrap();
    let credential = credential(&pki.signer);
    let algorithm = credential.algorithms()[0];
    let envelope = tree.elements(tree.document_element()).next().unwrap();
    let header = tree.elements(envelope).next().unwrap();
    let mut template = Template::enveloped(header, algorithm);
    for (id, name) in ATTACHMENTS {
        let digest = algorithm.digest();
        let mut reference = ReferenceTemplate::external(&format!("cid:{id}"), digest);
        if name.ends_with(".xml") {
            reference.transforms = transforms.to_vec();
        }
        template.references.push(reference);
    }
    template.key_info.certificates = credential.chain().to_vec();
    let options = PrepareOptions { resolver: Some(&attachments), ..PrepareOptions::default() };
    let source = Source::from_bytes(text.clone().into_bytes());
    let prepared = prepare(&source, tree, &template, &options).unwrap();
    let value = credential.key().sign(prepared.to_be_signed()).unwrap();
    let splice = prepared.complete(&value, credential.chain()[0].spki_der()).unwrap();
    String::from_utf8(splice.apply(text.as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_part_of_an_attachment_is_not_the_attachment() {
    let pki = pki();
    let policy = policy(&pki);
    let judged = |text: &str| {
        let verifier = Verifier::new(&policy).profile(Profile::named("edxml").unwrap());
        verifier.verify(&Document::from_bytes(text.as_bytes()).unwrap(), now())
    };
    let whole = signed_attachment(&pki, &[]);
    assert!(matches!(judged(&whole).conclusion(), Conclusion::Passed(_)));
    // Everything but the text, so that whatever the attachment says is signed.
    let expression = "not(self::text())".into();
    let part =
        signed_attachment(&pki, &[TransformTemplate::XPath { expression, namespaces: vec![] }]);
    let report = judged(&part);
    assert!(matches!(report.signatures[0].conclusion, Conclusion::Passed(_)), "{report:#?}");
    assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let unmet: Vec<_> =
        report.findings.iter().filter(|one| one.code == Code::ElementNotCovered).collect();
    let [unmet] = unmet.as_slice() else { panic!("{report:#?}") };
    assert_eq!(unmet.facts["element"], Fact::from("cid:phu-luc.xml"));
}
