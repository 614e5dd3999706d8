//! Raises signatures to B-T, B-LT and B-LTA, and renews archive time-stamps (EN 319 132-1 §6).
//!
//! The document grows inside the unsigned properties alone; every other byte stays. Each step is
//! made on the document as the step before left it, read anew.

mod document;
mod error;
mod held;
mod splice;
mod write;

pub(super) use document::Document;
pub use error::RaiseError;

use held::Held;
use splice::Edit;
pub(super) use write::PropertyWriter;

use crate::crypto::Digest;
use crate::report::FoundLevel;
use crate::revocation::{Evidence, Freshness, RevocationSource};
use crate::sign::{self, Level, SignError};
use crate::time::Time;
use crate::timestamp::{TimestampAuthority, TimestampToken};
use crate::trust::TrustAnchors;
use crate::xml::c14n::{C14nVersion, Canonicalization};
use crate::xml::signature::{Resolver, find};
use crate::xml::transform::Budget;
use crate::xml::{IdNames, ParseOptions};

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
    /// How recent evidence must be.
    pub freshness: Freshness,
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
    let mut growing = Growing {
        before: &before,
        after: None,
        chosen: before.choose(which)?,
        goal,
        evidence: goal.evidence.clone(),
        used: Evidence::new(),
        level: FoundLevel::BB,
    };
    let shortfall = match growing.climb() {
        // What is wrong with the document itself is no reason for less.
        Err(error) if goal.fallback && !matches!(error, SignError::Raise(_)) => Some(error),
        Err(error) => return Err(error),
        Ok(()) => None,
    };
    let Growing { after, used: evidence, level, .. } = growing;
    let changed = after.is_some();
    if let Some(after) = &after {
        before.still_holds_in(after)?;
    }
    let bytes = [mark, after.as_ref().unwrap_or(&before).tree.source().as_bytes()].concat();
    Ok(Raised { bytes, level, changed, evidence, shortfall })
}

/// Raising under way. Nothing of it stands anywhere but in memory.
struct Growing<'a> {
    before: &'a Document<'a>,
    /// The document so far, where anything was added.
    after: Option<Document<'a>>,
    /// Places of the signatures that are raised, deepest first. Nothing that is added holds a
    /// signature, so that places stay.
    chosen: Vec<usize>,
    goal: &'a RaiseGoal<'a>,
    /// What was given and fetched.
    evidence: Evidence,
    /// What of it was relied on.
    used: Evidence,
    level: FoundLevel,
}

impl<'a> Growing<'a> {
    /// Up to what the goal asks for; `level` says how far it got, also on failure.
    fn climb(&mut self) -> Result<(), SignError> {
        self.each(|_, document, held| {
            held.check_references(document)?;
            Ok(Vec::new())
        })?;
        let level = self.goal.level;
        let Some(tsa) = level.tsa() else { return Ok(()) };
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
        for index in self.chosen.clone() {
            let so_far = self.after.take();
            let next = self.one(so_far.as_ref().unwrap_or(self.before), index, &step);
            // What was reached stays also where this fails: a lower level may do.
            self.after = match next {
                Ok(Some(next)) => Some(next),
                Ok(None) => so_far,
                Err(error) => {
                    self.after = so_far;
                    return Err(error);
                }
            };
        }
        Ok(())
    }

    /// The step with one signature, and what the document becomes where anything was added.
    fn one(
        &mut self,
        document: &Document<'a>,
        index: usize,
        step: &impl Fn(&mut Self, &Document<'_>, &Held) -> Result<Vec<Edit>, SignError>,
    ) -> Result<Option<Document<'a>>, SignError> {
        let node = *find(&document.tree).get(index).ok_or(RaiseError::NoSignature)?;
        let held = Held::read(document, node)?;
        let edits = step(self, document, &held)?;
        if edits.is_empty() {
            return Ok(None);
        }
        Ok(Some(document.edited(edits)?))
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
        let RaiseGoal { now, freshness, .. } = *self.goal;
        let known = &mut self.evidence;
        let used = sign::gather(&survey, source, known, &anchors, freshness, now)?;
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
