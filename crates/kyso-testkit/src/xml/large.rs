//! Files of a given size for benchmarks, and one that is heavy with namespaces.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                    <SoLieu xmlns=\"urn:example:so-lieu\" xmlns:t=\"urn:example:tien\" Id=\"all\">\n";
const TAIL: &str = "</SoLieu>\n";

/// Writes an XML file of at least this many bytes, and few more, to a file.
///
/// # Errors
/// What the file system says.
pub fn large_xml(path: &Path, bytes: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write_large_xml(&mut out, bytes)?;
    out.flush()
}

/// Writes the same to any sink, without holding more than one record of it: records with
/// attributes, text with letters of two and three bytes, and now and then a character that
/// canonical XML escapes.
///
/// # Errors
/// What the sink says.
pub fn write_large_xml(out: &mut impl Write, bytes: u64) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let mut written = (HEAD.len() + TAIL.len()) as u64;
    let mut number = 0;
    while written < bytes {
        number += 1;
        let record = record(number);
        out.write_all(record.as_bytes())?;
        written += record.len() as u64;
    }
    out.write_all(TAIL.as_bytes())
}

fn record(number: u64) -> String {
    let sum = number * 7919 % 100_000_000;
    let note = if number.is_multiple_of(5) {
        "thu &amp; chi &lt; dự toán"
    } else {
        "đã đối chiếu"
    };
    format!(
        "  <BanGhi so=\"{number}\" loai=\"{}\">\n    <HoTen>Nguyễn Văn Mẫu {number}</HoTen>\n    \
         <t:SoTien donVi=\"VND\">{sum}</t:SoTien>\n    <DienGiai>{note}</DienGiai>\n  </BanGhi>\n",
        number % 9
    )
}

pub(super) fn small() -> String {
    let mut out = Vec::new();
    write_large_xml(&mut out, 2000).expect("memory takes what is written");
    String::from_utf8(out).expect("it is written as UTF-8")
}

/// Namespaces in scope of every record but a group's own.
const SHARED: usize = 64;
/// Namespaces that each group declares.
const OWN: usize = 16;

/// Groups of records, each with namespaces of its own beside the many of the root: what makes
/// inclusive canonicalization slow where the namespaces in scope are copied for every element.
pub(super) fn namespaces() -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r:Goc");
    let _ = write!(out, " xmlns:r=\"urn:example:goc\" Id=\"all\"");
    for n in 0..SHARED {
        let _ = write!(out, " xmlns:p{n}=\"urn:example:chung:{n}\"");
    }
    out.push_str(">\n");
    let mut group = 0;
    while out.len() < 750_000 {
        group += 1;
        out.push_str(" <r:Nhom");
        for n in 0..OWN {
            let _ = write!(out, " xmlns:q{n}=\"urn:example:nhom:{}:{n}\"", group % 7);
        }
        out.push_str(">\n");
        for n in 0..40 {
            let (p, q) = (n * 7 % SHARED, n % OWN);
            // A declaration that says again what is in scope: superfluous in canonical form.
            let _ = writeln!(
                out,
                "  <p{p}:A q{q}:b=\"{n}\" xmlns:p{p}=\"urn:example:chung:{p}\">\
                 <q{q}:C p{p}:d=\"x\">{group}.{n}</q{q}:C></p{p}:A>"
            );
        }
        out.push_str(" </r:Nhom>\n");
    }
    out + "</r:Goc>\n"
}
