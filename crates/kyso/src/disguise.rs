//! What makes readers of PDF and of zip files take a file of another format for one of theirs: they
//! look for these marks anywhere, and show what stands there whether anybody signed it or not.

use std::ops::Range;

use memchr::{memmem, memrchr, memrchr2};

use crate::source::{Source, SourceError};

/// Bytes that are searched at a time.
const CHUNK: u64 = 1 << 20;

/// Bytes around them that are looked at, so that no mark is cut in two.
const MARGIN: u64 = 128;

/// Whose marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Marks {
    /// Those of PDF alone.
    Pdf,
    /// Those of zip files too.
    PdfAndZip,
}

/// Whether there is such a mark anywhere but inside of these ranges, which are in order.
pub(crate) fn is_outside(
    source: &Source,
    signed: impl IntoIterator<Item = Range<u64>>,
    marks: Marks,
) -> Result<bool, SourceError> {
    let len = source.len();
    let mut at = 0;
    for range in signed.into_iter().chain(std::iter::once(len..len)) {
        if at < range.start && is_in(source, at..range.start, marks)? {
            return Ok(true);
        }
        at = at.max(range.end);
    }
    Ok(false)
}

/// Whether a byte of a mark is in this range.
fn is_in(source: &Source, range: Range<u64>, marks: Marks) -> Result<bool, SourceError> {
    let len = source.len();
    let mut start = range.start;
    while start < range.end {
        let end = start.saturating_add(CHUNK).min(range.end);
        let from = start.saturating_sub(MARGIN);
        let bytes = source.window(from..end.saturating_add(MARGIN).min(len))?;
        let touches = |mark: Range<usize>| {
            let first = from.saturating_add(mark.start as u64);
            let last = from.saturating_add(mark.end as u64);
            first < range.end && last > range.start
        };
        if pdf(&bytes).any(touches) {
            return Ok(true);
        }
        if marks == Marks::PdfAndZip && zip(&bytes, len).any(touches) {
            return Ok(true);
        }
        start = end;
    }
    Ok(false)
}

fn every<'b>(bytes: &'b [u8], mark: &'static [u8]) -> impl Iterator<Item = Range<usize>> + 'b {
    memmem::find_iter(bytes, mark).map(move |at| at..at.saturating_add(mark.len()))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// The marks of PDF (ISO 32000-1 §7.3.10, §7.5): its header and its end, an object, a table of
/// objects, a trailer.
fn pdf(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let plain = [b"%PDF-".as_slice(), b"startxref", b"%%EOF"];
    let plain = plain.into_iter().flat_map(|mark| every(bytes, mark));
    let objects = every(bytes, b"obj").filter_map(|mark| {
        let start = number_before(bytes, number_before(bytes, mark.start)?)?;
        Some(start..mark.end)
    });
    let tables = every(bytes, b"xref").filter(|mark| is_table(behind(bytes, mark)));
    let trailers = every(bytes, b"trailer").filter(|mark| {
        let rest = behind(bytes, mark).trim_ascii_start();
        rest.is_empty() || matches!(rest.first(), Some(b'%' | 0)) || rest.starts_with(b"<<")
    });
    plain.chain(objects).chain(tables).chain(trailers)
}

fn behind<'b>(bytes: &'b [u8], mark: &Range<usize>) -> &'b [u8] {
    bytes.get(mark.end..).unwrap_or_default()
}

/// Where the number begins that stands before `at`, blanks and comments between. What the bytes do
/// not reach counts as one.
fn number_before(bytes: &[u8], at: usize) -> Option<usize> {
    let mut rest = bytes.get(..at)?;
    loop {
        let blanks = rest.iter().rev().take_while(|byte| is_blank(**byte)).count();
        let (before, blank) = rest.split_at(rest.len().saturating_sub(blanks));
        rest = before;
        let ended = memrchr2(b'\r', b'\n', blank).is_some();
        let line = memrchr2(b'\r', b'\n', rest).map_or(0, |at| at.saturating_add(1));
        match memrchr(b'%', rest.get(line..).unwrap_or_default()) {
            Some(comment) if ended => rest = rest.get(..line.saturating_add(comment))?,
            _ => break,
        }
    }
    let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0 || rest.is_empty()).then(|| rest.len().saturating_sub(digits))
}

