//! Finds signatures and objects in a PDF by its text alone: no parser that could be wrong in the
//! same way as the one under test.

use std::ops::Range;

/// A signature as its text shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// Number of the object that holds it.
    pub object: u32,
    /// The four numbers of /ByteRange.
    pub byte_range: [u64; 4],
    /// Where the numbers stand, brackets excluded.
    pub byte_range_at: Range<usize>,
    /// The string /Contents, angle brackets included.
    pub contents: Range<usize>,
}

impl Spot {
    /// Whether the signature covers this byte.
    #[must_use]
    pub fn covers(&self, position: usize) -> bool {
        let [a, b, c, d] = self.byte_range;
        let position = position as u64;
        (a..a + b).contains(&position) || (c..c + d).contains(&position)
    }
}

/// The first occurrence of `needle` at or after `from`.
#[must_use]
pub fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(needle.len()).position(|w| w == needle).map(|at| at + from)
}

/// The last occurrence of `needle` that ends at or before `to`.
#[must_use]
pub fn rfind(bytes: &[u8], needle: &[u8], to: usize) -> Option<usize> {
    bytes.get(..to)?.windows(needle.len()).rposition(|w| w == needle)
}

/// Every signature whose dictionary is in plain text, in the order of the file.
#[must_use]
pub fn signatures(bytes: &[u8]) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut from = 0;
    while let Some(at) = find(bytes, b"/ByteRange", from) {
        from = at + 10;
        spots.extend(spot(bytes, at));
    }
    spots
}

fn spot(bytes: &[u8], at: usize) -> Option<Spot> {
    let open = find(bytes, b"[", at)? + 1;
    let close = find(bytes, b"]", open)?;
    let numbers = std::str::from_utf8(&bytes[open..close]).ok()?;
    let numbers: Vec<u64> = numbers.split_whitespace().map_while(|n| n.parse().ok()).collect();
    let byte_range = <[u64; 4]>::try_from(numbers).ok()?;
    let contents = usize::try_from(byte_range[1]).ok()?..usize::try_from(byte_range[2]).ok()?;
    let header = rfind(bytes, b" obj", at)?;
    let mut words = bytes[..header].rsplit(|b| b.is_ascii_whitespace());
    let _generation = words.next()?;
    let object = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    Some(Spot { object, byte_range, byte_range_at: open..close, contents })
}

/// The body of the last object in the file with this number, when it is in plain text.
#[must_use]
pub fn latest_object(bytes: &[u8], number: u32) -> Option<Vec<u8>> {
    let needle = format!("{number} 0 obj");
    let mut to = bytes.len();
    loop {
        let at = rfind(bytes, needle.as_bytes(), to)?;
        let whole = at == 0 || bytes[at - 1].is_ascii_whitespace();
        if whole {
            let start = at + needle.len();
            let end = find(bytes, b"endobj", start)?;
            return Some(bytes[start..end].trim_ascii().to_vec());
        }
        to = at;
    }
}

/// `text` with its first `from` replaced.
///
/// # Panics
/// When it is not there: the test would prove nothing.
#[must_use]
pub fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = find(text, from, 0)
        .unwrap_or_else(|| panic!("no {:?} to replace", String::from_utf8_lossy(from)));
    [&text[..at], to, &text[at + from.len()..]].concat()
}
