//! Last phase: the signature value into its place, a time-stamp over it, and whatever the level
//! asks for beyond.

use super::builder::{Goal, Signer};
use super::growing::Growing;
use super::prepared::{Layout, PdfLayout, Prepared};
use super::signed::{Original, Signed};
use super::{SignError, cades, container, xml};
use crate::cms::{self, Attribute};
use crate::crypto;
use crate::key::{SignatureValue, ToBeSigned};
use crate::report::FoundLevel;

/// Completes at the level asked for; a lower one only where the caller allowed that.
pub(super) fn complete(
    prepared: Prepared,
    value: &SignatureValue,
    goal: Goal<'_>,
) -> Result<Signed, SignError> {
    prepared.check(value)?;
    let Prepared { original, layout, signer, to_be_signed, placement } = prepared;
    let algorithm = signer.algorithm;
    let signed = match layout {
        Layout::Pdf(layout) => {
            Unfinished { layout, signer, to_be_signed }.complete(original, value, goal)
        }
        Layout::Cades(layout) => {
            cades::complete(layout, &signer, &to_be_signed, original, value, goal)
        }
        Layout::Xml(layout) => xml::complete(layout, &signer, to_be_signed, original, value, goal),
        Layout::Container(layout) => {
            container::complete(layout, &signer, to_be_signed, original, value, goal)
        }
    }?;
    Ok(signed.made_with(algorithm).placed(placement))
}

/// A PDF's signature without its value.
struct Unfinished {
    layout: PdfLayout,
    signer: Signer,
    to_be_signed: ToBeSigned,
}

impl Unfinished {
    fn complete(
        self,
        original: Original,
        value: &SignatureValue,
        goal: Goal<'_>,
    ) -> Result<Signed, SignError> {
        let Goal { level, now, fallback, .. } = goal;
        let mut growing = Growing {
            evidence: goal.evidence,
            trust: goal.trust,
            freshness: goal.freshness,
            ..Growing::new(original)
        };
        let mut shortfall = None;
        let mut reached = FoundLevel::BB;
        let mut unsigned = Vec::new();
        if let Some(tsa) = level.tsa() {
            let imprint = crypto::digest(tsa.digest(), value.as_bytes());
            match growing.obtain(tsa, &imprint) {
                Ok(token) => {
                    unsigned.push(cms::timestamp_attribute(token.der()));
                    reached = FoundLevel::BT;
                }
                Err(error) if fallback => shortfall = Some(error),
                Err(error) => return Err(error),
            }
        }
        let (increment, field) = self.embed(value, &unsigned)?;
        growing.tail = increment;
        if shortfall.is_none() {
            match growing.raise(level, Some(&field), now, &mut reached) {
                Err(error) if fallback => shortfall = Some(error),
                Err(error) => return Err(error),
                Ok(_) => {}
            }
        }
        Ok(Signed::grown(growing, field).at_level(reached).short_of(shortfall))
    }

    /// The increment with the CMS in it, and the name of the field.
    fn embed(
        mut self,
        value: &SignatureValue,
        unsigned: &[Attribute],
    ) -> Result<(Vec<u8>, String), SignError> {
        let (signer, above) = self.signer.chain.split_first().ok_or(SignError::NoCertificate)?;
        let algorithm = self.signer.algorithm;
        let (attributes, digest) = (self.to_be_signed.message(), algorithm.digest());
        let value = value.as_bytes();
        let cms = cms::assemble(attributes, algorithm, digest, signer, above, value, unsigned)?;
        self.layout.0.embed(&cms)?;
        Ok((self.layout.0.bytes, self.layout.0.field_name))
    }
}
