//! Last phase: the signature value into the CMS, a time-stamp over it, and whatever the level
//! asks for beyond.

use super::SignError;
use super::builder::Goal;
use super::growing::Growing;
use super::prepared::Prepared;
use super::signed::Signed;
use crate::cms;
use crate::crypto;
use crate::key::SignatureValue;
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::timestamp::{self, TimestampAuthority};

/// Completes at the level asked for; a lower one only where the caller allowed that.
pub(super) fn complete(
    prepared: Prepared,
    value: &SignatureValue,
    goal: &Goal<'_>,
    evidence: Evidence,
) -> Result<Signed, SignError> {
    prepared.check(value)?;
    let mut shortfall = None;
    let mut reached = FoundLevel::BB;
    let mut unsigned = Vec::new();
    if let Some(tsa) = goal.level.tsa() {
        match stamp(tsa, value) {
            Ok(attribute) => {
                unsigned.push(attribute);
                reached = FoundLevel::BT;
            }
            Err(error) if goal.fallback => shortfall = Some(error),
            Err(error) => return Err(error),
        }
    }
    let (original, tail, field) = prepared.embed(value, &unsigned)?;
    let mut growing = Growing { original, tail, evidence, now: goal.now };
    if shortfall.is_none() {
        match growing.raise(goal.level, Some(&field), &mut reached) {
            Ok(_) => {}
            Err(error) if goal.fallback => shortfall = Some(error),
            Err(error) => return Err(error),
        }
    }
    Ok(Signed::grown(growing, field).at_level(reached).short_of(shortfall))
}

/// A time-stamp over the signature value, as the unsigned attribute that holds it.
fn stamp(
    tsa: &dyn TimestampAuthority,
    value: &SignatureValue,
) -> Result<cms::Attribute, SignError> {
    let imprint = crypto::digest(tsa.digest(), value.as_bytes());
    Ok(cms::timestamp_attribute(timestamp::obtain(tsa, &imprint)?.der()))
}
