//! Control times: until when each revision is proven to have existed (EN 319 102-1 §5.6.2.2).

use crate::time::Time;

/// Clocks of two time-stamp authorities may differ by this many seconds before one is said to
/// contradict the other; the same as for revocation evidence.
pub(crate) const CLOCK_SKEW: i64 = 300;

/// The time as of which something is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Control {
    pub(crate) time: Time,
    /// Whether a time-stamp proves that it existed then; else `time` is merely now.
    pub(crate) proven: bool,
    /// What a content time-stamp proves: the signature was made after this.
    pub(crate) after: Option<Time>,
}

impl Control {
    /// As of a time, of which nothing more is known.
    pub(crate) fn new(time: Time, proven: bool) -> Self {
        Self { time, proven, after: None }
    }

    /// Whether what is judged was made after `time`: it cannot have existed before.
    pub(crate) fn is_after(self, time: Time) -> bool {
        self.after.is_some_and(|after| after > time)
    }

    /// Whether a time-stamp inside what existed at this time says a later one.
    pub(crate) fn contradicts(self, time: Time) -> bool {
        time > self.time.plus(CLOCK_SKEW)
    }

    /// The proof that a time-stamp in it gives: two clocks may differ, the earlier time holds.
    pub(crate) fn or_earlier(self, time: Time) -> Self {
        Self { time: time.min(self.time), proven: true, ..self }
    }
}

/// What document time-stamps that passed prove.
#[derive(Debug)]
pub(crate) struct Existence {
    now: Time,
    /// Revision that the time-stamp ends, and its time.
    stamps: Vec<(usize, Time)>,
}

impl Existence {
    /// Nothing is proven but that it exists now.
    pub(crate) fn new(now: Time) -> Self {
        Self { now, stamps: Vec::new() }
    }

    /// A document time-stamp that passed proves every revision up to its own.
    pub(crate) fn prove(&mut self, revision: usize, time: Time) {
        self.stamps.push((revision, time));
    }

    /// As of when something in `revision` is judged: the earliest proof by a later revision.
    pub(crate) fn control(&self, revision: usize) -> Control {
        let covering = self.stamps.iter().filter(|(stamp, _)| *stamp > revision);
        match covering.map(|(_, time)| *time).min() {
            Some(time) => Control::new(time.min(self.now), true),
            None => Control::new(self.now, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Existence;
    use crate::time::Time;

    #[test]
    fn only_a_later_revision_proves_and_the_earliest_proof_holds() {
        let at = |seconds| Time::from_unix(seconds).unwrap();
        let mut existence = Existence::new(at(100));
        assert_eq!((existence.control(0).time, existence.control(0).proven), (at(100), false));
        existence.prove(5, at(50));
        existence.prove(3, at(20));
        for (revision, time, proven) in
            [(0, 20, true), (2, 20, true), (3, 50, true), (4, 50, true), (5, 100, false)]
        {
            let control = existence.control(revision);
            assert_eq!((control.time, control.proven), (at(time), proven), "{revision}");
        }
    }

    #[test]
    fn clocks_may_differ_a_little_and_no_more() {
        let at = |seconds| Time::from_unix(seconds).unwrap();
        let mut existence = Existence::new(at(100_000));
        existence.prove(1, at(5_000));
        let control = existence.control(0);
        assert!(!control.contradicts(at(5_300)));
        assert!(control.contradicts(at(5_301)));
        assert_eq!(control.or_earlier(at(5_300)).time, at(5_000));
        assert_eq!(control.or_earlier(at(4_000)).time, at(4_000));
    }
}
