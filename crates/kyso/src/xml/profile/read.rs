//! Reads a profile from TOML: every key is known, and together they mean something.

use serde::Deserialize;

use super::{
    AttachmentShape, Note, Profile, ProfileLevel, Purpose, ReferenceShape, ReferenceTarget,
    SignatureShape, SigningTimeShape, TransformShape,
};
use crate::DigestAlgorithm;
use crate::limits::MAX_PROFILE_BYTES;
use crate::toml_text;
use crate::xml::{C14nVersion, Canonicalization};

/// Why a text is no profile.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// It is no TOML, or has a key that is not known.
    #[error("not a profile: {message}{}", .line.map(|line| format!(" (line {line})")).unwrap_or_default())]
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
    /// A reference names nothing, or several things at once.
    #[error("reference {index} names {count} targets, and one is needed")]
    Targets {
        /// Its place in the file, from 0.
        index: usize,
        /// How many it names.
        count: usize,
    },
    /// One part needs another that is not there.
    #[error("{part} needs {missing}")]
    Incomplete {
        /// The part.
        part: &'static str,
        /// What it needs.
        missing: &'static str,
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
    name: String,
    #[serde(default)]
    purpose: Option<String>,
    root: Option<String>,
    level: Option<String>,
    signature: Signature,
    #[serde(default)]
    reference: Vec<Reference>,
    attachments: Option<Attachments>,
    #[serde(default)]
    note: Vec<FileNote>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Signature {
    inside: Option<String>,
    id: Option<String>,
    #[serde(default)]
    prefix: Option<String>,
    form: String,
    canonicalization: Option<String>,
    digest: Option<String>,
    signing_time: Option<SigningTime>,
    #[serde(default)]
    key_info: KeyInfo,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SigningTime {
    object: String,
    zone: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyInfo {
    #[serde(default)]
    subject_name: bool,
    certificates: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Reference {
    #[serde(default)]
    document: bool,
    element: Option<String>,
    #[serde(default)]
    signing_time: bool,
    #[serde(default)]
    attachments: bool,
    #[serde(default)]
    transforms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Attachments {
    element: String,
    id: String,
    content: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FileNote {
    mark: String,
    text: String,
}

fn value(key: &'static str, value: &str) -> ProfileError {
    ProfileError::Value { key, value: value.to_owned() }
}

fn parsed<T: std::str::FromStr>(key: &'static str, text: &str) -> Result<T, ProfileError> {
    text.parse().map_err(|_| value(key, text))
}

/// A name that can stand in XML without a colon, in ASCII alone: prefixes and Ids of profiles.
fn is_plain_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn plain(key: &'static str, text: String) -> Result<String, ProfileError> {
    if is_plain_name(&text) { Ok(text) } else { Err(value(key, &text)) }
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// [`ProfileError`].
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        if text.len() as u64 > MAX_PROFILE_BYTES {
            return Err(ProfileError::TooLong { limit: MAX_PROFILE_BYTES });
        }
        let file: File = toml::from_str(text).map_err(|error| ProfileError::Syntax {
            line: toml_text::line(text, &error),
            message: error.message().to_owned(),
        })?;
        let purpose = match file.purpose.as_deref() {
            None | Some("sign") => Purpose::Sign,
            Some("verify") => Purpose::Verify,
            Some(other) => return Err(value("purpose", other)),
        };
        let references = file.reference.into_iter().enumerate();
        let references = references.map(|(index, one)| one.shape(index));
        let profile = Self {
            name: plain("name", file.name)?,
            purpose,
            root: file.root.map(|root| parsed("root", &root)).transpose()?,
            level: file.level.as_deref().map(level).transpose()?,
            signature: file.signature.shape()?,
            references: references.collect::<Result<_, _>>()?,
            attachments: file.attachments.map(Attachments::shape).transpose()?,
            notes: file.note.into_iter().map(|n| Note { mark: n.mark, text: n.text }).collect(),
        };
        profile.is_complete()?;
        Ok(profile)
    }

    /// The parts fit together.
    fn is_complete(&self) -> Result<(), ProfileError> {
        let names = |target| self.references.iter().any(|one| one.target == target);
        let needs = |part, missing| Err(ProfileError::Incomplete { part, missing });
        if self.references.is_empty() {
            return needs("profile", "reference");
        }
        if names(ReferenceTarget::Attachments) && self.attachments.is_none() {
            return needs("reference to attachments", "attachments");
        }
        match (names(ReferenceTarget::SigningTime), &self.signature.signing_time) {
            (true, None) => return needs("reference to the signing time", "signing-time"),
            // Nobody would vouch for it.
            (false, Some(_)) => return needs("signing-time", "a reference to it"),
            _ => {}
        }
        if self.signature.signing_time.is_some() && self.signature.id.is_none() {
            return needs("signing-time", "id");
        }
        if self.level.is_some() && !self.signature.xades {
            return needs("level", "form = \"xades\"");
        }
        Ok(())
    }
}

fn level(text: &str) -> Result<ProfileLevel, ProfileError> {
    match text {
        "t" => Ok(ProfileLevel::T),
        "lt" => Ok(ProfileLevel::Lt),
        "lta" => Ok(ProfileLevel::Lta),
        other => Err(value("level", other)),
    }
}

/// A canonicalization by its short name or its identifier.
fn canonicalization(text: &str) -> Option<Canonicalization> {
    let version = match text {
        "c14n" => C14nVersion::V10,
        "c14n11" => C14nVersion::V11,
        "exc-c14n" => C14nVersion::Exclusive,
        other => return Canonicalization::from_uri(other),
    };
    Some(Canonicalization::new(version, false))
}

impl Signature {
    fn shape(self) -> Result<SignatureShape, ProfileError> {
        let xades = match self.form.as_str() {
            "xades" => true,
            "xmldsig" => false,
            other => return Err(value("form", other)),
        };
        let prefix = match self.prefix {
            None => "ds".to_owned(),
            Some(prefix) if prefix.is_empty() => prefix,
            Some(prefix) => plain("prefix", prefix)?,
        };
        if prefix.to_ascii_lowercase().starts_with("xml") {
            return Err(value("prefix", &prefix));
        }
        let method = self.canonicalization.as_deref().unwrap_or("exc-c14n");
        let digest = self
            .digest
            .as_deref()
            .map(|name| DigestAlgorithm::from_name(name).ok_or_else(|| value("digest", name)));
        let chain = match self.key_info.certificates.as_deref() {
            None | Some("chain") => true,
            Some("signer") => false,
            Some(other) => return Err(value("certificates", other)),
        };
        Ok(SignatureShape {
            inside: self.inside.map(|path| parsed("inside", &path)).transpose()?,
            id: self.id.map(|id| plain("id", id)).transpose()?,
            prefix,
            xades,
            canonicalization: canonicalization(method)
                .ok_or_else(|| value("canonicalization", method))?,
            digest: digest.transpose()?,
            signing_time: self.signing_time.map(SigningTime::shape).transpose()?,
            subject_name: self.key_info.subject_name,
            chain,
        })
    }
}

impl SigningTime {
    fn shape(self) -> Result<SigningTimeShape, ProfileError> {
        let offset_minutes = offset(&self.zone).ok_or_else(|| value("zone", &self.zone))?;
        Ok(SigningTimeShape { object: plain("object", self.object)?, offset_minutes })
    }
}

/// Minutes of `+07:00`, at most 14 hours.
fn offset(zone: &str) -> Option<i32> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two_digits = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

impl Reference {
    fn shape(self, index: usize) -> Result<ReferenceShape, ProfileError> {
        let mut targets = Vec::new();
        if self.document {
            targets.push(ReferenceTarget::Document);
        }
        if let Some(path) = self.element {
            targets.push(ReferenceTarget::Element(parsed("element", &path)?));
        }
        if self.signing_time {
            targets.push(ReferenceTarget::SigningTime);
        }
        if self.attachments {
            targets.push(ReferenceTarget::Attachments);
        }
        let count = targets.len();
        let (Some(target), 1) = (targets.pop(), count) else {
            return Err(ProfileError::Targets { index, count });
        };
        let transforms = self.transforms.iter().map(|name| match name.as_str() {
            "enveloped-signature" => Ok(TransformShape::Enveloped),
            other => canonicalization(other)
                .map(TransformShape::Canonicalization)
                .ok_or_else(|| value("transforms", other)),
        });
        Ok(ReferenceShape { target, transforms: transforms.collect::<Result<_, _>>()? })
    }
}

impl Attachments {
    fn shape(self) -> Result<AttachmentShape, ProfileError> {
        Ok(AttachmentShape {
            element: parsed("attachments.element", &self.element)?,
            id: parsed("attachments.id", &self.id)?,
            content: parsed("attachments.content", &self.content)?,
        })
    }
}
