//! Takes a SubjectPublicKeyInfo apart and says what the key is good for (RFC 3279, 4055, 5480,
//! 8410).

use std::fmt;

use const_oid::ObjectIdentifier;
use spki::SubjectPublicKeyInfoRef;

use super::VerifyFault;
use crate::SignatureAlgorithm;
use crate::cms::algorithm_id::{RSASSA_PSS, pss_parameters};
use crate::cms::ber::{Reader, id};
use crate::limits::MAX_RSA_BITS;

/// The kind and strength of a key, as reports name it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA with the length of its modulus.
    Rsa {
        /// Length of the modulus in bits.
        bits: usize,
    },
    /// NIST P-256 (secp256r1).
    P256,
    /// NIST P-384 (secp384r1).
    P384,
    /// NIST P-521 (secp521r1).
    P521,
    /// brainpoolP256r1 (RFC 5639).
    BrainpoolP256r1,
    /// brainpoolP384r1 (RFC 5639).
    BrainpoolP384r1,
    /// brainpoolP512r1 (RFC 5639); recognised, not verified.
    BrainpoolP512r1,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// A curve or a kind of key that this library does not know.
    Unknown {
        /// The OID of the curve, else that of the key.
        oid: ObjectIdentifier,
    },
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "rsa-{bits}"),
            Self::P256 => f.write_str("p-256"),
            Self::P384 => f.write_str("p-384"),
            Self::P521 => f.write_str("p-521"),
            Self::BrainpoolP256r1 => f.write_str("brainpool-p256r1"),
            Self::BrainpoolP384r1 => f.write_str("brainpool-p384r1"),
            Self::BrainpoolP512r1 => f.write_str("brainpool-p512r1"),
            Self::Ed25519 => f.write_str("ed25519"),
            Self::Unknown { oid } => write!(f, "{oid}"),
        }
    }
}

