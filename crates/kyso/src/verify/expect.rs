//! The caller's intent: which elements of an XML document must be signed. A signature that holds
//! over one element says nothing of another that looks the same.

use std::fmt;
use std::str::FromStr;

use crate::document::Document;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{Code, Conclusion, Finding, Report, SignatureReport, SubIndication};
use crate::xml::{NodeId, Tree, XmlDocument};

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
    fn matches(&self, tree: &Tree, node: NodeId) -> bool {
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
    /// Every element of the document that this names.
    fn find(&self, tree: &Tree) -> Vec<NodeId> {
        let here = |node: &NodeId| match self.names.as_slice() {
            [name] if !self.absolute => name.matches(tree, *node),
            names => {
                // From the element up, against the names from the last to the first.
                let mut up = tree.ancestors(*node).filter(|node| tree.name(*node).is_some());
                names.iter().rev().all(|name| up.next().is_some_and(|at| name.matches(tree, at)))
                    && up.next().is_none()
            }
        };
        tree.descendants(tree.document_element()).filter(here).collect()
    }
}

/// What the caller wants signed.
#[derive(Clone, Default, Debug)]
pub(super) struct Expectations {
    pub(super) root: Option<ElementName>,
    pub(super) elements: Vec<ElementPath>,
}

impl Expectations {
    /// Holds a report against what the caller expects; what is not met leaves a finding and no
    /// conclusion that the document passed.
    pub(super) fn apply(&self, document: Option<&Document>, report: &mut Report) {
        let xml = document.and_then(Document::xml);
        let unmet = match xml {
            Some(xml) => self.unmet(xml, report),
            None => self.elements.iter().map(|path| missing(path)).collect(),
        };
        let root = self.root.as_ref().and_then(|root| wrong_root(root, xml, report));
        let findings: Vec<Finding> = root.into_iter().chain(unmet).collect();
        if findings.is_empty() {
            return;
        }
        if matches!(report.conclusion, Conclusion::Passed(_)) {
            report.conclusion = Conclusion::Failed(SubIndication::SigConstraintsFailure);
        }
        report.findings.extend(findings);
    }

    fn unmet(&self, xml: &XmlDocument, report: &Report) -> Vec<Finding> {
        let tree = xml.tree();
        let mut unmet = Vec::new();
        for path in &self.elements {
            let found = path.find(tree);
            if found.is_empty() {
                unmet.push(missing(path));
            }
            let bare = found.into_iter().filter(|node| !is_signed(tree, *node, report));
            unmet.extend(
                bare.take(MAX_FINDINGS_PER_EXPECTATION)
                    .map(|node| missing(path).with("path", tree.path(node))),
            );
        }
        unmet
    }
}

fn missing(path: &ElementPath) -> Finding {
    Finding::error(Code::ElementNotCovered).with("element", path.to_string())
}

/// The document element must be called so, and a signature that passed must cover it.
fn wrong_root(root: &ElementName, xml: Option<&XmlDocument>, report: &Report) -> Option<Finding> {
    let Some(xml) = xml else {
        let finding = Finding::error(Code::RootUnexpected).with("expected", root.to_string());
        return Some(finding.with("found", report.format.name()));
    };
    let tree = xml.tree();
    let node = tree.document_element();
    if !root.matches(tree, node) {
        let found = tree.name(node).map(|name| match name.namespace {
            "" => name.local.to_owned(),
            namespace => format!("{{{namespace}}}{}", name.local),
        });
        let finding = Finding::error(Code::RootUnexpected).with("expected", root.to_string());
        return Some(finding.with("found", found.unwrap_or_default()));
    }
    let finding = Finding::error(Code::ElementNotCovered).with("element", root.to_string());
    (!is_signed(tree, node, report)).then(|| finding.with("path", tree.path(node)))
}

/// Whether a signature that passed covers the element with all that is in it, but for itself.
fn is_signed(tree: &Tree, node: NodeId, report: &Report) -> bool {
    let passed =
        |signature: &&SignatureReport| matches!(signature.conclusion, Conclusion::Passed(_));
    let mut covers = report.signatures.iter().filter(passed).flat_map(|one| &one.covers);
    covers.any(|covered| covered.covers(tree, node))
}
