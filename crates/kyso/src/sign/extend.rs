//! Raises what others signed to a higher level, and renews document and archive time-stamps before
//! their certificates end (EN 319 142-1 §5.4, §6.1; EN 319 132-1 §6).

use super::builder::Goal;
use super::growing::Growing;
use super::signed::{Original, Signed};
use super::survey::Survey;
use super::{Level, SignError, cades, container, xml};
use crate::document::{Content, Document};
use crate::policy::Policy;
use crate::report::{FoundLevel, Integrity};
use crate::revocation::{Evidence, Freshness};
use crate::time::Time;
use crate::timestamp::TimestampAuthority;
use crate::trust::TrustAnchors;
use crate::verify::Verifier;

/// An extension in the making. Start one with [`Document::extend`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ExtensionBuilder<'a> {
    document: Document,
    level: Level<'a>,
    evidence: Evidence,
    trust: Option<TrustAnchors>,
    freshness: Freshness,
    fallback: bool,
    now: Time,
}

impl<'a> ExtensionBuilder<'a> {
    pub(crate) fn new(document: Document, now: Time) -> Self {
        let (evidence, freshness) = (Evidence::new(), Freshness::default());
        Self { document, level: Level::B, evidence, trust: None, freshness, fallback: false, now }
    }

    /// The level to reach; without it nothing is added.
    ///
    /// What a document has already is not added again: a signature that carries a time-stamp or
    /// lies under one gets no further one, and evidence that still answers is not fetched.
    /// [`Level::Lta`] always adds a document time-stamp: asked for again before the last one's
    /// certificate ends, it renews the proof.
    pub fn level(mut self, level: Level<'a>) -> Self {
        self.level = level;
        self
    }

    /// Certificates and revocation data to draw on before anything is fetched.
    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }

    /// Takes time-stamps only from authorities whose path ends at one of `anchors`. Without it a
    /// time-stamp must be sound in itself, whoever made it.
    pub fn trust(mut self, anchors: &TrustAnchors) -> Self {
        self.trust = Some(anchors.clone());
        self
    }

    /// How recent evidence must be from [`Level::Lt`] on. With a grace period, evidence about the
    /// signer's certificate counts from its end on: extend then.
    pub fn freshness(mut self, freshness: Freshness) -> Self {
        self.freshness = freshness;
        self
    }

    /// Lets a lower level do where the one asked for cannot be reached; [`Signed::level`] says
    /// which it became and [`Signed::shortfall`] why. It may be the one that was there before.
    pub fn allow_lower_level(mut self) -> Self {
        self.fallback = true;
        self
    }

    /// How far, and with what.
    fn goal(&self) -> Goal<'a> {
        Goal {
            evidence: self.evidence.clone(),
            trust: self.trust.clone(),
            freshness: self.freshness,
            fallback: self.fallback,
            ..Goal::new(self.level, self.now)
        }
    }

    /// Extends. The bytes that are there stay; whatever is missing comes after them. A
    /// certification allows this whatever it forbids otherwise (ISO 32000-2 §12.8.2.2.2).
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then. [`SignError::NotSigned`] where there is
    /// nothing to extend.
    pub fn finish(self) -> Result<Signed, SignError> {
        let pdf = match self.document.content() {
            Content::Pdf(pdf) => pdf,
            Content::Xml(document) => return xml::extend(document, self.goal()),
            Content::Container(files) => {
                intact(&self.document, self.now)?;
                return container::extend(files, self.goal());
            }
            Content::Cades(document) => {
                intact(&self.document, self.now)?;
                return cades::extend(document, self.goal());
            }
        };
        intact(&self.document, self.now)?;
        let source = pdf.source().clone();
        let mut growing = Growing {
            evidence: self.evidence,
            trust: self.trust,
            freshness: self.freshness,
            ..Growing::new(Original::whole(source).opened_by(pdf.opening()))
        };
        let survey = Survey::of(pdf, None)?;
        if survey.is_empty() {
            return Err(SignError::NotSigned);
        }
        growing.token_len = survey.token_len;
        let mut reached = FoundLevel::BB;
        let mut stamp = None;
        let mut raise = || {
            if let Some(tsa) = self.level.tsa() {
                if survey.unproven {
                    stamp = Some(growing.stamp(tsa)?);
                }
                reached = FoundLevel::BT;
            }
            growing.raise(self.level, None, self.now, &mut reached)
        };
        let (last, shortfall) = match raise() {
            Ok(last) => (last, None),
            Err(error) if self.fallback => (None, Some(error)),
            Err(error) => return Err(error),
        };
        let field = last.or(stamp).unwrap_or_default();
        Ok(Signed::grown(growing, field).at_level(reached).short_of(shortfall))
    }
}

/// A document time-stamp alone.
pub(crate) fn timestamp(
    document: &Document,
    tsa: &dyn TimestampAuthority,
    trust: Option<&TrustAnchors>,
) -> Result<Signed, SignError> {
    let pdf = super::pdf_of(document, "document time-stamp")?;
    let original = Original::of(pdf);
    let mut growing = Growing { trust: trust.cloned(), ..Growing::new(original) };
    let field = growing.stamp(tsa)?;
    Ok(Signed::grown(growing, field))
}

/// A signature that does not hold is not made to look better.
fn intact(document: &Document, now: Time) -> Result<(), SignError> {
    let nobody = Policy::baseline(TrustAnchors::new());
    let report = Verifier::new(&nobody).verify(document, now);
    match report.signatures.into_iter().find(|one| one.integrity == Integrity::Broken) {
        Some(broken) => Err(SignError::SignatureBroken { field: broken.id }),
        None => Ok(()),
    }
}
