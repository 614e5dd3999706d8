//! Filled fields, as single revisions.

use super::super::engine::Explained;
use super::super::sample::stream;
use super::{FORM, after, assert_fault, base, field, with};
use crate::report::Modification;

const RECT: &str = "/Rect[10 10 110 30]";

fn look(content: &str) -> String {
    stream("/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 7 0 R>>>>", content)
}

const TEXT: &str = "BT /F 10 Tf 2 5 Td (12) Tj ET";

/// The field filled with 12, drawn by `content`; `more` it says before and after, and `form` is
/// the form.
fn filled(more: &str, form: &str, content: &str) -> Result<Explained, Vec<String>> {
    let before = with(&base(), &[(5, form), (6, &field(more))]);
    let now = field(&format!("{more}/V(12)/AP<</N 25 0 R>>"));
    after(&before, &[vec![(6, now), (25, look(content))]])
}

#[test]
fn a_field_is_filled_with_what_its_look_says() {
    let explained = filled(RECT, FORM, TEXT).unwrap();
    assert_eq!(explained.level, Modification::FormFilling);
    assert_eq!(explained.filled, ["number"]);
    let differs = "0 look-differs-from-value";
    assert_fault(filled(RECT, FORM, "BT /F 10 Tf 2 5 Td (13) Tj ET"), differs);
    // Fitted into a place where nobody reads it.
    assert_fault(filled("/Rect[10 10 20 12]", FORM, TEXT), differs);
    // A ground that the field does not have.
    let ground = &format!("1 g 0 0 100 20 re f 0 g {TEXT}");
    assert_fault(filled(RECT, FORM, ground), differs);
    assert!(filled(&format!("{RECT}/MK<</BG[1]>>"), FORM, ground).is_ok());
    // Options are those of a choice.
    let options = format!("{RECT}/Opt[[(12)(99)]]");
    assert_fault(filled(&options, FORM, "BT /F 10 Tf 2 5 Td (99) Tj ET"), differs);
}

#[test]
fn what_nobody_may_fill_is_not_filled() {
    for flags in [1, 1 << 13, 1 << 20, 1 << 25] {
        let found = filled(&format!("{RECT}/Ff {flags}"), FORM, TEXT);
        assert_fault(found, "25 object-added");
    }
    assert!(filled(&format!("{RECT}/Ff {}", 1 << 12), FORM, TEXT).is_ok());
}

#[test]
fn a_form_whose_fields_are_shown_elsewhere_or_twice_is_not_filled() {
    let added = "25 object-added";
    let xfa = FORM.replace(">>", "/XFA[]>>");
    assert_fault(filled(RECT, &xfa, TEXT), added);
    let before =
        with(&base(), &[(11, &base()[10].1.replace("/T(kid)/Parent 10 0 R", "/T(number)"))]);
    let before = with(&before, &[(5, "<</Fields[6 0 R 8 0 R 9 0 R 11 0 R]>>")]);
    let now = field(&format!("{RECT}/V(12)/AP<</N 25 0 R>>"));
    assert_fault(after(&before, &[vec![(6, now), (25, look(TEXT))]]), added);
}

#[test]
fn readers_may_be_asked_to_draw_what_was_filled() {
    let asked = FORM.replace(">>", "/NeedAppearances true>>");
    let before = with(&base(), &[(5, &asked)]);
    let now = field(&format!("{RECT}/V(12)"));
    assert!(after(&before, &[vec![(6, now.clone())]]).is_ok());
    let drawn = field(&format!("{RECT}/V(11)/AP<</N 25 0 R>>"));
    let before = with(&before, &[(6, &drawn), (25, &look(TEXT))]);
    assert!(after(&before, &[vec![(6, now.clone())]]).is_ok());
    let before = with(&before, &[(5, FORM)]);
    assert_fault(after(&before, &[vec![(6, now)]]), "6 object-replaced");
}

#[test]
fn a_widget_of_a_field_is_filled_with_it() {
    let parent = "<</FT/Tx/T(number)/DA(/F 10 Tf 0 g)/Kids[40 0 R]>>";
    let kid = format!("<</Type/Annot/Subtype/Widget/Parent 6 0 R/P 3 0 R{RECT}>>");
    let before = with(&base(), &[(6, parent), (40, &kid)]);
    let value = parent.replace("/T(number)", "/T(number)/V(12)");
    let drawn = kid.replace("/P 3 0 R", "/P 3 0 R/AP<</N 25 0 R>>");
    let of = |kid: String| after(&before, &[vec![(6, value.clone()), (40, kid), (25, look(TEXT))]]);
    assert!(of(drawn.clone()).is_ok());
    assert_fault(of(drawn.replace("/P 3 0 R", "/P 3 0 R/A<<>>")), "40 object-replaced");
}

#[test]
fn a_border_that_is_none_is_written_out() {
    let of = |style: &str| {
        let now = field(&format!("{RECT}/V(12)/AP<</N 25 0 R>>/BS<<{style}>>"));
        after(&base(), &[vec![(6, now), (25, look(TEXT))]])
    };
    assert!(of("/Type/Border/S/S/W 2").is_ok());
    assert!(of("/Type/Other/S/S/W 2").is_err() && of("/S/D/W 2").is_err());
}

#[test]
fn a_ground_that_readers_painted_already_hides_nothing_more() {
    let asked = FORM.replace(">>", "/NeedAppearances true>>");
    let over = "/Rect[10 140 110 170]/MK<</BG[1]>>";
    let ground = &format!("1 g 0 0 100 20 re f 0 g {TEXT}");
    assert!(filled(over, &asked, ground).is_ok());
    assert_fault(filled(over, FORM, ground), "0 look-hides-text");
}
