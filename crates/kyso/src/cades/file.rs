//! A CMS in a file of its own (`.p7s`, `.p7m`), DER, BER or PEM: everything but the content that
//! it carries is read, that stays where it is.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use const_oid::ObjectIdentifier;

use super::content::{Attached, Content, Open};
use crate::cms::ber::{Element, Reader, id};
use crate::cms::{
    BerError, CmsError, Deviation, KnownCertificates, SignedData, has_ber, oids, read_head,
};
use crate::disguise::{self, Marks};
use crate::error::Error;
use crate::limits::{MAX_CMS_BYTES, MAX_CMS_HEAD_BYTES, MAX_PEM_BYTES};
use crate::source::Source;

/// What stands before a CMS in PEM (RFC 7468 §8, §9; the last is of old OpenSSL).
const PEM_MARKS: [&[u8]; 3] =
    [b"-----BEGIN CMS-----", b"-----BEGIN PKCS7-----", b"-----BEGIN PKCS #7 SIGNED DATA-----"];

/// id-signedData as an element.
const SIGNED_DATA: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// Whether the first bytes of a file are those of a SignedData.
pub(crate) fn is_cms(head: &[u8]) -> bool {
    let Some((first, rest)) = head.split_first() else { return false };
    let header = match rest.first() {
        Some(0x81..=0x88) => 1 + usize::from(rest.first().copied().unwrap_or_default() & 0x7f),
        _ => 1,
    };
    *first == id::SEQUENCE && rest.get(header..).is_some_and(|rest| rest.starts_with(&SIGNED_DATA))
}

/// Whether the first bytes of a file are those of a CMS in PEM.
pub(crate) fn is_pem(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    PEM_MARKS.iter().any(|mark| head.starts_with(mark))
}

/// A CMS as it stands in its file.
#[derive(Debug)]
pub(crate) struct CmsFile {
    source: Source,
    pem: bool,
    signed_data: SignedData,
    /// Whether ContentInfo, what is explicit in it, and SignedData are of open length.
    pub(super) indefinite: [bool; 3],
    /// The element EncapsulatedContentInfo.
    pub(super) encapsulated: Range<u64>,
    /// The members of `digestAlgorithms`, as they stand.
    pub(super) digest_algorithms: Vec<Vec<u8>>,
    attached: Option<Attached>,
    /// What stands behind the content up to the end of SignedData.
    pub(super) rest: Vec<u8>,
}

