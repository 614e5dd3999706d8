//! Time-stamping authorities, and the clock held against them.

use std::time::Instant;

use kyso::crypto::digest;
use kyso::timestamp::{TimestampAuthority, obtain};
use serde_json::json;

use super::{Findings, Severity};
use crate::args::DoctorArgs;
use crate::commands::now;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::ui::Ui;
use crate::{service_words, services};

/// 2025-01-01: no clock that is right shows an earlier time.
const MADE: i64 = 1_735_689_600;

/// Beyond this a clock is said to be wrong: readers show the claimed time beside the stamped one.
const SKEW: i64 = 60;

/// Beyond this fresh time-stamps and revocation data look as if they came from the future.
const BAD_SKEW: i64 = 300;

pub(super) fn examine(args: &DoctorArgs, findings: &mut Findings, ui: &Ui) -> Result<(), Failure> {
    if now().unix() < MADE {
        let severity = Severity::Error(Status::Io);
        findings.add(severity, msg::doctor_clock_past(now()), json!({"now": now()}));
    }
    let network = services::network(&args.network)?;
    let Some(pool) = services::tsa(&args.tsa, &network, ui)? else {
        findings.info(msg::doctor_clock(now()), json!({"now": now()}));
        return Ok(());
    };
    if args.network.offline {
        for url in &args.tsa.tsa {
            let service = kyso_net::without_secrets(url);
            findings.info(msg::doctor_tsa_offline(&service), json!({"service": service}));
        }
        return Ok(());
    }
    for tsa in pool.members() {
        ask(tsa, findings);
    }
    Ok(())
}

fn ask(tsa: &dyn TimestampAuthority, findings: &mut Findings) {
    let service = tsa.name();
    let (begun, before) = (Instant::now(), now());
    let imprint = digest(tsa.digest(), b"kyso doctor");
    let token = match obtain(tsa, &imprint) {
        Ok(token) => token,
        Err(error) => {
            let words = msg::doctor_tsa_fails(service_words::timestamp(&error));
            let severity = Severity::Error(Status::Key);
            return findings.add(severity, words, json!({"service": service}));
        }
    };
    let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let facts = json!({"service": service, "milliseconds": millis});
    findings.info(msg::doctor_tsa(millis, service), facts);
    // It stamped between the two moments, and may round to whole seconds.
    let (stamped, after) = (token.info().gen_time.unix(), now());
    let ahead = before.unix().saturating_sub(stamped).saturating_sub(1);
    let behind = stamped.saturating_sub(after.unix()).saturating_sub(1);
    let skew = ahead.max(behind).max(0);
    let facts = json!({
        "service": service,
        "stamped": token.info().gen_time,
        "now": after,
        "seconds": if behind > ahead { -skew } else { skew },
    });
    let seconds = u64::try_from(skew).unwrap_or_default();
    let message = match (skew > SKEW, behind > ahead) {
        (false, _) => return findings.info(msg::doctor_clock_agrees(seconds, service), facts),
        (true, false) => msg::doctor_clock_fast(seconds, service),
        (true, true) => msg::doctor_clock_slow(seconds, service),
    };
    let severity = if skew > BAD_SKEW { Severity::Error(Status::Io) } else { Severity::Warning };
    findings.add(severity, message, facts);
}
