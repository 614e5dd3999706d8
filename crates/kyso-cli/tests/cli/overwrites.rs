//! Nothing that a call reads or has written is written over, whatever it is called and `--force`
//! or not.

use std::fs;

use crate::office::Office;

/// A call that writes into the file named last, with files that it reads: each is refused as an
/// output, under its own name, a second one and a link, and stays.
#[track_caller]
fn keeps(office: &Office, call: &[&str], read: &[&str]) {
    for name in read {
        let before = office.read(name);
        fs::hard_link(office.path(name), office.path("hard.out")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(name, office.path("soft.out")).unwrap();
        for output in [
            name,
            "hard.out",
            #[cfg(unix)]
            "soft.out",
        ] {
            let said = office.kyso(&[call, &[output, "--force"]].concat());
            assert_eq!(said.status, 5, "{output}: {said:?}");
            assert!(said.err.contains(output), "{said:?}");
            assert_eq!(office.read(name), before, "{output}: {said:?}");
        }
        fs::remove_file(office.path("hard.out")).unwrap();
        let _ = fs::remove_file(office.path("soft.out"));
    }
}

#[test]
fn a_report_takes_the_place_of_nothing_that_was_read() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let policy = "name = \"mine\"\n";
    office.put("mine.toml", policy);
    office.put("outside.txt", "kept");
    fs::create_dir(office.path("roots")).unwrap();
    fs::copy(office.path("root.pem"), office.path("roots/root.pem")).unwrap();
    fs::create_dir(office.path("found")).unwrap();
    fs::copy(office.path("chain.pem"), office.path("found/chain.cer")).unwrap();
    let shown = office.kyso(&["verify", "signed.pdf", "--policy", "mine.toml"]);
    assert_ne!(shown.status, 2, "{shown:?}");
    let certificate = office.names("trust/certificates").remove(0);
    let certificate = format!("trust/certificates/{certificate}");
    let call = ["verify", "signed.pdf", "--policy", "mine.toml", "--external", "a=outside.txt"];
    let more = ["--trust", "roots", "--trust", "chain.pem", "--evidence", "found"];
    let store = ["--store", "trust", "--report", "html", "-o"];
    keeps(
        &office,
        &[&call[..], &more, &store].concat(),
        &[
            "signed.pdf",
            "mine.toml",
            "outside.txt",
            "roots/root.pem",
            "chain.pem",
            "found/chain.cer",
            "trust/history/000001.json",
            "trust/sums/000001.sha256",
            &certificate,
        ],
    );
    // Beside what is read there is room.
    office.put("roots/old.html", "old");
    let call = ["verify", "signed.pdf", "--trust", "roots", "--report", "html", "--force", "-o"];
    let said = office.kyso(&[&call[..], &["roots/old.html"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    assert_ne!(office.read("roots/old.html"), b"old");
}

#[test]
fn a_signed_document_takes_the_place_of_nothing_that_was_read() {
    let office = Office::new();
    office.put("word", "");
    let call = ["sign", "in.pdf", "--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"];
    let more = ["--passphrase-file", "word", "-o"];
    keeps(
        &office,
        &[&call[..], &more].concat(),
        &["in.pdf", "key.pem", "cert.pem", "chain.pem", "word"],
    );
    let call = ["prepare", "in.pdf", "--cert", "cert.pem", "--chain", "chain.pem", "-o", "state"];
    let call = [&call[..], &["--tbs"]].concat();
    keeps(&office, &call, &["in.pdf", "cert.pem", "chain.pem"]);
}

#[test]
fn what_is_signed_in_place_is_nothing_else_of_the_call() {
    let office = Office::new();
    let before = office.read("in.xml");
    let services = ["--level", "t", "--tsa", "http://127.0.0.1:9/", "--trust-list", "in.xml"];
    let call = ["in.xml", "--in-place", "--trust-list-signer", "root.pem"];
    let said = office.sign(&[&call[..], &services].concat());
    assert_ne!(said.status, 0, "{said:?}");
    assert_eq!(office.read("in.xml"), before);
}

#[cfg(unix)]
#[test]
fn one_result_does_not_take_the_place_of_another() {
    let office = Office::new();
    office.signed("a.pdf");
    office.signed("b.pdf");
    fs::create_dir(office.path("out")).unwrap();
    office.put("out/a.pdf.html", "old");
    std::os::unix::fs::symlink("a.pdf.html", office.path("out/b.pdf.html")).unwrap();
    let call = ["verify", "a.pdf", "b.pdf", "--trust", "root.pem", "--report", "html", "--force"];
    let said = office.kyso(&[&call[..], &["-o", "out"]].concat());
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("b.pdf.html") && !said.err.contains("a.pdf.html:"), "{said:?}");
    let first = String::from_utf8(office.read("out/a.pdf.html")).unwrap();
    assert!(first.contains("a.pdf") && !first.contains("b.pdf"));
    // What was exported stays beside a report that would have its name.
    let call = ["verify", "a.pdf", "--trust", "root.pem", "--export-signed", "parts", "--force"];
    let report = ["--report", "html", "-o", "parts/a.Signature1.pdf"];
    let said = office.kyso(&[&call[..], &report].concat());
    assert_eq!(said.status, 5, "{said:?}");
    assert_eq!(office.read("parts/a.Signature1.pdf"), office.read("a.pdf"));
}
