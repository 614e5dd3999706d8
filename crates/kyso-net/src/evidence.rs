//! Revocation evidence over HTTP, each resource asked for once (RFC 5280 §4.2.1.13, §4.2.2.1;
//! RFC 6960 Appendix A).

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso::crypto::{Hasher, digest};
use kyso::revocation::RevocationSource;
use kyso::{Cancellation, DigestAlgorithm, ServiceError};

use crate::cache::{Cache, Fetched, Key};
use crate::disk::Disk;
use crate::exchange::{Deadline, Expected, Question};
use crate::network::target;
use crate::tsa::random;
use crate::url::{Target, shown};
use crate::validity::{Kind, after, until};
use crate::{Network, limits};

const OCSP_REQUEST: &str = "application/ocsp-request";
const OCSP_RESPONSE: &str = "application/ocsp-response";
const CRL: &str = "application/pkix-crl";
const CERTIFICATES: &str = "application/pkix-cert";

/// How long answers are used again, a week at most. CRLs and OCSP responses end with their
/// nextUpdate if that comes first.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Keep {
    /// A CRL, at most.
    pub crl: Duration,
    /// An OCSP response, at most.
    pub ocsp: Duration,
    /// Certificates.
    pub certificates: Duration,
    /// A failure: the service is not asked again for this long.
    pub failure: Duration,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            crl: limits::KEEP_CRL,
            ocsp: limits::KEEP_OCSP,
            certificates: limits::KEEP_CERTIFICATES,
            failure: limits::KEEP_FAILURE,
        }
    }
}

impl Keep {
    /// Nothing: every question goes out.
    #[must_use]
    pub fn nothing() -> Self {
        let zero = Duration::ZERO;
        Self { crl: zero, ocsp: zero, certificates: zero, failure: zero }
    }
}

/// OCSP, CRLs and issuers' certificates over HTTP. Clones share what is kept.
#[derive(Clone, Debug)]
pub struct HttpEvidence {
    network: Network,
    cache: Arc<Cache>,
    disk: Option<Disk>,
    keep: Keep,
    nonces: bool,
}

impl HttpEvidence {
    /// Keeps answers in memory for as long as [`Keep::default`] says, and sends no nonces.
    #[must_use]
    pub fn new(network: &Network) -> Self {
        Self {
            network: network.clone(),
            cache: Arc::default(),
            disk: None,
            keep: Keep::default(),
            nonces: false,
        }
    }

    /// Keeps answers for this long instead.
    #[must_use]
    pub fn with_keep(mut self, keep: Keep) -> Self {
        self.keep = keep;
        self
    }

    /// Keeps answers also in this folder, for other processes and later ones. What is older than
    /// a week goes when it is opened.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn with_folder(mut self, folder: &Path) -> io::Result<Self> {
        self.disk = Some(Disk::open(folder)?);
        Ok(self)
    }

    /// Sends a nonce with every OCSP request. No OCSP response is kept then.
    #[must_use]
    pub fn with_nonces(mut self) -> Self {
        self.nonces = true;
        self
    }

    /// The same source, for which nobody waits once the flag is up: [`Network::cancelled_by`].
    #[must_use]
    pub fn cancelled_by(&self, cancellation: &Cancellation) -> Self {
        Self { network: self.network.cancelled_by(cancellation), ..self.clone() }
    }

    /// Forgets what is kept, for all clones, so that the next questions go out: when evidence
    /// must be from after a certain time. What is in a folder stays there until it is renewed.
    pub fn forget(&self) {
        self.cache.clear();
    }

    fn get(&self, kind: Kind, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        if kind == Kind::Ocsp && self.nonces {
            return self.ask(kind, url, request);
        }
        let key = key(kind, url, request);
        self.cache.get(key, || self.fetch(kind, &key, url, request))
    }

    fn fetch(&self, kind: Kind, key: &Key, url: &str, request: &[u8]) -> Fetched {
        let now = SystemTime::now();
        let on_disk = self.disk.as_ref().and_then(|disk| disk.read(kind, key, limit(kind)));
        if let Some((answer, since)) = on_disk
            && let Some(until) = until(kind, &answer, since, &self.keep)
            && (since..until).contains(&now)
            && self.cache.takes(since)
        {
            return Fetched { result: Ok(answer), valid: Some(since..until) };
        }
        let result = self.ask(kind, url, request);
        let since = SystemTime::now();
        let until = match &result {
            Ok(answer) => until(kind, answer, since, &self.keep),
            // That one caller gave up says nothing of the service.
            Err(ServiceError::Cancelled { .. }) => None,
            Err(_) => Some(after(since, self.keep.failure)),
        };
        if let (Ok(answer), Some(_), Some(disk)) = (&result, until, &self.disk) {
            disk.write(kind, key, answer);
        }
        Fetched { result, valid: until.map(|until| since..until) }
    }

    fn ask(&self, kind: Kind, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let service = shown(url);
        let target = target(url, &service)?;
        let deadline = Deadline::new(self.network.config().evidence_deadline);
        let ask = |target: Target, body| {
            self.network.ask(&Question {
                service: &service,
                target,
                body,
                expected: expected(kind),
                limit: limit(kind),
                deadline: deadline.left(),
                login: None,
                agent: None,
            })
        };
        if kind != Kind::Ocsp {
            return ask(target, None);
        }
        let post = Some((OCSP_REQUEST, request));
        match self.ocsp_get(&target, request).map(|target| ask(target, None)) {
            None => ask(target, post),
            // A responder that does not speak GET has many ways to say so.
            Some(Err(ServiceError::HttpStatus { status: 400..=499, .. })) => ask(target, post),
            Some(result) => result,
        }
    }

    /// The URL of a GET, when the request is short enough (RFC 6960 Appendix A.1).
    fn ocsp_get(&self, target: &Target, request: &[u8]) -> Option<Target> {
        if self.nonces {
            return None;
        }
        let encoded = STANDARD.encode(request);
        let encoded = encoded.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let target = target.join(&encoded)?;
        (target.uri().to_string().len() < limits::MAX_OCSP_GET_BYTES).then_some(target)
    }
}

fn expected(kind: Kind) -> Expected {
    match kind {
        Kind::Ocsp => Expected::Type(OCSP_RESPONSE),
        Kind::Crl => Expected::File(CRL),
        Kind::Certificates => Expected::File(CERTIFICATES),
    }
}

fn limit(kind: Kind) -> u64 {
    match kind {
        Kind::Ocsp => limits::MAX_OCSP_BYTES,
        Kind::Crl => limits::MAX_CRL_BYTES,
        Kind::Certificates => limits::MAX_CERTIFICATES_BYTES,
    }
}

fn key(kind: Kind, url: &str, request: &[u8]) -> Key {
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    hasher.update(&[kind as u8]);
    // Each part by its digest: no two questions run together.
    for part in [url.as_bytes(), request] {
        hasher.update(digest(DigestAlgorithm::Sha256, part).as_bytes());
    }
    let mut key = Key::default();
    for (to, from) in key.iter_mut().zip(hasher.finish().as_bytes()) {
        *to = *from;
    }
    key
}

impl RevocationSource for HttpEvidence {
    fn ocsp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        self.get(Kind::Ocsp, url, request)
    }

    fn crl(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        self.get(Kind::Crl, url, &[])
    }

    fn certificates(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        self.get(Kind::Certificates, url, &[])
    }

    fn nonce(&self) -> Option<Vec<u8>> {
        if self.nonces { random(limits::OCSP_NONCE_BYTES) } else { None }
    }
}
