//! Labelled lines: `  Signer         Nguyễn Thị Ánh`, the values in one column.

use crate::i18n::Message;
use crate::ui::Ui;

/// A block of labelled lines.
pub(crate) struct Lines<'a> {
    ui: &'a Ui,
    indent: usize,
    rows: Vec<(String, String)>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(ui: &'a Ui, indent: usize) -> Self {
        Self { ui, indent, rows: Vec::new() }
    }

    /// Adds a line. The value must be printable already.
    pub(crate) fn add(&mut self, label: &Message, value: impl Into<String>) {
        self.rows.push((self.ui.text(label), value.into()));
    }

    /// Adds a line that tells more of the one above.
    pub(super) fn add_under(&mut self, label: &Message, value: String) {
        self.rows.push((format!("  {}", self.ui.text(label)), value));
    }

    /// Adds a line that goes on with the one above.
    pub(crate) fn add_more(&mut self, value: String) {
        // To be heard by itself, where lines are read aloud.
        let label = self.rows.last().filter(|_| self.ui.plain).map(|(label, _)| label.clone());
        self.rows.push((label.unwrap_or_default(), value));
    }

    /// Adds a line, if there is something to say.
    pub(crate) fn add_some(&mut self, label: &Message, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(label, value);
        }
    }

    /// The block. Every letter of Vietnamese and English is one column wide.
    pub(crate) fn finish(self) -> String {
        if self.ui.plain {
            let line = |(label, value): &(String, String)| format!("{}: {value}\n", label.trim());
            return self.rows.iter().map(line).collect();
        }
        let width = self.rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        let mut block = String::new();
        for (label, value) in self.rows {
            let pad = width - label.chars().count() + 2;
            block.push_str(&" ".repeat(self.indent));
            block.push_str(&label);
            block.push_str(&" ".repeat(pad));
            block.push_str(&value);
            block.push('\n');
        }
        block
    }
}
