//! A remote service as data: where it is, how one logs in, what its fields are called.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::template::Template;
use crate::limits;
use crate::url::Target;

/// The profiles that are shipped, by name.
const SHIPPED: [(&str, &str); 2] = [
    ("vnpt-smartca", include_str!("data/vnpt-smartca.toml")),
    ("viettel-mysign", include_str!("data/viettel-mysign.toml")),
];

/// Why a profile cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteProfileError {
    /// It is longer than [`limits::MAX_PROFILE_BYTES`].
    #[error("profile of {len} bytes is too large")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
    },
    /// It is no TOML, or not of this shape.
    #[error("line {line}: {reason}")]
    Toml {
        /// The line, from 1; 0 where it is not known.
        line: usize,
        /// What was expected.
        reason: String,
    },
    /// `base_url` is neither `https` nor on this machine.
    #[error("base_url is neither https nor loopback")]
    Url,
    /// A value is missing for this protocol or way of logging in.
    #[error("{key} is missing")]
    Missing {
        /// Its key.
        key: &'static str,
    },
    /// A secret stands in the profile itself, where whoever reads the file reads it.
    #[error("{key} is a secret and stands in the profile")]
    SecretInside {
        /// Its key, or the name of the input.
        key: String,
    },
    /// A `{name}` in it stands for nothing.
    #[error("{{{name}}} is not among the inputs")]
    UnknownInput {
        /// The name.
        name: String,
    },
}

/// How a service is spoken with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum RemoteProtocol {
    /// Cloud Signature Consortium API 1.0.
    #[serde(rename = "csc-v1")]
    CscV1,
    /// Cloud Signature Consortium API 2.0.
    #[serde(rename = "csc-v2")]
    CscV2,
    /// A vendor's own requests, which the profile describes.
    #[serde(rename = "gateway")]
    Gateway,
}

/// Where a value comes from that the profile does not hold itself.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteInput {
    /// The value itself; never for a secret.
    pub value: Option<String>,
    /// The environment variable that holds it.
    pub env: Option<String>,
    /// The file that holds it, of which others may read nothing.
    pub file: Option<String>,
    /// Whether it is a secret.
    #[serde(default)]
    pub secret: bool,
    /// Whether it may be left out; it is empty then.
    #[serde(default)]
    pub optional: bool,
}

/// Ways to log in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LoginKind {
    /// Every request carries what is needed.
    #[default]
    None,
    /// CSC v1 `auth/login` with HTTP basic authentication.
    Basic,
    /// A request of the vendor's own.
    Request,
    /// OAuth 2.0 client credentials (RFC 6749 §4.4).
    ClientCredentials,
    /// OAuth 2.0 authorization code with PKCE (RFC 6749 §4.1, RFC 7636).
    AuthorizationCode,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Login {
    pub(crate) kind: LoginKind,
    pub(crate) path: Option<String>,
    /// Where the browser is sent.
    pub(crate) authorize_path: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) body: Option<Template>,
    /// JSON pointer to the access token.
    pub(crate) token: Option<String>,
}

/// How a gateway tells its certificates.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificates {
    pub(crate) path: String,
    pub(crate) body: Template,
    /// JSON pointer to the list; the other pointers begin at one of its elements.
    pub(crate) list: String,
    pub(crate) id: String,
    pub(crate) certificate: String,
    #[serde(default)]
    pub(crate) chain: Vec<String>,
}

/// How hashes are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HashEncoding {
    Hex,
    Base64,
}

/// How a gateway is asked to sign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    pub(crate) path: String,
    pub(crate) body: Template,
    /// The key of the body under which one object a hash stands.
    pub(crate) hashes: String,
    pub(crate) each: Template,
    pub(crate) hash_encoding: HashEncoding,
    /// JSON pointer to what the request is called from then on.
    pub(crate) transaction: String,
}

/// How a gateway tells how a request stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Poll {
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) body: Template,
    /// JSON pointer to the word that tells it.
    pub(crate) status: String,
    pub(crate) waiting: Vec<String>,
    #[serde(default)]
    pub(crate) declined: Vec<String>,
    #[serde(default)]
    pub(crate) expired: Vec<String>,
    /// JSON pointer to the list of signatures, which is there and not empty once it is signed.
    pub(crate) signatures: String,
    pub(crate) value: String,
    /// JSON pointer to the `{number}` of a signature; without it they stand in order.
    pub(crate) number: Option<String>,
}

