//! Keys at remote services (CSC, vendors' gateways), in builds that have the network.

use std::ffi::{c_char, c_void};
#[cfg(feature = "net")]
use std::sync::Arc;
#[cfg(feature = "net")]
use std::time::Duration;

#[cfg(feature = "net")]
use kyso_net::remote::{
    RemoteCredential, RemoteError, RemoteInputs, RemoteKey, RemoteProfile, RemoteService,
    RemoteUser,
};
#[cfg(feature = "net")]
use zeroize::Zeroizing;

#[cfg(feature = "net")]
use crate::buffer::give_slice;
#[cfg(feature = "net")]
use crate::call::{at, unknown};
use crate::call::{call, free, handle, output, text};
#[cfg(feature = "net")]
use crate::callback::secret;
use crate::callback::{UserData, kyso_free_callback, kyso_reply};
#[cfg(feature = "net")]
use crate::code::*;
use crate::credential::kyso_credential;
use crate::error::{Fault, kyso_error};
#[cfg(feature = "net")]
use crate::names::*;
use crate::network::{kyso_network, with_net};
use crate::text::Texts;

/// Speaks for the signer: `kind` is one of KYSO_REMOTE_ASK_..., `name` what it is about. What is
/// asked for goes into `reply` with kyso_reply_set and is wiped afterwards.
///
/// 0 says that it is there, or that it may go on; any other number that it is not given. What it
/// is given is the library's and lives until it returns. It is called by the thread that logs in
/// or signs, from several at once where several sign.
pub type kyso_remote_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        kind: u32,
        name: *const c_char,
        reply: *mut kyso_reply,
    ) -> u32,
>;

/// A remote service, logged in, with the keys of the user. It never changes: any number of threads
/// may use it at once.
pub struct kyso_remote {
    #[cfg(feature = "net")]
    service: Arc<RemoteService>,
    #[cfg(feature = "net")]
    user: CallbackUser,
    #[cfg(feature = "net")]
    keys: Vec<RemoteCredential>,
    #[cfg_attr(not(feature = "net"), expect(dead_code, reason = "no key, no text"))]
    texts: Texts,
}

/// Logs in as `profile` says, which is the name of a shipped one (`vnpt-smartca`, `viettel-mysign`)
/// or the text of one in TOML, and lists the user's keys. `callback` is asked for what the profile
/// takes from outside. KYSO_PROFILE for a text that is no profile, KYSO_UNSUPPORTED in builds
/// without network.
///
/// `user_data` is the caller's and is passed on as it is; `free_user_data`, where it is not NULL, is
/// called with it once nothing will call the callback any more, also where this call fails. `remote`
/// is the caller's, to be freed with kyso_remote_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_remote_open(
    network: *const kyso_network,
    profile: *const c_char,
    callback: kyso_remote_callback,
    user_data: *mut c_void,
    free_user_data: kyso_free_callback,
    remote: *mut *mut kyso_remote,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_remote_open", error, || {
            let user = UserData::new(user_data, free_user_data);
            let (network, profile) = (handle(network, "network")?, text(profile, "profile")?);
            let call =
                callback.ok_or(Fault::new(crate::code::KYSO_NULL_POINTER, "callback is NULL"))?;
            let place = output(remote, "remote")?;
            with_net!(user, network, profile, call, place => {
                let invalid = |error| Fault::of(KYSO_PROFILE, &error);
                let profile = match RemoteProfile::shipped(profile) {
                    Some(profile) => profile,
                    None => RemoteProfile::from_toml(profile).map_err(invalid)?,
                };
                let user = CallbackUser { call, user: Arc::new(user) };
                let inputs = user.inputs(&profile);
                let service = RemoteService::open(&network.network, &profile, &inputs, &user);
                let service = Arc::new(service.map_err(|error| refused(&error))?);
                let keys = service.list().map_err(|error| refused(&error))?;
                place.give(kyso_remote { service, user, keys, texts: Texts::default() });
                Ok(())
            })
        })
    }
}

/// Writes how many keys the user has there to `count`, those that cannot sign now among them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_remote_count(
    remote: *const kyso_remote,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_remote_count", error, || {
            let (remote, place) = (handle(remote, "remote")?, output(count, "count")?);
            with_net!(remote, place => {
                place.put(remote.keys.len());
                Ok(())
            })
        })
    }
}

/// Writes a text about one of the keys to `text`, NULL where there is none: `field` is one of
/// KYSO_REMOTE_KEY_.... The text is the service's and lives until kyso_remote_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_remote_text(
    remote: *const kyso_remote,
    index: usize,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_remote_text", error, || {
            let (remote, place) = (handle(remote, "remote")?, output(text, "text")?);
            with_net!(remote, index, field, place => {
                let key = at(&remote.keys, index, "key")?;
                let certificate = key.certificate();
                let text = match field {
                    KYSO_REMOTE_KEY_ID => Some(key.id().to_owned()),
                    KYSO_REMOTE_KEY_FAULT => key.fault().map(str::to_owned),
                    KYSO_REMOTE_KEY_SUBJECT => certificate.map(|leaf| leaf.subject().to_string()),
                    KYSO_REMOTE_KEY_ISSUER => certificate.map(|leaf| leaf.issuer().to_string()),
                    KYSO_REMOTE_KEY_SERIAL => certificate.map(|leaf| leaf.serial_hex()),
                    KYSO_REMOTE_KEY_ALGORITHMS => Some(crate::credential::names(key.algorithms())),
                    other => return Err(unknown("field", other)),
                };
                let name = (index, 0, field, String::new());
                place.put(remote.texts.get(name, text.as_deref()));
                Ok(())
            })
        })
    }
}

