//! The screen at work: draws, takes keys, does what they ask.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyEventKind};

use super::folder::Background;
use super::me::Me;
use super::page::{self, Pages, Where};
use super::paper::{Done, Paper};
use super::read::Reader;
use super::refuse::{self, Refusal};
use super::screen::FullScreen;
use super::state::{App, Ask, Confirm, Key, Screen, Sheet};
use super::{keys, screen, signing};
use crate::args::{Level, SignArgs};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::{msg, printable};
use crate::interrupt;
use crate::ui::{Tone, Ui};

/// How long a key is waited for before it is looked what was read meanwhile.
const GLANCE: Duration = Duration::from_millis(60);

/// Papers of which the question before signing tells the place: each is laid out for it.
const MOST_PLACES: usize = 100;

/// What the screen works with.
pub(super) struct Desk<'a> {
    pub(super) args: &'a SignArgs,
    pub(super) folder: &'a Path,
    /// `None` where papers are signed in place.
    pub(super) results: Option<PathBuf>,
    pub(super) reader: Arc<Reader>,
    pub(super) ui: &'a Ui,
}

impl Desk<'_> {
    /// Shows the papers until somebody quits.
    pub(super) fn run(&self, papers: Vec<Paper>) -> Result<Status, Failure> {
        let failed = |error: io::Error| Failure::stdout(&error);
        let reading = Background::new(Arc::clone(&self.reader));
        let mut pages = self.pages(self.reader.me.as_ref());
        let mut making = page::Background::new(Arc::clone(&pages));
        papers.iter().for_each(|paper| reading.read(&paper.path));
        let mut app = self.app(papers);
        interrupt::watch();
        let mut screen = FullScreen::take(self.ui).map_err(failed)?;
        let mut is_new = true;
        while !interrupt::is_asked() {
            for told in reading.told() {
                app.read(told);
                is_new = true;
            }
            if let Some(page) = making.made() {
                app.page(page);
                is_new = true;
            }
            if is_new {
                screen.draw(&app, self.ui).map_err(failed)?;
            }
            is_new = event::poll(GLANCE).map_err(failed)?;
            if !is_new {
                continue;
            }
            let ask = match event::read().map_err(failed)? {
                Event::Key(key) if key.kind != KeyEventKind::Release => keys::press(&mut app, key),
                Event::Resize(..) => Ask::Clear,
                _ => Ask::Nothing,
            };
            match ask {
                Ask::Nothing => {}
                Ask::Quit => break,
                Ask::Clear => screen.clear().map_err(failed)?,
                Ask::Page(wish) => {
                    screen.clear().map_err(failed)?;
                    making.make(wish);
                }
                Ask::Prepare(papers) => {
                    self.prepare(&mut app, &papers, &pages, &reading);
                    screen.draw(&app, self.ui).map_err(failed)?;
                    FullScreen::forget_keys().map_err(failed)?;
                }
                Ask::Refuse { index, reason } => self.refuse(&mut app, index, &reason, &reading),
                Ask::Sign(papers) => {
                    let me =
                        screen.aside(|| self.sign(&mut app, &papers, &reading)).map_err(failed)?;
                    if let Some(me) = me {
                        pages = self.pages(Some(&me));
                        making = page::Background::new(Arc::clone(&pages));
                    }
                }
            }
        }
        Ok(Status::Done)
    }

    fn pages(&self, me: Option<&Me>) -> Arc<Pages> {
        let signer = me.and_then(|me| me.certificate.clone());
        Arc::new(Pages::new(self.args, signer, self.ui.catalog.lang()))
    }

    fn app(&self, papers: Vec<Paper>) -> App {
        let key = &self.args.key;
        let named = [&key.p12, &key.key].iter().any(|path| path.is_some())
            || key.pkcs11.is_some()
            || key.command.key_command.is_some()
            || key.remote.remote.is_some();
        App {
            folder: printable(&self.folder.display().to_string()),
            papers,
            selected: 0,
            screen: Screen::List,
            note: None,
            key: match &self.reader.me {
                _ if !named => Key::None,
                Some(me) => Key::Known(Box::new(me.clone())),
                None => Key::Hidden,
            },
            level: level(self.args.level),
            results: match &self.results {
                Some(folder) => printable(&folder.display().to_string()),
                None => self.ui.text(&msg::inbox_in_place()),
            },
            pictures: crate::picture::is_sharp(),
        }
    }

    /// Puts the question whether to sign these, with what they are now.
    fn prepare(&self, app: &mut App, papers: &[usize], pages: &Pages, reading: &Background) {
        let mut sheets = Vec::new();
        let mut changed = Vec::new();
        for index in papers.iter().copied() {
            let Some(paper) = app.papers.get(index) else { continue };
            let Some(stamp) = &paper.stamp else { continue };
            let input = paper.input();
            // What stands there now may be a pipe, which nobody fills.
            let there = stamp.still_its_file(&input).and_then(|()| refuse::digest(&paper.path));
            let told = there.and_then(|(sha256, _)| {
                let place = match sheets.len() < MOST_PLACES {
                    true => pages.place(&input),
                    false => Where::Untold,
                };
                stamp.still_its_file(&input).map(|()| Sheet { index, sha256, place })
            });
            match told {
                Ok(sheet) => sheets.push(sheet),
                Err(failure) => changed.push((index, failure)),
            }
        }
        for (index, failure) in changed {
            app.note = Some((Tone::Bad, failure.message().clone()));
            self.read_again(app, index, reading);
            app.screen = Screen::List;
        }
        let alike = alike(sheets.iter().filter_map(|sheet| app.papers.get(sheet.index)));
        if let Some(file) = alike {
            app.note = Some((Tone::Bad, msg::inbox_names_alike(file)));
            app.screen = Screen::List;
        } else if sheets.len() == papers.len() {
            app.screen = Screen::Confirm(Confirm { papers: sheets, scroll: 0 });
        }
    }

    fn read_again(&self, app: &mut App, index: usize, reading: &Background) {
        app.forget(index);
        if let Some(paper) = app.papers.get(index) {
            reading.read(&paper.path);
        }
    }

    /// Signs; says whose key it was where that is new.
    fn sign(&self, app: &mut App, papers: &[usize], reading: &Background) -> Option<Me> {
        let chosen: Vec<(usize, &Paper)> = papers
            .iter()
            .filter_map(|index| app.papers.get(*index).map(|paper| (*index, paper)))
            .collect();
        let all = chosen.len();
        let outcome = signing::sign(self.args, &chosen, self.results.as_deref(), self.ui);
        let mut signed = 0;
        for (index, done) in outcome.done {
            let is_signed = matches!(done, Done::Signed { .. });
            signed += usize::from(is_signed);
            app.done(index, done);
            // Somebody else's version of it may have been the reason.
            if !is_signed || self.results.is_none() {
                self.read_again(app, index, reading);
            }
        }
        let tone = if signed == all { Tone::Good } else { Tone::Bad };
        let note = match &outcome.failure {
            Some(failure) if signed == 0 => failure.message().clone(),
            _ => msg::inbox_signed(all, signed),
        };
        app.note = Some((tone, note));
        if signed < all {
            screen::wait_for_enter(|| self.ui.ask(&msg::inbox_press_enter()));
        }
        let was_hidden = matches!(app.key, Key::Hidden);
        let me = outcome.me.filter(|_| was_hidden)?;
        app.key = Key::Known(Box::new(me.clone()));
        Some(me)
    }

    fn refuse(&self, app: &mut App, index: usize, reason: &str, reading: &Background) {
        let Some(paper) = app.papers.get(index) else { return };
        let refusal =
            Refusal { folder: self.folder, path: &paper.path, reason, shown: paper.stamp.as_ref() };
        match refusal.act() {
            Ok(to) => {
                let to = printable(&to.display().to_string());
                app.note = Some((Tone::Good, msg::inbox_refused_to(to.as_str())));
                app.done(index, Done::Refused { to });
            }
            Err(failure) => {
                app.note = Some((Tone::Bad, failure.message().clone()));
                self.read_again(app, index, reading);
            }
        }
    }
}

/// The first name that two papers share once it is written as Unicode: what is told of one of them
/// could be about the other.
fn alike<'a>(mut papers: impl Iterator<Item = &'a Paper>) -> Option<String> {
    let mut seen = BTreeSet::new();
    papers.find(|paper| !seen.insert(paper.input().name())).map(Paper::name)
}

/// The level in the words of reports.
fn level(level: Option<Level>) -> &'static str {
    match level {
        None | Some(Level::B) => "B-B",
        Some(Level::T) => "B-T",
        Some(Level::Lt) => "B-LT",
        Some(Level::Lta) => "B-LTA",
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::{Paper, alike};

    #[test]
    fn names_that_differ_unseen_are_told_from_others() {
        let papers: Vec<Paper> = [&b"a.pdf"[..], b"x\xfe.pdf", b"b.pdf", b"x\xff.pdf"]
            .map(|name| Paper::new(OsStr::from_bytes(name).into()))
            .into();
        assert_eq!(alike(papers.iter()), Some("x\u{fffd}.pdf".to_owned()));
        assert_eq!(alike(papers.iter().take(3)), None);
    }
}
