//! Reads one paper: what it is, who signed it with what verdict, what somebody should know before
//! signing it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use kyso::report::{Report, SignatureReport, SubIndication};
use kyso::{Conclusion, Document, Evidence, Policy, Source, Verifier};

use super::active::Active;
use super::heading::{Heading, short};
use super::me::Me;
use super::metadata;
use super::paper::{Facts, Reading, Signature, Verdict};
use crate::args::{InboxArgs, SignArgs};
use crate::commands::now;
use crate::error::Failure;
use crate::i18n::{Catalog, Lang, Message, msg, printable};
use crate::inputs::Input;
use crate::opener::Opener;
use crate::render::{report_text, words};
use crate::ui::Ui;
use crate::{evidence, held, policies, services, trust};

/// What all papers of a folder are read with.
pub(crate) struct Reader {
    args: SignArgs,
    policy: Policy,
    evidence: Evidence,
    pub(crate) me: Option<Me>,
    lang: Lang,
    /// Where results go: what stands there is told.
    results: Option<PathBuf>,
}

impl Reader {
    /// Judges by the user's trust store, or whom the call names, and asks no service.
    pub(crate) fn new(
        call: &InboxArgs,
        results: Option<PathBuf>,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let args = &call.sign;
        let network = services::network(&args.evidence.network)?;
        let trusted = trust::all(&args.trust, &args.store, None, now(), &network, ui)?;
        Ok(Self {
            args: args.clone(),
            policy: policies::to_judge(args.order.policy.as_deref(), trusted, &args.evidence, ui)?,
            evidence: evidence::load(&args.evidence.evidence)?,
            me: Me::of(&args.key),
            lang: ui.catalog.lang(),
            results,
        })
    }

    /// Reads a paper. Nothing that is in it ends this, and nobody is asked for a password.
    pub(crate) fn read(&self, path: &Path) -> Reading {
        let input = Input::File(path.to_owned());
        // What a file does to this program is told of that file.
        let read = || catch_unwind(AssertUnwindSafe(|| self.facts(&input)));
        // What is said aside would stand in the middle of the screen.
        let (outcome, _) = held::during(read);
        match outcome {
            Ok(Ok(facts)) => Reading::Read(Box::new(facts)),
            Ok(Err(failure)) => Reading::Fault(failure),
            Err(_) => Reading::Fault(Failure::io(msg::paper_bug(input.name()))),
        }
    }

    fn facts(&self, input: &Input) -> Result<Facts, Failure> {
        let ui = Ui::plain(Catalog::new(self.lang));
        let opener = Opener::to_read(&self.args.unlock.password, &ui)?.without_asking();
        let source = input.source()?;
        let document = opener.open_sparing_from(input, &source)?;
        let report = self.judge(input, &source, &opener)?;
        let mut facts = Facts {
            format: document.format().name(),
            bytes: source.len(),
            title: String::new(),
            title_from: "file",
            number: None,
            pages: None,
            verdict: Verdict::of(report.conclusion()),
            signatures: report.signatures.iter().map(signature).collect(),
            warnings: Vec::new(),
            report: report_text::render(&report, &input.name(), &ui),
        };
        self.look(&document, input, &mut facts);
        facts.warnings.extend(self.about(&report, input));
        Ok(facts)
    }

    fn judge(
        &self,
        input: &Input,
        source: &Source,
        opener: &Opener<'_>,
    ) -> Result<Report, Failure> {
        let verifier = Verifier::new(&self.policy).evidence(&self.evidence);
        opener.with(input, |how| verifier.clone().opening(how.clone()).verify_source(source, now()))
    }

    /// What the document is, and what it brings along.
    fn look(&self, document: &Document, input: &Input, facts: &mut Facts) {
        let file = Path::new(&input.name()).file_name().map(|name| name.display().to_string());
        facts.title = printable(&file.unwrap_or_else(|| input.name()));
        if let Some(pdf) = document.pdf() {
            let page = document.page_text(1);
            let lines = page.as_ref().map(|page| page.lines.as_slice()).unwrap_or_default();
            let heading = Heading::of(lines);
            if let Some((title, from)) = metadata::title(pdf) {
                (facts.title, facts.title_from) = (printable(&title), from);
            } else if let Some(title) = &heading.title {
                (facts.title, facts.title_from) = (printable(title), "page");
            }
            facts.number = heading.number.as_deref().map(printable);
            facts.pages = pdf.latest().pages().ok().map(Iterator::count);
            let secret = heading.secret.map(msg::paper_secret_mark);
            let unread = match &page {
                Ok(page) if page.pictures_only => Some(msg::paper_scanned()),
                Ok(page) if page.untold || page.is_cut => Some(msg::paper_untold()),
                Ok(_) => None,
                Err(_) => Some(msg::paper_untold()),
            };
            facts.warnings.extend(secret.into_iter().chain(unread));
            if pdf.is_encrypted() {
                facts.warnings.push(msg::paper_encrypted());
            }
            facts.warnings.extend(Active::of(pdf).warnings());
        } else if let Some(xml) = document.xml() {
            let tree = xml.tree();
            if let Some(name) = tree.name(tree.document_element()) {
                let title = format!("{} <{}>", facts.title, short(name.local));
                (facts.title, facts.title_from) = (printable(&title), "root");
            }
        }
    }

    /// What its signatures, and what was done before, have to do with whoever is to sign.
    fn about(&self, report: &Report, input: &Input) -> Vec<Message> {
        let mut warnings = Vec::new();
        let by_me = |one: &&SignatureReport| {
            self.me.as_ref().zip(one.signer.as_ref()).is_some_and(|(me, signer)| me.signed(signer))
        };
        if report.signatures.iter().any(|one| by_me(&one)) {
            warnings.push(msg::paper_signed_by_you());
        }
        if let Some(there) = self.result_of(input).filter(|there| there.exists()) {
            warnings.push(msg::paper_signed_there(there.as_path()));
        }
        for one in &report.signatures {
            let name = name(one);
            match &one.conclusion {
                Conclusion::Failed(_) => warnings.push(msg::paper_signature_failed(name)),
                Conclusion::Indeterminate(sub) if is_of_age(*sub) => {
                    warnings.push(msg::paper_signature_expired(name));
                }
                _ => {}
            }
        }
        warnings
    }

    fn result_of(&self, input: &Input) -> Option<PathBuf> {
        let Input::File(path) = input else { return None };
        Some(self.results.as_ref()?.join(path.file_name()?))
    }
}

/// Whether it is a matter of certificates or algorithms that are out of force by now.
fn is_of_age(sub: SubIndication) -> bool {
    use SubIndication as S;
    matches!(
        sub,
        S::Expired
            | S::OutOfBoundsNoPoe
            | S::OutOfBoundsNotRevoked
            | S::RevocationOutOfBoundsNoPoe
            | S::CryptoConstraintsFailureNoPoe
    )
}

fn signature(one: &SignatureReport) -> Signature {
    Signature {
        id: printable(&one.id),
        name: name(one),
        verdict: Verdict::of(&one.conclusion),
        sub_indication: one.conclusion.sub_indication().map(words::sub_indication),
    }
}

/// Who signed; of a signature that tells nobody, its own name.
fn name(one: &SignatureReport) -> String {
    printable(one.signer.as_ref().map_or(&one.id, |signer| &signer.common_name))
}
