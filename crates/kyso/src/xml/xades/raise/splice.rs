//! Puts text into an element and touches no other byte of the document.

use std::ops::Range;

use crate::xml::{NodeId, Tree};

/// One replacement of bytes of the document's text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::xml::xades) struct Edit {
    range: Range<usize>,
    text: String,
}

impl Edit {
    /// Puts `content` behind everything in the element.
    pub(super) fn append(tree: &Tree, node: NodeId, content: &str) -> Self {
        Self::inside(tree, node, content, true)
    }

    /// Puts `content` before everything in the element.
    pub(super) fn prepend(tree: &Tree, node: NodeId, content: &str) -> Self {
        Self::inside(tree, node, content, false)
    }

    /// Puts `content` right behind the element.
    pub(super) fn after(tree: &Tree, node: NodeId, content: &str) -> Self {
        let at = tree.span(node).end;
        Self { range: at..at, text: content.to_owned() }
    }

    /// The text with this edit made.
    pub(in crate::xml::xades) fn applied_to(&self, source: &str) -> String {
        apply(source, vec![self.clone()])
    }

    /// Where what it put in stands afterwards.
    pub(in crate::xml::xades) fn span(&self) -> Range<usize> {
        self.range.start..self.range.start + self.text.len()
    }

    /// This edit and one inside what it put in, as one: the bytes replaced in the document as it
    /// was, the text in their place, and how far into it the inner text begins.
    pub(in crate::xml::xades) fn around(
        &self,
        inner: &Range<usize>,
        text: &str,
    ) -> Option<(Range<usize>, String, usize)> {
        let start = inner.start.checked_sub(self.range.start)?;
        let end = inner.end.checked_sub(self.range.start)?;
        let (head, tail) = (self.text.get(..start)?, self.text.get(end..)?);
        Some((self.range.clone(), [head, text, tail].concat(), start))
    }

    fn inside(tree: &Tree, node: NodeId, content: &str, last: bool) -> Self {
        let span = tree.span(node);
        let start = tree.start_tag_span(node);
        if start.end < span.end {
            // An end tag begins at the last `</` of its element.
            let source = tree.source().get(span.clone()).unwrap_or_default();
            let end = source.rfind("</").map_or(start.end, |at| span.start + at);
            let at = if last { end } else { start.end };
            return Self { range: at..at, text: content.to_owned() };
        }
        // `<name .../>` becomes a start tag and an end tag.
        let name = tree.name(node).map_or_else(String::new, |name| {
            if name.prefix.is_empty() {
                name.local.to_owned()
            } else {
                format!("{}:{}", name.prefix, name.local)
            }
        });
        Self { range: span.end.saturating_sub(2)..span.end, text: format!(">{content}</{name}>") }
    }
}

/// The text with all edits made. Those at one place come in the order given.
pub(super) fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.range.start);
    let more: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(source.len() + more);
    let mut done = 0;
    for edit in edits {
        out.push_str(source.get(done..edit.range.start).unwrap_or_default());
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    out
}
