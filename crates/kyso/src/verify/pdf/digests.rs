//! The digests of all signatures of a file, reading and hashing it about once.

use std::collections::BTreeMap;
use std::ops::Range;

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

fn gap(wanted: &[Covered], index: usize) -> u64 {
    wanted.get(index).map_or(0, |covered| covered.ranges[0].end)
}

#[cfg(test)]
mod tests {
    use super::{Covered, of};
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
}
