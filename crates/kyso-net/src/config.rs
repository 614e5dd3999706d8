//! How to use the network: plain data.

use std::fmt;
use std::time::Duration;

use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

use crate::limits;

/// How to use the network. The default is what suits services seen in the field; each number's
/// reason stands in [`limits`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NetworkConfig {
    /// The whole call to a time-stamp authority, retries included.
    pub timestamp_deadline: Duration,
    /// The whole call for a CRL, an OCSP response or certificates, retries included.
    pub evidence_deadline: Duration,
    /// All calls together that list the keys at a remote signing service, and all that sign,
    /// the signer's confirmation included; `None` for what its profile says.
    pub remote_deadline: Option<Duration>,
    /// Until a connection stands, TLS included.
    pub connect_timeout: Duration,
    /// Tries of one call, at least one.
    pub tries: u32,
    /// The pause before the second try; it doubles for each further one.
    pub first_pause: Duration,
    /// Calls at the same time, at least one; the others wait for their turn, which counts to no
    /// deadline.
    pub parallel_calls: usize,
    /// Whether proxies named in the environment are used. Loopback is never proxied.
    pub proxies: bool,
    /// Whom to trust as certifier of `https` servers.
    pub tls_roots: TlsRoots,
    /// Every call fails with [`Offline`](kyso::UnreachableCause::Offline), and nothing is sent.
    pub offline: bool,
}

impl Default for NetworkConfig {
    fn default() -> Self {
        Self {
            timestamp_deadline: limits::TIMESTAMP_DEADLINE,
            evidence_deadline: limits::EVIDENCE_DEADLINE,
            remote_deadline: None,
            connect_timeout: limits::CONNECT_TIMEOUT,
            tries: limits::TRIES,
            first_pause: limits::FIRST_PAUSE,
            parallel_calls: limits::PARALLEL_CALLS,
            proxies: true,
            tls_roots: TlsRoots::default(),
            offline: false,
        }
    }
}

/// The certifiers of `https` servers that are trusted. It has no bearing on signatures.
#[derive(Clone)]
pub struct TlsRoots(pub(crate) RootCerts);

impl Default for TlsRoots {
    /// Those of Mozilla, as built in.
    fn default() -> Self {
        Self(RootCerts::WebPki)
    }
}

impl TlsRoots {
    /// These certificates, PEM, and no others.
    ///
    /// # Errors
    /// [`ConfigError::Pem`], [`ConfigError::NoCertificate`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, ConfigError> {
        Ok(Self(RootCerts::new_with_certs(&certificates(pem)?)))
    }
}

impl fmt::Debug for TlsRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            RootCerts::Specific(certificates) => write!(f, "TlsRoots({})", certificates.len()),
            _ => f.write_str("TlsRoots(built in)"),
        }
    }
}

/// The certificates of a PEM file, in their order.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, ConfigError> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|_| ConfigError::Pem)? {
            found.push(certificate);
        }
    }
    if found.is_empty() { Err(ConfigError::NoCertificate) } else { Ok(found) }
}

/// Why a service cannot be set up as asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// No `http` or `https` URL, or one with a user's name in it.
    #[error("no http or https URL without user: {url}")]
    Url {
        /// What was given, [without secrets](crate::without_secrets).
        url: String,
    },
    /// The PEM text is broken.
    #[error("PEM cannot be read")]
    Pem,
    /// The PEM text has no certificate.
    #[error("no certificate in the PEM text")]
    NoCertificate,
    /// The PEM text has no private key that is not encrypted.
    #[error("no unencrypted private key in the PEM text")]
    NoPrivateKey,
    /// The key cannot be used for TLS, or belongs to another certificate.
    #[error("the key does not fit the certificate, or TLS has no use for it")]
    KeyMismatch,
    /// The user's name has a colon or a control character (RFC 7617 §2).
    #[error("a user's name with a colon or control character cannot be sent")]
    UserName,
    /// The secret would cross the network readable by all.
    #[error("{service} is not https: the secret would be readable on the way")]
    SecretInClear {
        /// The URL of the service.
        service: String,
    },
}
