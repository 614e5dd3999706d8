//! The content that a CMS carries, read in place: its bytes may stand in pieces (X.690 §8.7).

use std::ops::Range;

use memchr::memmem;

use crate::DigestAlgorithm;
use crate::cms::ber::{header_at, id};
use crate::cms::{BerError, CmsError};
use crate::crypto::{Digest, Hasher};
use crate::disguise;
use crate::error::Error;
use crate::limits::{MAX_BER_DEPTH, MAX_SHORT_PIECES, MIN_PIECE_BYTES};
use crate::source::Source;

/// Bytes that hold the longest header of an element.
const LONGEST_HEADER: u64 = 16;

/// Bytes in which readers look for the header of a PDF (ISO 32000-1 Annex H.3), and in which they
/// look for the end record of a zip file (APPNOTE 4.3.16).
const PDF_HEAD: usize = 1024 + 5;
const ZIP_TAIL: usize = 22 + u16::MAX as usize;

/// Where the header of an element says that its contents are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) id: u8,
    /// Where the contents begin.
    pub(super) body: u64,
    /// Where they end; `None` where end-of-contents octets say it.
    pub(super) end: Option<u64>,
}

impl Open {
    /// Reads the header at `at` of an element that ends before `limit`.
    pub(super) fn read(source: &Source, at: u64, limit: u64) -> Result<Self, Error> {
        let truncated = CmsError::Asn1(BerError::Truncated { offset: at });
        let window = source.window(at..limit.min(at.saturating_add(LONGEST_HEADER)).max(at))?;
        let base = usize::try_from(at).map_err(|_| truncated.clone())?;
        let (id, len, header_len) = header_at(&window, base).map_err(CmsError::Asn1)?;
        let body = at.saturating_add(header_len as u64);
        let end = len.map(|len| body.checked_add(len as u64).filter(|end| *end <= limit));
        match end {
            Some(None) => Err(truncated.into()),
            Some(end) => Ok(Self { id, body, end }),
            None => Ok(Self { id, body, end: None }),
        }
    }

    /// The same, which must be of this kind.
    pub(super) fn expect(source: &Source, at: u64, limit: u64, kind: u8) -> Result<Self, Error> {
        let open = Self::read(source, at, limit)?;
        if open.id == kind {
            return Ok(open);
        }
        let found = Some(open.id);
        Err(CmsError::Asn1(BerError::Unexpected { offset: at, expected: kind, found }).into())
    }

    /// Where the contents end at the latest.
    pub(super) fn limit(&self, outer: u64) -> u64 {
        self.end.unwrap_or(outer)
    }

    /// Ends it at `at`: says where what follows begins.
    pub(super) fn close(&self, source: &Source, at: u64, outer: u64) -> Result<u64, Error> {
        match self.end {
            Some(end) if end == at => Ok(at),
            Some(_) => Err(CmsError::Asn1(BerError::LeftOver { offset: at }).into()),
            None => {
                let end = at.saturating_add(2);
                let closed = end <= outer && *source.window(at..end)? == [0, 0];
                let fault = CmsError::Asn1(BerError::LeftOver { offset: at });
                if closed { Ok(end) } else { Err(fault.into()) }
            }
        }
    }

    /// Whether its contents end here: nothing stands between `at` and the end.
    pub(super) fn is_over(&self, source: &Source, at: u64, outer: u64) -> Result<bool, Error> {
        match self.end {
            Some(end) => Ok(at >= end),
            None => {
                let end = at.saturating_add(2);
                Ok(end <= outer && *source.window(at..end)? == [0, 0])
            }
        }
    }
}

/// The octets of `eContent`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Attached {
    /// The contents of the element; of one in pieces, the pieces with their headers.
    range: Range<u64>,
    pieces: bool,
    len: u64,
}

impl Attached {
    /// Reads the element at `at`, an OCTET STRING or, in PKCS#7 v1.5, any other whose contents
    /// are what is signed. Says also where it ends.
    pub(super) fn read(source: &Source, at: u64, limit: u64) -> Result<(Self, u64), Error> {
        let open = Open::read(source, at, limit)?;
        let constructed = id::OCTET_STRING | id::CONSTRUCTED;
        match (open.id, open.end) {
            (found, Some(end)) if found != constructed => {
                let range = open.body..end;
                let len = end.saturating_sub(open.body);
                Ok((Self { range, pieces: false, len }, end))
            }
            (found, _) if found == constructed => {
                let mut len: u64 = 0;
                let mut add = |piece: Range<u64>| {
                    len = len.saturating_add(piece.end.saturating_sub(piece.start));
                    Ok(())
                };
                let (body_end, end) = walk(source, open, open.limit(limit), &mut add)?;
                Ok((Self { range: open.body..body_end, pieces: true, len }, end))
            }
            // Where its contents end nobody says without what they are.
            _ => Err(CmsError::Asn1(BerError::Value { offset: at }).into()),
        }
    }

