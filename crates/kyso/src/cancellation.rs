//! A flag that stops long work from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops work from outside: clones share the flag, and once it is up it stays up.
///
/// Whatever reads a [`Source`](crate::Source) under such a flag stops at the next piece; what asks
/// the network under it stops waiting. What was going on then ends with an error, and nothing has
/// been written.
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// A flag that is down.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the flag up, from any thread.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether the flag is up.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
