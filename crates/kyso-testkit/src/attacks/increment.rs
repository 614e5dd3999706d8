//! Appends a revision to any file, as an attacker or a careless tool would.

use std::fmt::Write as _;

use super::text::{find, rfind};

/// What the new trailer says otherwise than the old one.
#[derive(Clone, Default, Debug)]
pub struct Tweaks {
    /// The catalog: `20 0 R`; the old one when `None`.
    pub root: Option<String>,
    /// /Prev; the old section when `None`.
    pub prev: Option<u64>,
    /// Further entries.
    pub more: String,
}

/// The last cross-reference section by its text.
struct Section {
    offset: u64,
    base: usize,
    stream: bool,
    size: u32,
    root: String,
    kept: String,
}

/// The file with a further revision: these objects (number, generation, body) and a section of
/// the same kind as the last one.
///
/// # Panics
/// When the file's last section cannot be read as text.
#[must_use]
pub fn append_increment(bytes: &[u8], objects: &[(u32, u16, Vec<u8>)], tweaks: &Tweaks) -> Vec<u8> {
    let last = last_section(bytes).expect("the file has a plain last section");
    let mut out = bytes.to_vec();
    if !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    let mut rows: Vec<(u32, u16, u64)> = Vec::new();
    for (number, generation, body) in objects {
        rows.push((*number, *generation, (out.len() - last.base) as u64));
        out.extend(format!("{number} {generation} obj\n").into_bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let highest = rows.iter().map(|row| row.0 + 1).max().unwrap_or(0);
    let size = last.size.max(highest);
    let at = (out.len() - last.base) as u64;
    let mut trailer = format!(
        "/Root {} {} /Prev {} {}",
        tweaks.root.as_ref().unwrap_or(&last.root),
        last.kept,
        tweaks.prev.unwrap_or(last.offset),
        tweaks.more
    );
    if last.stream {
        rows.push((size, 0, at));
        rows.sort_unstable();
        let _ = write!(trailer, " /Type /XRef /Size {} /W [1 8 2] /Index [", size + 1);
        let mut data = Vec::new();
        for (number, generation, offset) in rows {
            let _ = write!(trailer, "{number} 1 ");
            data.push(1);
            data.extend(offset.to_be_bytes());
            data.extend(generation.to_be_bytes());
        }
        let len = data.len();
        out.extend(format!("{size} 0 obj\n<< {trailer}] /Length {len} >>\nstream\n").into_bytes());
        out.extend(data);
        out.extend(b"\nendstream\nendobj\n");
    } else {
        rows.sort_unstable();
        out.extend(b"xref\n");
        for (number, generation, offset) in rows {
            let row = format!("{number} 1\n{offset:010} {generation:05} n \n");
            out.extend(row.into_bytes());
        }
        out.extend(format!("trailer\n<< /Size {size} {trailer} >>\n").into_bytes());
    }
    out.extend(format!("startxref\n{at}\n%%EOF\n").into_bytes());
    out
}

/// The offset after the last `startxref`.
#[must_use]
pub fn last_startxref(bytes: &[u8]) -> Option<u64> {
    let at = rfind(bytes, b"startxref", bytes.len())? + 9;
    let digits: Vec<u8> = bytes[at..]
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take_while(u8::is_ascii_digit)
        .collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

fn last_section(bytes: &[u8]) -> Option<Section> {
    let offset = last_startxref(bytes)?;
    let header = find(bytes, b"%PDF-", 0)?;
    let absolute = usize::try_from(offset).ok()?;
    // Offsets count from the header, unless what stands there says otherwise.
    let base = if is_section(bytes, header + absolute) { header } else { 0 };
    let at = base + absolute;
    let stream = !bytes.get(at..)?.starts_with(b"xref");
    let (start, end) = if stream {
        (at, find(bytes, b"stream", at)?)
    } else {
        let trailer = find(bytes, b"trailer", at)?;
        (trailer, find(bytes, b"startxref", trailer)?)
    };
    let text = String::from_utf8_lossy(&bytes[start..end]).into_owned();
    let words = |key: &str, count: usize| -> Option<String> {
        let value = text.split(key).nth(1)?;
        let words: Vec<_> = value.split([' ', '\n', '\r', '\t', '/', '>']).collect();
        let words: Vec<_> = words.into_iter().filter(|w| !w.is_empty()).take(count).collect();
        Some(words.join(" "))
    };
    let info = words("/Info", 3).map(|info| format!("/Info {info}")).unwrap_or_default();
    let id = text.split("/ID").nth(1).and_then(|id| id.split(']').next());
    let id = id.filter(|id| !id.contains('(')).map(|id| format!(" /ID{id}]")).unwrap_or_default();
    Some(Section {
        offset,
        base,
        stream,
        size: words("/Size", 1)?.parse().ok()?,
        root: words("/Root", 3)?,
        kept: info + &id,
    })
}

fn is_section(bytes: &[u8], at: usize) -> bool {
    let Some(text) = bytes.get(at..) else { return false };
    let object = text.iter().take(20).position(|b| *b == b'o');
    text.starts_with(b"xref") || object.is_some_and(|o| text[o..].starts_with(b"obj"))
}
