//! Raises signatures to B-T, B-LT and B-LTA, and renews archive time-stamps (EN 319 132-1 §6).
//!
//! The document grows inside the unsigned properties alone; every other byte stays. Each step is
//! made on the document as the step before left it, read anew.

mod error;
mod held;
mod splice;
mod write;

pub use error::RaiseError;

use held::Held;
use splice::{Edit, apply};
pub(super) use write::PropertyWriter;

use crate::crypto::Digest;
use crate::report::FoundLevel;
use crate::revocation::{Evidence, Freshness, RevocationSource};
use crate::sign::{self, Level, SignError};
use crate::time::Time;
use crate::timestamp::{TimestampAuthority, TimestampToken};
use crate::trust::TrustAnchors;
use crate::xml::c14n::{C14nVersion, Canonicalization};
use crate::xml::signature::{
    DigestOptions, Reference, Resolver, XmlSignature, digest_reference, find,
};
use crate::xml::transform::Budget;
use crate::xml::xades::{Qualifying, Reading, UnsignedProperty};
use crate::xml::{IdNames, Ids, NodeId, ParseOptions, Tree};

/// The byte order mark in UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// How a document is read.
#[derive(Clone, Copy)]
pub struct RaiseOptions<'a> {
    /// How the XML is parsed.
    pub parse: &'a ParseOptions,
    /// Which attributes are Ids.
    pub id_names: &'a IdNames,
    /// Gives what lies outside the document.
    pub resolver: Option<&'a dyn Resolver>,
    /// Whether the legacy name of exclusive canonicalization is taken for the right one.
    pub legacy_exclusive: bool,
}

/// How far signatures are to be raised, and with what.
#[derive(Clone, Debug)]
pub struct RaiseGoal<'a> {
    /// The level to reach.
    pub level: Level<'a>,
    /// Now.
    pub now: Time,
    /// Certificates and revocation data to draw on before anything is fetched.
    pub evidence: Evidence,
    /// Whom time-stamps must come from; anybody where it is not said.
    pub trust: Option<TrustAnchors>,
    /// Whether a lower level will do where this one cannot be reached.
    pub fallback: bool,
}

/// Which signatures of a document are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Which {
    /// All of them. Counter signatures under an archive time-stamp stay as they are: it proves
    /// them too.
    #[default]
    All,
    /// The one at this place among all of the document, from 0
    /// ([`find`](crate::xml::signature::find)).
    One(usize),
}

/// A document whose signatures were raised.
#[derive(Debug)]
#[non_exhaustive]
pub struct Raised {
    /// The document in UTF-8, with a byte order mark where it had one.
    pub bytes: Vec<u8>,
    /// The level reached.
    pub level: FoundLevel,
    /// Whether anything was added.
    pub changed: bool,
    /// The certificates and revocation data that were relied on.
    pub evidence: Evidence,
    /// Why the level asked for was not reached, where a lower one was allowed.
    pub shortfall: Option<SignError>,
}

/// Raises signatures of `bytes`.
///
/// What is there already is not added again: a signature with a time-stamp gets no further one,
/// and evidence that still answers is not fetched. [`Level::Lta`] always adds an archive
/// time-stamp: asked for again before the last one's certificate ends, it renews the proof.
///
/// # Errors
/// [`SignError`]: the level cannot be reached, a signature does not hold, or another one would no
/// longer hold.
pub fn raise(
    bytes: &[u8],
    which: Which,
    goal: &RaiseGoal<'_>,
    options: &RaiseOptions<'_>,
) -> Result<Raised, SignError> {
    let before = Document::read(bytes, *options)?;
    let mark = before.mark(bytes)?;
    let text = before.tree.source().to_owned();
    let mut growing = Growing {
        text,
        chosen: before.choose(which)?,
        goal,
        options: *options,
        evidence: goal.evidence.clone(),
        used: Evidence::new(),
        level: FoundLevel::BB,
    };
    let shortfall = match growing.climb() {
        Err(error) if goal.fallback => Some(error),
        Err(error) => return Err(error),
        Ok(()) => None,
    };
    let changed = growing.text != before.tree.source();
    if changed {
        before.still_holds_in(&growing.document()?)?;
    }
    let bytes = [mark, growing.text.as_bytes()].concat();
    let Growing { used: evidence, level, .. } = growing;
    Ok(Raised { bytes, level, changed, evidence, shortfall })
}

