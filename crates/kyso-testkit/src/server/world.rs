//! What the services know: the PKI, the clock, who is revoked, and what has been asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::fault::{Faults, under};
use super::roles::Roles;
use crate::der::read::CertificateParts;
use crate::evidence::{Moment, Reason, ResponderId};

/// The log keeps this many requests; later ones are only counted.
const MAX_LOG: usize = 10_000;

/// How the services behave when nothing is wrong.
#[derive(Clone, Debug)]
pub struct Settings {
    /// User and secret of HTTP basic authentication at the TSA.
    pub tsa_auth: Option<(String, String)>,
    /// accuracy of tokens: seconds, milliseconds, microseconds.
    pub tsa_accuracy: Option<(u32, u32, u32)>,
    /// Digits of a second in genTime; none when empty.
    pub tsa_fraction: String,
    /// OCSP is signed by a delegated responder; by the certificates' issuer when false.
    pub ocsp_delegated: bool,
    /// How the responder is named.
    pub ocsp_responder_id: ResponderId,
    /// The nonce of a request comes back.
    pub ocsp_nonce: bool,
    /// nextUpdate of OCSP in seconds after the clock; absent when `None`.
    pub ocsp_validity: Option<i64>,
    /// nextUpdate of CRLs in seconds after thisUpdate; absent when `None`.
    pub crl_validity: Option<i64>,
    /// CRLs are this much longer: see [`crate::evidence::CrlTemplate::filler`].
    pub crl_filler: u32,
    /// The complete CRLs are of this time and name a delta that knows what came later.
    pub crl_base_at: Option<Moment>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tsa_auth: None,
            tsa_accuracy: Some((1, 0, 0)),
            tsa_fraction: String::new(),
            ocsp_delegated: true,
            ocsp_responder_id: ResponderId::Key,
            ocsp_nonce: true,
            ocsp_validity: Some(86_400),
            crl_validity: Some(7 * 86_400),
            crl_filler: 0,
            crl_base_at: None,
        }
    }
}

/// One request, as it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// GET or POST.
    pub method: String,
    /// The path; `/ocsp` without the request in it.
    pub path: String,
    /// OCSP: the serial number asked about, in hexadecimal. TSA: the hash value. Else empty.
    pub about: String,
}

/// A certificate that was revoked.
#[derive(Clone, Debug)]
pub(super) struct Revocation {
    /// A whole Name.
    pub(super) issuer: Vec<u8>,
    pub(super) serial: Vec<u8>,
    pub(super) at: Moment,
    pub(super) reason: Option<Reason>,
}

/// Everything behind one lock.
#[derive(Default)]
pub(super) struct State {
    pub(super) clock: Option<Moment>,
    pub(super) settings: Settings,
    pub(super) faults: Faults,
    pub(super) revoked: Vec<Revocation>,
    pub(super) roles: Option<Roles>,
    /// Bytes served as they are: path, content type, body.
    pub(super) files: BTreeMap<String, (String, Vec<u8>)>,
    counts: BTreeMap<String, u64>,
    log: Vec<Asked>,
}

impl State {
    pub(super) fn now(&self) -> Moment {
        self.clock.unwrap_or_else(Moment::now)
    }

    pub(super) fn revoke(&mut self, certificate: &[u8], at: Moment, reason: Option<Reason>) {
        let parts = CertificateParts::of(certificate).expect("a certificate");
        let (issuer, serial) = (parts.issuer.to_vec(), parts.serial.to_vec());
        self.restore(certificate);
        self.revoked.push(Revocation { issuer, serial, at, reason });
    }

    pub(super) fn restore(&mut self, certificate: &[u8]) {
        let parts = CertificateParts::of(certificate).expect("a certificate");
        self.revoked.retain(|r| r.issuer != parts.issuer || r.serial != parts.serial);
    }

    pub(super) fn count(&mut self, asked: Asked) {
        *self.counts.entry(asked.path.clone()).or_default() += 1;
        if self.log.len() < MAX_LOG {
            self.log.push(asked);
        }
    }

    pub(super) fn requests(&self, prefix: &str) -> u64 {
        self.counts.iter().filter(|(path, _)| under(path, prefix)).map(|(_, count)| count).sum()
    }

    pub(super) fn counts(&self) -> BTreeMap<String, u64> {
        self.counts.clone()
    }

    pub(super) fn log(&self) -> Vec<Asked> {
        self.log.clone()
    }

    pub(super) fn forget_requests(&mut self) {
        self.counts.clear();
        self.log.clear();
    }
}

/// The state, shared between the test and the connections.
#[derive(Default)]
pub(super) struct World(Mutex<State>);

impl World {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
