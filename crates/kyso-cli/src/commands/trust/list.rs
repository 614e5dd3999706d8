//! `kyso trust list`: what the trust store holds, by domain; with `--history`, how it came to it.

use kyso::trust::{StoreEvent, StoreState, StoredCertificate, StoredRole, TrustStore};
use serde_json::{Value, json};

use super::{describe, now, state, subject};
use crate::args::TrustListArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::{msg, printable};
use crate::render::Lines;
use crate::store;
use crate::ui::{Tone, Ui};

pub(super) fn run(args: &TrustListArgs, ui: &Ui) -> Result<Status, Failure> {
    let store = store::open(&args.folder)?;
    let wanted =
        |one: &&StoredCertificate| args.domain.as_ref().is_none_or(|domain| one.domain == *domain);
    let mut certificates: Vec<_> = store.certificates().iter().filter(wanted).collect();
    // Of one domain together, the roots first; among equals the order of the history stays.
    certificates.sort_by_key(|one| (&one.domain, one.role == StoredRole::Intermediate));
    if args.json {
        ui.print_json(&as_json(&store, &certificates, args.history))?;
        return Ok(Status::Done);
    }
    if args.history {
        ui.print(history(&store, ui).as_bytes())?;
        return Ok(Status::Done);
    }
    ui.print(text(&certificates, ui).as_bytes())?;
    if certificates.is_empty() {
        ui.note(&msg::trust_empty(store.folder()));
    }
    Ok(Status::Done)
}

fn text(certificates: &[&StoredCertificate], ui: &Ui) -> String {
    let mut text = String::new();
    let mut domain = None;
    for one in certificates {
        if domain != Some(&one.domain) {
            let gap = if domain.is_some() { "\n" } else { "" };
            text.push_str(&format!("{gap}{}:\n", one.domain));
            domain = Some(&one.domain);
        }
        let tone = match one.state {
            StoreState::Trusted => Tone::Good,
            StoreState::Retired { until } if until >= now() => Tone::Good,
            StoreState::Retired { .. } => Tone::Doubtful,
            StoreState::Removed => Tone::Faint,
        };
        text.push_str(&format!("\n  {}\n", subject(&one.certificate)));
        let mut lines = Lines::new(ui, 4);
        let state = ui.text(&state(one.role, one.state));
        lines.add(&msg::label_use(), ui.paint(tone, &state));
        describe(&one.certificate, &mut lines, ui);
        lines.add(&msg::label_added(), ui.text(&msg::plain_time(one.added)));
        let withdrawn = one.withdrawn.map(|time| ui.text(&msg::plain_time(time)));
        lines.add_some(&msg::label_withdrawn(), withdrawn);
        text.push_str(&lines.finish());
    }
    text
}

fn history(store: &TrustStore, ui: &Ui) -> String {
    let mut text = String::new();
    let mut line = |message| text.push_str(&format!("{}\n", ui.text(&message)));
    for event in store.history() {
        match event {
            StoreEvent::Add { at, certificates } => {
                for one in certificates {
                    let (domain, subject) = (one.domain.as_str(), printable(&one.subject));
                    let hex = one.sha256.to_string();
                    line(match one.until {
                        Some(until) => {
                            msg::trust_event_added_until(domain, hex, subject, *at, until)
                        }
                        None => msg::trust_event_added(domain, hex, subject, *at),
                    });
                }
            }
            StoreEvent::Remove { at, until, reason, certificates } => {
                for one in certificates {
                    let (hex, subject) = (one.sha256.to_string(), printable(&one.subject));
                    let why = reason.clone().unwrap_or_default();
                    line(match until {
                        Some(until) => msg::trust_event_retired(hex, subject, *at, *until, why),
                        None => msg::trust_event_removed(hex, subject, *at, why),
                    });
                }
            }
            _ => {}
        }
    }
    text
}

fn as_json(store: &TrustStore, certificates: &[&StoredCertificate], history: bool) -> Value {
    let mut value = json!({
        "schema": 1,
        "kyso": env!("CARGO_PKG_VERSION"),
        "store": store.folder().display().to_string(),
        "certificates": certificates.iter().map(|one| certificate(one)).collect::<Vec<_>>(),
    });
    if history && let Some(object) = value.as_object_mut() {
        object.insert("history".to_owned(), json!(store.history()));
    }
    value
}

fn certificate(one: &StoredCertificate) -> Value {
    let (state, until) = match one.state {
        StoreState::Trusted => ("trusted", None),
        StoreState::Retired { until } if until >= now() => ("trusted", Some(until)),
        StoreState::Retired { until } => ("retired", Some(until)),
        StoreState::Removed => ("removed", None),
    };
    let of = &one.certificate;
    json!({
        "sha256": one.fingerprint,
        "domain": one.domain,
        "role": one.role,
        "state": state,
        "until": until,
        "expired": now() > of.not_after(),
        "subject": of.subject().to_string(),
        "issuer": of.issuer().to_string(),
        "serial": of.serial_hex(),
        "not_before": of.not_before(),
        "not_after": of.not_after(),
        "added": one.added,
        "withdrawn": one.withdrawn,
    })
}
