//! Calls at a terminal of our own: what is shown there, and what is typed.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// A call that waits longer has asked something that nobody answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stood at a terminal in the end.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: i32,
    /// Everything that was shown and echoed, with plain line ends.
    pub(crate) text: String,
}

/// A step of the person at the terminal.
pub(crate) enum Step<'a> {
    /// Once this is shown, types that and the enter key.
    Type(&'a str, &'a str),
    /// Once this is shown, does that.
    Do(&'a str, &'a dyn Fn()),
}

/// Runs a call with a terminal of 80 by 24 for all its streams.
pub(crate) fn at_terminal(mut command: Command, steps: &[Step<'_>]) -> Seen {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let open = || rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&master, size).unwrap();
    command.stdin(Stdio::from(open())).stdout(Stdio::from(open())).stderr(Stdio::from(open()));
    command.env("TERM", "xterm");
    let mut child = command.spawn().unwrap();
    // With the last handle but the child's own gone, its end is the end of what is read.
    drop(command);
    let mut typing = File::from(master);
    let shown = reader(typing.try_clone().unwrap());
    let text = talk(&shown, &mut typing, steps);
    let status: ExitStatus = child.wait().unwrap();
    Seen { status: status.code().unwrap_or(-1), text }
}

fn reader(mut terminal: File) -> Receiver<Vec<u8>> {
    let (to, from) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        // The system says that it ended by an error.
        while let Ok(count @ 1..) = terminal.read(&mut buffer) {
            if to.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    from
}

fn talk(shown: &Receiver<Vec<u8>>, typing: &mut File, steps: &[Step<'_>]) -> String {
    let (mut all, mut seen, end) = (Vec::new(), 0, Instant::now() + PATIENCE);
    let mut steps = steps.iter();
    let mut next = steps.next();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match shown.recv_timeout(left) {
            Ok(more) => all.extend(more),
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                panic!("still running: {}", String::from_utf8_lossy(&all));
            }
        }
        while let Some(step) = next {
            let (Step::Type(wanted, _) | Step::Do(wanted, _)) = step;
            let text = String::from_utf8_lossy(&all[seen..]).into_owned();
            let Some(at) = text.find(wanted) else { break };
            seen += at + wanted.len();
            match step {
                Step::Type(_, answer) => {
                    // A prompt without echo sets the terminal first, then asks.
                    thread::sleep(Duration::from_millis(100));
                    writeln!(typing, "{answer}").unwrap();
                }
                Step::Do(_, act) => act(),
            }
            next = steps.next();
        }
    }
    assert!(next.is_none(), "never shown: {}", String::from_utf8_lossy(&all));
    String::from_utf8(all).unwrap().replace("\r\n", "\n")
}
