//! Cross-reference streams (ISO 32000-1 §7.5.8): decoded once, rows kept packed as they are.

use lopdf::{Dictionary, Object, Stream};

use super::error::{PdfError, XrefFault};
use super::lex::{Stop, Token, lex_at};
use super::xref::{Budget, Section, Subsection, XrefEntry, XrefKind, find, sorted};
use crate::limits::{MAX_OBJECT_BYTES, MAX_OBJECT_NUMBER, MAX_XREF_SUBSECTIONS};
use crate::source::Source;

/// Decoded rows and the object numbers they belong to.
#[derive(Debug)]
pub(super) struct StreamTable {
    pub(super) runs: Vec<Subsection>,
    rows: Vec<u8>,
    widths: [usize; 3],
}

impl StreamTable {
    /// The entry for `number`.
    pub(super) fn entry(&self, base: u64, number: u32) -> Option<XrefEntry> {
        let run = find(&self.runs, number)?;
        let index = run.at.saturating_add(u64::from(number - run.first));
        let width: usize = self.widths.iter().sum();
        let start = usize::try_from(index).ok()?.checked_mul(width)?;
        let row = self.rows.get(start..start.checked_add(width)?)?;
        let (kind, rest) = row.split_at_checked(self.widths[0])?;
        let (second, third) = rest.split_at_checked(self.widths[1])?;
        // An absent first field means 1 (§7.5.8.2, table 17).
        let kind = if kind.is_empty() { 1 } else { big_endian(kind) };
        let (second, third) = (big_endian(second), big_endian(third));
        Some(match kind {
            1 if second > 0 => XrefEntry::Offset {
                offset: second.saturating_add(base),
                generation: u16::try_from(third).unwrap_or(u16::MAX),
            },
            2 => match (u32::try_from(second), u32::try_from(third)) {
                (Ok(stream), Ok(index)) => XrefEntry::InStream { stream, index },
                _ => XrefEntry::Free,
            },
            // Unknown kinds are references to null (table 18).
            _ => XrefEntry::Free,
        })
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// Reads the section whose stream object is at `offset`.
pub(super) fn read_stream(
    source: &Source,
    offset: u64,
    budget: &mut Budget,
) -> Result<Section, PdfError> {
    let bad = |fault| PdfError::BadXref { offset, fault };
    let (object, values) = lex_at(source, offset, source.len(), |lexer| {
        lexer.values = 0;
        let Some(id) = lexer.header()? else {
            return Err(bad(XrefFault::NotASection).into());
        };
        Ok((lexer.body(id)?, lexer.values))
    })?;
    let doubled = object.written.doubled;
    let (Object::Dictionary(dict), Some(data)) = (object.written.value, object.data) else {
        return Err(bad(XrefFault::NotASection));
    };
    if !matches!(dict.as_hashmap().get(&b"Type"[..]), Some(Object::Name(name)) if name == b"XRef") {
        return Err(bad(XrefFault::NotASection));
    }
    // `/Length` cannot be a reference here: there is no table yet to resolve it (§7.5.8.2).
    let length = integer(&dict, b"Length").and_then(|n| u64::try_from(n).ok());
    let length = length.filter(|&n| n <= MAX_OBJECT_BYTES).ok_or(bad(XrefFault::StreamShape))?;
    let data_end = data.saturating_add(length);
    let content = source.read_range(data..data_end)?;
    let end = lex_at(source, data_end, source.len(), |lexer| {
        let end = lexer.expect("endstream")?.end;
        match lexer.token() {
            Ok((Token::Word(b"endobj"), span)) => Ok(span.end),
            Err(Stop::More) => Err(Stop::More),
            Ok(_) | Err(Stop::Fault(_)) => Ok(end),
        }
    })?;
    let (table, trailer) = decode(dict, content, offset, budget)?;
    budget.spend_values(values, offset)?;
    let kind = XrefKind::Stream;
    let (stream, table, aside) = (Some(table), None, None);
    Ok(Section { offset, end, kind, table, stream, trailer, doubled, aside })
}

fn decode(
    mut dict: Dictionary,
    content: Vec<u8>,
    offset: u64,
    budget: &mut Budget,
) -> Result<(StreamTable, Dictionary), PdfError> {
    let bad = |fault| PdfError::BadXref { offset, fault };
    let widths = widths(&dict).ok_or(bad(XrefFault::StreamShape))?;
    let runs = runs(&dict).ok_or(bad(XrefFault::StreamShape))?;
    let mut stream = Stream::new(Dictionary::new(), content);
    for key in [&b"Filter"[..], b"DecodeParms"] {
        if let Some(value) = dict.remove(key) {
            stream.dict.set(key, value);
        }
    }
    dict.remove(b"Index");
    let mut rows = stream.decompressed_content_with_limit(budget.inflate).map_err(|error| {
        bad(match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
                XrefFault::InflatesTooLarge
            }
            _ => XrefFault::StreamData,
        })
    })?;
    budget.inflate = budget.inflate.saturating_sub(rows.len());
    rows.shrink_to_fit();
    let width: usize = widths.iter().sum();
    let available = rows.len().checked_div(width).unwrap_or(0) as u64;
    let claimed: u64 = runs.iter().map(|run| u64::from(run.count)).sum();
    if claimed > available {
        return Err(bad(XrefFault::StreamShape));
    }
    let runs = sorted(runs, offset)?;
    Ok((StreamTable { runs, rows, widths }, dict))
}

fn widths(dict: &Dictionary) -> Option<[usize; 3]> {
    let Object::Array(array) = dict.as_hashmap().get(&b"W"[..])? else { return None };
    let [a, b, c, ..] = array.as_slice() else { return None };
    let width = |object: &Object| match object {
        Object::Integer(n @ 0..=8) => usize::try_from(*n).ok(),
        _ => None,
    };
    let widths = [width(a)?, width(b)?, width(c)?];
    (widths[1] > 0).then_some(widths)
}

/// `/Index`, or one run from 0 to `/Size`.
fn runs(dict: &Dictionary) -> Option<Vec<Subsection>> {
    let size = integer(dict, b"Size")?;
    let whole = [Object::Integer(0), Object::Integer(size)];
    let index = match dict.as_hashmap().get(&b"Index"[..]) {
        None => &whole[..],
        Some(Object::Array(array)) => array,
        Some(_) => return None,
    };
    if index.len() / 2 > MAX_XREF_SUBSECTIONS {
        return None;
    }
    let mut runs = Vec::with_capacity(index.len() / 2);
    let mut at = 0_u64;
    for pair in index.chunks(2) {
        let [Object::Integer(first), Object::Integer(count)] = pair else { return None };
        let (first, count) = (u32::try_from(*first).ok()?, u32::try_from(*count).ok()?);
        first.checked_add(count).filter(|&past| past <= MAX_OBJECT_NUMBER)?;
        runs.push(Subsection { first, count, at, stride: 0 });
        at = at.checked_add(u64::from(count))?;
    }
    Some(runs)
}

fn integer(dict: &Dictionary, key: &[u8]) -> Option<i64> {
    match dict.as_hashmap().get(key)? {
        Object::Integer(value) => Some(*value),
        _ => None,
    }
}
