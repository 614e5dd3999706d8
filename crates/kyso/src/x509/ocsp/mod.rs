//! OCSP requests and responses (RFC 6960), by own structs: the released crates speak an older
//! generation of `der`.

mod cert_id;
mod request;
mod responder;
mod response;
#[cfg(test)]
mod tests;

use const_oid::ObjectIdentifier;

pub use self::cert_id::CertId;
pub use self::request::OcspRequest;
pub use self::responder::Responder;
pub use self::response::OcspResponse;
use super::{Extension, Name, RevocationReason};
use crate::Time;
use crate::cms::BerError;
use crate::limits::MAX_OCSP_BYTES;

/// OCSPResponseStatus (RFC 6960 §4.2.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum OcspResponseStatus {
    /// successful (0).
    Successful,
    /// malformedRequest (1).
    MalformedRequest,
    /// internalError (2).
    InternalError,
    /// tryLater (3).
    TryLater,
    /// sigRequired (5).
    SigRequired,
    /// unauthorized (6): the responder does not know the certificate.
    Unauthorized,
    /// A number that the standard gives no meaning.
    Other(u8),
}

impl OcspResponseStatus {
    fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Successful,
            1 => Self::MalformedRequest,
            2 => Self::InternalError,
            3 => Self::TryLater,
            5 => Self::SigRequired,
            6 => Self::Unauthorized,
            other => Self::Other(other),
        }
    }

    /// Its name as RFC 6960 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Successful => "successful",
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SigRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
            Self::Other(_) => "other",
        }
    }
}

/// Why bytes are no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OcspError {
    /// The ASN.1 is malformed.
    #[error(transparent)]
    Asn1(#[from] BerError),
    /// The responder gave no answer and says why.
    #[error("the OCSP responder says {}", .status.name())]
    NotSuccessful {
        /// What it says.
        status: OcspResponseStatus,
    },
    /// It says successful and carries no response.
    #[error("OCSP response without a response in it")]
    Empty,
    /// A response type other than id-pkix-ocsp-basic.
    #[error("OCSP response of type {oid}")]
    NotBasic {
        /// Its type.
        oid: ObjectIdentifier,
    },
    /// Larger than [`MAX_OCSP_BYTES`].
    #[error("OCSP response of {len} bytes, more than {MAX_OCSP_BYTES}")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
    },
}

impl OcspError {
    /// Where in the input, in bytes from its start.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match self {
            Self::Asn1(error) => Some(error.offset()),
            _ => None,
        }
    }
}

/// ResponderID (RFC 6960 §4.2.1).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ResponderId {
    /// byName.
    Name(Name),
    /// byKey: SHA-1 of the responder's public key.
    KeyHash(Vec<u8>),
}

/// CertStatus (RFC 6960 §4.2.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum CertStatus {
    /// Not revoked; it may never have been issued (RFC 6960 §2.2).
    Good,
    /// Revoked, or on hold.
    Revoked {
        /// revocationTime.
        time: Time,
        /// revocationReason; missing means unspecified.
        reason: Option<RevocationReason>,
    },
    /// The responder does not know it.
    Unknown,
}

/// SingleResponse: what a response says of one certificate (RFC 6960 §4.2.1).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SingleResponse {
    /// Which certificate.
    pub cert_id: CertId,
    /// What is said.
    pub status: CertStatus,
    /// As of when it is known to be right.
    pub this_update: Time,
    /// By when more will be known; missing means that more is known at any time.
    pub next_update: Option<Time>,
    /// Certificates that expired at or after this time are still answered for (RFC 6960 §4.4.4).
    pub archive_cutoff: Option<Time>,
    /// Types of critical extensions that are not processed here.
    pub critical_unknown: Vec<ObjectIdentifier>,
    /// Its extensions.
    pub extensions: Vec<Extension>,
}
