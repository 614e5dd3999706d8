//! Visible signatures: where they stand on pages of all shapes, what later signers may show, and
//! what is refused before anything is signed.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, credential, document, now, pki, policy, stream};
use kyso::pdf::{
    AllowedChanges, Border, Color, Corner, Length, Look, LookError, NewField, PageChoice,
    PageRange, PdfError, Picture, Placement,
};
use kyso::{Document, SignError, Signed};
use kyso_testkit::Pki;

/// Pages of these entries, each with a line of text.
fn pages(entries: &[&str]) -> Vec<u8> {
    let text = stream("", "BT /F 12 Tf 72 700 Td (Kinh gui) Tj ET");
    let kids: Vec<String> = (0..entries.len()).map(|page| format!("{} 0 R", page + 5)).collect();
    let tree = format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), entries.len());
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned(), tree, text, font.to_owned()];
    objects.extend(entries.iter().map(|entries| {
        format!(
            "<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>{entries}>>"
        )
    }));
    document(&objects.iter().map(String::as_str).collect::<Vec<_>>())
}

const A4: &str = "/MediaBox[0 0 595 842]";

fn at(page: usize, [x, y, width, height]: [f32; 4]) -> Placement {
    let [x, y, width, height] = [x, y, width, height].map(Length::points);
    Placement::Rect { page: page.into(), at: [x, y], size: [width, height] }
}

fn corner(corner: Corner) -> Placement {
    let margin = Length::mm(10.0);
    Placement::Corner { page: PageChoice::default(), corner, margin, size: None }
}

fn text(text: &str) -> Look {
    Look::new().text(text)
}

/// A picture of four points, one of them seen through.
fn seal() -> Picture {
    // 2 x 2, RGBA.
    const PNG: [u8; 76] = [
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 2, 8, 6,
        0, 0, 0, 114, 182, 13, 36, 0, 0, 0, 19, 73, 68, 65, 84, 120, 156, 99, 56, 193, 192, 240,
        31, 136, 25, 24, 160, 140, 6, 0, 52, 79, 5, 159, 117, 185, 5, 124, 0, 0, 0, 0, 73, 69, 78,
        68, 174, 66, 96, 130,
    ];
    Picture::from_bytes(PNG).unwrap()
}

fn try_sign(bytes: &[u8], pki: &Pki, look: Look, place: Placement) -> Result<Signed, SignError> {
    let document = Document::from_bytes(bytes).unwrap();
    document.sign(&credential(&pki.signer), now()).visible(look, place).finish()
}

fn signed(bytes: &[u8], pki: &Pki, look: Look, place: Placement) -> Vec<u8> {
    try_sign(bytes, pki, look, place).unwrap().to_bytes().unwrap()
}

/// Of the last signature: its page, its rectangle.
fn place(bytes: &[u8]) -> (Option<usize>, [f32; 4]) {
    let fields = Document::from_bytes(bytes).unwrap().signature_fields().unwrap();
    let field = fields.last().unwrap();
    (field.page, field.rect.unwrap())
}

#[track_caller]
fn look_error(result: Result<Signed, SignError>) -> LookError {
    match result {
        Err(SignError::Pdf(PdfError::Look(error))) => error,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was signed"),
    }
}

#[track_caller]
fn near(found: [f32; 4], wanted: [f32; 4]) {
    let close = found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 0.01);
    assert!(close, "{found:?} is not {wanted:?}");
}

#[test]
fn a_signature_stands_where_it_is_asked_to() {
    let pki = pki();
    let plain = pages(&[A4, "/MediaBox[0 0 842 595]/Rotate 90"]);
    let bytes = signed(&plain, &pki, text("{signer}"), at(1, [100.0, 50.0, 200.0, 40.0]));
    assert_eq!(place(&bytes).0, Some(1));
    near(place(&bytes).1, [100.0, 50.0, 300.0, 90.0]);
    assert_passes(&bytes, &policy(&pki), 1);
    // Shown turned clockwise, the page is 595 wide and 842 high.
    let turned = signed(&plain, &pki, text("{signer}"), at(2, [100.0, 50.0, 200.0, 40.0]));
    assert_eq!(place(&turned).0, Some(2));
    near(place(&turned).1, [752.0, 100.0, 792.0, 300.0]);
    assert!(contains(&turned, b"/Matrix[0 1 -1 0 40 0]"));
    let last = Placement::Corner {
        page: PageChoice::Last,
        corner: Corner::TopLeft,
        margin: Length::points(10.0),
        size: Some([Length::points(60.0), Length::points(20.0)]),
    };
    let bytes = signed(&plain, &pki, text("x"), last);
    assert_eq!(place(&bytes).0, Some(2));
    near(place(&bytes).1, [10.0, 10.0, 30.0, 70.0]);
}

