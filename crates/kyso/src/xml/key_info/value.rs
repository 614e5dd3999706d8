//! `ds:KeyValue` ↔ SubjectPublicKeyInfo (xmldsig-core1 §4.5.2, RFC 3279 §2.3, RFC 5480).

use const_oid::ObjectIdentifier;
use der::Decode;

use super::KeyInfoError;
use super::read::{binary, malformed};
use crate::cms::ber::{Reader, id};
use crate::cms::encode;
use crate::crypto::ecdsa_form::{integer, significant};
use crate::xml::signature::{DSIG, DSIG11};
use crate::xml::tree::{NodeId, Tree};

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// The key in the `ds:KeyValue` element `node` as SubjectPublicKeyInfo, DER; `None` for kinds of
/// key that are not known here: DSA, curves by their parameters, those of other namespaces.
pub(super) fn read(tree: &Tree, node: NodeId) -> Result<Option<Vec<u8>>, KeyInfoError> {
    let mut children = tree.elements(node);
    let (Some(key), None) = (children.next(), children.next()) else {
        return Err(malformed(tree, node));
    };
    if tree.is(key, DSIG, "RSAKeyValue") {
        let [modulus, exponent] = parts(tree, key, DSIG, ["Modulus", "Exponent"])?;
        return Ok(Some(rsa(&binary(tree, modulus)?, &binary(tree, exponent)?)));
    }
    if tree.is(key, DSIG11, "ECKeyValue") {
        if tree.elements(key).next().is_some_and(|first| tree.is(first, DSIG11, "ECParameters")) {
            return Ok(None);
        }
        let [curve, point] = parts(tree, key, DSIG11, ["NamedCurve", "PublicKey"])?;
        let oid = tree
            .attribute(curve, "", "URI")
            .and_then(|uri| uri.strip_prefix("urn:oid:"))
            .and_then(|oid| ObjectIdentifier::new(oid).ok())
            .ok_or_else(|| malformed(tree, curve))?;
        return Ok(Some(ec(oid, &binary(tree, point)?)));
    }
    Ok(None)
}

/// What XML writes of a public key.
pub(in crate::xml) enum KeyParts<'a> {
    /// Modulus and exponent, without leading zeros.
    Rsa(&'a [u8], &'a [u8]),
    /// The curve and the point.
    Ec(ObjectIdentifier, &'a [u8]),
}

/// Takes a SubjectPublicKeyInfo apart; `None` for keys that XML has no element for.
pub(in crate::xml) fn parts_of(spki_der: &[u8]) -> Option<KeyParts<'_>> {
    let spki = spki::SubjectPublicKeyInfoRef::from_der(spki_der).ok()?;
    let key = spki.subject_public_key.raw_bytes();
    if spki.algorithm.oid == EC_PUBLIC_KEY {
        let curve = spki.algorithm.parameters?.decode_as().ok()?;
        return Some(KeyParts::Ec(curve, key));
    }
    if spki.algorithm.oid != RSA_ENCRYPTION {
        return None;
    }
    let mut numbers = Reader::new(key).expect(id::SEQUENCE).ok()?.reader();
    let modulus = numbers.expect(id::INTEGER).ok()?.content;
    let exponent = numbers.expect(id::INTEGER).ok()?.content;
    Some(KeyParts::Rsa(significant(modulus), significant(exponent)))
}

/// Exactly these two children, in this order.
fn parts(
    tree: &Tree,
    node: NodeId,
    namespace: &str,
    names: [&str; 2],
) -> Result<[NodeId; 2], KeyInfoError> {
    let mut children = tree.elements(node);
    match (children.next(), children.next(), children.next()) {
        (Some(first), Some(second), None)
            if tree.is(first, namespace, names[0]) && tree.is(second, namespace, names[1]) =>
        {
            Ok([first, second])
        }
        _ => Err(malformed(tree, node)),
    }
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let key = encode::sequence(&[&integer(modulus), &integer(exponent)]);
    let algorithm = encode::sequence(&[&encode::oid(RSA_ENCRYPTION), &encode::NULL]);
    encode::sequence(&[&algorithm, &bit_string(&key)])
}

fn ec(curve: ObjectIdentifier, point: &[u8]) -> Vec<u8> {
    let algorithm = encode::sequence(&[&encode::oid(EC_PUBLIC_KEY), &encode::oid(curve)]);
    encode::sequence(&[&algorithm, &bit_string(point)])
}

fn bit_string(bytes: &[u8]) -> Vec<u8> {
    encode::tlv(id::BIT_STRING, &[&[0], bytes])
}

/// The big-endian digits of a decimal number of at most 60 digits (a serial number has 20 bytes);
/// `None` where it is none.
pub(super) fn decimal(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    if text.is_empty() || text.len() > 60 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits: Vec<u8> = Vec::new();
    for digit in text.bytes().map(|byte| u16::from(byte - b'0')) {
        let mut carry = digit;
        for byte in digits.iter_mut().rev() {
            let value = u16::from(*byte) * 10 + carry;
            *byte = value.to_be_bytes()[1];
            carry = value >> 8;
        }
        if carry > 0 {
            digits.insert(0, carry.to_be_bytes()[1]);
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::{KeyParts, decimal, ec, parts_of, rsa};
    use crate::crypto::{KeyKind, key_kind};

    #[test]
    fn decimal_numbers_become_digits() {
        assert_eq!(decimal("0"), Some(vec![]));
        assert_eq!(decimal(" 256\n"), Some(vec![1, 0]));
        assert_eq!(decimal("18446744073709551616"), Some(vec![1, 0, 0, 0, 0, 0, 0, 0, 0]));
        assert_eq!(decimal("-1"), None);
        assert_eq!(decimal(""), None);
    }

    #[test]
    fn keys_are_taken_apart() {
        let modulus = vec![0x81; 256];
        let spki = rsa(&modulus, &[1, 0, 1]);
        let Some(KeyParts::Rsa(n, e)) = parts_of(&spki) else { panic!("an RSA key") };
        assert_eq!((n, e), (modulus.as_slice(), [1, 0, 1].as_slice()));
        let p384 = const_oid::ObjectIdentifier::new_unwrap("1.3.132.0.34");
        let spki = ec(p384, &[4; 97]);
        let Some(KeyParts::Ec(curve, point)) = parts_of(&spki) else { panic!("a curve") };
        assert_eq!((curve, point), (p384, [4; 97].as_slice()));
        assert!(parts_of(b"x").is_none());
    }

    #[test]
    fn keys_are_read_back() {
        let mut modulus = vec![0xC1; 256];
        modulus[255] = 1;
        let spki = rsa(&modulus, &[1, 0, 1]);
        assert_eq!(key_kind(&spki), Ok(KeyKind::Rsa { bits: 2048 }));
        let p256 = const_oid::ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
        let mut point = vec![4; 65];
        point[0] = 4;
        assert_eq!(key_kind(&ec(p256, &point)), Ok(KeyKind::P256));
    }
}
