//! The caller's intent: which elements of an XML document must be signed. A signature that holds
//! over one element says nothing of another that looks the same.

use crate::document::Document;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{Code, Conclusion, Finding, Report, SignatureReport, SubIndication};
use crate::xml::{ElementName, ElementPath, NodeId, Tree, XmlDocument};

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
