//! What the look of a further signature may lie over, and how little of a text it may hide.

use super::super::engine::Explained;
use super::super::sample::stream;
use super::signing::{WIDGET, signature};
use super::{after, assert_fault, base, with};

/// The look over `pay 1000`, whose letters begin at 10, 10 there.
fn over(content: &str) -> Result<Explained, Vec<String>> {
    at("[10 140 110 170]", &base(), content)
}

fn at(rect: &str, base: &[(u32, String)], content: &str) -> Result<Explained, Vec<String>> {
    let resources = "/Resources<</Font<</F 7 0 R/S<</Subtype/Type1/BaseFont/ZapfDingbats>>>>/ExtGState<</Some<</ca .3/CA .3>>/Half<</ca .5>>\
        /Times<</BM/Multiply>>/Turn<</TR 7 0 R>>>>/ColorSpace<</Cal[/CalGray<<>>]>>/XObject<</Im 30 0 R>>>>";
    let mut objects = signature(&WIDGET.replace("[200 100 280 130]", rect));
    let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 100 30]{resources}");
    objects[4].1 = stream(&form, content);
    objects.push((30, stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x")));
    after(base, &[objects])
}

#[test]
fn ink_and_lines_leave_what_is_under_them() {
    let lines = |count: usize| "0 12 100 1 re f ".repeat(count);
    for content in [
        "0 0 100 30 re S",
        "2 w 0 0 m 30 30 l 60 0 l 90 30 l S",
        "3 w 0 13 m 100 13 l S",
        "BT /F 12 Tf 5 9 Td (An) Tj ET",
        "/Times gs 1 0 0 rg 0 0 100 30 re f",
        "/Times gs .16 g 0 0 100 30 re f",
        "2 w .59 G 0 13 m 30 13 l S",
        "/Some gs 1 g 0 0 100 30 re f",
        "0 12 100 1.5 re f 50 0 1.5 30 re f",
        &*lines(4),
        // Around the letters: beside them, under and above.
        "1 g 0 0 10 30 re f 54 0 40 30 re f",
        "1 g 0 0 100 9 re f 0 19 100 11 re f",
    ] {
        assert!(over(content).is_ok(), "{content}");
    }
}

/// Parts of a picture that is seen through are said: `tests/over_text.rs`.
#[test]
fn shapes_and_pictures_lie_over_no_letter() {
    for content in [
        "0 0 m 100 0 l 50 30 l f",
        "0 0 m 20 0 l 30 30 l f",
        "q 100 0 0 30 0 0 cm /Im Do Q",
        "q 2 0 0 30 33 0 cm /Im Do Q",
    ] {
        assert_fault(over(content), "0 look-hides-text");
    }
}

#[test]
fn ink_is_read_through_until_there_is_too_much_of_it() {
    let lines = |step: f32| -> String {
        (0..40).map(|at| at as f32 * step).map(|x| format!("{x} 0 m {} 30 l ", x + 3.0)).collect()
    };
    // Rings and holes are counted as they are filled.
    let ring = "10 5 m 40 5 l 40 25 l 10 25 l h 12 7 m 12 23 l 38 23 l 38 7 l h";
    for content in [
        format!("1 w {}S", lines(3.0)),
        "0 8 m 50 8 l 50 10 l 0 10.5 l f".into(),
        format!("{ring} f"),
        format!(
            "{} f*",
            ring.replace("12 7 m 12 23 l 38 23 l 38 7 l", "12 7 m 38 7 l 38 23 l 12 23 l")
        ),
        "BT /F 12 Tf 5 9 Td (An) Tj 1 0 Td (An) Tj ET".into(),
        // Three, each beside the next.
        "BT /F 12 Tf 5 9 Td (A) Tj (n) Tj (h) Tj ET".into(),
    ] {
        assert!(over(&content).is_ok(), "{content}");
    }
    for content in [
        format!("2 w {}S", lines(2.0)),
        "0 8 m 50 8 l 50 20 l 0 20.5 l f".into(),
        ring.replace("12 7 m 12 23 l 38 23 l 38 7 l", "12 7 m 38 7 l 38 23 l 12 23 l") + " f",
        "BT /F 12 Tf 5 9 Td (Anh) Tj 1 0 Td (Anh) Tj 1 0 Td (Anh) Tj ET".into(),
        "BT /S 12 Tf 5 9 Td (nnn) Tj ET".into(),
    ] {
        assert_fault(over(&content), "0 look-hides-text");
    }
}

/// A page that draws this, and a look over 10, 140 to 110, 170 that is paper there.
fn drawn(content: &str, look: &str) -> Result<Explained, Vec<String>> {
    at("[10 140 110 170]", &with(&base(), &[(4, &stream("", content))]), look)
}

#[test]
fn what_is_drawn_is_not_painted_over() {
    let paper = "1 g 0 0 100 30 re f";
    for content in [
        "20 150 m 24 150 l 22 160 l f",
        "20 150 4 10 re f",
        "1 w 20 150 m 24 160 l 28 150 l S",
        "20 150 8 8 re S",
        // An edge of something large, aslant.
        "0 0 m 300 0 l 10 165 l f",
        "0 0 m 0 150 100 190 200 150 c 300 0 l f",
        // Letters that clip, and a path that does.
        "BT /F 20 Tf 7 Tr 20 148 Td (12) Tj ET 0 0 300 200 re f",
        "BT /F 20 Tf 5 Tr 20 148 Td (12) Tj ET",
        "q 20 150 m 24 150 l 22 160 l h W n 0 0 300 200 re f Q",
        // White on something dark, or on a picture.
        "0 g 0 0 300 200 re f 1 g 20 150 m 24 150 l 22 160 l f",
        "0 g 0 0 300 200 re f 1 G 20 150 m 24 160 l 28 150 l S",
    ] {
        assert!(drawn(content, paper).is_err(), "{content}");
    }
    for content in [
        // Blank ground: paper, a tint, the inside of something large.
        "1 g 0 0 300 200 re f",
        ".9 .95 1 rg 15 145 60 10 re f",
        "0 g 0 0 300 200 re f",
        "0 0 m 300 0 l 300 190 l 0 200 l f",
        "1 g 20 150 m 24 150 l 22 160 l f",
        "1 G 20 150 m 24 160 l 28 150 l S",
        // Rules, and what is elsewhere.
        "0 155 m 300 155 l S 50 100 m 50 180 l S",
        "0 155 300 1 re f 10 155 m 300 155 l 300 156 l 10 156 l f",
        "20 100 m 24 100 l 22 110 l f",
        "BT /F 20 Tf 3 Tr 20 148 Td (12) Tj ET",
    ] {
        assert!(drawn(content, paper).is_ok(), "{content}");
    }
    // Lines and ink may cross what is drawn.
    for look in ["0 12 100 1 re f", "2 w 0 0 m 100 30 l S", "BT /F 12 Tf 5 9 Td (An) Tj ET"] {
        assert!(drawn("20 150 m 24 150 l 22 160 l f", look).is_ok(), "{look}");
    }
    assert_fault(
        drawn("20 150 m 28 150 l 28 158 l 20 157 l f", "10 10 m 25 10 l 25 20 l 10 21 l f"),
        "0 look-hides-text",
    );
}

#[test]
fn not_even_a_digit_is_painted_over() {
    let lines = |count: usize| "0 12 100 1 re f ".repeat(count);
    for content in [
        "1 g 0 0 100 30 re f",
        "0 0 100 30 re f",
        // One digit, and a part of one.
        "1 g 32 10 5.6 7.2 re f",
        "1 g 32 12 2 1 re f",
        // In strips, each of them narrow.
        "1 g 0 0 100 14 re f 0 14 100 14 re f",
        "1 g 0 12 100 .1 re f",
        "1 0 0 rg 0 12 100 1.6 re f",
        &*lines(5),
        // Paper of other shapes: polygons, lines, letters, and what may be paper.
        "1 g 0 0 m 100 0 l 50 30 l f",
        ".8 g 0 0 m 100 0 l 50 30 l f",
        "1 G 1 w 0 13 m 100 13 l S",
        "1 g BT /F 30 Tf 5 0 Td (mmm) Tj ET",
        "/Pattern cs /X scn 0 0 m 100 0 l 50 30 l f",
        "5 w 0 13 m 100 13 l S",
        "6 w 0 13 m 100 13 l S",
        // Light by what is seen, not by each part of the colour.
        ".79 1 1 rg 0 0 m 100 0 l 50 30 l f",
        "2 w .79 1 1 RG 0 13 m 100 13 l S",
        ".61 G 2 w 0 13 m 100 13 l S",
        // Colours that cannot be told.
        "/Turn gs 0 g BT /F 30 Tf 5 0 Td (mmm) Tj ET",
        "/Cal cs .3 sc BT /F 30 Tf 5 0 Td (mmm) Tj ET",
        // Black hides what it is multiplied with.
        "/Times gs 0 g 0 0 100 30 re f",
        "/Times gs .14 g 0 0 100 30 re f",
        // Half of it seen through, or a third after the second.
        "/Half gs 1 g 0 0 100 30 re f",
        "/Some gs 1 g 0 0 100 30 re f 0 0 100 30 re f",
        "10 0 43 30 re f",
        "unknown",
    ] {
        assert_fault(over(content), "0 look-hides-text");
    }
}

#[test]
fn text_is_hidden_wherever_the_page_has_it() {
    let of = |content: &str, rect| {
        let base = with(&base(), &[(4, &stream("", content))]);
        at(rect, &base, "1 g 0 0 100 30 re f")
    };
    for (content, rect) in [
        ("BT /F 10 Tf 20 4 Td (pay) Tj ET", "[10 0 110 30]"),
        ("BT /F 10 Tf -60 -90 Td (pay) Tj ET", "[-80 -100 20 -70]"),
        // Written upwards.
        ("BT /F 10 Tf 0 1 -1 0 90 60 Tm (pay 1000) Tj ET", "[40 60 140 90]"),
    ] {
        assert_fault(of(content, rect), "0 look-hides-text");
    }
    assert!(of("BT /F 10 Tf 0 1 -1 0 90 60 Tm (pay) Tj ET", "[40 90 140 120]").is_ok());
    assert!(of("BT /F 10 Tf 3 Tr 20 10 Td (pay) Tj ET", "[10 0 110 30]").is_ok());
}

#[test]
fn what_fields_and_notes_say_is_text_of_the_page() {
    let look = stream(
        "/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 7 0 R>>>>",
        "BT /F 10 Tf 2 5 Td (12) Tj ET",
    );
    let of = |entries: &str, look: &str, rect: &str| {
        let body = format!("<</Type/Annot{entries}/P 3 0 R/Rect[10 10 110 30]/AP<</N 40 0 R>>>>");
        let body = if entries.contains("/Bare") { body.replace("/AP", "/Ap") } else { body };
        let page = super::PAGE.replace("/Annots[6 0 R", "/Annots[41 0 R 6 0 R");
        let before = with(&base(), &[(3, &page), (41, &body), (40, look)]);
        let mut objects = signature(&WIDGET.replace("[200 100 280 130]", rect));
        objects[0].1 = objects[0].1.replace("/Annots[6 0 R", "/Annots[41 0 R 6 0 R");
        objects[4].1 = stream("/Type/XObject/Subtype/Form/BBox[0 0 100 30]", "1 g 0 0 100 30 re f");
        after(&before, &[objects])
    };
    let (over, beside) = ("[10 5 110 35]", "[30 5 110 35]");
    for entries in ["/Subtype/Widget/FT/Tx", "/Subtype/Widget/FT/Ch", "/Subtype/FreeText"] {
        assert_fault(of(entries, &look, over), "0 look-hides-text");
        assert!(of(entries, &look, beside).is_ok(), "{entries}");
    }
    // Where it cannot be told what is written there, all of it is.
    assert_fault(of("/Subtype/FreeText", &stream("", "x"), beside), "0 look-hides-text");
    for entries in [
        "/Subtype/Widget/FT/Sig",
        "/Subtype/Stamp",
        "/Subtype/Widget/FT/Btn",
        "/Subtype/Stamp/F 4",
        "/Subtype/Bogus",
    ] {
        assert_fault(of(entries, &look, over), "0 look-hides-text");
        assert!(of(entries, &look, beside).is_ok(), "{entries}");
    }
    for entries in ["/Subtype/Stamp/F 2", "/Subtype/Popup", "/Subtype/Link"] {
        assert!(of(entries, &look, over).is_ok(), "{entries}");
    }
    // Where there is no look, readers draw one.
    let bare = |entries: &str| of(&format!("{entries}/Bare true"), &look, beside);
    for entries in [
        "/Subtype/Stamp",
        "/Subtype/FreeText/Contents(a)",
        "/Subtype/Widget/FT/Tx/V(12)",
        "/Subtype/Widget/FT/Ch/V[(a)]",
        "/Subtype/Widget/FT/Btn/V/Yes",
        "/Subtype/Widget/FT/Btn/MK<</CA(Pay)>>",
    ] {
        assert_fault(bare(entries), "0 look-hides-text");
    }
    for entries in [
        "/Subtype/Widget/FT/Tx",
        "/Subtype/Widget/FT/Tx/V()",
        "/Subtype/Widget/FT/Ch/V[]",
        "/Subtype/Widget/FT/Btn/V/Off",
        "/Subtype/Widget/FT/Btn/V/Yes/AS/Off",
        "/Subtype/Widget/FT/Sig/V<<>>",
        "/Subtype/Link",
    ] {
        assert!(bare(entries).is_ok(), "{entries}");
    }
}

/// A further signature with these entries in its widget, over the text and beside it.
fn widget(entries: &str, base: &[(u32, String)], rect: &str) -> Result<Explained, Vec<String>> {
    let body = WIDGET.replace("[200 100 280 130]", rect).replace("/F 132/AP<</N 22 0 R>>", entries);
    let mut objects = signature(&body);
    objects[4].1 = stream("/Type/XObject/Subtype/Form/BBox[0 0 100 30]", "1 g 0 0 100 30 re f");
    after(base, &[objects])
}

const OVER: &str = "[10 140 110 170]";
const BESIDE: &str = "[10 10 110 40]";

#[test]
fn a_look_of_an_unnamed_state_may_be_any() {
    for entries in [
        "/F 132/AP<</N<</Off 22 0 R>>>>",
        "/F 132/AP<</N<</On 22 0 R>>>>",
        "/F 132/AS/Yes/AP<</N<</On 22 0 R>>>>",
        "/F 132/AS/Off/AP<</N<</Off 22 0 R>>>>",
    ] {
        assert_fault(widget(entries, &base(), OVER), "0 look-hides-text");
        assert!(widget(entries, &base(), BESIDE).is_ok(), "{entries}");
    }
    assert!(widget("/F 132/AS/Off/AP<</N<</On 22 0 R>>>>", &base(), OVER).is_ok());
}

#[test]
fn what_does_not_turn_or_grow_with_its_page_may_lie_anywhere() {
    let turn =
        |page: &str, degrees: &str| page.replace("/Parent", &format!("/Rotate {degrees}/Parent"));
    let of = |flags: &str, degrees: &str| {
        let widget = WIDGET.replace("[200 100 280 130]", BESIDE).replace("132", flags);
        let mut objects = signature(&widget);
        objects[0].1 = turn(&objects[0].1, degrees);
        after(&with(&base(), &[(3, &turn(super::PAGE, degrees))]), &[objects])
    };
    assert!(of("132", "90").is_ok() && of("148", "0").is_ok());
    assert_fault(of("148", "90"), "0 look-hides-text");
    assert_fault(of("140", "0"), "0 look-hides-text");
}

#[test]
fn no_look_comes_up_under_the_pointer() {
    for entries in ["/F 132/AP<</N 22 0 R/R 22 0 R>>", "/F 132/AP<</N 22 0 R/D<</On 22 0 R>>>>"] {
        assert_fault(widget(entries, &base(), BESIDE), "20 annotation-look");
    }
    assert!(widget("/F 132/AP<</N 22 0 R>>", &base(), BESIDE).is_ok());
}

/// Further signatures one after another, all in the same place, with these looks.
fn row(looks: &[&str]) -> Result<Explained, Vec<String>> {
    let resources = "/Resources<</ExtGState<</Some<</ca .3>>>>/XObject<</Im 30 0 R>>>>";
    let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 100 30]{resources}");
    let (mut page, mut fields) = (super::PAGE.to_owned(), super::FORM.replace("]", "]/SigFlags 3"));
    let mut revisions = Vec::new();
    for (at, look) in looks.iter().enumerate() {
        let number = |object: u32| object + 10 * u32::try_from(at).unwrap();
        let mut next = signature(&WIDGET.replace("[200 100 280 130]", OVER));
        let own = format!(" {} 0 R]", number(20));
        page = page.replace(" 0 R]>>", &format!(" 0 R{own}>>"));
        fields = fields.replace("]", &own);
        (next[0].1, next[1].1) = (page.clone(), fields.clone());
        next[4].1 = stream(&form.replace("30 0 R", "15 0 R"), look);
        for (object, body) in &mut next[2..] {
            *object = number(*object);
            *body = body
                .replace("(further)", &format!("(further{at})"))
                .replace("21 0 R", &format!("{} 0 R", number(21)))
                .replace("22 0 R", &format!("{} 0 R", number(22)));
        }
        revisions.push(next);
    }
    let dot = stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x");
    after(&with(&base(), &[(15, &dot)]), &revisions)
}

