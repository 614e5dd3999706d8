//! Sets of object numbers: a bit each, since a document has a million of them in a row.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::ObjectId;

/// Object numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Sixty-four numbers in a row to a word.
    words: BTreeMap<u32, u64>,
}

impl Numbers {
    /// Whether the number was not there yet.
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let word = self.words.entry(number >> 6).or_default();
        let before = *word;
        *word |= 1 << (number & 63);
        before != *word
    }

    pub(super) fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(&(number >> 6)) {
            *word &= !(1 << (number & 63));
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.words.get(&(number >> 6)).is_some_and(|word| word & (1 << (number & 63)) != 0)
    }
}

/// The objects that a walk came by.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Of generation 0.
    plain: Numbers,
    others: BTreeSet<ObjectId>,
    count: usize,
}

impl Walked {
    /// How many objects the walk came by with this one; `None` where it was here before.
    pub(super) fn new_one(&mut self, id: ObjectId) -> Option<usize> {
        let new = if id.1 == 0 { self.plain.insert(id.0) } else { self.others.insert(id) };
        self.count += usize::from(new);
        new.then_some(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_and_go() {
        let mut numbers = Numbers::default();
        for number in [0, 63, 64, u32::MAX] {
            assert!(!numbers.contains(number));
            assert!(numbers.insert(number) && !numbers.insert(number));
            assert!(numbers.contains(number));
        }
        assert!(!numbers.contains(1) && !numbers.contains(65));
        numbers.remove(63);
        numbers.remove(1000);
        assert!(!numbers.contains(63) && numbers.contains(64));
    }

    #[test]
    fn generations_are_objects_of_their_own() {
        let mut walked = Walked::default();
        assert_eq!(walked.new_one((5, 0)), Some(1));
        assert_eq!(walked.new_one((5, 1)), Some(2));
        assert_eq!(walked.new_one((5, 0)), None);
        assert_eq!(walked.new_one((5, 1)), None);
        assert_eq!(walked.new_one((5, 2)), Some(3));
    }
}
