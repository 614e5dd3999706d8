//! Where a document's bytes come from: a buffer or a file read at offsets, never mapped.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cancellation::Cancellation;
use crate::limits::STREAM_CHUNK;

/// Bytes of one cached piece of a file: a lexer's reads and a table's rows cluster, so one system
/// call serves hundreds of them.
const WINDOW: usize = 64 << 10;

/// Cached pieces: one for the cross-reference rows, the others for objects far apart, or for the
/// end of a file to which fifty signatures were appended.
const WINDOWS: usize = 8;

/// Why bytes of a document cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Reading failed.
    #[error("reading at byte {offset}: {kind}")]
    Io {
        /// Where the read started.
        offset: u64,
        /// The operating system's answer.
        kind: io::ErrorKind,
    },
    /// The file has become shorter than it was when it was opened.
    #[error("the file ended at byte {offset} although it had {len} bytes when opened")]
    Shrank {
        /// The first byte that could not be read.
        offset: u64,
        /// The length when opened.
        len: u64,
    },
    /// What was asked for lies outside the bytes there are.
    #[error("the bytes end at byte {offset}, and more were asked for")]
    Outside {
        /// Where the bytes end.
        offset: u64,
    },
    /// The caller gave up: see [`Source::cancelled_by`].
    #[error("cancelled at byte {offset}")]
    Cancelled {
        /// The first byte that was not read.
        offset: u64,
    },
}

impl SourceError {
    /// Where, in bytes from the start.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self {
            Self::Io { offset, .. }
            | Self::Shrank { offset, .. }
            | Self::Outside { offset }
            | Self::Cancelled { offset } => *offset,
        }
    }
}

/// The bytes of one document: a buffer, or a file that is read in place.
///
/// Cloning is cheap and shares the cache. A file is read at offsets and not mapped, so a file
/// that shrinks while in use is [`SourceError::Shrank`] and not a crash.
#[derive(Clone)]
pub struct Source {
    inner: Arc<Inner>,
    cancellation: Option<Cancellation>,
}

enum Inner {
    Bytes(Vec<u8>),
    File {
        file: File,
        len: u64,
        windows: Mutex<Vec<Window>>,
    },
    /// A source with a part of it replaced.
    Spliced {
        base: Source,
        range: Range<u64>,
        text: Arc<Vec<u8>>,
    },
    /// Parts of others, one after the other.
    Joined(Vec<Part>),
}

/// A part of another source, and where it stands in the whole.
struct Part {
    start: u64,
    source: Source,
    range: Range<u64>,
}

impl Part {
    fn end(&self) -> u64 {
        self.start.saturating_add(self.range.end.saturating_sub(self.range.start))
    }

    /// What of `wanted`, a range of the whole, lies in this part, as a range of its source.
    fn within(&self, wanted: &Range<u64>) -> Range<u64> {
        let at = |offset: u64| {
            let offset = offset.clamp(self.start, self.end()).saturating_sub(self.start);
            self.range.start.saturating_add(offset)
        };
        at(wanted.start)..at(wanted.end)
    }
}

struct Window {
    start: u64,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = if self.slice().is_some() { "bytes" } else { "file" };
        write!(f, "Source({kind}, {} bytes)", self.len())
    }
}

