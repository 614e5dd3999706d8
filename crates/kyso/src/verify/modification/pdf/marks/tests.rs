//! What content paints, in numbers: place, kind, colour.

use std::cell::Cell;

use super::{Kind, Mark, of_appearance, of_page};
use crate::pdf::PdfDocument;
use crate::verify::modification::pdf::glyphs::Place;
use crate::verify::modification::pdf::sample::{self, stream};

const RESOURCES: &str = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>\
    /L<</Type/Font/Subtype/Type1/FirstChar 97/Widths[500 700 900]/FontDescriptor\
    <</FontBBox[0 -500 1000 1500]>>>>/U<</Type/Font/Subtype/TrueType/BaseFont/X>>\
    /C<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2\
    /DW 300/W[1[400 600]5 7 800]>>]>>\
    /X 8 0 R/O<</Type/Font/Subtype/Type0/Encoding 9 0 R/DescendantFonts[<</W[1[400 1200]]>>]>>\
    /D<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500>>]>>\
    /V<</Type/Font/Subtype/Type0/Encoding 10 0 R/DescendantFonts[<<>>]>>\
    /I<</Type/Font/Subtype/Type0/Encoding/UniJIS-V/DescendantFonts[<<>>]>>\
    /E<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<<>>>>\
    /T<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>\
    /ExtGState<</W<</LW 6>>/H<</ca .5/CA .25>>/N<</ca 0>>/M<</BM/Multiply>>/T<</TR 9 0 R>>/B<</BM/Darken>>/K<</TR/Odd>>/R<</TR/Identity>>/Y<</TR2/Default/SMask/None/BM/Normal>>/Q<</BM/Screen>>/A<</ca -1/CA 7>>/G<</Font[8 0 R 9]>>>>\
    /ColorSpace<</S[/Separation/Gold/DeviceGray 9 0 R]/P[/CalRGB 9 0 R]>>\
    /XObject<</Im 5 0 R/Fm 6 0 R/Gr 11 0 R/Is 12 0 R/Self 13 0 R>>>>";

const GROUP: &str = "/Subtype/Form/BBox[0 0 5 5]/Resources<</ExtGState<</M<</BM/Multiply>>>>>>";

/// A page with this content (4), a picture (5), a form (6) and a look (7), fonts and groups.
fn document(content: &str, look: &str) -> PdfDocument {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".into(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R{RESOURCES}>>"),
        stream("", content),
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x"),
        stream("/Subtype/Form/BBox[0 0 5 6]/Matrix[2 0 0 3 10 20]", "0 0 100 100 re f"),
        stream(look, "1 2 3 4 re f"),
        "<</Type/Font/Subtype/Type1/BaseFont/Courier>>".into(),
        stream("/WMode 0", ""),
        stream("/WMode 1", ""),
        stream(&format!("{GROUP}/Group<</S/Transparency>>"), "/M gs 0 0 5 5 re f"),
        stream(&format!("{GROUP}/Group<</S/Transparency/I true>>"), "/M gs 0 0 5 5 re f"),
        stream("/Subtype/Form/BBox[0 0 5 5]/Resources<</XObject<</Self 13 0 R>>>>", "/Self Do"),
    ];
    sample::document(&objects.each_ref().map(String::as_str))
}

fn marks(content: &str) -> Option<Vec<Mark>> {
    let document = document(content, "/Subtype/Form/BBox[0 0 1 1]");
    let view = document.latest();
    let page = view.object((3, 0)).unwrap();
    of_page(&view, page.as_dict().unwrap(), &Cell::new(1 << 20)).unwrap()
}

fn corners(place: &Place) -> [f32; 4] {
    [place.left, place.bottom, place.right, place.top]
}

#[track_caller]
fn near(found: [f32; 4], expected: [f32; 4], content: &str) {
    let same = found.iter().zip(&expected).all(|(one, two)| (one - two).abs() < 0.02);
    assert!(same, "{content}: {found:?} instead of {expected:?}");
}

#[track_caller]
fn only(content: &str) -> Mark {
    let marks = marks(content).unwrap();
    assert_eq!(marks.len(), 1, "{content}: {marks:?}");
    marks[0].clone()
}

