//! What is reached from where, in the signed revision and in later ones.

use std::collections::BTreeSet;

use lopdf::Object;

use super::super::sample::{self, Sample};
use super::{Roles, referrers};
use crate::pdf::PdfDocument;

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/DSS 6 0 R/Metadata 7 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/Annots 4 0 R>>";

/// A page (3) with its list (4), a form (5), evidence (6), metadata (7) and what else there is.
fn document(page: &str, form: &str, more: &[&str]) -> PdfDocument {
    let places = ["[]", form, "<<>>", "<</Type/Metadata>>"];
    sample::document(&[&[CATALOG, PAGES, page][..], &places, more].concat())
}

fn roles(document: &PdfDocument) -> Roles {
    Roles::of(&document.at_revision(0)).unwrap()
}

fn object(document: &PdfDocument, number: u32) -> Object {
    document.latest().object((number, 0)).unwrap()
}

#[test]
fn a_place_is_nowhere_else() {
    let known = roles(&document(PAGE, "<<>>", &[]));
    assert!([4, 5, 6, 7].iter().all(|number| !known.elsewhere(*number)));
    assert!(known.is_annotation_list(4) && !known.is_annotation_list(5));
    assert!([2, 3].iter().all(|number| known.elsewhere(*number)));
    // The same keys in another dictionary lead to something else.
    let resources = "<</Type/Page/Parent 2 0 R/Annots 4 0 R/Resources<</XObject 8 0 R>>>>";
    let names = "<</Type/Page/AcroForm 5 0 R/DSS 6 0 R/Metadata 7 0 R/Annots 4 0 R>>";
    let shared = roles(&document(resources, "<<>>", &[names]));
    assert!([4, 5, 6, 7].iter().all(|number| shared.elsewhere(*number)));
    assert!(!shared.is_annotation_list(4));
    // A list inside the page is no object, what it lists waits for nothing else.
    let direct = roles(&document("<</Type/Page/Parent 2 0 R/Annots[99 0 R]>>", "<<>>", &[]));
    assert!(direct.elsewhere(99) && !direct.elsewhere(4));
    // The page itself is one by its type.
    let untyped = roles(&document("<</Parent 2 0 R/Annots 4 0 R>>", "<<>>", &[]));
    assert!(untyped.elsewhere(4) && !untyped.is_annotation_list(4));
    // What stands in the place is no list.
    let page = "<</Type/Page/Parent 2 0 R/Annots 8 0 R>>";
    let no_list = roles(&document(page, "<<>>", &["<</Subtype/Form>>"]));
    assert!(no_list.elsewhere(8) && !no_list.is_annotation_list(8));
}

#[test]
fn what_places_lead_to_waits_for_nothing_else() {
    // A look that does not exist, a list in two places, and one that only forms have.
    let form = "<</Fields 8 0 R/DR<</Font<</F 99 0 R>>>>/XFA 9 0 R>>";
    let document = document(PAGE, form, &["[]", "[]"]);
    let inside = roles(&document);
    assert!(inside.elsewhere(99) && inside.elsewhere(9));
    assert!(!inside.elsewhere(8) && !inside.elsewhere(5));
    let twice = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 4 0 R>>/DSS<</Certs 4 0 R>>>>";
    let twice = roles(&sample::document(&[twice, PAGES, "<</Type/Page/Parent 2 0 R>>", "[]"]));
    assert!(twice.elsewhere(4));
}

#[test]
fn what_two_readers_read_differently_is_told_wherever_it_stands() {
    let of = |form, more: &[&str]| roles(&document(PAGE, form, more)).ambiguous();
    assert_eq!(of("<</Fields[]>>", &[]), None);
    assert_eq!(of("<</NeedAppearances false/NeedAppearances true>>", &[]), Some(5));
    assert_eq!(of("<</Fields[8 0 R]>>", &["<</V(1)/V(2)>>"]), Some(8));
    let content = "<</Type/Page/Parent 2 0 R/Rotate 0/Rotate 90>>";
    assert_eq!(roles(&document(content, "<<>>", &[])).ambiguous(), Some(3));
}

#[test]
fn the_catalog_is_used_by_whatever_names_it_but_a_transform() {
    let of = |trailer: &str, more: &str| {
        let objects =
            [(1, CATALOG), (2, PAGES), (3, PAGE), (4, "[]"), (5, "<<>>"), (6, "<<>>"), (8, more)];
        let document = Sample::new().revision(&objects, trailer).read();
        roles(&document).shared_catalog()
    };
    let plain = "/Root 1 0 R/More 8 0 R";
    assert_eq!(of(plain, "<</Back 2 0 R>>"), None);
    for unused in
        ["<</Data 1 0 R/Back 3 0 R>>", "[<</Data 1 0 R>>]", "<</Type/XRef/Root 1 0 R/Data 1 0 R>>"]
    {
        assert_eq!(of(plain, unused), None, "{unused}");
    }
    for used in [
        "<</Resources 1 0 R>>",
        "<</Root 1 0 R/Data 1 0 R>>",
        "<</Type/XRef/Size 1 0 R>>",
        "[1 0 R]",
        "<</Data[1 0 R]>>",
        "<</Data<</A[<</B 1 0 R>>]>>>>",
    ] {
        assert_eq!(of(plain, used), Some(1), "{used}");
    }
    assert_eq!(of("/Root 1 0 R/Other 1 0 R", "<<>>"), Some(1));
    // Of another generation it is another object, under the same number.
    assert_eq!(of(plain, "<</Back 1 5 R>>"), Some(1));
}

