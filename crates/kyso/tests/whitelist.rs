//! The whitelist of later changes seen from both sides: prepared files whose later revisions abuse
//! a rule fail, and what honest writers add passes.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{document, pki, policy, sign, stream, verify};
use kyso::Conclusion;
use kyso_testkit::attacks::{Tweaks, append_increment};

const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>";
const PLAIN: &str = "<</Type/Catalog/Pages 2 0 R>>";

/// Signs `objects`, appends `later` and says how the verdict went.
#[track_caller]
fn judged(objects: &[&str], later: &[(u32, &str)]) -> Conclusion {
    let pki = pki();
    let signed = sign(&document(objects), &pki);
    let later: Vec<_> = later.iter().map(|(n, body)| (*n, 0, body.as_bytes().to_vec())).collect();
    let altered = append_increment(&signed, &later, &Tweaks::default());
    verify(&altered, &policy(&pki)).conclusion().clone()
}

#[track_caller]
fn assert_fails(objects: &[&str], later: &[(u32, &str)]) {
    let conclusion = judged(objects, later);
    assert!(matches!(conclusion, Conclusion::Failed(_)), "{conclusion:?}");
}

#[test]
fn a_page_content_that_calls_itself_metadata_does_not_change() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>";
    let content = stream("/Type/Metadata/Subtype/XML", "0 0 10 10 re f");
    let other = stream("/Type/Metadata/Subtype/XML", "0 0 99 99 re f");
    assert_fails(&[catalog, PAGES, PAGE, &content], &[(4, &other)]);
}

#[test]
fn metadata_that_is_nothing_else_may_be_written_anew() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>";
    let content = stream("", "0 0 10 10 re f");
    let packet = |text: &str| stream("/Type/Metadata/Subtype/XML", text);
    let (before, after) = (packet("<x/>"), packet("<y/>"));
    let conclusion = judged(&[catalog, PAGES, PAGE, &content, &before], &[(5, &after)]);
    assert!(matches!(conclusion, Conclusion::Passed(_)), "{conclusion:?}");
}

#[test]
fn a_page_that_calls_itself_security_store_does_not_change() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/DSS 3 0 R>>";
    let content = stream("", "0 0 10 10 re f");
    let other = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 50 0 R>>";
    let added = stream("", "0 0 99 99 re f");
    assert_fails(&[catalog, PAGES, PAGE, &content], &[(3, other), (50, &added)]);
}

#[test]
fn a_reference_that_led_nowhere_is_not_filled() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents[4 0 R 50 0 R]>>";
    let content = stream("", "0 0 10 10 re f");
    let as_object_stream = stream("/Type/ObjStm/N 0/First 0", "0 0 99 99 re f");
    assert_fails(&[PLAIN, PAGES, page, &content], &[(50, &as_object_stream)]);
    let as_evidence = stream("", "0 0 99 99 re f");
    let catalog = "<</Type/Catalog/Pages 2 0 R/DSS<</Certs[50 0 R]>>>>";
    assert_fails(&[catalog, PAGES, page, &content], &[(50, &as_evidence)]);
}

#[test]
fn the_list_of_pages_gains_no_widget() {
    let pages = "<</Type/Pages/Count 1/Kids 5 0 R>>";
    let content = stream("", "0 0 10 10 re f");
    let widget = "<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 0 0]>>";
    let later = [(5, "[60 0 R 3 0 R]"), (60, widget)];
    assert_fails(&[PLAIN, pages, PAGE, &content, "[3 0 R]"], &later);
}

#[test]
fn a_new_field_that_is_not_signed_is_no_explanation() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
    let content = stream("", "0 0 10 10 re f");
    let form = "<</Fields[]/SigFlags 3>>";
    let objects = [catalog, PAGES, PAGE, &content, form];
    for look in ["", "/MK<</BG[1 1 1]>>", "/BS<</W 80>>", "/AP<</N 70 0 R>>"] {
        let field =
            format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 99 99]/P 3 0 R{look}>>");
        // Signing put field 6 and its page first; the forged form keeps it.
        let pki = pki();
        let signed = sign(&document(&objects), &pki);
        let field_list = "<</Fields[7 0 R 60 0 R]/SigFlags 3>>";
        let later = [(5, 0, field_list.as_bytes().to_vec()), (60, 0, field.into_bytes())];
        let altered = append_increment(&signed, &later, &Tweaks::default());
        let conclusion = verify(&altered, &policy(&pki)).conclusion().clone();
        assert!(matches!(conclusion, Conclusion::Failed(_)), "{look}: {conclusion:?}");
    }
}
