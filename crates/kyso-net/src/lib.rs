//! Time-stamps, OCSP, CRLs and issuers' certificates over HTTP: kyso's traits on the network.
//!
//! One [`Network`] is shared by everything: it holds the deadlines, the retries, the cap on
//! parallel calls and the connections. [`HttpTsa`] and [`TsaPool`] are time-stamp authorities,
//! [`HttpEvidence`] is a source of revocation evidence that asks for each resource once.
//!
//! ```no_run
//! use kyso_net::{HttpEvidence, HttpTsa, Network, NetworkConfig};
//!
//! # fn main() -> Result<(), kyso_net::ConfigError> {
//! let network = Network::new(NetworkConfig::default());
//! let tsa = HttpTsa::new(&network, "http://tsa.example.vn/")?;
//! let evidence = HttpEvidence::new(&network);
//! # Ok(()) }
//! ```
//!
//! Nothing that comes from the network is believed here: kyso reads and checks it. The URLs of
//! evidence stand in certificates, so whoever made a file chooses where a verifier connects to; a
//! service that verifies strangers' files belongs behind a proxy or firewall that keeps it from
//! inner addresses.
//!
//! Proxies come from `ALL_PROXY`, `HTTPS_PROXY`, `HTTP_PROXY` (the first that is set) and
//! `NO_PROXY`; they are asked to CONNECT, for `http` too. Loopback is never proxied.

mod apart;
mod cache;
mod config;
mod disk;
mod evidence;
mod exchange;
mod fault;
mod identity;
pub mod limits;
mod login;
mod network;
mod pool;
pub mod remote;
mod trust_list;
mod tsa;
mod turns;
mod url;
mod validity;

pub use config::{ConfigError, NetworkConfig, TlsRoots};
pub use evidence::{HttpEvidence, Keep};
pub use identity::ClientIdentity;
pub use network::Network;
pub use pool::TsaPool;
pub use trust_list::fetch_trust_list;
pub use tsa::HttpTsa;
pub use url::without_secrets;
