//! `ds:Transforms` and canonicalization methods, with their parameters.

use super::xpath::takes_signatures_away;
use crate::limits::{MAX_XML_TRANSFORMS, MAX_XPATH_FILTERS};
use crate::xml::c14n::{C14nVersion, Canonicalization};
use crate::xml::signature::children::Children;
use crate::xml::signature::{DSIG, FilterStep, SignatureError, Transform, TransformAlgorithm};
use crate::xml::tree::{NodeId, Tree};
use crate::xml::xpath::SetOperation;

/// The namespace of `InclusiveNamespaces` (Exclusive XML Canonicalization §4).
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// The `enveloped-signature` transform (xmldsig-core1 §6.6.4).
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// The base64 transform (§6.6.2).
pub(crate) const BASE64: &str = "http://www.w3.org/2000/09/xmldsig#base64";
/// The XPath filtering transform (§6.6.3).
pub(crate) const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";
/// XPath Filter 2.0, as transform and as namespace of its elements.
pub(crate) const FILTER2: &str = "http://www.w3.org/2002/06/xmldsig-filter2";
/// XSLT (§6.6.5), never run.
const XSLT: &str = "http://www.w3.org/TR/1999/REC-xslt-19991116";
/// What the edXML samples write in the place of [`EXCLUSIVE`].
const LEGACY_EXCLUSIVE: &str = "http://www.w3.org/TR/xml-exc-c14n#";

/// Reads the element `ds:Transforms`: at least one `ds:Transform`.
pub(crate) fn read_transforms(tree: &Tree, node: NodeId) -> Result<Vec<Transform>, SignatureError> {
    let mut children = Children::new(tree, node, "Transforms");
    let mut transforms = vec![read_transform(tree, children.required(DSIG, "Transform")?)?];
    while let Some(transform) = children.optional(DSIG, "Transform")? {
        if transforms.len() >= MAX_XML_TRANSFORMS {
            return Err(SignatureError::TooMany { what: "Transform", limit: MAX_XML_TRANSFORMS });
        }
        transforms.push(read_transform(tree, transform)?);
    }
    children.finish()?;
    Ok(transforms)
}

fn read_transform(tree: &Tree, node: NodeId) -> Result<Transform, SignatureError> {
    let uri = tree.attribute(node, "", "Algorithm").ok_or_else(|| {
        let span = tree.span(node);
        SignatureError::MissingAttribute { element: "Transform", attribute: "Algorithm", span }
    })?;
    let plain = |algorithm| {
        Children::new(tree, node, "Transform").finish()?;
        Ok::<_, SignatureError>(algorithm)
    };
    let algorithm = match uri {
        ENVELOPED => plain(TransformAlgorithm::Enveloped)?,
        BASE64 => plain(TransformAlgorithm::Base64)?,
        LEGACY_EXCLUSIVE => plain(TransformAlgorithm::LegacyExclusive)?,
        XPATH => xpath(tree, node)?,
        FILTER2 => filter2(tree, node)?,
        XSLT => TransformAlgorithm::Xslt,
        _ => match read_canonicalization(tree, node, "Transform", uri)? {
            Some(method) => TransformAlgorithm::Canonicalization(method),
            None => TransformAlgorithm::Unknown,
        },
    };
    Ok(Transform { node, uri: uri.into(), algorithm })
}

/// The canonicalization that `uri` names, with the `InclusiveNamespaces` in the element `node`;
/// `None` for other algorithms.
pub(crate) fn read_canonicalization(
    tree: &Tree,
    node: NodeId,
    element: &'static str,
    uri: &str,
) -> Result<Option<Canonicalization>, SignatureError> {
    let Some(mut method) = Canonicalization::from_uri(uri) else { return Ok(None) };
    let mut children = Children::new(tree, node, element);
    if method.version == C14nVersion::Exclusive
        && let Some(inclusive) = children.optional(EXCLUSIVE, "InclusiveNamespaces")?
    {
        Children::new(tree, inclusive, "InclusiveNamespaces").finish()?;
        let list = tree.attribute(inclusive, "", "PrefixList").unwrap_or_default();
        method = method.with_prefix_list(list);
    }
    children.finish()?;
    Ok(Some(method))
}

fn xpath(tree: &Tree, transform: NodeId) -> Result<TransformAlgorithm, SignatureError> {
    let mut children = Children::new(tree, transform, "Transform");
    let node = children.required(DSIG, "XPath")?;
    children.finish()?;
    Ok(TransformAlgorithm::XPath { node, expression: tree.text(node)?.to_owned() })
}

fn filter2(tree: &Tree, transform: NodeId) -> Result<TransformAlgorithm, SignatureError> {
    let mut children = Children::new(tree, transform, "Transform");
    let mut steps = vec![filter_step(tree, children.required(FILTER2, "XPath")?)?];
    while let Some(node) = children.optional(FILTER2, "XPath")? {
        if steps.len() >= MAX_XPATH_FILTERS {
            return Err(SignatureError::TooMany { what: "XPath", limit: MAX_XPATH_FILTERS });
        }
        steps.push(filter_step(tree, node)?);
    }
    children.finish()?;
    Ok(TransformAlgorithm::Filter2(steps))
}

/// Whether a `Transform` element asks for nodes or text which a sparse tree may not keep.
pub(crate) fn needs_all(tree: &Tree, transform: NodeId) -> bool {
    match tree.attribute(transform, "", "Algorithm") {
        Some(XPATH | BASE64) => true,
        Some(FILTER2) => match filter2(tree, transform) {
            Ok(TransformAlgorithm::Filter2(steps)) => !takes_signatures_away(tree, &steps),
            _ => true,
        },
        _ => false,
    }
}

fn filter_step(tree: &Tree, node: NodeId) -> Result<FilterStep, SignatureError> {
    let named = tree.attribute(node, "", "Filter").and_then(SetOperation::from_name);
    let operation = named.ok_or_else(|| {
        let span = tree.span(node);
        SignatureError::Parameters { algorithm: FILTER2.into(), span }
    })?;
    Ok(FilterStep { node, operation, expression: tree.text(node)?.to_owned() })
}
