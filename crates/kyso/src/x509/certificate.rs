//! One certificate: its bytes as they stand and the values in them (RFC 5280 §4.1).

use std::fmt;
use std::sync::{Arc, OnceLock};

use const_oid::ObjectIdentifier;

use super::extension::{self, Extension, ExtensionFault, oids};
use super::path_extensions::PathExtensions;
use super::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoint, KeyUsage,
    Name, pem,
};
use crate::cms::algorithm_id::AlgorithmId;
use crate::cms::ber::{Element, Reader, id};
use crate::cms::{AlgorithmFault, BerError, CmsError, SignedData, asn1_time};
use crate::crypto::{self, KeyKind, Message, VerifyFault};
use crate::limits::{MAX_CERTIFICATES, MAX_EXTENSIONS};
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

/// Why bytes are no certificate.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The ASN.1 is malformed.
    #[error(transparent)]
    Asn1(#[from] BerError),
    /// A PKCS#7 file that cannot be read.
    #[error(transparent)]
    Cms(Box<CmsError>),
    /// The file has no certificate in it.
    #[error("no certificate found")]
    NoCertificate,
    /// More certificates than anybody needs.
    #[error("more than {MAX_CERTIFICATES} certificates")]
    TooMany,
}

/// An X.509 certificate. Cloning is cheap.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    tbs: Vec<u8>,
    spki: Vec<u8>,
    algorithm: Result<SignatureAlgorithm, AlgorithmFault>,
    signature: Vec<u8>,
    issuer: Name,
    subject: Name,
    serial: Vec<u8>,
    not_before: Time,
    not_after: Time,
    version: u8,
    extensions: Vec<Extension>,
    path_extensions: OnceLock<PathExtensions>,
    fingerprint: OnceLock<[u8; 32]>,
}

/// The fields of a certificate as they stand.
struct Fields<'a> {
    tbs: Element<'a>,
    outer_algorithm: Element<'a>,
    signature: Element<'a>,
    version: u8,
    serial: Element<'a>,
    inner_algorithm: Element<'a>,
    issuer: Element<'a>,
    not_before: Time,
    not_after: Time,
    subject: Element<'a>,
    spki: Element<'a>,
    extensions: Vec<Extension>,
}

impl<'a> Fields<'a> {
    fn read(der: &'a [u8]) -> Result<Self, BerError> {
        let mut all = Reader::new(der);
        let certificate = all.expect(id::SEQUENCE)?;
        all.finish()?;
        let mut outer = certificate.reader();
        let tbs = outer.expect(id::SEQUENCE)?;
        let outer_algorithm = outer.expect(id::SEQUENCE)?;
        let signature = outer.expect(id::BIT_STRING)?;
        outer.finish()?;
        if certificate.indefinite || tbs.indefinite {
            return Err(certificate.malformed());
        }
        let mut reader = tbs.reader();
        let version = read_version(&mut reader)?;
        let serial = reader.expect(id::INTEGER)?;
        let inner_algorithm = reader.expect(id::SEQUENCE)?;
        let issuer = reader.expect(id::SEQUENCE)?;
        let mut validity = reader.expect(id::SEQUENCE)?.reader();
        let not_before = read_time(&mut validity)?;
        let not_after = read_time(&mut validity)?;
        validity.finish()?;
        let subject = reader.expect(id::SEQUENCE)?;
        let spki = reader.expect(id::SEQUENCE)?;
        // issuerUniqueID and subjectUniqueID, of which nothing is made any more.
        reader.optional(id::context(1))?;
        reader.optional(id::context(2))?;
        let extensions = match reader.optional(id::context_constructed(3))? {
            Some(explicit) => read_extensions(&explicit)?,
            None => Vec::new(),
        };
        reader.finish()?;
        Ok(Self {
            tbs,
            outer_algorithm,
            signature,
            version,
            serial,
            inner_algorithm,
            issuer,
            not_before,
            not_after,
            subject,
            spki,
            extensions,
        })
    }

    fn algorithm(&self) -> Result<Result<SignatureAlgorithm, AlgorithmFault>, BerError> {
        let outer = AlgorithmId::read(&self.outer_algorithm)?;
        // RFC 5280 §4.1.1.2 asks for equality; compared as bytes, both being DER.
        if self.outer_algorithm.raw != self.inner_algorithm.raw {
            return Ok(Err(AlgorithmFault::InnerOuterDiffer));
        }
        Ok(outer.signature(None))
    }
}

