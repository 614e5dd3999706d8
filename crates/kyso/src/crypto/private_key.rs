//! A private key in memory: read from PKCS#8, signs with the backend.

use std::fmt;

use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

use super::backend::{ecdsa_algorithm, rsa_algorithms};
use super::imp;
use super::public_key::{EC_PUBLIC_KEY, ED25519, KeyKind, PublicKey, curve, curve_oid};
use crate::SignatureAlgorithm;
use crate::cms::algorithm_id::RSASSA_PSS;
use crate::cms::ber::{BerError, Reader, id};
use crate::cms::encode;

/// Smallest RSA modulus this library signs with, in bits: what ETSI TS 119 312 still
/// allows.
const MIN_SIGNING_BITS: usize = 2048;
/// Largest RSA modulus the backends sign with, in bits.
const MAX_SIGNING_BITS: usize = 8192;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Why a private key cannot be used to sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrivateKeyFault {
    /// Not a PKCS#8 private key, or its numbers do not belong together.
    #[error("the private key is malformed")]
    Malformed,
    /// An RSA modulus outside 2048 to 8192 bits.
    #[error("RSA keys of {bits} bits are not used to sign; 2048 to 8192 are")]
    RsaSize {
        /// Length of the modulus in bits.
        bits: usize,
    },
    /// A kind of key that the backend does not sign with.
    #[error("signing with a {kind} key is not supported")]
    Unsupported {
        /// The kind of the key.
        kind: KeyKind,
    },
}

enum Pair {
    Rsa(imp::Rsa),
    Ecdsa(imp::Ecdsa),
    Ed25519(imp::Ed25519),
}

/// A private key that signs.
pub(crate) struct PrivateKey {
    pair: Pair,
    public_key: Vec<u8>,
    algorithms: Vec<SignatureAlgorithm>,
}

/// PrivateKeyInfo (RFC 5208 §5, RFC 5958 §2), borrowed.
struct Pkcs8<'a> {
    algorithm_der: &'a [u8],
    oid: ObjectIdentifier,
    parameter_oid: Option<ObjectIdentifier>,
    key: &'a [u8],
}

impl<'a> Pkcs8<'a> {
    fn read(der: &'a [u8]) -> Result<Self, BerError> {
        let mut outer = Reader::new(der);
        let mut reader = outer.expect(id::SEQUENCE)?.reader();
        outer.finish()?;
        let version = reader.expect(id::INTEGER)?;
        if version.unsigned()? > 1 {
            return Err(version.malformed());
        }
        let algorithm = reader.expect(id::SEQUENCE)?;
        let key = reader.expect(id::OCTET_STRING)?.content;
        let mut inner = algorithm.reader();
        let oid = inner.expect(id::OID)?.oid()?;
        let parameter_oid = inner.optional(id::OID)?.map(|p| p.oid()).transpose()?;
        Ok(Self { algorithm_der: algorithm.raw, oid, parameter_oid, key })
    }
}

/// ECPrivateKey (RFC 5915 §3), borrowed.
pub(crate) struct EcPrivateKey<'a> {
    scalar: &'a [u8],
    /// The named curve, if the structure carries it.
    pub(crate) curve: Option<ObjectIdentifier>,
    point: Option<&'a [u8]>,
}

impl<'a> EcPrivateKey<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, BerError> {
        let mut outer = Reader::new(der);
        let mut reader = outer.expect(id::SEQUENCE)?.reader();
        outer.finish()?;
        let version = reader.expect(id::INTEGER)?;
        if version.unsigned()? != 1 {
            return Err(version.malformed());
        }
        let scalar = reader.expect(id::OCTET_STRING)?.content;
        let curve = match reader.optional(id::context_constructed(0))? {
            Some(field) => field.reader().optional(id::OID)?.map(|e| e.oid()).transpose()?,
            None => None,
        };
        let point = match reader.optional(id::context_constructed(1))? {
            Some(field) => Some(field.reader().expect(id::BIT_STRING)?.whole_bits()?),
            None => None,
        };
        Ok(Self { scalar, curve, point })
    }
}

impl PrivateKey {
    /// Reads PKCS#8 (RFC 5958), DER, not encrypted: RSA, id-RSASSA-PSS, EC or Ed25519.
    pub(crate) fn from_pkcs8(der: &[u8]) -> Result<Self, PrivateKeyFault> {
        let info = Pkcs8::read(der).map_err(|_| PrivateKeyFault::Malformed)?;
        if info.oid == RSA_ENCRYPTION || info.oid == RSASSA_PSS {
            Self::rsa(&info)
        } else if info.oid == EC_PUBLIC_KEY {
            Self::ec(&info)
        } else if info.oid == ED25519 {
            Self::ed25519(&info)
        } else {
            Err(PrivateKeyFault::Unsupported { kind: KeyKind::Unknown { oid: info.oid } })
        }
    }

