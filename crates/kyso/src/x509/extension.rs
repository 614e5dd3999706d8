//! Certificate extensions with their types (RFC 5280 §4.2), through the `x509-cert` crate.

use const_oid::ObjectIdentifier;
use der::Decode;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{self, AuthorityInfoAccessSyntax};

use super::distribution_point::{self, CrlDistributionPoint};
use crate::cms::BerError;
use crate::cms::ber::{Element, id};

/// One extension as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Extension {
    /// Its type.
    pub oid: ObjectIdentifier,
    /// Whether who does not know it must refuse the certificate.
    pub critical: bool,
    /// The contents of `extnValue`, DER.
    pub value: Vec<u8>,
}

/// An extension that does not say what it should.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtensionFault {
    /// Its value is malformed.
    #[error("extension {oid} malformed")]
    Malformed {
        /// Its type.
        oid: ObjectIdentifier,
    },
    /// It comes more than once (RFC 5280 §4.2).
    #[error("extension {oid} comes twice")]
    Repeated {
        /// Its type.
        oid: ObjectIdentifier,
    },
}

/// KeyUsage (RFC 5280 §4.2.1.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyUsage(pkix::KeyUsage);

impl KeyUsage {
    /// Bit 0, digitalSignature.
    #[must_use]
    pub fn digital_signature(self) -> bool {
        self.0.digital_signature()
    }

    /// Bit 1, nonRepudiation, later called contentCommitment.
    #[must_use]
    pub fn non_repudiation(self) -> bool {
        self.0.non_repudiation()
    }

    /// Bit 5, keyCertSign.
    #[must_use]
    pub fn key_cert_sign(self) -> bool {
        self.0.key_cert_sign()
    }

    /// Bit 6, cRLSign.
    #[must_use]
    pub fn crl_sign(self) -> bool {
        self.0.crl_sign()
    }

    /// Names of the bits that are set, as RFC 5280 writes them.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        [
            (self.0.digital_signature(), "digitalSignature"),
            (self.0.non_repudiation(), "nonRepudiation"),
            (self.0.key_encipherment(), "keyEncipherment"),
            (self.0.data_encipherment(), "dataEncipherment"),
            (self.0.key_agreement(), "keyAgreement"),
            (self.0.key_cert_sign(), "keyCertSign"),
            (self.0.crl_sign(), "cRLSign"),
            (self.0.encipher_only(), "encipherOnly"),
            (self.0.decipher_only(), "decipherOnly"),
        ]
        .into_iter()
        .filter_map(|(set, name)| set.then_some(name))
        .collect()
    }
}

/// BasicConstraints (RFC 5280 §4.2.1.9).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct BasicConstraints {
    /// Whether the subject is a CA.
    pub ca: bool,
    /// How many CA certificates may follow below it.
    pub path_len: Option<u8>,
}

/// AuthorityKeyIdentifier (RFC 5280 §4.2.1.1).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct AuthorityKeyIdentifier {
    /// The subject key identifier of the issuer.
    pub key_id: Option<Vec<u8>>,
    /// The serial number of the issuer's certificate, big-endian.
    pub serial: Option<Vec<u8>>,
}

/// AuthorityInfoAccess (RFC 5280 §4.2.2.1): URLs only.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct AuthorityInfoAccess {
    /// OCSP responders.
    pub ocsp: Vec<String>,
    /// Certificates of the issuer.
    pub ca_issuers: Vec<String>,
}

const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const CA_ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");

/// The one extension of this type, decoded.
fn decode<'a, T: Decode<'a>>(
    extensions: &'a [Extension],
    oid: ObjectIdentifier,
) -> Result<Option<T>, ExtensionFault> {
    let Some(extension) = one(extensions, oid)? else { return Ok(None) };
    T::from_der(&extension.value).map(Some).map_err(|_| ExtensionFault::Malformed { oid })
}

