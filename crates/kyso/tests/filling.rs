//! Filling forms after a signature: fields that were there to be filled may be, and the look must
//! say what the value says. Everything else about a field stays as it was signed.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{document, pki, policy, sign, stream, verify};
use kyso::Conclusion;
use kyso::policy::{Filling, LaterChanges};
use kyso::report::{Modification, Report};
use kyso_testkit::Pki;
use kyso_testkit::attacks::{Tweaks, append_increment};

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
    /Annots[6 0 R 7 0 R 8 0 R]>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const OLD_LOOK: &str = "/Tx BMC q BT /Helv 10 Tf 2 5 Td (draft) Tj ET Q EMC";

/// Objects of a form: 6 a text field with a look (9), 7 a check box with looks 10 and 11, 8 a text
/// field that is read only, 12 a font.
fn form(of_the_form: &str) -> Vec<String> {
    vec![
        CATALOG.into(),
        PAGES.into(),
        PAGE.into(),
        stream("", "0 0 10 10 re f"),
        format!("<</Fields[6 0 R 7 0 R 8 0 R]/DR<</Font<</Helv 12 0 R>>>>{of_the_form}>>"),
        text_field("(draft)", 9, ""),
        check_box("Off", "Off"),
        "<</Type/Annot/Subtype/Widget/FT/Tx/Ff 1/T(fixed)/V(7)/Rect[10 90 110 110]/P 3 0 R>>"
            .into(),
        look(OLD_LOOK),
        look("0 0 5 5 re S"),
        look("0 0 5 5 re f"),
        FONT.into(),
    ]
}

fn text_field(value: &str, look: u32, more: &str) -> String {
    format!(
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(number)/V{value}/Rect[10 10 110 30]/P 3 0 R\
        /DA(/Helv 10 Tf 0 g)/MK<</BG[1 1 1]>>/AP<</N {look} 0 R>>{more}>>"
    )
}

fn check_box(value: &str, state: &str) -> String {
    format!(
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(agreed)/V/{value}/AS/{state}/Rect[10 50 20 60]\
        /P 3 0 R/AP<</N<</Off 10 0 R/Yes 11 0 R>>>>>>"
    )
}

fn look(content: &str) -> String {
    stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</Helv 12 0 R>>>>",
        content,
    )
}

/// A look of one line of text.
fn line(text: &str) -> String {
    look(&format!("/Tx BMC q 1 1 98 18 re W n BT /Helv 10 Tf 0 g 2 5 Td ({text}) Tj ET Q EMC"))
}

/// Signs the form, appends `later` and judges.
fn judged_in(of_the_form: &str, later: &[(u32, String)]) -> Report {
    let pki = pki();
    verify(&filled(of_the_form, later, &pki), &policy(&pki))
}

/// Signs the form and appends `later`.
fn filled(of_the_form: &str, later: &[(u32, String)], pki: &Pki) -> Vec<u8> {
    let objects = form(of_the_form);
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let signed = sign(&document(&objects), pki);
    let later: Vec<_> = later.iter().map(|(n, body)| (*n, 0, body.clone().into_bytes())).collect();
    append_increment(&signed, &later, &Tweaks::default())
}

#[track_caller]
fn assert_fills(later: &[(u32, String)]) {
    let report = judged_in("", later);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    assert_eq!(report.signatures[0].modification, Modification::FormFilling);
}

#[track_caller]
fn assert_refused(later: &[(u32, String)]) {
    let report = judged_in("", later);
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    assert_eq!(report.signatures[0].modification, Modification::Suspicious);
}

#[test]
fn a_text_field_with_a_new_look() {
    assert_fills(&[(6, text_field("(1234/QD)", 90, "")), (90, line("1234/QD"))]);
}

