//! The widenings of a policy, each by its name, each echoed in the report when it is in force.

use super::AlgorithmAges;

/// What a caller may switch off, knowing why the default is otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dangerous {
    pub(crate) missing_signing_certificate: bool,
    pub(crate) legacy_transforms: bool,
    pub(crate) algorithms: Option<AlgorithmAges>,
    /// Seconds; 0 is off.
    pub(crate) overdue_evidence: u32,
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

    /// Judges algorithms by this table in the place of [`AlgorithmAges::baseline`], such as one
    /// that still takes SHA-1 where the law of a country's invoices does. Who can find collisions
    /// can put another document in the place of the signed one.
    pub fn accept_algorithms(&mut self, ages: AlgorithmAges) -> &mut Self {
        self.algorithms = Some(ages);
        self
    }

    /// Lets revocation evidence stand for so many seconds after its nextUpdate, for authorities
    /// that publish late. Whoever holds back the newer one hides a revocation for as long.
    pub fn accept_overdue_evidence(&mut self, seconds: u32) -> &mut Self {
        self.overdue_evidence = seconds;
        self
    }

    /// The names of the widenings in force.
    pub(crate) fn in_force(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.missing_signing_certificate, "missing-signing-certificate"),
            (self.legacy_transforms, "legacy-transforms"),
            (self.overdue_evidence > 0, "overdue-evidence"),
            (self.algorithms.is_some(), "other-algorithms"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
    }
}
