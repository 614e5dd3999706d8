//! `kyso keys`: the keys of a source, and whether each can sign now.

use kyso::x509::Certificate;
use kyso::{Credential, sign};
use kyso_net::remote::RemoteCredential;
use kyso_pkcs11::Pkcs11Uri;
use serde_json::{Value, json};

use super::claims::{holder, signer};
use super::now;
use crate::args::KeysArgs;
use crate::error::{self, Failure};
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::probe::{self, KeyFacts, Pin, TokenFacts};
use crate::ui::{Tone, Ui};
use crate::{core_error, credential, remote, secrets, services, token};

/// One key, wherever it is.
struct Key {
    source: &'static str,
    /// What names the key in a call: a file, a URI, an id at the service.
    place: String,
    token: Option<TokenFacts>,
    service: Option<String>,
    certificate: Certificate,
    algorithms: Vec<String>,
    /// Why it cannot sign now.
    why_not: Option<Message>,
}

pub(super) fn run(args: &KeysArgs, ui: &Ui) -> Result<Status, Failure> {
    let (keys, faults) = match (&args.p12, &args.remote) {
        (Some(_), _) => (in_file(args, ui)?, Vec::new()),
        (None, Some(name)) => (at_service(name, args, ui)?, Vec::new()),
        (None, None) => on_tokens(args.pkcs11.as_ref(), args.network.timeout)?,
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
        why_not: why_not(opened.certificate(), &place),
        place,
        token: None,
        service: None,
        certificate: opened.certificate().clone(),
        algorithms: opened.algorithms().iter().map(|algorithm| algorithm.name()).collect(),
    }])
}

/// Those of a remote service, which needs a login and no PIN.
fn at_service(name: &str, args: &KeysArgs, ui: &Ui) -> Result<Vec<Key>, Failure> {
    let network = services::network(&args.network)?;
    let (service, all) = remote::list(name, &network, ui)?;
    if all.is_empty() {
        return Err(Failure::key(msg::error_remote_none(service)));
    }
    let key = |one: RemoteCredential| {
        let certificate = one.certificate()?.clone();
        let place = one.id().to_owned();
        let fault = |status: &str| msg::error_remote_unusable(&place, &service, status);
        Some(Key {
            source: "remote",
            why_not: one.fault().map(fault).or_else(|| why_not(&certificate, &place)),
            place,
            token: None,
            service: Some(service.clone()),
            algorithms: one.algorithms().iter().map(|algorithm| algorithm.name()).collect(),
            certificate,
        })
    };
    Ok(all.into_iter().filter_map(key).collect())
}

/// Lists without a PIN. Where there is nothing, the reason is the failure.
fn on_tokens(
    uri: Option<&Pkcs11Uri>,
    seconds: Option<u64>,
) -> Result<(Vec<Key>, Vec<Message>), Failure> {
    let uri = uri.cloned().unwrap_or_default();
    let found = probe::search(&uri, &token::places(), seconds);
    if found.keys.is_empty() {
        return Err(found.nothing());
    }
    let key = |key: KeyFacts| {
        let certificate = key.certificate()?;
        Some(Key {
            source: "pkcs11",
            why_not: why_not_on_token(&certificate, &key),
            place: key.uri,
            token: Some(key.token),
            service: None,
            certificate,
            algorithms: key.algorithms,
        })
    };
    Ok((found.keys.into_iter().filter_map(key).collect(), found.faults))
}

/// Why a certificate cannot sign now.
fn why_not(certificate: &Certificate, place: &str) -> Option<Message> {
    let refused = sign::check_signer(certificate, now()).err()?;
    Some(core_error::sign(&refused, place))
}

/// Why a key on a token cannot sign now, as far as it shows without a PIN.
pub(crate) fn why_not_on_token(certificate: &Certificate, key: &KeyFacts) -> Option<Message> {
    let label = &key.token.label;
    why_not(certificate, &key.uri).or_else(|| match key.token.pin {
        _ if key.algorithms.is_empty() => Some(msg::token_no_algorithm(label)),
        Pin::Locked => Some(msg::token_pin_locked(label)),
        Pin::Unset => Some(msg::token_pin_unset(label)),
        Pin::Enough | Pin::Low | Pin::Last => None,
    })
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

    /// What to write in a call.
    fn named(&self) -> Message {
        match &self.service {
            Some(service) => msg::key_at_service(&self.place, service),
            None => msg::key_place(&self.place),
        }
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
                "pin_tries": token.pin.tries(),
                "pin_on_reader": token.pin_on_reader,
            })
        });
        json!({
            "source": self.source,
            "place": self.place,
            "token": token,
            "service": self.service,
            "signer": signer(&self.certificate),
            "key": self.certificate.key_kind().ok().map(|kind| kind.to_string()),
            "usage": self.usage(),
            "algorithms": self.algorithms,
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
            format!("  {}", ui.text(&self.named())),
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
            format!("  {}", ui.text(&msg::key_algorithms(self.algorithms.join(", ")))),
        ];
        lines.iter().try_for_each(|line| ui.print_line(line))
    }
}
