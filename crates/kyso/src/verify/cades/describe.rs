//! What a CMS signer says of himself, put into the report before any verdict.

use super::super::describe;
use super::super::integrity::SignerRead;
use crate::cades::{Claimed, signature_id};
use crate::cms::SignerInfo;
use crate::crypto;
use crate::report::{
    Code, Finding, FoundLevel, Kind, Material, SignatureReport, SigningTime, StampKind, StampReport,
};
use crate::revocation::Evidence;
use crate::x509::Certificate;

/// A signer of which only its structure is known.
pub(super) fn found(info: &SignerInfo) -> SignatureReport {
    let claimed = info.signed_attrs.as_ref().and_then(|all| all.signing_time().ok().flatten());
    SignatureReport {
        revision: Some(1),
        signing_time: SigningTime { claimed, proven: None },
        digest_algorithm: info.digest_algorithm.as_ref().ok().map(|one| one.name().to_owned()),
        signature_algorithm: info.signature_algorithm.as_ref().ok().map(|one| one.name()),
        material: Material { value: info.signature.clone(), ..Material::default() },
        ..describe::unknown(&signature_id(info), Kind::Signature, FoundLevel::Pkcs7)
    }
}

/// One that was read.
pub(super) fn signer(report: SignatureReport, read: &SignerRead, said: Claimed) -> SignatureReport {
    let to_be_signed = read.attributes.as_ref();
    let to_be_signed =
        to_be_signed.map(|all| crypto::digest(read.digest_algorithm, all.to_be_signed()));
    SignatureReport {
        signer: Some(describe::signer(&read.certificate)),
        location: said.location,
        role: said.role,
        roles: said.roles,
        commitment: said.commitment,
        material: Material { to_be_signed, ..report.material },
        ..report
    }
}

/// What a reader should know of attributes that nobody here understands.
pub(super) fn note(said: &Claimed, info: &SignerInfo, findings: &mut Vec<Finding>) {
    use crate::cades::oids;
    use crate::cms::oids as cms;
    const JUDGED: [const_oid::ObjectIdentifier; 5] = [
        cms::SIGNATURE_TIMESTAMP,
        cms::COUNTERSIGNATURE,
        oids::ARCHIVE_TIMESTAMP_V3,
        oids::CERTIFICATE_VALUES,
        oids::REVOCATION_VALUES,
    ];
    let finding = |property: String, signed: &'static str| {
        let weigh = if signed == "yes" { Finding::warning } else { Finding::info };
        weigh(Code::PropertyUnknown).with("property", property).with("signed", signed)
    };
    let by_signer = said.unknown.iter().map(ToString::to_string).chain(said.policy.clone());
    findings.extend(by_signer.map(|property| finding(property, "yes")));
    let others = info.unsigned_attrs.iter().filter(|one| !JUDGED.contains(&one.oid));
    findings.extend(others.map(|one| finding(one.oid.to_string(), "no")));
}

/// The level that the structure has, its time-stamps intact.
pub(super) fn level(
    read: &SignerRead,
    carried: &Evidence,
    certificate: &Certificate,
    stamps: &[StampReport],
) -> FoundLevel {
    let intact = |kind| stamps.iter().any(|stamp| stamp.kind == kind && stamp.is_intact());
    let archived = intact(StampKind::Archive);
    if !read.is_ades() {
        FoundLevel::Pkcs7
    } else if !archived && !intact(StampKind::Signature) {
        FoundLevel::BB
    } else if !super::super::pdf::speaks_of(carried, certificate) {
        FoundLevel::BT
    } else if archived {
        FoundLevel::BLTA
    } else {
        FoundLevel::BLT
    }
}

/// Gives those that are called the same, which signed the same attributes, numbers.
pub(super) fn tell_apart(reports: &mut [SignatureReport]) {
    let mut seen = std::collections::HashMap::new();
    for report in reports {
        let count = seen.entry(report.id.clone()).or_insert(0_usize);
        *count += 1;
        if *count > 1 {
            report.id = format!("{}-{count}", report.id);
        }
    }
}
