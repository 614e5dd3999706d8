//! Reads BER in place, every element with its offset, and turns it into DER (X.690).
//!
//! Signatures cover bytes as they stand, so nothing is re-encoded on the way in: an element
//! borrows the original. [`to_der`] is for the few values whose DER form is what was signed.

use std::borrow::Cow;
use std::ops::Range;

use const_oid::ObjectIdentifier;

use crate::limits::MAX_BER_DEPTH;

/// Identifier octets of the universal types this library meets (X.690 §8.1.2).
pub(crate) mod id {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0a;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    /// The constructed bit.
    pub(crate) const CONSTRUCTED: u8 = 0x20;

    /// `[n]` in its primitive form.
    pub(crate) const fn context(n: u8) -> u8 {
        0x80 | n
    }

    /// `[n]` in its constructed form.
    pub(crate) const fn context_constructed(n: u8) -> u8 {
        0xa0 | n
    }
}

/// Stands for an object identifier that the type cannot hold; nothing is registered under it.
pub const INEXPRESSIBLE_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.0.0");

/// Why bytes are not the BER that was expected. Offsets count from the start of the outermost
/// input.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BerError {
    /// The input ends inside an element.
    #[error("ASN.1 element cut short at byte {offset}")]
    Truncated {
        /// Where the missing byte would be.
        offset: u64,
    },
    /// A length or a tag in a form that is not allowed or too large.
    #[error("ASN.1 header malformed at byte {offset}")]
    Header {
        /// Where the header starts.
        offset: u64,
    },
    /// Another type stands where one was expected.
    #[error("ASN.1 identifier {expected:#04x} expected at byte {offset}, found {}", octet(*found))]
    Unexpected {
        /// Where the element starts.
        offset: u64,
        /// The identifier octet that was expected.
        expected: u8,
        /// The identifier octet found; `None` at the end.
        found: Option<u8>,
    },
    /// More bytes follow where a structure should end.
    #[error("ASN.1 bytes left over at byte {offset}")]
    LeftOver {
        /// Where the first unread byte stands.
        offset: u64,
    },
    /// A value of the right type that its type does not allow.
    #[error("ASN.1 value malformed at byte {offset}")]
    Value {
        /// Where the element starts.
        offset: u64,
    },
    /// A structure with more members than are looked at.
    #[error("more than {limit} members in the ASN.1 structure at byte {offset}")]
    TooMany {
        /// Where the structure starts.
        offset: u64,
        /// The bound.
        limit: usize,
    },
    /// Deeper nesting than [`MAX_BER_DEPTH`].
    #[error("ASN.1 nested deeper than {MAX_BER_DEPTH} at byte {offset}")]
    TooDeep {
        /// Where the limit was passed.
        offset: u64,
    },
}

/// An identifier octet, as the standards write it.
fn octet(found: Option<u8>) -> String {
    found.map_or_else(|| "the end".to_owned(), |octet| format!("{octet:#04x}"))
}

impl BerError {
    /// Where in the outermost input, in bytes from its start.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self {
            Self::Truncated { offset }
            | Self::Header { offset }
            | Self::Unexpected { offset, .. }
            | Self::LeftOver { offset }
            | Self::Value { offset }
            | Self::TooMany { offset, .. }
            | Self::TooDeep { offset } => *offset,
        }
    }
}

/// One element: identifier, length, contents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    /// First identifier octet: class, constructed bit, low tag number.
    pub(crate) id: u8,
    /// Identifier, length, contents, and the end-of-contents octets if indefinite.
    pub(crate) raw: &'a [u8],
    /// Contents alone.
    pub(crate) content: &'a [u8],
    /// Where `raw` starts in the outermost input.
    pub(crate) offset: usize,
    /// Whether the length was given as indefinite (X.690 §8.1.3.6).
    pub(crate) indefinite: bool,
    /// Bytes before the contents.
    header_len: usize,
}

