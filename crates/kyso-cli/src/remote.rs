//! A key at a remote service: its profile, the secrets it asks for, the signer's part.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;
use std::time::Duration;

use kyso::key::{KeyError, SignatureValue, SigningKey, ToBeSigned};
use kyso::{Credential, SignatureAlgorithm, file, limits};
use kyso_net::Network;
use kyso_net::remote::{
    RemoteCredential, RemoteError, RemoteInput, RemoteInputs, RemoteProfile, RemoteService,
    RemoteUser,
};
use zeroize::Zeroizing;

use crate::args::{PassphraseArgs, RemoteArgs};
use crate::error::Failure;
use crate::i18n::msg;
use crate::secrets::{self, Source};
use crate::service_words;
use crate::ui::Ui;

/// Between two lines that say that the signer is waited for.
const TOLD_EVERY: Duration = Duration::from_secs(15);

/// A remote key, chosen and ready.
pub(crate) struct Remote<'a> {
    service: RemoteService,
    pub(crate) credential: RemoteCredential,
    /// What the profile says, so that a request is taken up by the same one only.
    pub(crate) identity: String,
    pin: Source,
    /// The PIN, once it was given: a descriptor gives it only once.
    known: RefCell<Option<Zeroizing<String>>>,
    otp: Option<Source>,
    ui: &'a Ui,
}

impl<'a> Remote<'a> {
    /// Logs in and chooses the credential.
    pub(crate) fn open(
        name: &str,
        args: &RemoteArgs,
        passphrase: &PassphraseArgs,
        network: &Network,
        ui: &'a Ui,
    ) -> Result<Self, Failure> {
        secrets::forbid_core_dumps();
        let (profile, text) = profile(name)?;
        let inputs = inputs(&profile)?;
        let pin = Source::from_args(passphrase);
        let otp = args.otp_file.clone().map(Source::File);
        let known = RefCell::new(None);
        let asking = Signer::new(profile.name(), (&pin, &known), otp.as_ref(), ui, &|_| {});
        let failed = |error: RemoteError| asking.failure(&error);
        let service = RemoteService::open(network, &profile, &inputs, &asking).map_err(failed)?;
        let all = service.list().map_err(failed)?;
        let credential = choose(all, args, profile.name())?;
        if let Some(status) = credential.fault() {
            let (id, status) = (credential.id().to_owned(), status.to_owned());
            return Err(failed(RemoteError::Unusable { id, status }));
        }
        drop(asking);
        let identity = format!("{text}\0{}", credential.id());
        Ok(Self { service, credential, identity, pin, known, otp, ui })
    }

    /// The certificate with what the key signs with; the key itself is asked for all at once.
    pub(crate) fn credential(&self) -> Result<Credential, Failure> {
        let chain = self.credential.chain();
        let public_key = self.credential.certificate().map(|leaf| leaf.spki_der().to_vec());
        let key = Elsewhere {
            public_key: public_key.unwrap_or_default(),
            algorithms: self.credential.algorithms().to_vec(),
        };
        Credential::from_key(Box::new(key), chain)
            .map_err(|error| Failure::core(error, self.service.name()))
    }

    /// Signs digests; `accepted` hears under which name the service took the request.
    pub(crate) fn sign(
        &self,
        algorithm: SignatureAlgorithm,
        digests: &[&[u8]],
        accepted: &dyn Fn(&str),
    ) -> Result<Vec<SignatureValue>, Refused> {
        let signer = self.signer(accepted);
        let values = self.service.sign(&self.credential, algorithm, digests, &signer);
        values.map_err(|error| signer.refused(&error))
    }

    /// Fetches what was accepted before.
    pub(crate) fn resume(
        &self,
        transaction: &str,
        algorithm: SignatureAlgorithm,
        count: usize,
    ) -> Result<Vec<SignatureValue>, Refused> {
        self.ui.note(&msg::note_remote_resumed(self.service.name()));
        let signer = self.signer(&|_| {});
        let values = self.service.resume(transaction, algorithm, count, &signer);
        values.map_err(|error| signer.refused(&error))
    }

    /// The service's name, for people.
    pub(crate) fn name(&self) -> &str {
        self.service.name()
    }

    fn signer<'s>(&'s self, accepted: &'s dyn Fn(&str)) -> Signer<'s> {
        let pin = (&self.pin, &self.known);
        Signer::new(self.service.name(), pin, self.otp.as_ref(), self.ui, accepted)
    }
}

