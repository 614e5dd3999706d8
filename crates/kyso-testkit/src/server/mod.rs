//! TSA, OCSP, CRL and issuers' certificates on loopback, with a settable clock and faults on
//! demand.
//!
//! The listener comes first, because certificates carry its addresses; then the PKI is minted and
//! installed. Everything ends when [`Services`] is dropped.

mod fault;
mod http;
mod lists;
mod ocsp;
pub mod remote;
mod roles;
mod tsa;
mod urls;
mod world;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

pub use fault::Fault;
pub use urls::Urls;
pub use world::{Asked, Settings};

use crate::evidence::{Moment, Reason};
use crate::pki::{Authority, Dn, Identity, KeyKind, Pki, Template};
use http::{Answer, Delivery, Handler, Request, Server};
use roles::Roles;
use world::World;

/// The services of one PKI.
pub struct Services {
    world: Arc<World>,
    urls: Urls,
    _server: Server,
}

impl Services {
    /// Listens on a free port. Until [`Services::install`] every request is refused.
    ///
    /// # Errors
    /// When no port of 127.0.0.1 can be had.
    pub fn start() -> io::Result<Self> {
        let world = Arc::new(World::default());
        let server = Server::start(world.clone())?;
        Ok(Self { world, urls: Urls::new(server.address), _server: server })
    }

    /// Listens, mints a PKI that points to the services, and installs it.
    ///
    /// # Errors
    /// When no port of 127.0.0.1 can be had.
    pub fn mint(kind: KeyKind) -> io::Result<(Self, Pki)> {
        let services = Self::start()?;
        let pki = services.urls.in_builder(Pki::builder(kind)).build();
        services.install(&pki);
        Ok((services, pki))
    }

    /// Acts for this PKI: `root` and `issuing` in addresses. Mints the TSA, the OCSP delegates and
    /// the CRL signer, with keys of the authorities' kind.
    pub fn install(&self, pki: &Pki) {
        let roles = Roles::new(pki, &self.urls);
        self.world.lock().roles = Some(roles);
    }

    /// Acts for one more authority, under this name in addresses.
    pub fn install_authority(&self, name: &str, authority: &Authority) {
        self.world.with_roles(|roles| roles.add_issuer(name, authority));
    }

    /// The addresses.
    #[must_use]
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// The time-stamping authority.
    #[must_use]
    pub fn tsa(&self) -> Identity {
        self.world.with_roles(|roles| roles.tsa.clone())
    }

    /// Another TSA: one of the caller's.
    pub fn set_tsa(&self, tsa: &Identity) {
        self.world.with_roles(|roles| roles.tsa.clone_from(tsa));
    }

    /// A new certificate for the TSA, valid between these times, with a new key where that is
    /// quick.
    pub fn renew_tsa(&self, not_before: impl Into<Moment>, not_after: impl Into<Moment>) {
        let (not_before, not_after) = (not_before.into(), not_after.into());
        self.world.with_roles(|roles| roles.renew_tsa(not_before, not_after));
    }

    /// The delegated OCSP responder of the authority of this name.
    #[must_use]
    pub fn ocsp_responder(&self, issuer: &str) -> Option<Identity> {
        self.world.with_roles(|roles| roles.issuer(issuer).map(|i| i.responder.clone()))
    }

    /// Changes the certificate of the delegated OCSP responder of the authority of this name.
    pub fn change_ocsp_responder(&self, issuer: &str, change: impl FnOnce(&mut Template)) {
        self.world.with_roles(|roles| {
            if let Some(issuer) = roles.issuers.iter_mut().find(|one| one.name == issuer) {
                issuer.change_responder(change);
            }
        });
    }

    /// The signer of the indirect CRL, and its name for cRLIssuer.
    #[must_use]
    pub fn crl_signer(&self) -> (Identity, Dn) {
        self.world.with_roles(|r| (r.crl_signer.clone(), r.crl_signer_name.clone()))
    }

    /// Stops the clock at a time: it governs genTime, thisUpdate, producedAt, and who is already
    /// revoked.
    pub fn set_time(&self, time: impl Into<Moment>) {
        self.world.lock().clock = Some(time.into());
    }

    /// Goes back to the computer's clock.
    pub fn real_time(&self) {
        self.world.lock().clock = None;
    }

