//! Builds what is to be signed, and the SignedData around the value (RFC 5652, EN 319 122-1,
//! EN 319 142-1 §6.3).

use const_oid::ObjectIdentifier;

use super::algorithm_id::{encode_digest, encode_signature};
use super::ber::{Reader, id};
use super::signed_attrs::{Attribute, encode_attribute};
use super::{CmsError, asn1_time, encode, oids};
use crate::crypto::{self, Digest, PublicKey};
use crate::x509::Certificate;
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

/// What the signed attributes say.
#[derive(Clone, Copy, Debug)]
pub struct AttributesTemplate<'a> {
    /// Digest of the content: the covered bytes of the document.
    pub message_digest: &'a Digest,
    /// The signer's certificate.
    pub signing_certificate: &'a Certificate,
    /// The algorithm that will sign the attributes.
    pub signature_algorithm: SignatureAlgorithm,
    /// Type of the content; id-data in PDF, none in a counter-signature (RFC 5652 §11.4).
    pub content_type: Option<ObjectIdentifier>,
    /// Claimed time. Forbidden in PAdES, whose claim stands in `/M` (EN 319 142-1 §6.3 table 1);
    /// wanted in `adbe.pkcs7.detached`.
    pub signing_time: Option<Time>,
    /// Whether to add cms-algorithm-protection (RFC 6211).
    pub algorithm_protection: bool,
    /// More attributes, each in DER.
    pub others: &'a [Vec<u8>],
}

impl<'a> AttributesTemplate<'a> {
    /// The attributes of PAdES baseline: content-type, message-digest, signing-certificate-v2.
    #[must_use]
    pub fn pades(
        message_digest: &'a Digest,
        signing_certificate: &'a Certificate,
        signature_algorithm: SignatureAlgorithm,
    ) -> Self {
        Self {
            message_digest,
            signing_certificate,
            signature_algorithm,
            content_type: Some(oids::DATA),
            signing_time: None,
            algorithm_protection: false,
            others: &[],
        }
    }
}

/// The signed attributes as a SET OF in DER: the bytes that are signed, and the input of
/// [`assemble`].
///
/// # Errors
/// [`CmsError::NoIdentifier`] when algorithm protection is asked for and the algorithm has no
/// identifier.
pub fn signed_attributes(template: &AttributesTemplate<'_>) -> Result<Vec<u8>, CmsError> {
    let digest = template.message_digest;
    let mut members = vec![
        encode_attribute(oids::MESSAGE_DIGEST, &encode::octet_string(digest.as_bytes())),
        encode_attribute(
            oids::SIGNING_CERTIFICATE_V2,
            &signing_certificate_v2(template.signing_certificate, digest.algorithm()),
        ),
    ];
    if let Some(content_type) = template.content_type {
        members.push(encode_attribute(oids::CONTENT_TYPE, &encode::oid(content_type)));
    }
    members.extend_from_slice(template.others);
    if let Some(time) = template.signing_time {
        members.push(encode_attribute(oids::SIGNING_TIME, &asn1_time::write(time)));
    }
    if template.algorithm_protection {
        let mut signature = identifier(template.signature_algorithm)?;
        if let Some(first) = signature.first_mut() {
            *first = id::context_constructed(1); // signatureAlgorithm [1] IMPLICIT
        }
        let value = encode::sequence(&[&encode_digest(digest.algorithm()), &signature]);
        members.push(encode_attribute(oids::ALGORITHM_PROTECTION, &value));
    }
    Ok(encode::tlv(id::SET, &[&encode::sorted(members)]))
}

/// SigningCertificateV2 (RFC 5035 §3) with the signer's certificate alone. IssuerSerial is left
/// out: baseline signatures have no use for it, the hash names the certificate.
fn signing_certificate_v2(certificate: &Certificate, digest: DigestAlgorithm) -> Vec<u8> {
    let hash = encode::octet_string(crypto::digest(digest, certificate.der()).as_bytes());
    // SHA-256 is the default, which DER leaves out (RFC 5035 §4).
    let algorithm = match digest {
        DigestAlgorithm::Sha256 => Vec::new(),
        other => encode_digest(other),
    };
    let cert_id = encode::sequence(&[&algorithm, &hash]);
    encode::sequence(&[&encode::sequence(&[&cert_id])])
}

