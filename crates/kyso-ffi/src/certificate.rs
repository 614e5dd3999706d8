//! Certificates as arguments and as texts.

use kyso::SignatureAlgorithm;
use kyso::trust::Fingerprint;
use kyso::x509::Certificate;

use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_NO_CERTIFICATE};
use crate::error::Fault;

/// The certificates of a PEM, DER or PKCS#7 file, at least one.
pub(crate) fn read(file: &[u8]) -> Result<Vec<Certificate>, Fault> {
    Ok(Certificate::from_pem_or_der(file)?)
}

/// The first of several.
pub(crate) fn first(certificates: &[Certificate]) -> Result<&Certificate, Fault> {
    let none = || Fault::new(KYSO_NO_CERTIFICATE, "no certificate was given");
    certificates.first().ok_or_else(none)
}

/// SHA-256 of a certificate, 64 hexadecimal digits.
pub(crate) fn fingerprint(certificate: &Certificate) -> String {
    Fingerprint::of(certificate).to_string()
}

/// A signature algorithm by its name.
pub(crate) fn algorithm(name: &str) -> Result<SignatureAlgorithm, Fault> {
    let unknown = || Fault::new(KYSO_INVALID_ARGUMENT, format!("no algorithm {name:?} is known"));
    SignatureAlgorithm::from_name(name).ok_or_else(unknown)
}
