//! What the references that hold cover, as the report says it.

use crate::crypto::Digest;
use crate::report::{Covered, CoveredElement, CoveredTarget, Extent};
use crate::xml::Tree;
use crate::xml::signature::{self, CheckedReference, ReferenceDigests, Target, XmlSignature};

/// All of it: the references of the signature, and the entries of manifests that hold whole.
pub(super) fn of(tree: &Tree, references: &ReferenceDigests) -> Vec<Covered> {
    let mut covers = Vec::new();
    for checked in references {
        add(tree, checked, false, &mut covers);
    }
    covers
}

/// One reference, and what the manifests that it covers list, as deep as these were followed.
fn add(tree: &Tree, checked: &CheckedReference, in_manifest: bool, covers: &mut Vec<Covered>) {
    let Ok(covered) = &checked.outcome else { return };
    covers.push(describe(tree, covered, in_manifest));
    for manifest in checked.manifests.iter().filter(|manifest| manifest.all_hold()) {
        for entry in manifest.references.iter().flatten() {
            add(tree, entry, true, covers);
        }
    }
}

/// The digests of the references that hold.
pub(super) fn digests(signature: &XmlSignature, references: &ReferenceDigests) -> Vec<Digest> {
    let held = references.into_iter().filter_map(|checked| {
        let covered = checked.outcome.as_ref().ok()?;
        let stated = signature.signed_info.references.get(checked.index)?;
        // What holds is what was stated.
        Digest::from_bytes(covered.digest, &stated.digest_value)
    });
    held.collect()
}

fn describe(tree: &Tree, covered: &signature::Covered, in_manifest: bool) -> Covered {
    let excluded = covered.excluded.iter();
    Covered {
        uri: covered.uri.clone(),
        kind: covered.kind.clone(),
        target: match &covered.target {
            Target::Document => CoveredTarget::Document { node: tree.document_element() },
            Target::Element { node, .. } => {
                CoveredTarget::Element(CoveredElement::new(tree, *node))
            }
            _ => CoveredTarget::External,
        },
        extent: match covered.extent {
            signature::Extent::Whole => Extent::Whole,
            signature::Extent::Decoded => Extent::Decoded,
            _ => Extent::Filtered,
        },
        except: excluded.map(|node| CoveredElement::new(tree, *node)).collect(),
        comments: covered.comments,
        transforms: covered.transforms.clone(),
        digest: covered.digest,
        value: None,
        bytes: covered.bytes,
        in_manifest,
    }
}
