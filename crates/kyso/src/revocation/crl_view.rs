//! What CRLs say of a certificate (RFC 5280 §6.3.3): scope, signer, delta, entry.

use super::freshness::{self, Times};
use super::status::{Findings, Question, Revocation, Source, Statement, Why};
use super::{Evidence, EvidenceKind};
use crate::x509::{
    Certificate, Crl, CrlDistributionPoint, GeneralNames, IssuingDistributionPoint, PointName,
    Reasons, RevokedEntry, unsigned,
};

/// Asks every complete CRL that may speak of the certificate, alone and with each of its deltas.
pub(super) fn judge(question: &Question<'_>, evidence: &Evidence, findings: &mut Findings) {
    let points = match question.certificate.crl_distribution_points() {
        Ok(points) => points.unwrap_or_default(),
        Err(fault) => {
            for crl in evidence.crls.iter().filter(|crl| concerns(crl, question, &[])) {
                reject(findings, crl, fault.into());
            }
            return;
        }
    };
    let mut used_deltas = Vec::new();
    let concerning = || evidence.crls.iter().filter(|crl| concerns(crl, question, &points));
    for crl in concerning().filter(|crl| crl.delta_base().is_none()) {
        match prepare(question, evidence, crl, &points, findings) {
            Ok(view) => {
                let deltas = concerning().filter(|delta| builds_on(delta, crl));
                for delta in deltas {
                    used_deltas.push(delta);
                    say(question, &view, Some(delta), findings);
                }
                say(question, &view, None, findings);
            }
            Err(why) => reject(findings, crl, why),
        }
    }
    for delta in concerning().filter(|crl| crl.delta_base().is_some()) {
        if !used_deltas.contains(&delta) {
            reject(findings, delta, Why::DeltaWithoutBase);
        }
    }
}

fn reject(findings: &mut Findings, crl: &Crl, why: Why) {
    findings.reject(EvidenceKind::Crl, crl.fingerprint_sha256(), why);
}

/// Whether its issuer is the certificate's, or one that a distribution point names.
fn concerns(crl: &Crl, question: &Question<'_>, points: &[CrlDistributionPoint]) -> bool {
    crl.issuer().matches(question.certificate.issuer())
        || points.iter().any(|point| point.crl_issuer.has_directory_name(crl.issuer()))
}

/// A complete CRL that covers the certificate and is signed by who may.
struct View<'a> {
    crl: &'a Crl,
    signer: Certificate,
    reasons: Reasons,
}

fn prepare<'a>(
    question: &Question<'_>,
    evidence: &Evidence,
    crl: &'a Crl,
    points: &[CrlDistributionPoint],
    findings: &mut Findings,
) -> Result<View<'a>, Why> {
    processable(crl)?;
    let reasons = covered_reasons(question, crl, points)?;
    let signer = signer(question, evidence, crl, findings)?;
    Ok(View { crl, signer, reasons })
}

fn processable(crl: &Crl) -> Result<(), Why> {
    match crl.critical_unknown().first() {
        Some(oid) => Err(Why::CriticalExtension { oid: *oid }),
        None => Ok(()),
    }
}

/// The reasons for which the CRL covers the certificate by any of its distribution points
/// (RFC 5280 §6.3.3 b, d); nothing at all is [`Why::Scope`].
fn covered_reasons(
    question: &Question<'_>,
    crl: &Crl,
    points: &[CrlDistributionPoint],
) -> Result<Reasons, Why> {
    let everything = IssuingDistributionPoint::default();
    let scope = crl.issuing_distribution_point().unwrap_or(&everything);
    let is_ca = question.certificate.basic_constraints()?.is_some_and(|c| c.ca);
    if scope.only_attribute || scope.only_user && is_ca || scope.only_ca && !is_ca {
        return Err(Why::Scope);
    }
    // Beside the points named, the CA's own CRL is one under the CA's own name.
    let issuer = question.certificate.issuer();
    let own = CrlDistributionPoint::of_issuer(issuer);
    let in_scope = scope.only_some_reasons.unwrap_or(Reasons::ALL);
    let covered = points
        .iter()
        .chain([&own])
        .filter(|point| belongs(crl, scope, point, issuer))
        .fold(Reasons::NONE, |all, point| {
            all.union(point.reasons.unwrap_or(Reasons::ALL).intersection(in_scope))
        });
    if covered.is_empty() { Err(Why::Scope) } else { Ok(covered) }
}

/// Whether the CRL is one of this distribution point (RFC 5280 §6.3.3 b 1, b 2 i).
fn belongs(
    crl: &Crl,
    scope: &IssuingDistributionPoint,
    point: &CrlDistributionPoint,
    issuer: &crate::x509::Name,
) -> bool {
    let by_issuer = if point.indirect {
        scope.indirect && point.crl_issuer.has_directory_name(crl.issuer())
    } else {
        crl.issuer().matches(issuer)
    };
    let Some(name) = &scope.name else { return by_issuer };
    let names = name.names(crl.issuer());
    let named = match &point.name {
        Some(own) => own.names(crl.issuer()).shares_one_with(&names),
        None => point.crl_issuer.shares_one_with(&names),
    };
    by_issuer && named
}

