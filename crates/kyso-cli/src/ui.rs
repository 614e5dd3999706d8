//! What is said and where: results to stdout, everything else to stderr.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anstyle::{AnsiColor, Style};

use crate::args::{Color, CommonArgs};
use crate::config::Settings;
use crate::error::Failure;
use crate::held::{self, Held, Said};
use crate::i18n::{Catalog, Message, msg};
use crate::progress;

/// How good the news is; it chooses the colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// It is as it should be.
    Good,
    /// Somebody should look.
    Doubtful,
    /// It is not as it should be.
    Bad,
    /// Beside the point.
    Faint,
}

/// The two streams and the language.
pub(crate) struct Ui {
    pub(crate) catalog: Catalog,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    /// What stood below the options of the call.
    pub(crate) settings: Settings,
    /// For screen readers: one fact a line, nothing drawn, no colours.
    pub(crate) plain: bool,
    colored: bool,
    /// Whether stdout is a terminal.
    is_seen: bool,
    colored_errors: bool,
    reader_gone: AtomicBool,
    /// What would go to stdout, where somebody in this program reads it.
    kept: Option<Mutex<Vec<u8>>>,
}

impl Ui {
    /// As the options and the environment ask.
    pub(crate) fn new(common: &CommonArgs, catalog: Catalog, settings: Settings) -> Self {
        Self {
            catalog,
            quiet: common.quiet,
            verbose: common.verbose,
            settings,
            plain: common.plain,
            colored: !common.plain && colored(common.color, io::stdout().is_terminal()),
            is_seen: io::stdout().is_terminal(),
            colored_errors: !common.plain && colored(common.color, io::stderr().is_terminal()),
            reader_gone: AtomicBool::new(false),
            kept: None,
        }
    }

    /// For the time before the options are known.
    pub(crate) fn plain(catalog: Catalog) -> Self {
        Self {
            catalog,
            quiet: false,
            verbose: false,
            settings: Settings::default(),
            plain: false,
            colored: false,
            is_seen: io::stdout().is_terminal(),
            colored_errors: false,
            reader_gone: AtomicBool::new(false),
            kept: None,
        }
    }

    /// The same, where results are kept for [`Self::take_kept`] and not written.
    pub(crate) fn keeping(&self) -> Self {
        Self {
            quiet: self.quiet,
            verbose: self.verbose,
            plain: self.plain,
            colored: self.colored,
            is_seen: self.is_seen,
            colored_errors: self.colored_errors,
            kept: Some(Mutex::default()),
            ..Self::plain(Catalog::new(self.catalog.lang()))
        }
    }

    /// The results that were kept.
    pub(crate) fn take_kept(&self) -> Vec<u8> {
        let take = |kept: &Mutex<Vec<u8>>| {
            std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner))
        };
        self.kept.as_ref().map(take).unwrap_or_default()
    }

    /// The text in the reader's language.
    pub(crate) fn text(&self, message: &Message) -> String {
        self.catalog.text(message)
    }

    /// Whether stdout is coloured.
    pub(crate) fn is_colored(&self) -> bool {
        self.colored
    }

    /// `text` in the colour of `tone`, for stdout.
    pub(crate) fn paint(&self, tone: Tone, text: &str) -> String {
        paint(self.colored, tone, text)
    }

    /// Writes to stdout. That the reader has gone away is no error: the exit status still tells
    /// what was found.
    pub(crate) fn print(&self, bytes: &[u8]) -> Result<(), Failure> {
        if self.reader_gone.load(Ordering::Relaxed) {
            return Ok(());
        }
        if held::keep(|| Said::Result(bytes.to_vec())) {
            return Ok(());
        }
        if let Some(kept) = &self.kept {
            kept.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let mut write = || out.write_all(bytes).and_then(|()| out.flush());
        // A bar is in the way of nothing that goes elsewhere.
        match if self.is_seen { progress::aside(write) } else { write() } {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.reader_gone.store(true, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => Err(Failure::stdout(&error)),
            Ok(()) => Ok(()),
        }
    }

    /// Writes a line to stdout.
    pub(crate) fn print_line(&self, line: &str) -> Result<(), Failure> {
        self.print(format!("{line}\n").as_bytes())
    }

    /// Writes a JSON object as one line to stdout.
    pub(crate) fn print_json(&self, value: &serde_json::Value) -> Result<(), Failure> {
        self.print_line(&value.to_string())
    }

    /// Says on stderr how the work goes, unless asked to be quiet.
    pub(crate) fn note(&self, message: &Message) {
        if !self.quiet {
            say(&format!("kyso: {}\n", self.text(message)));
        }
    }

    /// Shows on stderr what a question will be about.
    pub(crate) fn show(&self, text: &str) {
        say_now(&format!("{text}\n"));
    }

    /// Asks on stderr, without ending the line.
    pub(crate) fn ask(&self, question: &Message) {
        say_now(&format!("{} ", self.text(question)));
    }

    /// Says what was held back.
    pub(crate) fn release(&self, held: Held) -> Result<(), Failure> {
        held.into_iter().try_for_each(|said| match said {
            Said::Result(bytes) => self.print(&bytes),
            Said::Aside(text) => {
                say(&text);
                Ok(())
            }
        })
    }

    /// Says on stderr what somebody should look at.
    pub(crate) fn warn(&self, message: &Message) {
        let word = paint(self.colored_errors, Tone::Doubtful, &self.text(&msg::word_warning()));
        say(&format!("kyso: {word}: {}\n", self.text(message)));
    }

    /// Says on stderr what went wrong, and on a second line what to do.
    pub(crate) fn complain(&self, failure: &Failure) {
        let word = paint(self.colored_errors, Tone::Bad, &self.text(&msg::word_error()));
        let message = failure.message();
        let row = failure.row().map(|row| format!(" ({})", self.text(&row)));
        let row = row.unwrap_or_default();
        let mut lines = format!("kyso: {word}: {}{row}\n", self.text(message));
        if let Some(fix) = self.catalog.fix(message) {
            lines.push_str("      ");
            lines.push_str(&fix);
            lines.push('\n');
        }
        say(&lines);
    }
}

fn say(text: &str) {
    if !held::keep(|| Said::Aside(text.to_owned())) {
        say_now(text);
    }
}

/// Writes to stderr, held back or not.
pub(crate) fn say_now(text: &str) {
    // Nobody is left to be told when stderr cannot be written.
    let _ = progress::aside(|| io::stderr().lock().write_all(text.as_bytes()));
}

fn colored(option: Option<Color>, terminal: bool) -> bool {
    match option.unwrap_or(Color::Auto) {
        Color::Always => true,
        Color::Never => false,
        // https://no-color.org: set and not empty.
        Color::Auto => {
            terminal
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
        }
    }
}

fn paint(colored: bool, tone: Tone, text: &str) -> String {
    if !colored {
        return text.to_owned();
    }
    let style = match tone {
        Tone::Good => Style::new().bold().fg_color(Some(AnsiColor::Green.into())),
        Tone::Doubtful => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
        Tone::Bad => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
        Tone::Faint => Style::new().dimmed(),
    };
    format!("{style}{text}{style:#}")
}