impl KeyKind {
    /// The kind, no RSA one, of a name as it is shown.
    pub(crate) fn from_curve_name(name: &str) -> Option<Self> {
        let curves = CURVES.iter().map(|row| row.1);
        curves.chain([Self::Ed25519]).find(|kind| kind.to_string() == name)
    }
}

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const EC_PUBLIC_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Curve OIDs (RFC 5480 §2.1.1.1, RFC 5639 §4.1) with the length of a coordinate in bytes.
const CURVES: [(ObjectIdentifier, KeyKind, usize); 6] = [
    (ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"), KeyKind::P256, 32),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), KeyKind::P384, 48),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), KeyKind::P521, 66),
    (ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.7"), KeyKind::BrainpoolP256r1, 32),
    (ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.11"), KeyKind::BrainpoolP384r1, 48),
    (ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.13"), KeyKind::BrainpoolP512r1, 64),
];

/// The curve an OID names, with the length of a coordinate in bytes.
pub(super) fn curve(oid: ObjectIdentifier) -> Option<(KeyKind, usize)> {
    CURVES.iter().find(|row| row.0 == oid).map(|row| (row.1, row.2))
}

/// The OID of a curve of this table.
pub(super) fn curve_oid(kind: KeyKind) -> Option<ObjectIdentifier> {
    CURVES.iter().find(|row| row.1 == kind).map(|row| row.0)
}

/// A public key, borrowed from its SubjectPublicKeyInfo.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PublicKey<'a> {
    /// RSA.
    Rsa(RsaPublicKey<'a>),
    /// A point on a curve of [`CURVES`], in SEC 1 form.
    Ec {
        /// The curve.
        kind: KeyKind,
        /// The point: 0x04 ‖ x ‖ y, or compressed.
        point: &'a [u8],
    },
    /// 32 bytes.
    Ed25519(&'a [u8]),
    /// Anything else.
    Unknown(ObjectIdentifier),
}

/// An RSA public key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RsaPublicKey<'a> {
    /// RSAPublicKey (RFC 8017 §A.1.1), DER.
    pub(super) pkcs1: &'a [u8],
    /// Big-endian, no leading zeros.
    pub(super) modulus: &'a [u8],
    /// Big-endian, no leading zeros.
    pub(super) exponent: &'a [u8],
    /// Length of the modulus.
    pub(super) bits: usize,
    /// For id-RSASSA-PSS keys: `Some(None)` for any PSS, `Some(Some(_))` for these parameters
    /// only (RFC 4055 §1.2).
    pss: Option<Option<SignatureAlgorithm>>,
}

impl<'a> PublicKey<'a> {
    /// Takes a DER SubjectPublicKeyInfo apart.
    pub(crate) fn parse(spki_der: &'a [u8]) -> Result<Self, VerifyFault> {
        let bad = |_| VerifyFault::BadKey;
        let spki: SubjectPublicKeyInfoRef<'a> = der::Decode::from_der(spki_der).map_err(bad)?;
        let bits = spki.subject_public_key.as_bytes().ok_or(VerifyFault::BadKey)?;
        let oid = spki.algorithm.oid;
        if oid == RSA_ENCRYPTION {
            return RsaPublicKey::parse(bits, None).map(Self::Rsa);
        }
        if oid == RSASSA_PSS {
            let restriction = match spki.algorithm.parameters {
                None => None,
                Some(any) => Some(restriction(any)?),
            };
            return RsaPublicKey::parse(bits, Some(restriction)).map(Self::Rsa);
        }
        if oid == ED25519 {
            return if bits.len() == 32 {
                Ok(Self::Ed25519(bits))
            } else {
                Err(VerifyFault::BadKey)
            };
        }
        if oid != EC_PUBLIC_KEY {
            return Ok(Self::Unknown(oid));
        }
        // Explicit curve parameters (forbidden by RFC 5480 §2.1.1) end here too.
        let parameters = spki.algorithm.parameters.ok_or(VerifyFault::BadKey)?;
        let Ok(curve_oid) = parameters.decode_as::<ObjectIdentifier>() else {
            return Ok(Self::Unknown(oid));
        };
        let Some((kind, len)) = curve(curve_oid) else { return Ok(Self::Unknown(curve_oid)) };
        match bits.first() {
            Some(4) if bits.len() == 1 + 2 * len => Ok(Self::Ec { kind, point: bits }),
            Some(2 | 3) if bits.len() == 1 + len => Ok(Self::Ec { kind, point: bits }),
            _ => Err(VerifyFault::BadKey),
        }
    }

    /// Its kind, for reports.
    pub(crate) fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa(rsa) => KeyKind::Rsa { bits: rsa.bits },
            Self::Ec { kind, .. } => *kind,
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::Unknown(oid) => KeyKind::Unknown { oid: *oid },
        }
    }

    /// Whether `algorithm` may be used with this key.
    pub(crate) fn fits(&self, algorithm: SignatureAlgorithm) -> Result<(), VerifyFault> {
        use SignatureAlgorithm as S;
        let fits = match (self, algorithm) {
            (Self::Rsa(rsa), S::RsaPkcs1(_)) => rsa.pss.is_none(),
            (Self::Rsa(rsa), S::RsaPss { .. }) => rsa.allows(algorithm),
            (Self::Ec { .. }, S::Ecdsa(_)) | (Self::Ed25519(_), S::Ed25519) => true,
            (Self::Unknown(_), _) => {
                return Err(VerifyFault::Unsupported { key: self.kind(), algorithm });
            }
            _ => false,
        };
        if fits { Ok(()) } else { Err(VerifyFault::KeyDoesNotFit { key: self.kind(), algorithm }) }
    }

    /// Whether both are the same key, however each is written: RSA with or without parameters or
    /// restricted to PSS, points compressed or not.
    pub(crate) fn same_key(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Rsa(a), Self::Rsa(b)) => a.modulus == b.modulus && a.exponent == b.exponent,
            (Self::Ec { kind: k, point: a }, Self::Ec { kind: l, point: b }) => {
                k == l && compressed(a) == compressed(b)
            }
            (Self::Ed25519(a), Self::Ed25519(b)) => a == b,
            _ => false,
        }
    }

    /// The longest signature value it makes, in bytes.
    pub(crate) fn max_signature_len(&self) -> Option<usize> {
        match self {
            Self::Rsa(rsa) => Some(rsa.bits.div_ceil(8)),
            Self::Ec { kind, .. } => {
                let (_, len) = curve(curve_oid(*kind)?)?;
                // SEQUENCE of two INTEGERs, each with a possible leading zero; P-521 needs the
                // two-byte length form.
                Some(2 * (len + 3) + if len > 61 { 3 } else { 2 })
            }
            Self::Ed25519(_) => Some(64),
            Self::Unknown(_) => None,
        }
    }
}

