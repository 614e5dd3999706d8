//! Integrity of a signer in a CMS file: what it signs is in its signed attributes, or is signed
//! itself, and one certificate's key made the value.

use super::super::conclude::Refusal;
use super::super::signer::{Signatory, Unbound};
use super::Intact;
use super::cms::{algorithms, certificate, value};
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::cms::oids::CONTENT_TIMESTAMP;
use crate::cms::{self, SignedAttrs, SignedData, SignerInfo, SigningCertificateFault};
use crate::crypto::{Digest, Message};
use crate::report::{Code, Finding, SubIndication};
use crate::x509::Certificate;

/// A signer that could be read.
pub(crate) struct SignerRead {
    /// `None` in PKCS#7 of old: the value is over the content itself.
    pub(crate) attributes: Option<SignedAttrs>,
    pub(crate) certificate: Certificate,
    pub(crate) digest_algorithm: DigestAlgorithm,
    pub(crate) signature_algorithm: SignatureAlgorithm,
    pub(crate) signature: Vec<u8>,
}

/// What a signer signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Signs {
    /// The content.
    Content,
    /// The value of another signature (RFC 5652 §11.4).
    Value,
}

impl SignerRead {
    /// Whether it names its certificate in any form, as AdES does.
    pub(crate) fn is_ades(&self) -> bool {
        let named = |all: &SignedAttrs| all.signing_certificates().is_ok_and(|all| !all.is_empty());
        self.attributes.as_ref().is_some_and(named)
    }

    /// What it says of who signed.
    pub(crate) fn signatory(&self) -> Signatory<'_> {
        let binding = match &self.attributes {
            None => Err(Unbound::Absent),
            Some(attributes) => {
                let bound = cms::check_signing_certificate(attributes, &self.certificate);
                bound.map_err(|fault| match fault {
                    // CMS alone asks for none.
                    SigningCertificateFault::Missing => Unbound::Absent,
                    _ => Unbound::Other,
                })
            }
        };
        let attributes = self.attributes.as_ref();
        Signatory {
            certificate: &self.certificate,
            binding,
            content: vec![self.digest_algorithm],
            signature: self.signature_algorithm,
            claimed: attributes.and_then(|all| all.signing_time().ok().flatten()),
        }
    }
}

/// Reads a signer; its certificate may stand in the CMS or in `pool`.
pub(crate) fn read_signer(
    signer: &SignerInfo,
    cms: &SignedData,
    pool: &[Certificate],
    signs: Signs,
    findings: &mut Vec<Finding>,
) -> Result<SignerRead, Refusal> {
    let (digest_algorithm, signature_algorithm) = algorithms(signer, findings)?;
    let attributes = attributes(signer, cms, signs, findings)?;
    let named = attributes.as_ref();
    let found = certificate(signer, &cms.certificates, named, &mut Vec::new());
    let certificate = found.or_else(|_| certificate(signer, pool, named, findings))?;
    let signature = signer.signature.clone();
    Ok(SignerRead { attributes, certificate, digest_algorithm, signature_algorithm, signature })
}

/// The attributes as RFC 5652 §5.3 and §11 ask for them.
fn attributes(
    signer: &SignerInfo,
    cms: &SignedData,
    signs: Signs,
    findings: &mut Vec<Finding>,
) -> Result<Option<SignedAttrs>, Refusal> {
    let Some(attributes) = &signer.signed_attrs else {
        findings.push(Finding::warning(Code::SignedAttributesMissing));
        let allowed = cms.content_type == cms::oids::DATA && signs == Signs::Content;
        return if allowed { Ok(None) } else { Err(Refusal::Failed(SubIndication::FormatFailure)) };
    };
    if signs == Signs::Value && attributes.content_type() != Ok(None) {
        let finding = Finding::warning(Code::CmsDeviation);
        findings.push(finding.with("deviation", "countersignature-content-type"));
    }
    let expected = (signs == Signs::Content).then_some(cms.content_type);
    let checked = super::cms::check_attributes(attributes, signer, expected)
        .and_then(|()| once_each(attributes));
    checked.map(|()| Some(attributes.clone())).map_err(|(attribute, fault)| {
        let finding = Finding::error(Code::SignedAttributesInvalid).with("attribute", attribute);
        findings.push(finding.with("fault", fault));
        Refusal::Failed(SubIndication::FormatFailure)
    })
}

/// No type comes twice but content time-stamps: readers differ in which of two they take.
fn once_each(attributes: &SignedAttrs) -> Result<(), (&'static str, String)> {
    let all = attributes.all();
    for (index, one) in all.iter().enumerate().filter(|(_, one)| one.oid != CONTENT_TIMESTAMP) {
        if all.iter().skip(index + 1).any(|other| other.oid == one.oid) {
            return Err(("attribute", format!("{} repeated", one.oid)));
        }
    }
    Ok(())
}

/// Compares the digest of what it signs and checks the signature value. Without a digest, as much
/// as can be told: a value that does not hold is broken whatever the content is.
pub(crate) fn check_signer(
    read: &SignerRead,
    digest: Result<&Digest, Refusal>,
    findings: &mut Vec<Finding>,
) -> Result<Intact, Refusal> {
    let message = match (&read.attributes, digest) {
        (Some(attributes), digest) => {
            let signed = attributes.message_digest().ok().flatten();
            if let Ok(digest) = digest
                && signed.as_deref() != Some(digest.as_bytes())
            {
                findings.push(Finding::error(Code::DigestMismatch));
                return Err(Refusal::Failed(SubIndication::HashFailure));
            }
            Message::Whole(attributes.to_be_signed())
        }
        (None, Ok(digest)) => Message::Digest(digest),
        (None, Err(refusal)) => return Err(refusal),
    };
    let algorithm = read.signature_algorithm;
    value(&read.certificate, algorithm, message, &read.signature, findings)?;
    digest.map(|_| Intact(()))
}
