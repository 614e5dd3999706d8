//! Files in which readers see different documents: what stands in the bytes after a signature and
//! is not listed, listed twice, or comes true only later. None passes.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::fmt::Write as _;
use std::sync::LazyLock;

use common::{assert_passes, policy, sign, verify};
use kyso::Conclusion;
use kyso_testkit::Pki;
use kyso_testkit::attacks::{Tweaks, append_increment, last_startxref};
use kyso_testkit::pdf::{PdfKind, object, pdf};

const FORGED: &str = "<< /Length 21 >>\nstream\n(pay 9,000,000 VND) Tj\nendstream";

static PKI: LazyLock<Pki> = LazyLock::new(common::pki);

/// The classic sample, signed once.
fn signed() -> Vec<u8> {
    sign(&pdf(PdfKind::Classic), &PKI)
}

/// That the file fails, for the reason given.
#[track_caller]
fn assert_fails(bytes: &[u8], fault: &str) {
    let report = verify(bytes, &policy(&PKI));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{:?}", report.conclusion());
    let text = format!("{report:?}");
    assert!(text.contains(&format!("\"{fault}\"")), "no {fault} in {text}");
}

/// A revision written by hand: `body` before the section, these rows in it, and `after` between
/// the trailer and `startxref`.
struct Increment<'a> {
    body: &'a str,
    /// Object number and place of its header in `body`.
    rows: &'a [(u32, usize)],
    /// In place of the trailer's own `/Size`.
    size: Option<u32>,
    /// Further trailer entries.
    trailer: &'a str,
    after: &'a str,
}

const EMPTY: Increment<'_> = Increment { body: "", rows: &[], size: None, trailer: "", after: "" };

fn append(file: &[u8], increment: &Increment<'_>) -> Vec<u8> {
    let text = String::from_utf8_lossy(file);
    let old = text.rsplit("trailer").next().unwrap();
    let kept = old.split("<<").nth(1).unwrap().split(">>").next().unwrap();
    let number = |key: &str| -> String {
        let value = kept.split(key).nth(1).unwrap_or_default().trim_start();
        value.chars().take_while(char::is_ascii_digit).collect()
    };
    let (old_size, old_prev) = (number("/Size"), number("/Prev"));
    let kept = kept.replace(&format!("/Size {old_size}"), "");
    let kept = kept.replace(&format!("/Prev {old_prev}"), "");
    let size = increment.size.unwrap_or(old_size.parse().unwrap());
    let start = file.len();
    let mut out = increment.body.to_owned();
    let at = start + out.len();
    out += "xref\n0 0\n";
    for (number, place) in increment.rows {
        let _ = write!(out, "{number} 1\n{:010} 00000 n \n", start + place);
    }
    let prev = last_startxref(file).unwrap();
    let trailer = increment.trailer;
    let _ = writeln!(out, "trailer\n<< {kept} /Size {size} /Prev {prev} {trailer} >>");
    let _ = write!(out, "{}startxref\n{at}\n%%EOF\n", increment.after);
    [file, out.as_bytes()].concat()
}

fn forged() -> String {
    format!("{} 0 obj\n{FORGED}\nendobj\n", object::CONTENT_1)
}

#[test]
fn an_increment_that_adds_nothing_passes() {
    let file = append(&signed(), &EMPTY);
    assert_passes(&file, &policy(&PKI), 1);
    let comment = Increment { body: "%\u{e2}\u{e3}\n", after: "% made by hand\n", ..EMPTY };
    assert_passes(&append(&signed(), &comment), &policy(&PKI), 1);
}

#[test]
fn an_object_that_no_row_lists_fails_wherever_it_hides() {
    let body = forged();
    assert_fails(&append(&signed(), &Increment { body: &body, ..EMPTY }), "unlisted-bytes");
    assert_fails(&append(&signed(), &Increment { after: &body, ..EMPTY }), "unlisted-bytes");
    let comment = format!("% {}", body.replace('\n', " ")) + "\n";
    assert_fails(&append(&signed(), &Increment { body: &comment, ..EMPTY }), "unlisted-bytes");
    let trailer = format!("/Note ({body})");
    assert_fails(&append(&signed(), &Increment { trailer: &trailer, ..EMPTY }), "unlisted-bytes");
    let stream =
        format!("900 0 obj\n<< /Length {} >>\nstream\n{body}\nendstream\nendobj\n", body.len());
    let listed = Increment { body: &stream, rows: &[(900, 0)], size: Some(901), ..EMPTY };
    assert_fails(&append(&signed(), &listed), "unlisted-bytes");
}

#[test]
fn a_second_trailer_fails() {
    let body = "trailer\n<< /Root 900 0 R >>\n";
    assert_fails(&append(&signed(), &Increment { body, ..EMPTY }), "unlisted-bytes");
}

