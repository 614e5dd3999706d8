//! XML through every verb.

use std::fs;

use kyso::Credential;
use kyso::xml::sign::{PrepareOptions, ReferenceTemplate, Template, prepare_standalone};
use kyso::xml::signature::{ExternalBytes, Resolver};
use kyso::xml::{ParseOptions, Tree};
use kyso_testkit::server::Services;
use kyso_testkit::{KeyKind, Pki};
use serde_json::json;

use crate::office::Office;

#[test]
fn an_invoice_is_signed_and_judged() {
    let office = Office::new();
    let original = office.read("in.xml");
    let signed = office.signed_xml("signed.xml");
    let end = original.len() - b"</HDon>\n".len();
    assert!(signed.starts_with(&original[..end]) && signed.ends_with(b"</HDon>\n"));
    let said = office.kyso(&["verify", "signed.xml", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    for (place, value) in [
        ("/format", json!("xml")),
        ("/conclusion", json!("passed")),
        ("/revisions", json!(1)),
        ("/signatures/0/level", json!("B-B")),
        ("/signatures/0/coverage", json!("whole-file")),
        ("/signatures/0/covers/0/uri", json!("")),
        ("/signatures/0/covers/0/path", json!("/")),
        ("/signatures/0/covers/0/except/0", json!("/HDon/ds:Signature")),
        ("/signatures/0/covers/1/name", json!("SignedProperties")),
    ] {
        assert_eq!(report.pointer(place), Some(&value), "{place}\n{report:#}");
    }
    let altered = String::from_utf8(signed).unwrap().replacen("18656000", "156000", 1);
    office.put("altered.xml", altered);
    for (lang, words) in [("en", "NOT VALID"), ("vi", "KHÔNG HỢP LỆ")] {
        let call = ["verify", "altered.xml", "--trust", "root.pem", "--lang", lang];
        let said = office.kyso(&call);
        assert_eq!(said.status, 1, "{said:?}");
        assert!(said.out.starts_with(&format!("altered.xml: {words}")), "{said:?}");
        assert!(said.out.contains("HASH_FAILURE"), "{said:?}");
    }
}

#[test]
fn the_part_that_is_signed_is_named_and_can_be_asked_for() {
    let office = Office::new();
    let part = ["--element", "/HDon/DLHDon", "--inside", "/HDon/DSCKS/NBan"];
    let said = office.sign(&[&["in.xml", "-o", "part.xml"][..], &part].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let verify = |options: &[&str]| {
        office.kyso(&[&["verify", "part.xml", "--trust", "root.pem"], options].concat())
    };
    let said = verify(&[]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.contains("Signed part") && said.out.contains("/HDon/DLHDon ("), "{said:?}");
    assert_eq!(verify(&["--expect-element", "/HDon/DLHDon"]).status, 0);
    assert_eq!(verify(&["--expect-element", "DSCKS"]).status, 1);
    let said = verify(&["--expect-root", "HDon"]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("no valid signature covers /HDon"), "{said:?}");
    let said = verify(&["--expect-root", "Khac"]);
    assert!(said.out.contains("Khac was expected"), "{said:?}");
    verify(&["--expect-element", "/a[1]"]).complains(2, &["/a[1]", "--expect-element"]);
}

#[test]
fn options_of_the_other_format_are_wrong_calls() {
    let office = Office::new();
    for (file, option, value) in [
        ("in.xml", "--reason", "Duyệt"),
        ("in.xml", "--contact", "x"),
        ("in.xml", "--field", "x"),
        ("in.xml", "--subfilter", "pkcs7"),
        ("in.pdf", "--element", "a"),
        ("in.pdf", "--inside", "a"),
        ("in.pdf", "--signature-id", "x"),
        ("in.pdf", "--form", "xmldsig"),
    ] {
        let said = office.sign(&[file, "-o", "out", option, value]);
        said.complains(2, &[file, option]);
        assert!(!office.has("out"));
    }
    office.sign(&["in.xml", "-o", "out", "--element", "NBan"]).complains(2, &["NBan", "2"]);
    office.sign(&["in.xml", "-o", "out", "--element", "/HDon/DSCKS"]).complains(2, &["DSCKS"]);
}

#[test]
fn a_leader_and_then_the_agency_sign_one_document() {
    let office = Office::new();
    office.signed_xml("leader.xml");
    let said = office.sign(&["leader.xml", "-o", "agency.xml"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.sign(&["agency.xml", "-o", "plain.xml", "--form", "xmldsig"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["verify", "plain.xml", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    let levels = report["signatures"].as_array().unwrap().iter().map(|s| s["level"].clone());
    assert_eq!(levels.collect::<Vec<_>>(), ["B-B", "B-B", "XMLDSig"]);
    // An altered amount breaks all three: no signature covers less than the document.
    let altered = String::from_utf8(office.read("plain.xml")).unwrap();
    office.put("altered.xml", altered.replacen("18656000", "156000", 1));
    let said = office.kyso(&["verify", "altered.xml", "--trust", "root.pem", "--json"]);
    let report = said.json().remove(0);
    let broken = |one: &serde_json::Value| one["integrity"] == "broken";
    assert!(report["signatures"].as_array().unwrap().iter().all(broken), "{report:#}");
}

#[test]
fn nobody_signs_after_the_last_and_the_refusal_says_what_to_do() {
    let office = Office::new();
    for (name, options) in [("last.xml", ["--last", "-q"]), ("plain.xml", ["--form", "xmldsig"])] {
        let said = office.sign(&[&["in.xml", "-o", name][..], &options].concat());
        assert_eq!(said.status, 0, "{said:?}");
        for lang in ["en", "vi"] {
            let said = office.sign(&[name, "-o", "twice.xml", "--lang", lang]);
            said.complains(5, &[name, "/HDon/ds:Signature", "--inside", "--last", "--form"]);
        }
        assert!(!office.has("twice.xml"));
    }
}

#[test]
fn the_help_says_that_a_folder_stands_for_xml_too() {
    let office = Office::new();
    for verb in ["sign", "verify", "extend"] {
        for lang in ["en", "vi"] {
            let said = office.kyso(&[verb, "--help", "--lang", lang]);
            let text = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = if lang == "en" {
                "PDF, XML and container files"
            } else {
                "tệp PDF, XML và gói ASiC"
            };
            assert!(text.contains(words), "{said:?}");
        }
    }
}

#[test]
fn a_value_made_elsewhere_completes_an_xml_signature() {
    for kind in [KeyKind::P256, KeyKind::Rsa2048] {
        let signer = Pki::new(kind).signer;
        let office = Office::with(&signer);
        let call = ["prepare", "in.xml", "-o", "state", "--tbs", "tbs"];
        let chain = ["--cert", "cert.pem", "--chain", "chain.pem"];
        let said = office.kyso(&[call.as_slice(), &chain].concat());
        assert_eq!(said.status, 0, "{said:?}");
        assert!(office.read("tbs").starts_with(b"<ds:SignedInfo"));
        office.put("value", signer.sign(kind.default_algorithm(), &office.read("tbs")));
        let call = ["complete", "state", "--signature", "value", "-o", "out.xml", "--json"];
        let said = office.kyso(&call);
        assert_eq!((said.status, &said.json()[0]["format"]), (0, &json!("xml")), "{said:?}");
        let said = office.kyso(&["verify", "out.xml", "--trust", "root.pem"]);
        assert_eq!(said.status, 0, "{kind:?}: {said:?}");
        // Altered on the way, it is refused.
        let mut state = office.read("state");
        let length = state.len();
        state[length - 100] ^= 1;
        office.put("state", state);
        let call = ["complete", "state", "--signature", "value", "-o", "other.xml"];
        office.kyso(&call).complains(5, &["state"]);
        assert!(!office.has("other.xml"));
    }
}

#[test]
fn levels_are_reached_and_renewed() {
    let services = Services::start().unwrap();
    let pki = services.urls().in_builder(Pki::builder(KeyKind::P256)).build();
    services.install(&pki);
    let office = Office::with(&pki.signer);
    let tsa = services.urls().tsa();
    let with_tsa = ["--tsa", &tsa];
    let verify = |file: &str| {
        let call = ["verify", file, "--trust", "root.pem", "--offline", "--json"];
        office.kyso(&call).json().remove(0)["signatures"][0].clone()
    };
    let mut from = "signed.xml".to_owned();
    office.signed_xml(&from);
    for (level, name) in [("t", "B-T"), ("lt", "B-LT"), ("lta", "B-LTA"), ("lta", "B-LTA")] {
        let at_once = format!("once-{level}.xml");
        let call = ["in.xml", "-o", &at_once, "--level", level, "--force"];
        let said = office.sign(&[&call[..], &with_tsa].concat());
        assert_eq!(said.status, 0, "{said:?}");
        assert_eq!(verify(&at_once)["level"], name);
        let to = format!("{from}-{level}.xml");
        let call = ["extend", &from, "-o", &to, "--level", level];
        let said = office.kyso(&[&call[..], &with_tsa].concat());
        assert_eq!(said.status, 0, "{said:?}");
        let signature = verify(&to);
        assert_eq!(signature["level"], name);
        // Offline, nobody knows whether the authority of B-T was revoked.
        if level != "t" {
            assert!(signature["signing_time"]["proven"].is_string());
            assert_eq!(signature["conclusion"], "passed", "{signature:#}");
        }
        from = to;
    }
    let call = ["extend", "in.xml", "-o", "out.xml", "--level", "t"];
    office.kyso(&[&call[..], &with_tsa].concat()).complains(5, &["in.xml"]);
    let call = ["timestamp", "in.xml", "-o", "out.xml"];
    office.kyso(&[&call[..], &with_tsa].concat()).complains(2, &["in.xml", "XML"]);
}

/// A detached signature over `cid:letter` by the library, which the command only judges.
fn detached(office: &Office) -> Vec<u8> {
    let certificates = [office.read("cert.pem"), office.read("chain.pem")].concat();
    let credential = Credential::from_pem(&office.read("key.pem"), &certificates, None).unwrap();
    let tree = Tree::parse(b"<x/>", &ParseOptions::default()).unwrap();
    let algorithm = credential.algorithms()[0];
    let mut template = Template::enveloped(tree.document_element(), algorithm);
    template.references = vec![ReferenceTemplate::external("cid:letter", algorithm.digest())];
    template.key_info.certificates = credential.chain().to_vec();
    let options = PrepareOptions { resolver: Some(&Letter), ..PrepareOptions::default() };
    let prepared = prepare_standalone(&template, &options).unwrap();
    let value = credential.key().sign(prepared.to_be_signed()).unwrap();
    let spki = credential.certificate().spki_der();
    prepared.complete(&value, spki).unwrap().apply(b"").unwrap()
}

struct Letter;

impl Resolver for Letter {
    fn resolve(&self, uri: Option<&str>, _: Option<&str>) -> Option<ExternalBytes<'_>> {
        (uri == Some("cid:letter")).then(|| Box::new(&b"letter"[..]) as ExternalBytes<'_>)
    }
}

#[test]
fn what_lies_outside_is_given_by_the_call_or_missing() {
    let office = Office::new();
    office.put("detached.xml", detached(&office));
    office.put("letter.txt", "letter");
    office.put("other.txt", "other");
    let verify = |options: &[&str]| {
        office.kyso(&[&["verify", "detached.xml", "--trust", "root.pem"], options].concat())
    };
    let said = verify(&[]);
    assert_eq!(said.status, 4, "{said:?}");
    assert!(said.out.contains("SIGNED_DATA_NOT_FOUND"), "{said:?}");
    assert_eq!(verify(&["--external", "cid:other=letter.txt"]).status, 4);
    let said = verify(&["--external", "cid:letter=letter.txt"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.contains("cid:letter"), "{said:?}");
    let said = verify(&["--external", "cid:letter=other.txt"]);
    assert_eq!(said.status, 1, "{said:?}");
    verify(&["--external", "cid:letter=missing.txt"]).complains(5, &["missing.txt"]);
    verify(&["--external", "letter.txt"]).complains(2, &["letter.txt", "="]);
}

#[test]
fn a_folder_of_both_formats_is_one_batch() {
    let office = Office::new();
    fs::create_dir(office.path("inbox")).unwrap();
    for name in ["a.pdf", "b.xml"] {
        let from = format!("in.{}", &name[2..]);
        fs::copy(office.path(&from), office.path("inbox").join(name)).unwrap();
    }
    let said = office.sign(&["inbox", "--out-dir", "signed", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let formats: Vec<_> = said.json().iter().map(|line| line["format"].clone()).collect();
    assert_eq!(formats, ["pdf", "xml"]);
    let said = office.kyso(&["verify", "signed", "--trust", "root.pem", "-q"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 2), "{said:?}");
    // Where the output would go is said with the document's own ending.
    office.sign(&["in.xml"]).complains(2, &["in.signed.xml"]);
}

#[test]
fn xml_that_is_not_well_formed_says_where() {
    let office = Office::new();
    office.put("bad.xml", "<a>\n<b></a>");
    for verb in ["verify", "inspect"] {
        office.kyso(&[verb, "bad.xml"]).complains(5, &["bad.xml", "byte"]);
    }
    for (text, words) in [
        (&b"<a>\n<b></a>"[..], "thẻ b bị đóng"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE; kyso từ chối"),
        (b"<a", "bị cụt"),
        (b"<p:a/>", "tiền tố p chưa"),
        (b"<a b='1' b='2'/>", "thuộc tính b xuất hiện hai lần"),
    ] {
        office.put("bad.xml", text);
        let said = office.kyso(&["verify", "bad.xml", "--lang", "vi"]);
        said.complains(5, &["bad.xml", words]);
    }
    office.put("dtd.xml", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>");
    office.sign(&["dtd.xml", "-o", "out.xml"]).complains(5, &["dtd.xml"]);
    assert!(!office.has("out.xml"));
}

#[test]
fn inspect_shows_an_xml_signature_as_it_stands() {
    let office = Office::new();
    office.signed_xml("signed.xml");
    let said = office.kyso(&["inspect", "signed.xml", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let found = said.json().remove(0);
    for (place, value) in [
        ("/format", json!("xml")),
        ("/root/name", json!("HDon")),
        ("/signatures/0/path", json!("/HDon/ds:Signature")),
        ("/signatures/0/signature_algorithm", json!("ecdsa-sha256")),
        ("/signatures/0/references/0/uri", json!("")),
        ("/signatures/0/references/0/digest_algorithm", json!("sha256")),
        ("/signatures/0/properties/form", json!("XAdES")),
    ] {
        assert_eq!(found.pointer(place), Some(&value), "{place}\n{found:#}");
    }
    assert_eq!(found["signatures"][0]["certificates"].as_array().unwrap().len(), 3);
    for lang in ["en", "vi"] {
        let said = office.kyso(&["inspect", "signed.xml", "--lang", lang]);
        assert!(said.out.contains("/HDon/ds:Signature"), "{said:?}");
    }
}

/// In UTF-16 with its mark, the declaration as given.
fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_document_in_utf16_is_told_how_it_can_be_signed() {
    let office = Office::new();
    let signed = String::from_utf8(office.signed_xml("signed.xml")).unwrap();
    let text = String::from_utf8(office.read("in.xml")).unwrap();
    let declared = |text: &str| utf16(&text.replacen("UTF-8", "UTF-16", 1));
    office.put("utf16.xml", declared(&text));
    office.put("wrong.xml", utf16(&text));
    office.put("signed16.xml", declared(&signed));
    for (file, en, vi) in [
        ("utf16.xml", "signatures in it stay valid", "chữ ký đã có vẫn hợp lệ"),
        ("wrong.xml", "encoding=\"UTF-8\"", "encoding=\"UTF-8\""),
    ] {
        for (lang, words) in [("en", en), ("vi", vi)] {
            office.sign(&[file, "-o", "out.xml", "--lang", lang]).complains(5, &[file, words]);
        }
    }
    // What the advice says is true: the signature does not care for the encoding.
    for file in ["signed.xml", "signed16.xml"] {
        let said = office.kyso(&["verify", file, "--trust", "root.pem"]);
        assert_eq!(said.status, 0, "{said:?}");
    }
}

#[test]
fn what_cannot_be_signed_is_said_in_the_language_and_with_its_place() {
    let office = Office::new();
    let message = "<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"><edXMLEnvelope>\
                   <edXMLHeader/></edXMLEnvelope><AttachmentEncoded><Attachment>\
                   <ContentId>1</ContentId><ContentTransferEncoded>?</ContentTransferEncoded>\
                   </Attachment></AttachmentEncoded></edXML>";
    office.put("message.xml", message);
    office.put("many.xml", message.replace(">1<", "><"));
    let call = ["-o", "out.xml", "--profile", "edxml", "--lang", "vi"];
    for (file, words) in [("message.xml", "không ở dạng base64"), ("many.xml", "có 0 mã nội dung")]
    {
        let said = office.sign(&[&[file][..], &call].concat());
        said.complains(5, &[file, words]);
        assert!(!said.err.contains("the "), "{said:?}");
    }
    office.put("broken.xml", "<a>\n<b></a>");
    let said = office.sign(&["broken.xml", "-o", "out.xml", "--json"]);
    assert_eq!(said.json()[0].pointer("/error/offset"), Some(&json!(7)), "{said:?}");
}
