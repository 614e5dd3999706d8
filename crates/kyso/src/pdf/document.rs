//! A parsed PDF file: its header, its revisions, and views of it at each of them.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::error::{PdfError, XrefFault};
use super::field::KeptFields;
use super::layout::LayoutFault;
use super::layout_rows::RowFacts;
use super::object_stream::Cache;
use super::recent::Recent;
use super::repair::Repair;
use super::revision::{Index, Revision, find_tail, revisions};
use super::view::View;
use super::xref::{Section, XrefEntry, read_chain};
use crate::source::Source;

/// Where readers look for the header (ISO 32000-1 Annex H.3, note 13).
const HEADER_SEARCH: u64 = 1024;

/// Where the strictest of the common readers look for `startxref`.
const TAIL_SEARCH: u64 = 1024;

/// A PDF file whose cross-reference sections have been read; objects are read when asked for.
#[derive(Debug)]
pub struct PdfDocument {
    pub(super) source: Source,
    header_offset: u64,
    version: (u8, u8),
    /// What the offsets in the file count from.
    pub(super) base: u64,
    /// Oldest first.
    pub(super) sections: Vec<Section>,
    revisions: Vec<Revision>,
    pub(super) index: Index,
    pub(super) cache: Cache,
    pub(super) recent: Recent,
    pub(super) fields: KeptFields,
    /// What was found out about each revision's bytes and rows, once asked for.
    pub(super) layouts: Vec<OnceLock<Option<LayoutFault>>>,
    pub(super) row_facts: Vec<OnceLock<RowFacts>>,
    pub(super) repair: Option<Repair>,
}

impl PdfDocument {
    /// Reads header, `startxref` and the whole chain of cross-reference sections.
    ///
    /// # Errors
    /// What is wrong, with its byte offset. A broken cross-reference is an error: nothing is
    /// guessed or rebuilt.
    pub fn parse(source: Source) -> Result<Self, PdfError> {
        if source.is_empty() {
            return Err(PdfError::Empty);
        }
        let (header_offset, version) = find_header(&source)?;
        let tail = find_tail(&source)?;
        let chain = read_chain(&source, tail.value, header_offset)?;
        let base = chain.base;
        let (sections, revisions) = revisions(&source, chain, tail)?;
        let index = Index::new(&sections);
        let cache = Cache::default();
        let layouts = revisions.iter().map(|_| OnceLock::new()).collect();
        let row_facts = revisions.iter().map(|_| OnceLock::new()).collect();
        let document = Self {
            source,
            header_offset,
            version,
            base,
            sections,
            revisions,
            index,
            cache,
            recent: Recent::default(),
            fields: KeptFields::default(),
            layouts,
            row_facts,
            repair: None,
        };
        match document.revisions.last() {
            Some(last) if last.trailer.has(b"Root") => Ok(document),
            Some(last) => {
                Err(PdfError::BadXref { offset: last.xref_offset, fault: XrefFault::NoRoot })
            }
            None => Err(PdfError::MissingStartXref { from: 0 }),
        }
    }

    /// The bytes.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Bytes before `%PDF-`.
    #[must_use]
    pub fn header_offset(&self) -> u64 {
        self.header_offset
    }

    /// Major and minor version in the header; the catalog's `/Version` may raise it. (0, 0) when
    /// the header names none.
    #[must_use]
    pub fn version(&self) -> (u8, u8) {
        self.version
    }

    /// The revisions, oldest first; never empty. They lie end to end from byte 0; bytes after the
    /// last one's `end` belong to no revision.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The document as it is now.
    #[must_use]
    pub fn latest(&self) -> View<'_> {
        self.at_revision(self.revisions.len().saturating_sub(1))
    }

    /// The document as a reader sees it who has only the bytes up to `revisions()[index].end`.
    /// An index past the end gives the latest.
    #[must_use]
    pub fn at_revision(&self, index: usize) -> View<'_> {
        View::new(self, index.min(self.revisions.len().saturating_sub(1)))
    }

    /// The entries that a revision adds or replaces, in ascending order of object number; rows
    /// are read as the iterator goes. The first revision gives every object.
    pub fn changed(
        &self,
        revision: usize,
    ) -> impl Iterator<Item = Result<(u32, XrefEntry), PdfError>> + '_ {
        let sections = self.revisions.get(revision).map(|revision| revision.sections.clone());
        let sections = sections.and_then(|range| self.sections.get(range)).unwrap_or_default();
        Index::new(sections).into_numbers().filter_map(move |(number, section)| {
            let section = sections.get(section)?;
            let entry = section.entry(&self.source, self.base, number).transpose()?;
            Some(entry.map(|entry| (number, entry)))
        })
    }

    /// Whether a revision has an entry for any of `numbers`.
    pub(super) fn changes_any(&self, revision: usize, numbers: &HashSet<u32>) -> bool {
        let sections = self.revisions.get(revision).map(|revision| revision.sections.clone());
        let sections = sections.and_then(|range| self.sections.get(range)).unwrap_or_default();
        let runs = || sections.iter().flat_map(Section::runs);
        let changed: u64 = runs().map(|run| u64::from(run.count)).sum();
        // Whichever is fewer: an update of a few objects, or a form of a few fields.
        if changed < numbers.len() as u64 {
            return runs().any(|run| {
                (run.first..run.first.saturating_add(run.count)).any(|n| numbers.contains(&n))
            });
        }
        numbers.iter().any(|&number| sections.iter().any(|section| section.covers(number)))
    }

    /// Whether all readers find the end of the file: they look for `startxref` in its last 1,024
    /// bytes (ISO 32000-1 Annex H.3, note 18), and some rebuild the file where it is not.
    pub(crate) fn padded(&self) -> Option<LayoutFault> {
        let tail = self.revisions.last().map_or(0, |revision| revision.startxref);
        let from = self.source.len().saturating_sub(TAIL_SEARCH);
        (tail < from).then_some(LayoutFault::Padded { offset: tail })
    }

    /// Whether every trailer has `/Encrypt`. Where only later ones have it, they change what an
    /// earlier one said in plain.
    #[must_use]
    pub fn is_encrypted_throughout(&self) -> bool {
        self.revisions.iter().all(|revision| revision.trailer.has(b"Encrypt"))
    }

    /// Whether the latest trailer has `/Encrypt` (ISO 32000-1 §7.6).
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.latest().trailer().has(b"Encrypt")
    }
}

pub(super) fn find_header(source: &Source) -> Result<(u64, (u8, u8)), PdfError> {
    const MARK: &[u8] = b"%PDF-";
    let head = source.window(0..source.len().min(HEADER_SEARCH + MARK.len() as u64 + 3))?;
    let at = head.windows(MARK.len()).position(|window| window == MARK);
    let at = at.filter(|&at| at as u64 <= HEADER_SEARCH).ok_or(PdfError::NotPdf)?;
    let version = match head.get(at + MARK.len()..) {
        Some([major @ b'0'..=b'9', b'.', minor @ b'0'..=b'9', ..]) => (major - b'0', minor - b'0'),
        _ => (0, 0),
    };
    Ok((at as u64, version))
}
