//! Time-stamps (RFC 3161, RFC 5816): asked for through one trait, read and checked here.

mod request;
mod response;
#[cfg(test)]
mod tests;
mod token;
mod tst_info;

use std::fmt::Debug;

use const_oid::ObjectIdentifier;

pub use self::response::{FailureInfo, PkiStatus};
pub use self::token::{TimestampToken, TokenChecked, TokenError, TokenFault};
pub use self::tst_info::{Imprint, TstInfo};
use crate::DigestAlgorithm;
use crate::cms::BerError;
use crate::crypto::Digest;
use crate::service::ServiceError;
use crate::x509::unsigned;
use response::TimestampResponse;

/// A time-stamp authority. Pass one to [`Signer`](crate::Signer); never call it: [`obtain`] does
/// and checks what it gives.
pub trait TimestampAuthority: Send + Sync + Debug {
    /// Sends a TimeStampReq, DER, and gives back the TimeStampResp, DER.
    ///
    /// # Errors
    /// [`ServiceError`] when there is no answer.
    fn request(&self, request: &[u8]) -> Result<Vec<u8>, ServiceError>;

    /// Its name in messages: the URL.
    fn name(&self) -> &str;

    /// The hash function of the imprint.
    fn digest(&self) -> DigestAlgorithm {
        DigestAlgorithm::Sha256
    }

    /// The policy to ask for.
    fn policy(&self) -> Option<ObjectIdentifier> {
        None
    }

    /// A fresh random number, big-endian, that the answer must repeat; 8 to 16 bytes are usual.
    /// The core has no source of randomness.
    fn nonce(&self) -> Option<Vec<u8>> {
        None
    }

    /// Bytes to keep free for a token. Tokens with a chain of four certificates have some 8 KB.
    fn token_room(&self) -> usize {
        16 << 10
    }
}

/// Why no time-stamp was obtained, and from whom.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("time-stamp authority {service}: {fault}")]
#[non_exhaustive]
pub struct TimestampError {
    /// The authority's name: its URL.
    pub service: String,
    /// What went wrong.
    pub fault: TimestampFault,
}

/// What went wrong when asking for a time-stamp.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampFault {
    /// No answer.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The answer is no time-stamp response.
    #[error("no time-stamp response: {0}")]
    Response(BerError),
    /// The authority refused.
    #[error("refused: {} {text:?} {failure:?}", .status.name())]
    Refused {
        /// Its status.
        status: PkiStatus,
        /// Its own words, at most [`MAX_SERVICE_TEXT`](crate::limits::MAX_SERVICE_TEXT)
        /// characters.
        text: Option<String>,
        /// Why.
        failure: Option<FailureInfo>,
    },
    /// It says granted and gives no token.
    #[error("granted without a token")]
    NoToken,
    /// The token cannot be read.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The token answers another request.
    #[error("the nonce of the time-stamp is another")]
    Nonce {
        /// The nonce sent, big-endian.
        expected: Vec<u8>,
        /// The nonce in the token, contents of the INTEGER.
        found: Option<Vec<u8>>,
    },
    /// The token was made under another policy than asked for.
    #[error("the time-stamp has policy {found}, not {expected}")]
    Policy {
        /// The policy asked for.
        expected: ObjectIdentifier,
        /// The policy in the token.
        found: ObjectIdentifier,
    },
    /// The token is not sound.
    #[error(transparent)]
    Fault(#[from] TokenFault),
}

/// Obtains a time-stamp over `imprint` and checks it: status, nonce, policy, imprint, the
/// signature by the certificate inside, and that this certificate is for time-stamps.
///
/// # Errors
/// [`TimestampError`] with the name of the authority.
pub fn obtain(
    tsa: &dyn TimestampAuthority,
    imprint: &Digest,
) -> Result<TimestampToken, TimestampError> {
    ask(tsa, imprint).map_err(|fault| TimestampError { service: tsa.name().to_owned(), fault })
}

fn ask(tsa: &dyn TimestampAuthority, imprint: &Digest) -> Result<TimestampToken, TimestampFault> {
    let (policy, nonce) = (tsa.policy(), tsa.nonce());
    let request = request::encode_request(imprint, policy, nonce.as_deref());
    let answer = tsa.request(&request)?;
    let response = TimestampResponse::parse(&answer).map_err(TimestampFault::Response)?;
    let TimestampResponse { status, text, failure, token } = response;
    if !matches!(status, PkiStatus::Granted | PkiStatus::GrantedWithMods) {
        return Err(TimestampFault::Refused { status, text, failure });
    }
    let token = TimestampToken::parse(token.ok_or(TimestampFault::NoToken)?)?;
    let info = token.info();
    if let Some(expected) = nonce
        && info.nonce.as_deref().map(unsigned) != Some(unsigned(&expected))
    {
        return Err(TimestampFault::Nonce { expected, found: info.nonce.clone() });
    }
    if let Some(expected) = policy
        && info.policy != expected
    {
        return Err(TimestampFault::Policy { expected, found: info.policy });
    }
    token.check(imprint, &[])?;
    Ok(token)
}
