//! Attachments that a message carries in itself, for the `cid:` references of its signature.

use super::{AttachmentShape, Profile};
use crate::limits::MAX_XML_ATTACHMENTS;
use crate::xml::signature::{ExternalBytes, Resolver};
use crate::xml::{ElementName, NodeId, Tree, XmlError, base64};

/// Why the attachments of a message cannot be told apart or read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttachmentFault {
    /// An attachment has no content id, or several.
    #[error("the attachment {path} has {count} content ids")]
    Id {
        /// The attachment.
        path: String,
        /// How many.
        count: usize,
    },
    /// An attachment has no content, or several.
    #[error("the attachment {path} has {count} contents")]
    Content {
        /// The attachment.
        path: String,
        /// How many.
        count: usize,
    },
    /// Two attachments have the same content id.
    #[error("two attachments are called {id:?}")]
    Repeated {
        /// The content id.
        id: String,
    },
    /// The content is no base64.
    #[error("the content of the attachment {path} is not base64")]
    Encoding {
        /// The attachment.
        path: String,
    },
    /// More attachments than [`crate::limits`] allows.
    #[error("more than {limit} attachments")]
    TooMany {
        /// The bound.
        limit: usize,
    },
    /// Something else than text stands where text must be.
    #[error(transparent)]
    Xml(#[from] XmlError),
}

/// The attachments of one message by content id, decoded.
#[derive(Clone, Debug, Default)]
pub struct Attachments {
    items: Vec<(String, Vec<u8>)>,
}

impl Profile {
    /// The attachments that a message of this profile carries in itself, in document order; none
    /// where the profile knows of none.
    ///
    /// # Errors
    /// [`AttachmentFault`].
    pub fn attachments_in(&self, tree: &Tree) -> Result<Attachments, AttachmentFault> {
        let Some(shape) = &self.attachments else { return Ok(Attachments::default()) };
        let mut items: Vec<(String, Vec<u8>)> = Vec::new();
        for element in shape.element.find(tree) {
            if items.len() >= MAX_XML_ATTACHMENTS {
                return Err(AttachmentFault::TooMany { limit: MAX_XML_ATTACHMENTS });
            }
            let (id, content) = read(tree, element, shape)?;
            if items.iter().any(|(known, _)| *known == id) {
                return Err(AttachmentFault::Repeated { id });
            }
            items.push((id, content));
        }
        Ok(Attachments { items })
    }
}

fn read(
    tree: &Tree,
    element: NodeId,
    shape: &AttachmentShape,
) -> Result<(String, Vec<u8>), AttachmentFault> {
    let one = |name: &ElementName| -> Result<NodeId, usize> {
        let mut found = tree.elements(element).filter(|child| name.matches(tree, *child));
        match (found.next(), found.count()) {
            (Some(node), 0) => Ok(node),
            (None, _) => Err(0),
            (Some(_), more) => Err(more.saturating_add(1)),
        }
    };
    let path = || tree.path(element);
    let id = one(&shape.id).map_err(|count| AttachmentFault::Id { path: path(), count })?;
    let content =
        one(&shape.content).map_err(|count| AttachmentFault::Content { path: path(), count })?;
    let id = tree.text(id)?.trim().to_owned();
    if id.is_empty() {
        return Err(AttachmentFault::Id { path: path(), count: 0 });
    }
    let content = base64::decode(tree.text(content)?);
    Ok((id, content.ok_or_else(|| AttachmentFault::Encoding { path: path() })?))
}

impl Attachments {
    /// The content ids, in document order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|(id, _)| id.as_str())
    }

    /// The bytes of an attachment.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&[u8]> {
        self.items.iter().find(|(known, _)| known == id).map(|(_, bytes)| bytes.as_slice())
    }
}

impl Resolver for Attachments {
    fn resolve(&self, uri: Option<&str>, _kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        let bytes = self.get(uri?.strip_prefix("cid:")?)?;
        Some(Box::new(bytes))
    }
}
