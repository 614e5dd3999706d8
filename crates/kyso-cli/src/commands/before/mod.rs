//! See what you sign: one screen at the terminal, and a question, before the key is used. Without
//! a terminal nobody is asked, and `--yes` asks nobody either.

mod paper;
mod screen;
mod shown;

use std::cell::{OnceCell, RefCell};
use std::io::{self, IsTerminal};

use kyso::x509::Certificate;
use kyso_net::Network;

use paper::{Paper, Tools};
use screen::Screen;
pub(super) use shown::Shown;

use super::batch::Batch;
use super::wishes::Wishes;
use crate::args::SignArgs;
use crate::error::Failure;
use crate::i18n::{Lang, msg};
use crate::inputs::Input;
use crate::opener::Opener;
use crate::output::Target;
use crate::ui::Ui;

/// Papers of a batch that are shown one by one: with these all fits on a screen of 24 lines.
const MOST: usize = 8;

/// What is shown, and to whom.
pub(super) struct Before<'a> {
    args: &'a SignArgs,
    ui: &'a Ui,
    pairs: Vec<(&'a Input, &'a Target)>,
    tools: Tools<'a>,
    asks: bool,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    papers: Option<Vec<Paper>>,
    shown: Shown,
}

impl<'a> Before<'a> {
    pub(super) fn new(
        args: &'a SignArgs,
        batch: &'a Batch,
        (opener, wishes): (&'a Opener<'a>, &'a Wishes<'a>),
        network: &'a Network,
        ui: &'a Ui,
    ) -> Self {
        let pairs: Vec<(&Input, &Target)> = batch.inputs().zip(&batch.targets).collect();
        // Who types a document cannot be asked in the same breath.
        let typed = pairs.iter().any(|(input, _)| **input == Input::Stdin);
        let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        let asks = is_terminal && !args.yes && !typed && !pairs.is_empty();
        let policy = OnceCell::new();
        let tools = Tools { args, opener, wishes, network, ui, policy };
        Self { args, ui, pairs, tools, asks, state: RefCell::default() }
    }

    /// Shows what is to be signed, once; `certificate` is by whom, where that is known by now.
    pub(super) fn show(&self, certificate: Option<&Certificate>) -> Result<(), Failure> {
        let mut state = self.state.borrow_mut();
        if !self.asks || state.papers.is_some() {
            return Ok(());
        }
        // Before anything is read: whatever changes from here on is seen.
        let mut shown = Shown::of(self.pairs.iter().map(|(input, _)| *input));
        let mut papers = Vec::new();
        for (input, target) in self.pairs.iter().take(MOST) {
            let paper = self.tools.paper(input, target, certificate);
            let paper = match paper {
                Err(failure) if self.pairs.len() == 1 => return Err(failure),
                paper => paper.unwrap_or_else(|failure| Paper::refused(input, target, &failure)),
            };
            if let Some(digest) = &paper.digest {
                shown.digest_is(input, digest.clone());
            }
            papers.push(paper);
        }
        let screen = Screen { args: self.args, ui: self.ui, all: self.pairs.len() };
        self.ui.show(&screen.papers(&papers, self.size()));
        *state = State { papers: Some(papers), shown };
        Ok(())
    }

    /// Shows all, asks, and refuses to go on unless the answer is yes.
    pub(super) fn confirm(&self, certificate: &Certificate) -> Result<(), Failure> {
        if !self.asks {
            return Ok(());
        }
        self.show(Some(certificate))?;
        let screen = Screen { args: self.args, ui: self.ui, all: self.pairs.len() };
        let state = self.state.borrow();
        // A place that goes by the signer's name was not known before the name was.
        let unplaced = state.papers.as_deref().and_then(|papers| match papers {
            [only] if !only.is_placed() => self.pairs.first(),
            _ => None,
        });
        let place = unplaced.map(|(input, _)| self.tools.place(input, certificate));
        self.ui.show(&screen.signer(certificate, place.as_ref()));
        forget_typed();
        self.ui.ask(&msg::ask_sign(self.pairs.len()));
        let mut answer = String::new();
        // What cannot be read is no consent.
        let _ = io::stdin().read_line(&mut answer);
        if is_yes(&answer, self.ui.catalog.lang()) {
            return Ok(());
        }
        Err(Failure::usage(msg::call_sign_declined()))
    }

    /// What was shown, to be held against what is signed.
    pub(super) fn end(self) -> Shown {
        self.state.into_inner().shown
    }

    /// All papers together, in bytes.
    fn size(&self) -> u64 {
        let size = |input: &&Input| match input {
            Input::File(path) => std::fs::metadata(path).map_or(0, |there| there.len()),
            Input::Stdin | Input::Packed(_) => 0,
        };
        self.pairs.iter().map(|(input, _)| size(input)).sum()
    }
}

/// What was typed before the question is no answer to it.
fn forget_typed() {
    #[cfg(unix)]
    {
        use rustix::termios::{QueueSelector, tcflush};
        // Where that cannot be, it stays as it is: an answer is still asked for.
        let _ = tcflush(rustix::stdio::stdin(), QueueSelector::IFlush);
    }
}

/// Whether an answer is a yes in the language of its question. Anything else is a no: `c` is a yes
/// in Vietnamese, and may mean to cancel in English.
fn is_yes(answer: &str, lang: Lang) -> bool {
    let words: &[&str] = match lang {
        Lang::Vi => &["c", "có", "co", "y", "yes"],
        Lang::En => &["y", "yes"],
    };
    words.contains(&answer.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::is_yes;
    use crate::i18n::Lang;

    #[test]
    fn only_a_yes_of_the_language_is_one() {
        for answer in ["y\n", "YES\r\n", " y "] {
            assert!(is_yes(answer, Lang::En) && is_yes(answer, Lang::Vi), "{answer}");
        }
        for answer in ["c\n", "Có\n", "co"] {
            assert!(is_yes(answer, Lang::Vi) && !is_yes(answer, Lang::En), "{answer}");
        }
        for answer in ["", "\n", "k\n", "n\n", "không\n", "no", "yy"] {
            assert!(!is_yes(answer, Lang::Vi) && !is_yes(answer, Lang::En), "{answer}");
        }
    }
}
