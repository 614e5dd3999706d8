//! The signed document on its way out: the original bytes, with what was put among or after them.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::SignError;
use super::armor::{Armor, armored_len};
use super::builder::SubFilter;
use super::growing::Growing;
use super::plan::Placement;
use crate::algorithm::SignatureAlgorithm;
use crate::cancellation::Cancellation;
use crate::file::{self, Extent, Staged};
use crate::pdf::{Opening, PdfDocument};
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::source::{Source, SourceError};

/// The bytes that were there before, wherever they stand.
#[derive(Clone, Debug)]
pub(super) struct Original {
    source: Source,
    range: Range<u64>,
    /// Bytes at the end of the source that are new too: what repaired it.
    added: usize,
    /// How it was opened.
    opening: Opening,
}

impl Original {
    pub(super) fn whole(source: Source) -> Self {
        let range = 0..source.len();
        Self { source, range, added: 0, opening: Opening::new() }
    }

    /// No bytes: what is made stands beside the document.
    pub(super) fn nothing() -> Self {
        Self::whole(Source::from_bytes(Vec::new()))
    }

    /// A document, which may be a repaired one.
    pub(super) fn of(document: &PdfDocument) -> Self {
        let source = document.source().clone();
        let added = document.repair().map_or(0, |repair| source.len().saturating_sub(repair.len));
        let added = usize::try_from(added).unwrap_or(0);
        Self { added, ..Self::whole(source) }.opened_by(document.opening())
    }

    /// What stood there before, and what repaired it.
    fn unrepaired(self) -> (Self, Option<Arc<Vec<u8>>>) {
        match self.source.appended() {
            Some((base, text)) if self.added > 0 && text.len() == self.added => {
                let (base, text) = (base.clone(), Arc::clone(text));
                (Self::whole(base).opened_by(&self.opening), Some(text))
            }
            _ => (self, None),
        }
    }

    /// With what opens it again.
    pub(super) fn opened_by(self, opening: &Opening) -> Self {
        Self { opening: opening.clone(), ..self }
    }

    /// With what stops reading it.
    pub(super) fn cancelled_by(self, cancellation: &Cancellation) -> Self {
        Self { source: self.source.cancelled_by(cancellation), ..self }
    }

    pub(super) fn opening(&self) -> &Opening {
        &self.opening
    }

    /// A part of `source`, which the caller has checked to lie inside it.
    pub(super) fn part(source: Source, range: Range<u64>) -> Self {
        Self { source, range, added: 0, opening: Opening::new() }
    }

    pub(super) fn len(&self) -> u64 {
        self.range.end.saturating_sub(self.range.start)
    }

    /// As a source of its own. A part of a larger file, such as a prepared state, is read into
    /// memory; the levels that need this ask for the document's structure again.
    pub(super) fn to_source(&self) -> Result<Source, SignError> {
        if self.range == (0..self.source.len()) {
            return Ok(self.source.clone());
        }
        Ok(Source::from_bytes(self.source.read_range(self.range.clone())?))
    }

    /// As a source of its own, which reads where this does.
    pub(super) fn as_source(&self) -> Source {
        self.source.part(self.range.clone())
    }

    pub(super) fn stream(&self, sink: &mut dyn FnMut(&[u8])) -> Result<(), SignError> {
        Ok(self.source.stream(self.range.clone(), sink)?)
    }

    pub(super) fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        self.part_to(0..self.len(), out)
    }

    /// A range of it, as a range of the source.
    fn within(&self, range: &Range<u64>) -> Range<u64> {
        let at = |offset: u64| self.range.start.saturating_add(offset).min(self.range.end);
        at(range.start)..at(range.end)
    }

    fn part_to(&self, range: Range<u64>, out: &mut dyn Write) -> Result<(), SignError> {
        self.bytes_to(self.within(&range), out)
    }

    fn bytes_to(&self, range: Range<u64>, out: &mut dyn Write) -> Result<(), SignError> {
        let mut written = Ok(());
        self.source.stream(range, &mut |chunk| {
            if written.is_ok() {
                written = out.write_all(chunk);
            }
        })?;
        Ok(written?)
    }

    /// Copies inside the system where both sides are files, and leaves holes out where there were
    /// any.
    fn copy_part_to(&self, range: Range<u64>, out: &mut File) -> Result<(), SignError> {
        let Some(from) = self.source.file() else { return self.part_to(range, out) };
        for extent in file::extents(from, self.within(&range), out) {
            match extent {
                Extent::Hole(hole) if self.is_zero(hole.clone())? => {
                    file::leave_hole(out, hole.end.saturating_sub(hole.start))?;
                }
                Extent::Hole(data) | Extent::Data(data) => self.copy_bytes_to(data, from, out)?,
            }
        }
        Ok(())
    }

    fn copy_bytes_to(
        &self,
        range: Range<u64>,
        from: &File,
        out: &mut File,
    ) -> Result<(), SignError> {
        if self.source.cancellation().is_some_and(Cancellation::is_cancelled) {
            return Err(SourceError::Cancelled { offset: range.start }.into());
        }
        if file::copy_range(from, range.clone(), out)? {
            return Ok(());
        }
        self.bytes_to(range, out)
    }

    /// Whether a range of the source holds nothing but zeros.
    fn is_zero(&self, range: Range<u64>) -> Result<bool, SignError> {
        /// Looked at without a stop, so that the processor does it at once.
        const TOGETHER: usize = 4 << 10;
        let mut zero = true;
        self.source.stream(range, &mut |chunk| {
            let mut parts = chunk.chunks(TOGETHER);
            zero = zero && parts.all(|part| part.iter().fold(0, |all, byte| all | byte) == 0);
        })?;
        Ok(zero)
    }
}

