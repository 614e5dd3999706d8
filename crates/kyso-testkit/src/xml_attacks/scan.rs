//! Finds elements in XML by its text alone: no parser that could be wrong in the same way as the
//! one under test. It reads what honest signers write; what is hostile is made from that.

use std::ops::Range;

/// An element as its text shows it. All ranges are into the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    /// From `<` of the start tag to `>` of the end tag.
    pub whole: Range<usize>,
    /// The start tag, angle brackets included.
    pub tag: Range<usize>,
    /// What stands between the tags; empty and at the end for `<a/>`.
    pub inner: Range<usize>,
}

impl Element {
    /// The qualified name.
    #[must_use]
    pub fn name<'t>(&self, text: &'t str) -> &'t str {
        let tag = text[self.tag.clone()].trim_start_matches('<');
        tag.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or_default()
    }

    /// The name without its prefix.
    #[must_use]
    pub fn local<'t>(&self, text: &'t str) -> &'t str {
        self.name(text).rsplit(':').next().unwrap_or_default()
    }

    /// The prefix with its colon, or nothing.
    #[must_use]
    pub fn prefix<'t>(&self, text: &'t str) -> &'t str {
        let name = self.name(text);
        &name[..name.len() - self.local(text).len()]
    }

    /// Where the value of an attribute stands, quotes excluded.
    #[must_use]
    pub fn attribute(&self, text: &str, name: &str) -> Option<Range<usize>> {
        let tag = &text[self.tag.clone()];
        for quote in ['"', '\''] {
            for space in [' ', '\n', '\t'] {
                let key = format!("{space}{name}={quote}");
                if let Some(at) = tag.find(&key) {
                    let start = self.tag.start + at + key.len();
                    let end = start + text[start..].find(quote)?;
                    return Some(start..end);
                }
            }
        }
        None
    }

    /// Whether `other` lies within it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.inner.start <= other.whole.start && other.whole.end <= self.inner.end
    }
}

/// Every element, in the order of the start tags.
#[must_use]
pub fn elements(text: &str) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        let rest = &text[start..];
        let end = start + markup_len(rest);
        at = end;
        if rest.starts_with("<!") || rest.starts_with("<?") {
            continue;
        }
        if rest.starts_with("</") {
            let element = open.pop().expect("an end tag has its start");
            found[element].inner.end = start;
            found[element].whole.end = end;
            continue;
        }
        if !text[start..end].ends_with("/>") {
            open.push(found.len());
        }
        found.push(Element { whole: start..end, tag: start..end, inner: end..end });
    }
    found
}

fn markup_len(rest: &str) -> usize {
    let until = |mark: &str| rest.find(mark).expect("markup ends") + mark.len();
    if rest.starts_with("<!--") {
        return until("-->");
    }
    if rest.starts_with("<![CDATA[") {
        return until("]]>");
    }
    if rest.starts_with("<?") {
        return until("?>");
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    panic!("a tag has no end")
}

/// The text with these parts replaced; they must not overlap.
#[must_use]
pub fn edit(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::new();
    let mut at = 0;
    for (range, new) in edits {
        out += &text[at..range.start];
        out += new;
        at = range.end;
    }
    out + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::{edit, elements};

    #[test]
    fn elements_are_found_past_comments_quotes_and_cdata() {
        let text = "<?xml version='1.0'?><!-- <no> --><a x='>'><p:b Id=\"1\"/><![CDATA[<no>]]></a>";
        let found = elements(text);
        let names: Vec<_> = found.iter().map(|element| element.name(text)).collect();
        assert_eq!(names, ["a", "p:b"]);
        assert_eq!(found[1].local(text), "b");
        assert_eq!(found[1].prefix(text), "p:");
        assert_eq!(&text[found[1].attribute(text, "Id").unwrap()], "1");
        assert!(found[0].holds(&found[1]));
        assert_eq!(&text[found[0].inner.clone()], "<p:b Id=\"1\"/><![CDATA[<no>]]>");
    }

    #[test]
    fn edits_are_made_from_the_left() {
        assert_eq!(edit("abc", &[(2..3, "C".into()), (0..0, "-".into())]), "-abC");
    }
}