/// The one extension of this type.
pub(super) fn one(
    extensions: &[Extension],
    oid: ObjectIdentifier,
) -> Result<Option<&Extension>, ExtensionFault> {
    let mut found = extensions.iter().filter(|extension| extension.oid == oid);
    let first = found.next();
    if found.next().is_some() {
        return Err(ExtensionFault::Repeated { oid });
    }
    Ok(first)
}

/// OIDs of extensions (RFC 5280 Annex A, RFC 6960 §4.2.2.2.1).
pub(crate) mod oids {
    use const_oid::ObjectIdentifier as O;

    pub(crate) const SUBJECT_KEY_ID: O = O::new_unwrap("2.5.29.14");
    pub(crate) const KEY_USAGE: O = O::new_unwrap("2.5.29.15");
    pub(crate) const SUBJECT_ALT_NAME: O = O::new_unwrap("2.5.29.17");
    pub(crate) const ISSUER_ALT_NAME: O = O::new_unwrap("2.5.29.18");
    pub(crate) const BASIC_CONSTRAINTS: O = O::new_unwrap("2.5.29.19");
    pub(crate) const NAME_CONSTRAINTS: O = O::new_unwrap("2.5.29.30");
    pub(crate) const CRL_DISTRIBUTION_POINTS: O = O::new_unwrap("2.5.29.31");
    pub(crate) const CERTIFICATE_POLICIES: O = O::new_unwrap("2.5.29.32");
    pub(crate) const POLICY_MAPPINGS: O = O::new_unwrap("2.5.29.33");
    pub(crate) const AUTHORITY_KEY_ID: O = O::new_unwrap("2.5.29.35");
    pub(crate) const POLICY_CONSTRAINTS: O = O::new_unwrap("2.5.29.36");
    pub(crate) const EXTENDED_KEY_USAGE: O = O::new_unwrap("2.5.29.37");
    pub(crate) const INHIBIT_ANY_POLICY: O = O::new_unwrap("2.5.29.54");
    pub(crate) const AUTHORITY_INFO_ACCESS: O = O::new_unwrap("1.3.6.1.5.5.7.1.1");
    pub(crate) const QC_STATEMENTS: O = O::new_unwrap("1.3.6.1.5.5.7.1.3");
    pub(crate) const OCSP_NOCHECK: O = O::new_unwrap("1.3.6.1.5.5.7.48.1.5");
    pub(crate) const FRESHEST_CRL: O = O::new_unwrap("2.5.29.46");
    // Of CRLs and their entries (RFC 5280 §5.2, §5.3; X.509 §9.5.2.8).
    pub(crate) const CRL_NUMBER: O = O::new_unwrap("2.5.29.20");
    pub(crate) const REASON_CODE: O = O::new_unwrap("2.5.29.21");
    pub(crate) const HOLD_INSTRUCTION: O = O::new_unwrap("2.5.29.23");
    pub(crate) const INVALIDITY_DATE: O = O::new_unwrap("2.5.29.24");
    pub(crate) const DELTA_CRL_INDICATOR: O = O::new_unwrap("2.5.29.27");
    pub(crate) const ISSUING_DISTRIBUTION_POINT: O = O::new_unwrap("2.5.29.28");
    pub(crate) const CERTIFICATE_ISSUER: O = O::new_unwrap("2.5.29.29");
    pub(crate) const EXPIRED_CERTS_ON_CRL: O = O::new_unwrap("2.5.29.60");
    // Of OCSP (RFC 6960 §4.4).
    pub(crate) const OCSP_NONCE: O = O::new_unwrap("1.3.6.1.5.5.7.48.1.2");
    pub(crate) const OCSP_ARCHIVE_CUTOFF: O = O::new_unwrap("1.3.6.1.5.5.7.48.1.6");
}

pub(super) fn key_usage(all: &[Extension]) -> Result<Option<KeyUsage>, ExtensionFault> {
    Ok(decode::<pkix::KeyUsage>(all, oids::KEY_USAGE)?.map(KeyUsage))
}

