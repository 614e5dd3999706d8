//! Whether evidence is recent enough for the time judged (EN 319 102-1 §5.2.5).

use super::status::{Question, Why};
use crate::Time;

/// How recent evidence must be (EN 319 102-1 §5.2.5.4). All in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Freshness {
    /// Evidence must be issued at least this long after the time judged, so that a revocation
    /// asked for by then has been processed. 0 also takes evidence from before the time judged.
    pub grace: u32,
    /// Evidence from before the time judged may be this old; `None` leaves it to its nextUpdate.
    /// Evidence without a nextUpdate, which says that more is known at any time, stands for as
    /// long.
    pub max_age: Option<u32>,
    /// How far the clocks of others may be off.
    pub skew: u32,
    /// How long after nextUpdate evidence still stands: CAs publish late at times.
    pub overdue: u32,
}

impl Default for Freshness {
    /// nextUpdate decides; clocks may be five minutes off.
    fn default() -> Self {
        Self { grace: 0, max_age: None, skew: 300, overdue: 0 }
    }
}

impl Freshness {
    /// Without the grace period: where nothing proves the time judged, or where it is that of a
    /// time-stamp.
    #[must_use]
    pub fn without_grace(self) -> Self {
        Self { grace: 0, ..self }
    }

    /// For the certificates above: an authority publishes on them when it likes, monthly or once
    /// a year, and its nextUpdate decides.
    #[must_use]
    pub fn of_authorities(self) -> Self {
        Self { grace: 0, max_age: None, ..self }
    }
}

/// The times of a piece of evidence.
#[derive(Clone, Copy)]
pub(super) struct Times {
    /// As of when it speaks.
    pub(super) issued: Time,
    /// nextUpdate.
    pub(super) next_update: Option<Time>,
    /// Certificates expired since then are still spoken of.
    pub(super) expired_from: Option<Time>,
}

/// Whether it may be from the time it says, whatever it is worth.
pub(super) fn not_from_the_future(times: Times, question: &Question<'_>) -> Result<(), Why> {
    if times.issued > question.now.plus(question.freshness.skew.into()) {
        return Err(Why::FromTheFuture { issued: times.issued, now: question.now });
    }
    Ok(())
}

/// Whether it can show that a certificate was good at the time judged.
pub(super) fn good_for(times: Times, question: &Question<'_>) -> Result<(), Why> {
    let Freshness { grace, max_age, skew, overdue } = question.freshness;
    let Times { issued, next_update, expired_from } = times;
    let at = question.at;
    // A CA drops expired certificates from its lists and its memory (RFC 5280 §3.3).
    let not_after = question.certificate.not_after();
    if issued > not_after && expired_from.is_none_or(|from| from > not_after) {
        return Err(Why::IssuedAfterExpiry { issued, not_after });
    }
    if grace > 0 && issued < at.plus(grace.into()) {
        return Err(Why::WithinGrace { issued, needed: at.plus(grace.into()) });
    }
    if let Some(max_age) = max_age
        && issued.plus(max_age.into()) < at
    {
        return Err(Why::TooOld { issued, at, max_age });
    }
    if issued.plus(skew.into()) >= at {
        return Ok(());
    }
    match next_update {
        Some(next_update) if at > next_update.plus(i64::from(overdue) + i64::from(skew)) => {
            Err(Why::Expired { next_update, at })
        }
        // "More is known at any time": only an age that the caller set makes it do.
        None if max_age.is_none() => Err(Why::NoNextUpdate { issued, at }),
        _ => Ok(()),
    }
}
