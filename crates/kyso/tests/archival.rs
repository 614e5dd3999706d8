//! What claims to be PDF/A is signed so that it stays what it claims; veraPDF judges the same in the
//! interop suite of the command.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, credential, now, pki, policy, sign};
use kyso::pdf::archival::Breach;
use kyso::pdf::{
    AllowedChanges, Length, Look, NewField, NewTextField, Object, PageChoice, PdfDocument,
    PdfError, Picture, Placement,
};
use kyso::{Document, SignError};
use kyso_testkit::pdf::{ARCHIVAL, archival, archival_with_intent};

fn opened(file: &[u8]) -> Document {
    Document::from_bytes(file.to_vec()).unwrap()
}

/// The widgets of page 1, in order.
fn widgets(pdf: &PdfDocument) -> Vec<kyso::pdf::Dictionary> {
    let view = pdf.latest();
    let page = view.pages().unwrap().next().unwrap().unwrap();
    let Object::Dictionary(page) = view.object(page).unwrap() else { panic!("no page") };
    let Object::Array(annotations) = view.get(&page, b"Annots").unwrap() else { panic!("none") };
    annotations.iter().map(|each| view.resolve(each).unwrap().as_dict().unwrap().clone()).collect()
}

#[test]
fn every_level_is_named_and_kept_by_two_signatures() {
    let pki = pki();
    for level in ARCHIVAL {
        let mut file = archival(level);
        for count in 1..=2 {
            file = sign(&file, &pki);
            let document = opened(&file);
            let pdf = document.pdf().unwrap();
            assert_eq!(pdf.archival_level().unwrap().to_string(), *level);
            let widgets = widgets(pdf);
            assert_eq!(widgets.len(), count);
            // Part 1 asks an appearance even of what is not seen.
            assert!(widgets.iter().all(|w| w.has(b"AP") == level.starts_with('1')), "{level}");
            let report = assert_passes(&file, &policy(&pki), count);
            assert_eq!(report.to_json("a.pdf")["pdf_a"], *level);
        }
    }
}

#[test]
fn a_certification_names_a_hash_only_where_the_level_allows_it() {
    let pki = pki();
    for (level, named) in [("1b", true), ("2b", false), ("3u", false), ("4", false)] {
        let document = opened(&archival(level));
        let credential = credential(&pki.signer);
        let signed =
            document.sign(&credential, now()).certify(AllowedChanges::Forms).finish().unwrap();
        let signed = signed.to_bytes().unwrap();
        let text = String::from_utf8_lossy(&signed).into_owned();
        assert_eq!(text.contains("/DigestMethod"), named, "{level}");
        assert_passes(&signed, &policy(&pki), 1);
    }
}

#[test]
fn what_the_level_does_not_allow_is_refused_with_the_reason() {
    let pki = pki();
    let reason = "x".repeat(40_000);
    for (level, limit) in [("1b", None), ("2b", Some(32_767)), ("3b", Some(32_767)), ("4", None)] {
        let document = opened(&archival(level));
        let credential = credential(&pki.signer);
        let outcome = document.sign(&credential, now()).reason(&reason).finish();
        match (outcome, limit) {
            (Ok(_), None) => {}
            (Err(SignError::Pdf(PdfError::Archival { level: told, breach })), Some(limit)) => {
                assert_eq!(told.to_string(), level);
                assert_eq!(breach, Breach::String { length: 40_000, limit });
            }
            (other, _) => panic!("{level}: {other:?}"),
        }
    }
}

#[test]
fn an_unseen_empty_field_gets_an_appearance_in_part_1_alone() {
    for (level, has) in [("1b", true), ("2b", false)] {
        let field = NewField { name: "Director".into(), page: 1, rect: None, lock: None };
        let added = opened(&archival(level)).add_signature_field(&field).unwrap();
        let document = opened(&added.to_bytes().unwrap());
        assert_eq!(widgets(document.pdf().unwrap())[0].has(b"AP"), has, "{level}");
    }
}

#[test]
fn what_claims_nothing_names_no_level() {
    let document = opened(&kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic));
    assert_eq!(document.pdf().unwrap().archival_level(), None);
}

#[test]
fn a_picture_that_is_seen_through_is_not_for_part_1() {
    let pki = pki();
    let pixels = include_bytes!("../../../testdata/sample/signature.png").to_vec();
    for (level, refused) in [("1b", true), ("2b", false)] {
        let document = opened(&archival_with_intent(level));
        let credential = credential(&pki.signer);
        let look = Look::new().picture(Picture::from_bytes(pixels.clone()).unwrap());
        assert!(look.uses_transparency());
        let (page, side) = (PageChoice::Last, Length::mm(30.0));
        let place = Placement::Rect { page, at: [side; 2], size: [side; 2] };
        match document.sign(&credential, now()).visible(look, place).finish() {
            Ok(_) => assert!(!refused),
            Err(SignError::Pdf(PdfError::Archival { breach, .. })) => {
                assert!(refused);
                assert_eq!(breach, Breach::Transparency);
            }
            other => panic!("{level}: {other:?}"),
        }
    }
}

#[test]
fn a_text_field_is_refused_since_its_font_is_not_embedded() {
    let outcome = opened(&archival("2b")).add_text_field(&NewTextField {
        name: "Number".into(),
        page: 1,
        rect: [100.0, 100.0, 200.0, 120.0],
        font_size: 12.0,
    });
    let Err(SignError::Pdf(PdfError::Archival { breach, .. })) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(breach, Breach::Font);
}