/// Why nothing was signed, and whether the request still stands.
pub(crate) struct Refused {
    pub(crate) failure: Box<dyn Fn() -> Failure>,
    pub(crate) stands: bool,
}

/// Stands for a key that is not asked one by one.
#[derive(Debug)]
struct Elsewhere {
    public_key: Vec<u8>,
    algorithms: Vec<SignatureAlgorithm>,
}

impl SigningKey for Elsewhere {
    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&self, _: &ToBeSigned) -> Result<SignatureValue, KeyError> {
        Err(KeyError::Backend)
    }
}

/// The shipped profile of this name, else the one in this file; with its text.
fn profile(name: &str) -> Result<(RemoteProfile, String), Failure> {
    if let Some((profile, text)) =
        RemoteProfile::shipped(name).zip(RemoteProfile::shipped_text(name))
    {
        return Ok((profile, text.to_owned()));
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<_> = RemoteProfile::shipped_names().collect();
        return Err(Failure::usage(msg::call_remote_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_PROFILE_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: String| Failure::usage(msg::call_remote_invalid(detail, name));
    let text = String::from_utf8(bytes).map_err(|error| invalid(error.to_string()))?;
    let profile = RemoteProfile::from_toml(&text).map_err(|error| invalid(error.to_string()))?;
    Ok((profile, text))
}

fn inputs(profile: &RemoteProfile) -> Result<RemoteInputs, Failure> {
    let mut inputs = RemoteInputs::default();
    for (name, input) in profile.inputs() {
        if let Some(value) = value(name, input, profile)? {
            inputs = inputs.with(name, value);
        }
    }
    Ok(inputs)
}

fn value(
    name: &str,
    input: &RemoteInput,
    profile: &RemoteProfile,
) -> Result<Option<Zeroizing<String>>, Failure> {
    if let Some(value) = &input.value {
        return Ok(Some(Zeroizing::new(value.clone())));
    }
    if let Some(variable) = &input.env {
        return match std::env::var(variable) {
            Ok(value) if !value.is_empty() => Ok(Some(Zeroizing::new(value))),
            _ if input.optional => Ok(Some(Zeroizing::default())),
            _ => {
                let service = profile.name();
                Err(Failure::key(msg::error_remote_input_env(name, service, variable)))
            }
        };
    }
    let Some(path) = input.file.as_ref().map(Path::new) else { return Ok(None) };
    if input.secret {
        private(path)?;
    }
    secrets::of_file(path).map(Some)
}

/// Others must not be able to read a secret.
fn private(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let about = fs::metadata(path).map_err(|error| Failure::reading(path, &error))?;
        if about.is_file() && about.permissions().mode() & 0o077 != 0 {
            return Err(Failure::key(msg::error_remote_input_open(path)));
        }
    }
    Ok(())
}

fn choose(
    all: Vec<RemoteCredential>,
    args: &RemoteArgs,
    service: &str,
) -> Result<RemoteCredential, Failure> {
    let told = |all: &[RemoteCredential]| {
        let one = |credential: &RemoteCredential| {
            let subject = credential.certificate().map(|leaf| leaf.subject().to_string());
            format!("{} ({})", credential.id(), subject.unwrap_or_default())
        };
        all.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    if all.is_empty() {
        return Err(Failure::key(msg::error_remote_none(service)));
    }
    let keys = told(&all);
    if let Some(id) = &args.remote_credential {
        let found = all.into_iter().find(|credential| credential.id() == id);
        return found.ok_or_else(|| Failure::key(msg::error_remote_no_such(id, keys, service)));
    }
    // One that cannot sign is no choice, unless there is nothing else.
    let (mut usable, mut others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|credential| credential.fault().is_none());
    match (usable.pop(), usable.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) if others.len() == 1 => {
            others.pop().ok_or_else(|| Failure::key(msg::error_remote_none(service)))
        }
        _ => Err(Failure::key(msg::error_remote_several(keys, service))),
    }
}

/// The person who signs, at this terminal.
struct Signer<'a> {
    service: &'a str,
    pin: &'a Source,
    known: &'a RefCell<Option<Zeroizing<String>>>,
    otp: Option<&'a Source>,
    ui: &'a Ui,
    accepted: &'a dyn Fn(&str),
    told: Cell<Option<Duration>>,
    /// Why a secret could not be had.
    failed: RefCell<Option<Failure>>,
}

impl<'a> Signer<'a> {
    fn new(
        service: &'a str,
        (pin, known): (&'a Source, &'a RefCell<Option<Zeroizing<String>>>),
        otp: Option<&'a Source>,
        ui: &'a Ui,
        accepted: &'a dyn Fn(&str),
    ) -> Self {
        let (told, failed) = (Cell::new(None), RefCell::new(None));
        Self { service, pin, known, otp, ui, accepted, told, failed }
    }

    fn failure(&self, error: &RemoteError) -> Failure {
        self.failed.take().map_or_else(|| failure(error, self.service), Failure::stopping)
    }

    fn refused(&self, error: &RemoteError) -> Refused {
        let stands = matches!(
            error,
            RemoteError::StillWaiting { .. }
                | RemoteError::Cancelled
                | RemoteError::RateLimited { .. }
                | RemoteError::Service(_)
        );
        let (error, service) = (error.clone(), self.service.to_owned());
        let first = RefCell::new(self.failed.take());
        let failure = Box::new(move || first.take().unwrap_or_else(|| failure(&error, &service)));
        Refused { failure, stands }
    }

    fn kept<T>(&self, outcome: Result<T, Failure>) -> Option<T> {
        outcome.map_err(|failure| self.failed.replace(Some(failure))).ok()
    }
}

impl RemoteUser for Signer<'_> {
    fn pin(&self) -> Option<Zeroizing<String>> {
        if let Some(known) = self.known.borrow().as_ref() {
            return Some(known.clone());
        }
        let pin = self.kept(self.pin.fetch(Path::new(self.service), self.ui))?;
        // Nothing is no PIN, and would cost a try.
        let pin = Some(pin).filter(|pin| !pin.is_empty())?;
        Some(self.known.borrow_mut().insert(pin).clone())
    }

    fn otp(&self) -> Option<Zeroizing<String>> {
        match self.otp {
            Some(source) => self.kept(source.fetch(Path::new(self.service), self.ui)),
            None => {
                let question = self.ui.text(&msg::prompt_otp(self.service));
                rpassword::prompt_password(format!("{question} ")).map(Zeroizing::new).ok()
            }
        }
    }

    fn browse(&self, url: &str) -> bool {
        self.ui.show(&self.ui.text(&msg::note_remote_browse(self.service, url)));
        true
    }

    fn waiting(&self, waited: Duration, allowed: Duration) {
        let due = self.told.get().is_none_or(|told| waited >= told.saturating_add(TOLD_EVERY));
        if due {
            self.told.set(Some(waited));
            let (allowed, waited) = (allowed.as_secs(), waited.as_secs());
            self.ui.note(&msg::note_remote_waiting(allowed, self.service, waited));
        }
    }

    fn accepted(&self, transaction: &str) {
        (self.accepted)(transaction);
    }
}

