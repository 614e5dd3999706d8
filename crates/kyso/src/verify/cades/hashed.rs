//! The content of a CMS by every hash function that signers and time-stamps ask for, read once.

use super::super::conclude::Refusal;
use super::Given;
use crate::algorithm::DigestAlgorithm;
use crate::cades::oids::ARCHIVE_TIMESTAMP_V3;
use crate::cades::{CmsFile, Content};
use crate::cms::ber::{header_at, id};
use crate::cms::oids::{CONTENT_TIMESTAMP, DATA};
use crate::cms::{Attribute, SignedData};
use crate::crypto::Digest;
use crate::report::{Code, Finding, SubIndication};
use crate::timestamp::TimestampToken;

/// Bytes that tell what content begins with.
const BEGINNING: usize = 64;

/// What is known of the content.
pub(super) struct Hashed {
    /// Its digests; or why there are none that count.
    pub(super) digests: Result<Vec<Digest>, Refusal>,
    pub(super) len: u64,
    /// Whether it is in the CMS.
    pub(super) attached: bool,
    /// Whether it reads like signed attributes (RFC 5652 §14, and the attack on signers without
    /// any).
    pub(super) like_attributes: bool,
    /// What every signer over it has to hear.
    pub(super) findings: Vec<Finding>,
}

impl Hashed {
    /// Reads the content.
    pub(super) fn of(file: &CmsFile, given: Option<&Given<'_>>) -> Self {
        let cms = file.signed_data();
        let algorithms = algorithms(cms);
        let given = given.map(|given| Content::Detached(given.source));
        let (attached, content) = (file.content().is_some(), file.content().or(given));
        let mut hashed = Self {
            digests: Err(Refusal::Indeterminate(SubIndication::SignedDataNotFound)),
            len: content.map_or(0, |content| content.len()),
            attached,
            like_attributes: content.is_none_or(|content| like_attributes(&content)),
            findings: Vec::new(),
        };
        let Some(content) = content else {
            hashed.findings.push(Finding::warning(Code::ContentMissing));
            return hashed;
        };
        let unreadable = |_| Refusal::Failed(SubIndication::SignedDataNotFound);
        hashed.digests = content.digests(&algorithms).map_err(unreadable);
        if let (true, Some(given)) = (attached, given)
            && given.digests(&algorithms).map_err(unreadable) != hashed.digests
        {
            hashed.findings.push(Finding::error(Code::ContentDiffers));
            hashed.digests = Err(Refusal::Failed(SubIndication::HashFailure));
        }
        if cms.content_type != DATA {
            let finding = Finding::warning(Code::ContentTypeUnknown);
            hashed.findings.push(finding.with("type", cms.content_type.to_string()));
        }
        hashed
    }

    /// By one of these.
    pub(super) fn digest(&self, algorithm: DigestAlgorithm) -> Result<&Digest, Refusal> {
        let digests = self.digests.as_ref().map_err(|refusal| *refusal)?;
        let found = digests.iter().find(|digest| digest.algorithm() == algorithm);
        found.ok_or(Refusal::Failed(SubIndication::SignedDataNotFound))
    }
}

/// Every hash function that is asked for; there are eight in all.
fn algorithms(cms: &SignedData) -> Vec<DigestAlgorithm> {
    // At least one, so that two contents can be compared.
    let mut wanted = vec![DigestAlgorithm::Sha256];
    if !cms.signers.is_empty() {
        wanted.clear();
    }
    let stamped = |attribute: &Attribute| {
        let of_content = [CONTENT_TIMESTAMP, ARCHIVE_TIMESTAMP_V3].contains(&attribute.oid);
        let values = attribute.values.clone().into_iter().filter(move |_| of_content);
        values.filter_map(|token| {
            TimestampToken::parse(&token).ok()?.info().imprint.digest.clone().ok()
        })
    };
    for signer in &cms.signers {
        wanted.extend(signer.digest_algorithm.iter());
        let signed = signer.signed_attrs.iter().flat_map(|all| all.all());
        wanted.extend(signed.chain(&signer.unsigned_attrs).flat_map(stamped));
    }
    wanted
}

/// Whether content is a SET of which the first member is a SEQUENCE that begins with an OBJECT
/// IDENTIFIER, and nothing else.
fn like_attributes(content: &Content<'_>) -> bool {
    let mut head = Vec::new();
    let read = content.stream(&mut |bytes| {
        let room = BEGINNING.saturating_sub(head.len());
        head.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
    });
    if read.is_err() {
        return true;
    }
    let Ok((id::SET, Some(len), start)) = header_at(&head, 0) else { return false };
    let whole = (start as u64).saturating_add(len as u64) == content.len();
    let inside = head.get(start..).unwrap_or_default();
    match header_at(inside, 0) {
        Ok((id::SEQUENCE, Some(_), start)) => whole && inside.get(start) == Some(&id::OID),
        _ => false,
    }
}
