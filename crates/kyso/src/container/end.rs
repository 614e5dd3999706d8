//! The end of a container: where its central directory is. Exactly one such record, at the very
//! end, so that readers who look for it from behind and from the front find the same.

use std::ops::Range;

use super::error::{ContainerError, ContainerFault};
use super::fields::{
    ELSEWHERE, ELSEWHERE16, END, END_LEN, END64, END64_LEN, Fields, LOCATOR64, LOCATOR64_LEN,
};
use crate::limits::{MAX_CONTAINER_DIRECTORY_BYTES, MAX_CONTAINER_ENTRIES};
use crate::source::Source;

/// What the end record says, and the one for large files where there is one.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// The bytes of the central directory.
    pub(super) directory: Range<u64>,
    /// How many entries it lists.
    pub(super) entries: usize,
    pub(super) comment: Vec<u8>,
}

/// The four numbers, in one record or the other.
#[derive(PartialEq, Eq)]
struct Numbers {
    here: u64,
    entries: u64,
    size: u64,
    offset: u64,
}

pub(super) fn read(source: &Source) -> Result<End, ContainerError> {
    let len = source.len();
    let missing = || ContainerError::new(len, ContainerFault::EndRecord);
    // The longest comment, and the record before it.
    let start = len.saturating_sub(END_LEN as u64 + u64::from(u16::MAX));
    let tail = source.read_range(start..len)?;
    let at = tail.windows(END.len()).rposition(|window| window == END).ok_or_else(missing)?;
    let position = start + at as u64;
    let record = tail.get(at..).unwrap_or_default();
    let fault = |fault| ContainerError::new(position, fault);
    let (disks, numbers, comment) = classic(record).ok_or_else(missing)?;
    let locator = locator(source, position)?;
    let (numbers, end) = match locator {
        Some(at) => {
            let large = large(source, at, position)?.ok_or_else(|| fault(ContainerFault::Zip64))?;
            if !agree(&numbers, &large) {
                return Err(fault(ContainerFault::Zip64));
            }
            (large, at)
        }
        None if is_elsewhere(&numbers) => return Err(fault(ContainerFault::Zip64)),
        None => (numbers, position),
    };
    if disks != 0 || numbers.here != numbers.entries {
        return Err(fault(ContainerFault::Split));
    }
    if numbers.entries == 0 {
        return Err(fault(ContainerFault::Empty));
    }
    let directory = numbers.offset..end;
    if numbers.offset.checked_add(numbers.size) != Some(end) {
        return Err(fault(ContainerFault::Directory));
    }
    if numbers.size > MAX_CONTAINER_DIRECTORY_BYTES {
        let limit = MAX_CONTAINER_DIRECTORY_BYTES;
        return Err(fault(ContainerFault::TooMany { what: "bytes of directory", limit }));
    }
    let limit = MAX_CONTAINER_ENTRIES;
    let entries = usize::try_from(numbers.entries).ok().filter(|entries| *entries <= limit);
    let too_many = ContainerFault::TooMany { what: "entries", limit: limit as u64 };
    Ok(End { directory, entries: entries.ok_or_else(|| fault(too_many))?, comment })
}

/// §4.3.16; the comment ends where the file does.
fn classic(record: &[u8]) -> Option<(u32, Numbers, Vec<u8>)> {
    let mut fields = Fields::new(record);
    fields.expect(END)?;
    let disks = u32::from(fields.number16()?) | u32::from(fields.number16()?);
    let numbers = Numbers {
        here: u64::from(fields.number16()?),
        entries: u64::from(fields.number16()?),
        size: u64::from(fields.number32()?),
        offset: u64::from(fields.number32()?),
    };
    let length = usize::from(fields.number16()?);
    let comment = fields.take(length)?.to_vec();
    fields.is_empty().then_some((disks, numbers, comment))
}

/// Where the record for large files is, when its locator stands before the end record (§4.3.15).
/// The record ends where the locator begins.
fn locator(source: &Source, position: u64) -> Result<Option<u64>, ContainerError> {
    let Some(at) = position.checked_sub(LOCATOR64_LEN as u64) else { return Ok(None) };
    let bytes = source.read_range(at..position)?;
    let mut fields = Fields::new(&bytes);
    if fields.expect(LOCATOR64).is_none() {
        return Ok(None);
    }
    let fault = || ContainerError::new(at, ContainerFault::Zip64);
    let disk = fields.number32().ok_or_else(fault)?;
    let record = fields.number64().ok_or_else(fault)?;
    let disks = fields.number32().ok_or_else(fault)?;
    let whole = record.checked_add(END64_LEN as u64) == Some(at);
    if disk == 0 && disks <= 1 && whole { Ok(Some(record)) } else { Err(fault()) }
}

/// §4.3.14, version 1, without an extensible part.
fn large(source: &Source, at: u64, before: u64) -> Result<Option<Numbers>, ContainerError> {
    let end = at.saturating_add(END64_LEN as u64);
    if end > before {
        return Ok(None);
    }
    let bytes = source.read_range(at..end)?;
    Ok(large_numbers(&bytes))
}

fn large_numbers(bytes: &[u8]) -> Option<Numbers> {
    let mut fields = Fields::new(bytes);
    fields.expect(END64)?;
    let rest = fields.number64()?;
    // Versions made by and needed.
    fields.take(4)?;
    let disks = fields.number32()? | fields.number32()?;
    let numbers = Numbers {
        here: fields.number64()?,
        entries: fields.number64()?,
        size: fields.number64()?,
        offset: fields.number64()?,
    };
    (disks == 0 && rest == (END64_LEN - 12) as u64).then_some(numbers)
}

fn is_elsewhere(numbers: &Numbers) -> bool {
    let (long, short) = (u64::from(ELSEWHERE), u64::from(ELSEWHERE16));
    numbers.here == short
        || numbers.entries == short
        || numbers.size == long
        || numbers.offset == long
}

/// Whether the end record says the same, or that it is said elsewhere.
fn agree(classic: &Numbers, large: &Numbers) -> bool {
    let (long, short) = (u64::from(ELSEWHERE), u64::from(ELSEWHERE16));
    [
        (classic.here, large.here, short),
        (classic.entries, large.entries, short),
        (classic.size, large.size, long),
        (classic.offset, large.offset, long),
    ]
    .into_iter()
    .all(|(classic, large, elsewhere)| classic == large || classic == elsewhere)
}
