//! The widenings of a policy, each by its name, each echoed in the report when it is in force.

/// What a caller may switch off, knowing why the default is otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dangerous {
    pub(crate) missing_signing_certificate: bool,
}

impl Dangerous {
    /// Lets a signature pass that does not bind its certificate by a signing-certificate
    /// attribute (RFC 5035), as much software before 2010 wrote. Anyone who gets a certificate
    /// for the same key can then put it in the place of the signer's.
    pub fn accept_missing_signing_certificate(&mut self) -> &mut Self {
        self.missing_signing_certificate = true;
        self
    }

    /// The names of the widenings in force.
    pub(crate) fn in_force(self) -> impl Iterator<Item = &'static str> {
        [(self.missing_signing_certificate, "missing-signing-certificate")]
            .into_iter()
            .filter_map(|(on, name)| on.then_some(name))
    }
}
