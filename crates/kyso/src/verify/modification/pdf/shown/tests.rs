//! Whether a filled field is seen, each reason against it with its nearest honest neighbour.

use super::super::marks::{Kind, Mark, Paint};
use super::super::sample::{self, stream};
use super::{Place, Unseen, around_corner, drawn_by_readers, lightness, unseen};
use crate::pdf::{Field, FieldKind, PdfDocument, fields};

/// A page (3) with its content (4), a form (5) with one field (6), its look (7), another
/// annotation (8) with a look of its own (9).
struct Draft {
    page: &'static str,
    content: &'static str,
    field: &'static str,
    rect: &'static str,
    bounds: &'static str,
    look: &'static str,
    letters: &'static str,
    other: &'static str,
    /// Where the other one's look paints.
    painted: &'static str,
}

const HONEST: Draft = Draft {
    page: "/MediaBox[0 0 300 200]/Annots[8 0 R 6 0 R]",
    content: "0 0 5 5 re f",
    field: "/FT/Tx",
    rect: "[10 150 110 170]",
    bounds: "[0 0 100 20]",
    look: "",
    letters: "0 g",
    other: "/Subtype/Popup/Rect[0 0 300 200]",
    painted: "0 0 100 20 re f",
};

/// Something else where the field is.
const OVER: &str = "/Subtype/Stamp/Rect[10 150 110 170]";

impl Draft {
    fn document(&self) -> PdfDocument {
        let font = "/Font<</Helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica\
            /Encoding/WinAnsiEncoding>>>>";
        let states = "/ExtGState<</Half<</ca .5>>/Times<</BM/Multiply>>>>";
        let Self { page, content, field, rect, bounds, look, letters, other, painted } = self;
        let content = format!("{content} BT /Helv 1 Tf 900 900 Td (x) Tj ET");
        let shown = format!("{look} BT /Helv 10 Tf {letters} 2 5 Td (12) Tj ET");
        let objects = [
            "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            &format!(
                "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{font}{states}>>{page}>>"
            ),
            &stream("", &content),
            "<</Fields[6 0 R]>>",
            &format!(
                "<</Type/Annot/Subtype/Widget/T(so)/V(12)/Rect{rect}{}{field}>>",
                if field.contains("/AP") { "" } else { "/AP<</N 7 0 R>>" }
            ),
            &stream(&format!("/Subtype/Form/BBox{bounds}/Resources<<{font}>>"), &shown),
            &format!("<</Type/Annot{other}>>"),
            &stream("/Subtype/Form/BBox[0 0 100 20]", painted),
        ];
        sample::document(&objects)
    }

    fn fault(&self) -> Option<Unseen> {
        let document = self.document();
        let fields = fields(&document.latest()).unwrap();
        unseen(&document, &fields[0], "12").unwrap()
    }
}

#[track_caller]
fn assert_all(drafts: impl IntoIterator<Item = Draft>, expected: Option<Unseen>) {
    for (index, draft) in drafts.into_iter().enumerate() {
        assert_eq!(draft.fault(), expected, "{index}");
    }
}

const COVERED: Option<Unseen> = Some(Unseen::Covered { by: 8 });
const ON_DARK: Option<Unseen> = Some(Unseen::Covered { by: 0 });

#[test]
fn only_a_plain_field_of_text_is_seen() {
    let document = HONEST.document();
    let seen = |field: &Field| unseen(&document, field, "12").unwrap();
    let field = fields(&document.latest()).unwrap().remove(0);
    assert_eq!(seen(&field), None);
    let other = |change: fn(&mut Field)| {
        let mut field = field.clone();
        change(&mut field);
        seen(&field)
    };
    assert_eq!(other(|field| field.flags = 1 << 12), None);
    for bit in [13, 20, 25] {
        assert_eq!(seen(&Field { flags: 1 << bit, ..field.clone() }), Some(Unseen::NotShown));
    }
    assert_eq!(other(|field| field.widgets.clear()), Some(Unseen::NotShown));
    assert_eq!(other(|field| field.kind = FieldKind::Choice), Some(Unseen::NotShown));
    // Every widget counts, not the first alone.
    assert_eq!(other(|field| field.widgets.push((8, 0))), Some(Unseen::NoLook));
}

#[test]
fn a_look_keeps_half_of_its_size_both_ways() {
    let at = |rect, bounds| Draft { rect, bounds, ..HONEST };
    assert_all(
        [at("[10 150 60 170]", "[0 0 100 20]"), at("[10 150 110 160]", "[0 0 100 20]")],
        None,
    );
    let small = [
        at("[10 150 59 170]", "[0 0 100 20]"),
        at("[10 150 110 159]", "[0 0 100 20]"),
        at("[10 150 60 170]", "[-50 0 60 20]"),
        at("[10 150 110 160]", "[0 -10 100 20]"),
        at("[10 150 10 170]", "[0 0 0 20]"),
    ];
    assert_all(small, Some(Unseen::NotShown));
}

