//! Why a signature is not made.

use crate::SignatureAlgorithm;
use crate::crypto::VerifyFault;
use crate::xml::XmlError;
use crate::xml::ids::IdError;
use crate::xml::signature::{ReferenceError, SignatureError, ValueError};

/// Why an XML signature is not made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum XmlSignError {
    /// The document is not UTF-8, or the tree is not that of the bytes: splicing would change more
    /// than it should.
    #[error("only documents in UTF-8 are signed")]
    Encoding,
    /// The signature cannot stand there: beside the document element, or in what is no element.
    #[error("the signature cannot be placed there")]
    Placement,
    /// The algorithm has no identifier in XML.
    #[error("{algorithm} has no identifier in XML")]
    Algorithm {
        /// The algorithm.
        algorithm: SignatureAlgorithm,
    },
    /// A signature without a single reference signs nothing.
    #[error("nothing to sign: no reference")]
    NoReference,
    /// An Id of the new signature is taken, or is not one that is looked at.
    #[error("Id {id:?} of the new signature cannot be used: {fault}")]
    Id {
        /// The Id.
        id: String,
        /// Why.
        fault: IdError,
    },
    /// What a reference names cannot be digested.
    #[error("reference {index}: {error}")]
    Reference {
        /// Its place in the template, from 0.
        index: usize,
        /// Why.
        error: ReferenceError,
    },
    /// A reference covers the value or the digests of its own signature and can never hold.
    #[error("reference {index} covers its own signature")]
    CoversItself {
        /// Its place in the template, from 0.
        index: usize,
    },
    /// A signature that is there already would no longer hold.
    #[error("a reference of the signature {path} would no longer hold")]
    BreaksOther {
        /// The path of the other signature in the document.
        path: String,
        /// The place of the reference in it, from 0.
        index: usize,
    },
    /// The signature as written has not the shape it should: a malformed object.
    #[error(transparent)]
    Shape(#[from] SignatureError),
    /// `SignedInfo` cannot be made canonical.
    #[error(transparent)]
    SignedInfo(#[from] ValueError),
    /// The document with the signature in it is not well-formed: a malformed object or an illegal
    /// character.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The value is none over this message by that key.
    #[error(transparent)]
    Value(#[from] VerifyFault),
}
