//! What is asked of a signature: plain data, strict by default. Widening is under [`Policy::dangerous`].

mod dangerous;
mod path_constraints;
mod usage;

pub use dangerous::Dangerous;
pub use path_constraints::PathConstraints;
pub(crate) use usage::{has_other_purpose, may_sign_documents};

use crate::algorithm::DigestAlgorithm;
use crate::trust::TrustAnchors;
use crate::x509::Certificate;

/// The rules a signature is judged by.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) name: String,
    pub(crate) anchors: TrustAnchors,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) min_rsa_bits: usize,
    pub(crate) path_constraints: PathConstraints,
    pub(crate) revocation_required: bool,
    pub(crate) dangerous: Dangerous,
}

impl Policy {
    /// The default policy `baseline`: only `anchors` are trusted, RSA from 2048 bits, hashes from
    /// SHA-256.
    #[must_use]
    pub fn baseline(anchors: TrustAnchors) -> Self {
        Self {
            name: "baseline".to_owned(),
            anchors,
            certificates: Vec::new(),
            min_rsa_bits: 2048,
            path_constraints: PathConstraints::default(),
            revocation_required: false,
            dangerous: Dangerous::default(),
        }
    }

    /// Certificates that may help to build a path, such as intermediates that a signer left out.
    /// They are not trusted.
    #[must_use]
    pub fn with_certificates(mut self, certificates: Vec<Certificate>) -> Self {
        self.certificates.extend(certificates);
        self
    }

    /// Asks for more of paths than their certificates do.
    #[must_use]
    pub fn with_path_constraints(mut self, constraints: PathConstraints) -> Self {
        self.path_constraints = constraints;
        self
    }

    /// What is asked of paths.
    #[must_use]
    pub fn path_constraints(&self) -> &PathConstraints {
        &self.path_constraints
    }

    /// Asks that every certificate but the anchor is shown not to be revoked, even one that names
    /// no place where that would be published. Without it such a certificate passes with a
    /// warning.
    #[must_use]
    pub fn with_revocation_required(mut self) -> Self {
        self.revocation_required = true;
        self
    }

    /// What widens the policy. Every widening used is echoed in the report.
    pub fn dangerous(&mut self) -> &mut Dangerous {
        &mut self.dangerous
    }

    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The anchors.
    #[must_use]
    pub fn anchors(&self) -> &TrustAnchors {
        &self.anchors
    }

    /// Whether a hash may stand under a signature today.
    #[must_use]
    pub(crate) fn accepts_digest(&self, digest: DigestAlgorithm) -> bool {
        digest.is_strong()
    }
}
