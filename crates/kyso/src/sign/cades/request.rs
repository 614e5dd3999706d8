//! What can be asked of a CMS signature over a file, beside what is asked of any.

use crate::cades::{Claims, Commitment, PolicyId};
use crate::sign::SignatureBuilder;
use crate::sign::builder::Request;

/// Where the content of a CMS signature is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Packaging {
    /// In its own file; the signature stands beside it (`.p7s`).
    #[default]
    Detached,
    /// In the CMS (`.p7m`).
    Attached,
}

/// What was asked.
#[derive(Clone, Debug, Default)]
pub(in crate::sign) struct CadesRequest {
    pub(super) packaging: Packaging,
    pub(super) pem: Option<bool>,
    pub(super) claims: Claims,
    /// The signature that is countersigned.
    pub(super) counter: Option<String>,
}

impl CadesRequest {
    /// Which options were given, by the names of their methods.
    pub(in crate::sign) fn given(&self) -> [(bool, &'static str); 7] {
        let Claims { mime_type, description, commitment, policy, .. } = &self.claims;
        [
            (self.packaging != Packaging::default(), "packaging"),
            (self.pem.is_some(), "pem"),
            (mime_type.is_some(), "mime-type"),
            (description.is_some(), "content-description"),
            (commitment.is_some(), "commitment"),
            (policy.is_some(), "signature-policy"),
            (self.counter.is_some(), "countersign"),
        ]
    }

    /// The claims, with those that other formats have too.
    pub(super) fn claims(&self, request: &Request<'_>) -> Claims {
        let locality = request.location.clone();
        Claims { locality, ..said_of_signer(request, self.claims.clone()) }
    }
}

/// What a CMS says of the signer's roles, whatever it stands in.
pub(in crate::sign) fn said_of_signer(request: &Request<'_>, claims: Claims) -> Claims {
    let (roles, role) = (request.xml.roles.clone(), request.role.as_ref().map(|rule| rule.role));
    Claims { roles, role, ..claims }
}

impl<S> SignatureBuilder<'_, S> {
    /// CMS: whether the signature holds the file or stands beside it. A signer who is added to a
    /// CMS takes what is there.
    pub fn packaging(mut self, packaging: Packaging) -> Self {
        self.request.cades.packaging = packaging;
        self
    }

    /// CMS: text (PEM) or bytes (DER); without it bytes, and what a CMS to which a signer is added
    /// was.
    pub fn pem(mut self, pem: bool) -> Self {
        self.request.cades.pem = Some(pem);
        self
    }

    /// CMS: the media type of the file, such as `image/png` (mime-type, EN 319 122-1 §5.2.4.2).
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.request.cades.claims.mime_type = Some(mime_type.into());
        self
    }

    /// CMS: what the file is, for people (content-hints, EN 319 122-1 §5.2.4.1).
    pub fn content_description(mut self, description: impl Into<String>) -> Self {
        self.request.cades.claims.description = Some(description.into());
        self
    }

    /// CMS: why it is signed (commitment-type-indication, EN 319 122-1 §5.2.3).
    pub fn commitment(mut self, commitment: Commitment) -> Self {
        self.request.cades.claims.commitment = Some(commitment);
        self
    }

    /// CMS: the policy that the signer follows (EN 319 122-1 §5.2.9).
    pub fn signature_policy(mut self, policy: PolicyId) -> Self {
        self.request.cades.claims.policy = Some(policy);
        self
    }

    /// CMS: signs the value of the signature with this identifier, the one in
    /// [`SignatureReport::id`](crate::report::SignatureReport::id), and not the file
    /// (countersignature, RFC 5652 §11.4).
    pub fn countersign(mut self, id: impl Into<String>) -> Self {
        self.request.cades.counter = Some(id.into());
        self
    }
}
