//! What the references that hold cover, as the report says it.

use crate::crypto::Digest;
use crate::report::{Covered, CoveredElement, CoveredTarget, Extent};
use crate::xml::Tree;
use crate::xml::signature::{self, ReferenceDigests, Target, XmlSignature};

/// All of it: the references of the signature, and the entries of manifests that hold whole.
pub(super) fn of(tree: &Tree, references: &ReferenceDigests) -> Vec<Covered> {
    let mut covers = Vec::new();
    for checked in references {
        let Ok(covered) = &checked.outcome else { continue };
        covers.push(describe(tree, covered, false));
        let manifest = checked.manifest.as_ref().filter(|manifest| manifest.all_hold());
        let Some(Ok(entries)) = manifest.map(|manifest| &manifest.references) else { continue };
        let held = entries.iter().filter_map(|entry| entry.outcome.as_ref().ok());
        covers.extend(held.map(|covered| describe(tree, covered, true)));
    }
    covers
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
        bytes: covered.bytes,
        in_manifest,
    }
}
