//! The walk back: document → signatures found → document time-stamps, newest first, as proofs of
//! existence → for each signature integrity → its time-stamps → signer → path → revocation →
//! modification analysis → conclusion → report.

mod certified;
mod conclude;
mod context;
mod crl_signer;
mod describe;
mod digests;
mod discover;
mod existence;
mod integrity;
mod judge;
mod level;
mod modification;
mod opened;
mod path;
mod path_validator;
mod revocation;
mod signer;
mod timestamp;

pub use conclude::Proof;
pub use integrity::Intact;
pub use modification::Unmodified;
pub use path::ChainTrusted;
pub use path_validator::{PathReport, PathValidator, ValidPath};
pub use revocation::NotRevoked;
pub use signer::Acceptable;

pub(crate) use context::read_store;
pub(crate) use level::timestamps;
pub(crate) use path::{Checks as PathChecks, validate as validate_path};

use self::context::Context;
use self::discover::Found;
use self::existence::Existence;
use self::modification::History;
use self::opened::Opened;
use crate::document::Document;
use crate::error::Error;
use crate::pdf::{PdfDocument, PdfError, Source};
use crate::policy::Policy;
use crate::report::{
    Code, Conclusion, Finding, Format, Kind, Report, SignatureReport, SubIndication,
};
use crate::revocation::{Evidence, RevocationSource};
use crate::time::Time;

/// Judges documents by one policy.
#[derive(Clone, Copy, Debug)]
pub struct Verifier<'p> {
    policy: &'p Policy,
    evidence: Option<&'p Evidence>,
    source: Option<&'p dyn RevocationSource>,
}

impl<'p> Verifier<'p> {
    /// A verifier that judges by `policy`, with the evidence in the document alone.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, evidence: None, source: None }
    }

    /// Certificates and revocation data to draw on beside those in the document. They are checked
    /// like these; nothing in them is trusted by itself.
    #[must_use]
    pub fn evidence(mut self, evidence: &'p Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// Where evidence that is missing is fetched. Without it, what is missing stays missing.
    #[must_use]
    pub fn source(mut self, source: &'p dyn RevocationSource) -> Self {
        self.source = Some(source);
        self
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
        let judged = self.judge_all(Some(pdf), found, now);
        let conclusion = conclude::document(&judged.0);
        Ok(self.report(pdf.revisions().len(), judged, Vec::new(), conclusion, now))
    }

    /// What is left to say of a structure that cannot be read.
    fn unreadable(&self, error: &PdfError, traces: Vec<Found>, now: Time) -> Report {
        let finding = Finding::error(Code::DocumentUnreadable);
        let offset = error.offset().unwrap_or_default();
        let finding = finding.with("offset", offset).with("fault", error.to_string());
        let judged = self.judge_all(None, traces, now);
        let conclusion = Conclusion::Failed(SubIndication::FormatFailure);
        self.report(0, judged, vec![finding], conclusion, now)
    }

    fn report(
        &self,
        revisions: usize,
        (signatures, evidence): (Vec<SignatureReport>, Evidence),
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
            evidence,
            conclusion,
        }
    }

    /// Document time-stamps first, the newest before the others: each that passes is the control
    /// time of what it covers (EN 319 102-1 §5.6.2). Then the signatures.
    fn judge_all(
        &self,
        document: Option<&PdfDocument>,
        found: Vec<Found>,
        now: Time,
    ) -> (Vec<SignatureReport>, Evidence) {
        let mut context = Context::new(document, self.policy, self.evidence, self.source, now);
        let stamps = document.map(|document| level::Stamps::of(document, &found));
        let stamps = stamps.unwrap_or_default();
        let mut opened = Opened::all(document, found);
        opened.iter().filter_map(Opened::cms).for_each(|cms| context.add_cms(cms));
        let first = opened.iter().filter_map(|one| Some(one.byte_range.as_ref().ok()?.revision()));
        let history =
            document.zip(first.min()).map(|(document, first)| History::after(document, first));
        let mut existence = Existence::new(now);
        let mut reports: Vec<(usize, SignatureReport)> = Vec::new();
        let mut places: Vec<usize> = (0..opened.len()).collect();
        places.sort_by_key(|place| {
            let found = opened.get(*place).map(|opened| &opened.found);
            found.map(|found| match found.kind {
                Kind::DocumentTimestamp => (0, std::cmp::Reverse(found.value.revision)),
                _ => (1, std::cmp::Reverse(0)),
            })
        });
        let mut opened: Vec<Option<Opened>> = opened.drain(..).map(Some).collect();
        for place in places {
            let Some(signature) = opened.get_mut(place).and_then(Option::take) else { continue };
            let mut judging = judge::Judging {
                document,
                history: history.as_ref(),
                context: &mut context,
                stamps: &stamps,
            };
            let control = existence.control(signature.found.value.revision);
            let report = judging.judge(signature, control);
            if report.kind == Kind::DocumentTimestamp
                && let (Conclusion::Passed(_), Some(time)) =
                    (&report.conclusion, report.signing_time.proven)
                && let Some(revision) = report.revision.and_then(|number| number.checked_sub(1))
            {
                existence.prove(revision, time);
            }
            reports.push((place, report));
        }
        reports.sort_by_key(|(place, _)| *place);
        (reports.into_iter().map(|(_, report)| report).collect(), context.used)
    }
}