#[test]
fn crop_boxes_and_user_units_count() {
    let pki = pki();
    let odd = pages(&["/MediaBox[0 0 1190 842]/CropBox[100 100 700 800]/UserUnit 2"]);
    let bytes = signed(&odd, &pki, text("{signer}"), at(1, [20.0, 40.0, 200.0, 60.0]));
    near(place(&bytes).1, [110.0, 120.0, 210.0, 150.0]);
    // On paper it is as large as was asked.
    assert!(contains(&bytes, b"/BBox[0 0 200 60]"));
    assert_passes(&bytes, &policy(&pki), 1);
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_reaches_over_the_edge_is_moved_and_said() {
    let pki = pki();
    let over =
        try_sign(&pages(&[A4]), &pki, text("x"), at(1, [500.0, -20.0, 200.0, 40.0])).unwrap();
    assert!(over.is_look_moved());
    near(place(&over.to_bytes().unwrap()).1, [395.0, 0.0, 595.0, 40.0]);
    let within = try_sign(&pages(&[A4]), &pki, text("x"), corner(Corner::TopRight)).unwrap();
    assert!(!within.is_look_moved());
}

#[test]
fn later_signers_may_show_themselves() {
    let pki = pki();
    let leader = Look::new().picture(seal());
    let first = signed(&pages(&[A4]), &pki, leader, at(1, [300.0, 200.0, 120.0, 45.0]));
    // The seal lies over a third of the leader's picture.
    let agency = Look::new().picture(seal());
    let second = signed(&first, &pki, agency, at(1, [260.0, 180.0, 85.0, 85.0]));
    let border = Border { width: Length::points(1.0), color: Color::BLACK };
    let third = text("Số: 12\n{time}").border(border).qr("https://example.org/{serial}");
    let third = signed(&second, &pki, third, corner(Corner::BottomLeft));
    // Would fail had one of them been changed.
    assert_passes(&third, &policy(&pki), 3);
}

#[test]
fn over_a_page_that_cannot_be_told_a_ground_is_refused() {
    let pki = pki();
    // A line of negative width, and a picture in the content: where they paint is not known.
    for odd in ["-1 w 0 0 m 9 9 l S", "q 9 0 0 9 0 0 cm BI/W 1/H 1/CS/G/BPC 8 ID x EI Q"] {
        let text_and = format!("BT /F 12 Tf 72 700 Td (Kinh gui) Tj ET {odd}");
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[5 0 R]/Count 1>>".to_owned(),
            stream("", &text_and),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
            format!(
                "<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>{A4}>>"
            ),
        ];
        let paper = document(&objects.iter().map(String::as_str).collect::<Vec<_>>());
        let place = || at(1, [60.0, 690.0, 200.0, 40.0]);
        let first =
            signed(&paper, &pki, Look::new().picture(seal()), at(1, [300.0, 20.0, 90.0, 45.0]));
        let open = signed(&first, &pki, text("PAY 900"), place());
        assert_passes(&open, &policy(&pki), 2);
        // By the rule that verifying has: what cannot be told hides.
        let ground = text("PAY 900").background(Color::WHITE);
        let refused = look_error(try_sign(&first, &pki, ground, place()));
        assert_eq!(refused, LookError::HidesSignedText { page: 1 }, "{odd}");
    }
}

