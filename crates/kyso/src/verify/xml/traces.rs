//! Signs that XML which is not well-formed was signed once: it is a failed document then, and not
//! merely one that cannot be read.

use crate::source::{Source, SourceError};

/// What every signature has in some spelling: the name of its value.
const TRACE: &str = "SignatureValue";

/// Whether the bytes hold a trace of a signature, in any encoding that XML is read in.
pub(crate) fn has_traces(source: &Source) -> Result<bool, SourceError> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| TRACE.encode_utf16().flat_map(bytes).collect();
    let traces: [Vec<u8>; 3] = [TRACE.into(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    let longest = traces.iter().map(Vec::len).max().unwrap_or(0);
    let mut seen = Vec::new();
    let mut found = false;
    source.stream(0..source.len(), &mut |chunk| {
        if !found {
            seen.extend_from_slice(chunk);
            found = traces.iter().any(|trace| memchr::memmem::find(&seen, trace).is_some());
            // A trace may lie across two chunks.
            seen.drain(..seen.len().saturating_sub(longest));
        }
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{TRACE, has_traces};
    use crate::limits::STREAM_CHUNK;
    use crate::source::Source;

    #[test]
    fn a_trace_is_found_across_chunks_and_in_every_encoding() {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            TRACE.encode_utf16().flat_map(bytes).collect()
        };
        for trace in [TRACE.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
            for before in [0, STREAM_CHUNK - 3, STREAM_CHUNK, 3 * STREAM_CHUNK - 1] {
                let mut bytes = vec![b' '; before];
                bytes.extend_from_slice(&trace);
                bytes.extend_from_slice(b" and more");
                assert!(has_traces(&Source::from_bytes(bytes.clone())).unwrap(), "{before}");
                bytes[before + 2] ^= 1;
                assert!(!has_traces(&Source::from_bytes(bytes)).unwrap(), "{before}");
            }
        }
    }
}
