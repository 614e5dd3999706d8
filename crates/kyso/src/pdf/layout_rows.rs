//! Whether the rows that a signature covers lead to what it covers, and stay so.

use std::collections::BTreeSet;

use super::document::PdfDocument;
use super::layout::LayoutFault;
use super::xref::XrefEntry;

/// What the rows of one revision's own sections say.
#[derive(Debug)]
pub(crate) struct RowFacts {
    /// A row that leads past the revision.
    dangling: Option<u32>,
    /// The object streams they name, ascending.
    containers: Vec<u32>,
    /// The highest number in use.
    pub(super) highest: u32,
    /// Whether all rows could be read.
    readable: bool,
}

impl PdfDocument {
    /// The rows of a revision; read once.
    pub(super) fn rows(&self, revision: usize) -> Option<&RowFacts> {
        let known = self.row_facts.get(revision)?;
        Some(known.get_or_init(|| self.read_rows(revision)))
    }

    fn read_rows(&self, revision: usize) -> RowFacts {
        let end = self.revisions().get(revision).map_or(0, |record| record.end);
        let mut facts =
            RowFacts { dangling: None, containers: Vec::new(), highest: 0, readable: true };
        for row in self.changed(revision) {
            let Ok((number, entry)) = row else {
                facts.readable = false;
                return facts;
            };
            match entry {
                XrefEntry::Free => continue,
                XrefEntry::Offset { offset, .. } if offset >= end => {
                    facts.dangling.get_or_insert(number);
                }
                XrefEntry::Offset { .. } => {}
                XrefEntry::InStream { stream, .. } => {
                    // Neighbours mostly lie in the same stream.
                    if facts.containers.last() != Some(&stream) {
                        facts.containers.push(stream);
                    }
                }
            }
            facts.highest = facts.highest.max(number);
        }
        facts.containers.sort_unstable();
        facts.containers.dedup();
        facts.containers.shrink_to_fit();
        facts
    }

    /// What is wrong with the rows of the view at `signed`: one leads past the bytes of its own
    /// revision, names an object stream that is not there, or one that a later revision replaces.
    pub(crate) fn dangling(&self, signed: usize) -> Option<LayoutFault> {
        let view = self.at_revision(signed);
        let mut containers = BTreeSet::new();
        for revision in 0..=signed {
            let facts = self.rows(revision)?;
            if !facts.readable {
                return Some(LayoutFault::Unreadable);
            }
            if let Some(object) = facts.dangling {
                return Some(LayoutFault::DanglingRow { object });
            }
            containers.extend(facts.containers.iter().copied());
        }
        if containers.is_empty() {
            return None;
        }
        let end = self.revisions().get(signed).map_or(0, |record| record.end);
        let there = |stream: &u32| {
            let entry = view.entry(*stream);
            matches!(entry, Ok(Some(XrefEntry::Offset { offset, generation: 0 })) if offset < end)
        };
        if let Some(&object) = containers.iter().find(|stream| !there(stream)) {
            return Some(LayoutFault::DanglingRow { object });
        }
        for revision in signed.saturating_add(1)..self.revisions().len() {
            if !self.changes_any(revision, &containers) {
                continue;
            }
            for row in self.changed(revision) {
                let Ok((object, entry)) = row else { return Some(LayoutFault::Unreadable) };
                let same = || matches!(view.entry(object), Ok(Some(old)) if old == entry);
                if containers.contains(&object) && !same() {
                    return Some(LayoutFault::DanglingRow { object });
                }
            }
        }
        None
    }
}
