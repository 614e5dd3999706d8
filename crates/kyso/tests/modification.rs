//! Each condition of the rules for later revisions, alone: what every other rule would take and
//! one does not, and beside it what that one takes. Found by mutation testing.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "common/by_hand.rs"]
mod by_hand;
mod common;

use std::sync::LazyLock;

use by_hand::certify;
use common::{credential, document, now, policy, sign, stream, verify};
use kyso::policy::LaterChanges;
use kyso::report::{Modification, SignatureReport};
use kyso::{Document, Policy};
use kyso_testkit::Pki;
use kyso_testkit::attacks::{Tweaks, append_increment};

static PKI: LazyLock<Pki> = LazyLock::new(common::pki);

const DA: &str = "/DA(/Helv 10 Tf 0 g)";
const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
    /Resources<</Font<</F 12 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R]>>";
/// As the signature leaves it: its field is 14.
const SIGNED_PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
    /Resources<</Font<</F 12 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R 14 0 R]>>";
const RESOURCES: &str = "/DR<</Font<</Helv 12 0 R/Bold 11 0 R>>>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const BOLD: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>";

type Objects = Vec<(u32, String)>;

/// Twelve objects: 4 a line of text under the text field 6, 7 a check box with the looks 9 and 10,
/// 8 a text field with nothing under it, 11 and 12 fonts.
fn base() -> Vec<String> {
    let look = |paint| stream("/Type/XObject/Subtype/Form/BBox[0 0 10 10]", paint);
    vec![
        CATALOG.into(),
        PAGES.into(),
        PAGE.into(),
        stream("", "BT /F 12 Tf 12 16 Td (pay 1,000,000) Tj ET"),
        form("6 0 R 7 0 R 8 0 R", ""),
        text_field("under", 10, ""),
        check_box("Off", ""),
        text_field("number", 90, ""),
        look("0.5 0.5 9 9 re S"),
        look("0 0 5 5 re f"),
        BOLD.into(),
        FONT.into(),
    ]
}

fn form(fields: &str, more: &str) -> String {
    format!("<</Fields[{fields}]{RESOURCES}{more}>>")
}

/// A text field at this height.
fn text_field(name: &str, bottom: u32, more: &str) -> String {
    field("/FT/Tx", name, bottom, &format!("{DA}{more}"))
}

fn field(kind: &str, name: &str, bottom: u32, more: &str) -> String {
    format!(
        "<</Type/Annot/Subtype/Widget{kind}/T({name})/Rect[10 {bottom} 110 {}]/P 3 0 R{more}>>",
        bottom + 20
    )
}

/// Object 8, filled with a look of its own (90).
fn filled(value: &str, more: &str) -> String {
    text_field("number", 90, &format!("/V({value})/AP<</N 90 0 R>>{more}"))
}

fn check_box(state: &str, more: &str) -> String {
    let looks = "<</Off 9 0 R/Yes 10 0 R>>";
    let more = format!("/V/{state}/AS/{state}/AP<</N{looks}{more}>>");
    field("/FT/Btn", "agreed", 50, &more).replace("110 70]", "20 60]")
}

fn look(content: &str) -> String {
    let entries = "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</Helv 12 0 R>>>>";
    stream(entries, content)
}

fn text(value: &str) -> String {
    format!("BT /Helv 10 Tf 0 g 2 5 Td ({value}) Tj ET")
}

/// A look of one line of text.
fn line(value: &str) -> String {
    look(&text(value))
}

fn with(number: usize, body: impl Into<String>) -> Vec<String> {
    let mut objects = base();
    objects[number - 1] = body.into();
    objects
}

fn bytes(objects: &[String]) -> Vec<u8> {
    document(&objects.iter().map(String::as_str).collect::<Vec<_>>())
}

fn append(signed: &[u8], later: &[(u32, String)], more: &str) -> Vec<u8> {
    let later: Vec<_> = later.iter().map(|(n, body)| (*n, 0, body.clone().into_bytes())).collect();
    append_increment(signed, &later, &Tweaks { more: more.into(), ..Tweaks::default() })
}

/// What is said of the first signature; whether later ones hold is not asked.
fn first(bytes: &[u8], policy: &Policy) -> SignatureReport {
    verify(bytes, policy).signatures.remove(0)
}

fn judged(objects: &[String], later: &[(u32, String)]) -> SignatureReport {
    // In a field of its own, whatever empty ones there are.
    let document = Document::from_bytes(bytes(objects)).unwrap();
    let signer = credential(&PKI.signer);
    let signed = document.sign(&signer, now()).new_field(None).finish().unwrap();
    first(&append(&signed.to_bytes().unwrap(), later, ""), &policy(&PKI))
}

#[track_caller]
fn refused(objects: &[String], later: &[(u32, String)]) {
    let report = judged(objects, later);
    assert_eq!(report.modification, Modification::Suspicious, "{later:#?}");
}

#[track_caller]
fn taken(objects: &[String], later: &[(u32, String)]) {
    let report = judged(objects, later);
    assert_ne!(report.modification, Modification::Suspicious, "{later:#?} {report:#?}");
}

