//! Reads a policy from TOML: every key is known, and what widens stands under `[dangerous]` alone.

mod model;

use std::collections::BTreeMap;

use const_oid::ObjectIdentifier;

use self::model::{Algorithms, Entries, File, FormFilling, KeyUsage, Later, Names, Path, Widened};
use super::{AlgorithmAges, Dangerous, Filling, LaterChanges, PathConstraints, Policy, PolicyNote};
use crate::limits::MAX_POLICY_BYTES;
use crate::toml_text;
use crate::trust::TrustAnchors;
use crate::x509::{GeneralName, Name};

/// Why a text is no policy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// It is no TOML, or has a key that is not known or that stands in the wrong place.
    #[error("not a policy: {message}{}", .line.map(|line| format!(" (line {line})")).unwrap_or_default())]
    Syntax {
        /// What the reader of TOML says.
        message: String,
        /// Where, from 1.
        line: Option<usize>,
    },
    /// A key says what it cannot say.
    #[error("{key} cannot be {value:?}")]
    Value {
        /// The key.
        key: &'static str,
        /// What it says.
        value: String,
    },
    /// Longer than a policy can be.
    #[error("a policy of more than {limit} bytes")]
    TooLong {
        /// The bound.
        limit: u64,
    },
}

fn value(key: &'static str, value: impl Into<String>) -> PolicyError {
    PolicyError::Value { key, value: value.into() }
}

/// Every shipped policy with its text.
const PRESETS: [(&str, &str); 3] = [
    ("baseline", include_str!("../presets/baseline.toml")),
    ("cong-cong", include_str!("../presets/cong-cong.toml")),
    ("cong-vu", include_str!("../presets/cong-vu.toml")),
];

fn preset_text(name: &str) -> Option<&'static str> {
    PRESETS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

impl Policy {
    /// The names of the shipped policies.
    pub fn preset_names() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _)| *name)
    }

    /// The text of a shipped policy: to be read, and to start an own one from.
    #[must_use]
    pub fn preset_text(name: &str) -> Option<&'static str> {
        preset_text(name)
    }

    /// A shipped policy.
    #[must_use]
    pub fn preset(name: &str, anchors: TrustAnchors) -> Option<Self> {
        Self::from_toml(preset_text(name)?, anchors).ok()
    }

    /// Reads a policy: what it says, on top of the shipped policy that it names as its `base`, else
    /// of `baseline`. `docs/policy.toml` in the source has every key.
    ///
    /// # Errors
    /// [`PolicyError`]; a key that is not known is one, and so is the name of a shipped policy.
    pub fn from_toml(text: &str, anchors: TrustAnchors) -> Result<Self, PolicyError> {
        let mut policy = Self::baseline(anchors);
        let file = read(text)?;
        // A report under a name that ships means what ships under it.
        if preset_text(&file.name).is_some_and(|shipped| shipped != text) {
            return Err(value("name", file.name));
        }
        match file.base.as_deref() {
            None | Some("baseline") => {}
            // Shipped policies start from baseline, so that this goes no deeper.
            Some(base) => {
                let base = preset_text(base).ok_or_else(|| value("base", base))?;
                read(base)?.apply(&mut policy)?;
            }
        }
        file.apply(&mut policy)?;
        Ok(policy)
    }
}

fn read(text: &str) -> Result<File, PolicyError> {
    if text.len() as u64 > MAX_POLICY_BYTES {
        return Err(PolicyError::TooLong { limit: MAX_POLICY_BYTES });
    }
    toml::from_str(text).map_err(|error| PolicyError::Syntax {
        line: toml_text::line(text, &error),
        message: error.message().to_owned(),
    })
}

/// Puts what is said in the place of what was there.
fn set<T>(place: &mut T, said: Option<T>) {
    if let Some(said) = said {
        *place = said;
    }
}

