//! `verify --report`: a page and an archive's XML beside the text, whole or absent.

use kyso_testkit::attacks::flip;

use crate::office::Office;

const TRUST: [&str; 2] = ["--trust", "root.pem"];

fn report(office: &Office, file: &str, kind: &str, options: &[&str]) -> (i32, String) {
    let call = ["verify", file, "--report", kind, "-o", "report"];
    let said = office.kyso(&[call.as_slice(), &TRUST, options].concat());
    assert_eq!(said.err, "", "{said:?}");
    assert!(said.out.starts_with(&format!("{file}: ")), "{said:?}");
    let text = String::from_utf8(office.read("report")).unwrap();
    std::fs::remove_file(office.path("report")).unwrap();
    (said.status, text)
}

/// An attribute or an element that a browser would follow or run.
fn assert_nothing_is_active(page: &str) {
    let lower = page.to_lowercase();
    for active in [
        "<script",
        "<iframe",
        "<link",
        "http://",
        "https://",
        "javascript:",
        " onload=",
        " onerror=",
        " onclick=",
        "<a ",
    ] {
        assert!(!lower.contains(active), "{active}");
    }
    for attribute in lower.split("src=\"").skip(1) {
        assert!(attribute.starts_with("data:image/png;base64,"), "{}", &attribute[..40]);
    }
    assert!(page.contains("default-src 'none'; img-src data:; style-src 'sha256-"));
}

#[test]
fn the_page_says_the_verdict_first_and_shows_the_document() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    office.put("altered.pdf", flip(&signed, 100));
    for (file, status, lang, words) in [
        ("signed.pdf", 0, "vi", "hợp lệ"),
        ("signed.pdf", 0, "en", "valid"),
        ("altered.pdf", 1, "vi", "không hợp lệ"),
        ("in.pdf", 3, "en", "no signature"),
    ] {
        let (was, page) = report(&office, file, "html", &["--lang", lang]);
        assert_eq!(was, status, "{file}");
        assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{lang}\">")), "{page}");
        let first = page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
        assert_eq!(first, Some(words), "{file}");
        assert_nothing_is_active(&page);
        if cfg!(feature = "preview") && file != "altered.pdf" {
            assert!(page.contains("<img "), "{file}: {page}");
        }
    }
}

#[test]
fn xml_has_what_is_signed_in_the_place_of_pictures() {
    let office = Office::new();
    let said = office.sign(&["in.xml", "-o", "part.xml", "--element", "/HDon/DLHDon"]);
    assert_eq!(said.status, 0, "{said:?}");
    let (status, page) = report(&office, "part.xml", "html", &["--lang", "en"]);
    assert_eq!(status, 0);
    assert!(page.contains("/HDon/DLHDon"), "{page}");
    assert!(!page.contains("<img"), "{page}");
    assert_nothing_is_active(&page);
}

#[test]
fn names_out_of_a_document_stay_text() {
    let office = Office::new();
    let long = "x".repeat(20_000);
    let hostile = format!("</bdi><script>alert(1)</script>\"'\u{202e}\u{1b}{long}");
    let said =
        office.sign(&["in.pdf", "-o", "signed.pdf", "--reason", &hostile, "--location", &hostile]);
    assert_eq!(said.status, 0, "{said:?}");
    let (status, page) = report(&office, "signed.pdf", "html", &[]);
    assert_eq!(status, 0);
    assert_nothing_is_active(&page);
    assert!(page.contains("&lt;/bdi&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"));
    assert!(page.contains("\\u{202e}\\u{1b}x") && !page.contains(['\u{202e}', '\u{1b}']));
    let (_, etsi) = report(&office, "signed.pdf", "etsi", &[]);
    assert!(etsi.contains("&lt;/bdi&gt;&lt;script&gt;") && !etsi.contains('\u{1b}'));
}

#[test]
fn a_document_that_cannot_be_drawn_is_reported_without_a_picture() {
    let office = Office::new();
    let mut damaged = office.signed("signed.pdf");
    // No renderer finds a page in it; the signature has left its traces.
    for (word, place, letter) in [(b"/Page".as_slice(), 2, b'b'), (b"startxref", 6, b'x')] {
        let found = damaged.windows(word.len()).enumerate().filter(|(_, window)| *window == word);
        let found: Vec<usize> = found.map(|(at, _)| at).collect();
        assert!(!found.is_empty());
        found.into_iter().for_each(|at| damaged[at + place] = letter);
    }
    office.put("damaged.pdf", damaged);
    let (status, page) = report(&office, "damaged.pdf", "html", &["--lang", "en"]);
    assert_eq!(status, 1);
    assert!(page.contains("This changes nothing about the verdict"), "{page}");
    assert!(!page.contains("<img"), "{page}");
}

#[test]
fn pages_are_drawn_by_a_process_that_nothing_depends_on() {
    let office = Office::new();
    for file in [b"".as_slice(), b"%PDF-1.7\nno more", &[0xff; 4096]] {
        let output = office.kyso_reading(file, &["draw-pages", "1"]);
        assert_eq!((output.stdout.len(), output.stderr.len()), (0, 0));
    }
    let help = office.kyso(&["--help"]);
    assert!(!help.out.contains("draw-pages"), "{help:?}");
}

#[test]
fn the_archives_report_has_the_indications_by_their_uris() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    office.put("altered.pdf", flip(&signed, 100));
    for (file, indication) in [
        ("signed.pdf", "urn:etsi:019102:mainindication:total-passed"),
        ("altered.pdf", "urn:etsi:019102:mainindication:total-failed"),
        ("in.pdf", "urn:cef:dss:mainindication:noSignatureFound"),
    ] {
        let (_, xml) = report(&office, file, "etsi", &[]);
        assert!(xml.contains(&format!("<MainIndication>{indication}</")), "{xml}");
        assert_eq!(xml.matches("<SignatureValidationReport>").count(), 1, "{xml}");
    }
    let (_, xml) = report(&office, "altered.pdf", "etsi", &[]);
    assert!(xml.contains("urn:etsi:019102:subindication:HASH_FAILURE"), "{xml}");
}

