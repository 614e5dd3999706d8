//! What a later look may not hide, at the limits of the rules: places are those of the page, which
//! the look lies over as a whole.

use super::super::engine::Explained;
use super::super::sample::stream;
use super::signing::{WIDGET, signature};
use super::{PAGE, after, assert_fault, base, with};

/// A page that draws this, with more objects (40 is an annotation), and looks over all of it, one
/// signature after another.
fn laid(content: &str, more: &[(u32, &str)], looks: &[&str]) -> Result<Explained, Vec<String>> {
    let resources = "/Font<</F 7 0 R>>/XObject<</Im 30 0 R>>\
        /ExtGState<</Some<</ca .3/CA .3>>/None<</ca 0>>/Whole<</ca 1>>/Times<</BM/Multiply>>>>";
    let mut page = PAGE.replace("/Font<</F 7 0 R>>", resources);
    if more.iter().any(|(number, _)| *number == 40) {
        page = page.replace("/Annots[6 0 R", "/Annots[40 0 R 6 0 R");
    }
    let picture = stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x");
    let before = with(&base(), &[(3, &page), (4, &stream("", content)), (30, &picture)]);
    let before = with(&before, more);
    let mut fields = String::from("<</Fields[6 0 R 8 0 R 9 0 R 10 0 R]/SigFlags 3>>");
    let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 300 200]/Resources<<{resources}>>");
    let mut revisions = Vec::new();
    for (at, look) in (0_u32..).zip(looks) {
        let of = |object: u32| format!("{} 0 R", object + 30 * at);
        let widget = WIDGET
            .replace("[200 100 280 130]", "[0 0 300 200]")
            .replace("(further)", &format!("(further{at})"))
            .replace("21 0 R", &of(21))
            .replace("22 0 R", &of(22));
        let mut objects = signature(&widget);
        page = page.replace(" 0 R]>>", &format!(" 0 R {}]>>", of(20)));
        fields = fields.replace(" 0 R]", &format!(" 0 R {}]", of(20)));
        (objects[0].1, objects[1].1) = (page.clone(), fields.clone());
        objects[4].1 = stream(&form, look);
        objects[2..].iter_mut().for_each(|(number, _)| *number += 30 * at);
        revisions.push(objects);
    }
    after(&before, &revisions)
}

#[track_caller]
fn hidden(content: &str, more: &[(u32, &str)], looks: &[&str]) {
    assert_fault(laid(content, more, looks), "0 look-hides-text");
}

#[track_caller]
fn seen(content: &str, more: &[(u32, &str)], looks: &[&str]) {
    let found = laid(content, more, looks);
    assert!(found.is_ok(), "{content} {looks:?}: {:?}", found.err());
}

const TEXT: &str = "BT /F 10 Tf 20 150 Td (pay 1000) Tj ET";
const UPRIGHT: &str = "BT /F 10 Tf 0 1 -1 0 90 60 Tm (pay 1000) Tj ET";

#[test]
fn bars_and_white_letters_are_content() {
    let paper = "1 g 19 140 30 30 re f";
    for content in [
        // Bars: letters in pieces, and one that is long and high.
        "20 150 1.2 10 re f",
        "20 150 60 8 re f",
        ".6 g 20 150 4 10 re f",
        // White on a picture, and what is not quite white.
        "q 300 0 0 200 0 0 cm /Im Do Q 1 g 20 150 m 24 150 l 22 160 l f",
        "q 20 0 0 20 200 100 cm /Im Do Q 1 g 20 150 m 24 150 l 22 160 l f",
        ".95 g 20 150 m 24 150 l 22 160 l f",
    ] {
        hidden(content, &[], &[paper]);
    }
    // As wide as what is no ground yet.
    hidden("20 150 m 92 150 l 92 160 l 20 161 l f", &[], &["1 g 30 152 20 6 re f"]);
    // What has four sides or five and is no rectangle, drawn or painted through.
    for content in [
        "20 150 m 60 150 l 60 160 l 20 160 l 16 155 l f",
        "20 150 m 60 150 l 60 160 l 20 165 l f",
        "20 150 m 60 150 l 60 160 l 24 158 l f",
        "20 150 m 60 150 l 40 165 l h W n 0 0 300 200 re f",
        "20 150 m 60 150 l 65 165 l 20 165 l f",
        "1 g 20 150 m 60 150 l 40 159 l h W n 0 g 0 0 300 200 re f",
        "/None gs 20 150 m 60 150 l 40 165 l h W n /Whole gs 0 0 300 200 re f",
    ] {
        hidden(content, &[], &["1 g 30 152 20 5 re f"]);
    }
    // A page that cannot be told may have text anywhere.
    hidden("9 9 unknown", &[], &[paper]);
    hidden("9 9 unknown", &[], &["0 0 30 30 re S"]);
    // Under ink, too.
    seen("20 150 m 30 150 l 30 160 l 20 161 l f", &[], &["1 w 10 155 m 60 155 l S"]);
}

#[test]
fn black_shapes_hide_though_they_are_multiplied() {
    let shape = "19 149 m 30 149 l 30 159 l 19 159.1 l f";
    hidden(TEXT, &[], &[&format!("0 g {shape}")]);
    hidden(TEXT, &[], &[&format!("/Times gs 0 g {shape}")]);
    hidden(TEXT, &[], &[&format!("/Times gs .14 g {shape}")]);
    seen(TEXT, &[], &[&format!("/Times gs .4 g {shape}")]);
    // A rectangle that is drawn by its sides.
    hidden(TEXT, &[], &["19 149 m 40 149 l 40 159 l 19 159 l h f"]);
    // A line wider than ink paints over, be it at the foot of the letters.
    hidden(TEXT, &[], &["6 w 10 148 m 70 148 l S"]);
}