/// `version [0] EXPLICIT INTEGER DEFAULT v1`, as people count it: 1, 2 or 3.
fn read_version(reader: &mut Reader<'_>) -> Result<u8, BerError> {
    let Some(explicit) = reader.optional(id::context_constructed(0))? else { return Ok(1) };
    let mut inner = explicit.reader();
    let version = inner.expect(id::INTEGER)?.unsigned()?;
    inner.finish()?;
    match version {
        0 => Ok(1),
        1 => Ok(2),
        2 => Ok(3),
        _ => Err(explicit.malformed()),
    }
}

fn read_time(reader: &mut Reader<'_>) -> Result<Time, BerError> {
    let element = reader.next()?.ok_or(BerError::Truncated { offset: reader.offset() })?;
    asn1_time::read(&element).ok_or(element.malformed())
}

/// Extensions (RFC 5280 §4.1.2.9).
fn read_extensions(explicit: &Element<'_>) -> Result<Vec<Extension>, BerError> {
    let mut inner = explicit.reader();
    let sequence = inner.expect(id::SEQUENCE)?;
    let mut members = sequence.reader();
    inner.finish()?;
    let mut extensions = Vec::new();
    while let Some(member) = members.next()? {
        sequence.room(extensions.len(), MAX_EXTENSIONS)?;
        let mut fields = member.reader();
        let oid = fields.expect(id::OID)?.any_oid()?;
        let critical = match fields.optional(id::BOOLEAN)? {
            Some(flag) => match flag.content {
                [value] => *value != 0,
                _ => return Err(flag.malformed()),
            },
            None => false,
        };
        let value = fields.expect(id::OCTET_STRING)?.content.to_vec();
        fields.finish()?;
        extensions.push(Extension { oid, critical, value });
    }
    Ok(extensions)
}

