//! Where results go: never half written, never onto something by accident.

use std::fs;

use crate::office::Office;

/// Every original byte is kept, and the result passes.
fn passes(office: &Office, original: &[u8], name: &str) {
    assert!(office.read(name).starts_with(original));
    let said = office.kyso(&["verify", name, "--trust", "root.pem", "-q"]);
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn an_existing_output_is_kept_unless_forced() {
    let office = Office::new();
    let original = office.read("in.pdf");
    office.put("out.pdf", "mine");
    office.sign(&["in.pdf", "-o", "out.pdf"]).complains(5, &["out.pdf", "--force"]);
    assert_eq!(office.read("out.pdf"), b"mine");
    assert_eq!(office.sign(&["in.pdf", "-o", "out.pdf", "--force"]).status, 0);
    passes(&office, &original, "out.pdf");
}

#[test]
fn the_input_is_changed_only_in_place() {
    let office = Office::new();
    let original = office.read("in.pdf");
    office.sign(&["in.pdf", "-o", "in.pdf"]).complains(5, &["in.pdf", "--in-place"]);
    office.sign(&["in.pdf", "--out-dir", "."]).complains(5, &["in.pdf", "--in-place"]);
    fs::hard_link(office.path("in.pdf"), office.path("hard.pdf")).unwrap();
    let mut same = vec!["in.pdf", "./in.pdf", "hard.pdf"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("in.pdf", office.path("soft.pdf")).unwrap();
        same.push("soft.pdf");
    }
    for out in same {
        let said = office.sign(&["in.pdf", "-o", out, "--force"]);
        said.complains(5, &[out, "--in-place"]);
        let said = office.kyso(&["prepare", "in.pdf", "--cert", "cert.pem", "-o", out, "--force"]);
        said.complains(5, &[out]);
        assert!(!said.err.contains("--in-place"), "{said:?}");
    }
    office.sign(&["in.pdf", "--out-dir", ".", "--force"]).complains(5, &["--in-place"]);
    fs::remove_file(office.path("hard.pdf")).unwrap();
    assert_eq!(office.read("in.pdf"), original);
    let key = office.read("key.pem");
    office.sign(&["in.pdf", "-o", "key.pem", "--force"]).complains(5, &["key.pem"]);
    assert_eq!(office.read("key.pem"), key);
    assert_eq!(office.sign(&["in.pdf", "--in-place"]).status, 0);
    passes(&office, &original, "in.pdf");
}

#[test]
fn where_to_is_never_guessed() {
    let office = Office::new();
    office.sign(&["in.pdf"]).complains(2, &["-o in.signed.pdf"]);
    office.sign(&["in.pdf", "cert.pem"]).complains(2, &["--out-dir"]);
    office.sign(&["in.pdf", "cert.pem", "-o", "x.pdf"]).complains(2, &["2"]);
    office.sign(&["in.pdf", "-o", "x.pdf", "--in-place"]).complains(2, &["--in-place"]);
}

#[test]
fn stdout_carries_the_document_and_nothing_else() {
    let office = Office::new();
    let original = office.read("in.pdf");
    let call = ["sign", "-", "-o", "-", "--key", "key.pem", "--cert", "cert.pem"];
    let output = office.kyso_reading(&original, &[&call[..], &["--chain", "chain.pem"]].concat());
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Signature1"));
    office.put("out.pdf", output.stdout);
    passes(&office, &original, "out.pdf");
    office.sign(&["in.pdf", "-o", "-", "--json"]).complains(2, &["--json"]);
}

#[test]
fn a_folder_that_is_missing_is_named() {
    let office = Office::new();
    office.sign(&["in.pdf", "-o", "no/such/out.pdf"]).complains(5, &["no/such/out.pdf"]);
    office.sign(&["in.pdf", "-o", "."]).complains(5, &["--out-dir"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_devices_written() {
    use std::os::unix::fs::symlink;
    let office = Office::new();
    let original = office.read("in.pdf");
    // In place through a link: the target changes, the link stays.
    symlink("in.pdf", office.path("link.pdf")).unwrap();
    assert_eq!(office.sign(&["link.pdf", "--in-place"]).status, 0);
    assert!(office.path("link.pdf").symlink_metadata().unwrap().is_symlink());
    passes(&office, &original, "in.pdf");
    // A dangling link is in the way.
    symlink("nowhere.pdf", office.path("dangling.pdf")).unwrap();
    office.sign(&["in.pdf", "-o", "dangling.pdf"]).complains(5, &["dangling.pdf"]);
    assert!(!office.has("nowhere.pdf"));
    assert_eq!(office.sign(&["in.pdf", "-o", "/dev/null"]).status, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_closed_folder_leave_nothing() {
    let office = Office::new();
    let before = office.names(".");
    office.sign(&["in.pdf", "-o", "/dev/full"]).complains(5, &["/dev/full", "full"]);
    assert_eq!(office.names("."), before);
    let mut full = office.command(&["verify", "in.pdf"]);
    let device = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let said = crate::office::said(full.stdout(device).output().unwrap());
    said.complains(5, &["stdout"]);
    // The document was written: nothing may say otherwise.
    let mut sign = office.command(&["sign", "in.pdf", "-o", "out.pdf"]);
    sign.args(["--key", "key.pem", "--cert", "cert.pem"]);
    let device = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let said = crate::office::said(sign.stdout(device).output().unwrap());
    said.complains(5, &["stdout"]);
    assert!(office.has("out.pdf") && !said.err.contains("nothing was left"), "{said:?}");
}

#[test]
fn a_folder_made_for_nothing_is_taken_back() {
    let office = Office::new();
    office.put("broken.pdf", "text");
    office.sign(&["broken.pdf", "--out-dir", "a/b"]);
    assert!(!office.has("a"));
    office.put("file", "mine");
    office.sign(&["in.pdf", "--out-dir", "file", "--force"]).complains(5, &["file", "folder"]);
    assert_eq!(office.read("file"), b"mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_not_replaced_in_place() {
    let office = Office::new();
    let made = std::process::Command::new("mkfifo").arg(office.path("pipe.pdf")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    office.sign(&["pipe.pdf", "--in-place"]).complains(5, &["pipe.pdf", "-o"]);
}

#[cfg(unix)]
#[test]
fn names_need_not_be_utf8() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;
    let office = Office::new();
    let name = OsStr::from_bytes(b"c\xf4ng-v\xe3n.pdf");
    if fs::copy(office.path("in.pdf"), office.path("").join(name)).is_err() {
        return; // a file system that takes UTF-8 only
    }
    let call: Vec<OsString> = ["verify", "--json"].iter().map(OsString::from).collect();
    let call = [call, vec![name.to_owned()]].concat();
    let said =
        crate::office::said(crate::office::command(&office.path(""), &call).output().unwrap());
    assert_eq!(said.status, 3, "{said:?}");
    assert_eq!(said.json()[0]["conclusion"], "unsigned");
}
