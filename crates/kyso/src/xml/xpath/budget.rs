//! What evaluation may cost: one pool of steps that every expression of a document draws from.

use std::cell::Cell;

use super::error::XPathError;
use crate::limits::MAX_XPATH_STEPS;

/// Bytes of text that cost as much as one node visited.
const BYTES_A_STEP: usize = 32;

/// Steps left. A node visited, a comparison, 32 bytes of text are one step each. Share one budget
/// among all expressions of a document.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Default for Budget {
    /// `limits::MAX_XPATH_STEPS`.
    fn default() -> Self {
        Self::new(MAX_XPATH_STEPS)
    }
}

impl Budget {
    /// A budget of so many steps.
    #[must_use]
    pub fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Steps that are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.0.get()
    }

    /// Takes steps.
    ///
    /// # Errors
    /// `BudgetSpent` when fewer are left; then none is.
    pub(super) fn spend(&self, steps: u64) -> Result<(), XPathError> {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(XPathError::BudgetSpent)
    }

    /// Takes what handling so many bytes of text costs.
    pub(super) fn spend_bytes(&self, bytes: usize) -> Result<(), XPathError> {
        self.spend((bytes / BYTES_A_STEP) as u64)
    }

    /// Takes a step for each of `count` things.
    pub(super) fn spend_each(&self, count: usize) -> Result<(), XPathError> {
        self.spend(count as u64)
    }
}
