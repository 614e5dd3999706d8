//! Outside services: who stamps, and who knows of revocations.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use const_oid::ObjectIdentifier;
use kyso::revocation::RevocationSource;
use kyso::timestamp::TimestampAuthority;
use kyso::{Cancellation, DigestAlgorithm, ServiceError};
#[cfg(feature = "net")]
use zeroize::Zeroizing;

use crate::call::{bytes, call, free, handle, handle_mut, output, path, text};
use crate::callback::{CallbackFetch, Fetch, UserData, kyso_fetch_callback, kyso_free_callback};
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_NULL_POINTER, KYSO_UNSUPPORTED};
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_FETCH_CERTIFICATES, KYSO_FETCH_CRL, KYSO_FETCH_OCSP, KYSO_FETCH_TIMESTAMP,
};
#[cfg(not(feature = "net"))]
use crate::network::unsupported;
use crate::network::{kyso_network, url, with_net};

/// A time-stamp authority, or several of which the next is asked when one fails. One thread at a
/// time may change it; what signs with it keeps what it needs of it, and any number may do so at
/// once.
pub struct kyso_tsa {
    pub(crate) authority: Authority,
}

/// Who knows of revocations: OCSP, CRLs and issuers' certificates. One thread at a time may change
/// it; what signs or verifies with it keeps what it needs of it, any number may do so at once, and
/// what was fetched once is used again.
pub struct kyso_revocation {
    pub(crate) source: Revocations,
}

#[derive(Clone)]
pub(crate) enum Authority {
    #[cfg(feature = "net")]
    Http(Vec<kyso_net::HttpTsa>),
    Callback(CallbackTsa),
}

#[derive(Clone)]
pub(crate) enum Revocations {
    #[cfg(feature = "net")]
    Http(kyso_net::HttpEvidence),
    Callback(CallbackSource),
}

/// The authority at `url`, http or https. KYSO_UNSUPPORTED in builds without network. `tsa` is the
/// caller's, to be freed with kyso_tsa_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_new(
    network: *const kyso_network,
    url: *const c_char,
    tsa: *mut *mut kyso_tsa,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_new", error, || {
            let (network, url) = (handle(network, "network")?, self::url(url)?);
            let place = output(tsa, "tsa")?;
            place.give(kyso_tsa { authority: http(network, url)? });
            Ok(())
        })
    }
}

/// An authority behind `callback`, which is asked for KYSO_FETCH_TIMESTAMP at `url`, a name of the
/// caller's own. `user_data` is the caller's and is passed on as it is; `free_user_data`, where it
/// is not NULL, is called with it once nothing will call the callback any more, also where this
/// call fails. `tsa` is the caller's, to be freed with kyso_tsa_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_from_callback(
    url: *const c_char,
    callback: kyso_fetch_callback,
    user_data: *mut c_void,
    free_user_data: kyso_free_callback,
    tsa: *mut *mut kyso_tsa,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_from_callback", error, || {
            let fetch = fetch(callback, UserData::new(user_data, free_user_data));
            let name = self::url(url)?.to_owned();
            let place = output(tsa, "tsa")?;
            let digest = DigestAlgorithm::Sha256;
            let authority = CallbackTsa {
                fetch: fetch?,
                name,
                digest,
                policy: None,
                room: None,
                cancellation: None,
            };
            place.give(kyso_tsa { authority: Authority::Callback(authority) });
            Ok(())
        })
    }
}

/// Adds the authority at `url`, which is asked when those before fail. KYSO_UNSUPPORTED where the
/// first is a callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_add(
    tsa: *mut kyso_tsa,
    network: *const kyso_network,
    url: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_add", error, || {
            let (tsa, network) = (handle_mut(tsa, "tsa")?, handle(network, "network")?);
            let added = http(network, self::url(url)?)?;
            match (&mut tsa.authority, added) {
                #[cfg(feature = "net")]
                (Authority::Http(all), Authority::Http(added)) => {
                    all.extend(added);
                    Ok(())
                }
                _ => Err(not_http()),
            }
        })
    }
}

/// Stamps with this hash function for the imprint, such as `sha384`; SHA-256 without it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_set_digest(
    tsa: *mut kyso_tsa,
    digest: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_set_digest", error, || {
            let (tsa, name) = (handle_mut(tsa, "tsa")?, text(digest, "digest")?);
            let unknown =
                || Fault::new(KYSO_INVALID_ARGUMENT, format!("no hash function {name:?} is known"));
            let digest = DigestAlgorithm::from_name(name).ok_or_else(unknown)?;
            match &mut tsa.authority {
                #[cfg(feature = "net")]
                Authority::Http(all) => {
                    all.iter_mut().for_each(|tsa| *tsa = tsa.clone().with_digest(digest));
                }
                Authority::Callback(callback) => callback.digest = digest,
            }
            Ok(())
        })
    }
}

