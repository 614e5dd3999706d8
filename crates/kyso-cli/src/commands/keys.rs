//! `kyso keys`: the keys of a source, and whether each can sign now.

use kyso::x509::Certificate;
use kyso::{Credential, SignatureAlgorithm, sign};
use kyso_pkcs11::{Pkcs11Uri, Token, Tries, search};
use serde_json::{Value, json};

use super::claims::{holder, signer};
use super::now;
use crate::args::KeysArgs;
use crate::error::{self, Failure};
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::ui::{Tone, Ui};
use crate::{core_error, credential, secrets, token, token_words};

/// One key, wherever it is.
struct Key {
    source: &'static str,
    /// What names the key in a call: a file, a URI.
    place: String,
    token: Option<Token>,
    certificate: Certificate,
    algorithms: Vec<SignatureAlgorithm>,
    /// Why it cannot sign now.
    why_not: Option<Message>,
}

pub(super) fn run(args: &KeysArgs, ui: &Ui) -> Result<Status, Failure> {
    let (keys, faults) = match &args.p12 {
        Some(_) => (in_file(args, ui)?, Vec::new()),
        None => on_tokens(args.pkcs11.as_ref())?,
    };
    faults.iter().for_each(|fault| ui.warn(fault));
    if args.json {
        let keys: Vec<Value> = keys.iter().map(|key| key.to_json(ui)).collect();
        ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "keys": keys,
        }))?;
    } else {
        for key in &keys {
            key.print(ui)?;
        }
    }
    Ok(Status::Done)
}

fn in_file(args: &KeysArgs, ui: &Ui) -> Result<Vec<Key>, Failure> {
    secrets::forbid_core_dumps();
    let Some(path) = &args.p12 else { return Ok(Vec::new()) };
    let opened = credential::unlock(path, &args.passphrase, ui, |bytes, passphrase| {
        Credential::from_pkcs12(bytes, passphrase.unwrap_or_default())
    })?;
    let place = path.display().to_string();
    Ok(vec![Key {
        source: "p12",
        why_not: why_not(opened.certificate(), opened.algorithms(), None, &place),
        place,
        token: None,
        certificate: opened.certificate().clone(),
        algorithms: opened.algorithms().to_vec(),
    }])
}

/// Lists without a PIN. Where there is nothing, the reason is the failure.
fn on_tokens(uri: Option<&Pkcs11Uri>) -> Result<(Vec<Key>, Vec<Message>), Failure> {
    let found = search(&uri.cloned().unwrap_or_default(), &token::places());
    if found.keys.is_empty() {
        return Err(token::failure(&found.nothing()));
    }
    let faults = found.faults.iter().map(token_words::refused).collect();
    let keys = found.keys.iter().map(|key| {
        let info = key.info();
        let place = info.uri();
        Key {
            source: "pkcs11",
            why_not: why_not(&info.certificate, &info.algorithms, Some(&info.token), &place),
            place,
            token: Some(info.token.clone()),
            certificate: info.certificate.clone(),
            algorithms: info.algorithms.clone(),
        }
    });
    Ok((keys.collect(), faults))
}

/// Why a key cannot sign now, as far as it shows without a PIN.
fn why_not(
    certificate: &Certificate,
    algorithms: &[SignatureAlgorithm],
    token: Option<&Token>,
    place: &str,
) -> Option<Message> {
    if let Err(error) = sign::check_signer(certificate, now()) {
        return Some(core_error::sign(&error, place));
    }
    let token = token?;
    if algorithms.is_empty() {
        return Some(msg::token_no_algorithm(&token.label));
    }
    if token.tries == Tries::Locked {
        return Some(msg::token_pin_locked(&token.label));
    }
    let unset = token.pin_must_change || !token.has_pin && !token.pin_on_reader;
    (token.needs_login && unset).then(|| msg::token_pin_unset(&token.label))
}

impl Key {
    fn usage(&self) -> Vec<&'static str> {
        self.certificate
            .key_usage()
            .ok()
            .flatten()
            .map(kyso::x509::KeyUsage::names)
            .unwrap_or_default()
    }

    fn algorithm_names(&self) -> Vec<String> {
        self.algorithms.iter().map(|algorithm| algorithm.name()).collect()
    }

    fn to_json(&self, ui: &Ui) -> Value {
        let reason = self
            .why_not
            .as_ref()
            .map(|message| json!({ "code": error::code(message), "message": ui.text(message) }));
        let token = self.token.as_ref().map(|token| {
            json!({
                "label": token.label,
                "manufacturer": token.manufacturer,
                "model": token.model,
                "serial": token.serial,
                "module": token.module.display().to_string(),
                "pin_tries": match token.tries {
                    Tries::Enough => "enough",
                    Tries::Low => "low",
                    Tries::Last => "last",
                    Tries::Locked => "locked",
                },
                "pin_on_reader": token.pin_on_reader,
            })
        });
        json!({
            "source": self.source,
            "place": self.place,
            "token": token,
            "signer": signer(&self.certificate),
            "key": self.certificate.key_kind().ok().map(|kind| kind.to_string()),
            "usage": self.usage(),
            "algorithms": self.algorithm_names(),
            "can_sign": self.why_not.is_none(),
            "reason": reason,
        })
    }

    fn print(&self, ui: &Ui) -> Result<(), Failure> {
        let state = match &self.why_not {
            None => ui.paint(Tone::Good, &ui.text(&msg::key_can_sign())),
            Some(why) => ui.paint(Tone::Bad, &ui.text(&msg::key_cannot_sign(why.clone()))),
        };
        let certificate = &self.certificate;
        let lines = [
            ui.text(&msg::key_holder(holder(certificate))),
            format!("  {state}"),
            format!("  {}", ui.text(&msg::key_place(&self.place))),
            format!(
                "  {}",
                ui.text(&msg::key_certificate(
                    certificate.issuer().to_string(),
                    certificate.not_after(),
                    certificate.not_before(),
                    certificate.serial_hex(),
                ))
            ),
            format!("  {}", ui.text(&msg::key_usage(self.usage().join(", ")))),
            format!("  {}", ui.text(&msg::key_algorithms(self.algorithm_names().join(", ")))),
        ];
        lines.iter().try_for_each(|line| ui.print_line(line))
    }
}
