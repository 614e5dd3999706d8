//! How a document is to be opened: with which password, and whether its permissions are kept.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// How to open a document that may be encrypted; the default knows no password and keeps to the
/// permissions. Documents that are not encrypted are opened by it as by any other.
#[derive(Clone, Default)]
#[must_use]
pub struct Opening {
    password: Option<Arc<Zeroizing<String>>>,
    ignore_permissions: bool,
}

impl Opening {
    /// Without a password: only the empty one is tried.
    pub fn new() -> Self {
        Self::default()
    }

    /// The user's or the owner's password.
    pub fn password(mut self, password: &str) -> Self {
        self.password = Some(Arc::new(Zeroizing::new(password.to_owned())));
        self
    }

    /// Signs although the document's permissions forbid it. They are a wish of whoever encrypted
    /// it; other programs may refuse what is added, and its owner may object.
    pub fn ignore_permissions(mut self) -> Self {
        self.ignore_permissions = true;
        self
    }

    /// Whether a password was given.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    pub(super) fn secret(&self) -> Option<&str> {
        self.password.as_deref().map(|password| password.as_str())
    }

    pub(crate) fn ignores_permissions(&self) -> bool {
        self.ignore_permissions
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening")
            .field("password", &self.password.as_ref().map(|_| "***"))
            .field("ignore_permissions", &self.ignore_permissions)
            .finish()
    }
}
