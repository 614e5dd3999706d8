//! Annotations over what they may not cover, and those that go without a word.

use std::slice::from_ref;

use super::super::engine::{Change, Explained};
use super::super::sample::stream;
use super::{PAGE, after, assert_fault, base, with};
use crate::report::Modification;

/// The page with one more annotation (30) than `list`.
fn page(list: &str) -> String {
    PAGE.replace("11 0 R]", &format!("11 0 R{list} 30 0 R]"))
}

/// A note over what was there as object 29.
fn over(old: &str, new: &str) -> Result<Explained, Vec<String>> {
    let before = page("").replace("30 0 R", "29 0 R");
    let base = with(&base(), &[(3, &before), (29, old)]);
    after(&base, &[vec![(3, page(" 29 0 R")), (30, new.into())]])
}

const SQUARE: &str = "<</Type/Annot/Subtype/Square/Rect[200 150 240 170]/P 3 0 R/C[1 0 0]>>";

#[test]
fn an_annotation_leaves_the_others_to_be_seen() {
    let hides = "30 annotation-hides-content";
    for (old, free) in [
        ("/Subtype/FreeText/Rect[210 150 230 165]", false),
        ("/Subtype/Stamp/Rect[200 150 240 170]", false),
        ("/Subtype/Square/Rect[210 160 210 160]", false),
        ("/Subtype/FreeText/Rect[210 100 230 120]", true),
        // Nothing is drawn where there is no area.
        ("/Subtype/FreeText/Rect[210 150 210 165]", true),
        ("/Subtype/FreeText/Rect[210 150 230 150]", true),
        ("/Subtype/Link/Rect[200 150 240 170]", true),
    ] {
        let found = over(&format!("<</Type/Annot{old}/P 3 0 R>>"), SQUARE);
        if free {
            assert_eq!(found.unwrap().level, Modification::Annotation, "{old}");
        } else {
            assert_fault(found, hides);
        }
    }
}

#[test]
fn what_keeps_its_size_is_as_small_as_an_icon() {
    let none = "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>";
    let note =
        |rect: &str| over(none, &format!("<</Type/Annot/Subtype/Text/Rect[{rect}]/P 3 0 R/F 8>>"));
    assert!(note("200 150 240 190").is_ok());
    for rect in ["150 150 240 190", "200 100 240 190", "20 100 61 120"] {
        assert_fault(note(rect), "30 annotation-flags");
    }
}

#[test]
fn an_annotation_that_is_freed_in_its_list_is_told() {
    let come = vec![(3, page("")), (30, SQUARE.to_owned())];
    let gone = vec![(30, String::new())];
    let explained = after(&base(), &[come.clone(), gone]).unwrap();
    let [one] = explained.annotations.as_slice() else { panic!("{explained:?}") };
    assert_eq!((one.object, one.change, one.since), (30, Change::Removed, 1));
    // The same where the list loses it.
    let shorter = vec![(3, PAGE.to_owned())];
    let explained = after(&base(), &[come, shorter]).unwrap();
    let [one] = explained.annotations.as_slice() else { panic!("{explained:?}") };
    assert_eq!((one.object, one.change, one.since), (30, Change::Removed, 1));
    assert_eq!(explained.level, Modification::Annotation);
}

#[test]
fn what_an_annotation_uses_of_the_page_is_not_its_own() {
    let look = stream(
        "/Type/XObject/Subtype/Form/BBox[200 150 240 170]/Resources<</Font<</F 7 0 R>>>>",
        "1 0 0 RG 201 151 m 239 169 l S",
    );
    let ink = "<</Type/Annot/Subtype/Ink/Rect[200 150 240 170]/P 3 0 R/AP<</N 31 0 R>>>>";
    let come = vec![(3, page("")), (30, ink.to_owned()), (31, look)];
    assert!(after(&base(), from_ref(&come)).is_ok());
    let font = super::FONT.replace("/Helvetica", "/Symbol");
    let with_font = [come, vec![(7, font)]].concat();
    assert_fault(after(&base(), &[with_font]), "7 object-replaced");
}

