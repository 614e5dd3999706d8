//! `kyso preview`: the page as it will look, drawn before any key is touched.

use std::io::IsTerminal;

use kyso::Document;
use kyso::pdf::PdfError;

use super::batch;
use crate::args::PreviewArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
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
    let reads = Reads::new([&input], false).secrets([&password]);
    if let Some(target) = &target {
        target.check(&reads)?;
    }
    let document = Opener::to_write(&args.unlock, ui)?.open_sparing(&input)?;
    let picture = draw(&document, args, &input)?;
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

fn draw(document: &Document, args: &PreviewArgs, input: &Input) -> Result<Picture, Failure> {
    let Some(pdf) = document.pdf() else {
        return Err(Failure::io(msg::error_preview_pdf_only(input.name())));
    };
    let page = args.page.unwrap_or(1);
    let view = pdf.latest();
    let mut pages = view.pages().map_err(|error| Failure::core(error, &input.name()))?;
    let before = page.checked_sub(1);
    if before.and_then(|before| pages.nth(before)).is_none() {
        let pages = view.pages().map_or(0, Iterator::count);
        return Err(Failure::core(PdfError::NoSuchPage { page, pages }, &input.name()));
    }
    let drawn = picture::draw(pdf.source(), &[page], Sharpness::Dpi(args.dpi));
    let why = match drawn {
        Ok(pictures) => match pictures.into_iter().next() {
            Some(picture) => return Ok(picture),
            None => NoPicture::Failed,
        },
        Err(NoPicture::Failed) if pdf.encryption().is_some() => NoPicture::Encrypted,
        Err(why) => why,
    };
    Err(undrawn(why, input))
}

fn undrawn(why: NoPicture, input: &Input) -> Failure {
    Failure::io(msg::error_no_picture(input.name(), why.words()))
}
