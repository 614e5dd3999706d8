//! A further signature: its field, its widgets, the nodes above it, and the form.

use super::super::engine::Explained;
use super::super::sample::stream;
use super::{FORM, PAGE, after, assert_fault, base, with};
use crate::report::Modification;

/// A new signed field (20), with its value (21) and its look (22).
const WIDGET: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(further)/V 21 0 R\
    /Rect[200 100 280 130]/P 3 0 R/F 132/AP<</N 22 0 R>>>>";
const VALUE: &str = "<</Type/Sig/SubFilter/ETSI.CAdES.detached/M(now)>>";

fn look() -> String {
    stream("/Type/XObject/Subtype/Form/BBox[0 0 80 30]", "0 0 80 30 re S")
}

/// The new field, on the page and in the form.
fn signature(widget: &str) -> Vec<(u32, String)> {
    vec![
        (3, PAGE.replace("11 0 R]", "11 0 R 20 0 R]")),
        (5, FORM.replace("10 0 R]", "10 0 R 20 0 R]/SigFlags 3")),
        (20, widget.into()),
        (21, VALUE.into()),
        (22, look()),
    ]
}

fn signed(widget: &str) -> Result<Explained, Vec<String>> {
    after(&base(), &[signature(widget)])
}

#[test]
fn a_new_field_is_a_widget_that_shows_its_look_alone() {
    let explained = signed(WIDGET).unwrap();
    assert_eq!(explained.level, Modification::FormFilling);
    assert_eq!(
        (explained.signatures, explained.fields),
        (vec!["further".into()], vec!["further".into()])
    );
    assert_eq!(explained.appearances, ["further"]);
    assert!(!explained.evidence);
    for (from, to) in [
        ("/Type/Annot/Subtype", "/Subtype"),
        ("/F 132", "/F 132/MK<<>>"),
        ("/F 132", "/F 132/Border[0 0 0]"),
    ] {
        assert!(signed(&WIDGET.replace(from, to)).is_ok(), "{to}");
    }
    for (from, to) in [
        ("/Type/Annot", "/Type/Foo"),
        ("/Subtype/Widget", "/Subtype/Stamp"),
        ("/Type/Annot/Subtype/Widget", "/Subtype/Stamp"),
        ("/Type/Annot/Subtype/Widget", ""),
        ("/Subtype/Widget", ""),
        ("/F 132", "/F 132/A<</S/JavaScript>>"),
        ("/F 132", "/F 132/BS<</W 2>>"),
        ("/F 132", "/F 132/MK<</BG[1]>>"),
        ("/F 132", "/F 132/MK(x)"),
        ("/F 132", "/F 132/Border[0 0 1]"),
        ("/F 132", "/F 132/Border(x)"),
        ("/F 132", "/F 132/MK<</BG[1]>>/A<</S/JavaScript>>"),
        ("/T(further)", "/T(empty)"),
        ("/V 21 0 R", ""),
    ] {
        assert_fault(signed(&WIDGET.replace(from, to)), "20 object-added");
    }
}

