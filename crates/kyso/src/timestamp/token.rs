//! A time-stamp token: TSTInfo in a CMS signed by the authority (RFC 3161 §2.4.2).

use std::fmt;
use std::sync::Arc;

use const_oid::ObjectIdentifier;

use super::TstInfo;
use crate::cms::{
    AlgorithmFault, AttributeFault, BerError, CmsError, SignedData, SignerInfo,
    SigningCertificateFault, check_signing_certificate,
};
use crate::crypto::{self, Digest, Message, VerifyFault};
use crate::x509::Certificate;
use crate::x509::extension::oids::EXTENDED_KEY_USAGE;
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

/// id-ct-TSTInfo (RFC 3161 §2.4.2).
pub(crate) const TST_INFO: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// id-kp-timeStamping (RFC 3161 §2.3).
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// Why bytes are no time-stamp token.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The CMS cannot be read.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// The CMS signs something else.
    #[error("CMS content {oid} where a time-stamp was expected")]
    NotTstInfo {
        /// The content type found.
        oid: ObjectIdentifier,
    },
    /// The CMS is detached: the TSTInfo is not inside.
    #[error("time-stamp token without its content")]
    NoContent,
    /// The TSTInfo is malformed; the offset counts in it.
    #[error("time-stamp content: {0}")]
    TstInfo(BerError),
}

/// Why a token proves nothing.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFault {
    /// It stamps something else.
    #[error("the time-stamp is for other bytes")]
    Imprint {
        /// The digest that should have been stamped.
        expected: Box<Digest>,
        /// The hash function in the token.
        algorithm: Result<DigestAlgorithm, AlgorithmFault>,
        /// The hash in the token.
        found: Vec<u8>,
    },
    /// A token has exactly one signer (RFC 3161 §2.4.2).
    #[error("the time-stamp has {count} signers")]
    Signers {
        /// How many it has.
        count: usize,
    },
    /// It has no signed attributes (RFC 5652 §5.3).
    #[error("the time-stamp has no signed attributes")]
    NoSignedAttributes,
    /// A signed attribute is missing.
    #[error("the time-stamp lacks the signed attribute {oid}")]
    MissingAttribute {
        /// Its type.
        oid: ObjectIdentifier,
    },
    /// A signed attribute cannot be relied on.
    #[error(transparent)]
    Attribute(#[from] AttributeFault),
    /// The content-type attribute says something else than the content is.
    #[error("the time-stamp says that its content is {found}")]
    ContentType {
        /// What the attribute says.
        found: ObjectIdentifier,
    },
    /// The content is not what was signed.
    #[error("the content of the time-stamp was changed")]
    MessageDigest,
    /// The digest algorithm is unknown.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmFault),
    /// The certificate that signed it is neither inside nor known.
    #[error("the certificate of the time-stamp authority is missing")]
    NoCertificate,
    /// The signing-certificate attribute names another certificate (RFC 5816 §2.2.1).
    #[error(transparent)]
    SigningCertificate(#[from] SigningCertificateFault),
    /// The signature value does not verify.
    #[error(transparent)]
    Signature(#[from] VerifyFault),
    /// The certificate may not stamp: extendedKeyUsage must be critical and have timeStamping
    /// alone (RFC 3161 §2.3).
    #[error("the certificate of the time-stamp authority is not one for time-stamps alone")]
    KeyPurpose {
        /// Whether the extension is there and critical.
        critical: bool,
        /// The purposes found; empty when the extension is missing or malformed.
        purposes: Vec<ObjectIdentifier>,
    },
    /// genTime lies outside the validity of the certificate.
    #[error("the certificate of the time-stamp authority was not valid at {time}")]
    CertificateNotValid {
        /// genTime.
        time: Time,
        /// First second of validity.
        not_before: Time,
        /// Last second of validity.
        not_after: Time,
    },
    /// A critical extension of the TSTInfo that is not processed here.
    #[error("unknown critical extension {oid} in the time-stamp")]
    CriticalExtension {
        /// Its type.
        oid: ObjectIdentifier,
    },
}

/// A time-stamp token as it stands. Cloning is cheap.
#[derive(Clone)]
pub struct TimestampToken(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    cms: SignedData,
    content: Vec<u8>,
    info: TstInfo,
}

/// The proof that a token is sound in itself: for the imprint asked about, signed by the
/// certificate. Whether that certificate is trusted is for path validation. Made in this file
/// alone.
#[derive(Clone, Debug)]
pub struct TokenChecked {
    certificate: Certificate,
    time: Time,
    digest_algorithm: DigestAlgorithm,
    signature_algorithm: SignatureAlgorithm,
}

impl TokenChecked {
    /// The certificate of the authority that signed it.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// genTime.
    #[must_use]
    pub fn time(&self) -> Time {
        self.time
    }

    /// The hash function of the CMS; that of the imprint may be another.
    #[must_use]
    pub fn digest_algorithm(&self) -> DigestAlgorithm {
        self.digest_algorithm
    }

    /// What the token was signed with.
    #[must_use]
    pub fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signature_algorithm
    }
}

impl TimestampToken {
    /// Reads a token, DER or BER, with whatever padding follows.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, TokenError> {
        let mut cms = SignedData::parse(bytes)?;
        if cms.content_type != TST_INFO {
            return Err(TokenError::NotTstInfo { oid: cms.content_type });
        }
        let content = cms.content.take().ok_or(TokenError::NoContent)?;
        let info = TstInfo::parse(&content).map_err(TokenError::TstInfo)?;
        let der = bytes.get(..cms.encoded_len).unwrap_or_default().to_vec();
        Ok(Self(Arc::new(Inner { der, cms, content, info })))
    }

    /// The ContentInfo as it stands, padding cut off.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// What the authority states. Believe it after [`TimestampToken::check`].
    #[must_use]
    pub fn info(&self) -> &TstInfo {
        &self.0.info
    }

    /// Certificates inside.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0.cms.certificates
    }

    /// The CMS around the TSTInfo; its `content` is `None`, [`TimestampToken::info`] is what it
    /// says.
    #[must_use]
    pub fn signed_data(&self) -> &SignedData {
        &self.0.cms
    }

    /// Certificates, from inside and from `pool`, that the signer identifier names.
    #[must_use]
    pub fn signer_candidates(&self, pool: &[Certificate]) -> Vec<Certificate> {
        let Some(signer) = self.0.cms.signers.first() else { return Vec::new() };
        let mut found: Vec<Certificate> = Vec::new();
        for candidate in [self.certificates(), pool].into_iter().flat_map(|c| signer.candidates(c))
        {
            if !found.contains(candidate) {
                found.push(candidate.clone());
            }
        }
        found
    }

    /// Checks the token by itself: it stamps `imprint`, has one signer, and that signature with
    /// its signing-certificate attribute verifies under a certificate, from inside or from `pool`,
    /// that is for time-stamps alone and was valid at genTime.
    ///
    /// # Errors
    /// [`TokenFault`], the first that is found.
    pub fn check(
        &self,
        imprint: &Digest,
        pool: &[Certificate],
    ) -> Result<TokenChecked, TokenFault> {
        let info = &self.0.info;
        if info.imprint.to_digest().as_ref() != Some(imprint) {
            return Err(TokenFault::Imprint {
                expected: Box::new(*imprint),
                algorithm: info.imprint.digest.clone(),
                found: info.imprint.hash.clone(),
            });
        }
        if let Some(oid) = info.critical_unknown.first() {
            return Err(TokenFault::CriticalExtension { oid: *oid });
        }
        let [signer] = self.0.cms.signers.as_slice() else {
            return Err(TokenFault::Signers { count: self.0.cms.signers.len() });
        };
        let digest_algorithm = check_content(signer, &self.0.content)?;
        let signature_algorithm = signer.signature_algorithm.clone()?;
        let mut fault = TokenFault::NoCertificate;
        for certificate in self.signer_candidates(pool) {
            match check_certificate(signer, signature_algorithm, &certificate, info.gen_time) {
                Ok(()) => {
                    let time = info.gen_time;
                    return Ok(TokenChecked {
                        certificate,
                        time,
                        digest_algorithm,
                        signature_algorithm,
                    });
                }
                Err(found) => fault = found,
            }
        }
        Err(fault)
    }
}

