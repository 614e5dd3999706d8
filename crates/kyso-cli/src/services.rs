//! The outside services that a call names, opened once for all its documents.

use std::path::Path;
use std::time::Duration;

use kyso::{Level, RevocationSource, TimestampAuthority};
use kyso_net::{ConfigError, HttpEvidence, HttpTsa, Network, NetworkConfig, TsaPool};

use crate::args::{HigherLevel, NetworkArgs, TsaArgs};
use crate::error::Failure;
use crate::i18n::msg;
use crate::secrets::Source;
use crate::ui::Ui;

/// The network as the call wants it used.
pub(crate) fn network(args: &NetworkArgs) -> Network {
    let mut config = NetworkConfig::default();
    config.offline = args.offline;
    if let Some(seconds) = args.timeout {
        config.timestamp_deadline = Duration::from_secs(seconds);
        config.evidence_deadline = Duration::from_secs(seconds);
    }
    Network::new(config)
}

/// The time-stamp authorities that the call names: the next one is asked when one fails.
pub(crate) fn tsa(args: &TsaArgs, network: &Network, ui: &Ui) -> Result<Option<TsaPool>, Failure> {
    let mut authorities = Vec::new();
    for url in &args.tsa {
        let mut tsa = HttpTsa::new(network, url).map_err(|error| refused(&error, url))?;
        if let Some(policy) = args.tsa_policy {
            tsa = tsa.with_policy(policy);
        }
        authorities.push(tsa);
    }
    if let Some(user) = &args.tsa_user {
        // The secret is for one of them, and only the caller knows for which.
        let [url] = args.tsa.as_slice() else {
            return Err(Failure::usage(msg::call_tsa_user_for_several()));
        };
        let Some(tsa) = authorities.pop() else { return Ok(None) };
        let secret = Source::from_args(&args.passphrase()).fetch(Path::new(url), ui)?;
        authorities.push(tsa.with_login(user, secret).map_err(|error| refused(&error, url))?);
    }
    Ok(TsaPool::new(authorities))
}

fn refused(error: &ConfigError, url: &str) -> Failure {
    Failure::usage(match error {
        ConfigError::Url { url } => msg::call_tsa_url(url),
        ConfigError::UserName => msg::call_tsa_user(),
        ConfigError::SecretInClear { service } => msg::call_tsa_in_clear(service),
        _ => msg::call_tsa_url(url),
    })
}

/// The authorities for a verb that cannot do without.
pub(crate) fn needed_tsa(args: &TsaArgs, network: &Network, ui: &Ui) -> Result<TsaPool, Failure> {
    tsa(args, network, ui)?.ok_or_else(|| Failure::usage(msg::call_tsa_missing()))
}

/// Who is asked to reach a level.
#[derive(Debug)]
pub(crate) struct Services {
    tsa: TsaPool,
    source: HttpEvidence,
}

impl Services {
    /// Opens nothing yet; what is fetched for one document serves the others too.
    pub(crate) fn new(network: &Network, tsa: TsaPool) -> Self {
        Self { tsa, source: HttpEvidence::new(network) }
    }

    /// The level with what it takes.
    pub(crate) fn level(&self, level: HigherLevel) -> Level<'_> {
        let tsa: &dyn TimestampAuthority = &self.tsa;
        let source: &dyn RevocationSource = &self.source;
        match level {
            HigherLevel::T => Level::T { tsa },
            HigherLevel::Lt => Level::Lt { tsa, source },
            HigherLevel::Lta => Level::Lta { tsa, source },
        }
    }
}
