//! Whether a revision after a signature can be read in one way only: every byte of it belongs to
//! what its own cross-reference section lists, so that who rebuilds the file finds nothing else.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use lopdf::{Dictionary, Object};

use super::document::PdfDocument;
use super::error::PdfError;
use super::lex::{Token, lex_at};
use super::revision::Revision;
use super::view::View;
use super::words::Scanner;
use super::xref::{Section, XrefEntry};
use super::xref_classic::read_startxref;

/// A way in which readers come to see different documents in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LayoutFault {
    /// From this offset on stand bytes that the revision's section does not list.
    UnlistedBytes {
        /// File offset.
        offset: u64,
    },
    /// An object stream holds other objects than the section lists in it.
    UnlistedObjects {
        /// Object number of the stream.
        stream: u32,
    },
    /// A row leads to bytes that are not whole `N G obj … endobj` of this revision.
    Misplaced {
        /// Object number.
        object: u32,
    },
    /// A row of an earlier revision leads past that revision's end, or into an object stream that
    /// is not there or that a later revision replaces.
    DanglingRow {
        /// Object number.
        object: u32,
    },
    /// A key stands twice in a dictionary.
    DoubledKey {
        /// Object number; 0 for the trailer.
        object: u32,
    },
    /// A number is written in a way that readers read differently.
    OddNumber {
        /// Object number.
        object: u32,
    },
    /// `/Size` is missing, has shrunk, or does not exceed every number in use.
    Size,
    /// The revision's `startxref` does not name its section, or it has other than one section.
    Sections,
    /// A number stands in both parts of a hybrid section, or a hidden one was there before.
    HybridRow {
        /// Object number.
        object: u32,
    },
    /// A second catalog, or a cross-reference stream outside the chain.
    SecondRoot {
        /// Object number.
        object: u32,
    },
    /// `startxref` stands too far before the end of the file for some readers.
    Padded {
        /// Its file offset.
        offset: u64,
    },
    /// Something does not read.
    Unreadable,
}

/// Row of an object written in the file itself, by offset.
type Placed = (u64, u32, u16);

impl PdfDocument {
    /// What is wrong with the layout of a revision that follows another; looked for once.
    pub(crate) fn layout(&self, revision: usize) -> Option<LayoutFault> {
        let known = self.layouts.get(revision)?;
        *known.get_or_init(|| self.judge_layout(revision).err())
    }

    fn judge_layout(&self, revision: usize) -> Result<(), LayoutFault> {
        self.cache.start();
        let record = self.revisions().get(revision).ok_or(LayoutFault::Unreadable)?;
        let before = revision.checked_sub(1).ok_or(LayoutFault::Unreadable)?;
        let sections = self.sections.get(record.sections.clone()).unwrap_or_default();
        let ([section], true) = (sections, record.stands_alone) else {
            return Err(LayoutFault::Sections);
        };
        if section.doubled {
            return Err(LayoutFault::DoubledKey { object: 0 });
        }
        self.judge_size(revision, &record.trailer)?;
        let old = self.at_revision(before);
        judge_hybrid(section, &old)?;
        let view = self.at_revision(revision);
        let rows = Rows::read(self, revision, &old, record)?;
        let mut pieces = rows.pieces(&view, section, record)?;
        rows.judge_streams(&view)?;
        let listed = |offset| pieces.iter().any(|piece| piece.start == offset);
        let own = [Some(section.offset..section.end), section.aside.clone()];
        let own: Vec<_> = own.into_iter().flatten().filter(|own| !listed(own.start)).collect();
        pieces.extend(own);
        let tables = u64::from(section.table.is_some());
        let headers = (pieces.len() as u64).saturating_sub(tables);
        self.judge_bytes(record, pieces)?;
        let mut scanner = Scanner::new();
        let read = self.source.scan(record.start..record.end, &mut |piece| scanner.feed(piece));
        read.map_err(|_| LayoutFault::Unreadable)?;
        let words = scanner.found();
        let expected = (headers, tables, 1, 0);
        if (words.headers, words.trailers, words.startxrefs, words.files) != expected {
            return Err(LayoutFault::UnlistedBytes { offset: record.start });
        }
        Ok(())
    }

