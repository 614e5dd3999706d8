//! The report of `kyso verify` in words: the verdict first, then each signature.

use kyso::report::{
    Conclusion, Coverage, Extent, Fact, Finding, FoundLevel, Integrity, Kind, Modification, Report,
    RevocationStatus, Severity, SignatureReport, SubIndication,
};

use super::lines::Lines;
use crate::i18n::{Arg, Message, msg, printable};
use crate::ui::{Tone, Ui};

/// The whole report on `file`.
pub(crate) fn render(report: &Report, file: &str, ui: &Ui) -> String {
    let (tone, verdict) = verdict(report.conclusion());
    let verdict = ui.paint(tone, &ui.text(&verdict).to_uppercase());
    let count = report.signatures.len();
    let mut text = format!("{}: {verdict}", printable(file));
    if count > 0 {
        text.push_str(&format!(" ({})", ui.text(&msg::report_count(count))));
    }
    text.push('\n');
    if ui.quiet {
        return text;
    }
    if matches!(report.conclusion(), Conclusion::Unsigned) {
        text.push_str(&format!("  {}\n", ui.text(&msg::report_unsigned())));
    }
    for signature in &report.signatures {
        text.push('\n');
        text.push_str(&render_signature(signature, ui));
    }
    text.push_str(&findings(&report.findings, 2, ui));
    if count > 0 {
        let judged = ui.text(&msg::report_judged(report.policy.clone(), report.validated_at));
        text.push_str(&format!("\n  {}\n", ui.paint(Tone::Faint, &judged)));
    }
    text
}

/// The verdict in one line: with why, where it is not good.
pub(crate) fn verdict_line(report: &Report, ui: &Ui) -> String {
    let (tone, verdict) = verdict(report.conclusion());
    let verdict = ui.paint(tone, &ui.text(&verdict).to_uppercase());
    match report.conclusion().sub_indication() {
        Some(sub) => format!("{verdict} \u{2013} {}", why(sub, ui)),
        None => verdict,
    }
}

fn render_signature(signature: &SignatureReport, ui: &Ui) -> String {
    let (tone, verdict) = verdict(&signature.conclusion);
    let verdict = ui.paint(tone, &ui.text(&verdict));
    let kind = ui.text(&kind(signature.kind));
    let mut text = format!("  {} \u{2013} {kind}: {verdict}\n", printable(&signature.id));
    let mut lines = Lines::new(ui, 4);
    if let Some(sub) = signature.conclusion.sub_indication() {
        lines.add(&msg::label_why(), why(sub, ui));
    }
    who(signature, &mut lines, ui);
    when(signature, &mut lines, ui);
    lines.add(&msg::label_content(), ui.text(&integrity(signature.integrity)));
    lines.add(&msg::label_covers(), ui.text(&coverage(signature)));
    parts(signature, &mut lines, ui);
    // What came later can be told only from a content that is the one signed.
    // An XML document has no later revisions, and what is not covered is said above.
    let told = signature.integrity == Integrity::Intact && signature.covers.is_empty();
    if told || !matches!(signature.modification, Modification::None) {
        lines.add(&msg::label_afterwards(), ui.text(&afterwards(signature.modification)));
    }
    lines.add(&msg::label_trust(), trust(signature, ui));
    lines.add(&msg::label_revocation(), ui.text(&revocation(signature.revocation)));
    lines.add_some(&msg::label_reason(), signature.reason.as_deref().map(printable));
    lines.add_some(&msg::label_location(), signature.location.as_deref().map(printable));
    lines.add_some(&msg::label_contact(), signature.contact.as_deref().map(printable));
    for role in &signature.roles {
        lines.add(&msg::label_role(), printable(role));
    }
    if ui.verbose {
        details(signature, &mut lines);
    }
    text.push_str(&lines.finish());
    text.push_str(&findings(&signature.findings, 4, ui));
    text
}

/// The anchor, and the domain that it belongs to.
fn trust(signature: &SignatureReport, ui: &Ui) -> String {
    let anchor = signature.trust_anchor.as_deref().map(printable);
    match (anchor, &signature.trust_domain) {
        (Some(anchor), Some(domain)) => ui.text(&msg::trust_in_domain(anchor, printable(domain))),
        (Some(anchor), None) => anchor,
        (None, _) => ui.text(&msg::trust_none()),
    }
}

fn who(signature: &SignatureReport, lines: &mut Lines<'_>, ui: &Ui) {
    let Some(signer) = &signature.signer else {
        lines.add(&msg::label_signer(), ui.text(&msg::signer_unknown()));
        return;
    };
    lines.add(&msg::label_signer(), printable(&signer.common_name));
    lines.add_some(&msg::label_title(), signer.title.as_deref().map(printable));
    lines.add_some(&msg::label_organization(), signer.organization.as_deref().map(printable));
    if ui.verbose {
        lines.add(&msg::label_subject(), printable(&signer.subject));
        lines.add(&msg::label_issuer(), printable(&signer.issuer));
        lines.add(&msg::label_serial(), printable(&signer.serial));
        let validity = msg::validity(signer.not_before, signer.not_after);
        lines.add(&msg::label_validity(), ui.text(&validity));
    }
}

fn when(signature: &SignatureReport, lines: &mut Lines<'_>, ui: &Ui) {
    let time = |time| ui.text(&msg::plain_time(time));
    lines.add_some(&msg::label_claimed_time(), signature.signing_time.claimed.map(time));
    lines.add_some(&msg::label_proven_time(), signature.signing_time.proven.map(time));
}

