//! Writes containers: stored entries, the same bytes for the same files, nothing read into memory
//! but directories.

use std::ops::Range;

use flate2::Crc;

use super::Container;
use super::error::{ContainerError, ContainerFault, EntryFault};
use super::fields::{
    CENTRAL, ELSEWHERE, ELSEWHERE16, END, END64, END64_LEN, EXTRA_ZIP64, LOCAL, LOCATOR64,
};
use super::name;
use super::{Kind, directory, file_list};
use crate::limits::MAX_CONTAINER_ENTRIES;
use crate::source::{Source, SourceError};

/// Versions of the format (§4.4.3.2): 2.0, and 4.5 for sizes beyond 32 bits.
const VERSION: u16 = 20;
const VERSION_WIDE: u16 = 45;

/// The system in the upper byte of "version made by" (Unix), and a regular file that all may read.
const UNIX: u16 = 3 << 8;
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// 1980-01-01, the first day that the format knows: no entry says when it was made.
const DATE: u16 = 0x0021;

/// What a file becomes in the place of a range of the container.
pub(crate) type Change = (Range<u64>, Vec<u8>);

/// One stored entry to be written.
struct New<'n> {
    name: &'n str,
    crc: u32,
    size: u64,
}

impl New<'_> {
    fn flags(&self) -> u16 {
        if self.name.is_ascii() { 0 } else { directory::FLAG_UTF8 }
    }

    fn is_wide(&self) -> bool {
        self.size >= u64::from(ELSEWHERE)
    }

    /// From the version needed to the sizes: what both headers have in common.
    fn common(&self, version: u16, out: &mut Vec<u8>) {
        for number in [version, self.flags(), 0, 0, DATE] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.crc.to_le_bytes());
        for _ in 0..2 {
            out.extend_from_slice(&short(self.size).to_le_bytes());
        }
        out.extend_from_slice(&length(self.name.len()).to_le_bytes());
    }

    /// §4.3.7
    fn local(&self) -> Vec<u8> {
        let mut out = LOCAL.to_vec();
        let wide: &[u64] = if self.is_wide() { &[self.size, self.size] } else { &[] };
        self.common(if self.is_wide() { VERSION_WIDE } else { VERSION }, &mut out);
        let extra = extra(wide);
        out.extend_from_slice(&length(extra.len()).to_le_bytes());
        out.extend_from_slice(self.name.as_bytes());
        out.extend_from_slice(&extra);
        out
    }

    /// §4.3.12
    fn central(&self, offset: u64) -> Vec<u8> {
        let mut wide = if self.is_wide() { vec![self.size, self.size] } else { Vec::new() };
        if offset >= u64::from(ELSEWHERE) {
            wide.push(offset);
        }
        let version = if wide.is_empty() { VERSION } else { VERSION_WIDE };
        let mut out = CENTRAL.to_vec();
        out.extend_from_slice(&(UNIX | version).to_le_bytes());
        self.common(version, &mut out);
        let extra = extra(&wide);
        // Extra fields, no comment, the first disk, no internal attributes.
        for number in [length(extra.len()), 0, 0, 0] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&ATTRIBUTES.to_le_bytes());
        out.extend_from_slice(&short(offset).to_le_bytes());
        out.extend_from_slice(self.name.as_bytes());
        out.extend_from_slice(&extra);
        out
    }
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE)
}

fn length(bytes: usize) -> u16 {
    u16::try_from(bytes).unwrap_or(ELSEWHERE16)
}

/// §4.5.3
fn extra(wide: &[u64]) -> Vec<u8> {
    if wide.is_empty() {
        return Vec::new();
    }
    let mut out = EXTRA_ZIP64.to_le_bytes().to_vec();
    out.extend_from_slice(&length(wide.len() * 8).to_le_bytes());
    wide.iter().for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
    out
}

/// §4.3.14 to §4.3.16
fn end(directory: &Range<u64>, entries: usize, comment: &[u8]) -> Vec<u8> {
    let size = directory.end.saturating_sub(directory.start);
    let few = u16::try_from(entries).ok().filter(|few| *few != ELSEWHERE16);
    let wide = |number: u64| number >= u64::from(ELSEWHERE);
    let mut out = Vec::new();
    if few.is_none() || wide(size) || wide(directory.start) {
        out.extend_from_slice(&END64);
        out.extend_from_slice(&((END64_LEN - 12) as u64).to_le_bytes());
        out.extend_from_slice(&(UNIX | VERSION_WIDE).to_le_bytes());
        out.extend_from_slice(&VERSION_WIDE.to_le_bytes());
        out.extend_from_slice(&[0; 8]);
        for number in [entries as u64, entries as u64, size, directory.start] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&LOCATOR64);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&directory.end.to_le_bytes());
        out.extend_from_slice(&1_u32.to_le_bytes());
    }
    out.extend_from_slice(&END);
    out.extend_from_slice(&[0; 4]);
    let few = few.unwrap_or(ELSEWHERE16);
    out.extend_from_slice(&few.to_le_bytes());
    out.extend_from_slice(&few.to_le_bytes());
    out.extend_from_slice(&short(size).to_le_bytes());
    out.extend_from_slice(&short(directory.start).to_le_bytes());
    out.extend_from_slice(&length(comment.len()).to_le_bytes());
    out.extend_from_slice(comment);
    out
}

fn checksum(source: &Source) -> Result<u32, SourceError> {
    let mut crc = Crc::new();
    source.stream(0..source.len(), &mut |piece| crc.update(piece))?;
    Ok(crc.sum())
}

