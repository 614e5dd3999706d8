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

/// Completes at the level asked for; a lower one only where the caller allowed that.
pub(super) fn complete(
    prepared: Prepared,
    value: &SignatureValue,
    goal: Goal<'_>,
) -> Result<Signed, SignError> {
    let Goal { level, now, fallback, .. } = goal;
    prepared.check(value)?;
    let mut growing = Growing {
        evidence: goal.evidence,
        trust: goal.trust,
        freshness: goal.freshness,
        ..Growing::new(prepared.original.clone())
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
    let (increment, field) = prepared.embed(value, &unsigned)?;
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