impl File {
    fn apply(self, policy: &mut Policy) -> Result<(), PolicyError> {
        if !is_plain_name(&self.name) {
            return Err(value("name", self.name));
        }
        policy.name = self.name;
        let rules = &mut policy.rules;
        if let Some(trust) = self.trust {
            rules.domains = trust.domains.or(rules.domains.take());
            rules.timestamp_domains = trust.timestamp_domains.or(rules.timestamp_domains.take());
        }
        set(&mut rules.whole_document, self.coverage.and_then(|coverage| coverage.whole_document));
        if let Some(signer) = self.signer {
            set(&mut rules.signer.signing_certificate, signer.signing_certificate);
            let usage = signer.key_usage.map(|usage| matches!(usage, KeyUsage::NonRepudiation));
            set(&mut rules.signer.non_repudiation, usage);
            let purposes = signer.extended_key_usage;
            let purposes = purposes.map(|list| oids("extended-key-usage", &list)).transpose()?;
            set(&mut rules.signer.purposes, purposes);
        }
        set(&mut rules.proven_time, self.time.and_then(|time| time.proven));
        set(&mut rules.at_least, self.signatures.and_then(|signatures| signatures.at_least));
        if let Some(later) = self.later_changes {
            later.apply(&mut rules.later);
        }
        let notes = self.note.into_iter().map(|note| PolicyNote {
            mark: note.mark,
            clause: note.clause,
            since: note.since,
            text: note.text,
        });
        rules.notes.extend(notes);
        if let Some(path) = self.path {
            path.apply(&mut policy.path_constraints)?;
        }
        if let Some(revocation) = self.revocation {
            set(&mut policy.revocation_required, revocation.required);
            set(&mut policy.grace, revocation.grace);
            policy.max_evidence_age = revocation.max_age.or(policy.max_evidence_age);
        }
        if let Some(algorithms) = self.algorithms {
            algorithms.apply(policy)?;
        }
        self.dangerous.map_or(Ok(()), |widened| widened.apply(&mut policy.dangerous))
    }
}

/// Whether a name shows as what it is: no white space at its ends, nothing that is not seen or
/// that turns the direction of text.
fn is_plain_name(name: &str) -> bool {
    let unseen = |c: char| {
        c.is_control()
            || c.is_whitespace() && c != ' '
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}'
                | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}')
    };
    !name.is_empty() && name.len() <= 80 && name.trim() == name && !name.chars().any(unseen)
}

fn oids(key: &'static str, texts: &[String]) -> Result<Vec<ObjectIdentifier>, PolicyError> {
    let read = |text: &String| ObjectIdentifier::new(text).map_err(|_| value(key, text));
    texts.iter().map(read).collect()
}

impl Later {
    fn apply(self, later: &mut LaterChanges) {
        set(&mut later.signatures, self.signatures);
        set(&mut later.timestamps, self.timestamps);
        set(&mut later.annotations, self.annotations);
        let filling = self.form_filling.map(|filling| match filling {
            FormFilling::All(true) => Filling::Any,
            FormFilling::All(false) => Filling::Only(Vec::new()),
            FormFilling::Fields(fields) => Filling::Only(fields),
        });
        set(&mut later.filling, filling);
    }
}

impl Path {
    fn apply(self, path: &mut PathConstraints) -> Result<(), PolicyError> {
        if let Some(policies) = self.policies {
            // The list alone cuts what a path holds under; only with this it decides anything.
            path.policies = Some(oids("policies", &policies)?);
            path.require_explicit_policy = true;
            if self.require_policy == Some(false) {
                return Err(value("require-policy", "false"));
            }
        }
        set(&mut path.require_explicit_policy, self.require_policy);
        set(&mut path.inhibit_policy_mapping, self.inhibit_policy_mapping);
        set(&mut path.inhibit_any_policy, self.inhibit_any_policy);
        path.max_path_length = self.max_length.or(path.max_path_length);
        let permitted = self.permitted_names.map(|names| names.read("permitted-names"));
        set(&mut path.names.permitted, permitted.transpose()?);
        let excluded = self.excluded_names.map(|names| names.read("excluded-names"));
        set(&mut path.names.excluded, excluded.transpose()?);
        Ok(())
    }
}