/// The signed attributes are of this content (RFC 5652 §5.6).
fn check_content(signer: &SignerInfo, content: &[u8]) -> Result<DigestAlgorithm, TokenFault> {
    use crate::cms::oids::{CONTENT_TYPE, MESSAGE_DIGEST};

    let attributes = signer.signed_attrs.as_ref().ok_or(TokenFault::NoSignedAttributes)?;
    let missing = |oid| TokenFault::MissingAttribute { oid };
    let found = attributes.content_type()?.ok_or(missing(CONTENT_TYPE))?;
    if found != TST_INFO {
        return Err(TokenFault::ContentType { found });
    }
    let expected = attributes.message_digest()?.ok_or(missing(MESSAGE_DIGEST))?;
    let algorithm = signer.digest_algorithm.clone()?;
    if crypto::digest(algorithm, content).as_bytes() != expected {
        return Err(TokenFault::MessageDigest);
    }
    Ok(algorithm)
}

fn check_certificate(
    signer: &SignerInfo,
    algorithm: SignatureAlgorithm,
    certificate: &Certificate,
    time: Time,
) -> Result<(), TokenFault> {
    let attributes = signer.signed_attrs.as_ref().ok_or(TokenFault::NoSignedAttributes)?;
    check_signing_certificate(attributes, certificate)?;
    let message = Message::Whole(attributes.to_be_signed());
    crypto::verify(certificate.spki_der(), algorithm, message, &signer.signature)?;
    let mut extensions = certificate.extensions().iter();
    let critical = extensions.any(|e| e.oid == EXTENDED_KEY_USAGE && e.critical);
    let purposes = certificate.extended_key_usage().ok().flatten().unwrap_or_default();
    if !critical || purposes != [TIME_STAMPING] {
        return Err(TokenFault::KeyPurpose { critical, purposes });
    }
    if !certificate.is_valid_at(time) {
        let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
        return Err(TokenFault::CertificateNotValid { time, not_before, not_after });
    }
    Ok(())
}

impl PartialEq for TimestampToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for TimestampToken {}

impl fmt::Debug for TimestampToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimestampToken").field("info", &self.0.info).finish_non_exhaustive()
    }
}
