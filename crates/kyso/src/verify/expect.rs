//! The caller's intent: which elements of an XML document must be signed. A signature that holds
//! over one element says nothing of another that looks the same.

use std::ops::Range;

use crate::document::Document;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{Code, Conclusion, Finding, Report, SignatureReport, SubIndication};
use crate::xml::{ElementName, ElementPath, NodeId, XmlDocument};

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
            None => self.elements.iter().map(missing).collect(),
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
        self.elements.iter().flat_map(|path| unmet(path, xml, report)).collect()
    }
}

/// The elements of a path that no signature covers.
fn unmet(path: &ElementPath, xml: &XmlDocument, report: &Report) -> Vec<Finding> {
    // Of a large document other elements are kept here, so that only spans can be compared.
    let Ok(kept) = xml.tree_with(path.names()) else { return vec![missing(path)] };
    let tree = kept.tree();
    let found = path.find(tree);
    if found.is_empty() {
        return vec![missing(path)];
    }
    let is_bare = |node: &NodeId| !is_signed(xml, &tree.span(*node), report);
    let bare = found.into_iter().filter(is_bare).take(MAX_FINDINGS_PER_EXPECTATION);
    bare.map(|node| missing(path).with("path", tree.path(node))).collect()
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
    (!is_signed(xml, &tree.span(node), report)).then(|| finding.with("path", tree.path(node)))
}

/// Whether a signature that passed covers the element that stands in `span`, with all that is in
/// it, but for itself.
fn is_signed(xml: &XmlDocument, span: &Range<usize>, report: &Report) -> bool {
    let passed =
        |signature: &&SignatureReport| matches!(signature.conclusion, Conclusion::Passed(_));
    let mut covers = report.signatures.iter().filter(passed).flat_map(|one| &one.covers);
    let within = |outer: NodeId| {
        let outer = xml.tree().span(outer);
        outer.start <= span.start && span.end <= outer.end && !span.is_empty()
    };
    covers.any(|covered| {
        covered.whole_element().is_some_and(within)
            && !covered.except.iter().any(|element| within(element.node))
    })
}
