//! The widenings of a policy, each by its name, each echoed in the report when it is in force.

/// What a caller may switch off, knowing why the default is otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dangerous {
    pub(crate) missing_signing_certificate: bool,
    pub(crate) legacy_transforms: bool,
}

impl Dangerous {
    /// Lets a signature pass that does not bind its certificate by a signing-certificate
    /// attribute (RFC 5035), as much software before 2010 wrote. Anyone who gets a certificate
    /// for the same key can then put it in the place of the signer's.
    pub fn accept_missing_signing_certificate(&mut self) -> &mut Self {
        self.missing_signing_certificate = true;
        self
    }

    /// Takes the name that old edXML samples give to exclusive canonicalization, the address of a
    /// draft, for the right one. Anybody else may read that name in another way.
    pub fn accept_legacy_transforms(&mut self) -> &mut Self {
        self.legacy_transforms = true;
        self
    }

    /// The names of the widenings in force.
    pub(crate) fn in_force(self) -> impl Iterator<Item = &'static str> {
        let options = [
            (self.missing_signing_certificate, "missing-signing-certificate"),
            (self.legacy_transforms, "legacy-transforms"),
        ];
        options.into_iter().filter_map(|(on, name)| on.then_some(name))
    }
}
