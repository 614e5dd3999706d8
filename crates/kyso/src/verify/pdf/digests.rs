//! The digests of all signatures of a file, reading and hashing it about once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::{panic, thread};

use crate::algorithm::DigestAlgorithm;
use crate::crypto::{Digest, Hasher};
use crate::source::{Source, SourceError};

/// What one signature covers: from the start to its `/Contents`, and from there to its end.
#[derive(Clone, Debug)]
pub(crate) struct Covered {
    pub(crate) algorithm: DigestAlgorithm,
    pub(crate) ranges: [Range<u64>; 2],
}

/// The digests, in the order of `wanted`.
///
/// Signatures of one file share everything before their gap: one hasher runs over that, and each
/// signature takes a copy of its state at its gap and goes on alone to the end of its revision. All
/// of them look at each piece of the file while it is here, so that it is read once.
pub(crate) fn of(source: &Source, wanted: &[Covered]) -> Result<Vec<Digest>, SourceError> {
    let mut end = 0;
    for Covered { ranges: [before, after], .. } in wanted {
        if before.end > after.start || after.start > after.end {
            return Err(SourceError::Outside { offset: source.len() });
        }
        end = end.max(after.end);
    }
    let mut pass = Pass::over(wanted);
    let mut at = 0_u64;
    source.stream(0..end, &mut |piece| {
        pass.feed(at, piece);
        at = at.saturating_add(piece.len() as u64);
    })?;
    // What covers nothing is of nothing.
    pass.feed(at, &[]);
    // One for each, or what comes after would be held against another signature's digest.
    if pass.digests.len() != wanted.len() {
        return Err(SourceError::Outside { offset: source.len() });
    }
    Ok(pass.digests.into_values().collect())
}

/// One reading of the file for all signatures.
struct Pass<'w> {
    wanted: &'w [Covered],
    /// What the signatures of one algorithm share, and where the last of their gaps begins.
    shared: BTreeMap<DigestAlgorithm, (Hasher, u64)>,
    /// Those whose gaps are still to come, the next one last.
    waiting: Vec<usize>,
    /// Those that are past their gaps.
    alone: Vec<(usize, Hasher)>,
    digests: BTreeMap<usize, Digest>,
}

impl<'w> Pass<'w> {
    fn over(wanted: &'w [Covered]) -> Self {
        let mut shared = BTreeMap::new();
        for Covered { algorithm, ranges: [before, _] } in wanted {
            let (_, last) =
                shared.entry(*algorithm).or_insert_with(|| (Hasher::new(*algorithm), 0));
            *last = before.end.max(*last);
        }
        let mut waiting: Vec<usize> = (0..wanted.len()).collect();
        waiting.sort_by_key(|index| std::cmp::Reverse(gap(wanted, *index)));
        Self { wanted, shared, waiting, alone: Vec::new(), digests: BTreeMap::new() }
    }

    /// The next piece of the file, which stands at `at`.
    fn feed(&mut self, at: u64, piece: &[u8]) {
        let end = at.saturating_add(piece.len() as u64);
        let part = |range: Range<u64>| {
            let from =
                |offset: u64| usize::try_from(offset.clamp(at, end) - at).unwrap_or_default();
            piece.get(from(range.start)..from(range.end)).unwrap_or_default()
        };
        let mut from = at;
        while let Some(&index) = self.waiting.last()
            && gap(self.wanted, index) <= end
        {
            self.waiting.pop();
            let Some(covered) = self.wanted.get(index) else { continue };
            let to = gap(self.wanted, index);
            self.advance(from..to, part);
            if let Some((shared, _)) = self.shared.get(&covered.algorithm) {
                self.alone.push((index, shared.clone()));
            }
            from = to;
        }
        self.advance(from..end, part);
        let mut going_on = Vec::new();
        for (index, mut own) in self.alone.drain(..) {
            let Some(Covered { ranges: [_, after], .. }) = self.wanted.get(index) else { continue };
            own.update(part(after.clone()));
            if after.end <= end {
                self.digests.insert(index, own.finish());
            } else {
                going_on.push((index, own));
            }
        }
        self.alone = going_on;
    }

    /// Takes what is shared on over a range, as far as any signature is still to come.
    fn advance<'p>(&mut self, range: Range<u64>, part: impl Fn(Range<u64>) -> &'p [u8]) {
        for (shared, last) in self.shared.values_mut() {
            shared.update(part(range.start..range.end.min(*last)));
        }
    }
}

/// Below, hashing takes no longer than a thread and a cold second core cost.
const WORTH_A_THREAD: u64 = 4 << 20;

