//! What a signature to be made looks like.

use crate::x509::Certificate;
use crate::xml::c14n::{C14nVersion, Canonicalization};
use crate::xml::tree::NodeId;
use crate::xml::xpath::SetOperation;
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// Everything about a signature to be made but its value. [`Self::enveloped`] is the usual start.
#[derive(Clone, Debug)]
pub struct Template {
    /// Where it goes.
    pub placement: Placement,
    /// The prefix of the `ds` namespace; empty makes it the default namespace.
    pub prefix: String,
    /// `Id` of `ds:Signature`.
    pub id: Option<String>,
    /// `Id` of `ds:SignatureValue`, so that a countersignature can name it.
    pub value_id: Option<String>,
    /// How `SignedInfo` is made canonical.
    pub canonicalization: Canonicalization,
    /// How the value is made.
    pub algorithm: SignatureAlgorithm,
    /// What is signed, in order.
    pub references: Vec<ReferenceTemplate>,
    /// `ds:KeyInfo`.
    pub key_info: KeyInfoTemplate,
    /// Whole `ds:Object` elements, as XML text. They stand inside `ds:Signature`, so that its
    /// prefix is declared; any other prefix they declare themselves.
    pub objects: Vec<String>,
}

/// Where the signature goes in the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Placement {
    /// As the last child of this element.
    LastChildOf(NodeId),
    /// As the first child of this element.
    FirstChildOf(NodeId),
    /// Right before this element, which must not be the document element.
    Before(NodeId),
    /// Right after this element, which must not be the document element.
    After(NodeId),
}

/// A reference to be made.
#[derive(Clone, Debug)]
pub struct ReferenceTemplate {
    /// `Id`.
    pub id: Option<String>,
    /// `URI`; `None` leaves the attribute out.
    pub uri: Option<String>,
    /// `Type`.
    pub kind: Option<String>,
    /// What is done before the digest, in order.
    pub transforms: Vec<TransformTemplate>,
    /// The hash function.
    pub digest: DigestAlgorithm,
}

/// A transform to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TransformTemplate {
    /// Leaves the signature itself out.
    Enveloped,
    /// Canonical XML.
    Canonicalization(Canonicalization),
    /// Decodes base64.
    Base64,
    /// Keeps the nodes for which the expression is true.
    XPath {
        /// The expression.
        expression: String,
        /// Prefixes it uses, with their namespaces.
        namespaces: Vec<(String, String)>,
    },
    /// XPath Filter 2.0.
    Filter2(Vec<FilterTemplate>),
}

/// One step of an XPath Filter 2.0 transform.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterTemplate {
    /// What is done with the subtrees that the expression selects.
    pub operation: SetOperation,
    /// The expression.
    pub expression: String,
    /// Prefixes it uses, with their namespaces.
    pub namespaces: Vec<(String, String)>,
}

/// `ds:KeyInfo` to be written; left out when it is empty.
#[derive(Clone, Debug, Default)]
pub struct KeyInfoTemplate {
    /// `Id`.
    pub id: Option<String>,
    /// `KeyName`.
    pub key_name: Option<String>,
    /// `KeyValue` (RSA, EC) or `DEREncodedKeyValue` (others) of this SubjectPublicKeyInfo, DER.
    pub key_value: Option<Vec<u8>>,
    /// `X509SubjectName` in `X509Data`, as text.
    pub subject_name: Option<String>,
    /// `X509Certificate` in `X509Data`, the signer's first.
    pub certificates: Vec<Certificate>,
}

/// Exclusive canonicalization without comments.
fn exclusive() -> Canonicalization {
    Canonicalization::new(C14nVersion::Exclusive, false)
}

impl TransformTemplate {
    /// The prefixes that its expressions use.
    pub(super) fn namespaces(&self) -> Vec<&(String, String)> {
        match self {
            Self::XPath { namespaces, .. } => namespaces.iter().collect(),
            Self::Filter2(steps) => steps.iter().flat_map(|step| &step.namespaces).collect(),
            Self::Enveloped | Self::Canonicalization(_) | Self::Base64 => Vec::new(),
        }
    }
}

impl Template {
    /// An enveloped signature over the whole document, as the last child of `parent`: one
    /// reference to `""` with the `enveloped-signature` transform and exclusive canonicalization.
    #[must_use]
    pub fn enveloped(parent: NodeId, algorithm: SignatureAlgorithm) -> Self {
        Self {
            placement: Placement::LastChildOf(parent),
            prefix: "ds".into(),
            id: None,
            value_id: None,
            canonicalization: exclusive(),
            algorithm,
            references: vec![ReferenceTemplate::enveloped(algorithm.digest())],
            key_info: KeyInfoTemplate::default(),
            objects: Vec::new(),
        }
    }
}

impl ReferenceTemplate {
    /// The whole document but the signature itself.
    #[must_use]
    pub fn enveloped(digest: DigestAlgorithm) -> Self {
        Self {
            id: None,
            uri: Some(String::new()),
            kind: None,
            transforms: vec![
                TransformTemplate::Enveloped,
                TransformTemplate::Canonicalization(exclusive()),
            ],
            digest,
        }
    }

    /// The element with this Id, made canonical exclusively.
    #[must_use]
    pub fn element(id: &str, digest: DigestAlgorithm) -> Self {
        Self {
            id: None,
            uri: Some(format!("#{id}")),
            kind: None,
            transforms: vec![TransformTemplate::Canonicalization(exclusive())],
            digest,
        }
    }

    /// Bytes outside the document, as they are.
    #[must_use]
    pub fn external(uri: &str, digest: DigestAlgorithm) -> Self {
        Self { id: None, uri: Some(uri.into()), kind: None, transforms: Vec::new(), digest }
    }
}
