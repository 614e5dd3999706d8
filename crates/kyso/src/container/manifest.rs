//! `ASiCManifest` files: what a CMS signature covers, by name and digest (EN 319 162-1 §A.4).

use super::{ASIC, uri};
use crate::DigestAlgorithm;
use crate::limits::MAX_XML_REFERENCES;
use crate::xml::sign::escape::attribute;
use crate::xml::{NodeId, NodeKind, ParseOptions, Tree, XmlError, base64};

const DSIG: &str = crate::xml::signature::DSIG;

/// One file that a manifest lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Listed {
    /// Its URI, as written.
    pub(crate) uri: String,
    /// The hash function; `None` for one that is not known.
    pub(crate) digest: Option<DigestAlgorithm>,
    /// The URI of the hash function, as written.
    pub(crate) method: String,
    pub(crate) value: Vec<u8>,
}

/// A manifest that was read strictly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Manifest {
    /// The signature or the time-stamp over it, as written.
    pub(crate) signature: String,
    pub(crate) files: Vec<Listed>,
}

/// Why a manifest cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum ManifestFault {
    #[error(transparent)]
    Xml(#[from] XmlError),
    #[error("{0} where something else must be")]
    Shape(&'static str),
    #[error("more than {limit} files")]
    TooMany { limit: usize },
}

impl Manifest {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let tree = Tree::parse(bytes, &ParseOptions::default())?;
        let root = tree.document_element();
        if !tree.is(root, ASIC, "ASiCManifest") {
            return Err(ManifestFault::Shape("the document element"));
        }
        let mut signature = None;
        let mut files = Vec::new();
        for child in children(&tree, root)? {
            if tree.is(child, ASIC, "SigReference") && signature.is_none() && files.is_empty() {
                signature = Some(uri_of(&tree, child)?);
            } else if tree.is(child, ASIC, "DataObjectReference") && signature.is_some() {
                if files.len() >= MAX_XML_REFERENCES {
                    return Err(ManifestFault::TooMany { limit: MAX_XML_REFERENCES });
                }
                files.push(listed(&tree, child)?);
            } else if !tree.is(child, ASIC, "ASiCManifestExtensions") {
                return Err(ManifestFault::Shape("an element of the manifest"));
            } else if is_critical(&tree, child) {
                return Err(ManifestFault::Shape("a critical extension"));
            }
        }
        let signature = signature.ok_or(ManifestFault::Shape("no SigReference"))?;
        if files.is_empty() {
            return Err(ManifestFault::Shape("no DataObjectReference"));
        }
        Ok(Self { signature, files })
    }

    /// A manifest for the signature `signature`, with name, media type and digest of each file.
    pub(crate) fn write<'f>(
        signature: &str,
        files: impl IntoIterator<Item = (&'f str, &'f str, crate::crypto::Digest)>,
    ) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
             <asic:ASiCManifest xmlns:asic=\"{ASIC}\" xmlns:ds=\"{DSIG}\">\n\
             <asic:SigReference URI=\"{}\" MimeType=\"application/pkcs7-signature\"/>\n",
            attribute(&uri::of_name(signature))
        );
        for (name, media, digest) in files {
            out.push_str(&format!(
                "<asic:DataObjectReference URI=\"{}\" MimeType=\"{media}\">\
                 <ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue>{}</ds:DigestValue>\
                 </asic:DataObjectReference>\n",
                attribute(&uri::of_name(name)),
                digest.algorithm().xml_uri(),
                base64::encode(digest.as_bytes()),
            ));
        }
        out.push_str("</asic:ASiCManifest>\n");
        out
    }
}

/// The elements of an element that holds nothing else but white space and comments.
fn children(tree: &Tree, node: NodeId) -> Result<Vec<NodeId>, ManifestFault> {
    let mut elements = Vec::new();
    for child in tree.children(node) {
        match tree.kind(child) {
            NodeKind::Element => elements.push(child),
            NodeKind::Text(text) if text.trim_ascii().is_empty() => {}
            NodeKind::Comment(_) => {}
            _ => return Err(ManifestFault::Shape("text")),
        }
    }
    Ok(elements)
}

fn plain<'t>(tree: &'t Tree, node: NodeId, local: &str) -> Option<&'t str> {
    let mut attributes = tree.attributes(node);
    let found = attributes.find(|one| one.name.namespace.is_empty() && one.name.local == local);
    found.map(|one| one.value)
}

fn uri_of(tree: &Tree, node: NodeId) -> Result<String, ManifestFault> {
    Ok(plain(tree, node, "URI").ok_or(ManifestFault::Shape("no URI"))?.to_owned())
}

fn listed(tree: &Tree, node: NodeId) -> Result<Listed, ManifestFault> {
    let uri = uri_of(tree, node)?;
    let shape = || ManifestFault::Shape("a DataObjectReference");
    let children = children(tree, node)?;
    let [method, value, rest @ ..] = children.as_slice() else { return Err(shape()) };
    if !tree.is(*method, DSIG, "DigestMethod") || !tree.is(*value, DSIG, "DigestValue") {
        return Err(shape());
    }
    match rest {
        [] => {}
        [one]
            if tree.is(*one, ASIC, "DataObjectReferenceExtensions") && !is_critical(tree, *one) => {
        }
        _ => return Err(shape()),
    }
    let method = plain(tree, *method, "Algorithm").ok_or_else(shape)?;
    let value = base64::decode(tree.text(*value)?).ok_or_else(shape)?;
    let digest = DigestAlgorithm::from_xml_uri(method);
    Ok(Listed { uri, digest, method: method.to_owned(), value })
}

/// Whether an extension among these must be understood, which none is here.
fn is_critical(tree: &Tree, extensions: NodeId) -> bool {
    let critical = |node: NodeId| !matches!(plain(tree, node, "Critical"), Some("false" | "0"));
    tree.elements(extensions).any(critical)
}
