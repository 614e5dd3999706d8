//! The walk back: document → signatures found → integrity → signer → path → revocation →
//! modification analysis → conclusion → report.

mod conclude;
mod digests;
mod discover;
mod integrity;
mod modification;
mod path;
mod revocation;
mod signer;

pub use conclude::Proof;
pub use integrity::Intact;
pub use modification::Unmodified;
pub use path::ChainTrusted;
pub use revocation::NotRevoked;
pub use signer::Acceptable;

use self::conclude::{Refusal, Results};
use self::digests::Covered;
use self::discover::Found;
use self::integrity::Read;
use self::modification::History;
use crate::crypto::Digest;
use crate::document::Document;
use crate::error::Error;
use crate::pdf::{ByteRangeProof, PdfDocument, PdfError, Source};
use crate::policy::Policy;
use crate::report::{
    Code, Conclusion, Coverage, Finding, Format, Integrity, Modification, Report, RevocationStatus,
    SignatureReport, Signer, SigningTime, SubIndication,
};
use crate::time::Time;
use crate::x509::Certificate;

/// Judges documents by one policy.
#[derive(Clone, Copy, Debug)]
pub struct Verifier<'p> {
    policy: &'p Policy,
}

impl<'p> Verifier<'p> {
    /// A verifier that judges by `policy`.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy }
    }

    /// Judges every signature of a document as of `now`. Never fails: a fault is a finding, and a
    /// document without a signature is [`Conclusion::Unsigned`].
    #[must_use]
    pub fn verify(&self, document: &Document, now: Time) -> Report {
        let pdf = document.pdf();
        self.discovered(pdf, now).unwrap_or_else(|error| {
            let traces = discover::traces(pdf.source()).unwrap_or_default();
            self.unreadable(&error, traces, now)
        })
    }

    /// Opens and judges. A file too damaged to open, in which traces of signatures are left, is a
    /// failed one and not merely unreadable.
    ///
    /// # Errors
    ///
    /// As [`Document::open`], where there is no trace of a signature.
    pub fn verify_source(&self, source: &Source, now: Time) -> Result<Report, Error> {
        let judged = Document::from_source(source.clone())
            .and_then(|document| Ok(self.discovered(document.pdf(), now)?));
        let fault = match judged {
            Err(Error::Pdf(fault)) if !matches!(fault, PdfError::Encrypted) => fault,
            judged => return judged,
        };
        let traces = discover::traces(source)?;
        if traces.is_empty() {
            return Err(fault.into());
        }
        Ok(self.unreadable(&fault, traces, now))
    }

    /// What a structure says that can be read.
    fn discovered(&self, pdf: &PdfDocument, now: Time) -> Result<Report, PdfError> {
        let mut found = discover::signatures(pdf)?;
        if found.is_empty() {
            found = discover::traces(pdf.source())?;
        }
        let signatures = self.judge_all(Some(pdf), found, now);
        let conclusion = conclude::document(&signatures);
        Ok(self.report(pdf.revisions().len(), signatures, Vec::new(), conclusion, now))
    }

    /// What is left to say of a structure that cannot be read.
    fn unreadable(&self, error: &PdfError, traces: Vec<Found>, now: Time) -> Report {
        let finding = Finding::error(Code::DocumentUnreadable);
        let offset = error.offset().unwrap_or_default();
        let finding = finding.with("offset", offset).with("fault", error.to_string());
        let signatures = self.judge_all(None, traces, now);
        let conclusion = Conclusion::Failed(SubIndication::FormatFailure);
        self.report(0, signatures, vec![finding], conclusion, now)
    }

    fn report(
        &self,
        revisions: usize,
        signatures: Vec<SignatureReport>,
        mut findings: Vec<Finding>,
        conclusion: Conclusion,
        now: Time,
    ) -> Report {
        let widened = self.policy.dangerous.in_force();
        findings.extend(
            widened.map(|option| Finding::warning(Code::PolicyWidened).with("option", option)),
        );
        Report {
            format: Format::Pdf,
            validated_at: now,
            policy: self.policy.name().to_owned(),
            revisions,
            signatures,
            findings,
            conclusion,
        }
    }

    fn judge_all(
        &self,
        document: Option<&PdfDocument>,
        found: Vec<Found>,
        now: Time,
    ) -> Vec<SignatureReport> {
        let mut opened: Vec<_> =
            found.into_iter().map(|found| Opened::open(document, found)).collect();
        if let Some(document) = document {
            hash_all(document, &mut opened);
        }
        let first = opened.iter().filter_map(|one| Some(one.byte_range.as_ref().ok()?.revision()));
        let history = match (document, first.min()) {
            (Some(document), Some(first)) => Some((document, History::after(document, first))),
            _ => None,
        };
        let checks = path::Checks::default();
        let judge = |opened| self.judge(history.as_ref(), opened, &checks, now);
        opened.into_iter().map(judge).collect()
    }

    /// The stages for one signature, each leaving its findings.
    fn judge(
        &self,
        history: Option<&(&PdfDocument, History)>,
        opened: Opened,
        checks: &path::Checks,
        now: Time,
    ) -> SignatureReport {
        let Opened { found, byte_range, form, read, digest, mut findings } = opened;
        let intact = match (&byte_range, &read) {
            (Ok(proof), Ok(read)) => match digest {
                Some(digest) => integrity::check(read, proof, &digest, &mut findings),
                None => Err(Refusal::Failed(SubIndication::SignedDataNotFound)),
            },
            (Err(refusal), _) | (_, Err(refusal)) => Err(*refusal),
        };
        let integrity = match (&byte_range, &read) {
            // Nothing was compared: the CMS says nothing that can be read.
            (Ok(_), Err(_)) => Integrity::Unknown,
            _ => state_of(&intact),
        };
        let acceptable = match &read {
            Ok(read) => {
                let acceptable = signer::check(read, self.policy, &mut findings);
                acceptable.and_then(|acceptable| form.map(|()| acceptable))
            }
            Err(refusal) => Err(*refusal),
        };
        let chain = match &read {
            Ok(read) => self.chain(read, checks, now, &mut findings),
            Err(refusal) => Err(*refusal),
        };
        let mut revocation = RevocationStatus::Unknown;
        let not_revoked = match &chain {
            Ok(chain) => {
                let outcome = revocation::check(chain);
                revocation = outcome.status;
                findings.extend(outcome.findings);
                outcome.proof.map_err(Refusal::Indeterminate)
            }
            Err(refusal) => Err(*refusal),
        };
        let (modification, unmodified) = match (history, &byte_range) {
            (Some((document, history)), Ok(proof)) => {
                modification::analyse(document, &found, proof, history, &mut findings)
            }
            (None, Ok(_)) => {
                (Modification::Suspicious, Err(Refusal::Failed(SubIndication::FormatFailure)))
            }
            (_, Err(refusal)) => (Modification::Suspicious, Err(*refusal)),
        };
        let signing_time = claimed_time(&found, read.as_ref().ok(), now, &mut findings);
        let trust_anchor = chain.as_ref().ok().and_then(ChainTrusted::anchor);
        let trust_anchor = trust_anchor.map(|anchor| anchor.subject().to_string());
        let results = Results { intact, acceptable, chain, not_revoked, unmodified };
        SignatureReport {
            integrity,
            modification,
            revocation,
            signing_time,
            trust_anchor,
            coverage: coverage(byte_range.as_ref().ok()),
            revision: byte_range.as_ref().ok().map(|proof| proof.revision() + 1),
            conclusion: conclude::signature(results),
            ..describe(&found, read.as_ref().ok(), findings)
        }
    }

    fn chain(
        &self,
        read: &Read,
        checks: &path::Checks,
        time: Time,
        findings: &mut Vec<Finding>,
    ) -> Result<ChainTrusted, Refusal> {
        let mut pool = read.cms.certificates.clone();
        pool.extend_from_slice(&self.policy.certificates);
        path::validate(&read.certificate, &pool, self.policy, time, checks).map_err(|fault| {
            findings.push(fault.finding);
            Refusal::Indeterminate(fault.sub_indication)
        })
    }
}

