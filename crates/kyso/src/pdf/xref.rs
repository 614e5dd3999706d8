//! The chain of cross-reference sections (ISO 32000-1 §7.5.4 to §7.5.8), newest first by `/Prev`.

use std::collections::HashSet;
use std::ops::Range;

use lopdf::{Dictionary, Object};

use super::error::{PdfError, XrefFault};
use super::lex::{Stop, Token, lex_at};
use super::xref_classic::{Table, read_table};
use super::xref_stream::{StreamTable, read_stream};
use crate::limits::{MAX_INFLATED_BYTES, MAX_OBJECT_VALUES, MAX_XREF_SECTIONS};
use crate::source::Source;

/// Where an object is, by its cross-reference entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum XrefEntry {
    /// The object is deleted, or never existed under this number.
    Free,
    /// The object starts at this file offset.
    Offset {
        /// Bytes from the start of the file (not from the header) to `N G obj`.
        offset: u64,
        /// Generation number.
        generation: u16,
    },
    /// The object lies in an object stream; its generation is 0.
    InStream {
        /// Object number of the stream.
        stream: u32,
        /// Index of the object in it.
        index: u32,
    },
}

/// The form of a cross-reference section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum XrefKind {
    /// A table and a trailer (§7.5.4).
    Table,
    /// A cross-reference stream (§7.5.8).
    Stream,
    /// A table whose trailer names a cross-reference stream for the rest (§7.5.8.4).
    Hybrid,
}

/// A run of object numbers and where their rows are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subsection {
    pub(super) first: u32,
    pub(super) count: u32,
    /// File offset of the first row of a table; index of the first row of a stream.
    pub(super) at: u64,
    /// Bytes a row of a table.
    pub(super) stride: u8,
}

impl Subsection {
    pub(super) fn contains(&self, number: u32) -> bool {
        number.checked_sub(self.first).is_some_and(|n| n < self.count)
    }
}

/// Sorts the runs and refuses any that overlap: which row counts would be up to the reader.
pub(super) fn sorted(mut runs: Vec<Subsection>, offset: u64) -> Result<Vec<Subsection>, PdfError> {
    runs.retain(|run| run.count > 0);
    runs.sort_by_key(|run| run.first);
    let overlap = runs.windows(2).any(|pair| match pair {
        [a, b] => a.contains(b.first),
        _ => false,
    });
    if overlap {
        return Err(PdfError::BadXref { offset, fault: XrefFault::Subsection });
    }
    runs.shrink_to_fit();
    Ok(runs)
}

/// The run that holds a number.
pub(super) fn find(runs: &[Subsection], number: u32) -> Option<&Subsection> {
    let after = runs.partition_point(|run| run.first <= number);
    runs.get(after.checked_sub(1)?).filter(|run| run.contains(number))
}

/// One cross-reference section with its trailer.
#[derive(Debug)]
pub(super) struct Section {
    /// File offset of `xref` or of the stream object.
    pub(super) offset: u64,
    /// Just after the trailer dictionary, or after `endobj` of the stream.
    pub(super) end: u64,
    pub(super) kind: XrefKind,
    pub(super) table: Option<Table>,
    pub(super) stream: Option<StreamTable>,
    pub(super) trailer: Dictionary,
    /// Whether a key stands twice in the trailer.
    pub(super) doubled: bool,
    /// Where the stream of a hybrid section lies, header to `endobj`.
    pub(super) aside: Option<Range<u64>>,
}

impl Section {
    /// The entry for `number`, when this section has one. In a hybrid section a row in use of the
    /// table counts, then the stream, then a free row.
    pub(super) fn entry(
        &self,
        source: &Source,
        base: u64,
        number: u32,
    ) -> Result<Option<XrefEntry>, PdfError> {
        let row = match &self.table {
            Some(table) => table.entry(source, base, number)?,
            None => None,
        };
        if matches!(row, Some(XrefEntry::Free) | None)
            && let Some(stream) = &self.stream
            && let Some(entry) = stream.entry(base, number)
        {
            return Ok(Some(entry));
        }
        Ok(row)
    }

    /// Whether there is a row for `number`, whatever it says.
    pub(super) fn covers(&self, number: u32) -> bool {
        let table = self.table.as_ref().is_some_and(|t| find(&t.runs, number).is_some());
        table || self.stream.as_ref().is_some_and(|s| find(&s.runs, number).is_some())
    }