impl Certificate {
    /// Reads one certificate, DER, nothing after it.
    ///
    /// # Errors
    /// [`CertificateError`] with the offset in `der`.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let fields = Fields::read(der)?;
        Ok(Self(Arc::new(Inner {
            der: der.to_vec(),
            tbs: fields.tbs.raw.to_vec(),
            spki: fields.spki.raw.to_vec(),
            algorithm: fields.algorithm()?,
            signature: fields.signature.whole_bits()?.to_vec(),
            issuer: Name::read(&fields.issuer)?,
            subject: Name::read(&fields.subject)?,
            serial: fields.serial.content.to_vec(),
            not_before: fields.not_before,
            not_after: fields.not_after,
            version: fields.version,
            extensions: fields.extensions,
            path_extensions: OnceLock::new(),
            fingerprint: OnceLock::new(),
        })))
    }

    /// Reads every certificate of a file: PEM blocks, one DER certificate, or a PKCS#7
    /// certificate bundle (`.p7b`, `.p7c`) in either form. Other PEM blocks are passed over.
    ///
    /// # Errors
    /// [`CertificateError`]; [`CertificateError::NoCertificate`] when there is none.
    pub fn from_pem_or_der(file: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let mut found = Vec::new();
        if pem::is_pem(file) {
            for (label, bytes, _) in pem::blocks(file) {
                match label.as_str() {
                    "CERTIFICATE" | "X509 CERTIFICATE" => {
                        found.push(Self::from_der(&bytes)?);
                    }
                    "PKCS7" | "CMS" => found.extend(Self::from_pkcs7(&bytes)?),
                    _ => {}
                }
                if found.len() > MAX_CERTIFICATES {
                    return Err(CertificateError::TooMany);
                }
            }
        } else {
            // A ContentInfo begins with an OID, a certificate with a SEQUENCE.
            let first = Reader::new(file).expect(id::SEQUENCE)?;
            if first.reader().peek() == Some(id::OID) {
                found = Self::from_pkcs7(file)?;
            } else {
                found.push(Self::from_der(file)?);
            }
        }
        if found.is_empty() { Err(CertificateError::NoCertificate) } else { Ok(found) }
    }

    fn from_pkcs7(bytes: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let data = SignedData::parse(bytes).map_err(|e| CertificateError::Cms(Box::new(e)))?;
        Ok(data.certificates)
    }

    /// The certificate as it stands, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// TBSCertificate as it stands: what its issuer signed.
    #[must_use]
    pub fn tbs_der(&self) -> &[u8] {
        &self.0.tbs
    }

    /// SubjectPublicKeyInfo as it stands, DER.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.0.spki
    }

    /// The algorithm its issuer signed with.
    ///
    /// # Errors
    /// [`AlgorithmFault`] when it is unknown or named differently in the two places.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, AlgorithmFault> {
        self.0.algorithm.clone()
    }

    /// The signature value of its issuer.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.0.signature
    }

    /// X.509 version: 1, 2 or 3.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.0.version
    }

    /// Whom it names.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Serial number: the contents of the INTEGER, big-endian two's complement, as they stand.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.0.serial
    }

    /// Serial number in lower-case hex without a sign byte, as other software shows it.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        hex(unsigned(&self.0.serial))
    }

    /// First second of validity.
    #[must_use]
    pub fn not_before(&self) -> Time {
        self.0.not_before
    }

    /// Last second of validity.
    #[must_use]
    pub fn not_after(&self) -> Time {
        self.0.not_after
    }

    /// Whether `time` lies within its validity, both ends included.
    #[must_use]
    pub fn is_valid_at(&self, time: Time) -> bool {
        (self.0.not_before..=self.0.not_after).contains(&time)
    }

    /// The kind and strength of its key.
    ///
    /// # Errors
    /// [`VerifyFault::BadKey`] when the key is malformed.
    pub fn key_kind(&self) -> Result<KeyKind, VerifyFault> {
        crypto::key_kind(&self.0.spki)
    }

    /// Whether subject and issuer are the same name.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.0.subject.matches(&self.0.issuer)
    }

    /// SHA-256 over the DER, computed once.
    #[must_use]
    pub fn fingerprint_sha256(&self) -> [u8; 32] {
        *self.0.fingerprint.get_or_init(|| {
            let digest = crypto::digest(DigestAlgorithm::Sha256, &self.0.der);
            digest.as_bytes().try_into().unwrap_or([0; 32])
        })
    }

    /// Verifies its signature with the key of `issuer`. Names, validity and extensions are not
    /// looked at.
    ///
    /// # Errors
    /// [`VerifyFault`].
    pub fn verify_signed_by(&self, issuer: &Self) -> Result<(), VerifyFault> {
        let algorithm = self.signature_algorithm()?;
        crypto::verify(&issuer.0.spki, algorithm, Message::Whole(&self.0.tbs), &self.0.signature)
    }

    /// Every extension in order.
    #[must_use]
    pub fn extensions(&self) -> &[Extension] {
        &self.0.extensions
    }

    /// What the key may be used for; `None` when the extension is missing.
    ///
    /// # Errors
    /// [`ExtensionFault`], as for every accessor below.
    pub fn key_usage(&self) -> Result<Option<KeyUsage>, ExtensionFault> {
        extension::key_usage(&self.0.extensions)
    }

    /// Purposes of the key (RFC 5280 §4.2.1.12).
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn extended_key_usage(&self) -> Result<Option<Vec<ObjectIdentifier>>, ExtensionFault> {
        extension::extended_key_usage(&self.0.extensions)
    }

    /// Whether it is a CA, and how long a path below it may be.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn basic_constraints(&self) -> Result<Option<BasicConstraints>, ExtensionFault> {
        extension::basic_constraints(&self.0.extensions)
    }

    /// Identifier of its key.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn subject_key_id(&self) -> Result<Option<Vec<u8>>, ExtensionFault> {
        extension::subject_key_id(&self.0.extensions)
    }

    /// Identifier of the key of its issuer.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn authority_key_id(&self) -> Result<Option<AuthorityKeyIdentifier>, ExtensionFault> {
        extension::authority_key_id(&self.0.extensions)
    }

    /// Where its CRLs are; `None` when the extension is missing.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn crl_distribution_points(
        &self,
    ) -> Result<Option<Vec<CrlDistributionPoint>>, ExtensionFault> {
        extension::crl_distribution_points(&self.0.extensions)
    }

    /// Where its OCSP responder and the certificate of its issuer are.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn authority_info_access(&self) -> Result<Option<AuthorityInfoAccess>, ExtensionFault> {
        extension::authority_info_access(&self.0.extensions)
    }

    /// Whether a CRL or an OCSP source is named, readable or not.
    #[must_use]
    pub fn names_revocation_source(&self) -> bool {
        /// The accessMethod id-ad-ocsp as it stands in DER (RFC 5280 §4.2.2.1): looked for as
        /// bytes, because a location that is no URI names a responder all the same.
        const OCSP: &[u8] = &[0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01];
        let names_ocsp = |extension: &Extension| {
            extension.oid == oids::AUTHORITY_INFO_ACCESS
                && extension.value.windows(OCSP.len()).any(|window| window == OCSP)
        };
        self.has(oids::CRL_DISTRIBUTION_POINTS)
            || self.has(oids::FRESHEST_CRL)
            || self.0.extensions.iter().any(names_ocsp)
            || self.authority_info_access().is_err()
    }

    /// Whether it has name constraints (RFC 5280 §4.2.1.10).
    #[must_use]
    pub fn has_name_constraints(&self) -> bool {
        self.has(oids::NAME_CONSTRAINTS)
    }

    /// Whether it says anything about policies (RFC 5280 §4.2.1.4, .5, .11, .14).
    #[must_use]
    pub fn has_policies(&self) -> bool {
        self.has(oids::CERTIFICATE_POLICIES) || self.has_policy_constraints()
    }

    /// Whether it maps, demands or inhibits policies: what path validation must act on.
    #[must_use]
    pub fn has_policy_constraints(&self) -> bool {
        [oids::POLICY_MAPPINGS, oids::POLICY_CONSTRAINTS, oids::INHIBIT_ANY_POLICY]
            .into_iter()
            .any(|oid| self.has(oid))
    }

    /// Whether it is an OCSP responder's that need not be checked for revocation (RFC 6960
    /// §4.2.2.2.1).
    #[must_use]
    pub fn ocsp_nocheck(&self) -> bool {
        self.has(oids::OCSP_NOCHECK)
    }

    pub(super) fn path_extensions(&self) -> &PathExtensions {
        self.0.path_extensions.get_or_init(|| PathExtensions::read(&self.0.extensions))
    }

    /// Types of the critical extensions that nothing here processes: neither an accessor nor path
    /// validation.
    #[must_use]
    pub fn critical_unknown(&self) -> Vec<ObjectIdentifier> {
        const KNOWN: [ObjectIdentifier; 16] = [
            oids::NAME_CONSTRAINTS,
            oids::POLICY_MAPPINGS,
            oids::POLICY_CONSTRAINTS,
            oids::INHIBIT_ANY_POLICY,
            oids::SUBJECT_KEY_ID,
            oids::KEY_USAGE,
            oids::SUBJECT_ALT_NAME,
            oids::ISSUER_ALT_NAME,
            oids::BASIC_CONSTRAINTS,
            oids::CRL_DISTRIBUTION_POINTS,
            oids::CERTIFICATE_POLICIES,
            oids::AUTHORITY_KEY_ID,
            oids::EXTENDED_KEY_USAGE,
            oids::AUTHORITY_INFO_ACCESS,
            oids::QC_STATEMENTS,
            oids::OCSP_NOCHECK,
        ];
        let unknown = self.0.extensions.iter().filter(|e| e.critical && !KNOWN.contains(&e.oid));
        unknown.map(|e| e.oid).collect()
    }

    fn has(&self, oid: ObjectIdentifier) -> bool {
        self.0.extensions.iter().any(|extension| extension.oid == oid)
    }
}

/// The digits of an INTEGER without leading zeros; one byte at least.
pub(crate) fn unsigned(content: &[u8]) -> &[u8] {
    let start = content.iter().position(|byte| *byte != 0).unwrap_or(content.len());
    let start = start.min(content.len().saturating_sub(1));
    content.get(start..).unwrap_or_default()
}

/// The contents of an INTEGER in the shortest form: one number, one form. Negative serial numbers
/// exist and are others than the positive ones of the same digits.
pub(crate) fn shortest(mut content: &[u8]) -> &[u8] {
    while let [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] = content {
        content = content.get(1..).unwrap_or_default();
    }
    content
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl std::hash::Hash for Certificate {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.der.hash(state);
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.0.subject)
            .field("serial", &self.serial_hex())
            .finish_non_exhaustive()
    }
}
