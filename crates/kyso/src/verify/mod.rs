//! The walk back: document → signatures found → what proves that they existed → for each signature
//! integrity → its time-stamps → signer → path → revocation → modification analysis → conclusion →
//! report. `pdf` and `xml` walk through one format each; the stages stand beside them.

mod conclude;
mod context;
mod describe;
mod existence;
mod integrity;
mod modification;
mod path;
mod pdf;
mod revocation;
mod signer;
mod stages;
mod timestamp;

pub use conclude::Proof;
pub use integrity::Intact;
pub use modification::Unmodified;
pub use path::ChainTrusted;
pub use revocation::NotRevoked;
pub use signer::Acceptable;

pub(crate) use path::{Checks as PathChecks, validate as validate_path};
pub(crate) use pdf::{read_store, timestamps};

use self::context::Context;
use self::pdf::Found;
use crate::document::Document;
use crate::error::Error;
use crate::pdf::{PdfDocument, PdfError};
use crate::policy::Policy;
use crate::report::{Code, Conclusion, Finding, Format, Report, SubIndication};
use crate::revocation::{Evidence, RevocationSource};
use crate::source::Source;
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
        self.pdf(pdf, now).unwrap_or_else(|error| {
            let traces = pdf::traces(pdf.source()).unwrap_or_default();
            self.damaged_pdf(&error, traces, now)
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
            .and_then(|document| Ok(self.pdf(document.pdf(), now)?));
        let fault = match judged {
            Ok(report) => return Ok(report),
            Err(fault) => fault,
        };
        match self.damaged(&fault, source, now)? {
            Some(report) => Ok(report),
            None => Err(fault),
        }
    }

    /// What is left to say of a document that cannot be opened; nothing where no signature was.
    fn damaged(&self, fault: &Error, source: &Source, now: Time) -> Result<Option<Report>, Error> {
        let fault = match fault {
            Error::Pdf(PdfError::Encrypted) => return Ok(None),
            Error::Pdf(fault) => fault,
            // Whoever damages a signed file may begin with its header.
            Error::UnknownFormat => &PdfError::NotPdf,
            _ => return Ok(None),
        };
        let traces = pdf::traces(source)?;
        Ok((!traces.is_empty()).then(|| self.damaged_pdf(fault, traces, now)))
    }

    fn pdf(&self, document: &PdfDocument, now: Time) -> Result<Report, PdfError> {
        let found = pdf::found(document)?;
        let mut context = self.context(pdf::stored(document), now);
        let signatures = pdf::judge_all(Some(document), found, &mut context);
        let conclusion = conclude::document(&signatures);
        let report = self.report(Format::Pdf, context.evidence, conclusion, now);
        Ok(Report { revisions: document.revisions().len(), signatures, ..report })
    }

    /// What is left to say of a structure that cannot be read.
    fn damaged_pdf(&self, error: &PdfError, traces: Vec<Found>, now: Time) -> Report {
        let mut context = self.context(Evidence::new(), now);
        let signatures = pdf::judge_all(None, traces, &mut context);
        let conclusion = Conclusion::Failed(SubIndication::FormatFailure);
        let mut report = self.report(Format::Pdf, context.evidence, conclusion, now);
        let finding = Finding::error(Code::DocumentUnreadable);
        let offset = error.offset().unwrap_or_default();
        let finding = finding.with("offset", offset).with("fault", error.to_string());
        report.findings.insert(0, finding);
        Report { signatures, ..report }
    }

    fn context(&self, stored: Evidence, now: Time) -> Context<'p> {
        Context::new(stored, self.policy, self.evidence, self.source, now)
    }

    /// A report on a document of which nothing is told yet but the end.
    fn report(
        &self,
        format: Format,
        evidence: Evidence,
        conclusion: Conclusion,
        now: Time,
    ) -> Report {
        let widened = self.policy.dangerous.in_force();
        let widened =
            widened.map(|option| Finding::warning(Code::PolicyWidened).with("option", option));
        Report {
            format,
            validated_at: now,
            policy: self.policy.name().to_owned(),
            revisions: 0,
            signatures: Vec::new(),
            findings: widened.collect(),
            evidence,
            conclusion,
        }
    }
}
