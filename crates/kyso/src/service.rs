//! What can go wrong with an outside service: time-stamps, OCSP, CRLs, certificates.

use std::fmt;

/// Why a service could not be reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum UnreachableCause {
    /// Its name has no address.
    NameNotFound,
    /// Nobody listens there.
    ConnectionRefused,
    /// The connection ended before the answer did.
    ConnectionLost,
    /// The certificate or the protocol of its TLS was not accepted.
    Tls,
    /// The URL is none, or of a scheme that is not spoken.
    Url,
    /// It sends us on from `https` to `http`.
    InsecureRedirect,
    /// The caller asked to stay offline.
    Offline,
    /// Anything else.
    Other,
}

impl fmt::Display for UnreachableCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameNotFound => "its name has no address",
            Self::ConnectionRefused => "nobody listens there",
            Self::ConnectionLost => "the connection was lost",
            Self::Tls => "its TLS was not accepted",
            Self::Url => "the URL is none, or of a scheme that is not spoken",
            Self::InsecureRedirect => "it leads from https to http",
            Self::Offline => "offline was asked for",
            Self::Other => "no connection",
        })
    }
}

/// Why an outside service gave no answer. Each variant names the service by its URL.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// No connection, or one that broke.
    #[error("{service} cannot be reached: {cause}")]
    Unreachable {
        /// Its URL.
        service: String,
        /// Why.
        cause: UnreachableCause,
    },
    /// Whoever asks the service for us gave no answer, and said why.
    #[error("{service} gave no answer: {why}")]
    NoAnswer {
        /// Its URL.
        service: String,
        /// What was said.
        why: String,
    },
    /// No whole answer within the time allowed.
    #[error("{service} did not answer within {seconds} s")]
    Timeout {
        /// Its URL.
        service: String,
        /// The time allowed, retries included.
        seconds: u64,
    },
    /// An HTTP status other than success.
    #[error("{service} answered with HTTP status {status}")]
    HttpStatus {
        /// Its URL.
        service: String,
        /// The status code.
        status: u16,
    },
    /// A longer answer than is taken.
    #[error("{service} answered with more than {limit} bytes")]
    TooLarge {
        /// Its URL.
        service: String,
        /// The most that is taken, in bytes.
        limit: u64,
    },
    /// Sent on more often than is followed.
    #[error("{service} redirects more than {limit} times")]
    TooManyRedirects {
        /// Its URL.
        service: String,
        /// How many are followed.
        limit: u32,
    },
    /// An answer of another kind than asked for.
    #[error("{service} answered with {found}, not {expected}")]
    ContentType {
        /// Its URL.
        service: String,
        /// The media type asked for.
        expected: &'static str,
        /// The media type found.
        found: String,
    },
    /// It wants other credentials than it was given.
    #[error("{service} refused the credentials")]
    Refused {
        /// Its URL.
        service: String,
    },
    /// The caller gave up before the answer came.
    #[error("cancelled while {service} was asked")]
    Cancelled {
        /// Its URL.
        service: String,
    },
}

impl ServiceError {
    /// The URL of the service.
    #[must_use]
    pub fn service(&self) -> &str {
        match self {
            Self::Unreachable { service, .. }
            | Self::Timeout { service, .. }
            | Self::HttpStatus { service, .. }
            | Self::TooLarge { service, .. }
            | Self::TooManyRedirects { service, .. }
            | Self::ContentType { service, .. }
            | Self::Refused { service }
            | Self::NoAnswer { service, .. }
            | Self::Cancelled { service } => service,
        }
    }

    /// Whether asking again in a while may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Timeout { .. } => true,
            Self::Unreachable { cause, .. } => {
                use UnreachableCause::{InsecureRedirect, Offline, Tls, Url};
                !matches!(cause, Url | Tls | InsecureRedirect | Offline)
            }
            Self::HttpStatus { status, .. } => *status >= 500 || matches!(status, 408 | 429),
            _ => false,
        }
    }
}