/// A signature opened as far as that goes: its range proved, its CMS read.
struct Opened {
    found: Found,
    byte_range: Result<ByteRangeProof, Refusal>,
    /// Whether the form of the CMS is one that is judged; it is hashed all the same, so that an
    /// altered file is an altered file whatever its signature calls itself.
    form: Result<(), Refusal>,
    read: Result<Read, Refusal>,
    digest: Option<Digest>,
    findings: Vec<Finding>,
}

impl Opened {
    fn open(document: Option<&PdfDocument>, mut found: Found) -> Self {
        let mut findings = Vec::new();
        let byte_range = found.prove(document, &mut findings);
        let form = found.supported(&mut findings);
        let read = match byte_range {
            Err(refusal) if found.is_shared() => Err(refusal),
            _ => integrity::read(&found, &mut findings),
        };
        // What was needed of it is read, and the documents of all signatures are open at once.
        found.value.contents = Vec::new();
        Self { found, byte_range, form, read, digest: None, findings }
    }
}

/// Fills in the digests of all signatures that got as far as to need one.
fn hash_all(document: &PdfDocument, opened: &mut [Opened]) {
    let mut wanted = Vec::new();
    let mut places = Vec::new();
    for (place, signature) in opened.iter().enumerate() {
        if let (Ok(proof), Ok(read)) = (&signature.byte_range, &signature.read) {
            wanted.push(Covered { algorithm: read.digest_algorithm, ranges: proof.ranges() });
            places.push(place);
        }
    }
    let digests = digests::of(document.source(), &wanted);
    for (index, place) in places.into_iter().enumerate() {
        if let Some(signature) = opened.get_mut(place) {
            let digest = digests.as_ref().ok().and_then(|digests| digests.get(index));
            signature.digest = digest.cloned();
        }
    }
}

