//! A signing key together with its certificate, which are known to belong together.

use std::fmt;

use super::{KeyError, SigningKey, pkcs8, pkcs12};
use crate::SignatureAlgorithm;
use crate::crypto::PublicKey;
use crate::limits::{MAX_KEY_FILE_BYTES, MAX_PATH_LENGTH};
use crate::x509::{Certificate, Name};

/// A key found in a file that holds several.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct KeyEntry {
    /// Subject of its certificate.
    pub subject: Name,
    /// Serial number of its certificate, in hex.
    pub serial: String,
}

/// A signing key with the certificate of its public key and the chain above it.
pub struct Credential {
    key: Box<dyn SigningKey>,
    chain: Vec<Certificate>,
    certificate: Certificate,
    algorithms: Vec<SignatureAlgorithm>,
}

impl Credential {
    /// Opens a PKCS#12 file. The passphrase is tried as given and in both Unicode forms.
    ///
    /// # Errors
    /// [`KeyError`]; [`KeyError::SeveralKeys`] when more than one key has a certificate.
    pub fn from_pkcs12(file: &[u8], passphrase: &str) -> Result<Self, KeyError> {
        check_size(file)?;
        let (keys, certificates) = pkcs12::read(file, passphrase)?;
        Self::choose(keys, &certificates)
    }

    /// Opens a private key (PEM or DER; PKCS#8 plain or encrypted, PKCS#1, SEC 1) with its
    /// certificates (PEM, DER or PKCS#7, in any order). Both may be the same file.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pem(
        key: &[u8],
        certificates: &[u8],
        passphrase: Option<&str>,
    ) -> Result<Self, KeyError> {
        check_size(key)?;
        check_size(certificates)?;
        let keys = pkcs8::read(key, passphrase)?;
        if keys.is_empty() {
            return Err(KeyError::NoKey);
        }
        Self::choose(keys, &Certificate::from_pem_or_der(certificates)?)
    }

    /// Puts a key together with its certificate, which may stand anywhere in `certificates`.
    ///
    /// # Errors
    /// [`KeyError::CertificateMismatch`] when none is that of the key,
    /// [`KeyError::NoCertificate`] when there is none.
    pub fn from_key(
        key: Box<dyn SigningKey>,
        certificates: &[Certificate],
    ) -> Result<Self, KeyError> {
        let public_key = PublicKey::parse(key.public_key())?;
        let mut algorithms = Vec::new();
        let mut certificate = None;
        for candidate in certificates {
            let Ok(certified) = PublicKey::parse(candidate.spki_der()) else { continue };
            if certified.same_key(&public_key) {
                // A certificate can be narrower than the key: id-RSASSA-PSS (RFC 4055 §1.2).
                let fits = |algorithm: &&SignatureAlgorithm| certified.fits(**algorithm).is_ok();
                algorithms = key.algorithms().iter().filter(fits).copied().collect();
                certificate = Some(candidate.clone());
                break;
            }
        }
        let Some(certificate) = certificate else {
            let leaf = leaf(certificates).ok_or(KeyError::NoCertificate { found: 0 })?;
            return Err(KeyError::CertificateMismatch {
                subject: leaf.subject().clone(),
                serial: leaf.serial_hex(),
            });
        };
        if algorithms.is_empty() {
            let algorithm = key.algorithms().first().copied();
            let algorithm = algorithm.unwrap_or(SignatureAlgorithm::Ed25519);
            return Err(KeyError::Algorithm { algorithm });
        }
        let chain = order(&certificate, certificates);
        Ok(Self { key, chain, certificate, algorithms })
    }

    /// The one key of several that has a certificate.
    fn choose<K: SigningKey + 'static>(
        keys: Vec<K>,
        certificates: &[Certificate],
    ) -> Result<Self, KeyError> {
        let has_key = |certificate: &Certificate, key: &K| match (
            PublicKey::parse(certificate.spki_der()),
            PublicKey::parse(key.public_key()),
        ) {
            (Ok(certified), Ok(key)) => certified.same_key(&key),
            _ => false,
        };
        let (found, only) = (certificates.len(), keys.len() == 1);
        let mut matched: Vec<(K, &Certificate)> = Vec::new();
        let mut unmatched = None;
        for key in keys {
            match certificates.iter().find(|certificate| has_key(certificate, &key)) {
                // The same key given twice is one key.
                Some(certificate) if matched.iter().any(|m| m.1 == certificate) => {}
                Some(certificate) => matched.push((key, certificate)),
                None => unmatched = Some(key),
            }
        }
        if matched.len() > 1 {
            let entry = |(_, certificate): &(K, &Certificate)| KeyEntry {
                subject: certificate.subject().clone(),
                serial: certificate.serial_hex(),
            };
            return Err(KeyError::SeveralKeys { keys: matched.iter().map(entry).collect() });
        }
        match (matched.pop(), unmatched) {
            (Some((key, _)), _) => Self::from_key(Box::new(key), certificates),
            // With one key, the error says which certificate is not its.
            (None, Some(key)) if only => Self::from_key(Box::new(key), certificates),
            (None, Some(_)) => Err(KeyError::NoCertificate { found }),
            (None, None) => Err(KeyError::NoKey),
        }
    }

    /// The certificate of the key.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificate of the key first, each followed by its issuer as far as given.
    #[must_use]
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &dyn SigningKey {
        &*self.key
    }

    /// What the key signs with as far as the certificate allows it: preferred first, never empty.
    #[must_use]
    pub fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("chain", &self.chain)
            .field("algorithms", &self.algorithms)
            .finish_non_exhaustive()
    }
}

fn check_size(file: &[u8]) -> Result<(), KeyError> {
    let len = file.len() as u64;
    if len > MAX_KEY_FILE_BYTES { Err(KeyError::TooLarge { len }) } else { Ok(()) }
}

/// The certificate most likely meant as the signer's: the first that issued none of the others.
fn leaf(certificates: &[Certificate]) -> Option<&Certificate> {
    let issued = |c: &&Certificate| {
        certificates.iter().any(|other| other != *c && other.issuer().matches(c.subject()))
    };
    certificates.iter().find(|c| !issued(c)).or(certificates.first())
}

/// The chain from `certificate` upwards as far as `given` goes. Names choose candidates and the
/// signature decides, so that a CA that renewed its key does not lead astray.
fn order(certificate: &Certificate, given: &[Certificate]) -> Vec<Certificate> {
    let mut chain = vec![certificate.clone()];
    let mut last = certificate;
    while chain.len() < MAX_PATH_LENGTH && !last.is_self_issued() {
        let issuer = given.iter().find(|candidate| {
            candidate.subject().matches(last.issuer())
                && !chain.contains(candidate)
                && last.verify_signed_by(candidate).is_ok()
        });
        let Some(issuer) = issuer else { break };
        chain.push(issuer.clone());
        last = issuer;
    }
    chain
}
