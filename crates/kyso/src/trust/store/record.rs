//! One record of a trust store: what was decided, when, of which certificates.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Addition, StoreError, StoredCertificate};
use crate::time::Time;
use crate::trust::TrustDomain;
use crate::x509::Certificate;

/// The version of the records that this library writes and reads.
const VERSION: u32 = 1;

/// SHA-256 of a certificate, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// That of a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        Self(certificate.fingerprint_sha256())
    }
}

/// Digits without what people and programs put between them.
pub(super) fn plain_digits(text: &str) -> String {
    let between = |letter: &char| *letter == ':' || letter.is_whitespace();
    text.chars()
        .filter(|letter| !between(letter))
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no SHA-256 fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a SHA-256 fingerprint has 64 hexadecimal digits")]
#[non_exhaustive]
pub struct FingerprintError;

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    /// Colons and spaces between the digits, and their case, play no part.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = plain_digits(text);
        let mut bytes = [0; 32];
        if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(FingerprintError);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| FingerprintError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| FingerprintError)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a certificate in a store is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoredRole {
    /// A path may end at it: it is trusted.
    Anchor,
    /// A path may lead through it, to an anchor. It is not trusted by itself.
    Intermediate,
}

/// A certificate of a decision to trust.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Which certificate.
    pub sha256: Fingerprint,
    /// What for.
    pub role: StoredRole,
    /// The domain that it belongs to.
    pub domain: TrustDomain,
    /// Where it is given: it is trusted for what is judged as of this time or before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// Whose it is, for those who read the file.
    pub subject: String,
}

impl Entry {
    pub(super) fn of(addition: &Addition) -> Self {
        Self {
            sha256: Fingerprint::of(&addition.certificate),
            role: addition.role,
            domain: addition.domain.clone(),
            until: addition.until,
            subject: addition.certificate.subject().to_string(),
        }
    }
}

/// A certificate of a decision not to trust.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Which certificate.
    pub sha256: Fingerprint,
    /// Whose it is, for those who read the file.
    pub subject: String,
}

impl Named {
    pub(super) fn of(stored: &StoredCertificate) -> Self {
        Self { sha256: stored.fingerprint, subject: stored.certificate.subject().to_string() }
    }
}

/// One decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum StoreEvent {
    /// These are trusted, or kept to build paths with, from now on.
    Add {
        /// When it was decided.
        at: Time,
        /// Which.
        certificates: Vec<Entry>,
    },
    /// These are not trusted any more.
    Remove {
        /// When it was decided.
        at: Time,
        /// Where it is given: they still are, for what is judged as of this time or before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Time>,
        /// Why, for people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Which.
        certificates: Vec<Named>,
    },
}

/// A decision as it stands in its file.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    store: u32,
    #[serde(flatten)]
    event: &'a StoreEvent,
}

impl<'a> Record<'a> {
    pub(super) fn of(event: &'a StoreEvent) -> Self {
        Self { store: VERSION, event }
    }
}

impl StoreEvent {
    /// How many certificates it is about.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Add { certificates, .. } => certificates.len(),
            Self::Remove { certificates, .. } => certificates.len(),
        }
    }

    /// Reads the text of a record, which stands in the file `path`.
    pub(super) fn read(path: &Path, text: &[u8]) -> Result<Self, StoreError> {
        let broken = |fault: serde_json::Error| StoreError::Record { path: path.to_owned(), fault };
        // The version first: of a later one not even the keys are known.
        let mut record: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(text).map_err(broken)?;
        let version = record.remove("store").and_then(|version| version.as_u64()).unwrap_or(0);
        if version != u64::from(VERSION) {
            let version = u32::try_from(version).unwrap_or(u32::MAX);
            return Err(StoreError::Version { path: path.to_owned(), version });
        }
        serde_json::from_value(record.into()).map_err(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn a_fingerprint_is_read_as_programs_print_it() {
        let hex = "f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8";
        let upper = hex.to_uppercase();
        let pairs: Vec<_> =
            upper.as_bytes().chunks(2).map(|p| std::str::from_utf8(p).unwrap()).collect();
        for text in [hex, &upper, &pairs.join(":"), &pairs.join(" ")] {
            assert_eq!(text.parse::<Fingerprint>().unwrap().to_string(), hex);
        }
        for text in ["", "f0", &hex[1..], &format!("{}g", &hex[1..]), &format!("{hex}00")] {
            assert!(text.parse::<Fingerprint>().is_err(), "{text}");
        }
    }
}
