//! Canonical forms: Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0.

mod attributes;
mod method;
mod namespaces;
mod node_set;
mod nodes;
mod output;
mod stream;
mod subtree;
mod xml_base;

pub use method::{C14nVersion, Canonicalization};
pub use node_set::{NodeBits, NodeSet, XNode};

use self::output::Output;
use super::{Tree, XmlError, XmlFault};

/// Where canonical bytes go, in order and in sizable pieces.
pub trait Sink {
    /// Takes the next bytes.
    fn write(&mut self, bytes: &[u8]);

    /// Whether it takes nothing more, so that no work need go into what follows.
    fn is_full(&self) -> bool {
        false
    }
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
    let mut output = Output::new(sink);
    match set {
        NodeSet::Subtree { apex, comments, except } => {
            let from = (*apex, *comments);
            if tree.is_elided(*apex) {
                stream::write(tree, from, except, method, &mut output)?;
            } else {
                subtree::write(tree, from, except, method, &mut output);
            }
        }
        NodeSet::Nodes(_) if tree.is_sparse() => return Err(XmlError::new(0, XmlFault::Elided)),
        NodeSet::Nodes(bits) => nodes::write(tree, bits, method, &mut output),
    }
    output.flush();
    Ok(())
}
