//! The backend of the feature `aws-lc-rs`: faster RSA and P-384, P-521 too, a C build.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::{
    self as alg, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair, UnparsedPublicKey,
    VerificationAlgorithm,
};

use super::public_key::KeyKind;
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Random bytes of the system; `None` where it has none to give.
pub(crate) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes)
}

pub(super) type Verifier = &'static dyn VerificationAlgorithm;

pub(super) fn verify(
    verifier: Verifier,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), ()> {
    UnparsedPublicKey::new(verifier, key).verify(message, signature).map_err(drop)
}

pub(super) fn rsa_verifier(algorithm: SignatureAlgorithm) -> Option<Verifier> {
    use DigestAlgorithm as D;
    if let SignatureAlgorithm::RsaPkcs1(digest) = algorithm {
        return Some(match digest {
            D::Sha256 => &alg::RSA_PKCS1_2048_8192_SHA256,
            D::Sha384 => &alg::RSA_PKCS1_2048_8192_SHA384,
            D::Sha512 => &alg::RSA_PKCS1_2048_8192_SHA512,
            _ => return None,
        });
    }
    if algorithm != SignatureAlgorithm::rsa_pss(algorithm.digest()) {
        return None;
    }
    Some(match algorithm.digest() {
        D::Sha256 => &alg::RSA_PSS_2048_8192_SHA256,
        D::Sha384 => &alg::RSA_PSS_2048_8192_SHA384,
        D::Sha512 => &alg::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

pub(super) fn ecdsa_verifier(kind: KeyKind, digest: DigestAlgorithm) -> Option<Verifier> {
    Some(match (kind, digest) {
        (KeyKind::P256, DigestAlgorithm::Sha256) => &alg::ECDSA_P256_SHA256_ASN1,
        (KeyKind::P256, DigestAlgorithm::Sha384) => &alg::ECDSA_P256_SHA384_ASN1,
        (KeyKind::P256, DigestAlgorithm::Sha512) => &alg::ECDSA_P256_SHA512_ASN1,
        (KeyKind::P384, DigestAlgorithm::Sha256) => &alg::ECDSA_P384_SHA256_ASN1,
        (KeyKind::P384, DigestAlgorithm::Sha384) => &alg::ECDSA_P384_SHA384_ASN1,
        (KeyKind::P384, DigestAlgorithm::Sha512) => &alg::ECDSA_P384_SHA512_ASN1,
        (KeyKind::P521, DigestAlgorithm::Sha256) => &alg::ECDSA_P521_SHA256_ASN1,
        (KeyKind::P521, DigestAlgorithm::Sha384) => &alg::ECDSA_P521_SHA384_ASN1,
        (KeyKind::P521, DigestAlgorithm::Sha512) => &alg::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

pub(super) fn ed25519_verifier() -> Verifier {
    &alg::ED25519
}

/// An RSA private key.
pub(super) struct Rsa(RsaKeyPair);

impl Rsa {
    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Self, ()> {
        RsaKeyPair::from_der(der).map(Self).map_err(drop)
    }

    /// RSAPublicKey, DER.
    pub(super) fn public_key(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    pub(super) fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
        use DigestAlgorithm as D;
        let encoding: &'static dyn RsaEncoding = match (algorithm, algorithm.digest()) {
            (SignatureAlgorithm::RsaPkcs1(_), D::Sha256) => &alg::RSA_PKCS1_SHA256,
            (SignatureAlgorithm::RsaPkcs1(_), D::Sha384) => &alg::RSA_PKCS1_SHA384,
            (SignatureAlgorithm::RsaPkcs1(_), D::Sha512) => &alg::RSA_PKCS1_SHA512,
            (SignatureAlgorithm::RsaPss { .. }, D::Sha256) => &alg::RSA_PSS_SHA256,
            (SignatureAlgorithm::RsaPss { .. }, D::Sha384) => &alg::RSA_PSS_SHA384,
            (SignatureAlgorithm::RsaPss { .. }, D::Sha512) => &alg::RSA_PSS_SHA512,
            _ => return None,
        };
        let mut value = vec![0; self.0.public_modulus_len()];
        self.0.sign(encoding, &SystemRandom::new(), message, &mut value).ok()?;
        Some(value)
    }
}

/// An ECDSA private key.
pub(super) struct Ecdsa(EcdsaKeyPair);

impl Ecdsa {
    /// `None` for a curve that aws-lc-rs does not sign on.
    pub(super) fn new(kind: KeyKind, scalar: &[u8], point: &[u8]) -> Option<Result<Self, ()>> {
        let algorithm = match kind {
            KeyKind::P256 => &alg::ECDSA_P256_SHA256_ASN1_SIGNING,
            KeyKind::P384 => &alg::ECDSA_P384_SHA384_ASN1_SIGNING,
            KeyKind::P521 => &alg::ECDSA_P521_SHA512_ASN1_SIGNING,
            _ => return None,
        };
        let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, point);
        Some(pair.map(Self).map_err(drop))
    }

    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.0.sign(&SystemRandom::new(), message).ok().map(|value| value.as_ref().to_vec())
    }
}

/// An Ed25519 private key.
pub(super) struct Ed25519(Ed25519KeyPair);

impl Ed25519 {
    pub(super) fn from_seed(seed: &[u8]) -> Result<Self, ()> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self).map_err(drop)
    }

    pub(super) fn public_key(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}
