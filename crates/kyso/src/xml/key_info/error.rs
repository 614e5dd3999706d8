//! Why key information is malformed.

use std::ops::Range;

use crate::xml::XmlError;

/// Why a `ds:KeyInfo` cannot be read. Spans are bytes of the document's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyInfoError {
    /// Text that is not base64, or an empty value.
    #[error("{element} at {} is not base64", span.start)]
    Base64 {
        /// Local name of the element.
        element: String,
        /// Where it stands.
        span: Range<usize>,
    },
    /// A key value without the parts its kind has.
    #[error("{element} at {} is malformed", span.start)]
    Malformed {
        /// Local name of the element.
        element: String,
        /// Where it stands.
        span: Range<usize>,
    },
    /// More of something than [`crate::limits`] allows.
    #[error("more than {limit} {what} in one KeyInfo")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A comment, processing instruction or element inside a value.
    #[error(transparent)]
    Xml(#[from] XmlError),
}
