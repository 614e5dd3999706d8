//! The outside services that a call names, opened once for all its documents.

use std::path::Path;
use std::time::Duration;

use kyso::key::plain_pkcs8;
use kyso::{Level, RevocationSource, TimestampAuthority, file, limits};
use kyso_net::{
    ClientIdentity, ConfigError, HttpEvidence, HttpTsa, Network, NetworkConfig, TlsRoots, TsaPool,
    without_secrets,
};
use zeroize::Zeroizing;

use crate::args::{EvidenceArgs, HigherLevel, NetworkArgs, TsaArgs};
use crate::credential;
use crate::error::Failure;
use crate::i18n::msg;
use crate::secrets::Source;
use crate::ui::Ui;

/// The network as the call wants it used.
pub(crate) fn network(args: &NetworkArgs) -> Result<Network, Failure> {
    let mut config = NetworkConfig::default();
    config.offline = args.offline;
    if let Some(seconds) = args.timeout {
        config.timestamp_deadline = Duration::from_secs(seconds);
        config.evidence_deadline = Duration::from_secs(seconds);
        config.remote_deadline = Some(Duration::from_secs(seconds));
    }
    if let Some(path) = &args.tls_ca {
        config.tls_roots = TlsRoots::from_pem(&read(path)?)
            .map_err(|_| Failure::io(msg::error_no_certificate(path.as_path())))?;
    }
    Ok(Network::new(config))
}

/// Where evidence is fetched, and kept for other calls where this one says so.
pub(crate) fn source(args: &EvidenceArgs, network: &Network) -> Result<HttpEvidence, Failure> {
    let source = HttpEvidence::new(network);
    match &args.cache {
        Some(folder) => source.with_folder(folder).map_err(|e| Failure::writing(folder, &e)),
        None => Ok(source),
    }
}

/// Whom TLS shows to the authorities.
fn identity(args: &TsaArgs, ui: &Ui) -> Result<Option<ClientIdentity>, Failure> {
    let (Some(cert), Some(key)) = (&args.tsa_cert, &args.tsa_key) else { return Ok(None) };
    // Elsewhere it would not be asked for, and the caller would not learn that it was not.
    if let Some(url) = args.tsa.iter().find(|url| !url.starts_with("https:")) {
        return Err(Failure::usage(msg::call_tsa_cert_without_tls(without_secrets(url))));
    }
    let certificates = read(cert)?;
    let plain = credential::unlock(key, &args.key_passphrase(), ui, |bytes, passphrase| {
        plain_pkcs8(bytes, passphrase)
    })?;
    let identity = ClientIdentity::from_pkcs8(&certificates, &plain);
    identity.map(Some).map_err(|error| match error {
        ConfigError::Pem | ConfigError::NoCertificate => {
            Failure::io(msg::error_no_certificate(cert.as_path()))
        }
        _ => Failure::io(msg::error_tls_key(cert.as_path(), key.as_path())),
    })
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = file::read_bounded(path, limits::MAX_KEY_FILE_BYTES);
    bytes.map(Zeroizing::new).map_err(|error| Failure::reading(path, &error))
}

/// The time-stamp authorities that the call names: the next one is asked when one fails.
pub(crate) fn tsa(args: &TsaArgs, network: &Network, ui: &Ui) -> Result<Option<TsaPool>, Failure> {
    let identity = identity(args, ui)?;
    let mut authorities = Vec::new();
    for url in &args.tsa {
        let mut tsa = HttpTsa::new(network, url).map_err(|error| refused(&error, url))?;
        if let Some(policy) = args.tsa_policy {
            tsa = tsa.with_policy(policy);
        }
        if let Some(identity) = &identity {
            tsa = tsa.with_identity(identity);
        }
        authorities.push(tsa);
    }
    if let Some(user) = &args.tsa_user {
        // The secret is for one of them, and only the caller knows for which.
        let [url] = args.tsa.as_slice() else {
            return Err(Failure::usage(msg::call_tsa_user_for_several()));
        };
        let Some(tsa) = authorities.pop() else { return Ok(None) };
        let secret =
            Source::from_args(&args.passphrase()).fetch(Path::new(&without_secrets(url)), ui)?;
        authorities.push(tsa.with_login(user, secret).map_err(|error| refused(&error, url))?);
    }
    Ok(TsaPool::new(authorities))
}

fn refused(error: &ConfigError, url: &str) -> Failure {
    Failure::usage(match error {
        ConfigError::Url { url } => msg::call_tsa_url(url),
        ConfigError::UserName => msg::call_tsa_user(),
        ConfigError::SecretInClear { service } => msg::call_tsa_in_clear(service),
        _ => msg::call_tsa_url(without_secrets(url)),
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
    pub(crate) fn new(source: HttpEvidence, tsa: TsaPool) -> Self {
        Self { tsa, source }
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
