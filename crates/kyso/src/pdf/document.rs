//! A parsed PDF file: its header, its revisions, and views of it at each of them.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lopdf::{Dictionary, Object, ObjectId};

use super::crypt::{Crypt, Encryption, Opening, Permission};
use super::error::{EncryptionFault, PdfError, XrefFault};
use super::field::KeptFields;
use super::layout::LayoutFault;
use super::layout_rows::RowFacts;
use super::object::RawObject;
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
    opening: Opening,
    /// Where every revision is encrypted.
    pub(super) crypt: Option<Arc<Crypt>>,
}

impl PdfDocument {
    /// Reads header, `startxref` and the whole chain of cross-reference sections. An encrypted file
    /// is opened with the empty password.
    ///
    /// # Errors
    /// What is wrong, with its byte offset. A broken cross-reference is an error: nothing is
    /// guessed or rebuilt.
    pub fn parse(source: Source) -> Result<Self, PdfError> {
        Self::parse_with(source, &Opening::new())
    }

    /// As [`Self::parse`], for a file that may need a password.
    ///
    /// # Errors
    /// As [`Self::parse`]; [`PdfError::PasswordNeeded`], [`PdfError::PasswordWrong`],
    /// [`PdfError::Encryption`].
    pub fn parse_with(source: Source, opening: &Opening) -> Result<Self, PdfError> {
        let mut document = Self::structure(source, opening)?;
        if document.is_encrypted_throughout() {
            document.crypt = Some(document.unlock()?);
            // Whatever was read so far was read as it is written.
            document.recent = Recent::default();
        }
        Ok(document)
    }

    fn structure(source: Source, opening: &Opening) -> Result<Self, PdfError> {
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
            opening: opening.clone(),
            crypt: None,
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
    pub(super) fn changes_any(&self, revision: usize, numbers: &BTreeSet<u32>) -> bool {
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

    /// The numbers in the sections of `revision`, where they are few.
    pub(super) fn few_changed(&self, revision: usize) -> Option<BTreeSet<u32>> {
        const FEW: u64 = 1024;
        let sections = self.sections.get(self.revisions.get(revision)?.sections.clone())?;
        let runs = || sections.iter().flat_map(Section::runs);
        if runs().map(|run| u64::from(run.count)).sum::<u64>() > FEW {
            return None;
        }
        Some(runs().flat_map(|run| run.first..run.first.saturating_add(run.count)).collect())
    }

    /// Whether all readers find the end of the file: they look for `startxref` in its last 1,024
    /// bytes (ISO 32000-1 Annex H.3, note 18), and some rebuild the file where it is not.
    pub(crate) fn padded(&self) -> Option<LayoutFault> {
        let tail = self.revisions.last().map_or(0, |revision| revision.startxref);
        let from = self.source.len().saturating_sub(TAIL_SEARCH);
        (tail < from).then_some(LayoutFault::Padded { offset: tail })
    }

    /// What the latest trailer's `/Encrypt` describes, opened.
    fn unlock(&self) -> Result<Arc<Crypt>, PdfError> {
        let latest = self.revisions.len().saturating_sub(1);
        let (dictionary, id) = self.encrypt_dictionary(latest)?;
        Crypt::unlock(&dictionary, id, self.latest().trailer(), &self.opening)
    }

    /// The encryption dictionary of a revision as it is written, and its object.
    fn encrypt_dictionary(
        &self,
        revision: usize,
    ) -> Result<(Dictionary, Option<ObjectId>), PdfError> {
        let view = self.at_revision(revision);
        let missing = || PdfError::from(EncryptionFault::NoDictionary);
        let newest =
            self.revisions.get(revision).and_then(|found| found.sections.end.checked_sub(1));
        // A key that stands twice: readers differ in which of the two they take.
        if newest.and_then(|newest| self.sections.get(newest)).is_some_and(|one| one.doubled) {
            return Err(missing());
        }
        match view.trailer().as_hashmap().get(&b"Encrypt"[..]) {
            Some(Object::Dictionary(dictionary)) => Ok((dictionary.clone(), None)),
            Some(Object::Reference(id)) => {
                // In an object stream it would be encrypted itself.
                if !matches!(view.entry(id.0)?, Some(XrefEntry::Offset { .. })) {
                    return Err(missing());
                }
                match view.raw_object(*id)? {
                    Some(RawObject {
                        value: Object::Dictionary(dictionary),
                        doubled: false,
                        ..
                    }) => Ok((dictionary, Some(*id))),
                    _ => Err(missing()),
                }
            }
            _ => Err(missing()),
        }
    }

    /// How it is encrypted; `None` where it is not, or not in every revision.
    #[must_use]
    pub fn encryption(&self) -> Option<Encryption> {
        self.crypt.as_ref().map(|crypt| crypt.describe())
    }

    /// Whether what is added is to be encrypted, and may be added at all.
    ///
    /// # Errors
    /// [`PdfError::NotPermitted`]; [`EncryptionFault::Changed`] where revisions differ in how they
    /// are encrypted.
    pub(super) fn permit(&self, permission: Permission) -> Result<(), PdfError> {
        let Some(encryption) = self.encryption() else {
            let any = self.revisions.iter().any(|revision| revision.trailer.has(b"Encrypt"));
            return if any { Err(EncryptionFault::Changed.into()) } else { Ok(()) };
        };
        if !self.is_encrypted_alike() {
            return Err(EncryptionFault::Changed.into());
        }
        if self.opening.ignores_permissions() || encryption.allows(permission) {
            return Ok(());
        }
        Err(PdfError::NotPermitted { permission })
    }

    /// Whether all revisions have the encryption dictionary of the latest.
    fn is_encrypted_alike(&self) -> bool {
        let latest = self.revisions.len().saturating_sub(1);
        let Ok(last) = self.encrypt_dictionary(latest) else { return false };
        (0..latest).all(|revision| self.encrypt_dictionary(revision).as_ref() == Ok(&last))
    }

    /// How it was opened, for what is made of it.
    pub(crate) fn opening(&self) -> &Opening {
        &self.opening
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