#[test]
fn paths_go_where_the_matrix_leads() {
    for (content, expected) in [
        ("10 20 30 40 re f", [10.0, 20.0, 40.0, 60.0]),
        ("10 20 m 30 20 l 30 50 l h f*", [10.0, 20.0, 30.0, 50.0]),
        ("2 0 0 3 5 7 cm 4 0 0 5 11 13 cm 1 2 3 4 re F", [35.0, 76.0, 59.0, 136.0]),
        ("0 1 -1 0 100 0 cm 2 0 0 3 5 7 cm 1 2 3 4 re f", [75.0, 7.0, 87.0, 13.0]),
        ("1 2 3 4 5 6 cm 7 8 9 10 11 12 cm 1 0 m 0 1 l f", [83.0, 122.0, 91.0, 134.0]),
        ("q 2 0 0 2 0 0 cm Q 1 1 2 2 re f", [1.0, 1.0, 3.0, 3.0]),
        ("0 0 m 0 40 40 40 40 0 c f", [0.0, 0.0, 40.0, 30.0]),
        ("10 40 m 10 0 50 0 50 40 c f", [10.0, 10.0, 50.0, 40.0]),
        ("0 0 m 20 40 40 0 v f", [0.0, 0.0, 40.0, 17.72]),
        ("0 0 m 20 40 40 0 y f", [0.0, 0.0, 40.0, 17.72]),
        ("10 10 20 20 re W n 0 0 100 100 re f", [10.0, 10.0, 30.0, 30.0]),
        ("q 30 0 0 40 5 6 cm /Im Do Q", [5.0, 6.0, 35.0, 46.0]),
        ("/Fm Do", [10.0, 20.0, 20.0, 38.0]),
        ("10 10 20 20 re W n /X sh", [10.0, 10.0, 30.0, 30.0]),
    ] {
        near(corners(&only(content).place), expected, content);
    }
    assert_eq!(only("10 20 30 40 re f").kind, Kind::Fill { rectangle: true });
    assert_eq!(only("10 20 m 30 20 l 30 50 l h f").kind, Kind::Fill { rectangle: false });
    assert_eq!(only("1 1 0 1 0 0 cm 10 20 30 40 re f").kind, Kind::Fill { rectangle: false });
    assert_eq!(only("/Im Do").kind, Kind::Picture);
    let outside = "10 10 20 20 re W n 50 50 10 10 re f";
    assert!(marks(outside).unwrap().is_empty());
    assert_eq!(marks("q 10 10 20 20 re W n Q 50 50 10 10 re f").unwrap().len(), 1);
    // What is painted does not clip what comes after.
    assert_eq!(marks("10 10 20 20 re f 50 50 10 10 re f").unwrap().len(), 2);
    assert_eq!(only("10 10 20 20 re 90 90 l f").kind, Kind::Fill { rectangle: false });
    // Readers differ in what they do with a line that begins nowhere: it may be seen.
    assert_eq!(marks("50 20 l 90 20 l S").unwrap().len(), 1);
}