    fn judge_size(&self, revision: usize, trailer: &Dictionary) -> Result<(), LayoutFault> {
        let size = |trailer: &Dictionary| match trailer.as_hashmap().get(&b"Size"[..]) {
            Some(Object::Integer(size)) => Some(*size),
            _ => None,
        };
        let old = revision.checked_sub(1).and_then(|before| self.revisions().get(before));
        let old = old.and_then(|old| size(&old.trailer));
        let (Some(old), Some(size)) = (old, size(trailer)) else { return Err(LayoutFault::Size) };
        let highest = (0..=revision).filter_map(|at| self.rows(at)).map(|rows| rows.highest).max();
        let fits = size >= old && size > i64::from(highest.unwrap_or(0));
        if fits { Ok(()) } else { Err(LayoutFault::Size) }
    }

    /// Every byte between the pieces is white space or comment, up to the one `startxref`.
    fn judge_bytes(
        &self,
        record: &Revision,
        mut pieces: Vec<Range<u64>>,
    ) -> Result<(), LayoutFault> {
        pieces.sort_unstable_by_key(|piece| piece.start);
        let mut at = record.start;
        for piece in pieces {
            if piece.start < at || !self.is_blank(at..piece.start) {
                return Err(LayoutFault::UnlistedBytes { offset: at });
            }
            at = piece.end;
        }
        match read_startxref(&self.source, at) {
            Ok(Some(closing)) if closing.eof == record.eof => Ok(()),
            _ => Err(LayoutFault::UnlistedBytes { offset: at }),
        }
    }

    fn is_blank(&self, range: Range<u64>) -> bool {
        range.is_empty()
            || lex_at(&self.source, range.start, range.end, |lexer| {
                Ok(matches!(lexer.token()?, (Token::End, _)))
            })
            .unwrap_or(false)
    }
}

impl PdfDocument {
    /// A number whose row in the table of a hybrid section leads elsewhere than its row in the
    /// stream, up to a revision: readers differ in which of the two they follow.
    pub(crate) fn disagreeing_row(&self, revision: usize) -> Option<u32> {
        let end = self.revisions().get(revision).map_or(0, |record| record.sections.end);
        self.sections.get(..end).unwrap_or_default().iter().find_map(|section| {
            let (table, stream) = (section.table.as_ref()?, section.stream.as_ref()?);
            let numbers =
                |run: &super::xref::Subsection| run.first..run.first.saturating_add(run.count);
            let disagrees = |number: &u32| {
                let row = match table.entry(&self.source, self.base, *number) {
                    Ok(None | Some(XrefEntry::Free)) => return false,
                    Ok(row) => row,
                    Err(_) => return true,
                };
                row != stream.entry(self.base, *number)
            };
            let runs = stream.runs.iter();
            runs.flat_map(numbers)
                .filter(|n| super::xref::find(&table.runs, *n).is_some())
                .find(disagrees)
        })
    }
}

/// In a hybrid section of a later revision a number has one row, and what it hides from readers
/// of tables is new (ISO 32000-1 §7.5.8.4).
fn judge_hybrid(section: &Section, old: &View<'_>) -> Result<(), LayoutFault> {
    let (Some(table), Some(stream)) = (&section.table, &section.stream) else { return Ok(()) };
    for run in &stream.runs {
        for object in run.first..run.first.saturating_add(run.count) {
            let doubled = super::xref::find(&table.runs, object).is_some();
            let known = match old.entry(object) {
                Ok(entry) => !matches!(entry, None | Some(XrefEntry::Free)),
                Err(_) => true,
            };
            if doubled || known {
                return Err(LayoutFault::HybridRow { object });
            }
        }
    }
    Ok(())
}

/// The rows of one revision that say something new.
#[derive(Default)]
struct Rows {
    placed: Vec<Placed>,
    /// Of each object stream, the numbers and places listed in it.
    streams: BTreeMap<u32, Vec<(u32, u32)>>,
}

