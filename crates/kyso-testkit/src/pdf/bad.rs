//! Files that must be refused, or survived, in bounded memory and time.

use flate2::{Compress, Compression, FlushCompress};

use super::writer::{self, Objects};
use super::{AcroForm, Field, PdfKind, Shape, object, pdf};

/// What is wrong with the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bad {
    /// No bytes at all.
    Empty,
    /// A text.
    NotPdf,
    /// `%PDF-1.7` and nothing else.
    HeaderOnly,
    /// A sound file without its last third.
    Truncated,
    /// /Prev points at its own section.
    XrefLoop,
    /// startxref points beyond the end.
    XrefBeyondEnd,
    /// startxref is a number of 40 digits.
    XrefHuge,
    /// The catalog holds 200,000 nested arrays.
    DeepNesting,
    /// An object stream of 4 MB inflates to 4 GiB.
    InflateBomb,
    /// The same, deflated twice to a few kilobytes.
    InflateBombTwice,
    /// A cross-reference stream that inflates to 4 GiB.
    XrefStreamBomb,
    /// A table that claims four thousand million rows.
    XrefTooManyRows,
    /// The page tree contains itself.
    PageTreeLoop,
    /// A field is its own child.
    FieldLoop,
    /// The catalog's /AcroForm is a reference to itself.
    ReferenceLoop,
    /// A stream's /Length is a reference to that stream.
    LengthLoop,
}

impl Bad {
    /// Every fault.
    pub const ALL: [Self; 16] = [
        Self::Empty,
        Self::NotPdf,
        Self::HeaderOnly,
        Self::Truncated,
        Self::XrefLoop,
        Self::XrefBeyondEnd,
        Self::XrefHuge,
        Self::DeepNesting,
        Self::InflateBomb,
        Self::InflateBombTwice,
        Self::XrefStreamBomb,
        Self::XrefTooManyRows,
        Self::PageTreeLoop,
        Self::FieldLoop,
        Self::ReferenceLoop,
        Self::LengthLoop,
    ];
}

/// The file with this fault.
#[must_use]
pub fn bad(fault: Bad) -> Vec<u8> {
    let sound = || pdf(PdfKind::Classic);
    match fault {
        Bad::Empty => Vec::new(),
        Bad::NotPdf => "Công văn này không phải là PDF.\n".repeat(50).into_bytes(),
        Bad::HeaderOnly => b"%PDF-1.7\n".to_vec(),
        Bad::Truncated => {
            let file = sound();
            file[..file.len() * 2 / 3].to_vec()
        }
        Bad::XrefLoop => {
            let file = Shape::default().objects().classic(0);
            let at = find(&file, b"\nxref\n") + 1;
            let entry = format!("trailer\n<< /Prev {at}");
            splice(&file, b"trailer\n<<", entry.as_bytes())
        }
        Bad::XrefBeyondEnd => with_startxref(&sound(), "99999999"),
        Bad::XrefHuge => with_startxref(&sound(), &"9".repeat(40)),
        Bad::XrefTooManyRows => {
            let file = sound();
            let rows = find(&file, b"\nxref\n0 ") + 8;
            let end = rows + find(&file[rows..], b"\n");
            [&file[..rows], b"4000000000", &file[end..]].concat()
        }
        Bad::DeepNesting => {
            let depth = 200_000;
            let nested = "[".repeat(depth) + &"]".repeat(depth);
            changed(object::CATALOG, &format!("<< /Type /Catalog /Pages 2 0 R /Names {nested} >>"))
        }
        Bad::InflateBomb => object_stream_bomb(&zeros(), "/FlateDecode"),
        Bad::InflateBombTwice => {
            object_stream_bomb(&writer::zlib(&zeros()), "[/FlateDecode /FlateDecode]")
        }
        Bad::XrefStreamBomb => xref_stream_bomb(),
        Bad::PageTreeLoop => changed(object::PAGES, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        Bad::FieldLoop => {
            let shape =
                Shape { acro_form: AcroForm::Indirect, field: Field::Nested, ..Shape::default() };
            let body = "<< /T (form) /Kids [12 0 R] >>";
            replaced(&shape, object::PARENT_FIELD, body).classic(0)
        }
        Bad::ReferenceLoop => {
            let shape = Shape { acro_form: AcroForm::Indirect, ..Shape::default() };
            replaced(&shape, object::ACRO_FORM, "9 0 R").classic(0)
        }
        Bad::LengthLoop => {
            let body = "<< /Length 4 0 R >>\nstream\nBT ET\nendstream";
            changed(object::CONTENT_1, body)
        }
    }
}

fn replaced(shape: &Shape, number: u32, body: &str) -> Objects {
    let mut objects = shape.objects();
    for (at, old) in &mut objects.bodies {
        if *at == number {
            *old = body.into();
        }
    }
    objects
}

fn changed(number: u32, body: &str) -> Vec<u8> {
    replaced(&Shape::default(), number, body).classic(0)
}

fn find(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|w| w == needle).expect("the sample has it")
}

