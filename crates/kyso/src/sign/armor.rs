//! Bytes as PEM on their way out (RFC 7468).

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The label of a CMS (RFC 7468 §9).
const BEGIN: &str = "-----BEGIN CMS-----\n";
const END: &str = "-----END CMS-----\n";

/// Bytes on one line, which becomes 64 letters long.
const LINE: usize = 48;

/// The length of `len` bytes in PEM.
pub(super) fn armored_len(len: u64) -> u64 {
    let lines = len.div_ceil(LINE as u64);
    let letters = len.div_ceil(3).saturating_mul(4);
    let frame = (BEGIN.len() + END.len()) as u64;
    letters.saturating_add(lines).saturating_add(frame)
}

/// Writes what it gets as PEM. [`Self::finish`] ends it.
pub(super) struct Armor<'w> {
    out: &'w mut dyn Write,
    line: Vec<u8>,
}

impl<'w> Armor<'w> {
    /// Begins.
    pub(super) fn begin(out: &'w mut dyn Write) -> io::Result<Self> {
        out.write_all(BEGIN.as_bytes())?;
        Ok(Self { out, line: Vec::with_capacity(LINE) })
    }

    /// Ends.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.put_line()?;
        self.out.write_all(END.as_bytes())
    }

    fn put_line(&mut self) -> io::Result<()> {
        if self.line.is_empty() {
            return Ok(());
        }
        let mut text = STANDARD.encode(&self.line);
        text.push('\n');
        self.line.clear();
        self.out.write_all(text.as_bytes())
    }
}

impl Write for Armor<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = LINE.saturating_sub(self.line.len());
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.line.extend_from_slice(taken);
        if self.line.len() >= LINE {
            self.put_line()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Armor, armored_len};
    use crate::x509::pem;

    #[test]
    fn what_is_armored_is_read_again_and_as_long_as_said() {
        for len in [0, 1, 47, 48, 49, 95, 96, 1000] {
            let bytes = vec![7; len];
            let mut text = Vec::new();
            let mut armor = Armor::begin(&mut text).unwrap();
            armor.write_all(&bytes).unwrap();
            armor.finish().unwrap();
            assert_eq!(text.len() as u64, armored_len(len as u64));
            assert!(text.split(|byte| *byte == b'\n').all(|line| line.len() <= 64));
            let (label, read, _) = pem::blocks(&text).remove(0);
            assert_eq!((label.as_str(), read.to_vec()), ("CMS", bytes));
        }
    }
}