#[test]
fn only_the_fields_that_the_policy_names() {
    let pki = pki();
    let bytes = filled("", &[(6, text_field("(1234/QD)", 90, "")), (90, line("1234/QD"))], &pki);
    let under = |fields: &[&str]| {
        let mut changes = LaterChanges::default();
        changes.filling = Filling::Only(fields.iter().map(|name| (*name).to_owned()).collect());
        verify(&bytes, &policy(&pki).with_later_changes(changes))
    };
    let report = under(&["number", "other"]);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    for fields in [&["agreed"][..], &[]] {
        let report = under(fields);
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
        assert_eq!(report.signatures[0].modification, Modification::Suspicious);
    }
}

#[test]
fn a_text_field_whose_look_is_drawn_over_in_place() {
    assert_fills(&[(6, text_field("(1234/QD)", 9, "")), (9, line("1234/QD"))]);
}

#[test]
fn a_text_in_utf_16_on_two_lines_beside_a_background() {
    let value = "<FEFF004E0067006100790020003200320020007400681EA3>";
    let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 92 0 R\
        /DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500>>]>>";
    let map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
        1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n\
        9 beginbfchar\n<0001> <004E>\n<0002> <0067>\n<0003> <0061>\n<0004> <0079>\n\
        <0005> <0032>\n<0006> <0074>\n<0007> <0068>\n<0008> <1EA3>\n<0009> <0020>\nendbfchar\n\
        endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend";
    let look = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 91 0 R>>>>",
        "q 1 g 0 0 100 20 re f Q q BT /F 8 Tf 2 12 Td <0001000200030004> Tj 0 -9 Td \
        [<00050005> -20 <0009000600070008>] TJ ET Q",
    );
    assert_fills(&[
        (6, text_field(value, 90, "")),
        (90, look),
        (91, font.into()),
        (92, stream("", map)),
    ]);
}

#[test]
fn a_check_box_that_is_ticked() {
    assert_fills(&[(7, check_box("Yes", "Yes"))]);
}

#[test]
fn a_look_that_says_something_else_than_the_value() {
    assert_refused(&[(6, text_field("(100)", 90, "")), (90, line("900"))]);
    assert_refused(&[(6, text_field("(100)", 9, "")), (9, line("900"))]);
}

#[test]
fn a_look_swapped_under_the_value_that_was_signed() {
    assert_refused(&[(9, line("final"))]);
    assert_refused(&[(6, text_field("(draft)", 90, "")), (90, line("final"))]);
}

#[test]
fn a_value_changed_behind_the_look_that_was_signed() {
    assert_refused(&[(6, text_field("(final)", 9, ""))]);
}

#[test]
fn text_that_nobody_sees_is_no_look_of_a_value() {
    let hidden = [
        "BT /Helv 10 Tf 2 5 Td (1) Tj 400 0 Td (00) Tj ET",
        "BT /Helv 10 Tf 2 5 Td [(1) -90000 (00)] TJ ET",
        "BT /Helv 10 Tf 2 5 Td 200 Tc (100) Tj ET",
        "BT /Helv 10 Tf 2 5 Td 3 Tr (100) Tj ET",
        "BT /Helv 0.1 Tf 2 5 Td (100) Tj ET",
        "0 0 4 20 re W n BT /Helv 10 Tf 2 5 Td (100) Tj ET",
        "BT /Helv 10 Tf 2 5 Td (100) Tj ET 1 g 0 0 100 20 re f",
        "0.001 0 0 0.001 0 0 cm BT /Helv 10 Tf 2 5 Td (100) Tj ET",
    ];
    for content in hidden {
        assert_refused(&[(6, text_field("(100)", 90, "")), (90, look(content))]);
    }
}

#[test]
fn a_look_with_pictures_or_drawn_strokes() {
    let shown = "BT /Helv 10 Tf 2 5 Td (100) Tj ET";
    for more in ["/Im Do", "0 0 m 9 9 l S", "BI /W 1 /H 1 /BPC 8 /CS /G ID \u{1} EI"] {
        let content = format!("{more} {shown}");
        assert_refused(&[(6, text_field("(100)", 90, "")), (90, look(&content))]);
    }
}