#[test]
fn several_looks_do_not_hide_together_what_each_leaves() {
    let (tint, lines) = ("/Some gs 1 g 0 0 100 30 re f", "0 12 100 1 re f ".repeat(2));
    let beside = "1 g 60 0 40 30 re f";
    assert!(row(&[tint, beside]).is_ok() && row(&[&lines, &lines]).is_ok());
    assert_fault(row(&[tint, tint]), "0 look-hides-text");
    assert_fault(row(&[&lines, &lines, &lines]), "0 look-hides-text");
    // Shapes, each over a part of the text of the page, through the middle of its letters.
    let part = |x: u32| format!("{x} 12 m {0} 12 l {0} 16 l {x} 16.1 l f", x + 15);
    assert!(row(&[&part(0)]).is_ok() && row(&[&part(0), &part(60)]).is_ok());
    assert_fault(row(&[&part(0), &part(15), &part(30)]), "0 look-hides-text");
}

#[test]
fn a_scanned_page_is_not_papered_over() {
    let scan = "q 300 0 0 200 0 0 cm /Im Do Q";
    let on_scan = |look: &str| {
        let page = super::PAGE.replace("/Font<<", "/XObject<</Im 30 0 R>>/Font<<");
        let mut before = with(&base(), &[(3, &page), (4, &stream("", scan))]);
        before.push((30, stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x")));
        let mut objects = signature(&WIDGET.replace("[200 100 280 130]", BESIDE));
        objects[0].1 = objects[0].1.replace("/Font<<", "/XObject<</Im 30 0 R>>/Font<<");
        let form = "/Type/XObject/Subtype/Form/BBox[0 0 100 30]/Resources<</XObject<</Im 30 0 R>>\
            /ExtGState<</Some<</ca .6>>>>>>";
        objects[4].1 = stream(form, look);
        after(&before, &[objects])
    };
    for look in [
        "1 g 0 0 50 20 re f",
        "0 g 0 0 50 20 re f",
        "1 g 0 0 m 50 0 l 30 20 l f",
        "1 G 2 w 0 9 m 50 9 l S",
        "q 50 0 0 20 0 0 cm /Im Do Q",
    ] {
        assert_fault(on_scan(look), "0 look-hides-text");
    }
    for look in ["1 0 0 RG 2 w 0 9 m 50 9 l S", "/Some gs .3 g 0 0 50 20 re f"] {
        assert!(on_scan(look).is_ok(), "{look}");
    }
}