impl<'a> Element<'a> {
    /// A reader of the contents.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader { bytes: self.content, at: 0, base: self.offset.saturating_add(self.header_len) }
    }

    /// Where the whole element stands in the outermost input.
    pub(crate) fn range(&self) -> Range<usize> {
        self.offset..self.offset.saturating_add(self.raw.len())
    }

    /// Where its contents stand in the outermost input.
    pub(crate) fn content_range(&self) -> Range<usize> {
        let start = self.offset.saturating_add(self.header_len);
        start..start.saturating_add(self.content.len())
    }

    /// Its offset as errors carry it.
    pub(crate) fn offset64(&self) -> u64 {
        self.offset as u64
    }

    /// The error that its value is malformed.
    pub(crate) fn malformed(&self) -> BerError {
        BerError::Value { offset: self.offset64() }
    }

    /// Refuses a further member when there are `limit` already.
    pub(crate) fn room(&self, count: usize, limit: usize) -> Result<(), BerError> {
        let offset = self.offset64();
        if count < limit { Ok(()) } else { Err(BerError::TooMany { offset, limit }) }
    }

    /// The bytes of an OCTET STRING, its pieces joined if it is constructed.
    pub(crate) fn octets(&self) -> Result<Cow<'a, [u8]>, BerError> {
        if self.id & id::CONSTRUCTED == 0 {
            return Ok(Cow::Borrowed(self.content));
        }
        let mut joined = Vec::with_capacity(self.content.len());
        join_pieces(self, id::OCTET_STRING, &mut joined, 0)?;
        Ok(Cow::Owned(joined))
    }

    /// An OBJECT IDENTIFIER.
    pub(crate) fn oid(&self) -> Result<ObjectIdentifier, BerError> {
        if self.id != id::OID {
            return Err(self.not(id::OID));
        }
        ObjectIdentifier::from_bytes(self.content).map_err(|_| self.malformed())
    }

    /// An OBJECT IDENTIFIER that only has to be told from known ones: one that is well-formed and
    /// that [`ObjectIdentifier`] cannot hold (arcs of UUIDs, `2.999`) becomes
    /// [`INEXPRESSIBLE_OID`].
    pub(crate) fn any_oid(&self) -> Result<ObjectIdentifier, BerError> {
        match self.content {
            [.., 0..=0x7f] if self.id == id::OID => {
                Ok(ObjectIdentifier::from_bytes(self.content).unwrap_or(INEXPRESSIBLE_OID))
            }
            _ => self.oid(),
        }
    }

    /// A non-negative INTEGER that fits 64 bits.
    pub(crate) fn unsigned(&self) -> Result<u64, BerError> {
        if self.id & !id::context(31) != id::INTEGER & !id::context(31) {
            return Err(self.not(id::INTEGER));
        }
        self.magnitude()
    }

    /// The same under whatever tag.
    pub(crate) fn magnitude(&self) -> Result<u64, BerError> {
        let digits = match self.content {
            [] | [0x80..=0xff, ..] => return Err(self.malformed()),
            [0, rest @ ..] => rest,
            all => all,
        };
        if digits.len() > 8 {
            return Err(self.malformed());
        }
        Ok(digits.iter().fold(0, |n, b| n << 8 | u64::from(*b)))
    }

    /// A BOOLEAN, under whatever tag: BER has any byte but zero mean true (X.690 §8.2.2).
    pub(crate) fn boolean(&self) -> Result<bool, BerError> {
        match self.content {
            [byte] => Ok(*byte != 0),
            _ => Err(self.malformed()),
        }
    }

    /// The bytes of a BIT STRING that has no unused bits, as keys and signatures are.
    pub(crate) fn whole_bits(&self) -> Result<&'a [u8], BerError> {
        match (self.id, self.content) {
            (id::BIT_STRING, [0, bits @ ..]) => Ok(bits),
            (id::BIT_STRING, _) => Err(self.malformed()),
            _ => Err(self.not(id::BIT_STRING)),
        }
    }

    fn not(&self, expected: u8) -> BerError {
        BerError::Unexpected { offset: self.offset64(), expected, found: Some(self.id) }
    }
}

/// Reads elements one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    base: usize,
}

/// Identifier octet, contents length if definite, header length.
struct Header {
    id: u8,
    len: Option<usize>,
    header_len: usize,
}

