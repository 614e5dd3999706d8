//! Texts found and places beside them, in small pages written by hand.

use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::pdf::Length;
use crate::pdf::samples::{CATALOG, PAGES, Sample};
use crate::source::Source;

const FONTS: &str = "/Font<</F 5 0 R/V 6 0 R>>";

/// Two-byte codes that are Unicode, by a map that says so.
const COMPOSITE: &str = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H\
    /DescendantFonts[<</Type/Font/Subtype/CIDFontType2/DW 500>>]/ToUnicode 7 0 R>>";
const MAP: &str = "1 begincodespacerange <0000> <FFFF> endcodespacerange \
    1 beginbfrange <0000> <FFFF> <0000> endbfrange";

fn document(page: &str, content: &str) -> PdfDocument {
    let mut sample = Sample::new();
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<<{FONTS}/XObject<</X 8 0 R/I 9 0 R>>>>{page}>>"
    );
    let stream = |data: &str, entries: &str| {
        format!("<</Length {}{entries}>>stream\n{data}\nendstream", data.len())
    };
    sample
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, &page)
        .object(4, &stream(content, ""))
        .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>")
        .object(6, COMPOSITE)
        .object(7, &stream(MAP, ""))
        .object(8, &stream("BT /F 12 Tf (inner text) Tj ET", FORM))
        .object(9, &stream("x", "/Type/XObject/Subtype/Image/Width 1/Height 1"))
        .classic("/Root 1 0 R");
    PdfDocument::parse(Source::from_bytes(sample.bytes)).unwrap()
}

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Matrix[1 0 0 1 10 20]/Resources<</Font<</F 5 0 R>>>>";

fn find(content: &str, text: &str) -> FoundText {
    find_text(&document("", content), &TextQuery::new(text)).unwrap()
}

fn texts(found: &[TextMatch]) -> Vec<&str> {
    found.iter().map(|found| found.text.as_str()).collect()
}

fn rect(content: &str, text: &str) -> [i64; 4] {
    let found = find(content, text);
    assert_eq!(found.matches.len(), 1, "{found:?}");
    found.matches[0].rect.map(|edge| edge.round() as i64)
}

/// A string of the composite font.
fn codes(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04X}"));
    format!("<{}>", units.collect::<String>())
}

#[test]
fn text_is_found_with_its_place() {
    // Times: H 722, e 444, l 278, l 278, o 500 thousandths.
    let hello = "BT /F 10 Tf 100 700 Td (Say Hello) Tj ET";
    assert_eq!(rect("BT /F 10 Tf 100 700 Td (Hello) Tj ET", "Hello"), [100, 698, 122, 708]);
    assert_eq!(rect(hello, "Hello"), [118, 698, 140, 708]);
    assert_eq!(rect("BT /F 10 Tf 50 Tz 100 700 Td (Hello) Tj ET", "Hello")[2], 111);
    assert_eq!(rect("BT /F 10 Tf 2 Tc 100 700 Td (Hello) Tj ET", "Hello")[2], 130);
    assert_eq!(rect("BT /F 10 Tf 5 Ts 100 700 Td (Hello) Tj ET", "Hello")[1], 703);
    assert_eq!(rect("2 0 0 2 0 0 cm BT /F 10 Tf 10 20 Td (Hello) Tj ET", "Hello")[0], 20);
    // Upwards.
    assert_eq!(rect("BT /F 10 Tf 0 1 -1 0 100 700 Tm (Hello) Tj ET", "Hello"), [92, 700, 102, 722]);
    assert_eq!(rect("1 0 0 1 5 5 cm /X Do", "inner")[..2], [15, 22]);
}

