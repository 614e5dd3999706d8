//! What is known of a document before it is signed: its pages, its digest, who signed it, and where
//! the new signature will stand.

use std::cell::OnceCell;

use kyso::pdf::SignatureField;
use kyso::report::{Kind, Report, SignatureReport};
use kyso::x509::Certificate;
use kyso::{Document, Evidence, Format, Policy, Source, TrustAnchors, Verifier};
use kyso_net::Network;

use crate::args::SignArgs;
use crate::commands::claims::with_claims;
use crate::commands::now;
use crate::commands::sign::open_to_sign;
use crate::commands::together::document_digest;
use crate::commands::wishes::Wishes;
use crate::error::Failure;
use crate::i18n::Message;
use crate::inputs::Input;
use crate::look::Paper as On;
use crate::opener::Opener;
use crate::output::Target;
use crate::render::words;
use crate::role::{Gate, Part};
use crate::ui::{Tone, Ui};
use crate::{cades, evidence, held, policies, role_words};

/// A preview of the place holds the document twice: not of one that is larger.
const MOST_PREVIEWED: u64 = 64 << 20;

/// A document as it is shown.
pub(super) struct Paper {
    pub(super) name: String,
    pub(super) output: String,
    /// Of a PDF.
    pub(super) pages: Option<usize>,
    /// SHA-256 of its bytes; none where it can be read only once.
    pub(super) digest: Option<Vec<u8>>,
    /// Who signed it, or why that cannot be told.
    pub(super) earlier: Result<Vec<Earlier>, Message>,
    pub(super) place: Place,
    /// What the signature says, for this document.
    pub(super) role: Option<Message>,
    pub(super) profile: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) location: Option<String>,
    /// Fields that are filled, as `name=text`.
    pub(super) filled: Vec<String>,
}

/// A signature that is there already.
pub(super) struct Earlier {
    /// Who made it; where that is not known, the name of the signature.
    pub(super) by: String,
    pub(super) is_stamp: bool,
    pub(super) verdict: (Tone, Message),
}

/// Where the signature will stand.
pub(super) enum Place {
    /// It is no PDF, or is not to be looked at beforehand.
    Untold,
    /// In this field, which may be seen or not.
    In(Box<SignatureField>),
    /// It cannot be told before the signer is known.
    ByName,
    /// It cannot be signed so.
    Refused(Message),
}

impl Paper {
    /// One that cannot be looked into; what it is refused for is shown in its place.
    pub(super) fn refused(input: &Input, target: &Target, failure: &Failure) -> Self {
        Self {
            name: input.name(),
            output: target.name(),
            pages: None,
            digest: None,
            earlier: Ok(Vec::new()),
            place: Place::Refused(failure.message().clone()),
            role: None,
            profile: None,
            reason: None,
            location: None,
            filled: Vec::new(),
        }
    }

    /// Whether all is known of its place.
    pub(super) fn is_placed(&self) -> bool {
        !matches!(self.place, Place::ByName)
    }
}

/// What documents are looked into with.
pub(super) struct Tools<'a> {
    pub(super) args: &'a SignArgs,
    pub(super) opener: &'a Opener<'a>,
    pub(super) wishes: &'a Wishes<'a>,
    pub(super) network: &'a Network,
    pub(super) ui: &'a Ui,
    /// By what earlier signatures are judged, once it is needed.
    pub(super) policy: OnceCell<(Policy, Evidence)>,
}

