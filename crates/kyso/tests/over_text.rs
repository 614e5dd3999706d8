//! A later signature's picture over text that earlier signatures cover: said with the page and the
//! lines where the text is read through it, and else not drawn at all.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, document, now, pki, policy, stream};
use kyso::pdf::{Length, Look, Picture, Placement};
use kyso::pdf::{LookError, PdfError};
use kyso::report::{Code, Fact, Report};
use kyso::{Conclusion, Document, SignError};
use kyso_testkit::Pki;

/// Four lines of text, the second one an amount.
fn paper() -> Vec<u8> {
    let lines = ["Cong hoa xa hoi chu nghia", "Pay 1,000,000 VND", "to Nguyen Van Nam", "Ha Noi"];
    let text: String = lines
        .iter()
        .zip([700, 660, 620, 580])
        .map(|(line, y)| format!("BT /F 12 Tf 72 {y} Td ({line}) Tj ET "))
        .collect();
    let page = "<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>\
                /MediaBox[0 0 595 842]>>";
    let (text, font) = (stream("", &text), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    let tree = "<</Type/Pages/Kids[5 0 R]/Count 1>>";
    document(&["<</Type/Catalog/Pages 2 0 R>>", tree, &text, font, page])
}

/// Points of a picture that hides what is under it.
const OPAQUE: usize = 32;

/// A picture of 8 by 8 points, so many of them seen.
fn picture(opaque: usize) -> Picture {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 8, 8);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let points = (0..64).flat_map(|at| [200, 0, 0, if at < opaque { 255 } else { 0 }]);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&points.collect::<Vec<u8>>()).unwrap();
    writer.finish().unwrap();
    Picture::from_bytes(bytes).unwrap()
}

fn try_signed(bytes: &[u8], pki: &Pki, look: Look, at: [f32; 4]) -> Result<Vec<u8>, SignError> {
    let [x, y, width, height] = at.map(Length::points);
    let place = Placement::Rect { page: 1.into(), at: [x, y], size: [width, height] };
    let document = Document::from_bytes(bytes).unwrap();
    let signed = document.sign(&credential(&pki.signer), now()).visible(look, place).finish();
    Ok(signed?.to_bytes().unwrap())
}

fn signed(bytes: &[u8], pki: &Pki, look: Look, at: [f32; 4]) -> Vec<u8> {
    try_signed(bytes, pki, look, at).unwrap()
}

/// The leader's name beside which others sign.
fn leader() -> Look {
    Look::new().text("Nguyen Van Nam Giam doc")
}

#[track_caller]
fn assert_refused(picture: Picture, place: [f32; 4]) {
    let pki = pki();
    let leader = signed(&paper(), &pki, self::leader(), [300.0, 100.0, 90.0, 45.0]);
    let refused = try_signed(&leader, &pki, Look::new().picture(picture), place).unwrap_err();
    let hides =
        matches!(&refused, SignError::Pdf(PdfError::Look(LookError::HidesSignedText { page: 1 })));
    assert!(hides, "{refused:?}");
}

/// The report on a paper signed by the leader, and then with a picture at a place.
fn sealed(picture: Picture, place: [f32; 4]) -> Report {
    let pki = pki();
    let leader = signed(&paper(), &pki, leader(), [300.0, 100.0, 90.0, 45.0]);
    let sealed = signed(&leader, &pki, Look::new().picture(picture), place);
    common::verify(&sealed, &policy(&pki))
}

/// What the first signature's findings say of looks over text: sight, page, lines, text.
fn said(report: &Report) -> Vec<(String, String, String, String)> {
    let [leader, seal] = report.signatures.as_slice() else { panic!("{report:#?}") };
    assert!(seal.findings.iter().all(|one| one.code != Code::LaterLookOverText));
    let over = leader.findings.iter().filter(|one| one.code == Code::LaterLookOverText);
    over.map(|one| {
        let fact = |name| one.facts.get(name).map(Fact::to_string).unwrap_or_default();
        assert_eq!((fact("field"), fact("revision")), ("Signature2".into(), "3".into()));
        (fact("sight"), fact("page"), fact("lines"), fact("text"))
    })
    .collect()
}

fn one(sight: &str, lines: &str, text: &str) -> Vec<(String, String, String, String)> {
    vec![(sight.into(), "1".into(), lines.into(), text.into())]
}

/// Over the amount and nothing else.
const AMOUNT: [f32; 4] = [70.0, 655.0, 120.0, 20.0];

#[test]
fn an_opaque_picture_over_a_line_is_not_drawn() {
    for opaque in [OPAQUE, 47, 64] {
        assert_refused(picture(opaque), AMOUNT);
        assert_refused(picture(opaque), [40.0, 615.0, 60.0, 60.0]);
    }
    // So is a part of an open one that leaves nothing of a letter.
    assert_refused(picture(20), [70.0, 630.0, 120.0, 50.0]);
}

#[test]
fn one_that_is_mostly_open_is_said_to_be_so() {
    // What is drawn of it is in the upper part, and lies over the text or above it.
    let above = [70.0, 655.0, 120.0, 40.0];
    for (place, sight) in [(above, "sheer"), (AMOUNT, "opaque")] {
        let report = sealed(picture(20), place);
        assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
        assert_eq!(said(&report), one(sight, "1", "Pay 1,000,000 VND"));
    }
}

#[test]
fn beside_the_text_nothing_is_said() {
    let report = sealed(picture(OPAQUE), [300.0, 400.0, 120.0, 60.0]);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)));
    assert!(said(&report).is_empty());
    // The leader's own look is no text of the page.
    let over_the_leader = sealed(picture(20), [270.0, 90.0, 60.0, 60.0]);
    assert!(matches!(over_the_leader.conclusion(), Conclusion::Passed(_)));
    assert!(said(&over_the_leader).is_empty());
    // Its letters are not painted over.
    assert_refused(picture(OPAQUE), [270.0, 90.0, 60.0, 60.0]);
}
