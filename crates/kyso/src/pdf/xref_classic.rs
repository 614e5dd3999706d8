//! Cross-reference tables (ISO 32000-1 §7.5.4): rows stay in the file and are read when asked for.

use lopdf::Object;

use super::error::{PdfError, SyntaxFault, XrefFault};
use super::lex::{Lexer, Stop, Token, is_space, lex_at};
use super::xref::{Budget, Section, Subsection, XrefEntry, XrefKind, find, sorted};
use crate::limits::{MAX_OBJECT_NUMBER, MAX_XREF_SUBSECTIONS};
use crate::source::Source;

/// `nnnnnnnnnn ggggg n` without its end of line.
const ROW: usize = 18;

/// A table's runs of rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) runs: Vec<Subsection>,
}

impl Table {
    /// The row for `number`, read from the file.
    pub(super) fn entry(
        &self,
        source: &Source,
        base: u64,
        number: u32,
    ) -> Result<Option<XrefEntry>, PdfError> {
        let Some(run) = find(&self.runs, number) else { return Ok(None) };
        let index = u64::from(number - run.first);
        let at = run.at.saturating_add(index.saturating_mul(u64::from(run.stride)));
        let row = read_row(source, at)?;
        let row = row.ok_or(PdfError::BadXref { offset: at, fault: XrefFault::Row })?;
        // Producers write deleted objects as used rows at offset 0, where the header is.
        if !row.used || row.offset == 0 {
            return Ok(Some(XrefEntry::Free));
        }
        let offset = row.offset.saturating_add(base);
        Ok(Some(XrefEntry::Offset { offset, generation: row.generation }))
    }
}

struct Row {
    offset: u64,
    generation: u16,
    used: bool,
}

/// The row at a file offset; `None` when the bytes there are none.
fn read_row(source: &Source, at: u64) -> Result<Option<Row>, PdfError> {
    let range = at..at.saturating_add(ROW as u64);
    Ok(source.look(range, |bytes| parse_row(bytes.try_into().ok()?))?)
}

fn parse_row(bytes: &[u8; ROW]) -> Option<Row> {
    let (offset, rest) = bytes.split_at_checked(10)?;
    let [b' ', generation @ .., b' ', kind @ (b'n' | b'f')] = rest else { return None };
    let generation = decimal(generation)?;
    Some(Row {
        offset: decimal(offset)?,
        // 65535 marks object 0; larger ones occur on free rows and mean nothing there.
        generation: u16::try_from(generation).unwrap_or(u16::MAX),
        used: *kind == b'n',
    })
}

fn decimal(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |value, byte| {
        byte.is_ascii_digit().then(|| value * 10 + u64::from(byte - b'0'))
    })
}

/// Reads the section that starts with `xref` at `offset`.
pub(super) fn read_table(
    source: &Source,
    offset: u64,
    budget: &mut Budget,
) -> Result<Section, PdfError> {
    let mut runs = Vec::new();
    let mut at = offset.saturating_add(4);
    loop {
        match header(source, at)? {
            Header::Trailer(after) => {
                at = after;
                break;
            }
            Header::Run { first, count, rows } => {
                if runs.len() >= MAX_XREF_SUBSECTIONS {
                    return Err(PdfError::BadXref { offset: at, fault: XrefFault::Subsection });
                }
                let run = run(source, first, count, rows)?;
                at = run.at.saturating_add(u64::from(run.count) * u64::from(run.stride));
                if run.count == 1 {
                    // The end of line of a single row belongs to what follows.
                    at = run.at.saturating_add(ROW as u64);
                }
                runs.push(run);
            }
        }
    }
    let (trailer, end) = lex_at(source, at, source.len(), |lexer| {
        lexer.values = 0;
        let written = lexer.written()?;
        Ok(((written.value, written.doubled, lexer.values), lexer.offset()))
    })?;
    let (Object::Dictionary(trailer), doubled, values) = trailer else {
        let fault = SyntaxFault::Expected("trailer dictionary");
        return Err(PdfError::Syntax { offset: at, fault });
    };
    budget.spend_values(values, offset)?;
    let table = Some(Table { runs: sorted(runs, offset)? });
    let (kind, stream, aside) = (XrefKind::Table, None, None);
    Ok(Section { offset, end, kind, table, stream, trailer, doubled, aside })
}

impl Budget {
    /// Trailers are kept for all sections: together they must stay small.
    pub(super) fn spend_values(&mut self, values: usize, offset: u64) -> Result<(), PdfError> {
        match self.values.checked_sub(values) {
            Some(left) => self.values = left,
            None => {
                let limit = crate::limits::MAX_OBJECT_VALUES as u64;
                return Err(PdfError::ObjectTooLarge { offset, limit });
            }
        }
        Ok(())
    }
}

