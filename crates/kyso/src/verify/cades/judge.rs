//! The stages for one CMS signer.

use super::super::conclude::{self, Refusal, Results};
use super::super::context::Context;
use super::super::describe as common;
use super::super::existence::Control;
use super::super::integrity::{self, SignerRead, Signs};
use super::super::modification::{self, Unmodified};
use super::super::path::ChainTrusted;
use super::super::quirks;
use super::super::stages::{self, Staged, Stamps};
use super::super::timestamp::{Over, Stamp};
use super::describe;
use super::hashed::Hashed;
use super::proofs::{Archived, Proofs};
use crate::cades::oids::{CERTIFICATE_VALUES, REVOCATION_VALUES};
use crate::cades::{Claimed, CmsFile, MemberHashes, Parts, SignerParts};
use crate::cms::ber::{Element, sequence_of};
use crate::cms::oids::{CONTENT_TIMESTAMP, COUNTERSIGNATURE, DATA, SIGNATURE_TIMESTAMP};
use crate::cms::{Deviation, SignerInfo};
use crate::crypto::{self, Digest};
use crate::limits::{
    MAX_CERTIFICATES, MAX_COUNTER_DEPTH, MAX_COUNTER_SIGNATURES, MAX_SIGNATURE_TIMESTAMPS,
};
use crate::report::{
    Code, Coverage, Covered, CoveredTarget, Extent, Finding, Material, Modification,
    SignatureReport, SigningTime, SubIndication,
};
use crate::revocation::Evidence;
use crate::x509::Certificate;

/// A signer's turn.
pub(super) struct Turn {
    info: SignerInfo,
    signer: SignerParts,
    control: Control,
    /// What it signs where that is no content: the value of the signature of this name.
    over: Option<(String, Vec<u8>)>,
    depth: usize,
}

impl Turn {
    /// One over the content.
    pub(super) fn of_content(info: SignerInfo, signer: SignerParts, control: Control) -> Self {
        Self { info, signer, control, over: None, depth: 0 }
    }
}

/// What they have in common.
pub(super) struct Judging<'c, 'a> {
    file: &'c CmsFile,
    parts: &'c Parts,
    hashes: Vec<MemberHashes>,
    hashed: &'c Hashed,
    name: Option<&'c str>,
    context: &'c mut Context<'a>,
    /// The evidence in the CMS.
    carried: Evidence,
    /// What stands beside it in its file, and what is to be said of that.
    beside: (Result<Unmodified, Refusal>, Vec<Finding>),
    /// How many over the values of others were met.
    counters: usize,
}

/// What was found out of one, beside its report.
struct Outcome {
    report: SignatureReport,
    /// As of when those over its value are judged.
    counters: Vec<(Vec<u8>, Control)>,
}

impl<'c, 'a> Judging<'c, 'a> {
    pub(super) fn new(
        file: &'c CmsFile,
        parts: &'c Parts,
        hashed: &'c Hashed,
        name: Option<&'c str>,
        context: &'c mut Context<'a>,
    ) -> Self {
        let mut carried = Evidence::new();
        carried.add_cms(file.signed_data());
        file.signed_data().signers.iter().for_each(|signer| add_values(signer, &mut carried));
        context.add_evidence(&carried);
        let mut findings = Vec::new();
        let beside = (modification::beside(file, &mut findings), findings);
        let hashes = Vec::new();
        Self { file, parts, hashes, hashed, name, context, carried, beside, counters: 0 }
    }

    /// Judges a signer, then those over its value, and those over theirs.
    pub(super) fn with_those_over_it(&mut self, turn: Turn) -> Vec<SignatureReport> {
        let mut reports = Vec::new();
        let mut waiting = vec![turn];
        while let Some(turn) = waiting.pop() {
            let Outcome { mut report, counters } = self.judge(&turn);
            self.counters = self.counters.saturating_add(counters.len());
            let too_many =
                turn.depth >= MAX_COUNTER_DEPTH || self.counters > MAX_COUNTER_SIGNATURES;
            if !counters.is_empty() && too_many {
                // What is not judged passes nothing.
                let finding = Finding::error(Code::SignerCount).with("signers", counters.len());
                report.findings.push(finding);
                let refusal = Refusal::Failed(SubIndication::FormatFailure);
                report.conclusion = conclude::signature(nothing(refusal));
            } else {
                for (der, control) in counters.iter().rev() {
                    let over = Some((report.id.clone(), turn.info.signature.clone()));
                    let depth = turn.depth + 1;
                    match SignerParts::of(der).and_then(|signer| Ok((signer.read()?, signer))) {
                        Ok((info, signer)) => {
                            let control = *control;
                            waiting.push(Turn { info, signer, control, over, depth });
                        }
                        Err(error) => {
                            let finding = Finding::error(Code::CmsMalformed);
                            report.findings.push(finding.with("fault", error.to_string()));
                            let refusal = Refusal::Failed(SubIndication::FormatFailure);
                            report.conclusion = conclude::signature(nothing(refusal));
                        }
                    }
                }
            }
            reports.push(report);
        }
        reports
    }

