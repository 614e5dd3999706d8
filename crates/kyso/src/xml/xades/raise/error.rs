//! Why a signature in XML cannot be raised to a higher level.

use crate::xml::XmlError;
use crate::xml::sign::XmlSignError;
use crate::xml::signature::{ReferenceError, SignatureError, ValueError};
use crate::xml::xades::{ImprintFault, PropertiesError, XadesError};

/// Why a signature in XML cannot be raised. `path` says which signature: its place in the document
/// as it was given.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RaiseError {
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The document is not in UTF-8, so that nothing can be put between its bytes.
    #[error("only documents in UTF-8 can be extended")]
    Encoding,
    /// It has no signature, or none at the place asked for.
    #[error("the document has no such signature")]
    NoSignature,
    /// The signature has not the shape that it must have.
    #[error("signature at {path}: {error}")]
    Signature {
        /// Where.
        path: String,
        /// What is wrong.
        error: SignatureError,
    },
    /// The signature is plain XMLDSig or of an older XAdES: what a level adds has no place in it.
    #[error("the signature at {path} is not XAdES")]
    NotXades {
        /// Where.
        path: String,
    },
    /// Its qualifying properties cannot be relied on.
    #[error("signature at {path}: {error}")]
    Properties {
        /// Where.
        path: String,
        /// What is wrong.
        error: XadesError,
    },
    /// It does not carry the certificate that its properties name.
    #[error("the signature at {path} does not say who signed")]
    SignerUnknown {
        /// Where.
        path: String,
    },
    /// Its value does not hold: nothing can be proven of it any more.
    #[error("signature at {path}: {error}")]
    Value {
        /// Where.
        path: String,
        /// What is wrong.
        error: ValueError,
    },
    /// What it signs was changed, or cannot be had.
    #[error("signature at {path}, reference {index}: {error}")]
    Reference {
        /// Where.
        path: String,
        /// Which reference, from 0.
        index: usize,
        /// What is wrong.
        error: ReferenceError,
    },
    /// It is a counter signature that an archive time-stamp covers: a change would break that.
    #[error("the signature at {path} lies under an archive time-stamp")]
    Sealed {
        /// Where.
        path: String,
    },
    /// Another signature covers what would change: it would no longer hold.
    #[error("the signature at {path} covers what would change")]
    WouldBreak {
        /// Where the other signature is.
        path: String,
    },
    /// The value of the signature has no Id, so that no counter signature can name it.
    #[error("the value of the signature at {path} has no Id")]
    NoValueId {
        /// Where.
        path: String,
    },
    /// A counter signature cannot be prepared.
    #[error(transparent)]
    Prepare(#[from] XmlSignError),
    /// The bytes to stamp cannot be told.
    #[error(transparent)]
    Imprint(#[from] ImprintFault),
    /// What is to be added cannot be written.
    #[error(transparent)]
    Write(#[from] PropertiesError),
}
