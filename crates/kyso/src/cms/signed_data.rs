//! Reads SignedData (RFC 5652 §5.1) from `/Contents` or a file, reporting what is not as it
//! should be instead of refusing it.

use std::borrow::Cow;

use const_oid::ObjectIdentifier;

use super::algorithm_id::AlgorithmId;
use super::ber::{BerError, Element, Reader, id};
use super::signed_attrs::{read_attributes, same_integer};
use super::{AlgorithmFault, Attribute, SignedAttrs, oids};
use crate::limits::{
    MAX_BER_DEPTH, MAX_CERTIFICATES, MAX_CMS_ATTRIBUTES, MAX_CMS_BYTES, MAX_CMS_REVOCATION,
    MAX_CMS_SIGNERS,
};
use crate::x509::{Certificate, CertificateError, Name};
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Why bytes are no SignedData, or why one cannot be built.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CmsError {
    /// The ASN.1 is malformed; the offset counts in the input.
    #[error(transparent)]
    Asn1(#[from] BerError),
    /// It is some other kind of CMS.
    #[error("CMS content {oid} where signed data was expected")]
    NotSignedData {
        /// The content type found.
        oid: ObjectIdentifier,
    },
    /// Larger than [`MAX_CMS_BYTES`].
    #[error("CMS of {len} bytes, more than {MAX_CMS_BYTES}")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
    },
    /// More signers than [`MAX_CMS_SIGNERS`].
    #[error("CMS with more than {MAX_CMS_SIGNERS} signers")]
    TooManySigners,
    /// No AlgorithmIdentifier is defined for this combination of scheme and hash.
    #[error("{algorithm} cannot be written in CMS")]
    NoIdentifier {
        /// The algorithm.
        algorithm: SignatureAlgorithm,
    },
    /// The digest algorithm is not the one that the signature algorithm asks for (RFC 8419 §3.1).
    #[error("{algorithm} is not used with digest {digest}")]
    DigestDoesNotFit {
        /// The signature algorithm.
        algorithm: SignatureAlgorithm,
        /// The digest algorithm.
        digest: DigestAlgorithm,
    },
    /// The text is not one block of PEM with base64 in it.
    #[error("not one CMS in PEM")]
    Pem,
    /// The attributes to be signed are not a DER SET OF.
    #[error("signed attributes are not a SET OF Attribute in DER")]
    Attributes,
}

impl CmsError {
    /// Where in the input, in bytes from its start.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match self {
            Self::Asn1(error) => Some(error.offset()),
            _ => None,
        }
    }
}

/// Something read that is not as the standards ask. None of them alone makes a signature wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Deviation {
    /// Open lengths or strings in pieces: BER where DER is asked for (ISO 32000-2 §12.8.3.3.1).
    NotDer,
    /// The signed attributes of a signer are not in DER order (RFC 5652 §5.3).
    UnsortedAttributes {
        /// Which signer, from 0.
        signer: usize,
    },
    /// Members of the certificate set that are no readable X.509 certificates.
    UnreadableCertificate {
        /// Where the first of them starts.
        offset: u64,
        /// How many.
        count: usize,
    },
    /// Members of the certificate set beyond [`MAX_CERTIFICATES`] were passed over.
    CertificatesPassedOver {
        /// How many.
        count: usize,
    },
    /// Bytes other than zeros follow the CMS.
    TrailingBytes {
        /// Where the CMS ends.
        offset: u64,
        /// How many bytes follow, zeros included.
        len: u64,
    },
    /// The digest algorithm of a signer is not listed in `digestAlgorithms` (RFC 5652 §5.1).
    DigestNotListed {
        /// Which signer, from 0.
        signer: usize,
    },
}

impl Deviation {
    /// Its name in reports, `kebab-case`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotDer => "not-der",
            Self::UnsortedAttributes { .. } => "unsorted-attributes",
            Self::UnreadableCertificate { .. } => "unreadable-certificate",
            Self::CertificatesPassedOver { .. } => "certificates-passed-over",
            Self::TrailingBytes { .. } => "trailing-bytes",
            Self::DigestNotListed { .. } => "digest-not-listed",
        }
    }
}

/// A CMS SignedData.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedData {
    /// CMSVersion.
    pub version: u64,
    /// OIDs in `digestAlgorithms`.
    pub digest_algorithms: Vec<ObjectIdentifier>,
    /// Type of the signed content: id-data in PDF signatures.
    pub content_type: ObjectIdentifier,
    /// The signed content, if it is inside.
    pub content: Option<Vec<u8>>,
    /// Readable certificates in the order given.
    pub certificates: Vec<Certificate>,
    /// Members of the certificate set that could not be read or are of another kind.
    pub unreadable_certificates: usize,
    /// CertificateLists, DER.
    pub crls: Vec<Vec<u8>>,
    /// OtherRevocationInfoFormat: type and value (RFC 5940: OCSP responses).
    pub other_revocation: Vec<(ObjectIdentifier, Vec<u8>)>,
    /// The signers.
    pub signers: Vec<SignerInfo>,
    /// What is not as it should be.
    pub deviations: Vec<Deviation>,
    /// Length of the CMS in bytes without what follows it.
    pub encoded_len: usize,
}