    fn judge(&mut self, turn: &Turn) -> Outcome {
        let mut findings = self.structure();
        let report = describe::found(&turn.info);
        let signs = if turn.over.is_some() { Signs::Value } else { Signs::Content };
        let cms = self.file.signed_data();
        let pool = &self.context.pool;
        let read = integrity::read_signer(&turn.info, cms, pool, signs, &mut findings)
            .and_then(|read| Ok((said(&turn.info, &mut findings)?, read)));
        match read {
            Ok((said, read)) => self.read(turn, &read, said, report, findings),
            Err(refusal) => {
                let conclusion = conclude::signature(nothing(refusal));
                let report = SignatureReport { conclusion, findings, ..report };
                Outcome { report, counters: Vec::new() }
            }
        }
    }

    /// What is to be said of the CMS as a whole.
    fn structure(&self) -> Vec<Finding> {
        let cms = self.file.signed_data();
        let passed_over = |one: &&Deviation| matches!(one, Deviation::TrailingBytes { .. });
        let deviations = cms.deviations.iter().filter(|one| !passed_over(one));
        let deviation =
            |one: &Deviation| Finding::warning(Code::CmsDeviation).with("deviation", one.name());
        let mut findings: Vec<_> = deviations.map(deviation).collect();
        if cms.unreadable_certificates > 0 {
            let finding = Finding::warning(Code::CertificateUnreadable);
            findings.push(finding.with("count", cms.unreadable_certificates));
        }
        findings
    }

    /// The digest of what it signs.
    fn digest(
        &self,
        turn: &Turn,
        read: &SignerRead,
        findings: &mut Vec<Finding>,
    ) -> Result<Digest, Refusal> {
        if let Some((_, value)) = &turn.over {
            return Ok(crypto::digest(read.digest_algorithm, value));
        }
        findings.extend(self.hashed.findings.iter().cloned());
        if read.attributes.is_none() && self.hashed.like_attributes {
            // Somebody's signed attributes, whose value would hold over them as content.
            let finding = Finding::error(Code::SignedAttributesInvalid);
            let finding = finding.with("attribute", "signed-attributes");
            findings.push(finding.with("fault", "content is a set of attributes"));
            return Err(Refusal::Failed(SubIndication::FormatFailure));
        }
        self.hashed.digest(read.digest_algorithm).copied()
    }

    /// A signer that was read: every stage, each leaving its findings.
    fn read(
        &mut self,
        turn: &Turn,
        read: &SignerRead,
        said: Claimed,
        report: SignatureReport,
        mut findings: Vec<Finding>,
    ) -> Outcome {
        let digest = self.digest(turn, read, &mut findings);
        let intact = integrity::check_signer(
            read,
            digest.as_ref().map_err(|refusal| *refusal),
            &mut findings,
        );
        let (unmodified, beside) = self.beside.clone();
        findings.extend(beside);
        describe::note(&said, &turn.info, &mut findings);
        let is_bytes = turn.over.is_some() || self.file.signed_data().content_type == DATA;
        let mut archived =
            Archived { parts: self.parts, hashes: &mut self.hashes, hashed: self.hashed };
        let proofs = match (&intact, &turn.over) {
            (Ok(_), None) => {
                let signer = (&turn.info, &turn.signer);
                Proofs::of(&mut archived, signer, self.context, turn.control, &mut findings)
            }
            _ => Proofs::at(turn.control),
        };
        let hashed = self.hashed.digests.as_deref().unwrap_or_default();
        let stamps = stamps(&turn.info, read, &proofs, (hashed, intact.is_ok()));
        let stamps = Stamps { value: &stamps.0, content: &stamps.1 };
        let signatory = read.signatory();
        let claimed = signatory.claimed;
        let control = proofs.proven.control;
        let staged = stages::run(self.context, &signatory, &stamps, control, &mut findings);
        let Staged { acceptable, chain, not_revoked, revocation, proven, stamps } = staged;
        let typed = if is_bytes {
            Ok(())
        } else {
            Err(Refusal::Indeterminate(SubIndication::SigConstraintsFailure))
        };
        let acceptable = proofs.proven.order.and(typed).and(acceptable);
        quirks::only_leaf(chain.as_ref().ok(), self.carried.certificates.iter(), &mut findings);
        common::claim(claimed, proven, self.context.now, &mut findings);
        let timestamps = [stamps, proofs.proven.stamps.clone()].concat();
        let anchor = chain.as_ref().ok().and_then(ChainTrusted::anchor);
        let (trust_anchor, trust_domain) = common::anchor(anchor, self.context.policy);
        let covers = match (&intact, &digest) {
            (Ok(_), Ok(digest)) => vec![self.covered(turn, *digest, said.mime_type.clone())],
            _ => Vec::new(),
        };
        let report = describe::signer(report, read, said);
        let report = SignatureReport {
            level: describe::level(read, &self.carried, &read.certificate, &timestamps),
            integrity: common::integrity(intact.as_ref().err()),
            coverage: match (&intact, &unmodified) {
                (Ok(_), Ok(_)) if turn.over.is_none() => Coverage::WholeFile,
                _ => Coverage::Partial,
            },
            modification: match &unmodified {
                Ok(unmodified) => unmodified.level(),
                Err(_) => Modification::Suspicious,
            },
            signing_time: SigningTime { claimed, proven },
            trust_anchor,
            trust_domain,
            revocation,
            timestamps,
            covers,
            material: Material {
                digests: digest.into_iter().collect(),
                chain: common::chain(chain.as_ref().ok(), &read.certificate),
                ..report.material
            },
            conclusion: conclude::signature(Results {
                intact,
                acceptable,
                chain,
                not_revoked,
                unmodified,
            }),
            findings,
            ..report
        };
        Outcome { report, counters: counters(&turn.info, &proofs) }
    }

