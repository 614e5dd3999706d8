//! What is filled in is seen: on its page, under nothing else, saying what its value says.

use kyso::Conclusion;

use crate::common::stream;
use crate::{Office, PAGE, draft, draft_on, field, fill, look, write};

/// The amount, moved over the number, with a look of its own.
fn moved_amount(rect: &str, content: &str) -> [(u32, String); 2] {
    let (number, body) = field(8, None);
    let body = body.replace("[10 50 110 70]", rect).replace(">>", "/AP<</N 1800 0 R>>>>");
    let entries = "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<<>>";
    [(number, body), (1800, stream(entries, content))]
}

/// Another annotation in place of the amount.
fn annotation(body: &str) -> [(u32, String); 1] {
    [(8, format!("<</Type/Annot{body}>>"))]
}

#[track_caller]
fn passes(office: &Office, bytes: &[u8]) {
    let report = office.judge(bytes);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[test]
fn a_field_outside_of_its_page_is_not_seen() {
    let office = Office::new();
    for page in [
        PAGE.replace("300 200]", "300 160]"),
        PAGE.replace("/MediaBox[0 0", "/MediaBox[50 0"),
        PAGE.replace("/Contents", "/CropBox[0 0 300 140]/Contents"),
        PAGE.replace("/Contents", "/CropBox[0 300 300 400]/Contents"),
        PAGE.replace("/Contents", "/CropBox(none)/Contents"),
    ] {
        office.refuses(&office.issued(&draft_on(&page, None)), "off-page");
    }
    let cropped = PAGE.replace("/Contents", "/CropBox[10 40 300 900]/Contents");
    passes(&office, &office.issued(&draft_on(&cropped, None)));
    let cropped = draft_on(&PAGE.replace("/Contents", "/CropBox[0 0 300 140]/Contents"), None);
    let (number, body) = field(7, None);
    let inside = write(&cropped, &[(number, body)]);
    office.refuses(&office.issued(&inside), "off-page");
}

#[test]
fn what_lies_over_a_field_hides_it() {
    let office = Office::new();
    let covered = |objects: &[(u32, String)]| office.issued(&write(&draft(None), objects));
    for objects in [
        moved_amount("[10 150 110 170]", "1 1 1 rg 0 0 100 20 re f"),
        moved_amount("[60 160 160 180]", "0 0 50 10 re f"),
        moved_amount("[10 150 110 170]", "0 0 m 100 20 l S"),
        // One of a hundred strips.
        moved_amount("[50 150 51 170]", "1 1 1 rg 0 0 100 20 re f"),
    ] {
        office.refuses(&covered(&objects), "covered");
    }
    for body in [
        "/Subtype/Square/Rect[10 150 110 170]/IC[1 1 1]",
        "/Subtype/FreeText/Rect[0 0 200 200]/Contents(9999)/DA(/Helv 10 Tf 0 g)",
        "/Subtype/Line/Rect[0 0 1 1]/L[10 160 110 160]",
        "/Subtype/Ink/Rect[0 0 1 1]/InkList[[10 160 110 160]]",
        "/Subtype/Link/Rect[10 150 110 170]/Border[0 0 40]/C[1 1 1]",
        "/Subtype/Stamp",
    ] {
        office.refuses(&covered(&annotation(body)), "covered");
    }
}

#[test]
fn what_lies_beside_a_field_or_paints_nothing_hides_nothing() {
    let office = Office::new();
    for objects in [
        moved_amount("[110 150 210 170]", "0 0 100 20 re f").as_slice(),
        // The rectangle meets the field, what is painted in it does not.
        &moved_amount("[10 140 110 180]", "0 0 100 2 re f"),
        &annotation("/Subtype/Popup/Rect[0 0 200 200]"),
        &annotation("/Subtype/Link/Rect[10 150 110 170]/Border[0 0 0]"),
        &annotation("/Subtype/Square/Rect[10 150 110 170]/F 2"),
        &annotation("/Subtype/Text/Rect[200 20 210 30]"),
    ] {
        passes(&office, &office.issued(&write(&draft(None), objects)));
    }
}

#[test]
fn a_number_reserved_under_another_look_is_not_that_number() {
    let office = Office::new();
    let dated = |draft: &[u8]| {
        let led = office.led(draft);
        office.sealed(&fill(&led, 7, "23/11/2026"))
    };
    let reserved = draft(Some("1234/QD"));
    passes(&office, &dated(&reserved));
    let other = write(&reserved, &[look(6, "9999/QD")]);
    office.refuses(&dated(&other), "look-differs");
    let (number, body) = field(6, Some("1234/QD"));
    let bare = body.replace("/AP<</N 1600 0 R>>", "");
    office.refuses(&dated(&write(&reserved, &[(number, bare)])), "no-look");
    // So small that nobody reads it.
    let tiny = body.replace("[10 150 110 170]", "[10 150 20 152]");
    office.refuses(&dated(&write(&reserved, &[(number, tiny)])), "not-shown");
}

#[test]
fn letters_stand_out_from_what_the_page_paints_under_them() {
    let office = Office::new();
    let on = |content: &str| office.issued(&write(&draft(None), &[(4, stream("", content))]));
    for content in [
        "0 g 0 0 300 200 re f",
        "1 g 0 0 300 200 re f 0.1 g 10 150 50 20 re f",
        "40 w 0 160 m 300 160 l S",
    ] {
        office.refuses(&on(content), "covered");
    }
    for content in [
        "1 g 0 0 300 200 re f",
        "0 g 0 0 300 200 re f 1 g 0 0 300 200 re f",
        "0.8 0.84 1 rg 10 150 100 20 re f 1 w 10 150 100 20 re S",
        "0 g 0 0 300 20 re f",
    ] {
        passes(&office, &on(content));
    }
}

#[test]
fn a_form_that_readers_draw_anew_says_nothing_by_its_looks() {
    let office = Office::new();
    let asked = crate::FORM.replace("/Fields", "/NeedAppearances true/Fields");
    office.refuses(&office.issued(&write(&draft(None), &[(5, asked)])), "no-look");
}
