//! The text that events are read from: all of it, or a piece that slides over a large document.

use std::ops::Range;

use crate::limits::STREAM_CHUNK;
use crate::source::{Source, SourceError};
use crate::xml::error::{XmlError, XmlFault};

/// A part of a document's text. Positions in it count from where it starts.
pub(crate) enum Window<'s> {
    Whole(&'s str),
    Sliding(Sliding),
}

/// A window that moves on over a source in UTF-8.
pub(crate) struct Sliding {
    source: Source,
    text: String,
    /// Offset of `text` in the document.
    base: u64,
    /// The next byte to read, and where reading ends, in the source.
    next: u64,
    end: u64,
    buffer: Vec<u8>,
    /// Bytes at the start of `buffer` that wait for the rest of their character.
    kept: usize,
    /// Bytes of one read.
    piece: usize,
}

/// Where a sliding window looks.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) source: Source,
    /// Length of the byte order mark, which offsets do not count.
    pub(crate) bom: u64,
    /// From byte to byte of the document's text.
    pub(crate) range: Range<u64>,
    /// Bytes of one read.
    pub(crate) piece: usize,
}

impl Stretch {
    /// All of a source in UTF-8.
    pub(crate) fn all(source: &Source, bom: u64) -> Self {
        let range = 0..source.len().saturating_sub(bom);
        Self { source: source.clone(), bom, range, piece: STREAM_CHUNK }
    }
}

impl Window<'_> {
    pub(crate) fn sliding(stretch: Stretch) -> Self {
        let Stretch { source, bom, range, piece } = stretch;
        Self::Sliding(Sliding {
            next: range.start.saturating_add(bom),
            end: range.end.saturating_add(bom).min(source.len()),
            source,
            text: String::new(),
            base: range.start,
            buffer: Vec::new(),
            kept: 0,
            piece,
        })
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Whole(text) => text,
            Self::Sliding(sliding) => &sliding.text,
        }
    }

    /// Offset of the window in the document.
    pub(crate) fn base(&self) -> u64 {
        match self {
            Self::Whole(_) => 0,
            Self::Sliding(sliding) => sliding.base,
        }
    }

    /// Gives up the first `done` bytes and reads more; whether there was more.
    pub(crate) fn slide(&mut self, done: usize) -> Result<bool, XmlError> {
        match self {
            Self::Whole(_) => Ok(false),
            Self::Sliding(sliding) => sliding.slide(done),
        }
    }
}

impl Sliding {
    fn slide(&mut self, done: usize) -> Result<bool, XmlError> {
        let left = self.end.saturating_sub(self.next);
        if left == 0 {
            return match self.kept {
                0 => Ok(false),
                _ => Err(self.fault(XmlFault::Encoding)),
            };
        }
        let done = done.min(self.text.len());
        self.text.replace_range(..done, "");
        self.base = self.base.saturating_add(done as u64);
        let piece = usize::try_from(left).unwrap_or(usize::MAX).min(self.piece);
        self.buffer.resize(self.kept + piece, 0);
        let fresh = self.buffer.get_mut(self.kept..).unwrap_or_default();
        self.source.read_exact_at(self.next, fresh).map_err(|error| io_fault(self.next, &error))?;
        self.next = self.next.saturating_add(piece as u64);
        let valid = match std::str::from_utf8(&self.buffer) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                let good = self.buffer.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(good).unwrap_or_default()
            }
            Err(error) => {
                let at = self.base + (self.text.len() + error.valid_up_to()) as u64;
                return Err(XmlError::new(at, XmlFault::Encoding));
            }
        };
        self.text.push_str(valid);
        let used = valid.len();
        self.kept = self.buffer.len().saturating_sub(used);
        self.buffer.drain(..used);
        Ok(true)
    }

    fn fault(&self, fault: XmlFault) -> XmlError {
        XmlError::new(self.base.saturating_add(self.text.len() as u64), fault)
    }
}

pub(crate) fn io_fault(offset: u64, error: &SourceError) -> XmlError {
    let kind = match error {
        SourceError::Io { kind, .. } => *kind,
        SourceError::Cancelled { .. } => std::io::ErrorKind::Interrupted,
        _ => std::io::ErrorKind::UnexpectedEof,
    };
    XmlError::new(offset, XmlFault::Io(kind))
}