/// A container of these files, unsigned. Each is read once for its checksum and stays where it is.
pub(super) fn pack(kind: Kind, files: &[(String, Source)]) -> Result<Source, ContainerError> {
    let too_many = |limit: usize, what| {
        ContainerError::new(0, ContainerFault::TooMany { what, limit: limit as u64 })
    };
    match (kind, files.len()) {
        (_, 0) => return Err(ContainerError::new(0, ContainerFault::Empty)),
        (Kind::Simple, 2..) => return Err(too_many(1, "files")),
        (_, count) if count > MAX_CONTAINER_ENTRIES - 2 => {
            return Err(too_many(MAX_CONTAINER_ENTRIES - 2, "files"));
        }
        _ => {}
    }
    for (file, _) in files {
        let checked = name::check(file);
        let own = file.ends_with('/') || file == name::MIMETYPE || file.starts_with(name::META_INF);
        let checked = if own { Err(EntryFault::Reserved) } else { checked };
        checked.map_err(|fault| ContainerError::of(0, file, fault))?;
    }
    let own = |name: &str, bytes: &str| (name.to_owned(), Source::from_bytes(bytes.into()));
    let mut all = vec![own(name::MIMETYPE, kind.media_type())];
    all.extend(files.iter().cloned());
    if kind == Kind::Extended {
        let names = files.iter().map(|(name, _)| name.as_str());
        all.push(own(file_list::NAME, &file_list::write(kind, names)));
    }
    let summed = all.into_iter().map(|(name, source)| {
        let crc = checksum(&source)?;
        Ok((name, source, crc))
    });
    Ok(lay_out(&summed.collect::<Result<Vec<_>, SourceError>>()?))
}

/// The entries with their checksums, one after the other, and the directory.
pub(super) fn lay_out(all: &[(String, Source, u32)]) -> Source {
    let (mut parts, mut directory, mut at) = (Vec::new(), Vec::new(), 0_u64);
    for (name, source, crc) in all {
        let new = New { name, crc: *crc, size: source.len() };
        let header = new.local();
        directory.extend(new.central(at));
        at = at.saturating_add(header.len() as u64).saturating_add(new.size);
        parts.push(whole(Source::from_bytes(header)));
        parts.push(whole(source.clone()));
    }
    let place = at..at.saturating_add(directory.len() as u64);
    directory.extend(end(&place, all.len(), &[]));
    parts.push(whole(Source::from_bytes(directory)));
    Source::joined(parts)
}

fn whole(source: Source) -> (Source, Range<u64>) {
    let range = 0..source.len();
    (source, range)
}

/// What of the container is replaced by what, so that it has these files too, in the place of
/// those of the same names. They come behind all others, which stay as they are.
pub(crate) fn put(
    container: &Container,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<Change>, ContainerError> {
    let gone = |name: &str| files.iter().any(|(file, _)| file == name);
    let old = container.source.read_range(container.directory.clone())?;
    let (mut changes, mut directory, mut added) = (Vec::new(), Vec::new(), Vec::new());
    let (mut removed, mut count) = (0_u64, 0_usize);
    // In the order of the file; that of the directory means nothing.
    for entry in &container.entries {
        if gone(&entry.name) {
            removed = removed.saturating_add(entry.place.end.saturating_sub(entry.place.start));
            changes.push((entry.place.clone(), Vec::new()));
            continue;
        }
        let record = old.get(entry.central.clone()).unwrap_or_default();
        directory.extend(moved(record, entry.place.start.saturating_sub(removed)));
        count += 1;
    }
    let start = container.directory.start.saturating_sub(removed);
    for (name, bytes) in files {
        let mut crc = Crc::new();
        crc.update(bytes);
        let new = New { name, crc: crc.sum(), size: bytes.len() as u64 };
        directory.extend(new.central(start.saturating_add(added.len() as u64)));
        added.extend(new.local());
        added.extend_from_slice(bytes);
        count += 1;
    }
    if count > MAX_CONTAINER_ENTRIES {
        let limit = MAX_CONTAINER_ENTRIES as u64;
        let fault = ContainerFault::TooMany { what: "entries", limit };
        return Err(ContainerError::new(container.directory.start, fault));
    }
    let start = start.saturating_add(added.len() as u64);
    let place = start..start.saturating_add(directory.len() as u64);
    let end = end(&place, count, &container.comment);
    let tail = [added, directory, end].concat();
    changes.push((container.directory.start..container.source.len(), tail));
    Ok(changes)
}

/// A record of the directory for an entry that now begins at `offset`, no later than before.
fn moved(record: &[u8], offset: u64) -> Vec<u8> {
    const AT: Range<usize> = 42..46;
    let mut record = record.to_vec();
    let old = record.get(AT).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes);
    if old != ELSEWHERE {
        if let Some(field) = record.get_mut(AT) {
            field.copy_from_slice(&short(offset).to_le_bytes());
        }
        return record;
    }
    if let Some(field) = wide_offset(&record).and_then(|at| record.get_mut(at..at + 8)) {
        field.copy_from_slice(&offset.to_le_bytes());
    }
    record
}

/// Where a record has its offset of 64 bits: last in its extra field for these.
fn wide_offset(record: &[u8]) -> Option<usize> {
    let number = |at: usize| {
        let bytes = record.get(at..at + 2)?.try_into().ok()?;
        Some(usize::from(u16::from_le_bytes(bytes)))
    };
    let mut at = super::fields::CENTRAL_LEN + number(28)?;
    loop {
        let (id, length) = (number(at)?, number(at + 2)?);
        if id == usize::from(EXTRA_ZIP64) {
            return (at + 4 + length).checked_sub(8);
        }
        at += 4 + length;
    }
}
