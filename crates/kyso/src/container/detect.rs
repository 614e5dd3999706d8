//! Whether a file is a container, or was one before somebody meddled with it.

use memchr::memmem;

use super::Kind;
use super::entry::Entry;
use super::fields::{LOCAL, LOCAL_LEN};
use super::name::MIMETYPE;
use crate::source::{Source, SourceError};

/// Bytes at the end of a file that are searched for the names of signatures: the central directory
/// of a dossier with some thousand files.
const TAIL: u64 = 1 << 20;

/// What the names of signatures and their manifests have in common.
const TRACES: [&[u8]; 6] = [
    b"META-INF/signature",
    b"META-INF/ASiC",
    b"META-INF/asic",
    b"META-INF/timestamp",
    b"META-INF/evidencerecord",
    b"application/vnd.etsi.asic-",
];

/// What kind of container a file says to be. One that says nothing or something wrong, in which
/// there are signatures by their names, is taken for an extended one, so that it is refused as
/// such.
pub(crate) fn detect(source: &Source) -> Result<Option<Kind>, SourceError> {
    let head = source.window(0..source.len().min(128))?;
    if !head.starts_with(&LOCAL) {
        return Ok(None);
    }
    let named = head.get(LOCAL_LEN..).and_then(|rest| rest.strip_prefix(MIMETYPE.as_bytes()));
    if let Some(text) = named {
        for kind in [Kind::Simple, Kind::Extended] {
            if text.starts_with(kind.media_type().as_bytes()) {
                return Ok(Some(kind));
            }
        }
        // OpenDocument, EPUB and others have folders of the same name.
        if text.starts_with(b"application/") {
            return Ok(None);
        }
    }
    Ok(has_traces(source)?.then_some(Kind::Extended))
}

/// Whether there are names of signatures in what should be the directory of a container.
pub(crate) fn has_traces(source: &Source) -> Result<bool, SourceError> {
    let len = source.len();
    let tail = source.window(len.saturating_sub(TAIL)..len)?;
    let is_zip = memmem::find(&tail, b"PK\x05\x06").is_some();
    Ok(is_zip && TRACES.iter().any(|trace| memmem::find(&tail, trace).is_some()))
}

/// Where readers of PDF look for its header and for its end, in bytes from either end; twice what
/// they are known to take.
const PDF_REACH: u64 = 2048;

/// Whether readers of PDF could take the file for one whose beginning or end is in no file of the
/// container: what is shown then, nobody signed.
pub(super) fn is_disguised(source: &Source, entries: &[Entry]) -> Result<bool, SourceError> {
    let len = source.len();
    let ends: [(u64, &[&[u8]]); 2] =
        [(0, &[b"%PDF-"]), (len.saturating_sub(PDF_REACH), &[b"startxref", b"%%EOF"])];
    for (start, marks) in ends {
        let bytes = source.read_range(start..start.saturating_add(PDF_REACH).min(len))?;
        for mark in marks {
            let found = memmem::find_iter(&bytes, mark).map(|at| start.saturating_add(at as u64));
            let inside = |at: u64| {
                let end = at.saturating_add(mark.len() as u64);
                let mut data = entries.iter().filter(|entry| entry.is_data());
                data.any(|entry| entry.data.start <= at && end <= entry.data.end)
            };
            if found.into_iter().any(|at| !inside(at)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
