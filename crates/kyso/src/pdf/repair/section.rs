//! Writes one cross-reference section for a whole file, to stand after it: a table, or a stream
//! where objects lie in object streams (ISO 32000-1 §7.5.4, §7.5.8).

use std::io::Write;

use lopdf::{Dictionary, Object};

use super::super::error::PdfError;
use super::super::increment::serialized;
use super::super::xref::XrefEntry;
use super::definitions::Definitions;
use crate::limits::MAX_OBJECT_NUMBER;
use crate::source::Source;

/// What a row of a table can address: ten digits.
const MAX_ROW_OFFSET: u64 = 9_999_999_999;

/// Numbers without an object for which a row is written rather than a new run begun.
const LARGEST_GAP: u32 = 64;

/// Bytes of a row of a table.
const TABLE_ROW: usize = 20;

/// Bytes of a row of a stream: a kind, an offset or a number, a generation or an index.
const STREAM_ROW: usize = 13;

/// The most that the head of a run takes in a table: two numbers.
const RUN_HEAD: usize = 24;

/// A section without its trailer, of which several may be tried. With the rows of a million
/// objects it takes 20 MB, so that there is never a second of it.
pub(super) struct Section {
    rows: Vec<u8>,
    /// Where it is to stand, in the file.
    start: u64,
    /// Offsets are written as counted from here.
    base: u64,
    /// The highest number that has a row, and one.
    size: u32,
    /// Whether an end of line is to come before it.
    line_end: bool,
    /// Of a stream: the first number of each run and how many it has.
    runs: Option<Vec<(u32, u32)>>,
}

impl Section {
    /// For settled definitions, which are used up meanwhile.
    pub(super) fn of(
        source: &Source,
        base: u64,
        mut objects: Definitions,
    ) -> Result<Self, PdfError> {
        let mut last = [b'\n'];
        if let Some(at) = source.len().checked_sub(1) {
            source.read_exact_at(at, &mut last)?;
        }
        let line_end = !matches!(last, [b'\n' | b'\r']);
        let start = source.len().saturating_add(line_end.into());
        let mut size = objects.iter().last().map_or(1, |last| last.0.saturating_add(1));
        let in_stream = |entry| match entry {
            XrefEntry::InStream { .. } => true,
            XrefEntry::Offset { offset, .. } => offset.saturating_sub(base) > MAX_ROW_OFFSET,
            XrefEntry::Free => false,
        };
        let is_stream = objects.iter().any(|(_, entry)| in_stream(entry));
        if is_stream {
            if size >= MAX_OBJECT_NUMBER {
                return Err(PdfError::NumbersExhausted { limit: MAX_OBJECT_NUMBER });
            }
            // Its own row.
            objects.add(size, start, 0)?;
            size = size.saturating_add(1);
        }
        let mut rows = Backwards::for_all(&objects, is_stream, base);
        while let Some((number, entry)) = objects.take_last() {
            rows.object(number, entry);
        }
        let (rows, runs) = rows.finish();
        Ok(Self { rows, start, base, size, line_end, runs: is_stream.then_some(runs) })
    }

    /// What is to stand after the file: the section with this trailer, `startxref` and `%%EOF`;
    /// and how many bytes of it come before and after the rows.
    fn around(&self, mut trailer: Dictionary) -> [Vec<u8>; 2] {
        let mut before = if self.line_end { b"\n".to_vec() } else { Vec::new() };
        let mut after = Vec::new();
        trailer.set("Size", i64::from(self.size));
        if let Some(runs) = &self.runs {
            let index = runs.iter().flat_map(|&(first, count)| [first, count]);
            let index = index.map(|number| Object::Integer(number.into())).collect();
            trailer.set("Type", Object::Name(b"XRef".to_vec()));
            trailer.set("Index", Object::Array(index));
            trailer.set("W", Object::Array([1, 8, 4].map(Object::Integer).to_vec()));
            trailer.set("Length", self.rows.len() as i64);
            before.extend(format!("{} 0 obj\n", self.size.saturating_sub(1)).into_bytes());
            before.extend(serialized(&Object::Dictionary(trailer)));
            before.extend(b"\nstream\n");
            after.extend(b"\nendstream\nendobj\n");
        } else {
            before.extend(b"xref\n");
            after.extend(b"trailer\n");
            after.extend(serialized(&Object::Dictionary(trailer)));
            after.push(b'\n');
        }
        let start = self.start.saturating_sub(self.base);
        after.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
        [before, after]
    }

    /// `source` with the section and this trailer after it, if `fits` says so; else the rows are
    /// here again for the next.
    pub(super) fn try_after<T>(
        &mut self,
        source: &Source,
        trailer: Dictionary,
        fits: impl FnOnce(Source) -> Option<T>,
    ) -> Option<T> {
        // There is always a row, unless somebody kept the last one who tried.
        if self.rows.is_empty() {
            return None;
        }
        let [before, after] = self.around(trailer);
        let (skip, length) = (before.len(), self.rows.len());
        let mut text = std::mem::take(&mut self.rows);
        text.reserve_exact(skip.saturating_add(after.len()));
        text.splice(0..0, before);
        text.extend(after);
        let whole = source.with_tail(text);
        let found = fits(whole.clone());
        if found.is_none()
            && let Some(mut text) = whole.into_appended()
        {
            text.truncate(skip.saturating_add(length));
            text.drain(..skip.min(text.len()));
            self.rows = text;
        }
        found
    }
}