impl CmsFile {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Cms`] with the offset in the DER; [`Error::Source`].
    pub(crate) fn open(source: Source) -> Result<Self, Error> {
        let head = source.window(0..source.len().min(MAX_CMS_HEAD_BYTES))?;
        if is_pem(&head) {
            let der = decode(&source)?;
            return Self::read(Source::from_bytes(der), true);
        }
        drop(head);
        Self::read(source, false)
    }

    fn read(source: Source, pem: bool) -> Result<Self, Error> {
        let end = source.len();
        let outer = Open::expect(&source, 0, end, id::SEQUENCE)?;
        let outer_end = outer.limit(end);
        let (oid, at) = object_identifier(&source, outer.body, outer_end)?;
        if oid != oids::SIGNED_DATA {
            return Err(CmsError::NotSignedData { oid }.into());
        }
        let explicit = Open::expect(&source, at, outer_end, id::context_constructed(0))?;
        let explicit_end = explicit.limit(outer_end);
        let inner = Open::expect(&source, explicit.body, explicit_end, id::SEQUENCE)?;
        let inner_end = inner.limit(explicit_end);
        let head = Head::read(&source, inner.body, inner_end)?;
        let content = Encapsulated::read(&source, head.end, inner_end)?;
        let Head { version, listed, members: digest_algorithms, end: start } = head;
        let mut signed_data = SignedData::empty(version, listed, content.kind);
        let rest = read_rest(&source, content.end..inner_end, &mut signed_data)?;
        let mut at = content.end.saturating_add(rest.len() as u64);
        for (open, limit) in [(inner, explicit_end), (explicit, outer_end), (outer, end)] {
            at = open.close(&source, at, limit)?;
        }
        signed_data.encoded_len = usize::try_from(at).unwrap_or(usize::MAX);
        let indefinite = [outer, explicit, inner].map(|open| open.end.is_none());
        let ber = content.ber || indefinite.contains(&true);
        if ber || has_ber(reader(&rest, content.end)?) {
            signed_data.deviations.push(Deviation::NotDer);
        }
        if at < end {
            let len = end.saturating_sub(at);
            signed_data.deviations.push(Deviation::TrailingBytes { offset: at, len });
        }
        let encapsulated = start..content.end;
        let attached = content.attached;
        Ok(Self {
            source,
            pem,
            signed_data,
            indefinite,
            encapsulated,
            digest_algorithms,
            attached,
            rest,
        })
    }

    /// The bytes that it was read from: of one in PEM, what that encodes.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether it came in PEM.
    pub(crate) fn is_pem(&self) -> bool {
        self.pem
    }

    /// All but the content, whose place is `None`.
    pub(crate) fn signed_data(&self) -> &SignedData {
        &self.signed_data
    }

    /// Where the element with the content stands.
    pub(crate) fn encapsulated(&self) -> Range<u64> {
        self.encapsulated.clone()
    }

    /// Whether ContentInfo, what is explicit in it, and SignedData are of open length.
    pub(crate) fn indefinite(&self) -> [bool; 3] {
        self.indefinite
    }

    /// The content, where it is inside.
    pub(crate) fn attached(&self) -> Option<&Attached> {
        self.attached.as_ref()
    }

    /// The same, to be read.
    pub(crate) fn content(&self) -> Option<Content<'_>> {
        self.attached.as_ref().map(|attached| Content::Attached(&self.source, attached))
    }

    /// Whether readers of another format would take the file for one of theirs and show what
    /// nobody signed: what is not content says so.
    pub(crate) fn disguises(&self) -> Result<bool, Error> {
        let content = self.attached.as_ref().map(Attached::range);
        Ok(disguise::is_outside(&self.source, content, Marks::PdfAndZip)?)
    }

    /// Whether the content stands in pieces and is a PDF or a zip file: readers of these, who look
    /// for their marks in the file as it is, read the headers of the pieces as well.
    pub(crate) fn is_cut_up(&self) -> Result<bool, Error> {
        match self.content().filter(|_| self.attached.as_ref().is_some_and(Attached::is_pieces)) {
            Some(content) => content.is_pdf_or_zip(),
            None => Ok(false),
        }
    }
}

/// A reader whose offsets count in the whole file.
fn reader(bytes: &[u8], start: u64) -> Result<Reader<'_>, Error> {
    let base = usize::try_from(start);
    let base = base.map_err(|_| CmsError::Asn1(BerError::Truncated { offset: start }))?;
    Ok(Reader::within(bytes, base))
}

/// The bytes from `start` on that hold what is small in any CMS.
fn window(source: &Source, start: u64, limit: u64) -> Result<Vec<u8>, Error> {
    let end = limit.min(start.saturating_add(MAX_CMS_HEAD_BYTES)).max(start);
    Ok(source.read_range(start..end)?)
}

fn object_identifier(
    source: &Source,
    at: u64,
    limit: u64,
) -> Result<(ObjectIdentifier, u64), Error> {
    let bytes = window(source, at, limit)?;
    let mut reader = reader(&bytes, at)?;
    let oid = reader.expect(id::OID).and_then(|oid| oid.oid()).map_err(CmsError::Asn1)?;
    Ok((oid, reader.offset()))
}

/// Version and digest algorithms.
struct Head {
    version: u64,
    listed: Vec<ObjectIdentifier>,
    members: Vec<Vec<u8>>,
    end: u64,
}

impl Head {
    fn read(source: &Source, at: u64, limit: u64) -> Result<Self, Error> {
        let bytes = window(source, at, limit)?;
        let mut fields = reader(&bytes, at)?;
        let (version, listed) = read_head(&mut fields)?;
        let end = fields.offset();
        let mut again = reader(&bytes, at)?;
        again.expect(id::INTEGER).map_err(CmsError::Asn1)?;
        let members = members(&again.expect(id::SET).map_err(CmsError::Asn1)?)?;
        Ok(Self { version, listed, members, end })
    }
}

/// The members of a set, as they stand.
pub(super) fn members(set: &Element<'_>) -> Result<Vec<Vec<u8>>, CmsError> {
    let mut members = Vec::new();
    let mut reader = set.reader();
    while let Some(member) = reader.next()? {
        members.push(member.raw.to_vec());
    }
    Ok(members)
}

/// EncapsulatedContentInfo (RFC 5652 §5.2).
struct Encapsulated {
    kind: ObjectIdentifier,
    attached: Option<Attached>,
    end: u64,
    ber: bool,
}

impl Encapsulated {
    fn read(source: &Source, at: u64, limit: u64) -> Result<Self, Error> {
        let outer = Open::expect(source, at, limit, id::SEQUENCE)?;
        let outer_end = outer.limit(limit);
        let (kind, mut at) = object_identifier(source, outer.body, outer_end)?;
        let (mut attached, mut ber) = (None, outer.end.is_none());
        if !outer.is_over(source, at, outer_end)? {
            let explicit = Open::expect(source, at, outer_end, id::context_constructed(0))?;
            let explicit_end = explicit.limit(outer_end);
            let (content, end) = Attached::read(source, explicit.body, explicit_end)?;
            at = explicit.close(source, end, explicit_end)?;
            ber |= explicit.end.is_none() || content.is_pieces();
            attached = Some(content);
        }
        let end = outer.close(source, at, outer_end)?;
        Ok(Self { kind, attached, end, ber })
    }
}

/// Certificates, CRLs and signers; gives their bytes.
fn read_rest(
    source: &Source,
    range: Range<u64>,
    signed_data: &mut SignedData,
) -> Result<Vec<u8>, Error> {
    let start = range.start;
    let len = range.end.saturating_sub(start);
    if len > MAX_CMS_BYTES as u64 {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        return Err(CmsError::TooLarge { len }.into());
    }
    let mut rest = source.read_range(range)?;
    let mut fields = reader(&rest, start)?;
    signed_data.read_rest(&mut fields, &mut KnownCertificates::default())?;
    let end = fields.offset().saturating_sub(start);
    rest.truncate(usize::try_from(end).unwrap_or(0));
    Ok(rest)
}

/// What a PEM file encodes.
fn decode(source: &Source) -> Result<Vec<u8>, Error> {
    if source.len() > MAX_PEM_BYTES {
        let len = usize::try_from(source.len()).unwrap_or(usize::MAX);
        return Err(CmsError::TooLarge { len }.into());
    }
    let text = source.read_range(0..source.len())?;
    block(&text).ok_or(CmsError::Pem.into())
}

/// The bytes of the one block that is all of a text. Nothing may stand around it or among its
/// lines, which other programs would read and nobody signed.
fn block(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii();
    let mark = PEM_MARKS.iter().find(|mark| text.starts_with(mark))?;
    let end = [b"-----END ", mark.strip_prefix(b"-----BEGIN ")?].concat();
    let body = text.strip_prefix(*mark)?.strip_suffix(end.as_slice())?;
    let digits: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    STANDARD.decode(digits).ok()
}
