//! Writes one increment byte by byte: listed or not, twice or not, where an attacker wants it.

use std::fmt::Write as _;

use crate::attacks::last_startxref;
use crate::attacks::text::find;
use crate::pdf::writer::stream;

/// One row of a cross-reference section.
#[derive(Clone, Copy, Debug)]
enum Row {
    Used(u64, u16),
    Free(u16),
    Inside(u32, u16),
}

/// An increment in the making, appended to a file.
#[derive(Clone, Debug)]
pub(super) struct Increment {
    out: Vec<u8>,
    rows: Vec<(u32, Row)>,
    /// Offset of the section before.
    pub(super) prev: u64,
    /// The least `/Size`.
    pub(super) size: u32,
}

impl Increment {
    /// Behind `file`, whose `/Size` is `size`.
    pub(super) fn after(file: &[u8], size: u32) -> Self {
        let mut out = file.to_vec();
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        let prev = last_startxref(file).expect("a whole file");
        Self { out, rows: Vec::new(), prev, size }
    }

    /// Where the next byte goes.
    pub(super) fn at(&self) -> u64 {
        self.out.len() as u64
    }

    /// An object and its row.
    pub(super) fn object(&mut self, number: u32, body: &[u8]) -> &mut Self {
        self.generation(number, 0, body)
    }

    /// An object of a generation and its row.
    pub(super) fn generation(&mut self, number: u32, generation: u16, body: &[u8]) -> &mut Self {
        self.row(number, self.at(), generation);
        self.unlisted(number, generation, body)
    }

    /// An object without a row.
    pub(super) fn unlisted(&mut self, number: u32, generation: u16, body: &[u8]) -> &mut Self {
        self.text(&format!("{number} {generation} obj\n"));
        self.out.extend(body);
        self.text("\nendobj\n")
    }

    /// Any bytes.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.out.extend(text.as_bytes());
        self
    }

    /// A row in use.
    pub(super) fn row(&mut self, number: u32, offset: u64, generation: u16) -> &mut Self {
        self.rows.push((number, Row::Used(offset, generation)));
        self.size = self.size.max(number + 1);
        self
    }

    /// A free row.
    pub(super) fn free(&mut self, number: u32, generation: u16) -> &mut Self {
        self.rows.push((number, Row::Free(generation)));
        self
    }

    /// A row into an object stream; a table cannot have it.
    pub(super) fn inside(&mut self, number: u32, container: u32, index: u16) -> &mut Self {
        self.rows.push((number, Row::Inside(container, index)));
        self.size = self.size.max(number + 1);
        self
    }

    /// The rows so far as a cross-reference stream under this number, which gets a row of its own
    /// where `listed`; its offset. The rows are used up.
    pub(super) fn stream_section(&mut self, number: u32, trailer: &str, listed: bool) -> u64 {
        let at = self.at();
        if listed {
            self.row(number, at, 0);
        }
        self.size = self.size.max(number + 1);
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| row.0);
        let mut index = String::new();
        let mut data = Vec::new();
        for (number, row) in rows {
            let _ = write!(index, "{number} 1 ");
            let (kind, middle, last) = match row {
                Row::Free(generation) => (0, 0, generation),
                Row::Used(offset, generation) => (1, offset, generation),
                Row::Inside(container, index) => (2, container.into(), index),
            };
            data.push(kind);
            data.extend(u64::to_be_bytes(middle));
            data.extend(u16::to_be_bytes(last));
        }
        let entries =
            format!("/Type /XRef /Size {} /W [1 8 2] /Index [{index}] {trailer}", self.size);
        let body = stream(&entries, &data, false);
        self.unlisted(number, 0, &body);
        at
    }

    /// The rows so far as a table with its trailer; its offset. The rows are used up.
    pub(super) fn table_section(&mut self, trailer: &str) -> u64 {
        let at = self.at();
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| row.0);
        self.text("xref\n0 0\n");
        for (number, row) in rows {
            let row = match row {
                Row::Used(offset, generation) => format!("{offset:010} {generation:05} n \n"),
                Row::Free(generation) => format!("0000000000 {generation:05} f \n"),
                Row::Inside(..) => panic!("a table has no such row"),
            };
            self.text(&format!("{number} 1\n{row}"));
        }
        let size = self.size;
        self.text(&format!("trailer\n<< /Size {size} {trailer} >>\n"));
        at
    }

    /// `startxref` and the end.
    pub(super) fn end(&mut self, section: u64) -> Vec<u8> {
        self.text(&format!("startxref\n{section}\n%%EOF\n"));
        self.out.clone()
    }
}

/// Writes `value`, a number of offsets, over the placeholder that stands after `key`.
pub(super) fn overwrite(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

/// The place of the last `needle`.
pub(super) fn last(bytes: &[u8], needle: &[u8]) -> usize {
    let mut from = 0;
    let mut found = None;
    while let Some(at) = find(bytes, needle, from) {
        (from, found) = (at + 1, Some(at));
    }
    found.expect("it stands there")
}
