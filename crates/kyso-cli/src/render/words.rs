//! The words for what a report says, the same in text and on a page.

use kyso::pdf::{Access, Encryption};
use kyso::report::{
    Change, Conclusion, Coverage, Covered, CoveredTarget, Extent, Fact, Finding, FoundLevel,
    Integrity, Kind, Modification, RevocationStatus, SignatureReport, Signer, StampReport,
    SubIndication,
};

use crate::i18n::{Arg, Message, msg, printable};
use crate::library_words;
use crate::ui::{Tone, Ui};

/// Facts whose values are names that this library gives; all others come from the document.
const CODED_FACTS: [&str; 7] =
    ["deviation", "extension", "fault", "option", "reason", "rule", "where"];

/// A finding in words. Facts that are themselves codes are put into words where there are some.
pub(super) fn finding(finding: &Finding, ui: &Ui) -> String {
    finding_message(finding).map_or_else(|| finding.code.to_string(), |message| ui.text(&message))
}

pub(crate) fn finding_message(finding: &Finding) -> Option<Message> {
    let value = |name: &str| {
        let fact = finding.facts.get(name)?;
        let words = CODED_FACTS.contains(&name).then(|| fact_text(fact)).flatten();
        Some(words.map_or_else(|| fact.into(), Arg::from))
    };
    Message::named(&format!("finding-{}", finding.code), value)
}

fn fact_text(fact: &Fact) -> Option<Message> {
    let words = Message::named(&format!("fact-{fact}"), |_| None);
    words.or_else(|| library_words::library(&fact.to_string()))
}

/// How a document is encrypted, and who opened it.
pub(super) fn encryption(how: &Encryption) -> Message {
    match how.access {
        Access::Owner => msg::encrypted_owner(how.method()),
        Access::User => msg::encrypted_user(how.method()),
    }
}

/// The name in the standard.
pub(crate) fn sub_indication(sub: SubIndication) -> String {
    let name = serde_json::to_value(sub).ok().and_then(|v| v.as_str().map(str::to_owned));
    name.unwrap_or_default()
}

pub(super) fn why(sub: SubIndication, ui: &Ui) -> String {
    let name = sub_indication(sub);
    match why_message(sub) {
        Some(message) => format!("{} ({name})", ui.text(&message)),
        None => name,
    }
}

/// The same without the name in the standard.
pub(crate) fn why_message(sub: SubIndication) -> Option<Message> {
    let name = sub_indication(sub).to_lowercase().replace('_', "-");
    Message::named(&format!("sub-{name}"), |_| None)
}

pub(crate) fn verdict(conclusion: &Conclusion) -> (Tone, Message) {
    match conclusion {
        Conclusion::Passed(_) => (Tone::Good, msg::verdict_passed()),
        Conclusion::Indeterminate(_) => (Tone::Doubtful, msg::verdict_indeterminate()),
        Conclusion::Failed(_) => (Tone::Bad, msg::verdict_failed()),
        Conclusion::Unsigned => (Tone::Doubtful, msg::verdict_unsigned()),
    }
}

pub(super) fn kind(kind: Kind) -> Message {
    match kind {
        Kind::Certification => msg::kind_certification(),
        Kind::DocumentTimestamp => msg::kind_document_timestamp(),
        _ => msg::kind_signature(),
    }
}

pub(super) fn integrity(integrity: Integrity) -> Message {
    match integrity {
        Integrity::Intact => msg::integrity_intact(),
        Integrity::Broken => msg::integrity_broken(),
        Integrity::Unknown => msg::integrity_unknown(),
    }
}

pub(super) fn coverage(signature: &SignatureReport) -> Message {
    match (signature.coverage, signature.revision) {
        (Coverage::WholeFile, _) => msg::coverage_whole_file(),
        (Coverage::WholeRevision, Some(revision)) => msg::coverage_whole_revision(revision),
        (Coverage::WholeRevision | Coverage::Partial, _) => msg::coverage_partial(),
    }
}

/// What came after a signature, in a word. Notes and the form of the file are no change of the
/// document, and still something that was written.
pub(super) fn afterwards(signature: &SignatureReport) -> Message {
    match signature.modification {
        Modification::None if signature.changes.is_empty() => msg::modification_none(),
        Modification::None => msg::modification_none_kept(),
        Modification::LtaUpdate => msg::modification_lta_update(),
        Modification::FormFilling => msg::modification_form_filling(),
        Modification::Annotation => msg::modification_annotation(),
        Modification::Suspicious => msg::modification_suspicious(),
    }
}

