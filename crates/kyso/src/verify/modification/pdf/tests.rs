//! What the rules explain of a later revision, and the nearest thing to it that they do not.

mod annotations;
mod covering;
mod filling;
mod hiding;
mod objects;
mod shared;
mod signing;

use super::engine::{self, Explained};
use super::roles::Roles;
use super::sample::{Sample, stream};

pub(super) const ROOT: &str = "/Root 1 0 R";
pub(super) const FONT: &str =
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
pub(super) const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
    /Resources<</Font<</F 7 0 R>>>>/Annots[6 0 R 8 0 R 9 0 R 11 0 R]>>";
pub(super) const FORM: &str = "<</Fields[6 0 R 8 0 R 9 0 R 10 0 R]>>";

/// Objects of a document with a page (3), its content (4), a form (5), a field of text (6), a font
/// (7), an empty signature field (8), one that is signed (9), and a node (10) with a field (11).
pub(super) fn base() -> Vec<(u32, String)> {
    let content = stream("", "BT /F 10 Tf 20 150 Td (pay 1000) Tj ET");
    [
        "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        PAGE,
        &content,
        FORM,
        &field("/Rect[10 10 110 30]"),
        FONT,
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(empty)/Rect[200 10 280 40]/P 3 0 R>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(signed)/V 12 0 R/Rect[200 50 280 90]/P 3 0 R>>",
        "<</T(group)/Kids[11 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(kid)/Parent 10 0 R/Rect[10 40 110 60]/P 3 0 R>>",
        VALUE,
    ]
    .iter()
    .zip(1..)
    .map(|(body, number)| (number, (*body).to_owned()))
    .collect()
}

pub(super) const VALUE: &str = "<</Type/Sig/SubFilter/ETSI.CAdES.detached>>";

/// The field of text, and what else it says.
pub(super) fn field(more: &str) -> String {
    format!("<</Type/Annot/Subtype/Widget/FT/Tx/T(number)/P 3 0 R/DA(/F 10 Tf 0 g){more}>>")
}

/// Objects in the place of others of the same number, or beside them.
pub(super) fn with(objects: &[(u32, String)], other: &[(u32, &str)]) -> Vec<(u32, String)> {
    let mut all: Vec<_> = objects.to_vec();
    for (number, body) in other {
        all.retain(|(known, _)| known != number);
        all.push((*number, (*body).to_owned()));
    }
    all
}

fn borrowed(objects: &[(u32, String)]) -> Vec<(u32, &str)> {
    objects.iter().map(|(number, body)| (*number, body.as_str())).collect()
}

/// What came of the last of some revisions after the base; where one before it is not explained,
/// that.
pub(super) fn after(
    base: &[(u32, String)],
    later: &[Vec<(u32, String)>],
) -> Result<Explained, Vec<String>> {
    let mut sample = Sample::new().revision(&borrowed(base), ROOT);
    for objects in later {
        sample = sample.revision(&borrowed(objects), ROOT);
    }
    judged(sample)
}

pub(super) fn judged(sample: Sample) -> Result<Explained, Vec<String>> {
    let document = sample.read();
    let mut roles = Roles::of(&document.at_revision(0)).unwrap();
    let mut last = Err(vec!["no revision".to_owned()]);
    for revision in 1..document.revisions().len() {
        let outcome = engine::explain(&document, revision, &mut roles);
        let fault = |fault: &super::Unexplained| format!("{} {}", fault.object, fault.fault);
        last = outcome.explained.map_err(|faults| faults.iter().map(fault).collect());
        if last.is_err() {
            break;
        }
    }
    last
}

#[track_caller]
pub(super) fn assert_fault<T>(found: Result<T, Vec<String>>, fault: &str) {
    match found {
        Err(faults) => assert!(faults.iter().any(|one| one == fault), "{fault}: {faults:?}"),
        Ok(_) => panic!("explained in spite of {fault}"),
    }
}
