//! Finds, in raw bytes, where objects, trailers and signatures may begin.

use std::ops::Range;

use memchr::memmem::Finder;

use super::super::error::PdfError;
use super::super::lex::{is_regular, is_space};
use crate::source::Source;

/// What is looked at first: the next object is mostly near.
const FIRST_PIECE: u64 = 4 << 10;

/// What is looked at together where nothing is near.
const LARGEST_PIECE: u64 = 64 << 10;

/// How far before `obj` the number of the object may begin, and before a mark the `%` that makes
/// a comment of it.
const BACK: u64 = 256;

/// More than the longest word looked for.
const OVERLAP: u64 = 16;

/// Something that may begin here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `N G obj`
    Header {
        /// Where `N` stands.
        offset: u64,
        /// After `obj`.
        after: u64,
        /// `N`; `None` where that is beyond any object number.
        number: Option<u32>,
    },
    /// `trailer`; the offset after it.
    Trailer(u64),
    /// `/ByteRange`; the offset after it.
    ByteRange(u64),
}

impl Mark {
    /// The offset after it.
    pub(super) fn after(self) -> u64 {
        match self {
            Self::Header { after, .. } | Self::Trailer(after) | Self::ByteRange(after) => after,
        }
    }
}

/// The words that are looked for.
pub(super) struct Marks<'s> {
    source: &'s Source,
    obj: Finder<'static>,
    trailer: Finder<'static>,
    byte_range: Finder<'static>,
}

impl<'s> Marks<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self {
            source,
            obj: Finder::new("obj"),
            trailer: Finder::new("trailer"),
            byte_range: Finder::new("/ByteRange"),
        }
    }

    /// The first mark from an offset on.
    pub(super) fn next(&self, from: u64) -> Result<Option<Mark>, PdfError> {
        let (mut start, mut size) = (from, FIRST_PIECE);
        let length = self.source.len();
        while start < length {
            let end = start.saturating_add(size).min(length);
            let back = start.saturating_sub(BACK).max(from);
            let piece = self.source.window(back..end)?;
            if let Some(mark) = self.first(&piece, back) {
                return Ok(Some(mark));
            }
            if end == length {
                break;
            }
            start = end.saturating_sub(OVERLAP).max(start.saturating_add(1));
            size = size.saturating_mul(4).min(LARGEST_PIECE);
        }
        Ok(None)
    }

    fn first(&self, piece: &[u8], base: u64) -> Option<Mark> {
        let header = self.obj.find_iter(piece).find_map(|at| header(piece, at));
        let before = header.as_ref().map_or(piece.len(), |header| header.start);
        let before = piece.get(..before).unwrap_or_default();
        let trailer = self.trailer.find_iter(before).find(|at| !is_comment(before, *at));
        let byte_range = self.byte_range.find(before);
        let at = |place: usize| base.saturating_add(place as u64);
        match (trailer, byte_range) {
            (Some(trailer), other) if other.is_none_or(|other| trailer < other) => {
                Some(Mark::Trailer(at(trailer + b"trailer".len())))
            }
            (_, Some(found)) => Some(Mark::ByteRange(at(found + b"/ByteRange".len()))),
            _ => header.map(|header| {
                let digits = piece.get(header.clone()).unwrap_or_default();
                let digits = digits.split(|byte| !byte.is_ascii_digit()).next();
                let number =
                    digits.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
                Mark::Header { offset: at(header.start), after: at(header.end), number }
            }),
        }
    }
}

/// The whole `N G obj` whose `obj` stands at `at`.
fn header(piece: &[u8], at: usize) -> Option<Range<usize>> {
    let end = at + b"obj".len();
    if piece.get(end).is_some_and(|byte| is_regular(*byte)) {
        return None;
    }
    let blank = |end: usize| run_before(piece, end, is_space);
    let digits = |end: usize| run_before(piece, end, |byte| byte.is_ascii_digit());
    let generation_end = blank(at);
    let generation = digits(generation_end);
    let number_end = blank(generation);
    let number = digits(number_end);
    let whole = number < number_end && number_end < generation && generation < generation_end;
    let signed = number.checked_sub(1).and_then(|before| piece.get(before));
    let signed = signed.is_some_and(|byte| matches!(byte, b'-' | b'+' | b'.'));
    (whole && !signed && !is_comment(piece, number)).then_some(number..end)
}

/// Where the run of bytes of a kind that ends before `end` begins.
fn run_before(piece: &[u8], end: usize, kind: impl Fn(u8) -> bool) -> usize {
    let before = piece.get(..end).unwrap_or_default();
    before.iter().rposition(|byte| !kind(*byte)).map_or(0, |last| last + 1)
}

/// Whether a `%` stands before it in its line.
fn is_comment(piece: &[u8], at: usize) -> bool {
    let before = piece.get(..at).unwrap_or_default();
    let line = before.iter().rev().take(BACK as usize);
    line.take_while(|byte| !matches!(byte, b'\r' | b'\n')).any(|byte| *byte == b'%')
}

#[cfg(test)]
mod tests {
    use super::{Mark, Marks};
    use crate::source::Source;

    fn marks(bytes: &[u8]) -> Vec<Mark> {
        let source = Source::from_bytes(bytes.to_vec());
        let marks = Marks::new(&source);
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(mark) = marks.next(at).unwrap() {
            at = mark.after();
            found.push(mark);
        }
        found
    }

    #[test]
    fn headers_are_found_however_they_are_spaced_and_wherever_the_pieces_end() {
        for pad in 4070..4110 {
            let bytes = [&b" ".repeat(pad)[..], b"12\t0\r\nobj<<"].concat();
            let offset = pad as u64;
            let expected = Mark::Header { offset, after: offset + 9, number: Some(12) };
            assert_eq!(marks(&bytes), [expected], "{pad}");
        }
        assert_eq!(marks(b"endobj 3 0 obj 4 0 obj").len(), 2);
        assert_eq!(marks(b"99999999999999 0 obj")[0].after(), 20);
    }

    #[test]
    fn what_only_looks_like_a_header_is_none() {
        for text in [&b"endobj"[..], b"5 obj", b"-5 0 obj", b"5 0 object", b"% 5 0 obj", b"5.0 obj"]
        {
            assert_eq!(marks(text), [], "{text:?}");
        }
    }

    #[test]
    fn the_first_of_all_marks_comes_first() {
        let found = marks(b"/ByteRange trailer %trailer\n1 0 obj trailer");
        let expected = [
            Mark::ByteRange(10),
            Mark::Trailer(18),
            Mark::Header { offset: 28, after: 35, number: Some(1) },
            Mark::Trailer(43),
        ];
        assert_eq!(found, expected);
    }
}