/// Bytes that stand in the place of a range of the original; an empty range only puts them in.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) range: Range<u64>,
    pub(super) bytes: Arc<Vec<u8>>,
}

/// A signed document. Nothing stands on disk until it is saved.
#[derive(Debug)]
#[must_use]
pub struct Signed {
    original: Original,
    /// In the order of their ranges, which lie apart and inside the original.
    edits: Vec<Edit>,
    field_name: String,
    evidence: Evidence,
    level: Option<FoundLevel>,
    shortfall: Option<SignError>,
    algorithm: Option<SignatureAlgorithm>,
    placement: Placement,
    /// Whether it is written as PEM.
    armored: bool,
}

impl Signed {
    /// The original with `tail` after it.
    pub(super) fn new(original: Original, tail: Vec<u8>, field_name: String) -> Self {
        let (original, repair) = original.unrepaired();
        let end = original.len();
        let tail = (!tail.is_empty()).then(|| Arc::new(tail));
        let edits = repair.into_iter().chain(tail).map(|bytes| Edit { range: end..end, bytes });
        Self::edited(original, edits.collect(), field_name)
    }

    /// The original with `edits` in it.
    pub(super) fn edited(original: Original, edits: Vec<Edit>, field_name: String) -> Self {
        let evidence = Evidence::new();
        Self {
            original,
            edits,
            field_name,
            evidence,
            level: None,
            shortfall: None,
            algorithm: None,
            placement: Placement::default(),
            armored: false,
        }
    }

    pub(super) fn grown(growing: Growing, field_name: String) -> Self {
        let Growing { original, tail, used: evidence, .. } = growing;
        Self { evidence, ..Self::new(original, tail, field_name) }
    }

