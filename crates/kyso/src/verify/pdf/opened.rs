//! A signature opened as far as that goes: its range proved, its CMS read, its bytes hashed.

use super::super::conclude::Refusal;
use super::super::integrity::{self, Read};
use super::digests::{self, Covered};
use super::discover::Found;
use crate::algorithm::DigestAlgorithm;
use crate::cms::{Deviation, KnownCertificates, SignedData};
use crate::crypto::Digest;
use crate::limits::MAX_CONTENT_DIGESTS;
use crate::pdf::{ByteRangeProof, PdfDocument};
use crate::report::{Code, Finding, Kind, SubIndication};
use crate::timestamp::TimestampToken;

/// What stands in `/Contents`.
pub(crate) enum Content {
    /// A signature.
    Signature(Box<Read>),
    /// A document time-stamp.
    Timestamp(TimestampToken),
}

/// Everything that can be had before anything is judged.
pub(crate) struct Opened {
    pub(crate) found: Found,
    pub(crate) byte_range: Result<ByteRangeProof, Refusal>,
    /// Whether the form of the CMS is one that is judged; it is hashed all the same, so that an
    /// altered file is an altered file whatever its signature calls itself.
    pub(crate) form: Result<(), Refusal>,
    pub(crate) content: Result<Content, Refusal>,
    pub(crate) digest: Option<Digest>,
    /// The same by the hash functions of content time-stamps, where they are others.
    pub(crate) more_digests: Vec<Digest>,
    pub(crate) findings: Vec<Finding>,
}

impl Opened {
    /// Opens all, reading the document about once; `beside` looks at them while they are hashed.
    pub(crate) fn all<T>(
        document: Option<&PdfDocument>,
        found: Vec<Found>,
        beside: impl FnOnce(&[Self]) -> T,
    ) -> (Vec<Self>, T) {
        let mut known = KnownCertificates::default();
        let mut opened: Vec<_> =
            found.into_iter().map(|found| Self::open(document, found, &mut known)).collect();
        let seen = match document {
            Some(document) => hash_all(document, &mut opened, beside),
            None => beside(&opened),
        };
        (opened, seen)
    }

    fn open(
        document: Option<&PdfDocument>,
        mut found: Found,
        known: &mut KnownCertificates,
    ) -> Self {
        let mut findings = Vec::new();
        let byte_range = found.prove(document, &mut findings);
        let form = found.supported(&mut findings);
        let content = match byte_range {
            Err(refusal) if found.is_shared() => Err(refusal),
            _ if found.kind == Kind::DocumentTimestamp => {
                read_token(&found, &mut findings).map(Content::Timestamp)
            }
            _ => integrity::read(&found, known, &mut findings)
                .map(|read| Content::Signature(Box::new(read))),
        };
        // What was needed of it is read, and the documents of all signatures are open at once.
        found.value.contents = Vec::new();
        let (digest, more_digests) = (None, Vec::new());
        Self { found, byte_range, form, content, digest, more_digests, findings }
    }

    /// The CMS, with what came in it.
    pub(crate) fn cms(&self) -> Option<&SignedData> {
        match self.content.as_ref().ok()? {
            Content::Signature(read) => Some(&read.cms),
            Content::Timestamp(token) => Some(token.signed_data()),
        }
    }

    /// What is to be hashed, and with what: first for the signature itself.
    fn covered(&self) -> Vec<Covered> {
        let (Ok(content), Ok(byte_range)) = (&self.content, &self.byte_range) else {
            return Vec::new();
        };
        let algorithms = match content {
            Content::Signature(read) => hashed_with(read),
            Content::Timestamp(token) => token.info().imprint.digest.iter().copied().collect(),
        };
        let covered = |algorithm| Covered { algorithm, ranges: byte_range.ranges() };
        algorithms.into_iter().map(covered).collect()
    }
}

/// The hash function of a signature, and those of its content time-stamps.
fn hashed_with(read: &Read) -> Vec<DigestAlgorithm> {
    let mut algorithms = vec![read.digest_algorithm];
    for token in read.content_timestamps().flat_map(TimestampToken::parse) {
        if let Ok(algorithm) = token.info().imprint.digest
            && !algorithms.contains(&algorithm)
            && algorithms.len() <= MAX_CONTENT_DIGESTS
        {
            algorithms.push(algorithm);
        }
    }
    algorithms
}

fn read_token(found: &Found, findings: &mut Vec<Finding>) -> Result<TimestampToken, Refusal> {
    let token = TimestampToken::parse(&found.value.contents).map_err(|error| {
        findings.push(Finding::error(Code::CmsMalformed).with("fault", error.to_string()));
        Refusal::Failed(SubIndication::FormatFailure)
    })?;
    let mut deviations = token.signed_data().deviations.iter();
    if deviations.any(|deviation| matches!(deviation, Deviation::TrailingBytes { .. })) {
        // The room left in /Contents is not signed: only zeros say nothing to anybody.
        findings.push(Finding::error(Code::CmsMalformed).with("fault", "trailing-bytes"));
        return Err(Refusal::Failed(SubIndication::FormatFailure));
    }
    if let Err(fault) = &token.info().imprint.digest {
        let finding = Finding::error(Code::AlgorithmUnknown).with("algorithm", fault.to_string());
        findings.push(finding);
        return Err(Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe));
    }
    Ok(token)
}

/// Fills in the digests of all signatures that got as far as to need one.
fn hash_all<T>(
    document: &PdfDocument,
    opened: &mut [Opened],
    beside: impl FnOnce(&[Opened]) -> T,
) -> T {
    let mut wanted = Vec::new();
    let mut places = Vec::new();
    for (place, signature) in opened.iter().enumerate() {
        for covered in signature.covered() {
            wanted.push(covered);
            places.push(place);
        }
    }
    let (digests, seen) = digests::beside(document.source(), &wanted, || beside(opened));
    for (index, place) in places.into_iter().enumerate() {
        if let Some(signature) = opened.get_mut(place) {
            let digest = digests.as_ref().ok().and_then(|digests| digests.get(index)).copied();
            match signature.digest {
                None => signature.digest = digest,
                Some(_) => signature.more_digests.extend(digest),
            }
        }
    }
    seen
}
