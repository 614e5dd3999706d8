//! How callers name elements: by name or by path, without the rest of XPath.

use std::fmt;
use std::str::FromStr;

use super::{NodeId, Tree};

/// The name of an element: `local` in any namespace, or `{namespace}local` in that one alone;
/// `{}local` is in none.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ElementName {
    namespace: Option<String>,
    local: String,
}

/// Where an element stands: a name alone means every element called so, and `/` before and between
/// names leads down from the document element, as in `/HDon/DLHDon`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ElementPath {
    absolute: bool,
    names: Vec<ElementName>,
}

/// A text that names no element.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{text:?} names no element")]
pub struct ElementPathError {
    /// The text.
    pub text: String,
}

impl ElementName {
    /// Whether an element is called so.
    pub(crate) fn matches(&self, tree: &Tree, node: NodeId) -> bool {
        tree.name(node).is_some_and(|name| {
            name.local == self.local
                && self.namespace.as_ref().is_none_or(|namespace| name.namespace == namespace)
        })
    }

    /// Reads one name off the front of `text`.
    fn take(text: &str) -> Option<(Self, &str)> {
        let (namespace, rest) = match text.strip_prefix('{') {
            Some(rest) => {
                let (namespace, rest) = rest.split_once('}')?;
                (Some(namespace.to_owned()), rest)
            }
            None => (None, text),
        };
        let end = rest.find('/').unwrap_or(rest.len());
        let (local, rest) = rest.split_at_checked(end)?;
        let strange = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ':' | '[' | ']' | '*');
        if local.is_empty() || local.contains(strange) {
            return None;
        }
        Some((Self { namespace, local: local.to_owned() }, rest))
    }
}

impl FromStr for ElementName {
    type Err = ElementPathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Self::take(text) {
            Some((name, "")) => Ok(name),
            _ => Err(ElementPathError { text: text.to_owned() }),
        }
    }
}

impl FromStr for ElementPath {
    type Err = ElementPathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ElementPathError { text: text.to_owned() };
        let mut rest = text.strip_prefix('/').unwrap_or(text);
        let absolute = rest.len() < text.len();
        let mut names = Vec::new();
        loop {
            let (name, after) = ElementName::take(rest).ok_or_else(error)?;
            names.push(name);
            match after.strip_prefix('/') {
                Some(next) if absolute => rest = next,
                Some(_) => return Err(error()),
                None => return Ok(Self { absolute, names }),
            }
        }
    }
}

impl fmt::Display for ElementName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{{{namespace}}}{}", self.local),
            None => f.write_str(&self.local),
        }
    }
}

impl fmt::Display for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.names.iter().enumerate() {
            let slash = if index > 0 || self.absolute { "/" } else { "" };
            write!(f, "{slash}{name}")?;
        }
        Ok(())
    }
}

impl ElementPath {
    /// Every element of the document that this names; none where a large document was not kept
    /// whole, since others may be called so.
    pub(crate) fn find(&self, tree: &Tree) -> Vec<NodeId> {
        if tree.is_sparse() {
            return Vec::new();
        }
        let here = |node: &NodeId| match self.names.as_slice() {
            [name] if !self.absolute => name.matches(tree, *node),
            names => {
                // From the element up, against the names from the last to the first.
                let mut up = tree.ancestors(*node).filter(|node| tree.name(*node).is_some());
                names.iter().rev().all(|name| up.next().is_some_and(|at| name.matches(tree, at)))
                    && up.next().is_none()
            }
        };
        let elements = tree.descendants(tree.document_element());
        elements.filter(|node| tree.name(*node).is_some()).filter(here).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{ElementName, ElementPath};
    use crate::xml::{ParseOptions, Tree};

    #[test]
    fn names_and_paths_find_every_element_they_mean() {
        let text = "<a xmlns:n='urn:n'>-<b>-</b><n:b><a/>-</n:b>-<c><b/></c></a>";
        let tree = Tree::parse(text.as_bytes(), &ParseOptions::default()).unwrap();
        for (path, count) in [
            ("b", 3),
            ("{}b", 2),
            ("{urn:n}b", 1),
            ("a", 2),
            ("/a", 1),
            ("/a/b", 2),
            ("/a/{}b", 1),
            ("/a/{urn:n}b/a", 1),
            ("/b", 0),
            ("d", 0),
        ] {
            let parsed: ElementPath = path.parse().unwrap();
            assert_eq!(parsed.find(&tree).len(), count, "{path}");
            assert_eq!(parsed.to_string(), path);
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in
            ["", "/", "a/b", "//a", "/a/", "a b", "n:b", "{urn", "{urn}", "/a[1]", "*", "/a//b"]
        {
            assert!(text.parse::<ElementPath>().is_err(), "{text}");
        }
        for text in ["/a", "{}", "a/b"] {
            assert!(text.parse::<ElementName>().is_err(), "{text}");
        }
        let name: ElementName = "{urn:n/m}b".parse().unwrap();
        assert_eq!(name.to_string(), "{urn:n/m}b");
    }
}
