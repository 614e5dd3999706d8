//! How to use the network, in builds that have it.

use std::ffi::c_char;
#[cfg(feature = "net")]
use std::time::Duration;

use crate::buffer::kyso_buffer;
use crate::call::{bytes, call, free, handle, handle_mut, optional, output};
use crate::cancellation::kyso_cancellation;
#[cfg(feature = "net")]
use crate::cancellation::settle;
#[cfg(not(feature = "net"))]
use crate::code::KYSO_UNSUPPORTED;
#[cfg(feature = "net")]
use crate::code::{KYSO_SERVICE, KYSO_SERVICE_CONFIG};
use crate::error::{Fault, kyso_error};

/// How to use the network: deadlines, the certifiers of https servers, connections that are shared.
/// One thread at a time may change it; services that were made of it keep what they need of it, as
/// it was then.
pub struct kyso_network {
    #[cfg(feature = "net")]
    pub(crate) network: kyso_net::Network,
}

/// What takes the network: in builds without it KYSO_UNSUPPORTED, once the arguments were looked at.
macro_rules! with_net {
    ($($argument:expr),+ => $work:block) => {{
        #[cfg(feature = "net")]
        $work
        #[cfg(not(feature = "net"))]
        {
            let _ = ($($argument),+);
            Err($crate::network::unsupported())
        }
    }};
}
pub(crate) use with_net;

/// What this build has no network for.
#[cfg(not(feature = "net"))]
pub(crate) fn unsupported() -> Fault {
    Fault::new(KYSO_UNSUPPORTED, "this build has no network: use callbacks")
}

#[cfg(feature = "net")]
pub(crate) fn config(error: &kyso_net::ConfigError) -> Fault {
    Fault::of(KYSO_SERVICE_CONFIG, error)
}

/// The network with the usual deadlines and Mozilla's list of certifiers; proxies come from the
/// environment. KYSO_UNSUPPORTED in builds without network. `network` is the caller's, to be freed
/// with kyso_network_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_new(
    network: *mut *mut kyso_network,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_new", error, || {
            let place = output(network, "network")?;
            with_net!(place => {
                let network = kyso_net::Network::new(kyso_net::NetworkConfig::default());
                place.give(kyso_network { network });
                Ok(())
            })
        })
    }
}

/// Sets how long a whole call to a time-stamp authority, and one for revocation data, may take, in
/// milliseconds, retries included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_set_deadlines(
    network: *mut kyso_network,
    timestamp_milliseconds: u32,
    evidence_milliseconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_set_deadlines", error, || {
            let network = handle_mut(network, "network")?;
            with_net!(network, timestamp_milliseconds, evidence_milliseconds => {
                network.change(|config| {
                    config.timestamp_deadline = milliseconds(timestamp_milliseconds);
                    config.evidence_deadline = milliseconds(evidence_milliseconds);
                });
                Ok(())
            })
        })
    }
}

/// Trusts these certificates, PEM, as certifiers of https servers, and no others. It has no bearing
/// on signatures.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_set_tls_roots(
    network: *mut kyso_network,
    pem: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_set_tls_roots", error, || {
            let (network, pem) = (handle_mut(network, "network")?, bytes(pem, len, "pem")?);
            with_net!(network, pem => {
                let roots = kyso_net::TlsRoots::from_pem(pem).map_err(|error| config(&error))?;
                network.change(|config| config.tls_roots = roots);
                Ok(())
            })
        })
    }
}

/// Sets how often a call is tried, at least once; the pause before the second try, which doubles
/// for each further one; and how long until a connection stands, both in milliseconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_set_tries(
    network: *mut kyso_network,
    tries: u32,
    pause_milliseconds: u32,
    connect_milliseconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_set_tries", error, || {
            let network = handle_mut(network, "network")?;
            with_net!(network, tries, pause_milliseconds, connect_milliseconds => {
                network.change(|config| {
                    config.tries = tries;
                    config.first_pause = milliseconds(pause_milliseconds);
                    config.connect_timeout = milliseconds(connect_milliseconds);
                });
                Ok(())
            })
        })
    }
}

/// Sets how many calls go out at the same time, at least one; the others wait for their turn.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_set_parallel_calls(
    network: *mut kyso_network,
    count: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_set_parallel_calls", error, || {
            let network = handle_mut(network, "network")?;
            with_net!(network, count => {
                network.change(|config| config.parallel_calls = count);
                Ok(())
            })
        })
    }
}

/// Uses no proxy, whatever the environment names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_without_proxies(
    network: *mut kyso_network,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_without_proxies", error, || {
            let network = handle_mut(network, "network")?;
            with_net!(network => {
                network.change(|config| config.proxies = false);
                Ok(())
            })
        })
    }
}

/// Sends nothing: every call fails as if nobody answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_set_offline(
    network: *mut kyso_network,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_set_offline", error, || {
            let network = handle_mut(network, "network")?;
            with_net!(network => {
                network.change(|config| config.offline = true);
                Ok(())
            })
        })
    }
}

/// Fetches a trusted list, for kyso_trust_list_open: whose it is, is found out there.
/// `cancellation` may be NULL. `buffer` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_fetch_trust_list(
    network: *const kyso_network,
    url: *const c_char,
    cancellation: *const kyso_cancellation,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_network_fetch_trust_list", error, || {
            let (network, url) = (handle(network, "network")?, self::url(url)?);
            let place = output(buffer, "buffer")?;
            let flag = optional(cancellation).map(|cancellation| &cancellation.flag);
            with_net!(network, url, flag, place => {
                let under = flag.map(|flag| network.network.cancelled_by(flag));
                let list = kyso_net::fetch_trust_list(under.as_ref().unwrap_or(&network.network), url);
                let list = list.map_err(|error| Fault::of(KYSO_SERVICE, &error));
                place.give(kyso_buffer::new(settle(list, flag)?));
                Ok(())
            })
        })
    }
}

/// Frees the network; services that were made of it go on. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_network_free(network: *mut kyso_network) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(network) };
}

#[cfg(feature = "net")]
impl kyso_network {
    fn change(&mut self, with: impl FnOnce(&mut kyso_net::NetworkConfig)) {
        let mut config = self.network.config().clone();
        with(&mut config);
        self.network = kyso_net::Network::new(config);
    }
}

#[cfg(feature = "net")]
pub(crate) fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(count.into())
}

/// The URL of a service.
pub(crate) unsafe fn url<'a>(url: *const c_char) -> Result<&'a str, Fault> {
    // SAFETY: the caller's promise.
    unsafe { crate::call::text(url, "url") }
}
