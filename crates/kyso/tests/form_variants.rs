//! Every sound file that signing has to cope with: signed, what stood there kept, and verified.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, pki, policy, sign};
use kyso::Document;
use kyso::pdf::{Object, PdfDocument};
use kyso_testkit::pdf::{VARIANTS, variant};

macro_rules! variants {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            signed_and_verified(stringify!($name));
        })+

        #[test]
        fn none_is_forgotten() {
            assert_eq!(VARIANTS, [$(stringify!($name)),+]);
        }
    };
}

variants!(
    form_inline,
    form_indirect,
    form_need_appearances,
    form_xfa,
    form_flags_0,
    form_flags_1,
    form_flags_3,
    form_without_fields,
    fields_null,
    fields_indirect,
    fields_in_object_stream,
    form_hidden_in_hybrid,
    annots_missing,
    annots_direct,
    annots_indirect,
    annots_null,
    attributes_inherited,
    perms_usage_rights,
    catalog_in_object_stream,
    page_tree_deep,
    page_tree_one_kid,
    hybrid,
    linearized,
    linearized_xref_stream,
    bytes_before_header,
    bytes_before_header_absolute,
    carriage_returns,
    prev_chain,
    version_1_0,
    version_1_3,
    version_2_0,
    version_in_catalog,
    extensions,
);

fn signed_and_verified(name: &str) {
    let pki = pki();
    let original = variant(name);
    let before = Document::from_bytes(original.clone()).unwrap();
    let (form, pages) = (form(before.pdf().unwrap()), pages(before.pdf().unwrap()));
    // Twice: what the first signature made of the form is what the second one meets.
    let mut signed = original.clone();
    for count in 1..=2 {
        signed = sign(&signed, &pki);
        assert!(signed.starts_with(&original));
        assert_passes(&signed, &policy(&pki), count);
    }
    let after = Document::from_bytes(signed).unwrap();
    let after = after.pdf().unwrap();
    assert_eq!(self::pages(after), pages);
    let kept = self::form(after);
    assert_eq!(kept.iter().find(|(key, _)| key == "SigFlags").unwrap().1, Object::Integer(3));
    for (key, value) in form {
        if !["Fields", "SigFlags"].contains(&key.as_str()) {
            assert!(kept.contains(&(key.clone(), value)), "{key}");
        }
    }
    let page = pages.first().unwrap();
    let Object::Dictionary(page) = after.latest().object(*page).unwrap() else { panic!("no page") };
    let annots = after.latest().get(&page, b"Annots").unwrap();
    assert!(annots.as_array().unwrap().len() >= 2);
}

fn form(pdf: &PdfDocument) -> Vec<(String, Object)> {
    let view = pdf.latest();
    let form = view.get_dict(&view.catalog().unwrap(), b"AcroForm").unwrap().unwrap_or_default();
    form.iter()
        .map(|(key, value)| (String::from_utf8_lossy(key).into_owned(), value.clone()))
        .collect()
}

fn pages(pdf: &PdfDocument) -> Vec<kyso::pdf::ObjectId> {
    pdf.latest().pages().unwrap().map(Result::unwrap).collect()
}
