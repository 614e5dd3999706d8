//! A user's name and secret for HTTP basic authentication (RFC 7617).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use crate::ConfigError;

/// Name and secret. The secret is wiped from memory when dropped and never shown.
#[derive(Clone)]
pub(crate) struct Login {
    user: String,
    secret: Zeroizing<String>,
}

impl Login {
    pub(crate) fn new(user: &str, secret: Zeroizing<String>) -> Result<Self, ConfigError> {
        if user.contains(|c: char| c == ':' || c.is_control()) {
            return Err(ConfigError::UserName);
        }
        Ok(Self { user: user.to_owned(), secret })
    }

    /// The value of the Authorization field.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let pair = Zeroizing::new(format!("{}:{}", self.user, *self.secret));
        let value = Zeroizing::new(format!("Basic {}", *Zeroizing::new(STANDARD.encode(&*pair))));
        let mut header = HeaderValue::from_str(&value).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}
