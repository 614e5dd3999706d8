//! How to use the network, in builds that have it.

use std::ffi::c_char;

use crate::call::{bytes, call, free, handle_mut, output};
#[cfg(feature = "net")]
use crate::code::KYSO_SERVICE_CONFIG;
#[cfg(not(feature = "net"))]
use crate::code::KYSO_UNSUPPORTED;
use crate::error::{Fault, kyso_error};

/// How to use the network: deadlines, the certifiers of https servers, connections that are shared.
/// One thread at a time may change it; services that were made of it keep what they need of it, as
/// it was then.
pub struct kyso_network {
    #[cfg(feature = "net")]
    pub(crate) network: kyso_net::Network,
}

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
            #[cfg(feature = "net")]
            {
                let network = kyso_net::Network::new(kyso_net::NetworkConfig::default());
                place.give(kyso_network { network });
                Ok(())
            }
            #[cfg(not(feature = "net"))]
            {
                let _ = place;
                Err(unsupported())
            }
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
            #[cfg(feature = "net")]
            {
                let milliseconds = |n: u32| std::time::Duration::from_millis(n.into());
                network.change(|config| {
                    config.timestamp_deadline = milliseconds(timestamp_milliseconds);
                    config.evidence_deadline = milliseconds(evidence_milliseconds);
                });
                Ok(())
            }
            #[cfg(not(feature = "net"))]
            {
                let _ = (network, timestamp_milliseconds, evidence_milliseconds);
                Err(unsupported())
            }
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
            #[cfg(feature = "net")]
            {
                let roots = kyso_net::TlsRoots::from_pem(pem).map_err(|error| config(&error))?;
                network.change(|config| config.tls_roots = roots);
                Ok(())
            }
            #[cfg(not(feature = "net"))]
            {
                let _ = (network, pem);
                Err(unsupported())
            }
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

/// The URL of a service.
pub(crate) unsafe fn url<'a>(url: *const c_char) -> Result<&'a str, Fault> {
    // SAFETY: the caller's promise.
    unsafe { crate::call::text(url, "url") }
}