#[test]
fn tints_inside_the_list_hide_together() {
    let tint = |c: &str| {
        format!(
            "<</Type/Annot/Subtype/Highlight/Rect[20 145 90 165]/P 3 0 R/C[{c}]\
            /QuadPoints[20 165 90 165 20 145 90 145]>>"
        )
    };
    let of = |tints: &[String]| {
        let page = PAGE.replace("11 0 R]", &format!("11 0 R{}]", tints.concat()));
        after(&base(), &[vec![(3, page)]]).map(|explained| explained.annotations.len())
    };
    let [yellow, cyan, magenta] = ["1 1 0", "0 1 1", "1 0 1"].map(tint);
    assert_eq!(of(&[yellow.clone(), cyan.clone()]), Ok(2));
    assert_fault(of(&[yellow, cyan, magenta]), "0 annotation-hides-content");
}

#[test]
fn an_icon_is_as_large_as_icons_are_wherever_it_stands() {
    let none = "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>";
    let icon = |left: f32| {
        let right = left + 1.0;
        over(none, &format!("<</Type/Annot/Subtype/Text/Rect[{left} 150 {right} 160]/P 3 0 R>>"))
    };
    assert!(icon(200.0).is_ok());
    assert_fault(icon(0.0), "30 annotation-hides-content");
    assert_fault(icon(-1.0), "30 annotation-hides-content");
}

#[test]
fn what_stays_upright_on_a_turned_page_reaches_as_far_to_every_side() {
    let turned = |page: String| page.replace("/MediaBox", "/Rotate 90/MediaBox");
    let of = |rect: &str| {
        let before = with(&base(), &[(3, &turned(PAGE.to_owned()))]);
        let square = SQUARE.replace("[200 150 240 170]", rect).replace("/P", "/F 16/P");
        after(&before, &[vec![(3, turned(page(""))), (30, square)]]).map(drop)
    };
    assert_eq!(of("[170 100 180 110]"), Ok(()));
    assert_fault(of("[150 100 250 110]"), "30 annotation-hides-content");
    assert_fault(of("[150 60 160 160]"), "30 annotation-hides-content");
}

#[test]
fn a_thin_line_may_run_through_text() {
    let of = |width: &str| {
        let line = format!("{width} w 20 153 m 60 153 l S");
        let look = stream("/Type/XObject/Subtype/Form/BBox[20 145 90 165]", &line);
        let strike = "<</Type/Annot/Subtype/StrikeOut/Rect[20 145 90 165]/P 3 0 R\
            /QuadPoints[20 165 90 165 20 145 90 145]/AP<</N 31 0 R>>>>";
        after(&base(), &[vec![(3, page("")), (30, strike.to_owned()), (31, look)]]).map(drop)
    };
    assert_eq!(of(".5"), Ok(()));
    assert_fault(of("3"), "30 annotation-hides-content");
}

#[test]
fn lines_of_a_highlight_are_not_drawn_over() {
    let look = stream("/Type/XObject/Subtype/Form/BBox[200 150 240 170]", "205 160 m 235 160 l S");
    let highlight = "<</Type/Annot/Subtype/Highlight/Rect[200 150 240 170]/P 3 0 R\
        /QuadPoints[200 170 240 170 200 150 240 150]/AP<</N 31 0 R>>>>";
    let come = vec![(3, page("")), (30, highlight.to_owned()), (31, look)];
    assert!(after(&base(), from_ref(&come)).is_ok());
    let next = PAGE.replace("11 0 R]", "11 0 R 30 0 R 32 0 R]");
    let covered = vec![(3, next.clone()), (32, SQUARE.to_owned())];
    assert_fault(after(&base(), &[come.clone(), covered]), "32 annotation-hides-content");
    let beside = SQUARE.replace("[200 150 240 170]", "[200 100 240 120]");
    assert!(after(&base(), &[come, vec![(3, next), (32, beside)]]).is_ok());
}
