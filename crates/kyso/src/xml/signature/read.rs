//! Reads a `ds:Signature`, refusing every shape but the one of its schema (xmldsig-core1 §4).

use super::children::Children;
use super::model::{
    CanonicalizationMethod, DigestMethod, Object, Reference, SignedInfo, ValueElement, XmlSignature,
};
use super::{DSIG, SignatureError, method};
use crate::DigestAlgorithm;
use crate::limits::MAX_XML_REFERENCES;
use crate::xml::base64;
use crate::xml::key_info::KeyInfo;
use crate::xml::transform::{read_canonicalization, read_transforms};
use crate::xml::tree::{NodeId, Tree};

impl XmlSignature {
    /// Reads the `ds:Signature` element `node`.
    ///
    /// # Errors
    /// [`SignatureError`]: children that the schema does not have in that place, values that are
    /// no plain base64, more of anything than [`crate::limits`] allows. Unknown algorithms are no
    /// error here. Inside the `SignedInfo` of another there is no signature.
    pub fn read(tree: &Tree, node: NodeId) -> Result<Self, SignatureError> {
        if !tree.is(node, DSIG, "Signature") {
            return Err(SignatureError::NotASignature { span: tree.span(node) });
        }
        // In the parameters of an unknown transform: each level of such nesting would be made
        // canonical again by the next.
        if tree.ancestors(node).any(|ancestor| tree.is(ancestor, DSIG, "SignedInfo")) {
            return Err(SignatureError::NotASignature { span: tree.span(node) });
        }
        let mut children = Children::new(tree, node, "Signature");
        let signed_info = read_signed_info(tree, children.required(DSIG, "SignedInfo")?)?;
        let value = read_value(tree, children.required(DSIG, "SignatureValue")?)?;
        let key_info = match children.optional(DSIG, "KeyInfo")? {
            Some(key_info) => Some(KeyInfo::read(tree, key_info)?),
            None => None,
        };
        let mut objects = Vec::new();
        while let Some(object) = children.optional(DSIG, "Object")? {
            objects.push(Object {
                node: object,
                id: owned(tree, object, "Id"),
                mime_type: owned(tree, object, "MimeType"),
                encoding: owned(tree, object, "Encoding"),
            });
        }
        children.finish()?;
        Ok(Self { node, id: owned(tree, node, "Id"), signed_info, value, key_info, objects })
    }
}

fn read_signed_info(tree: &Tree, node: NodeId) -> Result<SignedInfo, SignatureError> {
    let mut children = Children::new(tree, node, "SignedInfo");
    let method = children.required(DSIG, "CanonicalizationMethod")?;
    let uri = algorithm_attribute(tree, method, "CanonicalizationMethod")?;
    let canonicalization = CanonicalizationMethod {
        uri: uri.into(),
        algorithm: read_canonicalization(tree, method, "CanonicalizationMethod", uri)?,
    };
    let method = method::read(tree, children.required(DSIG, "SignatureMethod")?)?;
    let references = read_references(tree, children)?;
    Ok(SignedInfo { node, id: owned(tree, node, "Id"), canonicalization, method, references })
}

/// The `ds:Reference` elements that are left, at least one, and nothing else.
fn read_references(
    tree: &Tree,
    mut children: Children<'_>,
) -> Result<Vec<Reference>, SignatureError> {
    let mut references = vec![read_reference(tree, children.required(DSIG, "Reference")?)?];
    while let Some(node) = children.optional(DSIG, "Reference")? {
        if references.len() >= MAX_XML_REFERENCES {
            return Err(SignatureError::TooMany { what: "Reference", limit: MAX_XML_REFERENCES });
        }
        references.push(read_reference(tree, node)?);
    }
    children.finish()?;
    Ok(references)
}

/// The references of the `ds:Manifest` element `node` (§5.1).
pub(super) fn read_manifest(tree: &Tree, node: NodeId) -> Result<Vec<Reference>, SignatureError> {
    read_references(tree, Children::new(tree, node, "Manifest"))
}

fn read_reference(tree: &Tree, node: NodeId) -> Result<Reference, SignatureError> {
    let mut children = Children::new(tree, node, "Reference");
    let transforms = match children.optional(DSIG, "Transforms")? {
        Some(transforms) => read_transforms(tree, transforms)?,
        None => Vec::new(),
    };
    let digest_method = digest_method(tree, children.required(DSIG, "DigestMethod")?)?;
    let digest_value = binary(tree, children.required(DSIG, "DigestValue")?, "DigestValue")?;
    children.finish()?;
    Ok(Reference {
        node,
        id: owned(tree, node, "Id"),
        uri: owned(tree, node, "URI"),
        kind: owned(tree, node, "Type"),
        transforms,
        digest_method,
        digest_value,
    })
}

fn read_value(tree: &Tree, node: NodeId) -> Result<ValueElement, SignatureError> {
    Ok(ValueElement {
        node,
        id: owned(tree, node, "Id"),
        bytes: binary(tree, node, "SignatureValue")?,
    })
}

/// Reads `ds:DigestMethod`. None of the hash functions known here has parameters.
pub(super) fn digest_method(tree: &Tree, node: NodeId) -> Result<DigestMethod, SignatureError> {
    let uri = algorithm_attribute(tree, node, "DigestMethod")?.to_owned();
    let algorithm = DigestAlgorithm::from_xml_uri(&uri);
    if algorithm.is_some() {
        Children::new(tree, node, "DigestMethod").finish()?;
    }
    Ok(DigestMethod { uri, algorithm })
}

/// The `Algorithm` of an element.
pub(super) fn algorithm_attribute<'t>(
    tree: &'t Tree,
    node: NodeId,
    element: &'static str,
) -> Result<&'t str, SignatureError> {
    tree.attribute(node, "", "Algorithm").ok_or_else(|| SignatureError::MissingAttribute {
        element,
        attribute: "Algorithm",
        span: tree.span(node),
    })
}

/// The decoded content of an element, which is never empty.
fn binary(tree: &Tree, node: NodeId, element: &'static str) -> Result<Vec<u8>, SignatureError> {
    base64::decode(tree.text(node)?)
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| SignatureError::Base64 { element, span: tree.span(node) })
}

fn owned(tree: &Tree, node: NodeId, attribute: &str) -> Option<String> {
    tree.attribute(node, "", attribute).map(str::to_owned)
}