#[test]
fn text_is_found_however_the_content_cuts_it_up() {
    let name = "Nguyễn Văn Đức";
    let decomposed: String = name.nfd().collect();
    let whole = codes(name);
    let (half, rest) = (codes("Nguyễn V"), codes("ăn Đức"));
    let cases = [
        format!("BT /V 12 Tf 9 99 Td {whole} Tj ET"),
        format!("BT /V 12 Tf 9 99 Td {} Tj ET", codes(&decomposed)),
        format!("BT /V 12 Tf 9 99 Td {half} Tj {rest} Tj ET"),
        format!("BT /V 12 Tf 9 99 Td [{half} -40 {rest}] TJ ET"),
        format!("BT /V 12 Tf 9 99 Td {half} Tj ET BT /V 12 Tf 57.5 99 Td {rest} Tj ET"),
        // No space is written, a gap is seen.
        format!("BT /V 12 Tf 9 99 Td [{} -300 {}] TJ ET", codes("Nguyễn"), codes("Văn Đức")),
        // On two lines.
        format!("BT /V 12 Tf 14 TL 9 99 Td {} Tj T* {} Tj ET", codes("Nguyễn Văn"), codes("Đức")),
        // The second half first.
        format!("BT /V 12 Tf 57 99 Td {rest} Tj ET BT /V 12 Tf 9 99 Td {half} Tj ET"),
        // Twice in one place, to look bold.
        format!("BT /V 12 Tf 9 99 Td {whole} Tj ET BT /V 12 Tf 9.3 99 Td {whole} Tj ET"),
        format!("/Span <</ActualText {}>> BDC BT /V 12 Tf 9 99 Td <00410042> Tj ET EMC", {
            let units = name.encode_utf16().map(|unit| format!("{unit:04X}"));
            format!("<FEFF{}>", units.collect::<String>())
        }),
        // Letters set apart.
        format!("BT /V 12 Tf 3 Tc 9 99 Td {whole} Tj ET"),
    ];
    for case in cases {
        for wanted in [name, &decomposed] {
            let found = find(&case, wanted);
            assert_eq!(found.matches.len(), 1, "{case}: {found:?}");
        }
    }
}

#[test]
fn only_whole_words_and_whole_letters_are_found() {
    let content = format!("BT /V 12 Tf 9 99 Td {} Tj ET", codes("Ông Nguyễn Văn An, Hà Nội"));
    assert_eq!(texts(&find(&content, "Văn An").matches), ["Văn An"]);
    for wanted in ["Văn A", "guyễn", "Nguyên", "Ha Nội", "văn an", ""] {
        assert!(find(&content, wanted).matches.is_empty(), "{wanted}");
    }
    // What is like it is told.
    assert_eq!(texts(&find(&content, "Văn A").similar), ["Văn A"]);
    assert_eq!(texts(&find(&content, "VĂN AN").similar), ["Văn An"]);
    assert_eq!(find(&content, "VĂN AN").similar[0].context, "Ông Nguyễn Văn An, Hà Nội");
    let ignoring = TextQuery::new("VĂN AN").ignore_case(true);
    let found = find_text(&document("", &content), &ignoring).unwrap();
    assert_eq!(texts(&found.matches), ["Văn An"]);
}

#[test]
fn columns_are_apart_and_the_order_is_that_of_reading() {
    let content = "BT /F 12 Tf 300 500 Td (B last) Tj ET BT /F 12 Tf 50 500 Td (A B) Tj ET \
                   BT /F 12 Tf 50 600 Td (B first) Tj ET";
    let found = find(content, "B");
    let contexts: Vec<_> = found.matches.iter().map(|found| found.context.as_str()).collect();
    assert_eq!(contexts, ["B first", "A B", "B last"]);
    // Upside down, who looks sees another order.
    let turned = find_text(&document("/Rotate 180", content), &TextQuery::new("B")).unwrap();
    assert_eq!(turned.matches[2].context, "B first");
}

#[test]
fn what_is_not_seen_and_what_says_nothing_is_told() {
    let scanned = find("/I Do", "A");
    assert_eq!((scanned.pictures_only, scanned.matches.len()), (vec![1], 0));
    let recognised = find("/I Do BT 3 Tr /F 9 Tf 9 99 Td (A) Tj ET", "A");
    assert!(recognised.matches[0].hidden && recognised.pictures_only.is_empty());
    assert!(find("BT /F 9 Tf 700 99 Td (A) Tj ET", "A").matches.is_empty());
    assert_eq!(find("BT /V 9 Tf 9 99 Td <00000000> Tj ET", "A").untold, [1]);
    let one = document("", "BT /F 9 Tf 9 99 Td (A) Tj ET");
    let on_last = TextQuery::new("A").page(PageChoice::Last);
    assert_eq!(find_text(&one, &on_last).unwrap().matches.len(), 1);
    let nowhere = find_text(&one, &TextQuery::new("A").pages(2..=9));
    assert!(matches!(nowhere, Err(PdfError::NoSuchPage { page: 2, pages: 1 })));
}

/// A title, a name below it, and a line below that.
const BLOCK: &str = "BT /F 12 Tf 360 300 Td (DIRECTOR) Tj ET BT /F 12 Tf 350 200 Td (John Smith) Tj ET \
    BT /F 12 Tf 50 150 Td (John Smith, as above) Tj ET";

fn place(page: &str, content: &str, placement: &TextPlacement) -> Result<[i64; 4], TextPlaceError> {
    let place = placement.resolve(&document(page, content))?;
    Ok(place.rect.map(|edge| edge.round() as i64))
}

