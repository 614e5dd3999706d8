//! What the screen shows, whoever draws it.

use std::path::Path;

use super::folder::Told;
use super::me::Me;
use super::page::{Page, Where, Wish};
use super::paper::{Done, Paper, Reading};
use crate::i18n::Message;
use crate::ui::Tone;

/// Everything that is shown.
pub(crate) struct App {
    /// The folder, made harmless for a terminal.
    pub(crate) folder: String,
    pub(crate) papers: Vec<Paper>,
    pub(crate) selected: usize,
    pub(crate) screen: Screen,
    /// What was done last.
    pub(crate) note: Option<(Tone, Message)>,
    pub(crate) key: Key,
    /// The level asked for, in the words of reports.
    pub(crate) level: &'static str,
    /// Where results go.
    pub(crate) results: String,
    /// Pages come as pictures first.
    pub(crate) pictures: bool,
}

/// The key of the call.
#[derive(Clone, Debug)]
pub(crate) enum Key {
    /// None was named: papers are looked at and refused.
    None,
    /// Whose it is shows when it is opened.
    Hidden,
    Known(Box<Me>),
}

/// One screen.
pub(crate) enum Screen {
    List,
    Paper(PageView),
    Verdict {
        scroll: usize,
    },
    Help,
    /// Before signing.
    Confirm(Confirm),
    /// A reason is typed.
    Reason {
        text: String,
    },
}

/// A paper that is looked at.
pub(crate) struct PageView {
    pub(crate) page: usize,
    pub(crate) picture: bool,
    pub(crate) scroll: usize,
    /// `None` until it is made.
    pub(crate) made: Option<Box<Page>>,
}

/// What is about to be signed.
pub(crate) struct Confirm {
    pub(crate) papers: Vec<Sheet>,
    pub(crate) scroll: usize,
}

/// One paper of it.
pub(crate) struct Sheet {
    pub(crate) index: usize,
    /// SHA-256 of the file.
    pub(crate) sha256: String,
    pub(crate) place: Where,
}

/// What the program is to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Ask {
    Nothing,
    Quit,
    /// Draw everything anew.
    Clear,
    Page(Wish),
    /// Show what would be signed: these papers.
    Prepare(Vec<usize>),
    /// Sign what was shown.
    Sign(Vec<usize>),
    Refuse {
        index: usize,
        reason: String,
    },
}

impl App {
    /// The paper in front.
    pub(crate) fn current(&self) -> Option<&Paper> {
        self.papers.get(self.selected)
    }

    pub(crate) fn marked(&self) -> Vec<usize> {
        let marked = |(index, paper): (usize, &Paper)| paper.marked.then_some(index);
        self.papers.iter().enumerate().filter_map(marked).collect()
    }

    /// How many are still to be read.
    pub(crate) fn unread(&self) -> usize {
        self.papers.iter().filter(|paper| matches!(paper.reading, Reading::Waiting)).count()
    }

    fn find(&mut self, path: &Path) -> Option<&mut Paper> {
        self.papers.iter_mut().find(|paper| paper.path == path)
    }

    /// Takes over what was read.
    pub(crate) fn read(&mut self, told: Told) {
        if let Some(paper) = self.find(&told.path) {
            paper.stamp = Some(told.stamp);
            paper.reading = told.reading;
            paper.marked &= paper.can_be_signed();
        }
    }

    /// A paper is no more what was read.
    pub(crate) fn forget(&mut self, index: usize) {
        if let Some(paper) = self.papers.get_mut(index) {
            paper.reading = Reading::Waiting;
            paper.stamp = None;
            paper.marked = false;
        }
    }

    /// Takes over a page, if it is the one that is looked at.
    pub(crate) fn page(&mut self, page: Page) {
        let is_current = self.current().is_some_and(|paper| paper.path == page.wish.path);
        if let Screen::Paper(view) = &mut self.screen
            && is_current
            && page.wish.page == view.page
            && page.wish.picture == view.picture
        {
            view.made = Some(Box::new(page));
        }
    }

    /// The page that is looked at.
    pub(crate) fn wish(&self) -> Option<Wish> {
        let Screen::Paper(view) = &self.screen else { return None };
        let path = self.current()?.path.clone();
        Some(Wish { path, page: view.page, picture: view.picture })
    }

    /// What became of a paper.
    pub(crate) fn done(&mut self, index: usize, done: Done) {
        if let Some(paper) = self.papers.get_mut(index) {
            paper.marked = false;
            paper.done = Some(done);
        }
    }
}
