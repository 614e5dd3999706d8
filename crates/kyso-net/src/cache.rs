//! Answers kept in memory. Whoever asks for what is being fetched waits for it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use kyso::ServiceError;

use crate::limits::{MAX_CACHED_ANSWERS, MAX_CACHED_BYTES};

/// SHA-256 over what was asked of whom.
pub(crate) type Key = [u8; 32];

/// What came, and when it may be used again: never, when `None`.
pub(crate) struct Fetched {
    pub(crate) result: Result<Vec<u8>, ServiceError>,
    pub(crate) valid: Option<Range<SystemTime>>,
}

/// The answers.
#[derive(Default)]
pub(crate) struct Cache {
    state: Mutex<State>,
    fetched: Condvar,
}

#[derive(Default)]
struct State {
    entries: HashMap<Key, Entry>,
    bytes: usize,
    /// Being fetched now.
    pending: HashSet<Key>,
    /// Nothing from before is used.
    floor: Option<SystemTime>,
}

struct Entry {
    result: Result<Arc<Vec<u8>>, ServiceError>,
    /// A clock that was set back ends it too.
    valid: Range<SystemTime>,
}

impl Entry {
    fn bytes(&self) -> usize {
        self.result.as_ref().map(|answer| answer.len()).unwrap_or_default()
    }
}

impl State {
    fn remove(&mut self, key: &Key) {
        if let Some(old) = self.entries.remove(key) {
            self.bytes = self.bytes.saturating_sub(old.bytes());
        }
    }

    fn insert(&mut self, key: Key, entry: Entry) {
        if entry.bytes() > MAX_CACHED_BYTES {
            return;
        }
        self.remove(&key);
        self.bytes += entry.bytes();
        self.entries.insert(key, entry);
        while self.bytes > MAX_CACHED_BYTES || self.entries.len() > MAX_CACHED_ANSWERS {
            // What ends first goes first; the new one may be it.
            let first = self.entries.iter().min_by_key(|(_, entry)| entry.valid.end);
            let Some(key) = first.map(|(key, _)| *key) else { return };
            self.remove(&key);
        }
    }
}

impl Cache {
    /// The answer that is kept, or the one that `fetch` brings.
    pub(crate) fn get(
        &self,
        key: Key,
        fetch: impl FnOnce() -> Fetched,
    ) -> Result<Vec<u8>, ServiceError> {
        let mut state = self.lock();
        let pending = loop {
            let now = SystemTime::now();
            match state.entries.get(&key) {
                Some(entry) if entry.valid.contains(&now) => {
                    let result = entry.result.clone();
                    drop(state);
                    return result.map(|answer| answer.to_vec());
                }
                Some(_) => state.remove(&key),
                None => {}
            }
            if state.pending.insert(key) {
                break Pending(self, key);
            }
            state = self.fetched.wait(state).unwrap_or_else(PoisonError::into_inner);
        };
        drop(state);
        let Fetched { result, valid } = fetch();
        if let Some(valid) = valid.filter(|valid| !valid.is_empty()) {
            let result = result.clone().map(Arc::new);
            self.lock().insert(key, Entry { result, valid });
        }
        drop(pending);
        result
    }

    /// Forgets everything, and from now on nothing older is used.
    pub(crate) fn clear(&self) {
        let mut state = self.lock();
        state.entries.clear();
        state.bytes = 0;
        state.floor = Some(SystemTime::now());
    }

    /// Whether an answer of that time may still be used.
    pub(crate) fn takes(&self, since: SystemTime) -> bool {
        self.lock().floor.is_none_or(|floor| since >= floor)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics half way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Being fetched; over when dropped, also by a panic.
struct Pending<'a>(&'a Cache, Key);

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        self.0.lock().pending.remove(&self.1);
        self.0.fetched.notify_all();
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Cache")
            .field("answers", &state.entries.len())
            .field("bytes", &state.bytes)
            .finish_non_exhaustive()
    }
}
