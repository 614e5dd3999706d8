//! The keys of a policy file, as they are written.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::trust::TrustDomain;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    pub(super) name: String,
    pub(super) base: Option<String>,
    pub(super) trust: Option<Trust>,
    pub(super) coverage: Option<Coverage>,
    pub(super) signer: Option<Signer>,
    pub(super) algorithms: Option<Algorithms>,
    pub(super) path: Option<Path>,
    pub(super) revocation: Option<Revocation>,
    pub(super) time: Option<TimeRules>,
    pub(super) later_changes: Option<Later>,
    pub(super) signatures: Option<Signatures>,
    pub(super) dangerous: Option<Widened>,
    #[serde(default)]
    pub(super) note: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Trust {
    pub(super) domains: Option<Vec<TrustDomain>>,
    pub(super) timestamp_domains: Option<Vec<TrustDomain>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Coverage {
    pub(super) whole_document: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Signer {
    pub(super) signing_certificate: Option<bool>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Option<Vec<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KeyUsage {
    Any,
    NonRepudiation,
}

/// Until when an algorithm may stand: `always`, `never`, or a time.
pub(super) type Ages = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Algorithms {
    #[serde(default)]
    pub(super) required: Vec<String>,
    #[serde(default)]
    pub(super) advised: Vec<String>,
    #[serde(default)]
    pub(super) digests: Ages,
    #[serde(default)]
    pub(super) schemes: Ages,
    #[serde(default)]
    pub(super) rsa_bits: Ages,
    #[serde(default)]
    pub(super) curves: Ages,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Entries {
    #[serde(default)]
    pub(super) digests: Ages,
    #[serde(default)]
    pub(super) schemes: Ages,
    #[serde(default)]
    pub(super) rsa_bits: Ages,
    #[serde(default)]
    pub(super) curves: Ages,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Path {
    #[serde(default, deserialize_with = "some_policies")]
    pub(super) policies: Option<Vec<String>>,
    pub(super) require_policy: Option<bool>,
    pub(super) inhibit_policy_mapping: Option<bool>,
    pub(super) inhibit_any_policy: Option<bool>,
    pub(super) max_length: Option<usize>,
    pub(super) permitted_names: Option<Names>,
    pub(super) excluded_names: Option<Names>,
}

/// Subtrees of names, by their kinds (RFC 5280 §4.2.1.10).
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Names {
    #[serde(default)]
    pub(super) directory: Vec<String>,
    #[serde(default)]
    pub(super) email: Vec<String>,
    #[serde(default)]
    pub(super) dns: Vec<String>,
    #[serde(default)]
    pub(super) uri: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Revocation {
    pub(super) required: Option<bool>,
    pub(super) grace: Option<u32>,
    pub(super) max_age: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TimeRules {
    pub(super) proven: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Later {
    pub(super) signatures: Option<bool>,
    pub(super) timestamps: Option<bool>,
    pub(super) form_filling: Option<FormFilling>,
    pub(super) annotations: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "true, false, or a list of field names is needed")]
pub(super) enum FormFilling {
    All(bool),
    Fields(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Signatures {
    pub(super) at_least: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Widened {
    #[serde(default)]
    pub(super) legacy_transforms: bool,
    #[serde(default)]
    pub(super) missing_signing_certificate: bool,
    #[serde(default)]
    pub(super) other_purposes: bool,
    #[serde(default)]
    pub(super) expired_certificates: u32,
    #[serde(default)]
    pub(super) overdue_evidence: u32,
    #[serde(default)]
    pub(super) unchecked_revocation: bool,
    #[serde(default)]
    pub(super) claimed_time: bool,
    #[serde(default)]
    pub(super) annotations: bool,
    #[serde(default)]
    pub(super) undecided_signatures: bool,
    pub(super) algorithms: Option<Entries>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Note {
    pub(super) mark: String,
    #[serde(default)]
    pub(super) clause: String,
    #[serde(default)]
    pub(super) since: String,
    pub(super) text: String,
}

/// A list with nothing in it would take no path at all, or any: it is refused where it stands.
fn some_policies<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    let list = Vec::<String>::deserialize(from)?;
    if list.is_empty() {
        return Err(D::Error::custom("policies: at least one is needed"));
    }
    Ok(Some(list))
}
