//! Where the data of a stream ends, in a file whose cross-reference cannot be asked.

use lopdf::{Dictionary, Object};
use memchr::memmem::Finder;

use super::super::error::PdfError;
use super::super::lex::{Lexer, Token, is_space};
use super::marks::{Mark, Marks};
use crate::limits::MAX_RECOVERED_OBJECTS;
use crate::source::Source;

/// Values tried for a length that is an object of its own.
const LENGTHS: usize = 8;

/// White space between the data and `endstream`.
const BLANKS: u64 = 32;

const WORD: &[u8] = b"endstream";

/// The end of a stream.
#[derive(Clone, Copy)]
pub(super) struct Ended {
    /// After `endstream`.
    pub(super) at: u64,
    /// Bytes of data, where `/Length` says so rightly.
    pub(super) length: Option<u64>,
}

pub(super) struct Streams<'s> {
    source: &'s Source,
    /// Integers that are objects, by number; looked for once.
    lengths: Option<Vec<(u32, u64)>>,
    /// From here on no `endstream` stands.
    no_end: u64,
}

impl<'s> Streams<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, lengths: None, no_end: u64::MAX }
    }

    /// The end of the stream whose data starts at `data`: where its `/Length` leads to an
    /// `endstream`, else the next one that stands anywhere. `None` where none does.
    pub(super) fn end(
        &mut self,
        dict: &Dictionary,
        data: u64,
        marks: &Marks<'_>,
    ) -> Result<Option<Ended>, PdfError> {
        let lengths = match dict.as_hashmap().get(&b"Length"[..]) {
            Some(Object::Integer(length)) => Vec::from_iter(u64::try_from(*length).ok()),
            Some(Object::Reference(id)) => self.lengths_of(id.0, marks)?,
            _ => Vec::new(),
        };
        for length in lengths {
            let from = data.saturating_add(length).min(self.source.len());
            let to = from.saturating_add(BLANKS + WORD.len() as u64).min(self.source.len());
            let piece = self.source.window(from..to)?;
            let blank = piece.iter().position(|byte| !is_space(*byte)).unwrap_or(piece.len());
            if piece.get(blank..).unwrap_or_default().starts_with(WORD) {
                let at = from.saturating_add((blank + WORD.len()) as u64);
                return Ok(Some(Ended { at, length: Some(length) }));
            }
        }
        Ok(self.next_end(data)?.map(|at| Ended { at, length: None }))
    }

    fn next_end(&mut self, data: u64) -> Result<Option<u64>, PdfError> {
        const PIECE: u64 = 64 << 10;
        let finder = Finder::new(WORD);
        let length = self.source.len();
        let mut at = data;
        while at < length && at < self.no_end {
            let end = at.saturating_add(PIECE).min(length);
            let piece = self.source.window(at..end)?;
            if let Some(found) = finder.find(&piece) {
                return Ok(Some(at.saturating_add((found + WORD.len()) as u64)));
            }
            if end == length {
                break;
            }
            at = end.saturating_sub(WORD.len() as u64);
        }
        self.no_end = self.no_end.min(data);
        Ok(None)
    }

    /// What an object says that is a number, wherever something with its header stands: whether
    /// that is inside a stream is not known before the streams' lengths are.
    fn lengths_of(&mut self, number: u32, marks: &Marks<'_>) -> Result<Vec<u64>, PdfError> {
        let lengths = match &mut self.lengths {
            Some(lengths) => lengths,
            empty => empty.insert(integers(self.source, marks)?),
        };
        let first = lengths.partition_point(|entry| entry.0 < number);
        let past = lengths.partition_point(|entry| entry.0 <= number);
        let own = lengths.get(first..past).unwrap_or_default();
        Ok(own.iter().rev().take(LENGTHS).map(|entry| entry.1).collect())
    }
}

/// Everything that reads `N G obj integer endobj`, by number.
fn integers(source: &Source, marks: &Marks<'_>) -> Result<Vec<(u32, u64)>, PdfError> {
    /// The integer, the word and some white space.
    const ROOM: u64 = 64;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(mark) = marks.next(at)? {
        at = mark.after();
        let Mark::Header { number: Some(number), .. } = mark else { continue };
        let piece = source.window(at..at.saturating_add(ROOM).min(source.len()))?;
        let mut lexer = Lexer::new(&piece, at, true);
        if let Ok((Token::Integer(value), _)) = lexer.token()
            && let Ok((Token::Word(b"endobj"), _)) = lexer.token()
            && let Ok(value) = u64::try_from(value)
            && found.len() < MAX_RECOVERED_OBJECTS
        {
            found.push((number, value));
        }
    }
    found.sort_by_key(|entry| entry.0);
    Ok(found)
}