enum Header {
    /// `trailer`, and the offset after it.
    Trailer(u64),
    /// `first count`, and the offset of the first row.
    Run { first: u64, count: u64, rows: u64 },
}

fn header(source: &Source, at: u64) -> Result<Header, PdfError> {
    lex_at(source, at, source.len(), |lexer| {
        let (token, span) = lexer.token()?;
        match token {
            Token::Word(b"trailer") => Ok(Header::Trailer(span.end)),
            Token::Integer(first) if first >= 0 => {
                let count = lexer.expect_number()?;
                lexer.skip_blank();
                let rows = lexer.offset();
                Ok(Header::Run { first: first.unsigned_abs(), count, rows })
            }
            Token::End => Err(lexer.at_end()),
            _ => {
                let fault = XrefFault::Row;
                Err(Stop::Fault(PdfError::BadXref { offset: span.start, fault }))
            }
        }
    })
}

/// Checks a run's shape on its first, second and last row; the others are checked when read.
fn run(source: &Source, first: u64, count: u64, rows: u64) -> Result<Subsection, PdfError> {
    let bad = |fault| PdfError::BadXref { offset: rows, fault };
    let past = first.checked_add(count).filter(|&past| past <= u64::from(MAX_OBJECT_NUMBER));
    past.ok_or(bad(XrefFault::Subsection))?;
    let (Ok(mut first), Ok(count)) = (u32::try_from(first), u32::try_from(count)) else {
        return Err(bad(XrefFault::Subsection));
    };
    if count == 0 {
        return Ok(Subsection { first, count, at: rows, stride: 0 });
    }
    let head = read_row(source, rows)?.ok_or(bad(XrefFault::Row))?;
    // A known producer fault: the table starts at 0 but its header says 1.
    if first == 1 && !head.used && head.offset == 0 && head.generation == u16::MAX {
        first = 0;
    }
    // 20 bytes by the standard; 19 where the end of line is one byte, 21 where it is three.
    for stride in [20, 19, 21] {
        if fits(source, rows, u64::from(stride), u64::from(count))? {
            return Ok(Subsection { first, count, at: rows, stride });
        }
    }
    Err(bad(XrefFault::Row))
}

fn fits(source: &Source, rows: u64, stride: u64, count: u64) -> Result<bool, PdfError> {
    for index in [1, count.saturating_sub(1)] {
        if index == 0 || index >= count {
            continue;
        }
        let at = rows.saturating_add(index.saturating_mul(stride));
        let Some(before) = at.checked_sub(1) else { return Ok(false) };
        if at.saturating_add(ROW as u64) > source.len() {
            return Err(PdfError::Truncated { offset: source.len() });
        }
        let mut space = [0];
        source.read_exact_at(before, &mut space)?;
        if !space.iter().copied().all(is_space) || read_row(source, at)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `startxref N %%EOF`
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing {
    /// Where the word stands.
    pub(super) start: u64,
    /// The number.
    pub(super) value: u64,
    /// After `%%EOF`.
    pub(super) eof: u64,
    /// After the white space that follows.
    pub(super) end: u64,
}

/// Reads `startxref N %%EOF` at `at`. `None` when something else stands there.
pub(super) fn read_startxref(source: &Source, at: u64) -> Result<Option<Closing>, PdfError> {
    let read = lex_at(source, at, source.len(), |lexer: &mut Lexer<'_>| {
        let (Token::Word(b"startxref"), word) = lexer.token()? else { return Ok(None) };
        let (Token::Integer(value), _) = lexer.token()? else { return Ok(None) };
        let Ok(value) = u64::try_from(value) else { return Ok(None) };
        lexer.skip_blank();
        if !lexer.eat(b"%%EOF")? {
            return Ok(None);
        }
        let eof = lexer.offset();
        Ok(Some(Closing { start: word.start, value, eof, end: eof }))
    });
    match read {
        Ok(Some(found)) => Ok(Some(Closing { end: skip_blank(source, found.eof)?, ..found })),
        Ok(None) | Err(PdfError::Truncated { .. } | PdfError::Syntax { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is read at once in search of the end of white space: mostly it is one byte away.
const BLANK_PIECE: u64 = 64;

/// The offset of the first byte from `at` on that is no white space.
pub(super) fn skip_blank(source: &Source, mut at: u64) -> Result<u64, PdfError> {
    while at < source.len() {
        let piece = source.window(at..source.len().min(at.saturating_add(BLANK_PIECE)))?;
        match piece.iter().position(|&byte| !is_space(byte)) {
            Some(blank) => return Ok(at.saturating_add(blank as u64)),
            None => at = at.saturating_add(piece.len() as u64),
        }
    }
    Ok(at)
}
