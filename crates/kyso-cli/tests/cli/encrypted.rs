//! PDFs that need a password, or whose permissions forbid what is asked.

use std::path::PathBuf;

use crate::office::{Office, Said};

const KEY: [&str; 6] = ["--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"];
const USER: [&str; 2] = ["--pdf-password-file", "user.txt"];
const OWNER: [&str; 2] = ["--pdf-password-file", "owner.txt"];

fn office(fixtures: &[&str]) -> Office {
    let office = Office::new();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/encrypted");
    for name in fixtures {
        let file = format!("{name}.pdf");
        office.put(&file, std::fs::read(folder.join(&file)).unwrap());
    }
    office.put("user.txt", "user\n");
    office.put("owner.txt", "owner\n");
    office.put("wrong.txt", "not-the-password\n");
    office
}

fn sign(office: &Office, input: &str, options: &[&str]) -> Said {
    let call = ["sign", input, "-o", "out.pdf", "--force"];
    office.kyso(&[&call[..], &KEY, options].concat())
}

#[test]
fn the_password_is_asked_for_in_words_that_help() {
    let office = office(&["aes-256"]);
    sign(&office, "aes-256.pdf", &[]).complains(5, &["password", "--pdf-password-file"]);
    let wrong = ["--pdf-password-file", "wrong.txt"];
    let said = sign(&office, "aes-256.pdf", &wrong);
    said.complains(5, &["password"]);
    assert!(!said.err.contains("not-the-password") && !office.has("out.pdf"), "{said:?}");
    office.kyso(&["verify", "aes-256.pdf"]).complains(5, &["--pdf-password-file"]);
    office.kyso(&["inspect", "aes-256.pdf"]).complains(5, &["--pdf-password-file"]);
}

#[test]
fn every_verb_takes_the_password() {
    let office = office(&["aes-256"]);
    assert_eq!(sign(&office, "aes-256.pdf", &USER).status, 0);
    let call = ["verify", "out.pdf", "--trust", "root.pem", "--json"];
    let said = office.kyso(&[&call[..], &OWNER].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let encryption = &said.json()[0]["encryption"];
    assert_eq!(encryption["method"], "AES-256");
    assert_eq!(encryption["opened_by"], "owner");
    let said = office.kyso(&[&call[..4], &USER].concat());
    assert!(said.out.contains("AES-256, opened as its user"), "{said:?}");
    let said = office.kyso(&[&["inspect", "out.pdf"][..], &USER].concat());
    assert!(said.status == 0 && said.out.contains("AES-256"), "{said:?}");
    let said = office.kyso(&["inspect", "in.pdf", "--json"]);
    assert!(said.json()[0]["encryption"].is_null(), "{said:?}");
    let call = ["prepare", "aes-256.pdf", "--cert", "cert.pem", "-o", "state"];
    assert_eq!(office.kyso(&[&call[..], &USER].concat()).status, 0);
    let call = ["verify", "out.pdf", "--export-signed", "parts", "--trust", "root.pem"];
    assert_eq!(office.kyso(&[&call[..], &USER].concat()).status, 0);
    assert!(office.has("parts/out.Director.pdf"));
}

#[test]
fn a_variable_and_a_descriptor_give_the_password_too() {
    let office = office(&["rc4-128"]);
    let call = ["sign", "rc4-128.pdf", "-o", "out.pdf"];
    let call = [&call[..], &KEY, &["--pdf-password-env", "PW"]].concat();
    let output = office.command(&call).env("PW", "owner").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let call = ["verify", "out.pdf", "--trust", "root.pem", "--pdf-password-fd", "0"];
    let said = office.kyso_reading(b"user\n", &call);
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    let both = ["verify", "-", "--pdf-password-fd", "0"];
    office.kyso(&both).complains(2, &["stdin"]);
    let two = [&["verify", "out.pdf"][..], &USER, &["--pdf-password-env", "PW"]].concat();
    office.kyso(&two).complains(2, &["--pdf-password"]);
}

#[test]
fn permissions_are_kept_unless_they_are_ignored_aloud() {
    let office = office(&["forbids-all", "forbids-new-field"]);
    sign(&office, "forbids-all.pdf", &[]).complains(5, &["permissions", "--ignore-permissions"]);
    sign(&office, "forbids-new-field.pdf", &["--new-field"])
        .complains(5, &["permissions", "--field"]);
    assert_eq!(sign(&office, "forbids-new-field.pdf", &["--field", "Director"]).status, 0);
    let said = sign(&office, "forbids-all.pdf", &["--ignore-permissions"]);
    assert!(said.status == 0 && said.err.contains("permissions"), "{said:?}");
    let said = sign(&office, "forbids-all.pdf", &OWNER);
    assert!(said.status == 0 && !said.err.contains("permissions"), "{said:?}");
    let said = sign(&office, "forbids-all.pdf", &["--ignore-permissions", "--lang", "vi"]);
    assert!(said.err.contains("quyền"), "{said:?}");
}

#[test]
fn a_page_has_no_picture_of_what_needs_a_password_and_says_so() {
    let office = office(&["aes-256"]);
    assert_eq!(sign(&office, "aes-256.pdf", &USER).status, 0);
    let call = ["verify", "out.pdf", "--trust", "root.pem", "--report", "html", "-o", "page.html"];
    let said = office.kyso(&[&call[..], &USER].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let page = String::from_utf8(office.read("page.html")).unwrap();
    assert!(!page.contains("<img") && page.contains("AES-256"), "{page}");
}

#[test]
fn a_field_is_added_with_the_password_on_either_side_of_the_word() {
    let office = office(&["aes-256"]);
    let (verb, add) = (["fields", "aes-256.pdf"], ["add", "--name", "Clerk", "-o"]);
    let before = [&verb[..], &OWNER, &add, &["before.pdf"]].concat();
    let after = [&verb[..], &add, &["after.pdf"], &OWNER].concat();
    for (call, out) in [(before, "before.pdf"), (after, "after.pdf")] {
        let said = office.kyso(&call);
        assert_eq!(said.status, 0, "{said:?}");
        let said = office.kyso(&[&["fields", out], &USER[..]].concat());
        assert!(said.out.contains("Clerk"), "{said:?}");
    }
}