/// The digests, as [`of`] gives them, and what `work` finds meanwhile: of a large document either
/// takes as long as the other, and neither needs anything of it.
pub(crate) fn beside<T>(
    source: &Source,
    wanted: &[Covered],
    work: impl FnOnce() -> T,
) -> (Result<Vec<Digest>, SourceError>, T) {
    let ends = wanted.iter().map(|covered| covered.ranges[1].end);
    if ends.max().is_none_or(|end| end < WORTH_A_THREAD) {
        return (of(source, wanted), work());
    }
    thread::scope(|scope| {
        let hashing = thread::Builder::new().spawn_scoped(scope, || of(source, wanted));
        let found = work();
        let digests = match hashing {
            Ok(hashing) => hashing.join().unwrap_or_else(|fault| panic::resume_unwind(fault)),
            // A process that may have no more threads does one after the other.
            Err(_) => of(source, wanted),
        };
        (digests, found)
    })
}

fn gap(wanted: &[Covered], index: usize) -> u64 {
    wanted.get(index).map_or(0, |covered| covered.ranges[0].end)
}

#[cfg(test)]
mod tests {
    use super::{Covered, WORTH_A_THREAD, beside, of};
    use crate::algorithm::DigestAlgorithm::{Sha256, Sha512};
    use crate::crypto;
    use crate::source::Source;

    #[test]
    fn shared_hashing_gives_what_hashing_each_alone_gives() {
        let bytes: Vec<u8> = (0..3_000_000u32).map(|n| n.to_le_bytes()[0] ^ 0x5a).collect();
        let covered = |algorithm, gap: std::ops::Range<u64>, end| Covered {
            algorithm,
            ranges: [0..gap.start, gap.end..end],
        };
        let wanted = [
            covered(Sha256, 2_000_000..2_000_100, 3_000_000),
            covered(Sha256, 1_000_000..1_000_100, 1_500_000),
            covered(Sha512, 5..10, 400_000),
        ];
        let digests = of(&Source::from_bytes(bytes.clone()), &wanted).unwrap();
        for (digest, covered) in digests.iter().zip(&wanted) {
            let alone: Vec<u8> = covered
                .ranges
                .iter()
                .flat_map(|range| &bytes[range.start as usize..range.end as usize])
                .copied()
                .collect();
            assert_eq!(digest.as_ref(), crypto::digest(covered.algorithm, &alone).as_ref());
        }
    }

    #[test]
    fn pieces_gaps_and_ends_may_fall_together() {
        let bytes: Vec<u8> =
            (0..900_000u32).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
        let piece = crate::limits::STREAM_CHUNK as u64;
        let edges = [0, 1, piece - 1, piece, piece + 1, 2 * piece, 3 * piece, 900_000];
        let mut wanted = Vec::new();
        for (index, gap) in edges.iter().enumerate() {
            for end in &edges[index..] {
                for start in [*gap, (gap + end) / 2, *end] {
                    let algorithm = if wanted.len() % 3 == 0 { Sha512 } else { Sha256 };
                    wanted.push(Covered { algorithm, ranges: [0..*gap, start..*end] });
                }
            }
        }
        let digests = of(&Source::from_bytes(bytes.clone()), &wanted).unwrap();
        assert_eq!(digests.len(), wanted.len());
        for (digest, Covered { algorithm, ranges: [before, after] }) in digests.iter().zip(&wanted)
        {
            let part =
                |range: &std::ops::Range<u64>| &bytes[range.start as usize..range.end as usize];
            let alone = [part(before), part(after)].concat();
            assert_eq!(
                digest.as_ref(),
                crypto::digest(*algorithm, &alone).as_ref(),
                "{before:?} {after:?}"
            );
        }
        assert_eq!(of(&Source::from_bytes(bytes), &[]).unwrap(), []);
    }

    #[test]
    fn hashed_beside_other_work_they_are_the_same() {
        for length in [WORTH_A_THREAD - 1, WORTH_A_THREAD + 300_000] {
            let source = Source::from_bytes((0..length).map(|n| n.to_le_bytes()[0]).collect());
            let wanted = [Covered { algorithm: Sha256, ranges: [0..7, 100..length] }];
            let (digests, worked) = beside(&source, &wanted, || 7);
            assert_eq!(digests.unwrap(), of(&source, &wanted).unwrap());
            assert_eq!(worked, 7);
            let outside = [Covered { algorithm: Sha256, ranges: [0..7, 100..length + 1] }];
            beside(&source, &outside, || ()).0.unwrap_err();
        }
    }
}
