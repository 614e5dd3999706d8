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
    pub(crate) other_purposes: bool,
    /// Seconds; 0 is off.
    pub(crate) expired_certificates: u32,
    pub(crate) unchecked_revocation: bool,
    pub(crate) claimed_time: bool,
    pub(crate) annotations: bool,
    pub(crate) undecided_signatures: bool,
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

    /// Lets certificates sign documents whose key usage says that they are for something else, such
    /// as servers. Whoever runs the server can then sign for its name.
    pub fn accept_other_purposes(&mut self) -> &mut Self {
        self.other_purposes = true;
        self
    }

    /// Lets certificates stand for so many seconds after they expired. Their authority does not
    /// tell any more whether they were revoked.
    pub fn accept_expired_certificates(&mut self, seconds: u32) -> &mut Self {
        self.expired_certificates = seconds;
        self
    }

    /// Lets a certificate pass of which nobody could say whether it was revoked, with the warning
    /// `revocation-not-checked`. Whoever stole a key signs until the certificate expires. One of
    /// which evidence says that it is revoked does not pass, nor one about which evidence leaves
    /// doubt.
    pub fn accept_unchecked_revocation(&mut self) -> &mut Self {
        self.unchecked_revocation = true;
        self
    }

    /// Judges certificates and algorithms as of the time that the signer claims, where no
    /// time-stamp proves one. Whoever finds an old key signs with a date of its time. Revocation is
    /// judged as of now all the same, or as of the end of certificates that expired: evidence from
    /// the time that is claimed alone does not do.
    pub fn accept_claimed_time(&mut self) -> &mut Self {
        self.claimed_time = true;
        self
    }

    /// Lets annotations come after a signature though no certification with `P` 3 allows them.
    /// They cover what was signed as far as they reach.
    pub fn accept_annotations(&mut self) -> &mut Self {
        self.annotations = true;
        self
    }

    /// Lets a document pass in which one signature passed and others could not be decided. Those
    /// prove nothing, and a reader may think that they do. One that failed fails the document, and one
    /// whose certificate is revoked leaves it undecided.
    pub fn accept_undecided_signatures(&mut self) -> &mut Self {
        self.undecided_signatures = true;
        self
    }

    /// The names of the widenings in force.
    pub(crate) fn in_force(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.missing_signing_certificate, "missing-signing-certificate"),
            (self.legacy_transforms, "legacy-transforms"),
            (self.overdue_evidence > 0, "overdue-evidence"),
            (self.algorithms.is_some(), "other-algorithms"),
            (self.other_purposes, "other-purposes"),
            (self.expired_certificates > 0, "expired-certificates"),
            (self.unchecked_revocation, "unchecked-revocation"),
            (self.claimed_time, "claimed-time"),
            (self.annotations, "annotations"),
            (self.undecided_signatures, "undecided-signatures"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
    }
}