#[test]
fn a_field_gives_its_place() {
    let pki = pki();
    let document = Document::from_bytes(pages(&[A4, A4])).unwrap();
    let rect = Some([100.0, 100.0, 300.0, 150.0]);
    let field = NewField { name: "leader".to_owned(), page: 2, rect, lock: None };
    let prepared = document.add_signature_field(&field).unwrap().to_bytes().unwrap();
    let bytes = signed(&prepared, &pki, text("{signer}"), Placement::Field);
    assert_eq!(place(&bytes), (Some(2), [100.0, 100.0, 300.0, 150.0]));
    assert_passes(&bytes, &policy(&pki), 1);
    // With a place of its own it takes a new field, and a field keeps the place that it has.
    let beside = signed(&prepared, &pki, text("x"), corner(Corner::TopLeft));
    assert_eq!(Document::from_bytes(beside).unwrap().signature_fields().unwrap().len(), 2);
    let document = Document::from_bytes(prepared).unwrap();
    let signer = credential(&pki.signer);
    let moved = document.sign(&signer, now()).field("leader");
    let moved = moved.visible(text("x"), corner(Corner::TopLeft)).finish();
    assert_eq!(look_error(moved), LookError::FieldHasPlace { field: "leader".to_owned() });
    let none = try_sign(&pages(&[A4]), &pki, text("x"), Placement::Field);
    assert!(matches!(look_error(none), LookError::NoFieldRectangle { .. }));
}

#[test]
fn stamps_come_with_the_first_signature_alone() {
    let pki = pki();
    let paper = pages(&[A4, "/MediaBox[0 0 400 300]", A4, A4]);
    let stamp = |bytes: &[u8], range: PageRange, certify: Option<AllowedChanges>| {
        let document = Document::from_bytes(bytes).unwrap();
        let signer = credential(&pki.signer);
        let builder = document.sign(&signer, now()).stamp_pages(range);
        let builder = builder.visible(text("NVĐ"), corner(Corner::BottomRight));
        match certify {
            Some(changes) => builder.certify(changes).finish(),
            None => builder.finish(),
        }
    };
    let bytes = stamp(&paper, PageRange::All, None).unwrap().to_bytes().unwrap();
    assert_passes(&bytes, &policy(&pki), 1);
    let count = |bytes: &[u8]| bytes.windows(14).filter(|w| w == b"/Subtype/Stamp").count();
    assert_eq!(count(&bytes), 3);
    let some = stamp(&paper, PageRange::Numbers(2, 3), None).unwrap().to_bytes().unwrap();
    assert_eq!(count(&some), 2);
    let again = look_error(stamp(&bytes, PageRange::All, None));
    assert_eq!(again, LookError::StampsAfterSignature { field: "Signature1".to_owned() });
    let none = look_error(stamp(&paper, PageRange::Numbers(3, 9), None));
    assert_eq!(none, LookError::NoSuchPage { page: 9, pages: 4 });
}

#[test]
fn the_same_look_gives_the_same_bytes() {
    let pki = pki();
    let run = || {
        let document = Document::from_bytes(pages(&[A4])).unwrap();
        let signer = kyso::Signer::chain(
            credential(&pki.signer).chain(),
            credential(&pki.signer).algorithms()[0],
        );
        let look = text("{signer}\n{time}").picture(seal()).qr("x").background(Color::WHITE);
        let builder = document.sign(signer, now()).visible(look, corner(Corner::TopLeft));
        builder.prepare().unwrap().to_be_signed().message().to_vec()
    };
    assert_eq!(run(), run());
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let pki = pki();
    let refused =
        |look: Look, place: Placement| look_error(try_sign(&pages(&[A4]), &pki, look, place));
    assert_eq!(refused(Look::new(), corner(Corner::TopLeft)), LookError::Empty);
    assert_eq!(refused(text("{location}"), corner(Corner::TopLeft)), LookError::Empty);
    assert_eq!(
        refused(text("漢"), corner(Corner::TopLeft)),
        LookError::CharactersMissing { characters: vec!['漢'] }
    );
    let small = refused(text("a\nb\nc\nd"), at(1, [0.0, 0.0, 100.0, 10.0]));
    assert!(matches!(small, LookError::TextTooLong { .. }), "{small:?}");
    let absent = refused(text("a"), at(3, [0.0, 0.0, 100.0, 10.0]));
    assert_eq!(absent, LookError::NoSuchPage { page: 3, pages: 1 });
}