#[test]
fn lines_are_as_wide_as_they_are_drawn() {
    for (content, expected, width) in [
        ("2 w 10 20 m 50 20 l S", [9.0, 19.0, 51.0, 21.0], 2.0),
        ("4 w 10 20 m 50 20 l S", [-10.0, 0.0, 70.0, 40.0], 4.0),
        ("4 w 1 j 10 20 m 50 20 l S", [8.0, 18.0, 52.0, 22.0], 4.0),
        ("/W gs 1 j 10 20 m 50 20 l S", [7.0, 17.0, 53.0, 23.0], 6.0),
        ("0.5 w 10 20 m 50 20 l S", [9.5, 19.5, 50.5, 20.5], 0.5),
        ("1 w 10 20 m S", [9.5, 19.5, 10.5, 20.5], 1.0),
        ("3 0 0 2 0 0 cm 1 w 1 j 10 20 m 50 20 l S", [28.5, 38.5, 151.5, 41.5], 3.0),
        ("2 0 0 3 0 0 cm 1 w 1 j 10 20 m 50 20 l S", [18.5, 58.5, 101.5, 61.5], 3.0),
        ("3 4 -4 3 0 0 cm 1 w 1 j 0 0 m 0 0 l S", [-2.5, -2.5, 2.5, 2.5], 5.0),
    ] {
        let mark = only(content);
        near(corners(&mark.place), expected, content);
        let Kind::Stroke { width: found, .. } = mark.kind else { panic!("{mark:?}") };
        assert!((found - width).abs() < 0.01, "{content}: {found}");
    }
    assert!(
        marks("0 0 m 9 0.5 l S").unwrap().len() == 1 && marks("0 0 m 9 .6 l S").unwrap().len() == 3
    );
    // Aslant in short pieces, closed or not.
    let open = marks("1 w 10 20 m 50 20 l 50 60 l S").unwrap();
    let closed = marks("1 w 10 20 m 50 20 l 50 60 l s").unwrap();
    assert_eq!((open.len(), closed.len()), (2, 17));
    near(corners(&closed[2].place), [46.83, 56.83, 50.5, 60.5], "first piece");
    near(corners(&closed[16].place), [9.5, 19.5, 13.17, 23.17], "last piece");
    let Kind::Stroke { length, .. } = closed[2].kind else { panic!() };
    assert!((length - 56.569 / 15.0).abs() < 0.01);
    assert_eq!(marks("1 w 10 20 m 50 20 l 50 60 l b").unwrap().len(), 18);
    assert_eq!(marks("10 20 30 40 re B").unwrap().len(), 5);
}

