//! Signed attributes of a SignerInfo (RFC 5652 §11, RFC 5035, RFC 6211): raw for the signature,
//! typed for the checks.

use const_oid::ObjectIdentifier;

use super::algorithm_id::AlgorithmId;
use super::ber::{BerError, Element, Reader, id};
use super::{AlgorithmFault, asn1_time, encode, oids, to_der};
use crate::crypto;
use crate::limits::{MAX_CERTIFICATES, MAX_CMS_ATTRIBUTES};
use crate::x509::{Certificate, Name};
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

/// An attribute with its values (RFC 5652 §5.3).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Attribute {
    /// Its type.
    pub oid: ObjectIdentifier,
    /// Its values as they stand, each one element.
    pub values: Vec<Vec<u8>>,
}

/// An attribute that cannot be relied on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttributeFault {
    /// Its type comes more than once (RFC 5652 §5.3 forbids it for signed attributes).
    #[error("attribute {oid} comes {count} times")]
    Repeated {
        /// Its type.
        oid: ObjectIdentifier,
        /// How often.
        count: usize,
    },
    /// It does not have exactly one value.
    #[error("attribute {oid} has {count} values instead of one")]
    NotOneValue {
        /// Its type.
        oid: ObjectIdentifier,
        /// How many.
        count: usize,
    },
    /// Its value is malformed.
    #[error("attribute {oid} malformed")]
    Malformed {
        /// Its type.
        oid: ObjectIdentifier,
    },
}

/// Which form of the signing-certificate attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EssVersion {
    /// id-aa-signingCertificate, SHA-1 always (RFC 2634 §5.4).
    V1,
    /// id-aa-signingCertificateV2 (RFC 5035 §3).
    V2,
}

/// A reference to a certificate (ESSCertID, ESSCertIDv2).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct EssCertId {
    /// The form of the attribute it stands in.
    pub version: EssVersion,
    /// The hash function.
    pub digest: Result<DigestAlgorithm, AlgorithmFault>,
    /// The hash of the certificate.
    pub hash: Vec<u8>,
    /// Issuer and serial number (contents of the INTEGER), if they are given; `None` for the
    /// issuer when it is no directory name.
    pub issuer_serial: Option<(Option<Name>, Vec<u8>)>,
}

/// CMSAlgorithmProtection (RFC 6211).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct AlgorithmProtection {
    /// The digest algorithm that the signer used.
    pub digest: Result<DigestAlgorithm, AlgorithmFault>,
    /// The signature algorithm that the signer used; `None` when a MAC stands in its place.
    pub signature: Option<Result<SignatureAlgorithm, AlgorithmFault>>,
}

/// The signed attributes of one signer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedAttrs {
    to_be_signed: Vec<u8>,
    attributes: Vec<Attribute>,
    sorted: bool,
}

impl SignedAttrs {
    /// Reads the `[0] IMPLICIT` element.
    pub(super) fn read(element: &Element<'_>) -> Result<Self, BerError> {
        // What was signed is the SET OF in DER (RFC 5652 §5.4). Signers that do not sort hash
        // what they write, so definite forms are taken as they stand; only open lengths, which
        // nobody can have hashed as DER, are rewritten.
        let mut to_be_signed =
            if element.indefinite { to_der(element.raw)? } else { element.raw.to_vec() };
        if let Some(first) = to_be_signed.first_mut() {
            *first = id::SET;
        }
        if element.indefinite {
            to_be_signed = to_der(&to_be_signed)?;
        }
        let attributes = read_attributes(element)?;
        let mut members = Reader::new(&to_be_signed).expect(id::SET)?.reader();
        let mut order = Vec::new();
        while let Some(member) = members.next()? {
            order.push(member.raw);
        }
        let sorted = order.is_sorted();
        Ok(Self { to_be_signed, attributes, sorted })
    }

    /// Reads the SET OF that [`signed_attributes`](super::signed_attributes) makes: DER, nothing
    /// after it.
    ///
    /// # Errors
    /// [`BerError`] with the offset in `der`.
    pub fn parse_set(der: &[u8]) -> Result<Self, BerError> {
        let mut reader = Reader::new(der);
        let set = reader.expect(id::SET)?;
        reader.finish()?;
        Self::read(&set)
    }

    /// What the signature value is over: the attributes as a SET OF, as they were written.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// Whether they are in the order of DER.
    #[must_use]
    pub fn is_sorted(&self) -> bool {
        self.sorted
    }

    /// Every attribute in the order written.
    #[must_use]
    pub fn all(&self) -> &[Attribute] {
        &self.attributes
    }

