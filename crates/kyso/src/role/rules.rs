//! What a role asks for, as data: look, field, reason, and what must stand on the paper before it.

use std::fmt;

use serde::Deserialize;

use super::Role;
use crate::limits::MAX_PROFILE_BYTES;
use crate::pdf::SignatureField;
use crate::toml_text;

/// The rules of all roles: the shipped ones, or those of an office.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct RoleRules {
    /// Their name.
    pub name: String,
    /// Each role at most once.
    pub roles: Vec<RoleRule>,
}

/// What one role asks for. Its signature is an approval and never a certification: what comes after
/// it must stay possible.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct RoleRule {
    /// The role.
    pub role: Role,
    /// The look profile that shows it in a PDF; `None` where nothing is seen.
    pub profile: Option<String>,
    /// The name of its field in a PDF; `#` stands for the first number that is free. Without `#`, a
    /// number from 2 on is put after a name that is taken.
    pub field: String,
    /// `/Reason` of a PDF, where the signer says none.
    pub reason: Option<String>,
    /// The profile that names the fields to fill in, where there must be some.
    pub filling: Option<String>,
    /// What must stand on the paper, and what must not.
    pub order: Vec<OrderRule>,
}

/// What must stand on the paper, or must not, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct OrderRule {
    /// What is asked.
    pub ask: Ask,
    /// How certain it is: `A` a legal text was read, `B` one source, `B2` several, `C` an
    /// assumption. What is [no law](Self::is_law) is worth a warning.
    pub mark: String,
    /// The clause that asks for it.
    pub clause: Option<Clause>,
    /// What is known of it.
    pub text: String,
}

impl OrderRule {
    /// Whether a legal text that was read asks for it, so that a breach is refused.
    #[must_use]
    pub fn is_law(&self) -> bool {
        self.mark == "A"
    }
}

/// A clause of a legal instrument, as it is quoted.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Clause {
    /// The instrument, such as `NĐ 30/2020/NĐ-CP`.
    pub instrument: String,
    /// Its date, `dd/mm/yyyy`.
    pub date: String,
    /// The clause, such as `Đ32.2d`.
    pub article: String,
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.article, self.instrument, self.date)
    }
}

/// What is asked of a paper before it is signed in a role.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Ask {
    /// The leader's signature is there, covers the paper, and passes.
    LeaderPassed,
    /// Whoever signs now is not the leader who signed.
    AnotherPerson,
    /// Nobody signed in one of these roles before.
    NotAfter(Vec<Role>),
    /// Somebody signed.
    Signed,
    /// Whatever signatures there are pass.
    AllPassed,
}

/// The field of a role in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct RoleField {
    /// Its full name.
    pub name: String,
    /// Whether it is there already, and empty.
    pub is_there: bool,
}

/// Why a text holds no rules.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoleRulesError {
    /// It is no TOML, or has a key that is not known.
    #[error("not rules of roles: {message}{}", .line.map(|line| format!(" (line {line})")).unwrap_or_default())]
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
    /// Longer than rules can be.
    #[error("rules of more than {limit} bytes")]
    TooLong {
        /// The bound.
        limit: u64,
    },
}

