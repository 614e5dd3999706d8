//! The content of an entry, in a stream, held to the length and the checksum that the directory
//! says.

use std::io::{self, BufRead, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::entry::{Entry, Method};
use crate::limits::STREAM_CHUNK;
use crate::source::Source;

/// Reads one entry. What is read is what the directory says only once the end was reached: an
/// error says that it is not.
pub struct EntryReader {
    content: Content,
    crc: Crc,
    wanted: u32,
    /// Bytes that are still to come.
    left: u64,
    /// Whether everything was held against the directory.
    checked: bool,
}

enum Content {
    Stored(Window),
    Deflated(Box<DeflateDecoder<Window>>),
}

impl EntryReader {
    pub(super) fn new(source: &Source, entry: &Entry) -> Self {
        let window =
            Window { source: source.part(entry.data.clone()), at: 0, buffer: Vec::new(), used: 0 };
        let content = match entry.method {
            Method::Stored => Content::Stored(window),
            Method::Deflated => Content::Deflated(Box::new(DeflateDecoder::new(window))),
        };
        let (wanted, left) = (entry.crc, entry.size);
        Self { content, crc: Crc::new(), wanted, left, checked: false }
    }

    /// At the end: nothing more comes, nothing is left over, and the checksum is right.
    fn check(&mut self) -> io::Result<()> {
        let mut more = [0];
        let none = match &mut self.content {
            Content::Stored(window) => window.read(&mut more)? == 0,
            Content::Deflated(decoder) => {
                decoder.read(&mut more)? == 0 && decoder.get_mut().fill_buf()?.is_empty()
            }
        };
        if none && self.crc.sum() == self.wanted {
            self.checked = true;
            return Ok(());
        }
        Err(io::ErrorKind::InvalidData.into())
    }
}

impl Read for EntryReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || self.checked {
            return Ok(0);
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let piece = buffer.get_mut(..room).unwrap_or_default();
        if piece.is_empty() {
            return self.check().map(|()| 0);
        }
        let read = match &mut self.content {
            Content::Stored(window) => window.read(piece)?,
            Content::Deflated(decoder) => decoder.read(piece)?,
        };
        if read == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.crc.update(piece.get(..read).unwrap_or_default());
        self.left = self.left.saturating_sub(read as u64);
        if self.left == 0 {
            self.check()?;
        }
        Ok(read)
    }
}

/// A source as a stream.
struct Window {
    source: Source,
    at: u64,
    buffer: Vec<u8>,
    used: usize,
}

impl BufRead for Window {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used >= self.buffer.len() {
            let left = self.source.len().saturating_sub(self.at);
            let length = usize::try_from(left).unwrap_or(usize::MAX).min(STREAM_CHUNK);
            self.buffer.resize(length, 0);
            self.source.read_exact_at(self.at, &mut self.buffer).map_err(io::Error::other)?;
            self.at = self.at.saturating_add(length as u64);
            self.used = 0;
        }
        Ok(self.buffer.get(self.used..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.used = self.used.saturating_add(amount).min(self.buffer.len());
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        let (from, to) = (available.get(..count), buffer.get_mut(..count));
        if let (Some(from), Some(to)) = (from, to) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}
