//! A certificate and its key that this side shows in TLS.

use std::fmt;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{ClientCert, PrivateKey};

use crate::ConfigError;
use crate::config::certificates;

/// Whom this side says to be in mutual TLS. The key is never shown.
#[derive(Clone)]
pub struct ClientIdentity(pub(crate) ClientCert);

impl ClientIdentity {
    /// From PEM texts: the certificate and those above it, first the one of the key; and the key,
    /// PKCS#8, PKCS#1 or SEC 1, not encrypted. Both may be the same text.
    ///
    /// # Errors
    /// [`ConfigError`] when one of them cannot be read, or when they do not belong together.
    pub fn from_pem(certificates_pem: &[u8], key_pem: &[u8]) -> Result<Self, ConfigError> {
        let chain = certificates(certificates_pem)?;
        let key = PrivateKey::from_pem(key_pem).map_err(|_| ConfigError::NoPrivateKey)?;
        // The connection would be the wrong place to find out.
        let ders = chain.iter().map(|c| CertificateDer::from(c.der()).into_owned()).collect();
        let der = PrivateKeyDer::from_pem_slice(key_pem).map_err(|_| ConfigError::NoPrivateKey)?;
        CertifiedKey::from_der(ders, der, &default_provider())
            .map_err(|_| ConfigError::KeyMismatch)?;
        Ok(Self(ClientCert::new_with_certs(&chain, key)))
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity")
            .field("certificates", &self.0.certs().len())
            .finish_non_exhaustive()
    }
}
