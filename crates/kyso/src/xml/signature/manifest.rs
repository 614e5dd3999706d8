//! `ds:Manifest`: references whose failure the signature itself does not notice (§5.1).

use std::collections::HashSet;

use super::read::read_manifest;
use super::reference::{
    CheckedReference, DigestOptions, Extent, ManifestResult, Target, check_all,
};
use super::{DSIG, MANIFEST_TYPE, Reference, SignatureError};
use crate::limits::MAX_MANIFEST_DEPTH;
use crate::xml::ids::Ids;
use crate::xml::tree::{NodeId, Tree};
use crate::xml::{XmlError, XmlFault};

/// Follows the manifests that one signature covers, each once.
pub(super) struct Manifests<'a> {
    tree: &'a Tree,
    ids: &'a Ids,
    options: &'a DigestOptions<'a>,
    seen: HashSet<NodeId>,
}

impl<'a> Manifests<'a> {
    pub(super) fn new(tree: &'a Tree, ids: &'a Ids, options: &'a DigestOptions<'a>) -> Self {
        Self { tree, ids, options, seen: HashSet::new() }
    }

    /// Checks the manifests that `checked` covers: the one it names, or those that stand in the
    /// `ds:Object` it names. Only a manifest covered as a whole is followed: what a filter left of
    /// it may be another list. `depth` counts the manifests around.
    pub(super) fn check(
        &mut self,
        checked: &CheckedReference,
        references: &[Reference],
        depth: usize,
    ) -> Vec<ManifestResult> {
        let tree = self.tree;
        let Ok(covered) = checked.outcome.as_ref() else { return Vec::new() };
        let reference = references.get(checked.index);
        let declared = reference.is_some_and(|one| one.kind.as_deref() == Some(MANIFEST_TYPE));
        let Target::Element { node, .. } = covered.target else { return Vec::new() };
        let is_manifest = |node: &NodeId| tree.is(*node, DSIG, "Manifest");
        let named: Vec<NodeId> = if is_manifest(&node) {
            vec![node]
        } else if declared {
            // Declared as a manifest and not one: said, so that nobody takes its entries as
            // checked.
            let references = Err(SignatureError::NotAManifest { span: tree.span(node) });
            return vec![ManifestResult { node, references }];
        } else if tree.is(node, DSIG, "Object") {
            tree.elements(node).filter(is_manifest).collect()
        } else {
            Vec::new()
        };
        let whole = covered.extent == Extent::Whole && covered.excluded.is_empty();
        let new: Vec<_> = named.into_iter().filter(|node| self.seen.insert(*node)).collect();
        new.into_iter()
            .map(|node| ManifestResult { node, references: self.entries(node, whole, depth) })
            .collect()
    }

    fn entries(
        &mut self,
        node: NodeId,
        whole: bool,
        depth: usize,
    ) -> Result<Vec<CheckedReference>, SignatureError> {
        let tree = self.tree;
        if !whole {
            return Err(SignatureError::Partial { span: tree.span(node) });
        }
        // A manifest outside of a signature, of which a large document keeps no children.
        if tree.is_elided(node) {
            return Err(XmlError::new(tree.span(node).start as u64, XmlFault::Elided).into());
        }
        if depth >= MAX_MANIFEST_DEPTH {
            let (what, limit) = ("Manifest inside each other", MAX_MANIFEST_DEPTH);
            return Err(SignatureError::TooMany { what, limit });
        }
        let listed = read_manifest(tree, node)?;
        let mut checked = check_all(tree, self.ids, &listed, self.options);
        for one in &mut checked {
            one.manifests = self.check(one, &listed, depth + 1);
        }
        Ok(checked)
    }
}
