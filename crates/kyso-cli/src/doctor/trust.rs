//! The trust store and the anchors that the call names.

use kyso::trust::{StoreState, StoredRole};
use kyso::x509::Certificate;
use serde_json::json;

use super::Findings;
use super::certificates::days_left;
use crate::args::DoctorArgs;
use crate::commands::{holder, signer};
use crate::i18n::msg;
use crate::{store, trust};

/// A new root takes longer to reach everybody than a certificate.
const SOON_DAYS: i64 = 90;

pub(super) fn examine(args: &DoctorArgs, findings: &mut Findings) {
    for path in &args.trust {
        let place = path.display().to_string();
        match trust::anchors_of(path) {
            Err(failure) => findings.failure(&failure, json!({"file": place})),
            Ok(anchors) => {
                let count = anchors.certificates().len();
                let facts = json!({"file": place, "anchors": count});
                findings.info(msg::doctor_anchors(count, path.as_path()), facts);
                anchors.certificates().iter().for_each(|one| anchor(one, findings));
            }
        }
    }
    let store = match store::open(&args.folder) {
        Err(failure) => return findings.failure(&failure, json!({})),
        Ok(store) => store,
    };
    let counts = |role| {
        let counted = |one: &&kyso::trust::StoredCertificate| {
            one.role == role && one.state != StoreState::Removed
        };
        store.certificates().iter().filter(counted).count()
    };
    let (anchors, others) = (counts(StoredRole::Anchor), counts(StoredRole::Intermediate));
    let facts = json!({
        "folder": store.folder().display().to_string(), "anchors": anchors, "others": others,
    });
    if anchors > 0 {
        findings.info(msg::doctor_trust(anchors, store.folder(), others), facts);
    } else if args.trust.is_empty() {
        findings.warning(msg::doctor_trust_empty(store.folder()), facts);
    }
    let trusted = store.certificates().iter().filter(|one| one.state == StoreState::Trusted);
    for one in trusted.filter(|one| one.role == StoredRole::Anchor) {
        anchor(&one.certificate, findings);
    }
}

fn anchor(certificate: &Certificate, findings: &mut Findings) {
    let (days, until, who) = (days_left(certificate), certificate.not_after(), holder(certificate));
    let facts = json!({"anchor": signer(certificate), "days": days});
    if days < 0 {
        findings.warning(msg::doctor_anchor_expired(who, until), facts);
    } else if days < SOON_DAYS {
        let days = u64::try_from(days).unwrap_or_default();
        findings.warning(msg::doctor_anchor_ends(days, who, until), facts);
    }
}
