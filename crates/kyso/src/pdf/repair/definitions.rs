//! Where the objects of a damaged file are defined, and which definition of each number counts:
//! 16 bytes for each, since there may be a million.

use std::cmp::Reverse;

use super::super::error::PdfError;
use super::super::xref::XrefEntry;
use crate::limits::{MAX_OBJECT_NUMBER, MAX_RECOVERED_OBJECTS};

/// Set in [`Definition::what`] where it is the index of an object in an object stream.
const IN_STREAM: u32 = 1 << 31;

/// Definitions that are given back to the system together.
const GIVEN_BACK: usize = 64 << 10;

#[derive(Clone, Copy)]
struct Definition {
    number: u32,
    /// The generation, or an index with [`IN_STREAM`].
    what: u32,
    /// Offset of the object, or of the object stream that holds it.
    place: u64,
}

/// All definitions found.
#[derive(Default)]
pub(super) struct Definitions {
    list: Vec<Definition>,
    /// Offset and number of the object streams, in the order of the file.
    streams: Vec<(u64, u32)>,
    /// How many were found, those included that do not count any more.
    found: usize,
}

impl Definitions {
    /// Adds an object that stands in the file itself.
    pub(super) fn add(
        &mut self,
        number: u32,
        offset: u64,
        generation: u16,
    ) -> Result<(), PdfError> {
        self.push(number, offset, generation.into())
    }

    /// Adds an object stream, which is defined by [`Self::add`], as one that holds others. They
    /// come in the order of the file.
    pub(super) fn add_stream(&mut self, number: u32, offset: u64) {
        self.streams.push((offset, number));
    }

    /// Adds an object in the object stream that stands at `offset`.
    pub(super) fn add_inside(
        &mut self,
        number: u32,
        offset: u64,
        index: u32,
    ) -> Result<(), PdfError> {
        self.push(number, offset, index | IN_STREAM)
    }

    /// Numbers that no object can have are passed over.
    fn push(&mut self, number: u32, place: u64, what: u32) -> Result<(), PdfError> {
        if number == 0 || number >= MAX_OBJECT_NUMBER {
            return Ok(());
        }
        if self.found >= MAX_RECOVERED_OBJECTS {
            return Err(PdfError::TooManyObjects { limit: MAX_RECOVERED_OBJECTS });
        }
        self.found += 1;
        self.list.push(Definition { number, what, place });
        Ok(())
    }

    /// Keeps the last definition of each number. What an object stream holds stands where the
    /// stream does, after the stream itself.
    pub(super) fn settle(&mut self) {
        self.list.sort_unstable_by_key(|one| (one.number, Reverse((one.place, one.what))));
        self.list.dedup_by_key(|one| one.number);
    }

    /// Whether the object of this number and generation counts that stands at `offset`, once all
    /// is settled.
    pub(super) fn counts(&self, number: u32, generation: u16, offset: u64) -> bool {
        let place = self.list.binary_search_by_key(&number, |one| one.number).ok();
        place
            .and_then(|place| self.list.get(place))
            .is_some_and(|one| one.place == offset && one.what == u32::from(generation))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The settled ones, ascending by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, XrefEntry)> {
        self.list.iter().map(|one| (one.number, self.entry(one)))
    }

    /// Takes the one with the highest number out; room that is not needed any more goes back.
    pub(super) fn take_last(&mut self) -> Option<(u32, XrefEntry)> {
        let last = self.list.pop()?;
        if self.list.len().is_multiple_of(GIVEN_BACK) {
            self.list.shrink_to_fit();
        }
        Some((last.number, self.entry(&last)))
    }

    fn entry(&self, one: &Definition) -> XrefEntry {
        let index = one.what & !IN_STREAM;
        if one.what == index {
            let generation = u16::try_from(index).unwrap_or(u16::MAX);
            return XrefEntry::Offset { offset: one.place, generation };
        }
        let stream = self.streams.binary_search_by_key(&one.place, |stream| stream.0).ok();
        match stream.and_then(|stream| self.streams.get(stream)) {
            Some(&(_, stream)) => XrefEntry::InStream { stream, index },
            None => XrefEntry::Free,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Definitions, GIVEN_BACK};
    use crate::pdf::XrefEntry;

    #[test]
    fn the_last_definition_counts_wherever_it_stands() {
        let mut found = Definitions::default();
        found.add(5, 100, 0).unwrap();
        found.add(9, 200, 0).unwrap();
        found.add_stream(9, 200);
        found.add(5, 300, 2).unwrap();
        found.add_inside(5, 200, 0).unwrap();
        found.add_inside(7, 200, 1).unwrap();
        found.add_inside(7, 200, 4).unwrap();
        found.add_inside(9, 200, 3).unwrap();
        found.add(0, 1, 0).unwrap();
        found.add(u32::MAX, 1, 0).unwrap();
        found.settle();
        assert!(found.counts(5, 2, 300) && !found.counts(5, 0, 100) && !found.counts(6, 0, 0));
        let inside = |index| XrefEntry::InStream { stream: 9, index };
        let five = XrefEntry::Offset { offset: 300, generation: 2 };
        let expected = [(5, five), (7, inside(4)), (9, inside(3))];
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        assert_eq!(found.len(), 3);
        let taken: Vec<_> = std::iter::from_fn(|| found.take_last()).collect();
        assert_eq!(taken, [expected[2], expected[1], expected[0]]);
    }

    #[test]
    fn nothing_is_lost_while_room_is_given_back() {
        let mut found = Definitions::default();
        let last = GIVEN_BACK as u32 * 2 + 7;
        (1..=last).for_each(|number| found.add(number, number.into(), 0).unwrap());
        found.settle();
        for number in (1..=last).rev() {
            let entry = XrefEntry::Offset { offset: number.into(), generation: 0 };
            assert_eq!(found.take_last(), Some((number, entry)));
        }
        assert_eq!(found.take_last(), None);
    }
}
