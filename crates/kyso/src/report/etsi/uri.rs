//! The URIs of TS 119 102-2 V1.4.1.

use crate::algorithm::SignatureAlgorithm;
use crate::report::{Conclusion, FoundLevel, SignatureReport, SubIndication};

/// The namespace of the report (§5).
pub(super) const NAMESPACE: &str = "http://uri.etsi.org/19102/v1.4.1#";
/// XML Signature.
pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XAdES, some types of which the report borrows.
pub(super) const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// A proof of existence that was found while validating (§4.4.6.2).
pub(super) const BY_VALIDATION: &str = "urn:etsi:019102:poetype:validation";

/// Kinds of validation objects (§4.4.4).
pub(super) mod object {
    pub(in super::super) const CERTIFICATE: &str = "urn:etsi:019102:validationObject:certificate";
    pub(in super::super) const CRL: &str = "urn:etsi:019102:validationObject:CRL";
    pub(in super::super) const OCSP: &str = "urn:etsi:019102:validationObject:OCSPResponse";
    pub(in super::super) const TIMESTAMP: &str = "urn:etsi:019102:validationObject:timestamp";
    pub(in super::super) const SIGNED_DATA: &str = "urn:etsi:019102:validationObject:signedData";
}

/// The main indication of a signature (§4.3.4.2). The standard has none for a document without any
/// signature, and the schema no report without one; this is what other validators write then.
pub(super) fn indication(conclusion: &Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Passed(_) => "urn:etsi:019102:mainindication:total-passed",
        Conclusion::Failed(_) => "urn:etsi:019102:mainindication:total-failed",
        Conclusion::Indeterminate(_) => "urn:etsi:019102:mainindication:indeterminate",
        Conclusion::Unsigned => "urn:cef:dss:mainindication:noSignatureFound",
    }
}

/// The main indication of a validation object (§4.3.4.2).
pub(super) fn object_indication(conclusion: &Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Passed(_) => "urn:etsi:019102:mainindication:passed",
        Conclusion::Failed(_) => "urn:etsi:019102:mainindication:failed",
        Conclusion::Indeterminate(_) | Conclusion::Unsigned => {
            "urn:etsi:019102:mainindication:indeterminate"
        }
    }
}

/// A sub-indication (§4.3.4.3).
pub(super) fn sub_indication(sub: SubIndication) -> String {
    let name = serde_json::to_value(sub).ok();
    let name = name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    format!("urn:etsi:019102:subindication:{name}")
}

/// The process of EN 319 102-1 that a signature went through as far as it has what that asks for
/// (§4.3.11).
pub(super) fn process(signature: &SignatureReport) -> &'static str {
    match signature.level {
        FoundLevel::BLTA => "urn:etsi:019102:validationprocess:LTA",
        _ if signature.signing_time.proven.is_some() => "urn:etsi:019102:validationprocess:LTVM",
        _ => "urn:etsi:019102:validationprocess:Basic",
    }
}

/// The identifier of a signature algorithm, by its name in reports.
pub(super) fn algorithm(name: &str) -> Option<&'static str> {
    SignatureAlgorithm::from_name(name)?.xml_uri()
}

/// A reason for revocation, by its name in reports (§4.3.12.6).
pub(super) fn revocation_reason(name: &str) -> String {
    format!("urn:etsi:019102:revocationReason:{name}")
}

/// `name` as a relative URI.
pub(super) fn file(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
