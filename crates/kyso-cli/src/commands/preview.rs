//! `kyso preview`: the page as it will look, drawn before any key is touched.

use std::io::IsTerminal;
use std::path::Path;

use kyso::pdf::{PageChoice, PdfDocument, PdfError, SignatureField};
use kyso::x509::Certificate;
use kyso::{Document, Source};

use super::batch;
use super::claims::with_claims;
use super::now;
use super::prepare::{certificates, signer_first};
use crate::args::PreviewArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::look::{Paper, Seen};
use crate::opener::Opener;
use crate::output::Target;
use crate::picture::{self, NoPicture, Picture, Sharpness};
use crate::reads::Reads;
use crate::ui::Ui;

pub(super) fn run(args: &PreviewArgs, ui: &Ui) -> Result<Status, Failure> {
    let input = Input::from_path(&args.input);
    let target = args.output.as_ref().map(|path| Target::from_option(path, args.force));
    if target.is_none() && !std::io::stdout().is_terminal() {
        return Err(Failure::usage(msg::call_preview_no_output()));
    }
    let password = args.unlock.password.passphrase();
    batch::stdin_once([&input], batch::from_stdin([&password]))?;
    let reads = Reads::new([&input], false).secrets([&password]).also(args.look.files());
    let reads = reads.also(&args.cert).also(&args.profile);
    if let Some(target) = &target {
        target.check(&reads)?;
    }
    let document = Opener::to_write(&args.unlock, ui)?.open_sparing(&input)?;
    let picture = draw(&document, args, &input, ui)?;
    match &target {
        Some(target) => {
            target.put(picture.png.as_slice(), &reads)?;
            let done = msg::previewed(input.name(), target.name(), picture.page);
            batch::tell(ui, target, &done)?;
        }
        None => {
            let shown = picture::show(&picture).ok_or_else(|| undrawn(NoPicture::Failed, &input));
            ui.print(&shown?)?;
        }
    }
    Ok(Status::Done)
}

/// The picture of the page with the signature; of the page that is asked for, where nothing is
/// to be seen.
fn draw(
    document: &Document,
    args: &PreviewArgs,
    input: &Input,
    ui: &Ui,
) -> Result<Picture, Failure> {
    let Some(pdf) = document.pdf() else {
        return Err(Failure::io(msg::error_preview_pdf_only(input.name())));
    };
    let filled = !args.claims.fill.is_empty();
    let asked = args.look.is_more_than_page() || args.profile.is_some();
    let seen = Seen::of(&args.look, args.profile.as_deref(), now(), ui)?.filter(|_| asked);
    let encrypted = pdf.encryption().is_some();
    let page = match args.look.page {
        Some(PageChoice::Last) => pages(pdf, input)?,
        Some(PageChoice::Number(number)) => number,
        None => 1,
    };
    if seen.is_none() && !filled {
        let pages = pages(pdf, input)?;
        if page > pages {
            return Err(Failure::core(PdfError::NoSuchPage { page, pages }, &input.name()));
        }
        return drawn(pdf.source(), page, args, input, encrypted);
    }
    let certificate = args.cert.as_deref().map(certificate).transpose()?;
    let name = input.name();
    let mut builder = with_claims!(document.sign((), now()), &args.claims);
    if let Some(seen) = &seen {
        let on = Paper {
            document,
            file: &name,
            signer: certificate.as_ref(),
            named: args.claims.field.is_some(),
        };
        builder = seen.put(builder, &on, ui)?;
    }
    let failed = |error: kyso::Error| Failure::core(error, &name);
    let preview = builder.preview(certificate.as_ref()).map_err(|error| failed(error.into()))?;
    let preview = Document::from_bytes(preview).map_err(failed)?;
    let before = document.signature_fields().map_err(failed)?;
    let fields = preview.signature_fields().map_err(failed)?;
    let is_new = |field: &&SignatureField| {
        let was_signed = |one: &SignatureField| one.name == field.name && one.signature.is_some();
        field.signature.is_some() && field.is_seen() && !before.iter().any(was_signed)
    };
    let page = fields.iter().find(is_new).and_then(|field| field.page).unwrap_or(page);
    let source = preview.pdf().map_or(pdf.source(), PdfDocument::source);
    drawn(source, page, args, input, encrypted)
}

fn pages(pdf: &PdfDocument, input: &Input) -> Result<usize, Failure> {
    let view = pdf.latest();
    let pages = view.pages().map_err(|error| Failure::core(error, &input.name()))?;
    Ok(pages.count())
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
    encrypted: bool,
) -> Result<Picture, Failure> {
    let why = match picture::draw(source, &[page], Sharpness::Dpi(args.dpi)) {
        Ok(pictures) => match pictures.into_iter().next() {
            Some(picture) => return Ok(picture),
            None => NoPicture::Failed,
        },
        Err(NoPicture::Failed) if encrypted => NoPicture::Encrypted,
        Err(why) => why,
    };
    Err(undrawn(why, input))
}

fn undrawn(why: NoPicture, input: &Input) -> Failure {
    Failure::io(msg::error_no_picture(input.name(), why.words()))
}
