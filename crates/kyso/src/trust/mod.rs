//! Trust anchors: plain data. Whoever calls decides whom to trust; nothing is trusted by default.

mod list;

pub use list::{
    ListPointer, Provider, Scheme, Service, ServiceKind, ServiceState, ServiceStatus, TrustList,
    TrustListError,
};

use crate::x509::{Certificate, CertificateError};

/// The certificates at which a path may end (RFC 5280 §6.1.1 d).
#[derive(Clone, Debug, Default)]
pub struct TrustAnchors {
    certificates: Vec<Certificate>,
}

impl TrustAnchors {
    /// No anchor: every signature stays indeterminate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a PEM bundle, one DER certificate, or a `.p7b`.
    ///
    /// # Errors
    ///
    /// Where the bytes are none of these or hold no certificate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        Certificate::from_pem_or_der(bytes).map(|certificates| Self { certificates })
    }

    /// Reads a file as [`Self::from_bytes`] does.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, is over [`crate::limits::MAX_KEY_FILE_BYTES`], or holds no
    /// certificate.
    pub fn from_pem_file(path: impl AsRef<std::path::Path>) -> Result<Self, crate::Error> {
        let bytes = crate::file::read_bounded(path.as_ref(), crate::limits::MAX_KEY_FILE_BYTES)?;
        Ok(Self::from_bytes(&bytes)?)
    }

    /// Adds one anchor.
    pub fn add(&mut self, certificate: Certificate) {
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
    }

    /// Adds every anchor of `other`.
    pub fn extend(&mut self, other: Self) {
        other.certificates.into_iter().for_each(|certificate| self.add(certificate));
    }

    /// The anchors.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }
}
