//! The digests of what is signed: those at hand, others out of the bytes where they are at hand.

use crate::algorithm::DigestAlgorithm;
use crate::cades::Content;
use crate::crypto::Digest;
use crate::error::Error;
use crate::sign::SignError;

/// What time-stamps and signers ask for.
#[derive(Debug)]
pub(super) struct Contents<'a> {
    pub(super) known: Vec<Digest>,
    pub(super) bytes: Option<Content<'a>>,
}

impl Contents<'_> {
    /// By this hash function.
    pub(super) fn digest(&mut self, algorithm: DigestAlgorithm) -> Result<Digest, SignError> {
        let of =
            |digests: &[Digest]| digests.iter().find(|one| one.algorithm() == algorithm).copied();
        if let Some(known) = of(&self.known) {
            return Ok(known);
        }
        let bytes = self.bytes.ok_or(SignError::ContentMissing)?;
        let digests = bytes.digests(&[algorithm]).map_err(sign_error)?;
        let digest = of(&digests).ok_or(SignError::ContentMissing)?;
        self.known.push(digest);
        Ok(digest)
    }
}

/// An error of reading, as one of signing.
pub(super) fn sign_error(error: Error) -> SignError {
    match error {
        Error::Source(error) => error.into(),
        Error::Cms(error) => error.into(),
        Error::Io(error) => error.into(),
        Error::Sign(error) => error,
        other => std::io::Error::other(other).into(),
    }
}
