//! The central directory: what it says of each entry (APPNOTE.TXT §4.3.12).

use std::ops::Range;

use super::end::End;
use super::entry::{Entry, Method};
use super::error::{ContainerError, ContainerFault, EntryFault};
use super::extra;
use super::fields::{CENTRAL, CENTRAL_LEN, ELSEWHERE, Fields};
use super::name;
use crate::limits::{MAX_CONTAINER_DENSE_BYTES, MAX_CONTAINER_RATIO};
use crate::source::Source;

/// Bits of the general purpose flags (§4.4.4) that are understood: how hard it was deflated, a
/// data descriptor, a name in UTF-8.
const KNOWN_FLAGS: u16 = 0b0000_1000_0000_1110;
pub(super) const FLAG_DESCRIPTOR: u16 = 1 << 3;
pub(super) const FLAG_UTF8: u16 = 1 << 11;

/// In the external attributes of DOS: a label of a volume, a folder.
const DOS_LABEL: u32 = 0x08;
const DOS_FOLDER: u32 = 0x10;

/// The kind of file in a Unix mode, and the two that are taken.
const MODE_KIND: u32 = 0o170_000;
const MODE_REGULAR: u32 = 0o100_000;
const MODE_FOLDER: u32 = 0o040_000;

/// An entry as the central directory has it.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) entry: Entry,
    /// Where its local header is.
    pub(super) offset: u64,
    pub(super) flags: u16,
}

/// Every record, in the order of the directory.
pub(super) fn read(source: &Source, end: &End) -> Result<Vec<Record>, ContainerError> {
    let bytes = source.read_range(end.directory.clone())?;
    let mut rest = bytes.as_slice();
    let mut records = Vec::with_capacity(end.entries);
    for _ in 0..end.entries {
        let at = end.directory.end.saturating_sub(rest.len() as u64);
        let fault = || ContainerError::new(at, ContainerFault::Directory);
        let mut fields = Fields::new(rest);
        let raw = Raw::read(&mut fields).ok_or_else(fault)?;
        let whole = CENTRAL_LEN + raw.name.len() + raw.extra.len() + raw.comment;
        let start = at.saturating_sub(end.directory.start);
        let kept = usize::try_from(start).unwrap_or(usize::MAX);
        records.push(raw.record(at, kept..kept.saturating_add(whole))?);
        rest = rest.get(whole..).ok_or_else(fault)?;
    }
    if !rest.is_empty() {
        let at = end.directory.end.saturating_sub(rest.len() as u64);
        return Err(ContainerError::new(at, ContainerFault::Directory));
    }
    Ok(records)
}

/// The fields of one record.
struct Raw<'b> {
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u32,
    size: u32,
    name: &'b [u8],
    extra: &'b [u8],
    comment: usize,
    disk: u16,
    attributes: u32,
    offset: u32,
}

impl<'b> Raw<'b> {
    fn read(fields: &mut Fields<'b>) -> Option<Self> {
        fields.expect(CENTRAL)?;
        // The versions made by and needed.
        fields.take(4)?;
        let (flags, method) = (fields.number16()?, fields.number16()?);
        fields.take(4)?;
        let (crc, compressed, size) = (fields.number32()?, fields.number32()?, fields.number32()?);
        let name = usize::from(fields.number16()?);
        let extra = usize::from(fields.number16()?);
        let comment = usize::from(fields.number16()?);
        let disk = fields.number16()?;
        fields.take(2)?;
        let (attributes, offset) = (fields.number32()?, fields.number32()?);
        let (name, extra) = (fields.take(name)?, fields.take(extra)?);
        fields.take(comment)?;
        Some(Self {
            flags,
            method,
            crc,
            compressed,
            size,
            name,
            extra,
            comment,
            disk,
            attributes,
            offset,
        })
    }

    /// What it says, each rule about one entry checked.
    fn record(&self, at: u64, central: Range<usize>) -> Result<Record, ContainerError> {
        let shown = String::from_utf8_lossy(self.name).into_owned();
        let fault = |fault| ContainerError::of(at, &shown, fault);
        if self.disk != 0 {
            return Err(ContainerError::new(at, ContainerFault::Split));
        }
        let name = name_of(self.name, self.flags).map_err(fault)?;
        if self.flags & !KNOWN_FLAGS != 0 {
            return Err(fault(EntryFault::Flags));
        }
        let method = Method::of(self.method).ok_or_else(|| fault(EntryFault::Method))?;
        let wide = [self.size, self.compressed, self.offset].map(|field| field == ELSEWHERE);
        let elsewhere = extra::wide(self.extra, self.name, wide.iter().filter(|is| **is).count());
        let mut elsewhere = elsewhere.map_err(fault)?.into_iter();
        let mut value = |field: u32| match field {
            ELSEWHERE => elsewhere.next().ok_or_else(|| fault(EntryFault::Extra)),
            small => Ok(u64::from(small)),
        };
        let (size, compressed) = (value(self.size)?, value(self.compressed)?);
        let offset = value(self.offset)?;
        self.check_kind(&name).map_err(fault)?;
        check_size(&name, method, size, compressed).map_err(fault)?;
        let entry = Entry {
            name,
            method,
            crc: self.crc,
            size,
            compressed,
            central,
            place: 0..0,
            data: 0..0,
        };
        Ok(Record { entry, offset, flags: self.flags })
    }

    /// Regular files and folders alone: a link leads elsewhere once it is unpacked.
    fn check_kind(&self, name: &str) -> Result<(), EntryFault> {
        let is_folder = name.ends_with('/');
        let wanted = if is_folder { MODE_FOLDER } else { MODE_REGULAR };
        // Programs read the mode whatever system is named (§4.4.2); 0 says nothing.
        let mode = (self.attributes >> 16) & MODE_KIND;
        let dos = if is_folder { DOS_LABEL } else { DOS_LABEL | DOS_FOLDER };
        let sound = (mode == 0 || mode == wanted) && self.attributes & dos == 0;
        if sound { Ok(()) } else { Err(EntryFault::NotRegular) }
    }
}

/// What is not ASCII must be said to be UTF-8: readers take it for something else otherwise.
pub(super) fn name_of(bytes: &[u8], flags: u16) -> Result<String, EntryFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| EntryFault::NameEncoding)?;
    if !text.is_ascii() && flags & FLAG_UTF8 == 0 {
        return Err(EntryFault::NameEncoding);
    }
    name::check(text)?;
    Ok(text.to_owned())
}

fn check_size(name: &str, method: Method, size: u64, compressed: u64) -> Result<(), EntryFault> {
    let folder = name.ends_with('/');
    if (folder && size != 0) || (method == Method::Stored && size != compressed) {
        return Err(EntryFault::Size);
    }
    let dense = compressed.saturating_mul(MAX_CONTAINER_RATIO);
    if size > MAX_CONTAINER_DENSE_BYTES && size > dense {
        return Err(EntryFault::Bomb);
    }
    Ok(())
}