#[test]
fn later_objects_lead_on_from_places_and_elsewhere() {
    let document = document(PAGE, "<<>>", &["[]", "<<>>"]);
    let known = roles(&document);
    let after = |objects: &[(u32, &str)]| {
        let later = Sample::new().revision(&[(1, CATALOG), (2, PAGES), (3, PAGE)], "/Root 1 0 R");
        let later = later.revision(objects, "/Root 1 0 R").read();
        let objects: Vec<_> =
            objects.iter().map(|(number, _)| (*number, object(&later, *number))).collect();
        let mut roles = roles(&document);
        roles.absorb(objects.iter().map(|(number, object)| (*number, object)));
        roles
    };
    assert!(!known.elsewhere(8) && !known.elsewhere(9));
    assert!(after(&[(9, "<</A[8 0 R]>>")]).elsewhere(8));
    // A list that is new, or the one that there was.
    let listed = "<</Type/Page/Annots 10 0 R>>";
    let new = after(&[(3, listed), (10, "[8 0 R]")]);
    assert!(new.is_annotation_list(10) && !new.elsewhere(10) && new.elsewhere(8));
    assert!(after(&[(3, "<</Type/Page/Annots 4 0 R>>")]).is_annotation_list(4));
    assert!(!after(&[(3, "<</Type/Page/Annots[8 0 R]>>")]).elsewhere(4));
    // What is no list, is not written with it, or has another number is none.
    for objects in [
        &[(3, listed)][..],
        &[(3, listed), (10, "<<>>")],
        &[(3, "<</Type/Page/Annots 10 1 R>>"), (10, "[]")],
        &[(3, listed), (10, "<<>>"), (11, "[]")],
    ] {
        assert!(!after(objects).is_annotation_list(10), "{objects:?}");
        assert!(after(objects).elsewhere(10), "{objects:?}");
    }
    // Nor where another object calls itself a page, or the page is none any longer.
    assert!(after(&[(9, listed), (10, "[]")]).elsewhere(10));
    assert!(after(&[(3, "<</Annots 10 0 R>>"), (10, "[]")]).elsewhere(10));
    // The catalog's own places stay so.
    let catalog = after(&[(1, CATALOG), (9, "<</AcroForm 6 0 R>>")]);
    assert!(!catalog.elsewhere(5) && catalog.elsewhere(6));
    assert_eq!(catalog.shared_catalog(), None);
    assert_eq!(after(&[(9, "<</A 1 0 R>>")]).shared_catalog(), Some(1));
    assert_eq!(after(&[(9, "<</Data 1 0 R>>")]).shared_catalog(), None);
    let stream = sample::stream("/A 1 0 R", "");
    assert_eq!(after(&[(9, &stream), (10, "<<>>")]).shared_catalog(), Some(1));
}

#[test]
fn later_annotations_are_known_while_nothing_else_uses_them() {
    let mut roles = roles(&document(PAGE, "<<>>", &[]));
    roles.remember(&BTreeSet::from([20, 21]), 2);
    roles.remember(&BTreeSet::from([21, 22]), 3);
    assert_eq!(
        [20, 21, 22, 23].map(|n| roles.annotation_since(n)),
        [Some(2), Some(2), Some(3), None]
    );
    // Among themselves, and from their list, they may refer to each other.
    let reference = |to: u32| Object::Array(vec![Object::Reference((to, 0))]);
    let (own, list) = (reference(21), reference(20));
    roles.absorb([(20, &own), (4, &list)].into_iter());
    assert_eq!(roles.annotation_since(20), Some(2));
    roles.absorb([(30, &reference(20))].into_iter());
    assert_eq!([20, 21].map(|n| roles.annotation_since(n)), [None, Some(2)]);
}

#[test]
fn references_are_counted_wherever_they_stand() {
    let document = document(PAGE, "<</Fields[8 0 R 8 0 R]/A 9 0 R>>", &["<</B 9 0 R>>", "<<>>"]);
    let counted = referrers(&document.latest(), [8, 9, 10].into_iter()).unwrap();
    assert_eq!(Vec::from_iter(counted), [(8, 2), (9, 2), (10, 0)]);
}
