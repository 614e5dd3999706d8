//! Opens documents that may be encrypted: with the password given, or the one that a person types.

use std::sync::{Mutex, PoisonError};

use kyso::pdf::{PdfError, Permission};
use kyso::{Document, Error, Opening};
use zeroize::Zeroizing;

use crate::args::{PdfPasswordArgs, UnlockArgs};
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::progress;
use crate::secrets::{self, Source};
use crate::ui::Ui;

/// What all documents of a call are opened with.
pub(crate) struct Opener<'a> {
    opening: Opening,
    ignore_permissions: bool,
    /// What was typed for a document before: a batch often has one password.
    typed: Mutex<Option<Opening>>,
    /// Whether a person may be asked.
    ask: bool,
    ui: &'a Ui,
}

impl<'a> Opener<'a> {
    /// For verbs that only read.
    pub(crate) fn to_read(args: &PdfPasswordArgs, ui: &'a Ui) -> Result<Self, Failure> {
        let source = Source::from_args(&args.passphrase());
        let mut opening = Opening::new();
        if !source.is_terminal() {
            secrets::forbid_core_dumps();
            // The file is named only where a terminal would be asked.
            opening = opening.password(&source.fetch("PDF".as_ref(), ui)?);
        }
        let (typed, ask) = (Mutex::default(), source.is_terminal());
        Ok(Self { opening, ignore_permissions: false, typed, ask, ui })
    }

    /// The same, where nobody is asked: a document that needs another password stays closed.
    pub(crate) fn without_asking(mut self) -> Self {
        self.ask = false;
        self
    }

    /// For verbs that add to the document.
    pub(crate) fn to_write(args: &UnlockArgs, ui: &'a Ui) -> Result<Self, Failure> {
        let mut opener = Self::to_read(&args.password, ui)?;
        if args.ignore_permissions {
            opener.opening = opener.opening.ignore_permissions();
            opener.ignore_permissions = true;
        }
        Ok(opener)
    }

    /// Opens a document.
    pub(crate) fn open(&self, input: &Input) -> Result<Document, Failure> {
        let source = input.source()?;
        let document = self.with(input, |how| Document::from_source_with(source.clone(), how))?;
        self.warn(&document, input);
        Ok(document)
    }

    /// The same of one whose bytes are at hand.
    pub(crate) fn open_sparing_from(
        &self,
        input: &Input,
        source: &kyso::Source,
    ) -> Result<Document, Failure> {
        let open = |how: &Opening| Document::sparing_with(source.clone(), how);
        let document = self.with(input, open)?;
        self.warn(&document, input);
        Ok(document)
    }

    /// Opens a document to sign it: of a large XML document no more is kept than that needs.
    pub(crate) fn open_sparing(&self, input: &Input) -> Result<Document, Failure> {
        let source = input.source()?;
        let document = self.with(input, |how| Document::sparing_with(source.clone(), how))?;
        self.warn(&document, input);
        Ok(document)
    }

    /// Does `open`, and once more with a password where it needs one.
    pub(crate) fn with<T>(
        &self,
        input: &Input,
        open: impl Fn(&Opening) -> Result<T, Error>,
    ) -> Result<T, Failure> {
        let needed = |error: &Error| matches!(error, Error::Pdf(PdfError::PasswordNeeded));
        let failed = |error| Failure::core(error, &input.name());
        let error = match open(&self.opening) {
            Err(error) if self.ask && needed(&error) => error,
            outcome => return outcome.map_err(failed),
        };
        // Held while a person is asked, so that nobody is asked two things at once.
        let mut known = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(typed) = &*known
            && let Ok(opened) = open(typed)
        {
            return Ok(opened);
        }
        // Without a terminal the document stays closed, and the error says what to do.
        let Some(password) = self.prompt(input) else { return Err(failed(error)) };
        let typed = self.opening.clone().password(&password);
        let opened = open(&typed).map_err(failed)?;
        *known = Some(typed);
        Ok(opened)
    }

    fn prompt(&self, input: &Input) -> Option<Zeroizing<String>> {
        secrets::forbid_core_dumps();
        let question = self.ui.text(&msg::prompt_pdf_password(input.name()));
        let asked = || rpassword::prompt_password(format!("{question} "));
        progress::aside(asked).ok().map(Zeroizing::new)
    }

    fn warn(&self, document: &Document, input: &Input) {
        let encryption = document.pdf().and_then(kyso::pdf::PdfDocument::encryption);
        let forbids = encryption.is_some_and(|how| !how.allows(Permission::AddField));
        if forbids && self.ignore_permissions {
            self.ui.warn(&msg::warn_permissions_ignored(input.name()));
        }
    }
}