    /// How many octets there are.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Where they stand in the file; of pieces, with their headers.
    pub(super) fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// Whether they stand in pieces, as no DER has them.
    pub(super) fn is_pieces(&self) -> bool {
        self.pieces
    }

    fn stream(&self, source: &Source, sink: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        if !self.pieces {
            return Ok(source.stream(self.range.clone(), sink)?);
        }
        let id = id::OCTET_STRING | id::CONSTRUCTED;
        let open = Open { id, body: self.range.start, end: Some(self.range.end) };
        let mut pass = |piece: Range<u64>| Ok(source.stream(piece, sink)?);
        walk(source, open, self.range.end, &mut pass).map(|_| ())
    }
}

/// Passes the pieces of a constructed OCTET STRING to `sink`. Gives where its contents end and
/// where it ends itself.
fn walk(
    source: &Source,
    outermost: Open,
    limit: u64,
    sink: &mut dyn FnMut(Range<u64>) -> Result<(), Error>,
) -> Result<(u64, u64), Error> {
    let mut stack = vec![outermost];
    let mut at = outermost.body;
    let mut pieces = 0_u64;
    while let Some(open) = stack.last().copied() {
        let within = open.limit(limit);
        if open.is_over(source, at, within)? {
            let body_end = at;
            at = open.close(source, at, within)?;
            stack.pop();
            if stack.is_empty() {
                return Ok((body_end, at));
            }
            continue;
        }
        let piece = Open::read(source, at, within)?;
        pieces = pieces.saturating_add(1);
        let walked = at.saturating_sub(outermost.body);
        if pieces > MAX_SHORT_PIECES.saturating_add(walked / MIN_PIECE_BYTES) {
            let (offset, limit) = (at, usize::try_from(MAX_SHORT_PIECES).unwrap_or(usize::MAX));
            return Err(CmsError::Asn1(BerError::TooMany { offset, limit }).into());
        }
        match (piece.id, piece.end) {
            (id::OCTET_STRING, Some(end)) => {
                sink(piece.body..end)?;
                at = end;
            }
            (found, _) if found == id::OCTET_STRING | id::CONSTRUCTED => {
                if stack.len() >= MAX_BER_DEPTH {
                    return Err(CmsError::Asn1(BerError::TooDeep { offset: at }).into());
                }
                at = piece.body;
                // One of open length ends inside of what it stands in.
                stack.push(piece);
            }
            (found, _) => {
                let (expected, found) = (id::OCTET_STRING, Some(found));
                let fault = BerError::Unexpected { offset: at, expected, found };
                return Err(CmsError::Asn1(fault).into());
            }
        }
    }
    Err(CmsError::Asn1(BerError::Truncated { offset: at }).into())
}

/// The bytes that signatures are over, wherever they are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Content<'a> {
    /// Inside the CMS that this source is.
    Attached(&'a Source, &'a Attached),
    /// A file of their own.
    Detached(&'a Source),
}

impl Content<'_> {
    /// How many there are.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Attached(_, attached) => attached.len(),
            Self::Detached(source) => source.len(),
        }
    }

    /// Passes them on in order; memory does not grow with them.
    pub(crate) fn stream(&self, sink: &mut dyn FnMut(&[u8])) -> Result<(), Error> {
        match self {
            Self::Attached(source, attached) => attached.stream(source, sink),
            Self::Detached(source) => Ok(source.stream(0..source.len(), sink)?),
        }
    }

    /// Whether readers of PDF or of zip files would open them, by what is near either end.
    pub(super) fn is_pdf_or_zip(&self) -> Result<bool, Error> {
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        self.stream(&mut |bytes| {
            let room = PDF_HEAD.saturating_sub(head.len()).min(bytes.len());
            head.extend_from_slice(bytes.get(..room).unwrap_or_default());
            tail.extend_from_slice(bytes);
            tail.drain(..tail.len().saturating_sub(ZIP_TAIL));
        })?;
        let is_pdf = memmem::find(&head, b"%PDF-").is_some();
        let is_zip = head.starts_with(b"PK") || disguise::zip(&tail, self.len()).next().is_some();
        Ok(is_pdf || is_zip)
    }

    /// Their digest by each of these hash functions, the bytes read once.
    pub(crate) fn digests(&self, algorithms: &[DigestAlgorithm]) -> Result<Vec<Digest>, Error> {
        let mut hashers: Vec<Hasher> = Vec::new();
        for algorithm in algorithms {
            if !hashers.iter().any(|hasher| hasher.algorithm() == *algorithm) {
                hashers.push(Hasher::new(*algorithm));
            }
        }
        if !hashers.is_empty() {
            self.stream(&mut |bytes| hashers.iter_mut().for_each(|hasher| hasher.update(bytes)))?;
        }
        Ok(hashers.into_iter().map(Hasher::finish).collect())
    }
}
