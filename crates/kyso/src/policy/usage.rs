//! May this certificate sign documents at all? Asked before signing and when judging.

use crate::x509::Certificate;

/// Extended key usages that say a certificate is for something else than documents (RFC 5280
/// §4.2.1.12): a certificate with none but these may not sign one.
const OTHER_PURPOSES: [&str; 10] = [
    "1.3.6.1.5.5.7.3.1",      // serverAuth
    "1.3.6.1.5.5.7.3.3",      // codeSigning
    "1.3.6.1.5.5.7.3.5",      // ipsecEndSystem
    "1.3.6.1.5.5.7.3.6",      // ipsecTunnel
    "1.3.6.1.5.5.7.3.7",      // ipsecUser
    "1.3.6.1.5.5.7.3.8",      // timeStamping
    "1.3.6.1.5.5.7.3.9",      // OCSPSigning
    "1.3.6.1.5.5.7.3.17",     // ipsecIKE
    "1.3.6.1.5.2.3.5",        // Kerberos KDC
    "1.3.6.1.4.1.311.20.2.2", // smart card logon
];

/// `keyUsage`, where it stands, has `digitalSignature` or `nonRepudiation` (RFC 5280 §4.2.1.3),
/// and `extendedKeyUsage`, where it stands, has a purpose other than those of servers, code,
/// networks, time-stamps and OCSP.
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
    if has_other_purpose(certificate) { Err("extended-key-usage") } else { Ok(()) }
}

/// Whether `extendedKeyUsage` says that a certificate, or what a CA issues, is for something else
/// than documents; one that cannot be read says so too.
pub(crate) fn has_other_purpose(certificate: &Certificate) -> bool {
    match certificate.extended_key_usage() {
        Ok(None) => false,
        Ok(Some(purposes)) => {
            purposes.iter().all(|purpose| OTHER_PURPOSES.contains(&purpose.to_string().as_str()))
        }
        Err(_) => true,
    }
}
