//! The time-stamps inside a signature, as far as they can be told.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Signer;
use crate::time::Time;

/// What a time-stamp inside a signature covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StampKind {
    /// What was to be signed, before it was: the signature came later (EN 319 122-1 §5.2.8, EN 319
    /// 132-1 §5.2.8).
    Content,
    /// The same of some of it (EN 319 132-1 §5.2.8.2).
    ContentPart,
    /// The signature value (EN 319 122-1 §5.3, EN 319 132-1 §5.3).
    Signature,
    /// Everything that the signature needs to be judged later (EN 319 132-1 §5.5.2).
    Archive,
}

impl StampKind {
    /// Whether it was signed along, so that it proves that the signature came later and never that
    /// it existed.
    #[must_use]
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Content | Self::ContentPart)
    }
}

/// One time-stamp inside a signature. Document time-stamps of a PDF are signatures of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct StampReport {
    /// What it covers.
    pub kind: StampKind,
    /// What it says: genTime.
    pub time: Time,
    /// Who signed it, where it is sound in itself.
    pub authority: Option<Signer>,
    /// Whether every stage held, so that its time is proven.
    pub holds: bool,
    /// The token, DER.
    pub token: Vec<u8>,
}

impl StampReport {
    /// Whether it is over what it stands beside and was made by the key it names: no more than
    /// that, where it does not [hold](Self::holds).
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.authority.is_some()
    }
}

impl Serialize for StampReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("time", &self.time)?;
        map.serialize_entry("authority", &self.authority)?;
        map.serialize_entry("holds", &self.holds)?;
        map.end()
    }
}