/// Assembles a detached SignedData version 1 with one signer.
///
/// `attributes` is what [`signed_attributes`] made, `digest` the hash function of the content,
/// `chain` the certificates to embed beside that of the signer, `value` the signature value over
/// `attributes`, `unsigned` the attributes that come after it, such as a time-stamp over it.
///
/// # Errors
/// [`CmsError::Attributes`], [`CmsError::NoIdentifier`], [`CmsError::DigestDoesNotFit`].
pub fn assemble(
    attributes: &[u8],
    algorithm: SignatureAlgorithm,
    digest: DigestAlgorithm,
    signer: &Certificate,
    chain: &[Certificate],
    value: &[u8],
    unsigned: &[Attribute],
) -> Result<Vec<u8>, CmsError> {
    // RFC 8419 §3.1 for Ed25519; elsewhere one hash function for both is the only practice.
    if algorithm.digest() != digest {
        return Err(CmsError::DigestDoesNotFit { algorithm, digest });
    }
    let digest_id = encode_digest(digest);
    let version = encode::unsigned(1);
    let signer_info = encode::sequence(&[
        &self::signer_info(attributes, algorithm, signer, value)?,
        &unsigned_attributes(unsigned),
    ]);
    let mut certificates: Vec<Vec<u8>> = vec![signer.der().to_vec()];
    for certificate in chain {
        if !certificates.iter().any(|der| der == certificate.der()) {
            certificates.push(certificate.der().to_vec());
        }
    }
    let signed_data = encode::sequence(&[
        &version,
        &encode::tlv(id::SET, &[&digest_id]),
        &encode::sequence(&[&encode::oid(oids::DATA)]),
        &encode::tlv(id::context_constructed(0), &[&encode::sorted(certificates)]),
        &encode::tlv(id::SET, &[&signer_info]),
    ]);
    let explicit = encode::tlv(id::context_constructed(0), &[&signed_data]);
    Ok(encode::sequence(&[&encode::oid(oids::SIGNED_DATA), &explicit]))
}

/// The fields of a SignerInfo (RFC 5652 §5.3), from the version to the signature value.
pub(crate) fn signer_info(
    attributes: &[u8],
    algorithm: SignatureAlgorithm,
    signer: &Certificate,
    value: &[u8],
) -> Result<Vec<u8>, CmsError> {
    let serial = encode::tlv(id::INTEGER, &[signer.serial()]);
    let fields = [
        encode::unsigned(1),
        encode::sequence(&[signer.issuer().der(), &serial]),
        encode_digest(algorithm.digest()),
        implicit_attributes(attributes)?,
        identifier(algorithm)?,
        encode::octet_string(value),
    ];
    Ok(fields.concat())
}

/// The room that [`assemble`] needs at most, in bytes: the real encoding with the longest
/// signature value that the signer's key makes.
///
/// # Errors
/// As [`assemble`].
pub fn estimated_len(
    attributes_len: usize,
    algorithm: SignatureAlgorithm,
    signer: &Certificate,
    chain: &[Certificate],
) -> Result<usize, CmsError> {
    // For keys nobody here knows: the longest value that an RSA key of legal size makes.
    const UNKNOWN_KEY: usize = crate::limits::MAX_RSA_BITS / 8;
    let key = PublicKey::parse(signer.spki_der()).ok();
    let value_len = key.and_then(|key| key.max_signature_len()).unwrap_or(UNKNOWN_KEY);
    // One attribute-shaped element as long as the attributes will be; the header of the set is
    // at least as long as that of its members' sum.
    let attributes = encode::tlv(id::SET, &[&vec![0; attributes_len]]);
    let value = vec![0; value_len];
    assemble(&attributes, algorithm, algorithm.digest(), signer, chain, &value, &[])
        .map(|der| der.len())
}

/// `unsignedAttrs [1] IMPLICIT`, absent where there is none.
fn unsigned_attributes(attributes: &[Attribute]) -> Vec<u8> {
    if attributes.is_empty() {
        return Vec::new();
    }
    let members = attributes.iter().map(|attribute| {
        let values = encode::sorted(attribute.values.clone());
        encode::sequence(&[&encode::oid(attribute.oid), &encode::tlv(id::SET, &[&values])])
    });
    encode::tlv(id::context_constructed(1), &[&encode::sorted(members.collect())])
}

/// The unsigned attribute that holds a time-stamp over the signature value (EN 319 122-1 §5.3).
pub(crate) fn timestamp_attribute(token: &[u8]) -> Attribute {
    Attribute { oid: oids::SIGNATURE_TIMESTAMP, values: vec![token.to_vec()] }
}

fn identifier(algorithm: SignatureAlgorithm) -> Result<Vec<u8>, CmsError> {
    encode_signature(algorithm).ok_or(CmsError::NoIdentifier { algorithm })
}

/// `signedAttrs [0] IMPLICIT`: the SET OF under another tag.
fn implicit_attributes(attributes: &[u8]) -> Result<Vec<u8>, CmsError> {
    let mut reader = Reader::new(attributes);
    reader.expect(id::SET).and_then(|_| reader.finish()).map_err(|_| CmsError::Attributes)?;
    let mut implicit = attributes.to_vec();
    if let Some(first) = implicit.first_mut() {
        *first = id::context_constructed(0);
    }
    Ok(implicit)
}