/// Whose signature it is (RFC 5652 §5.3).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SignerId {
    /// By issuer and serial number.
    IssuerSerial {
        /// Issuer of the certificate.
        issuer: Name,
        /// Serial number: contents of the INTEGER.
        serial: Vec<u8>,
    },
    /// By the subject key identifier of the certificate.
    SubjectKeyId(Vec<u8>),
}

/// One signer (RFC 5652 §5.3).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignerInfo {
    /// CMSVersion: 1 with issuer and serial number, 3 with a key identifier.
    pub version: u64,
    /// Whose signature it is.
    pub sid: SignerId,
    /// The hash of the content.
    pub digest_algorithm: Result<DigestAlgorithm, AlgorithmFault>,
    /// The OID that names it.
    pub digest_oid: ObjectIdentifier,
    /// The signature algorithm.
    pub signature_algorithm: Result<SignatureAlgorithm, AlgorithmFault>,
    /// The OID that names it.
    pub signature_oid: ObjectIdentifier,
    /// What was signed; without them the signature is over the content itself.
    pub signed_attrs: Option<SignedAttrs>,
    /// The signature value.
    pub signature: Vec<u8>,
    /// Attributes outside the signature: time-stamps and evidence.
    pub unsigned_attrs: Vec<Attribute>,
}

impl SignedData {
    /// Reads a ContentInfo with SignedData in it, with whatever padding follows.
    ///
    /// # Errors
    /// [`CmsError`] with the offset in `bytes`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CmsError> {
        Self::parse_knowing(bytes, &mut KnownCertificates::default())
    }

    /// The same, where a certificate in the same bytes was read before.
    pub(crate) fn parse_knowing(
        bytes: &[u8],
        known: &mut KnownCertificates,
    ) -> Result<Self, CmsError> {
        if bytes.len() > MAX_CMS_BYTES {
            return Err(CmsError::TooLarge { len: bytes.len() });
        }
        let mut outer = Reader::new(bytes);
        let content_info = outer.expect(id::SEQUENCE)?;
        let encoded_len = content_info.raw.len();
        let mut reader = content_info.reader();
        let oid = reader.expect(id::OID)?.oid()?;
        if oid != oids::SIGNED_DATA {
            return Err(CmsError::NotSignedData { oid });
        }
        let explicit = reader.expect(id::context_constructed(0))?;
        reader.finish()?;
        let mut explicit = explicit.reader();
        let signed_data = explicit.expect(id::SEQUENCE)?;
        explicit.finish()?;

        let mut out = read_signed_data(&signed_data, encoded_len, known)?;
        if content_info.indefinite || is_ber(&signed_data) {
            out.deviations.push(Deviation::NotDer);
        }
        let trailing = bytes.get(encoded_len..).unwrap_or_default();
        if trailing.iter().any(|byte| *byte != 0) {
            let (offset, len) = (encoded_len as u64, trailing.len() as u64);
            out.deviations.push(Deviation::TrailingBytes { offset, len });
        }
        Ok(out)
    }
}

/// Whether the structure is of open length or has strings in pieces anywhere.
fn is_ber(signed_data: &Element<'_>) -> bool {
    signed_data.indefinite || has_ber(signed_data.reader())
}

/// The same of its fields. Certificates and CRLs are not looked into: they are signed by
/// themselves, and CRLs are long.
pub(crate) fn has_ber(mut fields: Reader<'_>) -> bool {
    let mut found = false;
    while let Ok(Some(field)) = fields.next() {
        let set_of_its_own = field.id & !1 == id::context_constructed(0);
        found |= if set_of_its_own { field.indefinite } else { has_open_lengths(&field, 0) };
    }
    found
}

fn has_open_lengths(element: &Element<'_>, depth: usize) -> bool {
    if element.id & id::CONSTRUCTED == 0 || depth >= MAX_BER_DEPTH {
        return false;
    }
    let mut found = element.indefinite || element.id == id::OCTET_STRING | id::CONSTRUCTED;
    let mut members = element.reader();
    while !found && let Ok(Some(member)) = members.next() {
        found = has_open_lengths(&member, depth + 1);
    }
    found
}

