//! The report of `kyso verify` in words: the verdict first, then each signature.

use kyso::Role;
use kyso::report::{
    Conclusion, Coverage, CoveredTarget, Finding, Integrity, Modification, Report, Severity,
    SignatureReport,
};

use super::fields_text;
use super::lines::Lines;
use super::words::{self, verdict, why};
use crate::i18n::{msg, printable};
use crate::role_words;
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
    let is_initials = |one: &&SignatureReport| one.role == Some(Role::Initials);
    for signature in report.signatures.iter().filter(|one| !is_initials(one)) {
        text.push('\n');
        text.push_str(&render_signature(signature, ui));
    }
    // Apart, so that nobody takes them for the signature of whoever answers for the paper.
    for (index, signature) in report.signatures.iter().filter(is_initials).enumerate() {
        if index == 0 {
            text.push_str(&format!("\n  {}\n", ui.text(&msg::report_initials())));
        }
        text.push('\n');
        text.push_str(&render_signature(signature, ui));
    }
    text.push_str(&findings(&report.findings, 2, ui));
    if let Some(how) = &report.encryption {
        let encrypted = ui.text(&msg::report_encrypted(words::encryption(how)));
        text.push_str(&format!("\n  {}\n", ui.paint(Tone::Faint, &encrypted)));
    }
    if let Some(level) = report.pdf_a {
        let claimed = ui.text(&msg::report_pdf_a(level.to_string()));
        text.push_str(&format!("\n  {}\n", ui.paint(Tone::Faint, &claimed)));
    }
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
    let kind = ui.text(&words::kind(signature.kind));
    let mut text = format!("  {} \u{2013} {kind}: {verdict}\n", printable(&signature.id));
    let mut lines = Lines::new(ui, 4);
    if let Some(sub) = signature.conclusion.sub_indication() {
        lines.add(&msg::label_why(), why(sub, ui));
    }
    who(signature, &mut lines, ui);
    when(signature, &mut lines, ui);
    lines.add(&msg::label_content(), ui.text(&words::integrity(signature.integrity)));
    lines.add(&msg::label_covers(), ui.text(&words::coverage(signature)));
    parts(signature, &mut lines, ui);
    let place = signature.place.map(|place| ui.text(&msg::place(place.page)));
    lines.add_some(&msg::label_place(), place);
    // What came later can be told only from a content that is the one signed.
    // An XML document has no later revisions, and what is not covered is said above.
    let told = signature.integrity == Integrity::Intact && signature.covers.is_empty();
    if told || !matches!(signature.modification, Modification::None) {
        lines.add(&msg::label_afterwards(), ui.text(&words::afterwards(signature)));
    }
    changes(signature, &mut lines, ui);
    let issued = signature.signer.as_ref();
    lines.add_some(&msg::label_issuer(), issued.map(words::issuer));
    lines.add_some(
        &msg::label_validity(),
        issued.map(|signer| words::certificate(signer, signature, ui)),
    );
    lines.add(&msg::label_trust(), trust(signature, ui));
    lines.add(&msg::label_revocation(), ui.text(&words::revocation(signature.revocation)));
    lines.add_some(&msg::label_reason(), signature.reason.as_deref().map(printable));
    lines.add_some(&msg::label_location(), signature.location.as_deref().map(printable));
    lines.add_some(&msg::label_contact(), signature.contact.as_deref().map(printable));
    lines.add_some(&msg::label_permits(), signature.permits.map(|c| fields_text::permitted(c, ui)));
    for lock in &signature.locks {
        lines.add(&msg::label_locks(), fields_text::locks(lock, ui));
    }
    let commitment = signature.commitment.as_deref();
    lines.add_some(
        &msg::label_commitment(),
        commitment.map(|name| ui.text(&words::commitment(name))),
    );
    let role = signature.role.map(|role| ui.text(&role_words::role(role)));
    lines.add_some(&msg::label_role(), role.or_else(|| unclear_role(signature, ui)));
    for role in &signature.roles {
        lines.add(&msg::label_role_words(), printable(role));
    }
    if ui.verbose {
        details(signature, &mut lines);
    }
    text.push_str(&lines.finish());
    text.push_str(&findings(&signature.findings, 4, ui));
    text
}

/// What is claimed in place of one role.
fn unclear_role(signature: &SignatureReport, ui: &Ui) -> Option<String> {
    let words = role_words::unclear(&signature.roles)?;
    Some(ui.text(&words))
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
    lines.add_some(&msg::label_unit(), signer.unit.as_deref().map(printable));
    lines.add_some(&msg::label_organization(), signer.organization.as_deref().map(printable));
    if ui.verbose {
        lines.add(&msg::label_subject(), printable(&signer.subject));
        lines.add(&msg::label_serial(), printable(&signer.serial));
    }
}

fn when(signature: &SignatureReport, lines: &mut Lines<'_>, ui: &Ui) {
    let time = |time| ui.text(&msg::plain_time(time));
    lines.add_some(&msg::label_claimed_time(), signature.signing_time.claimed.map(time));
    lines.add_some(&msg::label_proven_time(), signature.signing_time.proven.map(time));
    for stamp in &signature.timestamps {
        lines.add(&msg::label_stamp(), words::stamp(stamp, ui));
    }
}

/// What of the document is signed, where that is not all of it.
fn parts(signature: &SignatureReport, lines: &mut Lines<'_>, ui: &Ui) {
    for covered in &signature.covers {
        // What a CMS is over is another file, or inside of it.
        use CoveredTarget::{Content, External, File};
        let elsewhere = matches!(covered.target, External | Content | File { .. });
        if signature.coverage != Coverage::WholeFile || elsewhere || ui.verbose {
            lines.add(&msg::label_part(), ui.text(&words::part(covered)));
        }
    }
}

/// What came after the signature, change by change.
fn changes(signature: &SignatureReport, lines: &mut Lines<'_>, ui: &Ui) {
    for change in signature.changes.iter().filter(|change| ui.verbose || words::tells(change)) {
        lines.add_under(&words::change_label(change), words::change(change, ui));
    }
    if signature.changes_omitted > 0 {
        lines.add(&msg::label_afterwards(), ui.text(&msg::changed_more(signature.changes_omitted)));
    }
}

fn details(signature: &SignatureReport, lines: &mut Lines<'_>) {
    lines.add(&msg::label_level(), words::level(signature.level));
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
            text.push_str(&format!("{:indent$}{word}: {}\n", "", words::finding(finding, ui)));
        }
    }
    text
}
