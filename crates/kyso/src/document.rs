//! A document of any kind this library signs and verifies, told apart by its content.

use std::path::Path;
use std::sync::Arc;

use crate::Error;
use crate::pdf::{PdfDocument, PdfError};
use crate::sign::{self, ExtensionBuilder, SignError, SignatureBuilder, Signed};
use crate::source::Source;
use crate::time::Time;
use crate::timestamp::TimestampAuthority;
use crate::trust::TrustAnchors;

/// A document to sign or to verify. Cheap to clone; opening reads the structure, not the content.
#[derive(Clone, Debug)]
pub struct Document {
    pdf: Arc<PdfDocument>,
}

impl Document {
    /// Opens a file. It is read in place while this value lives, never loaded whole.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the file cannot be read, [`Error::Pdf`] with a byte offset where it is
    /// no PDF or a broken one.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_source(Source::open(path.as_ref())?)
    }

    /// Takes a document that is in memory.
    ///
    /// # Errors
    ///
    /// [`Error::Pdf`] with a byte offset where it is no PDF or a broken one.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        Self::from_source(Source::from_bytes(bytes.into()))
    }

    /// Takes a document wherever its bytes are.
    ///
    /// # Errors
    ///
    /// As [`Self::from_bytes`].
    pub fn from_source(source: Source) -> Result<Self, Error> {
        let pdf = PdfDocument::parse(source)?;
        if pdf.is_encrypted() {
            return Err(PdfError::Encrypted.into());
        }
        Ok(Self { pdf: Arc::new(pdf) })
    }

    /// The PDF inside.
    #[must_use]
    pub fn pdf(&self) -> &PdfDocument {
        &self.pdf
    }

    /// Starts a signature by `signer`: a [`Credential`](crate::Credential), or
    /// [`Signer::chain`](crate::Signer::chain) where the key is elsewhere.
    ///
    /// `now` is the time at which the certificate must be valid, and the time that the signature
    /// claims unless [`SignatureBuilder::claimed_time`] says another.
    pub fn sign<'a, S>(&self, signer: S, now: Time) -> SignatureBuilder<'a, S> {
        SignatureBuilder::new(self.clone(), signer, now)
    }

    /// Starts to raise what is signed to a higher level, or to renew its last time-stamp.
    ///
    /// `now` is the time as of which certificates that no time-stamp covers yet are judged.
    pub fn extend<'a>(&self, now: Time) -> ExtensionBuilder<'a> {
        ExtensionBuilder::new(self.clone(), now)
    }

    /// Adds a document time-stamp alone: it proves that the document, signed or not, existed.
    /// With `trust`, only an authority whose path ends at one of these anchors will do.
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then.
    pub fn timestamp(
        &self,
        tsa: &dyn TimestampAuthority,
        trust: Option<&TrustAnchors>,
    ) -> Result<Signed, SignError> {
        sign::timestamp(self, tsa, trust)
    }
}