#[test]
fn a_look_says_the_value_of_its_own_kind_of_field() {
    taken(&base(), &[(8, filled("100", "")), (90, line("100"))]);
    // What stands for a value in a list of choices says nothing in a field of text.
    let pair = "/Opt[[(100)(900)]]";
    let plain = text_field("number", 90, pair);
    refused(&with(8, plain), &[(8, filled("100", pair)), (90, line("900"))]);
    let list = "/Opt[(low)(high)]";
    let plain = text_field("number", 90, list);
    let marked = "0.8 g 0 0 100 9 re f BT /Helv 8 Tf 0 g 2 11 Td (low) Tj 0 -10 Td (high) Tj ET";
    refused(&with(8, plain), &[(8, filled("high", list)), (90, look(marked))]);
    let choice = |more: &str| {
        let more = format!("/Ff 131072/Opt[[(a)(100)][(b)(900)]]{DA}{more}");
        field("/FT/Ch", "number", 90, &more)
    };
    let chosen = choice("/V(a)/AP<</N 90 0 R>>");
    taken(&with(8, choice("")), &[(8, chosen.clone()), (90, line("100"))]);
    refused(&with(8, choice("")), &[(8, chosen), (90, line("900"))]);
    // Without a background of its own a field is painted by its text alone.
    let ground = look(&format!("1 g 0 0 100 20 re f {}", text("100")));
    refused(&base(), &[(8, filled("100", "")), (90, ground.clone())]);
    let own = "/MK<</BG[1 1 1]>>";
    taken(&with(8, text_field("number", 90, own)), &[(8, filled("100", own)), (90, ground)]);
}

/// A look of text 100 in a font of these entries, which is object 91, beside object 92.
fn in_font(font: &str, more: &str, codes: &str) -> Objects {
    let look = line(codes).replace("12 0 R", "91 0 R");
    let font = format!("<</Type/Font{font}>>");
    vec![(8, filled("100", "")), (90, look), (91, font), (92, more.into())]
}

#[test]
fn letters_are_told_in_one_way() {
    let map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
        1 begincodespacerange\n<00> <FF>\nendcodespacerange\n\
        3 beginbfchar\n<30> <0030>\n<31> <0031>\n<39> <0031>\nendbfchar\n\
        endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend";
    let mapped = "/Subtype/Type1/BaseFont/Helvetica/Encoding/Identity-H/ToUnicode 92 0 R";
    taken(&base(), &in_font(mapped, &stream("", map), "100"));
    // What is copied is not what is seen.
    refused(&base(), &in_font(mapped, &stream("", map), "900"));
    let renamed = "/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding\
        /BaseEncoding/WinAnsiEncoding/Differences 92 0 R>>";
    taken(&base(), &in_font(renamed, "[49/one]", "100"));
    refused(&base(), &in_font(renamed, "[49/nine]", "100"));
    for font in ["/Subtype/Type3/BaseFont/X", "/Subtype/Type1/BaseFont/Symbol"] {
        let mut later = in_font(&format!("{font}/Encoding/WinAnsiEncoding"), "", "100");
        later.pop();
        refused(&base(), &later);
    }
}

#[test]
fn text_of_a_look_is_seen_and_all_of_it_is_read() {
    let own = "/MK<</BG[1 1 1]>>";
    let painted = |content: &str, value: &str| {
        let plain = with(8, text_field("number", 90, own));
        let content = content.replace("TEXT", &text("100"));
        judged(&plain, &[(8, filled(value, own)), (90, look(&content))]).modification
    };
    let (filling, other) = (Modification::FormFilling, Modification::Suspicious);
    for (content, value, expected) in [
        ("1 g 0 0 100 20 re f TEXT", "100", filling),
        ("0 g 0 0 100 20 re f TEXT", "100", other),
        ("0 0 0 1 k 0 0 100 20 re f TEXT", "100", other),
        ("/DeviceGray cs TEXT", "100", filling),
        ("/Other cs TEXT", "100", other),
        ("BT /Helv 6 Tf 0 g 7 TL 2 12 Td (100) Tj (900) ' ET", "100 900", filling),
        ("BT /Helv 6 Tf 0 g 7 TL 2 12 Td (100) Tj (900) ' ET", "100", other),
        ("BT /Helv 10 Tf 0 g 2 5 Td (1) Tj 6 0 Td (00) Tj ET", "100", filling),
        ("BT /Helv 10 Tf 0 g 2 5 Td (1) Tj 6 0 Td (00) Tj ET", "1 00", other),
    ] {
        assert_eq!(painted(content, value), expected, "{content} {value}");
    }
    // A mark beside an option of a list, too narrow to be seen as the choice.
    let list = |value: &str| {
        let rect = "[10 90 110 150]";
        let more = format!("/Opt[(low)(high)]{DA}{value}");
        field("/FT/Ch", "number", 90, &more).replace("[10 90 110 110]", rect)
    };
    let marked = |mark: &str| {
        let options =
            "BT /Helv 10 Tf 0 g 2 42 Td (low) Tj ET BT /Helv 10 Tf 0 g 2 22 Td (high) Tj ET";
        let look = look(&format!("0.8 g {mark} re f {options}"));
        let look = look.replace("[0 0 100 20]", "[0 0 100 60]");
        let later = [(8, list("/V(high)/AP<</N 90 0 R>>")), (90, look)];
        judged(&with(8, list("")), &later).modification
    };
    assert_eq!(marked("0 20 100 12"), filling);
    assert_eq!(marked("1 20 8 12"), other);
    assert_eq!(marked("90 20 8 12"), other);
}

