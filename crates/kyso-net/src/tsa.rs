//! A time-stamp authority over HTTP (RFC 3161 §3.4).

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use const_oid::ObjectIdentifier;
use kyso::timestamp::TimestampAuthority;
use kyso::{Cancellation, DigestAlgorithm, ServiceError};
use ureq::Agent;
use zeroize::Zeroizing;

use crate::exchange::{Expected, Question};
use crate::login::Login;
use crate::url::{Target, without_secrets};
use crate::{ClientIdentity, ConfigError, Network, limits};

const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";

/// A time-stamp authority at a URL. A nonce is sent, SHA-256 is the hash function, and no policy
/// is asked for, unless told otherwise.
#[derive(Clone)]
pub struct HttpTsa {
    network: Network,
    target: Target,
    name: String,
    digest: DigestAlgorithm,
    policy: Option<ObjectIdentifier>,
    nonce: bool,
    token_room: Option<usize>,
    /// Length of the longest answer in bytes, shared by clones; 0 before there is one.
    answered: Arc<AtomicUsize>,
    deadline: Duration,
    login: Option<Login>,
    /// Connections of its own, when it asks who we are.
    agent: Option<Agent>,
}

impl HttpTsa {
    /// The authority at `url`, `http` or `https`.
    ///
    /// # Errors
    /// [`ConfigError::Url`]; also when a user or secret stands in it: see
    /// [`with_login`](Self::with_login).
    pub fn new(network: &Network, url: &str) -> Result<Self, ConfigError> {
        let name = without_secrets(url);
        let target = Target::parse(url).ok_or(ConfigError::Url { url: name.clone() })?;
        Ok(Self {
            network: network.clone(),
            target,
            name,
            digest: DigestAlgorithm::Sha256,
            policy: None,
            nonce: true,
            token_room: None,
            answered: Arc::default(),
            deadline: network.config().timestamp_deadline,
            login: None,
            agent: None,
        })
    }

    /// With this hash function for the imprint.
    #[must_use]
    pub fn with_digest(mut self, digest: DigestAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// Asks for a time-stamp under this policy, and takes no other.
    #[must_use]
    pub fn with_policy(mut self, policy: ObjectIdentifier) -> Self {
        self.policy = Some(policy);
        self
    }

    /// For authorities that do not repeat a nonce.
    #[must_use]
    pub fn without_nonce(mut self) -> Self {
        self.nonce = false;
        self
    }

    /// Keeps this many bytes free for a token. Unless told otherwise 16 KiB, and once there was an
    /// answer, the longest one's length and 1 KiB more: a batch does not carry the room of the first guess.
    #[must_use]
    pub fn with_token_room(mut self, bytes: usize) -> Self {
        self.token_room = Some(bytes);
        self
    }

    /// With this deadline for the whole call, retries included.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Says a user's name and secret with every request (RFC 7617). They go to this authority
    /// alone, not to where it redirects.
    ///
    /// # Errors
    /// [`ConfigError::SecretInClear`] when the URL is neither `https` nor loopback,
    /// [`ConfigError::UserName`].
    pub fn with_login(self, user: &str, secret: Zeroizing<String>) -> Result<Self, ConfigError> {
        if !self.target.is_https() && !self.target.is_loopback() {
            return Err(ConfigError::SecretInClear { service: self.name });
        }
        self.with_login_even_in_clear(user, secret)
    }

    /// The same where the authority has no `https`: whoever is on the way reads the secret.
    ///
    /// # Errors
    /// [`ConfigError::UserName`].
    pub fn with_login_even_in_clear(
        mut self,
        user: &str,
        secret: Zeroizing<String>,
    ) -> Result<Self, ConfigError> {
        self.login = Some(Login::new(user, secret)?);
        Ok(self)
    }

    /// The same authority, for which nobody waits once the flag is up: [`Network::cancelled_by`].
    #[must_use]
    pub fn cancelled_by(&self, cancellation: &Cancellation) -> Self {
        Self { network: self.network.cancelled_by(cancellation), ..self.clone() }
    }

    /// The room that the answers so far ask for the next one.
    pub(crate) fn learnt_room(&self) -> Option<usize> {
        match self.answered.load(Ordering::Relaxed) {
            ..limits::MIN_TOKEN_BYTES => None,
            len => Some(len.saturating_add(limits::TOKEN_MARGIN).min(limits::MAX_TOKEN_ROOM)),
        }
    }

    /// Shows a certificate in TLS.
    #[must_use]
    pub fn with_identity(mut self, identity: &ClientIdentity) -> Self {
        self.agent = Some(self.network.agent_as(identity));
        self
    }
}

impl TimestampAuthority for HttpTsa {
    fn request(&self, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let answer = self.network.ask(&Question {
            service: &self.name,
            target: self.target.clone(),
            body: Some((QUERY, request)),
            expected: Expected::Type(REPLY),
            limit: limits::MAX_TIMESTAMP_BYTES,
            deadline: self.deadline,
            login: self.login.as_ref(),
            agent: self.agent.as_ref(),
        })?;
        self.answered.fetch_max(answer.len(), Ordering::Relaxed);
        Ok(answer)
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

    /// `None` also when the system has no randomness: the imprint of a signature value is unlike
    /// any before, so that an old answer does not fit either.
    fn nonce(&self) -> Option<Vec<u8>> {
        if self.nonce { random(limits::TIMESTAMP_NONCE_BYTES) } else { None }
    }

    fn token_room(&self) -> usize {
        let learnt = self.learnt_room().unwrap_or(limits::TOKEN_ROOM);
        self.token_room.unwrap_or(learnt)
    }
}

/// Random bytes from the system.
pub(crate) fn random(count: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

impl fmt::Debug for HttpTsa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTsa")
            .field("url", &self.name)
            .field("digest", &self.digest)
            .field("policy", &self.policy)
            .field("nonce", &self.nonce)
            .field("deadline", &self.deadline)
            .field("login", &self.login)
            .field("identity", &self.agent.is_some())
            .finish_non_exhaustive()
    }
}