/// The header at the start of `bytes`, which stand at `base` of the outermost input: identifier
/// octet, length of the contents if definite, bytes before the contents.
pub(crate) fn header_at(bytes: &[u8], base: usize) -> Result<(u8, Option<usize>, usize), BerError> {
    let header = Reader::within(bytes, base).header(0)?;
    Ok((header.id, header.len, header.header_len))
}

/// Reads a SEQUENCE OF that is all of `der`, at most `limit` members, each by `read`.
pub(crate) fn sequence_of<T>(
    der: &[u8],
    limit: usize,
    mut read: impl FnMut(&Element<'_>) -> Result<T, BerError>,
) -> Result<Vec<T>, BerError> {
    let mut reader = Reader::new(der);
    let sequence = reader.expect(id::SEQUENCE)?;
    reader.finish()?;
    let mut out = Vec::new();
    let mut members = sequence.reader();
    while let Some(member) = members.next()? {
        sequence.room(out.len(), limit)?;
        out.push(read(&member)?);
    }
    Ok(out)
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, offsets counted from their start.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, base: 0 }
    }

    /// Reads `bytes` that begin at `base` of the outermost input.
    pub(crate) fn within(bytes: &'a [u8], base: usize) -> Self {
        Self { bytes, at: 0, base }
    }

    /// Offset of the next element in the outermost input.
    pub(crate) fn offset(&self) -> u64 {
        self.base.saturating_add(self.at) as u64
    }

    /// The next identifier octet.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next element, `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Element<'a>>, BerError> {
        if self.at >= self.bytes.len() {
            return Ok(None);
        }
        let start = self.at;
        let header = self.header(start)?;
        let content_start = start + header.header_len;
        let (content_end, end) = match header.len {
            Some(len) => {
                let end = content_start.checked_add(len).filter(|end| *end <= self.bytes.len());
                let end = end.ok_or(BerError::Truncated { offset: self.position(start) })?;
                (end, end)
            }
            None => {
                let end = self.end_of_indefinite(content_start)?;
                (end - 2, end)
            }
        };
        let slice = |from: usize, to: usize| self.bytes.get(from..to).unwrap_or_default();
        let element = Element {
            id: header.id,
            raw: slice(start, end),
            content: slice(content_start, content_end),
            offset: self.base.saturating_add(start),
            indefinite: header.len.is_none(),
            header_len: header.header_len,
        };
        self.at = end;
        Ok(Some(element))
    }

    /// The next element, which must have this identifier.
    pub(crate) fn expect(&mut self, expected: u8) -> Result<Element<'a>, BerError> {
        let found = self.peek();
        if found != Some(expected) {
            return Err(BerError::Unexpected { offset: self.offset(), expected, found });
        }
        self.next()?.ok_or(BerError::Truncated { offset: self.offset() })
    }

    /// The next element if it has this identifier.
    pub(crate) fn optional(&mut self, expected: u8) -> Result<Option<Element<'a>>, BerError> {
        if self.peek() == Some(expected) { self.next() } else { Ok(None) }
    }

    /// The next element, an OCTET STRING in either form, its pieces joined.
    pub(crate) fn octet_string(&mut self) -> Result<Cow<'a, [u8]>, BerError> {
        let constructed = id::OCTET_STRING | id::CONSTRUCTED;
        match self.optional(constructed)? {
            Some(element) => element.octets(),
            None => self.expect(id::OCTET_STRING)?.octets(),
        }
    }

    /// Nothing may follow.
    pub(crate) fn finish(&self) -> Result<(), BerError> {
        if self.at < self.bytes.len() {
            return Err(BerError::LeftOver { offset: self.offset() });
        }
        Ok(())
    }

    fn position(&self, at: usize) -> u64 {
        self.base.saturating_add(at) as u64
    }

    fn byte(&self, at: usize) -> Result<u8, BerError> {
        self.bytes.get(at).copied().ok_or(BerError::Truncated { offset: self.position(at) })
    }

    fn header(&self, start: usize) -> Result<Header, BerError> {
        let malformed = BerError::Header { offset: self.position(start) };
        let id = self.byte(start)?;
        let mut at = start + 1;
        if id & 0x1f == 0x1f {
            // High tag numbers (X.690 §8.1.2.4) appear only inside values that are passed over.
            while self.byte(at)? & 0x80 != 0 {
                at += 1;
                if at - start > 5 {
                    return Err(malformed);
                }
            }
            at += 1;
        }
        let first = self.byte(at)?;
        at += 1;
        let len = match first {
            0..=0x7f => Some(usize::from(first)),
            0x80 if id & id::CONSTRUCTED != 0 => None,
            // Leading zeros are allowed in BER, more than eight octets are nobody's file.
            0x81..=0x88 => {
                let mut len = 0_u64;
                for _ in 0..first & 0x7f {
                    len = len << 8 | u64::from(self.byte(at)?);
                    at += 1;
                }
                Some(usize::try_from(len).map_err(|_| malformed)?)
            }
            _ => return Err(malformed),
        };
        Ok(Header { id, len, header_len: at - start })
    }

    /// One past the end-of-contents octets that close the element whose contents start at `at`.
    fn end_of_indefinite(&self, mut at: usize) -> Result<usize, BerError> {
        let mut open = 1_usize;
        loop {
            let header = self.header(at)?;
            let body = at + header.header_len;
            match header.len {
                Some(0) if header.id == 0 => {
                    open -= 1;
                    if open == 0 {
                        return Ok(body);
                    }
                    at = body;
                }
                Some(len) => {
                    at = body
                        .checked_add(len)
                        .filter(|end| *end <= self.bytes.len())
                        .ok_or(BerError::Truncated { offset: self.position(at) })?;
                }
                None => {
                    open += 1;
                    if open > MAX_BER_DEPTH {
                        return Err(BerError::TooDeep { offset: self.position(at) });
                    }
                    at = body;
                }
            }
        }
    }
}

