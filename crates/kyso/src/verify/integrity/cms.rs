//! Integrity of a PDF signature: the digest of the covered bytes is in a CMS that one certificate's
//! key signed.

use const_oid::ObjectIdentifier;

use super::super::conclude::Refusal;
use super::super::pdf::Found;
use super::super::signer::{Signatory, Unbound};
use super::Intact;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::cms::oids::CONTENT_TIMESTAMP;
use crate::cms::{
    self, Attribute, Deviation, KnownCertificates, SignedAttrs, SignedData, SignerInfo,
    SigningCertificateFault,
};
use crate::crypto::{self, Digest, Message, VerifyFault};
use crate::limits::MAX_SIGNATURE_TIMESTAMPS;
use crate::pdf::ByteRangeProof;
use crate::report::{Code, Finding, SubIndication};
use crate::x509::Certificate;

/// A signature that could be read, down to one signer with one certificate.
pub(crate) struct Read {
    pub(crate) cms: SignedData,
    pub(crate) attributes: SignedAttrs,
    pub(crate) certificate: Certificate,
    pub(crate) digest_algorithm: DigestAlgorithm,
    pub(crate) signature_algorithm: SignatureAlgorithm,
    pub(crate) signature: Vec<u8>,
    /// The CMS claims to be AdES, so that the attributes of AdES must stand in it.
    pub(crate) is_ades: bool,
}

impl Read {
    /// The content time-stamps that were signed (EN 319 122-1 §5.2.8), DER.
    pub(crate) fn content_timestamps(&self) -> impl Iterator<Item = &[u8]> {
        let of_content = |one: &&Attribute| one.oid == CONTENT_TIMESTAMP;
        let all = self.attributes.all().iter().filter(of_content);
        all.flat_map(|one| one.values.iter().map(Vec::as_slice)).take(MAX_SIGNATURE_TIMESTAMPS)
    }

    /// What it says of the signer.
    pub(crate) fn signatory(&self) -> Signatory<'_> {
        let bound = cms::check_signing_certificate(&self.attributes, &self.certificate);
        Signatory {
            certificate: &self.certificate,
            binding: bound.map_err(|fault| match fault {
                // ISO 32000-1 asked for none.
                SigningCertificateFault::Missing if !self.is_ades => Unbound::Absent,
                SigningCertificateFault::Missing => Unbound::Missing,
                _ => Unbound::Other,
            }),
            content: vec![self.digest_algorithm],
            signature: self.signature_algorithm,
            claimed: self.attributes.signing_time().ok().flatten(),
        }
    }
}

/// `id-data` (RFC 5652 §4), the only content type of a detached document signature.
const ID_DATA: &str = "1.2.840.113549.1.7.1";

/// Reads the CMS of a signature.
pub(crate) fn read(
    found: &Found,
    known: &mut KnownCertificates,
    findings: &mut Vec<Finding>,
) -> Result<Read, Refusal> {
    let cms = SignedData::parse_knowing(&found.value.contents, known).map_err(|error| {
        let offset = error.offset().unwrap_or_default();
        let finding = Finding::error(Code::CmsMalformed).with("offset", offset);
        findings.push(finding.with("fault", error.to_string()));
        Refusal::Failed(SubIndication::FormatFailure)
    })?;
    for deviation in &cms.deviations {
        if let Deviation::TrailingBytes { offset, .. } = *deviation {
            // The room left in /Contents is not signed: only zeros say nothing to anybody.
            let finding = Finding::error(Code::CmsMalformed).with("offset", offset);
            findings.push(finding.with("fault", deviation.name()));
            return Err(Refusal::Failed(SubIndication::FormatFailure));
        }
        findings.push(Finding::warning(Code::CmsDeviation).with("deviation", deviation.name()));
    }
    if cms.unreadable_certificates > 0 {
        let finding = Finding::warning(Code::CertificateUnreadable);
        findings.push(finding.with("count", cms.unreadable_certificates));
    }
    let [signer] = cms.signers.as_slice() else {
        findings.push(Finding::error(Code::SignerCount).with("signers", cms.signers.len()));
        return Err(Refusal::Failed(SubIndication::FormatFailure));
    };
    if cms.content.is_some() || cms.content_type.to_string() != ID_DATA {
        findings.push(Finding::error(Code::ContentAttached));
        return Err(Refusal::Failed(SubIndication::FormatFailure));
    }
    let (digest_algorithm, signature_algorithm) = algorithms(signer, findings)?;
    let attributes = attributes(signer, &cms, findings)?;
    let certificate = certificate(signer, &cms.certificates, Some(&attributes), findings)?;
    let signature = signer.signature.clone();
    let is_ades = found.is_ades();
    Ok(Read {
        attributes,
        certificate,
        digest_algorithm,
        signature_algorithm,
        signature,
        is_ades,
        cms,
    })
}