/// First byte (parity of y) and x of a SEC 1 point.
fn compressed(point: &[u8]) -> Option<(u8, &[u8])> {
    let (first, rest) = point.split_first()?;
    if *first != 4 {
        return Some((*first, rest));
    }
    Some((2 + (rest.last()? & 1), rest.get(..rest.len() / 2)?))
}

fn restriction(any: der::AnyRef<'_>) -> Result<SignatureAlgorithm, VerifyFault> {
    let der = der::Encode::to_der(&any).map_err(|_| VerifyFault::BadKey)?;
    let element = Reader::new(&der).next().ok().flatten().ok_or(VerifyFault::BadKey)?;
    pss_parameters(&element).map_err(|_| VerifyFault::BadKey)
}

impl<'a> RsaPublicKey<'a> {
    fn parse(
        pkcs1: &'a [u8],
        pss: Option<Option<SignatureAlgorithm>>,
    ) -> Result<Self, VerifyFault> {
        let read = || {
            let mut reader = Reader::new(pkcs1).expect(id::SEQUENCE)?.reader();
            let modulus = reader.expect(id::INTEGER)?.content;
            let exponent = reader.expect(id::INTEGER)?.content;
            reader.finish()?;
            Ok::<_, crate::cms::BerError>((modulus, exponent))
        };
        let (modulus, exponent) = read().map_err(|_| VerifyFault::BadKey)?;
        let modulus = positive(modulus)?;
        let exponent = positive(exponent)?;
        let odd = |digits: &[u8]| digits.last().is_some_and(|b| b & 1 == 1);
        let bits = modulus.len() * 8
            - modulus.first().map_or(0, |b| usize::try_from(b.leading_zeros()).unwrap_or(0));
        if !odd(modulus) || !odd(exponent) || exponent == [1] || bits > MAX_RSA_BITS {
            return Err(VerifyFault::BadKey);
        }
        Ok(Self { pkcs1, modulus, exponent, bits, pss })
    }

    /// RFC 4055 §3.3: the hashes of the key bind, its salt length is a minimum.
    fn allows(&self, algorithm: SignatureAlgorithm) -> bool {
        let (
            Some(Some(SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_len })),
            SignatureAlgorithm::RsaPss { digest: d, mgf_digest: m, salt_len: s },
        ) = (self.pss, algorithm)
        else {
            return true;
        };
        digest == d && mgf_digest == m && s >= salt_len
    }

    /// The exponent as a number, if it is small enough for the backends: under 2³³.
    pub(super) fn small_exponent(&self) -> Option<u64> {
        let value = self
            .exponent
            .iter()
            .try_fold(0_u64, |n, b| n.checked_mul(256).map(|n| n | u64::from(*b)))?;
        (value < 1 << 33).then_some(value)
    }
}

/// The digits of a positive INTEGER without leading zeros.
fn positive(content: &[u8]) -> Result<&[u8], VerifyFault> {
    match content {
        [] | [0x80..=0xff, ..] => Err(VerifyFault::BadKey),
        [0, rest @ ..] if !rest.is_empty() => Ok(rest),
        all => Ok(all),
    }
}
