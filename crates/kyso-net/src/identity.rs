//! A certificate and its key that this side shows in TLS.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{ClientCert, PrivateKey};
use zeroize::Zeroizing;

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

    /// From PEM texts of certificates, first the one of the key, and the key in plain PKCS#8, DER,
    /// as [`kyso::key::plain_pkcs8`] reads it out of an encrypted file.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem).
    pub fn from_pkcs8(certificates_pem: &[u8], key: &[u8]) -> Result<Self, ConfigError> {
        let text = Zeroizing::new(STANDARD.encode(key));
        let pem = Zeroizing::new(format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            *text
        ));
        Self::from_pem(certificates_pem, pem.as_bytes())
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity")
            .field("certificates", &self.0.certs().len())
            .finish_non_exhaustive()
    }
}
