//! The source of the switch itself, which goes into the library under test.

/// `on(ID)` for the numbers below `count`. With `KYSO_MUTANT_SEEN=FILE` nothing is on, and the
/// numbers that were asked for are noted in the file.
pub(crate) fn source(count: u32) -> String {
    SOURCE.replace("COUNT", &count.to_string())
}

const SOURCE: &str = r#"
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static ON: OnceLock<(u32, Option<String>)> = OnceLock::new();
static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

#[must_use]
pub fn on(id: u32) -> bool {
    let (chosen, seen) = ON.get_or_init(|| {
        let chosen = std::env::var("KYSO_MUTANT").ok().and_then(|id| id.parse().ok());
        (chosen.unwrap_or(u32::MAX), std::env::var("KYSO_MUTANT_SEEN").ok())
    });
    if let Some(path) = seen && !SEEN[id as usize].swap(true, Ordering::Relaxed) {
        let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
        let _ = file.and_then(|mut file| file.write_all(format!("{id}\n").as_bytes()));
    }
    *chosen == id
}
"#;
