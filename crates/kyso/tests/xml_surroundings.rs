//! A signed part that was put into an envelope, or taken out of one: the signature fails, and the
//! report says what would make it hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, now, pki, verify};
use kyso::report::{Code, Fact, Report};
use kyso::xml::profile::Profile;
use kyso::{Conclusion, Document, Policy, TrustAnchors};
use kyso_testkit::Pki;
use kyso_testkit::xml::{XmlKind, xml_text};

fn policy(pki: &Pki) -> Policy {
    Policy::baseline(TrustAnchors::from_bytes(pki.intermediate.cert_pem().as_bytes()).unwrap())
}

fn signed(text: &str, profile: Profile, pki: &Pki) -> String {
    let document = Document::from_bytes(text.as_bytes()).unwrap();
    let signed = document.sign(&credential(&pki.signer), now()).profile(profile).finish().unwrap();
    String::from_utf8(signed.to_bytes().unwrap()).unwrap()
}

/// The facts of the explanation, where there is one.
fn explanation(report: &Report) -> Option<Vec<String>> {
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    let mut findings = report.signatures.iter().flat_map(|signature| &signature.findings);
    let finding = findings.find(|finding| finding.code == Code::NamespacesAround)?;
    let fact = |name: &str| match finding.facts.get(name) {
        Some(Fact::Text(text)) => text.clone(),
        other => panic!("{name}: {other:?}"),
    };
    Some(["change", "path", "prefixes"].map(fact).to_vec())
}

#[test]
fn an_envelope_around_a_signed_document_is_named() {
    let pki = pki();
    let profile = Profile::named("social-insurance").unwrap();
    let text = signed(&xml_text(XmlKind::SocialInsurance), profile, &pki);
    let (_, document) = text.split_once("?>\n").unwrap();
    let wrapped = format!("<Goi xmlns:g=\"urn:example:goi\"><g:Than>{document}</g:Than></Goi>");
    let report = verify(wrapped.as_bytes(), &policy(&pki));
    let expected = ["added", "/Goi/g:Than/GIAMDINHHS", "g"].map(str::to_owned).to_vec();
    assert_eq!(explanation(&report), Some(expected));
    // What was altered too is not explained away.
    let altered = wrapped.replace("<SOLUONGHOSO>1<", "<SOLUONGHOSO>2<");
    assert_eq!(explanation(&verify(altered.as_bytes(), &policy(&pki))), None);
}

#[test]
fn a_lost_envelope_is_named() {
    let pki = pki();
    let invoice = xml_text(XmlKind::Invoice);
    let (_, invoice) = invoice.split_once("?>\n").unwrap();
    let message = format!(
        "<TDiep xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{invoice}</TDiep>"
    );
    let text = Profile::text("einvoice-seller").unwrap();
    let text = text.replace("\"/HDon", "\"/TDiep/HDon").replace("root = \"{}HDon\"\n", "");
    let message = signed(&message, Profile::from_toml(&text).unwrap(), &pki);
    let start = message.find("<HDon>").unwrap();
    let invoice = &message[start..message.find("</TDiep>").unwrap()];
    let report = verify(invoice.as_bytes(), &policy(&pki));
    let expected = ["lost", "/HDon", "xsi xsd"].map(str::to_owned).to_vec();
    assert_eq!(explanation(&report), Some(expected));
    let altered = invoice.replace("<SHDon>15<", "<SHDon>16<");
    assert_eq!(explanation(&verify(altered.as_bytes(), &policy(&pki))), None);
}

#[test]
fn exclusive_canonicalization_needs_no_explanation() {
    let pki = pki();
    let text = signed(
        &xml_text(XmlKind::TaxDeclaration),
        Profile::from_toml(
            &Profile::text("tax-declaration")
                .unwrap()
                .replace("\"c14n\"", "\"exc-c14n\"")
                .replace("[\"enveloped-signature\"]", "[\"enveloped-signature\", \"exc-c14n\"]"),
        )
        .unwrap(),
        &pki,
    );
    let (_, document) = text.split_once("?>\n").unwrap();
    let wrapped = format!("<Goi xmlns:g=\"urn:example:goi\">{document}</Goi>");
    let report = verify(wrapped.as_bytes(), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}
