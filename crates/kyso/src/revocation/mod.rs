//! Revocation: evidence that was gathered, what it says of a certificate, and the trait that
//! fetches more (RFC 5280 §6.3, RFC 6960).

mod collect;
mod crl_view;
mod evidence;
mod freshness;
mod obtain;
mod ocsp_view;
mod status;
#[cfg(test)]
mod tests;

use std::fmt::Debug;

pub(crate) use self::collect::services;
pub use self::collect::{Collector, Wanted};
pub use self::evidence::{Evidence, EvidenceError, EvidenceKind};
pub use self::freshness::Freshness;
pub use self::obtain::{
    RevocationError, RevocationFault, obtain_certificates, obtain_crl, obtain_ocsp,
};
pub use self::status::{Question, Rejection, RevocationAnswer, Source, Why, status};
use crate::service::ServiceError;

/// Where evidence comes from: the network, a cache. Pass one to the library; never call it:
/// [`obtain_ocsp`], [`obtain_crl`] and [`obtain_certificates`] do and check what it gives.
pub trait RevocationSource: Send + Sync + Debug {
    /// Sends an OCSPRequest, DER, to `url` and gives back the OCSPResponse.
    ///
    /// # Errors
    /// [`ServiceError`] when there is no answer, as for the others.
    fn ocsp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError>;

    /// Fetches the CRL at `url`, DER or PEM.
    ///
    /// # Errors
    /// [`ServiceError`].
    fn crl(&self, url: &str) -> Result<Vec<u8>, ServiceError>;

    /// Fetches the certificates at `url`: one in DER or PEM, or a PKCS#7 bundle.
    ///
    /// # Errors
    /// [`ServiceError`].
    fn certificates(&self, url: &str) -> Result<Vec<u8>, ServiceError>;

    /// A fresh random nonce for an OCSP request, 1 to 32 bytes (RFC 8954 §2.1). The core has no
    /// source of randomness.
    fn nonce(&self) -> Option<Vec<u8>> {
        None
    }
}