#[test]
fn a_widget_says_itself_whether_it_is_shown() {
    let field = |field| Draft { field, ..HONEST };
    assert_all([field("/FT/Tx/F 4"), field("/FT/Tx/F 16")], None);
    let hidden = ["/FT/Tx/F 1", "/FT/Tx/F 2", "/FT/Tx/F 32", "/FT/Tx/F(x)", "/FT/Tx/OC<<>>"];
    assert_all(hidden.map(field), Some(Unseen::NotShown));
    let unlisted = Draft { page: "/MediaBox[0 0 300 200]/Annots[8 0 R]", ..HONEST };
    assert_all([unlisted], Some(Unseen::NotShown));
    let none = Draft { page: "/MediaBox[0 0 300 200]", ..HONEST };
    assert_all([none], Some(Unseen::NotShown));
}

#[test]
fn what_stays_upright_on_a_turned_page_stands_elsewhere() {
    let turned = "/Rotate 90/MediaBox[0 0 300 200]/Annots[6 0 R]";
    let upright = "/Rotate 0/MediaBox[0 0 300 200]/Annots[6 0 R]";
    assert_all(
        [Draft { page: turned, ..HONEST }, Draft { page: upright, field: "/FT/Tx/F 16", ..HONEST }],
        None,
    );
    assert_all([Draft { page: turned, field: "/FT/Tx/F 16", ..HONEST }], Some(Unseen::OffPage));
    let place = |left, bottom, right, top| Place { left, bottom, right, top };
    let corner = around_corner(&place(10.0, 150.0, 110.0, 170.0));
    assert_eq!(corner, place(-90.0, 70.0, 110.0, 270.0));
    let corner = around_corner(&place(100.0, 50.0, 110.0, 170.0));
    assert_eq!(corner, place(-20.0, 50.0, 220.0, 290.0));
}

#[test]
fn a_field_lies_on_what_is_shown_of_the_page() {
    let page = |page| Draft { page, ..HONEST };
    let shown = [
        "/MediaBox[10 150 110 170]/Annots[6 0 R]",
        "/MediaBox[300 200 0 0]/CropBox[5 140 120 900]/Annots[6 0 R]",
    ];
    assert_all(shown.map(page), None);
    let off = [
        "/Annots[6 0 R]",
        "/MediaBox[0 0 300]/Annots[6 0 R]",
        "/MediaBox[0 0 300 160]/Annots[6 0 R]",
        "/MediaBox[0 0 300 200]/CropBox[0 0 300 160]/Annots[6 0 R]",
        "/MediaBox[0 0 300 200]/CropBox[0 300 300 400]/Annots[6 0 R]",
        "/MediaBox[0 0 300 200]/CropBox 9/Annots[6 0 R]",
    ];
    assert_all(off.map(page), Some(Unseen::OffPage));
}

#[test]
fn a_ground_of_its_own_makes_up_for_a_dark_page() {
    let dark = "0 g 0 0 300 200 re f";
    let own = |look| Draft { look, content: dark, ..HONEST };
    assert_all([own("1 g 0 0 100 20 re f")], None);
    // Nothing, too little, and what is no rectangle.
    let none = ["", "1 g 0 0 80 20 re f", "1 g 0 0 m 100 0 l 100 20 l 0 20 l f"];
    assert_all(none.map(own), ON_DARK);
}

#[test]
fn a_dark_page_is_painted_over_by_what_covers_it_whole() {
    let on = |content| Draft { content, ..HONEST };
    assert_all([on("0 g 0 0 300 200 re f 1 g 0 0 300 200 re f")], None);
    let dark = [
        "0 g 0 0 300 200 re f",
        "0 g 0 0 300 200 re f /Half gs 1 g 0 0 300 200 re f",
        "0 g 0 0 300 200 re f /Times gs 1 g 0 0 300 200 re f",
        "0 g 0 0 300 200 re f 1 g 20 20 9 9 re f",
        "0 g 0 0 300 200 re f 1 g 0 0 m 300 0 l 300 200 l 0 200 l f",
        "0 g 0 0 300 200 re f BT /Helv 900 Tf 1 g -90 0 Td (abc) Tj ET",
    ];
    assert_all(dark.map(on), ON_DARK);
}

#[test]
fn lines_and_text_of_a_page_are_no_ground_and_shapes_are() {
    let on = |content| Draft { content, ..HONEST };
    let none = [
        "3 w 0 160 m 300 160 l S",
        "0 g 50 140 3 40 re f",
        "0 g 0 160 300 3 re f",
        "BT /Helv 30 Tf 10 150 Td (abc) Tj ET",
        "0 g 0 0 300 20 re f 120 0 50 200 re f",
        "0.3 g 60 150 50 20 re f",
    ];
    assert_all(none.map(on), None);
    let grounds = [
        "3.1 w 0 160 m 300 160 l S",
        "0 g 60 150 3.1 20 re f",
        "0 g 60 150 50 20 re f",
        "0 g 60 160 50 3.1 re f",
        "0.15 g 60 150 50 20 re f",
        "/Pattern cs /P scn 60 150 50 20 re f",
    ];
    for content in grounds {
        let fault = on(content).fault();
        assert_eq!(fault, ON_DARK, "{content}");
    }
    // Grey on grey, whatever the sum of the two.
    let grey = |content| Draft { content, letters: "0.5 g", ..HONEST };
    assert_all([grey("0.5 g 0 0 300 200 re f")], ON_DARK);
    assert_all([grey("0.2 g 0 0 300 200 re f"), grey("0.8 g 0 0 300 200 re f")], None);
}