#[test]
fn a_look_is_one_normal_look_and_stays_where_nobody_draws_it() {
    let two = text_field("number", 90, "/V(100)/AP<</N 90 0 R/D 90 0 R>>");
    refused(&base(), &[(8, two), (90, line("900"))]);
    let states = text_field("number", 90, "/V(100)/AS/A/AP<</N<</A 90 0 R>>>>");
    refused(&base(), &[(8, states), (90, line("900"))]);
    let mut drawn = with(8, text_field("number", 90, "/V(900)/AP<</N 9 0 R>>"));
    drawn[8] = line("900");
    refused(&drawn, &[(8, text_field("number", 90, "/V(100)"))]);
    // One look of two fields, drawn over in place.
    drawn[5] = text_field("under", 10, "/V(900)/AP<</N 9 0 R>>");
    let over = [(8, text_field("number", 90, "/V(100)/AP<</N 9 0 R>>")), (9, line("100"))];
    refused(&drawn, &over);
    // One that the page draws, too.
    drawn[5] = text_field("under", 10, "");
    drawn[6] = check_box("Off", "").replace("/Off 9 0 R", "/Off 10 0 R");
    taken(&drawn, &over);
    drawn[2] = PAGE.replace("/Resources<<", "/Resources<</XObject<</X 9 0 R>>");
    refused(&drawn, &over);
}

#[test]
fn only_fields_that_people_fill_are_filled() {
    for flag in [1 << 13, 1 << 20, 1 << 25] {
        let flag = format!("/Ff {flag}");
        let plain = with(8, text_field("number", 90, &flag));
        refused(&plain, &[(8, filled("100", &flag)), (90, line("100"))]);
    }
    taken(&base(), &[(7, check_box("Yes", ""))]);
    for flag in ["/FT/Btn/Ff 1/T", "/FT/Btn/Ff 65536/T"] {
        let flagged = |state| check_box(state, "").replace("/FT/Btn/T", flag);
        refused(&with(7, flagged("Off")), &[(7, flagged("Yes"))]);
    }
    // Of two fields of one name nobody knows which is meant.
    let twice = with(6, text_field("number", 10, ""));
    refused(&twice, &[(8, filled("100", "")), (90, line("100"))]);
}

#[test]
fn entries_beside_the_value_say_what_they_said() {
    let now = |before: &str, after: &str| {
        let plain = with(8, text_field("number", 90, before));
        judged(&plain, &[(8, filled("100", after)), (90, line("100"))]).modification
    };
    let (black, ground) = ("/MK<</BC[0]>>", "/MK<</BG[1 1 1]>>");
    for (before, after) in [
        ("", "/BS<</W 2/S/S>>".to_owned()),
        (ground, "/MK<</BG[1 1 0.999]>>".into()),
        (black, format!("{black}/BS<</W 1/S/S>>")),
    ] {
        assert_eq!(now(before, &after), Modification::FormFilling, "{before} {after}");
    }
    for (before, after) in [
        ("", "/BS<</W 9/S/S>>".to_owned()),
        ("", "/BS<</W 1/S/D>>".into()),
        ("", "/BS<</W 1/Type/Other>>".into()),
        ("", "/TI 3".into()),
        (ground, "/MK<</BG[0 0 0]>>".into()),
        (ground, "/MK<</BG[1 1 1]/BC[0 0 0]>>".into()),
        (black, format!("{black}/BS<</W 3/S/S>>")),
        (black, format!("{black}/BS<</W 1/S/D>>")),
        (black, format!("{black}/BS<</W 1/Type/Other>>")),
        ("/MK<</BC[0]>>/Border[0 0 0]", format!("{black}/Border[0 0 0]/BS<</W 1/S/S>>")),
    ] {
        assert_eq!(now(before, &after), Modification::Suspicious, "{before} {after}");
    }
    // Another font that the form has.
    let bold = filled("100", "").replace("/Helv 10 Tf", "/Bold 10 Tf");
    refused(&base(), &[(8, bold), (90, line("100"))]);
}

#[test]
fn a_button_is_ticked_and_its_looks_stay() {
    let large = |state| check_box(state, "").replace("20 60]", "200 160]");
    refused(&with(7, large("Off")), &[(7, large("Yes"))]);
    // While the mouse is down.
    let down = |yes: u32| format!("/D<</Off 9 0 R/Yes {yes} 0 R>>");
    taken(&with(7, check_box("Off", &down(10))), &[(7, check_box("Yes", &down(10)))]);
    refused(&with(7, check_box("Off", &down(10))), &[(7, check_box("Yes", &down(9)))]);
    refused(&base(), &[(7, check_box("Yes", "").replace("/Off 9 0 R", ""))]);
    // What was chosen was seen, and is no plain mark.
    let mark = "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<</Font<</Z<</Type/Font\
        /Subtype/Type1/BaseFont/ZapfDingbats>>>>>>";
    let mark = stream(mark, "BT /Z 8 Tf 1 1 Td (4) Tj ET");
    let anew = |state| check_box(state, "").replace("/Yes 10 0 R", "/Yes 90 0 R");
    taken(&base(), &[(7, anew("Yes")), (90, mark.clone())]);
    let named = mark.replace("/ZapfDingbats", "/ZapfDingbats/Encoding<</Differences[52/a20]>>");
    refused(&base(), &[(7, anew("Yes")), (90, named)]);
    refused(&with(7, check_box("Yes", "")), &[(7, anew("Off")), (90, mark)]);
}