impl Source {
    /// A document that is in memory already.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self::new(Inner::Bytes(bytes))
    }

    /// A document in a file; only the parts that are needed are ever read.
    ///
    /// # Errors
    /// Whatever opening says; [`io::ErrorKind::InvalidInput`] for something that is no regular
    /// file (a pipe or a device has no length and cannot be read twice).
    pub fn open(path: &Path) -> io::Result<Self> {
        // Before it is opened: opening a pipe waits for whoever writes into it.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Self::from_file(File::open(path)?)
    }

    /// A document in a file that is open for reading.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn from_file(file: File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let windows = Mutex::new(Vec::with_capacity(WINDOWS));
        Ok(Self::new(Inner::File { file, len: metadata.len(), windows }))
    }

    /// This source with `tail` after it, as it will be once the tail is written; nothing is copied
    /// but the tail.
    #[must_use]
    pub fn with_tail(&self, tail: Vec<u8>) -> Self {
        self.spliced(self.len()..self.len(), tail)
    }

    /// This source with `text` in the place of `range`, as it will be once that is written; nothing
    /// is copied but the text. A range that leaves the source ends where that does.
    #[must_use]
    pub fn spliced(&self, range: Range<u64>, text: Vec<u8>) -> Self {
        let end = range.end.min(self.len());
        let range = range.start.min(end)..end;
        let (cancellation, text) = (self.cancellation.clone(), Arc::new(text));
        Self { cancellation, ..Self::new(Inner::Spliced { base: self.clone(), range, text }) }
    }

    /// Parts of sources, one after the other; nothing is copied. Of a part that leaves its source
    /// there is what is in it.
    #[must_use]
    pub(crate) fn joined(parts: impl IntoIterator<Item = (Self, Range<u64>)>) -> Self {
        let mut start = 0_u64;
        let placed = parts.into_iter().map(|(source, range)| {
            let end = range.end.min(source.len());
            let part = Part { start, range: range.start.min(end)..end, source };
            start = part.end();
            part
        });
        Self::new(Inner::Joined(placed.filter(|part| !part.range.is_empty()).collect()))
    }

    /// A range of this source as a source of its own; nothing is copied.
    #[must_use]
    pub(crate) fn part(&self, range: Range<u64>) -> Self {
        let cancellation = self.cancellation.clone();
        Self { cancellation, ..Self::joined([(self.clone(), range)]) }
    }

    /// What [`Self::with_tail`] was called on, and the tail.
    pub(crate) fn appended(&self) -> Option<(&Self, &Arc<Vec<u8>>)> {
        match &*self.inner {
            Inner::Spliced { base, range, text } if *range == (base.len()..base.len()) => {
                Some((base, text))
            }
            _ => None,
        }
    }

    /// The tail that [`Self::with_tail`] was given, where nobody else has it any more.
    pub(crate) fn into_appended(self) -> Option<Vec<u8>> {
        self.appended()?;
        match Arc::try_unwrap(self.inner).ok()? {
            Inner::Spliced { text, .. } => Arc::try_unwrap(text).ok(),
            _ => None,
        }
    }

    /// This source, of which nothing more is read once the flag is up:
    /// [`SourceError::Cancelled`]. What is in memory and was handed out whole is beyond its reach.
    #[must_use]
    pub fn cancelled_by(&self, cancellation: &Cancellation) -> Self {
        Self { cancellation: Some(cancellation.clone()), ..self.clone() }
    }

    /// The flag that stops reading.
    #[must_use]
    pub fn cancellation(&self) -> Option<&Cancellation> {
        self.cancellation.as_ref()
    }

    fn new(inner: Inner) -> Self {
        Self { inner: Arc::new(inner), cancellation: None }
    }

    /// An error once the caller gave up.
    fn go_on(&self, offset: u64) -> Result<(), SourceError> {
        match &self.cancellation {
            Some(flag) if flag.is_cancelled() => Err(SourceError::Cancelled { offset }),
            _ => Ok(()),
        }
    }

    /// Length in bytes, as it was when opened.
    #[must_use]
    pub fn len(&self) -> u64 {
        match &*self.inner {
            Inner::Bytes(bytes) => bytes.len() as u64,
            Inner::File { len, .. } => *len,
            Inner::Spliced { base, range, text } => {
                let kept = base.len().saturating_sub(range.end - range.start);
                kept.saturating_add(text.len() as u64)
            }
            Inner::Joined(parts) => parts.last().map_or(0, Part::end),
        }
    }

    /// Whether there are no bytes at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The open file, for copies made by the operating system.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        match &*self.inner {
            Inner::Bytes(_) | Inner::Spliced { .. } | Inner::Joined(_) => None,
            Inner::File { file, .. } => Some(file),
        }
    }

    /// All bytes, when they are in memory.
    #[must_use]
    pub fn slice(&self) -> Option<&[u8]> {
        match &*self.inner {
            Inner::Bytes(bytes) => Some(bytes),
            Inner::File { .. } | Inner::Spliced { .. } | Inner::Joined(_) => None,
        }
    }

    /// Fills `buffer` from `offset` on.
    ///
    /// # Errors
    /// [`SourceError::Outside`] when the range leaves the source, else what reading says.
    pub fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        let range = self.range(offset, buffer.len())?;
        match &*self.inner {
            Inner::Bytes(bytes) => {
                buffer.copy_from_slice(slice(bytes, &range)?);
                Ok(())
            }
            Inner::File { file, len, windows } => {
                if buffer.len() > WINDOW {
                    return read_file(file, *len, offset, buffer);
                }
                let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
                read_cached(file, *len, &mut windows, offset, buffer)
            }
            Inner::Spliced { base, range: replaced, text } => {
                let [before, inside, after] = split(&range, replaced, text.len() as u64);
                let (first, rest) = buffer.split_at_mut(length(&before).min(buffer.len()));
                let (second, third) = rest.split_at_mut(length(&inside).min(rest.len()));
                base.read_exact_at(before.start, first)?;
                second.copy_from_slice(slice(text, &inside)?);
                base.read_exact_at(after.start, third)
            }
            Inner::Joined(parts) => {
                let mut rest = buffer;
                for part in over(parts, &range) {
                    let within = part.within(&range);
                    let (piece, more) = rest.split_at_mut(length(&within).min(rest.len()));
                    part.source.read_exact_at(within.start, piece)?;
                    rest = more;
                }
                Ok(())
            }
        }
    }

    /// The bytes of `range`. Callers bound its length: it is allocated at once.
    ///
    /// # Errors
    /// As [`Self::read_exact_at`].
    pub fn read_range(&self, range: Range<u64>) -> Result<Vec<u8>, SourceError> {
        Ok(self.window(range)?.into_owned())
    }

    /// Passes the bytes of `range` to `sink` in order, in pieces of at most
    /// [`crate::limits::STREAM_CHUNK`] bytes; memory does not grow with the range.
    ///
    /// # Errors
    /// As [`Self::read_exact_at`]; `sink` may have seen a part by then.
    pub fn stream(
        &self,
        range: Range<u64>,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), SourceError> {
        self.check(&range)?;
        match &*self.inner {
            Inner::Bytes(bytes) => {
                let mut at = range.start;
                for piece in slice(bytes, &range)?.chunks(STREAM_CHUNK) {
                    self.go_on(at)?;
                    sink(piece);
                    at = at.saturating_add(piece.len() as u64);
                }
                Ok(())
            }
            Inner::File { file, len, .. } => {
                let mut buffer = vec![0; STREAM_CHUNK.min(length(&range))];
                let mut at = range.start;
                while at < range.end {
                    let piece = length(&(at..range.end)).min(buffer.len());
                    let Some(piece) = buffer.get_mut(..piece) else { break };
                    self.go_on(at)?;
                    read_file(file, *len, at, piece)?;
                    sink(piece);
                    at = at.saturating_add(piece.len() as u64);
                }
                Ok(())
            }
            Inner::Spliced { base, range: replaced, text } => {
                let [before, inside, after] = split(&range, replaced, text.len() as u64);
                base.stream(before, sink)?;
                slice(text, &inside)?.chunks(STREAM_CHUNK).for_each(&mut *sink);
                base.stream(after, sink)
            }
            Inner::Joined(parts) => {
                for part in over(parts, &range) {
                    self.go_on(part.start)?;
                    let source = match &self.cancellation {
                        Some(flag) => part.source.cancelled_by(flag),
                        None => part.source.clone(),
                    };
                    source.stream(part.within(&range), sink)?;
                }
                Ok(())
            }
        }
    }

    /// The bytes of `range`, borrowed when they are in memory.
    pub(crate) fn window(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, SourceError> {
        self.check(&range)?;
        if let Inner::Bytes(bytes) = &*self.inner {
            return Ok(Cow::Borrowed(slice(bytes, &range)?));
        }
        if let Inner::File { file, len, windows } = &*self.inner
            && length(&range) <= WINDOW
        {
            let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
            return copy_cached(file, *len, &mut windows, &range).map(Cow::Owned);
        }
        let mut buffer = vec![0; length(&range)];
        self.read_exact_at(range.start, &mut buffer)?;
        Ok(Cow::Owned(buffer))
    }

    /// Looks at what is kept in one piece from `offset` on, at most `most` bytes and mostly fewer;
    /// `None` where nothing is kept so. `look` must not read this source: its cache is held
    /// meanwhile.
    ///
    /// # Errors
    /// As [`Self::read_exact_at`].
    pub(crate) fn look_near<T>(
        &self,
        offset: u64,
        most: u64,
        look: impl FnOnce(&[u8]) -> T,
    ) -> Result<Option<T>, SourceError> {
        let range = offset..offset.saturating_add(most);
        self.check(&range)?;
        if range.is_empty() {
            return Ok(None);
        }
        match &*self.inner {
            Inner::Bytes(bytes) => Ok(Some(look(slice(bytes, &range)?))),
            Inner::File { file, len, windows } => {
                let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
                let window = window_at(file, *len, &mut windows, offset - offset % WINDOW as u64)?;
                let kept = window.rest(offset).unwrap_or_default();
                Ok(Some(look(kept.get(..length(&range)).unwrap_or(kept))))
            }
            Inner::Spliced { .. } | Inner::Joined(_) => Ok(None),
        }
    }

    /// Passes the bytes of `range` to `sink` in order, as [`Self::stream`] does; what is short is
    /// looked at where it is kept, since its objects were just read. `sink` must not read this
    /// source.
    ///
    /// # Errors
    /// As [`Self::stream`].
    pub(crate) fn scan(
        &self,
        range: Range<u64>,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), SourceError> {
        if length(&range) <= WINDOW { self.look(range, sink) } else { self.stream(range, sink) }
    }

    /// Looks at the bytes of `range` where they are kept, so that nothing is copied for it unless
    /// they lie across a seam. `look` must not read this source: its cache is held meanwhile.
    ///
    /// # Errors
    /// As [`Self::read_exact_at`].
    pub(crate) fn look<T>(
        &self,
        range: Range<u64>,
        look: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, SourceError> {
        if let Inner::File { file, len, windows } = &*self.inner {
            self.check(&range)?;
            let start = range.start - range.start % WINDOW as u64;
            let mut windows = windows.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = window_at(file, *len, &mut windows, start)?.rest(range.start);
            if let Some(bytes) = kept.and_then(|bytes| bytes.get(..length(&range))) {
                return Ok(look(bytes));
            }
        }
        Ok(look(&self.window(range)?))
    }

    fn range(&self, offset: u64, len: usize) -> Result<Range<u64>, SourceError> {
        let range = offset..offset.saturating_add(len as u64);
        self.check(&range)?;
        Ok(range)
    }

    fn check(&self, range: &Range<u64>) -> Result<(), SourceError> {
        if range.start > range.end || range.end > self.len() {
            return Err(SourceError::Outside { offset: self.len() });
        }
        self.go_on(range.start)
    }
}

/// A range of a spliced source, as ranges of what stands before the splice, of its text of `len`
/// bytes, and of what stands after it, each counted in what it is read from.
fn split(range: &Range<u64>, replaced: &Range<u64>, len: u64) -> [Range<u64>; 3] {
    let part = |low: u64, high: u64| range.start.clamp(low, high)..range.end.clamp(low, high);
    let (start, end) = (replaced.start, replaced.start.saturating_add(len));
    let moved = |at: u64| at.saturating_sub(end).saturating_add(replaced.end);
    let (inside, after) = (part(start, end), part(end, u64::MAX));
    let inside = inside.start - start..inside.end - start;
    [part(0, start), inside, moved(after.start)..moved(after.end)]
}

fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX)
}