#[test]
fn text_goes_where_the_text_state_leads() {
    for (content, expected) in [
        ("/F 10 Tf 20 30 Td (abc) Tj", [19.0, 26.5, 39.0, 41.5]),
        ("/F 10 Tf 5 Ts 20 30 Td (abc) Tj", [19.0, 31.5, 39.0, 46.5]),
        ("/F 10 Tf 50 Tz 20 30 Td (abc) Tj", [19.0, 26.5, 30.0, 41.5]),
        ("/F 10 Tf 2 Tc 20 30 Td (abc) Tj", [19.0, 26.5, 45.0, 41.5]),
        ("/F 10 Tf 5 Tw 20 30 Td (a b) Tj", [19.0, 26.5, 44.0, 41.5]),
        ("/F 10 Tf 20 30 Td [(a) -1000 (b)] TJ", [19.0, 26.5, 43.0, 41.5]),
        ("/F 10 Tf 20 30 Td [(ab) 2000 (c)] TJ", [11.0, 26.5, 33.0, 41.5]),
        ("/F 10 Tf 14 TL 20 30 Td T* (a) Tj", [19.0, 12.5, 27.0, 27.5]),
        ("/F 10 Tf 14 TL 20 30 Td (a) '", [19.0, 12.5, 27.0, 27.5]),
        ("/F 10 Tf 14 TL 20 30 Td 3 1 (a b) \"", [19.0, 12.5, 45.0, 27.5]),
        ("/F 10 Tf 20 30 TD (a) '", [19.0, 56.5, 27.0, 71.5]),
        ("/F 10 Tf 2 0 0 3 20 30 Tm (abc) Tj", [18.0, 19.5, 58.0, 64.5]),
        ("/F 10 Tf 0 1 -1 0 20 30 Tm (abc) Tj", [8.5, 29.0, 23.5, 49.0]),
        ("/F 10 Tf 2 0 0 2 20 30 Tm 5 7 Td (a) Tj", [28.0, 37.0, 44.0, 67.0]),
        ("/L 10 Tf 20 30 Td (abc) Tj", [19.0, 25.0, 42.0, 45.0]),
        ("/L 10 Tf 20 30 Td (d) Tj", [19.0, 25.0, 32.0, 45.0]),
        ("/U 10 Tf 20 30 Td (d) Tj", [19.0, 26.5, 32.0, 41.5]),
        ("/C 10 Tf 20 30 Td <0001000200050003> Tj", [19.0, 26.5, 42.0, 41.5]),
        ("/C 10 Tf 20 30 Td <00060008> Tj", [19.0, 26.5, 32.0, 41.5]),
        ("/O 10 Tf 20 30 Td <01> Tj", [19.0, 26.5, 33.0, 41.5]),
        ("/D 10 Tf 20 30 Td <0001> Tj", [19.0, 26.5, 26.0, 41.5]),
        ("/E 10 Tf 20 30 Td (i) Tj", [19.0, 26.5, 32.0, 41.5]),
        ("/T 10 Tf 20 30 Td (i) Tj", [19.0, 26.5, 24.89, 41.5]),
        ("/X 10 Tf 20 30 Td (abc) Tj", [19.0, 26.5, 39.0, 41.5]),
        // Letters and kerning that reach beyond where the text goes on, either way.
        ("/F 10 Tf 50 Tz -5 Tc 20 30 Td (a) Tj", [19.0, 26.5, 24.0, 41.5]),
        ("/F -10 Tf 50 Tz 5 Tc 20 30 Td (a) Tj", [16.0, 18.5, 21.0, 33.5]),
        ("/F 10 Tf 50 Tz -20 Tc 20 30 Td (ab) Tj", [5.0, 26.5, 24.0, 41.5]),
        ("/F 10 Tf 50 Tz 20 30 Td [(a) -1000] TJ", [19.0, 26.5, 29.0, 41.5]),
        ("/F 10 Tf 50 Tz 20 30 Td [(a) 2000] TJ", [12.0, 26.5, 24.0, 41.5]),
    ] {
        let content = format!("BT {content} ET");
        let mark = only(&content);
        near(corners(&mark.place), expected, &content);
        assert_eq!(mark.kind, Kind::Text);
    }
    // What follows goes on where the text before ended.
    let next = |content: &str| {
        let content = format!("BT /F 10 Tf 20 30 Td {content} (c) Tj ET");
        corners(&marks(&content).unwrap()[1].place)
    };
    near(next("(ab) Tj"), [31.0, 26.5, 39.0, 41.5], "Tj");
    near(next("50 Tz (ab) Tj"), [25.0, 26.5, 30.0, 41.5], "Tz");
    near(next("2 Tc (ab) Tj 0 Tc"), [35.0, 26.5, 43.0, 41.5], "Tc");
    near(next("(ab) Tj ET BT 7 9 Td"), [6.0, 5.5, 14.0, 20.5], "BT");
    for (mode, seen) in [(0, 1), (1, 1), (3, 0), (7, 0)] {
        let content = format!("BT /F 10 Tf {mode} Tr (a) Tj ET");
        assert_eq!(marks(&content).unwrap().len(), seen, "{mode}");
    }
    assert_eq!(only("BT /F 10 Tf 1 Tr (a) Tj ET").paint.colour, None);
    assert_eq!(marks("BT /F 10 Tf /H gs (a) Tj ET").unwrap().len(), 1);
    assert_eq!(only("BT 1 g /F 10 Tf (a) Tj ET").paint.colour, Some([1.0; 3]));
    assert!(marks("BT /F 10 Tf 9 Tr (a) Tj ET").is_none());
    assert!(marks("BT /F 10 Tf -1 Tr (a) Tj ET").is_none());
}

