//! Modules, readers, tokens and the keys on them.

use kyso_pkcs11::{FoundModule, ModuleOrigin, Pkcs11Uri};
use serde_json::{Value, json};

use super::certificates::validity;
use super::readers::{self, Device};
use super::{Findings, Severity};
use crate::args::DoctorArgs;
use crate::commands::why_not_on_token;
use crate::exit::Status;
use crate::i18n::msg;
use crate::probe::{self, KeyFacts, ModuleFault, Pin, Probed, TokenFacts};
use crate::token;

/// What the modules showed together.
#[derive(Default)]
struct Seen {
    tokens: Vec<TokenFacts>,
    keys: Vec<KeyFacts>,
    empty_readers: usize,
}

pub(super) fn examine(args: &DoctorArgs, findings: &mut Findings) {
    let uri = args.pkcs11.clone().unwrap_or_default();
    let mut seen = Seen::default();
    let modules = token::places().for_uri(&uri);
    if modules.is_empty() {
        let severity = severity(args.pkcs11.is_some());
        findings.add(severity, msg::doctor_no_module(), json!({}));
    }
    for found in &modules {
        module(found, &uri, args.network.timeout, &mut seen, findings);
    }
    for one in &seen.tokens {
        about(one, &seen.keys, findings);
    }
    if seen.tokens.is_empty() {
        nothing(args, seen.empty_readers, findings);
    }
}

/// Whoever named a token wants it; others may have none.
fn severity(is_named: bool) -> Severity {
    if is_named { Severity::Error(Status::Key) } else { Severity::Info }
}

fn module(
    found: &FoundModule,
    uri: &Pkcs11Uri,
    seconds: Option<u64>,
    seen: &mut Seen,
    findings: &mut Findings,
) {
    let path = found.path.display().to_string();
    let (origin, is_named) = match &found.origin {
        ModuleOrigin::Caller => ("call", true),
        ModuleOrigin::Configured { .. } => ("p11-kit", false),
        _ => ("known-name", false),
    };
    let Probed { keys, tokens, other_tokens, empty_readers, faults } =
        probe::module(&found.path, uri, seconds);
    for fault in &faults {
        // A refusal is one token's; everything else makes the module useless.
        let severity = if is_named && !matches!(fault, ModuleFault::Refused(_)) {
            Severity::Error(Status::Key)
        } else {
            Severity::Warning
        };
        let facts = json!({"module": path, "origin": origin, "fault": fault});
        findings.add(severity, fault.words(&path), facts);
    }
    if faults.iter().all(|fault| matches!(fault, ModuleFault::Refused(_))) {
        let count = tokens.len() + other_tokens.len();
        let facts = json!({
            "module": path, "origin": origin, "tokens": count, "empty_readers": empty_readers,
        });
        findings.info(msg::doctor_module_loads(empty_readers, path, count), facts);
    }
    seen.empty_readers += empty_readers;
    for key in keys {
        if !seen.keys.iter().any(|known| known.is_again(&key)) {
            seen.keys.push(key);
        }
    }
    for token in tokens {
        let same = |known: &TokenFacts| {
            !token.serial.is_empty()
                && (&known.serial, &known.label) == (&token.serial, &token.label)
        };
        if !seen.tokens.iter().any(same) {
            seen.tokens.push(token);
        }
    }
}

fn about(token: &TokenFacts, keys: &[KeyFacts], findings: &mut Findings) {
    let label = token.label.as_str();
    let is_here =
        |key: &&KeyFacts| key.token.module == token.module && key.token.slot_id == token.slot_id;
    let keys: Vec<&KeyFacts> = keys.iter().filter(is_here).collect();
    let facts = json!({"token": token, "keys": keys.len()});
    let (model, serial) = (token.model.trim(), token.serial.trim());
    findings.info(msg::doctor_token(keys.len(), model, serial, label), facts);
    let facts = json!({"token": label, "serial": serial});
    match token.pin {
        Pin::Enough => {}
        Pin::Low => findings.warning(msg::doctor_pin_low(label), facts.clone()),
        Pin::Last => findings.warning(msg::doctor_pin_last(label), facts.clone()),
        Pin::Unset => findings.warning(msg::token_pin_unset(label), facts.clone()),
        Pin::Locked => {
            let severity = Severity::Error(Status::Key);
            findings.add(severity, msg::token_pin_locked(label), facts.clone());
        }
    }
    if keys.is_empty() {
        return findings.warning(msg::token_no_certificate(label), facts);
    }
    let mut usable = 0;
    for key in &keys {
        let Some(certificate) = key.certificate() else { continue };
        match why_not_on_token(&certificate, key) {
            None => {
                usable += 1;
                validity(&certificate, &key.uri, findings);
            }
            // That of the token is told already.
            Some(_) if matches!(token.pin, Pin::Locked | Pin::Unset) => usable += 1,
            // An old certificate often stays beside its successor.
            Some(why) => {
                let facts =
                    json!({"key": key.uri, "signer": crate::commands::signer(&certificate)});
                findings.warning(why, facts);
            }
        }
    }
    if usable == 0 {
        findings.add(Severity::Error(Status::Key), msg::doctor_token_useless(label), facts);
    }
}

/// No token: whether a reader is empty, a driver is missing, or nothing is plugged in.
fn nothing(args: &DoctorArgs, empty: usize, findings: &mut Findings) {
    let severity = severity(args.pkcs11.is_some());
    let devices = readers::plugged_in();
    let facts = |device: &Device| -> Value {
        json!({"device": device.name, "usb": format!("{}:{}", device.vendor, device.product)})
    };
    if empty > 0 {
        let facts = json!({"empty_readers": empty});
        return findings.add(severity, msg::doctor_reader_empty(empty), facts);
    }
    if devices.is_empty() {
        return findings.add(severity, msg::doctor_no_reader(), json!({}));
    }
    for device in &devices {
        let severity = if args.pkcs11.is_some() { severity } else { Severity::Warning };
        let message = if device.needs_service && !readers::has_service() {
            msg::doctor_no_pcscd(&device.name)
        } else {
            msg::doctor_driver_missing(u64::from(usize::BITS), &device.name)
        };
        findings.add(severity, message, facts(device));
    }
}
