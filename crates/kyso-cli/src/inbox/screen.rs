//! The terminal as one screen, and given back as it was however this ends.

use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{MoveTo, Show};
use ratatui::crossterm::event;
use ratatui::crossterm::execute;
use ratatui::crossterm::style::{Attribute, SetAttribute, force_color_output};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Rect;

use zeroize::Zeroizing;

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
        end_with_terminal();
        force_color_output(ui.is_colored());
        enter()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(Self { terminal, drawn: None })
    }

    /// What is typed ahead is no answer to what is asked only now: it is dropped.
    pub(super) fn forget_keys() -> io::Result<()> {
        const MOST: usize = 10_000;
        modes::forget_typed();
        for _ in 0..MOST {
            if !event::poll(Duration::ZERO)? {
                break;
            }
            event::read()?;
        }
        Ok(())
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

/// How a shell tells of one that ended with its terminal (128 + SIGHUP).
const TERMINAL_GONE: i32 = 129;

/// How often it is looked whether there is a terminal still.
const LOOK: Duration = Duration::from_millis(250);

/// Ends the process once its terminal is gone while the screen waits for a key: waiting would never
/// end, for the reader of keys takes the end of what it reads for a pause.
fn end_with_terminal() {
    static WATCH: Once = Once::new();
    let watch = || loop {
        thread::sleep(LOOK);
        if TAKEN.load(Ordering::SeqCst) && modes::is_gone() {
            leave();
            std::process::exit(TERMINAL_GONE);
        }
    };
    WATCH.call_once(|| drop(thread::spawn(watch)));
}

/// Waits for the enter key with nothing shown of what is typed: somebody may take the question for
/// one after a secret. `ask` puts it.
pub(super) fn wait_for_enter(ask: impl FnOnce()) {
    let quiet = modes::without_echo();
    ask();
    let mut line = Zeroizing::new(String::new());
    // The end of the input is an answer too.
    let _ = io::stdin().read_line(&mut line);
    if quiet {
        modes::restore();
    }
}

/// The modes of the terminal before anything was changed.
#[cfg(unix)]
mod modes {
    use std::sync::OnceLock;

    use rustix::termios::{
        LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr,
    };

    static BEFORE: OnceLock<Termios> = OnceLock::new();

    pub(super) fn keep() {
        if let Ok(modes) = tcgetattr(rustix::stdio::stdin()) {
            let _ = BEFORE.set(modes);
        }
    }

    pub(super) fn is_gone() -> bool {
        tcgetattr(rustix::stdio::stdin()).is_err()
    }

    pub(super) fn forget_typed() {
        // Where that cannot be, the keys are read and dropped.
        let _ = tcflush(rustix::stdio::stdin(), QueueSelector::IFlush);
    }

    /// Whether the terminal shows nothing of what is typed from now on.
    pub(super) fn without_echo() -> bool {
        let Ok(mut modes) = tcgetattr(rustix::stdio::stdin()) else { return false };
        modes.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL);
        tcsetattr(rustix::stdio::stdin(), OptionalActions::Flush, &modes).is_ok()
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
    pub(super) fn forget_typed() {}
    pub(super) fn is_gone() -> bool {
        false
    }
    pub(super) fn without_echo() -> bool {
        false
    }
}