fn join_pieces(
    element: &Element<'_>,
    piece_id: u8,
    out: &mut Vec<u8>,
    depth: usize,
) -> Result<(), BerError> {
    if depth >= MAX_BER_DEPTH {
        return Err(BerError::TooDeep { offset: element.offset64() });
    }
    let mut pieces = element.reader();
    while let Some(piece) = pieces.next()? {
        if piece.id == piece_id | id::CONSTRUCTED {
            join_pieces(&piece, piece_id, out, depth + 1)?;
        } else if piece.id == piece_id {
            out.extend_from_slice(piece.content);
        } else {
            return Err(piece.not(piece_id));
        }
    }
    Ok(())
}

/// The DER form of one BER element: definite minimal lengths, strings in one piece, the members
/// of every SET in ascending order (X.690 §10, §11.6).
///
/// # Errors
/// [`BerError`] when `ber` is not exactly one element or is nested deeper than
/// [`MAX_BER_DEPTH`].
pub fn to_der(ber: &[u8]) -> Result<Vec<u8>, BerError> {
    let mut reader = Reader::new(ber);
    let element = reader.next()?.ok_or(BerError::Truncated { offset: 0 })?;
    reader.finish()?;
    let mut out = Vec::with_capacity(ber.len());
    transcode(&element, &mut out, 0)?;
    Ok(out)
}

/// Whether the identifier is that of a constructed string of universal class: these have one
/// piece only in DER. BIT STRING, OCTET STRING, and the character strings.
fn is_constructed_string(id_octet: u8) -> bool {
    matches!(id_octet, 0x23 | 0x24 | 0x2c | 0x32..=0x3c | 0x3e)
}

