//! Extra fields of a header (APPNOTE.TXT §4.5): read as far as they could change what is meant.

use super::error::EntryFault;
use super::fields::{EXTRA_AES, EXTRA_NAME, EXTRA_STRONG, EXTRA_ZIP64, Fields};

/// The values beyond 32 bits, of which there must be `count`. A name in the extra fields must be
/// the one of the header.
pub(super) fn wide(extra: &[u8], name: &[u8], count: usize) -> Result<Vec<u64>, EntryFault> {
    let mut fields = Fields::new(extra);
    let mut wide = None;
    while !fields.is_empty() {
        let (id, content) = one(&mut fields).ok_or(EntryFault::Extra)?;
        match id {
            EXTRA_AES | EXTRA_STRONG => return Err(EntryFault::Flags),
            EXTRA_NAME if content.get(5..) != Some(name) => return Err(EntryFault::Extra),
            EXTRA_ZIP64 if wide.is_some() => return Err(EntryFault::Extra),
            EXTRA_ZIP64 => wide = Some(numbers(content).ok_or(EntryFault::Extra)?),
            EXTRA_NAME => {}
            _ if is_harmless(id, content) => {}
            // It may say that the entry is a link, or anything else.
            _ => return Err(EntryFault::Extra),
        }
    }
    let wide = wide.unwrap_or_default();
    if wide.len() == count { Ok(wide) } else { Err(EntryFault::Extra) }
}

/// Whether a field is one of those that programs write and that change nothing: times, owners.
fn is_harmless(id: u16, content: &[u8]) -> bool {
    match id {
        // Extended time-stamp: flags, and up to three times.
        0x5455 => matches!(content.len(), 1 | 5 | 9 | 13),
        // Unix owners: a version, and two numbers with their lengths.
        0x7875 => owners(content).is_some(),
        // Unix of old: two times, and two owners.
        0x5855 => matches!(content.len(), 8 | 12),
        0x7855 => matches!(content.len(), 0 | 4),
        // Times of NTFS.
        0x000a => content.len() == 32,
        // Java's mark on the first entry.
        0xcafe => content.is_empty(),
        _ => false,
    }
}

fn owners(content: &[u8]) -> Option<()> {
    let mut rest = content.strip_prefix(&[1])?;
    for _ in 0..2 {
        let (length, after) = rest.split_first().filter(|(length, _)| **length <= 8)?;
        rest = after.get(usize::from(*length)..)?;
    }
    rest.is_empty().then_some(())
}

fn one<'b>(fields: &mut Fields<'b>) -> Option<(u16, &'b [u8])> {
    let (id, length) = (fields.number16()?, fields.number16()?);
    Some((id, fields.take(usize::from(length))?))
}

fn numbers(content: &[u8]) -> Option<Vec<u64>> {
    let mut fields = Fields::new(content);
    let mut numbers = Vec::new();
    // Two sizes and an offset.
    while !fields.is_empty() && numbers.len() < 4 {
        numbers.push(fields.number64()?);
    }
    fields.is_empty().then_some(numbers)
}