#[test]
fn other_things_about_a_field() {
    let moved = text_field("(100)", 90, "").replace("10 10 110 30", "0 0 300 200");
    assert_refused(&[(6, moved), (90, line("100"))]);
    let acting = text_field("(100)", 90, "/AA<</K<</S/JavaScript/JS(x)>>>>");
    assert_refused(&[(6, acting), (90, line("100"))]);
    let renamed = text_field("(100)", 90, "").replace("/T(number)", "/T(other)");
    assert_refused(&[(6, renamed), (90, line("100"))]);
}

#[test]
fn a_field_that_is_read_only() {
    let field =
        "<</Type/Annot/Subtype/Widget/FT/Tx/Ff 1/T(fixed)/V(8)/Rect[10 90 110 110]/P 3 0 R>>";
    assert_refused(&[(8, field.into())]);
    assert_refused(&[(8, field.replace("/Ff 1", "/Ff 0"))]);
}

#[test]
fn a_check_box_that_shows_another_state_than_its_value() {
    assert_refused(&[(7, check_box("Off", "Yes"))]);
    assert_refused(&[(7, check_box("Yes", "Off"))]);
    assert_refused(&[(7, check_box("Other", "Other"))]);
    assert_refused(&[(11, look("0 0 99 99 re f"))]);
}

#[test]
fn objects_behind_a_filled_field_are_no_hiding_place() {
    let hiding = text_field("(100)", 90, "");
    let look = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</Helv 12 0 R>>\
        /XObject<</X 91 0 R>>>>",
        "BT /Helv 10 Tf 2 5 Td (100) Tj ET",
    );
    assert_refused(&[(6, hiding), (90, look), (91, stream("/Subtype/Form", "0 0 9 9 re f"))]);
}

