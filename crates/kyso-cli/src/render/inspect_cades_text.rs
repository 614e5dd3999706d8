//! A CMS file in words.

use super::inspect_text;
use super::lines::Lines;
use crate::commands::inspect::cades::Inspection;
use crate::i18n::{msg, printable};
use crate::ui::Ui;

/// All of it.
pub(crate) fn render(found: &Inspection, ui: &Ui) -> String {
    let mut text = format!("{}\n", printable(&found.file));
    let mut lines = Lines::new(ui, 2);
    let form = if found.pem { "CMS, PEM" } else { "CMS" };
    lines.add(&msg::label_format(), form);
    let length = usize::try_from(found.length).unwrap_or(usize::MAX);
    lines.add(&msg::label_length(), ui.text(&msg::bytes(length)));
    let attached = found.attached.map(|len| usize::try_from(len).unwrap_or(usize::MAX));
    let content = match attached {
        Some(len) => msg::bytes(len),
        None => msg::content_elsewhere(),
    };
    lines.add(&msg::label_content(), ui.text(&content));
    text.push_str(&lines.finish());
    if let Some(cms) = &found.cms {
        text.push_str(&inspect_text::cms(cms, ui));
    }
    text
}