/// Says a user's name and secret with every request, to every authority that was added so far; only
/// over https. Both are copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_set_login(
    tsa: *mut kyso_tsa,
    user: *const c_char,
    secret: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_set_login", error, || {
            let tsa = handle_mut(tsa, "tsa")?;
            let (user, secret) = (text(user, "user")?, text(secret, "secret")?);
            with_net!(tsa, user, secret => {
                change(tsa, |tsa| tsa.with_login(user, Zeroizing::new(secret.to_owned())))
            })
        })
    }
}

/// Shows a certificate in TLS, to every authority that was added so far: PEM texts of the
/// certificate with those above it, and of its key, which is not encrypted. Both are copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_set_identity(
    tsa: *mut kyso_tsa,
    certificates: *const u8,
    certificates_len: usize,
    key: *const u8,
    key_len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_set_identity", error, || {
            let tsa = handle_mut(tsa, "tsa")?;
            let certificates = bytes(certificates, certificates_len, "certificates")?;
            let key = bytes(key, key_len, "key")?;
            with_net!(tsa, certificates, key => {
                change(tsa, |tsa| {
                    let identity = kyso_net::ClientIdentity::from_pem(certificates, key)?;
                    Ok(tsa.with_identity(&identity))
                })
            })
        })
    }
}

/// Dangerous: as kyso_tsa_set_login, over plain http too. Whoever is on the way reads the secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_dangerous_set_login_in_clear(
    tsa: *mut kyso_tsa,
    user: *const c_char,
    secret: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_dangerous_set_login_in_clear", error, || {
            let tsa = handle_mut(tsa, "tsa")?;
            let (user, secret) = (text(user, "user")?, text(secret, "secret")?);
            with_net!(tsa, user, secret => {
                change(tsa, |tsa| tsa.with_login_even_in_clear(user, Zeroizing::new(secret.to_owned())))
            })
        })
    }
}

/// Asks every authority that was added so far for a time-stamp under this policy, an object
/// identifier, and takes no other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_set_policy(
    tsa: *mut kyso_tsa,
    policy: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_set_policy", error, || {
            let (tsa, name) = (handle_mut(tsa, "tsa")?, text(policy, "policy")?);
            let unknown = || Fault::new(KYSO_INVALID_ARGUMENT, format!("{name:?} is no OID"));
            let policy = ObjectIdentifier::new(name).map_err(|_| unknown())?;
            match &mut tsa.authority {
                #[cfg(feature = "net")]
                Authority::Http(all) => {
                    all.iter_mut().for_each(|tsa| *tsa = tsa.clone().with_policy(policy));
                }
                Authority::Callback(callback) => callback.policy = Some(policy),
            }
            Ok(())
        })
    }
}

/// Keeps so many bytes free for a token; without it 16 KiB, and what the longest answer needed once
/// there was one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_set_token_room(
    tsa: *mut kyso_tsa,
    room: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_set_token_room", error, || {
            let tsa = handle_mut(tsa, "tsa")?;
            match &mut tsa.authority {
                #[cfg(feature = "net")]
                Authority::Http(all) => {
                    all.iter_mut().for_each(|tsa| *tsa = tsa.clone().with_token_room(room));
                }
                Authority::Callback(callback) => callback.room = Some(room),
            }
            Ok(())
        })
    }
}

/// Sets how long a whole call to an authority that was added so far may take, in milliseconds,
/// retries included; without it what the network says. KYSO_UNSUPPORTED where it is a callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_set_deadline(
    tsa: *mut kyso_tsa,
    milliseconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_set_deadline", error, || {
            let tsa = handle_mut(tsa, "tsa")?;
            with_net!(tsa, milliseconds => {
                let deadline = crate::network::milliseconds(milliseconds);
                change(tsa, |tsa| Ok(tsa.with_deadline(deadline)))
            })
        })
    }
}

/// Sends no nonce, for authorities that do not repeat it. KYSO_UNSUPPORTED where it is a callback,
/// which is never sent one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_without_nonce(
    tsa: *mut kyso_tsa,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_tsa_without_nonce", error, || {
            let tsa = handle_mut(tsa, "tsa")?;
            with_net!(tsa => { change(tsa, |tsa| Ok(tsa.without_nonce())) })
        })
    }
}

/// Frees the authority; what signs with it goes on. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_tsa_free(tsa: *mut kyso_tsa) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(tsa) };
}

/// OCSP, CRLs and issuers' certificates over HTTP, kept in memory for as long as they say.
/// KYSO_UNSUPPORTED in builds without network. `revocation` is the caller's, to be freed with
/// kyso_revocation_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_new(
    network: *const kyso_network,
    revocation: *mut *mut kyso_revocation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_revocation_new", error, || {
            let network = handle(network, "network")?;
            let place = output(revocation, "revocation")?;
            place.give(kyso_revocation { source: http_source(network)? });
            Ok(())
        })
    }
}