#[test]
fn the_room_between_title_and_name_is_found() {
    let name = || TextPlacement::at(TextQuery::new("John Smith"));
    let several = place("", BLOCK, &name()).unwrap_err();
    assert!(matches!(&several, TextPlaceError::Several { found, .. } if found.len() == 2));
    let first = name().occurrence(Occurrence::First);
    let [left, bottom, right, top] = place("", BLOCK, &first).unwrap();
    // Centred on the name (350 to 404), between it (up to 210) and the title (from 297).
    assert_eq!(((left + right) / 2, right - left, top - bottom), (377, 142, 71));
    assert!((218..=219).contains(&bottom) && (289..=290).contains(&top), "{bottom} {top}");
    let found = first
        .clone()
        .size(Length::points(200.0), Length::points(150.0))
        .resolve(&document("", BLOCK))
        .unwrap();
    assert!(found.is_smaller && found.rect[1] > 209.0 && found.rect[3] < 298.0);
    let large = first.size(Length::points(200.0), Length::points(300.0));
    let error = place("", BLOCK, &large).unwrap_err();
    assert!(
        matches!(error, TextPlaceError::NoRoom { room, .. } if room[1].to_points().round() == 84.0)
    );
    // Points are on paper: half as many units.
    let [left, _, right, _] =
        place("/UserUnit 2", BLOCK, &name().occurrence(Occurrence::First)).unwrap();
    assert_eq!(right - left, 71);
    assert!(matches!(
        place("", BLOCK, &name().occurrence(Occurrence::Nth(3))),
        Err(TextPlaceError::NoSuchOccurrence { wanted: 3, found, .. }) if found.len() == 2
    ));
    assert!(matches!(
        place("", BLOCK, &TextPlacement::at(TextQuery::new("Nobody"))),
        Err(TextPlaceError::NotFound { .. })
    ));
}

#[test]
fn every_side_is_beside_the_text_as_it_is_read() {
    let at = |side| {
        TextPlacement::at(TextQuery::new("DIRECTOR"))
            .side(side)
            .size(Length::points(60.0), Length::points(30.0))
    };
    assert_eq!(place("", BLOCK, &at(Side::Over)).unwrap()[2], 420);
    assert_eq!(place("", BLOCK, &at(Side::LeftOf)).unwrap()[2], 358);
    assert!(place("", BLOCK, &at(Side::RightOf)).unwrap()[0] > 420);
    let below = place("", BLOCK, &at(Side::Below)).unwrap();
    assert!(below[1] > 210 && below[3] < 298, "{below:?}");
    // Text that runs upwards has its upper side on the left.
    let upwards = "BT /F 12 Tf 0 1 -1 0 300 300 Tm (DIRECTOR) Tj ET";
    let above = place("/Rotate 90", upwards, &at(Side::Above)).unwrap();
    assert_eq!((above[2] - above[0], above[3] - above[1]), (30, 60));
    assert!(above[2] < 291, "{above:?}");
}

#[test]
fn a_page_is_read_line_by_line_with_columns_apart() {
    let content = "BT /F 12 Tf 60 780 Td (OFFICE) Tj ET BT /F 12 Tf 320 780 Td (REPUBLIC) Tj ET \
        BT /F 12 Tf 60 760 Td (No: 12/QD) Tj ET BT 3 Tr /F 12 Tf 60 700 Td (behind) Tj ET";
    let page = super::page_text(&document("", content), 1).unwrap();
    let said: Vec<_> = page.lines.iter().map(|line| (line.text.as_str(), line.hidden)).collect();
    let expected = [("OFFICE", false), ("REPUBLIC", false), ("No: 12/QD", false), ("behind", true)];
    assert_eq!(said, expected);
    assert_eq!(page.lines[0].row, page.lines[1].row);
    assert_ne!(page.lines[1].row, page.lines[2].row);
    assert!((page.lines[1].span[0] - 320.0 / 595.0).abs() < 0.01, "{:?}", page.lines[1].span);
    assert_eq!(page.lines[0].rect.map(|edge| edge.round() as i64)[0], 60);
    assert!(!page.is_cut && !page.untold && !page.pictures_only);
    let scanned = super::page_text(&document("", "/I Do"), 1).unwrap();
    assert!(scanned.lines.is_empty() && scanned.pictures_only);
    for page in [0, 2] {
        let beyond = super::page_text(&document("", content), page);
        assert_eq!(beyond, Err(PdfError::NoSuchPage { page, pages: 1 }));
    }
}
