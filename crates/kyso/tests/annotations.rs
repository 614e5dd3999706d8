//! Annotations after a signature: those that hide nothing pass where a certification with P=3
//! allows them; all others, and all without it, fail.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "common/by_hand.rs"]
mod by_hand;
mod common;

use by_hand::certify;
use common::{credential, document, pki, policy, sign, stream, verify};
use kyso::Conclusion;
use kyso::report::{ChangeKind, Code, Modification, Report};
use kyso_testkit::Pki;
use kyso_testkit::attacks::{Tweaks, append_increment};

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
/// A line of text from 72 to about 170 at the height of 700, a table's line, a picture's place,
/// red text, a field, a note.
const CONTENT: &str = "1 1 1 rg 0 0 595 842 re f 0 g BT /F 12 Tf 72 700 Td (pay 1,000,000 VND) Tj ET \
    72 600 m 500 600 l S q 100 0 0 100 400 100 cm /Im Do Q 1 0 0 rg BT /F 12 Tf 72 650 Td (no more) Tj ET";
const PICTURE: &str = "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8\
    /ColorSpace/DeviceGray";
const FIELD: &str =
    "<</Type/Annot/Subtype/Widget/FT/Tx/T(number)/Rect[72 500 172 520]/P 3 0 R/DA(/F 10 Tf 0 g)>>";
const OLD_NOTE: &str =
    "<</Type/Annot/Subtype/Text/Rect[300 500 320 520]/Contents(as signed)/P 3 0 R>>";

fn page(annotations: &str) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources\
        <</Font<</F 5 0 R>>/XObject<</Im 6 0 R>>>>/Annots[8 0 R 9 0 R{annotations}]>>"
    )
}

fn base() -> Vec<u8> {
    base_of(CONTENT)
}

/// With another content of the page.
fn base_of(content: &str) -> Vec<u8> {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let (content, picture) = (stream("", content), stream(PICTURE, "x"));
    let form = "<</Fields[8 0 R]>>";
    document(&[CATALOG, PAGES, &page(""), &content, font, &picture, form, FIELD, OLD_NOTE])
}

/// Appends objects; the page gains the annotations in `list` behind the signature's widget.
fn append(bytes: &[u8], list: &str, objects: &[(u32, String)]) -> Vec<u8> {
    let signed = String::from_utf8_lossy(bytes).into_owned();
    // The list as the signing left it, with what comes now.
    let at = signed.rfind("/Annots").unwrap();
    let end = at + signed[at..].find(']').unwrap();
    let before = signed[at + 8..end].to_owned();
    let mut all = objects.to_vec();
    all.push((3, page("").replace("8 0 R 9 0 R", &format!("{before}{list}"))));
    raw(bytes, &all)
}

fn raw(bytes: &[u8], objects: &[(u32, String)]) -> Vec<u8> {
    let objects: Vec<_> =
        objects.iter().map(|(n, body)| (*n, 0, body.clone().into_bytes())).collect();
    append_increment(bytes, &objects, &Tweaks::default())
}

fn certified(permission: i64) -> (Pki, Vec<u8>) {
    let pki = pki();
    let bytes = certify(&base(), &credential(&pki.signer), permission);
    (pki, bytes)
}

/// One annotation (90) with its objects, after a certification with P=3.
fn judged(annotation: &str, more: &[(u32, String)]) -> Report {
    let (pki, bytes) = certified(3);
    let mut objects = vec![(90, annotation.to_owned())];
    objects.extend_from_slice(more);
    verify(&append(&bytes, " 90 0 R", &objects), &policy(&pki))
}

