//! What a call changes or passes over is said, and nothing is done twice or by mistake.

use kyso_testkit::pdf::Office as Form;

use crate::office::Office;

#[cfg(unix)]
#[test]
fn a_file_under_two_names_in_a_folder_is_signed_once() {
    let office = Office::new();
    std::fs::create_dir(office.path("inbox")).unwrap();
    office.put("inbox/b.pdf", office.read("in.pdf"));
    std::os::unix::fs::symlink("b.pdf", office.path("inbox/a.pdf")).unwrap();
    let said = office.sign(&["inbox", "--out-dir", "out"]);
    assert!(said.status == 0 && said.err.contains("a.pdf"), "{said:?}");
    assert!(office.has("out/b.pdf") && !office.has("out/a.pdf"));
    // Named twice by the caller it stays a mistake.
    let said = office.sign(&["inbox", "inbox/b.pdf", "--out-dir", "twice"]);
    assert_eq!(said.status, 2, "{said:?}");
    let said = office.kyso(&["verify", "inbox", "--json"]);
    assert_eq!(said.json().len(), 2, "{said:?}");
}

#[test]
fn a_new_field_locks_only_fields_that_are_there() {
    let office = Office::new();
    office.put("form.pdf", Form::default().build());
    let add = ["fields", "form.pdf", "add", "--name", "x", "-o", "out.pdf", "--lock"];
    office.kyso(&[&add[..], &["include:nope"]].concat()).complains(5, &["nope"]);
    assert!(!office.has("out.pdf"));
    let said = office.kyso(&[&add[..], &["include:so,x"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn adding_again_says_what_it_changes() {
    let office = Office::new();
    let add = |more: &[&str]| {
        let said = office.kyso(&[&["trust", "add", "root.pem", "--yes"], more].concat());
        assert_eq!(said.status, 0, "{said:?}");
        said.err
    };
    add(&["--until", "2030-01-01"]);
    assert!(add(&["--until", "2031-01-01"]).contains("changes that to 2031"));
    assert!(add(&[]).contains("takes that end away"));
    assert!(add(&["--domain", "cong-vu"]).contains("in the trust domain own now"));
    let said = add(&["--domain", "cong-vu", "--lang", "vi", "--until", "2030-01-01"]);
    assert!(said.contains("không thời hạn"), "{said}");
}

#[test]
fn a_lock_is_told_once() {
    let office = Office::new();
    office.put("form.pdf", Form::default().build());
    let said = office.sign(&["form.pdf", "--field", "lanh_dao", "--lock", "all", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["inspect", "out.pdf", "--json"]);
    assert_eq!(said.json()[0]["signatures"][0]["locks"].as_array().unwrap().len(), 1);
}

#[test]
fn the_manual_page_has_the_verbs_that_have_actions() {
    let office = Office::new();
    let page = office.kyso(&["man"]).out;
    for verb in [".SH \"kyso fields\"", ".SH \"kyso fields add\"", ".SH \"kyso trust\""] {
        assert!(page.contains(verb), "{verb}");
    }
}

#[test]
fn what_is_wrong_is_named_by_what_was_given() {
    let office = Office::new();
    let add = |more: &[&str]| office.kyso(&[&["fields", "in.pdf", "add"], more].concat());
    add(&["--name", "x"]).complains(2, &["where should the result go"]);
    let long = "x".repeat(256);
    for name in ["", "a\nb", &long] {
        add(&["--name", name, "-o", "out.pdf"]).complains(5, &["255"]);
    }
    add(&["--name", "x", "--rect", "0,-90,100,100", "-o", "out.pdf"]).complains(5, &["wholly"]);
    add(&["--name", "x", "--rect", "0,0,100,100", "more.pdf"]).complains(2, &["one argument too"]);
    let said = office.sign(&["in.xml", "--new-field", "-o", "out.xml"]);
    said.complains(2, &["--new-field does not go"]);
    let said = office.sign(&["in.pdf", "--new-field", "Foo", "-o", "out.pdf"]);
    said.complains(2, &["--new-field=Foo"]);
    let read = |more: &[&str]| office.kyso(&[&["fields", "in.pdf"], more].concat());
    let said = read(&["--pdf-password-env", "KYSO_NOT_SET"]);
    assert!(said.status == 5 && !said.err.contains("--passphrase"), "{said:?}");
    let said = read(&["--pdf-password-fd", "98", "--lang", "vi"]);
    said.complains(5, &["98<"]);
    assert!(!said.err.contains("--passphrase") && !said.err.contains("os error"), "{said:?}");
    office.put("binary", [0xff, 0xfe, 0x80]);
    read(&["--pdf-password-file", "binary"]).complains(5, &["binary", "UTF-8"]);
    office.kyso(&["trust", "list", "--store", "root.pem"]).complains(5, &["root.pem", "a folder"]);
    let said = office.kyso(&["trust", "--lang", "vi"]);
    assert!(said.status == 2 && !said.err.contains("[OPTIONS]"), "{said:?}");
    assert!(!office.has("out.pdf") && !office.has("out.xml"));
}
