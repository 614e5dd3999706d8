//! The network against services on loopback, sound ones and faulty ones.

#![allow(clippy::unwrap_used, reason = "tests")]

mod evidence;
mod faults;
mod proxies;
mod redirects;
mod remote;
mod stub;
mod tls;
mod tsa;

use std::time::Duration;

use kyso::crypto::{Digest, digest};
use kyso::x509::Certificate;
use kyso::{DigestAlgorithm, ServiceError, UnreachableCause};
use kyso_net::{Network, NetworkConfig};
use kyso_testkit::server::Services;
use kyso_testkit::{KeyKind, Pki};

/// The services, by the computer's clock, and their PKI.
fn services() -> (Services, Pki) {
    Services::mint(KeyKind::P256).expect("a port")
}

/// Short deadlines and pauses: the same rules in less time.
fn config() -> NetworkConfig {
    let mut config = NetworkConfig::default();
    config.timestamp_deadline = Duration::from_secs(2);
    config.evidence_deadline = Duration::from_secs(2);
    config.first_pause = Duration::from_millis(10);
    config
}

fn network() -> Network {
    Network::new(config())
}

fn imprint() -> Digest {
    digest(DigestAlgorithm::Sha256, b"signature value")
}

/// The signer's certificate and its issuer's.
fn pair(pki: &Pki) -> (Certificate, Certificate) {
    let read = |der: &[u8]| Certificate::from_der(der).unwrap();
    (read(&pki.signer.cert_der), read(pki.intermediate.cert_der()))
}

fn unreachable(service: &str, cause: UnreachableCause) -> ServiceError {
    ServiceError::Unreachable { service: service.into(), cause }
}
