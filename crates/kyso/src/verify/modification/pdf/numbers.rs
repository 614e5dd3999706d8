//! Sets of object numbers: a bit each, since a document has a million of them in a row.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::ObjectId;

/// Numbers below have a place kept for them, 1 MB for all: more than documents use (ISO 32000-1
/// Annex C gives 8,388,607 as the most that a reader knew).
const PLACES: u32 = 1 << 23;

/// Object numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Sixty-four numbers in a row to a word, up to the highest that is here and below [`PLACES`].
    words: Vec<u64>,
    /// The words of all others.
    beyond: BTreeMap<u32, u64>,
}

impl Numbers {
    /// Whether the number was not there yet.
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let word = self.word_to_set(number);
        let before = *word;
        *word |= 1 << (number & 63);
        before != *word
    }

    pub(super) fn remove(&mut self, number: u32) {
        let word = match self.words.get_mut(place(number)) {
            Some(word) => Some(word),
            None => self.beyond.get_mut(&(number >> 6)),
        };
        if let Some(word) = word {
            *word &= !(1 << (number & 63));
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        let word = self.words.get(place(number)).or_else(|| self.beyond.get(&(number >> 6)));
        word.is_some_and(|word| word & (1 << (number & 63)) != 0)
    }

    fn word_to_set(&mut self, number: u32) -> &mut u64 {
        let place = place(number);
        if number < PLACES && place >= self.words.len() {
            self.words.resize(place + 1, 0);
        }
        match self.words.get_mut(place) {
            Some(word) => word,
            None => self.beyond.entry(number >> 6).or_default(),
        }
    }
}

/// The word that a number belongs to.
fn place(number: u32) -> usize {
    usize::try_from(number >> 6).unwrap_or(usize::MAX)
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
        for number in [0, 63, 64, PLACES - 1, PLACES, u32::MAX] {
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