    /// All runs of object numbers, of the table and of the stream.
    pub(super) fn runs(&self) -> impl Iterator<Item = &Subsection> {
        let table = self.table.iter().flat_map(|table| &table.runs);
        table.chain(self.stream.iter().flat_map(|stream| &stream.runs))
    }
}

/// What reading the chain may still cost, over all sections.
pub(super) struct Budget {
    pub(super) inflate: usize,
    pub(super) values: usize,
}

/// The chain and what its offsets are counted from.
pub(super) struct Chain {
    /// Newest first.
    pub(super) sections: Vec<Section>,
    /// 0, or the header's offset: what every offset in the file is relative to.
    pub(super) base: u64,
}

/// Reads the chain that begins with the `startxref` value `start`.
///
/// Offsets count from `%PDF-` (ISO 32000-1 §7.5.4 with Annex H.3 note 13), but many producers count
/// from the start of the file: whichever finds a section is the file's convention.
pub(super) fn read_chain(source: &Source, start: u64, header: u64) -> Result<Chain, PdfError> {
    let bases: &[u64] = if header > 0 { &[header, 0] } else { &[0] };
    let mut first_error = None;
    for &base in bases {
        let mut budget = Budget { inflate: MAX_INFLATED_BYTES, values: MAX_OBJECT_VALUES };
        match read_section(source, start, base, &mut budget) {
            Ok(section) => return follow(source, section, base, budget),
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    let fallback = PdfError::BadXref { offset: start, fault: XrefFault::NotASection };
    Err(first_error.unwrap_or(fallback))
}

fn follow(
    source: &Source,
    newest: Section,
    base: u64,
    mut budget: Budget,
) -> Result<Chain, PdfError> {
    let mut seen = HashSet::from([newest.offset]);
    let mut previous = link(&newest, b"Prev")?;
    let mut sections = vec![newest];
    while let Some(start) = previous {
        if sections.len() >= MAX_XREF_SECTIONS {
            return Err(PdfError::TooManySections { limit: MAX_XREF_SECTIONS });
        }
        let section = read_section(source, start, base, &mut budget)?;
        if !seen.insert(section.offset) {
            return Err(PdfError::XrefLoop { offset: section.offset });
        }
        previous = link(&section, b"Prev")?;
        sections.push(section);
    }
    Ok(Chain { sections, base })
}

/// An offset in a trailer. 0 is written by some producers for "none"; no section can be there.
fn link(section: &Section, key: &[u8]) -> Result<Option<u64>, PdfError> {
    let bad = PdfError::BadXref { offset: section.offset, fault: XrefFault::Link };
    match section.trailer.as_hashmap().get(key) {
        None | Some(Object::Null | Object::Integer(0)) => Ok(None),
        Some(Object::Integer(offset)) => u64::try_from(*offset).map(Some).map_err(|_| bad),
        Some(_) => Err(bad),
    }
}

fn read_section(
    source: &Source,
    start: u64,
    base: u64,
    budget: &mut Budget,
) -> Result<Section, PdfError> {
    let offset = start
        .checked_add(base)
        .filter(|&offset| offset < source.len())
        .ok_or(PdfError::BadXref { offset: start, fault: XrefFault::OutsideFile })?;
    // Whether `xref` or `N G obj` stands here, and where exactly: white space may come first.
    let (classic, offset) = lex_at(source, offset, source.len(), |lexer| {
        let (token, span) = lexer.token()?;
        match token {
            Token::Word(b"xref") => Ok((true, span.start)),
            Token::Integer(_) => Ok((false, span.start)),
            _ => Err(Stop::Fault(PdfError::BadXref { offset, fault: XrefFault::NotASection })),
        }
    })?;
    if !classic {
        return read_stream(source, offset, budget);
    }
    let mut section = read_table(source, offset, budget)?;
    if let Some(at) = link(&section, b"XRefStm")? {
        let at = at.saturating_add(base);
        if at >= source.len() {
            return Err(PdfError::BadXref { offset: at, fault: XrefFault::OutsideFile });
        }
        let aside = read_stream(source, at, budget)?;
        section.stream = aside.stream;
        section.doubled |= aside.doubled;
        section.aside = Some(aside.offset..aside.end);
        section.kind = XrefKind::Hybrid;
    }
    Ok(section)
}