fn transcode(element: &Element<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), BerError> {
    if depth >= MAX_BER_DEPTH {
        return Err(BerError::TooDeep { offset: element.offset64() });
    }
    if element.id & id::CONSTRUCTED == 0 || element.id & 0x1f == 0x1f {
        out.extend_from_slice(&super::encode::retagged(element));
        return Ok(());
    }
    if is_constructed_string(element.id) {
        let piece_id = element.id & !id::CONSTRUCTED;
        let mut joined = Vec::with_capacity(element.content.len());
        if piece_id == id::BIT_STRING {
            join_bits(element, &mut joined)?;
        } else {
            // Pieces of character strings may be tagged as themselves or as OCTET STRING
            // (X.690 §8.23.6 has them as OCTET STRING).
            join_pieces(element, piece_id, &mut joined, depth).or_else(|_| {
                joined.clear();
                join_pieces(element, id::OCTET_STRING, &mut joined, depth)
            })?;
        }
        out.extend_from_slice(&super::encode::tlv(piece_id, &[&joined]));
        return Ok(());
    }
    let mut members = Vec::new();
    let mut reader = element.reader();
    while let Some(child) = reader.next()? {
        let mut der = Vec::with_capacity(child.raw.len());
        transcode(&child, &mut der, depth + 1)?;
        members.push(der);
    }
    if element.id == id::SET {
        members.sort();
    }
    out.extend_from_slice(&super::encode::tlv(element.id, &[&members.concat()]));
    Ok(())
}

/// Joins the pieces of a constructed BIT STRING: only the last may have unused bits.
fn join_bits(element: &Element<'_>, out: &mut Vec<u8>) -> Result<(), BerError> {
    out.push(0);
    let mut unused = 0;
    let mut reader = element.reader();
    while let Some(piece) = reader.next()? {
        match (piece.id, piece.content) {
            (id::BIT_STRING, [bits, rest @ ..]) if unused == 0 && *bits < 8 => {
                unused = *bits;
                out.extend_from_slice(rest);
            }
            _ => return Err(piece.malformed()),
        }
    }
    if let Some(first) = out.first_mut() {
        *first = unused;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BerError, Reader, id, to_der};
    use crate::limits::MAX_BER_DEPTH;

    #[test]
    fn indefinite_and_pieced_strings_become_der() {
        // SEQUENCE { OCTET STRING in two pieces, one of them itself in pieces } of open length
        let ber =
            [0x30, 0x80, 0x24, 0x80, 0x04, 0x01, b'a', 0x24, 0x03, 0x04, 0x01, b'b', 0, 0, 0, 0];
        assert_eq!(to_der(&ber).unwrap(), [0x30, 0x04, 0x04, 0x02, b'a', b'b']);
    }

    #[test]
    fn der_stays_as_it_is_and_sets_are_sorted() {
        let der = [0x30, 0x06, 0x31, 0x04, 0x02, 0x00, 0x04, 0x00];
        assert_eq!(to_der(&der).unwrap(), der);
        let unsorted = [0x31, 0x06, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01];
        assert_eq!(to_der(&unsorted).unwrap(), [0x31, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x02]);
    }

    #[test]
    fn long_lengths_shrink() {
        assert_eq!(to_der(&[0x04, 0x84, 0, 0, 0, 1, 7]).unwrap(), [0x04, 0x01, 7]);
    }

    #[test]
    fn nesting_is_bounded() {
        let open = [0x30, 0x80].repeat(MAX_BER_DEPTH + 1);
        assert!(matches!(to_der(&open), Err(BerError::TooDeep { .. })));
        let mut nested = vec![0x05, 0x00];
        for _ in 0..=MAX_BER_DEPTH {
            nested = super::super::encode::tlv(id::SEQUENCE, &[&nested]);
        }
        assert!(matches!(to_der(&nested), Err(BerError::TooDeep { .. })));
    }

    #[test]
    fn offsets_count_from_the_outermost_start() {
        let bytes = [0x30, 0x05, 0x02, 0x01, 0x07, 0x04, 0x09];
        let mut outer = Reader::new(&bytes);
        let mut inner = outer.expect(id::SEQUENCE).unwrap().reader();
        assert_eq!(inner.expect(id::INTEGER).unwrap().unsigned().unwrap(), 7);
        assert_eq!(inner.next().unwrap_err(), BerError::Truncated { offset: 5 });
    }

    #[test]
    fn lengths_beyond_the_input_are_refused() {
        for bytes in [
            &[0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff][..],
            &[0x04, 0x89, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0x04, 0x80, 0, 0],
            &[0x30, 0x80, 0x04, 0x7f],
            &[0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            &[0x30],
        ] {
            assert!(to_der(bytes).is_err(), "{bytes:02x?}");
        }
    }
}