pub(super) fn revocation(status: RevocationStatus) -> Message {
    match status {
        RevocationStatus::Good => msg::revocation_good(),
        RevocationStatus::Revoked => msg::revocation_revoked(),
        RevocationStatus::Unknown => msg::revocation_unknown(),
    }
}

/// The level, as people call it.
pub(super) fn level(level: FoundLevel) -> &'static str {
    match level {
        FoundLevel::Pkcs7 => "CMS (PKCS#7)",
        other => other.name(),
    }
}

/// Who issued a certificate.
pub(super) fn issuer(signer: &Signer) -> String {
    match &signer.issuer_organization {
        Some(organization) if *organization != signer.issuer_name => {
            format!("{} ({})", printable(&signer.issuer_name), printable(organization))
        }
        _ => printable(&signer.issuer_name),
    }
}

/// Whether the certificate was in force when the signature was made, by the best time there is.
pub(super) fn at_signing(signer: &Signer, signature: &SignatureReport) -> Message {
    let times = &signature.signing_time;
    let Some(time) = times.proven.or(times.claimed) else { return msg::validity_unknown() };
    let held = signer.not_before <= time && time <= signer.not_after;
    msg::validity_at_signing(yes_no(held), yes_no(times.proven.is_some()))
}

/// What the certificate's validity comes to: when it is in force, and whether it was when signed.
pub(super) fn certificate(signer: &Signer, signature: &SignatureReport, ui: &Ui) -> String {
    let validity = ui.text(&msg::validity(signer.not_before, signer.not_after));
    format!("{validity}; {}", ui.text(&at_signing(signer, signature)))
}

/// A time-stamp inside a signature.
pub(super) fn stamp(stamp: &StampReport, ui: &Ui) -> String {
    let authority = stamp.authority.as_ref().map(|authority| authority.common_name.clone());
    let authority = authority.unwrap_or_else(|| ui.text(&msg::signer_unknown()));
    let said = ui.text(&msg::stamp(authority, yes_no(stamp.holds), stamp.time));
    // What it is over says what it can prove: here, that the signature came later.
    match stamp.kind.is_signed() {
        true => ui.text(&msg::stamp_of_content(said)),
        false => said,
    }
}

/// One thing that a signature covers.
pub(super) fn part(covered: &Covered) -> Message {
    let outside = || covered.uri.as_deref().unwrap_or_default();
    let what = match covered.path() {
        _ if covered.target == CoveredTarget::Content => Arg::from(msg::part_content()),
        _ if matches!(covered.target, CoveredTarget::Signature { .. }) => {
            Arg::from(msg::part_signature(outside().trim_start_matches('#')))
        }
        Some("/") => Arg::from(msg::part_document()),
        path => Arg::from(path.unwrap_or_else(outside)),
    };
    let digest = covered.digest.name();
    match covered.extent {
        Extent::Filtered => msg::part_filtered(covered.bytes, digest, what),
        Extent::Decoded => msg::part_decoded(covered.bytes, digest, what),
        _ => msg::part(covered.bytes, digest, what),
    }
}

/// Why somebody says to have signed; an identifier that is not known here, as it is.
pub(super) fn commitment(name: &str) -> Message {
    msg::commitment(name)
}

/// The revision that a change belongs to.
pub(super) fn change_label(change: &Change) -> Message {
    change.revision.map_or_else(msg::label_change_file, msg::label_change)
}

/// A change after signing, and whether it was allowed.
pub(super) fn change(change: &Change, ui: &Ui) -> String {
    let kind = change.kind.name();
    let words = Message::named(&format!("change-kind-{kind}"), |_| None);
    let mut what = words.map_or_else(|| kind.to_owned(), |words| ui.text(&words));
    if let Some(field) = &change.field {
        what.push_str(&format!(" {}", printable(field)));
    }
    if let Some(page) = change.page {
        what.push_str(&format!(" ({})", ui.text(&msg::place(page))));
    }
    if let (false, [number]) = (change.allowed, &*change.objects) {
        what.push_str(&format!(" ({})", ui.text(&msg::object(*number as usize))));
    }
    let rule = fact_text(&Fact::from(change.rule));
    let rule = rule.map_or_else(|| change.rule.to_owned(), |rule| ui.text(&rule));
    ui.text(&msg::changed_line(yes_no(change.allowed), rule, what))
}

/// Whether a change is worth a line to people who did not ask for everything: not how a form or a
/// file is kept, as long as that is allowed.
pub(super) fn tells(change: &Change) -> bool {
    use kyso::report::ChangeKind::{Catalog, FileStructure, Form, Metadata, Page};
    !change.allowed || !matches!(change.kind, Catalog | FileStructure | Form | Metadata | Page)
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
