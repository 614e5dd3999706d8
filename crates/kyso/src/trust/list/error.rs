//! Why a trusted list is not used.

use crate::error::Error;
use crate::limits::MAX_TRUST_LIST_BYTES;
use crate::report::SubIndication;
use crate::time::Time;

/// Why a trusted list is not used. Nothing of it is believed then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustListError {
    /// It is larger than [`MAX_TRUST_LIST_BYTES`].
    #[error("a list of {len} bytes, more than {MAX_TRUST_LIST_BYTES}")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
    },
    /// It cannot be read as a document.
    #[error(transparent)]
    Document(#[from] Error),
    /// It is something else than a trusted list.
    #[error("no trusted list (TS 119 612)")]
    NoList,
    /// Nobody signed it.
    #[error("the list is not signed")]
    Unsigned,
    /// Its signature does not hold, does not cover it whole, or is not by a signer that the caller
    /// named.
    #[error("the signature of the list does not hold: {why:?}")]
    Untrusted {
        /// In the words of EN 319 102-1.
        why: SubIndication,
    },
    /// A certificate that a named signer issued signed it, and not the signer.
    #[error("the list is signed by another than the named signers")]
    OtherSigner,
    /// TSLVersionIdentifier is none that is known.
    #[error("version {found} of trusted lists is not known")]
    Version {
        /// The version found.
        found: u64,
    },
    /// Something in it is missing or is not what it should be.
    #[error("{element} at byte {offset} is missing or malformed")]
    Malformed {
        /// The element, by its local name.
        element: &'static str,
        /// Where, in bytes of the document as UTF-8; of the element that lacks it where it is
        /// missing.
        offset: usize,
    },
    /// It tells of more services than [`MAX_TRUST_LIST_SERVICES`](crate::limits::MAX_TRUST_LIST_SERVICES).
    #[error("too many services")]
    TooManyServices,
    /// It is from the future.
    #[error("the list was issued at {issued}, after {now}")]
    FromTheFuture {
        /// ListIssueDateTime.
        issued: Time,
        /// Now.
        now: Time,
    },
    /// It is the last of its kind: nobody keeps it up any more (TS 119 612 §5.3.15).
    #[error("the list was closed at {issued}")]
    Closed {
        /// ListIssueDateTime.
        issued: Time,
    },
    /// The next list was due before now.
    #[error("the next list was due at {next_update}, before {now}")]
    Overdue {
        /// NextUpdate.
        next_update: Time,
        /// Now.
        now: Time,
    },
}