fn read_signed_data(
    element: &Element<'_>,
    encoded_len: usize,
    known: &mut KnownCertificates,
) -> Result<SignedData, CmsError> {
    let mut reader = element.reader();
    let (version, digest_algorithms) = read_head(&mut reader)?;
    let mut encapsulated = reader.expect(id::SEQUENCE)?.reader();
    let content_type = encapsulated.expect(id::OID)?.oid()?;
    let content = match encapsulated.optional(id::context_constructed(0))? {
        Some(explicit) => Some(read_content(&explicit)?),
        None => None,
    };
    let mut out = SignedData::empty(version, digest_algorithms, content_type);
    (out.content, out.encoded_len) = (content, encoded_len);
    out.read_rest(&mut reader, known)?;
    reader.finish()?;
    Ok(out)
}

/// Version and digest algorithms.
pub(crate) fn read_head(reader: &mut Reader<'_>) -> Result<(u64, Vec<ObjectIdentifier>), CmsError> {
    let version = reader.expect(id::INTEGER)?.unsigned()?;
    let mut digest_algorithms = Vec::new();
    let set = reader.expect(id::SET)?;
    let mut members = set.reader();
    while let Some(member) = members.next()? {
        set.room(digest_algorithms.len(), MAX_CMS_ATTRIBUTES)?;
        digest_algorithms.push(AlgorithmId::read(&member)?.oid);
    }
    Ok((version, digest_algorithms))
}

impl SignedData {
    /// One of which only the beginning is known.
    pub(crate) fn empty(
        version: u64,
        digest_algorithms: Vec<ObjectIdentifier>,
        content_type: ObjectIdentifier,
    ) -> Self {
        Self {
            version,
            digest_algorithms,
            content_type,
            content: None,
            certificates: Vec::new(),
            unreadable_certificates: 0,
            crls: Vec::new(),
            other_revocation: Vec::new(),
            signers: Vec::new(),
            deviations: Vec::new(),
            encoded_len: 0,
        }
    }

    /// Reads what stands behind the content: certificates, CRLs, signers.
    pub(crate) fn read_rest(
        &mut self,
        reader: &mut Reader<'_>,
        known: &mut KnownCertificates,
    ) -> Result<(), CmsError> {
        if let Some(set) = reader.optional(id::context_constructed(0))? {
            read_certificates(&set, known, self)?;
        }
        if let Some(set) = reader.optional(id::context_constructed(1))? {
            read_revocation(&set, self)?;
        }
        let mut signers = reader.expect(id::SET)?.reader();
        while let Some(signer) = signers.next()? {
            if self.signers.len() >= MAX_CMS_SIGNERS {
                return Err(CmsError::TooManySigners);
            }
            let signer_index = self.signers.len();
            let info = read_signer(&signer)?;
            if info.signed_attrs.as_ref().is_some_and(|attributes| !attributes.is_sorted()) {
                self.deviations.push(Deviation::UnsortedAttributes { signer: signer_index });
            }
            if !self.digest_algorithms.contains(&info.digest_oid) {
                self.deviations.push(Deviation::DigestNotListed { signer: signer_index });
            }
            self.signers.push(info);
        }
        Ok(())
    }
}

/// `eContent [0] EXPLICIT OCTET STRING`; PKCS#7 v1.5 has any type there, and its contents are
/// what is signed.
fn read_content(explicit: &Element<'_>) -> Result<Vec<u8>, BerError> {
    let mut reader = explicit.reader();
    let value = reader.next()?.ok_or(explicit.malformed())?;
    reader.finish()?;
    match value.id {
        0x04 | 0x24 => value.octets().map(Cow::into_owned),
        _ => Ok(value.content.to_vec()),
    }
}

/// Certificates read lately, by their bytes: fifty signatures of one document carry the same few.
#[derive(Default)]
pub(crate) struct KnownCertificates(Vec<Certificate>);

impl KnownCertificates {
    /// As many as two signers' whole chains; more would only be searched for longer.
    const MOST: usize = 16;

    fn read(&mut self, der: &[u8]) -> Result<Certificate, CertificateError> {
        if let Some(known) = self.0.iter().find(|known| known.der() == der) {
            return Ok(known.clone());
        }
        let certificate = Certificate::from_der(der)?;
        if self.0.len() >= Self::MOST {
            self.0.remove(0);
        }
        self.0.push(certificate.clone());
        Ok(certificate)
    }
}

