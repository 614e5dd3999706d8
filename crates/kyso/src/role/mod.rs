//! What a signature is for in an office: initials, the leader's, the agency's seal and the others
//! of a paper's way.
//!
//! A role is a claim of the signer. It stands in the signed attributes: in CMS, that of a PDF
//! included, as the attribute `role` (RFC 5755 §4.4.5) among the claimed attributes of
//! signer-attributes-v2 (EN 319 122-1 §5.2.6), in XAdES as a `ClaimedRole` (EN 319 132-1 §5.2.6).
//! A commitment type would not do: PAdES allows one only beside a signature policy (EN 319 142-1
//! §6.3). Nor would `/Reason`: it is signed too, as part of the covered bytes, but it is free text
//! that every program writes in words of its own, so that nothing may be decided by it.

mod order;
mod rules;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::cades::claimed_roles;
use crate::cms::SignedAttrs;

pub use order::{Breach, BreachFault, LeaderChoice};
pub use rules::{Ask, Clause, OrderRule, RoleField, RoleRule, RoleRules, RoleRulesError};

/// What a signature is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Whoever drafted or checked the paper (ký nháy). Never the competent person's signature.
    Initials,
    /// The competent person's signature.
    Leader,
    /// The clerk's number and date.
    Number,
    /// The agency's signature (its seal).
    Agency,
    /// The agency's signature on an attachment in a file of its own.
    Attachment,
    /// The agency's signature on a copy.
    Copy,
    /// The receiving office's mark on an incoming paper.
    Incoming,
    /// An opinion on the paper.
    Comment,
}

/// The role that a CMS signature claims, and the other roles that its signer claims, whatever the
/// signature is worth: nothing where they cannot be read.
#[must_use]
pub fn claimed(attributes: &SignedAttrs) -> (Option<Role>, Vec<String>) {
    claimed_roles(attributes.all()).unwrap_or_default()
}

/// The role among what an XML signature claims, and the rest of it.
#[must_use]
pub fn told_apart(claimed: &[String]) -> (Option<Role>, Vec<String>) {
    let mut rest = claimed.to_vec();
    (Role::take(&mut rest), rest)
}

/// Before the name of a role where it is written as a URI.
const SCHEME: &str = "kyso-role:";

impl Role {
    /// Every one, in the order in which a paper meets them.
    pub const ALL: [Self; 8] = [
        Self::Initials,
        Self::Leader,
        Self::Number,
        Self::Agency,
        Self::Attachment,
        Self::Copy,
        Self::Incoming,
        Self::Comment,
    ];

    /// Its name in reports and calls.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Initials => "initials",
            Self::Leader => "leader",
            Self::Number => "number",
            Self::Agency => "agency",
            Self::Attachment => "attachment",
            Self::Copy => "copy",
            Self::Incoming => "incoming",
            Self::Comment => "comment",
        }
    }

    /// What stands in a signature for it: `kyso-role:leader`.
    #[must_use]
    pub fn uri(self) -> String {
        format!("{SCHEME}{}", self.name())
    }

    /// The role of a text that stands in a signature.
    #[must_use]
    pub fn of_uri(text: &str) -> Option<Self> {
        text.strip_prefix(SCHEME)?.parse().ok()
    }

    /// Whether a text is written as a role is, known or not: no free text is.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.trim_start().starts_with(SCHEME)
    }

    /// Takes the roles out of what a signer claims, and says the one that there is. Whoever claims
    /// two, or one that is not known, has none: nobody could tell which is meant.
    pub(crate) fn take(claimed: &mut Vec<String>) -> Option<Self> {
        let meant = claimed.iter().filter(|text| Self::is_meant(text));
        let mut found: Vec<Option<Self>> = meant.map(|text| Self::of_uri(text)).collect();
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [Some(only)] => {
                claimed.retain(|text| !Self::is_meant(text));
                Some(*only)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No role is called so.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no role is called {name:?}")]
pub struct UnknownRole {
    /// What was asked for.
    pub name: String,
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.name() == name);
        found.ok_or_else(|| UnknownRole { name: name.to_owned() })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
mod tests {
    use super::Role;

    #[test]
    fn a_role_is_read_from_what_stands_for_it_and_from_nothing_else() {
        for role in Role::ALL {
            assert_eq!(Role::of_uri(&role.uri()), Some(role));
            assert_eq!(role.name().parse::<Role>().unwrap(), role);
        }
        for text in ["leader", "kyso-role:Leader", "kyso-role:", " kyso-role:leader", "Giám đốc"]
        {
            assert_eq!(Role::of_uri(text), None, "{text}");
        }
    }

    #[test]
    fn who_claims_two_roles_has_none() {
        let uri = |role: Role| role.uri();
        let mut both = vec![uri(Role::Initials), uri(Role::Leader)];
        assert_eq!(Role::take(&mut both), None);
        assert_eq!(both.len(), 2, "what was claimed is still told");
        let mut one = vec!["Giám đốc".to_owned(), uri(Role::Leader), uri(Role::Leader)];
        assert_eq!(Role::take(&mut one), Some(Role::Leader));
        assert_eq!(one, ["Giám đốc"]);
    }
}
