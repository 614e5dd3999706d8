//! A `ds:Signature` as it stands once its shape is proven (xmldsig-core1 §4).

use crate::xml::c14n::Canonicalization;
use crate::xml::key_info::KeyInfo;
use crate::xml::tree::NodeId;
use crate::xml::xpath::SetOperation;
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// A `ds:Signature` whose children have the names, the order and the number that the schema of
/// XML Signature gives them. Algorithms may be unknown: what cannot be used is refused when it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct XmlSignature {
    /// The `ds:Signature` element.
    pub node: NodeId,
    /// Its `Id`.
    pub id: Option<String>,
    /// `ds:SignedInfo`.
    pub signed_info: SignedInfo,
    /// `ds:SignatureValue`.
    pub value: ValueElement,
    /// `ds:KeyInfo`; nothing of it is signed unless a reference covers it.
    pub key_info: Option<KeyInfo>,
    /// The `ds:Object` elements, in document order.
    pub objects: Vec<Object>,
}

/// `ds:SignedInfo`: what the signature value is over.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedInfo {
    /// The element.
    pub node: NodeId,
    /// Its `Id`.
    pub id: Option<String>,
    /// How it is made canonical.
    pub canonicalization: CanonicalizationMethod,
    /// How the value was made.
    pub method: SignatureMethod,
    /// At least one, in document order.
    pub references: Vec<Reference>,
}

/// `ds:CanonicalizationMethod`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CanonicalizationMethod {
    /// Its `Algorithm`, as written.
    pub uri: String,
    /// What that names; `None` when it is no canonicalization known here.
    pub algorithm: Option<Canonicalization>,
}

/// `ds:SignatureMethod`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// One that a public key can check here.
    Known(SignatureAlgorithm),
    /// HMAC: a shared secret, which is no signature of anybody. Never checked.
    Hmac {
        /// Its `Algorithm`.
        uri: String,
    },
    /// DSA: known by name, never checked.
    Dsa {
        /// Its `Algorithm`.
        uri: String,
    },
    /// One that nothing here knows.
    Unknown {
        /// Its `Algorithm`.
        uri: String,
    },
}

/// `ds:SignatureValue`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ValueElement {
    /// The element.
    pub node: NodeId,
    /// Its `Id`.
    pub id: Option<String>,
    /// The decoded value as XML writes it: ECDSA is r and s, one after the other.
    pub bytes: Vec<u8>,
}

/// `ds:Reference`, of a `SignedInfo` or a `Manifest`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reference {
    /// The element.
    pub node: NodeId,
    /// Its `Id`.
    pub id: Option<String>,
    /// Its `URI`, as written; `None` leaves it to the application what is meant.
    pub uri: Option<String>,
    /// Its `Type`: a hint of the signer, never checked by the core.
    pub kind: Option<String>,
    /// What is done before the digest, in order.
    pub transforms: Vec<Transform>,
    /// `ds:DigestMethod`.
    pub digest_method: DigestMethod,
    /// The decoded `ds:DigestValue`.
    pub digest_value: Vec<u8>,
}

/// `ds:DigestMethod`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct DigestMethod {
    /// Its `Algorithm`, as written.
    pub uri: String,
    /// The hash function that names; `None` when it is not known here.
    pub algorithm: Option<DigestAlgorithm>,
}

/// `ds:Transform`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transform {
    /// The element.
    pub node: NodeId,
    /// Its `Algorithm`, as written.
    pub uri: String,
    /// What that names.
    pub algorithm: TransformAlgorithm,
}

/// What a transform does (xmldsig-core1 §6.6).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TransformAlgorithm {
    /// Canonical XML, one of the six.
    Canonicalization(Canonicalization),
    /// Exclusive canonicalization under the wrong name that the edXML samples of Vietnam carry:
    /// the address of a draft in the place of the identifier.
    LegacyExclusive,
    /// Leaves out the signature that this transform stands in (§6.6.4).
    Enveloped,
    /// Decodes base64 (§6.6.2).
    Base64,
    /// Keeps the nodes for which the expression is true (§6.6.3).
    XPath {
        /// The `ds:XPath` element: namespaces of the expression, and `here()`.
        node: NodeId,
        /// The expression.
        expression: String,
    },
    /// XPath Filter 2.0.
    Filter2(Vec<FilterStep>),
    /// XSLT: never run.
    Xslt,
    /// One that nothing here knows.
    Unknown,
}

/// One `dsig-xpath:XPath` of an XPath Filter 2.0 transform.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct FilterStep {
    /// The element: namespaces of the expression, and `here()`.
    pub node: NodeId,
    /// What is done with the subtrees that the expression selects.
    pub operation: SetOperation,
    /// The expression.
    pub expression: String,
}

/// `ds:Object`: anything, signed only if a reference covers it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Object {
    /// The element.
    pub node: NodeId,
    /// Its `Id`.
    pub id: Option<String>,
    /// Its `MimeType`.
    pub mime_type: Option<String>,
    /// Its `Encoding`.
    pub encoding: Option<String>,
}
