//! Where an element stands, in words for people.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::{NodeId, QName, Tree};
use crate::limits::{MAX_XML_PATH_BYTES, MAX_XML_PATH_SIBLINGS};

/// For each element row of a tree: its number among those of the same written name beside it, and
/// 0 where there is no other. Worked out when first asked for.
#[derive(Default)]
pub(super) struct Positions(OnceLock<Vec<u32>>);

impl Tree {
    /// Where an element stands, for people: `/HDon/DSCKS/NBan[2]`. The position counts elements
    /// of the same written name and is left out where there is one only. Of a path longer than
    /// [`MAX_XML_PATH_BYTES`] the middle is left out: `/HDon/…/NBan`.
    #[must_use]
    pub fn path(&self, id: NodeId) -> String {
        let elements: Vec<_> = self
            .ancestors(id)
            .filter_map(|node| Some((node, self.element_row(node)?.name)))
            .collect();
        let half = MAX_XML_PATH_BYTES / 2;
        let mut tail = Vec::new();
        let mut rest = elements.as_slice();
        take(&mut rest, half, &mut tail, |rest| rest.split_first(), |at| self.step(at.0, at.1));
        let mut head = Vec::new();
        take(&mut rest, half, &mut head, |rest| rest.split_last(), |at| self.step(at.0, at.1));
        if !rest.is_empty() {
            head.push("/…".to_owned());
        }
        tail.reverse();
        head.append(&mut tail);
        head.concat()
    }

    fn step(&self, id: NodeId, name: QName) -> String {
        let text = shortened(self.names.text(name));
        match self.position(id, name) {
            0 => format!("/{text}"),
            position => format!("/{text}[{position}]"),
        }
    }

    /// Its number among its namesakes; 0 where it has none.
    fn position(&self, id: NodeId, name: QName) -> u32 {
        if let Some(element) = self.element_row(id).filter(|element| element.ordinal > 0) {
            return if element.has_namesakes { element.ordinal } else { 0 };
        }
        let Some(parent) = self.parent(id) else { return 0 };
        if self.children(parent).nth(MAX_XML_PATH_SIBLINGS).is_none() {
            let is_same = |other: &NodeId| self.element_row(*other).is_some_and(|e| e.name == name);
            let mut same = self.children(parent).filter(is_same);
            let before = same.by_ref().take_while(|other| *other < id).count();
            let alone = before == 0 && same.next().is_none();
            return if alone { 0 } else { u32::try_from(before + 1).unwrap_or(u32::MAX) };
        }
        let positions = self.positions.0.get_or_init(|| self.all_positions());
        let row = self.node(id).map_or(usize::MAX, |node| node.data as usize);
        positions.get(row).copied().unwrap_or(0)
    }

    /// The positions of all elements, in time that grows with their number alone.
    fn all_positions(&self) -> Vec<u32> {
        let mut positions = vec![0; self.rows.elements.len()];
        // By name: the parent that counted it last, its count there, the row of the first.
        let mut latest: Vec<(NodeId, u32, usize)> = Vec::new();
        for parent in self.descendants(self.root()) {
            for child in self.elements(parent) {
                let Some(row) = self.node(child).map(|node| node.data as usize) else { continue };
                let Some(element) = self.rows.elements.get(row) else { continue };
                let name = element.name.index();
                if latest.len() <= name {
                    latest.resize(name + 1, (NodeId(u32::MAX), 0, 0));
                }
                let Some(known) = latest.get_mut(name) else { continue };
                if known.0 != parent {
                    *known = (parent, 0, row);
                }
                known.1 = known.1.saturating_add(1);
                let (_, count, first) = *known;
                for (row, position) in [(first, 1), (row, count)] {
                    if count > 1
                        && let Some(place) = positions.get_mut(row)
                    {
                        *place = position;
                    }
                }
            }
        }
        positions
    }
}

/// Moves steps from one end of `rest` to `taken` as long as they are no longer than `most` bytes;
/// the first in any case.
fn take<'e, T>(
    rest: &mut &'e [T],
    most: usize,
    taken: &mut Vec<String>,
    split: impl Fn(&'e [T]) -> Option<(&'e T, &'e [T])>,
    step: impl Fn(&'e T) -> String,
) {
    let mut bytes = 0_usize;
    while let Some((one, others)) = split(rest) {
        let text = step(one);
        bytes = bytes.saturating_add(text.len());
        if bytes > most && !taken.is_empty() {
            return;
        }
        taken.push(text);
        *rest = others;
    }
}

/// A name, cut off where it alone would be a long path.
fn shortened(name: &str) -> Cow<'_, str> {
    let most = MAX_XML_PATH_BYTES / 4;
    if name.len() <= most {
        return Cow::Borrowed(name);
    }
    let end = (0..=most).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", name.get(..end).unwrap_or_default()).into()
}

#[cfg(test)]
mod tests {
    use crate::limits::{MAX_XML_DEPTH, MAX_XML_PATH_BYTES, MAX_XML_PATH_SIBLINGS};
    use crate::xml::{ParseOptions, Tree};

    fn tree(text: &str) -> Tree {
        Tree::parse(text.as_bytes(), &ParseOptions::default()).unwrap()
    }

    #[test]
    fn positions_are_the_same_among_few_and_many_siblings() {
        for others in [0, MAX_XML_PATH_SIBLINGS] {
            let text = format!("<r><a/><b/>-<a><c/></a>{}<a/></r>", "<o/>".repeat(others));
            let tree = tree(&text);
            let elements = tree.elements(tree.document_element());
            let paths: Vec<_> = elements.map(|node| tree.path(node)).collect();
            assert_eq!(paths[..3], ["/r/a[1]", "/r/b", "/r/a[2]"]);
            assert_eq!(paths.last().unwrap(), "/r/a[3]");
            let inner = tree.elements(tree.elements(tree.document_element()).nth(2).unwrap());
            assert_eq!(inner.map(|node| tree.path(node)).collect::<Vec<_>>(), ["/r/a[2]/c"]);
        }
    }

    #[test]
    fn a_long_path_says_where_it_begins_and_ends() {
        let name = "n".repeat(400);
        let text = format!("<r>{}<z/>", format!("<{name}>").repeat(MAX_XML_DEPTH - 2));
        let text = text + &format!("</{name}>").repeat(MAX_XML_DEPTH - 2) + "</r>";
        let tree = tree(&text);
        let deepest = tree.descendants(tree.root()).max().unwrap();
        let path = tree.path(deepest);
        assert!(path.starts_with("/r/nnn") && path.ends_with("n/z"), "{path}");
        assert!(path.contains("/…/") && path.len() <= MAX_XML_PATH_BYTES + 4, "{}", path.len());
        let long = "x".repeat(100_000);
        let tree = self::tree(&format!("<{long}/>"));
        assert!(tree.path(tree.document_element()).len() <= MAX_XML_PATH_BYTES);
    }
}
