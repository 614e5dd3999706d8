//! X.509 certificates and names as they are (RFC 5280): bytes kept, values read, nothing judged.

mod certificate;
mod extension;
mod name;
pub(crate) mod pem;

pub use certificate::{Certificate, CertificateError};
pub(crate) use certificate::{hex, unsigned};
pub use extension::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoint, Extension,
    ExtensionFault, KeyUsage,
};
pub use name::{Attribute, Name};

#[cfg(test)]
mod tests;