fn slice<'a>(bytes: &'a [u8], range: &Range<u64>) -> Result<&'a [u8], SourceError> {
    let start = usize::try_from(range.start).ok();
    let end = usize::try_from(range.end).ok();
    start
        .zip(end)
        .and_then(|(start, end)| bytes.get(start..end))
        .ok_or(SourceError::Outside { offset: bytes.len() as u64 })
}

/// Reads through windows that start at multiples of their size: whoever walks a file forwards or
/// backwards has each part of it read once, and what lies across a seam comes from both sides.
fn read_cached(
    file: &File,
    len: u64,
    windows: &mut Vec<Window>,
    mut offset: u64,
    mut buffer: &mut [u8],
) -> Result<(), SourceError> {
    while !buffer.is_empty() {
        let window = window_at(file, len, windows, offset - offset % WINDOW as u64)?;
        let bytes = window.rest(offset).ok_or(SourceError::Outside { offset: len })?;
        let (first, rest) = buffer.split_at_mut(bytes.len().min(buffer.len()));
        let found = bytes.get(..first.len()).filter(|found| !found.is_empty());
        first.copy_from_slice(found.ok_or(SourceError::Outside { offset: len })?);
        offset = offset.saturating_add(first.len() as u64);
        buffer = rest;
    }
    Ok(())
}

