//! X.509 certificates, names, CRLs and OCSP as they are (RFC 5280, RFC 6960): bytes kept, values
//! read, nothing judged.

mod certificate;
mod crl;
mod distribution_point;
pub(crate) mod extension;
mod general_name;
mod name;
mod name_constraints;
mod ocsp;
mod path_extensions;
pub(crate) mod pem;
mod policies;
mod reason;

pub use certificate::{Certificate, CertificateError};
pub(crate) use certificate::{hex, shortest, unsigned};
pub use crl::{Crl, CrlError, IssuingDistributionPoint, RevokedEntry};
pub use distribution_point::{CrlDistributionPoint, GeneralNames, PointName};
pub use extension::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, BasicConstraints, Extension, ExtensionFault,
    KeyUsage,
};
pub use general_name::{GeneralName, NameForm};
pub use name::{Attribute, Name};
pub use name_constraints::NameConstraints;
pub use ocsp::{
    CertId, CertStatus, OcspError, OcspRequest, OcspResponse, OcspResponseStatus, Responder,
    ResponderId, SingleResponse,
};
pub(crate) use policies::ANY_POLICY;
pub use policies::{PolicyConstraints, PolicyMapping};
pub use reason::{Reasons, RevocationReason};

#[cfg(test)]
mod tests;
