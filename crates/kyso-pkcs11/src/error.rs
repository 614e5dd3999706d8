//! Why a token gives no key or no signature.

use std::path::PathBuf;

use kyso::key::KeyError;

use crate::{LoadFault, TokenKeyInfo, Tries};

/// Why a token gives no key or no signature.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// No module is configured on this machine, or none of the name asked for.
    #[error("no PKCS#11 module found")]
    NoModule,
    /// A module cannot be loaded.
    #[error("{}: {fault}", path.display())]
    Module {
        /// The library.
        path: PathBuf,
        /// Why.
        fault: LoadFault,
    },
    /// No token is in any reader, or none fits the URI.
    #[error("no token fits; tokens found: {}", found.join(", "))]
    NoToken {
        /// Labels of the tokens found.
        found: Vec<String>,
        /// Readers without a token.
        empty_readers: usize,
    },
    /// The tokens hold no signing certificate that fits the URI.
    #[error("no signing certificate fits on {}", tokens.join(", "))]
    NoCertificate {
        /// Labels of the tokens.
        tokens: Vec<String>,
    },
    /// Several keys fit.
    #[error("{} keys fit", keys.len())]
    SeveralKeys {
        /// The keys.
        keys: Vec<TokenKeyInfo>,
    },
    /// The token has the certificate and not its private key.
    #[error("no private key for the certificate on {token}")]
    NoPrivateKey {
        /// Label of the token.
        token: String,
    },
    /// The PIN is wrong. It was tried once.
    #[error("wrong PIN for {token}")]
    PinIncorrect {
        /// Label of the token.
        token: String,
        /// What the token says of the tries left.
        tries: Tries,
    },
    /// The PIN has a length or letters that the token does not take; it cost no try.
    #[error("the PIN has not the length that {token} asks for")]
    PinLength {
        /// Label of the token.
        token: String,
        /// Fewest bytes.
        min: usize,
        /// Most bytes.
        max: usize,
    },
    /// The PIN is locked.
    #[error("the PIN of {token} is locked")]
    PinLocked {
        /// Label of the token.
        token: String,
    },
    /// The PIN must be set or changed before it can be used.
    #[error("the PIN of {token} must be set first")]
    PinUnset {
        /// Label of the token.
        token: String,
    },
    /// Nobody gave a PIN.
    #[error("no PIN given for {token}")]
    PinMissing {
        /// Label of the token.
        token: String,
    },
    /// The token was pulled out, or the connection to it is lost.
    #[error("token {token} is gone")]
    Gone {
        /// Label of the token.
        token: String,
    },
    /// The token signs with nothing that is known here.
    #[error("token {token} signs with no known algorithm")]
    NoAlgorithm {
        /// Label of the token.
        token: String,
    },
    /// The token refused; the names are those of PKCS#11.
    #[error("{function}: {code}")]
    Refused {
        /// The function, such as `C_Sign`.
        function: String,
        /// The return value, such as `CKR_DEVICE_ERROR`.
        code: String,
    },
    /// The value returned is not one of the algorithm.
    #[error("the token returned a malformed signature value")]
    Value,
    /// The key and its certificate do not go together.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl From<TokenError> for KeyError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Key(error) => error,
            other => Self::Provider(Box::new(other)),
        }
    }
}
