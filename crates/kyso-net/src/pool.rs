//! Several time-stamp authorities: the next one when one fails.

use const_oid::ObjectIdentifier;
use kyso::timestamp::TimestampAuthority;
use kyso::{Cancellation, DigestAlgorithm, ServiceError};

use crate::HttpTsa;

/// Time-stamp authorities in the order in which they are asked. The next one is asked when one
/// gives no answer, refuses, or answers with a token that is not sound.
///
/// All stamp with the hash function of the first.
#[derive(Clone, Debug)]
pub struct TsaPool {
    first: HttpTsa,
    others: Vec<HttpTsa>,
}

impl TsaPool {
    /// Of these authorities; `None` when there is none.
    #[must_use]
    pub fn new(authorities: Vec<HttpTsa>) -> Option<Self> {
        let mut others = authorities.into_iter();
        Some(Self { first: others.next()?, others: others.collect() })
    }

    /// The same authorities, for which nobody waits once the flag is up.
    #[must_use]
    pub fn cancelled_by(&self, cancellation: &Cancellation) -> Self {
        let others = self.others.iter().map(|tsa| tsa.cancelled_by(cancellation));
        Self { first: self.first.cancelled_by(cancellation), others: others.collect() }
    }
}

impl TimestampAuthority for TsaPool {
    /// Of the first alone: kyso asks the [`members`](TimestampAuthority::members).
    fn request(&self, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        self.first.request(request)
    }

    fn name(&self) -> &str {
        self.first.name()
    }

    fn digest(&self) -> DigestAlgorithm {
        TimestampAuthority::digest(&self.first)
    }

    fn policy(&self) -> Option<ObjectIdentifier> {
        self.first.policy()
    }

    fn nonce(&self) -> Option<Vec<u8>> {
        self.first.nonce()
    }

    fn token_room(&self) -> usize {
        // One that has answered is likely to answer again.
        let all = || std::iter::once(&self.first).chain(&self.others);
        let answered = all().filter(|tsa| tsa.learnt_room().is_some());
        let largest = answered.map(TimestampAuthority::token_room).max();
        largest.or_else(|| all().map(TimestampAuthority::token_room).max()).unwrap_or_default()
    }

    fn members(&self) -> Vec<&dyn TimestampAuthority> {
        let all = std::iter::once(&self.first).chain(&self.others);
        all.map(|tsa| tsa as &dyn TimestampAuthority).collect()
    }
}