/// Whether two numbers follow, as the head of a table of objects.
fn is_table(rest: &[u8]) -> bool {
    let mut rest = rest;
    for _ in 0..2 {
        let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
        let number = rest.get(blanks..).unwrap_or_default();
        if number.is_empty() {
            return true;
        }
        let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if blanks == 0 || digits == 0 {
            return number.first() == Some(&b'%');
        }
        rest = number.get(digits..).unwrap_or_default();
    }
    true
}

/// The end records of zip files (APPNOTE 4.3.14, 4.3.16) that readers would take for such, in a
/// file of this length.
pub(crate) fn zip(bytes: &[u8], len: u64) -> impl Iterator<Item = Range<usize>> + '_ {
    // The size of the directory is no more than what there is, or said elsewhere.
    let classic = every(bytes, b"PK\x05\x06").filter(move |mark| {
        let located = mark.start.checked_sub(20).and_then(|at| bytes.get(at..mark.start));
        let size = number(bytes, mark.start.saturating_add(12), 4);
        located.is_some_and(|locator| locator.starts_with(b"PK\x06\x07"))
            || size.is_none_or(|size| size <= len || size == u64::from(u32::MAX))
    });
    let large = every(bytes, b"PK\x06\x06").filter(|mark| {
        let rest = number(bytes, mark.end, 8);
        rest.is_none_or(|rest| rest <= u64::from(u32::MAX))
    });
    classic.chain(large)
}

fn number(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    let field = bytes.get(at..at.saturating_add(count))?;
    Some(field.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Marks, is_outside};
    use crate::source::Source;

    fn found(bytes: &[u8]) -> bool {
        is_outside(&Source::from_bytes(bytes.to_vec()), [], Marks::PdfAndZip).unwrap()
    }

    #[test]
    fn marks_are_found_wherever_they_are() {
        let record = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        let large = [b"PK\x06\x06\x2c".as_slice(), &[0; 51]].concat();
        for mark in [
            b"%PDF-1.4".as_slice(),
            b"startxref",
            b"%%EOF",
            b"4 0 obj",
            b"4\r\n0obj<<",
            b"4 % a comment\n0 %\r%\n obj",
            b"xref\n0 6\n",
            b"trailer<<",
            b"trailer \r\n <<",
            b"trailer %x\n<<",
            &record,
            &large,
        ] {
            let text = String::from_utf8_lossy(mark).into_owned();
            let whole = [b"x ".as_slice(), mark, b" y"].concat();
            assert!(found(&whole), "{text}");
            // Cut by the border of what is searched at a time, and behind it.
            for border in 0..=mark.len() {
                let mut long = vec![b'.'; CHUNK as usize - border];
                long.extend_from_slice(mark);
                long.extend([b'.'; 500]);
                assert!(found(&long), "{text} at {border}");
            }
            // In what was signed, whole or in part.
            let source = Source::from_bytes(whole.clone());
            let len = source.len();
            let outside = |range| is_outside(&source, [range], Marks::PdfAndZip).unwrap();
            assert!(!outside(0..len), "{text}");
            assert!(outside(0..4), "{text}");
        }
    }

    #[test]
    fn words_are_no_marks() {
        for text in [
            "trailer.pdf",
            "the trailer of a lorry",
            "xref list 12.txt",
            "object 4 0 ob",
            "a 0 obj",
            "obj",
            "PK\u{5}\u{6}!!!!!!!!!!!!!!!!!!!!",
            "PDF-1.4",
        ] {
            assert!(!found(format!("... {text} ...").as_bytes()), "{text}");
        }
    }
}