#[test]
fn a_look_hides_no_text_of_the_page() {
    let covers = |before: &str, content: &str| {
        let looks = format!("/MK<</BG[1 1 1]>>{before}");
        let mut objects = with(6, text_field("under", 10, &looks));
        // Seen through the ground that was drawn then, if any was.
        objects[8] = look("0 g 50 0 m 100 10 l 50 20 l 0 10 l h f");
        let value = format!("{looks}/V(100)/AP<</N 90 0 R>>").replace("/AP<</N 9 0 R>>", "");
        let content = format!("{content} BT /Helv 4 Tf 2 1 Td (100) Tj ET");
        let later = [(6, text_field("under", 10, &value)), (90, look(&content))];
        judged(&objects, &later).modification == Modification::Suspicious
    };
    assert!(!covers("", "0 g"));
    assert!(covers("", "1 g 0 0 100 20 re f 0 g"));
    assert!(covers("/AP<</N 9 0 R>>", "1 g 0 0 100 20 re f 0 g"));
    assert!(covers("", "0 g 0 0 100 20 re f 1 g"));
    assert!(covers("", "1 g 0 0 m 100 0 l 100 20 l 0 20 l h f 0 g"));
}

#[test]
fn the_form_gains_no_look_for_what_was_signed() {
    let fields = "6 0 R 7 0 R 8 0 R 14 0 R";
    let now = |before: &[String], resources: &str, more: &str| {
        let after = form(fields, &format!("/SigFlags 3{more}")).replace(RESOURCES, resources);
        judged(before, &[(5, after), (90, FONT.into())]).modification
    };
    let gained = "/DR<</Font<</Helv 12 0 R/Bold 11 0 R/Later 90 0 R>>>>";
    assert_eq!(now(&base(), gained, ""), Modification::None);
    assert_eq!(now(&base(), gained, "/DA(/Helv 9 Tf 1 g)"), Modification::Suspicious);
    let suspicious = |objects: &[String], after: &str| {
        let after = form(fields, "/SigFlags 3").replace(RESOURCES, after);
        refused(objects, &[(5, after)]);
    };
    suspicious(&base(), "/DR<</Font<</Helv 11 0 R/Bold 11 0 R>>>>");
    let drawn = form("6 0 R 7 0 R 8 0 R", "").replace("/DR<<", "/DR<</XObject<</X 9 0 R>>");
    suspicious(&with(5, drawn), RESOURCES);
    refused(&base(), &[(5, form("6 0 R 7 0 R 14 0 R", "/SigFlags 3"))]);
    // A name that a text or a look waits for.
    let waiting = "/DA(/Later 10 Tf 0 g)";
    let of_the_form = with(5, form("6 0 R 7 0 R 8 0 R", waiting));
    assert_eq!(now(&of_the_form, gained, waiting), Modification::Suspicious);
    let content = "BT /Later 10 Tf 2 5 Td (100) Tj ET";
    let hex: String = content.bytes().map(|byte| format!("{byte:02x}")).collect();
    let packed = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter/ASCIIHexDecode";
    for look in [look(content), stream(packed, &format!("{hex}>"))] {
        let mut objects = with(8, text_field("number", 90, "/V(100)/AP<</N 9 0 R>>"));
        objects[8] = look;
        assert_eq!(now(&objects, gained, ""), Modification::Suspicious);
        // The same look as a state of a button.
        objects[7] = text_field("number", 90, "");
        assert_eq!(now(&objects, gained, ""), Modification::Suspicious);
    }
    let mut below = with(8, text_field("number", 90, "/Parent 9 0 R").replace(DA, ""));
    below[4] = form("6 0 R 7 0 R 9 0 R", "");
    below[8] = format!("<</T(above)/Kids[8 0 R]{waiting}>>");
    let after = form("6 0 R 7 0 R 9 0 R 14 0 R", "/SigFlags 3").replace(RESOURCES, gained);
    refused(&below, &[(5, after), (90, FONT.into())]);
}

