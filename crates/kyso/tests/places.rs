//! What later revisions may change stands in places of its own: an object that serves as something
//! else besides, and so may be drawn, is no such place.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::sync::LazyLock;

use common::{document, pki, policy, sign, stream, verify};
use kyso::report::Modification;
use kyso_testkit::Pki;
use kyso_testkit::attacks::{Tweaks, append_increment};

static PKI: LazyLock<Pki> = LazyLock::new(pki);

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
/// An annotation that shows nothing, drawn by the metadata or by nothing.
const NOTE: &str = "<</Type/Annot/Subtype/Stamp/Rect[0 0 50 50]>>";

fn page(entries: &str) -> String {
    format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R{entries}>>")
}

fn packet(entries: &str, text: &str) -> String {
    stream(&format!("/Type/Metadata/Subtype/XML{entries}"), text)
}

/// A document of this catalog and page, with metadata and more objects from 6 on.
fn built(catalog: &str, page: &str, more: &[&str]) -> Vec<u8> {
    let (content, metadata) = (stream("", "0 0 m"), packet("", "before"));
    document(&[&[catalog, PAGES, page, &content, &metadata], more].concat())
}

fn judged(bytes: &[u8], later: &[(u32, &str)], trailer: &str) -> Modification {
    let later: Vec<_> = later.iter().map(|(n, body)| (*n, 0, body.as_bytes().to_vec())).collect();
    let tweaks = Tweaks { more: trailer.into(), ..Tweaks::default() };
    let changed = append_increment(&sign(bytes, &PKI), &later, &tweaks);
    verify(&changed, &policy(&PKI)).signatures[0].modification
}

/// What is said where the metadata are written anew.
fn anew(bytes: &[u8]) -> Modification {
    judged(bytes, &[(5, &packet("", "after"))], "")
}

#[test]
fn metadata_alone_are_written_anew() {
    assert_eq!(anew(&built(CATALOG, &page(""), &[])), Modification::None);
    let form = "/BBox[0 0 9 9]";
    let document = built(CATALOG, &page(""), &[]);
    for packet in [packet(form, "after"), stream("/Type/Metadata/Subtype/Form", "after")] {
        assert_eq!(judged(&document, &[(5, &packet)], ""), Modification::Suspicious);
    }
}

#[test]
fn a_catalog_that_is_resources_too_lets_nothing_follow() {
    let drawn = page("/Resources<</XObject 1 0 R>>");
    assert_eq!(anew(&built(CATALOG, &drawn, &[])), Modification::Suspicious);
    let new = "<</Type/Catalog/Pages 2 0 R/Metadata 20 0 R>>";
    let later = [(1, new), (20, &packet("", "after"))];
    assert_eq!(judged(&built(CATALOG, &drawn, &[]), &later, ""), Modification::Suspicious);
}

#[test]
fn only_pages_of_the_tree_have_annotations_of_their_own() {
    let drawn = page("/Resources<</XObject 6 0 R>>");
    for impostor in ["<</Type/Page/Annots 5 0 R>>", "<</Annots 5 0 R>>"] {
        assert_eq!(anew(&built(CATALOG, &drawn, &[impostor])), Modification::Suspicious);
    }
}

#[test]
fn a_reference_of_another_generation_hides_no_reference() {
    let note = "<</Type/Annot/Subtype/Stamp/Rect[0 0 50 50]/AP<</N 5 0 R>>>>";
    for astray in ["", "/PieceInfo<</A<</Private 7 1 R>>>>"] {
        let page = page(&format!("/Annots 6 0 R{astray}"));
        assert_eq!(anew(&built(CATALOG, &page, &["[7 0 R]", note])), Modification::Suspicious);
    }
    // The list itself of another generation.
    let document = built(CATALOG, &page("/Annots 6 1 R"), &["[7 0 R]", note]);
    let text = String::from_utf8(document).unwrap().replacen("6 0 obj", "6 1 obj", 1);
    let (body, table) = text.split_at(text.rfind("xref\n0 ").unwrap());
    let rows = table.lines().enumerate().map(|(at, row)| match at {
        8 => row.replace(" 00000 n", " 00001 n") + "\n",
        _ => format!("{row}\n"),
    });
    let document = [body.to_owned(), rows.collect()].concat();
    assert_eq!(anew(document.as_bytes()), Modification::Suspicious);
}

#[test]
fn evidence_that_is_a_list_of_annotations_too_stays() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/DSS 8 0 R>>";
    let store = |list: &str| format!("<</Certs {list}/OCSPs[]>>");
    let later = |list: &str| {
        judged(
            &built(
                catalog,
                &page("/Annots 6 0 R"),
                &["[7 0 R]", NOTE, &format!("<</Certs {list}>>"), "[]"],
            ),
            &[(if list == "6 0 R" { 6 } else { 9 }, "[]"), (8, &store(list))],
            "",
        )
    };
    assert_eq!(later("6 0 R"), Modification::Suspicious);
    assert_eq!(later("9 0 R"), Modification::LtaUpdate);
}

#[test]
fn notes_are_not_found_in_what_was_signed_for_something_else() {
    let document = built(CATALOG, &page(""), &["<</Title(Another)>>"]);
    let metadata = packet("", "after");
    assert_eq!(judged(&document, &[(5, &metadata)], "/Info 6 0 R"), Modification::Suspicious);
    let title = [(5, metadata.as_str()), (20, "<</Producer(kyso)>>")];
    assert_eq!(judged(&document, &title, "/Info 20 0 R"), Modification::None);
    assert_eq!(
        judged(&document, &title[..1], "/Info<</Title(Another)>>"),
        Modification::Suspicious
    );
}
