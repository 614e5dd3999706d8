//! Private keys of every kind, what they sign and how they are written.

use p256::elliptic_curve::Generate;
use pkcs8::{EncodePrivateKey, EncodePublicKey};
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::hazmat::PrehashSigner;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};
use sha2::Digest;

use super::cache;
use crate::der::{self, octets, oid, seq};

/// The kinds of key that documents are signed with, weak ones included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KeyKind {
    /// RSA, 1024 bits: too weak, for tests of refusal.
    Rsa1024,
    /// RSA, 2048 bits.
    Rsa2048,
    /// RSA, 3072 bits.
    Rsa3072,
    /// RSA, 4096 bits.
    Rsa4096,
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// Ed25519 (RFC 8032).
    Ed25519,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Rsa1024,
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::P256,
        Self::P384,
        Self::P521,
        Self::Ed25519,
    ];

    /// Its name on the command line: `rsa2048`, `p256`, `ed25519`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa1024 => "rsa1024",
            Self::Rsa2048 => "rsa2048",
            Self::Rsa3072 => "rsa3072",
            Self::Rsa4096 => "rsa4096",
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::P521 => "p521",
            Self::Ed25519 => "ed25519",
        }
    }

    /// Length of an RSA modulus in bits; `None` for curves.
    #[must_use]
    pub fn rsa_bits(self) -> Option<usize> {
        match self {
            Self::Rsa1024 => Some(1024),
            Self::Rsa2048 => Some(2048),
            Self::Rsa3072 => Some(3072),
            Self::Rsa4096 => Some(4096),
            _ => None,
        }
    }

    /// The algorithm that certificates are signed with by a key of this kind.
    #[must_use]
    pub fn default_algorithm(self) -> SigAlg {
        match self {
            Self::P256 => SigAlg::Ecdsa(Hash::Sha256),
            Self::P384 => SigAlg::Ecdsa(Hash::Sha384),
            Self::P521 => SigAlg::Ecdsa(Hash::Sha512),
            Self::Ed25519 => SigAlg::Ed25519,
            _ => SigAlg::RsaPkcs1(Hash::Sha256),
        }
    }
}

/// A hash function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Hash {
    /// SHA-1, for signatures that must be refused.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The hash value of a message.
    #[must_use]
    pub fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(message).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(message).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(message).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(message).to_vec(),
        }
    }

    /// Length of the hash value in bytes.
    #[must_use]
    pub fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// AlgorithmIdentifier, DER, without parameters (RFC 5754 §2).
    #[must_use]
    pub fn algorithm_identifier(self) -> Vec<u8> {
        seq(&[oid(match self {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })])
    }
}

/// A signature algorithm.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SigAlg {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(Hash),
    /// RSASSA-PSS, MGF1 with the same hash, and the salt's length in bytes.
    RsaPss(Hash, usize),
    /// ECDSA, the signature as DER.
    Ecdsa(Hash),
    /// Ed25519.
    Ed25519,
}

impl SigAlg {
    /// The hash of the message; SHA-512 for Ed25519 (RFC 8419 §2.3).
    #[must_use]
    pub fn hash(self) -> Hash {
        match self {
            Self::RsaPkcs1(hash) | Self::RsaPss(hash, _) | Self::Ecdsa(hash) => hash,
            Self::Ed25519 => Hash::Sha512,
        }
    }

    /// AlgorithmIdentifier, DER (RFC 4055, RFC 5758, RFC 8410).
    #[must_use]
    pub fn algorithm_identifier(self) -> Vec<u8> {
        match self {
            Self::RsaPkcs1(hash) => {
                let arc = match hash {
                    Hash::Sha1 => 5,
                    Hash::Sha256 => 11,
                    Hash::Sha384 => 12,
                    Hash::Sha512 => 13,
                };
                seq(&[oid(&format!("1.2.840.113549.1.1.{arc}")), der::null()])
            }
            Self::RsaPss(hash, salt) => {
                let hash_id =
                    seq(&[der::content(&hash.algorithm_identifier()).to_vec(), der::null()]);
                let mgf = seq(&[oid("1.2.840.113549.1.1.8"), hash_id.clone()]);
                let salt = der::int(u32::try_from(salt).expect("a short salt"));
                let params = seq(&[
                    der::explicit(0, &hash_id),
                    der::explicit(1, &mgf),
                    der::explicit(2, &salt),
                ]);
                seq(&[oid("1.2.840.113549.1.1.10"), params])
            }
            Self::Ecdsa(hash) => seq(&[oid(match hash {
                Hash::Sha1 => "1.2.840.10045.4.1",
                Hash::Sha256 => "1.2.840.10045.4.3.2",
                Hash::Sha384 => "1.2.840.10045.4.3.3",
                Hash::Sha512 => "1.2.840.10045.4.3.4",
            })]),
            Self::Ed25519 => seq(&[oid("1.3.101.112")]),
        }
    }
}