#[test]
fn lightness_weighs_the_colours_and_what_shines_through() {
    let mark = |colour, alpha, kind| {
        let paint = Paint { colour, alpha, multiplied: false };
        Mark { place: Place::EVERYWHERE, kind, paint }
    };
    let fill = Kind::Fill { rectangle: true };
    let near = |found: Option<f32>, light: f32| found.is_some_and(|f| (f - light).abs() < 1e-5);
    assert!(near(lightness(&mark(Some([0.2, 0.4, 0.7]), 1.0, fill)), 0.373));
    assert!(near(lightness(&mark(Some([0.2, 0.4, 0.7]), 0.5, fill)), 0.6865));
    assert_eq!(lightness(&mark(None, 1.0, fill)), None);
    assert_eq!(lightness(&mark(Some([0.0; 3]), 1.0, Kind::Picture)), None);
}

#[test]
fn another_annotation_hides_what_it_paints_over() {
    let look = "/Subtype/Stamp/Rect[10 150 110 170]/AP<</N 9 0 R>>";
    let other = |other| Draft { other, ..HONEST };
    assert_all([other(look), other(OVER)], COVERED);
    let beside = [
        "/Subtype/Stamp/Rect[110 150 210 170]/AP<</N 9 0 R>>",
        "/Subtype/Stamp/Rect[10 150 110 170]/AP<</N 9 0 R>>/F 2",
        "/Subtype/Stamp/Rect[10 150 110 170]/F 3",
        "/Subtype/Stamp/Rect[10 150 110 170]/AP<</N<</On 9 0 R>>>>/AS/Off",
    ];
    assert_all(beside.map(other), None);
    assert_all([Draft { painted: "0 0 100 0.5 re f", ..other(look) }], None);
    let over = [
        "/Subtype/Stamp/Rect[10 150 110 170]/AP<</N<</On 9 0 R>>>>/AS/On",
        "/Subtype/Stamp/Rect[10 150 110 170]/AP<</N<</On 9 0 R>>>>",
        "/Subtype/Stamp/Rect[10 150 110 170]/AP<<>>/AS/Off",
        "/Subtype/Stamp/Rect[10 150 110 170]/AP<</N 9 0 R>>/F 4",
        "/Subtype/Stamp/AP<</N 9 0 R>>",
    ];
    assert_all(over.map(other), COVERED);
}

#[test]
fn readers_draw_what_has_no_look() {
    let other = |other| Draft { other, ..HONEST };
    let nothing = [
        "/Subtype/Popup/Rect[10 150 110 170]",
        "/Subtype/Link/Rect[10 150 110 170]/Border[0 0 2]",
        "/Subtype/Link/Rect[10 150 110 170]/BS<</W 2>>/Border[0 0 9]",
        "/Subtype/Link/Rect[10 150 110 170]",
        "/Subtype/Widget/FT/Sig/Rect[10 150 110 170]",
        "/Subtype/Square/Rect[140 20 160 40]",
        "/Subtype/Line/Rect[140 20 160 40]/L[150 30 155 35]",
    ];
    assert_all(nothing.map(other), None);
    let something = [
        "/Subtype/Link/Rect[10 150 110 170]/Border[0 0 2.5]",
        "/Subtype/Link/Rect[10 150 110 170]/BS<</W 3>>",
        "/Subtype/Widget/FT/Tx/Rect[10 150 110 170]",
        "/Subtype/Widget/Rect[10 150 110 170]",
        "/Subtype/Line/Rect[240 20 260 40]/L[10 160 110 160]",
        "/Subtype/PolyLine/Rect[240 20 260 40]/Vertices[10 160 110 160]",
        "/Subtype/Ink/Rect[240 20 260 40]/InkList[[250 30 255 35][10 160 110 160]]",
        "/Subtype/Square/Rect[150 100 200 110]/BS<</W 5>>",
    ];
    assert_all(something.map(other), COVERED);
    let document = other("/Subtype/Square/Rect[150 100 200 110]/BS<</W 5>>").document();
    let view = document.latest();
    let square = view.object((8, 0)).unwrap();
    let rect = Place { left: 150.0, bottom: 100.0, right: 200.0, top: 110.0 };
    let drawn = drawn_by_readers(&view, square.as_dict().unwrap(), rect).unwrap();
    assert_eq!(drawn, Some(rect.grown(50.0)));
}
