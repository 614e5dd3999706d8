//! What can be said of a signature in a report before any verdict, whatever its format.

use super::conclude::Refusal;
use super::path::ChainTrusted;
use super::quirks;
use crate::policy::Policy;
use crate::report::{
    Code, Conclusion, Coverage, Finding, FoundLevel, Integrity, Kind, Material, Modification,
    RevocationStatus, SignatureReport, Signer, SigningTime, StampKind, StampReport, SubIndication,
};
use crate::time::Time;
use crate::x509::Certificate;

/// The level of an XML signature, as far as time-stamps that are intact bear it.
pub(super) fn borne(level: FoundLevel, stamps: &[StampReport]) -> FoundLevel {
    use FoundLevel::{BB, BLT, BLTA, BT};
    let intact =
        |kind: StampKind| stamps.iter().any(|stamp| stamp.kind == kind && stamp.is_intact());
    let archive = intact(StampKind::Archive);
    match level {
        BT | BLT | BLTA if !archive && !intact(StampKind::Signature) => BB,
        BLTA if !archive => BLT,
        level => level,
    }
}

/// A signature of which nothing is known but what it is called.
pub(super) fn unknown(id: &str, kind: Kind, level: FoundLevel) -> SignatureReport {
    SignatureReport {
        id: id.to_owned(),
        file: None,
        kind,
        level,
        conclusion: Conclusion::Indeterminate(SubIndication::Generic),
        integrity: Integrity::Unknown,
        coverage: Coverage::Partial,
        revision: None,
        modification: Modification::Suspicious,
        signer: None,
        signing_time: SigningTime { claimed: None, proven: None },
        digest_algorithm: None,
        signature_algorithm: None,
        trust_anchor: None,
        trust_domain: None,
        revocation: RevocationStatus::Unknown,
        reason: None,
        location: None,
        contact: None,
        permits: None,
        locks: Vec::new(),
        role: None,
        roles: Vec::new(),
        commitment: None,
        covers: Vec::new(),
        changes: Vec::new(),
        changes_omitted: 0,
        place: None,
        timestamps: Vec::new(),
        material: Material::default(),
        findings: Vec::new(),
    }
}

/// Who signed, out of the certificate alone.
pub(super) fn signer(certificate: &Certificate) -> Signer {
    let (subject, issuer) = (certificate.subject(), certificate.issuer());
    Signer {
        subject: subject.to_string(),
        common_name: subject.common_name().map_or_else(|| subject.to_string(), str::to_owned),
        title: subject.title().map(str::to_owned),
        organization: subject.organization().map(str::to_owned),
        unit: subject.organizational_unit().map(str::to_owned),
        issuer: issuer.to_string(),
        issuer_name: issuer.common_name().map_or_else(|| issuer.to_string(), str::to_owned),
        issuer_organization: issuer.organization().map(str::to_owned),
        serial: certificate.serial_hex(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
    }
}

/// The path as a report shows it: the signer alone where none holds.
pub(super) fn chain(found: Option<&ChainTrusted>, signer: &Certificate) -> Vec<Certificate> {
    found.map_or_else(|| vec![signer.clone()], |chain| chain.path().to_vec())
}

/// The anchor that a path ends at: whose it is, and the trust domain that it belongs to.
pub(super) fn anchor(
    anchor: Option<&Certificate>,
    policy: &Policy,
) -> (Option<String>, Option<String>) {
    let terms = anchor.and_then(|anchor| policy.anchors().terms_of(anchor));
    let domain = terms.and_then(|terms| terms.domain.as_ref()).map(ToString::to_string);
    (anchor.map(|anchor| anchor.subject().to_string()), domain)
}

/// The word for what the integrity stage gave.
pub(super) fn integrity(refusal: Option<&Refusal>) -> Integrity {
    match refusal {
        None => Integrity::Intact,
        Some(Refusal::Failed(_)) => Integrity::Broken,
        Some(Refusal::Indeterminate(_)) => Integrity::Unknown,
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
    quirks::local_time(claimed, proven, findings);
}
