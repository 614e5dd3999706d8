//! How much of the files of a container its signatures may read, all together.

use std::cell::Cell;
use std::io::{self, Read};

use crate::container::{Container, Entry, EntryReader};
use crate::limits::{CONTAINER_DIGEST_FACTOR, MAX_CONTAINER_DENSE_BYTES};
use crate::xml::signature::{ExternalBytes, Resolver};

/// The files of a container, with what may still be read of them.
pub(super) struct Allowance<'c> {
    container: &'c Container,
    left: Cell<u64>,
}

impl<'c> Allowance<'c> {
    pub(super) fn new(container: &'c Container) -> Self {
        let total = container.entries().iter().map(Entry::size).fold(0, u64::saturating_add);
        let left = total.saturating_mul(CONTAINER_DIGEST_FACTOR);
        let left = Cell::new(left.saturating_add(MAX_CONTAINER_DENSE_BYTES));
        Self { container, left }
    }

    /// The content of a file.
    pub(super) fn read(&self, entry: &Entry) -> impl Read + '_ {
        Counted { content: self.container.read(entry), left: &self.left }
    }
}

impl Resolver for Allowance<'_> {
    fn resolve(&self, uri: Option<&str>, _kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        let entry = self.container.referred(uri?)?;
        Some(Box::new(self.read(entry)))
    }
}

struct Counted<'c> {
    content: EntryReader,
    left: &'c Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.unwrap_or(0));
        left.map(|_| read).ok_or_else(|| io::ErrorKind::QuotaExceeded.into())
    }
}
