//! `verify --export-signed`: the bytes that each signature covers, in files of their own.

use std::fs;

use kyso_testkit::attacks::flip;

use crate::office::Office;

#[test]
fn each_revision_of_a_pdf_comes_out_byte_for_byte() {
    let office = Office::new();
    let first = office.signed("first.pdf");
    let said = office.sign(&["first.pdf", "-o", "both.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    let call = ["verify", "both.pdf", "--trust", "root.pem", "--export-signed", "out"];
    let said = office.kyso(&call);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(office.read("out/both.Signature1.pdf"), first);
    assert_eq!(office.read("out/both.Signature2.pdf"), office.read("both.pdf"));
    // Alone it verifies again, and nothing is written over unless that is asked for.
    let said = office.kyso(&["verify", "out/both.Signature1.pdf", "--trust", "root.pem"]);
    assert_eq!(said.status, 0, "{said:?}");
    office.kyso(&call).complains(5, &["both.Signature1.pdf"]);
    assert_eq!(office.kyso(&[&call[..], &["--force"]].concat()).status, 0);
    office.kyso(&["verify", "both.pdf", "--force"]).complains(2, &["--export-signed"]);
}

#[test]
fn what_stands_behind_the_signed_bytes_is_not_handed_out() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    office.put("padded.pdf", [&signed[..], &[0; 24]].concat());
    let said =
        office.kyso(&["verify", "padded.pdf", "--trust", "root.pem", "--export-signed", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(office.read("out/padded.Signature1.pdf"), signed);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_not_followed() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.put("precious.txt", b"kept");
    fs::create_dir(office.path("out")).unwrap();
    let link = office.path("out").join("signed.Signature1.pdf");
    std::os::unix::fs::symlink(office.path("precious.txt"), &link).unwrap();
    let call = ["verify", "signed.pdf", "--trust", "root.pem", "--export-signed", "out", "--force"];
    office.kyso(&call).complains(5, &["signed.Signature1.pdf"]);
    assert_eq!(office.read("precious.txt"), b"kept");
    // Nor is a device opened.
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("/dev/null", &link).unwrap();
    office.kyso(&call).complains(5, &["signed.Signature1.pdf"]);
}

#[test]
fn bytes_that_were_altered_are_not_handed_out_as_signed() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    office.put("altered.pdf", flip(&signed, 100));
    let said =
        office.kyso(&["verify", "altered.pdf", "--trust", "root.pem", "--export-signed", "out"]);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.err.contains("not intact"), "{said:?}");
    assert!(!office.path("out").join("altered.Signature1.pdf").exists());
}

#[test]
fn what_each_reference_of_an_xml_signature_digests_comes_out() {
    let office = Office::new();
    let part = ["--element", "/HDon/DLHDon", "--inside", "/HDon/DSCKS/NBan"];
    let said = office.sign(&[&["in.xml", "-o", "part.xml"][..], &part].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let call = ["verify", "part.xml", "--trust", "root.pem", "--export-signed", "out", "--json"];
    let said = office.kyso(&call);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    let covers = report["signatures"][0]["covers"].as_array().unwrap().clone();
    let mut files: Vec<_> =
        fs::read_dir(office.path("out")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), covers.len());
    for (file, covered) in files.iter().zip(&covers) {
        let bytes = fs::read(file).unwrap();
        assert_eq!(bytes.len() as u64, covered["bytes"].as_u64().unwrap(), "{file:?}");
        assert!(bytes.starts_with(b"<"), "{file:?}");
    }
    assert!(fs::read(&files[0]).unwrap().starts_with(b"<DLHDon"));
}