/// The same behind `callback`, which is asked for KYSO_FETCH_OCSP, KYSO_FETCH_CRL and
/// KYSO_FETCH_CERTIFICATES. `user_data` is the caller's and is passed on as it is;
/// `free_user_data`, where it is not NULL, is called with it once nothing will call the callback
/// any more, also where this call fails. `revocation` is the caller's, to be freed with
/// kyso_revocation_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_from_callback(
    callback: kyso_fetch_callback,
    user_data: *mut c_void,
    free_user_data: kyso_free_callback,
    revocation: *mut *mut kyso_revocation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_revocation_from_callback", error, || {
            let fetch = fetch(callback, UserData::new(user_data, free_user_data))?;
            let place = output(revocation, "revocation")?;
            let source = CallbackSource { fetch, cancellation: None };
            place.give(kyso_revocation { source: Revocations::Callback(source) });
            Ok(())
        })
    }
}

/// Keeps what was fetched also in this folder, for other processes and later ones. `folder` is
/// bytes as the system has them (UTF-8 on Windows). KYSO_UNSUPPORTED where it is a callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_set_folder(
    revocation: *mut kyso_revocation,
    folder: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_revocation_set_folder", error, || {
            let (revocation, folder) =
                (handle_mut(revocation, "revocation")?, path(folder, "folder")?);
            with_net!(revocation, folder => {
                change_source(revocation, |source| Ok(source.with_folder(folder)?))
            })
        })
    }
}

/// Sends a nonce with every OCSP request, so that no answer is used again. KYSO_UNSUPPORTED where
/// it is a callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_use_nonces(
    revocation: *mut kyso_revocation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_revocation_use_nonces", error, || {
            let revocation = handle_mut(revocation, "revocation")?;
            with_net!(revocation => { change_source(revocation, |source| Ok(source.with_nonces())) })
        })
    }
}

/// Forgets what was fetched and kept in memory, so that the next questions go out: when evidence
/// must be from after a certain time. KYSO_UNSUPPORTED where it is a callback, which keeps nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_forget(
    revocation: *mut kyso_revocation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_revocation_forget", error, || {
            let revocation = handle_mut(revocation, "revocation")?;
            with_net!(revocation => {
                change_source(revocation, |source| {
                    source.forget();
                    Ok(source)
                })
            })
        })
    }
}

/// Sets how long answers are kept at most, in seconds, unless they end before: CRLs, OCSP
/// responses, certificates; and for how long a service that failed is not asked again.
/// KYSO_UNSUPPORTED where it is a callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_set_keep(
    revocation: *mut kyso_revocation,
    crl_seconds: u32,
    ocsp_seconds: u32,
    certificates_seconds: u32,
    failure_seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_revocation_set_keep", error, || {
            let revocation = handle_mut(revocation, "revocation")?;
            with_net!(revocation, crl_seconds, ocsp_seconds, certificates_seconds, failure_seconds => {
                let seconds = |count: u32| std::time::Duration::from_secs(count.into());
                let mut keep = kyso_net::Keep::default();
                keep.crl = seconds(crl_seconds);
                keep.ocsp = seconds(ocsp_seconds);
                keep.certificates = seconds(certificates_seconds);
                keep.failure = seconds(failure_seconds);
                change_source(revocation, |source| Ok(source.with_keep(keep)))
            })
        })
    }
}

/// Frees the source; what signs or verifies with it goes on. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_revocation_free(revocation: *mut kyso_revocation) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(revocation) };
}

#[cfg(feature = "net")]
fn http(network: &kyso_network, url: &str) -> Result<Authority, Fault> {
    let tsa = kyso_net::HttpTsa::new(&network.network, url);
    Ok(Authority::Http(vec![tsa.map_err(|error| crate::network::config(&error))?]))
}

#[cfg(not(feature = "net"))]
fn http(_: &kyso_network, _: &str) -> Result<Authority, Fault> {
    Err(unsupported())
}

#[cfg(feature = "net")]
fn http_source(network: &kyso_network) -> Result<Revocations, Fault> {
    Ok(Revocations::Http(kyso_net::HttpEvidence::new(&network.network)))
}

#[cfg(not(feature = "net"))]
fn http_source(_: &kyso_network) -> Result<Revocations, Fault> {
    Err(unsupported())
}

fn not_http() -> Fault {
    Fault::new(KYSO_UNSUPPORTED, "it is a callback")
}