impl Tools<'_> {
    /// Looks into a document.
    pub(super) fn paper(
        &self,
        input: &Input,
        target: &Target,
        certificate: Option<&Certificate>,
    ) -> Result<Paper, Failure> {
        let asked = self.wishes.for_(input);
        let said = |text: &Option<String>| text.clone();
        let part = asked.gate.map(Gate::part);
        let of_role = |what: fn(&Part) -> Option<&str>| part.and_then(what).map(str::to_owned);
        let mut paper = Paper {
            name: input.name(),
            output: target.name(),
            pages: None,
            digest: None,
            earlier: Ok(Vec::new()),
            place: Place::Untold,
            role: asked.role.role.map(role_words::role),
            profile: said(&asked.xml.profile).or(of_role(Part::profile_of_role)),
            reason: said(&asked.claims.reason).or(of_role(Part::reason)),
            location: said(&asked.claims.location),
            filled: asked
                .claims
                .fill
                .iter()
                .map(|one| format!("{}={}", one.name, one.text))
                .collect(),
        };
        if !can_be_read_twice(input) {
            return Ok(paper);
        }
        let document = self.open(input)?;
        paper.digest = Some(document_digest(&document, input)?);
        let view = document.pdf().map(kyso::pdf::PdfDocument::latest);
        paper.pages = view.and_then(|view| view.pages().ok().map(Iterator::count));
        // Nothing of a file of no known kind can be a signature.
        let source = input.source()?;
        if matches!(Format::detect(&source), Ok(Some(_))) {
            paper.earlier = self.earlier(input, &source);
        }
        paper.place = self.place_in(&document, input, certificate);
        Ok(paper)
    }

    /// Where the signature of this person will stand.
    pub(super) fn place(&self, input: &Input, certificate: &Certificate) -> Place {
        match self.open(input) {
            Ok(document) => self.place_in(&document, input, Some(certificate)),
            Err(failure) => Place::Refused(failure.message().clone()),
        }
    }

    /// What opening says is said again when it is signed.
    fn open(&self, input: &Input) -> Result<Document, Failure> {
        held::during(|| open_to_sign(self.args, input, self.opener)).0
    }

    fn place_in(
        &self,
        document: &Document,
        input: &Input,
        certificate: Option<&Certificate>,
    ) -> Place {
        let Some(pdf) = document.pdf() else { return Place::Untold };
        if pdf.source().len() > MOST_PREVIEWED {
            return Place::Untold;
        }
        match held::during(|| self.field(document, input, certificate)).0 {
            Ok(Some(field)) => Place::In(Box::new(field)),
            Ok(None) => Place::Untold,
            Err(failure) if certificate.is_none() && failure.needs_name() => Place::ByName,
            Err(failure) => Place::Refused(failure.message().clone()),
        }
    }

    /// The field that will hold the signature, as it comes out of a preview.
    fn field(
        &self,
        document: &Document,
        input: &Input,
        certificate: Option<&Certificate>,
    ) -> Result<Option<SignatureField>, Failure> {
        let asked = self.wishes.for_(input);
        let file = input.name();
        let mut builder = with_claims!(document.sign((), now()), asked.claims, asked.xml);
        if let Some(gate) = asked.gate {
            builder = gate.part().put(builder);
        }
        if let Some(seen) = asked.seen {
            let named = asked.claims.field.as_deref();
            let on = On { document, file: &file, signer: certificate, named };
            builder = seen.put(builder, &on, self.ui)?;
        }
        let failed = |error: kyso::Error| Failure::core(error, &file);
        let preview = builder.preview(certificate).map_err(|error| failed(error.into()))?;
        let preview = Source::from_bytes(preview);
        let preview =
            self.opener.with(input, |how| Document::from_source_with(preview.clone(), how))?;
        let before = document.signature_fields().map_err(failed)?;
        let fields = preview.signature_fields().map_err(failed)?;
        let was_signed = |field: &SignatureField| {
            before.iter().any(|one| one.name == field.name && one.signature.is_some())
        };
        let mut fields = fields.into_iter();
        Ok(fields.find(|field| field.signature.is_some() && !was_signed(field)))
    }

    /// Who signed before, judged by whom the user trusts and by what is at hand: nobody is asked
    /// over the network while somebody waits.
    fn earlier(&self, input: &Input, source: &Source) -> Result<Vec<Earlier>, Message> {
        let (report, _) = held::during(|| self.judge(input, source));
        let report = report.map_err(|failure| failure.message().clone())?;
        Ok(report.signatures.iter().map(earlier).collect())
    }

    fn judge(&self, input: &Input, source: &Source) -> Result<Report, Failure> {
        let (policy, evidence) = self.policy.get_or_init(|| self.policy());
        let verifier = Verifier::new(policy).evidence(evidence);
        let content = self.args.cades.content.as_deref();
        let verifier = cades::judging(verifier, (input, source), content)?;
        self.opener
            .with(input, |how| verifier.clone().opening(how.clone()).verify_source(source, now()))
    }

    /// A store that cannot be read is no hindrance here: then nobody is trusted.
    fn policy(&self) -> (Policy, Evidence) {
        let args = self.args;
        let policy = held::during(|| policies::to_judge_signed(args, self.network, self.ui)).0;
        let policy = policy.unwrap_or_else(|_| Policy::baseline(TrustAnchors::new()));
        (policy, evidence::load(&args.evidence.evidence).unwrap_or_default())
    }
}

fn earlier(signature: &SignatureReport) -> Earlier {
    let by = signature.signer.as_ref().map(|signer| signer.common_name.clone());
    Earlier {
        by: by.unwrap_or_else(|| signature.id.clone()),
        is_stamp: signature.kind == Kind::DocumentTimestamp,
        verdict: words::verdict(&signature.conclusion),
    }
}

/// Whether it is a file, and no pipe that reading would empty.
fn can_be_read_twice(input: &Input) -> bool {
    match input {
        Input::File(path) => std::fs::metadata(path).is_ok_and(|there| !is_pipe(&there)),
        Input::Stdin => false,
        Input::Packed(pack) => pack.paths().all(std::path::Path::is_file),
    }
}

fn is_pipe(there: &std::fs::Metadata) -> bool {
    !there.is_file() && !there.is_dir()
}