impl Rows {
    fn read(
        doc: &PdfDocument,
        revision: usize,
        old: &View<'_>,
        record: &Revision,
    ) -> Result<Self, LayoutFault> {
        let mut rows = Self::default();
        for row in doc.changed(revision) {
            let (number, entry) = row.map_err(|_| LayoutFault::Unreadable)?;
            let unchanged = || matches!(old.entry(number), Ok(Some(before)) if before == entry);
            match entry {
                XrefEntry::Free => {}
                XrefEntry::Offset { offset, generation }
                    if record.start <= offset && offset < record.eof =>
                {
                    rows.placed.push((offset, number, generation));
                }
                XrefEntry::Offset { .. } if unchanged() => {}
                XrefEntry::Offset { .. } => return Err(LayoutFault::Misplaced { object: number }),
                XrefEntry::InStream { .. } if unchanged() => {}
                XrefEntry::InStream { stream, index } => {
                    rows.streams.entry(stream).or_default().push((number, index));
                }
            }
        }
        rows.placed.sort_unstable();
        Ok(rows)
    }

    /// Where the objects lie, in order and none in another.
    fn pieces(
        &self,
        view: &View<'_>,
        section: &Section,
        record: &Revision,
    ) -> Result<Vec<Range<u64>>, LayoutFault> {
        let root = view.catalog_id().map_or(0, |id| id.0);
        let mut pieces = Vec::with_capacity(self.placed.len());
        let mut past = record.start;
        for &(offset, object, generation) in &self.placed {
            if offset < past {
                return Err(LayoutFault::Misplaced { object });
            }
            let extent = view.extent((object, generation), offset);
            let extent = extent.map_err(|_| LayoutFault::Misplaced { object })?;
            past = extent.end;
            pieces.push(offset..past);
            if extent.doubled {
                return Err(LayoutFault::DoubledKey { object });
            }
            if extent.ambiguous {
                return Err(LayoutFault::OddNumber { object });
            }
            let own = section.offset == offset
                || section.aside.as_ref().is_some_and(|aside| aside.start == offset);
            match extent.kind.as_deref() {
                Some(b"XRef") if !own => return Err(LayoutFault::SecondRoot { object }),
                Some(b"Catalog") if object != root => {
                    return Err(LayoutFault::SecondRoot { object });
                }
                Some(b"ObjStm") if !self.streams.contains_key(&object) => {
                    return Err(LayoutFault::UnlistedObjects { stream: object });
                }
                _ => {}
            }
        }
        Ok(pieces)
    }

    /// Each object stream holds what is listed in it, no more, and is of this revision itself.
    fn judge_streams(&self, view: &View<'_>) -> Result<(), LayoutFault> {
        let root = view.catalog_id().map_or(0, |id| id.0);
        let own: HashSet<u32> = self.placed.iter().map(|placed| placed.1).collect();
        for (&stream, listed) in &self.streams {
            let unlisted = LayoutFault::UnlistedObjects { stream };
            if !own.contains(&stream) {
                return Err(unlisted);
            }
            let held: Result<Vec<u32>, PdfError> = view.numbers_in(stream);
            let held = held.map_err(|_| unlisted)?;
            let fits = |&(number, index): &(u32, u32)| {
                usize::try_from(index).ok().and_then(|index| held.get(index)) == Some(&number)
            };
            if held.len() != listed.len() || !listed.iter().all(fits) {
                return Err(unlisted);
            }
            for &(object, _) in listed {
                let raw = view.raw_object((object, 0)).ok().flatten();
                let raw = raw.ok_or(LayoutFault::Misplaced { object })?;
                if raw.doubled {
                    return Err(LayoutFault::DoubledKey { object });
                }
                if raw.ambiguous {
                    return Err(LayoutFault::OddNumber { object });
                }
                let catalog = raw.value.as_dict().is_ok_and(|dict| dict.has_type(b"Catalog"));
                if catalog && object != root {
                    return Err(LayoutFault::SecondRoot { object });
                }
            }
        }
        Ok(())
    }
}
