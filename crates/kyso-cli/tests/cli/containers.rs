//! Containers through every verb.

use serde_json::json;

use crate::office::Office;

fn dossier() -> Office {
    let office = Office::new();
    std::fs::create_dir_all(office.path("phụ lục")).unwrap();
    office.put("phụ lục/danh sách.csv", "1;2;3\n");
    office.put("công văn.txt", "Kính gửi\n");
    let said = office.sign(&["in.pdf", "in.xml", "công văn.txt", "-o", "dossier.asice"]);
    assert_eq!(said.status, 0, "{said:?}");
    office
}

#[test]
fn a_dossier_is_signed_judged_listed_and_unpacked() {
    let office = dossier();
    let said = office.kyso(&["verify", "dossier.asice", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    for (place, value) in [
        ("/format", json!("asic-e")),
        ("/conclusion", json!("passed")),
        ("/signatures/0/level", json!("B-B")),
        ("/signatures/0/file", json!("META-INF/signatures001.xml")),
        ("/signatures/0/coverage", json!("whole-file")),
        ("/signatures/0/covers/0/path", json!("in.pdf")),
        ("/signatures/0/covers/2/path", json!("công văn.txt")),
        ("/findings", json!([])),
    ] {
        assert_eq!(report.pointer(place), Some(&value), "{place}\n{report:#}");
    }
    let call = ["verify", "dossier.asice", "--trust", "root.pem", "--export-signed", "out"];
    assert_eq!(office.kyso(&call).status, 0);
    for name in ["in.pdf", "in.xml", "công văn.txt"] {
        assert_eq!(office.read(&format!("out/{name}")), office.read(name), "{name}");
    }
    // Nothing is written over, and nothing of what does not pass is unpacked.
    assert_eq!(office.kyso(&call).status, 5);
    let call = ["verify", "dossier.asice", "--no-store", "--export-signed", "none"];
    assert_eq!(office.kyso(&call).status, 4);
    assert!(!office.has("none/in.pdf"));
    let said = office.kyso(&["inspect", "dossier.asice", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let found = said.json().remove(0);
    assert_eq!(found.pointer("/entries/0/role"), Some(&json!("mimetype")));
    assert_eq!(found.pointer("/entries/1/name"), Some(&json!("in.pdf")));
}

#[test]
fn others_sign_beside_and_what_is_added_later_is_named() {
    let office = dossier();
    let said = office.sign(&["dossier.asice", "--asic-signature", "cades", "-o", "two.asice"]);
    assert_eq!(said.status, 0, "{said:?}");
    let verify = |name: &str| office.kyso(&["verify", name, "--trust", "root.pem", "--json"]);
    let said = verify("two.asice");
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["signatures"].as_array().unwrap().len(), 2);
    let zip = kyso_testkit::container::Zip::read(&office.read("two.asice"));
    office.put("more.asice", zip.clone().with("thêm.txt", b"x").build());
    let said = verify("more.asice");
    assert_eq!(said.status, 1, "{said:?}");
    assert_eq!(said.json()[0]["findings"][0]["code"], "file-unsigned");
    let twice = kyso_testkit::container::Zip { suffix: b"x".to_vec(), ..zip };
    office.put("odd.asice", twice.build());
    for (lang, words) in [("en", "NOT VALID"), ("vi", "KHÔNG HỢP LỆ")] {
        let call = ["verify", "odd.asice", "--trust", "root.pem", "--lang", lang];
        let said = office.kyso(&call);
        assert_eq!(said.status, 1, "{said:?}");
        assert!(said.out.starts_with(&format!("odd.asice: {words}")), "{said:?}");
    }
}

#[test]
fn a_folder_or_one_file_becomes_a_container() {
    let office = dossier();
    let said = office.sign(&["phụ lục", "--format", "asic-e", "-o", "folder.zip"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.sign(&["in.pdf", "-o", "one.asics", "--asic-signature", "cades"]);
    assert_eq!(said.status, 0, "{said:?}");
    for (name, format) in [("folder.zip", "asic-e"), ("one.asics", "asic-s")] {
        let said = office.kyso(&["verify", name, "--trust", "root.pem", "--json"]);
        assert_eq!(said.status, 0, "{said:?}");
        assert_eq!(said.json()[0]["format"], format);
    }
    office.sign(&["in.pdf", "in.xml", "-o", "two.asics"]).complains(5, &["in.pdf"]);
    office.sign(&["-", "in.xml", "-o", "x.asice"]).complains(2, &[]);
    assert!(!office.has("two.asics") && !office.has("x.asice"));
}

#[test]
fn nobody_signs_a_container_that_cannot_pass() {
    let office = dossier();
    let by_cms = ["dossier.asice", "--asic-signature", "cades", "-o", "two.asice"];
    assert_eq!(office.sign(&by_cms).status, 0);
    let zip = kyso_testkit::container::Zip::read(&office.read("two.asice"));
    for (name, unsound) in [
        ("added.asice", zip.clone().with("thêm.txt", b"x")),
        ("changed.asice", zip.clone().replaced("in.xml", b"<a/>")),
        ("unknown.asice", zip.clone().with("META-INF/note.html", b"x")),
        ("commented.asice", kyso_testkit::container::Zip { comment: b"x".to_vec(), ..zip }),
    ] {
        office.put(name, unsound.build());
        for form in ["xades", "cades"] {
            let said = office.sign(&[name, "--asic-signature", form, "-o", "out.asice"]);
            said.complains(5, &[name]);
            assert!(!office.has("out.asice"), "{name}");
        }
    }
}
