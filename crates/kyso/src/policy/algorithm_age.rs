//! Until when an algorithm may stand under what is judged: data, out of a file, never code (EN
//! 319 102-1 §A.4.2.4, cryptographic constraints).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::crypto::KeyKind;
use crate::time::Time;

/// Until when; `None` is without an end.
type Until = Option<Time>;

/// Algorithms and key sizes, each with the last moment at which it may stand. What is not listed
/// may not stand at any time.
///
/// The file is JSON: `name`, `source`, and the tables `digests` (by
/// [`DigestAlgorithm::name`]), `schemes` (`rsa-pkcs1`, `rsa-pss`, `ecdsa`, `ed25519`), `rsa_bits`
/// (by the least length of the modulus) and `curves` (by [`KeyKind`]'s name), each entry with an
/// RFC 3339 time or `null`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlgorithmAges {
    name: String,
    source: String,
    digests: BTreeMap<String, Until>,
    schemes: BTreeMap<String, Until>,
    rsa_bits: BTreeMap<usize, Until>,
    curves: BTreeMap<String, Until>,
}

/// A table that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AlgorithmAgesError {
    /// It is no JSON of this form.
    #[error("line {line}, column {column}: {fault}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader says.
        fault: serde_json::Error,
    },
    /// It names an algorithm that this library does not know, which would never be met.
    #[error("{name} is no algorithm that is known")]
    Unknown {
        /// The name.
        name: String,
    },
}

impl AlgorithmAges {
    /// The table of the policy `baseline`.
    #[must_use]
    pub fn baseline() -> Self {
        Self::built_in(include_bytes!("algorithms/baseline.json"))
    }

    /// What Thông tư 15/2025/TT-BKHCN allows public signatures to be made with.
    #[must_use]
    pub fn tt_15_2025() -> Self {
        Self::built_in(include_bytes!("algorithms/tt-15-2025.json"))
    }

    /// A file that is part of the library; one that cannot be read, which a test excludes, would
    /// allow nothing.
    fn built_in(json: &[u8]) -> Self {
        Self::from_json(json).unwrap_or_else(|_| Self {
            name: "none".to_owned(),
            source: String::new(),
            digests: BTreeMap::new(),
            schemes: BTreeMap::new(),
            rsa_bits: BTreeMap::new(),
            curves: BTreeMap::new(),
        })
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`AlgorithmAgesError`].
    pub fn from_json(json: &[u8]) -> Result<Self, AlgorithmAgesError> {
        let table: Self = serde_json::from_slice(json).map_err(|fault| {
            let (line, column) = (fault.line(), fault.column());
            AlgorithmAgesError::Json { line, column, fault }
        })?;
        let unknown = table
            .digests
            .keys()
            .filter(|name| DigestAlgorithm::from_name(name).is_none())
            .chain(table.schemes.keys().filter(|name| !SCHEMES.contains(&name.as_str())))
            .chain(table.curves.keys().filter(|name| KeyKind::from_curve_name(name).is_none()));
        match unknown.into_iter().next() {
            Some(name) => Err(AlgorithmAgesError::Unknown { name: name.clone() }),
            None => Ok(table),
        }
    }

    /// A shipped table: `baseline` or `tt-15-2025`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "baseline" => Some(Self::baseline()),
            "tt-15-2025" => Some(Self::tt_15_2025()),
            _ => None,
        }
    }

    /// Gives it another name.
    pub(super) fn rename(&mut self, name: String) {
        self.name = name;
    }

    /// Puts an entry into the table called `kind` in its file: until `always`, `never` or a time.
    /// Gives back what cannot be used.
    pub(super) fn set(&mut self, kind: &str, algorithm: &str, until: &str) -> Result<(), String> {
        let (table, known) = match kind {
            "digests" => (&mut self.digests, DigestAlgorithm::from_name(algorithm).is_some()),
            "schemes" => (&mut self.schemes, SCHEMES.contains(&algorithm)),
            _ => (&mut self.curves, KeyKind::from_curve_name(algorithm).is_some()),
        };
        if !known {
            return Err(algorithm.to_owned());
        }
        put(table, algorithm.to_owned(), until)
    }

    /// The same for RSA keys from so many bits up to the next entry.
    pub(super) fn set_rsa_bits(&mut self, bits: usize, until: &str) -> Result<(), String> {
        put(&mut self.rsa_bits, bits, until)
    }

    /// Its name, for reports.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its dates come from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether a hash may stand under what existed at `time`.
    #[must_use]
    pub fn allows_digest(&self, digest: DigestAlgorithm, time: Time) -> bool {
        allows(self.digests.get(digest.name()), time)
    }

    /// Whether a signature algorithm may, with every hash in it.
    #[must_use]
    pub fn allows_signature(&self, algorithm: SignatureAlgorithm, time: Time) -> bool {
        let scheme = match algorithm {
            SignatureAlgorithm::RsaPkcs1(_) => "rsa-pkcs1",
            SignatureAlgorithm::RsaPss { .. } => "rsa-pss",
            SignatureAlgorithm::Ecdsa(_) => "ecdsa",
            SignatureAlgorithm::Ed25519 => "ed25519",
        };
        let mask = match algorithm {
            SignatureAlgorithm::RsaPss { mgf_digest, .. } => mgf_digest,
            _ => algorithm.digest(),
        };
        allows(self.schemes.get(scheme), time)
            && self.allows_digest(algorithm.digest(), time)
            && self.allows_digest(mask, time)
    }

    /// Whether a key may: an RSA key by the longest length listed that it reaches, others by their
    /// curve.
    #[must_use]
    pub fn allows_key(&self, key: KeyKind, time: Time) -> bool {
        match key {
            KeyKind::Rsa { bits } => {
                allows(self.rsa_bits.range(..=bits).next_back().map(|(_, until)| until), time)
            }
            other => allows(self.curves.get(&other.to_string()), time),
        }
    }
}