    pub(super) fn with_evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }

    pub(super) fn at_level(mut self, level: FoundLevel) -> Self {
        self.level = Some(level);
        self
    }

    pub(super) fn short_of(mut self, shortfall: Option<SignError>) -> Self {
        self.shortfall = shortfall;
        self
    }

    pub(super) fn made_with(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    pub(super) fn armored(mut self, armored: bool) -> Self {
        self.armored = armored;
        self
    }

    pub(super) fn placed(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// The algorithm of the signature; `None` where none was made: for a document time-stamp, an
    /// extension, a field.
    #[must_use]
    pub fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.algorithm
    }

    /// PDF: whether the field was there before, prepared by somebody for this signature. `false`
    /// where that is not known any more.
    #[must_use]
    pub fn is_in_existing_field(&self) -> bool {
        self.placement.existing
    }

    /// PDF: the seed values of the field that decided what the caller left open, by their names in
    /// the file: `Reasons`, `MDP` and the like.
    #[must_use]
    pub fn seeded(&self) -> &[&'static str] {
        &self.placement.seeded
    }

    /// PDF: whether what is seen, or a stamp, reached over the edge of its page and was moved onto
    /// it. `false` where that is not known any more.
    #[must_use]
    pub fn is_look_moved(&self) -> bool {
        self.placement.look_moved
    }

    /// PDF: the form of the CMS; `None` where it is not known here.
    #[must_use]
    pub fn sub_filter(&self) -> Option<SubFilter> {
        self.placement.sub_filter
    }

    /// The level reached; `None` for a document time-stamp alone. A signature in the form
    /// `adbe.pkcs7.detached` has what the level asks for, though it is none of PAdES.
    #[must_use]
    pub fn level(&self) -> Option<FoundLevel> {
        self.level
    }

    /// Why the level asked for was not reached, where a lower one was allowed.
    #[must_use]
    pub fn shortfall(&self) -> Option<&SignError> {
        self.shortfall.as_ref()
    }

    /// The certificates and revocation data that were relied on: what B-LT keeps in the document.
    /// None below B-LT.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// What was relied on, and why the level asked for was not reached.
    pub(super) fn into_evidence(self) -> (Evidence, Option<SignError>) {
        (self.evidence, self.shortfall)
    }

    /// Whether nothing was added: an extension found everything there.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.edits.is_empty()
    }

    /// PDF: the name of the field that holds the signature, or the document time-stamp that was
    /// added last; empty where none was added. XML: the `Id` of the signature. CMS: the identifier
    /// that reports give it.
    #[must_use]
    pub fn field_name(&self) -> &str {
        &self.field_name
    }

    /// What was put into the document, each with the range of the original that it takes the place
    /// of; a range is empty where nothing was taken away. In a PDF all of it comes after the end.
    pub fn edits(&self) -> impl Iterator<Item = (Range<u64>, &[u8])> {
        self.edits.iter().map(|edit| (edit.range.clone(), edit.bytes.as_slice()))
    }

    /// Length of the signed document in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        let gone = |edit: &Edit| edit.range.end.saturating_sub(edit.range.start);
        let gone: u64 = self.edits.iter().map(gone).sum();
        let new: u64 = self.edits.iter().map(|edit| edit.bytes.len() as u64).sum();
        let len = self.original.len().saturating_sub(gone).saturating_add(new);
        if self.armored { armored_len(len) } else { len }
    }

    /// Never: no document is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the whole document.
    ///
    /// # Errors
    ///
    /// Where the original can no longer be read or `out` refuses.
    pub fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        if !self.armored {
            return self.write_bytes(out);
        }
        let mut armor = Armor::begin(out)?;
        self.write_bytes(&mut armor)?;
        Ok(armor.finish()?)
    }

    fn write_bytes(&self, out: &mut dyn Write) -> Result<(), SignError> {
        for piece in self.pieces() {
            match piece {
                Piece::Kept(range) => self.original.part_to(range, out)?,
                Piece::New(bytes) => out.write_all(bytes)?,
            }
        }
        Ok(())
    }

    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut at = 0;
        let edits = self.edits.iter().flat_map(move |edit| {
            let kept = at..edit.range.start;
            at = edit.range.end;
            [Piece::Kept(kept), Piece::New(&edit.bytes)]
        });
        let last = self.edits.last().map_or(0, |edit| edit.range.end);
        edits.chain([Piece::Kept(last..self.original.len())])
    }

    /// The whole document in memory.
    ///
    /// # Errors
    ///
    /// Where the original can no longer be read.
    pub fn to_bytes(&self) -> Result<Vec<u8>, SignError> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.len()).unwrap_or(0));
        self.write_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes a file that must not exist yet, whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`file::write_new`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), SignError> {
        file::write_new(path.as_ref(), |out| self.write_file(out))
    }

    /// Writes a file, replacing what stands there in one step; it may be the original itself.
    ///
    /// # Errors
    ///
    /// As [`file::replace`].
    pub fn save_replacing(&self, path: impl AsRef<Path>) -> Result<(), SignError> {
        file::replace(path.as_ref(), |out| self.write_file(out))
    }

    /// Writes the content of a file that must not exist yet; [`file::put_all`] gives it its name.
    ///
    /// # Errors
    ///
    /// As [`file::write_new`].
    pub fn stage(&self, path: impl AsRef<Path>) -> Result<Staged, SignError> {
        file::stage_new(path.as_ref(), |out| self.write_file(out))
    }

    /// Writes the content of a file that takes the place of what stands at `path`, which may be
    /// the original itself; [`file::put_all`] puts it there.
    ///
    /// # Errors
    ///
    /// As [`file::replace`].
    pub fn stage_replacing(&self, path: impl AsRef<Path>) -> Result<Staged, SignError> {
        file::stage_replacing(path.as_ref(), |out| self.write_file(out))
    }

    fn write_file(&self, out: &mut File) -> Result<(), SignError> {
        if self.armored {
            let mut buffered = BufWriter::new(out);
            self.write_to(&mut buffered)?;
            return Ok(buffered.flush()?);
        }
        for piece in self.pieces() {
            match piece {
                Piece::Kept(range) => self.original.copy_part_to(range, out)?,
                Piece::New(bytes) => out.write_all(bytes)?,
            }
        }
        Ok(())
    }
}

/// A piece of the result: a range of the original, or new bytes.
enum Piece<'a> {
    Kept(Range<u64>),
    New(&'a [u8]),
}