#[track_caller]
fn assert_hides_nothing(annotation: &str, more: &[(u32, String)]) {
    let report = judged(annotation, more);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{annotation} {report:#?}");
    let signature = &report.signatures[0];
    assert_eq!(signature.modification, Modification::Annotation);
    assert!(signature.findings.iter().any(|one| one.code == Code::LaterAnnotation));
}

#[track_caller]
fn assert_refused(annotation: &str, more: &[(u32, String)]) {
    let report = judged(annotation, more);
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{annotation} {report:#?}");
    assert_eq!(report.signatures[0].modification, Modification::Suspicious);
}

fn note(subtype: &str, rect: &str, more: &str) -> String {
    format!("<</Type/Annot/Subtype/{subtype}/Rect[{rect}]/P 3 0 R/F 4{more}>>")
}

/// An appearance that draws in the page's own space.
fn look(bounds: &str, more: &str, content: &str) -> String {
    stream(&format!("/Type/XObject/Subtype/Form/BBox[{bounds}]{more}"), content)
}

const MULTIPLY: &str = "/Resources<</ExtGState<</H<</Type/ExtGState/BM/Multiply>>>>>>";
const OVER_TEXT: &str = "72 695 170 712";
const QUADS: &str = "/QuadPoints[72 712 170 712 72 695 170 695]";
const BLANK: &str = "300 300 320 320";

fn with_look(
    subtype: &str,
    rect: &str,
    more: &str,
    form: &str,
    content: &str,
) -> [(u32, String); 2] {
    let annotation = note(subtype, rect, &format!("{more}/AP<</N 91 0 R>>"));
    [(90, annotation), (91, look(rect, form, content))]
}

#[track_caller]
fn look_passes(subtype: &str, rect: &str, more: &str, form: &str, content: &str) {
    let [(_, annotation), look] = with_look(subtype, rect, more, form, content);
    assert_hides_nothing(&annotation, &[look]);
}

#[track_caller]
fn look_fails(subtype: &str, rect: &str, more: &str, form: &str, content: &str) {
    let [(_, annotation), look] = with_look(subtype, rect, more, form, content);
    assert_refused(&annotation, &[look]);
}

#[test]
fn notes_and_drawings_beside_the_content() {
    assert_hides_nothing(&note("Text", BLANK, "/Contents(x)/Name/Note/T(An)/C[1 1 0]"), &[]);
    assert_hides_nothing(&note("Ink", BLANK, "/InkList[[300 300 320 320]]/C[1 0 0]"), &[]);
    assert_hides_nothing(&note("Square", BLANK, "/C[1 0 0]/BS<</W 2>>"), &[]);
    look_passes("Line", BLANK, "/L[300 300 320 320]", "", "1 0 0 RG 300 300 m 320 320 l S");
    look_passes("Circle", BLANK, "", "", "1 0 0 RG 301 301 18 18 re S");
    look_passes("Text", BLANK, "", "", "1 1 0 rg 300 300 20 20 re f");
}

#[test]
fn the_report_says_on_which_page() {
    let report = judged(&note("Square", BLANK, "/C[1 0 0]"), &[]);
    let mut changes = report.signatures[0].changes.iter();
    let found = changes.find(|change| change.kind == ChangeKind::Annotation).unwrap();
    assert_eq!((found.allowed, found.page), (true, Some(1)), "{report:#?}");
}

#[test]
fn a_window_with_its_note() {
    let annotation = note("Text", BLANK, "/Popup 91 0 R");
    let window = |open| note("Popup", "0 0 595 842", &format!("/Parent 90 0 R/Open {open}"));
    assert_hides_nothing(&annotation, &[(91, window(false))]);
    assert_refused(&annotation, &[(91, window(true))]);
}

#[test]
fn marks_on_text_that_leave_it_to_be_read() {
    assert_hides_nothing(&note("Highlight", OVER_TEXT, &format!("{QUADS}/C[1 1 0]")), &[]);
    look_passes("Underline", OVER_TEXT, QUADS, "", "0 .5 0 RG 1 w 72 697 m 170 697 l S");
    look_passes("StrikeOut", OVER_TEXT, QUADS, "", "1 0 0 RG 1 w 72 703 m 170 703 l S");
    look_passes("Highlight", OVER_TEXT, QUADS, MULTIPLY, "/H gs 1 1 0 rg 72 695 98 17 re f");
    look_passes("StrikeOut", OVER_TEXT, QUADS, "", "1 0 0 RG 1 w 72 703 m 170 703 l S");
    let zigzag = "1 0 1 RG 1 w 72 695 m 74 697 l 76 695 l 78 697 l 80 695 l S";
    look_passes("Squiggly", OVER_TEXT, QUADS, "", zigzag);
}

#[test]
fn a_drawing_around_text_whose_lines_keep_their_distance() {
    look_passes("Square", "60 685 200 722", "", "", "1 0 0 RG 61 686 138 35 re S");
    look_fails("Square", "60 685 200 722", "", "", "1 g 61 686 138 35 re B");
    look_fails("Square", "60 685 200 722", "", "", "1 0 0 RG 61 699 138 5 re S");
}

#[test]
fn a_tint_inside_groups_as_writers_nest_them() {
    let form = "/Resources<</ExtGState<</H<</BM/Multiply>>>>/XObject<</Fm 92 0 R>>>>";
    let inner = look(OVER_TEXT, "/Group<</S/Transparency>>", "1 1 0 rg 72 695 98 17 re f");
    let [(_, annotation), outer] = with_look("Highlight", OVER_TEXT, QUADS, form, "/H gs /Fm Do");
    assert_hides_nothing(&annotation, &[outer, (92, inner)]);
    // Inside an isolated group there is nothing to be multiplied with.
    let inner = look(OVER_TEXT, MULTIPLY, "/H gs 1 1 0 rg 72 695 98 17 re f");
    let form = "/Resources<</XObject<</Fm 92 0 R>>>>/Group<</S/Transparency/I true>>";
    let [(_, annotation), outer] = with_look("Highlight", OVER_TEXT, QUADS, form, "/Fm Do");
    assert_refused(&annotation, &[outer, (92, inner)]);
}

#[test]
fn what_covers_text_fields_pictures_lines_or_annotations() {
    for rect in
        [OVER_TEXT, "80 505 90 515", "440 140 460 160", "100 598 110 602", "310 510 330 530"]
    {
        assert_refused(&note("Ink", rect, "/C[1 1 1]"), &[]);
        look_fails("Square", rect, "", "", "1 g 0 0 595 842 re f");
    }
    // The place that it draws at counts, not the one that it says it has.
    assert_refused(&note("Ink", BLANK, "/InkList[[70 700 170 700]]"), &[]);
    // Digits before or behind the text.
    look_fails("Ink", "60 690 71 715", "", "", "70 700 m 70 710 l S");
    assert_refused(&note("Text", "60 690 68 715", ""), &[]);
}

#[test]
fn tints_that_hide() {
    assert_refused(&note("Highlight", OVER_TEXT, &format!("{QUADS}/C[0 0 0]")), &[]);
    assert_refused(&note("Highlight", OVER_TEXT, QUADS), &[]);
    // Red under red.
    let red = "/QuadPoints[72 662 170 662 72 645 170 645]";
    assert_refused(&note("Highlight", "72 645 170 662", &format!("{red}/C[1 0 0]")), &[]);
    assert_hides_nothing(&note("Highlight", "72 645 170 662", &format!("{red}/C[1 1 0]")), &[]);
    // Over a picture, whose colours are not looked at.
    assert_refused(&note("Highlight", "400 100 500 200", "/C[1 1 0]"), &[]);
    assert_hides_nothing(&note("Highlight", "400 100 500 200", "/C[1 1 .6]"), &[]);
    look_fails("Highlight", OVER_TEXT, QUADS, "", "1 1 0 rg 72 695 98 17 re f");
    let normal = "/H gs /N gs 1 1 1 rg 72 695 98 17 re f";
    let both = "/Resources<</ExtGState<</H<</BM/Multiply>>/N<</BM/Normal>>>>>>";
    look_fails("Highlight", OVER_TEXT, QUADS, both, normal);
}

#[test]
fn many_tints_and_lines_hide_together() {
    let (pki, bytes) = certified(3);
    let several = |count: u32, one: &str| {
        let objects: Vec<_> = (0..count).map(|at| (90 + at, one.to_owned())).collect();
        let list: String = (0..count).map(|at| format!(" {} 0 R", 90 + at)).collect();
        let report = verify(&append(&bytes, &list, &objects), &policy(&pki));
        matches!(report.conclusion(), Conclusion::Passed(_))
    };
    let grey = note("Highlight", "400 100 500 200", "/C[.7 .7 .7]");
    assert!(several(1, &grey));
    assert!(!several(3, &grey));
    let hatch: String =
        (0..9).map(|at| format!("72 {} m 170 {} l S ", 695 + 2 * at, 695 + 2 * at)).collect();
    look_fails("StrikeOut", OVER_TEXT, QUADS, "", &format!("1 0 0 RG 1 w {hatch}"));
    look_fails("StrikeOut", OVER_TEXT, QUADS, "", "1 g 1 G 1 w 72 703 m 170 703 l S");
    look_fails("StrikeOut", OVER_TEXT, QUADS, "", "0 G 12 w 72 703 m 170 703 l S");
}

/// Readers draw these each in their own way: leaders and captions far from the points that are
/// named, bars as thick as the box around the text, clouds around a shape.
#[test]
fn what_readers_draw_as_they_like() {
    for more in ["/LL 80", "/Cap true/CO[0 72]/Contents(9.999.999)", ""] {
        assert_refused(&note("Line", BLANK, &format!("/L[300 300 320 300]{more}/C[1 1 1]")), &[]);
    }
    for kind in ["StrikeOut", "Underline", "Squiggly"] {
        let tall = "/QuadPoints[300 500 320 500 300 300 320 300]/C[1 1 .8]";
        assert_refused(&note(kind, "300 300 320 500", tall), &[]);
        assert_refused(&note(kind, OVER_TEXT, &format!("{QUADS}/C[1 0 0]")), &[]);
    }
    assert_refused(&note("Square", BLANK, "/C[1 0 0]/BE<</S/C/I 2>>"), &[]);
    assert_refused(&note("PolyLine", BLANK, "/Vertices[300 300 320 320]/LE[/Circle/Circle]"), &[]);
    look_fails("Square", BLANK, "", "/Ref<</F(a.pdf)/Page 0>>", "1 0 0 RG 301 301 18 18 re S");
    // Hidden as the state of another note is, and as large as the page once it is shown.
    let hidden = "/F 2/Contents(x)";
    let large = note("Text", "0 0 595 842", hidden).replacen("/F 4", "", 1);
    assert_refused(
        &large.replace("/Contents", "/AP<</N 91 0 R>>/Contents"),
        &[(91, look("0 0 595 842", "", "1 g 0 0 595 842 re f"))],
    );
}

#[test]
fn kinds_that_say_or_do_something() {
    for kind in [
        "FreeText",
        "Stamp",
        "Redact",
        "Link",
        "Widget",
        "FileAttachment",
        "Sound",
        "Movie",
        "Screen",
        "3D",
        "RichMedia",
        "Watermark",
        "PrinterMark",
        "TrapNet",
        "Projection",
        "Other",
    ] {
        assert_refused(&note(kind, BLANK, ""), &[]);
    }
    for entry in [
        "/A<</S/URI/URI(http://x)>>",
        "/AA<</E<</S/JavaScript/JS(x)>>>>",
        "/OC 91 0 R",
        "/FT/Tx",
        "/Kids[]",
        "/P 2 0 R",
        "/MK<</CA(x)>>",
        "/AS/On",
        "/Parent 8 0 R",
    ] {
        assert_refused(
            &note("Text", BLANK, "").replace("/P 3 0 R", "").replace("/F 4", entry),
            &[],
        );
    }
}

#[test]
fn looks_with_text_pictures_or_more_than_one_state() {
    let font = "/Resources<</Font<</F 5 0 R>>/XObject<</Im 6 0 R>>>>";
    look_fails("Ink", BLANK, "", font, "BT /F 9 Tf 301 301 Td (9) Tj ET");
    look_fails("Ink", BLANK, "", font, "q 9 0 0 9 301 301 cm /Im Do Q");
    look_fails("Ink", BLANK, "", "", "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI");
    look_fails("Ink", BLANK, "", "", "unknown");
    look_fails("Ink", BLANK, "", "/Matrix[0 0 0 0 0 0]", "0 0 9 9 re f");
    let hover = note("Ink", BLANK, "/AP<</N 91 0 R/R 92 0 R>>");
    let (plain, other) = (look(BLANK, "", "301 301 9 9 re f"), look(BLANK, "", "0 0 9 9 re f"));
    assert_refused(&hover, &[(91, plain), (92, other)]);
}

#[test]
fn what_keeps_its_size_on_the_screen_is_small() {
    assert_hides_nothing(&note("Text", BLANK, "").replace("/F 4", "/F 28"), &[]);
    assert_refused(&note("Square", BLANK, "").replace("/F 4", "/F 12"), &[]);
    let large = "300 250 400 350";
    assert_hides_nothing(&note("Text", large, ""), &[]);
    assert_refused(&note("Text", large, "").replace("/F 4", "/F 28"), &[]);
    // A note that is hidden says nothing; a drawing that is hidden may be shown.
    assert_hides_nothing(&note("Text", "80 695 98 712", "").replace("/F 4", "/F 30"), &[]);
    assert_refused(&note("Square", OVER_TEXT, "").replace("/F 4", "/F 6"), &[]);
}

#[test]
fn only_a_certification_with_p_3_allows_annotations() {
    let honest = [(90, note("Text", BLANK, ""))];
    for permission in [1, 2, 4] {
        let (pki, bytes) = certified(permission);
        let report = verify(&append(&bytes, " 90 0 R", &honest), &policy(&pki));
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{permission}");
    }
    let pki = pki();
    let approved = sign(&base(), &pki);
    let report = verify(&append(&approved, " 90 0 R", &honest), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    assert_eq!(report.signatures[0].modification, Modification::Suspicious);
    // A certification that comes later opens nothing for the signature before it.
    let later = certify(&approved, &credential(&pki.signer), 3);
    let report = verify(&append(&later, " 90 0 R", &honest), &policy(&pki));
    let passed = |at: usize| matches!(report.signatures[at].conclusion, Conclusion::Passed(_));
    assert!(!passed(0) && passed(1), "{report:#?}");
}

#[test]
fn annotations_that_were_signed_stay() {
    let (pki, bytes) = certified(3);
    let fails = |altered: &[u8]| {
        let report = verify(altered, &policy(&pki));
        matches!(report.conclusion(), Conclusion::Failed(_))
    };
    assert!(fails(&raw(&bytes, &[(9, OLD_NOTE.replace("as signed", "otherwise"))])));
    let without = String::from_utf8_lossy(&append(&bytes, "", &[])).into_owned();
    let without = without[bytes.len()..].to_owned();
    let list = without[without.find("/Annots").unwrap()..].to_owned();
    let list = list[..=list.find(']').unwrap()].to_owned();
    let page = page("").replace("/Annots[8 0 R 9 0 R]", &list.replace(" 9 0 R", ""));
    assert_ne!(list, list.replace(" 9 0 R", ""));
    assert!(fails(&raw(&bytes, &[(3, page)])));
}

#[test]
fn annotations_after_the_signatures_change_and_go_those_before_do_not() {
    let (pki, bytes) = certified(3);
    let noted = append(&bytes, " 90 0 R", &[(90, note("Text", BLANK, "/Contents(a)"))]);
    let change = [(90, note("Text", BLANK, "/Contents(b)"))];
    let verdicts = |bytes: &[u8]| {
        let report = verify(bytes, &policy(&pki));
        report.signatures.iter().map(|s| matches!(s.conclusion, Conclusion::Passed(_))).collect()
    };
    let all: Vec<bool> = verdicts(&raw(&noted, &change));
    assert_eq!(all, [true]);
    let hiding = [(90, note("Text", OVER_TEXT, "/Contents(b)"))];
    let all: Vec<bool> = verdicts(&raw(&noted, &hiding));
    assert_eq!(all, [false]);
    let removed = append(&noted, "", &[]);
    let removed = String::from_utf8_lossy(&removed[noted.len()..]).replace(" 90 0 R", "");
    assert!(!removed.contains("90 0 R"));
    let start = removed.find("3 0 obj").unwrap() + 8;
    let page = removed[start..removed.find("\nendobj").unwrap()].to_owned();
    let all: Vec<bool> = verdicts(&raw(&noted, &[(3, page.clone())]));
    assert_eq!(all, [true]);
    // A second signature covers the note.
    let countersigned = sign(&noted, &pki);
    let all: Vec<bool> = verdicts(&countersigned);
    assert_eq!(all, [true, true]);
    let all: Vec<bool> = verdicts(&raw(&countersigned, &change));
    assert_eq!(all, [true, false]);
}

#[test]
fn a_look_drawn_over_in_place_is_looked_at_again() {
    let (pki, bytes) = certified(3);
    let rect = "60 685 200 722";
    let objects = with_look("Square", rect, "", "", "1 0 0 RG 61 686 138 35 re S");
    let noted = append(&bytes, " 90 0 R", &objects);
    let frame = look(rect, "", "0 0 1 RG 61 686 138 35 re S");
    let cover = look(rect, "", "1 g 61 686 138 35 re f");
    let report = verify(&raw(&noted, &[(91, frame)]), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let report = verify(&raw(&noted, &[(91, cover)]), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

#[test]
fn a_look_that_is_something_else_too_does_not_change() {
    let packet = |content: &str| {
        let form = "/Type/Metadata/Subtype/XML/BBox[60 685 200 722]";
        stream(form, content)
    };
    let pki = pki();
    let catalog = CATALOG.replace("/AcroForm", "/Metadata 10 0 R/AcroForm");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let (content, picture, first) = (stream("", CONTENT), stream(PICTURE, "x"), packet(""));
    let (page, form) = (page(""), "<</Fields[8 0 R]>>");
    let objects = [&catalog, PAGES, &page, &content, font, &picture, form, FIELD, OLD_NOTE, &first];
    let bytes = certify(&document(&objects), &credential(&pki.signer), 3);
    let square = note("Square", "60 685 200 722", "/AP<</N 10 0 R>>");
    let noted = append(&bytes, " 90 0 R", &[(90, square)]);
    let passes = |bytes: &[u8]| {
        let report = verify(bytes, &policy(&pki));
        matches!(report.conclusion(), Conclusion::Passed(_))
    };
    let cover = [(10, packet("1 g 61 686 138 35 re f"))];
    // What could be drawn, by the box that it has, is more than metadata.
    assert!(!passes(&raw(&bytes, &cover)));
    assert!(passes(&noted));
    assert!(!passes(&raw(&noted, &cover)));
}

#[test]
fn annotations_written_inside_the_page() {
    let (pki, bytes) = certified(3);
    let inside = |rect: &str| format!("<</Type/Annot/Subtype/Square/Rect[{rect}]/C[1 0 0]>>");
    let signed = String::from_utf8_lossy(&bytes).into_owned();
    let at = signed.rfind("/Annots").unwrap();
    let list = signed[at + 8..at + signed[at..].find(']').unwrap()].to_owned();
    let judged = |rect: &str| {
        let page = page("").replace("8 0 R 9 0 R", &format!("{list} {}", inside(rect)));
        let report = verify(&raw(&bytes, &[(3, page)]), &policy(&pki));
        matches!(report.conclusion(), Conclusion::Passed(_))
    };
    assert!(judged(BLANK));
    assert!(!judged(OVER_TEXT));
}

/// Whether annotations of one later revision after the other pass on a page that was changed
/// before it was certified.
fn one_by_one(base: &[u8], later: &[Vec<(u32, String)>]) -> bool {
    let pki = pki();
    let mut bytes = certify(base, &credential(&pki.signer), 3);
    for objects in later {
        bytes = append(&bytes, &format!(" {} 0 R", objects[0].0), objects);
    }
    matches!(verify(&bytes, &policy(&pki)).conclusion(), Conclusion::Passed(_))
}

#[test]
fn tints_and_lines_of_earlier_revisions_count_too() {
    let numbered = |objects: [(u32, String); 2], by: u32| {
        let to = format!("/N {} 0 R", 91 + by);
        objects.map(|(number, body)| (number + by, body.replace("/N 91 0 R", &to))).to_vec()
    };
    let grey = |number| vec![(number, note("Highlight", "400 100 500 200", "/C[.7 .7 .7]"))];
    assert!(one_by_one(&base(), &[grey(90)]));
    assert!(!one_by_one(&base(), &[grey(90), grey(92)]));
    let drawn = |by: u32| {
        let content = "/H gs .7 .7 .7 rg 400 100 100 100 re f";
        numbered(with_look("Highlight", "400 100 500 200", "", MULTIPLY, content), by)
    };
    assert!(one_by_one(&base(), &[drawn(0)]));
    assert!(!one_by_one(&base(), &[drawn(0), drawn(2)]));
    let hatch = |by: u32, from: u32| {
        let lines = (from..9).step_by(2).map(|at| 695 + 2 * at);
        let content: String = lines.map(|y| format!("72 {y} m 170 {y} l S ")).collect();
        let content = format!("1 0 0 RG 1 w {content}");
        numbered(with_look("StrikeOut", OVER_TEXT, QUADS, "", &content), by)
    };
    assert!(one_by_one(&base(), &[hatch(0, 0)]));
    assert!(!one_by_one(&base(), &[hatch(0, 0), hatch(2, 1)]));
}

#[test]
fn an_upright_note_turns_about_its_corner() {
    let turned = |rotate: &str, flags: &str, rect: &str| {
        let turn = |page: String| page.replace("842]", &format!("842]{rotate}"));
        let pki = pki();
        let plain = raw(&base(), &[(3, turn(page("")))]);
        let bytes = certify(&plain, &credential(&pki.signer), 3);
        let note = note("Text", rect, "").replace("/F 4", flags);
        let signed = String::from_utf8_lossy(&bytes).into_owned();
        let list = signed.rsplit("/Annots").next().unwrap().split(']').next().unwrap();
        let page = turn(page("")).replace("[8 0 R 9 0 R", &format!("{list} 90 0 R"));
        let report = verify(&raw(&bytes, &[(90, note), (3, page)]), &policy(&pki));
        matches!(report.conclusion(), Conclusion::Passed(_))
    };
    let beside = "190 700 210 720";
    assert!(turned("", "/F 20", beside));
    assert!(turned("/Rotate 90", "/F 4", beside));
    assert!(!turned("/Rotate 90", "/F 20", beside));
    assert!(turned("/Rotate 0", "/F 20", beside));
    // As far as its longer side.
    assert!(turned("/Rotate 90", "/F 20", "215 700 225 710"));
    assert!(!turned("/Rotate 90", "/F 20", "215 700 255 710"));
    assert!(!turned("/Rotate 90", "/F 20", "215 700 225 740"));
}

#[test]
fn what_is_marked_is_where_the_corners_say() {
    let elsewhere = note("Highlight", BLANK, &format!("{QUADS}/C[0 0 0]"));
    assert_refused(&elsewhere, &[]);
    // Grey, and what four inks leave of the paper.
    for colour in ["0", "1 1 1 0", "0 0 0 1"] {
        assert_refused(&note("Highlight", OVER_TEXT, &format!("{QUADS}/C[{colour}]")), &[]);
    }
    assert_hides_nothing(&note("Highlight", OVER_TEXT, &format!("{QUADS}/C[0 0 .5 0]")), &[]);
}

#[test]
fn readers_draw_icons_and_borders_beyond_the_place() {
    // To the right and below.
    assert_refused(&note("Text", "50 700 52 702", ""), &[]);
    assert_refused(&note("Text", "74 720 76 722", ""), &[]);
    assert_hides_nothing(&note("Text", "74 750 76 752", ""), &[]);
    // Some widths of the line around the points.
    let ink = |width| {
        let more = format!("/InkList[[72 734 170 734]]/C[1 0 0]/BS<</W {width}>>");
        note("Ink", "72 732 170 736", &more)
    };
    assert_hides_nothing(&ink("1"), &[]);
    assert_refused(&ink("3"), &[]);
    let border = ink("1").replace("/BS<</W 1>>", "/Border[0 0 3]");
    assert_refused(&border, &[]);
    for large in ["300 250 310 350", "300 250 400 260"] {
        assert_refused(&note("Text", large, "").replace("/F 4", "/F 28"), &[]);
    }
}

#[test]
fn a_picture_or_a_ground_is_no_paper() {
    let passes = |content: &str| {
        one_by_one(&base_of(content), &[vec![(90, note("Ink", BLANK, "/C[1 0 0]"))]])
    };
    assert!(passes("1 1 1 rg 0 0 595 842 re f"));
    assert!(!passes("q 595 0 0 842 0 0 cm /Im Do Q"));
    assert!(!passes("0 0 1 rg 0 0 595 842 re f"));
    assert!(!passes("1 1 1 rg 290 290 40 40 re f"));
    assert!(!passes("0 0 1 rg 290 290 40 40 re f"));
    // A line through small text, too thick for it.
    let struck = |width: &str| {
        let content = format!("1 0 0 RG {width} w 72 703 m 170 703 l S");
        let objects = with_look("StrikeOut", OVER_TEXT, QUADS, "", &content);
        one_by_one(&base_of("BT /F 8 Tf 72 700 Td (small) Tj ET"), &[objects.to_vec()])
    };
    assert!(struck("0.5"));
    assert!(!struck("1.4"));
}

#[test]
fn an_object_that_was_there_becomes_no_annotation() {
    let pki = pki();
    let plain = raw(&base(), &[(60, note("Text", BLANK, ""))]);
    let bytes = certify(&plain, &credential(&pki.signer), 3);
    let report = verify(&append(&bytes, " 60 0 R", &[]), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

/// A line is drawn a pixel wide at the least and a dot is as long as it is wide; where a width is
/// negative, readers keep the one before.
#[test]
fn lines_too_thin_to_count_hide_together() {
    let many = |one: &dyn Fn(f32) -> String| -> String {
        (0..170_u8).map(|at| one(695.0 + f32::from(at) / 10.0)).collect()
    };
    let line = |y: f32| format!("72 {y} m 170 {y} l S ");
    look_passes("StrikeOut", OVER_TEXT, QUADS, "", &format!("1 0 0 RG 0 w {}", line(703.0)));
    for width in ["0", "0.01"] {
        let hatch = format!("1 0 0 RG {width} w {}", many(&line));
        look_fails("StrikeOut", OVER_TEXT, QUADS, "", &hatch);
    }
    let dots = many(&|y| (72..170).map(|x| format!("{x} {y} m {x} {y} l S ")).collect());
    look_fails("StrikeOut", OVER_TEXT, QUADS, "", &format!("1 0 0 RG 1 J 1.5 w {dots}"));
    for width in ["-1 w", "20 w -1 w", "-20 w"] {
        let content = format!("1 0 0 RG {width} {}", line(703.0));
        look_fails("StrikeOut", OVER_TEXT, QUADS, "", &content);
    }
}
