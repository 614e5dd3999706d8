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
