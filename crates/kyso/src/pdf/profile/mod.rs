//! Profiles of PDF documents: what may be filled in after a signature, and who must sign over it,
//! as data.
//!
//! The policy lets a later revision fill any field that was there to be filled. A profile narrows
//! that to the fields of one procedure, each once, from empty to a value.

mod look;

use serde::Deserialize;

use crate::limits::MAX_PROFILE_BYTES;
use crate::xml::profile::Note;

pub use look::{LookProfile, LookProfileError, PictureUse, PlaceShape};

/// What may be filled in after the first signature of a PDF, and who must sign over it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct FillingProfile {
    /// Its name.
    pub name: String,
    /// How many different signers there must be, at least one of them over everything filled who
    /// did not sign before it.
    pub signers: usize,
    /// The fields: each role once.
    pub fields: Vec<FieldShape>,
    /// What is known and not known about it.
    pub notes: Vec<Note>,
}

/// A field that is filled.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct FieldShape {
    /// What it says.
    pub role: FieldRole,
    /// What it may be called, in full: without regard to case, `*` standing for any letters.
    pub names: Vec<String>,
}

/// What a field says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FieldRole {
    /// The number of the paper.
    Number,
    /// Its date of issue.
    Date,
}

impl FieldRole {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
        }
    }
}

