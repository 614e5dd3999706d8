//! Ctrl-C: what is in work is finished, nothing more is begun.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);
/// Whether somebody looks at [`is_asked`].
static HEEDED: AtomicBool = AtomicBool::new(true);
static WATCH: Once = Once::new();

/// Ends the process as a shell expects of one that was interrupted (128 + SIGINT).
const AT_ONCE: i32 = 130;

/// From now on the first Ctrl-C is only noted; the second ends the process.
pub(crate) fn watch() {
    HEEDED.store(true, Ordering::Relaxed);
    WATCH.call_once(|| {
        // Where it cannot be watched, Ctrl-C ends the process: nothing is half written then either.
        let _ = ctrlc::set_handler(|| {
            if ASKED.swap(true, Ordering::Relaxed) || !HEEDED.load(Ordering::Relaxed) {
                crate::inbox::leave_screen();
                std::process::exit(AT_ONCE);
            }
        });
    });
}

/// Whether somebody wants it to end.
pub(crate) fn is_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// What was asked is done with; until [`watch`] the next Ctrl-C ends the process, since nobody
/// looks at it: a person is asked something.
pub(crate) fn end_at_once() {
    ASKED.store(false, Ordering::Relaxed);
    HEEDED.store(false, Ordering::Relaxed);
}
