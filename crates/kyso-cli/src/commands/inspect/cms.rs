//! The contents of a CMS signature: signers, attributes, certificates.

use std::fmt::Display;

use kyso::cms::{Attribute, CmsError, EssVersion, SignedAttrs, SignedData, SignerId, SignerInfo};
use kyso::{role, x509};

use super::model;
use crate::hex::hex;

/// Bytes of an attribute value shown.
const SHOWN_BYTES: usize = 64;

/// Attributes with a name, by OID.
const NAMES: [(&str, &str); 20] = [
    ("1.2.840.113549.1.9.3", "content-type"),
    ("1.2.840.113549.1.9.4", "message-digest"),
    ("1.2.840.113549.1.9.5", "signing-time"),
    ("1.2.840.113549.1.9.52", "cms-algorithm-protection"),
    ("1.2.840.113549.1.9.15", "smime-capabilities"),
    ("1.2.840.113549.1.9.16.2.12", "signing-certificate"),
    ("1.2.840.113549.1.9.16.2.47", "signing-certificate-v2"),
    ("1.2.840.113549.1.9.16.2.14", "signature-time-stamp"),
    ("1.2.840.113549.1.9.16.2.15", "signature-policy"),
    ("1.2.840.113549.1.9.16.2.16", "commitment-type"),
    ("1.2.840.113549.1.9.16.2.17", "signer-location"),
    ("1.2.840.113549.1.9.16.2.18", "signer-attributes"),
    ("1.2.840.113549.1.9.6", "countersignature"),
    ("1.2.840.113549.1.9.16.2.4", "content-hints"),
    ("0.4.0.1733.2.1", "mime-type"),
    ("0.4.0.1733.2.4", "archive-time-stamp-v3"),
    ("0.4.0.19122.1.1", "signer-attributes-v2"),
    ("0.4.0.19122.1.5", "ats-hash-index-v3"),
    ("1.2.840.113549.1.9.16.2.20", "content-time-stamp"),
    ("1.2.840.113583.1.1.8", "adobe-revocation-information"),
];

/// Reads `/Contents`.
pub(super) fn read(contents: &[u8]) -> Result<model::Cms, CmsError> {
    Ok(describe(&SignedData::parse(contents)?))
}

/// What one holds.
pub(super) fn describe(cms: &SignedData) -> model::Cms {
    model::Cms {
        version: cms.version,
        length: cms.encoded_len,
        content_type: cms.content_type.to_string(),
        content_attached: cms.content.is_some(),
        digest_algorithms: cms.digest_algorithms.iter().map(ToString::to_string).collect(),
        certificates: cms.certificates.iter().map(certificate).collect(),
        unreadable_certificates: cms.unreadable_certificates,
        crls: cms.crls.len(),
        other_revocation: cms.other_revocation.len(),
        deviations: cms.deviations.iter().map(|deviation| deviation.name()).collect(),
        signers: cms.signers.iter().map(signer).collect(),
    }
}

fn signer(signer: &SignerInfo) -> model::Signer {
    let (mut issuer, mut serial, mut subject_key_id) = (None, None, None);
    match &signer.sid {
        SignerId::IssuerSerial { issuer: name, serial: number } => {
            issuer = Some(name.to_string());
            serial = Some(hex(number));
        }
        SignerId::SubjectKeyId(id) => subject_key_id = Some(hex(id)),
        _ => {}
    }
    let attributes = signer.signed_attrs.as_ref();
    let (role, claimed_roles) = attributes.map(role::claimed).unwrap_or_default();
    model::Signer {
        version: signer.version,
        issuer,
        serial,
        subject_key_id,
        digest_algorithm: name_or(&signer.digest_algorithm, &signer.digest_oid),
        signature_algorithm: name_or(&signer.signature_algorithm, &signer.signature_oid),
        signature_length: signer.signature.len(),
        role,
        claimed_roles,
        signed_attributes: all(attributes.map(SignedAttrs::all).unwrap_or_default()),
        unsigned_attributes: all(&signer.unsigned_attrs),
        message_digest: attributes.and_then(|a| a.message_digest().ok().flatten()).map(|d| hex(&d)),
        signing_time: attributes.and_then(|a| a.signing_time().ok().flatten()),
        signing_certificates: attributes.map(signing_certificates).unwrap_or_default(),
    }
}

fn signing_certificates(attributes: &SignedAttrs) -> Vec<model::CertificateHash> {
    let found = attributes.signing_certificates().unwrap_or_default();
    let describe = |id: &kyso::cms::EssCertId| model::CertificateHash {
        version: match id.version {
            EssVersion::V1 => 1,
            EssVersion::V2 => 2,
        },
        digest_algorithm: id.digest.as_ref().ok().map(|digest| digest.name()),
        hash: hex(&id.hash),
    };
    found.iter().map(describe).collect()
}

fn all(attributes: &[Attribute]) -> Vec<model::Attribute> {
    let describe = |attribute: &Attribute| {
        let oid = attribute.oid.to_string();
        let cut = |value: &Vec<u8>| hex(value.get(..SHOWN_BYTES).unwrap_or(value));
        model::Attribute {
            name: NAMES.iter().find(|(known, _)| *known == oid).map(|(_, name)| *name),
            oid,
            values: attribute.values.iter().map(cut).collect(),
            length: attribute.values.iter().map(Vec::len).sum(),
        }
    };
    attributes.iter().map(describe).collect()
}

/// A certificate as it stands.
pub(super) fn certificate(certificate: &x509::Certificate) -> model::Certificate {
    let access = certificate.authority_info_access().ok().flatten().unwrap_or_default();
    let points = certificate.crl_distribution_points().ok().flatten().unwrap_or_default();
    let constraints = certificate.basic_constraints().ok().flatten();
    let usage = certificate.key_usage().ok().flatten();
    let signature = certificate.signature_algorithm();
    model::Certificate {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        key: certificate.key_kind().map_or_else(|fault| fault.to_string(), |k| k.to_string()),
        signature_algorithm: signature.map_or_else(|fault| fault.to_string(), |a| a.name()),
        ca: constraints.is_some_and(|constraints| constraints.ca),
        key_usage: usage.map(|usage| usage.names()).unwrap_or_default(),
        ocsp: access.ocsp,
        crl: points.into_iter().flat_map(|point| point.urls).collect(),
        fingerprint: hex(&certificate.fingerprint_sha256()),
    }
}

fn name_or<T: Display, E>(known: &Result<T, E>, oid: &impl Display) -> String {
    known.as_ref().map_or_else(|_| oid.to_string(), ToString::to_string)
}
