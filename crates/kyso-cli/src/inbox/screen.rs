//! The terminal as one screen, and given back as it was however this ends.

use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{MoveTo, Show};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::{Attribute, SetAttribute, force_color_output};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Rect;

use super::state::{App, Screen};
use super::view;
use crate::picture;
use crate::ui::Ui;

/// Whether the terminal is a screen of this program now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes kitty's pictures away; other terminals pass over it.
const NO_PICTURES: &[u8] = b"\x1b_Ga=d,q=2\x1b\\";

/// Whether there is a terminal that can be a screen, with somebody at its keys.
pub(super) fn is_there() -> bool {
    io::stdout().is_terminal()
        && io::stdin().is_terminal()
        && std::env::var_os("TERM").is_some_and(|term| term != "dumb")
}

/// The screen, until it is dropped.
pub(super) struct FullScreen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    /// Which picture stands where.
    drawn: Option<(super::page::Wish, Rect)>,
}

impl FullScreen {
    pub(super) fn take(ui: &Ui) -> io::Result<Self> {
        modes::keep();
        force_color_output(ui.is_colored());
        enter()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(Self { terminal, drawn: None })
    }

    /// Draws what the state says.
    pub(super) fn draw(&mut self, app: &App, ui: &Ui) -> io::Result<()> {
        let mut area = Rect::default();
        self.terminal.draw(|frame| {
            area = frame.area();
            view::draw(frame, app, ui);
        })?;
        self.picture(app, area)
    }

    /// Puts a picture where the terminal itself draws some, once for each place.
    fn picture(&mut self, app: &App, area: Rect) -> io::Result<()> {
        let page = match &app.screen {
            Screen::Paper(view) => view.made.as_deref(),
            _ => None,
        };
        let shown = page.and_then(|page| {
            let picture = page.picture.as_ref()?.as_ref().ok()?;
            picture::is_sharp().then_some((page, picture))
        });
        let Some((page, picture)) = shown else {
            self.drawn = None;
            return Ok(());
        };
        let place = view::picture_place(area);
        if self.drawn.as_ref().is_some_and(|(wish, at)| *wish == page.wish && *at == place) {
            return Ok(());
        }
        if let Some(bytes) = picture::fitted(picture, place.width, place.height) {
            let mut out = io::stdout().lock();
            execute!(out, MoveTo(place.x, place.y))?;
            out.write_all(&bytes)?;
            out.flush()?;
        }
        self.drawn = Some((page.wish.clone(), place));
        Ok(())
    }

    /// Draws everything anew at the next time.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        if picture::is_sharp() {
            io::stdout().lock().write_all(NO_PICTURES)?;
        }
        self.drawn = None;
        self.terminal.clear()
    }

    /// Gives the terminal back for some work that asks and tells on it.
    pub(super) fn aside<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let outcome = work();
        enter()?;
        self.clear()?;
        Ok(outcome)
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        leave();
    }
}

fn enter() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen)
}

/// Gives the terminal back, wherever this program is: by its end, a panic, a signal.
pub(crate) fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        if picture::is_sharp() {
            let _ = out.write_all(NO_PICTURES);
        }
        let _ = execute!(out, SetAttribute(Attribute::Reset), LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    } else {
        // Somebody may have been typing a secret, unseen.
        modes::restore();
    }
}

/// The modes of the terminal before anything was changed.
#[cfg(unix)]
mod modes {
    use std::sync::OnceLock;

    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    static BEFORE: OnceLock<Termios> = OnceLock::new();

    pub(super) fn keep() {
        if let Ok(modes) = tcgetattr(rustix::stdio::stdin()) {
            let _ = BEFORE.set(modes);
        }
    }

    pub(super) fn restore() {
        if let Some(modes) = BEFORE.get() {
            let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, modes);
        }
    }
}

#[cfg(not(unix))]
mod modes {
    pub(super) fn keep() {}
    pub(super) fn restore() {}
}
