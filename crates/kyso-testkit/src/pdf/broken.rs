//! Files whose objects are there and whose cross-reference is not: as mail gateways, old copiers
//! and editors of text leave them.

use super::writer;
use super::{Bad, PdfKind, Shape, bad, object, pdf};

/// The names that [`broken`] knows.
pub const BROKEN: &[&str] = &[
    "startxref_wrong",
    "startxref_zero",
    "startxref_missing",
    "offsets_wrong",
    "table_truncated",
    "table_missing",
    "trailer_missing",
    "rows_malformed",
    "bytes_inserted",
    "bytes_before_header_and_shifted",
    "bytes_after",
    "line_ends_converted",
    "xref_stream_malformed",
    "xref_stream_missing",
    "prev_loop",
    "end_missing",
    "objects_in_streams",
    "updated_twice",
    "lengths_indirect",
];

/// A page that must never be the first one of a repaired file.
const DECOY: &str = "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] >>\nendobj\n";

/// The file of this name. Its first page is 595 by 842 points, or so.
///
/// # Panics
///
/// The name is none of [`BROKEN`].
#[must_use]
pub fn broken(name: &str) -> Vec<u8> {
    let classic = || pdf(PdfKind::Classic);
    match name {
        "startxref_wrong" => startxref(&classic(), "17"),
        "startxref_zero" => startxref(&classic(), "0"),
        "startxref_missing" => cut(&classic(), b"startxref"),
        "offsets_wrong" => replaced(&classic(), b" 00000 n", b" 00000 n", Some(2)),
        "table_truncated" => {
            let file = classic();
            let at = find(&file, b"\nxref\n") + 60;
            file[..at].to_vec()
        }
        "table_missing" => cut(&classic(), b"xref\n0 "),
        "trailer_missing" => {
            let file = classic();
            let (table, end) = (find(&file, b"trailer\n"), find(&file, b"startxref\n"));
            [&file[..table], &file[end..]].concat()
        }
        "rows_malformed" => replaced(&classic(), b" 00000 n", b" 0000O n", None),
        "bytes_inserted" => {
            let file = classic();
            let at = find(&file, b"1 0 obj");
            [&file[..at], b"X-Scanned-By: a gateway\r\n", &file[at..]].concat()
        }
        "bytes_before_header_and_shifted" => {
            let file = broken("bytes_inserted");
            [b"From a mail:\r\n\r\n", &file[..]].concat()
        }
        "bytes_after" => [classic(), vec![0; 3 << 20]].concat(),
        "line_ends_converted" => Shape { pages: 1, ..Shape::default() }
            .build()
            .into_iter()
            .flat_map(|byte| if byte == b'\n' { vec![b'\r', b'\n'] } else { vec![byte] })
            .collect(),
        "xref_stream_malformed" => {
            replaced(&pdf(PdfKind::XrefStream), b"/W [1 4 2]", b"/W [0 0 0]", None)
        }
        "xref_stream_missing" => {
            let file = pdf(PdfKind::XrefStream);
            let at = find(&file, b"/Type /XRef");
            file[..at].to_vec()
        }
        "prev_loop" => bad(Bad::XrefLoop),
        "end_missing" => bad(Bad::Truncated),
        "objects_in_streams" => {
            let mut objects = Shape::default().objects();
            objects.put_stream(30, "/Type /EmbeddedFile", &decoy(), false);
            startxref(&objects.classic(0), "1")
        }
        "updated_twice" => updated(),
        "lengths_indirect" => lengths(),
        other => panic!("no broken file {other}"),
    }
}

/// A whole PDF with another page 1, to be attached.
fn decoy() -> Vec<u8> {
    let mut file = writer::header("1.7");
    file.extend(DECOY.bytes());
    file.extend(b"9 0 obj\n<< /Length 3 >>\nstream\nabc\nendstream\nendobj\n");
    file.extend(DECOY.bytes());
    file.extend(b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    file
}

/// The attached file in a stream whose length stands elsewhere, before it another number with the
/// same header inside the attachment.
fn lengths() -> Vec<u8> {
    let mut decoy = decoy();
    decoy.extend(b"31 0 obj\n12\nendobj\n");
    let mut objects = Shape::default().objects();
    let stream = [b"<< /Length 31 0 R >>\nstream\n", &decoy[..], b"\nendstream"].concat();
    objects.put(30, stream);
    objects.put(31, decoy.len().to_string());
    startxref(&objects.classic(0), "1")
}

/// Page 1 stands there three times, the last time as it should be.
fn updated() -> Vec<u8> {
    let mut objects = Shape::default().objects();
    let (_, page) = objects.bodies.iter_mut().find(|(at, _)| *at == object::PAGE_1).expect("it");
    let right =
        std::mem::replace(page, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] >>".to_vec());
    let mut file = objects.classic(0);
    file.extend(DECOY.bytes());
    writer::push_end(&mut file, 7);
    file.extend([b"3 0 obj\n", &right[..], b"\nendobj\n"].concat());
    writer::push_end(&mut file, 7);
    file
}

fn find(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|w| w == needle).expect("the sample has it")
}

fn cut(file: &[u8], at: &[u8]) -> Vec<u8> {
    file[..find(file, at)].to_vec()
}

fn startxref(file: &[u8], number: &str) -> Vec<u8> {
    let at = file.windows(9).rposition(|w| w == b"startxref").expect("the sample has it");
    [&file[..at], format!("startxref\n{number}\n%%EOF\n").as_bytes()].concat()
}

/// Every `from` is `to`, of the same length; with `shift` the digit so many bytes before it is 9.
fn replaced(file: &[u8], from: &[u8], to: &[u8], shift: Option<usize>) -> Vec<u8> {
    let mut file = file.to_vec();
    for at in 0..file.len().saturating_sub(from.len()) {
        if file[at..].starts_with(from) {
            file[at..at + to.len()].copy_from_slice(to);
            if let Some(shift) = shift {
                file[at - shift] = b'9';
            }
        }
    }
    file
}
