//! What a signature says of itself, put into the report before any verdict.

use super::conclude::Refusal;
use super::discover::Found;
use super::integrity::Read;
use crate::pdf::ByteRangeProof;
use crate::report::{
    Code, Conclusion, Coverage, Finding, Integrity, Modification, RevocationStatus,
    SignatureReport, Signer, SigningTime, SubIndication,
};
use crate::time::Time;
use crate::timestamp::{TimestampToken, TokenChecked};
use crate::x509::Certificate;

/// A signature of which only its dictionary is known.
pub(super) fn found(found: &Found) -> SignatureReport {
    let value = &found.value;
    SignatureReport {
        id: value.field.clone(),
        kind: found.kind,
        level: found.level,
        conclusion: Conclusion::Indeterminate(SubIndication::Generic),
        integrity: Integrity::Unknown,
        coverage: Coverage::Partial,
        revision: None,
        modification: Modification::Suspicious,
        signer: None,
        signing_time: SigningTime { claimed: value.m, proven: None },
        digest_algorithm: None,
        signature_algorithm: None,
        trust_anchor: None,
        revocation: RevocationStatus::Unknown,
        reason: value.reason.clone(),
        location: value.location.clone(),
        contact: value.contact_info.clone(),
        findings: Vec::new(),
    }
}

/// A signature whose CMS was read.
pub(super) fn signature(of: &Found, read: &Read) -> SignatureReport {
    let in_cms = read.attributes.signing_time().ok().flatten();
    SignatureReport {
        signer: Some(signer(&read.certificate)),
        signing_time: SigningTime { claimed: in_cms.or(of.value.m), proven: None },
        digest_algorithm: Some(read.digest_algorithm.name().to_owned()),
        signature_algorithm: Some(read.signature_algorithm.name()),
        ..found(of)
    }
}

/// A document time-stamp; who made it is known once the token was checked.
pub(super) fn timestamp(
    of: &Found,
    token: &TimestampToken,
    checked: Option<&TokenChecked>,
) -> SignatureReport {
    let digest = token.info().imprint.digest.clone().ok();
    SignatureReport {
        signer: checked.map(|checked| signer(checked.certificate())),
        signing_time: SigningTime { claimed: Some(token.info().gen_time), proven: None },
        digest_algorithm: digest.map(|digest| digest.name().to_owned()),
        signature_algorithm: checked.map(|checked| checked.signature_algorithm().name()),
        ..found(of)
    }
}

fn signer(certificate: &Certificate) -> Signer {
    let subject = certificate.subject();
    Signer {
        subject: subject.to_string(),
        common_name: subject.common_name().map_or_else(|| subject.to_string(), str::to_owned),
        title: subject.title().map(str::to_owned),
        organization: subject.organization().map(str::to_owned),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
    }
}

pub(super) fn integrity(refusal: Option<&Refusal>) -> Integrity {
    match refusal {
        None => Integrity::Intact,
        Some(Refusal::Failed(_)) => Integrity::Broken,
        Some(Refusal::Indeterminate(_)) => Integrity::Unknown,
    }
}

pub(super) fn coverage(proof: Option<&ByteRangeProof>) -> Coverage {
    match proof {
        Some(proof) if proof.covers_whole_file() => Coverage::WholeFile,
        Some(_) => Coverage::WholeRevision,
        None => Coverage::Partial,
    }
}

/// A word on what the claimed time is worth, where nothing proves a better one.
pub(super) fn claim(
    claimed: Option<Time>,
    proven: Option<Time>,
    now: Time,
    findings: &mut Vec<Finding>,
) {
    let Some(time) = claimed else { return };
    if time > now {
        findings.push(Finding::warning(Code::ClaimedTimeInFuture).with("time", time));
    } else if proven.is_none() {
        findings.push(Finding::info(Code::ClaimedTimeUnproven).with("time", time));
    }
}
