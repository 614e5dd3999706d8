//! Counter signatures: a signature over another one's value (EN 319 132-1 §5.2.7).

use super::names::{COUNTERSIGNED_TYPE, DS, XADES};
use super::raise::{Document, PropertyWriter, RaiseError, RaiseOptions};
use super::{Qualifying, Reading};
use crate::xml::sign::{
    Placement, PrepareOptions, PreparedSignature, ReferenceTemplate, Template, XmlSignError,
    prepare,
};
use crate::xml::signature::{TransformAlgorithm, XmlSignature};
use crate::xml::{Ids, NodeId, Tree};

/// The reference by which `inner` signs the value of `outer`, all of it: its place in
/// `SignedInfo`, from 0. `None` where it does no such thing, and then is no counter signature of
/// it, wherever it stands.
#[must_use]
pub fn countersigns(ids: &Ids, outer: &XmlSignature, inner: &XmlSignature) -> Option<usize> {
    signs_value(ids, outer.value.node, inner)
}

/// The reference by which `inner` signs this `ds:SignatureValue`.
pub(crate) fn signs_value(ids: &Ids, value: NodeId, inner: &XmlSignature) -> Option<usize> {
    inner.signed_info.references.iter().position(|reference| {
        let id = reference.uri.as_deref().and_then(|uri| uri.strip_prefix('#'));
        let leads = id.and_then(|id| ids.element(id).ok()) == Some(value);
        let mut transforms = reference.transforms.iter();
        leads
            && transforms.all(|transform| {
                matches!(transform.algorithm, TransformAlgorithm::Canonicalization(_))
            })
    })
}

/// Prepares a counter signature of the signature at `signature`, inside a new `CounterSignature`
/// property behind those there are.
///
/// Of `template`, the placement is replaced, and a reference to the value comes before the
/// references it has: give it the reference to its own signed properties alone.
///
/// # Errors
/// [`RaiseError`]: the signature is not XAdES, its value has no Id, an archive time-stamp seals
/// it, or what the template asks for cannot be.
pub fn prepare_counter_signature(
    bytes: &[u8],
    signature: NodeId,
    template: &Template,
    options: &RaiseOptions<'_>,
) -> Result<PreparedSignature, RaiseError> {
    let document = Document::read(bytes, *options)?;
    let mark = document.mark(bytes)?.len();
    let tree = &document.tree;
    let path = || tree.path(signature);
    if !tree.is(signature, DS, "Signature") {
        return Err(RaiseError::NoSignature);
    }
    document.check_open(signature)?;
    let outer = XmlSignature::read(tree, signature)
        .map_err(|error| RaiseError::Signature { path: path(), error })?;
    let reading = Qualifying::read(tree, &document.ids, &outer)
        .map_err(|error| RaiseError::Properties { path: path(), error })?;
    let Reading::Present(qualifying) = reading else {
        return Err(RaiseError::NotXades { path: path() });
    };
    let value_id = outer.value.id.clone().ok_or_else(|| RaiseError::NoValueId { path: path() })?;
    let mut template = template.clone();
    let mut reference = ReferenceTemplate::element(&value_id, template.algorithm.digest());
    reference.kind = Some(COUNTERSIGNED_TYPE.into());
    template.references.insert(0, reference);
    // The property is put in first; what is prepared in it then takes its place with it.
    let edit = PropertyWriter::new(tree, signature, &qualifying).counter_signature()?;
    let grown = edit.applied_to(tree.source());
    let inner = Tree::parse(grown.as_bytes(), options.parse)?;
    let mut all = inner.descendants(inner.root());
    let property = all.find(|node| {
        let new = edit.span().contains(&inner.span(*node).start);
        new && inner.is(*node, XADES, "CounterSignature")
    });
    template.placement = Placement::LastChildOf(property.ok_or(XmlSignError::Placement)?);
    let (resolver, id_names) = (options.resolver, Some(options.id_names));
    let prepare_options = PrepareOptions { resolver, id_names, ..PrepareOptions::default() };
    let prepared = prepare(
        &crate::Source::from_bytes(grown.into_bytes()),
        &inner,
        &template,
        &prepare_options,
    )?;
    let (range, text, value_at, to_be_signed) = prepared.into_parts();
    let (replaced, text, shift) = edit.around(&range, &text).ok_or(XmlSignError::Placement)?;
    let replaced = replaced.start + mark..replaced.end + mark;
    let whole = PreparedSignature::from_parts(replaced, text, value_at + shift, to_be_signed);
    Ok(whole.ok_or(XmlSignError::Placement)?)
}
