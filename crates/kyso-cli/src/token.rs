//! A key on a token: which of them is meant, whether it may sign, and only then its PIN.

use std::sync::{Arc, Mutex, PoisonError};

use etcetera::BaseStrategy as _;
use kyso::Credential;
use kyso::sign::check_signer;
use kyso::x509::Certificate;
use kyso_pkcs11::{
    FoundKey, PinPurpose, PinSource, Pkcs11Uri, Places, Search, Token, TokenError, Tries, search,
};
use zeroize::Zeroizing;

use crate::args::{KeyArgs, PassphraseArgs};
use crate::commands::now;
use crate::error::Failure;
use crate::i18n::{Catalog, Lang, Message, msg};
use crate::secrets::Source;
use crate::signer_check::SignerCheck;
use crate::ui::Ui;
use crate::{choice, core_error, credential, token_words};

/// Where modules are looked for on this machine.
pub(crate) fn places() -> Places {
    let strategy = etcetera::choose_base_strategy().ok();
    Places::of_system(strategy.map(|strategy| strategy.config_dir()).as_deref())
}

/// Opens the one key that the call means. Everything that can be refused is refused before the
/// PIN is asked for.
pub(crate) fn open(
    uri: &Pkcs11Uri,
    key: &KeyArgs,
    passphrase: &PassphraseArgs,
    allow_expired: bool,
    check: &SignerCheck<'_>,
    ui: &Ui,
) -> Result<Credential, Failure> {
    let more = match &key.chain {
        Some(path) => Certificate::from_pem_or_der(&credential::certificates(path)?)
            .map_err(|error| Failure::core(error, &path.display().to_string()))?,
        None => Vec::new(),
    };
    let source = match (&uri.pin_source, Source::from_args(passphrase)) {
        (Some(file), Source::Terminal) => Source::File(file.clone()),
        (Some(_), _) => return Err(Failure::usage(msg::call_pin_twice())),
        (None, source) => source,
    };
    let mut found = search(uri, &places());
    narrow(&mut found, key);
    let chosen = choose(found, allow_expired, ui)?;
    let certificate = &chosen.info().certificate;
    let token = chosen.info().token.label.clone();
    credential::may_sign(certificate, &token, allow_expired)?;
    let others: Vec<_> = chosen.other_certificates().iter().chain(&more).cloned().collect();
    check.run(certificate, &others)?;
    let fault = Arc::new(Mutex::new(None));
    let pins = Pins {
        source,
        known: None,
        last_try: key.last_try,
        fault: Arc::clone(&fault),
        lang: ui.catalog.lang(),
    };
    chosen.credential(Box::new(pins), &more).map_err(|error| {
        let said = fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        said.unwrap_or_else(|| failure(&error))
    })
}

/// What the token refused, as the command ends.
pub(crate) fn failure(error: &TokenError) -> Failure {
    match error {
        TokenError::Key(error) => Failure::key(core_error::key(error, "PKCS#11")),
        other => Failure::key(token_words::refused(other)),
    }
}

/// Leaves the keys whose certificate is as the options say.
fn narrow(found: &mut Search, key: &KeyArgs) {
    found.keys.retain(|one| is_meant(&one.info().certificate, key));
}

/// Whether a certificate is as the options say.
pub(crate) fn is_meant(certificate: &Certificate, key: &KeyArgs) -> bool {
    let plain = |text: &str| {
        let text: String = text.chars().filter(char::is_ascii_hexdigit).collect();
        text.trim_start_matches('0').to_ascii_lowercase()
    };
    let serial = key.cert_serial.as_deref();
    let subject = key.cert_subject.as_deref().map(str::to_lowercase);
    serial.is_none_or(|serial| plain(&certificate.serial_hex()) == plain(serial))
        && subject
            .is_none_or(|wanted| certificate.subject().to_string().to_lowercase().contains(&wanted))
}

/// The key to sign with: of several a person is asked.
fn choose(mut found: Search, allow_expired: bool, ui: &Ui) -> Result<FoundKey, Failure> {
    if found.keys.len() > 1 {
        let line = |key: &FoundKey| {
            let info = key.info();
            let usable = allow_expired || check_signer(&info.certificate, now()).is_ok();
            format!("{} {}", if usable { ' ' } else { '!' }, token_words::line(info))
        };
        let lines: Vec<String> = found.keys.iter().map(line).collect();
        if let Some(index) = choice::of(&lines, ui).filter(|index| *index < found.keys.len()) {
            return Ok(found.keys.swap_remove(index));
        }
    }
    found.only().map_err(|error| failure(&error))
}

/// Asks the terminal for the PIN, or takes it from where the call says.
struct Pins {
    source: Source,
    /// What a file or a descriptor gave: a descriptor cannot be read twice.
    known: Option<Zeroizing<String>>,
    last_try: bool,
    /// Why there is no PIN, for whoever asked for the key.
    fault: Arc<Mutex<Option<Failure>>>,
    lang: Lang,
}

impl Pins {
    /// Made when it is needed: it stays in its thread, and a key may move.
    fn ui(&self) -> Ui {
        Ui::plain(Catalog::new(self.lang))
    }

    fn refuse<T>(&self, failure: Failure) -> Option<T> {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
        None
    }

    fn question(token: &Token, purpose: PinPurpose) -> Message {
        match purpose {
            PinPurpose::Signature => msg::prompt_pin_again(&token.label),
            _ => msg::prompt_pin(&token.label),
        }
    }

    /// Warns where the tries run out; `false` where nobody is there to be warned.
    fn may_try(&self, token: &Token) -> bool {
        match token.tries {
            Tries::Last if self.last_try || self.source.is_terminal() || token.pin_on_reader => {
                self.ui().warn(&msg::warn_pin_last(&token.label));
                true
            }
            Tries::Last => false,
            Tries::Low => {
                self.ui().warn(&msg::warn_pin_low(&token.label));
                true
            }
            _ => true,
        }
    }
}

impl PinSource for Pins {
    fn pin(&mut self, token: &Token, purpose: PinPurpose) -> Option<Zeroizing<String>> {
        if !self.may_try(token) {
            return self.refuse(Failure::key(msg::token_pin_last(&token.label)));
        }
        if let Some(pin) = &self.known {
            return Some(pin.clone());
        }
        match self.source.answer(&Self::question(token, purpose), &self.ui()) {
            Some(Ok(pin)) => {
                if !self.source.is_terminal() {
                    self.known = Some(pin.clone());
                }
                Some(pin)
            }
            Some(Err(failure)) => self.refuse(failure),
            None => self.refuse(Failure::key(msg::token_pin_no_terminal(&token.label))),
        }
    }

    fn on_reader(&mut self, token: &Token, _purpose: PinPurpose) -> bool {
        self.may_try(token);
        self.ui().note(&msg::note_pin_on_reader(&token.label));
        true
    }
}
