//! Who signed and stamped a document, and as of when evidence about each is needed. Judges
//! nothing: that is for verification.

use super::SignError;
use crate::cms::{self, SignedData, SignerInfo};
use crate::crypto;
use crate::pdf::{self, PdfDocument, SignatureKind, SignatureValue};
use crate::revocation::Evidence;
use crate::time::Time;
use crate::timestamp::TimestampToken;
use crate::verify::timestamps;
use crate::x509::Certificate;

/// A certificate that signed or stamped.
pub(crate) struct Subject {
    pub(crate) certificate: Certificate,
    /// Until when a time-stamp proves the signature; `None` where nothing does.
    pub(crate) proven: Option<Time>,
    /// Whether it signed the document, and not a time-stamp.
    pub(crate) signed: bool,
}

/// What a document holds.
#[derive(Default)]
pub(crate) struct Survey {
    pub(crate) subjects: Vec<Subject>,
    /// Certificates out of every CMS and token.
    pub(crate) pool: Vec<Certificate>,
    /// Revocation data out of them.
    pub(crate) evidence: Evidence,
    /// Whether a signature has no time-stamp of any kind.
    pub(crate) unproven: bool,
    /// The latest time that any time-stamp says.
    pub(crate) latest: Option<Time>,
    /// Length of the longest token, in bytes.
    pub(crate) token_len: Option<usize>,
    /// `/Contents` of the last signature, as decoded.
    pub(crate) contents: Option<Vec<u8>>,
}

impl Survey {
    /// Everything that stands in the document, or the signature of one field alone.
    pub(crate) fn of(document: &PdfDocument, field: Option<&str>) -> Result<Self, SignError> {
        let values: Vec<_> =
            pdf::signatures(document)?.into_iter().filter(|value| value.in_latest).collect();
        let stamps: Vec<_> = values.iter().filter_map(stamp).collect();
        let mut survey = Self::default();
        for value in values.iter().filter(|value| field.is_none_or(|field| value.field == field)) {
            let covering = stamps.iter().filter(|(revision, _)| *revision > value.revision);
            let control = covering.map(|(_, token)| token.info().gen_time).min();
            if value.kind == SignatureKind::DocTimeStamp {
                let token = TimestampToken::parse(&value.contents);
                let malformed = |_| SignError::SignerUnknown { field: value.field.clone() };
                survey.add_token(&token.map_err(malformed)?, control);
            } else {
                survey.add_signature(value, control)?;
            }
        }
        Ok(survey)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    fn add_signature(
        &mut self,
        value: &SignatureValue,
        control: Option<Time>,
    ) -> Result<(), SignError> {
        let unknown = || SignError::SignerUnknown { field: value.field.clone() };
        let cms = SignedData::parse(&value.contents)?;
        let signer = cms.signers.first().ok_or_else(unknown)?;
        let certificate = certificate(signer, &cms).ok_or_else(unknown)?;
        let mut proven = control;
        for token in timestamps(&cms) {
            let Ok(token) = TimestampToken::parse(&token) else { continue };
            let Ok(digest) = token.info().imprint.digest.clone() else { continue };
            if token.check(&crypto::digest(digest, &signer.signature), &cms.certificates).is_ok() {
                let time = token.info().gen_time;
                proven = Some(proven.map_or(time, |proven| proven.min(time)));
                self.add_token(&token, control);
            }
        }
        self.unproven |= proven.is_none();
        self.add_subject(certificate, proven);
        self.evidence.add_cms(&cms);
        self.pool.extend(cms.certificates);
        self.contents = Some(value.contents.clone());
        Ok(())
    }

    /// Who signed, and until when a time-stamp proves it.
    pub(crate) fn add_subject(&mut self, certificate: Certificate, proven: Option<Time>) {
        self.subjects.push(Subject { certificate, proven, signed: true });
    }

    /// A token, and until when a later time-stamp proves it.
    pub(crate) fn add_token(&mut self, token: &TimestampToken, proven: Option<Time>) {
        let time = token.info().gen_time;
        self.token_len = self.token_len.max(Some(token.der().len()));
        self.latest = Some(self.latest.map_or(time, |latest| latest.max(time)));
        let checked = token.info().imprint.to_digest().map(|own| token.check(&own, &self.pool));
        if let Some(Ok(checked)) = checked {
            self.subjects.push(Subject {
                certificate: checked.certificate().clone(),
                proven,
                signed: false,
            });
        }
        self.evidence.add_cms(token.signed_data());
        self.pool.extend_from_slice(token.certificates());
    }
}

/// A document time-stamp and the revision that it ends.
fn stamp(value: &SignatureValue) -> Option<(usize, TimestampToken)> {
    let token = TimestampToken::parse(&value.contents).ok()?;
    (value.kind == SignatureKind::DocTimeStamp).then_some((value.revision, token))
}

/// The certificate that the attributes name, else the first that the identifier fits.
pub(super) fn certificate(signer: &SignerInfo, cms: &SignedData) -> Option<Certificate> {
    let candidates = signer.candidates(&cms.certificates);
    let named = |certificate: &&&Certificate| {
        let attributes = signer.signed_attrs.as_ref();
        attributes.is_some_and(|a| cms::check_signing_certificate(a, certificate).is_ok())
    };
    candidates.iter().find(named).or(candidates.first()).map(|found| (*found).clone())
}