    /// content-type (RFC 5652 §11.1).
    ///
    /// # Errors
    /// [`AttributeFault`], as for every accessor below; `Ok(None)` when it is missing.
    pub fn content_type(&self) -> Result<Option<ObjectIdentifier>, AttributeFault> {
        self.decode(oids::CONTENT_TYPE, |reader| reader.expect(id::OID)?.oid())
    }

    /// message-digest (RFC 5652 §11.2).
    ///
    /// # Errors
    /// [`AttributeFault`].
    pub fn message_digest(&self) -> Result<Option<Vec<u8>>, AttributeFault> {
        self.decode(oids::MESSAGE_DIGEST, |reader| Ok(reader.octet_string()?.into_owned()))
    }

    /// signing-time (RFC 5652 §11.3): a claim, proof of nothing.
    ///
    /// # Errors
    /// [`AttributeFault`].
    pub fn signing_time(&self) -> Result<Option<Time>, AttributeFault> {
        self.decode(oids::SIGNING_TIME, |reader| {
            let element = reader.next()?.ok_or(BerError::Truncated { offset: 0 })?;
            asn1_time::read(&element).ok_or(element.malformed())
        })
    }

    /// Certificates of signing-certificate-v2 and then of signing-certificate; the first of each
    /// must be the signer's (RFC 5035 §5.4).
    ///
    /// # Errors
    /// [`AttributeFault`].
    pub fn signing_certificates(&self) -> Result<Vec<EssCertId>, AttributeFault> {
        let v2 = self.decode(oids::SIGNING_CERTIFICATE_V2, |r| read_ess(r, EssVersion::V2))?;
        let v1 = self.decode(oids::SIGNING_CERTIFICATE, |r| read_ess(r, EssVersion::V1))?;
        Ok(v2.into_iter().chain(v1).flatten().collect())
    }

    /// cms-algorithm-protection (RFC 6211).
    ///
    /// # Errors
    /// [`AttributeFault`].
    pub fn algorithm_protection(&self) -> Result<Option<AlgorithmProtection>, AttributeFault> {
        self.decode(oids::ALGORITHM_PROTECTION, |reader| {
            let mut fields = reader.expect(id::SEQUENCE)?.reader();
            let digest = AlgorithmId::read(&fields.expect(id::SEQUENCE)?)?.digest();
            let signature = match fields.optional(id::context_constructed(1))? {
                Some(field) => Some(AlgorithmId::read(&field)?.signature(digest.clone().ok())),
                None => None,
            };
            Ok(AlgorithmProtection { digest, signature })
        })
    }

    /// The one value of the one attribute of this type.
    fn value(&self, oid: ObjectIdentifier) -> Result<Option<&[u8]>, AttributeFault> {
        let mut found = self.attributes.iter().filter(|attribute| attribute.oid == oid);
        let Some(first) = found.next() else { return Ok(None) };
        let more = found.count();
        if more > 0 {
            return Err(AttributeFault::Repeated { oid, count: more + 1 });
        }
        match first.values.as_slice() {
            [value] => Ok(Some(value)),
            values => Err(AttributeFault::NotOneValue { oid, count: values.len() }),
        }
    }

    fn decode<T>(
        &self,
        oid: ObjectIdentifier,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, BerError>,
    ) -> Result<Option<T>, AttributeFault> {
        let Some(value) = self.value(oid)? else { return Ok(None) };
        let mut reader = Reader::new(value);
        let decoded = read(&mut reader).map_err(|_| AttributeFault::Malformed { oid })?;
        reader.finish().map_err(|_| AttributeFault::Malformed { oid })?;
        Ok(Some(decoded))
    }
}

/// Reads the members of a SET OF Attribute, whatever tag it carries.
pub(super) fn read_attributes(set: &Element<'_>) -> Result<Vec<Attribute>, BerError> {
    let mut attributes = Vec::new();
    let mut count = 0;
    let mut reader = set.reader();
    while let Some(member) = reader.next()? {
        set.room(attributes.len(), MAX_CMS_ATTRIBUTES)?;
        if member.id != id::SEQUENCE {
            return Err(member.malformed());
        }
        let mut parts = member.reader();
        let oid = parts.expect(id::OID)?.oid()?;
        let mut members = parts.expect(id::SET)?.reader();
        parts.finish()?;
        let mut values = Vec::new();
        while let Some(value) = members.next()? {
            set.room(count, MAX_CMS_ATTRIBUTES)?;
            count += 1;
            values.push(value.raw.to_vec());
        }
        attributes.push(Attribute { oid, values });
    }
    Ok(attributes)
}

