//! Writes one cross-reference section for a whole file, to stand after it: a table, or a stream
//! where objects lie in object streams (ISO 32000-1 §7.5.4, §7.5.8).

use lopdf::{Dictionary, Object};

use super::super::error::PdfError;
use super::super::increment::serialized;
use super::super::xref::XrefEntry;
use crate::limits::MAX_OBJECT_NUMBER;
use crate::source::Source;

/// What a row of a table can address: ten digits.
const MAX_ROW_OFFSET: u64 = 9_999_999_999;

/// Numbers without an object for which a row is written rather than a new run begun.
const LARGEST_GAP: u32 = 64;

/// Numbers that follow each other, and where each object is.
struct Run {
    first: u32,
    rows: Vec<XrefEntry>,
}

/// What is to stand after the file: the section, `startxref` and `%%EOF`. `objects` ascend by
/// number; offsets are written as counted from `base`.
pub(super) fn section(
    source: &Source,
    base: u64,
    objects: &[(u32, XrefEntry)],
    trailer: &Dictionary,
) -> Result<Vec<u8>, PdfError> {
    let mut out = Vec::new();
    let mut last = [b'\n'];
    if let Some(at) = source.len().checked_sub(1) {
        source.read_exact_at(at, &mut last)?;
    }
    if !matches!(last, [b'\n' | b'\r']) {
        out.push(b'\n');
    }
    let start = source.len().saturating_add(out.len() as u64);
    let size = objects.last().map_or(1, |last| last.0.saturating_add(1));
    let in_stream = |entry: &XrefEntry| match entry {
        XrefEntry::InStream { .. } => true,
        XrefEntry::Offset { offset, .. } => offset.saturating_sub(base) > MAX_ROW_OFFSET,
        XrefEntry::Free => false,
    };
    if objects.iter().any(|(_, entry)| in_stream(entry)) {
        if size >= MAX_OBJECT_NUMBER {
            return Err(PdfError::NumbersExhausted { limit: MAX_OBJECT_NUMBER });
        }
        let own = (size, XrefEntry::Offset { offset: start, generation: 0 });
        let runs = runs(objects.iter().chain([&own]));
        write_stream(&mut out, size, base, &runs, trailer.clone());
    } else {
        write_table(&mut out, size, base, &runs(objects), trailer.clone());
    }
    let start = start.saturating_sub(base);
    out.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
    Ok(out)
}

/// From 0 on, which is no object (§7.5.4).
fn runs<'a>(objects: impl IntoIterator<Item = &'a (u32, XrefEntry)>) -> Vec<Run> {
    let mut runs = vec![Run { first: 0, rows: vec![XrefEntry::Free] }];
    let mut next = 1_u32;
    for &(number, entry) in objects {
        let gap = number.saturating_sub(next);
        next = number.saturating_add(1);
        match runs.last_mut() {
            Some(run) if gap <= LARGEST_GAP => {
                run.rows.extend((0..gap).map(|_| XrefEntry::Free));
                run.rows.push(entry);
            }
            _ => runs.push(Run { first: number, rows: vec![entry] }),
        }
    }
    runs
}

fn write_table(out: &mut Vec<u8>, size: u32, base: u64, runs: &[Run], mut trailer: Dictionary) {
    out.extend(b"xref\n");
    for run in runs {
        out.extend(format!("{} {}\n", run.first, run.rows.len()).into_bytes());
        for row in &run.rows {
            let row = match *row {
                XrefEntry::Offset { offset, generation } => {
                    format!("{:010} {generation:05} n \n", offset.saturating_sub(base))
                }
                _ => "0000000000 65535 f \n".to_owned(),
            };
            out.extend(row.into_bytes());
        }
    }
    trailer.set("Size", i64::from(size));
    out.extend(b"trailer\n");
    out.extend(serialized(&Object::Dictionary(trailer)));
    out.push(b'\n');
}

fn write_stream(out: &mut Vec<u8>, number: u32, base: u64, runs: &[Run], mut trailer: Dictionary) {
    let mut data = Vec::new();
    for row in runs.iter().flat_map(|run| &run.rows) {
        let (kind, second, third) = match *row {
            XrefEntry::Offset { offset, generation } => {
                (1, offset.saturating_sub(base), u32::from(generation))
            }
            XrefEntry::InStream { stream, index } => (2, u64::from(stream), index),
            XrefEntry::Free => (0, 0, u32::from(u16::MAX)),
        };
        data.push(kind);
        data.extend(second.to_be_bytes());
        data.extend(third.to_be_bytes());
    }
    let index = runs.iter().flat_map(|run| [i64::from(run.first), run.rows.len() as i64]);
    trailer.set("Type", Object::Name(b"XRef".to_vec()));
    trailer.set("Size", i64::from(number).saturating_add(1));
    trailer.set("Index", Object::Array(index.map(Object::Integer).collect()));
    trailer.set("W", Object::Array([1, 8, 4].map(Object::Integer).to_vec()));
    trailer.set("Length", data.len() as i64);
    out.extend(format!("{number} 0 obj\n").into_bytes());
    out.extend(serialized(&Object::Dictionary(trailer)));
    out.extend(b"\nstream\n");
    out.extend(data);
    out.extend(b"\nendstream\nendobj\n");
}