    /// What it covers, as the report says it.
    fn covered(&self, turn: &Turn, digest: Digest, mime_type: Option<String>) -> Covered {
        let (uri, target, bytes) = match &turn.over {
            Some((id, value)) => {
                let target = CoveredTarget::Signature { id: id.clone() };
                (Some(format!("#{id}")), target, value.len() as u64)
            }
            None if self.hashed.attached => (None, CoveredTarget::Content, self.hashed.len),
            None => (self.name.map(str::to_owned), CoveredTarget::External, self.hashed.len),
        };
        Covered {
            uri,
            kind: mime_type,
            target,
            extent: Extent::Whole,
            except: Vec::new(),
            comments: false,
            transforms: Vec::new(),
            digest: digest.algorithm(),
            value: Some(digest),
            bytes,
            in_manifest: false,
        }
    }
}

/// What the signer says; what cannot be read of it fails, since it was signed to be read.
fn said(info: &SignerInfo, findings: &mut Vec<Finding>) -> Result<Claimed, Refusal> {
    let attributes = info.signed_attrs.as_ref().map(|all| all.all()).unwrap_or_default();
    Claimed::read(attributes).map_err(|oid| {
        let finding = Finding::error(Code::SignedAttributesInvalid);
        let finding = finding.with("attribute", oid.to_string());
        findings.push(finding.with("fault", "malformed"));
        Refusal::Failed(SubIndication::FormatFailure)
    })
}

/// The time-stamps over the value, and those that the signer signed, which say nothing where
/// nobody did.
fn stamps<'s>(
    info: &'s SignerInfo,
    read: &'s SignerRead,
    proofs: &Proofs,
    (hashed, intact): (&'s [Digest], bool),
) -> (Vec<Stamp<'s>>, Vec<Stamp<'s>>) {
    let own = info.unsigned_attrs.iter().filter(|one| one.oid == SIGNATURE_TIMESTAMP);
    let over = Over::Bytes(&read.signature);
    let value = own.flat_map(|attribute| &attribute.values).map(|token| {
        let control = proofs.control(SIGNATURE_TIMESTAMP, token);
        Stamp { token, over, control }
    });
    let signed = read.attributes.iter().flat_map(|all| all.all());
    let signed = signed.filter(|one| intact && one.oid == CONTENT_TIMESTAMP);
    let (over, control) = (Over::Content(hashed), proofs.proven.control);
    let content = signed.flat_map(|attribute| &attribute.values);
    let content = content.map(|token| Stamp { token, over, control });
    let most = MAX_SIGNATURE_TIMESTAMPS;
    (value.take(most).collect(), content.take(most).collect())
}

/// Signers over its value, and as of when each is judged.
fn counters(info: &SignerInfo, proofs: &Proofs) -> Vec<(Vec<u8>, Control)> {
    let found = info.unsigned_attrs.iter().filter(|one| one.oid == COUNTERSIGNATURE);
    let values = found.flat_map(|attribute| &attribute.values);
    values.map(|der| (der.clone(), proofs.control(COUNTERSIGNATURE, der))).collect()
}

/// Adds what CAdES of old keeps in attributes of each signer (TS 101 733 §6.3); what cannot be read
/// is as good as missing.
fn add_values(signer: &SignerInfo, carried: &mut Evidence) {
    for attribute in &signer.unsigned_attrs {
        for value in &attribute.values {
            if attribute.oid == CERTIFICATE_VALUES {
                let read = |one: &Element<'_>| Ok(Certificate::from_der(one.raw).ok());
                let all = sequence_of(value, MAX_CERTIFICATES, read).unwrap_or_default();
                all.into_iter().flatten().for_each(|one| {
                    carried.add_certificate(one);
                });
            } else if attribute.oid == REVOCATION_VALUES {
                let _ = carried.add_archival(value);
            }
        }
    }
}

/// A signer that cannot be taken apart.
pub(super) fn unreadable(info: &SignerInfo) -> SignatureReport {
    let conclusion = conclude::signature(nothing(Refusal::Failed(SubIndication::FormatFailure)));
    let findings = vec![Finding::error(Code::CmsMalformed).with("fault", "signer")];
    SignatureReport { conclusion, findings, ..describe::found(info) }
}

/// Nothing that any stage could prove.
fn nothing(refusal: Refusal) -> Results {
    Results {
        intact: Err(refusal),
        acceptable: Err(refusal),
        chain: Err(refusal),
        not_revoked: Err(refusal),
        unmodified: Err(refusal),
    }
}