#[test]
fn what_stands_in_two_places_changes_in_none() {
    let dss = |page: &str, lists: &str| {
        let mut objects = base();
        objects[0] = CATALOG.replace(">>", "/DSS 11 0 R>>");
        objects[2] = PAGE.replace("/Contents 4 0 R", page);
        objects[3] = stream("", "");
        objects[10] = format!("<</Type/DSS{lists}>>");
        objects[4] = "<</Fields[6 0 R 7 0 R 8 0 R]/DR<</Font<</Helv 12 0 R>>>>>>".into();
        objects[9] = "[4 0 R]".into();
        objects[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
        objects
    };
    let evidence = || (90, stream("", "0 0 99 99 re f"));
    let store = || (11, "<</Type/DSS/Certs 10 0 R/CRLs[]>>".into());
    let grown = || (10, "[4 0 R 90 0 R]".into());
    let alone = dss("/Contents 4 0 R", "/Certs 10 0 R");
    taken(&alone, &[store(), grown(), evidence()]);
    let content = dss("/Contents 10 0 R", "/Certs 10 0 R");
    refused(&content, &[store(), grown(), evidence()]);
    let shared = dss("/Contents 4 0 R/PieceInfo 11 0 R", "");
    refused(&shared, &[(11, "<</Type/DSS/Certs[90 0 R]>>".into()), evidence()]);
    let form_shared = with(3, PAGE.replace("/Contents", "/PieceInfo 5 0 R/Contents"));
    refused(&form_shared, &[(5, form("6 0 R 7 0 R 8 0 R 14 0 R", "/SigFlags 1"))]);
    // In the form, and in the notes.
    let mut ordered = alone.clone();
    ordered[4] = ordered[4].replace("/Fields", "/CO 10 0 R/Fields");
    refused(&ordered, &[store(), grown(), evidence()]);
    let noted = append(&bytes(&alone), &[(20, "<</X 10 0 R>>".into())], "/Info 20 0 R");
    let later = append(&sign(&noted, &PKI), &[store(), grown(), evidence()], "");
    assert_eq!(first(&later, &policy(&PKI)).modification, Modification::Suspicious);
    // A page may have metadata of its own.
    let packet = |text| stream("/Type/Metadata/Subtype/XML", text);
    let described = |page: &str| {
        let mut objects = with(1, CATALOG.replace(">>", "/Metadata 10 0 R>>"));
        objects[2] = PAGE.replace("/Contents", &format!("{page}/Contents"));
        objects[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
        objects[9] = packet("<x/>");
        objects
    };
    taken(&described(""), &[(10, packet("<y/>"))]);
    refused(&described("/Metadata 10 0 R"), &[(10, packet("<y/>"))]);
    // A list of annotations that is one of contents, too.
    let mut both = with(3, PAGE.replace("/Contents 4 0 R", "/Contents 10 0 R"));
    both[2] = both[2].replace("[6 0 R 7 0 R 8 0 R]", " 10 0 R");
    both[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
    both[9] = "[4 0 R]".into();
    let mut later = signed_again("/T(second)/Rect[0 0 0 0]", " 60 0 R");
    later.retain(|(number, _)| *number != 3);
    later.push((10, "[4 0 R 14 0 R 60 0 R]".into()));
    refused(&both, &later);
    // The font that a new look uses.
    let later =
        [(8, filled("100", "")), (90, line("100")), (12, FONT.replace("WinAnsi", "MacRoman"))];
    refused(&base(), &later);
}

#[test]
fn unused_objects_come_with_filling_alone_and_are_harmless() {
    let unused = (95, stream("/Subtype/Form", "0 0 9 9 re f"));
    let filling = [(8, filled("100", "")), (90, line("100"))];
    taken(&base(), &[filling[0].clone(), filling[1].clone(), unused.clone()]);
    refused(&base(), &[unused]);
    let page = (95, "<</Type/Page/MediaBox[0 0 9 9]>>".to_owned());
    refused(&base(), &[filling[0].clone(), filling[1].clone(), page]);
    // Nor is one that was there unused because nothing new refers to it.
    let mut shared = with(3, PAGE.replace("<</Font<</F 12 0 R>>>>", " 10 0 R"));
    shared[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
    shared[9] = "<</Font<</F 12 0 R>>>>".into();
    let other = (10, "<</Font<</F 11 0 R>>>>".to_owned());
    refused(&shared, &[filling[0].clone(), filling[1].clone(), other]);
}

#[test]
fn notes_and_metadata_are_those_of_the_software() {
    let plain = bytes(&base());
    let signed = sign(&plain, &PKI);
    let noted = |notes: &str| {
        let bytes = append(&signed, &[(90, notes.to_owned())], "/Info 90 0 R");
        first(&bytes, &policy(&PKI)).modification
    };
    assert_eq!(noted("<</Producer(x)>>"), Modification::None);
    assert_eq!(noted("<</Title(another)>>"), Modification::Suspicious);
    assert_eq!(noted("<</Producer 4 0 R>>"), Modification::Suspicious);
    // A title is copied from the packet, an author is not.
    let mut with_packet = with(1, CATALOG.replace(">>", "/Metadata 10 0 R>>"));
    with_packet[9] = stream("/Type/Metadata/Subtype/XML", "<x><t>Signed</t></x>");
    with_packet[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
    let told = append(&bytes(&with_packet), &[(20, "<</Producer(x)>>".into())], "/Info 20 0 R");
    let told = sign(&told, &PKI);
    let now = |notes: &str| {
        first(&append(&told, &[(20, notes.to_owned())], ""), &policy(&PKI)).modification
    };
    assert_eq!(now("<</Producer(x)/Title(Signed)>>"), Modification::None);
    assert_eq!(now("<</Producer(x)/Title(Another)>>"), Modification::Suspicious);
    assert_eq!(now("<</Producer(x)/Author(Signed)>>"), Modification::Suspicious);
    // Metadata are a packet, of this document.
    let metadata = |id: u32| (1, CATALOG.replace(">>", &format!("/Metadata {id} 0 R>>")));
    let packet = || (90, stream("/Type/Metadata/Subtype/XML", "<x/>"));
    taken(&base(), &[metadata(90), packet()]);
    refused(&base(), &[metadata(90), (90, "<</Type/Page>>".into())]);
    refused(&base(), &[metadata(4)]);
}

/// A signed field, as far as the signatures before it are concerned.
fn signature(entries: &str) -> Objects {
    let value = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached>>";
    let field = format!("<</Type/Annot/Subtype/Widget/FT/Sig/P 3 0 R/V 61 0 R{entries}>>");
    vec![(60, field), (61, value.into())]
}

/// The same with the lists of the page and of the form.
fn signed_again(entries: &str, of_the_form: &str) -> Objects {
    let mut later = signature(entries);
    later.push((3, SIGNED_PAGE.replace("14 0 R]", "14 0 R 60 0 R]")));
    later.push((5, form(&format!("6 0 R 7 0 R 8 0 R 14 0 R{of_the_form}"), "/SigFlags 3")));
    later
}

#[test]
fn a_further_signature_takes_a_place_and_a_name_of_its_own() {
    let unseen = "/Rect[0 0 0 0]";
    taken(&base(), &signed_again(&format!("/T(second){unseen}"), " 60 0 R"));
    refused(&base(), &signed_again(&format!("/T(number){unseen}"), " 60 0 R"));
    let shown = |rect: &str| {
        let mut later = signed_again(&format!("/T(second)/Rect{rect}/AP<</N 62 0 R>>"), " 60 0 R");
        later.push((62, stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "")));
        later
    };
    taken(&base(), &shown("[150 20 250 60]"));
    // As large as a page, in whatever corner it begins.
    refused(&base(), &shown("[0 0 600 800]"));
    refused(&base(), &shown("[600 800 0 0]"));
    // In the list of pages it would be one.
    let mut listed = with(2, "<</Type/Pages/Count 1/Kids 10 0 R>>");
    listed[9] = "[3 0 R]".into();
    listed[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
    let mut later = signed_again(&format!("/T(second){unseen}"), " 60 0 R");
    later.push((10, "[3 0 R 60 0 R]".into()));
    refused(&listed, &later);
}

#[test]
fn a_further_signature_is_a_widget_that_draws_nothing_of_itself() {
    let unseen = "/T(second)/Rect[0 0 0 0]";
    let alone = |from: &str, to: &str| {
        let mut later = signed_again(unseen, " 60 0 R");
        assert!(later[0].1.contains(from));
        later[0].1 = later[0].1.replacen(from, to, 1);
        later
    };
    taken(&base(), &alone("/FT", "/Border[0 0 0]/MK<<>>/FT"));
    taken(&base(), &alone("/Type/Annot", ""));
    for (from, to) in [
        ("/FT", "/A<</S/URI/URI(x)>>/FT"),
        ("/FT", "/AA<<>>/FT"),
        ("/FT", "/BS<</W 5>>/FT"),
        ("/FT", "/MK<</BG[0 0 0]>>/FT"),
        ("/FT", "/MK 9 0 R/FT"),
        ("/FT", "/Border[0 0 5]/FT"),
        ("/Type/Annot", "/Type/Page"),
        ("/Widget", "/Stamp"),
        ("/Type/Annot/Subtype/Widget", "/Subtype/Stamp"),
        ("/Type/Annot/Subtype/Widget", "/Type/Annot"),
        ("/Type/Annot/Subtype/Widget", ""),
        ("/FT", "/Kids[<</Subtype/Widget>>]/FT"),
    ] {
        refused(&base(), &alone(from, to));
    }
    // The same of a widget that is its kid.
    let below = |field: &str, widget: &str| {
        let mut later = signed_again(unseen, " 60 0 R");
        later[0].1 = format!("<</FT/Sig/T(second)/V 61 0 R/Kids[62 0 R]{field}>>");
        later.push((62, format!("<</Rect[0 0 0 0]/P 3 0 R/Parent 60 0 R{widget}>>")));
        later[2].1 = later[2].1.replace("60 0 R]", "62 0 R]");
        later
    };
    let widget = "/Type/Annot/Subtype/Widget";
    taken(&base(), &below("", widget));
    for (field, kid) in [
        ("", format!("{widget}/AA<<>>")),
        ("", "/Type/Annot/Subtype/Stamp".into()),
        ("/AA<<>>", widget.into()),
        ("/Type/Page", widget.into()),
        ("/Subtype/Stamp", widget.into()),
    ] {
        refused(&base(), &below(field, &kid));
    }
}

#[test]
fn nodes_above_a_further_signature_hold_it_and_nothing_else() {
    let below = |node: u32| format!("/T(second)/Rect[0 0 0 0]/Parent {node} 0 R");
    let new = |node: &str| {
        let mut later = signed_again(&below(62), " 62 0 R");
        later.push((62, node.to_owned()));
        later
    };
    taken(&base(), &new("<</T(group)/Kids[60 0 R]>>"));
    refused(&base(), &new("<</T(group)/Kids[60 0 R]/AA<<>>>>"));
    refused(&base(), &new("<</T(group)/Kids[60 0 R 8 0 R]>>"));
    let mut known = with(9, "<</T(group)/Kids[8 0 R]>>");
    known[4] = form("6 0 R 7 0 R 9 0 R", "");
    known[6] = check_box("Off", "").replace("/Off 9 0 R", "/Off 10 0 R");
    known[7] = text_field("number", 90, "/Parent 9 0 R");
    let grown = |node: &str| {
        let mut later = signed_again(&below(9), "");
        later.retain(|(number, _)| *number != 5);
        later.push((9, node.to_owned()));
        later
    };
    taken(&known, &grown("<</T(group)/Kids[8 0 R 60 0 R]>>"));
    refused(&known, &grown("<</T(group)/TU(other)/Kids[8 0 R 60 0 R]>>"));
    refused(&known, &grown("<</T(group)/Kids[60 0 R]>>"));
    refused(&known, &grown("<</T(group)/Kids[8 0 R 6 0 R 60 0 R]>>"));
}

#[test]
fn an_empty_field_is_signed_as_it_stands() {
    let empty = |entries: &str| field("/FT/Sig", "number", 90, entries);
    let value = (61, signature("").remove(1).1);
    let signed = |before: &str, after: &str| {
        let objects = with(8, empty("").replace("[10 90 110 110]", before));
        let after = empty("/V 61 0 R").replace("[10 90 110 110]", after);
        judged(&objects, &[(8, after), value.clone()]).modification
    };
    let here = "[10 90 110 110]";
    assert_eq!(signed(here, here), Modification::FormFilling);
    assert_eq!(signed(here, "[0 0 0 0]"), Modification::FormFilling);
    assert_eq!(signed(here, "[10 10 110 30]"), Modification::Suspicious);
    assert_eq!(signed(here, "[10 90 110 110]/TU(other)"), Modification::Suspicious);
    let look = (62, stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", ""));
    for (rect, expected) in
        [(here, Modification::FormFilling), ("[0 0 600 800]", Modification::Suspicious)]
    {
        let objects = with(8, empty("").replace(here, rect));
        let after = empty("/V 61 0 R/AP<</N 62 0 R>>").replace(here, rect);
        let report = judged(&objects, &[(8, after), value.clone(), look.clone()]);
        assert_eq!(report.modification, expected, "{rect}");
    }
}

#[test]
fn a_page_changes_in_nothing_that_is_shown() {
    refused(&base(), &[(2, PAGES.replace(">>", "/Annots[]>>"))]);
    let scaled = with(2, PAGES.replace(">>", "/UserUnit 2>>"));
    refused(&scaled, &[(3, SIGNED_PAGE.replace(">>>>", ">>>>/UserUnit 2"))]);
    refused(&base(), &[(3, SIGNED_PAGE.replace("300 200]", "300.5 200]"))]);
    // A list of annotations in the place of the list of contents.
    let mut listed = with(3, PAGE.replace("/Contents 4 0 R", "/Contents 10 0 R"));
    listed[9] = "[4 0 R]".into();
    listed[6] = check_box("Off", "").replace("/Yes 10 0 R", "/Yes 9 0 R");
    let after = SIGNED_PAGE.replace("/Contents 4 0 R", "/Contents 10 0 R");
    let (head, _) = after.split_once("/Annots").unwrap();
    let moved = format!("{head}/Annots 10 0 R>>");
    refused(&listed, &[(3, moved), (10, "[6 0 R 7 0 R 8 0 R 14 0 R]".into())]);
}

#[test]
fn numbers_stay_whatever_digits_a_reader_holds() {
    let written = |number: usize, before: &str, after: &str| {
        let put = |body: String, digits: &str| body.replacen("<<", &format!("<<{digits}"), 1);
        let body = if number == 3 { PAGE.to_owned() } else { filled("1", "/MK<</BG[1 1 1]>>") };
        let objects = with(number, put(body.clone(), before));
        let after = put(body.replace("8 0 R]", "8 0 R 14 0 R]"), after);
        let number = u32::try_from(number).unwrap();
        judged(&objects, &[(number, after)]).modification
    };
    let (one, other) = ("/X 0.1", "/X 0.1000000001");
    assert_eq!(written(3, one, one), Modification::None);
    assert_eq!(written(3, one, other), Modification::Suspicious);
    assert_eq!(written(8, one, other), Modification::Suspicious);
    assert_eq!(written(3, "/X[0.1]", "/X[0.1000000001]"), Modification::Suspicious);
    assert_eq!(written(3, "/X<</Y 0.1>>", "/X<</Y 0.1000000001>>"), Modification::Suspicious);
    let sides = ["/ArtBox[0 0 99.1 9]", "/ArtBox[0 0 99.1000001 9]"];
    assert_eq!(written(3, sides[0], sides[1]), Modification::None);
    let sides = ["/ArtBox[0 0 20000.1 9]", "/ArtBox[0 0 20000.1000001 9]"];
    assert_eq!(written(3, sides[0], sides[1]), Modification::Suspicious);
}

#[test]
fn an_object_of_another_generation_is_compared_too() {
    let content = |text: &str| stream("", text).into_bytes();
    let put = |bytes: &[u8], text: &str| {
        append_increment(bytes, &[(4, 1, content(text))], &Tweaks::default())
    };
    let objects = with(3, PAGE.replace("/Contents 4 0 R", "/Contents 4 1 R"));
    let signed = sign(&put(&bytes(&objects), "0 0 1 1 re f"), &PKI);
    let now = |text: &str| first(&put(&signed, text), &policy(&PKI)).modification;
    assert_eq!(now("0 0 1 1 re f"), Modification::None);
    assert_eq!(now("0 0 99 99 re f"), Modification::Suspicious);
}

#[test]
fn a_trailer_leads_to_the_same_document() {
    let now = |before: &str, after: &str| {
        let signed = sign(&append(&bytes(&base()), &[], before), &PKI);
        first(&append(&signed, &[], after), &policy(&PKI)).modification
    };
    let id = "/ID[<00112233445566778899aabbccddeeff00><01>]";
    assert_eq!(now(id, ""), Modification::None);
    for before in [id, ""] {
        assert_eq!(now(before, "/Custom 1"), Modification::Suspicious);
        assert_eq!(now(before, "/DocChecksum/00"), Modification::Suspicious);
    }
}

#[test]
fn a_trailer_keeps_the_permanent_half_of_the_identifier() {
    let signed = sign(&append(&bytes(&base()), &[], "/ID[(0123456789abcdefXYZ)(b)]"), &PKI);
    let now = |first_half: &str| {
        let id = format!("/ID[({first_half})(c)]");
        first(&append(&signed, &[], &id), &policy(&PKI)).modification
    };
    assert_eq!(now("0123456789abcdefXYZ"), Modification::None);
    assert_eq!(now("0123456789abcdef"), Modification::None);
    for other in ["0123456789", "fedcba9876543210", ""] {
        assert_eq!(now(other), Modification::Suspicious, "{other}");
    }
}

fn changes(change: impl FnOnce(&mut LaterChanges)) -> Policy {
    let mut changes = LaterChanges::default();
    change(&mut changes);
    policy(&PKI).with_later_changes(changes)
}

#[test]
fn a_policy_takes_no_later_change_that_it_does_not_name() {
    let signed = sign(&bytes(&base()), &PKI);
    let evidence = [
        (1, CATALOG.replace(">>", "/DSS 90 0 R>>")),
        (90, "<</Type/DSS/Certs[91 0 R]>>".into()),
        (91, stream("", "x")),
    ];
    let refreshed = append(&signed, &evidence, "");
    let again = append(&signed, &signed_again("/T(second)/Rect[0 0 0 0]", " 60 0 R"), "");
    let filling = [(8, filled("100", "")), (90, line("100"))];
    let filled = append(&signed, &filling, "");
    let unsigned = changes(|changes| changes.signatures = false);
    let unstamped = changes(|changes| changes.timestamps = false);
    let level = |bytes: &[u8], policy: &Policy| first(bytes, policy).modification;
    assert_eq!(level(&refreshed, &unsigned), Modification::LtaUpdate);
    assert_eq!(level(&refreshed, &unstamped), Modification::Suspicious);
    assert_eq!(level(&again, &unsigned), Modification::Suspicious);
    assert_eq!(level(&again, &unstamped), Modification::FormFilling);
    assert_eq!(level(&filled, &unsigned), Modification::FormFilling);
    assert_eq!(level(&filled, &unstamped), Modification::FormFilling);
}

#[test]
fn annotations_come_where_a_certification_and_the_policy_let_them() {
    let note = |list: &str| {
        let note = "<</Type/Annot/Subtype/Text/Rect[200 150 220 170]/P 3 0 R/Contents(x)>>";
        [(3, SIGNED_PAGE.replace(" 14 0 R]", list)), (90, note.to_owned())]
    };
    let signed = sign(&bytes(&base()), &PKI);
    let plain = append(&signed, &note(" 14 0 R 90 0 R]"), "");
    let certified = |permission| {
        let certified = certify(&bytes(&base()), &credential(&PKI.signer), permission);
        append(&certified, &note(" 14 0 R 90 0 R]"), "")
    };
    let level = |bytes: &[u8], policy: &Policy| first(bytes, policy).modification;
    let (own, none) = (policy(&PKI), changes(|changes| changes.annotations = false));
    let mut wide = policy(&PKI);
    wide.dangerous().accept_annotations();
    assert_eq!(level(&plain, &own), Modification::Suspicious);
    assert_eq!(level(&plain, &wide), Modification::Annotation);
    assert_eq!(level(&certified(3), &own), Modification::Annotation);
    assert_eq!(level(&certified(3), &none), Modification::Suspicious);
    assert_eq!(level(&certified(2), &own), Modification::Suspicious);
    // Widening lifts nothing that a certification forbids.
    assert_eq!(level(&certified(2), &wide), Modification::Suspicious);
    assert_eq!(level(&certified(1), &wide), Modification::Suspicious);
}

#[test]
fn a_certification_against_every_change_takes_evidence_alone() {
    let certified = certify(&bytes(&base()), &credential(&PKI.signer), 1);
    let stamped = |kind: &str, sub_filter: &str| {
        let mut later = signed_again("/T(second)/Rect[0 0 0 0]", " 60 0 R");
        later[1].1 = format!("<</Type/{kind}/Filter/Adobe.PPKLite/SubFilter/{sub_filter}>>");
        first(&append(&certified, &later, ""), &policy(&PKI)).modification
    };
    assert_eq!(stamped("DocTimeStamp", "ETSI.RFC3161"), Modification::LtaUpdate);
    assert_eq!(stamped("DocTimeStamp", "ETSI.CAdES.detached"), Modification::Suspicious);
    assert_eq!(stamped("Sig", "ETSI.RFC3161"), Modification::Suspicious);
    assert_eq!(stamped("Sig", "ETSI.CAdES.detached"), Modification::Suspicious);
}