/// SigningCertificate, SigningCertificateV2.
fn read_ess(reader: &mut Reader<'_>, version: EssVersion) -> Result<Vec<EssCertId>, BerError> {
    let mut fields = reader.expect(id::SEQUENCE)?.reader();
    let sequence = fields.expect(id::SEQUENCE)?;
    let mut certs = sequence.reader();
    let mut out = Vec::new();
    while let Some(cert) = certs.next()? {
        sequence.room(out.len(), MAX_CERTIFICATES)?;
        let mut parts = cert.reader();
        let digest = match version {
            EssVersion::V1 => Ok(DigestAlgorithm::Sha1),
            EssVersion::V2 => match parts.optional(id::SEQUENCE)? {
                Some(algorithm) => AlgorithmId::read(&algorithm)?.digest(),
                None => Ok(DigestAlgorithm::Sha256),
            },
        };
        let hash = parts.octet_string()?.into_owned();
        let issuer_serial = match parts.optional(id::SEQUENCE)? {
            Some(pair) => {
                let mut pair = pair.reader();
                let mut names = pair.expect(id::SEQUENCE)?.reader();
                // GeneralNames with one directoryName [4] EXPLICIT.
                let name = match names.optional(id::context_constructed(4))? {
                    Some(name) => Some(Name::read(&name.reader().expect(id::SEQUENCE)?)?),
                    None => None,
                };
                Some((name, pair.expect(id::INTEGER)?.content.to_vec()))
            }
            None => None,
        };
        parts.finish()?;
        out.push(EssCertId { version, digest, hash, issuer_serial });
    }
    Ok(out)
}

/// Why the signing-certificate attribute does not name the certificate.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SigningCertificateFault {
    /// Neither form of the attribute is there.
    #[error("no signing-certificate attribute")]
    Missing,
    /// The attribute cannot be relied on.
    #[error(transparent)]
    Attribute(#[from] AttributeFault),
    /// Its hash function is unknown.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmFault),
    /// Its hash is that of another certificate.
    #[error("the signing-certificate attribute names another certificate")]
    Mismatch {
        /// The form of the attribute.
        version: EssVersion,
        /// The hash function.
        digest: DigestAlgorithm,
        /// The hash in the attribute.
        expected: Vec<u8>,
        /// The hash of the certificate.
        found: Vec<u8>,
    },
    /// Its hash is right and its issuer or serial number is not.
    #[error("issuer and serial number in the signing-certificate attribute are another's")]
    IssuerSerialMismatch {
        /// The form of the attribute.
        version: EssVersion,
    },
}

/// Checks that the attributes name `certificate` as the signer's: the first reference of every
/// form present must match (RFC 5035 §5.4, EN 319 102-1 §5.2.3).
///
/// # Errors
/// [`SigningCertificateFault`].
pub fn check_signing_certificate(
    attributes: &SignedAttrs,
    certificate: &Certificate,
) -> Result<(), SigningCertificateFault> {
    let references = attributes.signing_certificates()?;
    let firsts = [EssVersion::V2, EssVersion::V1]
        .map(|version| references.iter().find(|reference| reference.version == version));
    if firsts.iter().all(Option::is_none) {
        return Err(SigningCertificateFault::Missing);
    }
    firsts.into_iter().flatten().try_for_each(|reference| check_reference(reference, certificate))
}

fn check_reference(
    reference: &EssCertId,
    certificate: &Certificate,
) -> Result<(), SigningCertificateFault> {
    let version = reference.version;
    let digest = reference.digest.clone()?;
    let found = crypto::digest(digest, certificate.der());
    if found.as_bytes() != reference.hash {
        return Err(SigningCertificateFault::Mismatch {
            version,
            digest,
            expected: reference.hash.clone(),
            found: found.as_bytes().to_vec(),
        });
    }
    let Some((issuer, serial)) = &reference.issuer_serial else { return Ok(()) };
    let issuer_fits = issuer.as_ref().is_none_or(|name| name.matches(certificate.issuer()));
    if issuer_fits && same_integer(serial, certificate.serial()) {
        Ok(())
    } else {
        Err(SigningCertificateFault::IssuerSerialMismatch { version })
    }
}

/// Whether two INTEGER contents are the same number: some writers add sign bytes, some drop them.
pub(super) fn same_integer(a: &[u8], b: &[u8]) -> bool {
    crate::x509::unsigned(a) == crate::x509::unsigned(b)
}

/// An attribute with one value, DER.
pub(crate) fn encode_attribute(oid: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    encode::sequence(&[&encode::oid(oid), &encode::tlv(id::SET, &[value])])
}
