//! A document whose signatures are raised: which they are, and whether they still hold.

use super::held::Held;
use super::splice::{Edit, apply};
use super::{RaiseError, RaiseOptions, Which};
use crate::xml::signature::{DigestOptions, Reference, XmlSignature, digest_reference, find};
use crate::xml::transform::Budget;
use crate::xml::xades::{Qualifying, Reading, UnsignedProperty};
use crate::xml::{Ids, NodeId, Tree};

/// The byte order mark in UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A document, read.
pub(in crate::xml::xades) struct Document<'a> {
    pub(in crate::xml::xades) tree: Tree,
    pub(in crate::xml::xades) ids: Ids,
    options: RaiseOptions<'a>,
}

impl<'a> Document<'a> {
    pub(in crate::xml::xades) fn read(
        bytes: &[u8],
        options: RaiseOptions<'a>,
    ) -> Result<Self, RaiseError> {
        let tree = Tree::parse(bytes, options.parse)?;
        let ids = Ids::collect(&tree, options.id_names);
        Ok(Self { tree, ids, options })
    }

    /// What comes of the edits, read.
    pub(super) fn edited(&self, edits: Vec<Edit>) -> Result<Self, RaiseError> {
        Self::read(apply(self.tree.source(), edits).as_bytes(), self.options)
    }

    /// The byte order mark of the bytes that were read, which must be UTF-8.
    pub(in crate::xml::xades) fn mark(&self, bytes: &[u8]) -> Result<&'static [u8], RaiseError> {
        let mark: &[u8] = if bytes.starts_with(MARK) { MARK } else { &[] };
        let same = bytes.get(mark.len()..) == Some(self.tree.source().as_bytes());
        if same { Ok(mark) } else { Err(RaiseError::Encoding) }
    }

    /// Nothing may change in a signature that an archive time-stamp of another one covers.
    pub(in crate::xml::xades) fn check_open(&self, node: NodeId) -> Result<(), RaiseError> {
        if self.is_sealed(node, &find(&self.tree)) {
            return Err(RaiseError::Sealed { path: self.tree.path(node) });
        }
        Ok(())
    }

    pub(super) fn options<'b>(&'b self, budget: &'b Budget) -> DigestOptions<'b> {
        let RaiseOptions { resolver, legacy_exclusive, .. } = self.options;
        DigestOptions { resolver, legacy_exclusive, budget }
    }

    /// The places of the signatures meant, deepest first: what holds others is raised after them.
    pub(super) fn choose(&self, which: Which) -> Result<Vec<usize>, RaiseError> {
        let all = find(&self.tree);
        if let Which::One(index) = which {
            self.check_open(*all.get(index).ok_or(RaiseError::NoSignature)?)?;
            return Ok(vec![index]);
        }
        let open = all.iter().enumerate().filter(|(_, node)| !self.is_sealed(**node, &all));
        let mut chosen: Vec<(usize, usize)> =
            open.map(|(index, node)| (self.tree.ancestors(*node).count(), index)).collect();
        if chosen.is_empty() {
            return Err(RaiseError::NoSignature);
        }
        chosen.sort_by_key(|(depth, index)| (std::cmp::Reverse(*depth), *index));
        Ok(chosen.into_iter().map(|(_, index)| index).collect())
    }

    /// Whether an archive time-stamp of another signature covers this one.
    fn is_sealed(&self, node: NodeId, all: &[NodeId]) -> bool {
        let above = self.tree.ancestors(node).filter(|outer| *outer != node);
        above.filter(|outer| all.contains(outer)).any(|outer| {
            let Ok(signature) = XmlSignature::read(&self.tree, outer) else { return false };
            let reading = Qualifying::read(&self.tree, &self.ids, &signature);
            let Ok(Reading::Present(qualifying)) = reading else { return false };
            let holds_it =
                |one: &&UnsignedProperty| self.tree.is_inclusive_ancestor(one.node, node);
            let after = qualifying.unsigned.iter().skip_while(|one| !holds_it(one));
            after.skip(1).any(UnsignedProperty::is_archive_timestamp)
        })
    }

    /// Every reference that held here holds in `later` too, and every time-stamp. Signatures have
    /// the same places in both.
    pub(super) fn still_holds_in(&self, later: &Self) -> Result<(), RaiseError> {
        let (mine, theirs) = (find(&self.tree), find(&later.tree));
        match mine.iter().zip(&theirs).find(|(before, after)| !self.keeps(**before, later, **after))
        {
            Some((broken, _)) => Err(RaiseError::WouldBreak { path: self.tree.path(*broken) }),
            None => Ok(()),
        }
    }

    fn keeps(&self, before: NodeId, later: &Self, after: NodeId) -> bool {
        let read = |document: &Self, node| XmlSignature::read(&document.tree, node).ok();
        let (Some(one), Some(two)) = (read(self, before), read(later, after)) else {
            return read(self, before).is_none();
        };
        let mut pairs = one.signed_info.references.iter().zip(&two.signed_info.references);
        let kept = pairs.all(|(one, two)| !self.digests(one) || later.digests(two));
        // Time-stamps may cover more than the references.
        let proofs = |document: &Self, node| {
            let survey = Held::read(document, node).and_then(|held| held.survey(document));
            survey.map_or(0, |survey| survey.subjects.len())
        };
        kept && proofs(self, before) <= proofs(later, after)
    }

    /// Whether a reference holds.
    fn digests(&self, reference: &Reference) -> bool {
        let budget = Budget::for_document(self.tree.source().len() as u64);
        digest_reference(&self.tree, &self.ids, reference, &self.options(&budget))
            .is_ok_and(|(found, _)| found.as_bytes() == reference.digest_value)
    }
}