fn splice(bytes: &[u8], needle: &[u8], with: &[u8]) -> Vec<u8> {
    let at = find(bytes, needle);
    [&bytes[..at], with, &bytes[at + needle.len()..]].concat()
}

fn with_startxref(file: &[u8], number: &str) -> Vec<u8> {
    let at = find(file, b"startxref\n");
    [&file[..at], format!("startxref\n{number}\n%%EOF\n").as_bytes()].concat()
}

/// A zlib stream of 4 GiB of zeros, about 4 MB: 256 times the same flushed piece of 16 MiB.
fn zeros() -> Vec<u8> {
    const PIECE: usize = 16 << 20;
    let mut compress = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(1 << 20);
    compress.compress_vec(&vec![0; PIECE], &mut piece, FlushCompress::Full).expect("it deflates");
    let mut out = vec![0x78, 0xda];
    for _ in 0..256 {
        out.extend(&piece);
    }
    out.extend([0x03, 0x00]); // a last, empty block
    // Adler-32 (RFC 1950 §8.2): the low half stays 1, the high half counts the bytes.
    let high = (256 * PIECE as u64 % 65521) as u32;
    out.extend((high << 16 | 1).to_be_bytes());
    out
}

/// The sample with its catalog in an object stream that is the bomb.
fn object_stream_bomb(bomb: &[u8], filter: &str) -> Vec<u8> {
    let mut out = writer::header("1.7");
    let stream_at = out.len();
    let dictionary = format!(
        "1 0 obj\n<< /Type /ObjStm /N 2 /First 16 /Filter {filter} /Length {} >>\nstream\n",
        bomb.len()
    );
    out.extend(dictionary.bytes());
    out.extend(bomb);
    out.extend(b"\nendstream\nendobj\n");
    let table_at = out.len();
    let rows = [
        [0, 0, 0, 0, 0, 0xff, 0xff],
        row(1, stream_at, 0),
        row(2, 1, 0),
        row(2, 1, 1),
        row(1, table_at, 0),
    ];
    let entries = "/Type /XRef /Size 5 /W [1 4 2] /Root 2 0 R";
    out.extend(b"4 0 obj\n");
    out.extend(writer::stream(entries, &rows.concat(), false));
    out.extend(b"\nendobj\n");
    writer::push_end(&mut out, table_at as u64);
    out
}

fn row(kind: u8, middle: usize, last: u8) -> [u8; 7] {
    let [a, b, c, d] = u32::try_from(middle).expect("a small file").to_be_bytes();
    [kind, a, b, c, d, 0, last]
}

fn xref_stream_bomb() -> Vec<u8> {
    let mut out = writer::header("1.7");
    let at = out.len() as u64;
    let bomb = zeros();
    let dictionary = format!(
        "1 0 obj\n<< /Type /XRef /Size 600000000 /W [1 4 2] /Root 2 0 R /Filter /FlateDecode \
         /Length {} >>\nstream\n",
        bomb.len()
    );
    out.extend(dictionary.bytes());
    out.extend(bomb);
    out.extend(b"\nendstream\nendobj\n");
    writer::push_end(&mut out, at);
    out
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{Bad, bad, zeros};

    #[test]
    fn the_bomb_really_inflates() {
        let bomb = zeros();
        assert!(bomb.len() < 5 << 20);
        let mut first = flate2::read::ZlibDecoder::new(bomb.as_slice()).take(64 << 20);
        assert_eq!(io::copy(&mut first, &mut io::sink()).unwrap(), 64 << 20);
    }

    #[test]
    fn faults_are_small_files() {
        for fault in Bad::ALL {
            assert!(bad(fault).len() < 5 << 20, "{fault:?}");
        }
    }
}
