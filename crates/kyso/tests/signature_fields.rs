//! Which field is signed, what earlier signatures and the field itself ask, and new empty fields.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, credential, now, pki, policy};
use kyso::pdf::{AllowedChanges, FieldLock, NewField, PdfError, SignatureLock};
use kyso::sign::SignatureBuilder;
use kyso::{Credential, Document, SignError};
use kyso_testkit::pdf::{AcroForm, Field, Office, Shape};

type Builder<'a> = SignatureBuilder<'a, &'a Credential>;

fn office() -> Vec<u8> {
    Office::default().build()
}

fn try_sign(
    bytes: &[u8],
    credential: &Credential,
    ask: impl FnOnce(Builder<'_>) -> Builder<'_>,
) -> Result<Vec<u8>, SignError> {
    let document = Document::from_bytes(bytes).unwrap();
    ask(document.sign(credential, now())).finish()?.to_bytes()
}

#[test]
fn several_empty_fields_are_listed_and_not_guessed() {
    let credential = credential(&pki().signer);
    let refused = try_sign(&office(), &credential, |b| b).unwrap_err();
    let SignError::Pdf(PdfError::SeveralEmptyFields { names }) = refused else { panic!() };
    assert_eq!(names, ["lanh_dao", "con_dau"]);
    let refused = try_sign(&office(), &credential, |b| b.field("lanh_dạo")).unwrap_err();
    let SignError::Pdf(PdfError::NoSuchField { name, empty }) = refused else { panic!() };
    assert_eq!((name.as_str(), empty.len()), ("lanh_dạo", 2));
}

#[test]
fn the_only_empty_field_is_signed_where_it_stands() {
    let pki = pki();
    let shape = Shape { field: Field::Nested, acro_form: AcroForm::Indirect, ..Shape::default() };
    let document = Document::from_bytes(shape.build()).unwrap();
    let credential = credential(&pki.signer);
    let signed = document.sign(&credential, now()).finish().unwrap();
    assert_eq!(signed.field_name(), "form.sig");
    assert!(signed.is_in_existing_field());
    let bytes = signed.to_bytes().unwrap();
    assert_passes(&bytes, &policy(&pki), 1);
    let fields = Document::from_bytes(bytes.clone()).unwrap().signature_fields().unwrap();
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].rect, Some([300.0, 100.0, 500.0, 150.0]));
    assert!(fields[0].signature.is_some());
    let new = try_sign(&bytes, &credential, |b| b.new_field(Some("Another".to_owned()))).unwrap();
    assert_passes(&new, &policy(&pki), 2);
    let taken = try_sign(&bytes, &credential, |b| b.new_field(Some("form.sig".to_owned())));
    assert!(matches!(taken, Err(SignError::Pdf(PdfError::FieldExists { .. }))));
}

#[test]
fn a_name_that_two_fields_have_is_refused() {
    let bytes = common::document(&[
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Annots[4 0 R 5 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 9 9]>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 9 9]>>",
    ]);
    let refused = try_sign(&bytes, &credential(&pki().signer), |b| b.field("a")).unwrap_err();
    assert!(matches!(refused, SignError::Pdf(PdfError::DuplicateField { .. })), "{refused}");
}

#[test]
fn a_certification_says_what_may_follow_and_is_held_to() {
    let pki = pki();
    let (credential, policy) = (credential(&pki.signer), policy(&pki));
    for changes in AllowedChanges::ALL {
        let once = try_sign(&office(), &credential, |b| b.certify(changes).field("lanh_dao"));
        let once = once.unwrap();
        let report = assert_passes(&once, &policy, 1);
        assert_eq!(report.signatures[0].permits, Some(changes));
        let catalog = Document::from_bytes(once.clone()).unwrap();
        let catalog = catalog.pdf().unwrap().latest().catalog().unwrap();
        assert!(catalog.get(b"Perms").and_then(|p| p.as_dict()).unwrap().has(b"DocMDP"));
        let again = try_sign(&once, &credential, |b| b.certify(changes).field("con_dau"));
        let next = try_sign(&once, &credential, |b| b.field("con_dau"));
        if changes == AllowedChanges::Nothing {
            assert!(matches!(again, Err(SignError::CertificationForbids { .. })));
            assert!(matches!(next, Err(SignError::CertificationForbids { .. })));
        } else {
            assert!(matches!(again, Err(SignError::NotFirst { .. })));
            assert_passes(&next.unwrap(), &policy, 2);
        }
    }
}

#[test]
fn a_lock_holds_what_it_names() {
    let pki = pki();
    let (credential, policy) = (credential(&pki.signer), policy(&pki));
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    for (fields, locked) in [
        (FieldLock::All, true),
        (FieldLock::Include(names(&["con_dau"])), true),
        (FieldLock::Exclude(names(&["con_dau"])), false),
    ] {
        let lock = SignatureLock { fields: fields.clone(), changes: None };
        let once = try_sign(&office(), &credential, |b| b.lock(lock).field("lanh_dao")).unwrap();
        let report = assert_passes(&once, &policy, 1);
        assert!(report.signatures[0].locks.iter().all(|lock| *lock == fields));
        assert_eq!(report.signatures[0].locks.len(), 1, "told once");
        for written in ["/SigFieldLock", "/FieldMDP"] {
            let bytes = written.as_bytes();
            assert!(once.windows(bytes.len()).any(|part| part == bytes), "{written}");
        }
        let next = try_sign(&once, &credential, |b| b.field("con_dau"));
        if locked {
            assert!(matches!(next, Err(SignError::FieldLocked { .. })), "{fields:?}");
        } else {
            assert_passes(&next.unwrap(), &policy, 2);
        }
    }
}

