//! What `kyso inspect` found, in words.

use super::lines::Lines;
use super::words;
use kyso::pdf::Access;

use crate::commands::inspect::model::{
    Attribute, Certificate, Cms, Field, Inspection, Revision, Signature, Signer,
};
use crate::i18n::{Message, msg, printable};
use crate::library_words;
use crate::role_words;
use crate::ui::Ui;

/// The whole document.
pub(crate) fn render(inspection: &Inspection, ui: &Ui) -> String {
    let mut text = format!("{}\n", printable(&inspection.file));
    let mut lines = Lines::new(ui, 2);
    lines.add(&msg::label_format(), format!("PDF {}", printable(&inspection.pdf_version)));
    lines.add(&msg::label_length(), ui.text(&msg::bytes(inspection.length)));
    let before = Some(inspection.header_offset).filter(|count| *count > 0);
    lines.add_some(&msg::label_before_header(), before.map(|n| ui.text(&msg::bytes(n))));
    let after = Some(inspection.trailing_bytes).filter(|count| *count > 0);
    lines.add_some(&msg::label_after_end(), after.map(|n| ui.text(&msg::bytes(n))));
    let encrypted = inspection.encrypted.then(|| match &inspection.encryption {
        Some(how) => ui.text(&words::encryption(how)),
        None => ui.text(&msg::word_yes()),
    });
    lines.add_some(&msg::label_encrypted(), encrypted);
    let pdf_a = inspection.pdf_a.map(|level| ui.text(&msg::pdf_a_claimed(level.to_string())));
    lines.add_some(&msg::label_pdf_a(), pdf_a);
    lines.add_some(&msg::label_damaged(), inspection.damaged.as_deref().map(printable));
    let allowed = inspection.encryption.as_ref().filter(|how| how.access == Access::User);
    let allowed = allowed.map(|how| {
        let name = |name: &str| Message::named(&format!("permission-{name}"), |_| None);
        let names = how.permissions.names().filter_map(name).map(|name| ui.text(&name));
        names.collect::<Vec<_>>().join(", ")
    });
    lines.add_some(&msg::label_allowed(), allowed);
    for unreadable in &inspection.unreadable {
        lines.add(&msg::label_unreadable(), library_words::text(unreadable, ui));
    }
    text.push_str(&lines.finish());
    section(&mut text, &ui.text(&msg::heading_revisions()));
    inspection.revisions.iter().for_each(|item| text.push_str(&revision(item, ui)));
    section(&mut text, &ui.text(&msg::heading_fields()));
    if inspection.fields.is_empty() {
        text.push_str(&format!("  {}\n", ui.text(&msg::word_none())));
    }
    inspection.fields.iter().for_each(|item| text.push_str(&field(item, ui)));
    section(&mut text, &ui.text(&msg::heading_signatures()));
    if inspection.signatures.is_empty() {
        text.push_str(&format!("  {}\n", ui.text(&msg::word_none())));
    }
    inspection.signatures.iter().for_each(|item| text.push_str(&signature(item, ui)));
    text
}

/// A heading with an empty line before it.
pub(super) fn section(text: &mut String, heading: &str) {
    text.push_str(&format!("\n{heading}\n"));
}

fn revision(revision: &Revision, ui: &Ui) -> String {
    let line = msg::revision_line(
        revision.changed,
        revision.end,
        revision.xref,
        revision.number,
        revision.start,
        revision.xref_offset,
    );
    let mut text = format!("  {}\n", ui.text(&line));
    if ui.verbose && !revision.objects.is_empty() {
        let numbers: Vec<String> = revision.objects.iter().map(ToString::to_string).collect();
        text.push_str(&format!("      {}\n", numbers.join(" ")));
    }
    text
}

fn field(field: &Field, ui: &Ui) -> String {
    let state = if field.filled { msg::field_filled() } else { msg::field_empty() };
    let mut text = format!(
        "  {}: {}, {}",
        printable(&field.name),
        ui.text(&msg::field_kind(field.kind)),
        ui.text(&state)
    );
    if let Some(page) = field.page {
        text.push_str(&format!(", {}", ui.text(&msg::field_page(page))));
    }
    if let Some([left, bottom, right, top]) = field.rect {
        text.push_str(&format!(" [{left} {bottom} {right} {top}]"));
    }
    text.push('\n');
    text
}