    /// The time of the services.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.world.lock().now()
    }

    /// Revokes a certificate, DER, from a time on, which may lie in the future of the clock.
    pub fn revoke(&self, certificate: &[u8], at: impl Into<Moment>, reason: Option<Reason>) {
        self.world.lock().revoke(certificate, at.into(), reason);
    }

    /// Takes a revocation back.
    pub fn restore(&self, certificate: &[u8]) {
        self.world.lock().restore(certificate);
    }

    /// Changes how the services behave.
    pub fn configure(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.world.lock().settings);
    }

    /// A fault at an address and all below it (`/tsa`, `/ocsp`, `/crl`, `/crl/root.crl`, `/aia`),
    /// until [`Services::heal`]. It replaces the fault that was there.
    ///
    /// # Panics
    /// When the address is none of a service.
    pub fn fault(&self, path: &str, fault: Fault) {
        self.set_fault(path, fault, None);
    }

    /// The same for the next requests only.
    ///
    /// # Panics
    /// When the address is none of a service.
    pub fn fault_times(&self, path: &str, fault: Fault, times: u32) {
        self.set_fault(path, fault, Some(times));
    }

    fn set_fault(&self, path: &str, fault: Fault, times: Option<u32>) {
        let known = ["/tsa", "/ocsp", "/crl", "/aia", "/file"];
        assert!(known.iter().any(|service| fault::under(path, service)), "no service at {path}");
        self.world.lock().faults.set(path, fault, times);
    }

    /// Ends all faults.
    pub fn heal(&self) {
        self.world.lock().faults = Default::default();
    }

    /// Serves bytes as they are at `/file/NAME`, and says the URL.
    pub fn serve(&self, name: &str, content_type: &str, body: Vec<u8>) -> String {
        let path = format!("/file/{name}");
        let url = self.urls.at(&path);
        self.world.lock().files.insert(path, (content_type.into(), body));
        url
    }

    /// The number of requests at an address and below it, faulty ones included.
    #[must_use]
    pub fn requests(&self, path: &str) -> u64 {
        self.world.lock().requests(path)
    }

    /// The number of requests at each address; OCSP by GET counts as `/ocsp`.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.world.lock().counts()
    }

    /// The requests in their order, the first ten thousand.
    #[must_use]
    pub fn log(&self) -> Vec<Asked> {
        self.world.lock().log()
    }

    /// Begins to count anew.
    pub fn forget_requests(&self) {
        self.world.lock().forget_requests();
    }
}

impl World {
    fn with_roles<T>(&self, act: impl FnOnce(&mut Roles) -> T) -> T {
        act(self.lock().roles.as_mut().expect("a PKI is installed"))
    }
}

impl Handler for World {
    fn answer(&self, request: &Request) -> Answer {
        let service = request.path.split('/').nth(1).unwrap_or_default();
        let (path, about) = match service {
            "ocsp" => ("/ocsp", ocsp::about(request)),
            "tsa" => (request.path.as_str(), tsa::about(request)),
            _ => (request.path.as_str(), String::new()),
        };
        // One request at a time: the clock, faults and counts are those of one moment.
        let mut state = self.lock();
        state.count(Asked { method: request.method.clone(), path: path.into(), about });
        let fault = state.faults.take(path);
        let sound = || match service {
            "tsa" => tsa::answer(&state, request, fault),
            "ocsp" => ocsp::answer(&state, request, fault),
            "crl" => lists::crl(&state, path, fault),
            "aia" => lists::aia(&state, path, fault),
            _ => match state.files.get(path) {
                Some((content_type, body)) => Answer::new(200, content_type, body.clone()),
                None => Answer::page(404),
            },
        };
        transport(fault, &request.path, sound)
    }
}

/// The faults that know nothing of what is served.
fn transport(fault: Option<Fault>, path: &str, sound: impl FnOnce() -> Answer) -> Answer {
    let nothing = |delivery| Answer { delivery, ..Answer::page(200) };
    match fault {
        Some(Fault::Hang) => nothing(Delivery::Never),
        Some(Fault::Closed) => nothing(Delivery::Nothing),
        Some(Fault::Status(code)) => Answer::page(code),
        Some(Fault::RedirectLoop) => {
            let headers = format!("Location: {path}\r\n");
            Answer { headers, ..Answer::page(307) }
        }
        Some(Fault::Slow(delay)) => Answer { delay, ..sound() },
        Some(Fault::HugeBody) => Answer { delivery: Delivery::Endless, ..sound() },
        Some(Fault::Truncated) => Answer { delivery: Delivery::Half, ..sound() },
        Some(Fault::NotDer) => Answer { body: Answer::page(200).body, ..sound() },
        _ => sound(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