/// Of a lock that comes after a signature only what the signature itself can say is written.
#[test]
fn a_later_lock_leaves_earlier_signatures_valid() {
    let pki = pki();
    let (credential, policy) = (credential(&pki.signer), policy(&pki));
    let once = try_sign(&office(), &credential, |b| b.field("lanh_dao")).unwrap();
    let lock = |changes| SignatureLock { fields: FieldLock::All, changes };
    let forms = Some(AllowedChanges::Forms);
    let refused = try_sign(&once, &credential, |b| b.lock(lock(forms)).field("con_dau"));
    assert!(matches!(refused, Err(SignError::LockMisplaced { .. })));
    let twice = try_sign(&once, &credential, |b| b.lock(lock(None)).field("con_dau")).unwrap();
    assert_passes(&twice, &policy, 2);
    let nothing = Some(AllowedChanges::Nothing);
    let new = try_sign(&once, &credential, |b| b.lock(lock(nothing)).new_field(None)).unwrap();
    assert_passes(&new, &policy, 2);
    let more = try_sign(&new, &credential, |b| b.field("con_dau"));
    assert!(matches!(more, Err(SignError::CertificationForbids { .. })));
}

fn new_field(name: &str) -> NewField {
    let rect = Some([300.0, 100.5, 500.0, 150.0]);
    NewField { name: name.to_owned(), page: 2, rect, lock: None }
}

#[test]
fn an_empty_field_is_added_and_then_signed() {
    let pki = pki();
    let document = Document::from_bytes(Shape::default().build()).unwrap();
    let lock = SignatureLock { fields: FieldLock::All, changes: Some(AllowedChanges::Nothing) };
    let field = NewField { lock: Some(lock.clone()), ..new_field("Giám đốc") };
    let ready = document.add_signature_field(&field).unwrap().to_bytes().unwrap();
    let fields = Document::from_bytes(ready.clone()).unwrap().signature_fields().unwrap();
    let [found] = fields.as_slice() else { panic!("{fields:?}") };
    assert_eq!((found.name.as_str(), found.page), ("Giám đốc", Some(2)));
    assert_eq!(found.rect, field.rect);
    assert_eq!(found.lock.as_ref(), Some(&lock));
    assert!(found.signature.is_none() && found.is_seen());
    let credential = credential(&pki.signer);
    let signed = try_sign(&ready, &credential, |b| b).unwrap();
    let report = assert_passes(&signed, &policy(&pki), 1);
    assert_eq!(report.signatures[0].permits, Some(AllowedChanges::Nothing));
    let more = try_sign(&signed, &credential, |b| b);
    assert!(matches!(more, Err(SignError::CertificationForbids { .. })));
}

#[test]
fn a_field_that_does_not_fit_is_refused() {
    let document = Document::from_bytes(office()).unwrap();
    let refused = |field: &NewField| match document.add_signature_field(field) {
        Err(SignError::Pdf(error)) => error,
        other => panic!("{other:?}"),
    };
    let one = NewField { page: 1, ..new_field("x") };
    let taken = NewField { name: "so".to_owned(), ..one.clone() };
    assert!(matches!(refused(&taken), PdfError::FieldExists { .. }));
    let below = NewField { name: "ho_so".to_owned(), ..one.clone() };
    assert!(matches!(refused(&below), PdfError::NotASignatureField { .. }));
    let dotted = NewField { name: "a.b".to_owned(), ..one.clone() };
    assert!(matches!(refused(&dotted), PdfError::BadFieldName { .. }));
    assert!(matches!(refused(&new_field("x")), PdfError::NoSuchPage { page: 2, pages: 1 }));
    for rect in [
        [600.0, 0.0, 700.0, 50.0],
        [0.0, -90.0, 100.0, 50.0],
        [50.0, 50.0, 50.0, 90.0],
        [f32::NAN, 0.0, 9.0, 9.0],
    ] {
        let off = NewField { rect: Some(rect), ..one.clone() };
        assert!(matches!(refused(&off), PdfError::OffPage { page: 1 }), "{rect:?}");
    }
}

/// What an attacker could do too is refused, since no verifier could tell the two apart.
#[test]
fn no_empty_field_is_added_after_a_signature() {
    let pki = pki();
    let signed = try_sign(&office(), &credential(&pki.signer), |b| b.field("con_dau")).unwrap();
    let document = Document::from_bytes(signed.clone()).unwrap();
    let field = NewField { page: 1, ..new_field("x") };
    let refused = document.add_signature_field(&field).unwrap_err();
    assert!(matches!(refused, SignError::SignedBefore { field } if field == "con_dau"));
    let plain = Document::from_bytes(office()).unwrap();
    assert!(plain.add_signature_field(&field).is_ok());
}

#[test]
fn options_of_pdf_do_not_go_with_xml() {
    let credential = credential(&pki().signer);
    let misplaced = |result: Result<Vec<u8>, SignError>| match result {
        Err(SignError::OptionMisplaced { option, .. }) => option,
        other => panic!("{other:?}"),
    };
    let xml = b"<a/>";
    assert_eq!(
        misplaced(try_sign(xml, &credential, |b| b.certify(AllowedChanges::Forms))),
        "certify"
    );
    let lock = SignatureLock { fields: FieldLock::All, changes: None };
    assert_eq!(misplaced(try_sign(xml, &credential, |b| b.lock(lock))), "lock");
    assert_eq!(misplaced(try_sign(xml, &credential, |b| b.new_field(None))), "new-field");
    assert_eq!(misplaced(try_sign(xml, &credential, |b| b.field("a"))), "field");
}
