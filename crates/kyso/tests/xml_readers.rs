//! What a fresh reader found that reports did not say of XML signatures: content where nobody looks
//! for it, counter-signatures of something else, files beside the document, signers named in
//! another way.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{now, pki, sign, verify};
use kyso::report::{Code, Coverage, Finding};
use kyso::xml::profile::Profile;
use kyso::xml::signature::{ExternalBytes, Resolver};
use kyso::{Conclusion, Document, Policy, Report, TrustAnchors, Verifier};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::xml_attacks::forge::{
    DSIG, Forge, Reference, SIGNED_PROPERTIES, XADES, digest_of, x509_data,
};
use kyso_testkit::{Identity, Pki};

const DATA: &str = "<Don Id=\"don\"><Tien>100</Tien></Don>";

fn document(signature: &str) -> String {
    format!("<HoSo>{DATA}{signature}</HoSo>")
}

/// Trusts the issuer: what is forged by hand brings the signer's certificate alone.
fn policy(pki: &Pki) -> Policy {
    Policy::baseline(TrustAnchors::from_bytes(pki.intermediate.cert_pem().as_bytes()).unwrap())
}

fn passed(report: &Report) -> bool {
    matches!(report.conclusion(), Conclusion::Passed(_))
}

fn findings(report: &Report, code: Code) -> Vec<&Finding> {
    let all = report.signatures.iter().flat_map(|signature| &signature.findings);
    all.filter(|finding| finding.code == code).collect()
}

/// XAdES by hand, with what is put in the place of the unsigned properties and into `KeyInfo`.
fn xades(signer: &Identity, named: &str, unsigned: &str, with_key: bool) -> String {
    let properties = format!(
        "<xades:SignedProperties xmlns:xades=\"{XADES}\" Id=\"sp\"><xades:SignedSignatureProperties>\
         <xades:SigningTime>2026-11-22T08:00:00Z</xades:SigningTime>{named}\
         </xades:SignedSignatureProperties></xades:SignedProperties>"
    );
    let of_properties = Reference {
        attributes: format!(" Type=\"{SIGNED_PROPERTIES}\" URI=\"#sp\""),
        ..Reference::new("", &properties)
    };
    let key_info = format!(
        "<ds:KeyInfo xmlns:ds=\"{DSIG}\" Id=\"key\">{}</ds:KeyInfo>",
        x509_data(&[&signer.cert_der])
    );
    let mut references = vec![Reference::new("#don", DATA), of_properties];
    references.extend(with_key.then(|| Reference::new("#key", &key_info)));
    let mut forge = Forge::new(signer, references);
    forge.key_info = String::new();
    // In the place of `ds:KeyInfo`: right behind the value.
    forge.objects = format!(
        "{key_info}<ds:Object><xades:QualifyingProperties xmlns:xades=\"{XADES}\" \
         Target=\"#sig-1\">{properties}{unsigned}</xades:QualifyingProperties></ds:Object>"
    );
    forge.build()
}

fn unsigned(properties: &str) -> String {
    format!(
        "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{properties}\
         </xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
    )
}

#[test]
fn content_among_what_a_signature_says_of_itself_is_named_and_not_covered() {
    let pki = pki();
    let text = String::from_utf8(sign(&xml(XmlKind::Dossier), &pki)).unwrap();
    let evil = "<e:Don xmlns:e=\"urn:example:e\"><Tien xmlns=\"\">999</Tien></e:Don>";
    let end = "</xades:QualifyingProperties>";
    let list = "<xades:CertificateValues>";
    let token = "<xades:SignatureTimeStamp>";
    let data = "<xades:UnsignedDataObjectProperties><xades:UnsignedDataObjectProperty>";
    for (before, added) in [
        (end, evil.to_owned()),
        (end, format!("<xades:UnsignedProperties>{evil}</xades:UnsignedProperties>")),
        (end, unsigned(evil)),
        (end, unsigned(&format!("{list}{evil}{}", list.replace('<', "</")))),
        (end, unsigned(&format!("{token}{evil}{}", token.replace('<', "</")))),
        (end, unsigned(&format!("<xades:CounterSignature>{evil}</xades:CounterSignature>"))),
        (end, {
            format!(
                "<xades:UnsignedProperties>{data}{evil}</xades:UnsignedDataObjectProperty>\
                 </xades:UnsignedDataObjectProperties></xades:UnsignedProperties>"
            )
        }),
        ("</ds:X509Data>", evil.to_owned()),
        ("</ds:KeyInfo>", format!("<ds:Object>{evil}</ds:Object>")),
    ] {
        let altered = text.replacen(before, &format!("{added}{before}"), 1);
        assert_ne!(altered, text);
        let report = verify(altered.as_bytes(), &policy(&pki));
        assert!(passed(&report), "{report:#?}");
        let named = findings(&report, Code::ObjectNotCovered);
        assert_eq!(named.len(), 1, "{added}: {report:#?}");
        let path = named[0].facts["path"].to_string();
        assert!(path.ends_with("/e:Don"), "{path}");
        assert_eq!(report.signatures[0].coverage, Coverage::Partial, "{added}");
    }
}