fn signature(signature: &Signature, ui: &Ui) -> String {
    let kind = ui.text(&msg::dictionary_kind(signature.kind));
    let mut text = format!("  {} ({kind})\n", printable(&signature.field));
    let mut lines = Lines::new(ui, 4);
    lines.add_some(&msg::label_object(), signature.object.map(|number| number.to_string()));
    lines.add(&msg::label_revision(), signature.revision.to_string());
    if !signature.in_latest {
        lines.add(&msg::label_removed(), ui.text(&msg::word_yes()));
    }
    let forms = [signature.filter.as_deref(), signature.sub_filter.as_deref()];
    let forms: Vec<String> = forms.into_iter().flatten().map(printable).collect();
    lines.add(&msg::label_sub_filter(), forms.join(" / "));
    let range = signature.byte_range.as_ref().map(|range| format!("{range:?}"));
    lines.add_some(&msg::label_byte_range(), range);
    let contents = match signature.contents_offset {
        Some(offset) => msg::contents(signature.contents_length, offset),
        None => msg::bytes(signature.contents_length),
    };
    lines.add(&msg::label_contents(), ui.text(&contents));
    let time = signature.claimed_time.map(|time| ui.text(&msg::plain_time(time)));
    lines.add_some(&msg::label_claimed_time(), time);
    lines.add_some(&msg::label_name(), signature.name.as_deref().map(printable));
    lines.add_some(&msg::label_reason(), signature.reason.as_deref().map(printable));
    lines.add_some(&msg::label_location(), signature.location.as_deref().map(printable));
    lines.add_some(&msg::label_contact(), signature.contact.as_deref().map(printable));
    let role = signature.role.map(|role| ui.text(&role_words::role(role)));
    lines.add_some(&msg::label_role(), role);
    let permits = signature.permits.map(|changes| ui.text(&msg::permits(changes)));
    lines.add_some(&msg::label_permits(), permits);
    for lock in &signature.locks {
        let names: Vec<String> = lock.fields.iter().map(|name| printable(name)).collect();
        let text = msg::locks(lock.action, names.len(), names.join(", "));
        lines.add(&msg::label_locks(), ui.text(&text));
    }
    for fault in &signature.faults {
        lines.add(&msg::label_fault(), library_words::text(fault, ui));
    }
    lines.add_some(
        &msg::label_unreadable(),
        signature.cms_error.as_deref().map(|fault| library_words::text(fault, ui)),
    );
    text.push_str(&lines.finish());
    if let Some(found) = &signature.cms {
        text.push_str(&cms(found, ui));
    }
    text
}

pub(super) fn cms(cms: &Cms, ui: &Ui) -> String {
    let mut text = format!("    CMS v{}, {}\n", cms.version, ui.text(&msg::bytes(cms.length)));
    let mut lines = Lines::new(ui, 6);
    if cms.content_attached {
        lines.add(&msg::label_content_attached(), ui.text(&msg::word_yes()));
    }
    if !cms.deviations.is_empty() {
        lines.add(&msg::label_deviations(), cms.deviations.join(", "));
    }
    if cms.crls + cms.other_revocation > 0 {
        lines.add(&msg::label_crls(), (cms.crls + cms.other_revocation).to_string());
    }
    text.push_str(&lines.finish());
    cms.signers.iter().for_each(|item| text.push_str(&signer(item, ui)));
    for (index, item) in cms.certificates.iter().enumerate() {
        let heading = ui.text(&msg::heading_certificate(index + 1));
        text.push_str(&format!("      {heading}\n{}", certificate(item, ui)));
    }
    text
}

fn signer(signer: &Signer, ui: &Ui) -> String {
    let mut lines = Lines::new(ui, 8);
    lines.add_some(&msg::label_issuer(), signer.issuer.as_deref().map(printable));
    lines.add_some(&msg::label_serial(), signer.serial.as_deref());
    lines.add_some(&msg::label_key_id(), signer.subject_key_id.as_deref());
    lines.add(&msg::label_digest(), printable(&signer.digest_algorithm));
    lines.add(&msg::label_algorithm(), printable(&signer.signature_algorithm));
    lines.add_some(&msg::label_message_digest(), signer.message_digest.as_deref());
    let time = signer.signing_time.map(|time| ui.text(&msg::plain_time(time)));
    lines.add_some(&msg::label_claimed_time(), time);
    for role in &signer.claimed_roles {
        lines.add(&msg::label_role_words(), printable(role));
    }
    for id in &signer.signing_certificates {
        let digest = id.digest_algorithm.unwrap_or("?");
        lines.add(&msg::label_signing_certificate(), format!("{digest} {}", id.hash));
    }
    lines.add(&msg::label_signed_attributes(), names(&signer.signed_attributes));
    if !signer.unsigned_attributes.is_empty() {
        lines.add(&msg::label_unsigned_attributes(), names(&signer.unsigned_attributes));
    }
    let mut text = format!("      {}\n{}", ui.text(&msg::label_signer()), lines.finish());
    if ui.verbose {
        for attribute in signer.signed_attributes.iter().chain(&signer.unsigned_attributes) {
            for value in &attribute.values {
                text.push_str(&format!("          {} {value}\n", attribute.oid));
            }
        }
    }
    text
}

fn names(attributes: &[Attribute]) -> String {
    let names: Vec<&str> = attributes.iter().map(|a| a.name.unwrap_or(&a.oid)).collect();
    names.join(", ")
}

/// The lines of one certificate.
pub(super) fn certificate(certificate: &Certificate, ui: &Ui) -> String {
    let mut lines = Lines::new(ui, 8);
    lines.add(&msg::label_subject(), printable(&certificate.subject));
    lines.add(&msg::label_issuer(), printable(&certificate.issuer));
    lines.add(&msg::label_serial(), &certificate.serial);
    let validity = msg::validity(certificate.not_before, certificate.not_after);
    lines.add(&msg::label_validity(), ui.text(&validity));
    lines.add(&msg::label_key(), &certificate.key);
    lines.add(&msg::label_certificate_signature(), &certificate.signature_algorithm);
    if certificate.ca {
        lines.add(&msg::label_ca(), ui.text(&msg::word_yes()));
    }
    if !certificate.key_usage.is_empty() {
        lines.add(&msg::label_key_usage(), certificate.key_usage.join(", "));
    }
    certificate.ocsp.iter().for_each(|url| lines.add(&msg::label_ocsp(), printable(url)));
    certificate.crl.iter().for_each(|url| lines.add(&msg::label_crl(), printable(url)));
    lines.add(&msg::label_fingerprint(), &certificate.fingerprint);
    lines.finish()
}