/// Why a text is no such profile.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FillingProfileError {
    /// It is no TOML, or has a key that is not known.
    #[error("not a profile: {message}")]
    Syntax {
        /// What the reader of TOML says.
        message: String,
    },
    /// A key says what it cannot say.
    #[error("{key} cannot be {value:?}")]
    Value {
        /// The key.
        key: &'static str,
        /// What it says.
        value: String,
    },
    /// Longer than a profile can be.
    #[error("a profile of more than {limit} bytes")]
    TooLong {
        /// The bound.
        limit: u64,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    format: String,
    name: String,
    signers: usize,
    field: Vec<FileField>,
    #[serde(default)]
    note: Vec<FileNote>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileField {
    role: FieldRole,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileNote {
    mark: String,
    text: String,
}

/// Every shipped profile with its text.
const SHIPPED: [(&str, &str); 1] = [("number-and-date", include_str!("data/number-and-date.toml"))];

impl FillingProfile {
    /// The names of the shipped profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// A shipped profile.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_toml(Self::text(name)?).ok()
    }

    /// The text of a shipped profile: to be read, and to start an own one from.
    #[must_use]
    pub fn text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// Whether a text says that it is a profile of this kind: `format = "pdf"`.
    #[must_use]
    pub fn is_meant_by(text: &str) -> bool {
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        text.len() as u64 <= MAX_PROFILE_BYTES
            && toml::from_str(text).is_ok_and(|file: Format| file.format == "pdf")
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// [`FillingProfileError`].
    pub fn from_toml(text: &str) -> Result<Self, FillingProfileError> {
        if text.len() as u64 > MAX_PROFILE_BYTES {
            return Err(FillingProfileError::TooLong { limit: MAX_PROFILE_BYTES });
        }
        let file: File = toml::from_str(text)
            .map_err(|error| FillingProfileError::Syntax { message: error.message().to_owned() })?;
        let value = |key, value: &str| FillingProfileError::Value { key, value: value.to_owned() };
        if file.format != "pdf" {
            return Err(value("format", &file.format));
        }
        if file.name.is_empty() || file.name.chars().any(char::is_control) {
            return Err(value("name", &file.name));
        }
        if file.signers == 0 {
            return Err(value("signers", "0"));
        }
        let mut fields: Vec<FieldShape> = Vec::new();
        for FileField { role, names } in file.field {
            if fields.iter().any(|known| known.role == role) {
                return Err(value("role", role.name()));
            }
            // A name of nothing but stars would open every field.
            let all = |name: &&String| name.chars().all(|c| matches!(c, '*' | '.'));
            if let Some(name) = names.iter().find(all) {
                return Err(value("names", name));
            }
            fields.push(FieldShape { role, names });
        }
        if fields.is_empty() {
            return Err(value("field", ""));
        }
        let notes = file.note.into_iter().map(|n| Note { mark: n.mark, text: n.text }).collect();
        Ok(Self { name: file.name, signers: file.signers, fields, notes })
    }

    /// The role of a field by its full name.
    #[must_use]
    pub fn role_of(&self, field: &str) -> Option<FieldRole> {
        let field: Vec<char> = field.to_lowercase().chars().collect();
        let fits = |name: &String| {
            let pattern: Vec<char> = name.to_lowercase().chars().collect();
            matches(&pattern, &field)
        };
        self.fields.iter().find(|shape| shape.names.iter().any(fits)).map(|shape| shape.role)
    }
}

/// Whether a text fits a pattern in which `*` stands for anything: in time of their product.
fn matches(pattern: &[char], text: &[char]) -> bool {
    // Which beginnings of the pattern fit the text read so far.
    let mut fitting = vec![false; pattern.len() + 1];
    let start = |fitting: &mut Vec<bool>, first: bool| {
        let mut open = first;
        for (at, fits) in fitting.iter_mut().enumerate() {
            if at == 0 {
                *fits = first;
            } else {
                *fits |= open && pattern.get(at - 1) == Some(&'*');
            }
            open = *fits;
        }
    };
    start(&mut fitting, true);
    for letter in text {
        let mut next = vec![false; pattern.len() + 1];
        for (at, wanted) in pattern.iter().enumerate() {
            let here = fitting.get(at).copied().unwrap_or_default();
            let after = fitting.get(at + 1).copied().unwrap_or_default();
            let fits = if *wanted == '*' { here || after } else { here && wanted == letter };
            if let Some(place) = next.get_mut(at + 1) {
                *place = fits;
            }
        }
        start(&mut next, false);
        fitting = next;
    }
    fitting.last().copied().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
mod tests {
    use super::{FieldRole, FillingProfile, FillingProfileError};

    #[test]
    fn every_shipped_profile_can_be_read() {
        for name in FillingProfile::names() {
            let text = FillingProfile::text(name).unwrap();
            assert!(FillingProfile::is_meant_by(text));
            assert_eq!(FillingProfile::from_toml(text).unwrap().name, name);
        }
    }

    #[test]
    fn fields_by_their_names() {
        let profile = FillingProfile::named("number-and-date").unwrap();
        for (name, role) in [
            ("so", Some(FieldRole::Number)),
            ("SỐ", Some(FieldRole::Number)),
            ("form.page1.So", Some(FieldRole::Number)),
            ("Ngay_Ban_Hanh", Some(FieldRole::Date)),
            ("amount", None),
            ("soluong", None),
            ("so.tien", None),
            ("", None),
        ] {
            assert_eq!(profile.role_of(name), role, "{name}");
        }
    }

    #[test]
    fn stars_stand_for_anything() {
        let fits = |pattern: &str, text: &str| {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            super::matches(&chars(pattern), &chars(text))
        };
        assert!(fits("a*c", "abbbc") && fits("a*c", "ac") && fits("*", "") && fits("*a*", "bab"));
        assert!(fits("**a", "a") && fits("a", "a") && fits("", ""));
        assert!(!fits("a*c", "abb") && !fits("a", "ab") && !fits("a", "") && !fits("", "a"));
        assert!(!fits("*.so", "so"));
    }

    #[test]
    fn a_profile_that_says_too_little_or_too_much_is_none() {
        let base = "format = \"pdf\"\nname = \"x\"\nsigners = 2\n";
        let field = "[[field]]\nrole = \"number\"\nnames = [\"so\"]\n";
        assert!(FillingProfile::from_toml(&format!("{base}{field}")).is_ok());
        for text in [
            base.to_owned(),
            format!("{base}{field}{field}"),
            format!("{base}extra = 1\n{field}"),
            format!("{}{field}", base.replace("pdf", "xml")),
            format!("{}{field}", base.replace("= 2", "= 0")),
            format!("{base}{}", field.replace("\"so\"", "\"*.*\"")),
            format!("{base}{}", field.replace("\"number\"", "\"name\"")),
        ] {
            assert!(FillingProfile::from_toml(&text).is_err(), "{text}");
        }
        let long = " ".repeat(100_000);
        let refused = FillingProfile::from_toml(&long);
        assert!(matches!(refused, Err(FillingProfileError::TooLong { .. })));
    }
}