/// A document, read.
pub(super) struct Document<'a> {
    pub(super) tree: Tree,
    pub(super) ids: Ids,
    options: RaiseOptions<'a>,
}

impl<'a> Document<'a> {
    pub(super) fn read(bytes: &[u8], options: RaiseOptions<'a>) -> Result<Self, RaiseError> {
        let tree = Tree::parse(bytes, options.parse)?;
        let ids = Ids::collect(&tree, options.id_names);
        Ok(Self { tree, ids, options })
    }

    /// The byte order mark of the bytes that were read, which must be UTF-8.
    pub(super) fn mark(&self, bytes: &[u8]) -> Result<&'static [u8], RaiseError> {
        let mark: &[u8] = if bytes.starts_with(MARK) { MARK } else { &[] };
        let same = bytes.get(mark.len()..) == Some(self.tree.source().as_bytes());
        if same { Ok(mark) } else { Err(RaiseError::Encoding) }
    }

    /// Nothing may change in a signature that an archive time-stamp of another one covers.
    pub(super) fn check_open(&self, node: NodeId) -> Result<(), RaiseError> {
        if self.is_sealed(node, &find(&self.tree)) {
            return Err(RaiseError::Sealed { path: self.tree.path(node) });
        }
        Ok(())
    }

    fn options<'b>(&'b self, budget: &'b Budget) -> DigestOptions<'b> {
        let RaiseOptions { resolver, legacy_exclusive, .. } = self.options;
        DigestOptions { resolver, legacy_exclusive, budget }
    }

    /// The places of the signatures meant, deepest first: what holds others is raised after them.
    fn choose(&self, which: Which) -> Result<Vec<usize>, RaiseError> {
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
    fn still_holds_in(&self, later: &Self) -> Result<(), RaiseError> {
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

/// The document so far. Nothing of it stands anywhere but in memory.
struct Growing<'a> {
    text: String,
    /// Places of the signatures that are raised, deepest first. Nothing that is added holds a
    /// signature, so that places stay.
    chosen: Vec<usize>,
    goal: &'a RaiseGoal<'a>,
    options: RaiseOptions<'a>,
    /// What was given and fetched.
    evidence: Evidence,
    /// What of it was relied on.
    used: Evidence,
    level: FoundLevel,
}

impl Growing<'_> {
    fn document(&self) -> Result<Document<'_>, RaiseError> {
        Document::read(self.text.as_bytes(), self.options)
    }

    /// Up to what the goal asks for; `level` says how far it got, also on failure.
    fn climb(&mut self) -> Result<(), SignError> {
        let level = self.goal.level;
        let Some(tsa) = level.tsa() else {
            // Whether there is something that could be raised is asked all the same.
            self.each(|_, _, _| Ok(Vec::new()))?;
            return Ok(());
        };
        self.each(|growing, document, held| growing.stamp_value(document, held, tsa))?;
        self.level = FoundLevel::BT;
        let Some(source) = level.source() else { return Ok(()) };
        self.each(|growing, document, held| growing.store(document, held, source))?;
        self.level = FoundLevel::BLT;
        let Level::Lta { tsa, .. } = level else { return Ok(()) };
        self.each(|growing, document, held| growing.stamp_all(document, held, tsa))?;
        self.level = FoundLevel::BLTA;
        Ok(())
    }

    /// Does one thing with each signature, on the document as the one before left it.
    fn each(
        &mut self,
        step: impl Fn(&mut Self, &Document<'_>, &Held) -> Result<Vec<Edit>, SignError>,
    ) -> Result<(), SignError> {
        let mut text = std::mem::take(&mut self.text);
        let done = self.each_in(&mut text, step);
        self.text = text;
        done
    }

    fn each_in(
        &mut self,
        text: &mut String,
        step: impl Fn(&mut Self, &Document<'_>, &Held) -> Result<Vec<Edit>, SignError>,
    ) -> Result<(), SignError> {
        let mut document = Document::read(text.as_bytes(), self.options)?;
        for index in self.chosen.clone() {
            let node = *find(&document.tree).get(index).ok_or(RaiseError::NoSignature)?;
            let held = Held::read(&document, node)?;
            let edits = step(self, &document, &held)?;
            if edits.is_empty() {
                continue;
            }
            *text = apply(text, edits);
            document = Document::read(text.as_bytes(), self.options)?;
        }
        Ok(())
    }

    /// A time-stamp over the value, where nothing proves when the signature existed.
    fn stamp_value(
        &self,
        document: &Document<'_>,
        held: &Held,
        tsa: &dyn TimestampAuthority,
    ) -> Result<Vec<Edit>, SignError> {
        if !held.survey(document)?.unproven {
            return Ok(Vec::new());
        }
        let budget = Budget::for_document(document.tree.source().len() as u64);
        let imprints = held.imprints(document, document.options(&budget))?;
        let method = Canonicalization::new(C14nVersion::Exclusive, false);
        let imprint =
            imprints.signature_value(&method, tsa.digest()).map_err(RaiseError::Imprint)?;
        let token = self.obtain(tsa, &imprint)?;
        let writer = PropertyWriter::new(&document.tree, held.signature.node, &held.qualifying);
        let property =
            writer.signature_timestamp(&method, token.der()).map_err(RaiseError::Write)?;
        Ok(vec![writer.add(&property)])
    }

    /// The evidence that is missing.
    fn store(
        &mut self,
        document: &Document<'_>,
        held: &Held,
        source: &dyn RevocationSource,
    ) -> Result<Vec<Edit>, SignError> {
        let survey = held.survey(document)?;
        self.evidence.merge(held.key_info.clone());
        self.evidence.merge(held.carried.clone());
        self.evidence.merge(survey.evidence.clone());
        let anchors = self.goal.trust.clone().unwrap_or_default();
        let used = {
            let (freshness, now) = (Freshness::default(), self.goal.now);
            sign::gather(&survey, source, &mut self.evidence, &anchors, freshness, now)?
        };
        let missing = held.lacks(&used, &survey.evidence);
        self.used.merge(used);
        let writer = PropertyWriter::new(&document.tree, held.signature.node, &held.qualifying);
        Ok(writer.store(&missing, held.is_archived()).map_err(RaiseError::Write)?)
    }

    /// A time-stamp over everything so far.
    fn stamp_all(
        &self,
        document: &Document<'_>,
        held: &Held,
        tsa: &dyn TimestampAuthority,
    ) -> Result<Vec<Edit>, SignError> {
        let budget = Budget::for_document(document.tree.source().len() as u64);
        let imprints = held.imprints(document, document.options(&budget))?;
        let method = Canonicalization::new(C14nVersion::Exclusive, false);
        let imprint = imprints.archive(None, &method, tsa.digest()).map_err(RaiseError::Imprint)?;
        let token = self.obtain(tsa, &imprint)?;
        let writer = PropertyWriter::new(&document.tree, held.signature.node, &held.qualifying);
        let property = writer.archive_timestamp(&method, token.der()).map_err(RaiseError::Write)?;
        Ok(vec![writer.add(&property)])
    }

    fn obtain(
        &self,
        tsa: &dyn TimestampAuthority,
        imprint: &Digest,
    ) -> Result<TimestampToken, SignError> {
        sign::obtain(tsa, imprint, self.goal.trust.as_ref(), &self.evidence)
    }
}
