//! Damaged files: told from sound ones, repaired when that is asked for, never over a signature.

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{broken, variant};
use kyso_testkit::server::Services;

use crate::office::Office;

#[test]
fn a_damaged_file_is_signed_only_when_a_repair_is_asked_for() {
    let office = Office::new();
    for name in ["startxref_wrong", "offsets_wrong", "end_missing", "xref_stream_missing"] {
        office.put("bad.pdf", broken(name));
        office.sign(&["bad.pdf", "-o", "out.pdf"]).complains(5, &["bad.pdf", "--repair"]);
        assert!(!office.has("out.pdf"), "{name}");
        let said = office.sign(&["bad.pdf", "-o", "out.pdf", "--repair"]);
        assert_eq!(said.status, 0, "{name}: {said:?}");
        assert!(said.err.contains("was damaged and was repaired"), "{name}: {said:?}");
        assert!(office.read("out.pdf").starts_with(&broken(name)), "{name}");
        let said = office.kyso(&["verify", "out.pdf", "--trust", "root.pem"]);
        assert_eq!(said.status, 0, "{name}: {said:?}");
        std::fs::remove_file(office.path("out.pdf")).unwrap();
    }
}

#[test]
fn verify_and_inspect_say_that_a_file_is_damaged() {
    let office = Office::new();
    office.put("bad.pdf", broken("offsets_wrong"));
    let said = office.kyso(&["verify", "bad.pdf"]);
    assert_eq!(said.status, 3, "{said:?}");
    assert!(said.out.contains("the file is damaged"), "{said:?}");
    let said = office.kyso(&["verify", "--json", "bad.pdf"]);
    assert_eq!(said.json()[0]["findings"][0]["code"], "xref-repaired", "{said:?}");
    office.put("bad.pdf", broken("startxref_wrong"));
    let said = office.kyso(&["inspect", "bad.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.contains("Damaged"), "{said:?}");
    let said = office.kyso(&["inspect", "--json", "bad.pdf"]);
    let found = &said.json()[0];
    assert_eq!(found["length"], broken("startxref_wrong").len(), "{said:?}");
    assert!(found["damaged"].is_string(), "{said:?}");
    assert!(office.kyso(&["inspect", "--json", "in.pdf"]).json()[0]["damaged"].is_null());
}

#[test]
fn a_damaged_file_that_is_signed_fails_and_takes_nothing() {
    let office = Office::new();
    let mut signed = office.signed("signed.pdf");
    let end = signed.windows(9).rposition(|window| window == b"startxref").unwrap();
    signed.truncate(end);
    office.put("bad.pdf", &signed);
    assert_eq!(office.kyso(&["verify", "bad.pdf", "--trust", "root.pem"]).status, 1);
    let call = ["bad.pdf", "-o", "out.pdf", "--repair"];
    office.sign(&call).complains(5, &["bad.pdf", "bears a signature"]);
    assert!(!office.has("out.pdf"));
}

#[test]
fn a_repaired_file_is_prepared_and_completed() {
    let office = Office::new();
    office.put("bad.pdf", broken("table_missing"));
    let call = ["prepare", "bad.pdf", "--cert", "cert.pem", "-o", "state", "--repair"];
    let said = office.kyso(&call);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(office.read("state").len() > broken("table_missing").len());
}

#[test]
fn signing_in_place_repairs_in_place() {
    let office = Office::new();
    office.put("bad.pdf", broken("startxref_zero"));
    let said = office.sign(&["bad.pdf", "--in-place", "--repair"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(office.read("bad.pdf").starts_with(&broken("startxref_zero")));
    let said = office.kyso(&["verify", "bad.pdf", "--trust", "root.pem"]);
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn a_form_of_xfa_is_warned_of() {
    let office = Office::new();
    office.put("xfa.pdf", variant("form_xfa"));
    let said = office.sign(&["xfa.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("XFA"), "{said:?}");
    assert!(!office.sign(&["in.pdf", "-o", "out2.pdf"]).err.contains("XFA"));
}

#[test]
fn a_damaged_file_is_stamped_when_a_repair_is_asked_for() {
    let office = Office::new();
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    office.put("tsa-root.pem", pki.root_pem());
    office.put("bad.pdf", broken("offsets_wrong"));
    let tsa = services.urls().tsa();
    let call = ["timestamp", "bad.pdf", "-o", "out.pdf", "--tsa", &tsa];
    office.kyso(&call).complains(5, &["bad.pdf", "--repair"]);
    assert!(!office.has("out.pdf"));
    let said = office.kyso(&[&call[..], &["--repair"]].concat());
    assert!(said.status == 0 && said.err.contains("was damaged and was repaired"), "{said:?}");
    assert!(office.read("out.pdf").starts_with(&broken("offsets_wrong")));
    let said = office.kyso(&["verify", "out.pdf", "--json", "--trust", "tsa-root.pem"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["signatures"][0]["kind"], "document-timestamp");
}
