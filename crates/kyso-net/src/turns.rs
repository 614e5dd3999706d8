//! A cap on parallel calls: those above it wait for their turn, first come first served.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The turns. Ticket `n` is up as soon as all but `cap` of the earlier calls have ended.
#[derive(Debug)]
pub(crate) struct Turns {
    cap: u64,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default, Debug)]
struct State {
    next: u64,
    ended: u64,
}

/// A turn; it ends when dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Turns);

impl Turns {
    pub(crate) fn new(cap: usize) -> Self {
        let cap = u64::try_from(cap).unwrap_or(u64::MAX).max(1);
        Self { cap, state: Mutex::default(), ended: Condvar::new() }
    }

    /// Waits for a turn.
    pub(crate) fn wait(&self) -> Turn<'_> {
        let mut state = self.lock();
        let ticket = state.next;
        state.next += 1;
        while ticket >= state.ended.saturating_add(self.cap) {
            state = self.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        Turn(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Two counters are whole even if a thread died between other things.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().ended += 1;
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::Turns;

    #[test]
    fn no_more_than_the_cap_at_once_and_all_get_their_turn() {
        let turns = Turns::new(3);
        let (running, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    let turn = turns.wait();
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(10));
                    running.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                    drop(turn);
                });
            }
        });
        assert_eq!((most.into_inner(), done.into_inner()), (3, 12));
    }

    #[test]
    fn a_turn_ends_when_its_thread_dies() {
        let turns = Turns::new(1);
        thread::scope(|scope| {
            let died = scope.spawn(|| {
                let _turn = turns.wait();
                std::panic::resume_unwind(Box::new(()));
            });
            assert!(died.join().is_err());
        });
        drop(turns.wait());
    }
}
