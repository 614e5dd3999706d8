//! The level that the structure around a signature has (EN 319 142-1 §6.2). It says what is
//! there, not that it holds.

use super::super::integrity::Read;
use super::discover::Found;
use crate::cms::SignedData;
use crate::cms::oids::SIGNATURE_TIMESTAMP;
use crate::pdf::PdfDocument;
use crate::report::{FoundLevel, Kind};
use crate::revocation::Evidence;
use crate::x509::Certificate;

/// The revisions that document time-stamps end.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    /// The last of all.
    last: Option<usize>,
    /// The last over a revision that has a security store.
    last_with_store: Option<usize>,
}

impl Stamps {
    pub(crate) fn of(document: &PdfDocument, all: &[Found]) -> Self {
        let stamps = all.iter().filter(|found| found.kind == Kind::DocumentTimestamp);
        let mut revisions: Vec<usize> = stamps.map(|found| found.value.revision).collect();
        revisions.sort_unstable();
        let has_store = |revision: &&usize| {
            document.at_revision(**revision).catalog().is_ok_and(|catalog| catalog.has(b"DSS"))
        };
        let last_with_store = revisions.iter().rev().find(has_store).copied();
        Self { last: revisions.last().copied(), last_with_store }
    }
}

/// The level of one signature, `stored` being what the latest security store holds.
pub(crate) fn of(found: &Found, read: &Read, stamps: &Stamps, stored: &Evidence) -> FoundLevel {
    if found.level == FoundLevel::Pkcs7 {
        return FoundLevel::Pkcs7;
    }
    let revision = found.value.revision;
    let covers = |stamp: Option<usize>| stamp.is_some_and(|stamp| stamp > revision);
    if timestamps(&read.cms).is_empty() && !covers(stamps.last) {
        return FoundLevel::BB;
    }
    if stored.certificates.is_empty() || !speaks_of(stored, &read.certificate) {
        return FoundLevel::BT;
    }
    if covers(stamps.last_with_store) { FoundLevel::BLTA } else { FoundLevel::BLT }
}

/// Signature time-stamps: the values of `id-aa-signatureTimeStampToken`, DER.
pub(crate) fn timestamps(cms: &SignedData) -> Vec<Vec<u8>> {
    let signers = cms.signers.iter();
    let attributes = signers.flat_map(|signer| &signer.unsigned_attrs);
    attributes
        .filter(|attribute| attribute.oid == SIGNATURE_TIMESTAMP)
        .flat_map(|attribute| attribute.values.iter().cloned())
        .collect()
}

/// Whether there is revocation data about a certificate, as far as names tell.
fn speaks_of(evidence: &Evidence, certificate: &Certificate) -> bool {
    let serial = crate::x509::unsigned(certificate.serial());
    let ocsp = evidence.ocsp.iter().flat_map(|response| response.responses());
    ocsp.into_iter().any(|single| crate::x509::unsigned(&single.cert_id.serial) == serial)
        || evidence.crls.iter().any(|crl| crl.issuer().matches(certificate.issuer()))
}