#[test]
fn what_the_caller_expects_is_a_constraint_in_the_archives_report_too() {
    let office = Office::new();
    office.signed_xml("signed.xml");
    let (status, xml) = report(&office, "signed.xml", "etsi", &["--expect-root", "Other"]);
    assert_ne!(status, 0);
    assert!(!xml.contains("total-passed"), "{xml}");
}

#[test]
fn several_documents_go_into_a_folder_under_their_names() {
    let office = Office::new();
    office.signed("a.pdf");
    office.signed_xml("b.xml");
    let files = ["verify", "a.pdf", "b.xml", "missing.pdf", "--report"];
    let call = |rest: &[&str]| office.kyso(&[files.as_slice(), rest, &TRUST].concat());
    call(&["html", "-o", "one.html"]).complains(2, &["-o", "3"]);
    assert!(!office.has("one.html"));
    let said = call(&["html", "-o", "pages/"]);
    assert_eq!(said.status, 5, "a file is missing: {said:?}");
    assert_eq!(office.names("pages"), ["a.pdf.html", "b.xml.html"]);
    call(&["html", "-o", "pages/"]).complains(5, &["a.pdf.html"]);
    assert_eq!(call(&["html", "-o", "pages", "--force"]).status, 5);
    assert_eq!(call(&["etsi", "-o", "pages"]).status, 5);
    assert_eq!(office.names("pages").len(), 4);
}

#[test]
fn nothing_is_overwritten_and_stdout_takes_one_of_the_two() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    let call =
        |rest: &[&str]| office.kyso(&[["verify", "signed.pdf"].as_slice(), &TRUST, rest].concat());
    call(&["--report", "etsi", "-o", "signed.pdf"]).complains(5, &["signed.pdf"]);
    call(&["--report", "etsi", "-o", "signed.pdf", "--force"]).complains(5, &["signed.pdf"]);
    assert_eq!(office.read("signed.pdf"), signed);
    call(&["--report", "etsi", "-o", "-", "--json"]).complains(2, &["--json"]);
    call(&["--report", "etsi"]).complains(2, &["-o"]);
    let said = call(&["--report", "etsi", "-o", "-"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.starts_with("<?xml version=\"1.0\""), "{said:?}");
    assert!(said.out.ends_with("</ValidationReport>\n"), "{said:?}");
    let said = call(&["--report", "html", "-o", "page.html", "--json"]);
    assert_eq!(said.json()[0]["conclusion"], "passed");
}

#[test]
fn the_text_lists_what_came_after_a_signature_and_who_issued_its_certificate() {
    let office = Office::new();
    office.signed("once.pdf");
    let said = office.sign(&["once.pdf", "-o", "twice.pdf", "--field", "Seal"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&[["verify", "twice.pdf", "--lang", "vi"].as_slice(), &TRUST].concat());
    assert_eq!(said.status, 0, "{said:?}");
    for words in [
        "Phiên bản 3",
        "chữ ký số thêm sau Seal: được phép",
        "Nơi cấp chứng thư số",
        "còn trong thời hạn khi ký",
    ] {
        assert!(said.out.contains(words), "{words}: {said:?}");
    }
}

#[test]
fn what_only_had_its_notes_written_anew_does_not_say_that_nothing_was_added() {
    let office = Office::new();
    let mut file = office.signed("signed.pdf");
    let text = String::from_utf8_lossy(&file).into_owned();
    let trailer = &text[text.rfind("trailer").unwrap()..text.rfind("startxref").unwrap()];
    let before = text[text.rfind("startxref").unwrap()..].split_whitespace().nth(1).unwrap();
    let info = trailer.split("/Info ").nth(1).unwrap().split(' ').next().unwrap();
    let (at, object) = (text.find(&format!("\n{info} 0 obj")).unwrap(), file.len());
    let notes = &text[at..at + text[at..].find(">>").unwrap()];
    let notes = notes.trim_start().split_once("<<").unwrap().1;
    let date = "/ModDate (D:20260101000000Z)";
    file.extend(format!("{info} 0 obj\n<<{notes}{date}>>\nendobj\n").bytes());
    let table = file.len();
    let dictionary = trailer.trim_start_matches("trailer").trim();
    let previous = dictionary.split("/Prev ").nth(1).unwrap();
    let previous = previous.split(|c: char| !c.is_ascii_digit()).next().unwrap();
    let dictionary = dictionary.replace(&format!("/Prev {previous}"), &format!("/Prev {before}"));
    let section = format!("xref\n{info} 1\n{object:010} 00000 n \ntrailer\n{dictionary}\n");
    file.extend(format!("{section}startxref\n{table}\n%%EOF\n").bytes());
    office.put("noted.pdf", &file);
    let call = ["verify", "noted.pdf", "--trust", "root.pem"];
    let said = office.kyso(&[&call[..], &["--json"]].concat());
    let signature = &said.json()[0]["signatures"][0];
    assert_eq!(signature["modification"], "none", "{said:?}");
    assert_eq!(signature["changes"][0]["kind"], "metadata", "{said:?}");
    let said = office.kyso(&call);
    assert!(said.status == 0 && said.out.contains("only notes about the document"), "{said:?}");
    assert!(!said.out.contains("nothing was added"), "{said:?}");
    let said = office.kyso(&["verify", "signed.pdf", "--trust", "root.pem"]);
    assert!(said.out.contains("the whole file"), "{said:?}");
}
