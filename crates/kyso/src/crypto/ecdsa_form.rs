//! The two forms of an ECDSA value: the DER of r and s, and both numbers one after the other in
//! the width of the curve (RFC 3279 §2.2.3; xmldsig-core1 §6.4.3, IEEE 1363).

use super::public_key::{KeyKind, curve, curve_oid};
use crate::cms::ber::{Reader, id};
use crate::cms::encode;

/// Length in bytes of each of r and s on this curve; `None` for other keys.
fn width(kind: KeyKind) -> Option<usize> {
    curve(curve_oid(kind)?).map(|(_, width)| width)
}

/// The length of the fixed form for a key of this kind; `None` for keys that are no curve's.
pub(crate) fn fixed_len(kind: KeyKind) -> Option<usize> {
    width(kind).map(|width| 2 * width)
}

/// The DER form of a value in the fixed form; `None` when it has not exactly the curve's length.
pub(crate) fn fixed_to_der(kind: KeyKind, value: &[u8]) -> Option<Vec<u8>> {
    let (r, s) = value.split_at_checked(width(kind)?)?;
    (r.len() == s.len()).then(|| encode::sequence(&[&integer(r), &integer(s)]))
}

/// The fixed form of a value in DER; `None` when it is malformed or a number is too long.
pub(crate) fn der_to_fixed(kind: KeyKind, der: &[u8]) -> Option<Vec<u8>> {
    let width = width(kind)?;
    let mut outer = Reader::new(der);
    let mut numbers = outer.expect(id::SEQUENCE).ok()?.reader();
    outer.finish().ok()?;
    let mut fixed = Vec::with_capacity(2 * width);
    for _ in 0..2 {
        let content = numbers.expect(id::INTEGER).ok()?.content;
        if content.first().is_none_or(|byte| byte & 0x80 != 0) {
            return None;
        }
        let digits = significant(content);
        fixed.resize(fixed.len() + width.checked_sub(digits.len())?, 0);
        fixed.extend_from_slice(digits);
    }
    numbers.finish().ok()?;
    Some(fixed)
}

/// Digits without leading zeros.
pub(crate) fn significant(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|byte| **byte == 0).count();
    digits.get(zeros..).unwrap_or_default()
}

/// INTEGER of big-endian digits.
pub(crate) fn integer(digits: &[u8]) -> Vec<u8> {
    let digits = significant(digits);
    match digits.first() {
        None | Some(0x80..) => encode::tlv(id::INTEGER, &[&[0], digits]),
        Some(_) => encode::tlv(id::INTEGER, &[digits]),
    }
}

#[cfg(test)]
mod tests {
    use super::{der_to_fixed, fixed_to_der, integer};
    use crate::crypto::KeyKind;

    #[test]
    fn both_forms_turn_into_each_other() {
        for first in [0_u8, 1, 0x7f, 0x80, 0xff] {
            let mut value = vec![first; 64];
            value[32] = 0;
            let der = fixed_to_der(KeyKind::P256, &value).unwrap();
            assert_eq!(der_to_fixed(KeyKind::P256, &der), Some(value));
        }
    }

    #[test]
    fn only_the_width_of_the_curve_is_taken() {
        assert!(fixed_to_der(KeyKind::P521, &[1; 132]).is_some());
        for len in [0, 1, 131, 133, 130, 134] {
            assert_eq!(fixed_to_der(KeyKind::P521, &vec![1; len]), None, "{len}");
        }
        assert_eq!(fixed_to_der(KeyKind::Ed25519, &[1; 64]), None);
        let long = [0x30, 0x26, 2, 0x21, 1].iter().copied().chain([0; 32]).chain([2, 1, 1]);
        assert_eq!(der_to_fixed(KeyKind::P256, &long.collect::<Vec<_>>()), None);
        assert_eq!(der_to_fixed(KeyKind::P256, &[0x30, 6, 2, 1, 0x80, 2, 1, 1]), None);
    }

    #[test]
    fn integers_are_positive_and_minimal() {
        assert_eq!(integer(&[0, 0, 1]), [2, 1, 1]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80]);
        assert_eq!(integer(&[]), [2, 1, 0]);
    }
}