#[test]
fn a_counter_signature_that_signs_something_else_is_said_to() {
    let pki = pki();
    let inner = Forge::new(&pki.signer, vec![Reference::new("#don", DATA)]).build();
    let inner = inner.replace("sig-1", "sig-2");
    let named = signing_certificate(&pki.signer);
    let property = format!("<xades:CounterSignature>{inner}</xades:CounterSignature>");
    let text = document(&xades(&pki.signer, &named, &unsigned(&property), false));
    let report = verify(text.as_bytes(), &policy(&pki));
    assert_eq!(report.signatures.len(), 2);
    assert!(findings(&report, Code::CounterSignatureElsewhere).len() == 1, "{report:#?}");
}

fn signing_certificate(signer: &Identity) -> String {
    let hash = digest_of(&signer.cert_der);
    let ds = format!("xmlns:ds=\"{DSIG}\"");
    format!(
        "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod {ds} \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
         <ds:DigestValue {ds}>{hash}</ds:DigestValue></xades:CertDigest></xades:Cert>\
         </xades:SigningCertificateV2>"
    )
}

#[test]
fn key_info_that_is_signed_names_the_signer_where_no_property_does() {
    let pki = pki();
    let of_another = signing_certificate(&pki.twin().signer);
    // Not signed, it names nobody.
    let cases = [("", true, true), ("", false, false), (of_another.as_str(), true, false)];
    for (named, with_key, passes) in cases {
        let text = document(&xades(&pki.signer, named, "", with_key));
        let report = verify(text.as_bytes(), &policy(&pki));
        assert_eq!(passed(&report), passes, "{report:#?}");
    }
}

/// Gives the same bytes for every name.
struct Gives(&'static [u8]);

impl Resolver for Gives {
    fn resolve(&self, _uri: Option<&str>, _kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        Some(Box::new(self.0))
    }
}

fn verify_with(text: &str, pki: &Pki, resolver: &Gives, profile: Option<&str>) -> Report {
    let policy = policy(pki);
    let mut verifier = Verifier::new(&policy).resolver(resolver);
    if let Some(name) = profile {
        verifier = verifier.profile(Profile::named(name).unwrap());
    }
    verifier.verify(&Document::from_bytes(text.as_bytes()).unwrap(), now())
}

#[test]
fn a_signature_over_a_file_beside_says_that_the_document_is_not_signed() {
    let pki = pki();
    let mut reference = Reference::new("phu-luc.pdf", "phu luc");
    reference.transforms = String::new();
    let signature = Forge::new(&pki.signer, vec![reference]).build();
    let outside = Gives(b"phu luc");
    let report = verify_with(&document(&signature), &pki, &outside, None);
    assert!(passed(&report), "{report:#?}");
    assert_eq!(findings(&report, Code::CoversOutside).len(), 1);
    // A signature that is a file of its own is meant to be so.
    let report = verify_with(&signature, &pki, &outside, None);
    assert!(passed(&report) && findings(&report, Code::CoversOutside).is_empty(), "{report:#?}");
}

#[test]
fn what_the_caller_gives_is_held_against_what_the_message_carries() {
    let pki = pki();
    let message = b"<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXMLEnvelope>\
        <edXMLHeader></edXMLHeader></edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>1\
        </ContentId><ContentTransferEncoded>aGVsbG8=</ContentTransferEncoded></Attachment>\
        </AttachmentEncoded></edXML>";
    let document = Document::from_bytes(message).unwrap();
    let credential = common::credential(&pki.signer);
    let signed = document.sign(&credential, now()).profile(Profile::named("edxml").unwrap());
    let text = String::from_utf8(signed.finish().unwrap().to_bytes().unwrap()).unwrap();
    for (given, passes) in [
        (Gives(b"hello"), true),
        (Gives(b"hellp"), false),
        (Gives(b"hell"), false),
        (Gives(b"hello!"), false),
    ] {
        let report = verify_with(&text, &pki, &given, Some("edxml"));
        assert_eq!(passed(&report), passes, "{report:#?}");
    }
}
