//! Outside services: who stamps, and who knows of revocations.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use kyso::revocation::RevocationSource;
use kyso::timestamp::TimestampAuthority;
use kyso::{Cancellation, DigestAlgorithm, ServiceError};

use crate::call::{bytes, call, free, handle, handle_mut, output, text};
use crate::callback::{CallbackFetch, Fetch, UserData, kyso_fetch_callback, kyso_free_callback};
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_NULL_POINTER, KYSO_UNSUPPORTED};
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_FETCH_CERTIFICATES, KYSO_FETCH_CRL, KYSO_FETCH_OCSP, KYSO_FETCH_TIMESTAMP,
};
#[cfg(not(feature = "net"))]
use crate::network::unsupported;
use crate::network::{kyso_network, url};

/// A time-stamp authority, or several of which the next is asked when one fails. One thread at a
/// time may change it; what signs with it keeps what it needs of it, and any number may do so at
/// once.
pub struct kyso_tsa {
    pub(crate) authority: Authority,
}

/// Who knows of revocations: OCSP, CRLs and issuers' certificates. It never changes: any number of
/// threads may use it at once, and what was fetched once is used again.
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
            let authority = CallbackTsa { fetch: fetch?, name, digest, cancellation: None };
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
            #[cfg(feature = "net")]
            return change(tsa, |tsa| {
                tsa.with_login(user, zeroize::Zeroizing::new(secret.to_owned()))
            });
            #[cfg(not(feature = "net"))]
            {
                let _ = (tsa, user, secret);
                Err(not_http())
            }
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
            #[cfg(feature = "net")]
            return change(tsa, |tsa| {
                let identity = kyso_net::ClientIdentity::from_pem(certificates, key)?;
                Ok(tsa.with_identity(&identity))
            });
            #[cfg(not(feature = "net"))]
            {
                let _ = (tsa, certificates, key);
                Err(not_http())
            }
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
    Fault::new(KYSO_UNSUPPORTED, "the authority is a callback")
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

/// An authority behind the caller's own transport.
#[derive(Clone, Debug)]
pub(crate) struct CallbackTsa {
    fetch: Arc<CallbackFetch>,
    name: String,
    digest: DigestAlgorithm,
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
