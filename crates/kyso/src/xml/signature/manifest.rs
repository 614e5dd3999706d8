//! `ds:Manifest`: references whose failure the signature itself does not notice (§5.1).

use super::read::read_manifest;
use super::reference::{
    CheckedReference, DigestOptions, Extent, ManifestResult, Target, check_all,
};
use super::{DSIG, MANIFEST_TYPE, Reference, SignatureError};
use crate::xml::ids::Ids;
use crate::xml::tree::Tree;
use crate::xml::{XmlError, XmlFault};

/// Checks the manifest that `checked` covers, if it covers one. Only a manifest covered as a whole
/// is followed: what a filter left of it may be another list.
pub(super) fn check(
    tree: &Tree,
    ids: &Ids,
    checked: &CheckedReference,
    references: &[Reference],
    options: &DigestOptions<'_>,
) -> Option<ManifestResult> {
    let covered = checked.outcome.as_ref().ok()?;
    let declared = references.get(checked.index)?.kind.as_deref() == Some(MANIFEST_TYPE);
    let Target::Element { node, .. } = covered.target else { return None };
    if !tree.is(node, DSIG, "Manifest") {
        // Declared as a manifest and not one: said, so that nobody takes its entries as checked.
        return declared.then(|| ManifestResult {
            node,
            references: Err(SignatureError::NotAManifest { span: tree.span(node) }),
        });
    }
    if covered.extent != Extent::Whole || !covered.excluded.is_empty() {
        let span = tree.span(node);
        return Some(ManifestResult { node, references: Err(SignatureError::Partial { span }) });
    }
    // A manifest outside of a signature, of which a large document keeps no children.
    if tree.is_elided(node) {
        let elided = XmlError::new(tree.span(node).start as u64, XmlFault::Elided);
        return Some(ManifestResult { node, references: Err(elided.into()) });
    }
    let listed = read_manifest(tree, node);
    let references = listed.map(|listed| check_all(tree, ids, &listed, options));
    Some(ManifestResult { node, references })
}
