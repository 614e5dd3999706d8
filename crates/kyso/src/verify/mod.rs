//! The walk back: document → signatures found → what proves that they existed → for each signature
//! integrity → its time-stamps → signer → path → revocation → modification analysis → conclusion →
//! report. `pdf` and `xml` walk through one format each; the stages stand beside them.

mod bounds;
pub(crate) mod cades;
mod certified;
mod conclude;
pub(crate) mod container;
mod context;
mod crl_signer;
mod describe;
mod existence;
mod expect;
mod filled;
mod integrity;
mod modification;
mod path;
mod path_validator;
mod pdf;
mod person;
mod quirks;
mod revocation;
mod signed_part;
mod signer;
mod stages;
mod timestamp;
mod xml;

pub use conclude::Proof;
pub use integrity::Intact;
pub use modification::Unmodified;
pub(crate) use modification::hides_text;
pub use path::ChainTrusted;
pub use path_validator::{PathReport, PathValidator, ValidPath};
pub use revocation::NotRevoked;
pub use signed_part::{SignedPart, SignedPartError};
pub use signer::Acceptable;

pub(crate) use path::{Checks as PathChecks, Rule as PathRule, validate as validate_path};
pub(crate) use pdf::{read_store, timestamps};
pub(crate) use person::same_person;

use std::fmt;

use self::container::Judged;
use self::context::Context;
use self::expect::{Carried, Expectations};
use self::modification::Filling;
use self::pdf::Found;
use crate::cades::{CadesDocument, Given};
use crate::cancellation::Cancellation;
use crate::container::{Container, ContainerError, ContainerFault};
use crate::document::{Content, Document};
use crate::error::Error;
use crate::limits::MAX_SIGNATURES;
use crate::pdf::profile::FillingProfile;
use crate::pdf::{Opening, PdfDocument, PdfError, Repair};
use crate::policy::Policy;
use crate::report::{Code, Conclusion, Finding, Format, Report, SubIndication};
use crate::revocation::{Evidence, RevocationSource};
use crate::source::{Source, SourceError};
use crate::time::Time;
use crate::xml::profile::Profile;
use crate::xml::signature::Resolver;
use crate::xml::{ElementName, ElementPath, XmlDocument, XmlError};

/// Judges documents by one policy.
#[derive(Clone, Debug)]
pub struct Verifier<'p> {
    policy: &'p Policy,
    evidence: Option<&'p Evidence>,
    source: Option<&'p dyn RevocationSource>,
    resolver: Option<Outside<'p>>,
    expected: Expectations,
    opening: Opening,
    content: Option<Given>,
}

/// The caller's resolver, of which there is nothing to show.
#[derive(Clone, Copy)]
struct Outside<'p>(&'p dyn Resolver);

impl fmt::Debug for Outside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver")
    }
}

