//! The level that the structure around a signature has (EN 319 142-1 §6.2). It says what is
//! there, not that it holds.

use super::discover::Found;
use super::integrity::Read;
use crate::cms::SignedData;
use crate::cms::oids::SIGNATURE_TIMESTAMP;
use crate::pdf::PdfDocument;
use crate::report::{FoundLevel, Kind};
use crate::revocation::Evidence;
use crate::x509::Certificate;

/// Revisions that document time-stamps end, in the order of the revisions.
pub(crate) fn stamped_revisions<'f>(all: impl Iterator<Item = &'f Found>) -> Vec<usize> {
    let stamps = all.filter(|found| found.kind == Kind::DocumentTimestamp);
    stamps.map(|found| found.value.revision).collect()
}

/// The level of one signature, `stamps` being [`stamped_revisions`] and `stored` what the latest
/// security store holds.
pub(crate) fn of(
    document: &PdfDocument,
    found: &Found,
    read: &Read,
    stamps: &[usize],
    stored: &Evidence,
) -> FoundLevel {
    if found.level == FoundLevel::Pkcs7 {
        return FoundLevel::Pkcs7;
    }
    let revision = found.value.revision;
    let later = || stamps.iter().filter(|stamp| **stamp > revision);
    if timestamps(&read.cms).is_empty() && later().next().is_none() {
        return FoundLevel::BB;
    }
    if stored.certificates.is_empty() || !speaks_of(stored, &read.certificate) {
        return FoundLevel::BT;
    }
    let has_store = |revision: usize| {
        document.at_revision(revision).catalog().is_ok_and(|catalog| catalog.has(b"DSS"))
    };
    if later().any(|stamp| has_store(*stamp)) { FoundLevel::BLTA } else { FoundLevel::BLT }
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