#[derive(Clone)]
enum Secret {
    Rsa(Box<RsaPrivateKey>),
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

/// A private key with its kind.
#[derive(Clone)]
pub struct Key {
    kind: KeyKind,
    secret: Secret,
}

impl Key {
    /// A fresh key. RSA takes seconds: prefer [`Key::slot`].
    #[must_use]
    pub fn generate(kind: KeyKind) -> Self {
        let mut rng = rand::rng();
        let secret = match kind {
            KeyKind::P256 => Secret::P256(p256::SecretKey::generate_from_rng(&mut rng)),
            KeyKind::P384 => Secret::P384(p384::SecretKey::generate_from_rng(&mut rng)),
            KeyKind::P521 => Secret::P521(p521::SecretKey::generate_from_rng(&mut rng)),
            KeyKind::Ed25519 => {
                Secret::Ed25519(Box::new(ed25519_dalek::SigningKey::generate(&mut rng)))
            }
            rsa => {
                let bits = rsa.rsa_bits().expect("the other kinds are RSA");
                let key = RsaPrivateKey::new(&mut rng, bits).expect("RSA key generation");
                Secret::Rsa(Box::new(key))
            }
        };
        Self { kind, secret }
    }

    /// A key of this kind: fresh for curves; for RSA the one of this number, kept for later
    /// processes in the temporary directory because making one takes seconds.
    #[must_use]
    pub fn slot(kind: KeyKind, number: u32) -> Self {
        if kind.rsa_bits().is_some() { cache::rsa(kind, number) } else { Self::generate(kind) }
    }

