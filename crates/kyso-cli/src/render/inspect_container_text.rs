//! What `kyso inspect` found in a container, in words.

use super::inspect_text::section;
use super::inspect_xml_text;
use super::lines::Lines;
use crate::commands::inspect::container_model::{Entry, Inspection};
use crate::i18n::{msg, printable};
use crate::library_words::told;
use crate::ui::Ui;

/// The whole container.
pub(crate) fn render(inspection: &Inspection, ui: &Ui) -> String {
    let mut text = format!("{}\n", printable(&inspection.file));
    let mut lines = Lines::new(ui, 2);
    lines.add(&msg::label_format(), inspection.format.to_owned());
    lines.add(&msg::label_length(), ui.text(&msg::bytes(inspection.length)));
    lines.add_some(&msg::label_comment(), inspection.comment.as_deref().map(printable));
    text.push_str(&lines.finish());
    section(&mut text, &ui.text(&msg::heading_entries()));
    inspection.entries.iter().for_each(|one| text.push_str(&entry(one, ui)));
    section(&mut text, &ui.text(&msg::heading_signatures()));
    if inspection.signature_files.is_empty() {
        text.push_str(&format!("  {}\n", ui.text(&msg::word_none())));
    }
    for file in &inspection.signature_files {
        text.push_str(&format!("  {}\n", printable(&file.name)));
        let mut lines = Lines::new(ui, 4);
        lines.add_some(&msg::label_unreadable(), file.fault.as_deref().map(printable));
        text.push_str(&lines.finish());
        for signature in &file.signatures {
            text.push_str(&inspect_xml_text::signature(signature, ui));
        }
    }
    text
}

fn entry(entry: &Entry, ui: &Ui) -> String {
    let said = msg::entry(entry.compressed, told(&entry.method), told(&entry.role), entry.size);
    format!("  {}\n    {}\n", printable(&entry.name), ui.text(&said))
}