fn state_of(intact: &Result<Intact, Refusal>) -> Integrity {
    match intact {
        Ok(_) => Integrity::Intact,
        Err(Refusal::Failed(_)) => Integrity::Broken,
        Err(Refusal::Indeterminate(_)) => Integrity::Unknown,
    }
}

fn coverage(proof: Option<&ByteRangeProof>) -> Coverage {
    match proof {
        Some(proof) if proof.covers_whole_file() => Coverage::WholeFile,
        Some(_) => Coverage::WholeRevision,
        None => Coverage::Partial,
    }
}

/// The claim, and a word on what it is worth.
fn claimed_time(
    found: &Found,
    read: Option<&Read>,
    now: Time,
    findings: &mut Vec<Finding>,
) -> SigningTime {
    let in_cms = read.and_then(|read| read.attributes.signing_time().ok().flatten());
    let claimed = in_cms.or(found.value.m);
    if let Some(time) = claimed {
        let finding = if time > now {
            Finding::warning(Code::ClaimedTimeInFuture)
        } else {
            Finding::info(Code::ClaimedTimeUnproven)
        };
        findings.push(finding.with("time", time));
    }
    SigningTime { claimed, proven: None }
}

/// What the signature says of itself, before any verdict.
fn describe(found: &Found, read: Option<&Read>, findings: Vec<Finding>) -> SignatureReport {
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
        signer: read.map(|read| describe_signer(&read.certificate)),
        signing_time: SigningTime { claimed: None, proven: None },
        digest_algorithm: read.map(|read| read.digest_algorithm.name().to_owned()),
        signature_algorithm: read.map(|read| read.signature_algorithm.name()),
        trust_anchor: None,
        revocation: RevocationStatus::Unknown,
        reason: value.reason.clone(),
        location: value.location.clone(),
        contact: value.contact_info.clone(),
        findings,
    }
}

fn describe_signer(certificate: &Certificate) -> Signer {
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
