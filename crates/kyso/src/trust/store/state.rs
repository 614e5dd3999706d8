//! What the history of a trust store comes to.

use std::collections::HashMap;

use super::{Fingerprint, StoreError, StoreEvent, StoredRole};
use crate::time::Time;
use crate::trust::TrustDomain;
use crate::x509::Certificate;

/// A certificate of a store, as the last decision on it left it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct StoredCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Its SHA-256.
    pub fingerprint: Fingerprint,
    /// What it is for.
    pub role: StoredRole,
    /// The domain that it belongs to.
    pub domain: TrustDomain,
    /// Whether it is trusted.
    pub state: StoreState,
    /// When it was last added.
    pub added: Time,
    /// When it was decided not to trust it any more, where that was.
    pub withdrawn: Option<Time>,
}

/// Whether a certificate of a store counts. Its own dates play no part: an expired root still
/// holds what is proven to be older, a removed one holds nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoreState {
    /// It does.
    Trusted,
    /// For what is judged as of this time or before.
    Retired {
        /// The last moment.
        until: Time,
    },
    /// No more.
    Removed,
}

impl StoreState {
    /// That of what is trusted until a time, or without an end.
    pub(super) fn until(until: Option<Time>) -> Self {
        until.map_or(Self::Trusted, |until| Self::Retired { until })
    }

    /// The one of both that trusts less: of two ends the earlier.
    pub(super) fn or_earlier(self, other: Self) -> Self {
        match (self, other) {
            (Self::Removed, _) | (_, Self::Removed) => Self::Removed,
            (Self::Trusted, one) | (one, Self::Trusted) => one,
            (Self::Retired { until }, Self::Retired { until: other }) => {
                Self::Retired { until: until.min(other) }
            }
        }
    }
}

/// Follows the history. `read` gives the certificate of a fingerprint.
pub(super) fn of(
    history: &[StoreEvent],
    read: impl Fn(Fingerprint) -> Result<Certificate, StoreError>,
) -> Result<Vec<StoredCertificate>, StoreError> {
    let mut certificates: Vec<StoredCertificate> = Vec::new();
    let mut places: HashMap<Fingerprint, usize> = HashMap::new();
    for event in history {
        match event {
            StoreEvent::Add { at, certificates: entries } => {
                for entry in entries {
                    let certificate = read(entry.sha256)?;
                    let stored = StoredCertificate {
                        certificate,
                        fingerprint: entry.sha256,
                        role: entry.role,
                        domain: entry.domain.clone(),
                        state: StoreState::until(entry.until),
                        added: *at,
                        withdrawn: None,
                    };
                    let place = *places.entry(entry.sha256).or_insert(certificates.len());
                    match certificates.get_mut(place) {
                        Some(there) => *there = stored,
                        None => certificates.push(stored),
                    }
                }
            }
            StoreEvent::Remove { at, until, certificates: named, .. } => {
                for one in named {
                    let place = places.get(&one.sha256).copied();
                    let Some(there) = place.and_then(|place| certificates.get_mut(place)) else {
                        continue;
                    };
                    let said = match until {
                        Some(until) => StoreState::Retired { until: *until },
                        None => StoreState::Removed,
                    };
                    there.state = there.state.or_earlier(said);
                    there.withdrawn = Some(*at);
                }
            }
        }
    }
    Ok(certificates)
}
