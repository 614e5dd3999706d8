//! Writes compact XML text: escaped, no white space of its own, the same for the same input.

use std::fmt::Write as _;

use super::PropertiesError;
use crate::xml::base64;

/// XML text in the making. Elements are closed in the order that they were opened in.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    open: Vec<String>,
}

impl Writer {
    /// A name with its prefix, which may be none.
    pub(super) fn name(prefix: &str, local: &str) -> String {
        if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
    }

    /// Opens an element.
    pub(super) fn start(
        &mut self,
        name: String,
        attributes: &[(&str, &str)],
    ) -> Result<(), PropertiesError> {
        self.tag(&name, attributes)?;
        self.text.push('>');
        self.open.push(name);
        Ok(())
    }

    /// Closes the element opened last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = write!(self.text, "</{name}>");
        }
    }

    /// An element without content.
    pub(super) fn empty(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
    ) -> Result<(), PropertiesError> {
        self.tag(name, attributes)?;
        self.text.push_str("/>");
        Ok(())
    }

    /// An element with text alone.
    pub(super) fn leaf(&mut self, name: String, content: &str) -> Result<(), PropertiesError> {
        self.leaf_with(name, &[], content)
    }

    /// An element with attributes and text alone.
    pub(super) fn leaf_with(
        &mut self,
        name: String,
        attributes: &[(&str, &str)],
        content: &str,
    ) -> Result<(), PropertiesError> {
        self.start(name, attributes)?;
        self.escaped(content, false)?;
        self.end();
        Ok(())
    }

    /// An element with binary content.
    pub(super) fn base64(&mut self, name: String, content: &[u8]) -> Result<(), PropertiesError> {
        self.start(name, &[])?;
        self.text.push_str(&base64::encode(content));
        self.end();
        Ok(())
    }

    /// What was written; whatever is open is closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), PropertiesError> {
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            let _ = write!(self.text, " {attribute}=\"");
            self.escaped(value, true)?;
            self.text.push('"');
        }
        Ok(())
    }

    /// Escapes so that a parser gives back exactly `content`.
    fn escaped(&mut self, content: &str, attribute: bool) -> Result<(), PropertiesError> {
        for c in content.chars() {
            match c {
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '&' => self.text.push_str("&amp;"),
                '"' if attribute => self.text.push_str("&quot;"),
                '\t' if attribute => self.text.push_str("&#x9;"),
                '\n' if attribute => self.text.push_str("&#xA;"),
                '\r' => self.text.push_str("&#xD;"),
                '\t' | '\n' => self.text.push(c),
                // XML 1.0 §2.2: no other control characters, no non-characters.
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                    return Err(PropertiesError::Character { code: u32::from(c) });
                }
                _ => self.text.push(c),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::xml::xades::PropertiesError;

    #[test]
    fn what_is_written_reads_back_and_what_xml_cannot_say_is_refused() {
        let mut writer = Writer::default();
        writer.start(Writer::name("p", "a"), &[("x", "\"<\n")]).unwrap();
        writer.leaf(Writer::name("", "b"), "Đồng ý & <ký>\r").unwrap();
        writer.empty("c", &[]).unwrap();
        let text = writer.finish();
        assert_eq!(
            text,
            "<p:a x=\"&quot;&lt;&#xA;\"><b>Đồng ý &amp; &lt;ký&gt;&#xD;</b><c/></p:a>"
        );
        let refused = Writer::default().leaf("b".into(), "\u{1}");
        assert_eq!(refused, Err(PropertiesError::Character { code: 1 }));
    }
}