#[test]
fn paint_is_what_was_set_last() {
    let (fill, line) = ("0 0 9 9 re f", "0 0 m 9 0 l S");
    for (set, what, expected) in [
        ("1 0 0 rg 0 1 0 RG", fill, Some([1.0, 0.0, 0.0])),
        ("1 0 0 rg 0 1 0 RG", line, Some([0.0, 1.0, 0.0])),
        (".25 g .75 G", fill, Some([0.25; 3])),
        (".25 g .75 G", line, Some([0.75; 3])),
        ("0 .5 1 .5 k", fill, Some([0.5, 0.25, 0.0])),
        ("/DeviceRGB cs 1 0 0 sc", fill, Some([1.0, 0.0, 0.0])),
        ("/DeviceRGB CS 1 0 0 SC", line, Some([1.0, 0.0, 0.0])),
        ("/P cs 1 0 0 scn", fill, None),
        ("/T gs 1 0 0 rg", fill, None),
        ("/T gs 1 0 0 RG", line, None),
        ("q /T gs Q 1 0 0 rg", fill, Some([1.0, 0.0, 0.0])),
        ("/Y gs 1 0 0 rg", fill, Some([1.0, 0.0, 0.0])),
        ("/Q gs 1 0 0 rg", fill, None),
        ("/K gs 1 0 0 rg", fill, None),
        ("/R gs 1 0 0 rg", fill, Some([1.0, 0.0, 0.0])),
        ("/S cs 1 scn", fill, None),
        ("/S CS 1 SCN", line, None),
        ("/S cs 1 1 1 scn", fill, None),
        ("/S cs 0 0 0 0 scn", fill, None),
        ("1 0 0 rg", "/Im Do", None),
        ("1 0 0 rg", "0 0 9 9 re W n /X sh", None),
        ("/S cs 1 scn 1 g", fill, Some([1.0; 3])),
        ("/S CS 1 SCN 1 G", line, Some([1.0; 3])),
        ("q 1 g Q", fill, Some([0.0; 3])),
    ] {
        let content = format!("{set} {what}");
        assert_eq!(only(&content).paint.colour, expected, "{content}");
    }
    let of = |content: &str| {
        let paint = only(content).paint;
        (paint.alpha, paint.multiplied)
    };
    assert_eq!(of(&format!("/H gs {fill}")), (0.5, false));
    assert_eq!(of(&format!("/H gs {line}")), (0.25, false));
    assert_eq!(of(&format!("/M gs {fill}")), (1.0, true));
    for state in ["/Y", "/B"] {
        assert_eq!(of(&format!("{state} gs {fill}")), (1.0, false), "{state}");
    }
    assert!(marks(&format!("/N gs {fill}")).unwrap().is_empty());
    // What a dictionary does not say stays; what nobody can read covers whole.
    assert_eq!(of(&format!("/M gs /H gs {fill}")), (0.5, true));
    assert_eq!(of(&format!("/H gs /M gs {fill}")), (0.5, true));
    assert_eq!(of(&format!("/A gs {fill}")), (1.0, false));
    assert_eq!(of(&format!("/A gs {line}")), (1.0, false));
    assert_eq!((of("/Gr Do"), of("/Is Do")), ((1.0, true), (1.0, false)));
}

#[test]
fn what_cannot_be_told_is_not_guessed() {
    for content in [
        "-1 w 0 0 m 9 0 l S",
        "(a) w 0 0 m 9 0 l S",
        "1 0 0 1 20000000 0 cm 0 0 9 9 re f",
        "30000000 0 9 9 re f",
        "BT 9 9 Td (a) Tj ET",
        "BI /W 1 /H 1 ID x EI",
        "/Missing Do",
        "/Self Do",
        "9 9 unknown",
        "1 2 re f",
        "0 0 m 90000 90000 l S",
        "BT /F (x) Tf (a) Tj ET",
        "BT /F 10 Tf /G gs (a) Tj ET",
        "BT /V 10 Tf (a) Tj ET",
        "BT /I 10 Tf (a) Tj ET",
    ] {
        assert!(marks(content).is_none(), "{content}");
    }
}

#[test]
fn an_appearance_is_fitted_into_its_place() {
    let fitted = |look: &str| {
        let document = document("", &format!("/Subtype/Form{look}"));
        let view = document.latest();
        let look = view.object((7, 0)).unwrap();
        let rect = Place { left: 100.0, bottom: 200.0, right: 140.0, top: 260.0 };
        of_appearance(&view, look.as_stream().unwrap(), &rect, &Cell::new(1 << 20)).unwrap()
    };
    let marks = fitted("/BBox[0 0 10 20]/Matrix[2 0 0 1 3 4]").unwrap();
    near(corners(&marks[0].place), [104.0, 206.0, 116.0, 218.0], "fitted");
    let endless = format!("/BBox[0 0 9 {}.0]", "9".repeat(60));
    for look in ["/BBox[0 0 10 0]", "/BBox[0 0 0 10]", "", "/BBox[0 0 9 9]/Matrix[1 0]", &*endless]
    {
        assert!(fitted(look).is_none(), "{look}");
    }
}