pub(super) fn extended_key_usage(
    all: &[Extension],
) -> Result<Option<Vec<ObjectIdentifier>>, ExtensionFault> {
    Ok(decode::<pkix::ExtendedKeyUsage>(all, oids::EXTENDED_KEY_USAGE)?.map(|usage| usage.0))
}

pub(super) fn basic_constraints(
    all: &[Extension],
) -> Result<Option<BasicConstraints>, ExtensionFault> {
    let found = decode::<pkix::BasicConstraints>(all, oids::BASIC_CONSTRAINTS)?;
    Ok(found.map(|c| BasicConstraints { ca: c.ca, path_len: c.path_len_constraint }))
}

pub(super) fn subject_key_id(all: &[Extension]) -> Result<Option<Vec<u8>>, ExtensionFault> {
    let found = decode::<pkix::SubjectKeyIdentifier>(all, oids::SUBJECT_KEY_ID)?;
    Ok(found.map(|key_id| key_id.0.as_bytes().to_vec()))
}

pub(super) fn authority_key_id(
    all: &[Extension],
) -> Result<Option<AuthorityKeyIdentifier>, ExtensionFault> {
    let found = decode::<pkix::AuthorityKeyIdentifier>(all, oids::AUTHORITY_KEY_ID)?;
    Ok(found.map(|key_id| AuthorityKeyIdentifier {
        key_id: key_id.key_identifier.map(|octets| octets.as_bytes().to_vec()),
        serial: key_id.authority_cert_serial_number.map(|serial| serial.as_bytes().to_vec()),
    }))
}

pub(super) fn crl_distribution_points(
    all: &[Extension],
) -> Result<Option<Vec<CrlDistributionPoint>>, ExtensionFault> {
    distribution_points(all, oids::CRL_DISTRIBUTION_POINTS)
}

/// CRLDistributionPoints, which freshestCRL is too (RFC 5280 §4.2.1.13, §4.2.1.15).
pub(super) fn distribution_points(
    all: &[Extension],
    oid: ObjectIdentifier,
) -> Result<Option<Vec<CrlDistributionPoint>>, ExtensionFault> {
    let Some(extension) = one(all, oid)? else { return Ok(None) };
    let points = distribution_point::read_points(&extension.value);
    points.map(Some).map_err(|_| ExtensionFault::Malformed { oid })
}

/// Reads Extensions from their SEQUENCE, as CRLs, their entries and OCSP have them.
pub(crate) fn read_all(sequence: &Element<'_>) -> Result<Vec<Extension>, BerError> {
    let mut out = Vec::new();
    let mut members = sequence.reader();
    while let Some(member) = members.next()? {
        if member.id != id::SEQUENCE {
            return Err(member.malformed());
        }
        let mut parts = member.reader();
        let oid = parts.expect(id::OID)?.any_oid()?;
        let critical = match parts.optional(id::BOOLEAN)? {
            Some(flag) => flag.boolean()?,
            None => false,
        };
        let value = parts.octet_string()?.into_owned();
        parts.finish()?;
        out.push(Extension { oid, critical, value });
    }
    Ok(out)
}

pub(super) fn authority_info_access(
    all: &[Extension],
) -> Result<Option<AuthorityInfoAccess>, ExtensionFault> {
    let found = decode::<AuthorityInfoAccessSyntax>(all, oids::AUTHORITY_INFO_ACCESS)?;
    let Some(descriptions) = found else { return Ok(None) };
    let mut out = AuthorityInfoAccess::default();
    for description in descriptions.0 {
        let GeneralName::UniformResourceIdentifier(url) = description.access_location else {
            continue;
        };
        match description.access_method {
            OCSP => out.ocsp.push(url.to_string()),
            CA_ISSUERS => out.ca_issuers.push(url.to_string()),
            _ => {}
        }
    }
    Ok(Some(out))
}
