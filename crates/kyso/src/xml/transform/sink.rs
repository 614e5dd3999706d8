//! Where canonical bytes go: memory or a hash, never more than is allowed.

use super::Budget;
use crate::xml::c14n::Sink;

/// Keeps bytes in memory up to a limit.
pub(in crate::xml) struct Collect {
    bytes: Vec<u8>,
    limit: usize,
    over: bool,
}

impl Collect {
    /// Room for `limit` bytes.
    pub(in crate::xml) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, over: false }
    }

    /// What was written; `None` where that was more than the limit.
    pub(in crate::xml) fn finish(self) -> Option<Vec<u8>> {
        (!self.over).then_some(self.bytes)
    }
}

impl Sink for Collect {
    fn write(&mut self, bytes: &[u8]) {
        if self.over || bytes.len() > self.limit.saturating_sub(self.bytes.len()) {
            self.over = true;
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn is_full(&self) -> bool {
        self.over
    }
}

/// Writes a canonical form against the budget: at least `walked` bytes, which the nodes take in
/// the document, since comments that are left out are walked over all the same. Says how many
/// bytes were written; `None` where the budget has no room for them, and then nothing is left.
pub(in crate::xml) fn write_within<E>(
    budget: &Budget,
    walked: u64,
    sink: &mut dyn Sink,
    write: impl FnOnce(&mut dyn Sink) -> Result<(), E>,
) -> Result<Option<u64>, E> {
    if walked > budget.left() {
        budget.take(u64::MAX);
        return Ok(None);
    }
    let mut metered = Metered::new(sink, budget.left());
    write(&mut metered)?;
    let bytes = metered.finish();
    budget.take(bytes.map_or(u64::MAX, |bytes| bytes.max(walked)));
    Ok(bytes)
}

/// Counts what goes through and lets no more pass than a limit.
struct Metered<'s> {
    inner: &'s mut dyn Sink,
    left: u64,
    written: u64,
    over: bool,
}

impl<'s> Metered<'s> {
    fn new(inner: &'s mut dyn Sink, limit: u64) -> Self {
        Self { inner, left: limit, written: 0, over: false }
    }

    /// Bytes that went through; `None` where there were more than the limit.
    fn finish(self) -> Option<u64> {
        (!self.over).then_some(self.written)
    }
}

impl Sink for Metered<'_> {
    fn write(&mut self, bytes: &[u8]) {
        let len = bytes.len() as u64;
        match self.left.checked_sub(len) {
            Some(left) if !self.over => {
                self.left = left;
                self.written += len;
                self.inner.write(bytes);
            }
            _ => self.over = true,
        }
    }

    fn is_full(&self) -> bool {
        self.over || self.inner.is_full()
    }
}