/// Words of a refusal, and which of them mean a wrong PIN.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Failures {
    pub(crate) code: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) wrong_secret: Vec<String>,
    pub(crate) declined: Vec<String>,
    pub(crate) expired: Vec<String>,
}

/// A remote signing service as data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteProfile {
    pub(crate) name: String,
    pub(crate) protocol: RemoteProtocol,
    pub(crate) base_url: String,
    /// What is not settled, for people.
    #[serde(default, rename = "note")]
    _note: Option<String>,
    /// Seconds that the user has to confirm.
    #[serde(default = "deadline")]
    pub(crate) deadline: u64,
    /// Seconds between two questions about a request.
    #[serde(default = "interval")]
    pub(crate) interval: u64,
    /// Hashes in one request.
    #[serde(default = "max_hashes")]
    pub(crate) max_hashes: usize,
    #[serde(default)]
    pub(crate) inputs: BTreeMap<String, RemoteInput>,
    #[serde(default)]
    pub(crate) login: Login,
    pub(crate) certificates: Option<Certificates>,
    pub(crate) sign: Option<Sign>,
    pub(crate) poll: Option<Poll>,
    #[serde(default)]
    pub(crate) failures: Failures,
}

fn deadline() -> u64 {
    limits::REMOTE_DEADLINE.as_secs()
}

fn interval() -> u64 {
    limits::REMOTE_INTERVAL.as_secs()
}

fn max_hashes() -> usize {
    limits::REMOTE_HASHES
}

/// Whether a field of a request is called like a secret.
fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["password", "passwd", "secret"].iter().any(|word| key.contains(word))
        || ["pin", "otp"].contains(&key.as_str())
}

/// The words without what stands between quotes: it may be a secret in the wrong place.
fn without_values(message: &str) -> String {
    let parts = message.split('"').enumerate();
    parts.map(|(index, part)| if index % 2 == 0 { part } else { "\"…\"" }).collect()
}