/// What of the document is signed, where that is not all of it.
fn parts(signature: &SignatureReport, lines: &mut Lines<'_>, ui: &Ui) {
    for covered in &signature.covers {
        let whole = signature.coverage == Coverage::WholeFile;
        if whole && !ui.verbose {
            continue;
        }
        let outside = || covered.uri.as_deref().unwrap_or_default();
        let what = printable(covered.path().unwrap_or_else(outside));
        let digest = covered.digest.name();
        let text = match covered.extent {
            Extent::Filtered => msg::part_filtered(covered.bytes, digest, what),
            Extent::Decoded => msg::part_decoded(covered.bytes, digest, what),
            _ => msg::part(covered.bytes, digest, what),
        };
        lines.add(&msg::label_part(), ui.text(&text));
    }
}

fn details(signature: &SignatureReport, lines: &mut Lines<'_>) {
    let level = match signature.level {
        FoundLevel::Pkcs7 => "CMS (PKCS#7)",
        other => other.name(),
    };
    lines.add(&msg::label_level(), level);
    lines.add_some(&msg::label_digest(), signature.digest_algorithm.as_deref().map(printable));
    let algorithm = signature.signature_algorithm.as_deref().map(printable);
    lines.add_some(&msg::label_algorithm(), algorithm);
    lines.add_some(&msg::label_revision(), signature.revision.map(|n| n.to_string()));
}

/// The findings, the heavy ones first; notes only when asked to be verbose.
fn findings(findings: &[Finding], indent: usize, ui: &Ui) -> String {
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let (tone, word) = match severity {
            Severity::Error => (Tone::Bad, msg::word_error()),
            Severity::Warning => (Tone::Doubtful, msg::word_warning()),
            Severity::Info if !ui.verbose => continue,
            Severity::Info => (Tone::Faint, msg::word_note()),
        };
        let word = ui.paint(tone, &ui.text(&word));
        for finding in findings.iter().filter(|finding| finding.severity == severity) {
            text.push_str(&format!("{:indent$}{word}: {}\n", "", finding_text(finding, ui)));
        }
    }
    text
}

/// Facts whose values are names that this library gives; all others come from the document.
const CODED_FACTS: [&str; 6] = ["deviation", "extension", "fault", "option", "rule", "where"];

/// A finding in words. Facts that are themselves codes are put into words where there are some.
fn finding_text(finding: &Finding, ui: &Ui) -> String {
    let value = |name: &str| {
        let fact = finding.facts.get(name)?;
        let words = CODED_FACTS.contains(&name).then(|| fact_text(fact)).flatten();
        Some(words.map_or_else(|| fact.into(), Arg::from))
    };
    let code = finding.code;
    Message::named(&format!("finding-{code}"), value)
        .map_or_else(|| code.to_string(), |message| ui.text(&message))
}

fn fact_text(fact: &Fact) -> Option<Message> {
    Message::named(&format!("fact-{fact}"), |_| None)
}

/// The name in the standard.
pub(crate) fn sub_indication(sub: SubIndication) -> String {
    let name = serde_json::to_value(sub).ok().and_then(|v| v.as_str().map(str::to_owned));
    name.unwrap_or_default()
}

fn why(sub: SubIndication, ui: &Ui) -> String {
    let name = sub_indication(sub);
    let id = format!("sub-{}", name.to_lowercase().replace('_', "-"));
    match Message::named(&id, |_| None) {
        Some(message) => format!("{} ({name})", ui.text(&message)),
        None => name,
    }
}

fn verdict(conclusion: &Conclusion) -> (Tone, Message) {
    match conclusion {
        Conclusion::Passed(_) => (Tone::Good, msg::verdict_passed()),
        Conclusion::Indeterminate(_) => (Tone::Doubtful, msg::verdict_indeterminate()),
        Conclusion::Failed(_) => (Tone::Bad, msg::verdict_failed()),
        Conclusion::Unsigned => (Tone::Doubtful, msg::verdict_unsigned()),
    }
}

fn kind(kind: Kind) -> Message {
    match kind {
        Kind::Certification => msg::kind_certification(),
        Kind::DocumentTimestamp => msg::kind_document_timestamp(),
        _ => msg::kind_signature(),
    }
}

fn integrity(integrity: Integrity) -> Message {
    match integrity {
        Integrity::Intact => msg::integrity_intact(),
        Integrity::Broken => msg::integrity_broken(),
        Integrity::Unknown => msg::integrity_unknown(),
    }
}

fn coverage(signature: &SignatureReport) -> Message {
    match (signature.coverage, signature.revision) {
        (Coverage::WholeFile, _) => msg::coverage_whole_file(),
        (Coverage::WholeRevision, Some(revision)) => msg::coverage_whole_revision(revision),
        (Coverage::WholeRevision | Coverage::Partial, _) => msg::coverage_partial(),
    }
}

fn afterwards(modification: Modification) -> Message {
    match modification {
        Modification::None => msg::modification_none(),
        Modification::LtaUpdate => msg::modification_lta_update(),
        Modification::FormFilling => msg::modification_form_filling(),
        Modification::Annotation => msg::modification_annotation(),
        Modification::Suspicious => msg::modification_suspicious(),
    }
}

fn revocation(status: RevocationStatus) -> Message {
    match status {
        RevocationStatus::Good => msg::revocation_good(),
        RevocationStatus::Revoked => msg::revocation_revoked(),
        RevocationStatus::Unknown => msg::revocation_unknown(),
    }
}
