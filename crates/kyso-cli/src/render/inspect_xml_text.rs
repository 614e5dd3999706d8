//! What `kyso inspect` found in an XML document, in words.

use super::inspect_text::{certificate, section};
use super::lines::Lines;
use crate::commands::inspect::xml_model::{Inspection, Properties, Reference, Signature};
use crate::i18n::{msg, printable};
use crate::role_words;
use crate::ui::Ui;

/// The whole document.
pub(crate) fn render(inspection: &Inspection, ui: &Ui) -> String {
    let mut text = format!("{}\n", printable(&inspection.file));
    let mut lines = Lines::new(ui, 2);
    lines.add(&msg::label_format(), format!("XML, {}", inspection.encoding));
    lines.add(&msg::label_length(), ui.text(&msg::bytes(inspection.length)));
    let root = match inspection.root.namespace.as_str() {
        "" => inspection.root.name.clone(),
        namespace => format!("{{{namespace}}}{}", inspection.root.name),
    };
    lines.add(&msg::label_root(), printable(&root));
    text.push_str(&lines.finish());
    section(&mut text, &ui.text(&msg::heading_signatures()));
    if inspection.signatures.is_empty() {
        text.push_str(&format!("  {}\n", ui.text(&msg::word_none())));
    }
    inspection.signatures.iter().for_each(|item| text.push_str(&signature(item, ui)));
    text
}

pub(super) fn signature(signature: &Signature, ui: &Ui) -> String {
    let mut text = format!("  {}\n", printable(&signature.path));
    let mut lines = Lines::new(ui, 4);
    lines.add_some(&msg::label_name(), signature.id.as_deref().map(printable));
    lines.add(&msg::label_offset(), signature.offset.to_string());
    lines.add_some(&msg::label_unreadable(), signature.fault.as_deref().map(printable));
    let canonicalization = signature.canonicalization.as_deref().map(printable);
    lines.add_some(&msg::label_canonicalization(), canonicalization);
    let algorithm = signature.signature_algorithm.as_deref().map(printable);
    lines.add_some(&msg::label_algorithm(), algorithm);
    let length = signature.value_length.map(|length| ui.text(&msg::bytes(length)));
    lines.add_some(&msg::label_value(), length);
    for hint in &signature.key_info {
        lines.add(&msg::label_key(), printable(hint));
    }
    properties(&signature.properties, &mut lines, ui);
    text.push_str(&lines.finish());
    signature.references.iter().for_each(|item| text.push_str(&reference(item, ui)));
    for (index, item) in signature.certificates.iter().enumerate() {
        let heading = ui.text(&msg::heading_certificate(index + 1));
        text.push_str(&format!("    {heading}\n{}", certificate(item, ui)));
    }
    text
}

fn properties(properties: &Properties, lines: &mut Lines<'_>, ui: &Ui) {
    lines.add_some(&msg::label_properties(), properties.form);
    lines.add_some(&msg::label_fault(), properties.fault.as_deref().map(printable));
    let time = match properties.claimed_time {
        Some(time) => Some(ui.text(&msg::plain_time(time))),
        None => properties.signing_time.as_deref().map(printable),
    };
    lines.add_some(&msg::label_claimed_time(), time);
    lines.add_some(&msg::label_location(), properties.place.as_deref().map(printable));
    let role = properties.role.map(|role| ui.text(&role_words::role(role)));
    lines.add_some(&msg::label_role(), role);
    for role in &properties.roles {
        lines.add(&msg::label_role_words(), printable(role));
    }
    lines.add_some(&msg::label_policy(), properties.policy.as_deref().map(printable));
    if !properties.unsigned.is_empty() {
        let names = printable(&properties.unsigned.join(", "));
        lines.add(&msg::label_unsigned_attributes(), names);
    }
}

fn reference(reference: &Reference, ui: &Ui) -> String {
    let uri = reference.uri.as_deref().map_or_else(|| "-".to_owned(), |uri| format!("\"{uri}\""));
    let mut text = format!("    {} {}\n", ui.text(&msg::label_reference()), printable(&uri));
    let mut lines = Lines::new(ui, 6);
    lines.add_some(&msg::label_type(), reference.kind.as_deref().map(printable));
    for transform in &reference.transforms {
        lines.add(&msg::label_transform(), printable(transform));
    }
    let digest = format!("{} {}", printable(&reference.digest_algorithm), reference.digest);
    lines.add(&msg::label_digest(), digest);
    text.push_str(&lines.finish());
    text
}
