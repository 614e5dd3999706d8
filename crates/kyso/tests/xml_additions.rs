//! What somebody without a key adds to a sound XML signature: the verdict stands, and the report
//! never counts it among what is signed.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, pki, policy, sign, verify};
use kyso::DigestAlgorithm;
use kyso::report::{Code, Coverage, Report};
use kyso::xml::sign::{
    KeyInfoTemplate, PrepareOptions, ReferenceTemplate, Template, prepare_standalone,
};
use kyso::xml::{ParseOptions, Tree};
use kyso_testkit::Pki;
use kyso_testkit::xml::{XmlKind, xml};

const QUALIFYING: &str = "<q:QualifyingProperties xmlns:q=\"http://uri.etsi.org/01903/v1.3.2#\">9</q:QualifyingProperties>";

/// A document that is a signature around an order, whose inner element alone is referenced.
fn enveloping(pki: &Pki) -> String {
    around(pki, "<ds:Object><Order Id=\"x\" xmlns=\"\">5</Order></ds:Object>")
}

/// A document that is a signature around `object`, in which the element `x` is referenced.
fn around(pki: &Pki, object: &str) -> String {
    let credential = credential(&pki.signer);
    let key = credential.key();
    let tree = Tree::parse(b"<a/>", &ParseOptions::default()).unwrap();
    let mut template = Template::enveloped(tree.document_element(), key.algorithms()[0]);
    template.references = vec![ReferenceTemplate::element("x", DigestAlgorithm::Sha256)];
    template.key_info =
        KeyInfoTemplate { certificates: credential.chain().to_vec(), ..KeyInfoTemplate::default() };
    template.objects = vec![object.into()];
    let prepared = prepare_standalone(&template, &PrepareOptions::default()).unwrap();
    let value = key.sign(prepared.to_be_signed()).unwrap();
    prepared.complete(&value, key.public_key()).unwrap().text
}

fn warned(report: &Report) -> bool {
    let findings = report.signatures.iter().flat_map(|signature| &signature.findings);
    findings.into_iter().any(|finding| finding.code == Code::ObjectNotCovered)
}

#[track_caller]
fn assert_partial(pki: &Pki, text: &str) {
    let report = verify(text.as_bytes(), &policy(pki));
    assert_eq!(report.signatures[0].coverage, Coverage::Partial, "{text}");
    assert!(warned(&report), "{text}");
}

#[test]
fn an_enveloping_signature_covers_no_more_than_what_was_signed() {
    let pki = pki();
    let text = enveloping(&pki);
    let report = verify(text.as_bytes(), &policy(&pki));
    assert_eq!(report.signatures[0].coverage, Coverage::WholeFile, "{report:#?}");
    assert!(!warned(&report));
    let (open, close) = ("<ds:Object>", "</ds:Object>");
    for altered in [
        text.replace(close, &format!("{close}{open}<Order>{QUALIFYING}</Order>{close}")),
        text.replace(close, &format!("{close}{open}{QUALIFYING}{close}")),
        text.replace(open, "<ds:Object><Cancelled by=\"seller\">")
            .replace(close, "</Cancelled></ds:Object>"),
        text.replace(open, "<ds:Object><Cancelled>").replace(close, "</Cancelled></ds:Object>"),
        text.replace(open, "<ds:Object MimeType=\"pay/1000\">"),
        text.replace(open, "<ds:Object><?pay 1000?>"),
        text.replace(open, "<ds:Object>1000"),
        text.replace(close, "<ds:SignatureProperties a='1'/></ds:Object>"),
    ] {
        assert_ne!(altered, text);
        assert_partial(&pki, &altered);
    }
}

#[test]
fn content_beside_an_enveloped_signature_is_named() {
    let pki = pki();
    let text = String::from_utf8(sign(&xml(XmlKind::Dossier), &pki)).unwrap();
    assert!(!warned(&verify(text.as_bytes(), &policy(&pki))));
    let end = "</ds:Signature>";
    for added in [
        format!("<ds:Object><Cancelled>{QUALIFYING}</Cancelled></ds:Object>"),
        "<ds:Object><a>999</a></ds:Object>".into(),
    ] {
        let altered = text.replace(end, &format!("{added}{end}"));
        assert!(warned(&verify(altered.as_bytes(), &policy(&pki))), "{added}");
    }
    let altered = text.replace("</ds:KeyInfo>", "<a xmlns=\"\">999</a></ds:KeyInfo>");
    assert!(warned(&verify(altered.as_bytes(), &policy(&pki))));
}

/// Properties of the signature are about the signature, whatever holds them.
#[test]
fn a_signature_over_its_own_properties_alone_covers_nothing() {
    let pki = pki();
    let policy = policy(&pki);
    let property = "<ds:SignatureProperty Target=\"\">5</ds:SignatureProperty>";
    let properties = format!("<ds:SignatureProperties>{property}</ds:SignatureProperties>");
    for (object, covers) in [
        (format!("<ds:Object Id=\"x\">{properties}<Order xmlns=\"\">5</Order></ds:Object>"), true),
        (format!("<ds:Object Id=\"x\">{properties}</ds:Object>"), false),
        (format!("<ds:Object>{}</ds:Object>", properties.replacen('>', " Id=\"x\">", 1)), false),
    ] {
        let report = verify(around(&pki, &object).as_bytes(), &policy);
        let found = report.signatures[0].findings.iter().any(|f| f.code == Code::CoversNothing);
        let passed = matches!(report.conclusion(), kyso::Conclusion::Passed(_));
        assert_eq!((passed, found), (covers, !covers), "{object}: {report:#?}");
    }
}
