//! Filled fields whose looks draw the letters of the value, but so that people read other letters,
//! another order, or only some of them: each is refused.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{document, pki, policy, sign, stream, verify};
use kyso::Conclusion;
use kyso_testkit::attacks::{Tweaks, append_increment};

const FIELD: &str = "/Type/Annot/Subtype/Widget/FT/Tx/T(number)/Rect[10 10 110 30]/P 3 0 R\
    /F 4/DA(/Helv 10 Tf 0 g)";

/// A form with an empty field is signed and filled with `value`, drawn by `content`.
fn passes_in(value: &str, content: &str, look: &str, widths: &str) -> bool {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Annots[6 0 R]>>",
        &stream("", "0 0 5 5 re f"),
        "<</Fields[6 0 R]/DR<</Font<</Helv 7 0 R>>>>>>",
        &format!("<<{FIELD}>>"),
        font,
    ];
    let pki = pki();
    let signed = sign(&document(&objects), &pki);
    let listed = format!(
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32\
         /LastChar 126/Widths[{}]>>",
        [widths; 95].join(" ")
    );
    let bounds = if look.starts_with("/BBox") { "" } else { "/BBox[0 0 100 20]" };
    let entries = format!("/Subtype/Form{bounds}/Resources<</Font<</Helv 7 0 R/W 91 0 R>>>>{look}");
    let later = [
        (6, format!("<<{FIELD}/V({value})/AP<</N 90 0 R>>>>")),
        (90, stream(&entries, content)),
        (91, listed),
    ];
    let later: Vec<_> = later.into_iter().map(|(n, body)| (n, 0, body.into_bytes())).collect();
    let bytes = append_increment(&signed, &later, &Tweaks::default());
    matches!(verify(&bytes, &policy(&pki)).conclusion(), Conclusion::Passed(_))
}

fn passes(value: &str, content: &str) -> bool {
    passes_in(value, content, "", "556")
}

#[test]
fn honest_ways_to_write_the_same() {
    for content in [
        "BT /Helv 10 Tf 0 g 2 5 Td (123) Tj ET",
        "BT /W 10 Tf 2 5 Td (123) Tj ET",
        "q 1 1 98 18 re W n BT /Helv 10 Tf 2 5 Td [(1) 20 (2) -30 (3)] TJ ET Q",
        "q 1 1 m 99 1 l 99 19 l 1 19 l h W n BT /Helv 10 Tf 2 5 Td (123) Tj ET Q",
        "BT /Helv 1 Tf 10 0 0 10 2 5 Tm 0.1 Tc (12) Tj (3) Tj ET",
        "BT /Helv 10 Tf 25 Tc 10 5 Td (123) Tj ET",
        "BT /Helv 10 Tf 2 5 Td (1) Tj 5.6 0 Td (2) Tj 5.6 0 Td (3) Tj ET",
        "q /W 4 Tf Q BT /Helv 10 Tf 2 5 Td (123) Tj ET",
    ] {
        assert!(passes("123", content), "{content}");
    }
}

#[test]
fn letters_are_as_wide_as_letters_are() {
    let shown = "BT /W 10 Tf 40 5 Td (123) Tj ET";
    assert!(passes_in("123", shown, "", "556"));
    for widths in ["-556", "0", "50", "20000"] {
        assert!(!passes_in("123", shown, "", widths), "{widths}");
    }
}

#[test]
fn no_spacing_or_kerning_changes_the_order() {
    for content in [
        "BT /Helv 10 Tf 40 5 Td [(12) 250 250 250 250 250 250 250 250 (3)] TJ ET",
        "BT /Helv 1.2 Tf -1 Tc 10 0 0 10 60 5 Tm (123) Tj ET",
        "BT /Helv 10 Tf 40 5 Td [(12) 250 250] TJ [250 250 (3)] TJ ET",
        "BT /Helv 10 Tf 40 5 Td (12) Tj 1.1 0 Td (3) Tj ET",
    ] {
        assert!(!passes("123", content), "{content}");
    }
}

#[test]
fn nothing_is_pushed_or_cut_out_of_sight() {
    let away = "-1000 ".repeat(30);
    for content in [
        &*format!("BT /Helv 10 Tf 2 5 Td [(1) {away} (000000)] TJ ET"),
        "BT /Helv 1 Tf 50 Tc 10 0 0 10 2 5 Tm (1000000) Tj ET",
        "BT /Helv 10 Tf 50 Tc 2 5 Td (1000000) Tj ET",
        "0 0 81 20 re W n BT /Helv 10 Tf 70 5 Td (1000000) Tj ET",
        "BT /Helv 18 Tf 40 5 Td (1000000) Tj ET",
        "0 10 100 10 re W n BT /Helv 8 Tf 2 2 Td (1000000) Tj ET",
        "0 0 m 100 0 l 0 20 l h W n BT /Helv 10 Tf 40 5 Td (1000000) Tj ET",
        "0 0 100 20 re 1 1 98 18 re W* n BT /Helv 10 Tf 2 5 Td (1000000) Tj ET",
    ] {
        assert!(!passes("1000000", content), "{content}");
    }
    assert!(passes("1000000", "BT /Helv 10 Tf 2 5 Td (1000000) Tj ET"));
}

#[test]
fn minute_letters_stay_minute_when_the_look_is_fitted_in() {
    let content = "BT /Helv 3 Tf 2 5 Td (123) Tj ET";
    assert!(passes("123", content));
    let fitted = "BT /Helv 3 Tf 2 5 Td (123) Tj ET";
    assert!(!passes_in("123", fitted, "/BBox[0 0 200 40]", "556"));
}

#[test]
fn text_state_ends_with_the_state_that_it_was_set_in() {
    assert!(!passes("123", "/Helv 1 Tf q /Helv 10 Tf Q BT 2 5 Td (123) Tj ET"));
    assert!(!passes("123", "q /Helv 10 Tf Q BT 2 5 Td (123) Tj ET"));
}

#[test]
fn a_look_that_says_to_be_metadata() {
    let shown = "BT /Helv 10 Tf 2 5 Td (123) Tj ET";
    assert!(passes_in("123", shown, "/Type/XObject", "556"));
    assert!(!passes_in("123", shown, "/Type/Metadata", "556"));
    assert!(!passes_in("123", shown, "/Type/EmbeddedFile", "556"));
}
