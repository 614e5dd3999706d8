//! The certificates that the call names: whether they can sign, and for how long.

use kyso::Credential;
use kyso::x509::Certificate;
use serde_json::{Value, json};

use super::Findings;
use crate::args::DoctorArgs;
use crate::commands::{certificates, holder, now, signer};
use crate::error::Failure;
use crate::i18n::msg;
use crate::ui::Ui;
use crate::{credential, secrets};

/// A renewal takes an office some weeks.
const SOON_DAYS: i64 = 30;

pub(super) fn examine(args: &DoctorArgs, findings: &mut Findings, ui: &Ui) {
    for path in &args.cert {
        let place = path.display().to_string();
        match certificates(path) {
            Err(failure) => findings.failure(&failure, json!({"file": place})),
            Ok(all) => all.iter().for_each(|one| judge(one, &place, findings)),
        }
    }
    if let Some(path) = &args.p12 {
        secrets::forbid_core_dumps();
        let place = path.display().to_string();
        let opened = credential::unlock(path, &args.passphrase, ui, |bytes, passphrase| {
            Credential::from_pkcs12(bytes, passphrase.unwrap_or_default())
        });
        match opened {
            Err(failure) => findings.failure(&failure, json!({"file": place})),
            Ok(opened) => judge(opened.certificate(), &place, findings),
        }
    }
}

/// A CA's is not meant to sign documents, and only has to be valid.
fn judge(certificate: &Certificate, place: &str, findings: &mut Findings) {
    let is_ca = certificate.basic_constraints().ok().flatten().is_some_and(|found| found.ca);
    match kyso::sign::check_signer(certificate, now()) {
        Err(error) if !is_ca || !error_is_usage(&error) => {
            let failure = Failure::signing(error, place, certificate);
            findings.failure(&failure, facts(certificate, place));
        }
        _ => validity(certificate, place, findings),
    }
}

fn error_is_usage(error: &kyso::SignError) -> bool {
    matches!(error, kyso::SignError::UsageForbidden { .. })
}

fn facts(certificate: &Certificate, place: &str) -> Value {
    json!({"place": place, "signer": signer(certificate)})
}

/// How long a certificate that is valid stays so.
pub(super) fn validity(certificate: &Certificate, place: &str, findings: &mut Findings) {
    let (until, days) = (certificate.not_after(), days_left(certificate));
    let mut facts = facts(certificate, place);
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("days".to_owned(), days.into());
    }
    let who = holder(certificate);
    if days < SOON_DAYS {
        let days = u64::try_from(days).unwrap_or_default();
        findings.warning(msg::doctor_certificate_ends(days, who, until), facts);
    } else {
        findings.info(msg::doctor_certificate(who, until), facts);
    }
}

/// Whole days until a certificate ends; negative once it has.
pub(super) fn days_left(certificate: &Certificate) -> i64 {
    let left = certificate.not_after().unix().saturating_sub(now().unix());
    left.div_euclid(24 * 3600)
}
