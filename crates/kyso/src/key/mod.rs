//! Keys that sign: one trait for whatever holds the key, and the key together with its
//! certificate.

mod credential;
mod pkcs12;
mod pkcs8;

use std::fmt;

use const_oid::ObjectIdentifier;

pub use credential::{Credential, KeyEntry};
pub use pkcs8::plain_pkcs8;

use crate::SignatureAlgorithm;
use crate::cms::encode;
use crate::crypto::{self, Digest, KeyKind, PrivateKey, PrivateKeyFault, VerifyFault};
use crate::x509::{CertificateError, Name};

/// Something that holds a private key: a file, a token, a remote service.
///
/// Users pass implementations and never call the trait.
pub trait SigningKey: Send + Sync + fmt::Debug {
    /// SubjectPublicKeyInfo, DER.
    fn public_key(&self) -> &[u8];

    /// What it can sign with: preferred first, never empty.
    fn algorithms(&self) -> &[SignatureAlgorithm];

    /// Signs `tbs.message()` with `tbs.algorithm()`.
    ///
    /// # Errors
    /// [`KeyError`]; [`KeyError::Algorithm`] for an algorithm that is not one of
    /// [`Self::algorithms`].
    fn sign(&self, tbs: &ToBeSigned) -> Result<SignatureValue, KeyError>;
}

/// What a key is asked to sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToBeSigned {
    algorithm: SignatureAlgorithm,
    message: Vec<u8>,
    digest: Digest,
}

impl ToBeSigned {
    /// Asks for a signature over `message` with `algorithm`.
    #[must_use]
    pub fn new(algorithm: SignatureAlgorithm, message: Vec<u8>) -> Self {
        let digest = crypto::digest(algorithm.digest(), &message);
        Self { algorithm, message, digest }
    }

    /// The algorithm.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The bytes to sign: the DER of the signed attributes. Ed25519 needs these.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// Their digest by the algorithm's hash function, for keys that take digests.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// DigestInfo, DER: the digest with the name of its hash function, which is what RSA PKCS#1
    /// pads (RFC 8017 §9.2), for keys that are given just that (CKM_RSA_PKCS of PKCS#11).
    #[must_use]
    pub fn digest_info(&self) -> Vec<u8> {
        let oid = encode::oid(self.algorithm.digest().oid());
        let algorithm = encode::sequence(&[&oid, &encode::NULL]);
        encode::sequence(&[&algorithm, &encode::octet_string(self.digest.as_ref())])
    }
}

/// A signature value as CMS carries it: RSA big-endian as long as the modulus, ECDSA the DER of
/// r and s, Ed25519 64 bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct SignatureValue(Vec<u8>);

impl SignatureValue {
    /// Takes the value.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// An ECDSA value from r and s one after the other, each as long as the curve's order, which
    /// is what tokens return (PKCS#11 v2.40 §2.3.1); `None` when it has not that length or the key
    /// is no curve's.
    #[must_use]
    pub fn from_fixed_ecdsa(kind: KeyKind, value: &[u8]) -> Option<Self> {
        crypto::ecdsa_form::fixed_to_der(kind, value).map(Self)
    }

    /// The value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The value, moved out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for SignatureValue {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for SignatureValue {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SignatureValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureValue({})", crate::x509::hex(&self.0))
    }
}

/// What a key file turned out to be where a key was expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum KeyFormat {
    /// PKCS#12 (RFC 7292).
    Pkcs12,
    /// PKCS#8, plain or encrypted (RFC 5958).
    Pkcs8,
    /// PEM without any private key block.
    Pem,
    /// PEM encrypted the way OpenSSL did before 1.0 (`Proc-Type: 4,ENCRYPTED`), MD5 inside.
    LegacyPem,
}

/// Why a key cannot be had or does not sign.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file is longer than [`crate::limits::MAX_KEY_FILE_BYTES`].
    #[error("key file of {len} bytes is too large")]
    TooLarge {
        /// Its length in bytes.
        len: u64,
    },
    /// The file is not what it should be.
    #[error("not a readable {format:?} key file")]
    Malformed {
        /// What it was read as.
        format: KeyFormat,
    },
    /// The file is encrypted in a way that nothing here reads.
    #[error("encryption or MAC {oid:?} of the {format:?} file is not supported")]
    UnsupportedEncryption {
        /// What it was read as.
        format: KeyFormat,
        /// The algorithm, if it is known.
        oid: Option<ObjectIdentifier>,
    },
    /// Opening the file would take more work or memory than [`crate::limits`] allows.
    #[error("password hashing beyond the limits: {iterations} rounds, {bytes} bytes")]
    TooExpensive {
        /// Rounds asked for.
        iterations: u64,
        /// Memory asked for, in bytes.
        bytes: u64,
    },
    /// The key is encrypted and no passphrase was given.
    #[error("the key is encrypted and needs a passphrase")]
    PassphraseNeeded,
    /// The passphrase does not open the file; it was tried as given and in both Unicode forms.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The file holds no private key.
    #[error("no private key in the file")]
    NoKey,
    /// The file holds a private key and no certificate of it.
    #[error("no certificate for the private key; certificates found: {found}")]
    NoCertificate {
        /// Certificates found, of other keys.
        found: usize,
    },
    /// The file holds several private keys with certificates.
    #[error("{} private keys in the file", keys.len())]
    SeveralKeys {
        /// The certificates of the keys.
        keys: Vec<KeyEntry>,
    },
    /// The private key is not that of the certificate.
    #[error("the private key is not that of the certificate of {subject}")]
    CertificateMismatch {
        /// Subject of the certificate.
        subject: Name,
        /// Its serial number in hex.
        serial: String,
    },
    /// The private key cannot be used.
    #[error(transparent)]
    PrivateKey(#[from] PrivateKeyFault),
    /// A certificate in the file cannot be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The public key of a certificate or a key cannot be used.
    #[error(transparent)]
    PublicKey(#[from] VerifyFault),
    /// The key does not sign with this algorithm.
    #[error("the key does not sign with {algorithm}")]
    Algorithm {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The crypto backend failed to sign.
    #[error("signing failed")]
    Backend,
    /// What holds the key failed: a token, a remote service.
    #[error(transparent)]
    Provider(Box<dyn std::error::Error + Send + Sync>),
}

/// A private key in memory is the plainest of signing keys.
impl SigningKey for PrivateKey {
    fn public_key(&self) -> &[u8] {
        self.public_key()
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        self.algorithms()
    }

    fn sign(&self, tbs: &ToBeSigned) -> Result<SignatureValue, KeyError> {
        let algorithm = tbs.algorithm();
        if !self.algorithms().contains(&algorithm) {
            return Err(KeyError::Algorithm { algorithm });
        }
        self.sign(algorithm, tbs.message()).map(SignatureValue).ok_or(KeyError::Backend)
    }
}

#[cfg(test)]
mod tests;
