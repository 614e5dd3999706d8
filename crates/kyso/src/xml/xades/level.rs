//! The level that the properties of a signature have (EN 319 132-1 §6.1). It says what is there,
//! not that it holds.

use super::qualifying::Qualifying;
use super::timestamps::TimestampKind;
use super::unsigned::UnsignedContent;
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::x509::{Certificate, unsigned};

/// The level of a signature with these properties, `carried` being the evidence among them and
/// `certificate` the signer's.
#[must_use]
pub fn level(qualifying: &Qualifying, carried: &Evidence, certificate: &Certificate) -> FoundLevel {
    let position = |kind| {
        qualifying.unsigned.iter().rposition(|property| match &property.content {
            UnsignedContent::Timestamp(container) => {
                container.kind == kind && container.tokens.iter().any(Result::is_ok)
            }
            _ => false,
        })
    };
    let archive = position(TimestampKind::Archive);
    if archive.is_none() && position(TimestampKind::Signature).is_none() {
        return FoundLevel::BB;
    }
    if !speaks_of(carried, certificate) {
        return FoundLevel::BT;
    }
    let evidence = qualifying
        .unsigned
        .iter()
        .position(|property| matches!(property.content, UnsignedContent::Evidence(_)));
    match (archive, evidence) {
        (Some(archive), Some(evidence)) if archive > evidence => FoundLevel::BLTA,
        _ => FoundLevel::BLT,
    }
}

/// Whether there is revocation data about a certificate, as far as names tell.
fn speaks_of(evidence: &Evidence, certificate: &Certificate) -> bool {
    let serial = unsigned(certificate.serial());
    let ocsp = evidence.ocsp.iter().flat_map(|response| response.responses());
    ocsp.into_iter().any(|single| unsigned(&single.cert_id.serial) == serial)
        || evidence.crls.iter().any(|crl| crl.issuer().matches(certificate.issuer()))
}
