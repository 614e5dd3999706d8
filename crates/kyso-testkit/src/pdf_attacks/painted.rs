//! Looks of a later signature that paint over what an earlier one covers, be it text, letters drawn
//! as paths, a picture, a tick, a stamp or another signature's look; and looks that may lie there.

use super::Forgery;
use super::base::{Base, Layout, Signature, fill};
use super::cms::Cms;
use super::sample::{look, object, objects};
use crate::pdf::writer::stream;
use crate::pki::Identity;

const NAME: &str = "painted";

/// Objects that the sample has not.
const PICTURE: u32 = 41;
const STAMP: u32 = 42;
const STAMP_LOOK: u32 = 43;
const PLAIN_STAMP: u32 = 44;
const PLAIN_NOTE: u32 = 45;
const WRITTEN_RECT: u32 = 46;
/// Of the looks that are put over it.
const LOOK: u32 = 912;
const OPAQUE: u32 = 913;
const SHEER: u32 = 914;
const MASK: u32 = 915;
const SIGNS: u32 = 916;
const INNER: u32 = 917;
const BLACK: u32 = 918;
const FAINT: u32 = 919;

/// Letters as paths, ticks, clips, a picture and lines, each in a place of its own.
const DRAWN: &str = "BT /F1 24 Tf 72 800 Td (Pay 1,000,000 VND) Tj ET \
    72 750 m 76 750 l 76 768 l 72 768 l h 80 750 m 90 750 90 768 80 768 c 84 762 84 756 80 750 c f \
    1 w 120 750 m 124 768 l 128 750 l S 122 757 m 126 757 l S \
    160 750 10 10 re S 162 754 m 165 751 l 169 759 l S \
    q BT 7 Tr /F1 24 Tf 200 750 Td (CLIP) Tj ET 190 740 100 40 re f Q \
    q 320 750 m 330 768 l 340 750 l h W n 310 740 40 40 re f Q \
    q 40 0 0 40 400 740 cm /P1 Do Q \
    460 740 6 30 re f \
    .95 .95 1 rg 60 300 400 80 re f 0 g .5 w 60 340 m 460 340 l S 160 300 m 160 380 l S";

/// The sample with all this on its first page.
fn paper(more: &str) -> Base {
    let mut all = objects();
    let mut edit = |number: u32, from: &str, to: &str| {
        let body = all.get(&number).cloned().unwrap_or_default();
        all.insert(number, crate::attacks::text::replace(&body, from.as_bytes(), to.as_bytes()));
    };
    edit(object::RESOURCES, "/X1 12 0 R", &format!("/X1 12 0 R /P1 {PICTURE} 0 R"));
    edit(object::CHECK, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
    edit(object::CHOICE, "/T (unit)", "/T (unit) /V (Hue)");
    edit(object::NOTE, "/T (note)", "/T (note) /V (at once)");
    // Its rectangle stands elsewhere, so that the list has one end.
    let written =
        format!("<< /Type /Annot /Subtype /Stamp /Rect {WRITTEN_RECT} 0 R /F 4 /Name /Draft >>");
    let stamps = format!(" {STAMP} 0 R {PLAIN_STAMP} 0 R {PLAIN_NOTE} 0 R {written}]");
    edit(object::ANNOTS, "]", &stamps);
    all.insert(WRITTEN_RECT, b"[320 660 420 690]".to_vec());
    all.insert(object::TEXT_1, stream("", format!("{DRAWN} {more}").as_bytes(), false));
    let dots = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray \
                /BitsPerComponent 8";
    all.insert(PICTURE, stream(dots, b"\x00\xff\xff\x00", false));
    let at = |subtype: &str, rect: &str, more: &str| {
        let text = format!("<< /Type /Annot /Subtype /{subtype} /Rect {rect} /F 4 {more} >>");
        text.into_bytes()
    };
    let drawn = format!("/AP << /N {STAMP_LOOK} 0 R >>");
    all.insert(STAMP, at("Stamp", "[72 660 172 690]", &drawn));
    all.insert(STAMP_LOOK, look(100, 30, "1 0 0 RG 2 w 2 2 96 26 re S 20 8 m 50 22 l 80 8 l S"));
    all.insert(PLAIN_STAMP, at("Stamp", "[200 660 300 690]", "/Name /Confidential"));
    let note = "/DA (/Helv 10 Tf 0 g) /Contents (but only half)";
    all.insert(PLAIN_NOTE, at("FreeText", "[200 600 280 620]", note));
    Base::of(NAME, Layout::Table, all)
}

/// A look with pictures, states and a font of signs to paint with.
fn painting(width: u32, height: u32, content: &str) -> Vec<u8> {
    let entries = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 {width} {height}] /Resources << \
         /Font << /F1 8 0 R /Z {SIGNS} 0 R >> /XObject << /Opaque {OPAQUE} 0 R /Sheer {SHEER} 0 R \
         /Inner {INNER} 0 R \
         /Black {BLACK} 0 R >> /ExtGState << /M << /BM /Multiply >> /N << /BM /Normal >> \
         /Clear << /CA 0 >> >> >>"
    );
    stream(&entries, content.as_bytes(), false)
}

