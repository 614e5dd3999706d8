//! Several documents in one call.

use kyso_testkit::attacks::flip;
use std::fs;

use crate::office::Office;

#[test]
fn the_worst_status_in_the_order_of_the_contract() {
    let office = Office::new();
    let signed = office.signed("good.pdf");
    office.put("bad.pdf", flip(&signed, 100));
    office.put("text.pdf", "text");
    let verify =
        |files: &[&str]| office.kyso(&[&["verify", "--trust", "root.pem"], files].concat()).status;
    assert_eq!(verify(&["good.pdf", "good.pdf"]), 0);
    assert_eq!(verify(&["good.pdf", "in.pdf"]), 3);
    assert_eq!(verify(&["in.pdf", "bad.pdf", "good.pdf"]), 1);
    assert_eq!(verify(&["text.pdf", "bad.pdf"]), 5);
    assert_eq!(office.kyso(&["verify", "good.pdf", "in.pdf"]).status, 4);
}

#[test]
fn a_folder_is_signed_into_another() {
    let office = Office::new();
    fs::create_dir(office.path("inbox")).unwrap();
    for name in ["b.pdf", "a.pdf"] {
        fs::copy(office.path("in.pdf"), office.path("inbox").join(name)).unwrap();
    }
    office.put("inbox/broken.pdf", "text");
    office.put("inbox/notes.txt", "text");
    let said = office.sign(&["inbox", "--out-dir", "signed", "--json"]);
    assert_eq!(said.status, 5, "{said:?}");
    let lines = said.json();
    let files: Vec<_> = lines.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["inbox/a.pdf", "inbox/b.pdf", "inbox/broken.pdf"]);
    assert_eq!(lines[0]["output"], "signed/a.pdf");
    assert_eq!(lines[0]["level"], "B-B");
    assert_eq!(lines[0]["signer"]["common_name"], "Nguyễn Thị Ánh");
    assert_eq!(lines[2]["error"]["code"], "unknown-format");
    assert_eq!(office.names("signed"), ["a.pdf", "b.pdf"]);
    let said = office.kyso(&["verify", "signed", "--trust", "root.pem", "-q"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 2), "{said:?}");
}

#[test]
fn a_document_is_signed_once() {
    let office = Office::new();
    fs::create_dir(office.path("inbox")).unwrap();
    fs::copy(office.path("in.pdf"), office.path("inbox/a.pdf")).unwrap();
    let mut twice = vec![["in.pdf", "./in.pdf"], ["inbox", "inbox/a.pdf"]];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("in.pdf", office.path("link.pdf")).unwrap();
        twice.push(["in.pdf", "link.pdf"]);
    }
    for [one, two] in twice {
        for to in [&["--in-place"][..], &["--out-dir", "out"]] {
            let call = [&[one, two][..], to].concat();
            office.sign(&call).complains(2, &[two]);
        }
    }
    assert!(!office.has("out"));
}

#[test]
fn an_empty_folder_is_no_success() {
    let office = Office::new();
    fs::create_dir(office.path("empty")).unwrap();
    office.kyso(&["verify", "empty"]).complains(5, &["empty"]);
    let said = office.sign(&["empty", "--out-dir", "signed"]);
    assert_eq!(said.status, 5, "{said:?}");
    assert!(!office.has("signed"));
}

#[test]
fn a_second_signature_leaves_the_first_valid() {
    let office = Office::new();
    office.signed("one.pdf");
    assert_eq!(office.sign(&["one.pdf", "--in-place", "--field", "Văn thư"]).status, 0);
    let said = office.kyso(&["verify", "one.pdf", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = &said.json()[0];
    assert_eq!(report["signatures"][0]["coverage"], "whole-revision");
    assert_eq!(report["signatures"][1]["id"], "Văn thư");
    let said = office.sign(&["one.pdf", "--in-place", "--field", "Văn thư"]);
    said.complains(5, &["Văn thư"]);
}
