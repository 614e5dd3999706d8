//! The JSON of `verify`: the schema in the repository, and every field of the contract.

use serde_json::{Value, json};

use crate::office::Office;

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../schema/verify-1.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn every_kind_of_report_keeps_the_schema() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    office.put("altered.pdf", kyso_testkit::attacks::flip(&signed, 100));
    office.put("text.pdf", "no PDF at all");
    let xml = office.signed_xml("signed.xml");
    office.put("altered.xml", String::from_utf8(xml).unwrap().replacen("18656000", "1", 1));
    office.put("broken.xml", "<a><b></a>");
    office.put("a.csv", "1;2;3");
    office.sign(&["a.csv"]);
    office.sign(&["a.csv", "-o", "a.p7m", "--commitment", "approval"]);
    office.put("alone.p7s", office.read("a.csv.p7s"));
    let schema = schema();
    let files = [
        "signed.pdf",
        "in.pdf",
        "altered.pdf",
        "text.pdf",
        "missing.pdf",
        "signed.xml",
        "in.xml",
        "altered.xml",
        "broken.xml",
        "a.csv.p7s",
        "a.p7m",
        "alone.p7s",
    ];
    for trust in [["--trust", "root.pem"].as_slice(), &[]] {
        let said = office.kyso(&[&["verify", "--json"], files.as_slice(), trust].concat());
        let lines = said.json();
        assert_eq!(lines.len(), files.len());
        for (line, file) in lines.iter().zip(files) {
            let faults: Vec<_> = schema.iter_errors(line).map(|e| e.to_string()).collect();
            assert!(faults.is_empty(), "{file}: {faults:?}\n{line:#}");
            assert_eq!(line["file"], file);
        }
    }
}

#[test]
fn the_schema_refuses_what_the_contract_does_not_allow() {
    let office = Office::new();
    office.signed("signed.pdf");
    let said = office.kyso(&["verify", "signed.pdf", "--trust", "root.pem", "--json"]);
    let good = said.json().remove(0);
    let schema = schema();
    assert!(schema.is_valid(&good));
    for (place, wrong) in [
        ("/schema", json!(2)),
        ("/conclusion", json!("valid")),
        ("/validated_at", json!("2026-11-22 08:00")),
        ("/signatures/0/integrity", json!("broken")),
        ("/signatures/0/sub_indication", json!("HASH_FAILURE")),
        ("/signatures/0/signer", json!(null)),
        ("/signatures/0/signer/serial", json!("0x1F")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = wrong;
        assert!(!schema.is_valid(&bad), "{place}");
    }
}

/// The fields of contract.md, with the values of a plain signature.
#[test]
fn the_fields_of_the_contract_are_there() {
    let office = Office::new();
    let claims = ["--reason", "Đồng ý", "--location", "Hà Nội"];
    let said = office.sign(&[&["in.pdf", "-o", "signed.pdf"], claims.as_slice()].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["verify", "signed.pdf", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    for (place, value) in [
        ("/schema", json!(1)),
        ("/kyso", json!(env!("CARGO_PKG_VERSION"))),
        ("/file", json!("signed.pdf")),
        ("/format", json!("pdf")),
        ("/conclusion", json!("passed")),
        ("/revisions", json!(2)),
        ("/signatures/0/id", json!("Signature1")),
        ("/signatures/0/kind", json!("signature")),
        ("/signatures/0/level", json!("B-B")),
        ("/signatures/0/conclusion", json!("passed")),
        ("/signatures/0/sub_indication", json!(null)),
        ("/signatures/0/integrity", json!("intact")),
        ("/signatures/0/coverage", json!("whole-file")),
        ("/signatures/0/modification", json!("none")),
        ("/signatures/0/signer/common_name", json!("Nguyễn Thị Ánh")),
        ("/signatures/0/signing_time/proven", json!(null)),
        ("/signatures/0/digest_algorithm", json!("sha256")),
        ("/signatures/0/signature_algorithm", json!("ecdsa-sha256")),
        ("/signatures/0/covers", json!([])),
    ] {
        assert_eq!(report.pointer(place), Some(&value), "{place}\n{report:#}");
    }
    for place in [
        "/validated_at",
        "/signatures/0/signer/subject",
        "/signatures/0/signer/issuer",
        "/signatures/0/signer/serial",
        "/signatures/0/signer/not_before",
        "/signatures/0/signer/not_after",
        "/signatures/0/signing_time/claimed",
        "/signatures/0/trust_anchor",
        "/signatures/0/revocation",
        "/signatures/0/findings/0/code",
        "/signatures/0/findings/0/severity",
    ] {
        assert!(report.pointer(place).is_some_and(Value::is_string), "{place}\n{report:#}");
    }
    assert_eq!(report.pointer("/signatures/0/trust_domain"), Some(&json!(null)));
    for place in ["/signatures/0/signer/title", "/signatures/0/signer/organization"] {
        assert!(report.pointer(place).is_some(), "{place}\n{report:#}");
    }
    assert!(report.pointer("/signatures/0/findings/0/facts").is_some_and(Value::is_object));
}