/// Pictures: an opaque one, and one of 8 by 8 points of which `mask` tells what is painted.
fn pictures(grey: u8, mask: impl Fn(usize, usize) -> bool) -> Vec<(u32, Vec<u8>)> {
    let image = |size: u32, more: &str| {
        format!(
            "/Type /XObject /Subtype /Image /Width {size} /Height {size} \
             /ColorSpace /DeviceGray /BitsPerComponent 8 {more}"
        )
    };
    let points: Vec<u8> = (0..64).map(|at| if mask(at % 8, at / 8) { 255 } else { 0 }).collect();
    vec![
        (OPAQUE, stream(&image(1, ""), b"\xff", false)),
        (SHEER, stream(&image(8, &format!("/SMask {MASK} 0 R")), &[grey; 64], false)),
        (MASK, stream(&image(8, ""), &points, false)),
        (SIGNS, b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>".to_vec()),
    ]
}

/// The paper, signed, and a further signature upon it in many ways.
struct Over<'a> {
    base: Base,
    by: &'a Identity,
}

impl Over<'_> {
    fn look(&self, rect: &str, look: Vec<u8>, pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let how =
            Signature { number: 910, field: "Signature9", rect: Some(rect), ..Signature::PLAIN };
        let mut signed = self.base.parts_of(&how);
        signed.retain(|(number, _)| *number != LOOK);
        signed.push((LOOK, look));
        signed.extend_from_slice(pictures);
        let mut next = self.base.revised(&signed);
        fill(&mut next.bytes, |covered| Cms::new(self.by, covered).build());
        next.bytes
    }

    /// White paper over a place.
    fn paper(&self, rect: &str) -> Vec<u8> {
        self.look(rect, look(100, 100, "1 g 0 0 100 100 re f"), &[])
    }

    /// Anything in a look of 100 by 20 over the line of text.
    fn text(&self, content: &str, pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
        self.look(TEXT, painting(100, 20, content), pictures)
    }
}

/// Over `1,000` of the text.
const TEXT: &str = "[118 795 198 823]";

/// What paper is laid over, and where.
const UNDER: [(&str, &str); 15] = [
    ("paper-over-letters-drawn-as-paths", "[70 748 92 770]"),
    ("paper-over-one-such-letter", "[71 748 77 770]"),
    ("paper-over-letters-drawn-as-lines", "[118 748 130 770]"),
    ("paper-over-a-tick-on-the-page", "[158 748 172 762]"),
    ("paper-over-letters-that-clip", "[195 745 280 775]"),
    ("paper-over-a-path-that-clips", "[318 748 342 770]"),
    ("paper-over-a-picture", "[398 738 442 782]"),
    ("paper-over-a-bar", "[458 738 468 772]"),
    ("paper-over-a-ticked-box", "[70 558 94 582]"),
    ("paper-over-a-stamp", "[70 658 174 692]"),
    ("paper-over-a-stamp-without-a-look", "[198 658 302 692]"),
    ("paper-over-a-stamp-written-in-the-list", "[318 658 422 692]"),
    ("paper-over-a-note-without-a-look", "[198 598 282 622]"),
    ("paper-over-a-choice-without-a-look", "[70 518 174 542]"),
    ("paper-over-a-value-without-a-look", "[70 478 274 502]"),
];

/// Looks over what was signed.
pub(super) fn over(by: &Identity) -> Vec<Forgery> {
    let over = Over { base: paper("").signed(&Signature::PLAIN, by), by };
    let none = pictures(255, |_, _| true);
    let opaque = painting(100, 100, "q 100 0 0 100 0 0 cm /Opaque Do Q");
    let part = pictures(255, |x, y| x < 3 && (2..6).contains(&y));
    let blot = pictures(0, |x, y| x < 3 && (1..7).contains(&y));
    let sheer = "q 100 0 0 20 0 0 cm /Sheer Do Q";
    let strokes: String = (0..25).map(|at| format!("0 {} m 60 {} l ", at, 1 + at)).collect();
    let letters = "BT /F1 26 Tf 0 0 Td (MMMM) Tj ET BT /F1 26 Tf 4 0 Td (MMMM) Tj ET ".repeat(2);
    let mut all: Vec<Forgery> =
        UNDER.iter().map(|(name, rect)| (*name, over.paper(rect))).collect();
    all.extend([
        ("paper-over-a-signatures-look", over.paper("[298 698 422 742]")),
        ("opaque-picture-over-text", over.look(TEXT, opaque.clone(), &none)),
        ("opaque-picture-over-paths", over.look("[70 748 92 770]", opaque.clone(), &none)),
        ("opaque-picture-over-a-picture", over.look("[398 738 442 782]", opaque.clone(), &none)),
        ("opaque-picture-over-a-tick", over.look("[70 558 94 582]", opaque.clone(), &none)),
        ("opaque-picture-over-a-stamp", over.look("[70 658 174 692]", opaque.clone(), &none)),
        ("opaque-picture-over-a-signature", over.look("[298 698 422 742]", opaque.clone(), &none)),
        ("opaque-picture-over-some-letters-of-one", over.look("[290 694 340 738]", opaque, &none)),
        ("white-part-of-a-sheer-picture", over.text(sheer, &part)),
        ("black-part-of-a-sheer-picture", over.text(sheer, &blot)),
        ("black-shape-over-text", over.text("0 0 m 60 0 l 60 20 l 30 20.1 l 0 20 l f", &none)),
        ("black-lines-over-text", over.text(&format!("2 w {strokes}S"), &none)),
        ("black-sign-over-text", over.text("BT /Z 26 Tf 0 0 Td (nn) Tj ET", &none)),
        ("letters-upon-letters-over-text", over.text(&letters, &none)),
    ]);
    all.extend(otherwise(&over));
    let untold = format!("q 10 0 0 10 20 20 cm BI /W 1 /H 1 /BPC 8 /CS /G ID {} EI Q", 'x');
    let over = Over { base: paper(&untold).signed(&Signature::PLAIN, by), by };
    all.push(("dark-shape-on-a-page-that-cannot-be-told", over.text(DARK_SHAPE, &none)));
    all
}

