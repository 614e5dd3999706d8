//! Objects in the object streams of a damaged file, and the last definition of every number.

use lopdf::{Object, Stream};
use memchr::memmem;

use super::super::error::PdfError;
use super::super::lex::lex_at;
use super::super::object_stream::ObjectStream;
use super::scan::{Container, Found};
use crate::limits::{MAX_INFLATED_BYTES, MAX_OBJECT_BYTES, MAX_RECOVERED_INFLATED};
use crate::source::Source;

/// Keeps the last definition of each number, those in object streams among them. What an object
/// stream holds stands where the stream does; of a stream that is defined anew only the last
/// counts.
pub(super) fn resolve(source: &Source, found: &mut Found) -> Result<(), PdfError> {
    let mut containers = std::mem::take(&mut found.containers);
    found.definitions.settle();
    containers.retain(|container| {
        let (number, generation) = container.id;
        generation == 0 && found.definitions.counts(number, generation, container.offset)
    });
    let limit = MAX_RECOVERED_INFLATED;
    let mut left = limit;
    for container in containers {
        let (stream, cost) = read(source, &container)?;
        left = left.checked_sub(cost).ok_or(PdfError::TooMuchWork { limit })?;
        if let Some(stream) = stream {
            list(&stream, &container, found)?;
        }
    }
    found.definitions.settle();
    Ok(())
}

/// The stream, where it can be decoded, and what that cost in bytes.
fn read(source: &Source, container: &Container) -> Result<(Option<ObjectStream>, u64), PdfError> {
    let &Container { id, offset, data, length } = container;
    if length > MAX_OBJECT_BYTES {
        return Ok((None, 0));
    }
    let dict = lex_at(source, offset, source.len(), |lexer| {
        lexer.values = 0;
        lexer.header()?;
        Ok(lexer.body(id)?.written.value)
    })?;
    let Object::Dictionary(dict) = dict else { return Ok((None, 0)) };
    let content = source.read_range(data..data.saturating_add(length))?;
    let stream = Stream { dict, content, allows_compression: false, start_position: None };
    Ok(match ObjectStream::decode(id, &stream) {
        Ok(stream) => {
            let cost = stream.size() as u64;
            (Some(stream), cost)
        }
        // It inflated up to that bound, or up to its fault.
        Err(_) => (None, MAX_INFLATED_BYTES as u64),
    })
}

fn list(stream: &ObjectStream, container: &Container, found: &mut Found) -> Result<(), PdfError> {
    if memmem::find(stream.bytes(), b"/ByteRange").is_some() {
        found.signed.get_or_insert(container.offset);
    }
    found.definitions.add_stream(container.id.0, container.offset);
    let may_have_catalog = memmem::find(stream.bytes(), b"/Catalog").is_some();
    for (number, index) in stream.numbers().zip(0_u32..) {
        if may_have_catalog
            && let Ok(raw) = stream.object(number, index)
            && raw.value.as_dict().is_ok_and(|dict| dict.has_type(b"Catalog"))
        {
            found.keep_catalog((number, 0));
        }
        found.definitions.add_inside(number, container.offset, index)?;
    }
    Ok(())
}