pub(super) fn algorithms(
    signer: &SignerInfo,
    findings: &mut Vec<Finding>,
) -> Result<(DigestAlgorithm, SignatureAlgorithm), Refusal> {
    let mut unknown = |name: String| {
        findings.push(Finding::error(Code::AlgorithmUnknown).with("algorithm", name));
        // EN 319 102-1 §5.2.8: what cannot be judged is not acceptable, and not broken either.
        Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe)
    };
    let digest = match &signer.digest_algorithm {
        Ok(digest) => *digest,
        Err(_) => return Err(unknown(signer.digest_oid.to_string())),
    };
    let signature = match &signer.signature_algorithm {
        Ok(algorithm) => *algorithm,
        Err(fault) => return Err(unknown(fault.to_string())),
    };
    // Ed25519 hashes by itself: any digest may stand beside it (RFC 8419 §2.3).
    if signature.digest() != digest && signature != SignatureAlgorithm::Ed25519 {
        let finding = Finding::error(Code::AlgorithmMismatch).with("digest", digest.name());
        findings.push(finding.with("signature", signature.name()));
        return Err(Refusal::Failed(SubIndication::FormatFailure));
    }
    Ok((digest, signature))
}

/// The attributes that RFC 5652 §5.3 and §11 ask for: one content-type, one message-digest, and
/// the algorithms that RFC 6211 may repeat.
fn attributes(
    signer: &SignerInfo,
    cms: &SignedData,
    findings: &mut Vec<Finding>,
) -> Result<SignedAttrs, Refusal> {
    let checked = match &signer.signed_attrs {
        None => Err(("signed-attributes", "missing".to_owned())),
        Some(attributes) => check_attributes(attributes, signer, Some(cms.content_type))
            .map(|()| attributes.clone()),
    };
    checked.map_err(|(attribute, fault)| {
        let finding = Finding::error(Code::SignedAttributesInvalid).with("attribute", attribute);
        findings.push(finding.with("fault", fault));
        Refusal::Failed(SubIndication::FormatFailure)
    })
}

/// The attribute at fault, and why. Where no type of content is expected, none need be said.
pub(super) fn check_attributes(
    attributes: &SignedAttrs,
    signer: &SignerInfo,
    expected: Option<ObjectIdentifier>,
) -> Result<(), (&'static str, String)> {
    match attributes.content_type() {
        Ok(_) if expected.is_none() => {}
        Ok(Some(content_type)) if Some(content_type) == expected => {}
        Ok(Some(content_type)) => return Err(("content-type", content_type.to_string())),
        Ok(None) => return Err(("content-type", "missing".to_owned())),
        Err(fault) => return Err(("content-type", fault.to_string())),
    }
    match attributes.message_digest() {
        Ok(Some(_)) => {}
        Ok(None) => return Err(("message-digest", "missing".to_owned())),
        Err(fault) => return Err(("message-digest", fault.to_string())),
    }
    if let Err(fault) = attributes.signing_time() {
        return Err(("signing-time", fault.to_string()));
    }
    match attributes.algorithm_protection() {
        Ok(None) => Ok(()),
        Ok(Some(protection))
            if protection.digest == signer.digest_algorithm
                && protection.signature.as_ref() == Some(&signer.signature_algorithm) =>
        {
            Ok(())
        }
        Ok(Some(_)) => Err(("cms-algorithm-protection", "differs".to_owned())),
        Err(fault) => Err(("cms-algorithm-protection", fault.to_string())),
    }
}

/// The certificate that the signer is identified by. Several may fit the issuer and serial; the
/// one that the signing-certificate attribute names is meant, else the one whose key fits.
pub(super) fn certificate(
    signer: &SignerInfo,
    certificates: &[Certificate],
    attributes: Option<&SignedAttrs>,
    findings: &mut Vec<Finding>,
) -> Result<Certificate, Refusal> {
    let candidates = signer.candidates(certificates);
    let names = |attributes, certificate: &&&Certificate| {
        cms::check_signing_certificate(attributes, certificate).is_ok()
    };
    let named = attributes.and_then(|all| candidates.iter().find(|one| names(all, one)));
    match named.or(candidates.first()) {
        Some(certificate) => Ok((*certificate).clone()),
        None => {
            findings.push(Finding::error(Code::SignerCertificateMissing));
            Err(Refusal::Indeterminate(SubIndication::NoSigningCertificateFound))
        }
    }
}

/// Compares the digest of the covered bytes and checks the signature value.
pub(crate) fn check(
    read: &Read,
    _byte_range: &ByteRangeProof,
    digest: &Digest,
    findings: &mut Vec<Finding>,
) -> Result<Intact, Refusal> {
    let signed = read.attributes.message_digest().ok().flatten();
    if signed.as_deref() != Some(digest.as_bytes()) {
        findings.push(Finding::error(Code::DigestMismatch));
        return Err(Refusal::Failed(SubIndication::HashFailure));
    }
    let message = Message::Whole(read.attributes.to_be_signed());
    let algorithm = read.signature_algorithm;
    value(&read.certificate, algorithm, message, &read.signature, findings).map(|()| Intact(()))
}

/// Whether the value is one over `message` by the certificate's key.
pub(super) fn value(
    certificate: &Certificate,
    algorithm: SignatureAlgorithm,
    message: Message<'_>,
    signature: &[u8],
    findings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    match crypto::verify(certificate.spki_der(), algorithm, message, signature) {
        Ok(()) => Ok(()),
        Err(VerifyFault::Unsupported { .. }) => {
            let name = algorithm.name();
            findings.push(Finding::error(Code::AlgorithmUnknown).with("algorithm", name));
            Err(Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe))
        }
        Err(_) => {
            findings.push(Finding::error(Code::SignatureMismatch));
            Err(Refusal::Failed(SubIndication::SigCryptoFailure))
        }
    }
}