/// Writes where the DER of the certificate of one of the keys is to `data`, and its length to `len`;
/// KYSO_NO_CERTIFICATE where the service tells none. The bytes are the service's and live until
/// kyso_remote_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_remote_certificate(
    remote: *const kyso_remote,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_remote_certificate", error, || {
            let remote = handle(remote, "remote")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            with_net!(remote, index, data, len => {
                let key = at(&remote.keys, index, "key")?;
                give_slice(crate::certificate::first(key.chain())?.der(), data, len);
                Ok(())
            })
        })
    }
}

/// One of the keys, for signing: each signature is an authorization of its own, for which the
/// callback of kyso_remote_open is asked for PIN and one-time password, or the signer confirms on the
/// telephone. A call that signs takes as long as that. `credential` is the caller's, to be freed with
/// kyso_credential_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_from_remote(
    remote: *const kyso_remote,
    index: usize,
    credential: *mut *mut kyso_credential,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_from_remote", error, || {
            let (remote, place) = (handle(remote, "remote")?, output(credential, "credential")?);
            with_net!(remote, index, place => {
                let key = at(&remote.keys, index, "key")?.clone();
                let (service, user) = (Arc::clone(&remote.service), remote.user.clone());
                place.give(kyso_credential::new(RemoteKey::credential(service, key, user)?));
                Ok(())
            })
        })
    }
}

/// Frees the service; credentials that were made of it go on. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_remote_free(remote: *mut kyso_remote) {
    // SAFETY: NULL, or a service that was not freed.
    unsafe { free(remote) };
}

/// The signer behind a callback.
#[cfg(feature = "net")]
#[derive(Clone, Debug)]
struct CallbackUser {
    call: unsafe extern "C" fn(*mut c_void, u32, *const c_char, *mut kyso_reply) -> u32,
    user: Arc<UserData>,
}

#[cfg(feature = "net")]
impl CallbackUser {
    /// What the profile takes from outside; what stands in it is not asked for.
    fn inputs(&self, profile: &RemoteProfile) -> RemoteInputs {
        let mut inputs = RemoteInputs::default();
        for (name, input) in profile.inputs() {
            let value = match &input.value {
                Some(value) => Some(Zeroizing::new(value.clone())),
                None => self.secret(KYSO_REMOTE_ASK_INPUT, name),
            };
            match value {
                Some(value) => inputs = inputs.with(name, value),
                None if input.optional => inputs = inputs.with(name, Zeroizing::default()),
                // The service says which one it misses.
                None => {}
            }
        }
        inputs
    }

    fn ask(&self, kind: u32, name: &str, reply: *mut kyso_reply) -> u32 {
        let name = crate::text::c_string(name);
        // SAFETY: the caller's own function, with what it was promised.
        unsafe { (self.call)(self.user.pointer(), kind, name.as_ptr(), reply) }
    }

    fn secret(&self, kind: u32, name: &str) -> Option<Zeroizing<String>> {
        secret(|reply| self.ask(kind, name, reply))
    }

    fn tell(&self, kind: u32, name: &str) -> bool {
        let mut reply = kyso_reply::default();
        self.ask(kind, name, &raw mut reply) == KYSO_OK
    }
}

#[cfg(feature = "net")]
impl RemoteUser for CallbackUser {
    fn pin(&self) -> Option<Zeroizing<String>> {
        self.secret(KYSO_REMOTE_ASK_PIN, "")
    }

    fn otp(&self) -> Option<Zeroizing<String>> {
        self.secret(KYSO_REMOTE_ASK_OTP, "")
    }

    fn browse(&self, url: &str) -> bool {
        self.tell(KYSO_REMOTE_ASK_BROWSE, url)
    }

    fn waiting(&self, waited: Duration, allowed: Duration) {
        let text = format!("{}/{}", waited.as_secs(), allowed.as_secs());
        self.tell(KYSO_REMOTE_ASK_WAITING, &text);
    }

    fn accepted(&self, transaction: &str) {
        self.tell(KYSO_REMOTE_ASK_ACCEPTED, transaction);
    }
}

#[cfg(feature = "net")]
fn refused(error: &RemoteError) -> Fault {
    Fault::of(of_remote(error), error)
}

#[cfg(feature = "net")]
pub(crate) fn of_remote(error: &RemoteError) -> u32 {
    match error {
        RemoteError::Service(_) => KYSO_SERVICE,
        RemoteError::WrongSecret { .. } => KYSO_WRONG_PIN,
        RemoteError::MissingInput { .. } => KYSO_PASSPHRASE_NEEDED,
        RemoteError::Algorithm { .. } => KYSO_ALGORITHM_UNSUPPORTED,
        RemoteError::Cancelled => KYSO_CANCELLED,
        _ => KYSO_KEY_REFUSED,
    }
}
