//! Keys on tokens and HSMs (PKCS#11), in builds that reach them.

use std::ffi::{c_char, c_void};

#[cfg(feature = "pkcs11")]
use kyso_pkcs11::{FoundKey, PinPurpose, PinSource, Pkcs11Uri, Places, Token, TokenError, search};

#[cfg(feature = "pkcs11")]
use crate::buffer::give_slice;
#[cfg(feature = "pkcs11")]
use crate::call::at;
#[cfg(feature = "pkcs11")]
use crate::call::unknown;
use crate::call::{bytes, call, free, handle, output, text};
#[cfg(feature = "pkcs11")]
use crate::callback::secret;
use crate::callback::{UserData, kyso_free_callback, kyso_reply};
use crate::certificate;
#[cfg(feature = "pkcs11")]
use crate::code::*;
#[cfg(not(feature = "pkcs11"))]
use crate::code::{KYSO_NULL_POINTER, KYSO_UNSUPPORTED};
use crate::credential::kyso_credential;
use crate::error::{Fault, kyso_error};
#[cfg(feature = "pkcs11")]
use crate::names::*;
use crate::text::Texts;

/// Gives the PIN of a token: `token` is its label, `tries` one of KYSO_TRIES_..., `purpose` one of
/// KYSO_PIN_.... The PIN goes into `reply` with kyso_reply_set and is wiped afterwards; for
/// KYSO_PIN_ON_READER nothing does: the signer is about to be asked by the reader itself.
///
/// 0 says that it is there; any other number that nobody gives one. A PIN is tried once: with
/// KYSO_TRIES_LAST a wrong one locks the token. What it is given is the library's and lives until
/// it returns. It is called by the thread that opens the key or, where the key asks for its PIN each
/// time, by the one that signs.
pub type kyso_pin_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        purpose: u32,
        token: *const c_char,
        tries: u32,
        reply: *mut kyso_reply,
    ) -> u32,
>;

/// The keys that were found on tokens. It never changes: any number of threads may use it at once.
pub struct kyso_token_keys {
    #[cfg(feature = "pkcs11")]
    keys: Vec<FoundKey>,
    #[cfg_attr(not(feature = "pkcs11"), expect(dead_code, reason = "no key, no text"))]
    texts: Texts,
}

/// What takes tokens: in builds without them KYSO_UNSUPPORTED, once the arguments were looked at.
macro_rules! with_tokens {
    ($($argument:expr),+ => $work:block) => {{
        #[cfg(feature = "pkcs11")]
        $work
        #[cfg(not(feature = "pkcs11"))]
        {
            let _ = ($($argument),+);
            Err(Fault::new(KYSO_UNSUPPORTED, "this build reaches no tokens: use a callback"))
        }
    }};
}

/// Looks for the keys that a PKCS#11 URI (RFC 7512) asks for, with those of its tokens' certificates
/// that are for signing: `pkcs11:` alone means all. A URI without module-path asks the modules of
/// p11-kit's configuration; loading a module runs its code. No PIN is asked for.
///
/// KYSO_NO_KEY, or KYSO_TOKEN where no module or no token fits, says that there is none, and why.
/// `keys` is the caller's, to be freed with kyso_token_keys_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_token_search(
    uri: *const c_char,
    keys: *mut *mut kyso_token_keys,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_token_search", error, || {
            let (uri, place) = (text(uri, "uri")?, output(keys, "keys")?);
            with_tokens!(uri, place => {
                let invalid = |error| Fault::of(KYSO_INVALID_ARGUMENT, &error);
                let uri: Pkcs11Uri = uri.parse().map_err(invalid)?;
                let mut found = search(&uri, &Places::of_system(None));
                let keys = std::mem::take(&mut found.keys);
                if keys.is_empty() {
                    return Err(refused(&found.nothing()));
                }
                place.give(kyso_token_keys { keys, texts: Texts::default() });
                Ok(())
            })
        })
    }
}

/// Writes how many keys were found to `count`, at least one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_token_keys_count(
    keys: *const kyso_token_keys,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_token_keys_count", error, || {
            let (keys, place) = (handle(keys, "keys")?, output(count, "count")?);
            with_tokens!(keys, place => {
                place.put(keys.keys.len());
                Ok(())
            })
        })
    }
}

/// Writes a text about one of the keys to `text`: `field` is one of KYSO_TOKEN_KEY_.... The text is
/// that of `keys` and lives until kyso_token_keys_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_token_keys_text(
    keys: *const kyso_token_keys,
    index: usize,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_token_keys_text", error, || {
            let (keys, place) = (handle(keys, "keys")?, output(text, "text")?);
            with_tokens!(keys, index, field, place => {
                let info = at(&keys.keys, index, "key")?.info();
                let text = match field {
                    KYSO_TOKEN_KEY_URI => info.uri(),
                    KYSO_TOKEN_KEY_TOKEN => info.token.label.clone(),
                    KYSO_TOKEN_KEY_LABEL => info.label.clone(),
                    KYSO_TOKEN_KEY_SUBJECT => info.certificate.subject().to_string(),
                    KYSO_TOKEN_KEY_ISSUER => info.certificate.issuer().to_string(),
                    KYSO_TOKEN_KEY_SERIAL => info.certificate.serial_hex(),
                    KYSO_TOKEN_KEY_ALGORITHMS => crate::credential::names(&info.algorithms),
                    other => return Err(unknown("field", other)),
                };
                let key = (index, 0, field, String::new());
                place.put(keys.texts.get(key, Some(&text)));
                Ok(())
            })
        })
    }
}

