//! Writes DER: definite minimal lengths, sets sorted (X.690 §10, §11).

use const_oid::ObjectIdentifier;

use super::ber::{Element, id};

/// Identifier and length octets before `len` bytes of contents.
pub(crate) fn header(id_octet: u8, len: usize) -> Vec<u8> {
    let mut out = vec![id_octet];
    if len < 0x80 {
        out.extend(u8::try_from(len));
    } else {
        let bytes = len.to_be_bytes();
        let significant = bytes.iter().skip_while(|b| **b == 0);
        out.push(0x80 | u8::try_from(significant.clone().count()).unwrap_or_default());
        out.extend(significant);
    }
    out
}

/// One element whose contents are `parts` one after the other.
pub(crate) fn tlv(id_octet: u8, parts: &[&[u8]]) -> Vec<u8> {
    let len = parts.iter().map(|part| part.len()).sum();
    let mut out = header(id_octet, len);
    out.reserve_exact(len);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A primitive element with a minimal length; the identifier octets stay.
pub(super) fn retagged(element: &Element<'_>) -> Vec<u8> {
    if element.id & 0x1f == 0x1f {
        return element.raw.to_vec();
    }
    tlv(element.id, &[element.content])
}

/// SEQUENCE of `parts`.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(id::SEQUENCE, parts)
}

/// The contents of a SET OF: its members in ascending order of their encodings (X.690 §11.6).
pub(crate) fn sorted(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    members.concat()
}

/// OBJECT IDENTIFIER.
pub(crate) fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    tlv(id::OID, &[oid.as_bytes()])
}

/// OCTET STRING.
pub(crate) fn octet_string(bytes: &[u8]) -> Vec<u8> {
    tlv(id::OCTET_STRING, &[bytes])
}

/// A non-negative INTEGER.
pub(crate) fn unsigned(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let start = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len() - 1);
    let digits = bytes.get(start..).unwrap_or_default();
    match digits.first() {
        Some(0x80..) => tlv(id::INTEGER, &[&[0], digits]),
        _ => tlv(id::INTEGER, &[digits]),
    }
}

/// NULL.
pub(crate) const NULL: [u8; 2] = [id::NULL, 0];

#[cfg(test)]
mod tests {
    use super::{tlv, unsigned};

    #[test]
    fn lengths_are_minimal() {
        assert_eq!(tlv(4, &[&[0; 0x7f]])[..2], [4, 0x7f]);
        assert_eq!(tlv(4, &[&[0; 0x80]])[..3], [4, 0x81, 0x80]);
        assert_eq!(tlv(4, &[&[0; 0x100]])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn integers_keep_their_sign() {
        assert_eq!(unsigned(0), [2, 1, 0]);
        assert_eq!(unsigned(127), [2, 1, 127]);
        assert_eq!(unsigned(128), [2, 2, 0, 128]);
        assert_eq!(unsigned(u64::MAX).len(), 11);
    }
}
