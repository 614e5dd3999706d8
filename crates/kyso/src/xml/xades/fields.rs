//! Takes the fields of an element: children by name, texts, binary contents.

use super::names::{ENCODING_BER, ENCODING_DER, XADES};
use super::{EncapsulatedFault, XadesError};
use crate::xml::base64::decode as decode_base64;
use crate::xml::{NodeId, Tree};

/// One element whose children are looked at.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t> {
    pub(super) tree: &'t Tree,
    pub(super) node: NodeId,
    /// Its local name, for messages.
    pub(super) name: &'static str,
}

impl<'t> Fields<'t> {
    pub(super) fn new(tree: &'t Tree, node: NodeId, name: &'static str) -> Self {
        Self { tree, node, name }
    }

    /// Children of this name.
    pub(super) fn all(self, namespace: &str, local: &str) -> Vec<NodeId> {
        let children = self.tree.elements(self.node);
        children.filter(|child| self.tree.is(*child, namespace, local)).collect()
    }

    /// The child of this name, if it is there.
    pub(super) fn once_in(
        self,
        namespace: &str,
        local: &'static str,
    ) -> Result<Option<Self>, XadesError> {
        match self.all(namespace, local).as_slice() {
            [] => Ok(None),
            [node] => Ok(Some(Self::new(self.tree, *node, local))),
            several => Err(XadesError::Repeated { element: local, count: several.len() }),
        }
    }

    /// The same, of XAdES 1.3.2.
    pub(super) fn once(self, local: &'static str) -> Result<Option<Self>, XadesError> {
        self.once_in(XADES, local)
    }

    /// The child of this name.
    pub(super) fn need(self, namespace: &str, local: &'static str) -> Result<Self, XadesError> {
        let missing = XadesError::Missing { element: local, parent: self.name };
        self.once_in(namespace, local)?.ok_or(missing)
    }

    /// The text of the child of this name, white space around it cut off.
    pub(super) fn text_of(self, local: &'static str) -> Result<Option<String>, XadesError> {
        self.once(local)?.map(Self::text).transpose()
    }

    /// Its own text, white space around it cut off. The element holds nothing else.
    pub(super) fn text(self) -> Result<String, XadesError> {
        Ok(trim(self.tree.text(self.node)?).to_owned())
    }

    /// An attribute without namespace.
    pub(super) fn attribute(self, local: &str) -> Option<String> {
        self.tree.attribute(self.node, "", local).map(str::to_owned)
    }

    /// An attribute that must be there.
    pub(super) fn need_attribute(self, local: &str) -> Result<String, XadesError> {
        self.attribute(local).ok_or(self.malformed())
    }

    /// Its own content as base64.
    pub(super) fn base64(self) -> Result<Vec<u8>, XadesError> {
        decode_base64(self.tree.text(self.node)?).ok_or(self.malformed())
    }

    pub(super) fn malformed(self) -> XadesError {
        XadesError::Malformed { element: self.name, node: self.node }
    }
}

/// Data of type `EncapsulatedPKIDataType` (EN 319 132-1 §5.1.3): base64 of DER, or of BER, which
/// readers here take as well.
pub(super) fn encapsulated(tree: &Tree, node: NodeId) -> Result<Vec<u8>, EncapsulatedFault> {
    match tree.attribute(node, "", "Encoding") {
        None | Some(ENCODING_DER | ENCODING_BER) => {}
        Some(uri) => return Err(EncapsulatedFault::Encoding { uri: uri.to_owned() }),
    }
    let text = tree.text(node).map_err(|_| EncapsulatedFault::Base64)?;
    decode_base64(text).filter(|bytes| !bytes.is_empty()).ok_or(EncapsulatedFault::Base64)
}

/// Without white space of XML at both ends.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}
