//! Why a remote service did not sign, as facts.

use kyso::{ServiceError, SignatureAlgorithm};

/// What was being asked of a remote service when it failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum RemoteStep {
    /// Logging in: `oauth2/token`, `auth/login` or the profile's own request.
    Login,
    /// Listing credentials and their certificates.
    Credentials,
    /// Authorizing a credential (SAD).
    Authorize,
    /// Having a one-time password sent.
    SendOtp,
    /// Having hashes signed.
    Sign,
    /// Asking how a signature that is waited for stands.
    Poll,
}

impl RemoteStep {
    /// Its name in messages: `authorize`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Credentials => "credentials",
            Self::Authorize => "authorize",
            Self::SendOtp => "send-otp",
            Self::Sign => "sign",
            Self::Poll => "poll",
        }
    }
}

/// Why a remote service did not sign. Texts of the service are cut short and never hold a secret
/// of this side.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// The service could not be spoken with.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The service said no, in its own words.
    #[error("{service} refused at {}: {code} {text}", step.name())]
    Refused {
        /// The service.
        service: String,
        /// At what.
        step: RemoteStep,
        /// Its error code, or the HTTP status.
        code: String,
        /// Its words; may be empty.
        text: String,
    },
    /// PIN, password or one-time password were wrong. Nothing is tried again by itself.
    #[error("{service} does not accept the PIN or one-time password: {code}")]
    WrongSecret {
        /// The service.
        service: String,
        /// Its error code.
        code: String,
    },
    /// The answer is not what the profile or the specification says.
    #[error("{service} answered at {} without {field}", step.name())]
    Unreadable {
        /// The service.
        service: String,
        /// At what.
        step: RemoteStep,
        /// What is missing or unreadable.
        field: String,
    },
    /// The service asks to be left alone for longer than there is time.
    #[error("{service} takes no more requests for {seconds} s")]
    RateLimited {
        /// The service.
        service: String,
        /// How long it asked for, in seconds; 0 where it did not say.
        seconds: u64,
    },
    /// A value that the profile names was not given: a user name, a secret, a PIN.
    #[error("{name} is not given")]
    MissingInput {
        /// Its name in the profile, or `pin`, `otp`.
        name: String,
    },
    /// The user declined on the phone.
    #[error("the request was declined on the signer's device")]
    Declined,
    /// Nobody confirmed before the service gave up, or the authorization ended.
    #[error("the request expired before it was confirmed")]
    Expired,
    /// Nobody confirmed in time here; the request still stands and can be resumed.
    #[error("not confirmed after {seconds} s")]
    StillWaiting {
        /// The time waited, in seconds.
        seconds: u64,
    },
    /// The caller stopped waiting.
    #[error("cancelled")]
    Cancelled,
    /// The credential cannot sign now: disabled, suspended, expired.
    #[error("credential {id} cannot sign: {status}")]
    Unusable {
        /// The credential.
        id: String,
        /// Its status in the words of the service.
        status: String,
    },
    /// The credential does not sign with this.
    #[error("the credential does not sign with {algorithm}")]
    Algorithm {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The browser came back with another state than it was sent with, or with none.
    #[error("the login in the browser came back with a wrong state")]
    State,
    /// The browser brought nothing back.
    #[error("the login in the browser failed: {fault}")]
    Browser {
        /// Why.
        fault: BrowserFault,
    },
    /// The service names another server for logging in, which the profile does not.
    #[error("{service} sends logins to {url}, which the profile does not name")]
    ForeignLogin {
        /// The service.
        service: String,
        /// The address that it names.
        url: String,
    },
}

/// Why logging in by a browser did not work.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserFault {
    /// No port of 127.0.0.1 is free.
    #[error("no free port on 127.0.0.1")]
    NoPort,
    /// The system gives no random numbers.
    #[error("no randomness")]
    NoRandomness,
    /// There is no browser to send.
    #[error("no browser")]
    NoBrowser,
    /// The service refused there, in its own words.
    #[error("refused: {0}")]
    Refused(String),
}

impl From<RemoteError> for kyso::key::KeyError {
    fn from(error: RemoteError) -> Self {
        Self::Provider(Box::new(error))
    }
}

/// Characters of a service's own words that are kept.
const TEXT_SHOWN: usize = 200;

/// A service's words as they may be shown: short, in one line.
pub(crate) fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_SHOWN).collect()
}
