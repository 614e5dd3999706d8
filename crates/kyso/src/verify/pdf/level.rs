//! The level that the structure around a signature has (EN 319 142-1 §6.2): what is there, its
//! time-stamps intact. It does not say that they, or the evidence, are to be believed.

use super::super::integrity::Read;
use super::discover::Found;
use crate::cms::SignedData;
use crate::cms::oids::SIGNATURE_TIMESTAMP;
use crate::pdf::PdfDocument;
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::x509::Certificate;

/// The revisions that document time-stamps end whose tokens are intact.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    /// The last of all.
    last: Option<usize>,
    /// The last over a revision that has a security store.
    last_with_store: Option<usize>,
}

impl Stamps {
    /// Adds one that ends this revision.
    pub(crate) fn add(&mut self, document: &PdfDocument, revision: usize) {
        self.last = self.last.max(Some(revision));
        let catalog = document.at_revision(revision).catalog();
        if catalog.is_ok_and(|catalog| catalog.has(b"DSS")) {
            self.last_with_store = self.last_with_store.max(Some(revision));
        }
    }
}

/// The level of one signature: `own` says whether it has a time-stamp of its own that is intact,
/// `stored` what the latest security store holds.
pub(crate) fn of(
    found: &Found,
    read: &Read,
    own: bool,
    stamps: &Stamps,
    stored: &Evidence,
) -> FoundLevel {
    if found.level == FoundLevel::Pkcs7 {
        return FoundLevel::Pkcs7;
    }
    let revision = found.value.revision;
    let covers = |stamp: Option<usize>| stamp.is_some_and(|stamp| stamp > revision);
    if !own && !covers(stamps.last) {
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
pub(crate) fn speaks_of(evidence: &Evidence, certificate: &Certificate) -> bool {
    let serial = crate::x509::unsigned(certificate.serial());
    let ocsp = evidence.ocsp.iter().flat_map(|response| response.responses());
    ocsp.into_iter().any(|single| crate::x509::unsigned(&single.cert_id.serial) == serial)
        || evidence.crls.iter().any(|crl| crl.issuer().matches(certificate.issuer()))
}
