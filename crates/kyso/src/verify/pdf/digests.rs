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
/// signature takes a copy of its state at its gap and goes on alone to the end of its revision.
pub(crate) fn of(source: &Source, wanted: &[Covered]) -> Result<Vec<Digest>, SourceError> {
    let mut by_algorithm: BTreeMap<DigestAlgorithm, Vec<usize>> = BTreeMap::new();
    for (index, covered) in wanted.iter().enumerate() {
        by_algorithm.entry(covered.algorithm).or_default().push(index);
    }
    let mut digests: BTreeMap<usize, Digest> = BTreeMap::new();
    for (algorithm, mut indices) in by_algorithm {
        indices.sort_by_key(|index| gap(wanted, *index));
        let mut shared = Hasher::new(algorithm);
        let mut position = 0;
        for index in indices {
            let Some(Covered { ranges: [before, after], .. }) = wanted.get(index) else { continue };
            source.stream(position..before.end, &mut |chunk| shared.update(chunk))?;
            position = before.end;
            let mut own = shared.clone();
            source.stream(after.clone(), &mut |chunk| own.update(chunk))?;
            digests.insert(index, own.finish());
        }
    }
    Ok(digests.into_values().collect())
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