impl RemoteProfile {
    /// Reads a profile, TOML.
    ///
    /// # Errors
    /// [`RemoteProfileError`].
    pub fn from_toml(text: &str) -> Result<Self, RemoteProfileError> {
        if text.len() > limits::MAX_PROFILE_BYTES {
            return Err(RemoteProfileError::TooLarge { len: text.len() });
        }
        let profile: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(0, |before| before.matches('\n').count() + 1);
            // A line of the file may hold what is no one's business: only the words are told.
            RemoteProfileError::Toml {
                line,
                reason: super::error::shown(&without_values(error.message())),
            }
        })?;
        profile.check()?;
        Ok(profile)
    }

    /// A profile that is shipped.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(one, _)| *one == name)?;
        Self::from_toml(text).ok()
    }

    /// The text of a profile that is shipped, to begin one's own with.
    #[must_use]
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(one, _)| *one == name).map(|(_, text)| *text)
    }

    /// The names of the profiles that are shipped.
    pub fn shipped_names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// Its name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the input of this name is a secret: marked so, or used as one.
    #[must_use]
    pub fn is_secret(&self, name: &str) -> bool {
        self.secrets().any(|one| one == name)
    }

    /// What it needs from outside, by name.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &RemoteInput)> {
        self.inputs.iter().map(|(name, input)| (name.as_str(), input))
    }

    fn check(&self) -> Result<(), RemoteProfileError> {
        let target = Target::parse(&self.base_url).ok_or(RemoteProfileError::Url)?;
        // Secrets and what is signed go over this line.
        if !target.is_https() && !target.is_loopback() {
            return Err(RemoteProfileError::Url);
        }
        let missing = |key| Err(RemoteProfileError::Missing { key });
        if self.protocol == RemoteProtocol::Gateway {
            if self.certificates.is_none() {
                return missing("certificates");
            }
            if self.sign.is_none() {
                return missing("sign");
            }
            if self.poll.is_none() {
                return missing("poll");
            }
        }
        if self.max_hashes == 0 {
            return missing("max_hashes");
        }
        let login = &self.login;
        match login.kind {
            LoginKind::None => {}
            LoginKind::Basic if login.user.is_none() => return missing("login.user"),
            LoginKind::Basic if login.password.is_none() => return missing("login.password"),
            LoginKind::Request if login.path.is_none() => return missing("login.path"),
            LoginKind::Request if login.body.is_none() => return missing("login.body"),
            LoginKind::ClientCredentials | LoginKind::AuthorizationCode
                if login.client_id.is_none() =>
            {
                return missing("login.client_id");
            }
            LoginKind::ClientCredentials if login.client_secret.is_none() => {
                return missing("login.client_secret");
            }
            _ => {}
        }
        for input in self.inputs.values() {
            let sources = [&input.value, &input.env, &input.file];
            if sources.into_iter().flatten().count() != 1 || input.secret && input.value.is_some() {
                return missing("inputs.NAME: one of env, file, or value where it is no secret");
            }
        }
        self.check_names()?;
        self.check_secrets()
    }

    /// The inputs that are secrets: marked so, or used as one.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let used: Vec<&str> = self.used_as_secrets().collect();
        let inputs = self.inputs.iter();
        inputs
            .filter(move |(name, input)| input.secret || used.contains(&name.as_str()))
            .map(|(name, _)| name.as_str())
    }

    fn used_as_secrets(&self) -> impl Iterator<Item = &str> {
        let login = [&self.login.password, &self.login.client_secret].into_iter().flatten();
        let login = login.flat_map(|text| super::template::names(text));
        login.chain(self.bodies().flat_map(|body| body.names_under(is_secret)))
    }

    /// Every template of a request.
    fn bodies(&self) -> impl Iterator<Item = &Template> {
        let sign = self.sign.iter().flat_map(|sign| [&sign.body, &sign.each]);
        let login = self.login.body.iter().chain(self.certificates.iter().map(|c| &c.body));
        login.chain(sign).chain(self.poll.iter().map(|poll| &poll.body))
    }

    /// No secret stands in the file.
    fn check_secrets(&self) -> Result<(), RemoteProfileError> {
        let inside = |key: &str| Err(RemoteProfileError::SecretInside { key: key.to_owned() });
        let login = &self.login;
        let fields =
            [("login.password", &login.password), ("login.client_secret", &login.client_secret)];
        for (key, text) in fields {
            let is_literal = |text: &String| super::template::names(text).next().is_none();
            if text.as_ref().is_some_and(is_literal) {
                return inside(key);
            }
        }
        if let Some(key) = self.bodies().flat_map(Template::literals).find(|key| is_secret(key)) {
            return inside(key);
        }
        let given = |name: &&str| self.inputs.get(*name).is_some_and(|one| one.value.is_some());
        match self.used_as_secrets().find(given) {
            Some(name) => inside(name),
            None => Ok(()),
        }
    }

    /// Every `{name}` stands for something.
    fn check_names(&self) -> Result<(), RemoteProfileError> {
        const ALWAYS: [&str; 4] = ["request", "time", "pin", "otp"];
        const SIGNING: [&str; 5] = ["credential", "hash", "number", "transaction", "algorithm"];
        let login = &self.login;
        let texts = [&login.user, &login.password, &login.client_id, &login.client_secret];
        let texts = texts.into_iter().flatten().map(String::as_str);
        let templates = [login.body.as_ref(), self.certificates.as_ref().map(|c| &c.body)];
        let templates = templates.into_iter().flatten();
        let mut signing: Vec<&Template> = Vec::new();
        if let Some(sign) = &self.sign {
            signing.extend([&sign.body, &sign.each]);
        }
        signing.extend(self.poll.as_ref().map(|poll| &poll.body));
        let early = texts.flat_map(super::template::names).map(|name| (name, false));
        let early = early.chain(templates.flat_map(Template::names).map(|name| (name, false)));
        let late = signing.into_iter().flat_map(Template::names).map(|name| (name, true));
        for (name, late) in early.chain(late) {
            let known = self.inputs.contains_key(name) || ALWAYS.contains(&name);
            if !(known || late && SIGNING.contains(&name)) {
                return Err(RemoteProfileError::UnknownInput { name: name.to_owned() });
            }
        }
        Ok(())
    }
}
