//! What was withdrawn from the trust store: adding it again is said, and asked.

use kyso_testkit::pki::pem;
use kyso_testkit::{KeyKind, Pki};

use crate::office::Office;

#[test]
fn adding_what_was_removed_is_said() {
    let office = Office::new();
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let list = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    let hex = list["certificates"][0]["sha256"].as_str().unwrap();
    let said = office.kyso(&["trust", "remove", hex, "--reason", "khóa bị lộ"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["trust", "add", "root.pem"]);
    assert_eq!(said.status, 2, "{said:?}");
    assert!(said.err.contains("withdrawn") && said.err.contains("khóa bị lộ"), "{said:?}");
    let said = office.kyso(&["trust", "add", "root.pem", "--yes", "--quiet"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("withdrawn"), "{said:?}");
    // It is trusted now: nothing is to be said.
    let said = office.kyso(&["trust", "add", "root.pem", "--yes"]);
    assert!(said.status == 0 && !said.err.contains("withdrawn"), "{said:?}");
}

#[test]
fn what_only_helps_to_build_paths_is_asked_for_too_once_it_was_removed() {
    let pki = Pki::new(KeyKind::P256);
    let office = Office::with(&pki.signer);
    office.put("middle.pem", pem("CERTIFICATE", pki.intermediate.cert_der()));
    assert_eq!(office.kyso(&["trust", "add", "middle.pem"]).status, 0);
    let list = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    let hex = list["certificates"][0]["sha256"].as_str().unwrap();
    assert_eq!(office.kyso(&["trust", "remove", hex]).status, 0);
    assert_eq!(office.kyso(&["trust", "add", "middle.pem"]).status, 2);
    assert_eq!(office.kyso(&["trust", "add", "middle.pem", "--yes"]).status, 0);
}

#[cfg(unix)]
#[test]
fn a_store_that_lost_its_last_record_is_not_used() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let list = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    office.kyso(&["trust", "remove", list["certificates"][0]["sha256"].as_str().unwrap()]);
    let record = office.path("trust/history/000002.json");
    std::fs::remove_file(&record).unwrap();
    office.kyso(&["verify", "signed.pdf"]).complains(5, &["000002.json"]);
    let made = std::process::Command::new("mkfifo").arg(&record).status();
    assert!(made.unwrap().success());
    office.kyso(&["verify", "signed.pdf"]).complains(5, &["000002.json", "pipe"]);
    // Signing alone asks nobody whom to trust.
    assert_eq!(office.sign(&["in.pdf", "-o", "out.pdf"]).status, 0);
}