fn read_certificates(
    set: &Element<'_>,
    known: &mut KnownCertificates,
    out: &mut SignedData,
) -> Result<(), BerError> {
    let mut members = set.reader();
    let (mut passed_over, mut first_unreadable) = (0, None);
    while let Some(member) = members.next()? {
        if out.certificates.len() + out.unreadable_certificates >= MAX_CERTIFICATES {
            passed_over += 1;
            continue;
        }
        match known.read(member.raw) {
            Ok(certificate) => out.certificates.push(certificate),
            Err(_) => {
                out.unreadable_certificates += 1;
                first_unreadable.get_or_insert(member.offset64());
            }
        }
    }
    if let Some(offset) = first_unreadable {
        let count = out.unreadable_certificates;
        out.deviations.push(Deviation::UnreadableCertificate { offset, count });
    }
    if passed_over > 0 {
        out.deviations.push(Deviation::CertificatesPassedOver { count: passed_over });
    }
    Ok(())
}

fn read_revocation(set: &Element<'_>, out: &mut SignedData) -> Result<(), BerError> {
    let mut members = set.reader();
    while let Some(member) = members.next()? {
        set.room(out.crls.len() + out.other_revocation.len(), MAX_CMS_REVOCATION)?;
        if member.id == id::SEQUENCE {
            out.crls.push(member.raw.to_vec());
        } else if member.id == id::context_constructed(1) {
            let mut fields = member.reader();
            let oid = fields.expect(id::OID)?.oid()?;
            let value = fields.next()?.map(|value| value.raw.to_vec()).unwrap_or_default();
            out.other_revocation.push((oid, value));
        }
    }
    Ok(())
}

pub(crate) fn read_signer(signer: &Element<'_>) -> Result<SignerInfo, BerError> {
    if signer.id != id::SEQUENCE {
        return Err(signer.malformed());
    }
    let mut reader = signer.reader();
    let version = reader.expect(id::INTEGER)?.unsigned()?;
    let sid = read_signer_id(&mut reader)?;
    let digest_id = AlgorithmId::read(&reader.expect(id::SEQUENCE)?)?;
    let signed_attrs = match reader.optional(id::context_constructed(0))? {
        Some(set) => Some(SignedAttrs::read(&set)?),
        None => None,
    };
    let signature_id = AlgorithmId::read(&reader.expect(id::SEQUENCE)?)?;
    let signature = reader.octet_string()?.into_owned();
    let unsigned_attrs = match reader.optional(id::context_constructed(1))? {
        Some(set) => read_attributes(&set)?,
        None => Vec::new(),
    };
    reader.finish()?;
    let digest_algorithm = digest_id.digest();
    Ok(SignerInfo {
        version,
        sid,
        signature_algorithm: signature_id.signature(digest_algorithm.clone().ok()),
        signature_oid: signature_id.oid,
        digest_algorithm,
        digest_oid: digest_id.oid,
        signed_attrs,
        signature,
        unsigned_attrs,
    })
}

fn read_signer_id(reader: &mut Reader<'_>) -> Result<SignerId, BerError> {
    if let Some(key_id) = reader.optional(id::context(0))? {
        return Ok(SignerId::SubjectKeyId(key_id.content.to_vec()));
    }
    if let Some(key_id) = reader.optional(id::context_constructed(0))? {
        return Ok(SignerId::SubjectKeyId(key_id.octets()?.into_owned()));
    }
    let mut pair = reader.expect(id::SEQUENCE)?.reader();
    let issuer = Name::read(&pair.expect(id::SEQUENCE)?)?;
    let serial = pair.expect(id::INTEGER)?.content.to_vec();
    pair.finish()?;
    Ok(SignerId::IssuerSerial { issuer, serial })
}

impl SignerInfo {
    /// Every certificate that the signer identifier names. More than one is possible: the same
    /// issuer and serial number with another key is an attack, or one certificate given twice.
    #[must_use]
    pub fn candidates<'c>(&self, certificates: &'c [Certificate]) -> Vec<&'c Certificate> {
        let mut found: Vec<&Certificate> = Vec::new();
        for certificate in certificates {
            if self.sid.names(certificate) && !found.contains(&certificate) {
                found.push(certificate);
            }
        }
        found
    }

    /// Whether the digest of the signature algorithm is that of the content, as it is with every
    /// signer seen; other combinations are a sign of substitution (RFC 6211 §1).
    #[must_use]
    pub fn algorithms_agree(&self) -> bool {
        match (&self.digest_algorithm, &self.signature_algorithm) {
            (Ok(digest), Ok(signature)) => signature.digest() == *digest,
            _ => false,
        }
    }
}

impl SignerId {
    /// Whether it names this certificate.
    #[must_use]
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerSerial { issuer, serial } => {
                same_integer(serial, certificate.serial()) && issuer.matches(certificate.issuer())
            }
            Self::SubjectKeyId(key_id) => {
                certificate.subject_key_id().is_ok_and(|found| found.as_ref() == Some(key_id))
            }
        }
    }
}
