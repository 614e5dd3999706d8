//! Writes elements and text as well-formed XML 1.0, whatever the text is.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Elements, in the order they are written.
#[derive(Debug)]
pub(super) struct Writer {
    text: String,
    open: Vec<&'static str>,
}

impl Writer {
    pub(super) fn new() -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Self { text, open: Vec::new() }
    }

    /// An element with what `content` writes in it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.start(name, attributes);
        let empty = self.text.len();
        self.open.push(name);
        content(self);
        self.open.pop();
        if self.text.len() == empty {
            // An end tag of its own would say the same in more bytes.
            self.text.truncate(empty - 1);
            self.text.push_str("/>");
        } else {
            // Writing to a String cannot fail.
            let _ = write!(self.text, "</{name}>");
        }
        if self.open.is_empty() {
            self.text.push('\n');
        }
    }

    /// An element without attributes.
    pub(super) fn plain(&mut self, name: &'static str, content: impl FnOnce(&mut Self)) {
        self.element(name, &[], content);
    }

    /// An element that holds text.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) {
        self.element(name, &[], |xml| xml.content(text));
    }

    /// The same, where there is a text.
    pub(super) fn leaf_some(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, text);
        }
    }

    /// An element that holds bytes as base64.
    pub(super) fn base64(&mut self, name: &'static str, bytes: &[u8]) {
        self.leaf(name, &STANDARD.encode(bytes));
    }

    /// An element with attributes and nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.element(name, attributes, |_| {});
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"");
            self.content(value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    /// Text, fit for an attribute too: white space that a reader would change is written as a
    /// reference, and what XML has no way to say as U+FFFD.
    fn content(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\t' | '\n' | '\r' => {
                    let _ = write!(self.text, "&#{};", u32::from(c));
                }
                '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => {
                    self.text.push(c);
                }
                _ => self.text.push('\u{fffd}'),
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::source::Source;
    use crate::xml::XmlDocument;

    #[test]
    fn any_text_is_well_formed_and_reads_back() {
        let mut xml = Writer::new();
        let hostile = "a<b>&\"'\r\n\u{0}\u{1b}\u{ffff}]]>Ký\u{202e}";
        xml.element("x", &[("y", hostile)], |xml| xml.leaf("z", hostile));
        let text = xml.finish();
        let document = XmlDocument::parse(Source::from_bytes(text.clone().into_bytes())).unwrap();
        let tree = document.tree();
        let read = "a<b>&\"'\r\n\u{fffd}\u{fffd}\u{fffd}]]>Ký\u{202e}";
        let inner = tree.children(tree.document_element()).next().unwrap();
        assert_eq!(tree.text(inner).unwrap(), read);
        assert!(text.contains("&#13;&#10;"), "{text}");
    }

    #[test]
    fn an_empty_element_is_closed() {
        let mut xml = Writer::new();
        xml.plain("x", |xml| xml.empty("y", &[("z", "1")]));
        assert!(xml.finish().ends_with("\n<x><y z=\"1\"/></x>\n"));
    }
}
