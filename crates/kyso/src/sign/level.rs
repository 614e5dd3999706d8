//! The level a signature is to reach (EN 319 142-1 §6.1), with what that takes.

use crate::revocation::RevocationSource;
use crate::timestamp::TimestampAuthority;

/// The level that a signature or a document is to reach. Each carries what it takes, so that a
/// level without its services cannot be asked for.
#[derive(Clone, Copy, Debug, Default)]
pub enum Level<'a> {
    /// B-B: the signature alone. Its certificate's expiry or revocation ends what it proves.
    #[default]
    B,
    /// B-T: with a time-stamp, so that it is proven to be older than what comes later.
    T {
        /// Who stamps.
        tsa: &'a dyn TimestampAuthority,
    },
    /// B-LT: with the certificates and revocation data that a later judge needs.
    Lt {
        /// Who stamps.
        tsa: &'a dyn TimestampAuthority,
        /// Who knows of revocations.
        source: &'a dyn RevocationSource,
    },
    /// B-LTA: with a document time-stamp over these, to be renewed before its certificate ends.
    Lta {
        /// Who stamps.
        tsa: &'a dyn TimestampAuthority,
        /// Who knows of revocations.
        source: &'a dyn RevocationSource,
    },
}

impl<'a> Level<'a> {
    /// `B-B`, `B-T`, `B-LT` or `B-LTA`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::B => "B-B",
            Self::T { .. } => "B-T",
            Self::Lt { .. } => "B-LT",
            Self::Lta { .. } => "B-LTA",
        }
    }

    /// Who stamps.
    #[must_use]
    pub fn tsa(self) -> Option<&'a dyn TimestampAuthority> {
        match self {
            Self::B => None,
            Self::T { tsa } | Self::Lt { tsa, .. } | Self::Lta { tsa, .. } => Some(tsa),
        }
    }

    /// Who knows of revocations, from B-LT on.
    #[must_use]
    pub fn source(self) -> Option<&'a dyn RevocationSource> {
        match self {
            Self::B | Self::T { .. } => None,
            Self::Lt { source, .. } | Self::Lta { source, .. } => Some(source),
        }
    }
}