#[test]
fn a_page_may_be_empty_and_of_several_streams() {
    let of = |contents: &str| {
        let page = format!("<</Type/Page/Contents {contents}>>");
        let (one, two) = (stream("", "0 0 9 9 re"), stream("", "f"));
        let document = sample::document(&["<</Type/Catalog>>", &page, &one, &two]);
        let view = document.latest();
        let page = view.object((2, 0)).unwrap();
        of_page(&view, page.as_dict().unwrap(), &Cell::new(1 << 20)).unwrap().map(|all| all.len())
    };
    for contents in ["[3 0 R 4 0 R]", "[3 0 R 9 0 R 4 0 R]"] {
        assert_eq!(of(contents), Some(1), "{contents}");
    }
    assert_eq!((of("null"), of("[3 0 R 2 0 R]")), (Some(0), None));
}

#[test]
fn colours_of_another_space_are_not_told() {
    let of = |spaces: &str| {
        let entries = format!("<</Type/Page/Contents 3 0 R/Resources<</ColorSpace<<{spaces}>>>>>>");
        let content = stream("", ".5 g 0 0 9 9 re f");
        let document = sample::document(&["<</Type/Catalog>>", &entries, &content]);
        let view = document.latest();
        let page = view.object((2, 0)).unwrap();
        let marks = of_page(&view, page.as_dict().unwrap(), &Cell::new(1 << 20)).unwrap().unwrap();
        marks[0].paint.colour
    };
    let usual = crate::pdf::archival::default_spaces();
    let grey = usual.get(b"DefaultGray").unwrap().as_array().unwrap();
    let numbers = |key: &[u8]| match grey[1].as_dict().unwrap().get(key).unwrap() {
        lopdf::Object::Array(all) => all.iter().map(|one| one.as_float().unwrap()).collect(),
        one => vec![one.as_float().unwrap()],
    };
    let (white, gamma) = (numbers(b"WhitePoint"), numbers(b"Gamma")[0]);
    let space = |family: &str, gamma: &str, white: &[f32], more: &str| {
        let white: String = white.iter().map(|one| format!("{one} ")).collect();
        format!("/DefaultGray[/{family}<</Gamma {gamma}/WhitePoint[{white}]{more}>>]")
    };
    let told = Some([0.5; 3]);
    assert_eq!(of(""), told);
    assert_eq!(of(&space("CalGray", &gamma.to_string(), &white, "")), told);
    assert_eq!(of(&space("CalGray", &(gamma + 0.005).to_string(), &white, "")), told);
    let dimmer = [white[0], white[1], white[2] - 0.1];
    for other in [
        space("CalGray", &(gamma + 0.1).to_string(), &white, ""),
        space("CalGray", &(gamma - 0.1).to_string(), &white, ""),
        space("CalGray", "/x", &white, ""),
        space("CalGray", &gamma.to_string(), &dimmer, ""),
        space("CalGray", &gamma.to_string(), &white[..2], ""),
        space("CalGray", &gamma.to_string(), &white, "/BlackPoint[0 0 0]"),
        space("CalRGB", &gamma.to_string(), &white, ""),
        format!("/DefaultGray[/CalGray<</Gamma {gamma}>>]"),
        format!("/DefaultGray[/CalGray<</Gamma {gamma}/Odd 1>>]"),
        "/DefaultGray[/CalGray]".into(),
        "/DefaultRGB/DeviceGray".into(),
        "/DefaultCMYK/DeviceGray".into(),
    ] {
        assert_eq!(of(&other), None, "{other}");
    }
}

#[test]
fn letters_are_as_wide_as_the_wider_of_two_fonts() {
    let widths = b" i;0r{mwazMW%AZ\"#~\x80".map(super::font::letter);
    let expected = [
        0.278, 0.389, 0.389, 0.556, 0.444, 0.444, 0.889, 0.778, 0.611, 0.611, 1.0, 1.0, 1.0, 0.778,
        0.778, 0.611, 0.611, 0.611, 1.1,
    ];
    assert_eq!(widths, expected);
}
