//! `kyso inbox` without a screen: the papers as lines and JSON, and refusing one.

use std::fs;

use kyso_testkit::attacks::flip;
use kyso_testkit::pdf::Paper;

use crate::office::Office;

const HEAD: [(u16, &str); 4] =
    [(60, "ỦY BAN NHÂN DÂN"), (60, "Số: 12/QĐ-UBND"), (60, "MẬT"), (200, "QUYẾT ĐỊNH")];

/// A folder `den` with a paper, one that is signed, a broken one, an XML document and others.
fn office() -> Office {
    let office = Office::new();
    fs::create_dir(office.path("den")).unwrap();
    let script = "/OpenAction << /S /JavaScript /JS (x) >>";
    office.put("den/a.pdf", Paper { title: "", lines: &HEAD, catalog: script }.build());
    let signed = office.signed("signed.pdf");
    office.put("den/b.pdf", &signed);
    office.put("den/c.pdf", flip(&signed, 100));
    office.put("den/d.pdf", "junk");
    office.put("den/e.xml", "<hoaDon/>");
    office.put("den/notes.txt", "text");
    office
}

#[test]
fn every_paper_is_an_object_and_a_broken_one_ends_nothing() {
    let office = office();
    let call = ["inbox", "den", "--json", "--trust", "root.pem", "--key", "key.pem"];
    let said = office.kyso(&[&call[..], &["--cert", "cert.pem"]].concat());
    assert_eq!(said.status, 5, "{said:?}");
    let papers = said.json();
    let files: Vec<_> = papers.iter().map(|paper| paper["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["den/a.pdf", "den/b.pdf", "den/c.pdf", "den/d.pdf", "den/e.xml"]);
    let codes = |index: usize| -> Vec<&str> {
        let warnings = papers[index]["warnings"].as_array().unwrap();
        warnings.iter().map(|warning| warning["code"].as_str().unwrap()).collect()
    };
    let first = &papers[0];
    assert_eq!((&first["title"], &first["number"]), (&"QUYẾT ĐỊNH".into(), &"12/QĐ-UBND".into()));
    assert_eq!((&first["pages"], &first["conclusion"]), (&1.into(), &"unsigned".into()));
    assert_eq!(codes(0), ["secret-mark", "script", "open-action"]);
    assert_eq!(papers[1]["conclusion"], "passed");
    assert_eq!(papers[1]["signatures"][0]["common_name"], "Nguyễn Thị Ánh");
    assert_eq!(codes(1), ["signed-by-you"]);
    assert_eq!(papers[2]["conclusion"], "failed");
    assert!(codes(2).contains(&"signature-failed"), "{:?}", codes(2));
    assert_eq!(papers[3]["error"]["code"], "unknown-format");
    assert_eq!(
        (&papers[4]["title"], &papers[4]["format"]),
        (&"e.xml <hoaDon>".into(), &"xml".into())
    );
    // Without trust the verdict is what `verify` says: not decided.
    let papers = office.kyso(&["inbox", "den", "--json"]).json();
    assert_eq!(papers[1]["conclusion"], "indeterminate");
    assert_eq!(papers[1]["signatures"][0]["sub_indication"], "NO_CERTIFICATE_CHAIN_FOUND");
}

#[test]
fn lines_say_the_same_in_both_languages() {
    let office = office();
    // stdout is no terminal: no screen is asked for.
    for call in [&["inbox", "den", "--list"][..], &["inbox", "den"]] {
        let said = office.kyso(&[call, &["--trust", "root.pem"]].concat());
        assert_eq!(said.status, 5, "{said:?}");
        for text in ["a.pdf · 12/QĐ-UBND · QUYẾT ĐỊNH · 1 page", "“MẬT”", "JavaScript"]
        {
            assert!(said.out.contains(text), "{text}: {said:?}");
        }
        assert!(said.out.contains("Nguyễn Thị Ánh: valid"), "{said:?}");
        assert!(said.err.contains("den/d.pdf"), "{said:?}");
    }
    let said = office.kyso(&["inbox", "den", "--lang", "vi", "--trust", "root.pem"]);
    assert!(said.out.contains("Nguyễn Thị Ánh: hợp lệ"), "{said:?}");
    assert!(said.out.contains("cảnh báo: trang có dấu độ mật “MẬT”"), "{said:?}");
}

#[test]
fn what_was_signed_there_is_told() {
    let office = office();
    let sign = office.sign(&["den/a.pdf", "--out-dir", "den/signed"]);
    assert_eq!(sign.status, 0, "{sign:?}");
    let papers = office.kyso(&["inbox", "den", "--json"]).json();
    assert_eq!(papers.len(), 5, "results and refused papers are no papers: {papers:?}");
    let told = papers[0]["warnings"].as_array().unwrap().last().unwrap();
    assert_eq!(told["code"], "signed-there");
    let elsewhere = office.kyso(&["inbox", "den", "--json", "--out-dir", "out"]).json();
    assert_ne!(
        elsewhere[0]["warnings"].as_array().unwrap().last().unwrap()["code"],
        "signed-there"
    );
}

#[test]
fn a_refused_paper_is_moved_aside_with_its_reason() {
    let office = office();
    let paper = office.read("den/a.pdf");
    let refuse =
        |file, reason| office.kyso(&["inbox", "den", "--refuse", file, "--reason", reason]);
    let said = refuse("a.pdf", "Thiếu phụ lục 2");
    assert!(said.status == 0 && said.out.contains("den/refused/a.pdf"), "{said:?}");
    assert!(!office.has("den/a.pdf") && office.read("den/refused/a.pdf") == paper);
    office.put("den/a.pdf", "again");
    assert_eq!(refuse("den/a.pdf", "x").status, 0);
    assert!(
        office.read("den/refused/a.pdf") == paper && office.read("den/refused/a-2.pdf") == b"again"
    );
    let record = String::from_utf8(office.read("den/refused/refusals.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> =
        record.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["file"], &lines[0]["reason"]),
        (&"a.pdf".into(), &"Thiếu phụ lục 2".into())
    );
    let time = lines[0]["time"].as_str().unwrap();
    assert!(time.len() == 20 && time.ends_with('Z'), "{time}");
    let json =
        office.kyso(&["inbox", "den", "--refuse", "b.pdf", "--reason", "x", "--json"]).json();
    assert_eq!(json[0]["moved_to"], "den/refused/b.pdf");
    let left = office.kyso(&["inbox", "den", "--json"]).json();
    assert_eq!(left.len(), 3);
}

#[test]
fn wrong_calls_are_explained_and_change_nothing() {
    let office = office();
    let before = office.names("den");
    office.kyso(&["inbox", "den", "--refuse", "a.pdf"]).complains(2, &["--reason"]);
    office
        .kyso(&["inbox", "den", "--refuse", "a.pdf", "--reason", " "])
        .complains(2, &["--reason"]);
    for outside in ["in.pdf", "none.pdf", "../in.pdf", "den"] {
        let call = ["inbox", "den", "--refuse", outside, "--reason", "x"];
        office.kyso(&call).complains(2, &[outside, "den"]);
    }
    office.kyso(&["inbox", "den", "-o", "out.pdf"]).complains(2, &["--out-dir"]);
    office.kyso(&["inbox", "den", "in.pdf"]).complains(2, &["in.pdf"]);
    office.kyso(&["inbox", "in.pdf"]).complains(5, &["in.pdf"]);
    office.kyso(&["inbox", "none"]).complains(5, &["none"]);
    office.kyso(&["inbox"]).complains(2, &["DIR"]);
    assert_eq!(office.names("den"), before);
}

/// A link is shown as what cannot be signed, and neither hides its file nor is refused for it.
#[cfg(unix)]
#[test]
fn a_link_is_no_paper() {
    let office = office();
    std::os::unix::fs::symlink("../in.pdf", office.path("den/0.pdf")).unwrap();
    std::os::unix::fs::symlink("a.pdf", office.path("den/1.pdf")).unwrap();
    let papers = office.kyso(&["inbox", "den", "--json"]).json();
    let code = |index: usize| papers[index]["error"]["code"].as_str().map(str::to_owned);
    assert_eq!([code(0), code(1)], [(); 2].map(|()| Some("inbox-not-its-file".to_owned())));
    assert_eq!((&papers[2]["file"], code(2)), (&"den/a.pdf".into(), None));
    for link in ["0.pdf", "1.pdf"] {
        let call = ["inbox", "den", "--refuse", link, "--reason", "x"];
        office.kyso(&call).complains(2, &[link, "den"]);
        assert!(office.path("den").join(link).is_symlink());
    }
    assert!(!office.has("den/refused"));
}

#[test]
fn an_empty_folder_is_no_failure() {
    let office = Office::new();
    fs::create_dir(office.path("den")).unwrap();
    let said = office.kyso(&["inbox", "den", "--list"]);
    assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (0, "", ""));
}

#[test]
fn the_readme_shows_the_screen_as_it_is() {
    let readme = include_str!("../../../../README.md");
    let trimmed = |text: &str| -> String {
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    };
    let screen = trimmed(include_str!("../screens/inbox-list.vi.txt"));
    assert!(readme.contains(screen.trim_end()), "README.md shows another screen");
}