    pub(super) fn rsa_from_pkcs8(kind: KeyKind, der: &[u8]) -> Option<Self> {
        let key = RsaPrivateKey::from_pkcs8_der(der).ok()?;
        let fits = Some(key.n().bits() as usize) == kind.rsa_bits();
        fits.then(|| Self { kind, secret: Secret::Rsa(Box::new(key)) })
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// PKCS#8 PrivateKeyInfo, DER (RFC 5208, RFC 8410 for Ed25519).
    #[must_use]
    pub fn pkcs8_der(&self) -> Vec<u8> {
        let document = match &self.secret {
            Secret::Rsa(key) => key.to_pkcs8_der(),
            Secret::P256(key) => key.to_pkcs8_der(),
            Secret::P384(key) => key.to_pkcs8_der(),
            Secret::P521(key) => key.to_pkcs8_der(),
            Secret::Ed25519(key) => {
                let id = SigAlg::Ed25519.algorithm_identifier();
                return seq(&[der::int(0), id, octets(&octets(&key.to_bytes()))]);
            }
        };
        document.expect("a key encodes").as_bytes().to_vec()
    }

    /// SubjectPublicKeyInfo, DER (RFC 5280 §4.1.2.7).
    #[must_use]
    pub fn spki_der(&self) -> Vec<u8> {
        let document = match &self.secret {
            Secret::Rsa(key) => key.to_public_key().to_public_key_der(),
            Secret::P256(key) => key.public_key().to_public_key_der(),
            Secret::P384(key) => key.public_key().to_public_key_der(),
            Secret::P521(key) => key.public_key().to_public_key_der(),
            Secret::Ed25519(key) => {
                let id = SigAlg::Ed25519.algorithm_identifier();
                return seq(&[id, der::bits(key.verifying_key().as_bytes())]);
            }
        };
        document.expect("a key encodes").as_bytes().to_vec()
    }

    /// The form from before PKCS#8 with its PEM label: PKCS#1 for RSA, SEC 1 for curves, nothing
    /// for Ed25519.
    #[must_use]
    pub fn traditional_der(&self) -> Option<(&'static str, Vec<u8>)> {
        let ec = "EC PRIVATE KEY";
        let encoded = match &self.secret {
            Secret::Rsa(key) => {
                let der = key.to_pkcs1_der().expect("a key encodes");
                return Some(("RSA PRIVATE KEY", der.as_bytes().to_vec()));
            }
            Secret::P256(key) => key.to_sec1_der(),
            Secret::P384(key) => key.to_sec1_der(),
            Secret::P521(key) => key.to_sec1_der(),
            Secret::Ed25519(_) => return None,
        };
        Some((ec, encoded.expect("a key encodes").to_vec()))
    }

    /// Signs a message. Any pairing that the key can do is allowed, weak ones included.
    ///
    /// # Panics
    /// When the algorithm is not one of this key's family.
    #[must_use]
    pub fn sign(&self, algorithm: SigAlg, message: &[u8]) -> Vec<u8> {
        match (&self.secret, algorithm) {
            (Secret::Ed25519(key), SigAlg::Ed25519) => {
                use ed25519_dalek::Signer;
                key.sign(message).to_bytes().to_vec()
            }
            _ => self.sign_digest(algorithm, &algorithm.hash().of(message)),
        }
    }

    /// Signs the digest of a message, as a remote service does.
    ///
    /// # Panics
    /// When the algorithm is not one of this key's family, or needs the message.
    #[must_use]
    pub fn sign_digest(&self, algorithm: SigAlg, digest: &[u8]) -> Vec<u8> {
        let hash = algorithm.hash();
        match (&self.secret, algorithm) {
            (Secret::Rsa(key), SigAlg::RsaPkcs1(_)) => {
                let padding = match hash {
                    Hash::Sha1 => Pkcs1v15Sign::new::<sha1::Sha1>(),
                    Hash::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
                    Hash::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
                    Hash::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
                };
                key.sign_with_rng(&mut rand::rng(), padding, digest).expect("RSA signs")
            }
            (Secret::Rsa(key), SigAlg::RsaPss(_, salt)) => {
                let rng = &mut rand::rng();
                match hash {
                    Hash::Sha1 => {
                        key.sign_with_rng(rng, Pss::<sha1::Sha1>::new_with_salt(salt), digest)
                    }
                    Hash::Sha256 => {
                        key.sign_with_rng(rng, Pss::<sha2::Sha256>::new_with_salt(salt), digest)
                    }
                    Hash::Sha384 => {
                        key.sign_with_rng(rng, Pss::<sha2::Sha384>::new_with_salt(salt), digest)
                    }
                    Hash::Sha512 => {
                        key.sign_with_rng(rng, Pss::<sha2::Sha512>::new_with_salt(salt), digest)
                    }
                }
                .expect("the modulus has room for hash and salt")
            }
            (_, SigAlg::Ecdsa(_)) => self.sign_ecdsa(digest),
            _ => panic!("a {:?} key does not sign {algorithm:?}", self.kind),
        }
    }

    fn sign_ecdsa(&self, digest: &[u8]) -> Vec<u8> {
        // A hash shorter than half the field is refused by the crates; zeros in front leave the
        // number that it stands for unchanged (FIPS 186-5 §6.4.1).
        let padded =
            |len: usize| [vec![0; len.saturating_sub(digest.len())], digest.to_vec()].concat();
        match &self.secret {
            Secret::P256(key) => {
                let key = p256::ecdsa::SigningKey::from(key);
                let signature: p256::ecdsa::DerSignature =
                    key.sign_prehash(&padded(32)).expect("ECDSA signs");
                signature.as_bytes().to_vec()
            }
            Secret::P384(key) => {
                let key = p384::ecdsa::SigningKey::from(key);
                let signature: p384::ecdsa::DerSignature =
                    key.sign_prehash(&padded(48)).expect("ECDSA signs");
                signature.as_bytes().to_vec()
            }
            Secret::P521(key) => {
                let key = p521::ecdsa::SigningKey::from(key);
                let signature: p521::ecdsa::DerSignature =
                    key.sign_prehash(&padded(66)).expect("ECDSA signs");
                signature.as_bytes().to_vec()
            }
            _ => panic!("a {:?} key does not sign with ECDSA", self.kind),
        }
    }
}