#[test]
fn looks_that_readers_draw_themselves() {
    // Signed with a form that has its looks drawn: the old look is not what readers show.
    let later = [(6, text_field("(final)", 9, ""))];
    let report = judged_in("/NeedAppearances true", &later);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[test]
fn asking_readers_to_draw_looks_anew_shows_no_hidden_value() {
    let asking = |more: &str| {
        let form = "<</Fields[6 0 R 7 0 R 8 0 R 14 0 R]/DR<</Font<</Helv 12 0 R>>>>/SigFlags 3";
        (5, format!("{form}/NeedAppearances true{more}>>"))
    };
    let filled = (6, text_field("(final)", 9, ""));
    // Field 8 has a value and no look: it would be seen for the first time.
    assert_refused(&[asking(""), filled.clone()]);
    assert_refused(&[asking("")]);
    let pki = pki();
    let mut objects = form("");
    objects[7] = objects[7].replace("/V(7)", "");
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let signed = sign(&document(&objects), &pki);
    let judged = |later: &[(u32, String)]| {
        let later = later.iter().map(|(n, body)| (*n, 0, body.clone().into_bytes()));
        let altered = append_increment(&signed, &later.collect::<Vec<_>>(), &Tweaks::default());
        verify(&altered, &policy(&pki)).conclusion().clone()
    };
    assert!(matches!(judged(&[asking(""), filled.clone()]), Conclusion::Passed(_)));
    assert!(matches!(judged(&[asking("")]), Conclusion::Failed(_)));
    assert!(matches!(judged(&[asking("/DA(/Helv 0 Tf)"), filled]), Conclusion::Failed(_)));
}

#[test]
fn an_xfa_form_is_not_filled() {
    let later = [(6, text_field("(100)", 90, "")), (90, line("100"))];
    let report = judged_in("/XFA(x)", &later);
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

/// Signs these objects, whose first seven are the form's, appends `later` and says whether it passes.
fn passes(objects: &[String], later: &[(u32, String)]) -> bool {
    let pki = pki();
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let signed = sign(&document(&objects), &pki);
    let later: Vec<_> = later.iter().map(|(n, body)| (*n, 0, body.clone().into_bytes())).collect();
    let altered = append_increment(&signed, &later, &Tweaks::default());
    matches!(verify(&altered, &policy(&pki)).conclusion(), Conclusion::Passed(_))
}

#[test]
fn what_writers_spell_out_is_no_change_and_what_they_choose_anew_is() {
    let filled = |from: &str, to: &str| {
        let field = text_field("(100)", 90, "");
        assert!(field.contains(from), "{from}");
        passes(&form(""), &[(6, field.replace(from, to)), (90, line("100"))])
    };
    assert!(filled("(/Helv 10 Tf 0 g)", "(0 g /Helv 10 Tf)"));
    assert!(filled("(/Helv 10 Tf 0 g)", "(/Helv 10 Tf)"));
    assert!(!filled("(/Helv 10 Tf 0 g)", "(/Helv 10 Tf 1 g)"));
    assert!(!filled("(/Helv 10 Tf 0 g)", "(/Helv 99 Tf 0 g)"));
    assert!(!filled("(/Helv 10 Tf 0 g)", "(/Helv 10 Tf 0 g 3 Tr)"));
    assert!(filled("/Rect[10 10 110 30]", "/Rect[10.004 10 110 30]"));
    assert!(!filled("/Rect[10 10 110 30]", "/Rect[10.02 10 110 30]"));
    assert!(filled("/P 3 0 R", "/P 3 0 R/BS<</S/S/W 1>>/Ff 0"));
    assert!(!filled("/P 3 0 R", "/P 3 0 R/Ff 1"));
    assert!(!filled("/P 3 0 R", "/P 3 0 R/MK<</BG[1]>>"));
}

#[test]
fn shapes_beside_the_text_are_borders_and_backgrounds_only() {
    let mut objects = form("");
    objects[5] = text_field("(draft)", 9, "");
    let drawn = |shapes: &str| {
        let content = format!("{shapes} 0 g BT /Helv 10 Tf 20 5 Td (00) Tj ET");
        let field = text_field("(00)", 90, "");
        passes(&objects, &[(6, field), (90, look(&content))])
    };
    assert!(drawn("1 g 0 0 100 20 re f 0.5 0.5 99 19 re S"));
    assert!(drawn("0 g 0 0 100 20 re 1 1 98 18 re f*"));
    assert!(drawn("0 g 0 0 m 0 20 l 1 19 l 1 1 l h f"));
    // A strip before the zeros reads as a one, however it is written.
    assert!(!drawn("0 g 14 4 2 9 re f"));
    assert!(!drawn("0 g 14 4 2 9 re 0 0 1 20 re f"));
    assert!(!drawn("0 g 14 4 m 14 13 l 16 13 l 16 4 l f"));
}

#[test]
fn a_list_box_marks_what_was_chosen() {
    const OPTIONS: &str = "BT /Helv 10 Tf 0 g 2 42 Td (low) Tj ET";
    let list = |value: &str, more: &str| {
        format!(
            "<</Type/Annot/Subtype/Widget/FT/Ch/T(level)/Opt[(low)(high)]{value}\
            /Rect[10 90 110 150]/P 3 0 R/DA(/Helv 10 Tf 0 g){more}>>"
        )
    };
    let mut objects = form("");
    objects[7] = list("", "");
    let shows = |content: &str| {
        let look = look(content).replace("[0 0 100 20]", "[0 0 100 60]");
        passes(&objects, &[(8, list("/V(high)", "/AP<</N 90 0 R>>")), (90, look)])
    };
    let second = "BT /Helv 10 Tf 0 g 2 22 Td (high) Tj ET";
    assert!(shows(&format!("0.8 g 0 20 100 12 re f {OPTIONS} {second}")));
    assert!(!shows(&format!("0.8 g 0 40 100 12 re f {OPTIONS} {second}")));
    assert!(!shows(&format!("{OPTIONS} {second}")));
    assert!(!shows(&format!("0.8 g 0 20 100 12 re f 0 40 100 12 re f {OPTIONS} {second}")));
    // Painted over an option, or another option in its place.
    assert!(!shows(&format!("0.8 g 0 20 100 12 re f {OPTIONS} {second} 1 g 0 40 100 12 re f")));
    let third = second.replace("high", "none");
    assert!(!shows(&format!("0.8 g 0 20 100 12 re f {OPTIONS} {third}")));
}

#[test]
fn a_mark_is_drawn_anew_as_a_plain_mark_and_nothing_else() {
    let mark = |font: &str, content: &str| {
        let font = format!("<</Type/Font/Subtype/Type1/BaseFont/{font}>>");
        stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<</Font<</Z {font}>>>>"),
            content,
        )
    };
    let ticked = |on: String, off: String| {
        let box_ = check_box("Yes", "Yes").replace("10 0 R/Yes 11 0 R", "91 0 R/Yes 92 0 R");
        let mut objects = form("");
        objects[9] = look("0.5 0.5 99 19 re S");
        passes(&objects, &[(7, box_), (91, off), (92, on)])
    };
    let tick = || mark("ZapfDingbats", "q BT /Z 8 Tf 1 1 Td (4) Tj ET Q");
    let empty = || mark("ZapfDingbats", "0.5 0.5 9 9 re S");
    assert!(ticked(tick(), empty()));
    // The box that is on shows nothing, a word, a letter; the one that is off has a mark.
    assert!(!ticked(empty(), empty()));
    assert!(!ticked(mark("Helvetica", "BT /Z 8 Tf 1 1 Td (4) Tj ET"), empty()));
    assert!(!ticked(mark("ZapfDingbats", "BT /Z 8 Tf 1 1 Td (44) Tj ET"), empty()));
    assert!(!ticked(mark("ZapfDingbats", "1 g BT /Z 8 Tf 1 1 Td (4) Tj ET"), empty()));
    assert!(!ticked(tick(), tick()));
    let own = tick().replace("/ZapfDingbats", "/ZapfDingbats/FontDescriptor 93 0 R");
    assert!(!ticked(own, empty()));
}

#[test]
fn default_resources_gain_no_name_that_a_field_takes_its_look_from() {
    let fields = "[6 0 R 7 0 R 8 0 R 14 0 R]";
    let gaining = |name: &str, signed: &str| {
        let mut objects = form("");
        objects[5] = text_field("(draft)", 9, "").replace("/Helv 10 Tf", signed);
        let grown =
            format!("<</Fields{fields}/DR<</Font<</Helv 12 0 R/{name} 90 0 R>>>>/SigFlags 3>>");
        passes(&objects, &[(5, grown), (90, FONT.into())])
    };
    assert!(gaining("Later", "/Helv 10 Tf"));
    assert!(!gaining("Missing", "/Missing 10 Tf"));
    assert!(!gaining("Missing", "/Mis#73ing 10 Tf"));
}

#[test]
fn a_page_takes_nothing_over_that_was_not_above_it() {
    let writing = |more: &str| {
        let mut objects = form("");
        objects[1] = PAGES.replace(">>", "/Rotate 0/CropBox[0 0 300 200]>>");
        // Signing leaves the page as it is: its annotations are written in it, and one was added.
        let page = PAGE.replace("8 0 R]", "8 0 R 14 0 R]").replace(">>", &format!("{more}>>"));
        passes(&objects, &[(3, page)])
    };
    assert!(writing("/Rotate 0/CropBox[0 0 300.0 200]"));
    assert!(!writing("/Rotate 90"));
    assert!(!writing("/CropBox[0 0 300 100]"));
    assert!(!writing("/UserUnit 2"));
}