#[test]
fn more_than_half_of_the_text_of_a_page_is_hidden_or_not() {
    let across = |parts: &[(f32, f32)]| -> String {
        let part = |(from, to): &(f32, f32)| {
            format!("{from} 152 m {to} 152 l {to} 156 l {from} 156.1 l f ")
        };
        parts.iter().map(part).collect()
    };
    let upwards = |parts: &[(f32, f32)]| -> String {
        let part = |(from, to): &(f32, f32)| {
            let (from, to) = (from + 40.0, to + 40.0);
            format!("84 {from} m 88 {from} l 88 {to} l 84.1 {to} l f ")
        };
        parts.iter().map(part).collect()
    };
    // Letters have their middles at 23, 30, 38, 45, 53 and 61.
    for parts in [
        &[(19.0, 40.0), (43.0, 65.0)][..],
        &[(19.0, 28.0), (33.0, 65.0)],
        &[(19.0, 46.5)],
        &[(36.0, 65.0)],
    ] {
        hidden(TEXT, &[], &[&across(parts)]);
        hidden(UPRIGHT, &[], &[&upwards(parts)]);
    }
    // Letters count as many, however small they are.
    let two = "BT /F 30 Tf 20 150 Td (pay) Tj ET BT /F 5 Tf 20 100 Td (one thousand) Tj ET";
    hidden(two, &[], &["19 101 m 54 101 l 54 103 l 19 103.1 l f"]);
    seen(two, &[], &["19 101 m 28 101 l 28 103 l 19 103.1 l f"]);
    for parts in [&[(19.0, 41.0)][..], &[(44.0, 65.0)], &[(35.0, 50.0)]] {
        seen(TEXT, &[], &[&across(parts)]);
        seen(UPRIGHT, &[], &[&upwards(parts)]);
    }
}

#[test]
fn many_pieces_of_text_are_ink() {
    let layers = "BT /F 12 Tf 20 150 Td (Anh) Tj 1 0 Td (Anh) Tj ET \
        /Some gs 5 w 10 151 m 70 151 l 10 156 m 70 156 l S";
    let dots = |count: usize| -> String {
        (0..count)
            .map(|at| {
                let (x, y) = (5 + at % 50 * 5, 5 + at / 50 * 5);
                format!("BT /F 1 Tf {x} {y} Td (i) Tj ET ")
            })
            .collect()
    };
    seen(TEXT, &[], &[&(dots(100) + layers)]);
    hidden(TEXT, &[], &[&(dots(250) + layers)]);
}

#[test]
fn only_a_signature_has_a_seal_over_a_part_of_it() {
    let look = stream(
        "/Subtype/Form/BBox[0 0 80 40]/Resources<</Font<</F 7 0 R>>>>",
        "BT /F 10 Tf 5 5 Td (An) Tj ET 60 20 m 70 20 l 70 35 l 60 34 l f",
    );
    let widget = |subtype: &str, kind: &str| {
        format!(
            "<</Type/Annot/Subtype/{subtype}/FT/{kind}/T(other)/P 3 0 R/Rect[200 50 280 90]/AP<</N 41 0 R>>>>"
        )
    };
    // No picture lies on letters, of a signature neither.
    let picture = "q 15 0 0 20 203 52 cm /Im Do Q";
    let over = |subtype: &str, kind: &str, look_over: &str| {
        laid("", &[(40, &widget(subtype, kind)), (41, &look)], &[look_over])
    };
    for (subtype, kind) in
        [("Widget", "Sig"), ("Widget", "Tx"), ("Widget", "Ch"), ("Stamp", "Sig"), ("Stamp", "Tx")]
    {
        assert_fault(over(subtype, kind, picture), "0 look-hides-text");
    }
    // Nothing is painted over a part of it.
    for paper in ["1 g 204 54 8 8 re f", "1 g 262 72 4 4 re f", "204 54 8 8 re f"] {
        assert_fault(over("Widget", "Sig", paper), "0 look-hides-text");
    }
    assert!(over("Widget", "Sig", "1 g 230 60 20 20 re f").is_ok());
    assert!(over("Widget", "Sig", "1 w 200 55 m 280 75 l S").is_ok());
    // What is drawn of it reaches from 204 to 270 and from 51 to 85.
    let drawn = stream(
        "/Subtype/Form/BBox[0 0 80 40]",
        "4 1 m 16 1 l 16 12 l 4 11 l f 60 20 m 70 20 l 70 35 l 60 34 l f",
    );
    let sealed = |looks: &[&str]| laid("", &[(40, &widget("Widget", "Sig")), (41, &drawn)], looks);
    let stamp = |x: u32, width: u32| format!("q {width} 0 0 60 {x} 40 cm /Im Do Q");
    for (x, width) in [(180, 52), (242, 60)] {
        assert!(sealed(&[&stamp(x, width)]).is_ok(), "{x} {width}");
    }
    for (x, width) in [(180, 60), (232, 60), (190, 100)] {
        assert_fault(sealed(&[&stamp(x, width)]), "0 look-hides-text");
    }
    assert_fault(sealed(&[&stamp(180, 52), &stamp(242, 60)]), "0 look-hides-text");
    assert!(sealed(&[&stamp(180, 52), &stamp(290, 10)]).is_ok());
}
