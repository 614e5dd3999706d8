//! What went wrong on the way, in the words of [`ServiceError`].

use std::io::{self, ErrorKind};
use std::time::Duration;

use kyso::{ServiceError, UnreachableCause};
use ureq::Error;

/// Why one try failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: ServiceError,
    /// How long the service asked to be left alone.
    pub(crate) retry_after: Option<Duration>,
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self { error, retry_after: None }
    }
}

/// What the HTTP library says, as an error of `service`.
pub(crate) fn of(error: Error, service: &str) -> ServiceError {
    let service = service.to_owned();
    let unreachable = |service, cause| ServiceError::Unreachable { service, cause };
    match error {
        // The caller knows the time allowed.
        Error::Timeout(_) => ServiceError::Timeout { service, seconds: 0 },
        Error::BodyExceedsLimit(limit) => ServiceError::TooLarge { service, limit },
        Error::LargeResponseHeader(_, limit) => {
            ServiceError::TooLarge { service, limit: u64::try_from(limit).unwrap_or(u64::MAX) }
        }
        Error::HostNotFound => unreachable(service, UnreachableCause::NameNotFound),
        Error::BadUri(_) => unreachable(service, UnreachableCause::Url),
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) | Error::TlsRequired => {
            unreachable(service, UnreachableCause::Tls)
        }
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => {
            ServiceError::Timeout { service, seconds: 0 }
        }
        Error::Io(error) => unreachable(service, cause(&error)),
        _ => unreachable(service, UnreachableCause::Other),
    }
}

fn cause(error: &io::Error) -> UnreachableCause {
    // getaddrinfo has no ErrorKind: its text on Unix, WSAHOST_NOT_FOUND and its kin on Windows.
    const WINDOWS_NAMES: [i32; 3] = [11001, 11002, 11004];
    match error.kind() {
        ErrorKind::ConnectionRefused => UnreachableCause::ConnectionRefused,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => UnreachableCause::ConnectionLost,
        _ if is_tls(error) => UnreachableCause::Tls,
        _ if error.raw_os_error().is_some_and(|code| WINDOWS_NAMES.contains(&code))
            || error.to_string().contains("lookup address") =>
        {
            UnreachableCause::NameNotFound
        }
        _ => UnreachableCause::Other,
    }
}

fn is_tls(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| {
        inner.is::<rustls::Error>()
            || inner.source().is_some_and(|source| source.is::<rustls::Error>())
    })
}
