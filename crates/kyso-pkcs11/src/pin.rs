//! Asking for the PIN, one try a request.

use cryptoki::error::{Error, RvError};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

use crate::TokenError;
use crate::module::{Module, refused};
use crate::token::{Token, Tries};

/// What a PIN is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PinPurpose {
    /// To log in, once for everything that follows.
    Login,
    /// For one signature: the key asks each time (CKA_ALWAYS_AUTHENTICATE).
    Signature,
}

/// Somebody who knows the PIN. Each call is for one try: a wrong one is never tried again.
pub trait PinSource: Send {
    /// The PIN of `token`; `None` to give up. [`Token::tries`] says how many tries are left.
    fn pin(&mut self, token: &Token, purpose: PinPurpose) -> Option<Zeroizing<String>>;

    /// The PIN is about to be asked for on the reader itself; `false` to give up.
    fn on_reader(&mut self, _token: &Token, _purpose: PinPurpose) -> bool {
        true
    }
}

/// Logs in, asking once. Whoever is logged in already is not asked.
pub(crate) fn log_in(
    session: &Session,
    module: &Module,
    token: &Token,
    purpose: PinPurpose,
    source: &mut dyn PinSource,
) -> Result<(), TokenError> {
    // As the token says now, not as it said when it was found.
    let now = module.token(token.slot);
    let token = now.as_ref().unwrap_or(token);
    let label = || token.label.clone();
    if token.tries == Tries::Locked {
        return Err(TokenError::PinLocked { token: label() });
    }
    if !token.has_pin && !token.pin_on_reader {
        return Err(TokenError::PinUnset { token: label() });
    }
    let missing = || TokenError::PinMissing { token: label() };
    let pin = if token.pin_on_reader {
        source.on_reader(token, purpose).then_some(None).ok_or_else(missing)?
    } else {
        let pin = source.pin(token, purpose).ok_or_else(missing)?;
        check_length(&pin, token)?;
        // One allocation of the exact length, wiped when it is dropped.
        Some(AuthPin::new(Box::from(pin.as_str())))
    };
    let user = match purpose {
        PinPurpose::Login => UserType::User,
        PinPurpose::Signature => UserType::ContextSpecific,
    };
    match session.login(user, pin.as_ref()) {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(error) => Err(login_fault(error, module, token)),
    }
}

/// A PIN of a length that cannot be right is not shown to the token: it might count it.
fn check_length(pin: &str, token: &Token) -> Result<(), TokenError> {
    let (min, max) = token.pin_length;
    if pin.is_empty() || pin.len() < min || (max >= min && max > 0 && pin.len() > max) {
        return Err(TokenError::PinLength { token: token.label.clone(), min, max });
    }
    Ok(())
}

fn login_fault(error: Error, module: &Module, token: &Token) -> TokenError {
    let label = token.label.clone();
    let Error::Pkcs11(value, _) = &error else { return refused(error) };
    match value {
        RvError::PinIncorrect => {
            let tries = module.token(token.slot).map_or(token.tries, |token| token.tries);
            TokenError::PinIncorrect { token: label, tries }
        }
        RvError::PinLenRange | RvError::PinInvalid => {
            let (min, max) = token.pin_length;
            TokenError::PinLength { token: label, min, max }
        }
        RvError::PinLocked => TokenError::PinLocked { token: label },
        RvError::UserPinNotInitialized | RvError::PinExpired => {
            TokenError::PinUnset { token: label }
        }
        RvError::FunctionCanceled | RvError::Cancel => TokenError::PinMissing { token: label },
        _ => gone_or_refused(error, label),
    }
}

/// Whether a refusal means that the token is not there any more.
pub(crate) fn gone_or_refused(error: Error, token: String) -> TokenError {
    match &error {
        Error::Pkcs11(
            RvError::DeviceRemoved
            | RvError::TokenNotPresent
            | RvError::TokenNotRecognized
            | RvError::SessionHandleInvalid
            | RvError::SessionClosed
            | RvError::SlotIdInvalid
            | RvError::UserNotLoggedIn,
            _,
        ) => TokenError::Gone { token },
        _ => refused(error),
    }
}
