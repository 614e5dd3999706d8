//! Asks for pictures: starts this program once more, gives it the file, and waits for so long.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kyso::Source;

use super::{NoPicture, Picture, Sharpness, VERB, wire};

/// Bytes of a file that is drawn: it must be in memory.
const MAX_FILE: u64 = 64 << 20;

/// Bytes that come back at the most.
const MAX_ANSWER: u64 = 64 << 20;

/// How long drawing may take in all.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often it is looked whether it is done.
const GLANCE: Duration = Duration::from_millis(5);

pub(super) fn draw(
    source: &Source,
    pages: &[usize],
    sharpness: Sharpness,
) -> Result<Vec<Picture>, NoPicture> {
    if source.len() > MAX_FILE {
        return Err(NoPicture::TooLarge);
    }
    let file = source.read_range(0..source.len()).map_err(|_| NoPicture::Failed)?;
    let answer = ask(&file, pages, sharpness).ok_or(NoPicture::Failed)?;
    let pictures = wire::read(&answer);
    let asked = pictures.iter().all(|picture| pages.contains(&picture.page));
    if pictures.is_empty() || !asked { Err(NoPicture::Failed) } else { Ok(pictures) }
}

/// What the other process answers in time.
fn ask(file: &[u8], pages: &[usize], sharpness: Sharpness) -> Option<Vec<u8>> {
    let program = std::env::current_exe().ok()?;
    let mut command = Command::new(program);
    command.arg(VERB).arg(sharpness.word()).args(pages.iter().map(ToString::to_string));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (input, output) = (child.stdin.take()?, child.stdout.take()?);
    let deadline = Instant::now() + PATIENCE;
    thread::scope(|scope| {
        // It may answer before it has read everything, or never read; both end when it does.
        scope.spawn(move || {
            let mut input = input;
            let _ = input.write_all(file);
        });
        let answer = scope.spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(MAX_ANSWER).read_to_end(&mut answer);
            read.ok().map(|_| answer)
        });
        wait(&mut child, deadline, || answer.is_finished());
        answer.join().ok().flatten()
    })
}

/// Waits for the answer's end or the deadline; nothing of the process is left after it.
fn wait(child: &mut Child, deadline: Instant, done: impl Fn() -> bool) {
    while !done() && Instant::now() < deadline {
        thread::sleep(GLANCE);
    }
    let _ = child.kill();
    let _ = child.wait();
}