impl CrlDistributionPoint {
    /// The point that RFC 5280 §6.3.3 assumes beside those named: all reasons, the CA's own name.
    fn of_issuer(issuer: &crate::x509::Name) -> Self {
        let names =
            GeneralNames { directory_names: vec![issuer.clone()], ..GeneralNames::default() };
        Self { name: Some(PointName::Full(names)), ..Self::default() }
    }
}

/// The certificate that signed it: the issuer, or another of the CRL issuer's name that the
/// caller trusts (RFC 5280 §6.3.3 f, g).
fn signer(
    question: &Question<'_>,
    evidence: &Evidence,
    crl: &Crl,
    findings: &mut Findings,
) -> Result<Certificate, Why> {
    let others = evidence.certificates.iter().chain(question.pool);
    let mut why = Why::NoSigner;
    let mut tried: Vec<&Certificate> = Vec::new();
    for candidate in [question.issuer].into_iter().chain(others) {
        if !candidate.subject().matches(crl.issuer()) || tried.contains(&candidate) {
            continue;
        }
        tried.push(candidate);
        findings.spend()?;
        if let Err(fault) = crl.verify_signed_by(candidate) {
            // The reason of one that signed it says more than that of one that did not.
            if why == Why::NoSigner {
                why = fault.into();
            }
            continue;
        }
        if !candidate.key_usage()?.is_none_or(|usage| usage.crl_sign()) {
            why = Why::KeyUsage;
        } else if candidate != question.issuer && !(question.trusted)(candidate) {
            why = Why::SignerNotTrusted;
        } else {
            return Ok(candidate.clone());
        }
    }
    Err(why)
}

/// Whether the delta may be applied to the complete CRL (RFC 5280 §5.2.4, §6.3.3 c).
fn builds_on(delta: &Crl, complete: &Crl) -> bool {
    let (Some(base), Some(number), Some(newer)) =
        (delta.delta_base(), complete.number(), delta.number())
    else {
        return false;
    };
    let key_id = |crl: &Crl| crl.authority_key_id().ok().flatten();
    delta.issuer().matches(complete.issuer())
        && delta.issuing_distribution_point() == complete.issuing_distribution_point()
        && key_id(delta) == key_id(complete)
        && at_most(base, number)
        && at_most(number, newer)
}

/// Compares two non-negative numbers, big-endian.
fn at_most(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = (unsigned(a), unsigned(b));
    (a.len(), a) <= (b.len(), b)
}

fn say(question: &Question<'_>, view: &View<'_>, delta: Option<&Crl>, findings: &mut Findings) {
    let digest = delta.unwrap_or(view.crl).fingerprint_sha256();
    match ask(question, view, delta, findings) {
        Ok(statement) => findings.say(statement),
        Err(why) => findings.reject(EvidenceKind::Crl, digest, why),
    }
}

fn ask(
    question: &Question<'_>,
    view: &View<'_>,
    delta: Option<&Crl>,
    findings: &mut Findings,
) -> Result<Statement, Why> {
    // Together they say what a complete CRL issued with the delta would (RFC 5280 §5.2.4).
    let newest = delta.unwrap_or(view.crl);
    if let Some(delta) = delta {
        processable(delta)?;
        findings.spend()?;
        delta.verify_signed_by(&view.signer)?;
    }
    let times = Times {
        issued: newest.this_update(),
        next_update: newest.next_update(),
        expired_from: view.crl.expired_certs_from(),
    };
    let source = Source {
        kind: EvidenceKind::Crl,
        digest: view.crl.fingerprint_sha256(),
        delta_digest: delta.map(Crl::fingerprint_sha256),
        this_update: times.issued,
        next_update: times.next_update,
        produced_at: None,
        signer: view.signer.clone(),
        signature_algorithm: view.crl.signature_algorithm()?,
        of_signer: Vec::new(),
    };
    if let Some(entry) = entry(question, view.crl, delta)? {
        // A later list may tell of an earlier revocation.
        if entry.revocation_date > question.now {
            freshness::not_from_the_future(times, question)?;
        }
        return Ok(Statement::Revoked(Revocation {
            time: entry.revocation_date,
            reason: entry.reason,
            invalidity_date: entry.invalidity_date,
            source,
        }));
    }
    freshness::not_from_the_future(times, question)?;
    freshness::good_for(times, question)?;
    question.is_strong(source.signature_algorithm, &view.signer)?;
    if let Some(delta) = delta {
        question.is_strong(delta.signature_algorithm()?, &view.signer)?;
    }
    Ok(Statement::Good { source, reasons: view.reasons })
}

/// The entry that stands: that of the delta, which may take one of the complete CRL back.
fn entry(
    question: &Question<'_>,
    crl: &Crl,
    delta: Option<&Crl>,
) -> Result<Option<RevokedEntry>, Why> {
    let (issuer, serial) = (question.certificate.issuer(), question.certificate.serial());
    let changed = match delta {
        Some(delta) => delta.lookup(issuer, serial)?,
        None => None,
    };
    let found = match changed {
        Some(entry) => Some(entry),
        None => crl.lookup(issuer, serial)?,
    };
    Ok(found.filter(|entry| !entry.is_removal()))
}