#[test]
fn objects_of_an_object_stream_that_no_row_lists_fail() {
    let data = format!("900 0 {} 5 null null", object::CONTENT_1);
    let first = data.find("null").unwrap();
    let body = format!(
        "901 0 obj\n<< /Type /ObjStm /N 2 /First {first} /Length {} >>\nstream\n{data}\nendstream\nendobj\n",
        data.len()
    );
    let listed = Increment { body: &body, rows: &[(901, 0)], size: Some(902), ..EMPTY };
    assert_fails(&append(&signed(), &listed), "unlisted-objects");
}

#[test]
fn a_size_that_shrinks_fails() {
    assert_fails(&append(&signed(), &Increment { size: Some(1), ..EMPTY }), "size");
    let body = "900 0 obj\nnull\nendobj\n";
    let beyond = Increment { body, rows: &[(900, 0)], size: Some(900), ..EMPTY };
    assert_fails(&append(&signed(), &beyond), "size");
}

#[test]
fn an_end_that_some_readers_do_not_find_fails() {
    let padded = |blanks| [signed(), vec![b'\n'; blanks]].concat();
    assert_passes(&padded(900), &policy(&PKI), 1);
    assert_fails(&padded(1100), "padded");
}

#[test]
fn a_revision_that_the_chain_passes_over_fails() {
    let once = signed();
    let twice = sign(&once, &PKI);
    let prev = last_startxref(&once).unwrap();
    let tweaks = Tweaks { prev: Some(prev), ..Tweaks::default() };
    assert_fails(&append_increment(&twice, &[], &tweaks), "unlisted-bytes");
}

#[test]
fn a_signed_row_that_comes_true_only_later_fails() {
    let plain = pdf(PdfKind::Classic);
    // Object 900 is said to lie past the end of what will be signed.
    let later = plain.len() as u64 + 100_000;
    let at = plain.len();
    let row = format!("xref\n900 1\n{later:010} 00000 n \n");
    let section = String::from_utf8(append(&plain, &EMPTY).split_off(at)).unwrap();
    let section = section.replace("xref\n0 0\n", &row).replace("/Size", "/Size 901 /Was");
    let file = sign(&[&plain[..], section.as_bytes()].concat(), &PKI);
    assert_passes(&file, &policy(&PKI), 1);
    assert_fails(&append(&file, &EMPTY), "dangling-row");
}

#[test]
fn a_key_that_stands_twice_fails_at_any_depth() {
    let body = "900 0 obj\n<< /A [ << /B 1 /#42 2 >> ] >>\nendobj\n";
    let listed = Increment { body, rows: &[(900, 0)], size: Some(901), ..EMPTY };
    assert_fails(&append(&signed(), &listed), "duplicate-key");
    let trailer = "/Root 900 0 R";
    assert_fails(&append(&signed(), &Increment { trailer, ..EMPTY }), "duplicate-key");
}

#[test]
fn a_second_catalog_fails() {
    let body = "900 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    let listed = Increment { body, rows: &[(900, 0)], size: Some(901), ..EMPTY };
    assert_fails(&append(&signed(), &listed), "second-root");
}

#[test]
fn a_number_in_both_parts_of_a_hybrid_section_fails() {
    let file = signed();
    let number = object::CONTENT_1;
    let row = format!("[{number} 1]");
    let head = format!(
        "900 0 obj\n<< /Type /XRef /Size 901 /W [1 8 2] /Index {row} /Length 11 >>\nstream\n"
    );
    let body = head + &"\0".repeat(11) + "\nendstream\nendobj\n";
    let trailer = format!("/XRefStm {}", file.len());
    let hybrid =
        Increment { body: &body, rows: &[(900, 0)], size: Some(901), trailer: &trailer, after: "" };
    assert_fails(&append(&file, &hybrid), "hybrid-row");
}

#[test]
fn bytes_after_the_cms_fail() {
    let mut file = signed();
    let spot = kyso_testkit::attacks::text::signatures(&file).pop().unwrap().contents;
    let end = spot.end - 2;
    assert_eq!(file[end], b'0');
    file[end] = b'4';
    assert_fails(&file, "trailing-bytes");
}

#[test]
fn contents_written_as_a_literal_string_fail() {
    let mut file = signed();
    let spot = kyso_testkit::attacks::text::signatures(&file).pop().unwrap().contents;
    file[spot.start] = b'(';
    file[spot.end - 1] = b')';
    assert_fails(&file, "/Contents is no hexadecimal string");
}

#[test]
fn every_kind_signed_three_times_keeps_its_layout() {
    for kind in PdfKind::ALL {
        let thrice = (0..3).fold(pdf(kind), |bytes, _| sign(&bytes, &PKI));
        assert_passes(&thrice, &policy(&PKI), 3);
    }
}
