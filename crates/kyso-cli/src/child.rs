//! Runs another program for so long and no longer: bytes in, bounded bytes out.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks whether it has ended: short first, since most end soon.
const GLANCES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(20));

/// How long its output may still come once it has ended: from a process of its own that it left.
const AFTER: Duration = Duration::from_millis(500);

/// Bytes of a line on stderr that are kept: the rest is a dump.
const MAX_LINE: usize = 2_000;

/// Characters of it that are shown.
const SHOWN: usize = 200;

/// How a program ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) out: Vec<u8>,
    /// The last line that it wrote to stderr, short and without control characters; may be empty.
    pub(crate) last_words: String,
}

/// Why a program did not end by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// It could not be started or watched.
    NotStarted(io::ErrorKind, Option<i32>),
    /// The time was over; it was killed.
    TimedOut,
    /// It wrote more than is read; it was killed.
    TooLong,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::NotStarted(error.kind(), error.raw_os_error())
    }
}

/// Runs `command` with `input` on stdin. `hear` gets each line that it writes to stderr.
pub(crate) fn run(
    command: &mut Command,
    input: Vec<u8>,
    most: usize,
    patience: Duration,
    hear: impl Fn(&str) + Send + 'static,
) -> Result<Ended, Fault> {
    let begun = Instant::now();
    let has_group = own_group(command);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Killed { child: pipes.spawn()?, has_group, has_ended: false };
    let out = Arc::new(Gathered::default());
    let words = Arc::new(Mutex::new(String::new()));
    if let Some(mut stdin) = child.child.stdin.take() {
        // One that does not read ends all the same.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
    if let Some(stdout) = child.child.stdout.take() {
        let out = Arc::clone(&out);
        thread::spawn(move || out.gather(stdout, most));
    }
    if let Some(stderr) = child.child.stderr.take() {
        let words = Arc::clone(&words);
        thread::spawn(move || listen(stderr, &words, &hear));
    }
    let mut glance = GLANCES.0;
    let status = loop {
        if let Some(status) = child.child.try_wait()? {
            child.has_ended = true;
            break status;
        }
        if out.is_too_long.load(Ordering::Relaxed) {
            return Err(Fault::TooLong);
        }
        if begun.elapsed() >= patience {
            return Err(Fault::TimedOut);
        }
        thread::sleep(glance.min(patience.saturating_sub(begun.elapsed())));
        glance = glance.saturating_mul(2).min(GLANCES.1);
    };
    let ended = Instant::now();
    // Both streams end with it, unless it has left somebody behind.
    while Arc::strong_count(&out) + Arc::strong_count(&words) > 2 && ended.elapsed() < AFTER {
        thread::sleep(GLANCES.0);
    }
    if out.is_too_long.load(Ordering::Relaxed) {
        return Err(Fault::TooLong);
    }
    let out = std::mem::take(&mut *out.bytes.lock().unwrap_or_else(PoisonError::into_inner));
    let last_words = words.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Ended { status, out, last_words })
}

/// Ends with whoever waits for it, and with it all that it started where that can be told. What
/// one that ended by itself has left running is meant to run: an agent, a service.
struct Killed {
    child: Child,
    has_group: bool,
    has_ended: bool,
}

impl Drop for Killed {
    fn drop(&mut self) {
        if self.has_ended {
            return;
        }
        if self.has_group {
            kill_group(&self.child);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Gives a program a group of its own, by which all that it starts can be ended. Not at a
/// terminal: only the group in front may ask there, and hears that somebody pressed Ctrl-C.
#[cfg(unix)]
fn own_group(command: &mut Command) -> bool {
    use std::os::unix::process::CommandExt;
    let alone = std::fs::File::open("/dev/tty").is_err();
    if alone {
        command.process_group(0);
    }
    alone
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) -> bool {
    false
}

#[cfg(unix)]
fn kill_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // It was not waited for yet, so that the number is still its own.
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_: &Child) {}

#[derive(Default)]
struct Gathered {
    bytes: Mutex<Vec<u8>>,
    is_too_long: AtomicBool,
}

impl Gathered {
    fn gather(&self, mut stdout: ChildStdout, most: usize) {
        let mut some = [0; 4096];
        while let Ok(count @ 1..) = stdout.read(&mut some) {
            let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
            if bytes.len() + count > most {
                self.is_too_long.store(true, Ordering::Relaxed);
                return;
            }
            bytes.extend_from_slice(some.get(..count).unwrap_or_default());
        }
    }
}

/// Keeps the last line.
fn listen(mut stderr: ChildStderr, words: &Mutex<String>, hear: &impl Fn(&str)) {
    let mut line = Vec::new();
    let mut some = [0; 4096];
    let keep = |line: &mut Vec<u8>| {
        let text = shown(line);
        line.clear();
        if !text.is_empty() {
            hear(&text);
            *words.lock().unwrap_or_else(PoisonError::into_inner) = text;
        }
    };
    while let Ok(count @ 1..) = stderr.read(&mut some) {
        for byte in some.get(..count).unwrap_or_default() {
            match byte {
                b'\n' | b'\r' => keep(&mut line),
                byte if line.len() < MAX_LINE => line.push(*byte),
                _ => {}
            }
        }
    }
    keep(&mut line);
}

/// A line as it may be shown.
fn shown(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(SHOWN).collect::<String>().trim().to_owned()
}

/// How a status is written: a number, or the signal that ended it.
pub(crate) fn status(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return format!("signal {signal}");
        }
    }
    status.code().map_or_else(|| "?".to_owned(), |code| code.to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::{Ended, Fault, run};

    fn shell(line: &str, patience: u64) -> Result<Ended, Fault> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", line]);
        run(&mut command, b"in".to_vec(), 1000, Duration::from_millis(patience), |_| {})
    }

    #[test]
    fn what_comes_in_and_out_is_whole() {
        let ended =
            shell("cat; echo one >&2; printf '\\033[1mtwo\\007' >&2; exit 3", 5000).unwrap();
        assert_eq!((ended.out.as_slice(), ended.status.code()), (&b"in"[..], Some(3)));
        assert_eq!(ended.last_words, "[1mtwo");
    }

    #[test]
    fn nobody_is_waited_for_too_long() {
        let begun = Instant::now();
        assert_eq!(shell("exec sleep 60", 100).err(), Some(Fault::TimedOut));
        // One that left another behind, which holds the pipes.
        let ended = shell("printf value; sleep 60 & exit 0", 5000).unwrap();
        assert_eq!(ended.out, b"value");
        assert_eq!(shell("exec yes", 60_000).err(), Some(Fault::TooLong));
        // What it waits for ends with it, but at a terminal.
        if std::fs::File::open("/dev/tty").is_err() {
            let mark = tempfile::tempdir().unwrap();
            let path = mark.path().join("late");
            let line = format!("(sleep 1; touch '{}'); true", path.display());
            assert_eq!(shell(&line, 200).err(), Some(Fault::TimedOut));
            std::thread::sleep(Duration::from_millis(1500));
            assert!(!path.exists());
        }
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}
