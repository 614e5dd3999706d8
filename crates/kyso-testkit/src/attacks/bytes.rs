//! Bytes changed, cut or added without any revision.

use super::Attack;
use super::text::{Spot, find, replace, signatures};

/// The file with one bit of one byte turned.
#[must_use]
pub fn flip(signed: &[u8], position: usize) -> Vec<u8> {
    let mut out = signed.to_vec();
    out[position] ^= 1;
    out
}

/// About `count` positions spread over what the last signature covers, its very edges included.
///
/// # Panics
/// When the file has no signature in plain text.
#[must_use]
pub fn flips(signed: &[u8], count: usize) -> Vec<usize> {
    let spot = last(signed);
    let step = (signed.len() / count.max(1)).max(1);
    let edges = [0, spot.contents.start - 1, spot.contents.end, signed.len() - 1];
    let spread = (0..signed.len()).step_by(step).chain(edges);
    let mut positions: Vec<_> = spread.filter(|at| spot.covers(*at)).collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

fn last(signed: &[u8]) -> Spot {
    signatures(signed).pop().expect("a signed file")
}

/// The file's own bytes altered.
///
/// # Panics
/// When the file has no signature in plain text, or is not the testkit's sample.
#[must_use]
pub fn byte_attacks(signed: &[u8]) -> Vec<Attack> {
    let spot = last(signed);
    let [_, before, after, rest] = spot.byte_range;
    let width = spot.byte_range_at.len();
    let with_range = |range: [i128; 4]| {
        let text = format!("{} {} {} {}", range[0], range[1], range[2], range[3]);
        let mut out = signed.to_vec();
        // Shorter or longer numbers move the bytes after them: these files fail either way.
        out.splice(spot.byte_range_at.clone(), format!("{text:width$}").bytes());
        out
    };
    let (b, a, r) = (i128::from(before), i128::from(after), i128::from(rest));
    let text = find(signed, b"1,000,000", 0).expect("the testkit's sample");
    let mut amount = signed.to_vec();
    amount[text] = b'9';
    let attack = |name, bytes| Attack { name, bytes };
    vec![
        attack("page-text-changed", amount),
        attack("first-byte-changed", flip(signed, 5)),
        attack("byte-range-starts-late", with_range([1, b - 1, a, r])),
        attack("byte-range-gap-before", with_range([0, b - 10, a, r])),
        attack("byte-range-gap-after", with_range([0, b, a + 10, r - 10])),
        attack("byte-range-ends-early", with_range([0, b, a, r - 10])),
        attack("byte-range-beyond-the-end", with_range([0, b, a, r + 1000])),
        attack("byte-range-negative", with_range([0, -b, a, r])),
        attack("byte-range-huge", with_range([0, b, a, i128::from(u64::MAX) + 1])),
        attack("byte-range-overlaps", with_range([0, a, b, r])),
        attack("contents-zeroed", {
            let mut out = signed.to_vec();
            out[spot.contents.start + 1..spot.contents.end - 1].fill(b'0');
            out
        }),
        attack("contents-cut-short", {
            let mut out = signed.to_vec();
            let half = spot.contents.start + spot.contents.len() / 2;
            out[half] = b'>';
            out[half + 1..spot.contents.end].fill(b' ');
            out
        }),
        attack("sub-filter-changed", {
            let from = b"/SubFilter";
            replace(signed, from, b"/SubFiltex")
        }),
        attack("junk-appended", [signed, b"junk that no revision explains\n"].concat()),
        attack("bytes-prepended", [b"%junk\n", signed].concat()),
        attack("last-bytes-cut", signed[..signed.len() - 8].to_vec()),
    ]
}
