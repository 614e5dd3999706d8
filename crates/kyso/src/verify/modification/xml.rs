//! What stands beside what an XML signature covers. An XML document has no revisions: what is not
//! covered may have been changed at any time, so the report says what is covered and a signature
//! over nothing but itself is none.

use super::super::conclude::Refusal;
use super::Unmodified;
use crate::report::{
    Code, Coverage, Covered, CoveredTarget, Extent, Finding, Modification, SubIndication,
};
use crate::xml::signature::{DSIG, XmlSignature};
use crate::xml::{NodeId, NodeKind, Tree};

/// Levels below `ds:Object` at which what a reference names may stand: the content, the list of
/// properties, the property.
const OBJECT_LEVELS: usize = 3;

/// The namespace of XAdES (EN 319 132-1 §4.3).
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// Elements that say something of the signature and are no document.
const ABOUT_ITSELF: [(&str, &str); 5] = [
    (DSIG, "KeyInfo"),
    (DSIG, "SignatureProperties"),
    (DSIG, "SignatureProperty"),
    (XADES, "QualifyingProperties"),
    (XADES, "SignedProperties"),
];

/// Judges what of the document is covered.
pub(crate) fn covered(
    tree: &Tree,
    signature: &XmlSignature,
    covers: &[Covered],
    findings: &mut Vec<Finding>,
) -> (Coverage, Result<Unmodified, Refusal>) {
    let view = View { tree, signature, covers };
    let content: Vec<&Covered> = covers.iter().filter(|one| !view.is_about_itself(one)).collect();
    if content.is_empty() {
        findings.push(Finding::error(Code::CoversNothing));
        return (Coverage::Partial, Err(Refusal::Failed(SubIndication::FormatFailure)));
    }
    for object in signature.objects.iter().filter(|object| !view.holds(object.node, OBJECT_LEVELS))
    {
        let path = tree.path(object.node);
        findings.push(Finding::warning(Code::ObjectNotCovered).with("path", path));
    }
    for one in &content {
        if one.extent == Extent::Filtered {
            let uri = one.uri.as_deref().unwrap_or_default();
            findings.push(Finding::warning(Code::CoversFiltered).with("uri", uri));
        }
    }
    let coverage = if view.covers_all() { Coverage::WholeFile } else { Coverage::Partial };
    let parts: Vec<&str> = content.iter().filter_map(|one| one.path()).collect();
    if coverage == Coverage::Partial && !parts.is_empty() {
        let paths = parts.join(", ");
        findings.push(Finding::warning(Code::CoversPart).with("path", paths));
    }
    (coverage, Ok(Unmodified { level: Modification::None }))
}

struct View<'a> {
    tree: &'a Tree,
    signature: &'a XmlSignature,
    covers: &'a [Covered],
}

impl View<'_> {
    /// The whole document but for the signature itself and others, each of which is judged too; of
    /// a document that is a signature, all that it envelops.
    fn covers_all(&self) -> bool {
        let root = self.tree.document_element();
        if root != self.signature.node {
            let judged = |node: NodeId| self.tree.is(node, DSIG, "Signature");
            return self.covers.iter().any(|one| {
                one.whole_element() == Some(root)
                    && one.except.iter().all(|element| judged(element.node))
            });
        }
        let objects = &self.signature.objects;
        !objects.is_empty() && objects.iter().all(|object| self.holds(object.node, OBJECT_LEVELS))
    }

    /// Whether something inside the signature is covered, or is all of parts that are.
    fn holds(&self, node: NodeId, levels: usize) -> bool {
        if self.covers.iter().any(|one| one.covers(self.tree, node)) {
            return true;
        }
        // The properties of XAdES have signed and unsigned parts, judged elsewhere.
        if levels == 0 || self.tree.is(node, XADES, "QualifyingProperties") {
            return levels > 0;
        }
        // What was not kept when a large document was read may be anything.
        if self.tree.is_elided(node) {
            return false;
        }
        let mut elements = 0;
        let all = self.tree.children(node).all(|child| match self.tree.kind(child) {
            NodeKind::Element => {
                elements += 1;
                self.holds(child, levels - 1)
            }
            NodeKind::Text(text) => text.trim_ascii().is_empty(),
            _ => true,
        });
        all && elements > 0
    }

    /// Whether it is only a part of the signature that speaks of the signature.
    fn is_about_itself(&self, one: &Covered) -> bool {
        let CoveredTarget::Element(element) = &one.target else { return false };
        let node = element.node;
        if !self.tree.is_inclusive_ancestor(self.signature.node, node) {
            return false;
        }
        let speaks = |node: NodeId| {
            ABOUT_ITSELF.iter().any(|(namespace, local)| self.tree.is(node, namespace, local))
        };
        if self.tree.is(node, DSIG, "Object") {
            let mut inside = self.tree.elements(node).peekable();
            return inside.peek().is_some() && inside.all(speaks);
        }
        speaks(node)
    }
}
