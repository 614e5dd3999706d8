//! Puts elements and text together; text cannot become markup.

use std::fmt::Write as _;

use crate::i18n::printable;

/// A piece of a page.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Markup of our own, as it is.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text from anywhere: what could steer a reader is shown, what could be markup is escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.0.push_str(&escape(&printable(text)));
        self
    }

    /// An element of this class (none where that is empty) with what `content` puts into it.
    pub(super) fn element(
        &mut self,
        name: &str,
        class: &str,
        content: impl FnOnce(&mut Self),
    ) -> &mut Self {
        // Writing to a String cannot fail.
        let _ = match class {
            "" => write!(self.0, "<{name}>"),
            _ => write!(self.0, "<{name} class=\"{class}\">"),
        };
        content(self);
        let _ = write!(self.0, "</{name}>");
        // Between words a line's end would be a space.
        if !matches!(name, "b" | "bdi" | "span") {
            self.0.push('\n');
        }
        self
    }

    /// An element that holds text.
    pub(super) fn leaf(&mut self, name: &str, class: &str, text: &str) -> &mut Self {
        self.element(name, class, |html| {
            html.text(text);
        })
    }

    /// A row of a list of names and values. Scripts that run from right to left stay in their
    /// place.
    pub(super) fn row(&mut self, name: &str, value: &str) -> &mut Self {
        self.element("div", "row", |html| {
            html.leaf("dt", "", name);
            html.element("dd", "", |html| {
                html.leaf("bdi", "", value);
            });
        })
    }

    /// The same, where there is a value.
    pub(super) fn row_some(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.row(name, value),
            None => self,
        }
    }

    pub(super) fn push(&mut self, other: Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Text as it may stand in an element and in an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn text_cannot_become_markup_or_steer() {
        let mut html = Html::new();
        html.row("\"'", "<script>alert(1)</script>&amp;\u{202e}\u{0}\n");
        let text = html.finish();
        assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"), "{text}");
        assert!(text.contains("\\u{202e}\\u{0}\\u{a}"), "{text}");
        assert!(text.contains("<dt>&quot;&#39;</dt>"), "{text}");
    }
}
