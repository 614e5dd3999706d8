//! May this certificate sign documents at all? Asked before signing and when judging.

use crate::x509::Certificate;

/// Extended key usages that say a certificate is for something else than documents (RFC 5280
/// §4.2.1.12): a certificate with none but these may not sign one.
const OTHER_PURPOSES: [&str; 4] = [
    "1.3.6.1.5.5.7.3.1", // serverAuth
    "1.3.6.1.5.5.7.3.3", // codeSigning
    "1.3.6.1.5.5.7.3.8", // timeStamping
    "1.3.6.1.5.5.7.3.9", // OCSPSigning
];

/// `keyUsage`, where it stands, has `digitalSignature` or `nonRepudiation` (RFC 5280 §4.2.1.3),
/// and `extendedKeyUsage`, where it stands, has a purpose other than those of servers, code,
/// time-stamps and OCSP.
///
/// # Errors
///
/// The name of the extension that forbids it; one that cannot be read forbids.
pub(crate) fn may_sign_documents(certificate: &Certificate) -> Result<(), &'static str> {
    match certificate.key_usage() {
        Ok(None) => {}
        Ok(Some(usage)) if usage.digital_signature() || usage.non_repudiation() => {}
        _ => return Err("key-usage"),
    }
    match certificate.extended_key_usage() {
        Ok(None) => Ok(()),
        Ok(Some(purposes))
            if purposes.iter().any(|p| !OTHER_PURPOSES.contains(&p.to_string().as_str())) =>
        {
            Ok(())
        }
        _ => Err("extended-key-usage"),
    }
}
