//! Whether a file is a container, or was one before somebody meddled with it.

use memchr::memmem;

use super::Kind;
use super::entry::Entry;
use super::fields::{LOCAL, LOCAL_LEN};
use super::name::MIMETYPE;
use crate::disguise::{self, Marks};
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

/// Whether readers of PDF could take the file for one that stands in no file of the container: what
/// is shown then, nobody signed.
pub(super) fn is_disguised(source: &Source, entries: &[Entry]) -> Result<bool, SourceError> {
    let data = entries.iter().filter(|entry| entry.is_data()).map(|entry| entry.data.clone());
    disguise::is_outside(source, data, Marks::Pdf)
}
