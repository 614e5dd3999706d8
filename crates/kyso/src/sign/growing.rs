//! A signed document that grows by evidence and document time-stamps, each an increment of its own.

use lopdf::{Dictionary, Object};

use super::gather::{gather, to_store};
use super::obtain::obtain;
use super::signed::Original;
use super::survey::Survey;
use super::{Level, SignError};
use crate::crypto::{Digest, Hasher};
use crate::pdf::{self, NewSignature, PdfDocument, PdfError};
use crate::report::FoundLevel;
use crate::revocation::{Evidence, Freshness, RevocationSource};
use crate::source::Source;
use crate::time::Time;
use crate::timestamp::{TimestampAuthority, TimestampToken};
use crate::trust::TrustAnchors;
use crate::verify::read_store;

/// Lengths of tokens differ a little from one to the next: room beyond what one needed.
const TOKEN_SLACK: usize = 64;

/// Room beyond the token before: until the next one an authority may have renewed its certificate
/// or put another above it. Every byte of room stands in the document as two.
const TOKEN_MARGIN: usize = 1024;

/// The document so far. Nothing of it stands anywhere but in memory.
#[derive(Debug)]
pub(super) struct Growing {
    pub(super) original: Original,
    pub(super) tail: Vec<u8>,
    /// What was given and fetched.
    pub(super) evidence: Evidence,
    /// What of it was relied on.
    pub(super) used: Evidence,
    /// Whom time-stamps must come from; anybody where the caller does not say.
    pub(super) trust: Option<TrustAnchors>,
    /// How recent evidence must be.
    pub(super) freshness: Freshness,
    /// Length of the longest token seen so far, in bytes.
    pub(super) token_len: Option<usize>,
}

impl Growing {
    /// A document of which nothing is known yet.
    pub(super) fn new(original: Original) -> Self {
        let (evidence, used) = (Evidence::new(), Evidence::new());
        let freshness = Freshness::default();
        Self { original, tail: Vec::new(), evidence, used, trust: None, freshness, token_len: None }
    }

    /// Asks for a time-stamp, and whether its authority is one that the caller trusts.
    pub(super) fn obtain(
        &mut self,
        tsa: &dyn TimestampAuthority,
        imprint: &Digest,
    ) -> Result<TimestampToken, SignError> {
        let token = obtain(tsa, imprint, self.trust.as_ref(), &self.evidence)?;
        self.token_len = self.token_len.max(Some(token.der().len()));
        Ok(token)
    }

    fn source(&self) -> Result<Source, SignError> {
        Ok(self.original.to_source()?.with_tail(self.tail.clone()))
    }

    /// The document as it is now.
    pub(super) fn document(&self) -> Result<PdfDocument, SignError> {
        Ok(PdfDocument::parse_with(self.source()?, self.original.opening())?)
    }

    /// From B-T up to what `level` asks for; `reached` says how far it got, also on failure.
    pub(super) fn raise(
        &mut self,
        level: Level<'_>,
        field: Option<&str>,
        now: Time,
        reached: &mut FoundLevel,
    ) -> Result<Option<String>, SignError> {
        let Some(source) = level.source() else { return Ok(None) };
        self.store(source, field, now)?;
        *reached = FoundLevel::BLT;
        let Level::Lta { tsa, .. } = level else { return Ok(None) };
        let stamp = self.stamp(tsa)?;
        *reached = FoundLevel::BLTA;
        Ok(Some(stamp))
    }

    /// Adds the evidence that is missing for one field, or for all (EN 319 142-1 §5.4.2).
    fn store(
        &mut self,
        source: &dyn RevocationSource,
        field: Option<&str>,
        now: Time,
    ) -> Result<(), SignError> {
        let document = self.document()?;
        let survey = Survey::of(&document, field)?;
        self.evidence.merge(read_store(pdf::security_store(&document.latest())?));
        self.evidence.merge(survey.evidence.clone());
        let anchors = self.trust.clone().unwrap_or_default();
        let used = gather(&survey, source, &mut self.evidence, &anchors, self.freshness, now)?;
        let contents = survey.contents.as_deref();
        if let Some(increment) = pdf::store_increment(&document, &to_store(&used), contents)? {
            self.tail.extend(increment.bytes);
        }
        self.used.merge(used);
        Ok(())
    }

    /// Adds a document time-stamp over everything so far (EN 319 142-1 §5.4.3); gives the name of
    /// its field.
    pub(super) fn stamp(&mut self, tsa: &dyn TimestampAuthority) -> Result<String, SignError> {
        let document = self.document()?;
        // The authority is likely to be that of the token before. Where it is not, and needs more,
        // it is asked once more; the document keeps the room for good.
        let seen = self.token_len.map(|len| len.saturating_add(TOKEN_MARGIN));
        let mut room = seen.unwrap_or_else(|| tsa.token_room());
        let mut again = true;
        loop {
            let stamp = NewSignature {
                dictionary: dictionary(),
                contents_room: room,
                ..NewSignature::default()
            };
            let mut increment = pdf::signature_increment(&document, stamp)?;
            let mut hasher = Hasher::new(tsa.digest());
            let source = document.source();
            source.stream(0..source.len(), &mut |chunk| hasher.update(chunk))?;
            increment.covered().into_iter().for_each(|part| hasher.update(part));
            let token = self.obtain(tsa, &hasher.finish())?;
            match increment.embed(token.der()) {
                Ok(()) => {
                    self.tail.extend(increment.bytes);
                    return Ok(increment.field_name);
                }
                Err(PdfError::ContentsTooSmall { needed, .. }) if again => {
                    room = needed.saturating_add(TOKEN_SLACK);
                    again = false;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// A document time-stamp dictionary (ISO 32000-2 §12.8.5). It says no time: the token does.
fn dictionary() -> Dictionary {
    let mut dictionary = Dictionary::new();
    for (key, name) in [
        ("Type", b"DocTimeStamp".as_slice()),
        ("Filter", b"Adobe.PPKLite"),
        ("SubFilter", b"ETSI.RFC3161"),
    ] {
        dictionary.set(key, Object::Name(name.to_vec()));
    }
    dictionary
}
