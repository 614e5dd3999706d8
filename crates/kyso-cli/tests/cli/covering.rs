//! A look over text that somebody signed: refused before anything is signed, as verifying would.

use crate::office::{Office, Said};

const DRAFT: &[u8] = include_bytes!("../../../../testdata/sample/draft.pdf");
const SEAL: &[u8] = include_bytes!("../../../../testdata/sample/seal.png");

/// The draft, signed once; and a sheet of white paper as a picture.
fn office() -> Office {
    let office = Office::new();
    office.put("draft.pdf", DRAFT);
    office.put("seal.png", SEAL);
    let mut paper = Vec::new();
    let mut encoder = png::Encoder::new(&mut paper, 2, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[255, 255]).unwrap();
    office.put("paper.png", paper);
    assert_eq!(office.sign(&["draft.pdf", "-o", "signed.pdf"]).status, 0);
    office
}

fn sign(office: &Office, input: &str, options: &[&str]) -> Said {
    office.sign(&[&[input, "-o", "out.pdf", "--force"][..], options].concat())
}

/// Over the text of page one, and into its empty margin.
const OVER: [&str; 2] = ["--rect", "100,400,200,80"];
const BESIDE: [&str; 2] = ["--rect", "100,2,200,40"];

#[test]
fn text_that_is_signed_is_not_hidden() {
    let office = office();
    for look in [
        &["--background", "white"][..],
        &["--qr", "https://example.org/1"],
        &["--image", "paper.png"],
        &["--text", "x", "--image", "paper.png", "--image-place", "behind"],
    ] {
        let said = sign(&office, "signed.pdf", &[look, &OVER].concat());
        said.complains(5, &["page 1", "signed already"]);
        assert!(!office.has("out.pdf"), "{look:?}");
        let preview = [&["preview", "signed.pdf", "-o", "x.png"][..], look, &OVER].concat();
        office.kyso(&preview).complains(5, &["signed already"]);
        let beside = sign(&office, "signed.pdf", &[look, &BESIDE].concat());
        assert_eq!(beside.status, 0, "{look:?}: {beside:?}");
        let judged = office.kyso(&["verify", "out.pdf", "--trust", "root.pem"]);
        assert_eq!(judged.status, 0, "{look:?}: {judged:?}");
        std::fs::remove_file(office.path("out.pdf")).unwrap();
    }
}

#[test]
fn what_is_seen_through_or_first_may_lie_over_text() {
    let office = office();
    // Its ring crosses the text, its star lies in the margin.
    let seal = |rect: &str| sign(&office, "signed.pdf", &["--image", "seal.png", "--rect", rect]);
    assert_eq!(seal("20,400,90,90").status, 0);
    assert_eq!(office.kyso(&["verify", "out.pdf", "--trust", "root.pem"]).status, 0);
    // A star leaves nothing of a letter.
    seal("200,400,90,90").complains(5, &["page 1", "signed already"]);
    // Whoever signs first signs what is seen then.
    let ground = [&["--background", "white"][..], &OVER].concat();
    assert_eq!(sign(&office, "draft.pdf", &ground).status, 0);
}