/// A trapezium of the grey that is not light, as wide as the amount.
const DARK_SHAPE: &str = ".58 g 0 0 m 80 0 l 79.9 20 l .1 20 l h f";

/// Looks whose paint is more than it seems.
fn otherwise(over: &Over<'_>) -> Vec<Forgery> {
    let mut none = pictures(255, |_, _| true);
    let inner = |group: &str| {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Group << {group} >> \
             /Resources << /ExtGState << /N << /BM /Normal /CA 1 >> >> >>"
        );
        let content = "/N gs 1 g 1 G 0 0 60 20 re f 20 w 0 10 m 60 10 l S";
        (INNER, stream(&entries, content.as_bytes(), false))
    };
    let signs = "q 3 Tr Q 1 g BT /Z 26 Tf 0 0 Td (nn) Tj ET";
    let mut all = vec![("white-signs-after-a-mode-is-restored", over.text(signs, &none))];
    none.push(inner("/S /None"));
    let form = "q /M gs /Inner Do Q";
    all.push(("white-form-in-a-group-of-no-kind", over.text(form, &none)));
    none.pop();
    none.push((
        INNER,
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Group << /S /Transparency >>",
            b"1 G 20 w 0 10 m 60 10 l S",
            false,
        ),
    ));
    let form = "q /Clear gs /Inner Do Q";
    all.push(("strokes-in-a-group-drawn-where-strokes-are-clear", over.text(form, &none)));
    let one = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
               /BitsPerComponent 8";
    none.push((BLACK, stream(one, b"\0", false)));
    let black = "q /M gs 60 0 0 20 0 0 cm /Black Do Q";
    all.push(("black-picture-multiplied", over.text(black, &none)));
    let greys = format!("/M gs .3 g {}", "0 0 60 20 re f ".repeat(6));
    all.push(("greys-multiplied-many-times", over.text(&greys, &none)));
    none.pop();
    none.push((BLACK, stream(&format!("{one} /SMask {FAINT} 0 R"), b"\xff", false)));
    none.push((FAINT, stream(one, b"\x7f", false)));
    let faint = format!("q 60 0 0 20 0 0 cm {} Q", "/Black Do ".repeat(8));
    all.push(("white-pictures-of-less-than-half-upon-each-other", over.text(&faint, &none)));
    all
}

/// Looks that hide nothing: name and file.
pub(super) fn beside(by: &Identity) -> Vec<(&'static str, Vec<u8>)> {
    let over = Over { base: paper("").signed(&Signature::PLAIN, by), by };
    let none = pictures(255, |_, _| true);
    let ring = |x: usize, y: usize| x == 0 || y == 0 || x == 7 || y == 7;
    let seal = painting(100, 100, "q 100 0 0 100 0 0 cm /Sheer Do Q");
    let opaque = painting(100, 100, "q 100 0 0 100 0 0 cm /Opaque Do Q");
    let hand = "1.5 w 0 2 m 20 20 40 0 60 18 c 80 4 90 10 100 8 c S";
    vec![
        ("paper-on-blank-ground", over.paper("[330 400 480 470]")),
        ("paper-on-tinted-ground-over-long-lines", over.paper("[80 310 300 370]")),
        ("opaque-picture-on-blank-ground", over.look("[330 400 480 470]", opaque.clone(), &none)),
        (
            "seal-over-a-third-of-a-signature",
            over.look("[260 696 340 738]", seal.clone(), &pictures(0, ring)),
        ),
        ("seal-over-a-picture", over.look("[390 730 450 790]", seal, &pictures(0, ring))),
        ("handwriting-over-text", over.text(hand, &none)),
        ("words-over-a-line-of-text", over.text("BT /F1 8 Tf 2 6 Td (An) Tj ET", &none)),
    ]
}
