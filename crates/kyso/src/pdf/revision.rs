//! Revisions: where each save of the file ended, and which section answers for an object number.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use lopdf::Dictionary;

use super::error::{PdfError, XrefFault};
use super::xref::{Chain, Section, XrefKind};
use super::xref_classic::{Closing, read_startxref, skip_blank};
use crate::limits::MAX_TRAILING_BYTES;
use crate::source::Source;

/// One save of the document: the original, or one incremental update (ISO 32000-1 §7.5.6).
///
/// The revisions lie end to end: each starts where the one before ended. The two sections of a
/// linearized file (Annex F) are one revision.
#[derive(Debug)]
#[non_exhaustive]
pub struct Revision {
    /// First byte: 0, or the `end` of the revision before.
    pub start: u64,
    /// Just after the `%%EOF`.
    pub eof: u64,
    /// After the white space that follows it; the next revision starts here.
    pub end: u64,
    /// File offset of the section that a reader of only these bytes starts from.
    pub xref_offset: u64,
    /// Form of that section.
    pub kind: XrefKind,
    /// Trailer of that section.
    pub trailer: Dictionary,
    /// Whether the `startxref` before `eof` names that section. If not, a reader who has only the
    /// bytes up to `end` sees something else than a reader who comes back from later revisions.
    pub stands_alone: bool,
    /// Where that `startxref` stands.
    pub(super) startxref: u64,
    /// What it says.
    pointer: u64,
    /// Its sections among the document's, which are sorted oldest first.
    pub(super) sections: Range<usize>,
}

/// Finds the last `startxref` and reads it up to its `%%EOF`.
pub(super) fn find_tail(source: &Source) -> Result<Closing, PdfError> {
    const WORD: &[u8] = b"startxref";
    const PIECE: u64 = 16 << 10;
    let stop = source.len().saturating_sub(MAX_TRAILING_BYTES);
    let mut end = source.len();
    while end > stop {
        let start = end.saturating_sub(PIECE).max(stop);
        // The word may lie across two pieces.
        let reach = source.len().min(end.saturating_add(WORD.len() as u64));
        let piece = source.window(start..reach)?;
        if let Some(at) = piece.windows(WORD.len()).rposition(|window| window == WORD) {
            let at = start.saturating_add(at as u64);
            let fault = XrefFault::MissingEof;
            return read_startxref(source, at)?.ok_or(PdfError::BadXref { offset: at, fault });
        }
        end = start;
    }
    Err(PdfError::MissingStartXref { from: stop })
}

/// Sections oldest first, and the revisions they form.
pub(super) fn revisions(
    source: &Source,
    chain: Chain,
    tail: Closing,
) -> Result<(Vec<Section>, Vec<Revision>), PdfError> {
    let mut sections = chain.sections;
    sections.reverse();
    let mut revisions: Vec<Revision> = Vec::new();
    // First section not yet part of a revision: one without its own `%%EOF` joins the next.
    let mut from = 0;
    for index in 0..sections.len() {
        let Some(section) = sections.get(index) else { break };
        let newest = index + 1 == sections.len();
        let closing = read_startxref(source, section.end)?.or(newest.then_some(tail));
        let older = index.checked_sub(1).and_then(|older| sections.get(older));
        let before_older = older.is_some_and(|older| section.offset < older.offset);
        let kind = section.kind;
        match (closing, revisions.last_mut()) {
            // The first-page section of a linearized file stands before the main one.
            (closing, Some(last))
                if closing.map_or(before_older, |closing| closing.eof <= last.eof) =>
            {
                last.sections.end = index + 1;
                last.xref_offset = section.offset;
                last.kind = kind;
                from = index + 1;
            }
            (None, _) => {}
            (Some(closing), last) => {
                let start = last.map_or(0, |last| last.end);
                revisions.push(Revision {
                    start,
                    startxref: closing.start,
                    eof: closing.eof,
                    end: closing.end,
                    xref_offset: section.offset,
                    kind,
                    trailer: Dictionary::new(),
                    stands_alone: false,
                    pointer: closing.value,
                    sections: from..index + 1,
                });
                from = index + 1;
            }
        }
    }
    for revision in &mut revisions {
        let pointer = revision.pointer.checked_add(chain.base);
        let pointer = pointer.filter(|&pointer| pointer <= revision.xref_offset);
        // Some producers point at the end of line before the section.
        revision.stands_alone = match pointer {
            Some(pointer) => skip_blank(source, pointer)? == revision.xref_offset,
            None => false,
        };
        let newest = revision.sections.end.checked_sub(1);
        if let Some(newest) = newest.and_then(|newest| sections.get_mut(newest)) {
            revision.trailer = std::mem::take(&mut newest.trailer);
        }
    }
    Ok((sections, revisions))
}

/// For every object number the newest section that has a row for it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Sorted, disjoint.
    spans: Vec<Span>,
}

#[derive(Debug)]
struct Span {
    first: u32,
    last: u32,
    section: u32,
}

impl Index {
    /// Over sections sorted oldest first.
    pub(super) fn new(sections: &[Section]) -> Self {
        let mut runs: Vec<Span> = Vec::new();
        for (section, id) in sections.iter().zip(0_u32..) {
            runs.extend(section.runs().map(|run| Span {
                first: run.first,
                last: run.first.saturating_add(run.count.saturating_sub(1)),
                section: id,
            }));
        }
        runs.sort_by_key(|run| Reverse(run.first));
        let mut index = Self::default();
        let mut open: BinaryHeap<(u32, u32)> = BinaryHeap::new();
        let mut at = 0_u32;
        loop {
            while let Some(run) = runs.pop_if(|run| run.first <= at) {
                open.push((run.section, run.last));
            }
            while open.peek().is_some_and(|&(_, last)| last < at) {
                open.pop();
            }
            let next = runs.last().map(|run| run.first);
            match (open.peek(), next) {
                (Some(&(section, last)), next) => {
                    let last = next.map_or(last, |next| last.min(next.saturating_sub(1)));
                    index.push(Span { first: at, last, section });
                    at = last.saturating_add(1);
                }
                (None, Some(next)) => at = next,
                (None, None) => break,
            }
        }
        index.spans.shrink_to_fit();
        index
    }

    fn push(&mut self, span: Span) {
        match self.spans.last_mut() {
            Some(before)
                if before.section == span.section
                    && before.last.saturating_add(1) == span.first =>
            {
                before.last = span.last;
            }
            _ => self.spans.push(span),
        }
    }

    /// The newest section with a row for `number`.
    pub(super) fn section(&self, number: u32) -> Option<usize> {
        let after = self.spans.partition_point(|span| span.first <= number);
        let span = self.spans.get(after.checked_sub(1)?).filter(|span| number <= span.last)?;
        usize::try_from(span.section).ok()
    }

    /// The number after the highest one with a row.
    pub(super) fn past(&self) -> u32 {
        self.spans.last().map_or(0, |span| span.last.saturating_add(1))
    }
}

impl Index {
    /// Every number with a row, ascending, and its newest section.
    pub(super) fn into_numbers(self) -> impl Iterator<Item = (u32, usize)> {
        self.spans.into_iter().flat_map(|span| {
            let section = usize::try_from(span.section).unwrap_or(usize::MAX);
            (span.first..=span.last).map(move |number| (number, section))
        })
    }
}
