//! Why a signature is not read, its value not accepted, a reference not held.

use std::ops::Range;

use crate::crypto::{Digest, VerifyFault};
use crate::xml::XmlError;
use crate::xml::ids::IdError;
use crate::xml::key_info::KeyInfoError;
use crate::xml::xpath::XPathError;

/// Why an element is no `ds:Signature` of the fixed shape. Spans are bytes of the document's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The element is no `ds:Signature`.
    #[error("no ds:Signature at {}", span.start)]
    NotASignature {
        /// Where it stands.
        span: Range<usize>,
    },
    /// A reference of the type of a manifest names no `ds:Manifest`.
    #[error("no ds:Manifest at {}", span.start)]
    NotAManifest {
        /// Where the element it names stands.
        span: Range<usize>,
    },
    /// A reference covers only a part of a `ds:Manifest`.
    #[error("the ds:Manifest at {} is signed in part", span.start)]
    Partial {
        /// Where it stands.
        span: Range<usize>,
    },
    /// A child that has no place there: unknown, repeated or out of order.
    #[error("unexpected {found} in {parent} at {}", span.start)]
    UnexpectedChild {
        /// Local name of the parent.
        parent: &'static str,
        /// The name of the child, or `#text`.
        found: String,
        /// Where the child stands.
        span: Range<usize>,
    },
    /// A child that must be there is not.
    #[error("{parent} at {} has no {expected}", span.start)]
    MissingChild {
        /// Local name of the parent.
        parent: &'static str,
        /// Local name of the child.
        expected: &'static str,
        /// Where the parent stands.
        span: Range<usize>,
    },
    /// An attribute that must be there is not.
    #[error("{element} at {} has no {attribute}", span.start)]
    MissingAttribute {
        /// Local name of the element.
        element: &'static str,
        /// Name of the attribute.
        attribute: &'static str,
        /// Where the element stands.
        span: Range<usize>,
    },
    /// Text that is not base64, or an empty value.
    #[error("{element} at {} is not base64", span.start)]
    Base64 {
        /// Local name of the element.
        element: &'static str,
        /// Where it stands.
        span: Range<usize>,
    },
    /// Parameters that the algorithm does not allow.
    #[error("parameters of {algorithm} at {} malformed", span.start)]
    Parameters {
        /// The algorithm's URI.
        algorithm: String,
        /// Where the element that carries them stands.
        span: Range<usize>,
    },
    /// More of something than [`crate::limits`] allows.
    #[error("more than {limit} {what} in one signature")]
    TooMany {
        /// Local name of what is counted.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A comment, processing instruction or element inside a value, or a malformed tree.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The key information is malformed.
    #[error(transparent)]
    KeyInfo(#[from] KeyInfoError),
}

/// Why the signature value was not accepted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// `SignedInfo` names a canonicalization that is not known here.
    #[error("canonicalization {uri} is not known")]
    Canonicalization {
        /// Its URI.
        uri: String,
    },
    /// The signature method is one that is never checked: unknown, HMAC or DSA.
    #[error("signature method {uri} is not supported")]
    Method {
        /// Its URI.
        uri: String,
    },
    /// `SignedInfo` cannot be made canonical.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// `SignedInfo` is longer than [`crate::limits::MAX_SIGNED_INFO_BYTES`].
    #[error("SignedInfo of more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// There is no certificate to take a key from.
    #[error("no certificate to check the value with")]
    NoCandidate,
    /// An ECDSA value has one length, which the key's curve gives.
    #[error("signature value of {found} bytes where the key makes {expected}")]
    Length {
        /// The length in bytes.
        found: usize,
        /// The right length in bytes.
        expected: usize,
    },
    /// The value was checked and refused.
    #[error(transparent)]
    Crypto(#[from] VerifyFault),
}

/// Why a reference does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// What it names cannot be had or processed.
    #[error(transparent)]
    Dereference(#[from] DereferenceFault),
    /// The digest method is not known here.
    #[error("digest method {uri} is not known")]
    DigestMethod {
        /// Its URI.
        uri: String,
    },
    /// What it names is not what was signed.
    #[error("the digest differs")]
    DigestMismatch {
        /// The digest of what is there.
        computed: Digest,
        /// What the signature says.
        stated: Vec<u8>,
    },
}

/// Why there are no bytes to digest.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DereferenceFault {
    /// No element has the Id, or several have.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A fragment that is neither an Id nor one of the two XPointers of XML Signature.
    #[error("reference {uri} is not understood")]
    Uri {
        /// The URI.
        uri: String,
    },
    /// Outside the document, and the caller does not give it.
    #[error("external reference {uri:?} was not given")]
    External {
        /// The URI; `None` where the attribute lacks.
        uri: Option<String>,
    },
    /// The caller's bytes could not be read.
    #[error("an external reference could not be read: {kind}")]
    Read {
        /// What went wrong.
        kind: std::io::ErrorKind,
    },
    /// A transform that is unknown, never run (XSLT) or not allowed by the options.
    #[error("transform {uri} is not supported")]
    Transform {
        /// Its URI.
        uri: String,
    },
    /// A transform in a place where it means nothing, such as `enveloped-signature` on bytes from
    /// outside.
    #[error("transform {uri} does not apply here")]
    Misplaced {
        /// Its URI.
        uri: String,
    },
    /// The transforms leave nothing: whatever that would be signed for, it is not the document.
    #[error("nothing is left after the transforms")]
    Empty,
    /// The signature has no reference of that number.
    #[error("no reference number {index}")]
    NoReference {
        /// The number, from 0.
        index: usize,
    },
    /// Text for the base64 transform that is not base64.
    #[error("not base64")]
    Base64,
    /// More bytes, transforms or steps than the budget allows.
    #[error("the budget of {limit} {what} for this document is spent")]
    Budget {
        /// What is counted: `bytes`, `external bytes`, `bytes between transforms`,
        /// `references`.
        what: &'static str,
        /// The budget.
        limit: u64,
    },
    /// The namespace of a prefix in an XPath expression is not signed, and so might be another.
    #[error("prefix {prefix} of an XPath expression is not signed")]
    UnsignedPrefix {
        /// The prefix.
        prefix: String,
    },
    /// An XPath expression cannot be read or evaluated.
    #[error(transparent)]
    XPath(#[from] XPathError),
    /// The XML, or bytes that a transform reads as XML, cannot be processed.
    #[error(transparent)]
    Xml(#[from] XmlError),
}
