//! What is asked of a signature: plain data, strict by default. Widening is under [`Policy::dangerous`].

mod dangerous;
mod usage;

pub use dangerous::Dangerous;
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
