//! Names of trust domains: which authorities stand together under one law or one office.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::limits::MAX_TRUST_DOMAIN_LETTERS;

/// A trust domain, such as `cong-vu` (the government's own CA) or `cong-cong` (public CAs under
/// the national root): small letters of ASCII, digits and hyphens, a letter first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TrustDomain(String);

/// A text that names no domain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "a trust domain is written in small letters a to z, digits and hyphens, a letter first, at most {MAX_TRUST_DOMAIN_LETTERS} of them"
)]
pub struct TrustDomainError;

impl TrustDomain {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TrustDomain {
    type Err = TrustDomainError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain =
            |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        let sound = text.len() <= MAX_TRUST_DOMAIN_LETTERS
            && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
            && text.bytes().all(plain);
        if sound { Ok(Self(text.to_owned())) } else { Err(TrustDomainError) }
    }
}

impl fmt::Display for TrustDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for TrustDomain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TrustDomain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::TrustDomain;

    #[test]
    fn a_name_is_plain() {
        for good in ["cong-vu", "a", "neac-2026"] {
            assert_eq!(good.parse::<TrustDomain>().unwrap().as_str(), good);
        }
        for bad in ["", "-a", "1a", "Cong-vu", "công-vụ", "a b", "a/b", &"a".repeat(41)] {
            assert!(bad.parse::<TrustDomain>().is_err(), "{bad}");
        }
    }
}