#[test]
fn a_field_has_widgets_for_kids_and_nothing_else() {
    let widget = "<</Type/Annot/Subtype/Widget/Parent 20 0 R/Rect[200 100 280 130]/P 3 0 R\
        /AP<</N 22 0 R>>>>";
    let of = |field: &str, widget: &str| {
        let mut objects = signature(field);
        objects[0].1 = PAGE.replace("11 0 R]", "11 0 R 23 0 R]");
        objects.push((23, widget.into()));
        after(&base(), &[objects])
    };
    let field = "<</FT/Sig/T(further)/V 21 0 R/Kids[23 0 R]>>";
    assert_eq!(of(field, widget).unwrap().appearances, ["further"]);
    for field in [
        "<</FT/Sig/T(further)/V 21 0 R/Kids[23 0 R<</Subtype/Widget>>]>>",
        "<</FT/Sig/T(further)/V 21 0 R/Kids[23 0 R 7 0 R]>>",
        "<</FT/Sig/T(further)/V 21 0 R/Kids[23 0 R]/Type/Foo>>",
        "<</FT/Sig/T(further)/V 21 0 R/Kids[23 0 R]/Subtype/Stamp>>",
        "<</FT/Sig/T(further)/V 21 0 R/Kids[23 0 R]/AA<<>>>>",
    ] {
        assert_fault(of(field, widget), "20 object-added");
    }
    for (from, to) in [("/Rect", "/AA<<>>/Rect"), ("/Subtype/Widget", "/Subtype/Stamp")] {
        assert!(of(field, &widget.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn nobody_signs_in_half_a_page() {
    let at = |rect: &str| signed(&WIDGET.replace("[200 100 280 130]", rect));
    for rect in ["[0 0 842 280]", "[0 0 280 842]"] {
        assert!(at(rect).is_ok(), "{rect}");
    }
    for rect in ["[0 0 843 300]", "[0 0 300 843]", "[0 0 842 281]"] {
        assert_fault(at(rect), "0 signature-covers-page");
    }
    let unseen =
        WIDGET.replace("/AP<</N 22 0 R>>", "").replace("[200 100 280 130]", "[0 0 900 900]");
    let mut objects = signature(&unseen);
    objects.pop();
    assert_eq!(after(&base(), &[objects]).unwrap().appearances, Vec::<String>::new());
    // Nor in an empty field that was there.
    let empty = base().remove(7).1.replace("[200 10 280 40]", "[0 0 900 900]");
    let filled = empty.replace("/P 3 0 R", "/P 3 0 R/V 21 0 R/AP<</N 22 0 R>>");
    let objects = vec![(8, filled), (21, VALUE.into()), (22, look())];
    assert_fault(after(&with(&base(), &[(8, &empty)]), &[objects]), "0 signature-covers-page");
}

#[test]
fn an_empty_field_is_signed_and_stays_what_it_was() {
    let empty = base().remove(7).1;
    let of =
        |field: &str| after(&base(), &[vec![(8, field.into()), (21, VALUE.into()), (22, look())]]);
    let signed = empty.replace("/P 3 0 R", "/P 3 0 R/F 132/V 21 0 R/AP<</N 22 0 R>>");
    assert_eq!(of(&signed).unwrap().level, Modification::FormFilling);
    for (from, to) in [
        ("/T(empty)", "/T(other)"),
        ("[200 10 280 40]", "[0 140 280 170]"),
        ("/F 132", "/F 132/MK<</BG[1]>>"),
        ("/F 132", "/F 132/A<<>>"),
    ] {
        assert_fault(of(&signed.replace(from, to)), "8 object-replaced");
    }
    // One that is signed is not signed again.
    let again = base().remove(8).1.replace("12 0 R", "21 0 R");
    assert_fault(after(&base(), &[vec![(9, again), (21, VALUE.into())]]), "9 object-replaced");
}

#[test]
fn a_timestamp_shows_nothing_and_says_what_it_is() {
    let of = |value: &str, rect: &str| {
        let mut objects = signature(&WIDGET.replace("[200 100 280 130]", rect));
        objects[3].1 = value.into();
        let explained = after(&base(), &[objects]).unwrap();
        (explained.level, explained.evidence)
    };
    let stamp = "<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161>>";
    let (unseen, seen) = ("[0 0 0 0]", "[200 100 280 130]");
    assert_eq!(of(stamp, unseen), (Modification::LtaUpdate, true));
    let filling = (Modification::FormFilling, false);
    assert_eq!(of(stamp, seen), filling);
    assert_eq!(of("<</Type/DocTimeStamp/SubFilter/ETSI.CAdES.detached>>", unseen), filling);
    assert_eq!(of("<</Type/Sig/SubFilter/ETSI.RFC3161>>", unseen), filling);
    // In a field that was there it counts as a signature.
    let field = base().remove(7).1.replace("/P 3 0 R", "/P 3 0 R/V 21 0 R");
    let explained = after(&base(), &[vec![(8, field), (21, stamp.into())]]).unwrap();
    assert_eq!((explained.level, explained.evidence), filling);
}

/// The new field under a node.
fn under(node: (u32, &str), fields: &str) -> Result<Explained, Vec<String>> {
    let widget = WIDGET.replace("/T(further)", &format!("/T(further)/Parent {} 0 R", node.0));
    let mut objects = signature(&widget);
    objects[1].1 = FORM.replace("10 0 R]", fields);
    objects.push((node.0, node.1.into()));
    after(&base(), &[objects])
}

#[test]
fn nodes_above_a_new_field_hold_names_and_new_fields() {
    let new = "10 0 R 24 0 R]";
    assert!(under((24, "<</T(office)/Kids[20 0 R]>>"), new).is_ok());
    for node in [
        "<</T(office)/Kids[20 0 R]/FT/Sig>>",
        "<</T(office)/Kids[20 0 R]/V 21 0 R>>",
        "<</T(office)/Kids[20 0 R 6 0 R]>>",
        "<</T(office)/Kids[20 0 R<<>>]>>",
    ] {
        assert_fault(under((24, node), new), "24 object-added");
    }
    let old = "10 0 R]";
    assert!(under((10, "<</T(group)/Kids[11 0 R 20 0 R]>>"), old).is_ok());
    for node in [
        "<</T(other)/Kids[11 0 R 20 0 R]>>",
        "<</T(group)/Kids[11 0 R 20 0 R]/FT/Sig>>",
        "<</T(group)/Kids[20 0 R]>>",
        "<</T(group)/Kids[11 0 R 20 0 R 7 0 R]>>",
        "<</T(group)/Kids[20 0 R 7 0 R 11 0 R]>>",
    ] {
        assert_fault(under((10, node), old), "10 object-replaced");
    }
}

#[test]
fn the_form_gains_the_new_field_and_loses_none() {
    let with_form = |before: &str, after_it: &str| {
        let mut objects = signature(WIDGET);
        objects[1].1 = after_it.into();
        after(&with(&base(), &[(5, before)]), &[objects])
    };
    let gained = FORM.replace("10 0 R]", "10 0 R 20 0 R]");
    let asked = |answer: &str| FORM.replace(">>", &format!("/NeedAppearances {answer}>>"));
    assert!(with_form(FORM, &gained).is_ok());
    assert!(with_form(&asked("false"), &gained).is_ok());
    for form in [
        "<</Fields[8 0 R 9 0 R 10 0 R 20 0 R]>>",
        "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R 7 0 R]>>",
        "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R]/DA(/F 10 Tf 1 g)>>",
        "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R]/SigFlags(x)>>",
        "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R]/NeedAppearances true>>",
        "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R]/XFA[]>>",
    ] {
        assert_fault(with_form(FORM, form), "0 form-changed");
    }
    assert_fault(with_form(&asked("(x)"), &gained), "0 form-changed");
    // Where there are signatures alone, their looks may have resources of their own.
    let bare = [
        (3, &*PAGE.replace("[6 0 R 8 0 R 9 0 R 11 0 R]", "[8 0 R 9 0 R]")),
        (5, "<</Fields[8 0 R 9 0 R]>>"),
    ];
    let mut objects = signature(WIDGET);
    objects[0].1 = bare[0].1.replace("9 0 R]", "9 0 R 20 0 R]");
    objects[1].1 = "<</Fields[8 0 R 9 0 R 20 0 R]/DA(/F 10 Tf 0 g)/DR<<>>>>".into();
    after(&with(&base(), &bare), &[objects]).unwrap();
    // What serves as something else, too, is not the form alone.
    let shared = PAGE.replace("/Annots", "/PieceInfo 5 0 R/Annots");
    let mut objects = signature(WIDGET);
    objects[0].1 = shared.replace("11 0 R]", "11 0 R 20 0 R]");
    assert_fault(after(&with(&base(), &[(3, &shared)]), &[objects]), "5 object-replaced");
}

#[test]
fn default_resources_gain_what_no_field_takes_its_look_from() {
    let old_look = |content: &[u8]| {
        use std::io::Write as _;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(content).unwrap();
        let packed = encoder.finish().unwrap();
        let hex: String = packed.iter().map(|byte| format!("{byte:02x}")).collect();
        stream(
            "/Subtype/Form/BBox[0 0 100 20]/Filter[/ASCIIHexDecode/FlateDecode]",
            &format!("{hex}>"),
        )
    };
    let of = |content: &[u8]| {
        let look = old_look(content);
        let field = super::field("/Rect[10 10 110 30]/V(12)/AP<</N 30 0 R>>");
        let form = FORM.replace(">>", "/DR<</Font<</F 7 0 R>>>>>>");
        let base = with(&base(), &[(5, &form), (6, &field), (30, &look)]);
        let mut objects = signature(WIDGET);
        objects[1].1 =
            form.replace("10 0 R]", "10 0 R 20 0 R]").replace("/F 7 0 R", "/F 7 0 R/New 31 0 R");
        objects.push((31, super::FONT.into()));
        after(&base, &[objects])
    };
    of(b"BT /F 10 Tf (12) Tj ET").unwrap();
    assert_fault(of(b"BT /New 10 Tf (12) Tj ET"), "0 form-changed");
}

#[test]
fn a_look_hides_no_text_of_the_page() {
    let over = |content: &str| {
        let mut objects = signature(&WIDGET.replace("[200 100 280 130]", "[10 140 110 170]"));
        objects[4].1 = stream("/Type/XObject/Subtype/Form/BBox[0 0 100 30]", content);
        after(&base(), &[objects])
    };
    assert!(over("0 0 100 30 re S").is_ok());
    assert_fault(over("1 g 0 0 100 30 re f"), "0 look-hides-text");
    assert_fault(over("unknown"), "0 look-hides-text");
    // At the foot of a page likewise.
    let foot = stream("", "BT /F 10 Tf 20 4 Td (pay 1000) Tj ET");
    let mut objects = signature(&WIDGET.replace("[200 100 280 130]", "[10 0 110 30]"));
    objects[4].1 = stream("/Type/XObject/Subtype/Form/BBox[0 0 100 30]", "1 g 0 0 100 30 re f");
    assert_fault(after(&with(&base(), &[(4, &foot)]), &[objects]), "0 look-hides-text");
}
