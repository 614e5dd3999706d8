//! Keys that a remote service holds: the API of the Cloud Signature Consortium (1.0 and 2.0) and
//! vendors' gateways, each described by a [`RemoteProfile`].
//!
//! A service signs digests only, so a document is prepared first and completed with the value,
//! which kyso checks against the certificate before it goes in. [`RemoteService::sign`] takes all
//! digests of a batch at once, so that the signer confirms once.

mod call;
mod csc;
mod error;
mod gateway;
mod key;
mod login;
mod profile;
mod template;
mod value;

use std::collections::BTreeMap;
use std::time::Duration;

use kyso::key::SignatureValue;
use kyso::x509::Certificate;
use kyso::{SignatureAlgorithm, Time};
use zeroize::Zeroizing;

pub use error::{BrowserFault, RemoteError, RemoteStep};
pub use key::RemoteKey;
pub use profile::{RemoteInput, RemoteProfile, RemoteProfileError, RemoteProtocol};

use crate::Network;
use call::Caller;

/// What a profile asks for from outside, by name. Values are wiped when dropped and never shown.
#[derive(Clone, Default)]
pub struct RemoteInputs(BTreeMap<String, Zeroizing<String>>);

impl RemoteInputs {
    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &str, value: Zeroizing<String>) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.as_str())
    }
}

impl std::fmt::Debug for RemoteInputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The signer, as far as a service needs one while it works.
pub trait RemoteUser {
    /// The PIN of the credential; `None` where nobody can be asked. Asked once: a wrong one costs
    /// a try.
    fn pin(&self) -> Option<Zeroizing<String>>;

    /// The one-time password, which has just been sent where the service sends it.
    fn otp(&self) -> Option<Zeroizing<String>>;

    /// Sends the browser to a URL; false where there is none.
    fn browse(&self, url: &str) -> bool;

    /// The signer is being waited for.
    fn waiting(&self, waited: Duration, allowed: Duration);

    /// The service took the request under this name; with it the signatures can be had later, by
    /// [`RemoteService::resume`]. Not a secret.
    fn accepted(&self, transaction: &str);
}

/// A key at a remote service.
#[derive(Clone, Debug)]
pub struct RemoteCredential {
    id: String,
    chain: Vec<Certificate>,
    algorithms: Vec<SignatureAlgorithm>,
    fault: Option<String>,
    batch: usize,
    csc: csc::Facts,
}

impl RemoteCredential {
    /// What the service calls it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its certificate first, then those above it as far as the service tells them.
    #[must_use]
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The certificate of the key.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.chain.first()
    }

    /// What it signs with, the usual one first.
    #[must_use]
    pub fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    /// Why it cannot sign now, in the words of the service; `None` where it can.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// How many signatures one authorization is good for; at least 1.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.batch
    }
}

/// A service, logged in.
#[derive(Debug)]
pub struct RemoteService {
    caller: Caller,
    profile: RemoteProfile,
    inputs: RemoteInputs,
}

impl RemoteService {
    /// Logs in as the profile says.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub fn open(
        network: &Network,
        profile: &RemoteProfile,
        inputs: &RemoteInputs,
        user: &dyn RemoteUser,
    ) -> Result<Self, RemoteError> {
        for (name, input) in profile.inputs() {
            if inputs.get(name).is_none() && !input.optional {
                return Err(RemoteError::MissingInput { name: name.to_owned() });
            }
        }
        let (profile, inputs) = (profile.clone(), inputs.clone());
        let mut service = Self { caller: Caller::new(network, &profile)?, profile, inputs };
        service.caller.begin();
        let secrets = service.profile.secrets().filter_map(|name| service.inputs.get(name));
        secrets.for_each(|secret| service.caller.hide(secret));
        if let Some(token) = login::log_in(&service, user)? {
            service.caller.hide(&token);
            service.caller.log_in(token);
        }
        Ok(service)
    }

    /// Its name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        self.profile.name()
    }

    /// The credentials of the user, those that cannot sign among them.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub fn list(&self) -> Result<Vec<RemoteCredential>, RemoteError> {
        match self.profile.protocol {
            RemoteProtocol::CscV1 | RemoteProtocol::CscV2 => csc::list(self),
            RemoteProtocol::Gateway => gateway::list(self),
        }
    }

    /// Signs digests made with the algorithm's hash function, in one authorization. The values
    /// come in the order of the digests; they are not checked here.
    ///
    /// # Errors
    /// [`RemoteError`]; [`RemoteError::Refused`] with the code `too-many` for more digests than
    /// [`RemoteCredential::batch`].
    pub fn sign(
        &self,
        credential: &RemoteCredential,
        algorithm: SignatureAlgorithm,
        digests: &[&[u8]],
        user: &dyn RemoteUser,
    ) -> Result<Vec<SignatureValue>, RemoteError> {
        if let Some(status) = credential.fault() {
            let (id, status) = (credential.id.clone(), status.to_owned());
            return Err(RemoteError::Unusable { id, status });
        }
        if !credential.algorithms.contains(&algorithm) {
            return Err(RemoteError::Algorithm { algorithm });
        }
        if digests.is_empty() {
            return Ok(Vec::new());
        }
        if digests.len() > credential.batch {
            let (code, text) = ("too-many".into(), credential.batch.to_string());
            let (service, step) = (self.caller.service.clone(), RemoteStep::Sign);
            return Err(RemoteError::Refused { service, step, code, text });
        }
        self.caller.begin();
        let values = match self.profile.protocol {
            RemoteProtocol::CscV1 | RemoteProtocol::CscV2 => {
                csc::sign(self, credential, algorithm, digests, user)
            }
            RemoteProtocol::Gateway => gateway::sign(self, credential, digests, user),
        }?;
        self.finish(values, algorithm, digests.len())
    }

    /// Fetches the signatures of a request that was [accepted](RemoteUser::accepted) before.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub fn resume(
        &self,
        transaction: &str,
        algorithm: SignatureAlgorithm,
        count: usize,
        user: &dyn RemoteUser,
    ) -> Result<Vec<SignatureValue>, RemoteError> {
        self.caller.begin();
        let values = match self.profile.protocol {
            RemoteProtocol::CscV1 | RemoteProtocol::CscV2 => {
                csc::poll(self, transaction, count, user)
            }
            RemoteProtocol::Gateway => gateway::poll(self, transaction, count, user),
        }?;
        self.finish(values, algorithm, count)
    }

    fn finish(
        &self,
        values: Vec<Vec<u8>>,
        algorithm: SignatureAlgorithm,
        count: usize,
    ) -> Result<Vec<SignatureValue>, RemoteError> {
        if values.len() != count {
            return Err(self.caller.unreadable(RemoteStep::Sign, "signatures"));
        }
        let as_cms = |value| SignatureValue::new(value::as_cms(value, algorithm));
        Ok(values.into_iter().map(as_cms).collect())
    }

    /// What is left for the signer to confirm: as the caller says, else the profile.
    fn deadline(&self) -> Duration {
        let usual = Duration::from_secs(self.profile.deadline);
        self.caller.left().unwrap_or(usual).min(crate::limits::MAX_DEADLINE)
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(self.profile.interval).min(self.deadline())
    }
}

/// This moment as digits, as gateways want it: `20261123080000Z`.
fn now_in_digits() -> String {
    let now = Time::from(std::time::SystemTime::now()).to_string();
    let mut digits: String = now.chars().filter(char::is_ascii_digit).take(14).collect();
    digits.push('Z');
    digits
}
