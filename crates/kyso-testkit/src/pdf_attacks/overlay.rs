//! Evil annotations and sneaky signatures: what lies over the page and was not signed.

use super::base::{Base, Signature};
use super::cms::Cms;
use super::sample::{FORGED, covering, look, object};
use super::{Case, Forgery, Must};
use crate::pdf::writer::stream;
use crate::pki::Pki;

/// A revision with one more annotation on page 1.
fn annotated(base: &Base, annotation: &str, look: Option<Vec<u8>>) -> Vec<u8> {
    let mut objects =
        vec![base.edit(object::ANNOTS, "]", " 900 0 R]"), (900, annotation.as_bytes().to_vec())];
    objects.extend(look.map(|look| (901, look)));
    base.later(&objects)
}

/// Annotations over the text.
pub(super) fn annotations(base: &Base) -> Vec<Forgery> {
    let over = "/Type /Annot /Rect [60 740 560 800] /F 4 /P 3 0 R";
    let drawn = |subtype: &str| {
        let text = format!("<< {over} /Subtype /{subtype} /AP << /N 901 0 R >> >>");
        annotated(base, &text, Some(covering(500, 60)))
    };
    let own = |text: &str| annotated(base, &format!("<< {over} {text} >>"), None);
    let free =
        format!("/Subtype /FreeText /DA (/Helv 24 Tf 0 g) /IC [1 1 1] /Contents (Pay {FORGED})");
    let edit = |number, from: &str, to: &str| base.later(&[base.edit(number, from, to)]);
    vec![
        ("stamp-over-the-text", drawn("Stamp")),
        ("free-text-with-a-look", drawn("FreeText")),
        ("square-over-the-text", drawn("Square")),
        ("ink-over-the-text", drawn("Ink")),
        ("watermark-over-the-text", drawn("Watermark")),
        ("redaction-over-the-text", drawn("Redact")),
        ("screen-over-the-text", drawn("Screen")),
        ("unknown-kind-over-the-text", drawn("Bogus")),
        ("widget-that-no-field-has", drawn("Widget")),
        ("free-text-without-a-look", own(&free)),
        ("square-without-a-look", own("/Subtype /Square /IC [1 1 1] /C [1 1 1]")),
        (
            "highlight-in-black",
            own("/Subtype /Highlight /C [0 0 0] /QuadPoints [60 800 560 800 60 740 560 740]"),
        ),
        (
            "line-through-the-text",
            own("/Subtype /Line /L [60 770 560 770] /BS << /W 60 >> /C [1 1 1]"),
        ),
        ("redaction-to-be-applied", own("/Subtype /Redact /IC [0 0 0] /OverlayText (9,000,000)")),
        ("link-elsewhere", own("/Subtype /Link /A << /S /URI /URI (https://evil.example/) >>")),
        ("link-that-launches", own("/Subtype /Link /A << /S /Launch /F (cmd.exe) >>")),
        ("rich-media", own("/Subtype /RichMedia /RichMediaContent << >>")),
        ("attached-file", own("/Subtype /FileAttachment /FS 36 0 R")),
        ("popup-open", own("/Subtype /Popup /Open true")),
        ("look-of-a-square-replaced", base.later(&[(object::SQUARE_LOOK, covering(60, 30))])),
        ("square-grown", edit(object::SQUARE, "[300 600 360 630]", "[0 0 595 842]")),
        ("square-points-at-another-look", edit(object::SQUARE, "/N 14", "/N 12")),
        ("square-hidden", edit(object::SQUARE, "/F 4", "/F 2")),
        ("square-with-optional-content", edit(object::SQUARE, "/F 4", "/F 4 /OC 35 0 R")),
        ("link-target-changed", edit(object::LINK, "example.vn", "evil.example")),
        ("list-emptied", base.later(&[(object::ANNOTS, b"[]".to_vec())])),
        ("list-turned-round", edit(object::ANNOTS, "11 0 R 13 0 R", "13 0 R 11 0 R")),
        (
            "list-written-into-another-page",
            edit(object::PAGE_2, "/Type /Page", "/Type /Page /Annots 10 0 R"),
        ),
        ("list-holds-a-dictionary", {
            let inline = format!(" << {over} {free} >>]");
            edit(object::ANNOTS, "]", &inline)
        }),
    ]
}

/// A widget of a signature field of the attacker's own.
fn field(more: &str, value: &str) -> Vec<u8> {
    format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (sneaky) /F 4 /P 3 0 R {value} {more} >>")
        .into_bytes()
}

/// Looks that hide a digit closely, or the text without one large rectangle.
fn little_by_little(covers: &dyn Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<Forgery> {
    const OVER: &str = "[60 740 560 800]";
    let strips: String = (0..6).map(|at| format!("0 {} 500 10 re f ", at * 10)).collect();
    let lines: String = (0..60).map(|at| format!("0 {at} m 500 {at} l ")).collect();
    let letters = "1 g BT /F1 40 Tf 10 15 Td (MMMMMM) Tj ET";
    vec![
        (
            "signed-closely-over-a-digit",
            covers("[120 759 134 778]", look(14, 19, "1 g 0 0 14 19 re f")),
        ),
        ("signed-over-the-text-in-strips", covers(OVER, look(500, 60, &format!("1 g {strips}")))),
        (
            "signed-over-the-text-by-white-lines",
            covers(OVER, look(500, 60, &format!("1 G 1 w {lines}S"))),
        ),
        ("signed-over-the-text-by-white-letters", covers(OVER, look(500, 60, letters))),
    ]
}

/// A look that is a picture of one white dot, and the picture's object.
fn picture() -> (Vec<u8>, (u32, Vec<u8>)) {
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 1 1] \
                /Resources << /XObject << /P 913 0 R >> >>";
    let dot = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
               /BitsPerComponent 8";
    (stream(form, b"/P Do", false), (913, stream(dot, b"\xff", false)))
}

