//! Asks a source for evidence and checks that what comes is an answer to the question.

use super::RevocationSource;
use super::{Evidence, EvidenceError};
use crate::limits::MAX_CRL_BYTES;
use crate::service::ServiceError;
use crate::x509::{
    Certificate, CertificateError, Crl, CrlError, OcspError, OcspRequest, OcspResponse,
};

/// Why no evidence was obtained, and from where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{service}: {fault}")]
#[non_exhaustive]
pub struct RevocationError {
    /// The URL that was asked.
    pub service: String,
    /// What went wrong.
    pub fault: RevocationFault,
}

/// What went wrong when asking for evidence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RevocationFault {
    /// No answer.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The answer is no OCSP response, or one that says why there is none.
    #[error(transparent)]
    Ocsp(#[from] OcspError),
    /// The response does not speak of the certificate.
    #[error("the OCSP response is about other certificates")]
    OtherCertificate,
    /// The response repeats another nonce than was sent.
    #[error("the nonce of the OCSP response is another")]
    Nonce {
        /// The nonce sent.
        expected: Vec<u8>,
        /// The nonce found.
        found: Vec<u8>,
    },
    /// The answer is no CRL.
    #[error(transparent)]
    Crl(#[from] CrlError),
    /// The answer is something else than a CRL.
    #[error("no CRL: {0}")]
    NotCrl(EvidenceError),
    /// The answer has no certificates.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

fn at(url: &str) -> impl Fn(RevocationFault) -> RevocationError {
    move |fault| RevocationError { service: url.to_owned(), fault }
}

/// Asks the responder at `url` about `certificate`. Its signature is for
/// [`status`](super::status()) to check.
///
/// A nonce that comes back must be the one sent; many responders answer from ready responses
/// and leave it out, and freshness protects against replays then (RFC 8954 §3.1).
///
/// # Errors
/// [`RevocationError`] with the URL.
pub fn obtain_ocsp(
    source: &dyn RevocationSource,
    url: &str,
    certificate: &Certificate,
    issuer: &Certificate,
) -> Result<OcspResponse, RevocationError> {
    let nonce = source.nonce();
    let request = OcspRequest::for_certificate(certificate, issuer, nonce.as_deref());
    let ask = || -> Result<OcspResponse, RevocationFault> {
        let response = OcspResponse::parse(&source.ocsp(url, request.der())?)?;
        if response.response_for(certificate, issuer).is_none() {
            return Err(RevocationFault::OtherCertificate);
        }
        match (nonce, response.nonce()) {
            (Some(expected), Some(found)) if expected != found => {
                Err(RevocationFault::Nonce { expected, found: found.to_vec() })
            }
            _ => Ok(response),
        }
    };
    ask().map_err(at(url))
}

/// Fetches the CRL at `url`, DER or PEM. Its signature is for [`status`](super::status()) to
/// check.
///
/// # Errors
/// [`RevocationError`] with the URL.
pub fn obtain_crl(source: &dyn RevocationSource, url: &str) -> Result<Crl, RevocationError> {
    let fetch = || -> Result<Crl, RevocationFault> {
        let bytes = source.crl(url)?;
        if bytes.len() > MAX_CRL_BYTES {
            return Err(CrlError::TooLarge { len: bytes.len() }.into());
        }
        let evidence = Evidence::from_bytes(bytes).map_err(|error| match error {
            EvidenceError::Crl(error) => error.into(),
            other => RevocationFault::NotCrl(other),
        })?;
        let crl = evidence.crls.into_iter().next();
        crl.ok_or(RevocationFault::NotCrl(EvidenceError::Nothing))
    };
    fetch().map_err(at(url))
}

/// Fetches the certificates at `url`, as authorityInfoAccess names them.
///
/// # Errors
/// [`RevocationError`] with the URL.
pub fn obtain_certificates(
    source: &dyn RevocationSource,
    url: &str,
) -> Result<Vec<Certificate>, RevocationError> {
    let fetch = || -> Result<Vec<Certificate>, RevocationFault> {
        Ok(Certificate::from_pem_or_der(&source.certificates(url)?)?)
    };
    fetch().map_err(at(url))
}
