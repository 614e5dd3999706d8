//! Between the phases: a signed document that lacks only the signature value.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::builder::{Goal, Signer, SubFilter};
use super::cades::{CadesLayout, Form};
use super::container::ContainerLayout;
use super::plan::Placement;
use super::signed::{Original, Signed};
use super::xml::XmlLayout;
use super::{Level, SignError, complete, state};
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::cancellation::Cancellation;
use crate::crypto::{self, Digest, Hasher, Message};
use crate::document::Document;
use crate::file;
use crate::format::Format;
use crate::key::{SignatureValue, ToBeSigned};
use crate::pdf::{Opening, PreparedIncrement};
use crate::revocation::Evidence;
use crate::source::Source;
use crate::time::Time;
use crate::x509::Certificate;

/// A signed document that lacks only the signature value. It turns into bytes and back, so that
/// another process, another machine or another day can finish it; the document is inside.
#[derive(Debug)]
#[must_use]
pub struct Prepared {
    pub(super) original: Original,
    pub(super) layout: Layout,
    pub(super) signer: Signer,
    pub(super) to_be_signed: ToBeSigned,
    /// Not part of the state in bytes.
    pub(super) placement: Placement,
}

/// What comes into the document, and where the value goes.
#[derive(Debug)]
pub(super) enum Layout {
    Pdf(PdfLayout),
    Xml(XmlLayout),
    Container(ContainerLayout),
    Cades(CadesLayout),
}

/// What is appended to a PDF, and where the CMS goes.
#[derive(Debug)]
pub(super) struct PdfLayout(pub(super) PreparedIncrement);

impl PdfLayout {
    /// The digest of the two ranges of `/ByteRange`, over the document and its increment.
    pub(super) fn digest(
        &self,
        original: &Original,
        algorithm: DigestAlgorithm,
    ) -> Result<Digest, SignError> {
        let mut hasher = Hasher::new(algorithm);
        original.stream(&mut |chunk| hasher.update(chunk))?;
        self.0.covered().into_iter().for_each(|part| hasher.update(part));
        Ok(hasher.finish())
    }
}

impl Prepared {
    pub(super) fn new(
        original: Original,
        layout: Layout,
        signer: Signer,
        message: Vec<u8>,
    ) -> Self {
        let to_be_signed = ToBeSigned::new(signer.algorithm, message);
        let placement = Placement::default();
        Self { original, layout, signer, to_be_signed, placement }
    }

    /// Whether the document inside is this one.
    pub(super) fn is_of(&self, document: &Document) -> Result<bool, SignError> {
        if let Layout::Cades(layout) = &self.layout
            && layout.form == Form::Detached
            && document.cades().is_some()
        {
            return layout.is_of(document);
        }
        let source = document.source();
        let mut theirs = Hasher::new(DigestAlgorithm::Sha256);
        source.stream(0..source.len(), &mut |chunk| theirs.update(chunk))?;
        let mut ours = Hasher::new(DigestAlgorithm::Sha256);
        self.original.stream(&mut |chunk| ours.update(chunk))?;
        Ok(ours.finish() == theirs.finish())
    }

    pub(super) fn placed(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
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

    /// Says how the document inside is opened, where it may be an encrypted PDF: levels from B-LT
    /// on read it again. A state that was read from bytes knows no password.
    pub fn opened_by(mut self, opening: &Opening) -> Self {
        self.original = self.original.opened_by(opening);
        self
    }

    /// Stops reading the document inside once `cancellation` says so, as
    /// [`Source::cancelled_by`](crate::Source::cancelled_by).
    pub fn cancelled_by(mut self, cancellation: &Cancellation) -> Self {
        self.original = self.original.cancelled_by(cancellation);
        self
    }

    /// What the key signs: the message and its digest.
    #[must_use]
    pub fn to_be_signed(&self) -> &ToBeSigned {
        &self.to_be_signed
    }

    /// The algorithm the value must be made with.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.signer.algorithm
    }

    /// The signer's certificate.
    ///
    /// # Panics
    ///
    /// Never: a prepared signature has one by construction.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.signer.chain[0]
    }

    /// What kind of document is inside.
    #[must_use]
    pub fn format(&self) -> Format {
        match &self.layout {
            Layout::Pdf(_) => Format::Pdf,
            Layout::Xml(_) => Format::Xml,
            Layout::Cades(_) => Format::Cades,
            Layout::Container(layout) => layout.kind.into(),
        }
    }

    /// The name of the signature field in a PDF, the `Id` of the signature in XML, the identifier
    /// that reports give it in CMS.
    #[must_use]
    pub fn field_name(&self) -> &str {
        match &self.layout {
            Layout::Pdf(layout) => &layout.0.field_name,
            Layout::Xml(layout) => &layout.id,
            Layout::Container(layout) => layout.id(),
            Layout::Cades(layout) => &layout.id,
        }
    }

    /// Puts the signature value in: level B-B. It is checked against the certificate's key first,
    /// so that a wrong value never leaves as a signed document.
    ///
    /// # Errors
    ///
    /// [`SignError::ValueMismatch`], or `ContentsTooSmall` where the CMS outgrew the
    /// room kept for it.
    pub fn complete(self, value: SignatureValue) -> Result<Signed, SignError> {
        // B-B asks nobody for anything as of any time.
        let now = self.certificate().not_before();
        complete::complete(self, &value, Goal::new(Level::B, now))
    }

    /// As [`Self::complete`], and on to a level, drawing on `evidence` before anything is fetched.
    /// Keep room for the time-stamp by giving the level when preparing too. `now` is the time as of
    /// which certificates that no time-stamp covers are judged.
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then.
    pub fn complete_at(
        self,
        value: SignatureValue,
        level: Level<'_>,
        evidence: Evidence,
        now: Time,
    ) -> Result<Signed, SignError> {
        complete::complete(self, &value, Goal { evidence, ..Goal::new(level, now) })
    }

    /// The value is one over this message by the certificate's key.
    pub(super) fn check(&self, value: &SignatureValue) -> Result<(), SignError> {
        let message = Message::Whole(self.to_be_signed.message());
        let key = self.certificate().spki_der();
        crypto::verify(key, self.signer.algorithm, message, value.as_bytes())
            .map_err(|_| SignError::ValueMismatch)
    }

    /// Writes the state: a header, the increment, the document.
    ///
    /// # Errors
    ///
    /// Where the document can no longer be read or `out` refuses.
    pub fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        state::write(self, out)
    }

    /// The state in memory: as large as the document and a little more.
    ///
    /// # Errors
    ///
    /// Where the document can no longer be read.
    pub fn to_bytes(&self) -> Result<Vec<u8>, SignError> {
        let mut bytes = Vec::new();
        self.write_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes the state to a file that must not exist yet, whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`file::write_new`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), SignError> {
        file::write_new(path.as_ref(), |out: &mut File| self.write_to(out))
    }

    /// Writes the state to a file, replacing what stands there in one step.
    ///
    /// # Errors
    ///
    /// As [`file::replace`].
    pub fn save_replacing(&self, path: impl AsRef<Path>) -> Result<(), SignError> {
        file::replace(path.as_ref(), |out: &mut File| self.write_to(out))
    }

    /// Reads a state from memory.
    ///
    /// # Errors
    ///
    /// [`SignError::StateInvalid`] where the bytes are no state or were altered.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignError> {
        state::read(Source::from_bytes(bytes.to_vec()))
    }

    /// Reads a state from a file; the document inside stays on disk.
    ///
    /// # Errors
    ///
    /// As [`Self::from_bytes`], and where the file cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SignError> {
        state::read(Source::open(path.as_ref())?)
    }
}