/// Fields and signatures that nobody made.
pub(super) fn signatures(base: &Base, pki: &Pki) -> Vec<Forgery> {
    let lists = [
        base.edit(object::ANNOTS, "]", " 900 0 R]"),
        base.edit(object::ACRO_FORM, "] /DR", " 900 0 R] /DR"),
    ];
    let with = |field: Vec<u8>, more: &[(u32, Vec<u8>)]| {
        base.later(&[lists.as_slice(), &[(900, field)], more].concat())
    };
    let own_look = [(901, covering(500, 60))];
    let over = "/Rect [60 740 560 800] /AP << /N 901 0 R >>";
    let fake = "/V << /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
                /ByteRange [0 0 0 0] /Contents <00> /Name (Nguyen Thi Anh) >>";
    let old = crate::attacks::text::signatures(&base.bytes).pop().expect("a signed file").object;
    let covers = |rect: &str, look: Vec<u8>, more: &[(u32, Vec<u8>)]| {
        let how =
            Signature { number: 910, field: "Signature9", rect: Some(rect), ..Signature::PLAIN };
        let mut signed = base.parts_of(&how);
        signed.retain(|(number, _)| *number != 912);
        signed.push((912, look));
        signed.extend_from_slice(more);
        let mut next = base.revised(&signed);
        super::base::fill(&mut next.bytes, |covered| Cms::new(&pki.signer, covered).build());
        next.bytes
    };
    let (picture, dot) = picture();
    let mut all = vec![
        ("signed-with-a-picture-over-the-text", covers("[40 690 440 800]", picture, &[dot])),
        ("empty-field-over-the-text", with(field(over, ""), &own_look)),
        ("field-signed-with-nothing", with(field(over, fake), &own_look)),
        ("field-shares-the-value", with(field(over, &format!("/V {old} 0 R")), &own_look)),
        ("field-on-no-page", {
            let field = field("/Rect [0 0 0 0]", "");
            base.later(&[lists[1].clone(), (900, field)])
        }),
        ("signed-over-the-whole-page", covers("[0 0 595 842]", covering(595, 842), &[])),
        ("signed-over-the-text", covers("[60 740 560 800]", covering(500, 60), &[])),
        ("signed-over-a-digit", covers("[120 755 142 785]", covering(22, 30), &[])),
        (
            "signed-over-the-whole-page-turned-round",
            covers("[595 842 0 0]", covering(595, 842), &[]),
        ),
    ];
    all.extend(little_by_little(&|rect, look| covers(rect, look, &[])));
    let empty = object::EMPTY_SIGNATURE;
    all.extend([
        (
            "empty-field-gets-a-look",
            base.later(&[
                base.edit(empty, "/F 4", "/F 4 /AP << /N 901 0 R >>"),
                (901, covering(120, 40)),
            ]),
        ),
        (
            "empty-field-gets-a-fake",
            base.later(&[base.edit(empty, "/F 4", &format!("/F 4 {fake}"))]),
        ),
        ("empty-field-moved", base.later(&[base.edit(empty, "[300 520", "[0 0")])),
        (
            "empty-field-with-background",
            base.later(&[base.edit(empty, "/F 4", "/F 4 /MK << /BG [1 1 1] >>")]),
        ),
    ]);
    let drawn = base.objects.keys().find(|n| [102, 112].contains(*n));
    if let Some(look) = drawn {
        let moved = base.edit(look - 1, "/Rect [300 ", "/Rect [60 ");
        all.extend([
            ("look-of-a-signature-replaced", base.later(&[(*look, covering(120, 40))])),
            (
                "look-of-a-signature-elsewhere",
                base.later(&[
                    base.edit(look - 1, &format!("/N {look}"), "/N 900"),
                    (900, covering(120, 40)),
                ]),
            ),
            ("look-of-a-signature-moved", base.later(&[moved])),
            ("look-of-a-signature-removed", base.later(&[base.edit(look - 1, "/AP", "/Ap")])),
        ]);
    }
    all
}

/// Signatures by nobody who is trusted: the old one stays good, the new one cannot be judged.
pub(super) fn unsure(base: &Base, pki: &Pki) -> Vec<Case> {
    const WHY: Must = Must::NotPass("nobody knows the signer; the signed bytes are as they were");
    let how = Signature { number: 910, field: "Signature9", ..Signature::PLAIN };
    let twin = pki.twin().signer;
    let by_twin = base.signed(&how, &twin).bytes;
    vec![("ssa", "signed-by-a-namesake", by_twin, WHY)]
}