/// The same into bytes of their own: not zeroed first, as nearly every object is read by this.
fn copy_cached(
    file: &File,
    len: u64,
    windows: &mut Vec<Window>,
    range: &Range<u64>,
) -> Result<Vec<u8>, SourceError> {
    let wanted = length(range);
    let mut bytes = Vec::with_capacity(wanted);
    while bytes.len() < wanted {
        let offset = range.start.saturating_add(bytes.len() as u64);
        let window = window_at(file, len, windows, offset - offset % WINDOW as u64)?;
        let found = window.rest(offset).ok_or(SourceError::Outside { offset: len })?;
        let found = found.get(..found.len().min(wanted - bytes.len())).unwrap_or_default();
        if found.is_empty() {
            return Err(SourceError::Outside { offset: len });
        }
        bytes.extend_from_slice(found);
    }
    Ok(bytes)
}

/// The window that starts at `start`, read unless it is there.
fn window_at<'w>(
    file: &File,
    len: u64,
    windows: &'w mut Vec<Window>,
    start: u64,
) -> Result<&'w Window, SourceError> {
    // Most recently used last, so that the first is the one to give up.
    let found = windows.iter().rposition(|window| window.start == start);
    if let Some(found) = found {
        windows.get_mut(found..).unwrap_or_default().rotate_left(1);
    } else {
        let mut window = if windows.len() < WINDOWS {
            Window { start: 0, bytes: Vec::new() }
        } else {
            windows.remove(0)
        };
        window.bytes.resize(length(&(start..len)).min(WINDOW), 0);
        window.start = start;
        read_file(file, len, start, &mut window.bytes)?;
        windows.push(window);
    }
    windows.last().ok_or(SourceError::Outside { offset: len })
}