/// The shipped rules.
const SHIPPED: &str = include_str!("data/roles.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    name: String,
    role: Vec<FileRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRole {
    name: Role,
    profile: Option<String>,
    field: String,
    reason: Option<String>,
    filling: Option<String>,
    #[serde(default)]
    order: Vec<FileOrder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileOrder {
    ask: FileAsk,
    #[serde(default)]
    roles: Vec<Role>,
    mark: String,
    clause: Option<Clause>,
    text: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FileAsk {
    LeaderPassed,
    AnotherPerson,
    NotAfter,
    Signed,
    AllPassed,
}

impl RoleRules {
    /// The shipped rules.
    ///
    /// # Errors
    /// Never: a test reads them.
    pub fn shipped() -> Result<Self, RoleRulesError> {
        Self::from_toml(SHIPPED)
    }

    /// The text of the shipped rules: to be read, and to start own ones from.
    #[must_use]
    pub fn toml() -> &'static str {
        SHIPPED
    }

    /// Reads rules.
    ///
    /// # Errors
    /// [`RoleRulesError`].
    pub fn from_toml(text: &str) -> Result<Self, RoleRulesError> {
        if text.len() as u64 > MAX_PROFILE_BYTES {
            return Err(RoleRulesError::TooLong { limit: MAX_PROFILE_BYTES });
        }
        let file: File = toml::from_str(text).map_err(|error| RoleRulesError::Syntax {
            message: error.message().to_owned(),
            line: toml_text::line(text, &error),
        })?;
        if file.format != "roles" {
            return Err(wrong("format", file.format));
        }
        if file.name.is_empty() || file.name.chars().any(char::is_control) {
            return Err(wrong("name", file.name));
        }
        let mut roles: Vec<RoleRule> = Vec::new();
        for one in file.role {
            if roles.iter().any(|known| known.role == one.name) {
                return Err(wrong("role", one.name.name()));
            }
            roles.push(one.read()?);
        }
        Ok(Self { name: file.name, roles })
    }

    /// The rules of one role.
    #[must_use]
    pub fn of(&self, role: Role) -> Option<&RoleRule> {
        self.roles.iter().find(|rule| rule.role == role)
    }
}

fn wrong(key: &'static str, value: impl Into<String>) -> RoleRulesError {
    RoleRulesError::Value { key, value: value.into() }
}

impl FileRole {
    fn read(self) -> Result<RoleRule, RoleRulesError> {
        let unfit = |c: char| c == '.' || c.is_control();
        if self.field.is_empty() || self.field.contains(unfit) {
            return Err(wrong("field", self.field));
        }
        if let Some(reason) = self.reason.as_ref().filter(|text| text.chars().any(char::is_control))
        {
            return Err(wrong("reason", reason));
        }
        Ok(RoleRule {
            role: self.name,
            profile: self.profile,
            field: self.field,
            reason: self.reason,
            filling: self.filling,
            order: self.order.into_iter().map(FileOrder::read).collect::<Result<_, _>>()?,
        })
    }
}

impl FileOrder {
    fn read(self) -> Result<OrderRule, RoleRulesError> {
        let ask = match (self.ask, self.roles.as_slice()) {
            (FileAsk::NotAfter, [_, ..]) => Ask::NotAfter(self.roles),
            (FileAsk::LeaderPassed, []) => Ask::LeaderPassed,
            (FileAsk::AnotherPerson, []) => Ask::AnotherPerson,
            (FileAsk::Signed, []) => Ask::Signed,
            (FileAsk::AllPassed, []) => Ask::AllPassed,
            (_, roles) => {
                let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
                return Err(wrong("roles", names.join(", ")));
            }
        };
        if !["A", "B", "B2", "C"].contains(&self.mark.as_str()) {
            return Err(wrong("mark", self.mark));
        }
        // What is refused is refused by a clause that can be looked up.
        if self.mark == "A" && self.clause.is_none() {
            return Err(wrong("clause", ""));
        }
        Ok(OrderRule { ask, mark: self.mark, clause: self.clause, text: self.text })
    }
}

impl RoleRule {
    /// The shipped rules of a role.
    #[must_use]
    pub fn shipped(role: Role) -> Self {
        let known = RoleRules::shipped().ok().and_then(|rules| rules.of(role).cloned());
        // A test holds that each is known.
        known.unwrap_or_else(|| Self {
            role,
            profile: None,
            field: format!("{role}#"),
            reason: None,
            filling: None,
            order: Vec::new(),
        })
    }

    /// The field of this role in a document with these signature fields: its own where that is
    /// empty, so that a draft may have it ready, else a new one.
    #[must_use]
    pub fn field(&self, fields: &[SignatureField]) -> RoleField {
        let all: Vec<_> =
            fields.iter().map(|field| (field.name.as_str(), field.signature.is_none())).collect();
        self.field_among(&all)
    }

    /// The same, by the names of all fields and whether each is a signature field that is empty.
    pub(crate) fn field_among(&self, fields: &[(&str, bool)]) -> RoleField {
        let is_taken = |name: &str| {
            let below = |field: &str| field.strip_prefix(name).is_some_and(|r| r.starts_with('.'));
            fields.iter().any(|(field, _)| *field == name || below(field))
        };
        // Each name that is taken is one of the fields, so that one more is free.
        for number in 1..=fields.len().saturating_add(1) {
            let name = self.field_name(number);
            let here = fields.iter().filter(|(field, _)| *field == name);
            if here.clone().count() == 1 && here.clone().all(|(_, empty)| *empty) {
                return RoleField { name, is_there: true };
            }
            if !is_taken(&name) {
                return RoleField { name, is_there: false };
            }
        }
        RoleField { name: self.field_name(fields.len().saturating_add(2)), is_there: false }
    }

    /// The n-th name that the field of this role may have, from 1.
    fn field_name(&self, number: usize) -> String {
        match (self.field.contains('#'), number) {
            (true, _) => self.field.replace('#', &number.to_string()),
            (false, 1) => self.field.clone(),
            (false, _) => format!("{}{number}", self.field),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
mod tests {
    use super::{Ask, RoleRule, RoleRules};
    use crate::pdf::profile::{FillingProfile, LookProfile};
    use crate::role::Role;

    #[test]
    fn every_role_has_its_rules_and_the_profiles_they_name_exist() {
        let rules = RoleRules::shipped().unwrap();
        assert_eq!(rules.roles.len(), Role::ALL.len());
        for role in Role::ALL {
            let rule = rules.of(role).unwrap();
            assert!(rule.reason.is_some(), "{role}");
            assert!(rule.profile.as_ref().is_none_or(|name| LookProfile::named(name).is_some()));
            assert!(rule.filling.as_ref().is_none_or(|name| FillingProfile::named(name).is_some()));
        }
    }

    #[test]
    fn the_seal_needs_the_leader_by_law() {
        let agency = RoleRule::shipped(Role::Agency);
        let rule = agency.order.iter().find(|rule| rule.ask == Ask::LeaderPassed).unwrap();
        assert!(rule.is_law());
        let clause = rule.clause.as_ref().unwrap().to_string();
        assert_eq!(clause, "Đ32.2d NĐ 30/2020/NĐ-CP (05/03/2020)");
    }

    #[test]
    fn a_field_is_the_roles_own_or_a_new_one() {
        let initials = RoleRule::shipped(Role::Initials);
        let leader = RoleRule::shipped(Role::Leader);
        let field = |rule: &RoleRule, fields: &[(&str, bool)]| {
            let found = rule.field_among(fields);
            (found.name, found.is_there)
        };
        assert_eq!(field(&initials, &[]), ("Initials1".into(), false));
        assert_eq!(field(&initials, &[("Initials1", false)]), ("Initials2".into(), false));
        assert_eq!(field(&leader, &[("Leader", true)]), ("Leader".into(), true));
        assert_eq!(field(&leader, &[("Leader", false)]), ("Leader2".into(), false));
        assert_eq!(field(&leader, &[("Leader.a", false)]), ("Leader2".into(), false));
        // Somebody else's empty field is nobody's to take.
        assert_eq!(field(&leader, &[("Agency", true)]), ("Leader".into(), false));
        assert_eq!(field(&leader, &[("Leader", true), ("Leader", true)]).0, "Leader2");
    }

    #[test]
    fn what_rules_cannot_mean_is_refused() {
        let sound = RoleRules::toml();
        for (from, to) in [
            ("format = \"roles\"", "format = \"pdf\""),
            ("name = \"leader\"", "name = \"boss\""),
            ("name = \"leader\"", "name = \"agency\""),
            ("field = \"Leader\"", "field = \"A.B\""),
            ("mark = \"A\"", "mark = \"D\""),
            ("ask = \"leader-passed\"", "ask = \"not-after\""),
            ("ask = \"leader-passed\"", "ask = \"leader-passed\"\nroles = [\"leader\"]"),
            ("reason = \"Phê duyệt\"", "because = \"Phê duyệt\""),
        ] {
            assert!(sound.contains(from), "{from}");
            assert!(RoleRules::from_toml(&sound.replacen(from, to, 1)).is_err(), "{to}");
        }
        assert!(RoleRules::from_toml(&"#".repeat(2 << 20)).is_err());
    }
}
