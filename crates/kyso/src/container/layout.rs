//! The local headers against the central directory: every byte before it belongs to one entry
//! (APPNOTE.TXT §4.3.7, §4.3.9).

use super::directory::{FLAG_DESCRIPTOR, Record};
use super::entry::Entry;
use super::error::{ContainerError, ContainerFault, EntryFault};
use super::extra;
use super::fields::{DESCRIPTOR, ELSEWHERE, Fields, LOCAL, LOCAL_LEN};
use crate::source::Source;

/// Lengths of a data descriptor: with sizes of 32 or of 64 bits, without and with a signature.
const DESCRIPTORS: [(u64, bool, bool); 4] =
    [(12, false, false), (16, false, true), (20, true, false), (24, true, true)];

/// The entries in the order in which they stand in the file, with their places.
pub(super) fn check(
    source: &Source,
    records: Vec<Record>,
    directory: u64,
) -> Result<Vec<Entry>, ContainerError> {
    let mut records = records;
    records.sort_by_key(|record| record.offset);
    let ends: Vec<u64> =
        records.iter().skip(1).map(|record| record.offset).chain([directory]).collect();
    let mut at = 0;
    let mut entries = Vec::with_capacity(records.len());
    for (record, end) in records.into_iter().zip(ends) {
        if record.offset != at {
            return Err(ContainerError::new(at, ContainerFault::Stray));
        }
        entries.push(one(source, record, end)?);
        at = end;
    }
    Ok(entries)
}

/// One entry, which ends where the next begins.
fn one(source: &Source, record: Record, end: u64) -> Result<Entry, ContainerError> {
    let Record { mut entry, offset, flags } = record;
    let header_end = offset.saturating_add(LOCAL_LEN as u64);
    let outside = || ContainerError::new(offset, ContainerFault::Stray);
    if header_end > end {
        return Err(outside());
    }
    let fixed = source.read_range(offset..header_end)?;
    let name = entry.name.clone();
    let fault = |fault| ContainerError::of(offset, &name, fault);
    let local = Local::read(&fixed).ok_or_else(|| fault(EntryFault::LocalHeader))?;
    let data = header_end.saturating_add(local.name).saturating_add(local.extra);
    let data_end = data.checked_add(entry.compressed).filter(|data_end| *data_end <= end);
    let data_end = data_end.ok_or_else(outside)?;
    let rest = source.read_range(header_end..data)?;
    local.agrees(&entry, flags, &rest).map_err(fault)?;
    if flags & FLAG_DESCRIPTOR == 0 {
        if data_end != end {
            return Err(ContainerError::new(data_end, ContainerFault::Stray));
        }
    } else {
        let shape =
            DESCRIPTORS.into_iter().find(|(len, ..)| data_end.checked_add(*len) == Some(end));
        let (_, wide, signed) =
            shape.ok_or_else(|| ContainerError::new(data_end, ContainerFault::Stray))?;
        let bytes = source.read_range(data_end..end)?;
        let agrees = describes(&bytes, &entry, wide, signed).unwrap_or(false);
        if !agrees {
            return Err(ContainerError::of(data_end, &name, EntryFault::Descriptor));
        }
    }
    entry.place = offset..end;
    entry.data = data..data_end;
    Ok(entry)
}

fn describes(bytes: &[u8], entry: &Entry, wide: bool, signed: bool) -> Option<bool> {
    let mut fields = Fields::new(bytes);
    if signed {
        fields.expect(DESCRIPTOR)?;
    }
    let crc = fields.number32()?;
    let mut number = || match wide {
        true => fields.number64(),
        false => fields.number32().map(u64::from),
    };
    let (compressed, size) = (number()?, number()?);
    Some(crc == entry.crc && compressed == entry.compressed && size == entry.size)
}

/// The fixed part of a local header.
struct Local {
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u32,
    size: u32,
    name: u64,
    extra: u64,
}

impl Local {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::new(bytes);
        fields.expect(LOCAL)?;
        // The version needed.
        fields.take(2)?;
        let (flags, method) = (fields.number16()?, fields.number16()?);
        // The time of change.
        fields.take(4)?;
        Some(Self {
            flags,
            method,
            crc: fields.number32()?,
            compressed: fields.number32()?,
            size: fields.number32()?,
            name: u64::from(fields.number16()?),
            extra: u64::from(fields.number16()?),
        })
    }

    /// Whether it says what the central directory does; `rest` are name and extra fields.
    fn agrees(&self, entry: &Entry, flags: u16, rest: &[u8]) -> Result<(), EntryFault> {
        let name = usize::try_from(self.name).unwrap_or(usize::MAX);
        let (name, extra) = rest.split_at_checked(name).ok_or(EntryFault::LocalHeader)?;
        let same = name == entry.name.as_bytes()
            && self.flags == flags
            && self.method == entry.method.number();
        if !same {
            return Err(EntryFault::LocalHeader);
        }
        // Both sizes are beyond 32 bits, or neither (§4.5.3).
        let wide = [self.size, self.compressed].map(|field| field == ELSEWHERE);
        let elsewhere = extra::wide(extra, name, if wide == [true; 2] { 2 } else { 0 })?;
        let (size, compressed) = match elsewhere.as_slice() {
            [size, compressed] => (*size, *compressed),
            _ => (u64::from(self.size), u64::from(self.compressed)),
        };
        let stated = (self.crc, size, compressed);
        let same = stated == (entry.crc, entry.size, entry.compressed);
        // What follows in a data descriptor is left open here (§4.4.4, bit 3).
        let open = flags & FLAG_DESCRIPTOR != 0 && stated == (0, 0, 0);
        if same || open { Ok(()) } else { Err(EntryFault::LocalHeader) }
    }
}
