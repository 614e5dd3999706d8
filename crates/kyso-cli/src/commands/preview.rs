//! `kyso preview`: pages as they will look, drawn before any key is touched.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use kyso::pdf::{PageChoice, PageRange, PdfDocument, PdfError, SignatureField};
use kyso::x509::Certificate;
use kyso::{Document, Source};

use super::batch;
use super::claims::with_claims;
use super::now;
use super::prepare::{certificates, signer_first};
use crate::args::{ClaimArgs, PreviewArgs};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::look::{Paper, Seen};
use crate::opener::Opener;
use crate::output::Target;
use crate::picture::{self, NoPicture, Picture, Sharpness};
use crate::reads::Reads;
use crate::role::Part;
use crate::ui::Ui;

pub(super) fn run(args: &PreviewArgs, ui: &Ui) -> Result<Status, Failure> {
    let input = Input::from_path(&args.input);
    if args.output.is_none() && !std::io::stdout().is_terminal() {
        return Err(Failure::usage(msg::call_preview_no_output()));
    }
    let password = args.unlock.password.passphrase();
    batch::stdin_once([&input], batch::from_stdin([&password]))?;
    let reads = Reads::new([&input], false).secrets([&password]).also(args.look.files());
    let reads = reads.also(&args.cert).also(&args.profile).also(&args.role.roles);
    let may_be_several = !args.show.is_empty() || !args.look.pages.is_empty();
    if let Some(path) = args.output.as_ref().filter(|_| !may_be_several) {
        Target::from_option(path, args.force).check(&reads)?;
    }
    let opener = Opener::to_write(&args.unlock, ui)?;
    let document = opener.open_sparing(&input)?;
    let shown = Shown::of(&document, args, &input, &opener, ui)?;
    let targets = targets(args, &shown.pages)?;
    for target in &targets {
        target.check(&reads)?;
    }
    let mut written = Vec::new();
    let outcome = shown.pages.iter().enumerate().try_for_each(|(at, page)| {
        let picture = drawn(&shown.source, *page, args, &input)?;
        let Some(target) = targets.get(at) else {
            let shown = picture::show(&picture).ok_or_else(|| undrawn(NoPicture::Failed, &input));
            return ui.print(&shown?);
        };
        target.put(picture.png.as_slice(), &reads)?;
        written.push(target);
        let done = msg::previewed(input.name(), target.name(), picture.page);
        batch::tell(ui, target, &done)
    });
    if outcome.is_err() {
        written.into_iter().for_each(Target::take_back);
    }
    outcome.map(|()| Status::Done)
}

/// Where each page goes; nowhere where a terminal shows them. Of several pages each has its number
/// in the name of its file.
fn targets(args: &PreviewArgs, pages: &[usize]) -> Result<Vec<Target>, Failure> {
    let Some(path) = &args.output else { return Ok(Vec::new()) };
    if pages.len() > 1 && path == Path::new("-") {
        return Err(Failure::usage(msg::call_preview_several_to_stdout(pages.len())));
    }
    let named = |page: &usize| -> PathBuf {
        let Some(stem) = path.file_stem().filter(|_| pages.len() > 1) else { return path.clone() };
        let mut name = stem.to_owned();
        name.push(format!("-{page}"));
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    };
    Ok(pages.iter().map(|page| Target::from_option(&named(page), args.force)).collect())
}

/// What is drawn.
struct Shown {
    /// The document with all that will be seen, not encrypted.
    source: Source,
    /// Counted from 1, in their order.
    pages: Vec<usize>,
}

impl Shown {
    fn of(
        document: &Document,
        args: &PreviewArgs,
        input: &Input,
        opener: &Opener<'_>,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let Some(pdf) = document.pdf() else {
            return Err(Failure::io(msg::error_preview_pdf_only(input.name())));
        };
        let part = Part::of(&args.role)?;
        let profile = args.profile.as_deref();
        let profile = part.as_ref().map_or(profile, |part| part.profile(&args.look, profile));
        let asked = args.look.is_more_than_page() || profile.is_some();
        let seen = Seen::of(&args.look, profile, now(), ui)?.filter(|_| asked);
        let seen = seen.map(|seen| seen.in_role(part.as_ref()));
        let signer = args.cert.as_deref().map(certificate).transpose()?;
        let wanted = Wanted {
            part: part.as_ref(),
            seen: seen.as_ref(),
            claims: &args.claims,
            signer: signer.as_ref(),
        };
        let looked = with_look(document, &wanted, input, opener, ui)?;
        let pages = chosen(pdf, args, looked.field.and_then(|field| field.page), input)?;
        Ok(Self { source: looked.source, pages })
    }
}

/// What is to be seen of a signature.
pub(crate) struct Wanted<'a> {
    /// The role that it is signed in.
    pub(crate) part: Option<&'a Part>,
    pub(crate) seen: Option<&'a Seen>,
    pub(crate) claims: &'a ClaimArgs,
    /// Not known where a key does not show it yet.
    pub(crate) signer: Option<&'a Certificate>,
}

