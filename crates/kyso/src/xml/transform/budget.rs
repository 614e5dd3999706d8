//! What all references of a document may cost together.

use std::cell::Cell;

use crate::limits::{
    MAX_EXTERNAL_BYTES, MAX_XML_DIGESTS, XML_DIGEST_BASE_BYTES, XML_DIGEST_FACTOR,
};
use crate::xml::xpath;

/// Bytes made canonical and XPath steps that are left for one document: a file of 1 MB must not
/// make a verifier work for minutes, however many references cover it.
#[derive(Debug)]
pub struct Budget {
    limit: u64,
    bytes: Cell<u64>,
    external: Cell<u64>,
    references: Cell<u64>,
    steps: xpath::Budget,
}

impl Budget {
    /// The budget of a document of `len` bytes, for all its signatures.
    #[must_use]
    pub fn for_document(len: u64) -> Self {
        Self::new(len.saturating_mul(XML_DIGEST_FACTOR).saturating_add(XML_DIGEST_BASE_BYTES))
    }

    /// A budget of so many bytes of canonical form; the rest as usual.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        Self {
            limit,
            bytes: Cell::new(limit),
            external: Cell::new(MAX_EXTERNAL_BYTES),
            references: Cell::new(MAX_XML_DIGESTS),
            steps: xpath::Budget::default(),
        }
    }

    /// The whole of it, in bytes of canonical form.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// Bytes of canonical form that are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.bytes.get()
    }

    /// Takes `bytes`; `None` where that is more than is left, and then nothing is left.
    pub(crate) fn take(&self, bytes: u64) -> Option<()> {
        take(&self.bytes, bytes)
    }

    /// Takes bytes of what the caller gave from outside.
    pub(crate) fn take_external(&self, bytes: u64) -> Option<()> {
        take(&self.external, bytes)
    }

    /// Takes one reference.
    pub(crate) fn take_reference(&self) -> Option<()> {
        take(&self.references, 1)
    }

    /// XPath steps that are left.
    pub(crate) fn steps(&self) -> &xpath::Budget {
        &self.steps
    }
}

fn take(cell: &Cell<u64>, amount: u64) -> Option<()> {
    let left = cell.get().checked_sub(amount);
    cell.set(left.unwrap_or(0));
    left.map(drop)
}
