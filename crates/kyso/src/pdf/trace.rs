//! Traces of signatures in the raw bytes: what is left to find when a file was damaged so that its
//! structure no longer leads to them.

use std::ops::Range;

use lopdf::{Dictionary, StringFormat};
use memchr::memmem::Finder;

use super::error::PdfError;
use super::signature::{SignatureKind, SignatureValue};
use super::source::Source;
use crate::limits::{MAX_CMS_BYTES, MAX_SIGNATURES};

const KEY: &[u8] = b"/ByteRange";

/// Bytes after the key in which the four integers must stand.
const ARRAY_ROOM: u64 = 256;

/// Signatures whose `/ByteRange` leaves out exactly a hexadecimal string of this very file. A
/// signed file attached to another does not count: its offsets are its own.
///
/// # Errors
/// The source does not read.
pub fn signature_traces(source: &Source) -> Result<Vec<SignatureValue>, PdfError> {
    let mut found = Vec::new();
    for at in occurrences(source)? {
        if let Some(value) = read(source, at)? {
            found.push(value);
        }
    }
    Ok(found)
}

/// Offsets after each `/ByteRange`, at most [`MAX_SIGNATURES`] of them.
fn occurrences(source: &Source) -> Result<Vec<u64>, PdfError> {
    let finder = Finder::new(KEY);
    let mut places = Vec::new();
    let mut carried: Vec<u8> = Vec::new();
    let mut position = 0_u64;
    source.stream(0..source.len(), &mut |chunk| {
        // A key across two chunks: the end of the one before it and the start of this.
        let seam = carried.len();
        carried.extend_from_slice(chunk.get(..KEY.len().min(chunk.len())).unwrap_or_default());
        let start = position.saturating_sub(seam as u64);
        let after = |at: usize| start.saturating_add((at + KEY.len()) as u64);
        places.extend(finder.find_iter(&carried).filter(|at| *at < seam).map(after));
        let inside = finder.find_iter(chunk);
        places.extend(inside.map(|at| position.saturating_add((at + KEY.len()) as u64)));
        places.truncate(MAX_SIGNATURES);
        let tail = chunk.len().saturating_sub(KEY.len() - 1);
        carried = chunk.get(tail..).unwrap_or_default().to_vec();
        position = position.saturating_add(chunk.len() as u64);
    })?;
    Ok(places)
}

fn read(source: &Source, at: u64) -> Result<Option<SignatureValue>, PdfError> {
    let window = source.read_range(at..at.saturating_add(ARRAY_ROOM).min(source.len()))?;
    let Some(byte_range) = integers(&window) else { return Ok(None) };
    let Some(gap) = gap(&byte_range, source.len()) else { return Ok(None) };
    let text = source.read_range(gap.clone())?;
    let Some(contents) = hexadecimal(&text) else { return Ok(None) };
    Ok(Some(SignatureValue {
        field: String::new(),
        field_id: None,
        object: None,
        span: None,
        kind: SignatureKind::Signature,
        filter: None,
        sub_filter: None,
        byte_range: Some(byte_range.to_vec()),
        contents,
        contents_format: StringFormat::Hexadecimal,
        contents_span: Some(gap),
        m: None,
        m_raw: None,
        name: None,
        reason: None,
        location: None,
        contact_info: None,
        reference: Vec::new(),
        dictionary: Dictionary::new(),
        lock: None,
        revision: 0,
        in_latest: false,
        faults: Vec::new(),
    }))
}

/// `[a b c d]`, as any writer puts it.
fn integers(text: &[u8]) -> Option<[i64; 4]> {
    let text = text.trim_ascii_start().strip_prefix(b"[")?;
    let end = text.iter().position(|byte| *byte == b']')?;
    let text = std::str::from_utf8(text.get(..end)?).ok()?;
    let numbers: Vec<i64> =
        text.split_ascii_whitespace().map(|n| n.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// What the range leaves out, if it starts with the file, ends inside it, and leaves something
/// out that is no larger than a signature.
fn gap(&[start, length, next, last]: &[i64; 4], file: u64) -> Option<Range<u64>> {
    let offset = |value: i64| u64::try_from(value).ok();
    let gap = offset(length)?..offset(next)?;
    let end = gap.end.checked_add(offset(last)?)?;
    let size = gap.end.checked_sub(gap.start)?;
    (start == 0 && end <= file && size > 2 && size <= 4 * MAX_CMS_BYTES as u64).then_some(gap)
}

/// The bytes of `<...>`.
fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let inside = text.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digits: Option<Vec<u8>> = inside
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    Some(digits?.chunks(2).map(|pair| pair.iter().fold(0, |n, d| n << 4 | d)).collect())
}

#[cfg(test)]
mod tests {
    use super::{occurrences, signature_traces};
    use crate::limits::STREAM_CHUNK;
    use crate::pdf::Source;

    #[test]
    fn a_key_is_found_across_chunks() {
        for start in STREAM_CHUNK - 12..STREAM_CHUNK + 2 {
            let mut bytes = vec![b' '; STREAM_CHUNK * 2];
            bytes[start..start + 10].copy_from_slice(b"/ByteRange");
            let places = occurrences(&Source::from_bytes(bytes)).unwrap();
            assert_eq!(places, [start as u64 + 10]);
        }
    }

    #[test]
    fn only_a_range_that_fits_this_file_is_a_trace() {
        let with = |range: &str| format!("/ByteRange {range} /Contents <3000>      ").into_bytes();
        let traces = |bytes| signature_traces(&Source::from_bytes(bytes)).unwrap().len();
        // "/ByteRange [0 36 42 6] /Contents <" puts the string at bytes 33 to 39.
        let fitting = with("[0 33 39 6]");
        assert_eq!(&fitting[33..39], b"<3000>");
        assert_eq!(traces(fitting), 1);
        assert_eq!(traces(with("[0 32 38 6]")), 0);
        assert_eq!(traces(with("[1 33 39 6]")), 0);
        assert_eq!(traces(with("[0 33 39 600000]")), 0);
    }
}