/// A document to be drawn.
pub(crate) struct Looked {
    /// The document with all that will be seen, not encrypted.
    pub(crate) source: Source,
    /// Where the signature will be seen.
    pub(crate) field: Option<SignatureField>,
}

/// A PDF as it will look once signed.
pub(crate) fn with_look(
    document: &Document,
    wanted: &Wanted<'_>,
    input: &Input,
    opener: &Opener<'_>,
    ui: &Ui,
) -> Result<Looked, Failure> {
    let Some(pdf) = document.pdf() else {
        return Err(Failure::io(msg::error_preview_pdf_only(input.name())));
    };
    if wanted.seen.is_none() && wanted.claims.fill.is_empty() {
        return Ok(Looked { source: plain(pdf, input)?, field: None });
    }
    let preview = signed(document, wanted, input, ui)?;
    let preview = opener
        .with(input, |how| Document::from_source_with(Source::from_bytes(preview.clone()), how))?;
    let failed = |error: kyso::Error| Failure::core(error, &input.name());
    let before = document.signature_fields().map_err(failed)?;
    let fields = preview.signature_fields().map_err(failed)?;
    let is_new = |field: &SignatureField| {
        let was_signed = |one: &SignatureField| one.name == field.name && one.signature.is_some();
        field.signature.is_some() && field.is_seen() && !before.iter().any(was_signed)
    };
    let field = fields.into_iter().find(is_new);
    Ok(Looked { source: plain(preview.pdf().unwrap_or(pdf), input)?, field })
}

/// The document with all that will be seen.
fn signed(
    document: &Document,
    wanted: &Wanted<'_>,
    input: &Input,
    ui: &Ui,
) -> Result<Vec<u8>, Failure> {
    let name = input.name();
    let mut builder = with_claims!(document.sign((), now()), wanted.claims);
    if let Some(part) = wanted.part {
        builder = part.put(builder);
    }
    if let Some(seen) = wanted.seen {
        let named = wanted.claims.field.as_deref();
        let on = Paper { document, file: &name, signer: wanted.signer, named };
        builder = seen.put(builder, &on, ui)?;
    }
    let preview = builder.preview(wanted.signer);
    preview.map_err(|error| Failure::core(kyso::Error::from(error), &name))
}

/// The pages that `--show` names; else that of the signature and those with stamps, or the one
/// that is asked for.
fn chosen(
    pdf: &PdfDocument,
    args: &PreviewArgs,
    of_signature: Option<usize>,
    input: &Input,
) -> Result<Vec<usize>, Failure> {
    let pages = pages(pdf, input)?;
    let mut chosen = BTreeSet::new();
    if args.show.is_empty() {
        chosen.insert(of_signature.unwrap_or(match args.look.page {
            Some(PageChoice::Last) => pages,
            Some(PageChoice::Number(number)) => number,
            None => 1,
        }));
    }
    let ranges = if args.show.is_empty() { &args.look.pages } else { &args.show };
    for range in ranges {
        match *range {
            PageRange::All => chosen.extend(1..=pages),
            // What is not there is named, and nothing else counted up.
            PageRange::Numbers(first, last) => {
                chosen.extend(first..=last.min(pages + 1).max(first))
            }
        }
    }
    if let Some(page) = chosen.iter().copied().find(|page| *page > pages) {
        return Err(Failure::core(PdfError::NoSuchPage { page, pages }, &input.name()));
    }
    Ok(chosen.into_iter().collect())
}

fn pages(pdf: &PdfDocument, input: &Input) -> Result<usize, Failure> {
    let view = pdf.latest();
    let pages = view.pages().map_err(|error| Failure::core(error, &input.name()))?;
    Ok(pages.count())
}

/// What the drawing process gets, which knows no password.
fn plain(pdf: &PdfDocument, input: &Input) -> Result<Source, Failure> {
    if pdf.encryption().is_none() {
        return Ok(pdf.source().clone());
    }
    let plain = pdf.plain_copy().map_err(|error| match error {
        PdfError::PlainTooLarge { .. } => undrawn(NoPicture::TooLarge, input),
        error => Failure::core(error, &input.name()),
    })?;
    Ok(Source::from_bytes(plain))
}

fn certificate(path: &Path) -> Result<Certificate, Failure> {
    let mut chain = certificates(path)?;
    signer_first(&mut chain);
    let first = chain.into_iter().next();
    first.ok_or_else(|| Failure::io(msg::error_no_certificate(path)))
}

fn drawn(
    source: &Source,
    page: usize,
    args: &PreviewArgs,
    input: &Input,
) -> Result<Picture, Failure> {
    let pictures = picture::draw(source, &[page], Sharpness::Dpi(args.dpi));
    let first = pictures.and_then(|pictures| pictures.into_iter().next().ok_or(NoPicture::Failed));
    first.map_err(|why| undrawn(why, input))
}

fn undrawn(why: NoPicture, input: &Input) -> Failure {
    Failure::io(msg::error_no_picture(input.name(), why.words()))
}