impl<'p> Verifier<'p> {
    /// A verifier that judges by `policy`, with the evidence in the document alone.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            evidence: None,
            source: None,
            resolver: None,
            expected: Expectations::default(),
            opening: Opening::new(),
            content: None,
        }
    }

    /// What a detached CMS signature is over, and its name in the report, unless the document has
    /// that ([`Document::with_content`]). Any other document is judged as it is; a CMS that holds
    /// content of its own fails where this is other.
    #[must_use]
    pub fn content(mut self, name: Option<&str>, source: Source) -> Self {
        self.content = Some(Given { name: name.map(str::to_owned), source });
        self
    }

    /// How [`Self::verify_source`] opens a document that may be an encrypted PDF.
    #[must_use]
    pub fn opening(mut self, opening: Opening) -> Self {
        self.opening = opening;
        self
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

    /// Who gives what XML signatures cover outside of the document: the file beside a detached
    /// signature, the attachments of a message. Without it such a signature cannot be decided.
    #[must_use]
    pub fn resolver(mut self, resolver: &'p dyn Resolver) -> Self {
        self.resolver = Some(Outside(resolver));
        self
    }

    /// The document must be XML, its document element must be called `name`, and a signature that
    /// passed must cover it with all that is in it. Anything else is a finding, and no conclusion
    /// is [`Conclusion::Passed`] then.
    #[must_use]
    pub fn expect_root(mut self, name: ElementName) -> Self {
        self.expected.root = Some(name);
        self
    }

    /// The document must have such an element, and signatures that passed must cover every one
    /// there is. May be said for several. See [`Self::expect_root`].
    #[must_use]
    pub fn expect_element(mut self, path: ElementPath) -> Self {
        self.expected.elements.push(path);
        self
    }

    /// A signature that passed must stand where the profile puts it and cover what the profile
    /// says, the attachments that the message carries included: these are found without a
    /// [`Self::resolver`]. Anything else is a finding, as with [`Self::expect_element`].
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.expected.profiles.push(profile);
        self
    }

    /// The document must be a PDF, and what was filled in after a signature must be what the
    /// profile names, signed over by somebody else. Anything else is a finding, as with
    /// [`Self::expect_element`].
    #[must_use]
    pub fn filling(mut self, profile: FillingProfile) -> Self {
        self.expected.fillings.push(profile);
        self
    }

    /// Judges every signature of a document as of `now`. Never fails: a fault is a finding, and a
    /// document without a signature is [`Conclusion::Unsigned`].
    #[must_use]
    pub fn verify(&self, document: &Document, now: Time) -> Report {
        self.judged(document, now).unwrap_or_else(|fault| {
            let source = document.pdf().map(PdfDocument::source);
            let traces = source.and_then(|source| pdf::traces(source).ok());
            let mut report = self.damaged_pdf(&fault, traces.unwrap_or_default(), now);
            self.expected.apply(Some(document), &[], &mut report);
            report
        })
    }

    /// Opens and judges. A file too damaged to open, in which traces of signatures are left, is a
    /// failed one and not merely unreadable. Places in the report are those of the document as
    /// [`Document::sparing`] opens it.
    ///
    /// # Errors
    ///
    /// As [`Document::open`], where there is no trace of a signature; [`SourceError::Cancelled`]
    /// once the caller gave up, since what is told by then is told of less than the document.
    pub fn verify_source(&self, source: &Source, now: Time) -> Result<Report, Error> {
        let whole = self.expected.search();
        let open = if whole { Document::from_source_with } else { Document::sparing_with };
        let judged = open(source.clone(), &self.opening)
            .and_then(|document| Ok(self.judged(&document, now)?));
        if source.cancellation().is_some_and(Cancellation::is_cancelled) {
            return Err(SourceError::Cancelled { offset: source.len() }.into());
        }
        let fault = match judged {
            Ok(report) => return Ok(report),
            Err(fault) => fault,
        };
        let report = match &fault {
            // It may well be sound: a password, or another program, would tell.
            Error::Pdf(fault) if fault.is_closed() => None,
            Error::Pdf(fault) => match self.with_traces(fault, source, now)? {
                None => self.rebuilt(fault, source, now)?,
                report => report,
            },
            // Whoever damages a signed file may begin with its header.
            Error::UnknownFormat => self.with_traces(&PdfError::NotPdf, source, now)?,
            Error::Xml(fault) => self.damaged_xml(fault, source, now)?,
            Error::Container(fault) => self.damaged_container(fault, source, now)?,
            // It begins as one, so that it was one.
            Error::Cms(fault) => {
                let offset = fault.offset().unwrap_or_default();
                Some(self.damaged(Format::Cades, offset, fault.to_string(), now))
            }
            _ => None,
        };
        let mut report = report.ok_or(fault)?;
        self.expected.apply(None, &[], &mut report);
        Ok(report)
    }

    /// What the stages say of a document that was opened; only a PDF can still turn out not to
    /// be readable.
    fn judged(&self, document: &Document, now: Time) -> Result<Report, PdfError> {
        let (mut report, fillings) = match document.content() {
            Content::Pdf(pdf) => self.pdf(pdf, now)?,
            Content::Xml(xml) => (self.xml(xml, now), Vec::new()),
            Content::Container(files) => (self.container(files, now), Vec::new()),
            Content::Cades(cades) => (self.cades(cades, now), Vec::new()),
        };
        self.expected.apply(Some(document), &fillings, &mut report);
        Ok(report)
    }

    fn xml(&self, document: &XmlDocument, now: Time) -> Report {
        let mut context = self.context(Evidence::new(), now);
        let found = xml::found(document);
        if found.len() > MAX_SIGNATURES {
            let fault = format!("more than {MAX_SIGNATURES} signatures");
            return self.damaged(Format::Xml, 0, fault, now);
        }
        let outside = self.resolver.map(|outside| outside.0);
        let carried = Carried { attachments: self.expected.attachments(document), outside };
        let resolver = match carried.attachments.as_slice() {
            [] => outside,
            _ => Some(&carried as &dyn Resolver),
        };
        let signatures = xml::judge_all(document, &found, resolver, &mut context);
        let report = self.report(Format::Xml, context.used, Conclusion::Unsigned, now);
        conclude::report(self.policy, Report { revisions: 1, signatures, ..report })
    }

    fn container(&self, container: &Container, now: Time) -> Report {
        let mut context = self.context(Evidence::new(), now);
        let judged = container::judge_all(container, &mut context);
        let format = container.kind().into();
        let report = self.report(format, context.used, Conclusion::Unsigned, now);
        let Judged { signatures, rules } = judged;
        let report = conclude::report(self.policy, Report { signatures, ..report });
        rules.apply(report)
    }

    fn cades(&self, document: &CadesDocument, now: Time) -> Report {
        let mut context = self.context(Evidence::new(), now);
        let given = document.given().or(self.content.as_ref());
        let given =
            given.map(|given| cades::Given { name: given.name.as_deref(), source: &given.source });
        // What is no CMS carries no signature.
        let judged =
            document.file().map(|file| cades::judge_all(file, given.as_ref(), &mut context));
        let report = self.report(Format::Cades, context.used, Conclusion::Unsigned, now);
        let signatures = judged.unwrap_or_default();
        conclude::report(self.policy, Report { signatures, ..report })
    }

    fn pdf(&self, document: &PdfDocument, now: Time) -> Result<(Report, Vec<Filling>), PdfError> {
        let found = pdf::found(document)?;
        if let Some(repair) = document.repair() {
            return Ok((self.repaired_pdf(repair, found, now), Vec::new()));
        }
        let mut context = self.context(pdf::stored(document), now);
        let (signatures, fillings) = pdf::judge_all(Some(document), found, &mut context);
        let report = self.report(Format::Pdf, context.used, Conclusion::Unsigned, now);
        let revisions = document.revisions().len();
        let encryption = document.encryption();
        let pdf_a = document.archival_level();
        let report = Report { revisions, signatures, encryption, pdf_a, ..report };
        Ok((conclude::report(self.policy, report), fillings))
    }

    /// What is left to say of a PDF that cannot be read; nothing where no signature was.
    fn with_traces(
        &self,
        fault: &PdfError,
        source: &Source,
        now: Time,
    ) -> Result<Option<Report>, Error> {
        let traces = pdf::traces(source)?;
        Ok((!traces.is_empty()).then(|| self.damaged_pdf(fault, traces, now)))
    }

    /// A file that only scanning makes a document of. It may turn out to be signed after all.
    fn rebuilt(
        &self,
        fault: &PdfError,
        source: &Source,
        now: Time,
    ) -> Result<Option<Report>, Error> {
        if !fault.is_damage() {
            return Ok(None);
        }
        match PdfDocument::repaired(source.clone()) {
            Ok(document) if document.repair().is_some() => Ok(Some(self.pdf(&document, now)?.0)),
            Err(
                error
                @ (PdfError::Io { .. } | PdfError::Shrank { .. } | PdfError::Cancelled { .. }),
            ) => Err(error.into()),
            _ => Ok(None),
        }
    }

    /// Says that it is damaged; where it bears any trace of a signature, nothing else is sure.
    fn repaired_pdf(&self, repair: &Repair, found: Vec<Found>, now: Time) -> Report {
        if repair.signed.is_some() || !found.is_empty() {
            let traces = found.into_iter().map(Found::unreachable).collect();
            return self.damaged_pdf(&repair.fault, traces, now);
        }
        let mut report = self.report(Format::Pdf, Evidence::new(), Conclusion::Unsigned, now);
        let finding = Finding::warning(Code::XrefRepaired);
        let finding = finding.with("offset", repair.fault.offset().unwrap_or_default());
        report.findings.insert(0, finding.with("fault", repair.fault.to_string()));
        report
    }

    fn damaged_pdf(&self, fault: &PdfError, traces: Vec<Found>, now: Time) -> Report {
        let mut context = self.context(Evidence::new(), now);
        let (signatures, _) = pdf::judge_all(None, traces, &mut context);
        let offset = fault.offset().unwrap_or_default();
        let report = self.damaged(Format::Pdf, offset, fault.to_string(), now);
        Report { signatures, evidence: context.used, ..report }
    }

    /// The same for XML, of which nothing is read where it is not well-formed.
    fn damaged_xml(
        &self,
        fault: &XmlError,
        source: &Source,
        now: Time,
    ) -> Result<Option<Report>, Error> {
        let signed = xml::has_traces(source)?;
        Ok(signed.then(|| self.damaged(Format::Xml, fault.offset, fault.fault.to_string(), now)))
    }

    /// The same for a container, of which nothing is read where its structure is not sound.
    fn damaged_container(
        &self,
        fault: &ContainerError,
        source: &Source,
        now: Time,
    ) -> Result<Option<Report>, Error> {
        if let ContainerFault::Source(error) = &fault.fault {
            return Err(error.clone().into());
        }
        let signed = crate::container::has_traces(source)?;
        let format = Format::of(source)?.unwrap_or(Format::AsicE);
        let finding = Finding::error(Code::ContainerUnsound).with("offset", fault.offset);
        let finding = finding.with("fault", fault.fault.name());
        let finding = match &fault.fault {
            ContainerFault::Entry { name, .. } => finding.with("name", name.as_str()),
            _ => finding,
        };
        Ok(signed.then(|| {
            let conclusion = Conclusion::Failed(SubIndication::FormatFailure);
            let mut report = self.report(format, Evidence::new(), conclusion, now);
            report.findings.insert(0, finding);
            report
        }))
    }

    fn damaged(&self, format: Format, offset: u64, fault: String, now: Time) -> Report {
        let conclusion = Conclusion::Failed(SubIndication::FormatFailure);
        let mut report = self.report(format, Evidence::new(), conclusion, now);
        let finding = Finding::error(Code::DocumentUnreadable).with("offset", offset);
        report.findings.insert(0, finding.with("fault", fault));
        report
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
        let widened = self.policy.widened();
        let widened =
            widened.map(|option| Finding::warning(Code::PolicyWidened).with("option", option));
        let narrowed = self.policy.narrowed();
        let narrowed = narrowed.map(|rule| Finding::info(Code::PolicyNarrowed).with("rule", rule));
        Report {
            format,
            validated_at: now,
            policy: self.policy.name().to_owned(),
            revisions: 1,
            encryption: None,
            pdf_a: None,
            signatures: Vec::new(),
            findings: widened.chain(narrowed).collect(),
            evidence,
            conclusion,
        }
    }
}