    /// SubjectPublicKeyInfo, DER.
    pub(crate) fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// What it signs with, preferred first.
    pub(crate) fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    /// The signature value over `message`; `None` for an algorithm that is not one of
    /// [`Self::algorithms`] or when the backend fails.
    pub(crate) fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        if !self.algorithms.contains(&algorithm) {
            return None;
        }
        match &self.pair {
            Pair::Rsa(rsa) => rsa.sign(algorithm, message),
            Pair::Ecdsa(ecdsa) => ecdsa.sign(message),
            Pair::Ed25519(ed25519) => Some(ed25519.sign(message)),
        }
    }

    fn rsa(info: &Pkcs8<'_>) -> Result<Self, PrivateKeyFault> {
        let bits = rsa_bits(info.key).map_err(|_| PrivateKeyFault::Malformed)?;
        if !(MIN_SIGNING_BITS..=MAX_SIGNING_BITS).contains(&bits) {
            return Err(PrivateKeyFault::RsaSize { bits });
        }
        let pair = imp::Rsa::from_pkcs1(info.key).map_err(|()| PrivateKeyFault::Malformed)?;
        // A key under id-RSASSA-PSS keeps that identifier: it must not sign PKCS#1 v1.5.
        let public_key = spki(info.algorithm_der, pair.public_key());
        let key = PublicKey::parse(&public_key).map_err(|_| PrivateKeyFault::Malformed)?;
        let algorithms: Vec<_> =
            rsa_algorithms().into_iter().filter(|algorithm| key.fits(*algorithm).is_ok()).collect();
        if algorithms.is_empty() {
            return Err(PrivateKeyFault::Unsupported { kind: key.kind() });
        }
        Ok(Self { pair: Pair::Rsa(pair), public_key, algorithms })
    }

    fn ec(info: &Pkcs8<'_>) -> Result<Self, PrivateKeyFault> {
        let malformed = PrivateKeyFault::Malformed;
        let key = EcPrivateKey::read(info.key).map_err(|_| malformed)?;
        let oid = info.parameter_oid.or(key.curve);
        let unknown = KeyKind::Unknown { oid: oid.unwrap_or(info.oid) };
        let (kind, len) =
            oid.and_then(curve).ok_or(PrivateKeyFault::Unsupported { kind: unknown })?;
        let unsupported = PrivateKeyFault::Unsupported { kind };
        let algorithm = ecdsa_algorithm(kind).ok_or(unsupported)?;
        // Some writers leave out leading zeros, the backends want the full length.
        let missing = len.checked_sub(key.scalar.len()).ok_or(malformed)?;
        let mut scalar = Zeroizing::new(vec![0; len]);
        for (to, from) in scalar.iter_mut().skip(missing).zip(key.scalar) {
            *to = *from;
        }
        let point = match key.point {
            Some(point) if point.first() == Some(&4) => point.to_vec(),
            _ => public_point(kind, &scalar).ok_or(malformed)?,
        };
        let pair = imp::Ecdsa::new(kind, &scalar, &point).ok_or(unsupported)?;
        let pair = pair.map_err(|()| malformed)?;
        let curve = curve_oid(kind).ok_or(malformed)?;
        let algorithm_der = encode::sequence(&[&encode::oid(EC_PUBLIC_KEY), &encode::oid(curve)]);
        Ok(Self {
            pair: Pair::Ecdsa(pair),
            public_key: spki(&algorithm_der, &point),
            algorithms: vec![algorithm],
        })
    }

    fn ed25519(info: &Pkcs8<'_>) -> Result<Self, PrivateKeyFault> {
        let malformed = PrivateKeyFault::Malformed;
        // CurvePrivateKey ::= OCTET STRING inside the OCTET STRING (RFC 8410 §7).
        let mut reader = Reader::new(info.key);
        let seed = reader.expect(id::OCTET_STRING).map_err(|_| malformed)?.content;
        reader.finish().map_err(|_| malformed)?;
        let pair = imp::Ed25519::from_seed(seed).map_err(|()| malformed)?;
        let public_key = spki(&encode::sequence(&[&encode::oid(ED25519)]), pair.public_key());
        let algorithms = vec![SignatureAlgorithm::Ed25519];
        Ok(Self { pair: Pair::Ed25519(pair), public_key, algorithms })
    }
}

impl fmt::Debug for PrivateKey {
    /// Algorithms, never key material.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("algorithms", &self.algorithms).finish_non_exhaustive()
    }
}

fn spki(algorithm_der: &[u8], key: &[u8]) -> Vec<u8> {
    encode::sequence(&[algorithm_der, &encode::tlv(id::BIT_STRING, &[&[0], key])])
}

/// The public point of a private scalar, uncompressed, for keys that do not carry it.
fn public_point(kind: KeyKind, scalar: &[u8]) -> Option<Vec<u8>> {
    let point = match kind {
        KeyKind::P256 => p256::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes(),
        KeyKind::P384 => p384::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes(),
        KeyKind::P521 => p521::SecretKey::from_slice(scalar).ok()?.public_key().to_sec1_bytes(),
        _ => return None,
    };
    Some(point.into_vec())
}

/// The length of the modulus in an RSAPrivateKey (RFC 8017 §A.1.2), in bits.
fn rsa_bits(pkcs1: &[u8]) -> Result<usize, BerError> {
    let mut reader = Reader::new(pkcs1).expect(id::SEQUENCE)?.reader();
    reader.expect(id::INTEGER)?;
    let modulus = reader.expect(id::INTEGER)?.content;
    let mut digits = modulus.iter().skip_while(|byte| **byte == 0);
    let Some(first) = digits.next() else { return Ok(0) };
    Ok(digits.count() * 8 + usize::try_from(8 - first.leading_zeros()).unwrap_or(8))
}