/// Changes every authority over HTTP, or none.
#[cfg(feature = "net")]
fn change(
    tsa: &mut kyso_tsa,
    with: impl Fn(kyso_net::HttpTsa) -> Result<kyso_net::HttpTsa, kyso_net::ConfigError>,
) -> Result<(), Fault> {
    let Authority::Http(all) = &mut tsa.authority else { return Err(not_http()) };
    let changed: Result<Vec<_>, _> = all.iter().cloned().map(with).collect();
    *all = changed.map_err(|error| crate::network::config(&error))?;
    Ok(())
}

/// Changes the source over HTTP; what was fetched before stays with it.
#[cfg(feature = "net")]
fn change_source(
    revocation: &mut kyso_revocation,
    with: impl FnOnce(kyso_net::HttpEvidence) -> Result<kyso_net::HttpEvidence, Fault>,
) -> Result<(), Fault> {
    let Revocations::Http(source) = &mut revocation.source else { return Err(not_http()) };
    *source = with(source.clone())?;
    Ok(())
}

fn fetch(callback: kyso_fetch_callback, user: UserData) -> Result<Arc<CallbackFetch>, Fault> {
    let call: Fetch = callback.ok_or(Fault::new(KYSO_NULL_POINTER, "callback is NULL"))?;
    Ok(Arc::new(CallbackFetch { call, user }))
}

impl Authority {
    /// As the library takes it, under the caller's flag.
    pub(crate) fn under(&self, flag: Option<&Cancellation>) -> Box<dyn TimestampAuthority> {
        match self {
            #[cfg(feature = "net")]
            Self::Http(all) => {
                let under = |tsa: &kyso_net::HttpTsa| {
                    flag.map_or_else(|| tsa.clone(), |flag| tsa.cancelled_by(flag))
                };
                let mut all: Vec<_> = all.iter().map(under).collect();
                match all.len() {
                    1 => Box::new(all.remove(0)),
                    _ => match kyso_net::TsaPool::new(all) {
                        Some(pool) => Box::new(pool),
                        None => unreachable!("one is there from the beginning"),
                    },
                }
            }
            Self::Callback(callback) => {
                Box::new(CallbackTsa { cancellation: flag.cloned(), ..callback.clone() })
            }
        }
    }
}

impl Revocations {
    /// As the library takes it, under the caller's flag.
    pub(crate) fn under(&self, flag: Option<&Cancellation>) -> Box<dyn RevocationSource> {
        match self {
            #[cfg(feature = "net")]
            Self::Http(source) => {
                Box::new(flag.map_or_else(|| source.clone(), |flag| source.cancelled_by(flag)))
            }
            Self::Callback(callback) => {
                Box::new(CallbackSource { cancellation: flag.cloned(), ..callback.clone() })
            }
        }
    }
}

/// Bytes to keep free for a token of an authority that nothing is known of: one with a chain of
/// four certificates has some 8 KB.
const TOKEN_ROOM: usize = 16 << 10;

/// An authority behind the caller's own transport.
#[derive(Clone, Debug)]
pub(crate) struct CallbackTsa {
    fetch: Arc<CallbackFetch>,
    name: String,
    digest: DigestAlgorithm,
    policy: Option<ObjectIdentifier>,
    room: Option<usize>,
    cancellation: Option<Cancellation>,
}

impl TimestampAuthority for CallbackTsa {
    fn request(&self, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        go_on(self.cancellation.as_ref(), &self.name)?;
        self.fetch.fetch(KYSO_FETCH_TIMESTAMP, &self.name, request)
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn digest(&self) -> DigestAlgorithm {
        self.digest
    }

    fn policy(&self) -> Option<ObjectIdentifier> {
        self.policy
    }

    fn token_room(&self) -> usize {
        self.room.unwrap_or(TOKEN_ROOM)
    }
}

/// Revocation data behind the caller's own transport.
#[derive(Clone, Debug)]
pub(crate) struct CallbackSource {
    fetch: Arc<CallbackFetch>,
    cancellation: Option<Cancellation>,
}

impl CallbackSource {
    fn fetch(&self, kind: u32, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        go_on(self.cancellation.as_ref(), url)?;
        self.fetch.fetch(kind, url, request)
    }
}

impl RevocationSource for CallbackSource {
    fn ocsp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        self.fetch(KYSO_FETCH_OCSP, url, request)
    }

    fn crl(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        self.fetch(KYSO_FETCH_CRL, url, &[])
    }

    fn certificates(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        self.fetch(KYSO_FETCH_CERTIFICATES, url, &[])
    }
}

/// Nobody is asked any more once the caller gave up.
fn go_on(flag: Option<&Cancellation>, service: &str) -> Result<(), ServiceError> {
    match flag {
        Some(flag) if flag.is_cancelled() => {
            Err(ServiceError::Cancelled { service: service.to_owned() })
        }
        _ => Ok(()),
    }
}
