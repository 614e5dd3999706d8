//! `kyso preview`: the page in a picture.

use crate::office::Office;

/// Width and height out of a PNG's head (PNG 3rd edition §11.2.1).
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_page_is_drawn_as_finely_as_asked() {
    let office = Office::new();
    let said = office.kyso(&["preview", "in.pdf", "-o", "page.png"]);
    assert!(said.status == 0 && said.out.contains("page 1 → page.png"), "{said:?}");
    let (width, height) = size(&office.read("page.png"));
    let said = office.kyso(&["preview", "in.pdf", "--page", "2", "--dpi", "72", "-o", "2.png"]);
    assert_eq!(said.status, 0, "{said:?}");
    let small = size(&office.read("2.png"));
    assert!(width.abs_diff(small.0 * 2) <= 2 && height.abs_diff(small.1 * 2) <= 2, "{small:?}");
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let office = Office::new();
    office.kyso(&["preview", "in.pdf"]).complains(2, &["-o page.png"]);
    office.kyso(&["preview", "in.pdf", "--page", "9", "-o", "9.png"]).complains(5, &["page 9"]);
    office.kyso(&["preview", "in.pdf", "--page", "0", "-o", "9.png"]).complains(2, &["--page"]);
    office.kyso(&["preview", "in.xml", "-o", "9.png"]).complains(5, &["no PDF"]);
    office.kyso(&["preview", "in.pdf", "-o", "in.pdf", "--force"]).complains(5, &["in.pdf"]);
    assert!(!office.has("9.png"));
}

#[test]
fn several_pages_are_a_picture_each() {
    let office = Office::new();
    let said = office.kyso(&["preview", "in.pdf", "--show", "all", "-o", "page.png"]);
    assert!(said.status == 0 && said.out.contains("page 2 → page-2.png"), "{said:?}");
    assert!(office.has("page-1.png") && office.has("page-2.png") && !office.has("page.png"));
    let said = office.kyso(&["preview", "in.pdf", "--page", "2", "-o", "alone.png"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(office.read("page-2.png") == office.read("alone.png"));
    // The pages with the same look are those to be looked at.
    let stamps = ["--at", "top-right", "--pages", "all", "-o", "stamp.png"];
    let said = office.kyso(&[&["preview", "in.pdf"][..], &stamps].concat());
    assert_eq!(said.status, 0, "{said:?}");
    assert!(office.has("stamp-1.png") && office.read("stamp-2.png") != office.read("alone.png"));
    let show = |pages, output| office.kyso(&["preview", "in.pdf", "--show", pages, "-o", output]);
    show("2-9", "no.png").complains(5, &["page 3"]);
    show("all", "-").complains(2, &["page-1.png"]);
    show("all", "page.png").complains(5, &["page-1.png", "exists"]);
    show("2-1", "no.png").complains(2, &["--show"]);
    assert!(!office.has("no-2.png") && !office.has("no.png"));
}

#[test]
fn an_encrypted_page_is_drawn_with_the_password() {
    let office = Office::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/encrypted/");
    let plain = ["preview", "plain.pdf", "-o", "plain.png"];
    office.put("plain.pdf", std::fs::read(format!("{folder}plain.pdf")).unwrap());
    assert_eq!(office.kyso(&plain).status, 0);
    for (name, password) in [
        ("rc4-128", "user"),
        ("rc4-128", "owner"),
        ("aes-128-object-streams", "user"),
        ("aes-256", "owner"),
    ] {
        office.put("in.pdf", std::fs::read(format!("{folder}{name}.pdf")).unwrap());
        office.put("password.txt", password);
        let open = ["--pdf-password-file", "password.txt", "--force", "-o", "out.png"];
        let said = office.kyso(&[&["preview", "in.pdf"][..], &open].concat());
        assert_eq!(said.status, 0, "{name}: {said:?}");
        assert!(office.read("out.png") == office.read("plain.png"), "{name}");
        let visible = ["preview", "in.pdf", "--visible", "--cert", "cert.pem"];
        let said = office.kyso(&[&visible[..], &open].concat());
        assert_eq!(said.status, 0, "{name}: {said:?}");
        assert!(office.read("out.png") != office.read("plain.png"), "{name}");
    }
    office.kyso(&["preview", "in.pdf", "-o", "no.png"]).complains(5, &["--pdf-password-file"]);
    office.put("password.txt", "wrong");
    let wrong = ["preview", "in.pdf", "--pdf-password-file", "password.txt", "-o", "no.png"];
    office.kyso(&wrong).complains(5, &["password"]);
    assert!(!office.has("no.png"));
}

#[test]
fn wrong_values_are_explained() {
    let office = Office::new();
    let preview = |options: &[&str]| {
        office.kyso(&[&["preview", "in.pdf", "-o", "no.png"][..], options].concat())
    };
    preview(&["--dpi", "5"]).complains(2, &["10 to 600"]);
    preview(&["--fill", "n1"]).complains(2, &["n1", "NAME=TEXT"]);
    for size in ["1e-30", "0", "0.5", "2000"] {
        preview(&["--text", "x", "--font-size", size]).complains(2, &["--font-size"]);
    }
    assert!(!office.has("no.png"));
}
