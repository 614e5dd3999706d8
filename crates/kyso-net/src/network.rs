//! What every call shares: connections, turns, tries and their total deadline.

use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use kyso::{Cancellation, ServiceError, UnreachableCause};
use ureq::tls::TlsConfig;
use ureq::{Agent, Proxy};

use crate::apart;
use crate::exchange::{self, Deadline, Means, Post, Posted, Question, exchange};
use crate::fault::Failure;
use crate::turns::Turns;
use crate::url::Target;
use crate::{ClientIdentity, NetworkConfig, limits};

/// What this side calls itself.
const USER_AGENT: &str = concat!("kyso/", env!("CARGO_PKG_VERSION"));

/// The network as it is to be used. Clones share connections and the cap on parallel calls.
#[derive(Clone)]
pub struct Network {
    shared: Arc<Shared>,
    cancellation: Option<Cancellation>,
}

struct Shared {
    config: NetworkConfig,
    agent: Agent,
    turns: Turns,
}

impl Network {
    /// Opens nothing yet. Proxies are read from the environment here.
    #[must_use]
    pub fn new(config: NetworkConfig) -> Self {
        let (agent, turns) = (agent(&config, None), Turns::new(config.parallel_calls));
        Self { shared: Arc::new(Shared { config, agent, turns }), cancellation: None }
    }

    /// How it is used.
    #[must_use]
    pub fn config(&self) -> &NetworkConfig {
        &self.shared.config
    }

    /// The same network, on which no call goes out or is waited for once the flag is up:
    /// [`ServiceError::Cancelled`]. A call that is on its way then ends by itself, at its deadline
    /// at the latest.
    #[must_use]
    pub fn cancelled_by(&self, cancellation: &Cancellation) -> Self {
        Self { cancellation: Some(cancellation.clone()), ..self.clone() }
    }

    /// Connections on which this side shows a certificate.
    pub(crate) fn agent_as(&self, identity: &ClientIdentity) -> Agent {
        agent(&self.shared.config, Some(identity))
    }

    /// Asks, as often as is allowed, until an answer is there or the time is over.
    pub(crate) fn ask(&self, question: &Question<'_>) -> Result<Vec<u8>, ServiceError> {
        let Shared { config, agent, turns } = &*self.shared;
        if config.offline {
            return Err(unreachable(question.service, UnreachableCause::Offline));
        }
        let turn = turns.wait();
        let deadline = Deadline::new(question.deadline);
        let means = Means { agent, connect_timeout: config.connect_timeout, deadline };
        let mut pause = config.first_pause;
        let mut tries = config.tries;
        let result = loop {
            tries = tries.saturating_sub(1);
            let failure = match self.once(&means, question) {
                Ok(answer) => break Ok(answer),
                Err(failure) => failure,
            };
            let wait = failure.retry_after.unwrap_or_default().max(pause);
            if tries == 0 || !failure.error.is_transient() || deadline.left() <= wait {
                break Err(failure.error);
            }
            self.sleep(wait);
            pause = pause.saturating_mul(2);
        };
        drop(turn);
        result.map_err(|error| match error {
            ServiceError::Timeout { service, .. } => {
                ServiceError::Timeout { service, seconds: deadline.seconds() }
            }
            other => other,
        })
    }

    /// One POST, once, within `within`.
    pub(crate) fn post(&self, post: &Post<'_>, within: Duration) -> Result<Posted, ServiceError> {
        let Shared { config, agent, turns } = &*self.shared;
        if config.offline {
            return Err(unreachable(post.service, UnreachableCause::Offline));
        }
        if self.is_cancelled() {
            return Err(ServiceError::Cancelled { service: post.service.to_owned() });
        }
        let turn = turns.wait();
        let deadline = Deadline::new(within);
        let means = Means { agent, connect_timeout: config.connect_timeout, deadline };
        let posted = exchange::post(&means, post);
        drop(turn);
        posted.map_err(|error| match error {
            ServiceError::Timeout { service, .. } => {
                ServiceError::Timeout { service, seconds: deadline.seconds() }
            }
            other => other,
        })
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancellation.as_ref().is_some_and(Cancellation::is_cancelled)
    }

    /// One try. Under a flag it runs on a thread of its own, so that nobody waits for it once the
    /// flag is up.
    fn once(&self, means: &Means<'_>, question: &Question<'_>) -> Result<Vec<u8>, Failure> {
        match &self.cancellation {
            None => exchange(means, question),
            Some(flag) => apart::exchange(means, question, flag),
        }
    }

    /// Sleeps, though not beyond the flag.
    pub(crate) fn sleep(&self, wait: Duration) {
        let Some(flag) = &self.cancellation else { return thread::sleep(wait) };
        let begun = Instant::now();
        while !flag.is_cancelled() && begun.elapsed() < wait {
            thread::sleep(wait.saturating_sub(begun.elapsed()).min(limits::CANCELLATION_PERIOD));
        }
    }
}

/// Reads the URL of a service that was not checked before.
pub(crate) fn target(url: &str, service: &str) -> Result<Target, ServiceError> {
    Target::parse(url).ok_or_else(|| unreachable(service, UnreachableCause::Url))
}

fn unreachable(service: &str, cause: UnreachableCause) -> ServiceError {
    ServiceError::Unreachable { service: service.to_owned(), cause }
}

fn agent(config: &NetworkConfig, identity: Option<&ClientIdentity>) -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(config.tls_roots.0.clone())
        .client_cert(identity.map(|identity| identity.0.clone()))
        .build();
    Agent::config_builder()
        .http_status_as_error(false)
        // Followed by hand: a POST is repeated, https stays https, secrets stay at home.
        .max_redirects(0)
        .max_response_header_size(limits::MAX_HEADER_BYTES)
        .user_agent(USER_AGENT)
        .proxy(Proxy::try_from_env().filter(|_| config.proxies))
        .tls_config(tls)
        .build()
        .new_agent()
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Network").field(&self.shared.config).finish()
    }
}