/// Writes where the DER of the certificate of one of the keys is to `data`, and its length to `len`.
/// The bytes are those of `keys` and live until kyso_token_keys_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_token_keys_certificate(
    keys: *const kyso_token_keys,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_token_keys_certificate", error, || {
            let keys = handle(keys, "keys")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            with_tokens!(keys, index, data, len => {
                give_slice(at(&keys.keys, index, "key")?.info().certificate.der(), data, len);
                Ok(())
            })
        })
    }
}

/// Logs in and takes hold of one of the keys. Whether its certificate may sign is worth asking
/// before: kyso_signer_check. `certificates` (PEM, DER or PKCS#7) are those of its issuers that the
/// token does not hold; it may be NULL.
///
/// `callback` gives the PIN, unless the token is logged in already: it is called at most once here,
/// and a wrong PIN (KYSO_WRONG_PIN) costs one try. `user_data` is the caller's and is passed on as it
/// is; `free_user_data`, where it is not NULL, is called with it once nothing will call the callback
/// any more, also where this call fails. `credential` is the caller's, to be freed with
/// kyso_credential_free: that logs out where nobody else uses the token. Several threads may sign
/// with it: their calls come one after the other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_from_token(
    keys: *const kyso_token_keys,
    index: usize,
    certificates: *const u8,
    certificates_len: usize,
    callback: kyso_pin_callback,
    user_data: *mut c_void,
    free_user_data: kyso_free_callback,
    credential: *mut *mut kyso_credential,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_from_token", error, || {
            let user = UserData::new(user_data, free_user_data);
            let more = match certificates.is_null() {
                true => None,
                false => Some(bytes(certificates, certificates_len, "certificates")?),
            };
            let keys = handle(keys, "keys")?;
            let null = Fault::new(KYSO_NULL_POINTER, "callback is NULL");
            let call = callback.ok_or(null)?;
            let place = output(credential, "credential")?;
            let more = more.map(certificate::read).transpose()?.unwrap_or_default();
            with_tokens!(user, keys, index, more, call, place => {
                let key = at(&keys.keys, index, "key")?.clone();
                let pins = Box::new(CallbackPins { call, user });
                let opened = key.credential(pins, &more).map_err(|error| refused(&error))?;
                place.give(kyso_credential::new(opened));
                Ok(())
            })
        })
    }
}

/// Frees the list; credentials that were opened of it go on. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_token_keys_free(keys: *mut kyso_token_keys) {
    // SAFETY: NULL, or a list that was not freed.
    unsafe { free(keys) };
}

#[cfg(feature = "pkcs11")]
struct CallbackPins {
    call: unsafe extern "C" fn(*mut c_void, u32, *const c_char, u32, *mut kyso_reply) -> u32,
    user: UserData,
}

#[cfg(feature = "pkcs11")]
impl CallbackPins {
    fn ask(&self, token: &Token, purpose: u32, reply: *mut kyso_reply) -> u32 {
        use kyso_pkcs11::Tries;

        let label = crate::text::c_string(&token.label);
        let tries = match token.tries {
            Tries::Enough => KYSO_TRIES_ENOUGH,
            Tries::Low => KYSO_TRIES_LOW,
            Tries::Last => KYSO_TRIES_LAST,
            Tries::Locked => KYSO_TRIES_LOCKED,
        };
        // SAFETY: the caller's own function, with what it was promised.
        unsafe { (self.call)(self.user.pointer(), purpose, label.as_ptr(), tries, reply) }
    }
}

#[cfg(feature = "pkcs11")]
impl PinSource for CallbackPins {
    fn pin(&mut self, token: &Token, purpose: PinPurpose) -> Option<zeroize::Zeroizing<String>> {
        let purpose = match purpose {
            PinPurpose::Signature => KYSO_PIN_SIGNATURE,
            _ => KYSO_PIN_LOGIN,
        };
        secret(|reply| self.ask(token, purpose, reply))
    }

    fn on_reader(&mut self, token: &Token, _: PinPurpose) -> bool {
        let mut reply = kyso_reply::default();
        self.ask(token, KYSO_PIN_ON_READER, &raw mut reply) == KYSO_OK
    }
}

/// What a token refused.
#[cfg(feature = "pkcs11")]
pub(crate) fn refused(error: &TokenError) -> Fault {
    let text = match error {
        TokenError::SeveralKeys { keys } => {
            let uris: Vec<String> = keys.iter().map(kyso_pkcs11::TokenKeyInfo::uri).collect();
            format!("{error}: {}", uris.join(", "))
        }
        other => other.to_string(),
    };
    Fault::new(of_token(error), text)
}

#[cfg(feature = "pkcs11")]
pub(crate) fn of_token(error: &TokenError) -> u32 {
    match error {
        TokenError::NoModule | TokenError::Module { .. } | TokenError::NoToken { .. } => KYSO_TOKEN,
        TokenError::NoCertificate { .. } | TokenError::NoPrivateKey { .. } => KYSO_NO_KEY,
        TokenError::SeveralKeys { .. } => KYSO_SEVERAL_KEYS,
        TokenError::PinIncorrect { .. } | TokenError::PinLength { .. } => KYSO_WRONG_PIN,
        TokenError::PinLocked { .. } => KYSO_PIN_LOCKED,
        TokenError::PinMissing { .. } => KYSO_PASSPHRASE_NEEDED,
        TokenError::Gone { .. } => KYSO_TOKEN_GONE,
        TokenError::NoAlgorithm { .. } => KYSO_ALGORITHM_UNSUPPORTED,
        TokenError::Key(error) => crate::error::of_key(error),
        _ => KYSO_KEY_REFUSED,
    }
}