/// The parts that a range of the whole touches.
fn over<'p>(parts: &'p [Part], range: &Range<u64>) -> impl Iterator<Item = &'p Part> {
    let first = parts.partition_point(|part| part.end() <= range.start);
    let end = range.end;
    parts.iter().skip(first).take_while(move |part| part.start < end)
}

impl Window {
    /// The bytes from `offset` on.
    fn rest(&self, offset: u64) -> Option<&[u8]> {
        let start = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.bytes.get(start..)
    }
}

fn read_file(file: &File, len: u64, offset: u64, mut buffer: &mut [u8]) -> Result<(), SourceError> {
    let mut at = offset;
    while !buffer.is_empty() {
        match read_at(file, buffer, at) {
            Ok(0) => return Err(SourceError::Shrank { offset: at, len }),
            Ok(read) => {
                at = at.saturating_add(read as u64);
                buffer = buffer.get_mut(read..).unwrap_or_default();
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(SourceError::Io { offset: at, kind: error.kind() }),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(bytes: &[u8]) -> (tempfile::NamedTempFile, Source) {
        let mut named = tempfile::NamedTempFile::new().unwrap();
        named.write_all(bytes).unwrap();
        let source = Source::open(named.path()).unwrap();
        (named, source)
    }

    #[test]
    fn a_file_reads_as_its_bytes_do() {
        let bytes: Vec<u8> = (0..400_000_u32).map(|n| (n % 251) as u8).collect();
        let (_keep, from_file) = file(&bytes);
        let from_bytes = Source::from_bytes(bytes.clone());
        let end = bytes.len() as u64;
        for range in [0..1, 0..end, 65_530..65_540, 399_000..end, 5..5, 70_000..200_000, 3..9] {
            let a = from_file.read_range(range.clone()).unwrap();
            assert_eq!(a, from_bytes.read_range(range.clone()).unwrap());
            assert_eq!(a, bytes[range.start as usize..range.end as usize]);
            let mut streamed = Vec::new();
            from_file.stream(range, &mut |piece| streamed.extend_from_slice(piece)).unwrap();
            assert_eq!(a, streamed);
        }
    }

    #[test]
    fn a_spliced_source_reads_as_the_whole_does() {
        let (_keep, from_file) = file(b"0123456789");
        for base in [from_file, Source::from_bytes(b"0123456789".to_vec())] {
            for (range, text) in
                [(4..6, "abc"), (0..0, "x"), (10..10, "yz"), (0..10, ""), (3..3, "")]
            {
                let spliced = base.spliced(range.clone(), text.into());
                let mut whole = b"0123456789".to_vec();
                whole.splice(range.start as usize..range.end as usize, text.bytes());
                let len = whole.len() as u64;
                assert_eq!(spliced.len(), len);
                for start in 0..=len {
                    for end in start..=len {
                        let expected = &whole[start as usize..end as usize];
                        assert_eq!(spliced.read_range(start..end).unwrap(), expected);
                        let mut streamed = Vec::new();
                        let mut sink = |piece: &[u8]| streamed.extend_from_slice(piece);
                        spliced.stream(start..end, &mut sink).unwrap();
                        assert_eq!(streamed, expected);
                    }
                }
                assert!(spliced.read_range(0..len + 1).is_err());
            }
        }
    }

    #[test]
    fn joined_parts_read_as_the_whole_does() {
        let (_keep, from_file) = file(b"0123456789");
        let text = Source::from_bytes(b"abc".to_vec());
        let joined = Source::joined([
            (text.clone(), 0..3),
            (from_file.clone(), 2..7),
            (text.clone(), 1..1),
            (text, 2..99),
            (from_file, 9..10),
        ]);
        let whole = b"abc23456c9";
        assert_eq!(joined.len(), 10);
        for start in 0..=10 {
            for end in start..=10 {
                let expected = &whole[start as usize..end as usize];
                assert_eq!(joined.read_range(start..end).unwrap(), expected);
                assert_eq!(joined.part(start..end).read_range(0..end - start).unwrap(), expected);
                let mut streamed = Vec::new();
                joined.stream(start..end, &mut |piece| streamed.extend_from_slice(piece)).unwrap();
                assert_eq!(streamed, expected);
            }
        }
        assert!(joined.read_range(0..11).is_err());
    }

    #[test]
    fn outside_is_truncated_and_no_panic() {
        let (_keep, from_file) = file(b"abc");
        for source in [from_file, Source::from_bytes(b"abc".to_vec())] {
            for range in [0..4, 4..5, u64::MAX - 1..u64::MAX] {
                assert_eq!(source.read_range(range), Err(SourceError::Outside { offset: 3 }));
            }
            let mut buffer = [0; 8];
            assert!(source.read_exact_at(u64::MAX, &mut buffer).is_err());
        }
    }

    #[test]
    fn a_source_that_grew_reads_across_the_seam() {
        let bytes: Vec<u8> = (0..400_000_u32).map(|n| (n % 251) as u8).collect();
        let (_keep, head) = file(&bytes[..300_000]);
        let grown = head.with_tail(bytes[300_000..].to_vec());
        assert_eq!(grown.len(), 400_000);
        for range in [0..1, 299_990..300_010, 0..400_000, 300_000..300_001, 399_999..400_000, 7..7]
        {
            let expected = &bytes[range.start as usize..range.end as usize];
            assert_eq!(grown.read_range(range.clone()).unwrap(), expected);
            let mut streamed = Vec::new();
            grown.stream(range, &mut |piece| streamed.extend_from_slice(piece)).unwrap();
            assert_eq!(streamed, expected);
        }
        assert!(grown.read_range(399_999..400_001).is_err());
    }

    #[test]
    fn nothing_is_read_once_cancelled_not_even_in_the_middle() {
        let (_keep, from_file) = file(&[7; 3 * STREAM_CHUNK]);
        for base in [from_file, Source::from_bytes(vec![7; 3 * STREAM_CHUNK])] {
            let flag = Cancellation::new();
            let source = base.cancelled_by(&flag).with_tail(b"tail".to_vec());
            let mut pieces = 0;
            let streamed = source.stream(0..source.len(), &mut |_| {
                pieces += 1;
                flag.cancel();
            });
            let offset = STREAM_CHUNK as u64;
            assert_eq!((streamed, pieces), (Err(SourceError::Cancelled { offset }), 1));
            assert_eq!(source.read_range(1..2), Err(SourceError::Cancelled { offset: 1 }));
            assert!(base.read_range(1..2).is_ok());
        }
    }

    #[test]
    fn a_file_that_shrinks_is_an_error() {
        let (named, source) = file(&[7; 300_000]);
        named.as_file().set_len(100).unwrap();
        assert_eq!(
            source.read_range(0..300_000),
            Err(SourceError::Shrank { offset: 100, len: 300_000 })
        );
        let mut small = [0; 10];
        assert!(matches!(source.read_exact_at(200, &mut small), Err(SourceError::Shrank { .. })));
    }
}