impl Names {
    /// The bases of the subtrees. An empty one would hold every name, and one that certificates
    /// cannot carry none.
    fn read(self, key: &'static str) -> Result<Vec<GeneralName>, PolicyError> {
        let Self { directory, email, dns, uri } = self;
        let mut names = Vec::new();
        for text in directory {
            let name = Name::from_text(&text).filter(|name| !name.is_empty());
            names.push(GeneralName::Directory(name.ok_or_else(|| value(key, text))?));
        }
        let plain = |text: String| {
            let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
            if fits { Ok(text) } else { Err(value(key, text)) }
        };
        for text in email {
            names.push(GeneralName::Rfc822(plain(text)?));
        }
        for text in dns {
            names.push(GeneralName::Dns(plain(text)?));
        }
        for text in uri {
            names.push(GeneralName::Uri(plain(text)?));
        }
        if names.is_empty() {
            return Err(value(key, ""));
        }
        Ok(names)
    }
}

impl Algorithms {
    fn apply(self, policy: &mut Policy) -> Result<(), PolicyError> {
        for name in &self.required {
            let table = AlgorithmAges::named(name).ok_or_else(|| value("required", name))?;
            policy.algorithms.push(table);
        }
        for name in &self.advised {
            let table = AlgorithmAges::named(name).ok_or_else(|| value("advised", name))?;
            policy.rules.advised.push(table);
        }
        let Self { digests, schemes, rsa_bits, curves, .. } = self;
        let entries = Entries { digests, schemes, rsa_bits, curves };
        if let Some(table) = entries.over_baseline(policy.name.clone())? {
            policy.algorithms.push(table);
        }
        Ok(())
    }
}

impl Entries {
    /// The table of `baseline` with these entries in the place of its own; `None` without any.
    fn over_baseline(self, name: String) -> Result<Option<AlgorithmAges>, PolicyError> {
        let Self { digests, schemes, rsa_bits, curves } = self;
        let all = [("digests", digests), ("schemes", schemes), ("curves", curves)];
        let sizes = rsa_bits.into_iter().map(|(bits, until)| match bits.parse() {
            Ok(size) => Ok((size, until)),
            Err(_) => Err(value("rsa-bits", bits)),
        });
        let sizes: BTreeMap<usize, String> = sizes.collect::<Result<_, _>>()?;
        if sizes.is_empty() && all.iter().all(|(_, entries)| entries.is_empty()) {
            return Ok(None);
        }
        let mut table = AlgorithmAges::baseline();
        table.rename(name);
        for (key, entries) in all {
            for (algorithm, until) in entries {
                table.set(key, &algorithm, &until).map_err(|wrong| value(key, wrong))?;
            }
        }
        for (bits, until) in sizes {
            table.set_rsa_bits(bits, &until).map_err(|wrong| value("rsa-bits", wrong))?;
        }
        Ok(Some(table))
    }
}

impl Widened {
    fn apply(self, dangerous: &mut Dangerous) -> Result<(), PolicyError> {
        dangerous.legacy_transforms |= self.legacy_transforms;
        dangerous.missing_signing_certificate |= self.missing_signing_certificate;
        dangerous.other_purposes |= self.other_purposes;
        dangerous.expired_certificates =
            dangerous.expired_certificates.max(self.expired_certificates);
        dangerous.overdue_evidence = dangerous.overdue_evidence.max(self.overdue_evidence);
        dangerous.unchecked_revocation |= self.unchecked_revocation;
        dangerous.claimed_time |= self.claimed_time;
        dangerous.annotations |= self.annotations;
        dangerous.undecided_signatures |= self.undecided_signatures;
        if let Some(entries) = self.algorithms {
            dangerous.algorithms = entries.over_baseline("widened".to_owned())?;
        }
        Ok(())
    }
}
