//! What a report lists of the time after a signature: what came, in which revision, in which field
//! and on which page, and whether it was allowed.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{credential, document, now, pki, policy, sign, stream, verify};
use kyso::report::{Change, ChangeKind};
use kyso::{Conclusion, Document};
use kyso_testkit::attacks::{Tweaks, append_increment};

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>";
const FIRST: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 5 0 R>>";
const SECOND: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Annots[7 0 R 8 0 R]>>";
const FORM: &str = "<</Fields[7 0 R 8 0 R]>>";
const APPROVAL: &str =
    "<</Type/Annot/Subtype/Widget/FT/Sig/T(Approval)/Rect[200 60 100 20]/P 4 0 R/F 4>>";

/// A check box on the second page.
fn agreed(state: &str) -> String {
    format!(
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(agreed)/V/{state}/AS/{state}/Rect[10 50 20 60]\
        /P 4 0 R/AP<</N<</Off 9 0 R/Yes 10 0 R>>>>>>"
    )
}

fn form() -> Vec<u8> {
    let look = |paint| stream("/Type/XObject/Subtype/Form/BBox[0 0 10 10]", paint);
    let objects = [
        CATALOG.into(),
        PAGES.into(),
        FIRST.into(),
        SECOND.into(),
        stream("", "0 0 10 10 re f"),
        FORM.into(),
        APPROVAL.into(),
        agreed("Off"),
        look("0 0 5 5 re S"),
        look("0 0 5 5 re f"),
    ];
    document(&objects.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What is said of the first signature after `later` was appended.
fn after(later: &[(u32, String)]) -> (Conclusion, Vec<Change>) {
    let pki = pki();
    let later: Vec<_> =
        later.iter().map(|(number, body)| (*number, 0, body.clone().into_bytes())).collect();
    let altered = append_increment(&sign(&form(), &pki), &later, &Tweaks::default());
    let report = verify(&altered, &policy(&pki));
    (report.conclusion().clone(), report.signatures[0].changes.clone())
}

#[test]
fn a_further_signature_is_listed_for_those_before_it_and_seen_where_it_stands() {
    let pki = pki();
    let signer = credential(&pki.signer);
    let once = Document::from_bytes(form()).unwrap().sign(&signer, now()).new_field(None);
    let once = once.finish().unwrap().to_bytes().unwrap();
    let twice = Document::from_bytes(once).unwrap().sign(&signer, now()).field("Approval");
    let twice = twice.finish().unwrap().to_bytes().unwrap();
    let report = verify(&twice, &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let [first, second] = report.signatures.as_slice() else { panic!("{report:#?}") };
    let found: Vec<_> =
        first.changes.iter().filter(|change| change.kind == ChangeKind::Signature).collect();
    let [change] = found.as_slice() else { panic!("{:#?}", first.changes) };
    assert_eq!(change.revision, Some(3));
    assert_eq!((change.field.as_deref(), change.page), (Some("Approval"), Some(2)));
    assert_eq!((change.allowed, change.rule), (true, "empty-field-signed"));
    assert!(change.objects.contains(&7), "{change:?}");
    assert!(first.changes.iter().all(|change| change.allowed), "{:#?}", first.changes);
    assert_eq!(first.place, None, "nothing of it is seen");
    assert_eq!(second.changes, []);
    let place = second.place.unwrap();
    assert_eq!((place.page, place.rect), (2, [100.0, 20.0, 200.0, 60.0]));
}

#[test]
fn a_filled_field_is_listed_by_its_name_and_page() {
    let (conclusion, changes) = after(&[(8, agreed("Yes"))]);
    assert!(matches!(conclusion, Conclusion::Passed(_)), "{conclusion:?}");
    let [change] = changes.as_slice() else { panic!("{changes:#?}") };
    assert_eq!((change.kind, change.rule), (ChangeKind::FormField, "form-filling"));
    assert_eq!((change.field.as_deref(), change.page), (Some("agreed"), Some(2)));
    assert_eq!((&*change.objects, change.object_count), ([8].as_slice(), 1));
    assert!(change.allowed);
}

#[test]
fn what_nothing_explains_is_listed_as_not_allowed_beside_what_is_explained() {
    let other = stream("", "0 0 99 99 re f");
    let (conclusion, changes) = after(&[(5, other), (8, agreed("Yes"))]);
    assert!(matches!(conclusion, Conclusion::Failed(_)), "{conclusion:?}");
    let of = |kind| changes.iter().find(|change| change.kind == kind);
    let content = of(ChangeKind::Content).unwrap();
    assert_eq!((content.allowed, content.rule), (false, "object-replaced"));
    assert_eq!((content.revision, &*content.objects), (Some(3), [5].as_slice()));
    assert!(of(ChangeKind::FormField).unwrap().allowed);
}

#[test]
fn each_kind_of_object_is_told() {
    for (number, body, kind) in [
        (3, FIRST.replace("300", "30"), ChangeKind::Page),
        (60, "<</Type/Annot/Subtype/Square/Rect[0 0 9 9]>>".into(), ChangeKind::Annotation),
        (1, CATALOG.replace(">>", "/OpenAction 9 0 R>>"), ChangeKind::Catalog),
        (61, "(text)".into(), ChangeKind::Other),
    ] {
        let (_, changes) = after(&[(number, body)]);
        let found = changes.iter().find(|change| *change.objects == [number]);
        assert_eq!(found.map(|change| (change.kind, change.allowed)), Some((kind, false)));
    }
}

#[test]
fn an_annotation_is_told_with_its_page() {
    let square = "<</Type/Annot/Subtype/Square/Rect[0 0 9 9]>>".to_owned();
    let listed = SECOND.replace("8 0 R]", "8 0 R 60 0 R]");
    let (_, changes) = after(&[(60, square), (4, listed)]);
    let found = changes.iter().find(|change| *change.objects == [60]);
    assert_eq!(
        found.map(|change| (change.kind, change.page)),
        Some((ChangeKind::Annotation, Some(2)))
    );
}

#[test]
fn many_changes_are_counted_and_those_not_allowed_come_first() {
    let pki = pki();
    let mut bytes = sign(&form(), &pki);
    let states = ["Yes", "Off"];
    for state in states.iter().cycle().take(kyso::limits::MAX_CHANGES + 2) {
        let later = [(8, 0, agreed(state).into_bytes())];
        bytes = append_increment(&bytes, &later, &Tweaks::default());
    }
    let later = [(5, 0, stream("", "0 0 99 99 re f").into_bytes())];
    let report = verify(&append_increment(&bytes, &later, &Tweaks::default()), &policy(&pki));
    let signature = &report.signatures[0];
    assert_eq!(signature.changes.len(), kyso::limits::MAX_CHANGES);
    assert_eq!(signature.changes_omitted, 3);
    assert!(signature.changes.iter().any(|change| !change.allowed));
}
