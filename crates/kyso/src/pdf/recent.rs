//! Objects read lately: each later revision is compared with the one before it, and both hold the
//! same objects at the same offsets.

use std::collections::BTreeMap;
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
    objects: BTreeMap<u64, Arc<Indirect>>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::lex::Lexer;

    /// Whether an object read where nothing stands behind `text` serves a reader who sees `end`
    /// bytes.
    fn serves(text: &[u8], end: u64) -> bool {
        let mut lexer = Lexer::new(text, 0, true);
        let id = lexer.header().unwrap().unwrap();
        let recent = Recent::default();
        recent.keep(0, text.len() as u64, &Arc::new(lexer.body(id).unwrap()));
        recent.get(0, end).is_some()
    }

    #[test]
    fn an_object_serves_only_who_reads_the_same() {
        assert!(serves(b"1 0 obj<<>>endobj ", 18));
        assert!(!serves(b"1 0 obj<<>>endobj ", 17), "`endobj` might go on");
        assert!(!serves(b"1 0 obj<<>>endobj", 99), "it ended where its reader's bytes ended");
        assert!(!serves(b"1 0 obj 5 6 ", 99), "an R may follow");
        assert!(serves(b"1 0 obj 5 endobj ", 99));
        assert!(serves(b"1 0 obj<<>>stream\r\n...", 99));
        assert!(!serves(b"1 0 obj<<>>stream\r", 99), "a line feed may follow");
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_what_is_kept_has_a_bound() {
        let huge = [b"1 0 obj[".as_slice(), &b"0 ".repeat(4096), b"]endobj "].concat();
        assert!(!serves(&huge, u64::MAX));
        let recent = Recent::default();
        for at in 0..100_000 {
            let mut lexer = Lexer::new(b"1 0 obj[0 0 0 0]endobj ", 0, true);
            let id = lexer.header().unwrap().unwrap();
            recent.keep(at, 99, &Arc::new(lexer.body(id).unwrap()));
        }
        let kept = recent.kept.lock().unwrap();
        assert!(kept.bytes <= MAX_RECENT_BYTES && kept.objects.len() < 10_000);
    }
}
