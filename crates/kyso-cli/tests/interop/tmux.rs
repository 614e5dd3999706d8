//! A terminal that a test types at and reads: tmux, which keeps the screen that it shows.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::tools::{ensure, run, succeed};

/// How long a screen is waited for: other cases run beside.
const PATIENCE: Duration = Duration::from_secs(60);

/// One window, which ends with this.
pub(crate) struct Terminal {
    socket: PathBuf,
}

impl Terminal {
    /// A window of this size in which a shell runs `line`, and then waits.
    pub(crate) fn open(folder: &Path, size: (u16, u16), line: &str) -> Result<Self, Failed> {
        // One that is ending does not take the next call.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let terminal = Self { socket: folder.join(format!("tmux-{number}")) };
        let (width, height) = (size.0.to_string(), size.1.to_string());
        let mut new = terminal.tmux(&["-f", "/dev/null", "new-session", "-d"]);
        new.args(["-x", &width, "-y", &height]).current_dir(folder).env("LC_ALL", "C.UTF-8");
        succeed(new.arg(format!("{line}; sleep 1000")))?;
        Ok(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("tmux");
        command.arg("-u").arg("-S").arg(&self.socket).args(arguments);
        command
    }

    /// Presses keys, by tmux's names.
    pub(crate) fn press(&self, keys: &[&str]) -> Result<(), Failed> {
        succeed(self.tmux(&["send-keys"]).args(keys)).map(drop)
    }

    /// Types a text as it is.
    pub(crate) fn type_in(&self, text: &str) -> Result<(), Failed> {
        succeed(self.tmux(&["send-keys", "-l"]).arg(text)).map(drop)
    }

    pub(crate) fn resize(&self, width: u16, height: u16) -> Result<(), Failed> {
        let (width, height) = (width.to_string(), height.to_string());
        succeed(self.tmux(&["resize-window"]).args(["-x", &width, "-y", &height])).map(drop)
    }

    /// What is seen.
    pub(crate) fn screen(&self) -> Result<String, Failed> {
        Ok(succeed(&mut self.tmux(&["capture-pane", "-p"]))?.stdout)
    }

    /// The same with what was seen before it.
    pub(crate) fn scrolled(&self) -> Result<String, Failed> {
        Ok(succeed(&mut self.tmux(&["capture-pane", "-p", "-S", "-"]))?.stdout)
    }

    /// What is seen with its colours.
    pub(crate) fn coloured(&self) -> Result<String, Failed> {
        Ok(succeed(&mut self.tmux(&["capture-pane", "-p", "-e"]))?.stdout)
    }

    /// Waits until all of these are seen.
    pub(crate) fn wait(&self, texts: &[&str]) -> Result<String, Failed> {
        let begun = Instant::now();
        loop {
            let screen = self.screen()?;
            if texts.iter().all(|text| screen.contains(text)) {
                return Ok(screen);
            }
            ensure(begun.elapsed() < PATIENCE, || format!("{texts:?} is not in\n{screen}"))?;
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = run(&mut self.tmux(&["kill-server"]));
    }
}

/// Whether a text has colour codes (ECMA-48 SGR 30 to 49 and 90 to 107).
pub(crate) fn has_colours(text: &str) -> bool {
    let codes = text.split("\u{1b}[").skip(1).filter_map(|rest| rest.split_once('m'));
    let numbers = codes.flat_map(|(codes, _)| codes.split([';', ':']));
    numbers.filter_map(|code| code.parse::<u8>().ok()).any(|code| {
        (30..=38).contains(&code) || (40..=48).contains(&code) || (90..=107).contains(&code)
    })
}
