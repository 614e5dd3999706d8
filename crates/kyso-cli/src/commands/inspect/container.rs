//! The structure of a container: its entries, and the signatures in them.

use kyso::Source;
use kyso::container::{Container, Entry, Role};
use kyso::xml::XmlDocument;

use super::container_model::{self, Inspection, SignatureFile};
use super::xml;

/// Everything that stands in the container.
pub(super) fn inspect(container: &Container, file: String) -> Inspection {
    let comment = String::from_utf8_lossy(container.comment()).into_owned();
    Inspection {
        schema: 1,
        kyso: env!("CARGO_PKG_VERSION"),
        file,
        format: kyso::Format::from(container.kind()).name(),
        length: container.source().len(),
        comment: Some(comment).filter(|comment| !comment.is_empty()),
        entries: container.entries().iter().map(entry).collect(),
        signature_files: container
            .with_role(Role::XmlSignatures)
            .map(|entry| signatures(container, entry))
            .collect(),
    }
}

fn entry(entry: &Entry) -> container_model::Entry {
    container_model::Entry {
        name: entry.name().to_owned(),
        role: entry.role().name(),
        method: entry.method().name(),
        size: entry.size(),
        compressed: entry.compressed_size(),
        crc: format!("{:08x}", entry.crc()),
    }
}

fn signatures(container: &Container, entry: &Entry) -> SignatureFile {
    let name = entry.name().to_owned();
    let read = container.read_meta(entry).map_err(|error| error.to_string());
    let document = read.and_then(|bytes| {
        XmlDocument::parse(Source::from_bytes(bytes)).map_err(|error| error.to_string())
    });
    match document {
        Ok(document) => SignatureFile { name, fault: None, signatures: xml::signatures(&document) },
        Err(fault) => SignatureFile { name, fault: Some(fault), signatures: Vec::new() },
    }
}
