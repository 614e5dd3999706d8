//! Traces of signatures in the raw bytes: what is left to find when a file was damaged so that its
//! structure no longer leads to them.

use std::collections::HashSet;
use std::ops::Range;

use lopdf::{Dictionary, StringFormat};
use memchr::memmem::Finder;

use super::error::PdfError;
use super::signature::{SignatureKind, SignatureValue};
use crate::limits::{MAX_CMS_BYTES, MAX_SIGNATURES, MAX_TRACE_BYTES, MAX_TRACES};
use crate::source::Source;

const KEY: &[u8] = b"/ByteRange";

/// Bytes after the key in which the four integers must stand.
const ARRAY_ROOM: u64 = 256;

/// Signatures whose `/ByteRange` leaves out exactly a hexadecimal string of this very file. A
/// signed file attached to another does not count: its offsets are its own. At most
/// [`MAX_TRACES`], one for each gap, out of at most [`MAX_TRACE_BYTES`] in gaps: one is enough to
/// say that the file was signed.
///
/// # Errors
/// The source does not read.
pub fn signature_traces(source: &Source) -> Result<Vec<SignatureValue>, PdfError> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut room = MAX_TRACE_BYTES;
    for at in occurrences(source)? {
        let window = source.read_range(at..at.saturating_add(ARRAY_ROOM).min(source.len()))?;
        let Some(byte_range) = integers(&window) else { continue };
        let Some(gap) = gap(&byte_range, source.len()) else { continue };
        if !seen.insert(gap.clone()) {
            continue;
        }
        // Too large for what is left: a smaller one may still be read.
        let Some(left) = room.checked_sub(gap.end.saturating_sub(gap.start)) else { continue };
        room = left;
        if let Some(contents) = hexadecimal(source, gap.clone())? {
            found.push(trace(byte_range, gap, contents));
        }
        if found.len() >= MAX_TRACES {
            break;
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

fn trace(byte_range: [i64; 4], gap: Range<u64>, contents: Vec<u8>) -> SignatureValue {
    SignatureValue {
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
        widget: None,
        rect: None,
        faults: Vec::new(),
    }
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

/// What the range leaves out, if it starts with the file and leaves something out inside it that
/// is no larger than a signature. It may end behind the file, which was cut off then.
fn gap(&[start, length, next, last]: &[i64; 4], file: u64) -> Option<Range<u64>> {
    let offset = |value: i64| u64::try_from(value).ok();
    let gap = offset(length)?..offset(next)?;
    gap.end.checked_add(offset(last)?)?;
    let size = gap.end.checked_sub(gap.start)?;
    (start == 0 && gap.end <= file && size > 2 && size <= 2 + 2 * MAX_CMS_BYTES as u64)
        .then_some(gap)
}

/// The bytes of `<...>`, decoded as they are read.
fn hexadecimal(source: &Source, gap: Range<u64>) -> Result<Option<Vec<u8>>, PdfError> {
    let inside = gap.start.saturating_add(1)..gap.end.saturating_sub(1);
    let opens = source.read_range(gap.start..inside.start)? == b"<";
    let closes = source.read_range(inside.end..gap.end)? == b">";
    if !opens || !closes {
        return Ok(None);
    }
    let (mut bytes, mut high) = (Some(Vec::new()), None);
    source.stream(inside, &mut |chunk| {
        for byte in chunk.iter().filter(|byte| !byte.is_ascii_whitespace()) {
            let digit = char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let Some(digit) = digit else {
                bytes = None;
                break;
            };
            match high.take() {
                None => high = Some(digit),
                Some(first) => bytes.iter_mut().for_each(|bytes| bytes.push(first << 4 | digit)),
            }
        }
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{occurrences, signature_traces};
    use crate::limits::{MAX_TRACE_BYTES, MAX_TRACES, STREAM_CHUNK};
    use crate::source::Source;

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
        assert_eq!(traces(b"/ByteRange [0 33 39 6] /Contents <3x00>      ".to_vec()), 0);
    }

    #[test]
    fn ranges_that_leave_out_the_same_string_are_one_trace() {
        let mut bytes = b"<".to_vec();
        bytes.extend(b"30".repeat(1 << 20));
        bytes.extend(b">");
        let gap = bytes.len();
        bytes.splice(0..0, *b" ");
        for _ in 0..500 {
            bytes.extend(format!("/ByteRange[0 1 {} 9]", gap + 1).bytes());
        }
        let found = signature_traces(&Source::from_bytes(bytes)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].contents.len(), 1 << 20);
    }

    #[test]
    fn traces_are_bounded_in_number_and_in_bytes() {
        let file = |count: usize, len: usize| {
            let string = format!("<{}>", "30".repeat(len));
            let mut bytes = string.repeat(count).into_bytes();
            for at in (0..count).map(|n| n * string.len()).filter(|at| *at > 0) {
                let end = at + string.len();
                bytes.extend(format!("/ByteRange[0 {at} {end} 9]").bytes());
            }
            let found = signature_traces(&Source::from_bytes(bytes)).unwrap();
            (found.len(), found.iter().map(|value| value.contents.len()).sum::<usize>())
        };
        assert_eq!(file(100, 4).0, MAX_TRACES);
        let (count, kept) = file(40, 1 << 20);
        assert!(count > 1 && kept as u64 <= MAX_TRACE_BYTES / 2, "{count} traces, {kept} bytes");
    }
}
