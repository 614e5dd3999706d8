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
            _ => {}
        }
    }
    let wide = wide.unwrap_or_default();
    if wide.len() == count { Ok(wide) } else { Err(EntryFault::Extra) }
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