/// Rows from the highest number down to 0, so that what they are made of can go meanwhile.
struct Backwards {
    text: Vec<u8>,
    /// Everything from here on is written.
    at: usize,
    base: u64,
    is_stream: bool,
    /// The lowest number of the current run so far, and how many it has.
    run: Option<(u32, u32)>,
    /// The runs that are done.
    runs: Vec<(u32, u32)>,
}

impl Backwards {
    fn for_all(objects: &Definitions, is_stream: bool, base: u64) -> Self {
        let (mut rows, mut runs, mut next) = (1_usize, 1_usize, 1_u32);
        for (number, _) in objects.iter() {
            let gap = number.saturating_sub(next);
            let filled = if gap <= LARGEST_GAP { gap } else { 0 };
            rows = rows.saturating_add(filled as usize).saturating_add(1);
            runs += usize::from(gap > LARGEST_GAP);
            next = number.saturating_add(1);
        }
        let row = if is_stream { STREAM_ROW } else { TABLE_ROW };
        let heads = if is_stream { 0 } else { runs.saturating_mul(RUN_HEAD) };
        let room = rows.saturating_mul(row).saturating_add(heads);
        Self { text: vec![0; room], at: room, base, is_stream, run: None, runs: Vec::new() }
    }

    fn object(&mut self, number: u32, entry: XrefEntry) {
        self.before(number.saturating_add(1));
        self.row(number, entry);
    }

    /// Fills the numbers between `past` and the current run, or ends that run.
    fn before(&mut self, past: u32) {
        let Some((first, _)) = self.run else { return };
        if first.saturating_sub(past) <= LARGEST_GAP {
            (past..first).rev().for_each(|number| self.row(number, XrefEntry::Free));
        } else {
            self.end_run();
        }
    }

    fn end_run(&mut self) {
        let Some((first, count)) = self.run.take() else { return };
        self.runs.push((first, count));
        if !self.is_stream {
            self.put(format!("{first} {count}\n").as_bytes());
        }
    }

    fn row(&mut self, number: u32, entry: XrefEntry) {
        let count = self.run.map_or(0, |run| run.1);
        self.run = Some((number, count.saturating_add(1)));
        let offset = |offset: u64| offset.saturating_sub(self.base);
        if self.is_stream {
            let (kind, second, third) = match entry {
                XrefEntry::Offset { offset: at, generation } => {
                    (1, offset(at), u32::from(generation))
                }
                XrefEntry::InStream { stream, index } => (2, u64::from(stream), index),
                XrefEntry::Free => (0, 0, u32::from(u16::MAX)),
            };
            self.put(&third.to_be_bytes());
            self.put(&second.to_be_bytes());
            return self.put(&[kind]);
        }
        let mut row = *b"0000000000 65535 f \n";
        if let XrefEntry::Offset { offset: at, generation } = entry {
            // Ten digits are enough: see MAX_ROW_OFFSET.
            let _ = writeln!(&mut row[..], "{:010} {generation:05} n ", offset(at));
        }
        self.put(&row);
    }

    fn put(&mut self, bytes: &[u8]) {
        let start = self.at.saturating_sub(bytes.len());
        let room = self.text.get_mut(start..self.at).unwrap_or_default();
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.at = start;
    }

    /// The rows with that of number 0, which is no object (§7.5.4), and the runs, ascending.
    fn finish(mut self) -> (Vec<u8>, Vec<(u32, u32)>) {
        self.before(1);
        self.row(0, XrefEntry::Free);
        self.end_run();
        self.text.drain(..self.at.min(self.text.len()));
        self.runs.reverse();
        (self.text, self.runs)
    }
}

#[cfg(test)]
mod tests {
    use kyso_testkit::pdf::broken;

    use crate::pdf::PdfDocument;
    use crate::source::Source;

    #[test]
    fn where_one_trailer_leads_to_nothing_the_next_is_tried_over_the_same_rows() {
        for name in ["table_missing", "xref_stream_missing", "objects_in_streams"] {
            let alone = PdfDocument::repaired(Source::from_bytes(broken(name))).unwrap();
            let stray = b"\ntrailer\n<< /Root 99 0 R >>\n".repeat(3);
            let bytes = [broken(name), stray].concat();
            let document = PdfDocument::repaired(Source::from_bytes(bytes)).unwrap();
            assert_eq!(document.latest().catalog_id(), alone.latest().catalog_id(), "{name}");
            let [many, one] =
                [&document, &alone].map(|document| document.repair().unwrap().objects);
            assert_eq!(many, one, "{name}");
            let entries = |document: &PdfDocument| -> Vec<_> {
                let numbers =
                    1..document.latest().trailer().get(b"Size").unwrap().as_i64().unwrap();
                numbers.map(|n| document.latest().entry(n as u32 - 1).unwrap()).collect()
            };
            let (after, before) = (entries(&document), entries(&alone));
            // But for the section's own row, where it is a stream.
            let same = after.len().min(before.len()) - 1;
            assert_eq!(after[..same], before[..same], "{name}");
        }
    }
}
