//! A key at a remote service: its profile, the secrets it asks for, the signer's part.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::time::Duration;

use kyso::key::{KeyError, SignatureValue, SigningKey, ToBeSigned};
use kyso::{Credential, SignatureAlgorithm};
use kyso_net::Network;
use kyso_net::remote::{RemoteCredential, RemoteError, RemoteService, RemoteUser};
use zeroize::Zeroizing;

use crate::args::{PassphraseArgs, RemoteArgs};
use crate::error::Failure;
use crate::i18n::{msg, printable};
use crate::progress;
use crate::remote_words::failure;
use crate::secrets::{self, Source};
use crate::ui::Ui;
use crate::{choice, remote_inputs};

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
        let (profile, text) = remote_inputs::profile(name)?;
        let inputs = remote_inputs::all(&profile)?;
        let pin = Source::from_args(passphrase);
        let otp = args.otp_file.clone().map(Source::File);
        let known = RefCell::new(None);
        let asking = Signer::new(profile.name(), (&pin, &known), otp.as_ref(), ui, &|_| {});
        let failed = |error: RemoteError| asking.failure(&error);
        let service = RemoteService::open(network, &profile, &inputs, &asking).map_err(failed)?;
        let all = service.list().map_err(failed)?;
        let credential = choose(all, args, profile.name(), ui)?;
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

/// The keys at a service, those that cannot sign among them; with the service's name.
pub(crate) fn list(
    name: &str,
    network: &Network,
    ui: &Ui,
) -> Result<(String, Vec<RemoteCredential>), Failure> {
    secrets::forbid_core_dumps();
    let (profile, _) = remote_inputs::profile(name)?;
    let inputs = remote_inputs::all(&profile)?;
    let known = RefCell::new(None);
    let asking = Signer::new(profile.name(), (&Source::Terminal, &known), None, ui, &|_| {});
    let service = RemoteService::open(network, &profile, &inputs, &asking);
    let all = service.and_then(|service| service.list());
    Ok((profile.name().to_owned(), all.map_err(|error| asking.failure(&error))?))
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

/// The credential that the call means; of several a person is asked.
fn choose(
    mut all: Vec<RemoteCredential>,
    args: &RemoteArgs,
    service: &str,
    ui: &Ui,
) -> Result<RemoteCredential, Failure> {
    if all.is_empty() {
        return Err(Failure::key(msg::error_remote_none(service)));
    }
    let line = |credential: &RemoteCredential| {
        let subject = credential.certificate().map(|leaf| leaf.subject().to_string());
        format!("{} ({})", printable(credential.id()), printable(&subject.unwrap_or_default()))
    };
    let lines: Vec<String> = all.iter().map(line).collect();
    let keys = lines.join("; ");
    if let Some(id) = &args.remote_credential {
        let found = all.into_iter().find(|credential| credential.id() == id);
        return found.ok_or_else(|| Failure::key(msg::error_remote_no_such(id, keys, service)));
    }
    // One that cannot sign is no choice, unless there is nothing else.
    let usable = |index: &usize| all.get(*index).is_some_and(|one| one.fault().is_none());
    let offered: Vec<usize> = (0..all.len()).filter(usable).collect();
    let offered = if offered.is_empty() { (0..all.len()).collect() } else { offered };
    let chosen = match offered.as_slice() {
        [only] => Some(*only),
        several => {
            let lines: Vec<String> =
                several.iter().filter_map(|index| lines.get(*index).cloned()).collect();
            choice::of(&lines, ui).and_then(|number| several.get(number).copied())
        }
    };
    match chosen.filter(|index| *index < all.len()) {
        Some(index) => Ok(all.swap_remove(index)),
        None => Err(Failure::key(msg::error_remote_several(keys, service))),
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
                let asked = || rpassword::prompt_password(format!("{question} "));
                progress::aside(asked).map(Zeroizing::new).ok()
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