/// What the service or the way to it refused, in the reader's language.
fn failure(error: &RemoteError, service: &str) -> Failure {
    let failure = Failure::key(match error {
        RemoteError::Service(error) => {
            msg::error_remote_service(service_words::service(error), service)
        }
        RemoteError::Refused { step, code, text, .. } => {
            let detail = [code.as_str(), text].into_iter().filter(|part| !part.is_empty());
            let detail = detail.collect::<Vec<_>>().join(", ");
            msg::error_remote_refused(detail, service, step.name())
        }
        RemoteError::WrongSecret { code, .. } => msg::error_remote_pin(code, service),
        RemoteError::Unreadable { step, field, .. } => {
            msg::error_remote_unreadable(field, service, step.name())
        }
        RemoteError::RateLimited { seconds, .. } => msg::error_remote_busy(*seconds, service),
        RemoteError::MissingInput { name } => msg::error_remote_input(name, service),
        RemoteError::Declined => msg::error_remote_declined(),
        RemoteError::Expired => msg::error_remote_expired(),
        RemoteError::StillWaiting { seconds } => msg::error_remote_waiting(*seconds, service),
        RemoteError::Unusable { id, status } => msg::error_remote_unusable(id, service, status),
        RemoteError::State => msg::error_remote_state(),
        RemoteError::Browser { reason } => msg::error_remote_browser(reason),
        other => msg::error_remote_refused(other.to_string(), service, ""),
    });
    // The next documents would cost the same: a try of the PIN, a question, a deadline.
    failure.stopping()
}
