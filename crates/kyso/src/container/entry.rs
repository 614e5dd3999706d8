//! One entry of a container.

use std::ops::Range;

use super::name::{META_INF, MIMETYPE, media_type};
use super::role::Role;

/// How the bytes of an entry are kept (APPNOTE.TXT §4.4.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// As they are.
    Stored,
    /// Deflated (RFC 1951).
    Deflated,
}

impl Method {
    pub(super) fn of(number: u16) -> Option<Self> {
        match number {
            0 => Some(Self::Stored),
            8 => Some(Self::Deflated),
            _ => None,
        }
    }

    pub(super) fn number(self) -> u16 {
        match self {
            Self::Stored => 0,
            Self::Deflated => 8,
        }
    }

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Deflated => "deflated",
        }
    }
}

/// One entry, of which the central directory and the local header say the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub(super) name: String,
    pub(super) method: Method,
    pub(super) crc: u32,
    pub(super) size: u64,
    pub(super) compressed: u64,
    /// Its record, in bytes from the start of the directory.
    pub(super) central: Range<usize>,
    /// All its bytes, from the local header to the data descriptor.
    pub(super) place: Range<u64>,
    /// Its content as it is kept.
    pub(super) data: Range<u64>,
}

impl Entry {
    /// Its name, with the folders it is in; a folder's ends in `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How its content is kept.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The length of its content in bytes, as the directory says; reading holds it to that.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The bytes that its content takes in the container.
    #[must_use]
    pub fn compressed_size(&self) -> u64 {
        self.compressed
    }

    /// CRC-32 of its content, as the directory says; reading holds it to that.
    #[must_use]
    pub fn crc(&self) -> u32 {
        self.crc
    }

    /// Whether it is a folder, which has no content.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }

    /// Whether it is what signatures are there for: neither `mimetype` nor a folder nor anything in
    /// `META-INF`.
    #[must_use]
    pub fn is_data(&self) -> bool {
        self.name != MIMETYPE && !self.is_folder() && !self.is_meta()
    }

    pub(super) fn is_meta(&self) -> bool {
        self.name.starts_with(META_INF)
    }

    /// What it is there for, by its name.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::of(self)
    }

    /// The media type that the ending of its name stands for.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        media_type(&self.name)
    }
}
