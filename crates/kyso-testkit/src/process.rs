//! What can be seen of another process on Linux: its arguments, its environment, its memory.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::process::Command;

/// Mappings are read in pieces of this size.
const PIECE: usize = 4 << 20;

/// Sends a signal, such as `STOP`.
///
/// # Errors
/// When there is no such process any more.
pub fn signal(pid: u32, name: &str) -> io::Result<()> {
    let sent = Command::new("sh").args(["-c", &format!("kill -s {name} {pid}")]).status()?;
    if sent.success() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
}

/// The bytes of `/proc/PID/NAME`: `cmdline`, `environ`.
///
/// # Errors
/// When the system refuses.
pub fn seen(pid: u32, name: &str) -> io::Result<Vec<u8>> {
    fs::read(format!("/proc/{pid}/{name}"))
}

/// Whether memory that the process may write to holds these bytes; best asked while it is stopped.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] where the system lets nobody look (PR_SET_DUMPABLE is off
/// and the caller is not root), as for a core dump.
pub fn memory_holds(pid: u32, needle: &[u8]) -> io::Result<bool> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let memory = File::open(format!("/proc/{pid}/mem"))?;
    let mut piece = vec![0; PIECE + needle.len()];
    let mut looked = 0_u64;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if !rights.starts_with("rw") {
            continue;
        }
        let Some((from, to)) = range.split_once('-') else { continue };
        let address = |text| u64::from_str_radix(text, 16).unwrap_or_default();
        let (mut at, to) = (address(from), address(to));
        while at < to {
            let wanted = usize::try_from(to - at).unwrap_or(usize::MAX).min(piece.len());
            // What the kernel shows to nobody holds nothing of ours.
            let Ok(count) = memory.read_at(&mut piece[..wanted], at) else { break };
            looked += count as u64;
            if holds(&piece[..count], needle) {
                return Ok(true);
            }
            if count < PIECE {
                break;
            }
            at += PIECE as u64;
        }
    }
    if looked == 0 { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(false) }
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = &rest[at..];
        if rest.starts_with(needle) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    #[test]
    fn what_is_in_memory_is_found_and_nothing_else() {
        let half = "kyso-memory-".to_owned();
        let whole = black_box(half.clone() + "marker");
        let own = std::process::id();
        assert!(super::memory_holds(own, whole.as_bytes()).unwrap());
        // Put together in no memory but that of the search itself.
        assert!(super::holds(b"aabab", b"bab") && !super::holds(b"aabab", b"bb"));
    }
}
