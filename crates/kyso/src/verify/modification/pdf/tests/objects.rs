//! Objects as a revision writes them: numbers, generations, and the places that lists have.

use super::super::sample::{Sample, stream};
use super::{PAGE, ROOT, after, assert_fault, base, judged, with};

/// The base with the page's content as object `4 5 R`, then a revision with other objects.
fn of_generation(later: &[((u32, u16), &str)]) -> Result<(), Vec<String>> {
    let page = PAGE.replace("4 0 R", "4 5 R");
    let base = with(&base(), &[(3, &page)]);
    let numbered = |number: u32| (number, if number == 4 { 5 } else { 0 });
    let base: Vec<_> =
        base.iter().map(|(number, body)| (numbered(*number), body.as_str())).collect();
    let sample = Sample::new().revision_of(&base, ROOT);
    judged(sample.revision_of(later, ROOT)).map(drop)
}

#[test]
fn another_generation_is_another_object() {
    let (old, new) = (base()[3].1.clone(), stream("", "BT /F 10 Tf (pay 9999) Tj ET"));
    assert_eq!(of_generation(&[((4, 5), &old)]), Ok(()));
    assert_fault(of_generation(&[((4, 5), &new)]), "4 object-replaced");
    assert_fault(of_generation(&[((4, 4), &old)]), "4 generation-changed");
    assert_fault(of_generation(&[((4, 0), &new)]), "4 generation-changed");
    assert_fault(of_generation(&[((4, 6), &old)]), "4 object-removed");
    assert_fault(of_generation(&[((4, 6), &new)]), "4 object-added");
}

#[test]
fn only_pages_and_their_lists_gain_widgets() {
    let widget = "<</Type/Annot/Subtype/Widget/FT/Sig/T(further)/V 21 0 R/Rect[0 0 0 0]/P 3 0 R>>";
    let value = "<</Type/Sig/SubFilter/ETSI.CAdES.detached>>";
    let form = "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R]>>";
    let signed = [(5, form), (20, widget), (21, value)];
    let of = |before: &[(u32, &str)], now: &[(u32, &str)]| {
        after(&with(&base(), before), &[with(&with(&[], &signed), now)]).map(drop)
    };
    let gained = PAGE.replace("11 0 R]", "11 0 R 20 0 R]");
    assert_eq!(of(&[], &[(3, &gained)]), Ok(()));
    // The list in an object of its own.
    let apart = PAGE.replace("[6 0 R 8 0 R 9 0 R 11 0 R]", " 30 0 R");
    let (list, longer) = ("[6 0 R 8 0 R 9 0 R 11 0 R]", "[6 0 R 8 0 R 9 0 R 11 0 R 20 0 R]");
    assert_eq!(of(&[(3, &apart), (30, list)], &[(30, longer)]), Ok(()));
    assert_eq!(of(&[], &[(3, &apart), (30, longer)]), Ok(()));
    // A list that is something else, too, and one that never was the page's.
    let shared = apart.replace("/Annots", "/Other 30 0 R/Annots");
    assert_fault(of(&[(3, &shared), (30, list)], &[(30, longer)]), "30 object-replaced");
    let other = PAGE.replace("/Annots", "/Other 30 0 R/Annots");
    assert_fault(of(&[(3, &other), (30, list)], &[(30, longer)]), "30 object-replaced");
    // Something that is no page.
    for (before, now) in [
        ("<</Names[]>>", "<</Names[]/Annots[20 0 R]>>"),
        ("<</Type/Pages>>", "<</Type/Pages/Annots[20 0 R]>>"),
        ("<</A 1>>", "<</A 1/Annots[20 0 R]>>"),
    ] {
        let more = PAGE.replace("/Annots", "/PieceInfo 30 0 R/Annots");
        assert_fault(of(&[(3, &more), (30, before)], &[(30, now)]), "30 object-replaced");
    }
}

#[test]
fn what_waited_for_an_object_does_not_get_another() {
    let widget = "<</Type/Annot/Subtype/Widget/FT/Sig/T(further)/V 21 0 R/Rect[0 0 9 9]/P 3 0 R\
        /AP<</N 22 0 R>>>>";
    let of = |field: &str| {
        let look = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "0 0 9 9 re S");
        let value = "<</Type/Sig/SubFilter/ETSI.CAdES.detached>>";
        let form = "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R 20 0 R]>>";
        let page = PAGE.replace("11 0 R]", "11 0 R 20 0 R]");
        let later = [(3, &*page), (5, form), (20, widget), (21, value), (22, &look)];
        after(&with(&base(), &[(6, &super::field(field))]), &[with(&[], &later)]).map(drop)
    };
    assert_eq!(of("/Rect[10 10 110 30]"), Ok(()));
    assert_fault(of("/Rect[10 10 110 30]/AP<</N 22 0 R>>"), "22 dangling-reference-filled");
}

#[test]
fn evidence_comes_where_nothing_stood() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
    let none = catalog.replace(">>", "/DSS null>>");
    let store = catalog.replace(">>", "/DSS 30 0 R>>");
    let later = [(1, &*store), (30, "<</Certs[31 0 R]>>"), (31, &stream("", "x"))];
    let later = with(&[], &later);
    for before in [catalog, &none] {
        let explained = after(&with(&base(), &[(1, before)]), &[later.clone()]).unwrap();
        assert!(explained.evidence, "{before}");
    }
    let other = catalog.replace(">>", "/DSS 4 0 R>>");
    let found = after(&with(&base(), &[(1, &other)]), &[later]);
    assert_fault(found, "0 security-store-malformed");
}
