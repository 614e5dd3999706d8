//! Objects read lately: each later revision is compared with the one before it, and both hold the
//! same objects at the same offsets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::object::Indirect;
use crate::limits::MAX_RECENT_BYTES;

/// What one value takes beside its bytes.
const PER_VALUE: u64 = 256;

/// By file offset.
#[derive(Debug, Default)]
pub(super) struct Recent {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    objects: HashMap<u64, Arc<Indirect>>,
    bytes: u64,
}

impl Recent {
    /// The object at `offset`, if it was read and a reader who sees nothing from `end` on reads the
    /// same.
    pub(super) fn get(&self, offset: u64, end: u64) -> Option<Arc<Indirect>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.objects.get(&offset).filter(|object| object.looked < end).cloned()
    }

    /// Keeps what was read at `offset` by a reader who saw nothing from `end` on. When there is no
    /// room all others go: what is asked for again is soon here again.
    pub(super) fn keep(&self, offset: u64, end: u64, object: &Arc<Indirect>) {
        let span = object.written.span.end.saturating_sub(offset);
        let bytes = span.saturating_add((object.values as u64).saturating_mul(PER_VALUE));
        if object.looked >= end || bytes > MAX_RECENT_BYTES / 8 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes.saturating_add(bytes) > MAX_RECENT_BYTES {
            *kept = Kept::default();
        }
        kept.bytes = kept.bytes.saturating_add(bytes);
        kept.objects.insert(offset, Arc::clone(object));
    }
}
