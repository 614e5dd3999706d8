//! Small files made to cost gigabytes or minutes: each ends with a typed error or a verdict, and
//! what is kept of it is bounded.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use kyso::Source;
use kyso::pdf::{PdfDocument, PdfError, fields};
use kyso::{Conclusion, limits};

/// A classic file: object 1 is the catalog, object 2 the page tree.
fn file(catalog: &str, others: &[(u32, String)]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let catalog = format!("<</Type/Catalog/Pages 2 0 R {catalog}>>");
    let pages = "<</Type/Pages/Kids[]/Count 0>>".to_owned();
    let mut rows = String::new();
    for (number, body) in [(1, catalog), (2, pages)].iter().chain(others) {
        rows += &format!("{number} 1\n{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n{body}\nendobj\n").into_bytes());
    }
    let size = others.iter().map(|(number, _)| *number).max().unwrap_or(2) + 1;
    let start = bytes.len();
    let tail = format!(
        "xref\n0 1\n0000000000 65535 f \n{rows}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(tail.into_bytes());
    bytes
}

fn form(roots: &str, others: &[(u32, String)]) -> Result<usize, PdfError> {
    let bytes = file(&format!("/AcroForm<</Fields[{roots}]>>"), others);
    let document = PdfDocument::parse(Source::from_bytes(bytes))?;
    fields(&document.latest()).map(|fields| fields.len())
}

fn references(numbers: std::ops::Range<u32>) -> String {
    numbers.map(|number| format!("{number} 0 R ")).collect()
}

/// A parent with `kids` named kids.
fn family(parent: &str, kids: u32) -> Vec<(u32, String)> {
    let parent = format!("<<{parent}/FT/Sig/Kids[{}]>>", references(10..10 + kids));
    let kids = (10..10 + kids).map(|number| (number, format!("<</T(k{number})>>")));
    std::iter::once((3, parent)).chain(kids).collect()
}

#[test]
fn a_long_field_name_is_not_copied_to_every_kid() {
    let name = "n".repeat(1 << 20);
    let limit = limits::MAX_FIELD_NAME_BYTES;
    let found = form("3 0 R", &family(&format!("/T({name})"), 4_000));
    assert_eq!(found, Err(PdfError::FieldNameTooLong { limit }));
    let most = "n".repeat(limit - ".k10".len());
    assert_eq!(form("3 0 R", &family(&format!("/T({most})"), 1)), Ok(1));
    let many = form("3 0 R", &family(&format!("/T({})", "n".repeat(limit - 8)), 10_000));
    assert_eq!(many, Err(PdfError::FormTooLarge { limit: limits::MAX_FORM_BYTES }));
}

#[test]
fn a_long_value_is_not_copied_to_every_kid() {
    let value = format!("/T(a)/V<</Contents({})>>", "v".repeat(1 << 20));
    let limit = limits::MAX_FORM_BYTES;
    assert_eq!(form("3 0 R", &family(&value, 4_000)), Err(PdfError::FormTooLarge { limit }));
    assert_eq!(form("3 0 R", &family(&value, 10)), Ok(10));
}

#[test]
fn a_chain_of_fields_ends() {
    let chain = |depth: u32| {
        let node = |number: u32| (number, format!("<</T(a)/Kids[{} 0 R]>>", number + 1));
        let mut nodes: Vec<_> = (3..2 + depth).map(node).collect();
        nodes.push((2 + depth, "<</T(z)/FT/Tx>>".to_owned()));
        form("3 0 R", &nodes)
    };
    let limit = limits::MAX_FIELD_DEPTH;
    assert_eq!(chain(limit as u32), Ok(1));
    assert_eq!(chain(limit as u32 + 1), Err(PdfError::FieldsTooDeep { limit }));
    assert_eq!(chain(50_000), Err(PdfError::FieldsTooDeep { limit }));
}

#[test]
fn a_form_of_very_many_fields_still_reads() {
    let fields = (10..100_010).map(|n| (n, format!("<</T(field{n})/FT/Tx/V(value)>>")));
    assert_eq!(form(&references(10..100_010), &fields.collect::<Vec<_>>()), Ok(100_000));
}

/// A file signed once, and an increment in which `count` more fields have its signature for their
/// value.
fn sharing(pki: &kyso_testkit::Pki, count: u32) -> Vec<u8> {
    let signed = common::sign(&kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic), pki);
    let text = String::from_utf8_lossy(&signed).into_owned();
    let after = |key: &str| {
        let (_, rest) = text.rsplit_once(key).unwrap();
        rest.trim_start().split(|c: char| !c.is_ascii_digit()).next().unwrap().to_owned()
    };
    let (value, previous) = (after("/V "), after("startxref"));
    let (root, pages) = (after("/Root "), after("/Pages "));
    let mut bytes = signed;
    let mut rows = String::new();
    let fields = references(1000..1000 + count);
    let catalog =
        format!("<</Type/Catalog/Pages {pages} 0 R/AcroForm<</SigFlags 3/Fields[{fields}]>>>>");
    let field = |n| (n, format!("<</FT/Sig/T(D{n})/V {value} 0 R>>"));
    let root = root.parse().unwrap();
    for (number, body) in [(root, catalog)].into_iter().chain((1000..1000 + count).map(field)) {
        rows += &format!("{number} 1\n{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n{body}\nendobj\n").into_bytes());
    }
    let start = bytes.len();
    let tail = format!(
        "xref\n{rows}trailer\n<</Size 9999/Root {root} 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(tail.into_bytes());
    bytes
}

#[test]
fn a_signature_of_many_fields_is_judged_once_and_failed_once() {
    let pki = common::pki();
    for count in [1, 900] {
        let report = common::verify(&sharing(&pki, count), &common::policy(&pki));
        assert_eq!(report.signatures.len(), 2, "{report:#?}");
        let own = report.signatures.iter().find(|one| one.id == "Signature1").unwrap();
        assert!(own.signer.is_some(), "the field that was signed is the one judged");
        let other = report.signatures.iter().find(|one| one.id != "Signature1").unwrap();
        assert!(matches!(other.conclusion, Conclusion::Failed(_)));
        assert!(format!("{other:?}").contains("shared-value"), "{other:#?}");
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)));
    }
}