/// The signature schemes that a table may name.
const SCHEMES: [&str; 4] = ["rsa-pkcs1", "rsa-pss", "ecdsa", "ed25519"];

/// Writes an entry. One that never stands ends before anything was signed: taken away, it would
/// leave longer keys to the entry of shorter ones.
fn put<K: Ord>(table: &mut BTreeMap<K, Until>, key: K, until: &str) -> Result<(), String> {
    const YEAR_0: i64 = -62_167_219_200;
    let until = match until {
        "always" => None,
        "never" => Time::from_unix(YEAR_0),
        time => Some(Time::parse_rfc3339(time).ok_or_else(|| time.to_owned())?),
    };
    table.insert(key, until);
    Ok(())
}

fn allows(until: Option<&Until>, time: Time) -> bool {
    match until {
        Some(Some(until)) => time <= *until,
        Some(None) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{AlgorithmAges, AlgorithmAgesError};
    use crate::crypto::KeyKind;
    use crate::{DigestAlgorithm as D, SignatureAlgorithm as S, Time};

    fn at(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn what_is_old_stands_only_where_it_is_proven_old() {
        let ages = AlgorithmAges::baseline();
        let (then, since) = (at("2013-12-31T23:59:59Z"), at("2014-01-01T00:00:00Z"));
        for weak in [S::RsaPkcs1(D::Sha1), S::rsa_pss(D::Sha1), S::Ecdsa(D::Sha1)] {
            assert!(ages.allows_signature(weak, then) && !ages.allows_signature(weak, since));
        }
        let mixed = S::RsaPss { digest: D::Sha256, mgf_digest: D::Sha1, salt_len: 32 };
        assert!(ages.allows_signature(mixed, then) && !ages.allows_signature(mixed, since));
        let rsa = |bits| KeyKind::Rsa { bits };
        assert!(ages.allows_key(rsa(1024), then) && !ages.allows_key(rsa(1024), since));
        assert!(ages.allows_key(rsa(2047), then) && !ages.allows_key(rsa(2047), since));
        assert!(!ages.allows_key(rsa(1023), then) && ages.allows_key(rsa(2048), since));
        assert!(!ages.allows_digest(D::Sha224, then));
        for strong in [S::RsaPkcs1(D::Sha256), S::Ecdsa(D::Sha3_512), S::Ed25519] {
            assert!(ages.allows_signature(strong, since), "{strong}");
        }
        assert!(ages.allows_key(KeyKind::BrainpoolP384r1, since));
    }

    #[test]
    fn the_circular_asks_for_pss_or_ecdsa() {
        let ages = AlgorithmAges::tt_15_2025();
        let now = at("2026-11-22T00:00:00Z");
        assert!(ages.allows_signature(S::rsa_pss(D::Sha256), now));
        assert!(ages.allows_signature(S::Ecdsa(D::Sha384), now));
        for refused in [S::RsaPkcs1(D::Sha256), S::rsa_pss(D::Sha1), S::Ed25519] {
            assert!(!ages.allows_signature(refused, now), "{refused}");
        }
        assert!(!ages.allows_key(KeyKind::Ed25519, now));
        assert_eq!(ages.name(), "tt-15-2025");
    }

    #[test]
    fn a_table_that_would_never_be_met_is_refused() {
        let with = |digests: &str| {
            let json = format!(
                r#"{{"name":"x","source":"","digests":{digests},"schemes":{{}},"rsa_bits":{{}},"curves":{{}}}}"#
            );
            AlgorithmAges::from_json(json.as_bytes())
        };
        assert!(with(r#"{"sha256":null}"#).is_ok());
        assert!(matches!(with(r#"{"sha-256":null}"#), Err(AlgorithmAgesError::Unknown { .. })));
        assert!(matches!(with(r#"{"sha256":"soon"}"#), Err(AlgorithmAgesError::Json { .. })));
        assert!(AlgorithmAges::from_json(b"{}").is_err());
    }
}
